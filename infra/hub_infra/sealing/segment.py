"""Words about a person, as a desk hands them over for sealing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

RECORD_GROUPS: Final = frozenset({"identity", "why", "reasons"})
ITEM_GROUPS: Final = frozenset({"text", "source", "third-party", "file"})


@dataclass(frozen=True, slots=True)
class Segment:
    """The words of one group about one owner: what is released, or erased, together.

    The owner is a person, or the record itself where a text concerns several people. ``item``
    is named exactly when the group belongs to an item.
    """

    owner: UUID
    group: str
    item: UUID | None
    fields: Mapping[str, str] = field(repr=False)

    def __post_init__(self) -> None:
        if not belongs(self.group, self.item):
            raise ValueError("group and item do not belong together")
        if not self.fields:
            raise ValueError("a segment holds at least one field")


def belongs(group: str, item: UUID | None) -> bool:
    """Whether the group exists, and names an item exactly when it is an item's."""
    return group in (RECORD_GROUPS if item is None else ITEM_GROUPS)
