"""What a decision records, row by row: the table of the decision table's section 3, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.decisions import judge_decision
from hub_domain.law.evidence import Case, Lawful
from hub_domain.law.records import Record
from tests.domain.law.cases import (
    HOUSING,
    LAW,
    SAID,
    TODAY,
    case_of,
    decision_of,
    full_record,
    named,
)
from tests.domain.law.filling import fill
from tests.support.requirements import requirement

ALL = ("D1", "D2", "D3", "D4", "D5")
SHARED = ("D2", "D3", "D4")
IDENTIFYING = ("D2", "D4")

# field: its requirements, the rows that ask for it, whether a hold does, what a blank is
FIELDS: dict[str, tuple[str, tuple[str, ...], bool, str]] = {
    "need-level": ("R-182", ALL, True, "RISK_UNSET(need-level)"),
    "risk-level": ("R-182", ALL, True, "RISK_UNSET(risk-level)"),
    "urgency": ("R-189", ALL, True, "RATIONALE_REQUIRED"),
    "supports-safeguarding": ("R-009", ALL, True, "RATIONALE_REQUIRED"),
    "supports-safeguarding-why": ("R-009", ALL, True, "RATIONALE_REQUIRED"),
    "effect-on-safety-and-welfare": ("R-400", ALL, True, "RATIONALE_REQUIRED"),
    "effect-of-not-sharing": ("R-121", ALL, True, "RATIONALE_REQUIRED"),
    "best-interests": ("R-012", ALL, True, "RATIONALE_REQUIRED"),
    "outcomes-for-child": ("R-012", ALL, True, "RATIONALE_REQUIRED"),
    "balance-considered": ("R-102", ALL, True, "RATIONALE_REQUIRED"),
    "impact-subject": ("R-181", ALL, False, "RATIONALE_REQUIRED"),
    "impact-third-parties": ("R-181", ALL, False, "RATIONALE_REQUIRED"),
    "individual-safety-wellbeing": ("R-174", ALL, False, "RATIONALE_REQUIRED"),
    "others-affected": ("R-174", ALL, False, "RATIONALE_REQUIRED"),
    "facts-of-case": ("R-173", ("D4", "D5"), False, "RATIONALE_REQUIRED"),
    "expected-by-subject": ("R-134 R-201", IDENTIFYING, False, "SHARE_RECORD_INCOMPLETE"),
    "openness-told": ("R-171 R-245", IDENTIFYING, False, "OPENNESS_UNRECORDED"),
    "openness": ("R-171 R-245", IDENTIFYING, False, "OPENNESS_UNRECORDED"),
    "article-8-lawful": ("R-119 R-201", ("D4",), False, "SHARE_RECORD_INCOMPLETE"),
    "article-8-aim": ("R-119 R-201", ("D4",), False, "SHARE_RECORD_INCOMPLETE"),
    "article-8-necessary": ("R-119 R-201", ("D4",), False, "SHARE_RECORD_INCOMPLETE"),
    "necessity": ("R-114", IDENTIFYING, False, "NECESSITY_NOT_SHOWN"),
    "less-intrusive-considered": ("R-115", IDENTIFYING, False, "NECESSITY_NOT_SHOWN"),
    "collected-for": ("R-117", IDENTIFYING, False, "INCOMPATIBLE_PURPOSE"),
    "compatible": ("R-117", IDENTIFYING, False, "INCOMPATIBLE_PURPOSE"),
    "necessary": ("R-100 R-175", SHARED, False, "PRINCIPLE_UNANSWERED(necessary)"),
    "proportionate": ("R-100 R-175", SHARED, False, "PRINCIPLE_UNANSWERED(proportionate)"),
    "relevant": ("R-100 R-175", SHARED, False, "PRINCIPLE_UNANSWERED(relevant)"),
    "adequate": ("R-100 R-175", SHARED, False, "PRINCIPLE_UNANSWERED(adequate)"),
    "accurate": ("R-100 R-175", SHARED, False, "PRINCIPLE_UNANSWERED(accurate)"),
    "timely": ("R-100 R-175", SHARED, False, "PRINCIPLE_UNANSWERED(timely)"),
    "secure": ("R-100 R-175", SHARED, False, "PRINCIPLE_UNANSWERED(secure)"),
}
ASKED = [
    pytest.param(field, rows, hold, code, marks=requirement(*ids.split()), id=field)
    for field, (ids, rows, hold, code) in FIELDS.items()
]


def without(field: str) -> Record:
    entries = full_record().entries
    return Record(entries={name: entries[name] for name in entries if name != field})


def refused(field: str, case: Case, table: str) -> set[str]:
    decision = replace(decision_of(fill({"table": table})), record=without(field))
    return {named(each) for each in judge_decision(case, decision, LAW, TODAY).refusals}


@pytest.mark.parametrize(("field", "rows", "hold", "code"), ASKED)
def test_a_field_is_asked_for_on_its_rows_and_on_no_other(
    field: str,
    rows: tuple[str, ...],
    hold: bool,  # noqa: FBT001 - a column of the table
    code: str,
) -> None:
    for table in (*ALL, "D6"):
        asked = hold if table == "D6" else table in rows
        wanted = {f"ERR_{code}"} if asked else set()
        assert refused(field, case_of(fill({"table": table})), table) == wanted, table


@requirement("R-201")
@pytest.mark.parametrize("field", ["good-reason", "timeliness"])
def test_a_share_without_a_statute_has_a_good_reason_in_good_time(field: str) -> None:
    statutory = case_of(fill({}))
    (answers,) = statutory.answers
    lawful = Lawful(basis="legitimate-interests", balance=SAID)
    other = replace(statutory, holder=HOUSING, answers=(replace(answers, lawful=lawful),))
    assert refused(field, other, "D4") == {"ERR_SHARE_RECORD_INCOMPLETE"}
    assert refused(field, statutory, "D4") == set()
