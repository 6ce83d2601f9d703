"""Notices as the store holds them, and the mark of how far each agency's have been carried.

An agency is claimed by an advisory lock of the session, which PostgreSQL gives back when the
claimant goes, however it goes. Positions are committed in their order, so nothing can appear
behind a mark.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from hub_domain.notices import Notice, Pages
from hub_domain.ports import Away
from hub_infra.store.connect import Connection, connect
from hub_infra.store.errors import StoreAway

PAGE: Final = 500
"""How many notices of one agency are claimed at once."""

AGENCIES: Final = 32
"""For how many agencies notices are claimed at once."""

_CLAIMS: Final = 0x6875_6204

_WAITING: Final = """
select a.agency_id
from agencies a left join cursors c using (agency_id)
where exists (
    select from feed f
    where f.agency_id = a.agency_id and f.position > coalesce(c.position, 0))
"""

_CLAIM: Final = """
select id from unnest(%s::uuid[]) as id where pg_try_advisory_lock(%s, hashtext(id::text))
"""

_PAGES: Final = """
select f.agency_id as agency, f.position, f.event_id, f.class as topic, f.record,
       f.record_kind, f.day
from unnest(%s::uuid[]) as claimed(agency_id)
left join cursors c using (agency_id)
cross join lateral (
    select * from feed
    where feed.agency_id = claimed.agency_id and feed.position > coalesce(c.position, 0)
    order by feed.position limit %s) as f
order by f.agency_id, f.position
"""

_ADVANCE: Final = """
insert into cursors (agency_id, position)
select * from unnest(%s::uuid[], %s::bigint[])
on conflict (agency_id) do update set position = excluded.position
where cursors.position < excluded.position
"""


class NotMigrated(Away):
    """The database has no store of this release yet: ``store migrate`` makes it."""

    code = "schema-missing"


class PostgresClaim:
    """Claimed agencies with their pages."""

    def __init__(self, ledger: PostgresLedger, pages: Pages) -> None:
        self._ledger = ledger
        self.pages = pages

    def advance(self, agencies: frozenset[UUID]) -> None:
        """Mark the pages of these agencies as carried; a mark never goes back."""
        marked = sorted(agencies)
        self._ledger.mark(marked, [self.pages[agency][-1].position for agency in marked])


class PostgresLedger:
    """The ``Ledger`` port on the hub's database, over one connection of its own."""

    def __init__(self, url: str, *, page: int = PAGE, agencies: int = AGENCIES) -> None:
        self._url = url
        self._page = page
        self._agencies = agencies
        self._connection: Connection | None = None

    @contextmanager
    def claim(self) -> Iterator[PostgresClaim]:
        """Claim agencies with notices waiting, in no settled order so that others get some."""
        with self._reached() as connection:
            waiting = [row[0] for row in connection.execute(_WAITING)]
            random.shuffle(waiting)
            claimed = connection.execute(
                _CLAIM, (waiting[: self._agencies], _CLAIMS)
            ).fetchall()
            pages = self._pages(connection, [row[0] for row in claimed])
        try:
            yield PostgresClaim(self, pages)
        finally:
            if claimed:
                self._release()

    def mark(self, agencies: Sequence[UUID], positions: Sequence[int]) -> None:
        """Mark how far each of these agencies' notices were carried."""
        with self._reached() as connection:
            connection.execute(_ADVANCE, (list(agencies), list(positions)))

    def close(self) -> None:
        """Close the connection, and so give back whatever is claimed."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _pages(self, connection: Connection, claimed: Sequence[UUID]) -> Pages:
        if not claimed:
            return {}
        with connection.cursor(row_factory=class_row(Notice)) as cursor:
            notices = cursor.execute(_PAGES, (list(claimed), self._page)).fetchall()
        return {
            agency: list(page) for agency, page in groupby(notices, key=attrgetter("agency"))
        }

    def _release(self) -> None:
        if self._connection is None:
            return  # what was claimed over a lost connection is given back already
        with suppress(Away), self._reached() as connection:
            connection.execute("select pg_advisory_unlock_all()")

    @contextmanager
    def _reached(self) -> Iterator[Connection]:
        """The connection, made anew if it was lost. Whatever goes wrong with it is ``Away``."""
        try:
            if self._connection is None:
                self._connection = connect(self._url)
            yield self._connection
        except psycopg.errors.UndefinedTable:
            raise NotMigrated from None
        except (psycopg.Error, StoreAway):
            self.close()
            raise StoreAway from None
