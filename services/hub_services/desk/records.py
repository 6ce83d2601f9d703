"""What the pages show: the hub's rows, with the names and words that the desk has for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct, field

from hub_domain.sharing.status import Status
from hub_services.desk.drafts import IdentityCard
from hub_services.desk.rows import (
    DisclosureRow,
    GivenRow,
    HandoverRow,
    OpeningRow,
    RequestRow,
    ScopeRow,
    SharedRow,
    TakeoverRow,
    TaskRow,
    WaitingRow,
    WritingRow,
)


class Person(Struct, frozen=True, kw_only=True):
    """A person in a record, with the name card that this desk knows, or what came of one."""

    id: UUID
    card: IdentityCard | None = None
    scope: ScopeRow | None = None


class PersonKept(Struct, frozen=True, kw_only=True):
    """A person whom the desk knows: the card, and the link into the agency's case system."""

    id: UUID
    card: IdentityCard
    link: str = ""
    kept_at: datetime | None = None


class SegmentOpened(Struct, frozen=True, kw_only=True):
    """The words of one segment that was opened."""

    owner: UUID
    group: str
    item: UUID | None = None
    fields: dict[str, str]

    def __repr__(self) -> str:
        return "<SegmentOpened>"


class Opened(Struct, frozen=True, kw_only=True):
    """The words of one envelope, when it was opened, and texts that were not as signed."""

    envelope: UUID
    record: UUID
    part: str
    segments: tuple[SegmentOpened, ...]
    opened_at: datetime
    mismatched: tuple[str, ...] = ()

    def words(self) -> dict[str, str]:
        """The texts of the record itself (why, reasons), by their codes."""
        return {
            name: text
            for segment in self.segments
            if segment.item is None and segment.group != "identity"
            for name, text in segment.fields.items()
        }

    def card(self, person: UUID) -> IdentityCard:
        """The name card that came for a person; one without a name where none came."""
        for segment in self.segments:
            if segment.group == "identity" and segment.owner == person:
                return IdentityCard.of(segment.fields)
        return IdentityCard(names="")

    def of_item(self, item: UUID) -> dict[str, str]:
        """The words of one item: text, source, opinion-holder, third-party."""
        return {
            name: text
            for segment in self.segments
            if segment.item == item
            for name, text in segment.fields.items()
        }

    @property
    def told(self) -> tuple[str, ...]:
        """What was said with its items of who has been told, by codes; each once."""
        said = (segment.fields.get("told", "") for segment in self.segments if segment.item)
        return tuple(dict.fromkeys(filter(None, said)))


class Writing(Struct, frozen=True, kw_only=True):
    """A sealed writing, with its words where this practitioner opened it at this desk."""

    row: WritingRow
    opened: Opened | None = None


class Requests(Struct, frozen=True, kw_only=True):
    """A list of requests and the names of the persons in them that this desk knows."""

    requests: tuple[RequestRow, ...]
    names: dict[UUID, IdentityCard]
    given: tuple[GivenRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    now: datetime


class RequestPage(Struct, frozen=True, kw_only=True):
    """One request with everything that belongs to it.

    ``gone``: where what was shared on it went, that this practitioner had and has no longer.
    ``sees``: the decision on it, where this practitioner may see that as well.
    """

    request: RequestRow
    persons: tuple[Person, ...]
    writings: tuple[Writing, ...]
    openings: tuple[OpeningRow, ...]
    takeovers: tuple[TakeoverRow, ...]
    given: GivenRow | None
    shared: tuple[SharedRow, ...]
    gone: tuple[HandoverRow, ...]
    sees: frozenset[UUID]
    tasks: tuple[TaskRow, ...]
    now: datetime

    def writing(self, part: str) -> Writing | None:
        """The newest writing of that part: request, challenge, decline, answer."""
        return next((w for w in reversed(self.writings) if w.row.part == part), None)

    def asks_back(self, writing: Writing) -> bool:
        """Whether it asks what is meant: the explanation that it waits for is written next."""
        if writing.row.part != "answer":
            return False
        after = self.writings[self.writings.index(writing) + 1 :]
        if after:
            return after[0].row.part == "explanation"
        return self.request.status == Status.CLARIFICATION_SOUGHT


class Disclosures(Struct, frozen=True, kw_only=True):
    """Disclosures, and which of them whose they are has neither opened nor acknowledged."""

    disclosures: tuple[DisclosureRow, ...]
    unopened: frozenset[UUID] = frozenset()
    names: dict[UUID, IdentityCard]
    now: datetime


class DisclosurePage(Struct, frozen=True, kw_only=True):
    """One disclosure: labels always, words once this practitioner has opened it."""

    disclosure: DisclosureRow
    persons: tuple[Person, ...]
    openings: tuple[OpeningRow, ...]
    takeovers: tuple[TakeoverRow, ...]
    opened: Opened | None = None
    now: datetime


class DecisionPage(Struct, frozen=True, kw_only=True):
    """One sharing decision of the agency: its codes as the hub gives them, and its writings.

    ``unrecorded``: what went by it in an emergency, and its record must still cover (R-362).
    ``sees``: of the request and the disclosures that it names, those that this reader may see.
    """

    decision: dict[str, Any]
    unrecorded: tuple[DisclosureRow, ...] = ()
    sees: frozenset[UUID] = frozenset()
    writings: tuple[Writing, ...]
    tasks: tuple[TaskRow, ...]
    now: datetime

    @property
    def request(self) -> UUID | None:
        """The request that it answers; None: nobody asked."""
        return UUID(self.decision["request"]) if self.decision["request"] else None

    def unrecorded_to(self, recipient: UUID) -> tuple[DisclosureRow, ...]:
        """Of what is not recorded yet, what went to one: each has a record of their own."""
        return tuple(row for row in self.unrecorded if recipient in {row.named, row.post})


class Waiting(Struct, frozen=True, kw_only=True):
    """What this practitioner may take over: first what nobody is left to read.

    ``left`` counts that in all; ``next`` is where the next page goes on.
    """

    waiting: tuple[WaitingRow, ...]
    left: int
    next: str | None = None
    now: datetime


class Tasks(Struct, frozen=True, kw_only=True):
    tasks: tuple[TaskRow, ...]
    now: datetime


class Me(Struct, frozen=True, kw_only=True):
    """Who the hat is to the hub."""

    practitioner: UUID
    name: str
    post: str
    roles: tuple[str, ...]
    agency: UUID
    agency_name: str
    nation: str
    posts: tuple[UUID, ...]
    now: datetime


class Issued(Struct, frozen=True, kw_only=True):
    """What became of one request of a round: issued, or refused with the hub's words.

    The refusal ``hub-away`` says that it is not known: issue the round again by the same key.
    """

    agency: UUID
    request: UUID | None = None
    refusal: str | None = None
    duty: str | None = None
    title: str = ""
    detail: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


class Supplied(Struct, frozen=True, kw_only=True):
    """What became of a supply: the decision, and the disclosure when something was shared."""

    decision: UUID
    disclosure: UUID | None = None


class Preview(Struct, frozen=True, kw_only=True):
    """Exactly what a recipient will be able to see: the codes in clear, the words once opened.

    ``facts`` is what the hub is told; ``segments`` is the sealed envelope opened again.
    ``flags`` are what the text checks found, by the code of the text.
    """

    to: UUID
    facts: dict[str, Any]
    segments: tuple[SegmentOpened, ...]
    flags: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def words(self) -> list[object]:
        """All that it says in words, without the ids that are new each time it is made."""
        return [[each.group, each.item, each.fields] for each in self.segments]


class DraftKept(Struct, frozen=True, kw_only=True):
    """A draft of one practitioner: its kind, its content as plain values, when it was saved."""

    id: UUID
    kind: str
    content: Any
    saved_at: datetime

    def __repr__(self) -> str:
        return f"<DraftKept {self.kind}>"
