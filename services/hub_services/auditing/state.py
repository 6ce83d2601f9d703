"""What stood at a moment: every record as the domain itself replays it."""

from __future__ import annotations

from collections import Counter, defaultdict
from uuid import UUID

from hub_domain.aggregate import Aggregate
from hub_services.auditing.log import Entry


class State:
    """The records that the events so far make."""

    def __init__(self) -> None:
        self._records: dict[UUID, Aggregate] = {}
        self._kinds: dict[UUID, str] = {}

    def take(self, entry: Entry) -> None:
        """Apply the next event of its stream."""
        stream = entry.stream
        self._records[stream] = entry.event.mutate(self._records.get(stream))
        self._kinds[stream] = entry.topic.partition(".")[0]

    def find(self, stream: UUID) -> Aggregate | None:
        """The record of a stream as it stands; None where there is none."""
        return self._records.get(stream)

    def plain(self) -> dict[str, list[dict[str, object]]]:
        """Records by kind, each with what the rules know of it, its version and its times."""
        kinds: dict[str, list[dict[str, object]]] = defaultdict(list)
        for stream, record in self._records.items():
            kinds[self._kinds[stream]].append(_plain(record))
        return dict(sorted(kinds.items()))

    def count(self) -> dict[str, int]:
        """How many records of each kind."""
        return dict(sorted(Counter(self._kinds.values()).items()))


def _plain(record: Aggregate) -> dict[str, object]:
    known = {
        name: _written(value) if isinstance(value, dict) else value
        for name, value in vars(record).items()
        if not name.startswith("_") and name != "tables"  # an edition's digest stands for them
    }
    return {
        "id": record.id,
        "version": record.version,
        "began_at": record.created_on,
        "changed_at": record.modified_on,
        **known,
    }


def _written(known: dict[object, object]) -> dict[object, object]:
    """A map whose names are of several parts, such as a task's kind and gap, by one text."""
    return {
        "/".join(filter(None, name)) if isinstance(name, tuple) else name: value
        for name, value in known.items()
    }
