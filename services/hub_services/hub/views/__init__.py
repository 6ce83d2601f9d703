"""The views: what each agency may be shown, as rows that follow from the events alone.

Written in the transaction of the events, and rebuilt from them byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from hub_domain.recording import Upsert
from hub_services.hub.views import (
    decisions,
    directory,
    disclosures,
    feed,
    knowledge,
    requests,
    takeovers,
    tasks,
    writings,
)
from hub_services.hub.views.projecting import Handler

_MODULES = (
    directory,
    requests,
    decisions,
    disclosures,
    takeovers,
    writings,
    knowledge,
    tasks,
    feed,
)

TABLES = tuple(table for module in _MODULES for table in module.TABLES)


class Projection:
    """What these views show of each event. ``topics`` are those of which they show anything."""

    def __init__(self, views: Iterable[str]) -> None:
        wanted = frozenset(views)
        self._handlers: dict[type[Any], list[Handler]] = defaultdict(list)
        for module in _MODULES:
            if wanted & {table.name for table in module.TABLES}:
                for event_class, handler in module.HANDLERS.items():
                    self._handlers[event_class].append(handler)
        self.topics = sorted(event_class.TOPIC for event_class in self._handlers)

    def __call__(self, event: Any) -> list[Upsert]:
        """The rows that follow from one event; none for an event that no view shows."""
        return [
            upsert
            for handler in self._handlers.get(type(event), ())
            for upsert in handler(event)
        ]


project = Projection(table.name for table in TABLES)


def project_all(events: Sequence[Any]) -> list[Upsert]:
    """The rows of one command's events, each bound to its own event's position."""
    return [
        Upsert(upsert.table, upsert.values, index, upsert.each)
        for index, event in enumerate(events)
        for upsert in project(event)
    ]
