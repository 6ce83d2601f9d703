"""The emergency route of an answer that supplies: when it is open, and the little it demands.

Someone is, or may be, at immediate risk, and the recipient can protect them now. Then what goes
is demanded, and to whom, and no more; what is not recorded becomes a task (R-018, R-362).
What is not given is not spoken of: it stays open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, TypeAlias

from hub_domain.law.catalogue import Body
from hub_domain.law.evidence import Receiver
from hub_domain.text_checks import check_text
from hub_services.desk.web.forms import Form
from hub_services.words.catalogue import _

EMERGENCY: Final = "emergency"
"""The button that takes this route."""

ROUTE: Final = "d-route"
"""Where the draft remembers it; it is no answer of the decision."""

SHARED: Final = "shared"
MORE: Final = "more"
"""The button that shares something more."""

WHY: Final = "d-text-facts-of-case"
"""Why there is a risk, in a sentence: that begins the record, and is waited for by nobody.

Elsewhere the field begins with a sentence; here it is empty until somebody writes in it.
"""

Ready: TypeAlias = Mapping[str, Collection[str]]
"""What stands in a field before a person answers: an answer, or a sentence in each language."""

_OF_THE_REQUEST: Final = frozenset({"d-purpose-code"})


FOR: Final[Mapping[str, frozenset[str]]] = {
    "csc": frozenset({"unborn", "under-18"}),
    "asc": frozenset({"adult-at-risk", "adult-at-risk-of-serious-harm"}),
}
"""Whom a service is there for, by scope; any other is there for everyone."""

BY_SOCIAL_CARE: Final = frozenset({"CA1989-17", "CA1989-47", "CA14-7", "SSWBA-164"})
"""The laws by which social care itself asks: who asked by one is that service."""

CHOOSE_SERVICE: Final = _(
    "Choose which service there can protect them now, or say how those who receive it can"
)


SHOWN: Final = ("d-immediate", "d-post", "d-able", "d-known", WHY)
"""What its page asks beside what is given; what it does not show it leaves as it is."""


def taken(form: Form) -> bool:
    """Whether this route was taken."""
    return form.text(ROUTE) == EMERGENCY


def merged_now(kept: Form, sent: Form, ready: Ready) -> Form:
    """The form with what the page of an emergency shows replaced by what was sent.

    The sentence that stands ready for the decision is not shown, and stays as it is.
    """
    stood = kept.text(WHY)
    kept.without(*SHOWN)
    for name, values in sent.plain().items():
        if name.startswith("say-") or (name in SHOWN and any(values)):
            kept.set(name, *values)
    if stood in ready[WHY]:
        kept.preset(WHY, stood)
    return kept


def show_own_why(form: Form, ready: Ready) -> None:
    """Why there is a risk is shown where somebody wrote it, and empty otherwise."""
    if form.text(WHY) in ready[WHY]:
        form.without(WHY)


def chosen(form: Form, there: Body, scopes: Collection[str]) -> bool:
    """Whether this route was taken, and is open to this recipient; not once it was shared."""
    if completing(form):
        return False
    risk = form.text("d-immediate") == "yes"
    return taken(form) and risk and _receiver(form, there, scopes).protective


def check_emergency(form: Form, there: Body, scopes: Collection[str]) -> None:
    """What the route demands beside the items and whom they go to."""
    if form.text("d-immediate") != "yes":
        form.wrong("d-immediate", _("Tick that someone is, or may be, at immediate risk"))
    if not _receiver(form, there, scopes).protective:
        if posts_of(there, scopes):
            form.wrong("d-post", CHOOSE_SERVICE)
        else:
            form.wrong("d-able", _("Say how those who receive it can protect them now"))


def preset_service(form: Form, asked_under: str, posts: Sequence[str]) -> None:
    """The one service there that can protect is chosen where it is the one that asks."""
    if asked_under in BY_SOCIAL_CARE and len(posts) == 1 and form.text("d-post") not in posts:
        form.set("d-post", *posts)


def went_by(codes: Mapping[str, Any]) -> Form:
    """The form of a colleague who completes the record of what went, as far as codes say it."""
    form = Form({})
    form.set("d-immediate", "yes")
    form.set("d-post", codes["recipient_post"] or "")
    form.set(SHARED, "yes")
    return form


def went(form: Form, before: Form) -> None:
    """It was shared: its record is to be completed, with that of what went before."""
    _join(form, before)
    form.set(SHARED, "yes")


def _join(form: Form, before: Form) -> None:
    """What was said before stands beside what is said now, and is answered with it."""
    number = max(form.numbers("say"), default=0)
    for old in before.numbers("say"):
        number += 1
        for name, values in before.fields.items():
            if name.startswith(f"say-{old}-"):
                form.set(name.replace(f"say-{old}-", f"say-{number}-", 1), *values)
    for name, values in before.fields.items():
        if name.startswith(("d-", "pair-", "search-", "reasons")):
            form.preset(name, *values)


def completing(form: Form) -> bool:
    """Whether it was shared already, and only its record is still to be completed."""
    return form.text(SHARED) == "yes"


def without_presets(form: Form, ready: Ready) -> Form:
    """The form without the answers that nobody gave and nobody confirmed (R-014)."""
    if form.text("d-confirmed") == "yes":
        return form
    untouched = {
        name
        for name, values in ready.items()
        if name not in _OF_THE_REQUEST and form.text(name) in values
    }
    return Form({name: said for name, said in form.fields.items() if name not in untouched})


def posts_of(there: Body, scopes: Collection[str]) -> list[str]:
    """The services there that can protect people of these scopes; none where all can."""
    if there.protects_at(""):
        return []
    return sorted(
        post
        for post in there.protective
        if not scopes or FOR.get(post, set(scopes)) & set(scopes)
    )


def _receiver(form: Form, there: Body, scopes: Collection[str]) -> Receiver:
    able, post = check_text(form.text("d-able")), form.text("d-post")
    fitting = post if post in posts_of(there, scopes) else ""
    return Receiver(body=there, post=fitting, able_to_protect=able)
