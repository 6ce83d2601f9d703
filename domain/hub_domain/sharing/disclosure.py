"""A disclosure: one agency gives items to one recipient, under one decision.

Telling three agencies is three disclosures, each justified. What is given is labelled: fact,
opinion, allegation or hearsay, as at a date, about whom, how sensitive (R-186, R-185).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate, Opening, at_first_without
from hub_domain.ids import an_id
from hub_domain.law.catalogue import Catalogue, LawOn, law_date
from hub_domain.law.proportion import stale
from hub_domain.law.refusals import (
    FactOpinionUnset,
    RecipientNotNamed,
    SensitivityUnset,
    ShareRecordIncomplete,
)
from hub_domain.need_to_know import Labels, NotFound, RecordKind, Side, Viewer, may_see
from hub_domain.refusal import Refusal
from hub_domain.sharing.legal_basis import RestsOn
from hub_domain.sharing.sealed import Sealed
from hub_domain.sharing.taking_over import Colleague, HandedOn, Why, handed_on


class ItemKind(StrEnum):
    """Fact is told from opinion, and both from what others said (R-186)."""

    FACT = "fact"
    OPINION = "opinion"
    ALLEGATION = "allegation"
    HEARSAY = "hearsay"


class ItemAbout(StrEnum):
    """What an item is about (R-002)."""

    CHILD = "child-health-development-exposure"
    PARENT = "parent-need-or-capacity"
    PERSON_POSING_RISK = "person-posing-risk"
    ADULT = "adult-need-or-risk"
    ADULT_IN_CONTACT = "adult-in-contact"
    SIBLING_OR_HOUSEHOLD = "sibling-or-household"
    PROTECTIVE_PERSON = "protective-person"


class Sensitivity(StrEnum):
    """How sensitive an item is; unset is not allowed, and means the most restricted."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"
    HIGHLY_SENSITIVE = "highly-sensitive"


@dataclass(frozen=True, kw_only=True)
class LabelledItem:
    """One statement about one person, by its labels; its words are sealed.

    ``confirmed_current``: who discloses it has made sure that it still holds (R-185).
    """

    id: UUID
    person: UUID
    kind: ItemKind | None
    as_at: date | None
    about: ItemAbout | None
    sensitivity: Sensitivity | None
    special_category: bool | None
    criminal_offence: bool | None
    historical: bool = False
    explained: bool = False
    confirmed_current: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """As an event kept it."""
        coded = {"kind": ItemKind, "about": ItemAbout, "sensitivity": Sensitivity}
        said = {name: code(kept[name]) for name, code in coded.items() if kept[name]}
        return cls(**{**kept, **said})

    def plain(self) -> dict[str, object]:
        """As an event keeps it."""
        return {
            name: value.value if isinstance(value, StrEnum) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """To whom it is given: a named practitioner, or a registered duty post, of one agency."""

    agency: UUID
    practitioner: UUID | None = None
    post: UUID | None = None


class Disclosure(Aggregate):
    """Items given to one recipient."""

    TOPIC = "disclosure"

    class Made(Opening):
        TOPIC = "disclosure.made"
        decision: UUID
        request: UUID | None
        provision: str | None
        purpose: str
        recipient: UUID
        recipient_practitioner: UUID | None
        recipient_post: UUID | None
        use_limit: str
        channel: str
        items: list[dict[str, object]]
        emergency: bool | None
        recorded: bool | None
        rests_on: RestsOn | None
        sealed: dict[str, object]

        class_version = 6
        upcast_v1_v2 = staticmethod(at_first_without(of_each="items", confirmed_current=False))
        upcast_v2_v3 = staticmethod(at_first_without(of_each="items", criminal_offence=None))
        upcast_v3_v4 = staticmethod(at_first_without(emergency=None, recorded=None))
        upcast_v4_v5 = staticmethod(at_first_without())  # ``recorded`` asks for labels since
        upcast_v5_v6 = staticmethod(at_first_without(rests_on=None))

    class Acknowledged(Aggregate.Event):
        TOPIC = "disclosure.acknowledged"
        discloser: UUID
        significance: str
        action: str

        def apply(self, aggregate: Disclosure) -> None:
            aggregate.acknowledged = True

    class TakenOver(Aggregate.Event, HandedOn):
        TOPIC = "disclosure.taken-over"
        discloser: UUID

        def apply(self, aggregate: Disclosure) -> None:
            aggregate.assigned = self.to

    def __init__(
        self,
        decision: UUID,
        recipient: UUID,
        recipient_practitioner: UUID | None,
        recipient_post: UUID | None,
        channel: str,
        items: list[dict[str, object]],
        agency: UUID,
        practitioner: UUID,
        **_: object,
    ) -> None:
        self.decision = decision
        self.agency = agency
        self.author = practitioner
        self.recipient = recipient
        self.named = recipient_practitioner
        self.post = recipient_post
        self.channel = channel
        self.assigned: UUID | None = None
        self.labelled = items
        self.items = frozenset(an_id(item["id"]) for item in items)
        self.persons = frozenset(an_id(item["person"]) for item in items)
        self.acknowledged = False

    @classmethod
    def make(
        cls,
        acting: Acting,
        *,
        disclosure_id: UUID,
        decision: UUID,
        request: UUID | None,
        provision: str | None,
        purpose: str,
        recipient: Recipient,
        use_limit: str,
        channel: str,
        items: Sequence[LabelledItem],
        emergency: bool,
        recorded: bool,
        rests_on: RestsOn | None,
        sealed: Sealed,
        catalogue: Catalogue,
    ) -> Self:
        """Give these items to this recipient; each is labelled, and the recipient is named.

        Who did not ask for it is told by which law it ``rests_on`` (R-201).

        Who receives it is told whether it goes by an ``emergency``, and whether the record of
        the decision was complete as it went, and its labels with it. In an emergency no label
        is waited for (R-362).
        """
        law = LawOn(catalogue, law_date(acting.occurred_at))
        if recipient.practitioner is None and recipient.post is None:
            raise RecipientNotNamed
        if not items:
            raise ShareRecordIncomplete(field="items")
        for item in items:
            if emergency:
                _check_said(item, law)
            else:
                ensure_labelled(item, law)
        return cls.begin(
            cls.Made,
            acting,
            stream_id=disclosure_id,
            decision=decision,
            request=request,
            provision=provision,
            purpose=purpose,
            recipient=recipient.agency,
            recipient_practitioner=recipient.practitioner,
            recipient_post=recipient.post,
            use_limit=use_limit,
            channel=channel,
            items=[item.plain() for item in items],
            emergency=emergency,
            recorded=recorded and all_labelled(items, law),
            rests_on=rests_on,
            sealed=sealed.plain(),
        )

    @property
    def to(self) -> Recipient:
        """To whom it was given."""
        return Recipient(agency=self.recipient, practitioner=self.named, post=self.post)

    @property
    def given(self) -> tuple[LabelledItem, ...]:
        """Its items, as they were labelled when they went."""
        return tuple(map(LabelledItem.of, self.labelled))

    def labels(self, agency: UUID) -> Labels | None:
        """How this disclosure stands in one agency's view; None for all others."""
        if agency == self.agency:
            return Labels(
                kind=RecordKind.DISCLOSURE, agency=agency, side=Side.AUTHOR, author=self.author
            )
        if agency == self.recipient:
            return Labels(
                kind=RecordKind.DISCLOSURE,
                agency=agency,
                side=Side.ADDRESSEE,
                named=self.named,
                post=self.post,
                assigned=self.assigned,
            )
        return None

    def acknowledge(
        self, acting: Acting, viewer: Viewer, *, significance: str, action: str
    ) -> None:
        """Say what it means and what is done about it (R-005); by the recipient, once."""
        labels = self.labels(acting.agency)
        if acting.agency != self.recipient or labels is None or not may_see(viewer, labels):
            raise NotFound
        if self.acknowledged:
            raise AlreadyAcknowledged
        self.record(
            self.Acknowledged,
            acting,
            discloser=self.agency,
            significance=significance,
            action=action,
        )

    def take_over(self, acting: Acting, viewer: Viewer, *, to: Colleague, why: Why) -> None:
        """Take it over, acknowledged or not, for oneself or a colleague (P-21)."""
        facts = handed_on(viewer, self.labels(acting.agency), self.persons, to=to, why=why)
        self.record(self.TakenOver, acting, discloser=self.agency, **facts)


def _check_said(item: LabelledItem, law: LawOn) -> None:
    """What is said of an item can be so: nothing is known as at a day to come (R-185)."""
    if item.as_at is not None and item.as_at > law.day:
        raise AsAtRequired(item=item.id)


def ensure_labelled(item: LabelledItem, law: LawOn) -> None:
    """Refuse an item of which not all is said that each says (R-002, R-103, R-185, R-186)."""
    _check_said(item, law)
    for refusal in _unlabelled(item, law):
        raise refusal


def all_labelled(items: Iterable[LabelledItem], law: LawOn) -> bool:
    """Whether of each item all is said that each says."""
    return not any(refusal for item in items for refusal in _unlabelled(item, law))


def _unlabelled(item: LabelledItem, law: LawOn) -> Iterator[Refusal]:
    if item.kind is None:
        yield FactOpinionUnset(item=item.id)
    if item.about is None:
        yield ItemCategoryRequired(item=item.id)
    if item.as_at is None:
        yield AsAtRequired(item=item.id)
    for label in ("sensitivity", "special_category", "criminal_offence"):
        if getattr(item, label) is None:
            yield SensitivityUnset(field=label.replace("_", "-"), item=item.id)
    unexplained = item.historical and not item.explained
    marked = item.historical or item.confirmed_current
    if unexplained or (item.as_at and stale(item.as_at, law) and not marked):
        yield HistoricalUnexplained(item=item.id)


@dataclass(eq=False, kw_only=True)
class ItemCategoryRequired(Refusal):
    """Every item says what it is about (R-002)."""

    item: UUID
    code = "item-category-required"
    duty = "R-002"


@dataclass(eq=False, kw_only=True)
class AsAtRequired(Refusal):
    """Every item says as at which date it was so, which is never a day to come (R-185)."""

    item: UUID
    code = "as-at-required"
    duty = "R-185"


@dataclass(eq=False, kw_only=True)
class HistoricalUnexplained(Refusal):
    """What is old is explained as history, or confirmed as current (R-185, R-187)."""

    item: UUID
    code = "historical-unexplained"
    duty = "R-185, R-187"


class AlreadyAcknowledged(Refusal):
    """A disclosure is acknowledged once."""

    code = "already-acknowledged"
    duty = "R-005"
