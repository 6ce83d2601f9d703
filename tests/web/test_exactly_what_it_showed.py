"""What goes is what the last look showed, whatever was changed in another window since."""

from __future__ import annotations

import html
from typing import Any

import pytest

from hub_services.desk.desk import Desk
from hub_services.desk.hub_client import HubRefused
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Reader
from tests.web.steps import compose
from tests.web.telling import ANSWERED, SEEN, SEND, TOLD, ready, to, written
from tests.web.test_emergency import AT_RISK, CHECK, NOW, at_once
from tests.web.test_not_telling import NOT, REASONED, RECORD, WHY
from tests.web.test_what_is_minded import DECIDED, HEARD, asked, say

ELSE = "She was seen on Thursday, and is well."
CHANGED = "Nothing has been sent"
WENT = "It has been shared"


def another_window(reader: Reader, come: Come, page: str) -> Reader:
    """The same person at the same draft, in a second window."""
    return come("Bea").get(reader.page.url.path.rpartition("/")[0] + f"/{page}")


def looked_at_again(reader: Reader, button: str, now: str) -> Reader:
    """The button sends nothing, and the last look shows what is to go now."""
    reader.press(button)
    assert reader.page.status_code == 409
    assert CHANGED in reader.text
    assert html.escape(now) in reader.text
    return reader


@requirement("R-014")
def test_another_text_than_the_page_showed_is_not_told(served: Served, come: Come) -> None:
    """Finding: "This is exactly what they will see", and they were sent something else."""
    bea = ready(come("Bea"), served)
    other = another_window(bea, come, "items").press("Continue", say_1_text=ELSE)
    other.press("Continue", **ANSWERED)
    looked_at_again(bea, SEND, ELSE)
    assert TOLD in bea.press(SEND).text, "what it shows now goes"
    asha = come("Asha").get(bea.page.url.path).press("Open and read")
    assert ELSE in asha.text
    assert SEEN not in asha.text


@requirement("R-014")
def test_another_agency_than_the_page_showed_is_told_nothing(
    served: Served, come: Come
) -> None:
    bea = ready(come("Bea"), served)
    other = another_window(bea, come, "who")
    other.press("Continue", **to(served, "Northshire Police", "Cole")).press("Continue")
    looked_at_again(bea, SEND, "This is exactly what Northshire Police will see")


@requirement("R-202")
def test_another_decision_than_the_page_came_of_is_not_sent(served: Served, come: Come) -> None:
    bea = ready(come("Bea"), served)
    other = another_window(bea, come, "decision")
    other.press("Continue", **ANSWERED | {"d_risk_level": "severe"})
    looked_at_again(bea, SEND, SEEN)


ASK = "Send the request"


@requirement("R-014")
@pytest.mark.parametrize("text", ["word_why_needed", "word_burden"])
def test_no_other_words_than_the_page_showed_are_asked(
    served: Served, come: Come, text: str
) -> None:
    """Finding: the request was sent as another window had written it, seen by nobody."""
    petra = come("Petra")
    compose(petra, served)
    other = come("Petra").get(petra.page.url.path.replace("/check", "/what"))
    other.press("Continue", **{text: ELSE})
    looked_at_again(petra, ASK, ELSE)
    assert "Sent." in petra.press(ASK).text


@requirement("R-014")
def test_no_other_agency_than_the_page_showed_is_asked(served: Served, come: Come) -> None:
    petra = come("Petra")
    compose(petra, served)
    other = come("Petra").get(petra.page.url.path.replace("/check", "/who"))
    other.press("Continue", to=[str(served.offices["Northshire Police"].id)])
    looked_at_again(petra, ASK, "This is exactly what Northshire Police will see")


@requirement("R-200")
def test_it_is_recorded_of_no_other_agency_that_it_is_not_told(
    served: Served, come: Come
) -> None:
    """Finding: the record said police, and the page had said council."""
    bea = written(come("Bea"), served).press(NOT)
    other = come("Bea").get(bea.page.url.path.replace("/not", "/who"))
    other.press("Continue", **to(served, "Northshire Police", "Cole", law="CDA1998-115"))
    bea.press(RECORD, **REASONED)
    assert bea.page.status_code == 409
    for said in ("Nothing has been recorded", "Northshire Police: Cole Byrne", WHY):
        assert said in bea.text
    assert "Northshire Council" not in bea.text
    bea.press(RECORD, d_confirmed="yes")
    assert "It is recorded that they are not told, and why" in bea.text, bea.text
    assert "Northshire Police" in bea.text
    assert "Crime and Disorder Act 1998" in bea.text


@requirement("R-362")
def test_an_answer_goes_as_the_page_showed_it_in_an_emergency_too(
    served: Served, come: Come
) -> None:
    bea = say(asked(served, come, "Bea", "Hollins School"))
    request = bea.page.url.path.removesuffix("/share/decision")
    at_once(bea, **AT_RISK)
    other = come("Bea").get(f"{request}/emergency").press(CHECK, say_1_text=ELSE)
    assert other.page.url.path == f"{request}/share/check"
    looked_at_again(bea, NOW, ELSE)
    assert WENT in bea.press(NOW).text


@requirement("R-018")
def test_an_emergency_goes_though_its_draft_was_saved_for_later_in_another_window(
    served: Served, come: Come
) -> None:
    """Finding: saving forgot that it is an emergency, and all else was asked first."""
    bea = say(asked(served, come, "Bea", "Hollins School"))
    page = bea.page.url.path
    at_once(bea, **AT_RISK)
    come("Bea").get(page).press("Save for later")
    assert WENT in bea.press(NOW).text


@requirement("R-018")
def test_an_emergency_stays_one_though_it_was_changed_in_another_window(
    served: Served, come: Come
) -> None:
    bea = say(asked(served, come, "Bea", "Hollins School"))
    page = bea.page.url.path
    at_once(bea, **AT_RISK)
    come("Bea").get(page).press("Save for later", d_need_level="severe")
    looked_at_again(bea, NOW, "complete the record afterwards")
    assert WENT in bea.press(NOW).text


@requirement("R-362")
def test_a_record_is_completed_as_its_last_look_showed_it(served: Served, come: Come) -> None:
    """Finding: an older page that still offers to share now completed the record unread."""
    bea = at_once(say(asked(served, come, "Bea", "Hollins School")), **AT_RISK)
    request = bea.page.url.path.removesuffix("/share/check")
    bea.press(NOW).get(f"{request}/record").press("Continue", **DECIDED, **HEARD)
    record = bea.page.url.path
    other = come("Bea").get(f"{request}/record/decision")
    other.press("Continue", **{**DECIDED, "d_need_level": "severe"}, **HEARD)
    assert bea.press("Complete the record").page.status_code == 409
    assert CHANGED in bea.text
    assert bea.page.url.path == record
    assert "The record is complete" in bea.press("Complete the record").text


def test_after_a_refusal_and_in_the_other_language_the_last_look_still_sends(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    bea = ready(come("Bea"), served)

    async def refuse(*_: Any) -> None:
        raise HubRefused({"code": "version-moved"}, 409)

    with monkeypatch.context() as refused:
        refused.setattr(Desk, "supply", refuse)
        assert "Somebody changed this" in bea.press(SEND).text
    assert '<html lang="cy"' in bea.press("Cymraeg").text
    assert CHANGED not in bea.press("English").text
    assert TOLD in bea.press(SEND).text
    welsh = ready(come("Bea"), served)
    welsh.get(f"/language/cy?back={welsh.page.url.path}")
    assert "/disclosures/" in welsh.press("Penderfynu ac anfon").page.url.path
