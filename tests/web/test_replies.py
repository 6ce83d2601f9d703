"""Who asked learns from their inbox what came back, and everywhere how each request stands."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from msgspec.structs import replace

from hub_services.desk.drafts import To
from tests.support.pages import PUPILS, Served, request_draft
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import CHALLENGE, day, not_known
from tests.web.test_answers_unopened import UNOPENED
from tests.web.test_declining import DECLINED, TRIP
from tests.web.test_emergency import NOW, from_the_request
from tests.web.test_for_whom import line, school
from tests.web.test_what_is_minded import asked

POLICE = "Northshire Police"
QUESTION = "Which of the two terms is meant?"
MEANT = "The summer term, in which the absences began."
BACK: dict[str, tuple[str, Fills]] = {
    "clarification": ("Clarification asked for", {"reasons": QUESTION}),
    "challenge": ("Challenged", {"ground": "not-necessary", "reasons": CHALLENGE}),
}


def words(reader: Reader) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", reader.text).split())


def answer(come: Come, request: UUID, kind: str) -> Reader:
    """The school opens the request and asks back or challenges."""
    bea = come("Bea").get(f"/requests/{request}")
    if "Open and read" in bea.text:
        bea.press("Open and read")
    return bea.get(f"/requests/{request}/answer/{kind}").press(
        "Send this answer", **BACK[kind][1]
    )


def explain(come: Come, request: UUID, text: str = MEANT) -> Reader:
    petra = come("Petra").get(f"/requests/{request}").press("Open and read")
    due = day("due", "27 10 2026")
    return petra.press("Send", explanation=text, due_time="16:00", **due)


def read_it(reader: Reader, request: UUID) -> Reader:
    """Open one of what came back, from its line in the inbox."""
    (form,) = (each for each in reader.forms() if each.action == f"/requests/{request}/open")
    assert form.buttons[0][2] == "Open and read what Hollins School replies"
    reader.page = reader.client.post(form.action, data=dict(form.fields))
    return reader


@requirement("R-224")
@pytest.mark.parametrize("kind", BACK)
def test_what_is_asked_back_stands_in_the_inbox_of_who_asked_until_they_open_it(
    served: Served, come: Come, kind: str
) -> None:
    """The next step is theirs, and the clock stands while they do not know of it (P-32)."""
    request = served.ask()
    answer(come, request, kind)
    petra = come("Petra").get("/inbox")
    assert UNOPENED in petra.text
    row = line(petra, request)
    assert BACK[kind][0] in row
    assert "They wait for you" in row
    assert PUPILS[0] in row
    assert QUESTION not in petra.text
    assert CHALLENGE not in petra.text
    for other in ("Quin", "Asha"):
        assert str(request) not in come(other).get("/inbox").text, "it is none of theirs"
    read_it(petra, request)
    assert petra.page.url.path == f"/requests/{request}"
    assert str(BACK[kind][1]["reasons"]) in petra.text
    assert str(request) not in petra.get("/inbox").text


def test_what_is_declined_stands_there_too(served: Served, come: Come) -> None:
    served.remember("Asha", "Kai Example")
    power = served.ask_as(
        "Asha", "Kai Example", provision="CA1989-47", function=None, purpose="child-protection"
    )
    bea = come("Bea").get(f"/requests/{power}/decline")
    bea.press("Decide and decline", **DECLINED)
    asha = come("Asha").get("/inbox")
    assert "Declined" in line(asha, power)
    assert "They wait for you" not in line(asha, power)
    read_it(asha, power)
    assert TRIP in asha.text
    assert "Their ground:" in asha.text
    assert str(power) not in asha.get("/inbox").text
    bea.get(f"/requests/{power}")
    assert "You have declined it. Northshire Council acts next" in words(bea)
    assert "Your ground:" in bea.text
    bea.get(re.findall(r'href="(/decisions/[0-9a-f-]{36})"', bea.text)[0])
    assert "The answers allow sharing. That does not oblige: it was decided not to" in words(
        bea
    )


def test_an_answer_without_words_stands_there_until_they_have_looked(
    served: Served, come: Come
) -> None:
    """And another that comes after it stands there again."""
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    not_known(bea.get(f"/requests/{request}/answer/not-known-here"))
    petra = come("Petra").get("/inbox")
    assert line(petra, request).endswith("See the answer of Hollins School")
    assert "Not searched: not said" in words(petra.get(f"/requests/{request}")), "P-03"
    assert str(request) not in petra.get("/inbox").text
    served.world.pass_time(minutes=1)
    answer(come, request, "clarification")
    assert "Clarification asked for" in line(petra.get("/inbox"), request)


@requirement("R-362")
def test_what_was_shared_in_an_emergency_is_no_silence(served: Served, come: Come) -> None:
    """Late, it is still told as shared, with the rest asked, wherever it is listed (P-22)."""
    request = UUID(asked(served, come, "Bea", "Hollins School").page.url.path.split("/")[2])
    shared = "Shared in an emergency; the rest is still asked"
    from_the_request(come("Bea"), f"/requests/{request}", "She is not at home.").press(NOW)
    served.world.pass_time(hours=38)
    served.world.tick()
    asha = come("Asha")
    for page in ("/sent", f"/requests/{request}", "/tasks"):
        asha.get(page)
        assert shared in asha.text, page
        assert "No reply" not in asha.text.partition(str(request))[2].partition("</li>")[0]
        assert "No answer in time" not in asha.text
    asha.get(f"/requests/{request}")
    assert "The rest is not answered in time. You can ring:" in asha.text
    assert shared in line(come("Bea").get("/inbox"), request)
    row = served.run(served.desk.request(served.hat("Asha"), request)).request
    assert replace(row, status="narrowed").stands() == "shared-before", (
        "in whatever way it went"
    )
    assert replace(row, disclosure=None).stands(served.world.clock.now()) == "no-reply"


def test_who_declined_and_who_shared_something_are_counted_apart(
    served: Served, come: Come
) -> None:
    (pupil,) = served.remember("Asha", "Kai Example")
    to = tuple(To(agency=served.offices[name].id) for name in ("Hollins School", POLICE))
    law = {"provision": "CA1989-47", "function": None, "purpose": "child-protection"}
    draft = request_draft(served, [pupil], to=to, **law)
    first, second = served.run(served.desk.issue_round(served.hat("Asha"), draft))
    come("Bea").get(f"/requests/{first.request}/decline").press(
        "Decide and decline", **DECLINED
    )
    from_the_request(come("Cole"), f"/requests/{second.request}", "She is not at home.").press(
        NOW
    )
    asha = come("Asha").get(f"/requests/{first.request}")
    asha.get(re.findall(r'href="(/rounds/[0-9a-f-]{36})"', asha.text)[0])
    assert (
        "0 of 2 have answered. 1 has declined. "
        "1 has shared something, and the rest is still asked."
    ) in words(asha)
    assert "For the rest: " in words(asha)


def test_what_was_explained_is_read_before_it_is_answered(served: Served, come: Come) -> None:
    """As the words of the request are; what was being written is kept until then."""
    request = served.ask()
    answer(come, request, "clarification")
    explain(come, request)
    bea = come("Bea").get(f"/requests/{request}/answer/not-held")
    assert "You have not opened what they have explained since" in bea.text
    assert "Send this answer" not in bea.text
    assert "You have not opened what they have explained since" in (
        bea.get(f"/requests/{request}/answer/challenge").text
    )
    bea.get(f"/requests/{request}")
    head = bea.text.partition("About whom")[0]
    assert "They have explained the request: read it before you answer" in head
    assert bea.text.count("Explanation of the request</h3>") == 1
    assert MEANT in bea.press("Open and read Explanation of the request").text
    assert "read it before you answer" not in bea.text
    assert "Send this answer" in bea.get(f"/requests/{request}/answer/not-held").text


def test_a_question_is_headed_as_one_and_an_answer_as_an_answer(
    served: Served, come: Come
) -> None:
    request = served.ask()
    bea = answer(come, request, "clarification").get(f"/requests/{request}")
    assert "You asked what is meant</h3>" in bea.text
    assert "You have asked what is meant. Northshire ICB acts next" in words(bea)
    petra = explain(come, request)
    assert "They ask what is meant</h3>" in petra.text, "and it stays so"
    bea.get(f"/requests/{request}").press("Open and read Explanation of the request")
    bea.get(f"/requests/{request}/answer/not-known-here")
    not_known(bea, reasons="Perhaps in Westmere.")
    petra.get(f"/requests/{request}")
    assert petra.text.count("Written with the answer</h3>") == 1
    assert petra.text.count("They ask what is meant</h3>") == 1


@requirement("R-064")
def test_a_challenge_that_was_explained_waits_for_the_other_agency(
    served: Served, come: Come
) -> None:
    """The task says whose turn it is, and the page whom to take it to where it stays stuck."""
    request = served.ask()
    bea = answer(come, request, "challenge").get(f"/requests/{request}")
    assert "You have challenged it. Northshire ICB acts next" in words(bea)
    assert "Your ground:" in bea.text
    petra = come("Petra").get("/tasks")
    assert "Explained; waits for" not in line(petra, request)
    explain(come, request)
    assert "Explained; waits for Hollins School" in line(petra.get("/tasks"), request)
    petra.get(f"/requests/{request}")
    assert "Explained, waiting for an answer They had challenged it on this ground:" in (
        words(petra)
    )
    assert "take it to their safeguarding lead, with your manager" in words(petra)
    assert "Bea Lloyd" in petra.text.partition("If it stays stuck")[2]


def test_who_is_given_a_request_is_told_by_whom(served: Served, come: Come) -> None:
    """And who gives it what becomes of it, before they do."""
    request = served.ask(to=school(served, practitioner=served.people["Bea"].id))
    bea = come("Bea").get(f"/requests/{request}")
    assert "You will see it no longer. What you have begun to write stays with you" in words(
        bea
    )
    bea.press("Assign", to="")
    assert bea.page.status_code == 422
    assert "Choose the colleague to whom you give it" in bea.text
    bea.press("Assign", to=str(served.people["Mair"].id))
    mair = come("Mair").get("/inbox")
    assert "Given to you by Bea Lloyd, " in line(mair, request)
    assert "Given to you by Bea Lloyd, " in mair.get(f"/requests/{request}").text
    ella = come("Ella").get(f"/requests/{request}")
    assert "Given to Mair Tudor by Bea Lloyd, " in ella.text
    assert "Given to" not in come("Petra").get(f"/requests/{request}").text
