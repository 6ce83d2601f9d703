"""Decisions for the tests: on one item or two, shared or withheld, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

from hub_domain.law.decided import Decision, ItemDecided
from hub_domain.law.decisions import DecisionJudged, judge_decision
from hub_domain.law.evidence import Case
from hub_domain.law.grounds import GroundGiven
from hub_domain.law.records import Record
from tests.domain.law.cases import (
    ITEM,
    LAW,
    SAID,
    TODAY,
    an_id,
    case_of,
    decision_of,
    full_record,
    named,
)
from tests.domain.law.filling import fill

SECOND = an_id("second item")
GOING = ItemDecided(item=ITEM, included=True, kind="fact", needed_for=SAID)
STAYING = ItemDecided(
    item=SECOND, included=False, grounds=(GroundGiven(code="not-relevant", text=SAID),)
)


def judge(case: Case, decision: Decision) -> DecisionJudged:
    return judge_decision(case, decision, LAW, TODAY)


def refusals(case: Case, decision: Decision) -> set[str]:
    return {named(each) for each in judge(case, decision).refusals}


def neutral(**cells: str) -> tuple[Case, Decision]:
    filled = fill(cells)
    return case_of(filled), decision_of(filled)


def two_items(second: str) -> Case:
    """One item on D4, another on the row named."""
    case = case_of(fill({}))
    (other,) = case_of(fill({"table": second})).answers
    return replace(case, answers=(*case.answers, replace(other, items=(SECOND,))))


def part(*items: ItemDecided) -> Decision:
    decision = decision_of(fill({"decision": "SHARE_PART"}))
    return replace(decision, items=items, considered=frozenset({ITEM, SECOND}))


def told(case: Case, decision: Decision) -> list[tuple[str, dict[str, object]]]:
    return [(each.code, each.facts()) for each in judge(case, decision).refusals]


def withholding(**change: object) -> Decision:
    """Nothing is shared, and the one item of the case stays."""
    decision = decision_of(fill({"decision": "DO_NOT_SHARE"}))
    item = replace(STAYING, item=ITEM, **change)  # type: ignore[arg-type]  # its fields
    return replace(decision, items=(item,))


def recorded(**codes: str) -> Record:
    changed = {name.replace("_", "-"): code for name, code in codes.items()}
    return Record(entries={**full_record().entries, **changed})
