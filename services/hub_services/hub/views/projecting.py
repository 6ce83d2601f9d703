"""How a view is made: a pure function of one event, with no read-back, clock or decryption."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from hub_domain.recording import Bound, Upsert

Handler = Callable[[Any], Iterable[Upsert]]
Handlers = Mapping[type[Any], Handler]

POSITION = Bound.POSITION
RECORDED_AT = Bound.RECORDED_AT


def row(table: str, /, **values: object) -> Upsert:
    """One row of a view; ``agency_id`` is always among its values."""
    return Upsert(table, values)


def rows(table: str, each: Iterable[Mapping[str, object]], /, **values: object) -> Upsert:
    """One row for each: its own values, ``agency_id`` among them, and those in common."""
    return Upsert(table, values, each=tuple(each))


def of_each(*agencies: UUID) -> list[Mapping[str, object]]:
    """The same row for each of these agencies."""
    return [{"agency_id": agency} for agency in agencies]


def an_id(value: object) -> UUID:
    """An id out of an event's plain facts."""
    return value if isinstance(value, UUID) else UUID(str(value))
