"""Who knew what, and when: lanes for agencies, and the table that says the same.

The picture and its table are made of the same entries, numbered alike. Entries stand in the
order of the log at equal steps; a day is marked where it begins, so that a busy hour and a
quiet month can both be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from hub_services.desk.rows import RestsOn
from hub_services.words.times import LONDON

NAMES: Final = 240
"""Width of the names of the lanes, in the picture's own units (as all below)."""
STEP: Final = 72
EDGE: Final = 48
"""Beyond the last step: room for the name of a day, or for the number of an emergency."""
LANE: Final = 60
TOP: Final = 46
SIZE: Final = 9

Shape = Literal["ring", "box", "disc", "square", "cross", "struck"]

SHAPES: Final[Mapping[str, Shape]] = {
    "asked": "ring",
    "was-asked": "box",
    "told-others": "disc",
    "was-sent": "box",
    "took-over": "box",
    "opened": "square",
    "withheld": "cross",
    "assigned": "box",
    "no-longer-asked": "struck",
    "withdrew": "struck",
}


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that an agency came to know, or said, of a person: codes and ids alone.

    ``why`` a request was withdrawn.
    """

    agency_id: UUID
    position: int
    how: str
    practitioner: UUID | None = None
    role: str | None = None
    holder: UUID | None = None
    other_agency: UUID | None = None
    record: UUID
    record_kind: str
    items: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    why: str | None = None
    provision: str | None = None
    rests_on: tuple[RestsOn, ...] | None = None
    emergency: bool | None = None
    occurred_at: datetime
    recorded_at: datetime


class SaidSince(msgspec.Struct, frozen=True, kw_only=True):
    """On what law it stands since its record was completed: it went on another, or on none."""

    record: UUID
    recorded_at: datetime
    rests_on: tuple[RestsOn, ...]


@dataclass(frozen=True)
class Entry:
    """One line of the table, and one mark of the picture, by the same number."""

    number: int
    agency: str
    known: Known
    other: str
    who: str
    holder: str = ""
    """For whom it was taken over, or to whom it was given, where that is somebody else."""
    since: SaidSince | None = None
    by: Known | None = None
    """What states the law of the record, where this does not: it was opened or taken over."""
    read: str = ""
    """What was opened and read: the request, what was written in reply, or another record."""


@dataclass(frozen=True)
class Mark:
    """Where an entry stands in the picture; what went in an emergency is ``urgent``."""

    number: int
    shape: Shape
    x: int
    y: int
    urgent: bool


@dataclass(frozen=True)
class Lane:
    """One agency's line."""

    name: str
    y: int


@dataclass(frozen=True)
class Arrow:
    """From the one who asked or told to the one who was; ``asking`` is drawn dashed."""

    x: int
    y1: int
    y2: int
    asking: bool


@dataclass(frozen=True)
class Day:
    """Where a day begins."""

    x: int
    day: date


@dataclass(frozen=True)
class Lanes:
    """A picture, ready to be drawn, and the entries of its table."""

    width: int
    height: int
    names: int
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    arrows: tuple[Arrow, ...]
    days: tuple[Day, ...]
    entries: tuple[Entry, ...]


def entries_of(
    rows: Iterable[Mapping[str, Any]],
    name: Callable[[UUID], str],
    said_since: Iterable[Mapping[str, Any]] = (),
) -> list[Entry]:
    """The entries in the order of the log; within one event who acted comes first."""
    laws = [msgspec.convert(dict(row), SaidSince) for row in said_since]
    since = {each.record: each for each in laws}
    known = [msgspec.convert(dict(row), Known) for row in rows]
    known.sort(key=lambda each: (each.position, each.how in {"was-asked", "was-sent"}))
    by = {each.record: each for each in known if each.provision or each.rests_on}
    asked_by = {each.record: each.agency_id for each in known if each.how == "asked"}
    return [
        Entry(
            number=number,
            agency=name(each.agency_id),
            known=each,
            other=name(each.other_agency) if each.other_agency else "",
            who=name(each.practitioner) if each.practitioner else "",
            holder=(
                name(each.holder) if each.holder and each.holder != each.practitioner else ""
            ),
            since=since.get(each.record) if each.emergency else None,
            by=by.get(each.record),
            read=_read(each, asked_by) if each.how == "opened" else "",
        )
        for number, each in enumerate(known, start=1)
    ]


def _read(known: Known, asked_by: Mapping[UUID, UUID]) -> str:
    """Which writing was opened: of a request, its own words or what the asked agency wrote."""
    if known.record_kind != "share-request":
        return known.record_kind
    return "request" if asked_by.get(known.record) in {None, known.other_agency} else "reply"


def lanes_of(entries: Sequence[Entry]) -> Lanes:
    """The picture of these entries: agencies in the order in which they come in."""
    y_of: dict[UUID, int] = {}
    x_of: dict[int, int] = {}
    for entry in entries:
        y_of.setdefault(entry.known.agency_id, TOP + LANE // 2 + LANE * len(y_of))
        x_of.setdefault(entry.known.position, NAMES + STEP // 2 + STEP * len(x_of))
    names = {entry.known.agency_id: entry.agency for entry in entries}
    marks = [
        Mark(
            entry.number,
            SHAPES.get(entry.known.how, "ring"),
            x_of[entry.known.position],
            y_of[entry.known.agency_id],
            bool(entry.known.emergency),
        )
        for entry in entries
    ]
    return Lanes(
        width=NAMES + STEP * max(len(x_of), 1) + EDGE,
        names=NAMES,
        height=TOP + LANE * max(len(y_of), 1),
        lanes=tuple(Lane(names[agency], y) for agency, y in y_of.items()),
        marks=tuple(marks),
        arrows=tuple(_arrows(entries, x_of, y_of)),
        days=tuple(_days(entries, x_of)),
        entries=tuple(entries),
    )


def _arrows(
    entries: Iterable[Entry], x_of: Mapping[int, int], y_of: Mapping[UUID, int]
) -> Iterable[Arrow]:
    for entry in entries:
        known = entry.known
        other = known.other_agency
        if known.how not in {"asked", "told-others"} or other is None or other not in y_of:
            continue
        begins, ends = y_of[known.agency_id], y_of[other]
        gap = SIZE + 3 if ends > begins else -SIZE - 3
        yield Arrow(x_of[known.position], begins + gap, ends - gap, asking=known.how == "asked")


def _days(entries: Iterable[Entry], x_of: Mapping[int, int]) -> Iterable[Day]:
    last: date | None = None
    shown_at = -STEP * 2
    for entry in entries:
        day = entry.known.occurred_at.astimezone(LONDON).date()
        x = x_of[entry.known.position]
        if day != last and x - shown_at >= STEP * 2:
            yield Day(x, day)
            shown_at = x
        last = day
