"""One command at work: what it may load, who acts, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar, runtime_checkable
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError

from hub_domain.acting import Acting
from hub_domain.agencies.agency import AlreadyRegistered, Kind
from hub_domain.aggregate import Aggregate
from hub_domain.law.capacity import Registration
from hub_domain.law.catalogue import Body, Catalogue, law_date
from hub_domain.law.cautions import Arrangements
from hub_domain.law.gaps import Gap
from hub_domain.need_to_know import Labels, NotFound, Viewer, see
from hub_domain.recording import EnvelopeRecord, VersionMoved
from hub_domain.refusal import Refusal
from hub_domain.sharing.sealed import Sealed
from hub_domain.sharing.taking_over import Colleague
from hub_services.hub.answers import Fault, Unparsable
from hub_services.hub.means import Means

A = TypeVar("A", bound=Aggregate)
Gate = Callable[[Viewer, Labels | None], Labels]
"""Lets a viewer through to a record by its labels, or finds nothing."""


class Find(Protocol):
    """Finds an aggregate, at least as new as a version."""

    def __call__(self, stream: UUID, version: int | None = None, /) -> Aggregate: ...


@runtime_checkable
class _Labelled(Protocol):
    """A record that only some may see."""

    def labels(self, agency: UUID) -> Labels | None: ...


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What one command changed, and what it answers.

    Of its envelope: to whom it is sealed besides the author, which persons its words may be
    about, which of them it must name, which items and about whom each is, and of which items
    there must be words; where none are named, only about the record itself.
    """

    saved: tuple[Aggregate, ...]
    counterpart: UUID | None = None
    persons: frozenset[UUID] = frozenset()
    named: frozenset[UUID] = frozenset()
    items: Mapping[UUID, UUID | None] = field(default_factory=dict)
    given: frozenset[UUID] = frozenset()
    released: EnvelopeRecord | None = None
    tags: frozenset[str] = field(default=frozenset())


@dataclass(kw_only=True)
class Work:
    """Everything that a use case needs of one command, and nothing that it does not."""

    acting: Acting
    viewer: Viewer
    about: UUID
    version: int
    catalogue: Catalogue
    means: Means
    sealed: Sealed | None
    get: Find
    loaded: dict[UUID, Aggregate] = field(default_factory=dict)

    def subject(self, kind: type[A], gate: Gate = see) -> A:
        """The stream the command acts on, at the version that the practitioner saw.

        Not there, of another kind, or not let through by the gate: not found, whatever version
        is stated. Moved on since: ``VersionMoved``.
        """
        found = self.load(kind, self.about, version=self.version)
        if isinstance(found, _Labelled):
            gate(self.viewer, found.labels(self.viewer.agency))
        if found.version != self.version:
            raise VersionMoved
        return found

    def begun(self) -> UUID:
        """The stream that the command begins: it has no version yet, and an id of its own.

        A UUIDv7, so that no id which follows from another (a task's, a decision's) is taken
        before its time.
        """
        if self.about.version != 7:  # noqa: PLR2004 - RFC 9562
            raise Unparsable(Fault("/about", "uuid-version-7"))
        if self.version:
            raise VersionMoved
        return self.about

    def follows(self, stream: UUID) -> UUID:
        """The stream of the command, whose id follows from what its facts name."""
        if self.about != stream:
            raise Unparsable(Fault("/about", "derived-from-facts"))
        return stream

    def never_changes(self) -> None:
        """What the command is about never changes, and so was seen at version 0."""
        if self.version:
            raise VersionMoved

    def load(self, kind: type[A], stream: UUID, *, version: int | None = None) -> A:
        """Another stream; not there, or of another kind: not found."""
        try:
            found = self.loaded.get(stream) or self.get(stream, version)
        except AggregateNotFoundError:
            raise NotFound from None
        if not isinstance(found, kind):
            raise NotFound
        self.loaded[stream] = found
        return found

    def relied_on(self, changed: Iterable[Aggregate]) -> list[Aggregate]:
        """What the command was judged by and does not change.

        A process keeps what it has loaded, and another may have changed it meanwhile; so the
        versions of these are checked in the batch, as those of what is changed are.
        """
        saved = {aggregate.id for aggregate in changed}
        return [each for stream, each in self.loaded.items() if stream not in saved]

    def agency(self, agency: UUID) -> dict[str, Any]:
        """An agency's row in the directory; not registered: not found."""
        rows = self.means.rows.of(agency, "agencies", limit=1)
        if not rows:
            raise NotFound
        return rows[0]

    def partner(self, agency: UUID) -> dict[str, Any]:
        """The row of another partner: nobody else, and not oneself, is asked or told."""
        row = self.agency(agency)
        if row["kind"] != Kind.PARTNER or agency == self.acting.agency:
            raise NotFound
        return row

    def must_work_there(
        self, agency: UUID, *, practitioner: UUID | None = None, post: UUID | None = None
    ) -> None:
        """Who is named works there now, as does somebody who holds the post (R-157)."""
        if practitioner and not self._works(agency, practitioner):
            raise NotFound
        holders = self.holders(agency, post)
        if post and not any(self._works(agency, holder) for holder in holders):
            raise NotFound

    def holders(self, agency: UUID, post: UUID | None) -> frozenset[UUID]:
        """Who holds a post there; nobody holds none."""
        equals = {"post_id": post}
        rows = self.means.rows.of(agency, "duty_posts", equals=equals) if post else []
        return frozenset(holder for row in rows for holder in row["holders"])

    def colleague(self, practitioner: UUID) -> Colleague:
        """One of the acting agency's people with their roles; who has left has none."""
        person = {"practitioner_id": practitioner}
        rows = self.means.rows.of(self.acting.agency, "practitioners", equals=person, limit=1)
        roles = frozenset(role for row in rows for role in row["roles"])
        return Colleague(id=practitioner, roles=roles)

    def _works(self, agency: UUID, practitioner: UUID) -> bool:
        person = {"practitioner_id": practitioner, "active": True}
        return bool(self.means.rows.of(agency, "practitioners", equals=person, limit=1))

    def must_be_nobody_elses(self, office: UUID) -> None:
        """No other agency, and nobody and no post there, goes by this id: names go by ids.

        Or else one agency could give another's people and posts a name and a contact of its
        own choice, on every page and in the audit.
        """
        for table, key in _OFFICES:
            rows = self.means.rows.of_every_agency(table, equals={key: office})
            if any(row["agency_id"] != self.acting.agency for row in rows):
                raise AlreadyRegistered(id=office)

    def arrangements(self) -> Arrangements:
        """How the acting agency stands: its people's roles, when its review is due."""
        agency = self.acting.agency
        row = self.agency(agency)
        people = self.means.rows.of(agency, "practitioners", equals={"active": True})
        return Arrangements(
            roles=frozenset(role for person in people for role in person["roles"]),
            review_due=row["arrangements_review_due"],
            guidance=tuple(row["arrangements_guidance"] or ()),
        )

    def body(self, row: Mapping[str, Any]) -> Body:
        """An agency that is asked or told, as the law sees it on the day of the act."""
        on = law_date(self.acting.occurred_at)
        return _registration(row).as_addressed(self.catalogue, on)

    def acting_body(self, exercising: str | None) -> tuple[Body, tuple[Refusal, ...]]:
        """The agency that acts, in the function it says, and what is refused of that."""
        registered = _registration(self.agency(self.acting.agency))
        on = law_date(self.acting.occurred_at)
        return registered.as_acting(exercising or "", self.catalogue, on)


_OFFICES: Final = (
    ("agencies", "agency_id"),
    ("practitioners", "practitioner_id"),
    ("duty_posts", "post_id"),
)


def _registration(row: Mapping[str, Any]) -> Registration:
    return Registration.read(row["agency_id"], row["nation"], row["categories"], row["under"])


def sealed_of(work: Work) -> Sealed:
    """The envelope of a command that requires one, which its handling has made sure of."""
    if work.sealed is None:
        raise ValueError("a command that requires an envelope was handled without one")
    return work.sealed


def gaps_of(agency: Mapping[str, Any]) -> tuple[Gap, ...]:
    """What an agency lacks at this moment, by its row in the directory (R-020)."""
    return ("arrangements",) if agency["arrangements_review_due"] is None else ()
