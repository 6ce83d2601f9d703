"""The form of an answer that supplies: what is said of each thing asked, and the decision.

A pair is one item asked for and one person it is still asked about. Pairs are numbered in the
order of the request, so that a field's name leads back to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from hub_domain.law.capacity import OTHER
from hub_domain.law.judgement import Warned
from hub_domain.law.proportion import exceeds
from hub_domain.law.records import Record, missing
from hub_domain.text_checks import check_text
from hub_services.desk.drafts import Ground, SupplyDraft, SupplyItem, Withheld
from hub_services.desk.records import ItemRow, RequestRow
from hub_services.desk.web.asking_form import SAY_FUNCTION
from hub_services.desk.web.forms import TO_COME, Form, read_id
from hub_services.desk.web.law_choices import Law
from hub_services.desk.web.pages.answering import read_search
from hub_services.words.catalogue import _
from hub_services.words.named.casework import ABOUT, ITEM_KINDS, SENSITIVITIES
from hub_services.words.named.deciding import (
    CLARITIES,
    CONSENTS,
    HARMS,
    IDENTIFIES,
    LEVELS,
    NOTICES,
    RECORD_TEXTS,
    TOLD_WHOM,
    URGENCIES,
    WITHOUT_CONSENT,
)

OWNED: Final = {"items": ("pair-", "say-", "search-", "reasons", "to"), "decision": ("d-",)}
"""Which fields each step shows, and so replaces when it is sent."""

BASES: Final = (
    "legal-obligation",
    "public-task",
    "vital-interests",
    "recognised-legitimate-interest",
)
"""Bases whose evidence this form can give. Another is for a case system to state."""

_MAY_BE_UNSURE: Final = ("consent", "identifies", "basis", "notice")
ADVISERS: Final = (
    "co-ordinator",
    "named-professional",
    "designated-professional",
    "senior-manager",
    "caldicott-guardian",
)
"""Roles that are asked for advice."""

PRINCIPLES: Final = (
    "necessary",
    "proportionate",
    "relevant",
    "adequate",
    "accurate",
    "timely",
    "secure",
)

_CONFIRMED: Final[Mapping[str, str]] = {
    "supports-safeguarding": "yes",
    "article-8-lawful": "yes",
    "article-8-aim": "rights-of-others",
    "article-8-necessary": "yes",
    "compatible": "yes",
    **dict.fromkeys(PRINCIPLES, "met"),
}
"""What a person says by confirming the whole."""


@dataclass(frozen=True)
class Pair:
    """One item asked for, about one person."""

    number: int
    item: ItemRow
    person: UUID


def supplying_of(request: object) -> str:
    """The kind of a draft that supplies what a request asks."""
    return f"share-{request}"


def pairs_of(request: RequestRow) -> list[Pair]:
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
        kept.set(name, *values)
    return kept


def statements_of(form: Form, pair: Pair) -> list[int]:
    """The numbers of the statements made for a pair."""
    return [
        number
        for number in form.numbers("say")
        if form.text(f"say-{number}-pair") == str(pair.number)
    ]


def check_items(form: Form, pairs: Sequence[Pair], today: date) -> None:
    """Step one: each thing asked is shared, not held, or held back with its ground."""
    shared = 0
    not_held = False
    for pair in pairs:
        answer = form.text(f"pair-{pair.number}-do")
        if answer == "share":
            shared += _check_statements(form, pair, today)
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
        read_search(form, "search-")


def _check_statements(form: Form, pair: Pair, today: date) -> int:
    written = 0
    numbers = statements_of(form, pair)
    for number in numbers:
        say = f"say-{number}"
        if not form.text(f"{say}-text") and len(numbers) > 1:
            continue
        form.needed(f"{say}-text", _("Write what is shared"))
        form.chosen(f"{say}-kind", ITEM_KINDS, _("Say whether it is fact or opinion"))
        if form.text(f"{say}-kind") == "opinion":
            form.needed(f"{say}-holder", _("Say whose opinion it is"))
        as_at = form.day(f"{say}-as-at", _("Enter the date as at which it was so"))
        if as_at is not None and as_at > today:
            form.wrong(f"{say}-as-at", TO_COME)
        form.chosen(f"{say}-about", ABOUT, _("Say what it is about"))
        form.chosen(f"{say}-sensitivity", SENSITIVITIES, _("Say how sensitive it is"))
        if form.text(f"{say}-historical") == "yes":
            form.needed(f"{say}-explanation", _("Say why it matters now"))
        written += 1
    return written


def unsure(form: Form) -> bool:
    """Whether a question is answered by not being sure, which leads to advice (R-161)."""
    return any(form.text(f"d-{asked}") == "unsure" for asked in _MAY_BE_UNSURE)


def check_decision(form: Form, functions: Sequence[str]) -> None:
    """Step two: the questions that a person must answer; the hub judges the rest.

    ``functions``: those for which the agency holds a category, if there are any.
    """
    if functions:
        form.chosen("d-exercising", (*functions, OTHER), SAY_FUNCTION)
    form.needed("d-purpose-code", _("Choose the purpose"))
    form.chosen("d-consent", CONSENTS, _("Say how it stands with consent"))
    if form.text("d-consent") not in {"", "unsure"}:
        form.chosen("d-reason", WITHOUT_CONSENT, _("Say why it is shared without consent"))
        form.needed("d-no-consent", _("Say in a sentence why it is shared without consent"))
    form.chosen("d-identifies", IDENTIFIES, _("Say whether it identifies someone"))
    form.chosen("d-basis", [*BASES, "unsure"], _("Choose the lawful reason"))
    form.chosen("d-need-level", LEVELS, _("Say how great the need is"))
    form.chosen("d-risk-level", LEVELS, _("Say how great the risk is"))
    form.chosen("d-clarity", CLARITIES, _("Say whether the risk is clear"))
    form.chosen("d-urgency", URGENCIES, _("Say how urgent it is"))
    form.chosen("d-harm", HARMS, _("Say whether there is a sign of harm"))
    if _beyond_need_and_risk(form):
        form.needed(
            "d-disproportionate", _("Say why more is shared than need and risk call for")
        )
    if unsure(form):
        form.needed("d-question", _("Say what you want advice on"))
        form.chosen("d-question-role", ADVISERS, _("Choose whom you ask"))
        form.moment("d-question-due", _("Enter the date by which you need the advice"))
    else:
        _check_openness(form)
    for text, name in RECORD_TEXTS.items():
        form.needed(f"d-text-{text}", name)
    if form.text("d-confirmed") != "yes":
        form.wrong("d-confirmed", _("Confirm that these answers are yours"))


def _beyond_need_and_risk(form: Form) -> bool:
    """Whether a statement is more sensitive than need and risk call for (R-182)."""
    need, risk = form.text("d-need-level"), form.text("d-risk-level")
    return {need, risk} <= set(LEVELS) and any(
        exceeds(form.text(f"say-{number}-sensitivity"), need=need, risk=risk)
        for number in form.numbers("say")
        if form.text(f"pair-{form.text(f'say-{number}-pair')}-do") == "share"
    )


def _check_openness(form: Form) -> None:
    form.chosen("d-told-whom", TOLD_WHOM, _("Say who was told"))
    notice = form.chosen("d-notice", NOTICES, _("Say what the person is told"))
    form.needed("d-openness", _("Say what was explained, or why nobody was told"))
    form.chosen("d-expected", ("yes", "no"), _("Say whether they would expect it"))
    if notice.startswith("withheld"):
        form.needed("d-notice-why", _("Say why they are not told"))
        form.day("d-review", _("Enter the date on which you look at it again"))


def supply_draft(
    form: Form,
    request: RequestRow,
    *,
    came_from: Mapping[str, str],
    emergency: bool = False,
) -> SupplyDraft:
    """The whole answer, as the desk takes it. In an emergency nothing waits for advice."""
    reading = Form(form.fields)
    items: list[SupplyItem] = []
    withheld: list[Withheld] = []
    words = _words(form)
    for pair in pairs_of(request):
        answer = form.text(f"pair-{pair.number}-do")
        if answer == "share":
            items += [
                _statement(reading, pair, number)
                for number in statements_of(form, pair)
                if form.text(f"say-{number}-text")
            ]
        elif answer == "not-held":
            search = read_search(reading, "search-")
            withheld.append(
                Withheld(answers=pair.item.id, person=pair.person, not_held=True, search=search)
            )
        elif answer == "hold-back":
            ground = form.text(f"pair-{pair.number}-ground")
            words[f"ground-{ground}"] = form.text(f"pair-{pair.number}-why")
            withheld.append(
                Withheld(
                    answers=pair.item.id, person=pair.person, grounds=(Ground(code=ground),)
                )
            )
    return SupplyDraft(
        request=request.request_id,
        decision="hold" if unsure(form) and not emergency else None,
        case=_case(form, request, items, came_from),
        words=words,
        items=tuple(items),
        withheld=tuple(withheld),
        reasons=form.text("reasons"),
        channel="secure-system",
    )


def left_unsaid(draft: SupplyDraft, law: Law) -> list[str]:
    """What a decision that shares is warned of for what it leaves unsaid, by the rules' codes.

    It goes all the same, so a person hears of it while they can still say it.
    """
    texts = {code: check_text(text) for code, text in draft.words.items()}
    record = Record(entries={**texts, **draft.case["record"]})
    asked = law.recorded(child=draft.case["child"])
    warned = (found for found in missing(record, asked) if isinstance(found, Warned))
    return list(dict.fromkeys(found.code for found in warned))


def _statement(form: Form, pair: Pair, number: int) -> SupplyItem:
    say = f"say-{number}"
    return SupplyItem(
        id=read_id(form.text(f"{say}-id")) or pair.item.id,
        person=pair.person,
        answers=pair.item.id,
        text=form.text(f"{say}-text"),
        kind=form.text(f"{say}-kind") or None,  # type: ignore[arg-type]  # a code of the list
        as_at=form.day(f"{say}-as-at", required=False),
        about=form.text(f"{say}-about") or None,
        sensitivity=form.text(f"{say}-sensitivity") or None,  # type: ignore[arg-type]
        special_category=form.text(f"{say}-special") == "yes",
        historical=form.text(f"{say}-historical") == "yes",
        explanation=form.text(f"{say}-explanation"),
        confirmed_current=form.text(f"{say}-current") == "yes",
        source=form.text(f"{say}-source"),
        opinion_holder=form.text(f"{say}-holder"),
        source_released=form.text(f"{say}-source-released") == "yes",
        third_party=form.text(f"{say}-third"),
    )


def _words(form: Form) -> dict[str, str]:
    words = {code: form.text(f"d-text-{code}") for code in RECORD_TEXTS}
    words |= {
        "openness": form.text("d-openness"),
        "no-consent": form.text("d-no-consent"),
        "child-voice-words": form.text("d-child-voice-words"),
        "disproportionate": form.text("d-disproportionate"),
        "condition": form.text("d-condition-why"),
        "public-interest": form.text("d-public-interest"),
        "notice": form.text("d-notice-why"),
        "question": form.text("d-question"),
        "able-to-protect": form.text("d-able"),
    }
    return {code: text for code, text in words.items() if text}


def about_a_child(request: RequestRow) -> bool:
    """Whether a child is protected by it."""
    return any(
        person.scope is not None and person.scope.kind in {"under-18", "unborn"}
        for person in request.persons
    )


def _case(
    form: Form,
    request: RequestRow,
    items: Sequence[SupplyItem],
    came_from: Mapping[str, str],
) -> dict[str, Any]:
    code, _slash, detail = form.text("d-purpose-code").partition("/")
    sensitive = any(item.special_category for item in items)
    immediate = form.text("d-immediate") == "yes"
    return {
        "exercising": form.text("d-exercising") or None,
        "purpose": {"answer": "yes", "code": code, "detail": detail or None},
        "runs": [
            {
                "consent": _consent(form),
                "identifies": _answer(form, "d-identifies"),
                "lawful": _lawful(form, request, sensitive=sensitive),
                "special_category": sensitive,
            }
        ],
        "how": {
            "amount": "items",
            "kinds": "typed",
            "individual": {"answer": "practitioner"},
            "channel": {"answer": "secure", "channel": "secure-system"},
            "notice": _notice(form),
        },
        "immediate_risk": immediate,
        "crime_suspected": form.text("d-crime") == "yes",
        "police_notified": "police" in form.texts("d-known"),
        "social_care_notified": "social-care" in form.texts("d-known"),
        "conflict_of_duty": form.texts("d-conflict"),
        "recipient_post": form.text("d-post") or None if immediate else None,
        "harm": form.text("d-harm") or "none",
        "child": about_a_child(request),
        "risk_clarity": form.text("d-clarity") or None,
        "advisers": form.texts("d-adviser"),
        "record": _record(form),
        "question": _question(form),
        "confirmed": form.text("d-confirmed") == "yes",
        "came_from": dict(came_from),
    }


def _answer(form: Form, name: str) -> dict[str, Any] | None:
    """What was answered; in an emergency that may be nothing."""
    return {"answer": form.text(name)} if form.text(name) else None


def _consent(form: Form) -> dict[str, Any] | None:
    status = form.text("d-consent")
    if status in {"", "unsure"}:
        return _answer(form, "d-consent")
    reason, _slash, detail = form.text("d-reason").partition("/")
    standing = {"status": status, "reason": reason or None, "detail": detail or None}
    return {"answer": "no", "standings": [standing]}


def _lawful(form: Form, request: RequestRow, *, sensitive: bool) -> dict[str, Any] | None:
    basis = form.text("d-basis")
    if basis in {"", "unsure"}:
        return _answer(form, "d-basis")
    protected = next((person for person in request.persons if person.scope), None)
    lawful: dict[str, Any] = {
        "answer": "yes",
        "basis": basis,
        "provision": form.text("d-provision") or None,
        "limb": "a" if basis == "public-task" else None,
        "protected_person": protected.id if protected else None,
    }
    if sensitive:
        lawful["condition"] = {
            "code": "sch1-18",
            "harm": form.text("d-harm-kind") or None,
            "limb": form.text("d-limb") or None,
            "scope": protected.scope if protected else None,
        }
    return lawful


def _question(form: Form) -> dict[str, Any] | None:
    due_at = Form(form.fields).moment("d-question-due") if unsure(form) else None
    return {"role": form.text("d-question-role"), "due_at": due_at} if due_at else None


def _notice(form: Form) -> dict[str, Any] | None:
    notice = form.text("d-notice")
    if not notice:
        return None
    if notice.startswith("withheld-"):
        return {
            "answer": "withheld",
            "reason": notice.removeprefix("withheld-"),
            "review_on": Form(form.fields).day("d-review", required=False),
        }
    return {"answer": notice}


def _record(form: Form) -> dict[str, str]:
    """The codes that were answered, and with them what is confirmed once for all."""
    record = {
        "need-level": form.text("d-need-level"),
        "risk-level": form.text("d-risk-level"),
        "urgency": form.text("d-urgency"),
        "expected-by-subject": form.text("d-expected"),
        "openness-told": form.text("d-told-whom"),
        "understanding": form.text("d-understanding"),
        "privacy-notice": form.text("d-privacy-notice"),
        "child-voice": form.text("d-child-voice"),
        "interest-preferred": "adult" if form.text("d-adult-first") == "yes" else "",
        **(_CONFIRMED if form.text("d-confirmed") == "yes" else {}),
    }
    return {field: code for field, code in record.items() if code}
