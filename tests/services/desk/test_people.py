"""Whom a desk finds by what a tired hand writes of a name."""

from __future__ import annotations

import pytest

from hub_services.desk.drafts import IdentityCard

SIAN = IdentityCard(names="Siân O'Brien", aliases=("Łucja Mary-Ann Owen",))


@pytest.mark.parametrize(
    "wanted",
    ["Sian", "SIÂN", "O\u2019Brien", "obrien", "o brien", "O'Brien, Siân", "bri", "lucja ann"],
)
def test_somebody_is_found_whatever_the_marks_the_case_and_the_order(wanted: str) -> None:
    assert SIAN.answers_to(wanted)


@pytest.mark.parametrize("wanted", ["", "  ", "'", "Siôn", "Siân Jones", "Siân Owen"])
def test_nobody_is_found_by_nothing_or_by_parts_of_two_names(wanted: str) -> None:
    assert not SIAN.answers_to(wanted)
