"""An auditor finds what happened: by record, agency, kind of event and day."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hub_infra.store.rows import AgencyRows
from hub_services.desk.web.pages import scrutiny
from tests.support.pages import PUPILS, Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Reader
from tests.web.steps import day, decide, link, say_what_is_shared
from tests.web.test_scrutiny import positions

A_FEW = 3


def topics(reader: Reader) -> list[str]:
    """The kinds of the events that a page lists."""
    return re.findall(r'hub-code govuk-body-s">([a-z-]+\.[a-z-]+)<', reader.text)


def all_pages(reader: Reader, to: str) -> list[str]:
    """The text of the page and of all that follow it."""
    pages = [reader.text]
    while found := re.findall(rf'href="([^"]*)">{to}<', reader.text):
        reader.get(found[0].replace("&amp;", "&"))
        pages.append(reader.text)
        assert len(pages) < 200
    return pages


@pytest.fixture
def answered(served: Served, come: Come) -> str:
    """A request that was opened and answered in part."""
    served.remember("Petra", *(pupil for pupil in PUPILS if pupil not in served.pupils))
    request = served.ask_as("Petra", *PUPILS[:2])
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    say_what_is_shared(bea, f"/requests/{request}")
    decide(bea)
    bea.press("Decide and send")
    return str(request)


@requirement("R-200")
def test_one_number_finds_the_request_its_decision_and_what_was_shared(
    served: Served, come: Come, answered: str
) -> None:
    """Finding: nothing of the history could be looked for, only paged."""
    served.ask()
    faye = come("Faye").get("/audit/history").press("Find", record=answered)
    assert f"record={answered}" in str(faye.page.url)
    found = topics(faye)
    assert found[0] == "share-request.issued"
    assert found.count("share-request.issued") == 1, "of no other request"
    assert {"share-request.answered", "sharing-decision.made", "disclosure.made"} <= set(found)
    petra = come("Petra").get(f"/requests/{answered}")
    disclosure = link(petra, "disclosures").rpartition("/")[2]
    assert topics(faye.get(f"/audit/history?record={disclosure}")) == found
    at = found.index("sharing-decision.made")
    streams = re.findall(r"record=([0-9a-f-]{36})\">What belongs", faye.text)
    assert topics(faye.get(f"/audit/history?record={streams[at]}")) == found


@pytest.mark.usefixtures("answered")
def test_what_is_looked_for_stays_so_from_page_to_page(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no page but the last has less than it holds."""
    monkeypatch.setattr(scrutiny, "PAGE", A_FEW)
    school = str(served.offices["Hollins School"].id)
    faye = come("Faye").get("/audit/history")
    faye.press("Find", agency=school, topic="", **day("from", "1 1 2020"))
    pages = [
        re.findall(r"__cell--numeric\">(\d+)<", each)
        for each in all_pages(faye, "Later events")
    ]
    assert len(pages) > 1
    assert all(len(each) == A_FEW for each in pages[:-1])
    assert 1 <= len(pages[-1]) <= A_FEW
    shown = [int(each) for page in pages for each in page]
    told = served.people["Faye"].read("/v1/audit/events?limit=1000").ok()["events"]
    assert shown == [each["position"] for each in told if each["agency"] == school]
    assert f'<option value="{school}" selected' in faye.text


@pytest.mark.usefixtures("answered")
def test_events_are_found_by_their_kind_and_from_a_day_on(served: Served, come: Come) -> None:
    faye = come("Faye").get("/audit/history?topic=disclosure.made")
    assert set(topics(faye)) == {"disclosure.made"}
    today = served.world.clock.now()
    written = f"{today.day} {today.month} {today.year + 1}"
    faye.press("Find", topic="disclosure.made", **day("from", written))
    assert positions(faye) == []
    assert "There is nothing that is looked for" in faye.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("record=7", "This is not the number of a record"),
        ("agency=7", "Choose one from the list"),
        ("topic=drop.table", "Choose one from the list"),
        ("from-day=31&from-month=2&from-year=2026", "This is not a real date"),
    ],
)
def test_what_cannot_be_looked_for_is_said_at_its_field(
    come: Come, asked: str, said: str
) -> None:
    faye = come("Faye").get(f"/audit/history?{asked}")
    assert faye.page.status_code == 422
    assert said in faye.text


def test_a_record_that_is_not_there_is_no_error(come: Come) -> None:
    faye = come("Faye").get("/audit/history?record=00000000-0000-4000-8000-000000000001")
    assert "There is nothing that is looked for" in faye.text


def test_refused_attempts_are_those_of_the_agency_that_is_looked_for(
    served: Served, come: Come
) -> None:
    bea = come("Bea").get(f"/requests/{served.ask()}/answer/challenge")
    bea.press("Send this answer", ground="not-necessary", reasons="GDPR")
    school, council = (
        str(served.offices[name].id) for name in ("Hollins School", "Northshire Council")
    )
    faye = come("Faye").get(f"/audit/refused-attempts?agency={school}")
    assert "<br>Hollins School</td>" in faye.text
    faye.press("Find", agency=council)
    assert "<br>Hollins School</td>" not in faye.text


def test_people_are_those_of_whom_an_agency_knows_and_each_stands_once(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding: only those spoken of last were listed, and nothing led to the others."""
    served.remember("Asha", name := "Kit Findable")
    served.ask()
    served.ask_as("Petra", *PUPILS[:1])
    monkeypatch.setattr(scrutiny, "PAGE", 1)
    school = str(served.offices["Hollins School"].id)
    faye = come("Faye").get(f"/audit/people?agency={school}")
    pages = all_pages(faye, "Those spoken of earlier")
    found = [re.findall(r'href="/audit/people/([0-9a-f-]{36})"', page) for page in pages]
    listed = [person for page in found for person in page]
    assert len(listed) == len(set(listed)), "nobody twice"
    assert {str(served.pupils[pupil]) for pupil in PUPILS} <= set(listed)
    assert str(served.pupils[name]) not in listed, "the school knows nothing of them"


def test_a_page_of_people_is_read_at_once_and_not_person_by_person(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding: the list asked the database once for each person on it."""
    served.ask()
    faye = come("Faye")
    of_every_agency, asked = AgencyRows.of_every_agency, list[str]()

    def counting(rows: AgencyRows, table: str, **query: Any) -> list[dict[str, Any]]:
        asked.append(table)
        return of_every_agency(rows, table, **query)

    monkeypatch.setattr(AgencyRows, "of_every_agency", counting)
    faye.get("/audit/people")
    assert len(re.findall(r'href="/audit/people/[0-9a-f-]{36}"', faye.text)) >= len(PUPILS)
    assert asked.count("knowledge") <= 3, "the latest, those people, and what is earlier"
