"""A form acts on what its page showed: what happened since is shown first."""

from __future__ import annotations

from uuid import UUID

import pytest

from hub_services.desk.records import RequestPage
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader, at_the_same_time
from tests.web.steps import CHALLENGE, NOTE, day, ticked
from tests.web.test_about_whom import of_a_power
from tests.web.test_declining import DECLINED
from tests.web.test_emergency import AT_RISK, NOW, at_once, from_the_request
from tests.web.test_kept_as_typed import loaded_again
from tests.web.test_what_is_minded import DECIDED, HEARD, asked, say

MOVED = "Somebody changed this while you were working"
SENT = "Your answer has been sent"
GIVEN = "He is alone with them now, and has said that he is afraid."
WHICH = "Which of the two years is meant?"
SEARCHED: Fills = {
    "system": ["attendance-register"],
    "identifier": ["name"],
    **day("from", "1 9 2025"),
    **day("to", "1 10 2026"),
}
ANSWERS: dict[str, Fills] = {
    "answer/not-held": SEARCHED | {"reasons": WHICH},
    "answer/clarification": {"reasons": WHICH},
    "answer/challenge": {"ground": "not-necessary", "reasons": CHALLENGE},
    "decline": DECLINED,
}
SOONER: Fills = {"due_time": "16:00", **day("due", "26 10 2026")}
EXPLAINED: Fills = {
    "explanation": "The summer term, from the move on.",
    "due_time": "16:00",
    **day("due", "27 10 2026"),
}


def answering(served: Served, come: Come, page: str) -> tuple[str, Reader]:
    """Somebody is on the page of an answer to a request about one child."""
    request = asked(served, come, "Bea", "Hollins School").page.url.path.partition("/share")[0]
    return request, come("Bea").get(f"{request}/{page}")


def send_of(page: str) -> str:
    return "Decide and decline" if page == "decline" else "Send this answer"


def found(served: Served, request: str) -> RequestPage:
    """The request, as the school's lead has it."""
    about = UUID(request.rpartition("/")[2])
    return served.run(served.desk.request(served.hat("Bea"), about))


def written(served: Served, request: str) -> list[str]:
    """What was written since the request."""
    return [each.row.part for each in found(served, request).writings[1:]]


def not_done(reader: Reader, button: str, **fills: str | list[str]) -> Reader:
    """The button does nothing, and the page says that something happened since."""
    reader.press(button, **fills)
    assert reader.page.status_code == 409, reader.text
    assert MOVED in reader.text
    return reader


@requirement("R-014")
@pytest.mark.parametrize(("page", "fills"), ANSWERS.items())
def test_no_older_page_answers_over_what_was_shared_in_an_emergency(
    served: Served, come: Come, page: str, fills: Fills
) -> None:
    """Finding: who asked saw "Declined" over what nobody had opened, sent in an emergency."""
    request, bea = answering(served, come, page)
    from_the_request(come("Bea"), request, GIVEN).press(NOW)
    not_done(bea, send_of(page), **fills)
    assert "This is how the request stands now" in bea.text
    assert "cais yn sefyll nawr" in bea.press("Cymraeg").text
    assert "This is how the request stands now" in bea.press("English").text
    assert "Emergency" in bea.text
    assert str(fills["reasons"]) in bea.text, "what was typed is kept"
    shared = found(served, request)
    assert written(served, request) == []
    assert shared.request.decision
    made = served.run(served.desk.decision(served.hat("Bea"), shared.request.decision))
    assert made.decision["decision"] == "share", "nothing is decided over it"
    bea.press(send_of(page), d_confirmed="yes")
    assert "has been sent" in bea.text, "it can be sent, if it is still right"


@pytest.mark.parametrize(("page", "fills"), ANSWERS.items())
def test_of_one_button_pressed_twice_the_first_answer_stays(
    served: Served, come: Come, page: str, fills: Fills
) -> None:
    """Finding: the second press was another answer, or a page of what went wrong."""
    request, bea = answering(served, come, page)
    first = bea.press(send_of(page), **fills).page
    assert "has been sent" in first.text
    assert "has been sent" in loaded_again(bea, first).text
    assert len(written(served, request)) == 1
    assert "You have begun to answer" not in bea.get(request).text


def test_of_one_button_pressed_several_times_at_once_as_well(
    served: Served, come: Come
) -> None:
    request, bea = answering(served, come, "answer/clarification")
    for page in at_the_same_time(bea, "Send this answer", reasons=WHICH):
        assert page.status_code == 200
        assert SENT in page.text
    assert written(served, request) == ["answer"]


def test_nobody_gives_away_what_was_given_away_in_another_window(
    served: Served, come: Come
) -> None:
    request = of_a_power(served)
    ella = come("Ella").get(request)
    come("Bea").get(request).press("Assign", to=str(served.people["Mair"].id))
    not_done(ella, "Assign", to=str(served.people["Bea"].id))


def test_who_gave_it_away_is_not_told_that_it_is_not_there(served: Served, come: Come) -> None:
    bea = come("Bea").get(of_a_power(served))
    first = bea.press("Assign", to=str(served.people["Mair"].id)).page
    assert "Assigned." in loaded_again(bea, first).text


def test_nothing_is_narrowed_explained_or_withdrawn_but_as_it_stands(
    served: Served, come: Come
) -> None:
    request = of_a_power(served)
    bea = come("Bea").get(request).press("Open and read").get(f"{request}/answer/challenge")
    bea.press("Send this answer", **ANSWERS["answer/challenge"])
    one, two, three, four = (come("Asha").get(request) for _ in range(4))
    one.press("Send", **EXPLAINED)
    less: Fills = SOONER | {"person": ticked(two, "person")[:1], "item": ticked(two, "item")}
    not_done(two, "Send", **less).press("Narrow the request", **less)
    assert "The request has been narrowed" in two.text
    not_done(three, "Send", **EXPLAINED)
    assert "What you wrote, which was not sent" in three.text, (
        "there is no form for it any more"
    )
    assert str(EXPLAINED["explanation"]) in three.text.partition("which was not sent")[2]
    not_done(four, "Withdraw the request", withdrawn_why="no-longer-needed")
    four.press("Withdraw the request")
    assert "The request has been withdrawn" in four.text


@requirement("R-209")
def test_a_note_is_filed_on_the_decision_that_was_read(served: Served, come: Come) -> None:
    """Finding: it stood as the note on another decision, which was made in the meantime."""
    bea = at_once(say(asked(served, come, "Bea", "Hollins School")), **AT_RISK)
    request = bea.page.url.path.removesuffix("/share/check")
    bea.press(NOW)
    made = found(served, request).request.decision
    ella = come("Ella").get(f"/decisions/{made}")
    bea.get(f"{request}/record").press("Continue", **DECIDED, **HEARD)
    assert "The record is complete" in bea.press("Complete the record").text, bea.text
    not_done(ella, "File the note", note=NOTE)
    assert NOTE in ella.text
    assert "The note is on file" in ella.press("File the note").text


@pytest.mark.parametrize("shown", ["", "zzz", "9" * 5000])
def test_a_page_that_says_nothing_of_what_it_showed_acts_on_nothing(
    served: Served, come: Come, shown: str
) -> None:
    not_done(
        come("Bea").get(of_a_power(served)),
        "Assign",
        to=str(served.people["Mair"].id),
        seen=shown,
    )
