"""A story, told at a hub of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub_services.wiring.audit import StoredLog, stored_log
from tests.services.story import Story, tell
from tests.support.world import begin_world


@pytest.fixture
def story(database_url: str, tmp_path: Path) -> Iterator[Story]:
    world = begin_world(database_url, tmp_path)
    with world.process:
        yield tell(world)


@pytest.fixture
def log(story: Story, database_url: str) -> Iterator[StoredLog]:  # noqa: ARG001 - told first
    with stored_log(database_url) as opened:
        yield opened
