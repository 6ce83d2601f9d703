"""What was asked back or doubted is explained on the page of the request."""

from __future__ import annotations

from tests.support.pages import Served
from tests.web.browsing import Come
from tests.web.steps import day


def test_what_was_asked_back_is_explained_in_words_and_asked_again(
    served: Served, come: Come
) -> None:
    request = f"/requests/{served.ask()}"
    bea = come("Bea").get(request).press("Open and read")
    assert "Your explanation" not in come("Petra").get(request).text
    bea.get(f"{request}/answer/clarification")
    bea.press("Send this answer", reasons="Which of the two terms is meant?")
    petra = come("Petra").get(request).press("Open and read")
    assert "Which of the two terms is meant?" in petra.text
    petra.press("Send", explanation="")
    assert "Answer what they asked or doubted" in petra.text
    petra.press(
        "Send",
        explanation="The summer term, from O'Brien's move to Siân's class.",
        due_time="16:00",
        **day("due", "27 10 2026"),
    )
    assert "Your explanation has been sent. They can answer again." in petra.text
    assert "Explained, waiting for an answer" in petra.text
    bea.get(request)
    assert "27 October" in bea.text
    assert "Your answer<" in bea.text
    bea.press("Open and read")
    assert "The summer term, from O&#39;Brien&#39;s move to Siân&#39;s class." in bea.text
