"""What all tests share: one PostgreSQL for the run, and an empty database for who asks."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hub_infra.embedded import embedded_postgres, ensure_database

pytest_plugins = [
    "tests.support.kafka",
    "tests.support.log",
    "tests.support.properties",
    "tests.support.requirements",
]

SERVER = "HUB_TEST_DATABASE_URL"
_RUN = "HUB_TEST_RUN_DIR"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[_RUN] = tempfile.mkdtemp(prefix="hub-tests-")


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
    name = f"test_{uuid.uuid4().hex}"
    yield ensure_database(postgres, name)
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def server_directory() -> Iterator[Path]:
    """An empty directory for a server of one test's own.

    Not under ``tmp_path``: as root the server runs as another user, and pytest closes its
    directories to others at the start of every run.
    """
    directory = Path(tempfile.mkdtemp(prefix="hub-server-"))
    yield directory / "postgres"
    shutil.rmtree(directory, ignore_errors=True)
