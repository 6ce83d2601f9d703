"""A story that was told once, in copies that a forger writes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from hub_infra.sealing import AgencyPrivateKeys
from tests.services.auditing.forged.happened import Happened, happening
from tests.services.story import Story, tell
from tests.support.databases import name_of, own_database
from tests.support.forging import Forger
from tests.support.world import begin_world


@dataclass(frozen=True)
class Told:
    """A story that was told once, and the URL of the database in which it stands.

    ``first`` are the keys that the school then had; it may have others since.
    """

    story: Story
    url: str
    first: AgencyPrivateKeys


@contextmanager
def telling(
    postgres: str, folder: Path, and_then: Callable[[Story], object] = bool
) -> Iterator[Told]:
    """Tell the story, and more; then the hub ends, and its database is there to be copied."""
    with own_database(postgres) as url:
        world = begin_world(url, folder)
        with world.process:
            story = tell(world)
            story.gwen.read(f"/v1/share-requests/{uuid4()}")  # refused, and noted
            first = story.school.body.private
            and_then(story)
        yield Told(story, url, first)


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
    with own_database(postgres, like=name_of(told.url)) as url:
        yield url


@pytest.fixture
def forger(database_url: str) -> Forger:
    return Forger(database_url)
