"""What the hub shows an agency, row by row: codes, ids and times, and no words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from hub_domain.sharing.status import OWED, Status


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
    shortened: bool = False


class PeriodRow(Row, frozen=True, kw_only=True):
    """Of which days an item is asked for, where they are fewer than at first."""

    item: UUID
    period_from: date
    period_to: date


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
    """A share request as one side's agency sees it; each item with the days still asked for.

    ``asked_back``: what the addressee asked back or challenged is not explained yet.
    """

    request_id: UUID
    side: str
    round: UUID | None = None
    function: str | None = None
    told: str | None = None
    texts: dict[str, Checks] = field(default_factory=dict)
    status: str
    kept_periods: tuple[PeriodRow, ...] | None = None
    asked_back: bool | None = None
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

    def __post_init__(self) -> None:
        fewer = {each.item: each for each in self.kept_periods or ()}
        force_setattr(self, "items", tuple(_shortened(each, fewer) for each in self.items))

    def stands(self, now: datetime | None = None) -> str:
        """How it stands, in a code: where something was shared and the rest is owed, so (P-22).

        To who asked, it is unanswered where it is late ``now``. Only what went in an emergency
        leaves a request as it was issued.
        """
        if self.status not in OWED:
            return self.status
        if self.disclosure is not None:
            return "shared-urgently" if self.status == Status.ISSUED else "shared-before"
        return "no-reply" if now and self.due_at <= now else self.status


def _shortened(item: ItemRow, fewer: Mapping[UUID, PeriodRow]) -> ItemRow:
    if item.id not in fewer:
        return item
    days = fewer[item.id]
    return replace(item, period_from=days.period_from, period_to=days.period_to, shortened=True)


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


class GivenRow(HandoverRow, frozen=True, kw_only=True):
    """That a colleague was given it to answer."""

    record: UUID


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


class RestsOn(Row, frozen=True, kw_only=True):
    """On what law something was told: the basis, and the provision where one is named."""

    basis: str
    provision: str | None = None


class DisclosureRow(HeldRow, frozen=True, kw_only=True):
    """A disclosure as one side's agency sees it.

    Of what went in an emergency: whether the record of its decision is complete (``recorded``),
    and since when, where that is known (R-362). ``rests_on``: on what law it was told, where
    nobody asked.
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
    rests_on: tuple[RestsOn, ...] | None = None
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
