"""Asking for less: fewer persons or items, or a shorter period (R-062); and explaining."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, Self
from uuid import UUID

from hub_domain.aggregate import at_first_without
from hub_domain.ids import an_id
from hub_domain.law.periods import stated
from hub_domain.law.refusals import RequestNotSpecific
from hub_domain.sharing.refusals import NotNarrower, SubjectNotInScope


@dataclass(frozen=True)
class Narrowing:
    """What is asked still: whom about, which items, by when.

    ``periods`` are those of the items that are asked for a shorter one than at first.
    """

    persons: list[UUID]
    items: list[UUID]
    periods: list[dict[str, object]]
    due_at: datetime
    ends_escalation: UUID | None
    stops_clock: UUID | None

    class_version = 2
    upcast_v1_v2 = staticmethod(at_first_without(periods=[]))


@dataclass(frozen=True)
class Explaining:
    """What the requester explains, and by when to answer: a clock that still runs stops."""

    due_at: datetime
    texts: dict[str, object]
    sealed: dict[str, object]
    stops_clock: UUID | None

    class_version = 2
    upcast_v1_v2 = staticmethod(at_first_without(stops_clock=None))


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days of which an item is asked for, both included; at first they may be unsaid."""

    begins: date | None
    ends: date | None

    @classmethod
    def of(cls, asked: Mapping[str, object]) -> Self:
        """Of what an event says."""
        begins, ends = asked["period_from"], asked["period_to"]
        return cls(begins=begins, ends=ends)  # type: ignore[arg-type]  # a fact of an event

    def within(self, other: Period) -> bool:
        """Whether it asks for no day that the other does not ask for."""
        if self == other:
            return True
        if self.begins is None or self.ends is None:
            return False
        after = other.begins is None or self.begins >= other.begins
        return after and (other.ends is None or self.ends <= other.ends)


def days_of(asked: Sequence[Mapping[str, object]], key: str = "id") -> dict[UUID, Period]:
    """The period of each item, by its id."""
    return {an_id(each[key]): Period.of(each) for each in asked}


def days_now(
    items: Iterable[UUID],
    shorter: Sequence[Mapping[str, object]],
    at_first: Mapping[UUID, Period],
) -> dict[UUID, Period]:
    """Of which days each of the items is asked for: a shorter period, or as at first."""
    now = dict(at_first) | days_of(shorter, "item")
    return {item: now[item] for item in items}


class Asked(Protocol):
    """What a request asks: of each item whom about and of which days; whom it protects.

    ``at_first``: of which days each item was asked for when it was issued.
    """

    @property
    def items(self) -> Mapping[UUID, frozenset[UUID]]: ...
    @property
    def persons(self) -> frozenset[UUID]: ...
    @property
    def protected(self) -> frozenset[UUID]: ...
    @property
    def periods(self) -> Mapping[UUID, Period]: ...
    @property
    def at_first(self) -> Mapping[UUID, Period]: ...


def narrowed(
    asked: Asked,
    *,
    persons: Iterable[UUID],
    items: Iterable[UUID],
    periods: Iterable[Mapping[str, object]],
) -> dict[str, object]:
    """Fewer persons, items or days than before, none anew, and each item about someone (R-062).

    Somebody of those who are still asked about is to be protected (R-011). A shorter period
    is one that is stated. An item whose period is not said is asked for as at first.
    """
    listed, kept, said = list(dict.fromkeys(persons)), frozenset(items), list(periods)
    about, shorter = frozenset(listed), days_of(said, "item")
    if len(shorter) < len(said) or not shorter.keys() <= kept:
        raise RequestNotSpecific(field="items")
    if not all(stated(each.begins, each.ends) for each in shorter.values()):
        raise RequestNotSpecific(field="period")
    if not about or not kept or not about <= asked.persons or not kept <= asked.items.keys():
        raise NotNarrower
    now = days_now(kept, said, asked.at_first)
    if not all(now[item].within(asked.periods[item]) for item in kept):
        raise NotNarrower
    if about == asked.persons and now == asked.periods:
        raise NotNarrower
    if any(not asked.items[item] & about for item in kept):
        raise RequestNotSpecific(field="persons")
    if not about & asked.protected:
        raise SubjectNotInScope
    return {"persons": listed, "items": sorted(kept), "periods": said}
