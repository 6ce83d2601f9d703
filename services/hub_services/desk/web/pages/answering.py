"""Answering without supplying: not held, not known, clarification, challenge, decline."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, Final

from msgspec import structs
from starlette.responses import Response

from hub_domain.law.catalogue import law_date
from hub_domain.law.refusals import lack
from hub_domain.sharing.status import Status
from hub_domain.text_checks import check_text
from hub_services.desk.drafts import Search
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.records import RequestPage
from hub_services.desk.web.begun import ANSWER, kept_as
from hub_services.desk.web.forms import CHOOSE_ANY, Form
from hub_services.desk.web.pages.kept import done, kept, once, typed_on
from hub_services.desk.web.pages.requests import not_read, request_id, share_begun
from hub_services.desk.web.reasons import say_lack
from hub_services.desk.web.visit import PageNotFound, Visit
from hub_services.words.catalogue import _
from hub_services.words.named.casework import IDENTIFIERS, SYSTEMS

SAY_WHY = _("Give your reasons in a sentence or two")
SAY_WHAT = _("Say what you need to know")
CHOOSE_GROUND = _("Choose the ground")
BOTH_TICKED = _("You ticked one as searched as well: leave the tick that is so")
LOOK_FOR_EACH = _("Look for each of them, and tick each for whom you have looked")

OPENED_FIRST: Final = frozenset({"not-held", "not-known-here"})
"""What nobody can say who has not read about whom they were asked."""

ASKING_BACK: Final = frozenset({"clarification", "challenge"})
"""What leaves it open whether something is shared."""


async def show(visit: Visit) -> Response:
    """The form of one answer."""
    kind = _kind(visit)
    found = await visit.desk.request(visit.hat, request_id(visit))
    _offered(visit, kind, found)
    if found.request.status == Status.SUPPLIED:
        return visit.go(f"/requests/{found.request.request_id}")
    if kind in OPENED_FIRST and not_read(found, visit.hat):
        return await _page(visit, kind, found, Form())
    form = await typed_on(visit, _kept_as(visit, kind))
    if kind in OPENED_FIRST and not form.fields:
        prefill_search(found, form)
    return await _page(visit, kind, found, form)


@once
async def send(visit: Visit) -> Response:
    """Send the answer, or show the form again with what was typed and what is wrong."""
    kind = _kind(visit)
    form = await visit.form()
    found = await visit.desk.request(visit.hat, request_id(visit))
    _offered(visit, kind, found)
    if kind in OPENED_FIRST and not_read(found, visit.hat):  # kept until it is opened
        await visit.desk.leave(visit.hat, visit.request.url.path, form.plain())
        return visit.go(visit.request.url.path)
    page = f"/requests/{found.request.request_id}"
    if answer := await kept(visit, _kept_as(visit, kind), form, away=page):
        return answer
    try:
        sent = await _SEND[kind](visit, found, form)
    except HubRefused as refusal:
        return await _page(visit, kind, found, form, refusal)
    if not sent:
        return await _page(visit, kind, found, form)
    await done(visit, _kept_as(visit, kind))
    return visit.go(f"{page}?done={'challenged' if kind == 'challenge' else 'answered'}")


def _kept_as(visit: Visit, kind: str) -> str:
    return kept_as(f"{ANSWER}{kind}", request_id(visit))


def _kind(visit: Visit) -> str:
    kind = str(visit.request.path_params["kind"])
    if kind not in _SEND:
        raise PageNotFound
    return kind


def _offered(visit: Visit, kind: str, found: RequestPage) -> None:
    """An answer that this law does not have, has no page."""
    provision = visit.law().provision(found.request.provision)
    answer = _ANSWERS.get(kind, kind)
    if provision is not None and answer not in provision.answers:
        raise PageNotFound


async def _page(
    visit: Visit,
    kind: str,
    found: RequestPage,
    form: Form,
    refusal: HubRefused | None = None,
) -> Response:
    unread = not_read(found, visit.hat)
    context: dict[str, Any] = {
        "kind": kind,
        "found": found,
        "request": found.request,
        "now": found.now,
        "form": form,
        "provision": visit.law().provision(found.request.provision),
        "grounds": _grounds(visit, kind, found),
        "unread": unread,
        "sharing": None if kind in ASKING_BACK else await share_begun(visit, found.request),
        "opened_first": unread if kind in OPENED_FIRST else "",
        "directory": await visit.desk.directory(visit.hat),
    }
    if refusal is not None:
        return visit.refused("answer.html", refusal, **context)
    return visit.page("answer.html", status=422 if form.errors else 200, **context)


def _grounds(visit: Visit, kind: str, found: RequestPage) -> tuple[str, ...]:
    law = visit.law()
    provision = law.provision(found.request.provision)
    if provision is None:
        return ()
    if kind == "challenge":
        return law.challenges(provision)
    return law.declines(provision) if kind == "decline" else ()


def prefill_search(found: RequestPage, form: Form, prefix: str = "") -> None:
    """What follows from the request is filled in; which systems were searched never is.

    The whole period that is still asked about, as far as it has passed, and what was told by
    which one can search.
    """
    request, today = found.request, law_date(found.now)
    asked = [item for item in request.items if item.id in request.kept_items]
    kept = [person for person in found.persons if person.id in request.kept_persons]
    born = any(person.card and person.card.born for person in kept)
    form.preset(f"{prefix}identifier", "name", *(["date-of-birth"] if born else []))
    form.set_day(
        f"{prefix}from", min((i.period_from for i in asked if i.period_from), default=None)
    )
    last = max((i.period_to for i in asked if i.period_to), default=None)
    form.set_day(f"{prefix}to", last and min(last, today))


def read_search(form: Form, prefix: str = "", *, today: date | None = None) -> Search | None:
    """The search as it was stated, or nothing, with what is missing or cannot be so said."""
    where = read_where(form, prefix)
    begins, ends = form.period(f"{prefix}from", f"{prefix}to", today)
    if form.errors or where is None:
        return None
    return structs.replace(where, period_from=begins, period_to=ends)


def read_where(form: Form, prefix: str = "") -> Search | None:
    """Where it was searched, by what, and where it was not: of no period."""
    systems = [code for code in form.texts(f"{prefix}system") if code in SYSTEMS]
    if not systems:
        form.wrong(f"{prefix}system", _("Choose at least one system that you searched"))
    identifiers = [code for code in form.texts(f"{prefix}identifier") if code in IDENTIFIERS]
    if not identifiers:
        form.wrong(f"{prefix}identifier", CHOOSE_ANY)
    skipped = [code for code in form.texts(f"{prefix}skipped") if code in SYSTEMS]
    if set(skipped) & set(systems):
        form.wrong(f"{prefix}skipped", BOTH_TICKED)
    if form.errors:
        return None
    return Search(
        systems=tuple(systems),
        identifiers=tuple(identifiers),
        not_searched=tuple(skipped),
    )


def _words(form: Form) -> dict[str, str]:
    written = {"reasons": form.text("reasons"), "search": form.text("spellings")}
    return {code: text for code, text in written.items() if text}


async def _not_held(visit: Visit, found: RequestPage, form: Form) -> bool:
    search = read_search(form, today=visit.law().day)
    if search is None:
        return False
    await visit.desk.answer_not_held(
        visit.hat, found.request.request_id, search, _words(form), version=form.version_seen
    )
    return True


async def _not_known(visit: Visit, found: RequestPage, form: Form) -> bool:
    """Whom nobody has looked for, nobody can say is not known (P-03, P-04)."""
    if not set(form.texts("looked")) >= {str(each) for each in found.request.kept_persons}:
        form.wrong("looked", LOOK_FOR_EACH)
    search = read_where(form)
    if form.errors or search is None:
        return False
    await visit.desk.not_known_here(
        visit.hat,
        found.request.request_id,
        _words(form),
        search=search,
        version=form.version_seen,
    )
    return True


async def _clarify(visit: Visit, found: RequestPage, form: Form) -> bool:
    form.needed("reasons", SAY_WHAT)
    if form.errors:
        return False
    await visit.desk.ask_clarification(
        visit.hat, found.request.request_id, _words(form), version=form.version_seen
    )
    return True


def _check_reasons(found: RequestPage, form: Form) -> None:
    """Reasons are given, and name nobody; whether they are reasons the rules say."""
    called = [name for person in found.persons if person.card for name in person.card.called]
    lacking = lack(check_text(form.needed("reasons", SAY_WHY), subjects=called))
    if lacking == "names-subject":
        say_lack(form, "reasons", lacking, called)


async def _challenge(visit: Visit, found: RequestPage, form: Form) -> bool:
    ground = form.chosen("ground", _grounds(visit, "challenge", found), CHOOSE_GROUND)
    _check_reasons(found, form)
    if form.errors:
        return False
    await visit.desk.challenge(
        visit.hat, found.request.request_id, ground, _words(form), version=form.version_seen
    )
    return True


async def _decline(visit: Visit, found: RequestPage, form: Form) -> bool:
    ground = form.chosen("ground", _grounds(visit, "decline", found), CHOOSE_GROUND)
    _check_reasons(found, form)
    if form.errors:
        return False
    await visit.desk.decline(
        visit.hat, found.request.request_id, ground, _words(form), version=form.version_seen
    )
    return True


_ANSWERS: Final[Mapping[str, str]] = {
    "clarification": "clarification-sought",
    "challenge": "challenged",
    "decline": "declined",
}
"""The codes of those answers whose pages have a name of their own."""

_SEND: Final[Mapping[str, Callable[[Visit, RequestPage, Form], Awaitable[bool]]]] = {
    "not-held": _not_held,
    "not-known-here": _not_known,
    "clarification": _clarify,
    "challenge": _challenge,
    "decline": _decline,
}
