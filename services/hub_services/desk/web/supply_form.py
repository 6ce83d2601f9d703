"""The form of an answer that supplies: what is said of each thing asked, and the decision.

A pair is one item asked for and one person it is still asked about. Pairs are numbered in the
order of the request, so that a field's name leads back to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from hub_domain.law.capacity import OTHER
from hub_domain.law.evidence import CHILDREN
from hub_domain.law.proportion import exceeds
from hub_domain.law.refusals import lack
from hub_domain.text_checks import check_text
from hub_services.desk.records import Person
from hub_services.desk.rows import ItemRow, Matter, PersonRow
from hub_services.desk.web.asking_form import SAY_FUNCTION, limbs_of
from hub_services.desk.web.emergency_form import ROUTE
from hub_services.desk.web.forms import GONE_BY, TO_COME, Form
from hub_services.desk.web.law_choices import Law
from hub_services.desk.web.pages.answering import read_search
from hub_services.desk.web.reasons import say_lack
from hub_services.words.catalogue import _
from hub_services.words.named.casework import (
    ABOUT,
    AT_RISK_LIMBS,
    ITEM_KINDS,
    NATURES,
    SENSITIVITIES,
)
from hub_services.words.named.deciding import (
    CLARITIES,
    CONSENTS,
    HARM_KINDS,
    HARMS,
    IDENTIFIES,
    LEVELS,
    RECORD_TEXTS,
    SETTLED_TEXTS,
    TEXTS_OF_A_CHILD,
    TOLD_WHOM,
    URGENCIES,
    WEIGHED_TEXTS,
    WITHOUT_CONSENT,
)
from hub_services.words.named.law import GATES

STEPS: Final = ("items", "decision", "check")

OWNED: Final = {"items": ("pair-", "say-", "search-", "reasons", "to"), "decision": ("d-",)}
"""Which fields each step shows, and so replaces when it is sent."""

BASES: Final = (
    "legal-obligation",
    "public-task",
    "vital-interests",
    "recognised-legitimate-interest",
)
"""Bases whose evidence this form can give. Another is for a case system to state."""

WITHOUT_LAW: Final = frozenset({"vital-interests", "recognised-legitimate-interest"})
"""Those that can rest on no law: then the good reason is said, and why in time (R-143)."""

SAY_ABOUT: Final = _(
    "Choose what it is about, such as the child's health or a person who may pose a risk"
)
OLD: Final = _("This is old: tick that it matters now and say why, or tick that it still holds")
_MAY_BE_UNSURE: Final = ("consent", "identifies", "basis", "told-whom")
NONE_OF_THESE: Final = "none"
CONDITIONED: Final = frozenset({"special", "offence"})
"""Kinds of information that need a condition (UK GDPR Arts. 9 and 10)."""

SAFEGUARDING: Final = "sch1-18"
"""The condition that has limbs of its own to be said."""

ADVISERS: Final = (
    "co-ordinator",
    "named-professional",
    "designated-professional",
    "senior-manager",
    "caldicott-guardian",
)
"""Roles that are asked for advice."""


@dataclass(frozen=True)
class Pair:
    """One item asked for, about one person."""

    number: int
    item: ItemRow
    person: UUID


def pairs_of(request: Matter) -> list[Pair]:
    """What is still asked for, of whom."""
    kept = [item for item in request.items if item.id in request.kept_items]
    asked = [
        (item, person)
        for item in kept
        for person in item.persons
        if person in request.kept_persons
    ]
    return [Pair(number, item, person) for number, (item, person) in enumerate(asked, start=1)]


def merged(kept: Form, sent: Form, step: str) -> Form:
    """The draft's form with what this step shows replaced by what was sent."""
    kept.without(*OWNED[step])
    for name, values in sent.plain().items():
        if name.startswith(OWNED[step]) and name != ROUTE:
            kept.set(name, *values)
    return kept


def unconfirmed(form: Form, before: Mapping[str, list[str]], fields: str = "") -> None:
    """What was confirmed is asked again once anything else was changed (R-014).

    ``fields``: how those end that are looked at, where not all are.
    """
    kept = Form(before)
    names = {name for name in form.fields | kept.fields if name.endswith(fields)}
    if any(form.texts(name) != kept.texts(name) for name in names - {"d-confirmed", ROUTE}):
        form.without("d-confirmed")


def statements_of(form: Form, pair: Pair) -> list[int]:
    """The numbers of the statements made for a pair."""
    return [
        number
        for number in form.numbers("say")
        if form.text(f"say-{number}-pair") == str(pair.number)
    ]


def check_items(form: Form, pairs: Sequence[Pair], law: Law) -> None:
    """Step one: each thing asked is shared, not held, or held back with its ground."""
    shared = 0
    not_held = False
    for pair in pairs:
        answer = form.text(f"pair-{pair.number}-do")
        if answer == "share":
            shared += _check_statements(form, pair, law)
        elif answer == "not-held":
            not_held = True
        elif answer == "hold-back":
            form.needed(f"pair-{pair.number}-ground", _("Choose why it is held back"))
            form.needed(f"pair-{pair.number}-why", _("Say why it is held back"))
        else:
            form.wrong(
                f"pair-{pair.number}-do", _("Say whether this is shared, not held or held back")
            )
    if not shared and not form.errors:
        form.wrong("pair-1-do", _("Share at least one thing, or choose another answer"))
    if not_held:
        read_search(form, "search-", today=law.day)


def _check_statements(form: Form, pair: Pair, law: Law) -> int:
    written = 0
    numbers = statements_of(form, pair)
    for number in numbers:
        if not form.text(f"say-{number}-text") and len(numbers) > 1:
            continue
        check_statement(form, number, law)
        written += 1
    return written


def check_statement(form: Form, number: int, law: Law) -> None:
    """One statement: its words, what it is, and why it matters now where it is old."""
    say = f"say-{number}"
    form.needed(f"{say}-text", _("Write what is shared"))
    check_kind(form, say)
    if form.text(f"{say}-kind") == "opinion":
        form.needed(f"{say}-holder", _("Say whose opinion it is"))
    check_what_it_is(form, say, law)


def check_kind(form: Form, say: str) -> None:
    """Fact or opinion."""
    form.chosen(f"{say}-kind", ITEM_KINDS, _("Say whether it is fact or opinion"))


def check_what_it_is(form: Form, say: str, law: Law) -> None:
    """As at when it was so, about what, how sensitive, of what kind; of what is old, why."""
    as_at = form.day(f"{say}-as-at", _("Enter the date as at which it was so"))
    if as_at is not None and as_at > law.day:
        form.wrong(f"{say}-as-at", TO_COME)
    form.chosen(f"{say}-about", ABOUT, SAY_ABOUT)
    form.chosen(f"{say}-sensitivity", SENSITIVITIES, _("Say how sensitive it is"))
    _check_nature(form, f"{say}-nature")
    _check_age(form, say, as_at, law)


def _check_age(form: Form, say: str, as_at: date | None, law: Law) -> None:
    """Of what is old, why it is shared, or that it still holds."""
    if form.text(f"{say}-historical") == "yes":
        form.needed(f"{say}-explanation", _("Say why it matters now"))
    elif as_at and law.is_old(as_at) and form.text(f"{say}-current") != "yes":
        form.wrong(f"{say}-historical", OLD)


def _check_nature(form: Form, field: str) -> None:
    """Of what kind it is, is never left open (R-103)."""
    said = form.texts(field)
    if not said or not NATURES.keys() >= set(said):
        form.wrong(field, _("Say what kind of information it is, or that it is none of these"))
    elif NONE_OF_THESE in said and len(said) > 1:
        form.wrong(field, _("Tick what it is about, or “None of these”, and not both"))


def natures_of(form: Form, numbers: Iterable[int]) -> frozenset[str]:
    """Of which kinds the information is in the statements of these numbers."""
    return frozenset(
        nature for number in numbers for nature in form.texts(f"say-{number}-nature")
    )


def holds_back(form: Form, pairs: Sequence[Pair]) -> bool:
    """Whether something that is held is held back."""
    return any(form.text(f"pair-{pair.number}-do") == "hold-back" for pair in pairs)


def unsure(form: Form) -> bool:
    """Whether a question is answered by not being sure, which leads to advice (R-161)."""
    return any(form.text(f"d-{asked}") == "unsure" for asked in _MAY_BE_UNSURE)


def check_decision(
    form: Form,
    request: Matter,
    numbers: Sequence[int],
    *,
    functions: Sequence[str],
    conditions: Sequence[str],
    today: date,
) -> None:
    """Step two: the questions that a person must answer; the hub judges the rest.

    ``numbers``: those of the statements that are decided on. ``functions``: those for which the
    agency holds a category, if there are any.
    ``conditions``: those that can be chosen for what is of a special kind.
    """
    if functions:
        form.chosen("d-exercising", (*functions, OTHER), SAY_FUNCTION)
    form.needed("d-purpose-code", _("Choose the purpose"))
    form.chosen("d-consent", CONSENTS, _("Say how it stands with consent"))
    if form.text("d-consent") != "unsure":
        form.chosen("d-reason", WITHOUT_CONSENT, _("Say why it is shared without consent"))
        form.needed("d-no-consent", _("Say in a sentence why it is shared without consent"))
    form.chosen("d-identifies", IDENTIFIES, _("Say whether it identifies someone"))
    basis = form.chosen("d-basis", [*BASES, "unsure"], _("Choose the lawful reason"))
    if basis in WITHOUT_LAW and not form.text("d-provision"):
        form.needed("d-good-reason", _("Say what the good reason to share is"))
        form.needed("d-timeliness", _("Say why sharing it now protects someone in time"))
    check_risk(form)
    if _beyond_need_and_risk(form, numbers):
        form.needed(
            "d-disproportionate", _("Say why more is shared than need and risk call for")
        )
    if unsure(form):
        form.needed("d-question", _("Say what you want advice on"))
        form.chosen("d-question-role", ADVISERS, _("Choose whom you ask"))
        form.moment("d-question-due", _("Enter the date by which you need the advice"))
    else:
        _check_kinds(form, request, numbers, conditions)
        _check_openness(form, today)
    _check_reasons(form, request)
    if form.text("d-confirmed") != "yes":
        form.wrong("d-confirmed", _("Confirm that these answers are yours"))


PAGE: Final = (
    *("d-immediate", "d-post", "d-able", "d-exercising", "d-purpose-code", "d-consent"),
    *("d-reason", "d-no-consent", "d-identifies", "d-basis", "d-provision"),
    *("d-good-reason", "d-timeliness", "d-condition"),
    *("d-condition-why", "d-at-risk", "d-harm-kind", "d-limb", "d-gate", "d-gate-why"),
    *("d-duty-to-share-considered", "d-need-level", "d-risk-level", "d-clarity", "d-urgency"),
    *("d-harm", "d-disproportionate", "d-adviser", "d-child-voice-words", "d-told-whom"),
    *("d-openness", "d-review", "d-expected", "d-question", "d-question-role"),
    *("d-question-due", "d-question-due-time", "d-why"),
    *(f"d-text-{text}" for text in (*WEIGHED_TEXTS, *SETTLED_TEXTS)),
    *("d-channel-reason", "d-channel-safeguards", "d-confirmed"),
)
"""The order of the page, in which it is told what is wrong; what it was stands before it."""

REASONS: Final = (
    *("d-no-consent", "d-condition-why", "d-gate-why", "d-duty-to-share-considered"),
    *("d-disproportionate", "d-child-voice-words", "d-openness", "d-question", "d-why"),
    *("d-channel-reason", "d-channel-safeguards"),
    *("d-good-reason", "d-timeliness"),
)
"""What is written of why, beside the texts of the record."""


def check_reasons(form: Form, fields: Iterable[str], persons: Iterable[Person]) -> None:
    """A reason says what is so here and names nobody whom it is about (R-101, R-480).

    One that does not counts as not said; what is left empty is told by whoever needs it.
    """
    names = [name for person in persons if person.card for name in person.card.called]
    for field in fields:
        lacking = lack(check_text(form.text(field), subjects=names))
        if form.text(field) and lacking:
            say_lack(form, field, lacking, names)


def check_risk(form: Form) -> None:
    """What a person judges of need and risk, whether it is shared or not."""
    form.chosen("d-need-level", LEVELS, _("Say how great the need is"))
    form.chosen("d-risk-level", LEVELS, _("Say how great the risk is"))
    form.chosen("d-clarity", CLARITIES, _("Say whether the risk is clear"))
    form.chosen("d-urgency", URGENCIES, _("Say how urgent it is"))
    form.chosen("d-harm", HARMS, _("Say whether there is a sign of harm"))


def _beyond_need_and_risk(form: Form, numbers: Iterable[int]) -> bool:
    """Whether a statement is more sensitive than need and risk call for (R-182)."""
    need, risk = form.text("d-need-level"), form.text("d-risk-level")
    return {need, risk} <= set(LEVELS) and any(
        exceeds(form.text(f"say-{number}-sensitivity"), need=need, risk=risk)
        for number in numbers
    )


def texts_of(request: Matter) -> list[str]:
    """The texts of the record that such a decision has."""
    child = about_a_child(request)
    return [text for text in RECORD_TEXTS if child or text not in TEXTS_OF_A_CHILD]


def _check_reasons(form: Form, request: Matter) -> None:
    """What follows from the request is confirmed; what was weighed is said, once for all."""
    for text in texts_of(request):
        if text in SETTLED_TEXTS:
            form.needed(f"d-text-{text}", RECORD_TEXTS[text])
        elif not form.text(f"d-text-{text}"):
            form.needed("d-why", _("Say in a sentence or two why this is right in this case"))


def _check_kinds(
    form: Form, request: Matter, numbers: Iterable[int], conditions: Sequence[str]
) -> None:
    """What the kinds of information entail: a condition, a gate (R-104, R-120, R-271)."""
    natures = natures_of(form, numbers)
    if CONDITIONED & natures:
        chosen = form.chosen("d-condition", conditions, _("Choose the condition that fits"))
        form.needed("d-condition-why", _("Say why this condition fits"))
        if chosen == SAFEGUARDING:
            _check_safeguarding(form, request)
    if "confidential" in natures:
        form.chosen("d-gate", GATES, _("Choose what lets you share it"))
        form.needed("d-gate-why", _("Say why this lets you share it in this case"))
        if holds_back(form, pairs_of(request)):
            form.needed(
                "d-duty-to-share-considered",
                _("Say how you weighed the duty to share against keeping it in confidence"),
            )


def _check_safeguarding(form: Form, request: Matter) -> None:
    form.chosen("d-harm-kind", HARM_KINDS, _("Choose from what, or for what, it protects"))
    adult = not about_a_child(request)
    if adult and len(limbs_of(form, "d-at-risk")) < len(AT_RISK_LIMBS):
        form.wrong("d-at-risk", _("Tick all three, or choose another condition"))


def told_of(form: Form) -> tuple[str, str]:
    """Who was told, and what the person is told; of both nothing where nothing is said."""
    told, _slash, notice = form.text("d-told-whom").partition("/")
    return told, notice


def _check_openness(form: Form, today: date) -> None:
    form.chosen("d-told-whom", TOLD_WHOM, _("Say who is told"))
    form.needed("d-openness", _("Say what was explained, or why somebody is not told"))
    form.chosen("d-expected", ("yes", "no"), _("Say whether they would expect it"))
    if told_of(form)[1].startswith("withheld"):
        review = form.day("d-review", _("Enter the date on which you look at it again"))
        if review and review < today:
            form.wrong("d-review", GONE_BY)


def scopes_of(request: Matter) -> frozenset[str]:
    """Why those are protected who are still asked about."""
    return frozenset(
        person.scope.kind
        for person in request.persons
        if person.scope is not None and person.id in request.kept_persons
    )


def about_a_child(request: Matter) -> bool:
    """Whether a child is protected by it."""
    return any(
        person.scope is not None and person.scope.kind in CHILDREN for person in request.persons
    )


def protected_of(request: Matter) -> PersonRow | None:
    """Whom it protects: of several a child first, for whom no limb is asked."""
    scoped = [person for person in request.persons if person.scope]
    first = (person for person in scoped if person.scope and person.scope.kind in CHILDREN)
    return next(first, scoped[0] if scoped else None)
