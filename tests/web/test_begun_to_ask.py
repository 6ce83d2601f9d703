"""Requests that are begun can be told apart: whom each asks, about whom, and on which law."""

from __future__ import annotations

import re

import pytest

from tests.support.pages import Served
from tests.web.browsing import Come, Reader
from tests.web.steps import day


def begun(
    served: Served, reader: Reader, agency: str, provision: str, person: str = ""
) -> None:
    """Choose whom to ask and on which law, perhaps about whom, and go no further."""
    to = [str(served.offices[agency].id)]
    reader.get("/ask").press("Continue", provision=provision, to=to)
    if person:
        reader.press("Add", new_names=person, **day("new_born", "2 3 2016"))


@pytest.mark.parametrize("at", ["/sent", "/ask"])
def test_two_that_are_begun_say_what_they_are(served: Served, come: Come, at: str) -> None:
    asha = come("Asha")
    begun(served, asha, "Hollins School", "CA1989-47", "Robin Example")
    begun(served, asha, "Northshire Police", "CA1989-17")
    rows = [
        " ".join(re.sub(r"<[^>]+>", " ", row.partition("</li>")[0]).split())
        for row in asha.get(at).text.split("<li>")
        if 'href="/ask/' in row
    ]
    one = next(row for row in rows if "For Northshire Police, saved" in row)
    other = next(row for row in rows if "For Hollins School, saved" in row)
    assert "Children Act 1989, section 17" in one
    assert "Robin Example" not in one
    assert "Children Act 1989, section 47" in other
    assert "Robin Example" in other
