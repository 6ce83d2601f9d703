"""What the desk reads from the hub, typed, and what it makes of it with the names it keeps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct, field

from hub_services.desk.drafts import IdentityCard


class Row(Struct, frozen=True, kw_only=True):
    """A row of the hub: codes and ids, never words. Further members are passed over."""


class Checks(Row, frozen=True, kw_only=True):
    """What the writer's desk signed of a text."""

    version: int
    words: int
    flags: tuple[str, ...] = ()


class ScopeRow(Row, frozen=True, kw_only=True):
    """Why a person is protected, and who said so."""

    kind: str
    limbs: tuple[str, ...] = ()
    stated_by: UUID
    estimated: bool


class PersonRow(Row, frozen=True, kw_only=True):
    id: UUID
    scope: ScopeRow | None = None


class ItemRow(Row, frozen=True, kw_only=True):
    """An item asked for."""

    id: UUID
    topic: str
    period_from: date | None = None
    period_to: date | None = None
    persons: tuple[UUID, ...] = ()


class SearchRow(Row, frozen=True, kw_only=True):
    systems: tuple[str, ...]
    period_from: date | None
    period_to: date | None
    identifiers: tuple[str, ...]
    not_searched: tuple[str, ...] = ()


class HeldRow(Row, frozen=True, kw_only=True):
    """Something that came: to whom or to which post it is addressed, who has it by now."""

    named: UUID | None = None
    post: UUID | None = None
    assigned: UUID | None = None

    @property
    def whose(self) -> UUID | None:
        """Who has it, or to whom or to which post it came."""
        return self.assigned or self.named or self.post


class Matter(HeldRow, frozen=True, kw_only=True):
    """What is decided on: its ``author`` asked for it, or is told it unasked."""

    counterpart: UUID
    author: UUID
    provision: str
    purpose: str | None = None
    persons: tuple[PersonRow, ...] = ()
    items: tuple[ItemRow, ...] = ()
    kept_persons: tuple[UUID, ...] = ()
    kept_items: tuple[UUID, ...] = ()


class RequestRow(Matter, frozen=True, kw_only=True):
    """A share request as one side's agency sees it."""

    request_id: UUID
    side: str
    round: UUID | None = None
    function: str | None = None
    told: str | None = None
    texts: dict[str, Checks] = field(default_factory=dict)
    status: str
    ground: str | None = None
    withdrawn: str | None = None
    search: SearchRow | None = None
    issued_at: datetime
    due_at: datetime
    changed_at: datetime
    envelope: UUID
    decision: UUID | None = None
    disclosure: UUID | None = None
    version: int
    edition: int


class WritingRow(Row, frozen=True, kw_only=True):
    """A sealed writing that belongs to a record: request, challenge, decline, answer, ..."""

    envelope: UUID
    record: UUID
    record_kind: str
    part: str
    author_agency: UUID
    counterpart: UUID | None = None
    author: UUID
    texts: dict[str, Checks] = field(default_factory=dict)
    written_at: datetime


class OpeningRow(Row, frozen=True, kw_only=True):
    """That somebody opened an envelope, and when."""

    envelope: UUID
    opened_by: UUID
    opened_for: UUID
    role: str
    post: UUID | None = None
    opened_at: datetime


class TakeoverRow(Row, frozen=True, kw_only=True):
    """That a record was taken over: by whom, from whom, for whom; here also why."""

    formerly: UUID | None = None
    holder: UUID
    taken_by: UUID
    role: str
    why: str | None = None
    taken_at: datetime


class SharedRow(Row, frozen=True, kw_only=True):
    """A disclosure in answer to a request: when, by and about whom, whether it was opened."""

    disclosure: UUID
    persons: tuple[UUID, ...]
    made_at: datetime
    author: UUID
    emergency: bool
    opened: bool


class HandoverRow(Row, frozen=True, kw_only=True):
    """That a record went from who had it: by whom, to whom, and when."""

    by: UUID
    to: UUID
    at: datetime


class WaitingRow(HeldRow, frozen=True, kw_only=True):
    """Something that came and is not done with, as who may take it over is told of it."""

    record: UUID
    record_kind: str
    counterpart: UUID
    since: datetime
    due_at: datetime | None = None
    left: bool
    emergency: bool
    opened: bool
    version: int


class TaskRow(Row, frozen=True, kw_only=True):
    task_id: UUID
    kind: str
    gap: str | None = None
    about: UUID
    owner: UUID
    opened_at: datetime
    due_at: datetime | None = None
    fell_due_at: datetime | None = None
    closed_at: datetime | None = None


class DisclosedRow(Row, frozen=True, kw_only=True):
    """The labels of one item disclosed; in an emergency some may not have been said."""

    id: UUID
    person: UUID
    kind: str | None = None
    as_at: date | None = None
    about: str | None = None
    sensitivity: str | None = None
    special_category: bool | None = None
    criminal_offence: bool | None = None
    historical: bool = False
    explained: bool = False
    confirmed_current: bool = False


class DisclosureRow(HeldRow, frozen=True, kw_only=True):
    """A disclosure as one side's agency sees it.

    Of what went in an emergency: whether the record of its decision is complete (``recorded``),
    and since when, where that is known (R-362).
    """

    disclosure_id: UUID
    side: str
    counterpart: UUID
    author: UUID
    request: UUID | None = None
    decision: UUID
    provision: str | None = None
    purpose: str
    use_limit: str
    channel: str
    items: tuple[DisclosedRow, ...]
    emergency: bool | None = None
    recorded: bool | None = None
    recorded_at: datetime | None = None
    made_at: datetime
    envelope: UUID
    acknowledged_at: datetime | None = None
    significance: str | None = None
    action: str | None = None
    version: int

    @property
    def persons(self) -> tuple[UUID, ...]:
        """Whom its items are about, each once."""
        return tuple(dict.fromkeys(item.person for item in self.items))

    @property
    def comes_first(self) -> bool:
        """Whether it reached this agency in an emergency and is not acknowledged yet."""
        received = self.side == "addressee" and self.acknowledged_at is None
        return received and bool(self.emergency)


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


class Writing(Struct, frozen=True, kw_only=True):
    """A sealed writing, with its words where this practitioner opened it at this desk."""

    row: WritingRow
    opened: Opened | None = None


class Requests(Struct, frozen=True, kw_only=True):
    """A list of requests and the names of the persons in them that this desk knows."""

    requests: tuple[RequestRow, ...]
    names: dict[UUID, IdentityCard]
    tasks: tuple[TaskRow, ...] = ()
    now: datetime


class RequestPage(Struct, frozen=True, kw_only=True):
    """One request with everything that belongs to it.

    ``gone``: where what was shared on it went, that this practitioner had and has no longer.
    """

    request: RequestRow
    persons: tuple[Person, ...]
    writings: tuple[Writing, ...]
    openings: tuple[OpeningRow, ...]
    takeovers: tuple[TakeoverRow, ...]
    shared: tuple[SharedRow, ...]
    gone: tuple[HandoverRow, ...]
    tasks: tuple[TaskRow, ...]
    now: datetime

    def writing(self, part: str) -> Writing | None:
        """The newest writing of that part: request, challenge, decline, answer."""
        return next((w for w in reversed(self.writings) if w.row.part == part), None)


class Disclosures(Struct, frozen=True, kw_only=True):
    disclosures: tuple[DisclosureRow, ...]
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
    """

    decision: dict[str, Any]
    unrecorded: tuple[DisclosureRow, ...] = ()
    writings: tuple[Writing, ...]
    tasks: tuple[TaskRow, ...]
    now: datetime

    def unrecorded_to(self, practitioner: UUID) -> tuple[DisclosureRow, ...]:
        """Of what is not recorded yet, what went to one: each has a record of their own."""
        return tuple(row for row in self.unrecorded if row.named == practitioner)


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


class DraftKept(Struct, frozen=True, kw_only=True):
    """A draft of one practitioner: its kind, its content as plain values, when it was saved."""

    id: UUID
    kind: str
    content: Any
    saved_at: datetime

    def __repr__(self) -> str:
        return f"<DraftKept {self.kind}>"
