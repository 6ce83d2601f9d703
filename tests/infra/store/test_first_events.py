"""What the first release recorded is read by this one, though events have gained facts since.

``first_events.txt`` holds, of each kind that its demonstration told, one event's bytes as that
release wrote them; keys are cut short, and the tables of the law left out.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent

from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import LabelledItem
from hub_infra.store.codec import decode, encode
from hub_infra.store.mapper import MsgpackMapper
from hub_services.hub.views import project

MAPPER = MsgpackMapper()
FIRST = {
    topic: bytes.fromhex(state)
    for topic, state in map(
        str.split, Path(__file__).with_name("first_events.txt").read_text("ascii").splitlines()
    )
}


def _stored(topic: str, state: bytes) -> StoredEvent:
    return StoredEvent(uuid4(), 1, topic, state)


def _brought_up(topic: str) -> Any:
    return MAPPER.to_domain_event(_stored(topic, FIRST[topic]))


@pytest.mark.parametrize("topic", FIRST)
def test_an_event_of_the_first_release_has_all_that_its_class_has(topic: str) -> None:
    event = _brought_up(topic)
    assert set(vars(event)) == {each.name for each in fields(type(event))}
    project(event)


@pytest.mark.parametrize("topic", FIRST)
def test_brought_up_it_reads_as_if_it_had_been_written_now(topic: str) -> None:
    event = _brought_up(topic)
    again: Any = MAPPER.to_domain_event(MAPPER.to_stored_event(event))
    assert vars(again) == vars(event)


def test_what_the_first_release_did_not_ask_is_not_made_up() -> None:
    assert _brought_up("agency.registered").under == {}
    assert _brought_up("agency.arrangement-recorded").guidance == []
    assert _brought_up("share-request.issued").exercising is None
    for item in _brought_up("disclosure.made").items:
        assert set(item) == {each.name for each in fields(LabelledItem)}
        assert item["confirmed_current"] is False
    decided = _brought_up("sharing-decision.made")
    assert [(each["sensitivity"], each["as_at"]) for each in decided.items] == [("", None)]
    assert [each["asked"] for each in decided.items] == [None]


def test_a_decision_of_the_first_release_can_still_be_carried_out() -> None:
    standing = _brought_up("sharing-decision.made").mutate(None)
    assert isinstance(standing, SharingDecision)
    assert set(standing.mandate.sensitivities.values()) == {""}


def test_a_decision_that_was_made_again_is_brought_up_like_the_first() -> None:
    state = decode(FIRST["sharing-decision.made"])
    del state["originator_topic"]
    event: Any = MAPPER.to_domain_event(_stored("sharing-decision.made-again", encode(state)))
    assert [(each["sensitivity"], each["as_at"]) for each in event.items] == [("", None)]
    assert [each["asked"] for each in event.items] == [None]


def test_a_fact_that_is_there_is_left_as_it_is() -> None:
    """Between two releases it was written without a new version."""
    state = decode(FIRST["share-request.issued"]) | {"exercising": "assessment"}
    event: Any = MAPPER.to_domain_event(_stored("share-request.issued", encode(state)))
    assert event.exercising == "assessment"


def test_a_code_from_before_its_list_was_closed_is_read_as_it_was_written() -> None:
    """Lists are for what is said from now on; what was recorded stays, and can be answered."""
    state = decode(FIRST["share-request.issued"])
    (item,) = state["items"]
    item["topic"] = "school-view"
    event: Any = MAPPER.to_domain_event(_stored("share-request.issued", encode(state)))
    assert [each["topic"] for each in event.items] == ["school-view"]
    assert event.mutate(None).items.keys() == {item["id"]}
    project(event)
