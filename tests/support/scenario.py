"""Given, when, then, for aggregates.

``given`` lives through the past by commands, ``when`` gives one more, ``then`` says what
happened next. Every scenario also replays the old and the new events from nothing and compares
the two states, so every one of them is a replay test as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID, uuid5

import pytest

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate
from hub_domain.need_to_know import Viewer
from hub_domain.refusal import Refusal

MONDAY = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
LIBRARYS = frozenset({"originator_id", "originator_version", "originator_topic", "timestamp"})

A = TypeVar("A", bound=Aggregate)


def an_id(name: str) -> UUID:
    """An id that is always the same for the same name."""
    return uuid5(UUID(int=11), name)


@dataclass(frozen=True)
class Actor:
    """One of the cast: who they are, for whom they act, in which role."""

    name: str
    agency: UUID
    role: str

    @property
    def id(self) -> UUID:
        """The practitioner's id."""
        return an_id(self.name)

    def acting(self, at: datetime = MONDAY) -> Acting:
        """An act of theirs."""
        return Acting(
            practitioner=self.id,
            agency=self.agency,
            role=self.role,
            occurred_at=at,
            command_id=an_id(f"{self.name} at {at}"),
            catalogue_edition=1,
            pack_edition=1,
        )

    @property
    def viewer(self) -> Viewer:
        """As the gate knows them."""
        return Viewer(practitioner=self.id, agency=self.agency, roles=frozenset({self.role}))


class Happened(NamedTuple):
    """One event, by its class and its facts, without the library's own and the act's."""

    event_class: type[Any]
    facts: dict[str, Any]


def happened(event_class: type[Any], **facts: Any) -> Happened:
    """An event that is expected, with all of its facts."""
    return Happened(event_class, facts)


def begun(command: Callable[[], A]) -> When[A]:
    """A command that begins a stream."""
    return When(None, lambda _: command())


def given(begin: Callable[[], A], *then: Callable[[A], None]) -> Given[A]:
    """The past: a command that begins a stream, and those that followed."""
    aggregate = begin()
    for command in then:
        command(aggregate)
    return Given(aggregate.collect_events())


@dataclass(frozen=True)
class Given(Generic[A]):
    """A stream with its past."""

    past: Sequence[Any]

    def when(self, command: Callable[[A], None]) -> When[A]:
        """Give one command."""

        def give(aggregate: A | None) -> A:
            assert aggregate is not None
            command(aggregate)
            return aggregate

        return When(self, give)

    def now(self) -> A:
        """The stream as its past has left it."""
        aggregate: A = replayed(self.past)
        return aggregate


@dataclass(frozen=True)
class When(Generic[A]):
    """A stream with its past, and one command."""

    given: Given[A] | None
    command: Callable[[A | None], A]

    def then(self, *expected: Happened) -> None:
        """Exactly this happened, and replays to the same."""
        past = list(self.given.past) if self.given else []
        aggregate = self.command(self.given.now() if self.given else None)
        recorded = aggregate.collect_events()
        assert [_facts(event) for event in recorded] == list(expected)
        assert _state(replayed([*past, *recorded])) == _state(aggregate)

    def then_refused(self, refusal: type[Refusal], **facts: object) -> None:
        """It was refused, for this reason, and nothing happened."""
        aggregate = self.given.now() if self.given else None
        with pytest.raises(refusal) as refused:
            self.command(aggregate)
        found = refused.value.facts()
        assert {name: found[name] for name in facts} == facts
        assert aggregate is None or not aggregate.collect_events()


def replayed(events: Sequence[Any]) -> Any:
    """A stream from nothing but its events."""
    aggregate: Any = None
    for event in events:
        aggregate = event.mutate(aggregate)
    return aggregate


def _facts(event: Any) -> Happened:
    acted = set(Acting.__slots__) | LIBRARYS
    return Happened(
        type(event), {name: value for name, value in vars(event).items() if name not in acted}
    )


def _state(aggregate: Aggregate) -> dict[str, Any]:
    clocks = {"_created_on", "_modified_on"}
    return {name: value for name, value in vars(aggregate).items() if name not in clocks}
