"""How far the announcer has carried each agency's notices."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from hub_infra.store.connect import Pool, fetch

_ADVANCE = """
insert into cursors (agency_id, position) select * from unnest(%s::uuid[], %s::bigint[])
on conflict (agency_id) do update set position = excluded.position
where cursors.position < excluded.position
returning agency_id
"""


class Cursors:
    """A position for each agency; it only goes forward, and is advanced after the carrying."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def all(self) -> dict[UUID, int]:
        return dict(fetch(self._pool, "select agency_id, position from cursors"))

    def advance(self, positions: Mapping[UUID, int]) -> None:
        fetch(self._pool, _ADVANCE, (list(positions), list(positions.values())))
