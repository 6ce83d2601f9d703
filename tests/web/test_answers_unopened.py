"""An answer stands in the inbox of whom it was given to until they have opened it."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from tests.support.pages import Served
from tests.web.browsing import Come, Reader
from tests.web.steps import link
from tests.web.test_for_whom import line
from tests.web.test_what_is_minded import DECIDED, HEARD, asked, say

UNOPENED = "Answers that you have not opened yet"


def answered(served: Served, come: Come) -> str:
    """Where the answer of the police to the council's request stands."""
    cole = say(asked(served, come, "Cole", "Northshire Police"))
    cole.press("Continue", **DECIDED, **HEARD).press("Decide and send")
    return link(come("Asha").get(cole.page.url.path), "disclosures")


def record(answer: str) -> UUID:
    """The id of the disclosure at an address."""
    return UUID(answer.rpartition("/")[2])


def state(reader: Reader, answer: str) -> str:
    """What the list of what was shared says of it at its end."""
    reader.get("/disclosures")
    return line(reader, record(answer)).rpartition("Fact")[2].strip()


def test_an_ordinary_answer_stands_in_the_inbox_until_it_is_opened(
    served: Served, come: Come
) -> None:
    answer = answered(served, come)
    asha = come("Asha").get("/inbox")
    assert UNOPENED in asha.text
    assert answer in asha.text
    assert state(asha, answer) == "Not opened yet"
    for other in ("Petra", "Quin"):
        assert answer not in come(other).get("/inbox").text, "it is none of theirs"
    asha.get(answer).press("Open and read")
    assert state(asha, answer) == "Opened"
    assert answer not in asha.get("/inbox").text
    asha.get(answer).press("Acknowledge", significance="new", action="acted")
    assert state(asha, answer) == "Acknowledged"


def test_it_is_opened_from_the_inbox_itself(served: Served, come: Come) -> None:
    answered(served, come)
    asha = come("Asha").get("/inbox").press("Open and read the answer of Northshire Police")
    assert asha.page.url.path.startswith("/disclosures/")
    assert "Tell them you have read it" in asha.text


def test_who_shared_it_sees_in_the_list_whether_it_was_opened(
    served: Served, come: Come
) -> None:
    answer = answered(served, come)
    cole = come("Cole").get("/disclosures?made=yes")
    assert line(cole, record(answer)).endswith("Not opened yet")
    come("Asha").get(answer).press("Open and read")
    cole.get("/disclosures?made=yes")
    assert line(cole, record(answer)).endswith("Opened")


@pytest.mark.parametrize("at", ["/inbox", "/disclosures", "/disclosures?made=yes"])
def test_a_list_that_is_cut_says_so_and_goes_on(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    monkeypatch.setattr("hub_services.desk.web.pages.lists.LISTED", 2)
    for _each in range(3):
        answered(served, come)
    reader, kind = (come("Asha"), "disc") if at == "/disclosures" else (come("Cole"), "requ")
    kind = "disc" if "made" in at else kind
    found: list[str] = []
    goes_on: str | None = at
    while goes_on:
        reader.get(goes_on)
        rows = re.findall(
            rf'govuk-link[^"]*" href="(/{kind}[^"/]+/[0-9a-f-]{{36}})"', reader.text
        )
        assert len(rows) <= 2
        found += rows
        more = re.search(r'href="([^"]+)"[^>]*>See what is older', reader.text)
        assert more is None or "This page lists" in reader.text
        goes_on = more[1].replace("&amp;", "&") if more else None
    assert len(found) == len(set(found)) >= 3
    assert "From the beginning" in reader.text
