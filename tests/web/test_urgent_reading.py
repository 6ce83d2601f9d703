"""Who receives what was shared in an emergency reads it first, and a second thing follows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ViewportSize

from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.sitting import NARROW, WIDE, Sit
from tests.web.steps import day, link, numbers_of
from tests.web.test_emergency import AT_RISK, MORE, NOW, SHARE_NOW, at_once, from_the_request
from tests.web.test_in_a_browser import check
from tests.web.test_what_is_minded import DECIDED, HEARD, SAID, asked, decision, say

SECOND = "He said at the gate that nobody will see her again."
OPEN = "It is not complete yet: this page says when it is."


NOT_HELD: Fills = {"pair_2_do": "not-held", "search_system": ["police-records"]}


def a_fact(number: str, text: str) -> Fills:
    """A statement as it is written at the desk."""
    said = {"text": text, "kind": "fact", "sensitivity": "ordinary", "nature": "none"}
    said["about"] = "child-health-development-exposure"
    fills: Fills = {f"say_{number}_{name}": value for name, value in said.items()}
    return fills | {f"pair_{number}_do": "share"} | day(f"say_{number}_as_at", "2 10 2026")


@pytest.fixture
def sharing(served: Served, come: Come) -> Reader:
    """A school begins to answer the council about a child."""
    return asked(served, come, "Bea", "Hollins School")


@pytest.fixture
def whole(sharing: Reader) -> Reader:
    """It has written something of all that was asked, and is to decide."""
    return sharing.press("Continue", **a_fact("1", SAID), **a_fact("2", "She is afraid."))


def urgently(reader: Reader) -> str:
    """It goes as an emergency; where the request is."""
    request = reader.page.url.path.removesuffix("/share/decision")
    at_once(reader, **AT_RISK).press(NOW)
    assert "It has been shared" in reader.text, reader.text
    return request


def more(reader: Reader, request: str, **said: str) -> Reader:
    """Something more that cannot wait, up to the last look."""
    return from_the_request(reader, request, SECOND, **said)


def labels(reader: Reader) -> Fills:
    """Of what went without them, what it was."""
    said: Fills = {}
    for number in numbers_of(reader, "say"):
        told = {"kind": "fact", "sensitivity": "ordinary", "nature": "none"}
        told["about"] = "adult-in-contact"
        said |= {f"say_{number}_{name}": value for name, value in told.items()}
        said |= day(f"say_{number}_as_at", "2 10 2026")
    return said


def reading(reader: Reader) -> str:
    """A page as it is read, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", reader.text).split())


@requirement("R-362")
def test_it_is_marked_and_stands_first_until_it_is_acknowledged(
    served: Served, come: Come, sharing: Reader
) -> None:
    request = urgently(say(sharing))
    served.world.pass_time(minutes=1)
    later = asked(served, come, "Bea", "Hollins School")
    say(later).press("Continue", **DECIDED, **HEARD).press("Decide and send")
    asha = come("Asha")
    usual = link(asha.get(later.page.url.path), "disclosures")
    urgent = link(asha.get(request), "disclosures")
    assert comes_first(asha.get("/disclosures"), urgent, usual)
    assert "Emergency Read this first." in reading(asha)
    assert "Shared with you in an emergency: read this first" in asha.get("/inbox").text
    assert comes_first(asha, urgent, usual)
    asha.get(urgent).press("Open and read")
    asha.press("Acknowledge", significance="new", action="acted")
    assert urgent not in asha.get("/inbox").text
    assert comes_first(asha.get("/disclosures"), usual, urgent)
    row = asha.text[asha.text.index(urgent) :].partition("</li>")[0]
    assert "Emergency" in row, "it was one, and still is"
    assert "Read this first" not in row


def comes_first(reader: Reader, one: str, other: str) -> bool:
    return reader.text.index(one) < reader.text.index(other)


@requirement("R-362")
def test_who_receives_it_is_told_what_it_means_and_when_its_record_is_complete(
    served: Served, come: Come, sharing: Reader
) -> None:
    request = urgently(say(sharing))
    asha = come("Asha").get(request)
    urgent = link(asha, "disclosures")
    page = reading(asha.get(urgent))
    assert "Shared in an emergency: read this first" in page
    assert "Hollins School shared it at once, because in their judgement someone is" in page
    assert OPEN in page
    assert "If you need to know more now, ring: Bea Lloyd" in page
    page = reading(sharing.get(urgent))
    assert "Shared in an emergency It was shared at once" in page
    assert OPEN in page
    assert "If you need to know more now" not in page
    served.world.pass_time(minutes=1)
    sharing.get(f"{request}/share").press("Continue", **DECIDED, **HEARD)
    sharing.press("Complete the record")
    for reader in (asha, sharing):
        page = reading(reader.get(urgent))
        assert OPEN not in page
        assert "That was completed on" in page
        assert "If you need to know more now" not in page


@requirement("R-362")
def test_what_went_with_its_record_complete_says_so(come: Come, sharing: Reader) -> None:
    say(sharing).press("Continue", **AT_RISK, **DECIDED, **HEARD).press("Decide and send")
    asha = come("Asha").get(sharing.page.url.path)
    page = reading(asha.get(link(asha, "disclosures")))
    assert "The record of the decision was complete when it went." in page


def test_what_went_the_ordinary_way_is_not_marked(come: Come, sharing: Reader) -> None:
    say(sharing).press("Continue", **DECIDED, **HEARD).press("Decide and send")
    asha = come("Asha").get(sharing.page.url.path)
    assert "emergency" not in asha.get(link(asha, "disclosures")).text.lower()


@requirement("R-362", "R-420")
def test_a_second_thing_goes_at_once_though_all_that_was_asked_is_answered(
    served: Served, come: Come, whole: Reader
) -> None:
    """Before the record of the first is complete, and nothing is answered twice."""
    request = urgently(whole)
    first = link(whole.get(request), "disclosures")
    more(whole, request)
    assert SAID not in whole.text
    whole.press(NOW)
    asha = come("Asha").get(request)
    second = link(asha, "disclosures")
    assert second != first
    assert SECOND in asha.get(second).press("Open and read").text
    for reader in (asha, whole):
        page = reading(reader.get(request))
        assert set(re.findall('href="(/disc[^"]{37,})"', reader.text)) == {first, second}
        assert page.count("Emergency Kit Example by Bea Lloyd, opened") == 1
        assert page.count("Emergency Kit Example by Bea Lloyd, not opened yet") == 1
        assert reader.text.index(second) < reader.text.index(first)
    assert "Not all that you shared has been opened there yet" in whole.text
    assert "Part supplied" not in asha.get(request).text
    assert {first, second} <= set(re.findall('href="(/disc[^"]+)"', asha.get("/inbox").text))
    served.world.pass_time(minutes=1)
    whole.get(f"{request}/share").press("Continue", **DECIDED, **HEARD, **labels(whole))
    whole.press("Complete the record")
    for each in (first, second):
        assert "That was completed on" in reading(asha.get(each))


@requirement("R-362", "R-420")
def test_a_second_thing_goes_though_the_first_was_answered_the_ordinary_way(
    come: Come, whole: Reader
) -> None:
    """And by a colleague as well, who has no draft of the first."""
    request = whole.page.url.path.removesuffix("/share/decision")
    whole.press("Continue", **DECIDED, **HEARD).press("Decide and send")
    assert "Your answer has been sent" in whole.text, whole.text
    ella = more(come("Ella"), request).press(NOW)
    assert "Complete the record" in decision(ella)


@requirement("R-362", "R-420")
def test_a_second_thing_goes_at_once_where_a_part_was_answered(
    come: Come, sharing: Reader
) -> None:
    request = urgently(say(sharing))
    sharing.get(f"{request}/share").press(MORE)
    urgently(sharing.press("Continue", **a_fact("1", SECOND), **NOT_HELD))
    asha = come("Asha").get(request)
    assert SECOND in asha.get(link(asha, "disclosures")).press("Open and read").text


@requirement("R-384")
def test_what_is_added_to_a_full_answer_goes_as_an_emergency_or_not_at_all(
    whole: Reader,
) -> None:
    request = urgently(whole)
    whole.get(f"{request}/share")
    assert MORE not in whole.text
    whole.press(SHARE_NOW)
    assert whole.page.url.path == f"{request}/emergency"
    more(whole, request, d_immediate="")
    assert whole.page.status_code == 422
    assert "Tick that someone is, or may be, at immediate risk" in whole.text
    whole.get(f"{request}/share/check")
    assert whole.page.url.path == f"{request}/emergency"
    assert SECOND in whole.text, "it is kept"


def test_who_thinks_better_of_it_still_completes_the_record(whole: Reader) -> None:
    request = urgently(whole)
    more(whole, request).press("Discard").press("Discard")
    assert whole.page.url.path == request
    whole.get(f"{request}/share")
    assert whole.page.url.path == f"{request}/record/decision"
    whole.press("Continue", **DECIDED, **HEARD)
    assert SAID in whole.text
    assert SECOND not in whole.text
    whole.press("Complete the record")
    assert "The record is complete" in whole.text, whole.text


@requirement("R-362")
def test_the_auditor_sees_that_it_went_in_an_emergency(
    served: Served, come: Come, sharing: Reader
) -> None:
    urgently(say(sharing))
    faye = come("Faye").get(f"/audit/people/{served.pupils['Kit Example']}")
    assert "(Northshire Council), in an emergency: Fact" in reading(faye)
    assert " !</text>" in faye.text


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_its_pages_pass_axe_and_reflow(
    come: Come, whole: Reader, sit: Sit, size: ViewportSize
) -> None:
    request = urgently(whole)
    shared = link(come("Asha").get(request), "disclosures")
    asha = sit("Asha", size=size)
    for path in ("/inbox", "/disclosures", shared):
        asha.go(path)
        check(asha.page)
    bea = sit("Bea", size=size)
    for path in (shared, request):
        bea.go(path)
        check(bea.page)
    bea.go(f"{request}/emergency")
    check(bea.page)
    more(whole, request)
    bea.go(f"{request}/share/check")
    check(bea.page)
    whole.press(NOW)
    bea.go(f"{request}/share/decision")
    check(bea.page)
