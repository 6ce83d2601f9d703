"""An open store on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub_infra.store.opening import Store
from tests.infra.store.cast import opened


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with opened(database_url) as store:
        yield store
