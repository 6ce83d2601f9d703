"""A story that was told once, in copies that a forger writes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from hub_infra.embedded import ensure_database, with_database
from hub_infra.sealing import AgencyPrivateKeys
from tests.services.auditing.forged.happened import Happened, happening
from tests.services.story import Story, tell
from tests.support.forging import Forger
from tests.support.world import begin_world


@dataclass(frozen=True)
class Told:
    """A story that was told once, and the name of the database in which it stands.

    ``first`` are the keys that the school then had; it may have others since.
    """

    story: Story
    database: str
    first: AgencyPrivateKeys


@contextmanager
def telling(
    postgres: str, folder: Path, and_then: Callable[[Story], object] = bool
) -> Iterator[Told]:
    """Tell the story, and more; then the hub ends, and its database is there to be copied."""
    name = f"told_{uuid4().hex}"
    world = begin_world(ensure_database(postgres, name), folder)
    with world.process:
        story = tell(world)
        story.gwen.read(f"/v1/share-requests/{uuid4()}")  # refused, and noted
        first = story.school.body.private
        and_then(story)
    yield Told(story, name, first)
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(scope="module")
def told(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with telling(postgres, tmp_path_factory.mktemp("told")) as once:
        yield once


@pytest.fixture(scope="module")
def happened(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Happened]:
    with happening(postgres, tmp_path_factory.mktemp("town")) as once:
        yield once


@pytest.fixture
def story(told: Told) -> Story:
    return told.story


@pytest.fixture
def database_url(postgres: str, told: Told) -> Iterator[str]:
    """A copy of what was told, for one forger."""
    name = f"forged_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"create database {name} template {told.database}".encode())
        yield with_database(postgres, name)
        connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def forger(database_url: str) -> Forger:
    return Forger(database_url)
