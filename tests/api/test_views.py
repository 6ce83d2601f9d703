"""Every view follows from the history alone: made anew, it is what it was, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hub_domain.need_to_know import RecordKind
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_infra import statements
from hub_infra.store.views import dump
from hub_services.hub.reading.read import row_labels
from hub_services.hub.views import TABLES
from hub_services.wiring.hub import rebuild_views
from tests.api.cases import CASES, Case, case_of
from tests.api.town import Town, begin_town
from tests.support.databases import own_database
from tests.support.world import Answered

EVENTS = 330
SEED = 20261008


@dataclass(frozen=True)
class History:
    """A town in which much has happened, and the database that holds it."""

    town: Town
    url: str
    refused: int
    fell_due: int

    def events(self) -> list[dict[str, Any]]:
        """The whole history, as the auditor reads it."""
        found: list[dict[str, Any]] = self.town.faye.read("/v1/audit/events?limit=1000").ok()[
            "events"
        ]
        return found


@pytest.fixture(scope="module")
def history(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """Commands at random until enough has happened, some of them wrong, while time passes."""
    random = Random(SEED)  # noqa: S311 - the same history for everyone
    folder = tmp_path_factory.mktemp("history")
    with own_database(postgres) as url, begin_town(url, folder) as town:
        answers: list[Answered] = []
        fell_due = 0
        while (town.world.process.store.recorder.max_notification_id() or 0) < EVENTS:
            case = case_of(town, random.choice(sorted(CASES)))
            sent = case if random.random() < 0.7 else spoiled(random, town, case)
            answers.append(sent.send())
            if random.random() < 0.2:  # asked, and met with silence
                town.asked(due_at=town.world.clock.now() + timedelta(hours=2))
            if random.random() < 0.2:
                town.world.pass_time(hours=random.randrange(1, 8))
                fell_due += town.world.tick()
        refused = sum(answer.status in {403, 404, 422} for answer in answers)
        yield History(town, url, refused, fell_due)


def spoiled(random: Random, town: Town, case: Case) -> Case:
    """The same by somebody else, about something else, or without its words."""
    return random.choice(
        [
            replace(case, by=case.by.as_role("manager")),
            replace(case, by=random.choice([town.asha, town.colm, town.pip, town.faye])),
            replace(case, about=uuid4()),
            case.with_facts({**case.facts, **({"texts": {}} if "texts" in case.facts else {})}),
        ]
    )


def dumps(url: str) -> dict[str, bytes]:
    """Every view, row by row in the order of its key."""
    with psycopg.connect(url) as connection:
        return {table.name: dump(connection, table) for table in TABLES}


def test_the_history_is_worth_rebuilding(history: History) -> None:
    events = history.events()
    topics = {event["topic"] for event in events}
    assert len(events) >= EVENTS
    assert history.refused >= 10
    assert history.fell_due >= 3
    assert {"task.fell-due", "refused-attempt.noted", "content.released"} <= topics
    assert len(topics) >= 20


def test_views_made_anew_are_what_they_were(history: History) -> None:
    live = dumps(history.url)
    assert all(live.values()), [name for name, rows in live.items() if not rows]
    rebuild_views(history.url)
    assert dumps(history.url) == live


def test_one_view_made_anew_leaves_the_others(history: History) -> None:
    live = dumps(history.url)
    with psycopg.connect(history.url) as connection:
        connection.execute("delete from requests")
        connection.execute("update tasks set kind = 'nothing'")
    rebuild_views(history.url, ["requests"])
    damaged = dumps(history.url)
    assert [name for name in live if damaged[name] != live[name]] == ["tasks"]
    rebuild_views(history.url)
    assert dumps(history.url) == live


def test_what_a_command_and_what_a_page_go_by_is_the_same(history: History) -> None:
    """The labels of a record as its history has them, and as each agency's view has them."""
    kinds: dict[str, tuple[RecordKind, str, str]] = {
        "share-request": (RecordKind.SHARE_REQUEST, "requests", "request_id"),
        "sharing-decision": (RecordKind.SHARING_DECISION, "decisions", "decision_id"),
        "disclosure": (RecordKind.DISCLOSURE, "disclosures", "disclosure_id"),
    }
    hub, rows = history.town.world.process.hub, history.town.world.process.means.rows
    compared = 0
    for event in history.events():
        kind = kinds.get(event["topic"].partition(".")[0])
        if kind is None or event["version"] != 1:
            continue
        record_kind, table, key = kind
        record = UUID(event["stream"])
        hub.forget(record)
        found = hub.find(record)
        assert isinstance(found, ShareRequest | SharingDecision | Disclosure)
        for agency in history.town.world.bodies:
            shown = rows.of(agency, table, equals={key: record})
            labels = [row_labels(record_kind, row) for row in shown]
            assert labels == [label for label in [found.labels(agency)] if label is not None]
            assert all(row["version"] == found.version for row in shown)
            compared += 1
    assert compared > 100


def test_every_event_says_who_did_it_for_whom_when_and_under_which_law(
    history: History,
) -> None:
    by_itself = {"agency.registered": 1, "catalogue.edition-published": 1}
    with psycopg.connect(history.url) as connection:
        commands = {
            row[0]: row[1:]
            for row in connection.execute("select id, statement, facts from commands")
        }
    newest = 1
    for event in history.events():
        assert (event["catalogue_edition"], event["pack_edition"]) == (newest, 1)
        newest += event["topic"] == "catalogue.edition-published" and event["position"] > 2
        assert event["occurred_at"] <= event["recorded_at"]
        compact, _ = commands[UUID(event["command_id"])]
        if compact is None:
            assert event["role"] == "system"
            assert UUID(event["practitioner"]) == UUID(int=0)
            assert event["agency"] == str(history.town.operator.body.id)
            if event["topic"] != "task.fell-due":
                by_itself[event["topic"]] -= 1
            continue
        _, said = statements.peek(bytes(compact))
        assert event["agency"] == str(said.agency)
        assert event["practitioner"] == str(said.practitioner)
        assert event["role"] == said.role
        assert event["occurred_at"].replace("+00:00", "Z") == f"{said.at:%Y-%m-%dT%H:%M:%S}Z"
    assert set(by_itself.values()) == {0}


def test_the_history_is_in_the_order_in_which_it_was_recorded(history: History) -> None:
    events = history.events()
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    times = [event["recorded_at"] for event in events]
    assert times == sorted(times)


def test_no_words_stand_in_the_history(history: History) -> None:
    said = json.dumps(history.events())
    for words in ("Kezia Marlowe", "Present 61 of 190", "The review must see how attendance"):
        assert words not in said
