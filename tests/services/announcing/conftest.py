"""A migrated store whose feed the tests fill, and what they hear on the broker."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import psycopg
import pytest
from kafka import KafkaConsumer, TopicPartition

from hub_infra.kafka import topic_of
from hub_infra.store.migrate import migrate
from hub_services.hub.views import TABLES

SECONDS = 60
"""How long a test waits for what must come before it fails."""


@dataclass
class Feed:
    """The feed of a store: notices are added in the order of positions, as the hub does."""

    url: str
    told: dict[UUID, list[str]] = field(default_factory=dict)
    _positions: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _adding: threading.Lock = field(default_factory=threading.Lock)

    def agency(self) -> UUID:
        """Register an agency that hears."""
        agency = uuid4()
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                "insert into agencies (agency_id, name) values (%s, 'A school')", (agency,)
            )
        self.told[agency] = []
        return agency

    def add(self, count: int) -> None:
        """Add so many notices for each agency."""
        with self._adding, psycopg.connect(self.url) as connection:
            for _ in range(count):
                position = next(self._positions)
                for agency, told in self.told.items():
                    event = uuid4()
                    connection.execute(
                        "insert into feed (agency_id, position, event_id, class, record, "
                        "record_kind, day) values (%s, %s, %s, 'share-request.issued', %s, "
                        "'share-request', '2026-10-08')",
                        (agency, position, event, uuid4()),
                    )
                    told.append(str(event))


@pytest.fixture
def feed(database_url: str) -> Feed:
    migrate(database_url, TABLES)
    return Feed(database_url)


class Listener:
    """An agency that listens: everything on its topic, from the beginning, repeats included."""

    def __init__(self, bootstrap: str, agency: UUID) -> None:
        self.heard: list[str] = []
        self._consumer = KafkaConsumer(
            bootstrap_servers=bootstrap,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            group_id=None,
            consumer_timeout_ms=SECONDS * 1000,
            reconnect_backoff_max_ms=500,
        )
        self._consumer.assign([TopicPartition(topic_of(agency), 0)])

    def hear(self, until: str) -> list[str]:
        """Listen until this event is heard; what was heard so far."""
        if until not in self.heard:
            for record in self._consumer:
                self.heard.append(json.loads(record.value)["id"])
                if self.heard[-1] == until:
                    break
            else:
                raise AssertionError(f"{until} was not heard within {SECONDS} s")
        return self.heard

    def close(self) -> None:
        self._consumer.close()


def first_copies(heard: list[str]) -> list[str]:
    """What an agency that knows each event by its id makes of it."""
    return list(dict.fromkeys(heard))
