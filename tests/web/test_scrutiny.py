"""An auditor turns the pages of the history, and reads its tables on a telephone too."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import ViewportSize

from hub_services.desk.web.pages import scrutiny
from tests.support.forging import Forger
from tests.support.pages import PUPILS, Served
from tests.web.browsing import Come, Reader
from tests.web.sitting import Seat, Sit

TELEPHONE: Final[ViewportSize] = {"width": 375, "height": 800}
A_FEW = 7


def positions(reader: Reader) -> list[int]:
    return [int(each) for each in re.findall(r"__cell--numeric\">(\d+)<", reader.text)]


def turn(reader: Reader, to: str) -> list[int]:
    """Follow a link that stands above the table and below it, to other positions."""
    found = re.findall(rf'href="(/audit/history[^"]*)">{to}<', reader.text)
    assert len(found) == 2, reader.text
    assert len(set(found)) == 1
    return positions(reader.get(found[0]))


def test_the_history_opens_at_its_newest_and_is_turned_to_both_ends(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrutiny, "PAGE", A_FEW)
    served.ask()
    faye = come("Faye").get("/audit/history")
    newest = positions(faye)
    assert newest == list(range(newest[-1] - A_FEW + 1, newest[-1] + 1))
    assert newest[0] > 2 * A_FEW, "there is more than two pages"
    assert "Later events" not in faye.text, "there are none"
    assert positions(faye.get(f"/audit/history?after={newest[-1] - 1}")) == [newest[-1]]
    assert "Later events" not in faye.text, "nothing is newer"
    assert turn(faye, "From the beginning") == list(range(1, A_FEW + 1))
    assert "Earlier events" not in faye.text
    assert "From the beginning" not in faye.text
    assert turn(faye, "Later events") == list(range(A_FEW + 1, 2 * A_FEW + 1))
    assert turn(faye, "Earlier events") == list(range(1, A_FEW + 1))
    assert turn(faye, "The newest events") == newest


def test_what_is_no_event_is_told_as_that_and_hides_no_other(
    served: Served, come: Come
) -> None:
    """Finding: by one malformed event of an earlier version nobody read any of the history."""
    served.ask()
    forger = Forger(served.database_url)
    row = forger.newest("share-request.issued")
    kept = dict(row.state)
    forger.event(row, lambda facts: facts.update(v=1, items=[5]))
    place = f"after={row.position - 2}"
    told = served.people["Faye"].read(f"/v1/audit/events?{place}").ok()["events"]
    page = come("Faye").get(f"/audit/history?{place}")
    forger.event(row, lambda facts: facts.update(kept))
    assert [each["facts"] is None for each in told[:3]] == [False, True, False]
    assert (told[1]["topic"], told[1]["agency"]) == ("share-request.issued", None)
    assert positions(page)[:3] == [row.position - 1, row.position, row.position + 1]
    assert "no event that the hub can have written" in page.text


def on_a_telephone(served: Served, come: Come, sit: Sit, page: str) -> Seat:
    """The auditor at a page, after something was refused."""
    bea = come("Bea").get(f"/requests/{served.ask()}/answer/challenge")
    bea.press("Send this answer", ground="not-necessary", reasons="GDPR")
    faye = sit("Faye", size=TELEPHONE)
    faye.go(f"/audit/{page or f'people/{served.pupils[PUPILS[0]]}'}")
    return faye


MOVED = """each => new Promise(moved => {
    each.addEventListener('scroll', moved, { once: true })
    if (each.scrollLeft > 0) moved()
})"""
"""Comes to an end once what is in the region was moved."""


@pytest.mark.parametrize("page", ["", "refused-attempts", "history"])
def test_a_wide_table_is_moved_by_the_keyboard_within_its_own_region(
    served: Served, come: Come, sit: Sit, page: str
) -> None:
    """The page itself grows no wider; an edge beyond which the table goes on is in shadow."""
    faye = on_a_telephone(served, come, sit, page)
    region = faye.page.locator(".hub-scroll")
    region.wait_for()
    assert faye.page.evaluate("document.documentElement.scrollWidth") == TELEPHONE["width"]
    region.focus()
    for _ in range(3):
        faye.page.keyboard.press("ArrowRight")
    region.evaluate(MOVED)
    assert region.get_attribute("role") == "region"
    assert region.get_attribute("aria-label")
    ground = region.evaluate("each => getComputedStyle(each).backgroundImage")
    assert ground.count("linear-gradient") == 4


@pytest.mark.parametrize("page", ["", "refused-attempts", "history"])
def test_what_was_done_is_in_sight_on_a_telephone(
    served: Served, come: Come, sit: Sit, page: str
) -> None:
    """Finding: one had to move the table aside to read what each line is about."""
    faye = on_a_telephone(served, come, sit, page)
    head = faye.page.get_by_role("columnheader", name=re.compile("^What"))
    at = head.bounding_box()
    assert at
    assert at["x"] < TELEPHONE["width"] / 3


def test_a_gift_is_told_as_one_and_to_whom(served: Served, come: Come) -> None:
    """Finding: who gave it to another was said to have taken the request over."""
    request = served.ask()
    facts = {"why": "workload", "to": str(served.people["Ella"].id)}
    mair = served.people["Mair"]
    mair.do("take-over-share-request", about=request, version=1, facts=facts).ok()
    faye = come("Faye").get(f"/audit/people/{served.pupils[PUPILS[0]]}")
    assert "gave it to Ella Marsh" in faye.text
    head = served.people["Faye"].read("/v1/audit/events?limit=1").ok()["head"]
    line = faye.get(f"/audit/history?after={head - 1}").text
    assert "gave it to Ella Marsh" in line
    assert "took the request over<br>" not in line


def test_that_a_wrong_agency_read_it_and_that_it_was_recalled_is_seen(
    served: Served, come: Come
) -> None:
    """Finding: who knew what left out withdrawal, narrowing, and whom it was given to."""
    request = served.ask()
    bea, petra = served.people["Bea"], served.people["Petra"]
    come("Bea").get(f"/requests/{request}").press("Open and read")
    facts = {"to": str(served.people["Ella"].id)}
    bea.do("assign-share-request", about=request, version=1, facts=facts).ok()
    kept = petra.read(f"/v1/share-requests/{request}").ok()["request"]
    narrower = {
        "persons": [str(served.pupils[PUPILS[0]])],
        "items": [item["id"] for item in kept["items"]],
        "due_at": kept["due_at"],
    }
    petra.do("narrow-share-request", about=request, version=2, facts=narrower).ok()
    why = {"why": "wrong-agency"}
    petra.do("withdraw-share-request", about=request, version=3, facts=why).ok()
    faye = [come("Faye").get(f"/audit/people/{served.pupils[each]}") for each in PUPILS]
    stays, goes = faye[:2]
    for page in (stays, goes):
        assert "opened and read the request" in page.text
        assert "gave it to Ella Marsh" in page.text
    assert "withdrew the request (Hollins School): It went to the wrong agency" in stays.text
    assert "asks about the person no longer (Hollins School)" in goes.text
    assert "withdrew the request" not in goes.text, "it was about the person no longer"
    for page in (stays, goes):
        struck = re.findall(r'data-entry="(\d+)" data-shape="struck"', page.text)
        assert struck
        assert f'<tr class="govuk-table__row" data-entry="{struck[-1]}"' in page.text
