"""The tables of the views: how they are made, written and compared.

Names come from ``ViewTable`` alone and are checked here, once; values always travel apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hub_domain.recording import Bound, Upsert, ViewTable
from hub_infra.store import cells
from hub_infra.store.connect import Connection
from hub_infra.store.kinds import BOUND, KINDS, WAITING, Cells, cells_with_bound
from hub_infra.store.shapes import Row, Shape, column_kind

_NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")


class Views:
    """The views of the hub by name."""

    def __init__(self, tables: Iterable[ViewTable]) -> None:
        self.tables = {table.name: table for table in tables}
        self._forms: dict[tuple[str, tuple[str, ...], tuple[str, ...]], _Form] = {}
        for table in self.tables.values():
            _check_table(table)

    def __iter__(self) -> Iterator[ViewTable]:
        return iter(self.tables.values())

    def __getitem__(self, name: str) -> ViewTable:
        try:
            return self.tables[name]
        except KeyError:
            raise ValueError(f"no view is named {name!r}") from None

    def rows(self, upsert: Upsert) -> list[Row]:
        """An upsert made ready. Raises ``ValueError`` for what could not be written."""
        if not upsert.each:
            return []
        columns = upsert.table, tuple(upsert.each[0]), tuple(upsert.values)
        form = self._forms.get(columns)
        if form is None:
            form = self._forms[columns] = _Form(self[upsert.table], *columns[1:])
        return form.rows(upsert)


class _Form:
    """What upserts of the same columns have in common; every view writes a few forms only."""

    def __init__(self, table: ViewTable, own: tuple[str, ...], common: tuple[str, ...]) -> None:
        self._table = table
        self._own = own
        self._columns = (*own, *common)
        if set(own) & set(common):
            raise ValueError(f"{table.name}: a column has a value of its own and one in common")
        self._own_cells = [KINDS[column_kind(table, column)].cells for column in own]
        self._cells = [cells_with_bound(column_kind(table, column)) for column in common]
        self._bindable = [
            column for column in common if table.columns[column] in BOUND.values()
        ]
        self._shapes: dict[tuple[object, ...], Shape] = {}

    def rows(self, upsert: Upsert) -> list[Row]:
        common = upsert.values
        shape = self._shape(common)
        shared = self._written(self._cells, common)
        if shape.timed:
            shared = [cell for cell in shared if cell is not _TIMED]
        rows = []
        for own in upsert.each:
            if tuple(own) != self._own:
                raise ValueError(f"{self._table.name}: rows of one upsert have other columns")
            held = [*self._written(self._own_cells, own), *shared]
            if any([held[at] is cells.NULL for at in shape.key_at]):  # noqa: C419 - faster
                raise ValueError(f"{self._table.name}: a key column has no value")
            rows.append(Row(shape, held, upsert.event))
        return rows

    def _written(self, kinds: Sequence[Cells], values: Mapping[str, object]) -> list[bytes]:
        try:
            return [
                cells_of[type(value)](value)
                for cells_of, value in zip(kinds, values.values(), strict=True)
            ]
        except KeyError:
            return [
                _unusual(self._table, column, cells_of, value)
                for cells_of, (column, value) in zip(kinds, values.items(), strict=True)
            ]

    def _shape(self, common: Mapping[str, object]) -> Shape:
        """The shape of rows of which these values are bound, or none."""
        bound = tuple(
            [
                (column, value)
                for column in self._bindable
                if isinstance(value := common[column], Bound)
            ]
        )
        found = self._shapes.get(bound)
        if found is None:
            for column, what in bound:
                if self._table.columns[column] != BOUND[what]:
                    raise ValueError(f"{self._table.name}.{column} cannot hold a {what.value}")
            timed = tuple(column for column, what in bound if what is Bound.RECORDED_AT)
            found = self._shapes[bound] = Shape(
                self._table,
                tuple(column for column in self._columns if column not in timed),
                frozenset(column for column, what in bound if what is Bound.POSITION),
                timed,
            )
        return found


_TIMED = WAITING[Bound.RECORDED_AT]


def _unusual(table: ViewTable, column: str, cells_of: Cells, value: object) -> bytes:
    """A value whose class is not the usual one: a text may be of a class of its own."""
    if isinstance(value, str) and table.columns[column] == "text":
        return cells.text(value)
    write = cells_of.get(type(value))
    if write is None:
        kind, found = table.columns[column], type(value).__name__
        raise ValueError(f"{table.name}.{column} is of kind {kind}, not {found}")
    return write(value)


def _check_table(table: ViewTable) -> None:
    for name in (table.name, *table.columns):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a table or column")
    if table.key[:1] != ("agency_id",):
        raise ValueError(f"{table.name}: the key begins with agency_id")
    for column in (*table.key, *(name for index in table.indexes for name in index)):
        column_kind(table, column)


def table_ddl(table: ViewTable, schema: str) -> list[str]:
    """The statements that make a view's empty table and its indexes in ``schema``."""
    columns = [
        f'"{name}" {KINDS[kind].type}{" not null" if name in table.key else ""}'
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
