"""Who knew what about whom, when, under which law: worked out from the events alone.

Asked and was-asked, told-others and was-sent, took-over, opened: what was sent is known to an
agency, and what was opened to a named person. Withheld: an agency knew it, and decided that
another was not to. Assigned, no-longer-asked, withdrew: to whom a request was given, and that
it asks no longer. What the hub reads to its auditors must say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from hub_domain.ids import an_id
from hub_domain.keeping.release import Release
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_services.auditing.log import Entry

How = Literal[
    "asked",
    "was-asked",
    "told-others",
    "was-sent",
    "took-over",
    "opened",
    "withheld",
    "assigned",
    "no-longer-asked",
    "withdrew",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Knew:
    """One agency's knowledge about one person, from one event on."""

    person_id: UUID
    agency_id: UUID
    position: int
    how: How
    practitioner: UUID | None
    role: str | None
    holder: UUID | None = None
    """For whom it was taken over, or to whom it was given."""
    other_agency: UUID
    record: UUID
    record_kind: str
    items: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    """On which grounds it was withheld."""
    why: str | None = None
    """Why a request was withdrawn."""
    provision: str | None
    rests_on: tuple[Mapping[str, str | None], ...] | None = None
    """On what law it was told, where nobody asked."""
    emergency: bool | None = None
    edition: int
    occurred_at: datetime
    recorded_at: datetime


_WITHHOLDS: Final = frozenset({"share-part", "do-not-share"})


class Learning:
    """Learns who knows what, event by event; and remembers about whom each request still is."""

    def __init__(self) -> None:
        self._about: defaultdict[UUID, frozenset[UUID]] = defaultdict(frozenset)

    def learnt(self, entry: Entry) -> Iterator[Knew]:
        """What an event lets agencies know about persons, and what becomes of a request."""
        yield from _learnt(entry)
        match entry.event:
            case ShareRequest.Issued(persons=persons):
                self._about[entry.stream] = frozenset(an_id(each["id"]) for each in persons)
            case ShareRequest.TakenOver():
                pass
            case ShareRequest.Assigned(to=to):
                yield from _went_on(entry, "assigned", self._about[entry.stream], holder=to)
            case ShareRequest.Narrowed(persons=kept):
                left_out = self._about[entry.stream].difference(kept)
                self._about[entry.stream] -= left_out
                yield from _went_on(entry, "no-longer-asked", left_out)
            case ShareRequest.Withdrawn(why=why):
                yield from _went_on(entry, "withdrew", self._about[entry.stream], why=why)


def _learnt(entry: Entry) -> Iterator[Knew]:
    match entry.event:
        case ShareRequest.Issued():
            yield from _asked(entry, entry.event)
        case SharingDecision.Made() | SharingDecision.MadeAgain():
            yield from _withheld(entry, entry.event)
        case Disclosure.Made():
            yield from _told(entry, entry.event)
        case Release.Released():
            yield from _opened(entry, entry.event)
        case ShareRequest.TakenOver(requester=author):
            yield from _taken_over(entry, entry.event, author, "share-request")
        case Disclosure.TakenOver(discloser=author):
            yield from _taken_over(entry, entry.event, author, "disclosure")


def _asked(entry: Entry, event: ShareRequest.Issued) -> Iterator[Knew]:
    for person in event.persons:
        yield from _both_sides(
            entry,
            person=an_id(person["id"]),
            hows=("asked", "was-asked"),
            other=event.addressee,
            named=event.addressee_practitioner,
            record_kind="share-request",
            provision=event.provision,
        )


def _told(entry: Entry, event: Disclosure.Made) -> Iterator[Knew]:
    for person in sorted({an_id(item["person"]) for item in event.items}):
        about = [item for item in event.items if an_id(item["person"]) == person]
        yield from _both_sides(
            entry,
            person=person,
            hows=("told-others", "was-sent"),
            other=event.recipient,
            named=event.recipient_practitioner,
            record_kind="disclosure",
            provision=event.provision,
            rests_on=None if event.rests_on is None else tuple(event.rests_on),
            items=tuple(an_id(item["id"]) for item in about),
            kinds=tuple(str(item["kind"]) for item in about if item["kind"]),
            emergency=event.emergency,
        )


def _withheld(
    entry: Entry, event: SharingDecision.Made | SharingDecision.MadeAgain
) -> Iterator[Knew]:
    """What is held and does not go: neither what is not held, nor what waits for advice."""
    records = isinstance(event, SharingDecision.MadeAgain) and event.records
    if records or event.decision not in _WITHHOLDS:
        return
    kept: list[dict[str, Any]] = [
        item
        for item in event.items
        if item["person"] and not item["included"] and not item["not_held"]
    ]
    for person in sorted({an_id(item["person"]) for item in kept}):
        about = [item for item in kept if an_id(item["person"]) == person]
        yield Knew(
            person_id=person,
            agency_id=event.agency,
            position=entry.position,
            how="withheld",
            practitioner=event.practitioner,
            role=event.role,
            other_agency=event.recipient,
            record=entry.stream,
            record_kind="sharing-decision",
            items=tuple(an_id(item["item"]) for item in about),
            kinds=tuple(str(item["kind"]) for item in about if item["kind"]),
            grounds=tuple(sorted({str(each) for item in about for each in item["grounds"]})),
            provision=event.provision,
            edition=event.catalogue_edition,
            occurred_at=event.timestamp,
            recorded_at=entry.recorded_at,
        )


def _opened(entry: Entry, event: Release.Released) -> Iterator[Knew]:
    for person in event.persons:
        yield Knew(
            person_id=person,
            agency_id=event.agency,
            position=entry.position,
            how="opened",
            practitioner=event.practitioner,
            role=event.role,
            other_agency=event.publisher,
            record=event.record,
            record_kind=event.record_kind,
            items=tuple(event.items),
            provision=None,
            edition=event.catalogue_edition,
            occurred_at=event.timestamp,
            recorded_at=entry.recorded_at,
        )


def _taken_over(
    entry: Entry,
    event: ShareRequest.TakenOver | Disclosure.TakenOver,
    author: UUID,
    record_kind: str,
) -> Iterator[Knew]:
    for person in event.persons:
        yield Knew(
            person_id=person,
            agency_id=event.agency,
            position=entry.position,
            how="took-over",
            practitioner=event.practitioner,
            role=event.role,
            holder=event.to,
            other_agency=author,
            record=entry.stream,
            record_kind=record_kind,
            provision=None,
            edition=event.catalogue_edition,
            occurred_at=event.timestamp,
            recorded_at=entry.recorded_at,
        )


def _went_on(
    entry: Entry,
    how: How,
    persons: Iterable[UUID],
    *,
    holder: UUID | None = None,
    why: str | None = None,
) -> Iterator[Knew]:
    event = entry.event
    for person in sorted(persons):
        yield Knew(
            person_id=person,
            agency_id=event.agency,
            position=entry.position,
            how=how,
            practitioner=event.practitioner,
            role=event.role,
            holder=holder,
            other_agency=(
                event.addressee if event.agency == event.requester else event.requester
            ),
            record=entry.stream,
            record_kind="share-request",
            why=why,
            provision=None,
            edition=event.catalogue_edition,
            occurred_at=event.timestamp,
            recorded_at=entry.recorded_at,
        )


def _both_sides(
    entry: Entry,
    *,
    person: UUID,
    hows: tuple[How, How],
    other: UUID,
    named: UUID | None,
    record_kind: str,
    provision: str | None,
    items: Sequence[UUID] = (),
    kinds: Sequence[str] = (),
    rests_on: tuple[Mapping[str, str | None], ...] | None = None,
    emergency: bool | None = None,
) -> Iterator[Knew]:
    event = entry.event
    sides = (
        (event.agency, other, hows[0], event.practitioner, event.role),
        (other, event.agency, hows[1], named, None),
    )
    for agency, counterpart, how, practitioner, role in sides:
        yield Knew(
            person_id=person,
            agency_id=agency,
            position=entry.position,
            how=how,
            practitioner=practitioner,
            role=role,
            other_agency=counterpart,
            record=entry.stream,
            record_kind=record_kind,
            items=tuple(items),
            kinds=tuple(kinds),
            provision=provision,
            rests_on=rests_on,
            emergency=emergency,
            edition=event.catalogue_edition,
            occurred_at=event.timestamp,
            recorded_at=entry.recorded_at,
        )
