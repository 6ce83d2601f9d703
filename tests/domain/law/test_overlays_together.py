"""Cases filled at random agree with all rows of the oracle added up.

The oracle is the second implementation: a plain table, read by ``oracle.expected``. Drawn are
all the cases on which the table speaks; what only the text of the rules says has its own tests.
"""

from __future__ import annotations

from hypothesis import given, note, settings
from hypothesis import strategies as st

from hub_domain.law.decisions import judge_decision
from tests.domain.law.cases import LAW, TODAY, case_of, codes_of, decision_of
from tests.domain.law.filling import DOMAINS, GROUNDS, REASONS, fill
from tests.domain.law.oracle import BLANK, Filled, expected, overlays

ROWS = overlays()
SHARING = {"SHARE", "SHARE_PART"}
OWN_GROUNDS = {
    "CA2004-16H": ["NOT_A_PARTNER", "WRONG_PURPOSE", "NOT_SPECIFIC", "NOT_PROPORTIONATE"],
    "CA14-45": ["CONDITIONS_NOT_MET"],
    "COURT-ORDER": ["APPLICATION_TO_COURT"],
}
SECTION_8 = {
    *(ground for grounds in OWN_GROUNDS.values() for ground in grounds),
    "INCOMPATIBLE_WITH_DUTIES",
    "ADVERSE_EFFECT_ON_FUNCTIONS",
}
CHILD_HARM = {"SUFFERED", "LIKELY", "MAY_BE_AT_RISK"}
OVERRIDDEN = {"REFUSED", "WITHDRAWN", "NO_REPLY"}

COLUMNS = {
    "E": ["N", "N", "Y"],
    "recipient": ["PROTECTIVE", "OTHER", "EXCLUDED"],
    "crime": ["N", "Y"],
    "police": ["notified", "not-notified"],
    "harm": ["NONE", "SUFFERED", "LIKELY", "MAY_BE_AT_RISK", "ADULT_SERIOUS"],
    "profile": ["PUBLIC_TASK_FIRST", "CONSENT_FIRST"],
    "provision": ["NONE", "NONE", *OWN_GROUNDS],
    "table": [f"D{number}" for number in range(1, 10)],
    "decision": ["SHARE", "SHARE_PART", "DO_NOT_SHARE", "HOLD"],
    "part": ["INCLUDED", "WITHHELD"],
    "ground": list(GROUNDS),
    "text": ["given", "given", "blank", "bare"],
    "proof": ["yes", "no"],
    "bar": ["named", "none"],
    "cin": ["no", "yes"],
    "competent": ["no", "yes"],
    "risk": ["clear", "clear", "unclear", "blank"],
    "consent": ["NOT_SOUGHT", "NOT_SOUGHT", *OVERRIDDEN, "GIVEN", BLANK],
    "why": list(REASONS),
    "why-text": ["given", "given", "blank"],
    "exception": ["E1", "E2", "E3", "E4", "E_OTHER"],
    "exception-facts": ["given", "blank"],
    "override": ["given", "blank"],
    "condition": ["blank", "blank", "SCH1-18"],
    "limb": ["none", "named"],
    "rationale": ["given", "given", "given", "blank"],
    "confirmed": ["yes", "yes", "yes", "no"],
    "question": ["given", "given", "blank"],
    "items": ["listed", "listed", "unlisted"],
    "search": ["stated", "blank"],
    **{
        question: ["", "", "", *DOMAINS[question]]
        for question in ("H1", "H2", "H3", "H4", "H5")
    },
}


@st.composite
def cases(draw: st.DrawFn) -> Filled:
    drawn = {name: draw(st.sampled_from(values)) for name, values in COLUMNS.items()}
    return fill(coherent({name: value for name, value in drawn.items() if value}))


def coherent(drawn: Filled) -> Filled:
    """Take out what contradicts itself, or is nowhere in the table."""
    case = dict(drawn)
    part = case.pop("part")
    case["item"] = {"SHARE": "INCLUDED", "SHARE_PART": part, "DO_NOT_SHARE": "WITHHELD"}.get(
        case["decision"], ""
    )
    if case["harm"] in CHILD_HARM:
        case["cin"] = "yes"
    if case["decision"] == "SHARE_PART" and case["item"] == "WITHHELD":
        case["provision"] = "NONE"  # a row judges one item; the others of the part go
    if case["table"] == "D3":
        case.pop("H5", None)
    return grounded(consenting(case))


def consenting(case: Filled) -> Filled:
    if case["table"] == "D2":
        withdrawn = case["consent"] == "WITHDRAWN" and case["item"] == "INCLUDED"
        case["consent"] = "WITHDRAWN" if withdrawn else "GIVEN"
    if case["consent"] in OVERRIDDEN and case["why"] == BLANK:
        case["why"] = "PRACTITIONER_UNABLE"
    if case["consent"] in OVERRIDDEN and case["condition"] == "SCH1-18":
        case["profile"] = "PUBLIC_TASK_FIRST"
    return case


def grounded(case: Filled) -> Filled:
    if case["decision"] != "SHARE_PART":
        case["items"] = "listed"
    if case["item"] != "WITHHELD":
        case["ground"] = ""
    elif not _speaks_of(case):
        case["ground"] = "NOT_RELEVANT"
    if case["ground"] == "NOT_HELD":
        case["items"] = "listed"
    if case["ground"] in SECTION_8:
        case["text"] = "given"
    return case


def _speaks_of(case: Filled) -> bool:
    ground = case["ground"]
    if ground in {"NOT_HELD", "UNDER_ADVICE"}:
        open_question = case["table"] in {"D6", "D7", "D8", "D9"}
        return case["decision"] == "SHARE_PART" and (ground == "NOT_HELD" or open_question)
    return ground not in SECTION_8 or ground in OWN_GROUNDS.get(case["provision"], [])


@settings(max_examples=600)
@given(cases())
def test_a_decision_carries_what_all_rows_together_say(filled: Filled) -> None:
    judgement = judge_decision(case_of(filled), decision_of(filled), LAW, TODAY)
    refusals, others = codes_of(judgement)
    wanted = expected(filled, ROWS)
    note(str(filled))
    assert refusals == wanted.refusals
    if not refusals:
        assert without_gaps(others) == without_gaps(wanted.others)
        if wanted.others & {"TASK_COMPLETE_EMERGENCY_RECORD(advice)"}:
            assert "TASK_COMPLETE_EMERGENCY_RECORD(advice)" in others


def without_gaps(codes: frozenset[str]) -> set[str]:
    """In an emergency the oracle names one gap at a time, by the word ``gap``."""
    return {code for code in codes if not code.startswith("TASK_COMPLETE_EMERGENCY_RECORD")}


@settings(max_examples=300)
@given(cases())
def test_unsure_never_means_allowed_outside_an_emergency(filled: Filled) -> None:
    judgement = judge_decision(case_of(filled), decision_of(filled), LAW, TODAY)
    unsure = filled["table"] in {"D6", "D7", "D8", "D9"}
    if unsure and filled["item"] == "INCLUDED" and filled["route"] == "ORDINARY":
        assert not judgement.accepted


@settings(max_examples=300)
@given(cases())
def test_an_emergency_share_is_never_refused(filled: Filled) -> None:
    if filled["route"] == "EMERGENCY":
        judgement = judge_decision(case_of(filled), decision_of(filled), LAW, TODAY)
        assert judgement.accepted
        assert (judgement.outcome, judgement.path) == ("share", "EMERGENCY")


@settings(max_examples=300)
@given(cases())
def test_a_profile_warns_and_never_changes_the_outcome(filled: Filled) -> None:
    judged = [
        judge_decision(case_of(filled | {"profile": each}), decision_of(filled), LAW, TODAY)
        for each in ("PUBLIC_TASK_FIRST", "CONSENT_FIRST")
    ]
    assert len({(each.outcome, each.path, each.accepted) for each in judged}) == 1
