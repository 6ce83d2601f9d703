"""Events and knowledge as plain values, for people who read them and programs that do.

Codes, ids, digests and times; of staff, the names under which they act in office; never words.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Final

from hub_domain.ids import event_id
from hub_services.auditing.knowledge import Knew
from hub_services.auditing.log import Entry
from hub_services.auditing.offices import Offices

_ELSEWHERE: Final = frozenset({"tables"})
"""The rows of a published edition: its digest stands for them, ``law`` shows them."""

_OF_THE_ACT: Final = frozenset(
    {
        "originator_id",
        "originator_version",
        "originator_topic",
        "timestamp",
        "practitioner",
        "agency",
        "role",
        "command_id",
        "catalogue_edition",
        "pack_edition",
    }
)


def facts_of(entry: Entry) -> dict[str, object]:
    """What the event itself says, beside who acted and when."""
    return {
        field.name: getattr(entry.event, field.name)
        for field in fields(entry.event)
        if field.name not in _OF_THE_ACT | _ELSEWHERE
    }


def plain_event(entry: Entry, offices: Offices) -> dict[str, object]:
    """One entry of the history, as the hub's own API gives it to scrutineers, and by name."""
    place: dict[str, object] = {
        "position": entry.position,
        "id": event_id(entry.stream, entry.version),
        "topic": entry.topic,
        "stream": entry.stream,
        "version": entry.version,
        "recorded_at": entry.recorded_at,
        "command_id": entry.command_id,
        "leaf_hash": entry.leaf_hash.hex(),
    }
    event = entry.event
    if event is None:
        return place
    return {
        **place,
        "occurred_at": event.timestamp,
        "agency": event.agency,
        "agency_name": offices.name(event.agency),
        "practitioner": event.practitioner,
        "practitioner_name": offices.name(event.practitioner),
        "role": event.role,
        "catalogue_edition": event.catalogue_edition,
        "pack_edition": event.pack_edition,
        "facts": facts_of(entry),
    }


def plain_knowledge(knew: Knew, offices: Offices) -> dict[str, object]:
    """One entry of who knew what when, with the names of the offices in it."""
    return {
        **asdict(knew),
        "agency_name": offices.name(knew.agency_id),
        "practitioner_name": offices.name(knew.practitioner),
        "holder_name": offices.name(knew.holder),
        "other_agency_name": offices.name(knew.other_agency),
    }
