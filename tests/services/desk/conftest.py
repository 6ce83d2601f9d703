from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.desk.house import Case, open_case


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def case(database_url: str, tmp_path: Path) -> AsyncIterator[Case]:
    async with open_case(database_url, tmp_path) as opened:
        yield opened
