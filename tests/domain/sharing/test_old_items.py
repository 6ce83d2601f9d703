"""What is old is disclosed as history, explained, or made sure of (R-185, R-187)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hub_domain.sharing.disclosure import HistoricalUnexplained, LabelledItem
from tests.domain.sharing.test_disclosure import FACT, make
from tests.support.scenario import begun

OLD = replace(FACT, as_at=date(2025, 10, 4))
"""A year and a day before that Monday."""


@pytest.mark.parametrize(
    "unsaid",
    [
        OLD,
        replace(OLD, explained=True),
        replace(OLD, historical=True),
        replace(FACT, historical=True),
        replace(OLD, historical=True, confirmed_current=True),
    ],
)
def test_an_old_item_of_which_nothing_is_said_stays(unsaid: LabelledItem) -> None:
    begun(lambda: make(unsaid)).then_refused(HistoricalUnexplained, item=FACT.id)


@pytest.mark.parametrize(
    "said",
    [
        replace(FACT, as_at=date(2025, 10, 5)),
        replace(OLD, historical=True, explained=True),
        replace(OLD, confirmed_current=True),
    ],
)
def test_what_is_recent_explained_or_made_sure_of_goes(said: LabelledItem) -> None:
    (made,) = make(said).collect_events()
    assert made.items == [said.plain()]  # type: ignore[attr-defined]  # of this event
