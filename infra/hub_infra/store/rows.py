"""The one repository that reads the views. It binds the agency on every query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg import sql

from hub_domain.recording import ViewTable
from hub_infra.store.connect import Pool, fetch
from hub_infra.store.shapes import column_kind
from hub_infra.store.views import Views

Bound = tuple[str, object]
Among = tuple[str, Sequence[object]]


class AgencyRows:
    """Rows of the views as plain mappings, for one agency or, where stated, for all.

    Table and column names come from the views alone; any other is a ``ValueError``.
    """

    def __init__(self, pool: Pool, views: Views) -> None:
        self._pool = pool
        self._views = views

    def of(
        self,
        agency: UUID,
        table: str,
        *,
        equals: Mapping[str, object] | None = None,
        among: Among | None = None,
        after: Bound | None = None,
        until: Bound | None = None,
        order: Sequence[str] = (),
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        if equals and "agency_id" in equals:
            raise ValueError("the agency is bound already")
        bound = {"agency_id": agency, **(equals or {})}
        return self._select(
            table, bound, among=among, after=after, until=until, order=order, limit=limit
        )

    def of_every_agency(
        self,
        table: str,
        *,
        equals: Mapping[str, object] | None = None,
        among: Among | None = None,
        after: Bound | None = None,
        until: Bound | None = None,
        order: Sequence[str] = (),
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        return self._select(
            table,
            equals or {},
            among=among,
            after=after,
            until=until,
            order=order,
            limit=limit,
        )

    def _select(
        self,
        name: str,
        equals: Mapping[str, object],
        *,
        among: Among | None = None,
        after: Bound | None,
        until: Bound | None,
        order: Sequence[str],
        limit: int | None,
    ) -> list[dict[str, Any]]:
        table = self._views[name]
        query = sql.SQL("select {} from {} where {} order by {} limit {}").format(
            sql.SQL(", ").join(map(sql.Identifier, table.columns)),
            sql.Identifier(table.name),
            _conditions(table, equals, among, after, until),
            _order(table, order),
            sql.Placeholder(),
        )
        values = [_adapted(value) for value in equals.values() if value is not None]
        values += [list(among[1])] if among is not None else []
        values += [_adapted(limited[1]) for limited in (after, until) if limited is not None]
        rows = fetch(self._pool, query, (*values, limit))
        return [dict(zip(table.columns, row, strict=True)) for row in rows]


def _conditions(
    table: ViewTable,
    equals: Mapping[str, object],
    among: Among | None,
    after: Bound | None,
    until: Bound | None,
) -> sql.Composable:
    conditions: list[sql.Composable] = [sql.SQL("true")]
    for column, value in equals.items():
        if column_kind(table, column) == "json":
            raise ValueError(f"{table.name}.{column} is shown, never compared")
        test = "{} is null" if value is None else "{} = %s"
        conditions.append(sql.SQL(test).format(sql.Identifier(column)))
    limits = (among, "{} = any(%s)"), (after, "{} > %s"), (until, "{} <= %s")
    for limited, test in limits:
        if limited is not None:
            column_kind(table, limited[0])
            conditions.append(sql.SQL(test).format(sql.Identifier(limited[0])))
    return sql.SQL(" and ").join(conditions)


def _order(table: ViewTable, order: Sequence[str]) -> sql.Composable:
    """The order asked for, and then the key, so that the same rows come in the same order."""
    terms = []
    for term in (*order, *table.key):
        column = term.removeprefix("-")
        column_kind(table, column)
        direction = "{} desc nulls last" if term.startswith("-") else "{} nulls first"
        terms.append(sql.SQL(direction).format(sql.Identifier(column)))
    return sql.SQL(", ").join(terms)


def _adapted(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value
