"""What was once recorded stays readable, whatever its event has become since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent

from hub_domain.aggregate import Acted, Opening
from hub_infra.store.codec import decode
from hub_infra.store.mapper import SCHEMA_VERSION, MsgpackMapper
from hub_services.hub.views import TABLES
from tests.support.history import Kind, kept

KEPT = kept()
assert TABLES  # the views import every event of the domain


def _events(kind: type[Any] = Acted) -> Iterator[type[Any]]:
    for event in kind.__subclasses__():
        if event.__module__.startswith("hub_domain.") and hasattr(event, "TOPIC"):
            yield event
        yield from _events(event)


NEWEST = {event.TOPIC: int(getattr(event, "class_version", 1)) for event in _events()}


def _restored(kind: Kind) -> Any:
    topic, _ = kind
    stored = StoredEvent(uuid4(), 1, topic, KEPT[kind])
    return MsgpackMapper().to_domain_event(stored)


def _shape(facts: dict[str, Any]) -> dict[str, set[str]]:
    """Each fact, and where it is a list of things, what all of these say."""
    return {
        name: set.intersection(*map(set, value))
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
        else set()
        for name, value in facts.items()
    }


def test_of_every_event_each_version_is_kept() -> None:
    """``pytest -p tests.support.history FOLDER`` keeps those of a test that stores them."""
    assert len(NEWEST) > 20
    versions = {(topic, to) for topic, last in NEWEST.items() for to in range(1, last + 1)}
    assert versions == KEPT.keys()


@pytest.mark.parametrize("kind", KEPT, ids=lambda kind: "-v".join(map(str, kind)))
def test_an_event_of_any_version_says_all_that_a_new_one_says(kind: Kind) -> None:
    topic, version = kind
    assert decode(KEPT[kind])[SCHEMA_VERSION] == version
    event = _restored(kind)
    new = _shape(vars(_restored((topic, NEWEST[topic]))))
    old = _shape(vars(event))
    assert old.keys() == new.keys()
    assert {name: new[name] - said for name, said in old.items() if said and new[name]} == {
        name: set() for name, said in old.items() if said and new[name]
    }


@pytest.mark.parametrize(
    "kind", [kind for kind in KEPT if isinstance(_restored(kind), Opening)], ids=str
)
def test_a_history_that_began_in_any_version_goes_on(kind: Kind) -> None:
    assert _restored(kind).mutate(None).version == 1
