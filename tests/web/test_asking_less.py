"""Who asked asks for less: fewer people, fewer things, or fewer days; and explains."""

from __future__ import annotations

import re

from tests.support.pages import PUPILS, Served, request_draft
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import CHALLENGE, day, ticked
from tests.web.test_about_whom import flat

WHY = "The review looks at the summer term, when she began to stay away."
TERM = "13 April 2026 to 20 July 2026"
SHORTER: Fills = day("days_1_from", "13 4 2026")


def challenged(served: Served, come: Come, **asked: object) -> tuple[str, Reader]:
    """The school doubts the request; Petra has read why."""
    request = f"/requests/{served.ask(**asked)}"
    bea = come("Bea").get(request).press("Open and read").get(f"{request}/answer/challenge")
    bea.press("Send this answer", ground="not-necessary", reasons=CHALLENGE)
    return request, come("Petra").get(request).press("Open and read")


@requirement("R-062")
def test_too_long_a_period_is_shortened_and_both_see_the_days(
    served: Served, come: Come
) -> None:
    """Finding: "a whole year is more than we can justify" could not be met with a term."""
    request, petra = challenged(served, come)
    petra.press("Send", **SHORTER)
    assert "The request has been narrowed." in petra.text
    bea = come("Bea").get(request)
    for reader in (petra, bea):
        assert f"{TERM} (shorter than at first)" in flat(reader)
    assert all(name in petra.text for name in PUPILS), "nobody was left out"
    assert TERM in flat(bea.get(f"{request}/share"))


@requirement("R-062")
def test_one_item_about_one_person_can_be_asked_of_fewer_days(
    served: Served, come: Come
) -> None:
    """Finding: where there was nothing to leave out there was no form at all."""
    served.ask()
    draft = request_draft(served, [served.pupils[PUPILS[0]]])
    one = {"persons": draft.persons, "items": draft.items[:1]}
    petra = come("Petra").get(f"/requests/{served.ask(**one)}")
    assert 'href="#days-1-from' in petra.press("Narrow the request").text
    petra.press("Narrow the request", **SHORTER)
    assert "The request has been narrowed." in petra.text
    request = petra.page.url.path
    bea = come("Bea").get(request).press("Open and read").get(f"{request}/answer/not-held")
    for part, said in (("day", "13"), ("month", "4"), ("year", "2026")):
        assert re.search(rf'name="from-{part}"[^>]* value="{said}"', bea.text)


@requirement("R-062")
def test_no_day_is_added_and_where_nothing_is_left_out_it_is_said_what_to_choose(
    served: Served, come: Come
) -> None:
    petra = come("Petra").get(f"/requests/{served.ask()}")
    assert petra.press("Narrow the request").page.status_code == 422
    assert "Leave somebody or something out, or shorten a period" in petra.text
    petra.press("Narrow the request", **day("days_1_from", "31 8 2025"))
    assert "Choose a day within the period that you ask for now" in petra.text
    assert petra.page.status_code == 422


@requirement("R-062")
def test_one_act_narrows_and_explains(served: Served, come: Come) -> None:
    request, petra = challenged(served, come)
    petra.press("Send", explanation=WHY, person=ticked(petra, "person")[:2], **SHORTER)
    assert "The request has been narrowed, and your explanation has been sent" in petra.text
    bea = come("Bea").get(request).press("Open and read")
    assert WHY in bea.text
    assert TERM in flat(bea)
    assert "Your explanation" not in petra.get(request).text


@requirement("R-062")
def test_what_was_doubted_is_explained_after_it_was_narrowed(
    served: Served, come: Come
) -> None:
    """Finding: to narrow it shut the way to answer what they had asked."""
    request, petra = challenged(served, come)
    petra.press("Send", **SHORTER)
    petra.get(request).press("Send", explanation=WHY)
    assert "Your explanation has been sent. They can answer again." in petra.text
    assert WHY in come("Bea").get(request).press("Open and read").text
