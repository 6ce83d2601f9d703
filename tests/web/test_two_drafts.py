"""What is still to be shared, and the record of what went, are drafts of their own."""

from __future__ import annotations

import re

import pytest

from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Reader
from tests.web.steps import numbers_of
from tests.web.test_emergency import (
    AT_RISK,
    CHECK,
    MORE,
    NOW,
    SHARE_NOW,
    at_once,
    from_the_request,
)
from tests.web.test_what_is_minded import DECIDED, HEARD, SAID, asked, decision, say

HALF = "The school nurse was with her"


@pytest.fixture
def sharing(served: Served, come: Come) -> Reader:
    """A school has written what it would tell the council, and is to decide."""
    return say(asked(served, come, "Bea", "Hollins School"))


@requirement("R-362")
def test_something_more_and_the_record_of_what_went_are_drafts_of_their_own(
    sharing: Reader,
) -> None:
    """Finding: who discarded the second lost the record that they had half written."""
    request = sharing.page.url.path.removesuffix("/share/decision")
    at_once(sharing, **AT_RISK).press(NOW)
    record = f"{request}/record/decision"
    sharing.get(record).press(MORE, d_why=HALF)
    assert HALF in sharing.get(record).text, "what was typed is kept on the way to more"
    say(sharing.get(f"{request}/share/items"))
    assert "has a record of its own" in sharing.text
    assert HALF not in sharing.text
    sharing.press("Complete that record first", d_why="Hers alone.")
    assert sharing.page.url.path == record
    assert HALF in sharing.text
    assert "Hers alone." in sharing.get(f"{request}/share/decision").text
    sharing.press("Discard").press("Discard it")
    assert "The draft has been discarded" in sharing.text
    assert "Hers alone." not in sharing.get(f"{request}/share/decision").text
    assert HALF in sharing.get(f"{request}/share").text


@requirement("R-362")
def test_the_record_is_completed_while_something_more_is_half_written(sharing: Reader) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    at_once(sharing, **AT_RISK).press(NOW)
    sharing.get(f"{request}/record").press(MORE)
    say(sharing)
    assert "Complete the record</a>" in " ".join(decision(sharing).split())
    sharing.get(f"{request}/record").press("Continue", **DECIDED, **HEARD)
    sharing.press("Complete the record")
    assert "The record is complete" in sharing.text, sharing.text
    assert SAID in sharing.get(f"{request}/share").text, "the second is still half written"
    assert "has a record of its own" not in sharing.text


@requirement("R-362")
def test_in_an_emergency_something_more_is_one_press_from_the_record(sharing: Reader) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    at_once(sharing, **AT_RISK).press(NOW)
    sharing.get(f"{request}/record").press(SHARE_NOW, d_why=HALF)
    assert sharing.page.url.path == f"{request}/emergency"
    assert HALF in sharing.get(f"{request}/record").text


def test_what_is_wrong_in_an_emergency_is_listed_in_the_order_of_the_page(
    sharing: Reader,
) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    sharing.get(f"{request}/emergency")
    (number,) = (
        each for each in numbers_of(sharing, "say") if f"say-{each}-text" in sharing.text
    )
    sharing.press(CHECK, d_post="", **{f"say_{number}_text": " "})
    listed = re.findall(r'<li>\s*<a href="#([^"]+)"', sharing.text)
    assert listed == [f"say-{number}-text", "d-immediate", "d-post"]


def test_a_list_of_what_was_shared_says_about_whom_each_is(come: Come, sharing: Reader) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    at_once(sharing, **AT_RISK).press(NOW)
    assert 'href="/tasks">Tasks</a>' in sharing.text.split("</main>")[0].split("<main")[1]
    from_the_request(sharing, request, "He has rung again.").press(NOW)
    for reader in (sharing, come("Asha").get(request)):
        shared = reader.text.partition("shared")[2].partition("Emergency")[2]
        assert len(re.findall(r"Emergency</strong><br>\s*Kit Example", reader.text)) == 2, (
            shared
        )
