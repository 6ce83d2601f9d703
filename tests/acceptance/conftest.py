"""A world for each scenario."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.world import World, begin_world


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """A hub on an empty database, on the morning of 8 October 2026."""
    made = begin_world(database_url, tmp_path)
    with made.process:
        yield made
