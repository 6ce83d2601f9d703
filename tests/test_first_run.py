"""The first run, as a newcomer has it: one command, a full desk, a clean end."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from hub_infra.embedded import embedded_postgres, with_database
from hub_services.demonstration.diary import Diary
from hub_services.demonstration.partnership import BODIES
from hub_services.demonstration.seeding import plan
from hub_services.demonstration.stories import (
    good_outcome,
    near_miss,
    refused_request,
    told_unasked,
)
from hub_services.wiring.demo_folder import demonstration_folder
from hub_services.wiring.troubles import anew, typed
from infra.commands import clean_environment
from tests.web.browsing import Reader

SHARING_HUB = [sys.executable, "-c", "from hub_services.cli.main import main; main()"]
SECONDS = 120


@dataclass
class Told:
    """A demonstration that was told, and what the terminal showed of it."""

    folder: Path
    shown: str


def demo(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return command("demo", *arguments, **settings)


def command(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SHARING_HUB, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=clean_environment() | settings,
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def new_folder() -> Iterator[Path]:
    """A folder that does not exist yet, and whose parents other test runs leave as they are.

    PostgreSQL does not run as root; pytest closes its own folders to everybody else.
    """
    with tempfile.TemporaryDirectory(prefix="hub-first-run-") as parent:
        yield Path(parent) / "run"


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    with new_folder() as folder:
        done = demo("--no-serve", "--data", folder)
        assert done.returncode == 0, done.stdout + done.stderr
        yield Told(folder, done.stdout)


@contextmanager
def stores(told: Told) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    with (
        embedded_postgres(told.folder / "postgres") as url,
        psycopg.connect(with_database(url, "hub")) as connection,
    ):
        yield connection


def names() -> set[str]:
    """Every name of a person whom the demonstration is about."""
    planned = plan(Diary(datetime.now(UTC)))
    families = [planned.mistaken_about, near_miss.FAMILY, good_outcome.FAMILY]
    families += [each.family for each in planned.enquiries]
    found = {name for family in families for name in family.names}
    told_of = (*refused_request.PUPILS, *told_unasked.CHILDREN)
    return found | {each.names for each in told_of}


def occurrences(folder: Path, words: set[str]) -> dict[str, int]:
    """How often words stand in the files of a folder, compressed pages not counted."""
    counts = dict.fromkeys(words, 0)
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            for word in words:
                counts[word] += content.count(word.encode())
    return counts


def test_two_people_sign_in_and_find_a_case(told: Told) -> None:
    assert "Cole Ravenscar signed in; /inbox shows" in told.shown
    assert "Faye Thornbeck signed in; /audit/people shows" in told.shown
    for step in ("Starting PostgreSQL", "Making the store", "Telling some weeks of work"):
        assert re.search(rf"^{step}.*: \d+\.\d s$", told.shown, re.MULTILINE)


def test_at_least_six_hundred_events_over_two_weeks_all_by_signed_statements(
    told: Told,
) -> None:
    with stores(told) as hub:
        row = hub.execute(
            "select count(*), min(recorded_at), max(recorded_at) from events"
        ).fetchone()
        unsigned = hub.execute(
            "select distinct e.topic from events e join commands c on c.id = e.command_id"
            " where c.statement is null"
        ).fetchall()
    assert row is not None
    count, first, last = row
    assert count >= 600
    assert (last - first).days >= 14
    assert {str(topic) for (topic,) in unsigned} == {
        "agency.registered",  # the operator itself
        "catalogue.edition-published",
        "task.fell-due",
    }


def test_nothing_lies_in_the_future(told: Told) -> None:
    with stores(told) as hub:
        recorded = hub.execute("select max(recorded_at) from events").fetchall()
        statements = hub.execute(
            "select statement from commands where statement is not null"
        ).fetchall()
    stated = [stated_at(statement) for (statement,) in statements]
    assert recorded[0][0] <= datetime.now(UTC)
    assert max(stated) <= datetime.now(UTC)
    assert len(stated) > 300


def test_what_nobody_asked_waits_with_the_police_and_a_school(told: Told) -> None:
    """Told on a law each, and read already by the council's front door (R-006)."""
    with stores(told) as hub:
        rows = hub.execute(
            "select (select name from agencies where agencies.agency_id = disclosures.agency_id"
            " limit 1), rests_on, acknowledged_at is null from disclosures"
            " where request is null and side = 'addressee'"
        ).fetchall()
    assert {name: waits for name, _law, waits in rows} == {
        "Northshire Police": True,
        "Hollins School": True,
        "Northshire Council": False,
    }
    assert all(law for _name, law, _waits in rows)


def stated_at(statement: bytes) -> datetime:
    payload = statement.split(b".")[1]
    padded = payload + b"=" * (-len(payload) % 4)
    return datetime.fromisoformat(json.loads(base64.urlsafe_b64decode(padded))["at"])


def test_no_name_of_a_child_or_parent_stands_in_any_file(told: Told) -> None:
    staff = {each.name for body in BODIES for each in body.staff}
    found = occurrences(told.folder, staff)
    assert all(found.values()), "the search does not find what is there"
    assert not any(occurrences(told.folder, names()).values())


def test_no_name_stands_in_the_database_however_it_is_stored(told: Told) -> None:
    staff = {each.name for body in BODIES for each in body.staff}
    assert all(in_database(told, staff).values()), "the search does not find what is there"
    assert not any(in_database(told, names()).values())


def in_database(told: Told, words: set[str]) -> dict[str, int]:
    """How often words stand in the rows of the hub, in texts and in bytes."""
    counts = dict.fromkeys(words, 0)
    with stores(told) as hub:
        tables = hub.execute(
            "select table_name from information_schema.tables where table_schema = 'public'"
        ).fetchall()
        for (table,) in tables:
            every = sql.SQL("select * from {}").format(sql.Identifier(str(table)))
            for row in hub.execute(every).fetchall():
                content = b"\n".join(
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    for cell in row
                )
                for word in words:
                    counts[word] += content.count(word.encode())
    return counts


def test_the_history_replays_and_every_leaf_holds(told: Told) -> None:
    with stores(told):
        done = command("audit", "replay", "--data", told.folder)
    assert done.returncode == 0, done.stderr
    assert "Nia" not in done.stdout
    assert "Every leaf" in done.stdout + done.stderr


def test_the_history_comes_out_as_it_was_when_it_is_judged_again(told: Told) -> None:
    with stores(told):
        done = command("audit", "judge", "--data", told.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "none came out otherwise" in done.stdout


def test_the_second_start_tells_nothing_anew(told: Told) -> None:
    with stores(told) as hub:
        before = hub.execute("select count(*) from events").fetchall()
    done = demo("--no-serve", "--data", told.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Telling" not in done.stdout
    with stores(told) as hub:
        assert hub.execute("select count(*) from events").fetchall() == before


def test_it_is_served_until_ctrl_c_and_then_nothing_runs(told: Told) -> None:
    port = free_port()
    with subprocess.Popen(
        [*SHARING_HUB, "demo", "--data", str(told.folder), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
    ) as running:
        address = f"http://127.0.0.1:{port}"
        wait_for(port)
        reader = Reader(address)
        with reader.client:
            inbox = reader.sign_in("Cole Ravenscar").get("/inbox")
            assert inbox.page.status_code == 200
            assert " late" in inbox.text
            assert " left" in inbox.text
            assert reader.get("/docs").page.status_code == 200
            two_hats = reader.sign_in("Gwen Silverlode")
            assert "Northshire Integrated Care Board" in two_hats.text
            assert "Northshire Council" in two_hats.text
        beside = command("inbox", "--as", "Cole Ravenscar", "--data", told.folder)
        assert beside.returncode == 0, beside.stderr
        assert "Northshire Council" in beside.stdout
        refused = demo("--no-serve", "--data", told.folder)
        assert refused.returncode == 1
        assert "is running in" in refused.stderr
        running.send_signal(signal.SIGINT)
        shown, wrong = running.communicate(timeout=SECONDS)
    assert running.returncode == 0, wrong
    assert address in shown
    assert "Demonstration data only" in shown
    advised = shown[shown.index("--reset") :].split("\n")[0]
    assert f"--port {port}" in advised
    assert not (told.folder / "postgres" / "postmaster.pid").exists()


def test_production_refuses_the_demonstration(tmp_path: Path) -> None:
    done = demo("--no-serve", "--data", tmp_path / "run", HUB_ENV="production")
    assert done.returncode == 2
    assert "HUB_ENV=production" in done.stderr
    assert not (tmp_path / "run").exists()


def test_a_taken_port_is_named_with_another_to_choose(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = demo("--data", tmp_path / "run", "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port}" in done.stderr
    assert f"--port {port + 1} --data {tmp_path}/run" in done.stderr
    assert [entry.name for entry in (tmp_path / "run").iterdir()] == ["demonstration"]


def test_a_second_one_on_the_same_data_is_told_so_and_not_of_the_port(told: Told) -> None:
    with (
        demonstration_folder(told.folder),
        socket.create_server(("127.0.0.1", 0)) as taken,
    ):
        port = str(taken.getsockname()[1])
        done = demo("--reset", "--data", told.folder, "--port", port)
    assert done.returncode == 1
    assert "is running in" in done.stderr
    assert "Port" not in done.stderr
    assert (told.folder / "personas.json").exists(), "and nothing was wiped"


def test_a_taken_port_wipes_nothing(told: Told) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = demo("--reset", "--data", told.folder, "--port", port)
    assert done.returncode == 2
    assert (told.folder / "personas.json").exists()


def test_a_folder_with_something_else_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("nine years")
    done = demo("--no-serve", "--reset", "--data", tmp_path)
    assert done.returncode == 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("nine years")
    done = demo("--no-serve", "--data", tmp_path / "thesis.txt" / "run")
    assert done.returncode == 2
    assert f"{tmp_path / 'thesis.txt' / 'run'} cannot be made" in done.stderr
    assert "--data" in done.stderr


def test_what_can_be_typed_is_what_is_advised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has not activated the environment has no command by that name."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert typed("demo --reset") == "python3 -m infra demo --reset"
    (tmp_path / "sharing-hub").touch(mode=0o755)
    assert typed("demo --reset") == "sharing-hub demo --reset"


def test_what_is_advised_wipes_the_demonstration_that_runs_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert anew(tmp_path / ".hub").endswith("demo --reset")
    assert anew(tmp_path / "my run").endswith(f"demo --reset --data '{tmp_path}/my run'")


def test_one_that_was_killed_while_it_was_told_begins_anew() -> None:
    with new_folder() as folder:
        with subprocess.Popen(
            [*SHARING_HUB, "demo", "--no-serve", "--data", str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
        ) as killed:
            deadline = time.monotonic() + SECONDS
            while not (folder / "clock").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            time.sleep(1)
            killed.kill()
        assert not (folder / "personas.json").exists()
        done = demo("--no-serve", "--data", folder)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not (folder / "postgres" / "postmaster.pid").exists()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(os.strerror(110))
