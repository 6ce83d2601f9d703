"""Ids that follow from other ids, so that a second one of its kind is a version conflict.

UUIDv5 (RFC 9562) of a fixed namespace and the canonical text of the parts.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f0a4d0e-7d0c-5c1c-9a5e-2f4b6f3a9d11")


def _of(kind: str, *parts: object) -> UUID:
    return uuid5(_NAMESPACE, "|".join((kind, *map(str, parts))))


def an_id(value: object) -> UUID:
    """An id out of plain facts, where it may stand as text."""
    return value if isinstance(value, UUID) else UUID(str(value))


def decision_id(request_or_intent: UUID, recipient_agency: UUID) -> UUID:
    """One decision for each request (or proactive intent) and recipient agency."""
    return _of("sharing-decision", request_or_intent, recipient_agency)


@lru_cache(maxsize=1024)  # of one event it is asked for by its tasks and by its notices
def event_id(stream: UUID, version: int) -> UUID:
    """The id of an event for the outside: feed, notices, tasks."""
    return _of("event", stream, version)


def task_id(kind: str, cause: UUID, gap: str | None = None) -> UUID:
    """One task of a kind (and gap) for each cause."""
    return _of("task", f"{kind}({gap})" if gap else kind, cause)


def caused_command_id(cause: UUID, step: str) -> UUID:
    """The command id of what the hub does by itself because of ``cause``."""
    return _of("caused", cause, step)


def refused_attempt_id(command_id: UUID) -> UUID:
    """One noted attempt for each refused command."""
    return _of("refused-attempt", command_id)


def refused_read_id(practitioner: UUID, target: str, hour: datetime) -> UUID:
    """One noted attempt an hour for each practitioner and target of a refused read."""
    return _of("refused-read", practitioner, target, hour.isoformat())


def edition_id(edition: int) -> UUID:
    """One stream for each edition of the law catalogue."""
    return _of("catalogue-edition", edition)
