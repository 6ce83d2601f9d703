"""What was given answers the request on which it was decided, and no other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub_services.wiring.audit import StoredLog
from tests.services.auditing.forged.conftest import Told, telling
from tests.services.story import Story
from tests.support.casework import ask
from tests.support.forging import Change, Forger, found, put


def ask_again(story: Story) -> None:
    """A second request to the school, which it leaves open."""
    pupil = story.pupils[0]
    again = ask(story.gwen, story.school.body, {pupil: "Kezia"}, {"attendance": (pupil,)})
    again.answered.ok()


@pytest.fixture(scope="module")
def told(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with telling(postgres, tmp_path_factory.mktemp("told"), ask_again) as once:
        yield once


def test_an_answer_that_was_moved_to_another_request_shows(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """The one that was answered is told as open; the other, just as old, as answered."""
    answered, other = (
        forger.newest("share-request.answered"),
        forger.newest("share-request.issued"),
    )
    assert other.stream != answered.stream == story.asked.id
    change = "update events set stream = %s, version = %s where position = %s"
    forger.sql(change, other.stream, 2, answered.position)
    forger.event(answered, bool)
    assert (answered.position, "event-differs") in found(log)


def test_who_asked_is_known_by_the_decision(log: StoredLog, forger: Forger) -> None:
    row = forger.newest("share-request.answered")
    forger.event(row, put("requester", row.stream))
    assert (row.position, "event-differs") in found(log)


@pytest.mark.parametrize(
    "change",
    [put("request", None), lambda facts: facts.update(request=facts["decision"])],
    ids=["none", "another"],
)
def test_a_disclosure_names_the_request_that_was_decided(
    log: StoredLog, forger: Forger, change: Change
) -> None:
    row = forger.newest("disclosure.made")
    forger.event(row, change)
    assert (row.position, "event-differs") in found(log)


def test_a_disclosure_that_nobody_asked_for_names_no_request(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """Its decision has an id of its own."""
    row, decision = forger.newest("disclosure.made"), story.world.ids.stream()
    request = row.state["request"]
    forger.state_anew(row, story.school.body.private, put("decision", str(decision)))
    forger.event(row, lambda facts: facts.update(decision=decision, request=None))
    assert (row.position, "event-differs") not in found(log)
    forger.event(row, put("request", request))
    assert (row.position, "event-differs") in found(log)
