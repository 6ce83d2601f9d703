"""The views: what each agency may be shown, as rows that follow from the events alone.

Written in the transaction of the events, and rebuilt from them byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hub_domain.recording import Upsert
from hub_services.hub.views import (
    decisions,
    directory,
    disclosures,
    feed,
    knowledge,
    requests,
    tasks,
)
from hub_services.hub.views.projecting import Handler

_MODULES = (directory, requests, decisions, disclosures, knowledge, tasks, feed)

TABLES = tuple(table for module in _MODULES for table in module.TABLES)

_handlers: dict[type, list[Handler]] = defaultdict(list)
for _module in _MODULES:
    for _event_class, _handler in _module.HANDLERS.items():
        _handlers[_event_class].append(_handler)


def project(event: Any) -> list[Upsert]:
    """The rows that follow from one event; none for an event that no view shows."""
    return [upsert for handler in _handlers.get(type(event), ()) for upsert in handler(event)]


def project_all(events: Sequence[Any]) -> list[Upsert]:
    """The rows of one command's events, each bound to its own event's position."""
    return [
        replace(upsert, event=index) if index else upsert
        for index, event in enumerate(events)
        for upsert in project(event)
    ]
