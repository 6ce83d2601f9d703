"""What no agency signs for, and what yet follows from the records before it, is held to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import uuid4

import pytest

from hub_services.wiring.audit import StoredLog, stored_log
from tests.services.auditing.forged.happened import Happened
from tests.support.forging import Forger, found, put

_SIDES: Final = {"requester", "addressee"}
FOLLOWS: Final[dict[str, set[str]]] = {
    "share-request.issued": {"requester"},
    "share-request.assigned": _SIDES,
    "share-request.taken-over": {*_SIDES, "formerly", "persons"},
    "share-request.challenged": {*_SIDES, "stops_clock"},
    "share-request.narrowed": {*_SIDES, "stops_clock", "ends_escalation"},
    "share-request.withdrawn": {*_SIDES, "stops_clock", "ends_escalation"},
    "share-request.explained": {*_SIDES, "stops_clock"},
    "share-request.declined": {*_SIDES, "stops_clock"},
    "share-request.answered": {*_SIDES, "stops_clock", "ends_escalation", "owed"},
    "sharing-decision.made": {"provision"},
    "sharing-decision.made-again": {"provision", "beside"},
    "sharing-decision.carried-out": {"tasks"},
    "disclosure.made": {
        *("provision", "purpose", "use_limit", "emergency", "recorded", "rests_on"),
    },
    "disclosure.acknowledged": {"discloser"},
    "disclosure.taken-over": {"discloser", "formerly", "persons"},
    "content.released": {
        *("record", "record_kind", "publisher", "counterpart", "persons", "items", "post"),
    },
    "text-mismatch.reported": {"record", "publisher"},
}
EACH: Final = [(topic, fact) for topic, facts in FOLLOWS.items() for fact in sorted(facts)]


@pytest.fixture(scope="module")
def told(happened: Happened) -> Happened:
    return happened


@pytest.fixture
def log(database_url: str) -> Iterator[StoredLog]:
    with stored_log(database_url) as opened:
        yield opened


ELSE: Final[dict[str, object]] = {
    "tasks": [["quandary", "quandary"]],
    "rests_on": [{"basis": "quandary", "provision": None}],
}
"""Another value of facts that say nothing in this story."""


def another(value: object) -> object:
    """Another value of the same kind; what is none says something."""
    match value:
        case bool():
            return not value
        case str():
            return f"not {value}"
        case [_, *rest]:
            return rest
        case []:
            return [uuid4()]
    return uuid4()


def test_in_a_history_that_nobody_touched_everything_follows(log: StoredLog) -> None:
    assert found(log) == set()


@pytest.mark.parametrize(("topic", "fact"), EACH)
def test_what_does_not_follow_shows(
    log: StoredLog, forger: Forger, topic: str, fact: str
) -> None:
    row = forger.newest(topic)
    forger.event(row, put(fact, ELSE.get(fact) or another(row.state[fact])))
    assert (row.position, "does-not-follow") in found(log)


@pytest.mark.parametrize("fact", ["emergency", "recorded"])
def test_an_event_that_leaves_out_what_its_version_says_shows(
    log: StoredLog, forger: Forger, fact: str
) -> None:
    row = forger.newest("disclosure.made")
    forger.event(row, put(fact, None))
    assert (row.position, "does-not-follow") in found(log)


def test_by_opening_what_is_about_a_record_one_learns_of_everybody_in_it(
    told: Happened, log: StoredLog, forger: Forger
) -> None:
    """Of whom it then was, not of whom it had been."""
    row = forger.newest("content.released")
    assert row.state["persons"] == told.pupils[1:]
    forger.event(row, put("persons", sorted(told.pupils)))
    assert (row.position, "does-not-follow") in found(log)


def test_what_was_decided_anew_as_it_was_opened_may_have_been_read_as_it_was(
    told: Happened, log: StoredLog, forger: Forger
) -> None:
    """The gate looks some moments before it is recorded, and minutes are allowed for it."""
    row, again = forger.newest("content.released"), forger.newest("sharing-decision.made-again")
    forger.event(row, put("persons", sorted(told.pupils)))
    late = (row.recorded_at - again.recorded_at).total_seconds()
    forger.record_at(again, int(late) - 60)
    assert (row.position, "does-not-follow") not in found(log)


def test_what_makes_a_store_is_judged_by_its_first_edition(
    log: StoredLog, forger: Forger
) -> None:
    forger.event(forger.at(1), put("catalogue_edition", 2))
    assert (1, "edition-differs") in found(log)


@pytest.mark.parametrize("fact", ["catalogue_edition", "pack_edition"])
@pytest.mark.parametrize("other", [-1, 1])
def test_what_was_judged_by_another_edition_than_the_one_in_use_shows(
    log: StoredLog, forger: Forger, fact: str, other: int
) -> None:
    row = forger.at(log.head())
    forger.event(row, put(fact, row.state[fact] + other))
    assert found(log) == {(row.position, "edition-differs")}


def test_an_edition_is_in_use_for_some_minutes_after_the_next_one_was_published(
    log: StoredLog, forger: Forger
) -> None:
    """What is judged as one is published may be recorded after it."""
    row, newest = forger.at(log.head()), forger.newest("catalogue.edition-published")
    before = {"catalogue_edition": newest.state["edition"] - 1, "pack_edition": 1}
    forger.event(row, lambda facts: facts.update(before))
    forger.record_at(newest, 13 * 60)
    assert (row.position, "edition-differs") not in found(log)


def test_what_rests_on_a_decision_that_nobody_made_does_not_follow(
    log: StoredLog, forger: Forger
) -> None:
    row = forger.newest("disclosure.made")
    forger.event(row, put("decision", uuid4()))
    assert (row.position, "does-not-follow") in found(log)
