"""The kinds of columns that a view may have, and how a value of each is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import NoneType
from typing import Any, NamedTuple
from uuid import UUID

from hub_domain.recording import Bound, ColumnKind
from hub_infra.store import cells

Cells = Mapping[type[Any], Callable[[Any], bytes]]
"""How a value is written, by its class."""


class Kind(NamedTuple):
    """A kind of column: its type, the type and oid that it is sent as, and what it takes."""

    type: str
    sent: str
    oid: int
    cells: Cells

    @property
    def selected(self) -> str:
        """What makes the column's value of the value that was sent."""
        return f"::{self.type}" if self.type.endswith("[]") else ""


def _kind(named: str, sent: str, oid: int, cell: Callable[[Any], bytes], *classes: Any) -> Kind:
    return Kind(
        named, sent, oid, {NoneType: lambda _: cells.NULL, **dict.fromkeys(classes, cell)}
    )


KINDS: Mapping[ColumnKind, Kind] = {
    "uuid": _kind("uuid", "uuid", cells.UUID_OID, cells.uuid, UUID),
    "text": _kind("text", "text", cells.TEXT_OID, cells.text, str),
    "int": _kind("bigint", "bigint", cells.BIGINT_OID, cells.bigint, int),
    "bool": _kind("boolean", "boolean", cells.BOOLEAN_OID, cells.boolean, bool),
    "time": _kind(
        "timestamp with time zone",
        "timestamptz",
        cells.TIMESTAMPTZ_OID,
        cells.timestamptz,
        datetime,
    ),
    "date": _kind("date", "date", cells.DATE_OID, cells.day, date),
    "json": _kind(
        "json", "json", cells.JSON_OID, cells.json, dict, list, tuple, str, int, bool
    ),
    "uuids": _kind("uuid[]", "text", cells.TEXT_OID, cells.uuid_list, list, tuple),
    "texts": _kind("text[]", "text", cells.TEXT_OID, cells.text_list, list, tuple),
    "bytes": _kind("bytea", "bytea", cells.BYTEA_OID, cells.bytea, bytes),
}

BOUND: Mapping[Bound, ColumnKind] = {Bound.POSITION: "int", Bound.RECORDED_AT: "time"}
"""Which kind of column may hold what is bound under the append lock."""

WAITING: Mapping[Bound, bytes] = {Bound.POSITION: b"position", Bound.RECORDED_AT: b"time"}
"""The cells of what is not known yet. No cell of a value is like them."""


def cells_with_bound(kind: ColumnKind) -> Cells:
    """How a value of this kind is written where it may be bound under the append lock."""
    plain = KINDS[kind].cells
    return {**plain, Bound: WAITING.__getitem__} if kind in BOUND.values() else plain
