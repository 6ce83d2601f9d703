"""Who knew what about whom, when, under which law: from the history, and equal to the view."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from unittest.mock import ANY
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import dict_row

from hub_services.auditing.knowledge import Knew
from hub_services.auditing.replay import who_knew
from hub_services.hub.views.knowledge import HOW_KNOWN
from hub_services.wiring.audit import StoredLog
from tests.services.story import NAMES, Story
from tests.support.casework import ask


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
    assert {knew.how for knew in known} == {"asked", "was-asked", "opened", "no-longer-asked"}
    assert {knew.record_kind for knew in known} == {"share-request"}
    (narrowed,) = [knew for knew in known if knew.how == "no-longer-asked"]
    assert (narrowed.agency_id, narrowed.other_agency) == (story.icb.id, story.school.id)
    assert known[-1] == narrowed, "nothing became known of the pupil since"


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
    columns = [field.name for field in fields(Knew) if field.name != "why"]
    with psycopg.connect(database_url, row_factory=dict_row) as connection:
        connection.execute("set timezone to 'UTC'")
        rows = connection.execute("select * from knowledge").fetchall()
    assert rows
    viewed = {tuple(_plain(row[column]) for column in columns) for row in rows}
    replayed = {
        tuple(_plain(getattr(knew, column)) for column in columns)
        for pupil in story.pupils
        for knew in who_knew(log, pupil).known
        if knew.how in HOW_KNOWN
    }
    assert replayed == viewed
    assert len(rows) == len(viewed)


def test_what_becomes_of_a_request_is_told_of_each_person_as_long_as_it_is_about_them(
    story: Story, log: StoredLog
) -> None:
    """Finding: nowhere stood that it went to a wrong agency, was read there, and recalled."""
    named = dict(zip(story.pupils, NAMES, strict=True))
    asked = ask(story.gwen, story.school.body, named, {"attendance": story.pupils})
    to_herself = {"to": str(story.bea.id)}
    story.bea.do("assign-share-request", about=asked.id, version=1, facts=to_herself).ok()
    fewer = {
        "persons": [str(story.pupils[0])],
        "items": [str(item) for item in asked.items.values()],
        "due_at": "2026-10-26T16:00:00Z",
    }
    story.gwen.do("narrow-share-request", about=asked.id, version=2, facts=fewer).ok()
    between = story.world.clock.now()
    story.world.pass_time(hours=1)
    why = {"why": "wrong-agency"}
    story.gwen.do("withdraw-share-request", about=asked.id, version=3, facts=why).ok()
    became = {pupil: told_of(story, log, asked.id, pupil) for pupil in story.pupils}
    assert became[story.pupils[0]] == [
        ("assigned", story.bea.id, None),
        ("withdrew", None, "wrong-agency"),
    ]
    assert became[story.pupils[1]] == [
        ("assigned", story.bea.id, None),
        ("no-longer-asked", None, None),
    ]
    assert told_of(story, log, asked.id, story.pupils[0], between) == [
        ("assigned", story.bea.id, None)
    ]


def told_of(
    story: Story, log: StoredLog, request: UUID, pupil: UUID, as_of: datetime | None = None
) -> list[tuple[str, UUID | None, str | None]]:
    """What became of a request, as the history and the hub's auditors' read both tell it."""
    until = f"?as_of={as_of:%Y-%m-%dT%H:%M:%S.%fZ}" if as_of else ""
    read = story.faye.read(f"/v1/audit/who-knew/{pupil}{until}").ok()["followed"]
    followed = [each for each in read if each["record"] == str(request)]
    replayed = [
        knew
        for knew in who_knew(log, pupil, as_of).known
        if knew.record == request and knew.how not in HOW_KNOWN
    ]
    assert [
        {name: _as_read(getattr(knew, name)) for name in followed[0]} for knew in replayed
    ] == [each | {"occurred_at": ANY, "recorded_at": ANY} for each in followed]
    return [(knew.how, knew.holder, knew.why) for knew in replayed]


def _as_read(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
