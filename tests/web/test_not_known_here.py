"""Not known here is an answer of its own: it says who was looked for, where and by what."""

from __future__ import annotations

import pytest

from hub_services.desk.web.pages.answering import LOOK_FOR_EACH
from hub_services.words.codes import called
from tests.support.pages import PUPILS, Served
from tests.web.browsing import Come, Reader
from tests.web.steps import not_known, ticked
from tests.web.test_about_whom import BORN, flat

SENT = "Your answer has been sent"
NOT_THERE = "They looked, and found nobody of these names."
SEND = "Send this answer"


def opened(served: Served, come: Come) -> tuple[str, Reader]:
    request = f"/requests/{served.ask()}"
    bea = come("Bea").get(request).press("Open and read")
    return request, bea.get(f"{request}/answer/not-known-here")


def test_nobody_is_said_not_to_be_known_by_one_press(served: Served, come: Come) -> None:
    """Finding: one click with nothing typed closed the task of a child in danger."""
    request, bea = opened(served, come)
    bea.press(SEND)
    assert bea.page.status_code == 422
    assert LOOK_FOR_EACH in bea.text
    assert "Choose at least one system that you searched" in bea.text
    bea.press(SEND, looked=ticked(bea, "looked"), system=["attendance-register"], identifier=[])
    assert "Choose at least one" in bea.text
    assert "Waiting for an answer" in come("Petra").get(request).text


def test_each_is_looked_for_by_name_and_date_of_birth(served: Served, come: Come) -> None:
    _, bea = opened(served, come)
    for pupil in PUPILS:
        assert flat(bea).count(f"{pupil}, {BORN}") == 2, "at the head, and beside its tick"
    looked = ticked(bea, "looked")
    assert len(looked) == len(PUPILS)
    bea.press(SEND, looked=looked[1:], system=["attendance-register"])
    assert LOOK_FOR_EACH in bea.text
    assert SENT in bea.press(SEND, looked=looked).text


@pytest.mark.parametrize("spelt", ["", "Kay Obrien; Syan Parry"])
def test_who_asked_sees_where_and_by_what_they_were_looked_for(
    served: Served, come: Come, spelt: str
) -> None:
    request, bea = opened(served, come)
    by = ["name", "former-names"]
    bea = not_known(bea, identifier=by, spellings=spelt, skipped=["paper-archive"])
    assert SENT in bea.text
    petra = come("Petra").get(request)
    for code in ("attendance-register", "paper-archive"):
        assert called("system", code) in petra.text
    assert called("identifier", "former-names") in petra.text
    assert NOT_THERE in petra.text
    assert spelt in (petra.press("Open and read").text if spelt else petra.text)
