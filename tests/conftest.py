"""What all tests share: one PostgreSQL for the run, and an empty database for who asks."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub_infra.embedded import embedded_postgres
from tests.support.databases import own_database

pytest_plugins = [
    "tests.support.kafka",
    "tests.support.log",
    "tests.support.properties",
    "tests.support.requirements",
]

SERVER = "HUB_TEST_DATABASE_URL"
_RUN = "HUB_TEST_RUN_DIR"
MEMORY = Path("/dev/shm")  # noqa: S108 - a directory of a name drawn at random is made there
ROOM = 4 << 30


def run_directory() -> str:
    """In memory where there is room: the server of the run then waits for no disk.

    Its settings are those that the hub demands, there as elsewhere. What a run left behind in
    memory that was killed is taken away.
    """
    for left in MEMORY.glob("hub-tests-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return tempfile.mkdtemp(prefix=f"hub-tests-{os.getpid()}-", dir=MEMORY if roomy else None)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[_RUN] = run_directory()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(_RUN), ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The server of the run: the one ``HUB_TEST_DATABASE_URL`` names, or the embedded one."""
    if url := os.environ.get(SERVER):
        yield url
        return
    with embedded_postgres(Path(os.environ[_RUN]) / "postgres") as url:
        yield url


@pytest.fixture
def database_url(postgres: str) -> Iterator[str]:
    """An empty database that only this test uses."""
    with own_database(postgres) as url:
        yield url


@pytest.fixture
def server_directory() -> Iterator[Path]:
    """An empty directory for a server of one test's own.

    Not under ``tmp_path``: as root the server runs as another user, and pytest closes its
    directories to others at the start of every run.
    """
    directory = Path(tempfile.mkdtemp(prefix="hub-server-"))
    yield directory / "postgres"
    shutil.rmtree(directory, ignore_errors=True)
