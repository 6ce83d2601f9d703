"""The tables of the views: how they are made, written and compared.

Names come from ``ViewTable`` alone and are checked here, once; values always travel apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from hub_domain.recording import Bound, ColumnKind, Upsert, ViewTable
from hub_infra.store.connect import Connection

_NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")

SQL_TYPES: Mapping[ColumnKind, str] = {
    "uuid": "uuid",
    "text": "text",
    "int": "bigint",
    "bool": "boolean",
    "time": "timestamp with time zone",
    "date": "date",
    "json": "jsonb",
    "uuids": "uuid[]",
    "texts": "text[]",
    "bytes": "bytea",
}

_PYTHON_TYPES: Mapping[ColumnKind, type | tuple[type, ...]] = {
    "uuid": UUID,
    "text": str,
    "int": int,
    "bool": bool,
    "time": datetime,
    "date": date,
    "json": object,
    "uuids": (list, tuple),
    "texts": (list, tuple),
    "bytes": bytes,
}

_BOUND_KINDS: Mapping[Bound, ColumnKind] = {Bound.POSITION: "int", Bound.RECORDED_AT: "time"}


@dataclass(frozen=True, slots=True)
class Row:
    """An upsert as JSON will carry it, but for the values known only under the append lock."""

    table: ViewTable
    columns: tuple[str, ...]
    values: Mapping[str, object]
    bound: tuple[tuple[str, Bound], ...]
    event: int

    def bind(self, position: int, recorded_at: datetime) -> dict[str, object]:
        """All values, once the event has its position and its time."""
        values = dict(self.values)
        for column, what in self.bound:
            values[column] = position if what is Bound.POSITION else recorded_at
        return values


class Views:
    """The views of the hub by name."""

    def __init__(self, tables: Iterable[ViewTable]) -> None:
        self.tables = {table.name: table for table in tables}
        for table in self.tables.values():
            _check_table(table)

    def __iter__(self) -> Iterator[ViewTable]:
        return iter(self.tables.values())

    def __getitem__(self, name: str) -> ViewTable:
        try:
            return self.tables[name]
        except KeyError:
            raise ValueError(f"no view is named {name!r}") from None

    def row(self, upsert: Upsert) -> Row:
        """An upsert made ready. Raises ``ValueError`` for what could not be written."""
        table = self[upsert.table]
        values: dict[str, object] = {}
        bound: list[tuple[str, Bound]] = []
        for column, value in upsert.values.items():
            kind = column_kind(table, column)
            if value is not None:
                _check_value(table, column, kind, value)
            if isinstance(value, Bound):
                bound.append((column, value))
            elif isinstance(value, bytes):
                values[column] = f"\\x{value.hex()}"
            else:
                values[column] = value
        for column in table.key:
            if upsert.values.get(column) is None:
                raise ValueError(f"{table.name}: the key column {column} has no value")
        return Row(table, tuple(sorted(upsert.values)), values, tuple(bound), upsert.event)


def _check_table(table: ViewTable) -> None:
    for name in (table.name, *table.columns):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a table or column")
    if table.key[:1] != ("agency_id",):
        raise ValueError(f"{table.name}: the key begins with agency_id")
    for column in (*table.key, *(name for index in table.indexes for name in index)):
        column_kind(table, column)


def column_kind(table: ViewTable, column: str) -> ColumnKind:
    """The kind of a column. Raises ``ValueError`` for one the view does not have."""
    try:
        return table.columns[column]
    except KeyError:
        raise ValueError(f"{table.name} has no column {column!r}") from None


def _check_value(table: ViewTable, column: str, kind: ColumnKind, value: object) -> None:
    if isinstance(value, Bound):
        fits = _BOUND_KINDS[value] == kind
    elif kind == "int":
        fits = type(value) is int
    elif kind == "date":
        fits = type(value) is date
    elif kind == "time":
        fits = isinstance(value, datetime) and value.tzinfo is not None
    else:
        fits = isinstance(value, _PYTHON_TYPES[kind])
    if not fits:
        raise ValueError(f"{table.name}.{column} is of kind {kind}, not {type(value).__name__}")


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of one view that set the same columns, no key twice."""

    table: ViewTable
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, object]]

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        return self.table.name, self.columns

    def sql(self, parameter: int) -> str:
        """The statement that writes such rows from the JSON parameter ``$parameter``."""
        kinds = self.table.columns
        names = ", ".join(f'"{column}"' for column in self.columns)
        typed = ", ".join(f'"{column}" {SQL_TYPES[kinds[column]]}' for column in self.columns)
        key = ", ".join(f'"{column}"' for column in self.table.key)
        changes = ", ".join(
            f'"{column}" = excluded."{column}"'
            for column in self.columns
            if column not in self.table.key
        )
        return (
            f'insert into "{self.table.name}" ({names}) '  # noqa: S608
            f"select {names} from json_to_recordset(${parameter}::json) as r({typed}) "
            f"on conflict ({key}) do {f'update set {changes}' if changes else 'nothing'}"
        )

    def json(self) -> bytes:
        return msgspec.json.encode(self.rows)


class Merged:
    """Rows merged as if written one after another: of the same key, the later value wins.

    One statement may not touch a row twice, so rows are merged first and then grouped by
    view and set of columns.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[object, ...], tuple[Row, dict[str, object]]] = {}

    def add(self, row: Row, position: int, recorded_at: datetime) -> None:
        """Take a row of the event that now has this position."""
        values = row.bind(position, recorded_at)
        key = (row.table.name, *[values[column] for column in row.table.key])
        if (held := self._rows.get(key)) is not None:
            values = {**held[1], **values}
            if held[0].columns != row.columns:
                row = replace(row, columns=tuple(sorted(values)))
        self._rows[key] = (row, values)

    def groups(self) -> list[RowGroup]:
        """The rows by view and columns, in the order of their names."""
        groups: dict[tuple[str, tuple[str, ...]], RowGroup] = {}
        grouped: dict[tuple[str, tuple[str, ...]], list[dict[str, object]]] = {}
        for row, values in self._rows.values():
            shape = (row.table.name, row.columns)
            if shape not in groups:
                grouped[shape] = []
                groups[shape] = RowGroup(row.table, row.columns, grouped[shape])
            grouped[shape].append(values)
        return [groups[shape] for shape in sorted(groups)]


def table_ddl(table: ViewTable, schema: str) -> list[str]:
    """The statements that make a view's empty table and its indexes in ``schema``."""
    columns = [
        f'"{name}" {SQL_TYPES[kind]}{" not null" if name in table.key else ""}'
        for name, kind in table.columns.items()
    ]
    key = ", ".join(f'"{column}"' for column in table.key)
    name = f'"{schema}"."{table.name}"'
    statements = [f"create table {name} ({', '.join(columns)}, primary key ({key}))"]
    for index in table.indexes:
        names = ", ".join(f'"{column}"' for column in index)
        statements.append(f"create index on {name} ({names})")
    return statements


def dump(connection: Connection, table: ViewTable, schema: str = "public") -> bytes:
    """All rows of a view in the order of its key, as PostgreSQL's COPY writes them."""
    names = ", ".join(f'"{column}"' for column in sorted(table.columns))
    key = ", ".join(f'"{column}"' for column in table.key)
    query: Any = (
        f'copy (select {names} from "{schema}"."{table.name}" order by {key}) to stdout'  # noqa: S608
    )
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        return b"".join(bytes(block) for block in copy)
