"""Events out of their stored bytes, for those who read the whole history.

Each fact is held against the type that its event's class states, so that whoever tells or
follows an event need not doubt its form; what no event can have said is told as that.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, Final, get_type_hints
from uuid import UUID

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent

from hub_domain.ports import NotRestored

_BY_COLUMN: Final = frozenset({"originator_id", "originator_version"})
"""Facts that are columns of the log, whose types the database holds."""

_AS_THEY_ARE: Final = (UUID, datetime, date, bytes)
"""Values that are taken for themselves alone, and not out of text."""


def restored(stored: StoredEvent, mapper: Mapper[UUID]) -> Any:
    """The event of a row; None for what the hub cannot have written."""
    try:
        event = mapper.to_domain_event(stored)
        msgspec.convert(vars(event), _form_of(type(event)), builtin_types=_AS_THEY_ARE)
    except (NotRestored, msgspec.ValidationError):
        return None
    return event


@cache
def _form_of(kind: type[Any]) -> type[msgspec.Struct]:
    """The facts that every event of a kind has, and no other, each by its type."""
    types = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return msgspec.defstruct(
        kind.__name__,
        [(name, object if name in _BY_COLUMN else types[name]) for name in names],
        forbid_unknown_fields=True,
    )
