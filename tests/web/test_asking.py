"""What somebody who asks writes, and what the pages make of it before it is sent."""

from __future__ import annotations

import pytest

from tests.support.pages import Served
from tests.web.browsing import Come, Reader
from tests.web.steps import compose, day

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


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Kai had bruises on both arms on Thursday.", "It names the person."),
        ("Because of GDPR.", "only names a law, or would fit any case"),
        ("...", "Say why you need it"),
    ],
)
def test_a_reason_that_would_be_refused_is_said_beside_it_before_it_is_sent(
    served: Served, come: Come, written: str, said: str
) -> None:
    """Not "say why you need it", once it is sent, to somebody who did say why."""
    petra = come("Petra")
    compose(petra, served)
    back = petra.get(petra.page.url.path.replace("/check", "/what"))
    back.press("Continue", word_why_needed=written)
    assert back.page.status_code == 422
    assert said in back.text
    assert f">{written}</textarea>" in back.text
