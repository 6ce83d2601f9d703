"""Which keystore a store knows as its own: by an id that opens nothing."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import psycopg

from hub_infra.store.connect import Pool, fetch
from hub_infra.store.errors import SchemaMissing

_SOME: Final = 100
"""Owners that are looked for in a keystore which the store does not know yet."""


class KnownKeystore:
    """The keystore of a store, and whether words rest on it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def id(self) -> UUID | None:
        """The keystore that was recorded. Raises ``SchemaMissing`` and ``Away``."""
        try:
            ((known,),) = fetch(self._pool, "select keystore from store")
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn, ValueError):
            raise SchemaMissing from None
        return UUID(str(known)) if known else None

    def owners(self) -> list[UUID]:
        """Some owners of segments that are kept; none where nothing was sealed yet."""
        query = "select owner from segments limit %s"
        return list({owner for (owner,) in fetch(self._pool, query, (_SOME,))})

    def record(self, keystore: UUID, *, instead_of: UUID | None) -> None:
        """Record it, unless another was recorded in between."""
        fetch(
            self._pool,
            "update store set keystore = %s"
            " where keystore is not distinct from %s returning one",
            (keystore, instead_of),
        )
