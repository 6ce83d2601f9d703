"""Every row of the overlay oracle, run as the decision table's section 9 says."""

from __future__ import annotations

import pytest

from hub_domain.law.answers import judge_answer
from hub_domain.law.decisions import OUTSIDE_PROCEDURE, DecisionJudged, judge_decision
from hub_domain.law.judgement import Judgement
from hub_domain.law.reports import judge_concern, judge_report
from hub_domain.law.requests import judge_request
from tests.domain.law.cases import (
    COUNCIL,
    LAW,
    TODAY,
    answer_of,
    case_of,
    codes_of,
    decision_of,
    kebab,
)
from tests.domain.law.filling import DOMAINS, fill
from tests.domain.law.later import later, limbs_of, report_of, reporter_of, request_of
from tests.domain.law.oracle import Filled, Row, expected, overlays, table, variants
from tests.support.requirements import requirement

ROWS = overlays()
BY_TABLE = {f"D{number}": row for number, row in enumerate(table(), 1)}

FAMILIES = [
    *(f"M{number}" for number in range(1, 9)),
    *(f"V{number}" for number in range(1, 20)),
    *(f"H{number}" for number in range(1, 6)),
]


def judged(filled: Filled) -> Judgement:
    """Judge a filled case by the rule of its step."""
    match filled["step"]:
        case "ANSWER" if "answer" in filled:
            provision = LAW.provision_row(filled["provision"], TODAY)
            return judge_answer(provision, answer_of(filled), LAW, TODAY)
        case "RECORD" if filled["provision"] == "SSWBA-130":
            return judge_concern(
                reporter_of(filled), limbs_of(filled), LAW, TODAY, reported=False
            )
        case "DECIDE" | "RECORD":
            return judge_decision(case_of(filled), decision_of(filled), LAW, TODAY)
        case "REPORT":
            return judge_report(report_of(filled), LAW, TODAY)
        case "REQUEST" if "status" in filled:
            return judge_request(request_of(filled), COUNCIL, COUNCIL, LAW, TODAY)
        case _:
            return later(filled)


REQUIREMENTS = {
    "H1": ("R-155",),
    "H2": ("R-156",),
    "H3": ("R-157",),
    "H4": ("R-158",),
    "H5": ("R-159", "R-244"),
    "M3": ("R-362",),
    "M4": ("R-018",),
    "M5": ("R-446",),
    "M6": ("R-190",),
    "V3": ("R-133",),
    "V5": ("R-007", "R-401"),
    "V6": ("R-016",),
    "V7": ("R-142",),
    "V8": ("R-110", "R-111"),
    "V9": ("R-008", "R-018"),
    "V10": ("R-020", "R-269", "R-370", "R-413", "R-420"),
    "V11": ("R-108", "R-135", "R-136", "R-138", "R-139", "R-140", "R-141"),
    "V12": ("R-077", "R-078", "R-079"),
    "V14": ("R-151", "R-154", "R-161", "R-200"),
    "V15": ("R-200", "R-203", "R-209"),
    "V17": ("R-420",),
    "V18": ("R-160",),
    "V19": ("R-443",),
}
"""Which requirements a family states, besides being one itself."""

CASES = [
    pytest.param(
        row,
        case,
        id=f"{row.id}-{number}",
        marks=requirement(row.family, *REQUIREMENTS.get(row.family, ())),
    )
    for row in ROWS
    for number, case in enumerate(variants(row, DOMAINS), 1)
]


def agrees(row: Row, given: Filled) -> None:
    filled = arranged(fill(given))
    assert row.speaks_of(filled), filled
    judgement = judged(filled)
    refusals, others = codes_of(judgement)
    if isinstance(judgement, DecisionJudged):
        leads_where_the_row_says(row, filled, judgement)
    rows = [each for each in ROWS if each.family != "M6" or each is row]
    wanted = expected(filled, rows)
    assert facts_left_open(refusals, wanted.refusals) == wanted.refusals
    if not refusals:
        assert others == wanted.others | said_in_words(filled)


def facts_left_open(found: frozenset[str], wanted: frozenset[str]) -> set[str]:
    """Where a cell gives no fact in brackets, any fact will do."""
    return {bare if (bare := code.partition("(")[0]) in wanted else code for code in found}


def said_in_words(filled: Filled) -> set[str]:
    """Every share opens the co-ordinator's note; no row speaks of one recorded afterwards."""
    recorded = filled["step"] == "RECORD" and filled["route"] == "ORDINARY"
    went = filled["table"] in {"D2", "D3", "D4"} and filled["recipient"] != "EXCLUDED"
    concern = filled["provision"] == "SSWBA-130"
    return {"TASK_COORDINATOR_FILE_NOTE"} if recorded and went and not concern else set()


def leads_where_the_row_says(row: Row, filled: Filled, judgement: DecisionJudged) -> None:
    of_table = BY_TABLE[filled["table"]]
    if row.outcome != "-":
        outcome = of_table["outcome"] if row.outcome == "TABLE" else row.outcome
        assert judgement.outcome == kebab(outcome)
    if row.path != "-":
        assert judgement.path == row.path.replace("TABLE", of_table["path"])
    outside = row.event == "disclosure.made"
    assert outside == (judgement.path == OUTSIDE_PROCEDURE) or row.event == "-"


GAPS = {
    "how": {"H1": "BLANK"},
    "condition": {"sensitive": "yes", "condition": "blank"},
    "advice": {"risk": "unclear", "competent": "no"},
    "consent-status": {"consent": "BLANK"},
    "rationale": {"rationale": "blank"},
    "training": {"gate": "training"},
    "arrangements": {"gate": "arrangements"},
}


def arranged(filled: Filled) -> Filled:
    """An emergency's gap is made by leaving that thing out."""
    return filled | GAPS.get(filled.get("gap", ""), {})


@pytest.mark.parametrize(("row", "given"), CASES)
def test_every_row_is_judged_as_it_says(row: Row, given: Filled) -> None:
    agrees(row, given)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_rows(family: str) -> None:
    assert any(row.family == family for row in ROWS)


def test_there_is_no_other_family() -> None:
    assert {row.family for row in ROWS} == set(FAMILIES)
