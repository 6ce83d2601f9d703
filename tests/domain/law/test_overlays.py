"""Every row of the overlay oracle, run as the decision table's section 9 says."""

from __future__ import annotations

import pytest

from hub_domain.law.answers import judge_answer
from hub_domain.law.decisions import OUTSIDE_PROCEDURE, DecisionJudged, judge_decision
from hub_domain.law.judgement import Judgement
from tests.domain.law.cases import (
    LAW,
    TODAY,
    answer_of,
    case_of,
    codes_of,
    decision_of,
    kebab,
)
from tests.domain.law.filling import DOMAINS, fill
from tests.domain.law.oracle import Filled, Row, expected, overlays, table, variants

ROWS = overlays()
BY_TABLE = {f"D{number}": row for number, row in enumerate(table(), 1)}

WEIGHED = [
    row
    for row in ROWS
    if "DECIDE" in row.cells["step"].split("|")
    or (row.cells["step"] == "RECORD" and row.family in {"M3", "M5"})
]
ANSWERED = [row for row in ROWS if row.cells["step"] == "ANSWER"]


def judged(filled: Filled) -> Judgement:
    if filled["step"] == "ANSWER":
        provision = LAW.provision_row(filled["provision"])
        return judge_answer(provision, answer_of(filled), LAW, TODAY)
    return judge_decision(case_of(filled), decision_of(filled), LAW, TODAY)


def filled_cases(rows: list[Row], *steps: str) -> list[object]:
    return [
        pytest.param(row, case, id=f"{row.id}-{number}")
        for row in rows
        for number, case in enumerate(variants(row, DOMAINS), 1)
        if case["step"] in steps
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
    assert refusals == wanted.refusals
    if not refusals:
        assert others == wanted.others | said_in_words(filled)


def said_in_words(filled: Filled) -> set[str]:
    """Every share opens the co-ordinator's note; no row speaks of one recorded afterwards."""
    recorded = filled["step"] == "RECORD" and filled["route"] == "ORDINARY"
    went = filled["table"] in {"D2", "D3", "D4"} and filled["recipient"] != "EXCLUDED"
    return {"TASK_COORDINATOR_FILE_NOTE"} if recorded and went else set()


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


@pytest.mark.parametrize(("row", "given"), filled_cases(WEIGHED, "DECIDE", "RECORD"))
def test_a_decision_is_judged_as_its_row_says(row: Row, given: Filled) -> None:
    agrees(row, given)


@pytest.mark.parametrize(("row", "given"), filled_cases(ANSWERED, "ANSWER"))
def test_an_answer_is_judged_as_its_row_says(row: Row, given: Filled) -> None:
    agrees(row, given)
