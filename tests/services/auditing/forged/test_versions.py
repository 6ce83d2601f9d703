"""A fact that is missing is forgiven to events of the releases that did not have it yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent

from hub_domain import history
from hub_infra.store.codec import decode
from hub_infra.store.mapper import SCHEMA_VERSION, MsgpackMapper
from hub_services.auditing.said import FIRST_SAID, SAYINGS
from hub_services.wiring.audit import StoredLog
from tests.services.auditing.forged.test_what_follows import FOLLOWS
from tests.services.story import Story
from tests.support.forging import Change, Forger, Row, found
from tests.support.history import kept

SAID: Final[dict[tuple[str, str], Any]] = {
    ("agency.registered", "under"): {"E16E-ICB": {"since": "2026-01-01"}},
    ("agency.arrangement-recorded", "guidance"): ["WT2026"],
    ("share-request.issued", "exercising"): "E16E-ICB",
    ("share-request.narrowed", "periods"): [
        {"item": str(uuid4()), "period_from": "2026-04-13", "period_to": "2026-07-20"}
    ],
    ("sharing-decision.made", "sensitivity"): "sensitive",
    ("sharing-decision.made", "as_at"): "2026-07-17",
    ("sharing-decision.made", "asked"): str(uuid4()),
    ("disclosure.made", "confirmed_current"): True,
    ("disclosure.made", "criminal_offence"): True,
}
"""What a statement says of facts that were not there from the first."""
UNSAID: Final = {
    "under": {},
    "guidance": [],
    "periods": [],
    "sensitivity": "",
    "confirmed_current": False,
}
"""How an event keeps that nothing was said, where it is not none."""


def among(state: dict[str, Any], fact: str) -> dict[str, Any]:
    """Where a fact stands: of the first item, or of the event itself."""
    first = state.get("items", [None])[0]
    return first if isinstance(first, dict) and fact not in state else state


def say(fact: str, value: object) -> Change:
    return lambda facts: among(facts, fact).update({fact: value})


def sign_for(story: Story, forger: Forger, row: Row, fact: str, value: object) -> None:
    """Keep a statement that says this too, signed by whose act it was."""
    private = {office.body.id: office.body.private for office in (story.icb, story.school)} | {
        story.world.operator.id: story.world.operator.private
    }
    forger.state_anew(row, private[row.said.agency], say(fact, value))


@pytest.mark.parametrize(("topic", "fact"), SAID)
def test_a_fact_that_its_version_has_is_not_forgiven(
    story: Story, log: StoredLog, forger: Forger, topic: str, fact: str
) -> None:
    row = forger.newest(topic)
    sign_for(story, forger, row, fact, SAID[topic, fact])
    forger.event(row, say(fact, UNSAID.get(fact)))
    assert (row.position, "event-differs") in found(log)
    forger.event(row, lambda facts: facts.update({SCHEMA_VERSION: FIRST_SAID[topic][fact]}))
    assert (row.position, "event-differs") in found(log)


@pytest.mark.parametrize(("topic", "fact"), SAID)
def test_a_fact_that_its_version_does_not_have_is_forgiven(
    story: Story, log: StoredLog, forger: Forger, topic: str, fact: str
) -> None:
    """As an earlier release wrote the event: neither this fact, nor any later one."""
    row = forger.newest(topic)
    sign_for(story, forger, row, fact, SAID[topic, fact])
    first = FIRST_SAID[topic]
    for name in first:
        if first[name] >= first[fact]:
            among(row.state, name).pop(name)
    forger.event(row, lambda facts: facts.update({SCHEMA_VERSION: first[fact] - 1}))
    assert found(log) == set()


def test_a_detail_without_its_purpose_was_nothing_and_is_no_forgery(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """The hub takes none now; histories of earlier releases have it."""
    row = forger.newest("sharing-decision.made")
    detail = {"answer": "yes", "detail": "prevention"}
    sign_for(story, forger, row, "purpose", detail)
    forger.event(row, lambda facts: facts["codes"].update(purpose=detail))
    assert (row.position, "event-differs") in found(log)
    forger.event(row, say("purpose", ""))
    assert (row.position, "event-differs") not in found(log)


def test_each_fact_of_a_statement_that_events_did_not_have_is_known_by_its_version() -> None:
    """By what each step to a newer version adds to an event that has nothing."""
    said = {
        topic: saying.facts.keys() | FOLLOWS.get(topic, set())
        for (_, topic), saying in SAYINGS.items()
    }
    added: dict[str, dict[str, int]] = {}
    for kind in events():
        for version in range(2, getattr(kind, "class_version", 1) + 1):
            state: dict[str, Any] = {"items": [{}]}
            getattr(kind, f"upcast_v{version - 1}_v{version}")(state)
            names = {*state["items"][0], *(state.keys() & said[kind.TOPIC])} - {"items"}
            added.setdefault(kind.TOPIC, {}).update(dict.fromkeys(names, version))
    assert {topic: names for topic, names in added.items() if names} == FIRST_SAID


def events() -> Iterator[Any]:
    for aggregate in history.AGGREGATES:
        for kind in vars(aggregate).values():
            if isinstance(kind, type) and "." in getattr(kind, "TOPIC", ""):
                yield kind


def test_what_an_earlier_release_did_not_store_is_forgiven_to_it() -> None:
    """Some of it was stored before there was a version for it; that is held as it stands."""
    told = 0
    for (topic, version), state in kept().items():
        stored = decode(state)
        event = MsgpackMapper().to_domain_event(StoredEvent(uuid4(), 1, topic, state))
        stated = {
            name for (_, of), each in SAYINGS.items() if of == topic for name in each.facts
        }
        missing = (vars(event).keys() - stored.keys()) & stated
        for before, now in zip(
            stored.get("items", []), vars(event).get("items", []), strict=True
        ):
            missing |= names(now) - names(before)
        first = FIRST_SAID.get(topic, {})
        assert {name for name in missing if first.get(name, 0) <= version} == set()
        told += len(missing)
    assert told


def names(item: Any) -> set[str]:
    """Of an item that is one; a narrower request has their ids alone."""
    return set(item) if isinstance(item, dict) else set()
