"""When a row of the law holds, and which limb a reason speaks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hub_domain.law.rows import ConfidenceGate, NoConsentReason
from tests.domain.law.cases import TODAY

ROW = ConfidenceGate(id="gate", title="A gate", source="An Act")
DAY = timedelta(days=1)


@pytest.mark.parametrize("status", ["bill", "enacted", "announced"])
def test_what_has_not_begun_is_never_in_force(status: str) -> None:
    pending = replace(ROW, status=status)  # type: ignore[arg-type]  # one of the list
    assert not pending.in_force(TODAY)
    assert not replace(pending, valid_from=date(2020, 1, 1)).in_force(TODAY)


@pytest.mark.parametrize("status", ["in-force", "dormant", "repealed"])
def test_a_row_holds_from_its_first_day_to_its_last(status: str) -> None:
    row = replace(ROW, status=status)  # type: ignore[arg-type]  # one of the list
    assert row.in_force(TODAY)
    held = replace(row, valid_from=TODAY, valid_to=TODAY + DAY)
    days = (TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY)
    assert [held.in_force(day) for day in days] == [False, True, True, False]
    assert replace(row, valid_from=TODAY).in_force(date.max)
    assert replace(row, valid_to=TODAY).in_force(date.min)


def test_a_reason_speaks_for_its_limb_with_the_detail_that_says_so() -> None:
    plain = NoConsentReason(id="reason", title="A reason", source="An Act", limb="b")
    assert plain.limb_of("") == "b"
    assert plain.limb_of("E1") == "b"
    detailed = replace(plain, limb="c", details=("E1", "E3"), limb_by_detail=("E1",))
    assert detailed.limb_of("E1") == "c"
    assert detailed.limb_of("E3") == ""
    assert detailed.limb_of("") == ""
