"""The directory as it stands at the newest admission: read once, not at every command.

Agencies, their keys, people and posts change seldom and every command asks for some of them.
Each admission tells, in the query that it makes anyway, where in the log the directory last
changed; rows that were read before that are read again. The signing key and the roles of
who acts are part of the admission itself, and never kept.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from hub_domain.ports import Rows
from hub_services.hub.means import Admitted, Admitter

TABLES: Final = frozenset({"agencies", "signing_keys", "practitioners", "duty_posts"})
"""Whose rows change by the events of an agency only."""

_KEPT: Final = 10_000


class Directory:
    """The ports ``Admitter`` and ``Rows``; rows of other tables are always read anew."""

    def __init__(self, admitter: Admitter, rows: Rows) -> None:
        self._admitter = admitter
        self._rows = rows
        self._changed_at = 0
        self._moving = threading.Lock()
        self._kept: dict[tuple[object, ...], tuple[int, list[dict[str, Any]]]] = {}

    def admit(self, kid: str, agency: UUID, practitioner: UUID, command: UUID) -> Admitted:
        admitted = self._admitter.admit(kid, agency, practitioner, command)
        with self._moving:
            self._changed_at = max(self._changed_at, admitted.directory_changed_at)
        return admitted

    def of(
        self,
        agency: UUID,
        table: str,
        *,
        equals: Mapping[str, object] | None = None,
        among: tuple[str, Sequence[object]] | None = None,
        after: tuple[str, object] | None = None,
        until: tuple[str, object] | None = None,
        order: Sequence[str] = (),
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        if table not in TABLES or among or after or until:
            return self._rows.of(
                agency,
                table,
                equals=equals,
                among=among,
                after=after,
                until=until,
                order=order,
                limit=limit,
            )
        asked = (agency, table, *(equals or {}).items(), *order, limit)
        changed_at = self._changed_at  # before reading: what is read is as new or newer
        as_of, rows = self._kept.get(asked, (-1, []))
        if as_of != changed_at:
            rows = self._rows.of(agency, table, equals=equals, order=order, limit=limit)
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[asked] = changed_at, rows
        return [dict(row) for row in rows]

    def of_every_agency(
        self,
        table: str,
        *,
        equals: Mapping[str, object] | None = None,
        among: tuple[str, Sequence[object]] | None = None,
        after: tuple[str, object] | None = None,
        until: tuple[str, object] | None = None,
        order: Sequence[str] = (),
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        return self._rows.of_every_agency(
            table,
            equals=equals,
            among=among,
            after=after,
            until=until,
            order=order,
            limit=limit,
        )
