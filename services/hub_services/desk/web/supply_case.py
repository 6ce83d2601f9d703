"""A filled-in form of an answer that supplies, as the desk takes it: codes and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub_domain.law.judgement import Warned
from hub_domain.law.records import Record, missing
from hub_domain.text_checks import check_text
from hub_services.desk.drafts import Ground, SupplyDraft, SupplyItem, Withheld
from hub_services.desk.records import RequestRow
from hub_services.desk.web.forms import Form, read_id
from hub_services.desk.web.law_choices import Law
from hub_services.desk.web.pages.answering import read_search
from hub_services.desk.web.supply_form import (
    Pair,
    about_a_child,
    pairs_of,
    statements_of,
    unsure,
)
from hub_services.words.named.deciding import RECORD_TEXTS

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
