"""Killed, cut off and told to end: nothing is lost or overtaken, repeats at worst."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from hub_domain.notices import Pages
from hub_infra.notices import PostgresLedger
from hub_infra.store.migrate import migrate
from hub_services.announcing.announcer import Announcer
from hub_services.hub.views import TABLES
from infra import machine
from infra.environment import ROOT
from tests.services.announcing.conftest import SECONDS, Feed, Listener, first_copies
from tests.support.kafka import prepare, run
from tests.support.outage import own_server, until

SERVE = "from hub_services.cli.main import main; main()"


def announcer(feed: Feed, bootstrap: str) -> subprocess.Popen[bytes]:
    """The announcer as it is served, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve", "announcer"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(["domain", "services", "infra"]),
            "HUB_ENV": "test",
            "HUB_DATABASE_URL": feed.url,
            "HUB_KAFKA_BOOTSTRAP": bootstrap,
            "ANNOUNCER_BIND": "127.0.0.1:0",
        },
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def announced(feed: Feed, bootstrap: str) -> Iterator[None]:
    """An announcer serves during the block, and ends as it should when it is told to."""
    running = announcer(feed, bootstrap)
    try:
        yield
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=SECONDS) == 0
    finally:
        running.kill()
        running.wait()


def hear(bootstrap: str, agency: UUID, until: str) -> list[str]:
    """Everything on the agency's topic up to this event."""
    listener = Listener(bootstrap, agency)
    try:
        return listener.hear(until)
    finally:
        listener.close()


@contextmanager
def added_all_the_while(feed: Feed) -> Iterator[None]:
    """Notices go on being added by a thread until the end of the block."""
    stop = threading.Event()

    def add() -> None:
        while not stop.wait(0.02):
            feed.add(5)

    thread = threading.Thread(target=add)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_an_announcer_killed_again_and_again_loses_and_reorders_nothing(
    feed: Feed, kafka: str
) -> None:
    agency = feed.agency()
    listener = Listener(kafka, agency)
    feed.add(1)
    with added_all_the_while(feed):
        for _ in range(3):
            running = announcer(feed, kafka)
            try:
                listener.hear(feed.told[agency][-1])  # it is in the midst of it
            finally:
                running.kill()
                running.wait()
    feed.add(1)  # which none of those that were killed can have carried
    with announced(feed, kafka):
        heard = listener.hear(feed.told[agency][-1])
    listener.close()
    assert first_copies(heard) == feed.told[agency]


def test_a_broker_that_comes_late_and_is_killed_and_comes_back_is_told_all(
    feed: Feed, tmp_path: Path
) -> None:
    if "kafka" not in machine.present():
        pytest.skip(f"no Kafka here: {machine.missing()['kafka']}")
    agency = feed.agency()
    feed.add(30)
    port = prepare(tmp_path)
    bootstrap = f"127.0.0.1:{port}"
    with announced(feed, bootstrap), added_all_the_while(feed):
        broker = run(tmp_path, port)
        try:
            hear(bootstrap, agency, feed.told[agency][-1])
            broker.kill()
            broker.wait()
            feed.add(30)
            broker = run(tmp_path, port)
            heard = hear(bootstrap, agency, feed.told[agency][-1])
        finally:
            broker.terminate()
            broker.wait()
    assert first_copies(heard) == feed.told[agency][: len(set(heard))]
    assert len(set(heard)) >= 60


class Heard:
    """A carrier that hears everything, each agency's notices in the order they came."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def carry(self, pages: Pages) -> frozenset[UUID]:
        self.events += [str(notice.event_id) for page in pages.values() for notice in page]
        return frozenset(pages)


def test_an_announcer_whose_database_fell_goes_on_when_it_is_back(
    server_directory: Path,
) -> None:
    with own_server(server_directory) as server:
        feed = Feed(server.rise())
        migrate(feed.url, TABLES)
        agency, stop, heard = feed.agency(), threading.Event(), Heard()
        ledger = PostgresLedger(feed.url)
        announcing = threading.Thread(target=Announcer(ledger, heard).run, args=(stop,))
        announcing.start()
        try:
            for _ in range(3):
                feed.add(2)
                until(lambda: heard.events[-1:] == feed.told[agency][-1:])
                server.fall()
                time.sleep(0.5)
                server.rise()
            feed.add(2)
            until(lambda: heard.events[-1:] == feed.told[agency][-1:])
        finally:
            stop.set()
            announcing.join()
            ledger.close()
        assert first_copies(heard.events) == feed.told[agency]
