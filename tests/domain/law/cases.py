"""Cases for the tests: from the words of the oracle to the evidence that the rules weigh."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast
from uuid import UUID, uuid5

from hub_domain.law.answers import Answer, Search
from hub_domain.law.catalogue import Body, LawOn
from hub_domain.law.decided import Decision, Happened, ItemDecided, Question
from hub_domain.law.evidence import (
    Case,
    ConditionChosen,
    ConsentInForce,
    ConsentStanding,
    Deidentified,
    ExceptionRelied,
    FactFromOpinion,
    GateMet,
    How,
    IdentifiesAnswer,
    Identifying,
    ItemAnswers,
    ItemsListed,
    Lawful,
    LawfulAnswer,
    NobodyIdentified,
    NoConsent,
    NoLawfulReason,
    NoPurpose,
    NoticeWithheld,
    PurposeAnswer,
    PurposeClear,
    Receiver,
    Scope,
    SecureChannel,
    SubjectTold,
    ToDutyPost,
    ToNobodyNamed,
    ToPractitioner,
    Unsure,
    WeakerChannel,
    WholeFile,
    WithoutConsent,
)
from hub_domain.law.gaps import Gap
from hub_domain.law.grounds import GroundGiven, Refusing, Told, valid_grounds
from hub_domain.law.judgement import Judgement, TaskDue, Warned
from hub_domain.law.records import Record
from hub_domain.law.rows import ANY, RecordField
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks, check_text
from tests.domain.law.filling import LETTERS
from tests.domain.law.oracle import BLANK, Filled

LAW = shipped_catalogue()
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
SAID = check_text("the child told her teacher on Monday what had happened at home last week")
UNSAID = check_text(" ")
BARE = check_text("GDPR")
TEXTS = {"given": SAID, "blank": UNSAID, "bare": BARE}


def an_id(name: str) -> UUID:
    return uuid5(UUID(int=7), name)


ITEM = an_id("item")
PERSON = an_id("person")


def body(name: str, nation: str, *categories: str) -> Body:
    return LAW.body(an_id(name), categories, nation, TODAY)


SCHOOL = body("school", "E", "EA175-MSGB")
COUNCIL = body("council", "E", "E11-LA", "E16E-LA", "EW-115-LA")
POLICE = body("police", "E", "E11-CC", "E16E-CC", "EW-115-POL")
HOUSING = body("housing", "E", "EW-VCS")
WELSH_BOARD = body("health board", "W", "W28-LHB", "W162-E")
WELSH_COUNCIL = body("welsh council", "W", "W28-LA", "W164-REQ")


def kebab(word: str) -> str:
    return "" if word == BLANK else word.lower().replace("_", "-")


def case_of(filled: Filled) -> Case:
    """The evidence of a filled case."""
    p, c, i, ell = tuple(LETTERS[filled["table"]])
    unanswered = filled.get("unanswered")
    purposes: dict[str, PurposeAnswer] = {
        "Y": PurposeClear(code=_purpose(filled), text=SAID),
        "N": NoPurpose(why=SAID),
        "U": Unsure(),
    }
    reasons: dict[str, LawfulAnswer] = {
        "Y": _lawful(filled),
        "N": NoLawfulReason(bases_considered=("public-task", "legal-obligation")),
        "U": Unsure(),
    }
    identifying: dict[str, IdentifiesAnswer] = {"Y": Identifying(), "N": _NOBODY, "U": Unsure()}
    answers = ItemAnswers(
        items=(ITEM,),
        consent=_consent(c, filled),
        identifies=identifying.get(i),
        lawful=reasons.get(ell),
        sensitive=filled["sensitive"] == "yes",
        special_category=filled["sensitive"] == "yes",
        criminal_offence=False,
        confidential=False,
    )
    if unanswered == "C":
        answers = replace(answers, consent=None)
    if unanswered == "I":
        answers = replace(answers, identifies=None)
    if unanswered == "L":
        answers = replace(answers, lawful=None)
    stated = filled["purpose"] == "stated" and unanswered != "P"
    return Case(
        holder=_holder(filled),
        receiver=_receiver(filled),
        purpose=purposes[p] if stated else None,
        answers=(answers,),
        how=_how(filled),
        request="" if filled["provision"] == "NONE" else filled["provision"],
        immediate_risk=filled["E"] == "Y",
        crime_suspected=filled["crime"] == "Y",
        police_notified=filled["police"] == "notified",
        social_care_notified=True,  # the oracle speaks of the police alone
        harm=kebab(filled["harm"]),  # type: ignore[arg-type]  # a word of the oracle
        child_in_need=filled["cin"] == "yes",
        profile=kebab(filled["profile"]),  # type: ignore[arg-type]  # a word of the oracle
    )


_NOBODY = Deidentified(method="aggregated", risk="remote")


def _purpose(filled: Filled) -> str:
    enforcing = filled["regime"] == "law-enforcement" and filled["aim"] == "law-enforcement"
    adult = filled["provision"] == "CA14-45"
    ordinary = "adult-protection" if adult else "child-protection"
    return "crime/detection" if enforcing else ordinary


def _holder(filled: Filled) -> Body:
    enforcing = filled["regime"] == "law-enforcement" and filled["authority"] == "competent"
    return POLICE if enforcing else SCHOOL


def _receiver(filled: Filled) -> Receiver:
    match filled["recipient"]:
        case "PROTECTIVE":
            return Receiver(body=COUNCIL, post="csc")
        case "EXCLUDED":
            return Receiver(body=COUNCIL, post="csc", excluded=True)
        case _:
            return Receiver(body=HOUSING)


def _consent(letter: str, filled: Filled) -> ConsentInForce | NoConsent | Unsure | None:
    if letter == "Y":
        withdrawn = filled["consent"] == "WITHDRAWN"
        return ConsentInForce(consents=(an_id("consent"),), withdrawn=withdrawn)
    if letter == "U":
        return Unsure()
    if letter == "-":
        return None
    status = kebab(filled["consent"])
    reason = None
    if status == "not-sought" and filled["why"] != BLANK:
        reason = _reason(filled, TEXTS[filled["why-text"]])
    elif status in {"refused", "withdrawn", "no-reply"} and filled["override"] == "given":
        unmapped = filled["limb"] == "none" and filled["condition"] == "SCH1-18"
        why = "CONSENT_NOT_THE_BASIS" if unmapped else filled["why"]
        reason = _reason(filled | {"why": why}, SAID)
    standing = ConsentStanding(
        status=status,  # type: ignore[arg-type]  # a word of the oracle
        person=PERSON,
        reason=reason,
    )
    return NoConsent(standings=(standing,) if status else ())


def _reason(filled: Filled, text: TextChecks) -> WithoutConsent:
    code = kebab(filled["why"])
    if code == "exception":
        given = filled["exception-facts"] == "given"
        relied = ExceptionRelied(
            who=PERSON, what=SAID, why_seeking=SAID if given else UNSAID, limb="causes-harm"
        )
        detail = filled["exception"].replace("_", "-")
        return WithoutConsent(code=code, detail=detail, text=text, exception=relied)
    detail = "lacks-capacity" if code == "cannot-be-given" else ""
    return WithoutConsent(code=code, detail=detail, text=text)


def _lawful(filled: Filled) -> Lawful:
    condition = None
    if filled["condition"] != "blank":
        condition = ConditionChosen(
            code={"SCH1-18": "sch1-18", "sch8": "sch8-4"}[filled["condition"]],
            why=SAID,
            harm="neglect",
            scope=Scope(stated_by=PERSON, kind="under-18"),
            limb="c" if filled["limb"] == "named" else "",
            public_interest=SAID,
        )
    elif filled["sensitive"] == "yes" and filled["regime"] == "general" and "gap" not in filled:
        condition = ConditionChosen(code="health-or-social-care", why=SAID)
    return Lawful(
        basis=kebab(filled["basis"]),
        regime=filled["regime"],  # type: ignore[arg-type]  # a word of the oracle
        provision="EA2002-175" if filled["regime"] == "general" else "",
        limb="a",
        protected_person=PERSON,
        condition=condition,
        gate=GateMet(code="public-interest", text=SAID),
    )


def _how(filled: Filled) -> How:
    if filled["decision"] == "HOLD" and not any(
        filled[question] == "U" for question in ("H1", "H2", "H3", "H4", "H5")
    ):
        return How()
    told = filled["H2"] in {"TYPED", "UNTYPED"}
    return How(
        amount=AMOUNTS.get(filled["H1"]),
        kinds=FactFromOpinion() if told else KINDS.get(filled["H2"]),
        individual=INDIVIDUALS.get(filled["H3"]),
        channel=CHANNELS.get(filled["H4"]),
        notice=NOTICES.get(filled["H5"]),
    )


def _withheld(reason: str) -> NoticeWithheld:
    return NoticeWithheld(
        reason=reason,  # type: ignore[arg-type]  # a word of the oracle
        text=SAID,
        review_on=TODAY + timedelta(days=30),
    )


AMOUNTS: dict[str, ItemsListed | WholeFile | Unsure] = {
    "ITEMS": ItemsListed(),
    "WHOLE_FILE": WholeFile(),
    "U": Unsure(),
}
KINDS = {"U": Unsure()}
INDIVIDUALS: dict[str, ToPractitioner | ToDutyPost | ToNobodyNamed | Unsure] = {
    "PRACTITIONER": ToPractitioner(practitioner=an_id("worker"), need=SAID),
    "DUTY_POST": ToDutyPost(post=an_id("post"), need=SAID),
    "UNNAMED": ToNobodyNamed(),
    "NO_NEED": ToPractitioner(practitioner=an_id("worker"), need=UNSAID),
    "U": Unsure(),
}
CHANNELS: dict[str, SecureChannel | WeakerChannel | Unsure] = {
    "SECURE": SecureChannel(channel="secure-system"),
    "WEAKER_REASONED": WeakerChannel(channel="telephone", reason=SAID, safeguards=SAID),
    "WEAKER_BARE": WeakerChannel(channel="telephone", reason=None, safeguards=None),
    "U": Unsure(),
}
NOTICES: dict[str, SubjectTold | NoticeWithheld | NobodyIdentified | Unsure] = {
    "GIVEN": SubjectTold(),
    "PLANNED": SubjectTold(planned=True),
    "WITHHELD_RISK": _withheld("risk-of-harm"),
    "WITHHELD_NOT_POSSIBLE": _withheld("not-possible"),
    "WITHHELD_NO_REASON": replace(_withheld("risk-of-harm"), text=None),
    "WITHHELD_NO_REVIEW": replace(_withheld("risk-of-harm"), review_on=None),
    "NOT_IDENTIFIABLE": NobodyIdentified(),
    "U": Unsure(),
}


def full_record(rationale: TextChecks = SAID) -> Record:
    """Every field of a decision's record, the rationale in these words."""
    entries: dict[str, TextChecks | str] = {}
    for each in LAW.every(RecordField, on=TODAY):
        text = rationale if each.blank == "rationale-required" else SAID
        entries[each.id] = each.codes[0] if each.codes else text
    return Record(entries=entries)


def gaps_of(filled: Filled) -> tuple[Gap, ...]:
    """What the agency or the practitioner lacks."""
    return (cast("Gap", filled["gate"]),) if "gate" in filled else ()


def decision_of(filled: Filled) -> Decision:
    """The decision of a filled case, with its records."""
    included = filled["item"] == "INCLUDED"
    items: tuple[ItemDecided, ...] = ()
    if filled["item"]:
        items = (
            ItemDecided(
                item=ITEM,
                included=included,
                tells=Told(person=PERSON),
                kind="" if filled["H2"] == "UNTYPED" else "fact",
                needed_for=SAID,
                grounds=() if included else _grounds(filled),
                not_held=filled["ground"] == "NOT_HELD",
                search=SEARCH if filled["search"] == "stated" else None,
                advice=an_id("advice") if filled["ground"] == "UNDER_ADVICE" else None,
            ),
        )
    happened = None
    if filled["step"] == "RECORD":
        hours = 30 if filled["late"] == "yes" else 1
        happened = Happened(
            at=NOW - timedelta(hours=hours) if filled["facts"] == "given" else None,
            recorded_at=NOW,
        )
    considered = {ITEM} if filled["items"] == "listed" else {ITEM, an_id("other")}
    return Decision(
        code=kebab(filled["decision"]),  # type: ignore[arg-type]  # a word of the oracle
        decider_role="co-ordinator" if filled["competent"] == "yes" else "practitioner",
        confirmed=filled["confirmed"] == "yes",
        items=items,
        considered=frozenset(considered),
        risk_clarity="" if filled["risk"] == "blank" else filled["risk"],  # type: ignore[arg-type]  # a word of the oracle
        record=full_record(TEXTS[filled["rationale"]]),
        question=Question(text=TEXTS[filled["question"]], role="co-ordinator", due_at=NOW),
        gaps=gaps_of(filled),
        happened=happened,
    )


def _grounds(filled: Filled) -> tuple[GroundGiven, ...]:
    code = kebab(filled["ground"])
    if not code or code in {"not-held", "under-advice"}:
        return ()
    proved = filled["proof"] == "yes"
    named = filled["bar"] == "named"
    return (
        GroundGiven(
            code=code,
            text=TEXTS[filled["text"]],
            before=frozenset({Told(person=PERSON)} if proved else ()),
            bar="CA2004-16H" if named else "",
        ),
    )


SEARCH = Search(
    systems=("case-system",),
    period_from=date(2020, 1, 1),
    period_to=TODAY,
    identifiers=("name", "date-of-birth"),
    not_searched=("archive",),
)


def answer_of(filled: Filled) -> Answer:
    """The answer to a request."""
    return Answer(
        code=filled["answer"],
        ground=kebab(filled.get("ground", "")),
        texts={"reasons": TEXTS[filled["text"]]},
        search=SEARCH if filled["search"] == "stated" else None,
        withheld=(_held_back_on(filled),),
    )


def _held_back_on(filled: Filled) -> tuple[str, ...]:
    """What stands of the ground that the oracle names, or a challenge, or nothing at all."""
    request = LAW.provision_row(filled["provision"], TODAY)
    if filled["rest"] == "unexplained":
        return ()
    if not filled["ground"] and filled["answer"] == "partly-supplied":
        return tuple(set(request.challenge_grounds) - {ANY})[:1] or ("not-relevant",)
    row = {"NO_PURPOSE": "D1", "NO_LAWFUL_REASON": "D5", "NO_CONSENT": "D5"}
    by = Refusing(
        case=case_of(filled),
        row=row.get(filled["ground"], "D4"),
        competent=False,
        whole=True,
        request=request,
        tells=Told(person=PERSON),
    )
    return valid_grounds(_grounds(filled | {"text": "given"}), by, LawOn(LAW, TODAY))


_BRACKETED = {
    "RISK_UNSET": "field",
    "HOW_INCOMPLETE": "question",
    "CONDITION_INCOMPLETE": "limb",
}
_BRACKETED |= {"PRINCIPLE_UNANSWERED": "check", "ORG_ARRANGEMENTS_MISSING": "gate"}
_BRACKETED |= {"COMPLETE_EMERGENCY_RECORD": "gap"}


def named(finding: Refusal | Warned | TaskDue) -> str:
    """A finding in the words of the oracle: ``ERR_HOW_INCOMPLETE(H1)``."""
    kind = "ERR"
    if not isinstance(finding, Refusal):
        kind = "WARN" if isinstance(finding, Warned) else "TASK"
    assert finding.code == kebab(finding.code)
    code = finding.code.upper().replace("-", "_")
    facts = finding.facts() if isinstance(finding, Refusal) else finding.facts
    if code not in _BRACKETED:
        return f"{kind}_{code}"
    fact = str(facts[_BRACKETED[code]])
    return f"{kind}_{code}({'APPROPRIATE' if fact == 'appropriate' else fact})"


def codes_of(judgement: Judgement) -> tuple[frozenset[str], frozenset[str]]:
    """Refusals, and warnings with tasks, in the words of the oracle."""
    refusals = {named(each) for each in judgement.refusals}
    warned = {named(each) for each in judgement.warnings}
    opened = {named(each) for each in judgement.tasks}
    return frozenset(refusals), frozenset(warned | opened)


def not_held_beside(going: ItemDecided) -> ItemDecided:
    """A highly sensitive item of the same decision that is not held, and stays."""
    return replace(
        going,
        item=an_id("what stays"),
        included=False,
        not_held=True,
        search=SEARCH,
        sensitivity="highly-sensitive",
    )
