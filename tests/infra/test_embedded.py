"""PostgreSQL from a wheel runs while somebody needs it, and keeps what it was given."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from hub_infra.embedded import embedded_postgres, ensure_database

HOLD = """
import sys, time
from pathlib import Path
from hub_infra.embedded import embedded_postgres
with embedded_postgres(Path(sys.argv[1])):
    print("running", flush=True)
    time.sleep(60)
"""


def is_running(directory: Path) -> bool:
    return (directory / "postmaster.pid").exists()


def test_what_was_written_is_there_at_the_next_start(server_directory: Path) -> None:
    directory = server_directory / "deeper"
    with embedded_postgres(directory) as url:
        kept = ensure_database(url, "kept")
        assert ensure_database(url, "kept") == kept
        with psycopg.connect(kept) as connection:
            connection.execute("create table note as select 'kept' as words")
    assert not is_running(directory)
    with (
        embedded_postgres(directory) as url,
        psycopg.connect(ensure_database(url, "kept")) as connection,
    ):
        assert connection.execute("select words from note").fetchall() == [("kept",)]


def test_it_is_stopped_by_the_last_who_needs_it_not_by_one_who_was_killed(
    server_directory: Path,
) -> None:
    directory = server_directory
    with embedded_postgres(directory) as url:
        other = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(directory)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert other.stdout is not None
        assert other.stdout.readline() == b"running\n"
        other.send_signal(signal.SIGKILL)
        other.wait(30)
        other.stdout.close()
        with psycopg.connect(url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert not is_running(directory)


def test_one_of_two_leaves_it_running(server_directory: Path) -> None:
    directory = server_directory
    with embedded_postgres(directory) as url:
        with embedded_postgres(directory) as same:
            assert same == url
        with psycopg.connect(url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
