"""What was begun to be told is found again where it was left; danger is asked of at once."""

from __future__ import annotations

import re

import pytest

from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Reader
from tests.web.steps import link
from tests.web.telling import (
    ANSWERED,
    PUPIL,
    SEEN,
    SEND,
    STATED,
    TOLD,
    about,
    begin,
    ready,
    to,
    written,
)
from tests.web.test_emergency import AT_RISK, CHECK, NOW, SHARE_NOW

BEGUN = "You have begun to tell, and not sent:"


def draft_of(reader: Reader) -> str:
    """Where the draft of a page stands."""
    return reader.page.url.path.rpartition("/")[0]


def left_at(reader: Reader) -> str:
    """At which step the draft of this page opens from the inbox."""
    draft = draft_of(reader)
    assert draft in reader.get("/inbox").text
    return str(reader.get(draft).page.url.path.removeprefix(f"{draft}/"))


def test_what_was_begun_stands_in_the_inbox_with_whom_it_is_about(
    served: Served, come: Come
) -> None:
    bea = about(begin(come("Bea"), served))
    draft = draft_of(bea)
    inbox = bea.get("/inbox").text
    told = inbox[inbox.index(BEGUN) :]
    assert draft in told
    for wanted in ("For Northshire Council, saved", PUPIL):
        assert wanted in told
    assert BEGUN not in come("Ella").get("/inbox").text
    sent = draft_of(written(bea, served))
    bea.press("Continue", **ANSWERED).press(SEND)
    assert TOLD in bea.text
    bea.get(draft).press("Discard").press("Discard it")
    inbox = bea.get("/inbox").text
    assert [each for each in (sent, draft) if each in inbox] == []


@pytest.mark.parametrize("step", ["people", "items", "decision", "check"])
def test_it_opens_where_it_was_left(served: Served, come: Come, step: str) -> None:
    """Finding: however far it had come, it opened at its first step."""
    make = {
        "people": lambda bea: begin(bea, served),
        "items": lambda bea: about(begin(bea, served)),
        "decision": lambda bea: written(bea, served).press("Save for later", d_why="Not yet."),
        "check": lambda bea: ready(bea, served),
    }
    assert left_at(make[step](come("Bea"))) == step


def test_what_is_wrong_on_a_step_is_where_it_opens(served: Served, come: Come) -> None:
    bea = written(come("Bea"), served).press("Continue", **{**ANSWERED, "d_need_level": ""})
    assert bea.page.status_code == 422
    assert left_at(bea) == "decision"


def test_who_has_only_told_reads_where_that_stands(served: Served, come: Come) -> None:
    """Finding: it said only that nothing was asked for."""
    bea = come("Bea")
    assert "See what we shared" not in come("Cole").get("/sent").text
    ready(bea, served).press(SEND)
    sent = bea.get("/sent").text
    assert "You have not asked for anything yet." in sent
    assert 'href="/disclosures?made=yes">See what we shared' in sent


@requirement("R-018", "R-362")
def test_an_emergency_is_told_from_the_first_step_without_a_law(
    served: Served, come: Come
) -> None:
    """Whom, about whom, and what they must know now: nothing else is asked before it goes."""
    bea, fills = come("Bea").get("/tell"), to(served, "Northshire Council", "Asha")
    bea.press(SHARE_NOW)
    assert "Choose the agency that you tell" in bea.text
    assert "Choose the law" not in bea.text
    bea.press(SHARE_NOW, **{**fills, "tell_law": ""})
    assert bea.page.url.path.endswith("/people")
    assert "This goes as an emergency" in bea.text
    assert left_at(bea) == "people"
    about(bea)
    assert bea.page.url.path.endswith("/emergency")
    assert left_at(bea) == "emergency"
    bea.press(CHECK, say_1_text=SEEN, **AT_RISK).press(NOW)
    assert "It has been shared" in bea.text, bea.text
    page = bea.page.url.path
    banner = bea.text.partition("It has been shared")[2].partition("<h1")[0]
    assert "You can ring:" in banner
    assert "Asha" in banner
    assert SEEN in come("Asha").get(page).press("Open and read").text
    bea.get(link(bea.get(page), "decisions"))
    bea.get(link(bea, "tell"))
    assert "answer what is open" in bea.text
    assert "the law that you chose" not in bea.text, "none was chosen"


@requirement("R-018")
def test_a_law_that_would_not_do_stops_no_emergency(served: Served, come: Come) -> None:
    """Section 115 names no school; what nobody there may be told by is not relied on."""
    cole = come("Cole").get("/tell")
    cole.press(SHARE_NOW, **to(served, "Hollins School", "Bea", law="CDA1998-115"))
    assert cole.page.url.path.endswith("/people")
    kept = cole.get(cole.page.url.path.replace("/people", "/who")).text
    assert 'value="CDA1998-115" checked' not in kept
    assert 'value="CDA1998-115"' in kept


@requirement("R-018")
def test_whose_danger_shows_at_the_second_step_goes_from_there(
    served: Served, come: Come
) -> None:
    bea = begin(come("Bea"), served).press("Add", new_names=PUPIL)
    (scope,) = re.findall(r'name="(scope-[0-9a-f-]{36})"', bea.text)
    bea.press(SHARE_NOW, **{scope.replace("-", "_"): "under-18"})
    assert bea.page.url.path.endswith("/emergency"), bea.text


def test_who_thinks_better_of_it_goes_the_ordinary_way(served: Served, come: Come) -> None:
    """The law is asked for again."""
    bea = come("Bea").get("/tell")
    fills = to(served, "Northshire Council", "Asha")
    bea.press(SHARE_NOW, **{**fills, "tell_law": ""})
    bea.get(bea.page.url.path.replace("/people", "/who")).press("Continue")
    assert "Choose the law on which you tell it" in bea.text
    bea.press("Continue", tell_law="EA2002-175")
    assert about(bea).page.url.path.endswith("/items")
    assert left_at(bea.press("Save for later", **STATED)) == "decision"


def test_its_tasks_say_whom_they_are_about(served: Served, come: Come) -> None:
    """Finding: to tell unasked leaves the same tasks, and they named nobody."""
    bea = about(begin(come("Bea"), served))
    bea.press(SHARE_NOW).press(CHECK, say_1_text=SEEN, **AT_RISK).press(NOW)
    decision = link(bea, "decisions")
    tasks = bea.get("/tasks").text.split('class="hub-list__row"')
    of_it = [each for each in tasks if decision in each]
    assert of_it
    for task in of_it:
        assert f"Northshire Council: {PUPIL}" in re.sub(r"\s+", " ", task)
