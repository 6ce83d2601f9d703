"""Rows of the views as one statement writes them: grouped by shape, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count
from operator import attrgetter
from typing import ClassVar, NamedTuple

from hub_domain.recording import ColumnKind, ViewTable
from hub_infra.store import cells
from hub_infra.store.kinds import KINDS, Kind


def column_kind(table: ViewTable, column: str) -> ColumnKind:
    """The kind of a column. Raises ``ValueError`` for one the view does not have."""
    try:
        return table.columns[column]
    except KeyError:
        raise ValueError(f"{table.name} has no column {column!r}") from None


class Shape:
    """What rows have in common that one statement can write.

    ``columns`` have a cell in each row; those in ``placed`` are bound to the row's place in the
    log, and those in ``timed``, which have none, to the time of its event.
    """

    _numbers = count()
    _merged: ClassVar[dict[tuple[object, ...], Shape]] = {}
    """Shapes of merged rows, by table (which they keep) and form: one, whatever was merged."""

    def __init__(
        self,
        table: ViewTable,
        columns: tuple[str, ...],
        placed: frozenset[str] = frozenset(),
        timed: tuple[str, ...] = (),
    ) -> None:
        missing = [column for column in table.key if column not in columns]
        if missing:
            raise ValueError(f"{table.name}: the key column {missing[0]} has no value")
        self.table = table
        self.columns = columns
        self.placed = placed
        self.timed = timed
        self.order = (table.name, next(self._numbers))
        """Statements write tables by name: all writers lock them in one order."""
        self.key_at = tuple(columns.index(column) for column in table.key)
        self.placed_at = tuple(n for n, column in enumerate(columns) if column in placed)
        self.kinds = tuple(KINDS[column_kind(table, column)] for column in columns)
        self._settled: Shape | None = None

    def settled(self) -> Shape:
        """The shape of the same rows once place and time are known, the time coming last."""
        if self._settled is None:
            self._settled = Shape(self.table, (*self.columns, *self.timed))
        return self._settled

    def then(self, later: Shape) -> Shape:
        """The shape of a row that is written in this shape and then in a later one."""
        columns = (set(self.columns) - set(later.timed)) | set(later.columns)
        timed = (set(self.timed) - set(later.columns)) | set(later.timed)
        placed = (self.placed - set(later.columns)) | later.placed
        form = tuple(sorted(columns)), placed, tuple(sorted(timed))
        found = self._merged.get((id(self.table), *form))
        if found is None:
            found = self._merged[id(self.table), *form] = Shape(self.table, *form)
        return found

    def sql(self, parameter: int, *, place: str = "") -> str:
        """The statement that writes rows of this shape.

        Their ``arrays`` are the parameters from ``$parameter`` on. ``place`` begins the FROM
        clause where rows are bound to a batch's place in the log.
        """
        sent = ", ".join(
            f'unnest(${number}::{kind.sent}[]) as "{column}"'
            for number, (column, kind) in enumerate(
                zip(self.columns, self.kinds, strict=True), parameter
            )
        )
        written = (*self.columns, *self.timed)
        names = ", ".join(f'"{column}"' for column in written)
        selected = ", ".join(
            [*map(self._selected, self.columns, self.kinds), *["place_time"] * len(self.timed)]
        )
        key = ", ".join(f'"{column}"' for column in self.table.key)
        changes = ", ".join(
            f'"{column}" = excluded."{column}"'
            for column in written
            if column not in self.table.key
        )
        return (
            f'insert into "{self.table.name}" ({names}) select {selected} '  # noqa: S608
            f"from {place}(select {sent}) as r "
            f"on conflict ({key}) do {f'update set {changes}' if changes else 'nothing'}"
        )

    def _selected(self, column: str, kind: Kind) -> str:
        if column in self.placed:
            return f'position_before + r."{column}"'
        return f'r."{column}"{kind.selected}'

    def arrays(self, rows: Iterable[Row]) -> list[bytes]:
        """The columns of rows of this shape, as ``sql`` wants them."""
        each = zip(*(row.cells for row in rows), strict=True)
        return [
            cells.array(kind.oid, column) for kind, column in zip(self.kinds, each, strict=True)
        ]


class Row(NamedTuple):
    """An upsert as the database will have it, but for what is known only under the lock."""

    shape: Shape
    cells: Sequence[bytes]
    event: int

    @property
    def key(self) -> tuple[object, ...]:
        """Which row of which table it writes."""
        held = self.cells
        return (self.shape.table.name, *[held[n] for n in self.shape.key_at])

    def at(self, position: int, recorded_at: datetime) -> Row:
        """The row of an event that was recorded long ago: nothing is left to be bound."""
        times = [cells.timestamptz(recorded_at)] * len(self.shape.timed)
        held = [*self.placed(position).cells, *times]
        return Row(self.shape.settled(), held, self.event)

    def placed(self, ordinal: int) -> Row:
        """The row of the event that is to be the ``ordinal``-th of its batch, from 1."""
        if not self.shape.placed_at:
            return self
        held = list(self.cells)
        for at in self.shape.placed_at:
            held[at] = cells.bigint(ordinal)
        return Row(self.shape, held, self.event)

    def then(self, later: Row) -> Row:
        """One row for this and a later one of the same key: the later value wins."""
        shape = self.shape.then(later.shape)
        held = dict(zip(self.shape.columns, self.cells, strict=True))
        held.update(zip(later.shape.columns, later.cells, strict=True))
        return Row(shape, [held[column] for column in shape.columns], later.event)


def merged(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows grouped by their shape, no key twice, groups in the order of their tables.

    One statement may not touch a row twice, so rows of one key are merged first, as if they
    were written one after another.
    """
    by_key: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = row.key
        earlier = by_key.get(key)
        by_key[key] = row if earlier is None else earlier.then(row)
    groups: dict[Shape, list[Row]] = {}
    for row in by_key.values():
        groups.setdefault(row.shape, []).append(row)
    return [groups[shape] for shape in sorted(groups, key=attrgetter("order"))]
