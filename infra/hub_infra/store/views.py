"""The tables of the views: how they are made, written and compared.

Names come from ``ViewTable`` alone and are checked here, once; values always travel apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
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

# The types of a kind that need no further look. Others are looked at.
_AS_THEY_ARE: Mapping[ColumnKind, frozenset[type]] = {
    "uuid": frozenset({UUID, type(None)}),
    "text": frozenset({str, type(None)}),
    "int": frozenset({int, type(None)}),
    "bool": frozenset({bool, type(None)}),
    "time": frozenset({type(None)}),
    "date": frozenset({date, type(None)}),
    "json": frozenset({dict, list, tuple, str, int, bool, type(None)}),
    "uuids": frozenset({list, tuple, type(None)}),
    "texts": frozenset({list, tuple, type(None)}),
    "bytes": frozenset({type(None)}),
}

_BOUND_KINDS: Mapping[Bound, ColumnKind] = {Bound.POSITION: "int", Bound.RECORDED_AT: "time"}


Shape = tuple[str, tuple[str, ...], tuple[tuple[str, Bound], ...]]


class Row(NamedTuple):
    """An upsert as JSON will carry it, but for what is known only under the append lock.

    ``bound`` names the columns that are bound there and what to; ``bound_key`` those of them
    that are in the key.
    """

    table: ViewTable
    columns: tuple[str, ...]
    bound: tuple[tuple[str, Bound], ...]
    bound_key: tuple[str, ...]
    values: Mapping[str, object]
    event: int

    @property
    def shape(self) -> Shape:
        return self.table.name, self.columns, self.bound

    def at(self, position: int, recorded_at: datetime) -> Row:
        """The row of an event that was recorded long ago: nothing is left to be bound."""
        known = {Bound.POSITION: position, Bound.RECORDED_AT: recorded_at}
        values = {**self.values, **{column: known[what] for column, what in self.bound}}
        return self._replace(bound=(), bound_key=(), values=values)

    def placed(self, ordinal: int) -> Row:
        """The row of the event that is to be the ``ordinal``-th of its batch, from 1."""
        if not self.bound:
            return self
        values = dict(self.values)
        for column, what in self.bound:
            values[column] = ordinal if what is Bound.POSITION else None
        return self._replace(values=values)

    def then(self, later: Row) -> Row:
        """One row for this and a later one of the same key: the later value wins."""
        bound = {c: what for c, what in self.bound if c not in later.columns}
        bound |= dict(later.bound)
        values = {**self.values, **later.values}
        return later._replace(
            columns=tuple(sorted(values)), bound=tuple(sorted(bound.items())), values=values
        )


class Views:
    """The views of the hub by name."""

    def __init__(self, tables: Iterable[ViewTable]) -> None:
        self.tables = {table.name: table for table in tables}
        self._forms: dict[tuple[str, tuple[str, ...]], _Form] = {}
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
        form = self._form(upsert.table, tuple(upsert.values))
        values = dict(upsert.values)
        bound: list[tuple[str, Bound]] = []
        for (column, value), (kind, as_it_is) in zip(
            upsert.values.items(), form.kinds, strict=True
        ):
            if type(value) in as_it_is:
                continue
            _check_value(form.table, column, kind, value)
            if isinstance(value, Bound):
                bound.append((column, value))
            elif isinstance(value, bytes):
                values[column] = f"\\x{value.hex()}"
        for column in form.table.key:
            if values.get(column) is None:
                raise ValueError(f"{form.table.name}: the key column {column} has no value")
        bound.sort()
        bound_key = tuple(column for column, _ in bound if column in form.table.key)
        return Row(form.table, form.columns, tuple(bound), bound_key, values, upsert.event)

    def _form(self, name: str, columns: tuple[str, ...]) -> _Form:
        """What rows of these columns have in common; every view writes a few forms only."""
        form = self._forms.get((name, columns))
        if form is None:
            table = self[name]
            kinds = [column_kind(table, column) for column in columns]
            form = self._forms[name, columns] = _Form(
                table, tuple(sorted(columns)), [(kind, _AS_THEY_ARE[kind]) for kind in kinds]
            )
        return form


class _Form(NamedTuple):
    table: ViewTable
    columns: tuple[str, ...]
    kinds: Sequence[tuple[ColumnKind, frozenset[type]]]


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
    elif isinstance(value, datetime):
        fits = kind == "time" and value.tzinfo is not None
    else:
        fits = isinstance(value, {"bytes": bytes, "text": str}.get(kind, ()))
    if not fits:
        raise ValueError(f"{table.name}.{column} is of kind {kind}, not {type(value).__name__}")


def merged(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows grouped by their shape, no key twice, groups in the order of their shapes.

    One statement may not touch a row twice, so rows of one key are merged first, as if they
    were written one after another.
    """
    by_key: dict[tuple[object, ...], Row] = {}
    for row in rows:
        values = row.values
        key = (row.table.name, row.bound_key, *[values[column] for column in row.table.key])
        earlier = by_key.get(key)
        by_key[key] = row if earlier is None else earlier.then(row)
    groups: dict[Shape, list[Row]] = {}
    for row in by_key.values():
        groups.setdefault(row.shape, []).append(row)
    return [groups[shape] for shape in sorted(groups)]


def upsert_sql(row: Row, parameter: int, *, place: str = "") -> str:
    """The statement that writes rows of this shape from the JSON parameter ``$parameter``.

    ``place`` begins the FROM clause where rows are bound to a batch's place in the log.
    """
    bound = dict(row.bound)
    given = [column for column in row.columns if bound.get(column) is not Bound.RECORDED_AT]
    typed = ", ".join(f'"{column}" {SQL_TYPES[row.table.columns[column]]}' for column in given)
    values = {
        None: 'r."{}"',
        Bound.POSITION: 'position_before + r."{}"',
        Bound.RECORDED_AT: "place_time",
    }
    selected = ", ".join(values[bound.get(column)].format(column) for column in row.columns)
    names = ", ".join(f'"{column}"' for column in row.columns)
    key = ", ".join(f'"{column}"' for column in row.table.key)
    changes = ", ".join(
        f'"{column}" = excluded."{column}"'
        for column in row.columns
        if column not in row.table.key
    )
    return (
        f'insert into "{row.table.name}" ({names}) select {selected} '  # noqa: S608
        f"from {place}json_to_recordset(${parameter}::json) as r({typed}) "
        f"on conflict ({key}) do {f'update set {changes}' if changes else 'nothing'}"
    )


def rows_json(rows: Sequence[Row]) -> bytes:
    """Rows of one shape as the JSON array that ``upsert_sql`` reads."""
    return msgspec.json.encode([row.values for row in rows])


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
