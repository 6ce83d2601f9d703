"""eventsourcing as it comes, doing the comparable workload with nothing of what the hub does.

Its own PostgreSQL recorder, JSON, one aggregate with three events, and its own projection of
the disclosures for three partners, running in a process of its own. No statement, no rules, no
envelope, no leaf.
"""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Mapping
from functools import singledispatchmethod
from multiprocessing.synchronize import Event as Flag
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL

PARTNERS = ["partner-1", "partner-2", "partner-3"]
REQUEST_TEXT = "n" * 300
DECISION_TEXT = "n" * 200
DISCLOSED_BYTES = 2048
PATIENCE = 60.0
"""Seconds in which the projection must have caught up."""


class Share(Aggregate):
    """A request, its decision and its disclosure."""

    @event("Requested")
    def __init__(self, partners: list[str], text: str) -> None:
        self.partners = partners
        self.text = text

    @event("Decided")
    def decide(self, text: str) -> None:
        """Decide."""
        self.text = text

    @event("Disclosed")
    def disclose(self, partners: list[str], body: str) -> None:
        """Disclose."""
        self.partners = partners
        self.size = len(body)


class Shares(Application[UUID]):
    """The library's application, as its tutorial has it."""

    name = "shares"


class Seen(PostgresTrackingRecorder):
    """A table of what each partner may see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sql_create_statements.append(
            SQL(
                "create table if not exists seen "
                "(partner text, share uuid, size int, primary key (partner, share))"
            ).format()
        )

    def see(self, share: UUID, partners: list[str], size: int, tracking: Tracking) -> None:
        """Note a disclosure for its partners, and how far the projection has come."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(
                "insert into seen select partner, %s, %s from unnest(%s::text[]) as partner",
                (share, size, partners),
                prepare=True,
            )
            self._insert_tracking(cursor, tracking)


class SeenByPartners(Projection[Seen]):
    """Follows the disclosures."""

    name = "seen_by_partners"
    topics = (f"{__name__}:Share.Disclosed",)

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Show the disclosure to its partners."""
        self.view.see(
            domain_event.originator_id, domain_event.partners, len(domain_event.body), tracking
        )


def environment(url: str, *, connections: int) -> Mapping[str, str]:
    """The library's settings for a database."""
    parts = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts.get("dbname") or "postgres"),
        "POSTGRES_HOST": str(parts.get("host") or ""),
        "POSTGRES_PORT": str(parts.get("port") or "5432"),
        "POSTGRES_USER": str(parts.get("user") or "postgres"),
        "POSTGRES_PASSWORD": str(parts.get("password") or "none"),
        "POSTGRES_POOL_SIZE": str(connections),
    }


def share(shares: Shares) -> None:
    """One workload: three saves, each durable before the next."""
    made = Share(partners=PARTNERS, text=REQUEST_TEXT)
    shares.save(made)
    made.decide(text=DECISION_TEXT)
    shares.save(made)
    body = base64.b64encode(os.urandom(DISCLOSED_BYTES)).decode("ascii")
    made.disclose(partners=PARTNERS, body=body)
    shares.save(made)


def project(url: str, running: Flag, stop: Flag) -> None:
    """Run the projection until told to stop; for a process of its own."""
    with ProjectionRunner(
        application_class=Shares,
        projection_class=SeenByPartners,
        view_class=Seen,
        env=environment(url, connections=3),
    ):
        running.set()
        stop.wait()


def seconds_until_seen(url: str, shares: int) -> float:
    """How long from now until the projection shows so many disclosures to all partners."""
    began = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as connection:
        while time.perf_counter() - began < PATIENCE:
            row = connection.execute("select count(*) from seen").fetchone()
            if row is not None and row[0] >= shares * len(PARTNERS):
                return time.perf_counter() - began
            time.sleep(0.01)
    raise TimeoutError("the projection did not catch up")
