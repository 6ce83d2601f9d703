"""A filled-in form of an answer that supplies, as the desk takes it: codes and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from msgspec import structs

from hub_domain.law.evidence import CHILDREN
from hub_domain.law.records import Record
from hub_domain.law.rows import RecordField
from hub_domain.text_checks import check_text
from hub_services.desk.drafts import Ground, SupplyDraft, SupplyItem, Unasked, Withheld
from hub_services.desk.matters import Either, ToldUnasked
from hub_services.desk.rows import PersonRow
from hub_services.desk.web.asking_form import limbs_of
from hub_services.desk.web.forms import Form, read_id
from hub_services.desk.web.law_choices import Law
from hub_services.desk.web.pages.answering import read_search
from hub_services.desk.web.statements import Statement
from hub_services.desk.web.supply_form import (
    SAFEGUARDING,
    Pair,
    about_a_child,
    pairs_of,
    protected_of,
    texts_of,
    told_of,
    unsure,
)
from hub_services.words.named.casework import AT_RISK_LIMBS
from hub_services.words.named.deciding import WEIGHED_TEXTS

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
    "article-8-necessary": "yes",
    "compatible": "yes",
    **dict.fromkeys(PRINCIPLES, "met"),
}
"""What a person says by confirming the whole, beside its aim: the sentence names each."""

_NOBODY: Final = frozenset({"unsafe", "inappropriate"})
"""The answers to who was told that say that nobody is."""

_AIMS: Final[Mapping[str, str]] = {"crime": "disorder-or-crime"}
_ANY_AIM: Final = "rights-of-others"
"""The legitimate aim by purpose (Article 8(2)), as the sentence says it."""


def supply_draft(
    form: Form,
    request: Either,
    said: Sequence[Statement],
    *,
    came_from: Mapping[str, str],
    by: UUID,
    today: date,
    urgent: bool = False,
    waits: bool = True,
) -> SupplyDraft:
    """The whole answer of one who decides, as the desk takes it: what is ``said``, and why.

    A day still to come is none on which something was so: it is not said, and so waited for by
    no emergency (R-185, R-362).
    ``urgent``: it goes, or went, in an emergency: what is not given is spoken of only where
    all was said of it that is asked. ``waits``: for advice, where an answer is not to be sure.
    """
    words = _words(form, request)
    withheld = [
        each
        for pair in pairs_of(request)
        if (each := _withheld(form, pair, words, today, whole=urgent)) is not None
    ]
    items = [_item(form, each, today) for each in said if each.went or each.words(form)]
    case = case_of(form, request, items, came_from, by)
    if any(each.went for each in said):
        case["how"]["channel"] = _how_it_went(form)
    return SupplyDraft(
        **_about(request),
        decision="hold" if unsure(form) and waits else None,
        case=case,
        words=words,
        items=tuple(items),
        withheld=tuple(withheld),
        reasons=form.text("reasons"),
        channel="secure-system",
    )


def _how_it_went(form: Form) -> dict[str, Any] | None:
    """Where a less secure way is explained, that it was one; which one, the disclosure says."""
    weaker = form.text("d-channel-reason") or form.text("d-channel-safeguards")
    return {"answer": "weaker"} if weaker else None


def _about(request: Either) -> dict[str, Any]:
    """Which request is answered, or which agency is told unasked, and who there."""
    if not isinstance(request, ToldUnasked):
        return {"request": request.request_id}
    return {
        "unasked": Unasked(decision=request.decision, agency=request.counterpart),
        "to_practitioner": request.named,
        "to_post": request.post,
    }


def _withheld(
    form: Form, pair: Pair, words: dict[str, str], today: date, *, whole: bool
) -> Withheld | None:
    """What is said of a thing asked that is not given; ``whole``: or nothing, if not all is."""
    answer = form.text(f"pair-{pair.number}-do")
    if answer == "not-held":
        reading = Form(form.fields)
        search = read_search(reading, "search-", today=today)
        if whole and reading.errors:
            return None
        return Withheld(answers=pair.item.id, person=pair.person, not_held=True, search=search)
    if answer == "hold-back":
        ground, why = (form.text(f"pair-{pair.number}-{name}") for name in ("ground", "why"))
        if whole and not (ground and why):
            return None
        words[f"ground-{ground}"] = why
        return Withheld(
            answers=pair.item.id, person=pair.person, grounds=(Ground(code=ground),)
        )
    return None


def to_mind(draft: SupplyDraft, law: Law) -> list[str]:
    """What a decision that shares is warned of for what it says, by the rules' codes.

    It goes all the same, so a person hears of it while they can still say otherwise.
    """
    record, asked = _recorded(draft, law)
    said = [row.warning for row in asked if record.code(row.id) in row.warned]
    return list(dict.fromkeys(said))


def left_empty(draft: SupplyDraft, law: Law) -> list[str]:
    """What it may leave empty and does, of all that one warning is for the first.

    Where nobody is told yet, there is nobody to have understood it.
    """
    record, asked = _recorded(draft, law)
    untold = {"understanding"} if record.code("openness-told") in _NOBODY else set()
    left = (row for row in reversed(asked) if row.id not in untold and record.lacks(row))
    empty = {row.warning: row.id for row in left}
    return sorted(empty.values(), key=[row.id for row in asked].index)


def _recorded(draft: SupplyDraft, law: Law) -> tuple[Record, list[RecordField]]:
    """What it records, and the fields of which a warning is given and no refusal."""
    texts = {code: check_text(text) for code, text in draft.words.items()}
    asked = law.recorded(child=draft.case["child"])
    return Record(entries={**texts, **draft.case["record"]}), [
        row for row in asked if row.warning and row.blank == "warned"
    ]


def _item(form: Form, said: Statement, today: date) -> SupplyItem:
    form, say = Form(form.fields), f"say-{said.number}"
    natures = form.texts(f"{say}-nature")
    as_at = form.day(f"{say}-as-at", required=False)
    return SupplyItem(
        id=read_id(form.text(f"{say}-id")) or said.person,
        person=said.person,
        answers=said.item.id if said.item else None,
        text=form.text(f"{say}-text"),
        kind=form.text(f"{say}-kind") or None,  # type: ignore[arg-type]  # a code of the list
        as_at=as_at if as_at and as_at <= today else None,
        about=form.text(f"{say}-about") or None,
        sensitivity=form.text(f"{say}-sensitivity") or None,  # type: ignore[arg-type]
        special_category="special" in natures if natures else None,
        criminal_offence="offence" in natures if natures else None,
        confidential="confidential" in natures if natures else None,
        historical=form.text(f"{say}-historical") == "yes",
        explanation=form.text(f"{say}-explanation"),
        confirmed_current=form.text(f"{say}-current") == "yes",
        source=form.text(f"{say}-source"),
        opinion_holder=form.text(f"{say}-holder"),
        source_released=form.text(f"{say}-source-released") == "yes",
        third_party=form.text(f"{say}-third"),
    )


def weighed_together(form: Form, request: Either) -> list[str]:
    """The texts of the weighing that are said by the one sentence for all of them."""
    return [
        code
        for code in texts_of(request)
        if code in WEIGHED_TEXTS and form.text("d-why") and not form.text(f"d-text-{code}")
    ]


def said_once(form: Form) -> dict[str, str]:
    """The texts that another rule asks for again, each with the field in which it is said.

    Why somebody is not told stands in the notice too (R-244); why the condition of
    safeguarding fits says its public interest (R-109).
    """
    withheld = told_of(form)[1].startswith("withheld")
    safeguarding = form.text("d-condition") == SAFEGUARDING
    return ({"notice": "d-openness"} if withheld else {}) | (
        {"public-interest": "d-condition-why"} if safeguarding else {}
    )


def _words(form: Form, request: Either) -> dict[str, str]:
    words = {code: form.text(f"d-text-{code}") for code in texts_of(request)}
    words |= dict.fromkeys(weighed_together(form, request), form.text("d-why"))
    words |= {
        "gate": form.text("d-gate-why"),
        "duty-to-share-considered": form.text("d-duty-to-share-considered"),
        "openness": form.text("d-openness"),
        "no-consent": form.text("d-no-consent"),
        "child-voice-words": form.text("d-child-voice-words"),
        "disproportionate": form.text("d-disproportionate"),
        "condition": form.text("d-condition-why"),
        "question": form.text("d-question"),
        "good-reason": form.text("d-good-reason"),
        "timeliness": form.text("d-timeliness"),
        "channel-reason": form.text("d-channel-reason"),
        "channel-safeguards": form.text("d-channel-safeguards"),
        "able-to-protect": form.text("d-able"),
        **{text: form.text(field) for text, field in said_once(form).items()},
    }
    return {code: text for code, text in words.items() if text}


def case_of(
    form: Form,
    request: Either,
    items: Sequence[SupplyItem],
    came_from: Mapping[str, str],
    by: UUID,
) -> dict[str, Any]:
    """The case's answers in codes, as a decision takes them."""
    code, _slash, detail = form.text("d-purpose-code").partition("/")
    special = _any_is(item.special_category for item in items)
    offence = _any_is(item.criminal_offence for item in items)
    confidential = _any_is(item.confidential for item in items)
    lawful = _lawful(
        form, request, by, conditioned=bool(special or offence), confidential=bool(confidential)
    )
    immediate = form.text("d-immediate") == "yes"
    return {
        "exercising": form.text("d-exercising") or None,
        "purpose": {"answer": "yes", "code": code, "detail": detail or None},
        "runs": [
            {
                "consent": _consent(form),
                "identifies": _answer(form, "d-identifies"),
                "lawful": lawful,
                "special_category": special,
                "criminal_offence": offence,
                "sensitive": special,
                "confidential": confidential,
            }
        ],
        "how": {
            "amount": "items",
            "kinds": "typed",
            "individual": {"answer": _individual(request)},
            "channel": {"answer": "secure", "channel": "secure-system"},
            "notice": _notice(form),
        },
        "immediate_risk": immediate,
        "crime_suspected": form.text("d-crime") == "yes",
        "police_notified": "police" in form.texts("d-known"),
        "social_care_notified": "social-care" in form.texts("d-known"),
        "conflict_of_duty": form.texts("d-conflict"),
        "recipient_post": form.text("d-post") or None if immediate else None,
        "harm": form.text("d-harm") or None,
        "child": about_a_child(request),
        "risk_clarity": form.text("d-clarity") or None,
        "advisers": form.texts("d-adviser"),
        "record": _record(form),
        "question": _question(form),
        "confirmed": form.text("d-confirmed") == "yes",
        "came_from": dict(came_from),
    }


def _individual(request: Either) -> str:
    """Who asked receives it; unasked it may go to a duty post."""
    posted = isinstance(request, ToldUnasked) and request.post
    return "duty-post" if posted else "practitioner"


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


def _any_is(kinds: Iterable[bool | None]) -> bool | None:
    """Whether one of them is; not known while of one it is not said."""
    said = list(kinds)
    return True if True in said else None if None in said else False


def _lawful(
    form: Form, request: Either, by: UUID, *, conditioned: bool, confidential: bool
) -> dict[str, Any] | None:
    basis = form.text("d-basis")
    if basis in {"", "unsure"}:
        return _answer(form, "d-basis")
    protected = protected_of(request)
    lawful: dict[str, Any] = {
        "answer": "yes",
        "basis": basis,
        "provision": form.text("d-provision") or None,
        "limb": "a" if basis == "public-task" else None,
        "protected_person": protected.id if protected else None,
    }
    if conditioned and form.text("d-condition"):
        lawful["condition"] = _condition(form, protected, by)
    if confidential and form.text("d-gate"):
        lawful["gate"] = form.text("d-gate")
    return lawful


def _condition(form: Form, protected: PersonRow | None, by: UUID) -> dict[str, Any]:
    """The condition chosen; what else is said belongs to that of safeguarding alone."""
    code = form.text("d-condition")
    if code != SAFEGUARDING:
        return {"code": code}
    return {
        "code": code,
        "harm": form.text("d-harm-kind") or None,
        "limb": form.text("d-limb") or None,
        "scope": _scope(form, protected, by),
    }


def _scope(form: Form, protected: PersonRow | None, by: UUID) -> dict[str, Any] | None:
    """A child as the request states it; an adult as the one who decides states it."""
    if protected is None or protected.scope is None:
        return None
    stated = protected.scope
    if stated.kind in CHILDREN:
        return structs.asdict(stated)
    limbs = limbs_of(form, "d-at-risk")
    kind = "adult-at-risk" if len(limbs) == len(AT_RISK_LIMBS) else stated.kind
    return {"kind": kind, "limbs": limbs, "stated_by": by, "estimated": stated.estimated}


def _question(form: Form) -> dict[str, Any] | None:
    due_at = Form(form.fields).moment("d-question-due") if unsure(form) else None
    return {"role": form.text("d-question-role"), "due_at": due_at} if due_at else None


def _notice(form: Form) -> dict[str, Any] | None:
    told, notice = told_of(form)
    if told == "unsure":
        return {"answer": told}
    if notice.startswith("withheld-"):
        return {
            "answer": "withheld",
            "reason": notice.removeprefix("withheld-"),
            "review_on": Form(form.fields).day("d-review", required=False),
        }
    return {"answer": notice} if notice else None


def _confirmed(form: Form) -> dict[str, str]:
    purpose = form.text("d-purpose-code").partition("/")[0]
    return {**_CONFIRMED, "article-8-aim": _AIMS.get(purpose, _ANY_AIM)}


def _record(form: Form) -> dict[str, str]:
    """The codes that were answered, and with them what is confirmed once for all."""
    record = {
        "need-level": form.text("d-need-level"),
        "risk-level": form.text("d-risk-level"),
        "urgency": form.text("d-urgency"),
        "expected-by-subject": form.text("d-expected"),
        "openness-told": told_of(form)[0] if told_of(form)[1] else "",
        "understanding": form.text("d-understanding"),
        "privacy-notice": form.text("d-privacy-notice"),
        "child-voice": form.text("d-child-voice"),
        "interest-preferred": "adult" if form.text("d-adult-first") == "yes" else "",
        **(_confirmed(form) if form.text("d-confirmed") == "yes" else {}),
    }
    return {field: code for field, code in record.items() if code}
