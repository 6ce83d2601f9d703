"""One town for each worker of a run, for tests that only add to it; a new one for who asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.town import Town, begin_town
from tests.support.databases import own_database


@pytest.fixture(scope="session")
def town_url(postgres: str) -> Iterator[str]:
    """The database of the worker's town."""
    with own_database(postgres) as url:
        yield url


@pytest.fixture(scope="session")
def town(town_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town that many tests share: each speaks of records of its own."""
    with begin_town(town_url, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture
def new_town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    """A town in which nothing has happened yet."""
    with begin_town(database_url, tmp_path) as town:
        yield town
