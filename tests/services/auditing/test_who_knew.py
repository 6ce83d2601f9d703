"""Who knew what about whom, when, under which law: from the history, and equal to the view."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import dict_row

from hub_services.auditing.knowledge import Knew
from hub_services.auditing.replay import who_knew
from hub_services.wiring.audit import StoredLog
from tests.services.story import Story


def test_nobody_knew_anything_about_a_person_who_never_came_up(log: StoredLog) -> None:
    assert who_knew(log, uuid4()).known == ()


def test_who_knew_what_is_told_in_order_with_law_and_office(
    story: Story, log: StoredLog
) -> None:
    known = who_knew(log, story.pupils[0]).known
    assert [(knew.agency_id, knew.how) for knew in known] == [
        (story.icb.id, "asked"),
        (story.school.id, "was-asked"),
        (story.school.id, "opened"),
        (story.school.id, "told-others"),
        (story.icb.id, "was-sent"),
        (story.icb.id, "opened"),
    ]
    assert known[4].practitioner == story.gwen.id
    assert known[4].kinds == ("fact",)
    assert known[4].provision == "CA2004-16H"
    assert known[5].practitioner == story.gwen.id
    assert known[5].role == "partnership-officer"
    assert known[5].record == story.disclosure


def test_who_read_what_was_said_of_several_at_once_knew_it_of_each(
    story: Story, log: StoredLog
) -> None:
    """A challenge is about the request, and so about everyone in it."""
    page = story.gwen.read(f"/v1/share-requests/{story.asked.id}").ok()
    (challenge,) = [each for each in page["writings"] if each["part"] == "challenge"]
    story.gwen.open(UUID(challenge["envelope"]))
    for pupil in story.pupils:
        last = who_knew(log, pupil).known[-1]
        assert (last.how, last.practitioner) == ("opened", story.gwen.id)
        assert last.record == story.asked.id


def test_a_pupil_who_was_narrowed_out_is_never_told_of(story: Story, log: StoredLog) -> None:
    known = who_knew(log, story.pupils[1]).known
    assert {knew.how for knew in known} == {"asked", "was-asked", "opened"}
    assert {knew.record_kind for knew in known} == {"share-request"}


def test_as_of_a_time_what_had_not_yet_happened_was_not_known(
    story: Story, log: StoredLog
) -> None:
    pupil = story.pupils[0]
    by = {
        "before sharing": who_knew(log, pupil, story.before_sharing).known,
        "before opening": who_knew(log, pupil, story.before_opening).known,
    }
    assert [knew.how for knew in by["before sharing"]] == ["asked", "was-asked", "opened"]
    assert by["before opening"][-1].how == "was-sent"


def test_the_history_and_the_hub_s_view_say_the_same(
    story: Story, log: StoredLog, database_url: str
) -> None:
    columns = [field.name for field in fields(Knew)]
    with psycopg.connect(database_url, row_factory=dict_row) as connection:
        connection.execute("set timezone to 'UTC'")
        rows = connection.execute("select * from knowledge").fetchall()
    assert rows
    viewed = {tuple(_plain(row[column]) for column in columns) for row in rows}
    replayed = {
        tuple(_plain(getattr(knew, column)) for column in columns)
        for pupil in story.pupils
        for knew in who_knew(log, pupil).known
    }
    assert replayed == viewed
    assert len(rows) == len(viewed)


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
