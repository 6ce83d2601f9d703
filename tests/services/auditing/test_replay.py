"""The history replays as it was recorded, and whatever was changed in it shows."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from hub_domain.sharing.status import Status
from hub_services.auditing.replay import Replay, Until
from hub_services.cli.telling import details
from hub_services.wiring.audit import StoredLog
from tests.services.story import Story
from tests.support.forging import Forger


def replayed(log: StoredLog, until: Until | None = None) -> Replay:
    replay = Replay()
    for _ in replay.run(log, until):
        pass
    return replay


def state_of(replay: Replay, kind: str, record: UUID) -> dict[str, object]:
    (found,) = [each for each in replay.state.plain()[kind] if each["id"] == record]
    return found


def test_the_whole_history_replays_without_a_fault(log: StoredLog) -> None:
    replay = replayed(log)
    assert replay.faults == []
    assert replay.position == log.head()


def test_what_stands_is_what_the_domain_says_stands(story: Story, log: StoredLog) -> None:
    replay = replayed(log)
    request = state_of(replay, "share-request", story.asked.id)
    assert request["status"] is Status.SUPPLIED
    assert request["persons"] == {story.pupils[0]}
    (disclosure,) = replay.state.plain()["disclosure"]
    assert disclosure["id"] == story.disclosure
    assert disclosure["named"] == story.gwen.id
    assert {attempt["code"] for attempt in replay.state.plain()["refused-attempt"]} == {
        "not-safeguarding-partner",
        "refusal-ground-not-recognised",
    }


def test_what_was_decided_is_told_in_words(log: StoredLog) -> None:
    """Finding: the terminal gave the code."""
    replay = Replay()
    (said,) = [
        details(entry, replay.offices)
        for entry in replay.run(log)
        if entry.topic == "sharing-decision.made"
    ]
    assert "; decision: Share; " in said


def test_as_of_a_time_only_what_was_recorded_by_then_stands(
    story: Story, log: StoredLog
) -> None:
    replay = replayed(log, Until(as_of=story.before_sharing))
    request = state_of(replay, "share-request", story.asked.id)
    assert request["status"] is Status.NARROWED
    assert "disclosure" not in replay.state.plain()


def test_a_replay_stops_at_the_position_that_is_named(log: StoredLog) -> None:
    assert replayed(log, Until(position=3)).position == 3


def test_who_acted_is_known_by_the_office_they_hold(story: Story, log: StoredLog) -> None:
    offices = replayed(log).offices
    assert offices.name(story.gwen.id) == "Gwen Ffoulkes"
    assert offices.name(story.school.id) == "Hollins School"
    assert offices.name(story.pupils[0]) is None


CHANGES = [
    ("update events set recorded_at = recorded_at + interval '1 microsecond'", "leaf-differs"),
    ("update events set version = version + 7", "version-gap"),
    ("update events set state = state || '\\x00'", "state-corrupt"),
    ("update events set state = '\\x80'", "leaf-differs"),
    ("update events set topic = 'task.opened'", "leaf-differs"),
    ("delete from events", "position-gap"),
]


@pytest.mark.parametrize(("change", "code"), CHANGES)
def test_an_event_that_was_changed_behind_the_hub_shows(
    log: StoredLog, database_url: str, change: str, code: str
) -> None:
    position = _position(database_url, "disclosure.made")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"{change} where position = {position}".encode())
    faults = {(fault.position, fault.code) for fault in replayed(log).faults}
    shows_at = position + 1 if code == "position-gap" else position
    assert (shows_at, code) in faults


def test_a_statement_that_was_changed_shows_at_the_events_it_made(
    log: StoredLog, database_url: str
) -> None:
    position = _position(database_url, "content.released")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "update commands set statement = statement || 'A'::bytea where id = "
            "(select command_id from events where position = %s)",
            (position,),
        )
    codes = {fault.code for fault in replayed(log).faults}
    assert codes == {"leaf-differs", "signature-wrong", "command-row-differs"}


def test_facts_that_are_not_those_signed_for_show(log: StoredLog, database_url: str) -> None:
    """Those of a refused command too, which no event repeats."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        for topic in ("disclosure.made", "refused-attempt.noted"):
            position = _position(database_url, topic)
            connection.execute(
                "update commands set facts = facts || ' '::bytea where id = "
                "(select command_id from events where position = %s)",
                (position,),
            )
            found = {fault.code for fault in replayed(log).faults if fault.position == position}
            assert found == {"facts-differ"}


def test_an_end_that_is_missing_shows(log: StoredLog, database_url: str) -> None:
    head = log.head()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("delete from events where position > %s", (head - 2,))
    faults = {(fault.position, fault.code) for fault in replayed(log).faults}
    assert (head, "position-gap") in faults
    assert {code for _, code in faults} - {"position-gap"}, "their commands are still there"


def test_an_event_for_which_nobody_signed_shows(log: StoredLog, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "update commands set statement = null where id = "
            "(select command_id from events where topic = 'sharing-decision.made')"
        )
    codes = {fault.code for fault in replayed(log).faults}
    assert codes == {"leaf-differs", "statement-missing", "command-row-differs"}


def test_two_events_that_changed_places_show(log: StoredLog, database_url: str) -> None:
    first = _position(database_url, "share-request.issued")
    second = _position(database_url, "share-request.challenged")
    with psycopg.connect(database_url, autocommit=True) as connection:
        for old, new in ((first, 10**9), (second, first), (10**9, second)):
            connection.execute(
                "update events set position = %s where position = %s", (new, old)
            )
    codes = {fault.code for fault in replayed(log).faults}
    assert {"version-gap", "time-went-back"} <= codes


def test_the_rest_of_the_history_is_told_although_a_stream_is_broken(
    story: Story, log: StoredLog, database_url: str
) -> None:
    position = _position(database_url, "share-request.issued")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("delete from events where position = %s", (position,))
    replay = replayed(log)
    assert replay.position == log.head()
    assert "share-request" not in replay.state.plain()
    assert state_of(replay, "disclosure", story.disclosure)["agency"] == story.school.id


def test_what_the_ticker_states_needs_no_statement(story: Story, log: StoredLog) -> None:
    story.world.clock.set(story.world.clock.now() + timedelta(days=60))
    story.world.tick()
    assert replayed(log).faults == []


def _position(database_url: str, topic: str) -> int:
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "select max(position) from events where topic = %s", (topic,)
        ).fetchone()
    assert row
    assert row[0], topic
    return int(row[0])


def test_a_time_that_no_calendar_has_takes_no_other_event_from_who_reads_the_history(
    story: Story, database_url: str
) -> None:
    """Finding: with one such time in the log, the auditor's page had nothing but an error."""
    forger = Forger(database_url)
    row = forger.newest("share-request.narrowed")
    forger.sql("update events set recorded_at = 'infinity' where position = %s", row.position)
    told = story.faye.read("/v1/audit/events?limit=1000").ok()
    assert len(told["events"]) == told["head"]
    assert told["events"][row.position - 1]["recorded_at"].startswith("9999-12-30")
