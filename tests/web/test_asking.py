"""What somebody who asks writes, and what the pages make of it before it is sent."""

from __future__ import annotations

import pytest

from tests.support.pages import Served
from tests.web.browsing import Come, Reader
from tests.web.steps import day

SIAN = "Siân O'Brien"


@pytest.fixture
def choosing(served: Served, come: Come) -> Reader:
    """The board begins to ask the school, and is to say about whom."""
    school = str(served.offices["Hollins School"].id)
    return come("Petra").get("/ask").press("Continue", provision="CA2004-16H", to=[school])


def add(reader: Reader, name: str, born: str = "2 3 2016", **other: str) -> Reader:
    return reader.press("Add", new_names=name, **day("new_born", born), **other)


@pytest.mark.parametrize("wanted", ["Sian", "O\u2019Brien", "obrien sian"])
def test_somebody_who_is_known_is_found_however_the_name_is_written(
    served: Served, choosing: Reader, wanted: str
) -> None:
    if SIAN not in served.pupils:
        served.remember("Petra", SIAN)
    choosing.press("Find", find=wanted)
    assert "Nobody else of that name" not in choosing.text
    assert "O&#39;Brien" in choosing.text
    assert "O&#39;Brien" in choosing.get(f"/people?find={wanted}").text
