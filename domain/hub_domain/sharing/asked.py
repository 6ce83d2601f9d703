"""What a request asks: about whom, and which items; when it asks for less; what answers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hub_domain.law.decided import ItemDecided, ItemNotJustified
from hub_domain.law.refusals import RequestNotSpecific
from hub_domain.law.requests import ItemAsked
from hub_domain.sharing.plain import PersonAsked
from hub_domain.sharing.protecting import ensure_protected
from hub_domain.sharing.refusals import (
    DueInThePast,
    ItemNotRelevant,
)


def ensure_specific(persons: Sequence[PersonAsked], items: Sequence[ItemAsked]) -> None:
    """Somebody is to be protected (R-011); each person and item stands there once (R-062).

    Every item speaks of persons in the request, and of no others.
    """
    ensure_protected(persons)
    asked = {person.id for person in persons}
    strangers = any(not asked.issuperset(item.persons) for item in items)
    if strangers or len(asked) < len(persons):
        raise RequestNotSpecific(field="persons")
    if len({item.id for item in items}) < len(items):
        raise RequestNotSpecific(field="items")


def ensure_asked(
    given: Iterable[tuple[UUID | None, UUID]],
    *,
    items: Container[UUID],
    persons: Container[UUID],
) -> None:
    """Only what is still asked is given, and about persons who are still asked about (R-183).

    A request may have been narrowed since it was decided on. ``given``: of each item the one
    asked for that it answers, if one, and whom it is about.
    """
    beyond = {
        person
        for asked, person in given
        if person not in persons or not (asked is None or asked in items)
    }
    if beyond:
        raise ItemNotRelevant(persons=tuple(sorted(beyond)))


def all_given(
    given: Collection[tuple[UUID | None, UUID]], items: Mapping[UUID, frozenset[UUID]]
) -> bool:
    """Whether each item asked for is given, about each person of whom it is asked (R-189)."""
    return all((item, person) in given for item in items for person in items[item])


def all_spoken_of(
    lines: Container[tuple[object, object]], items: Mapping[UUID, frozenset[UUID]]
) -> bool:
    """Whether a line speaks of each item asked for, given or not, about each person (R-200).

    Each line by what it answers and whom it is about; about nobody alone, it is of them all.
    """
    return all(
        (item, person) in lines or (item, None) in lines
        for item in items
        for person in items[item]
    )


def ensure_listed_once(items: Sequence[ItemDecided]) -> None:
    """Each item decided on stands there once, in an emergency too (R-200).

    Or else what is kept of one would be kept of the other: about whom it is, and what it
    answers.
    """
    for item, times in Counter(each.item for each in items).items():
        if times > 1:
            raise ItemNotJustified(item=item)


def ensure_time(now: datetime, due_at: datetime) -> None:
    """Time is left to answer (R-188)."""
    if due_at <= now:
        raise DueInThePast
