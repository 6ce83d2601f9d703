"""Every page on which something is decided says about whom, and what is asked."""

from __future__ import annotations

import html

import pytest

from hub_services.words.codes import called
from tests.support.pages import PUPILS, Served
from tests.web.browsing import Come, Reader
from tests.web.steps import day, ticked
from tests.web.telling import PUPIL, written

TWO = ("Ada Example", "Bo Example")
UNREAD = "Jory Unread"
BORN = "born 2 March 2016"
SEALED = "A person whose name you have not opened"
ASKED = f"{called('topic', 'view-of-attendance')}, 1 September 2025 to 20 July 2026"


def flat(reader: Reader) -> str:
    """The text of a page on one line, without what only a screen does not show."""
    return " ".join(html.unescape(reader.text).split())


def of_a_power(served: Served) -> str:
    served.remember("Asha", *TWO)
    power = {"provision": "CA1989-47", "function": None, "purpose": "child-protection"}
    return f"/requests/{served.ask_as('Asha', *TWO, **power)}"


@pytest.mark.parametrize(
    "page",
    [
        "answer/not-held",
        "answer/not-known-here",
        "answer/challenge",
        "answer/clarification",
        "decline",
        "share/decision",
    ],
)
def test_who_answers_sees_about_whom_and_what_is_asked(
    served: Served, come: Come, page: str
) -> None:
    """Finding: nothing held, not known or declined was said of nobody in particular."""
    request = of_a_power(served)
    bea = come("Bea").get(request).press("Open and read").get(f"{request}/{page}")
    for pupil in TWO:
        assert f"{pupil}, {BORN}" in flat(bea)
    assert ASKED in flat(bea)


@pytest.mark.parametrize("page", ["answer/challenge", "answer/not-held"])
def test_a_name_that_was_not_opened_is_not_shown_for_that(
    served: Served, come: Come, page: str
) -> None:
    served.remember("Petra", UNREAD)
    request = f"/requests/{served.ask_as('Petra', UNREAD)}"
    bea = come("Bea").get(f"{request}/{page}")
    assert UNREAD not in bea.text
    assert BORN not in bea.text
    assert SEALED in bea.text
    assert ASKED in flat(bea)
    assert "You have not opened this request." in bea.text


def test_only_who_and_what_is_still_asked_is_named(served: Served, come: Come) -> None:
    request = f"/requests/{served.ask()}"
    petra = come("Petra").get(request)
    item, kept = ticked(petra, "item")[1], str(served.pupils[PUPILS[0]])
    new_time = {"due_time": "16", **day("due", "30 12 2026")}
    petra.press("Narrow the request", person=[kept], item=[item], **new_time)
    assert "The request has been narrowed" in petra.text
    bea = come("Bea").get(request).press("Open and read").get(f"{request}/answer/challenge")
    assert PUPILS[0] in bea.text
    assert PUPILS[1] not in bea.text
    assert ASKED in flat(bea)
    assert called("topic", "attendance") not in bea.text


def test_who_decides_not_to_tell_sees_about_whom(served: Served, come: Come) -> None:
    bea = written(come("Bea"), served)
    assert f"{PUPIL}, {BORN}" in flat(bea)
    bea.press("Decide not to tell them")
    assert f"{PUPIL}, {BORN}" in flat(bea)
    assert "What they ask for" not in bea.text
