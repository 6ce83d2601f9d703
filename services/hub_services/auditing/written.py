"""Sealed words by whose they are, and about whom a reader was told by opening them.

The name of a segment follows from its envelope, its owner, its group and its item, and whoever
opened segments signed for their names. So the persons of an opening are proved without the
words, and stay so when a person's words are erased.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hub_domain.ids import an_id
from hub_domain.keeping.release import Release
from hub_domain.sharing.decision import Decided
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_services.auditing.log import AuditedLog, Entry
from hub_services.auditing.proving import LATEST

Facts = Mapping[str, object]

Words = tuple[UUID, UUID | None]
"""Whose words: a person's or the record's own; and of which item, where of one."""


@dataclass(frozen=True)
class _Writing:
    """An envelope, by the event that names it."""

    record: UUID
    kind: str
    publisher: UUID
    counterpart: UUID | None


@dataclass
class _About:
    """Whose words a record can have, and, by time, about whom it was."""

    words: set[Words] = field(default_factory=set)
    since: list[datetime] = field(default_factory=list)
    persons: list[frozenset[UUID]] = field(default_factory=list)
    post: UUID | None = None

    def standing(self, at: datetime) -> list[frozenset[UUID]]:
        """About whom it was, then or up to ``LATEST`` before."""
        return self.persons[max(bisect_right(self.since, at - LATEST) - 1, 0) :]


class Written:
    """Every envelope that was named so far, and about whom its record is."""

    def __init__(self, log: AuditedLog) -> None:
        self._log = log
        self._writings: dict[UUID, _Writing] = {}
        self._about: defaultdict[UUID, _About] = defaultdict(_About)

    def take(self, entry: Entry) -> None:
        """Learn what the next event names, once it was checked."""
        match entry.event:
            case ShareRequest.Issued(addressee_post=post, persons=persons):
                self._names(entry, [(an_id(person["id"]), None) for person in persons], post)
            case Disclosure.Made(recipient_post=post, items=items):
                self._names(entry, [(_person(item), an_id(item["id"])) for item in items], post)
            case Decided(items=items):
                self._names(entry, [(_person(item), an_id(item["item"])) for item in items])
        if sealed := getattr(entry.event, "sealed", None):
            self._writings[an_id(sealed["envelope"])] = _Writing(
                record=entry.stream,
                kind=entry.topic.partition(".")[0],
                publisher=entry.event.agency,
                counterpart=_counterpart(entry.event),
            )

    def _names(
        self,
        entry: Entry,
        lines: Iterable[tuple[UUID | None, UUID | None]],
        post: UUID | None = None,
    ) -> None:
        """A line is about one person, or about nobody in particular, and of an item or none."""
        about, record = self._about[entry.stream], entry.stream
        persons = frozenset(person for person, _ in lines if person is not None)
        about.persons.append(persons)
        about.since.append(entry.recorded_at)
        about.post = post
        about.words |= {(owner, None) for owner in (record, *persons)}
        for person, item in lines:
            owners = persons if person is None else {person}
            about.words |= {(owner, item) for owner in (record, *owners)}

    def opened(self, entry: Entry, _: Any) -> Facts:
        """What follows of an opening from which segments of which envelope were opened.

        Words of the record itself are about everybody whom it then named; under a duty post
        are opened those of a record that is addressed to it.
        """
        event: Release.Released = entry.event
        writing = self._writings[event.envelope]
        about = self._about[writing.record]
        opened = self._segments(event.envelope, event.segments, about)
        owners = {owner for owner, _ in opened}
        persons = [sorted(owners - {writing.record})]
        if writing.record in owners:
            standing = about.standing(entry.recorded_at)
            persons = [sorted({*persons[0], *others}) for others in standing]
        return {
            "record": writing.record,
            "record_kind": writing.kind,
            "publisher": writing.publisher,
            "counterpart": writing.counterpart,
            "persons": event.persons if event.persons in persons else persons[-1],
            "items": sorted({item for _, item in opened if item is not None}),
            "post": event.post and about.post,
        }

    def _segments(self, envelope: UUID, names: Iterable[str], about: _About) -> list[Words]:
        """Whose and of which item these segments are; ``LookupError`` for one of nobody."""
        whose = {
            name: words
            for words in about.words
            for name in self._log.segments(envelope, *words)
        }
        return [whose[name] for name in names]

    def reported(self, entry: Entry, _: Any) -> Facts:
        """Of which record the words are, and who wrote them."""
        writing = self._writings[entry.event.envelope]
        return {"record": writing.record, "publisher": writing.publisher}


def _counterpart(event: Any) -> UUID | None:
    """To whom words go besides their author's own agency; a decision's go to nobody."""
    match event:
        case ShareRequest.Issued() | ShareRequest.Event():
            return event.addressee if event.agency == event.requester else event.requester
        case Disclosure.Made():
            return event.recipient
    return None


def _person(item: Mapping[str, Any]) -> UUID | None:
    return an_id(item["person"]) if item["person"] else None
