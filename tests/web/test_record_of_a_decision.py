"""The page of a decision says what a record of sharing must say (R-204, R-100)."""

from __future__ import annotations

import re
from html import unescape

from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Reader
from tests.web.test_sharing import CONDITION, GATE, WHY_HELD_BACK
from tests.web.test_sharing import DECIDED as GUARDED
from tests.web.test_sharing import say as part_held_back
from tests.web.test_what_is_minded import DECIDED, HEARD, asked, decision, say

PRINCIPLES = ("necessary", "proportionate", "relevant", "adequate", "accurate", "secure")


def rows(reader: Reader) -> dict[str, str]:
    """Each row of the page's lists, in words: the question and its answer."""
    found = re.findall(r"<dt[^>]*>(.*?)</dt><dd[^>]*>(.*?)</dd>", reader.text, re.DOTALL)
    return {key: " ".join(re.sub(r"<[^>]+>", " ", value).split()) for key, value in found}


def lines(reader: Reader) -> list[str]:
    """What was decided of each item."""
    whole = reader.text.partition("What was decided of each item")[2].partition("</ul>")[0]
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()).replace(" :", ":")
        for row in whole.split("<li>")[1:]
    ]


@requirement("R-100")
def test_it_says_when_who_to_whom_and_every_answer_with_its_source(
    served: Served, come: Come
) -> None:
    sharing = say(asked(served, come, "Cole", "Northshire Police"))
    sharing.press("Continue", **DECIDED, **HEARD).press("Decide and send")
    decision(sharing)
    said = rows(sharing)
    assert re.fullmatch(r"\w+ \d+ \w+ 2026, \d\d:\d\d", said["Decided on"])
    assert said["Decided by"] == "Cole Byrne, Officer. Safeguarding lead"
    assert said["Recipient"].startswith("Northshire Council: Asha")
    assert said["Purpose"] == "Protection of a child as the request and its law gave it"
    assert said["How great is the need?"] == "Some answered by who decided"
    assert said["How clear is the risk?"] == "Clear answered by who decided"
    assert said["How urgent is it?"] == "Routine answered by who decided"
    assert said["Is there a sign of harm?"].startswith("No sign of significant harm")
    assert said["Do you have consent?"].startswith("It was not asked for")
    assert "could place a child at risk" in said["Why is it shared without consent?"]
    assert said["Is there a lawful reason?"].startswith("Public task")
    assert said["On which law does it rest?"]
    assert said["Who is told that you share this?"].startswith("The family has been told")
    assert all(f"whether it is {each}" in said["Answered with yes"] for each in PRINCIPLES)


def test_it_says_of_each_item_and_person_what_was_shared_and_what_withheld(
    served: Served, come: Come
) -> None:
    cole = asked(served, come, "Cole", "Northshire Police")
    part_held_back(cole).press("Continue", **GUARDED, **CONDITION, **GATE)
    cole.press("Decide and send")
    decision(cole)
    shared, withheld = lines(cole)
    assert shared.startswith("Share: Kit Example, Attendance Fact; Sensitive")
    assert "as at 2 October 2026" in shared
    assert withheld.startswith("Hold back: Kit Example, The school's view of attendance")
    assert withheld.endswith("Ground: It is not relevant")
    assert WHY_HELD_BACK in cole.text


def test_it_says_of_what_is_not_held_where_was_searched(served: Served, come: Come) -> None:
    sharing = say(asked(served, come, "Cole", "Northshire Police"))
    sharing.press("Continue", **DECIDED, **HEARD).press("Decide and send")
    decision(sharing)
    assert lines(sharing)[1].startswith("Nothing held: Kit Example")
    assert "Searched: Police records" in lines(sharing)[1]


def test_an_answer_to_many_questions_has_one_short_heading(served: Served, come: Come) -> None:
    sharing = say(asked(served, come, "Cole", "Northshire Police"))
    sharing.press("Continue", **DECIDED, **HEARD).press("Decide and send")
    page = decision(sharing)
    headings = re.findall(r"<h3[^>]*>(.*?)</h3>", page)
    assert any(re.fullmatch(r"One answer to 1\d questions", each) for each in headings)
    assert max(unescape(each).count(";") for each in headings) <= 1, "two at the most"
    assert "<li>Why it is necessary</li>" in page
