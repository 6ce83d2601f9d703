"""What went in an emergency to one recipient, and what completes its record (R-362)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self, TypeVar
from uuid import UUID

from hub_domain.law.catalogue import LawOn
from hub_domain.law.decided import Decision
from hub_domain.law.evidence import Case, SecureChannel, WeakerChannel
from hub_domain.law.how import channel_fits
from hub_domain.law.lawful import may_rest_on
from hub_domain.law.refusals import ShareRecordIncomplete
from hub_domain.sharing.disclosure import (
    Disclosure,
    ItemAbout,
    ItemKind,
    LabelledItem,
    Recipient,
    Sensitivity,
    ensure_labelled,
)
from hub_domain.sharing.legal_basis import CONSENT, RestsOn
from hub_domain.sharing.mandate import Mandate
from hub_domain.sharing.refusals import AnotherChannel, AnotherLaw, ItemGoneAlready

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class GivenInEmergency:
    """The items that were given in an emergency, by their labels, and are not recorded yet.

    To one recipient, whose need is stated; ``elsewhere`` are the disclosures to others, each
    of which wants a record of its own (R-157). ``recorded`` are the items given to this one
    whose record is complete. ``channels``: by which of them each item went.
    """

    items: Sequence[LabelledItem]
    elsewhere: frozenset[UUID] = frozenset()
    recorded: Sequence[LabelledItem] = ()
    channels: Mapping[UUID, str] = field(default_factory=dict)

    @classmethod
    def to(
        cls,
        recipient: Recipient,
        disclosures: Iterable[Disclosure],
        unrecorded: Collection[UUID],
    ) -> Self:
        """Of the disclosures of an emergency, what went to this recipient."""
        given = list(disclosures)
        theirs = [each for each in given if each.to == recipient]
        return cls(
            items=[item for each in theirs if each.id in unrecorded for item in each.given],
            elsewhere=frozenset(unrecorded) - {each.id for each in theirs},
            recorded=[
                item for each in theirs if each.id not in unrecorded for item in each.given
            ],
            channels={item: each.channel for each in theirs for item in each.items},
        )

    def goes_beyond(self, decision: Decision) -> bool:
        """Whether by it something goes that has not gone before."""
        return decision.shares and not _included(decision) <= self._ids | self._recorded

    def as_record(self, decision: Decision) -> Decision:
        """The decision, marked as one that ``records`` where nothing goes by it anew.

        An id names one statement: what went under it is not given again, nor recorded beside
        something new. Of what is not recorded yet, the record is of all that went, or none.
        """
        included = _included(decision)
        again = included & (self._ids | self._recorded)
        if not (again and decision.shares):
            return decision
        if self.goes_beyond(decision):
            raise ItemGoneAlready(items=tuple(sorted(again)))
        if included & self._ids and not self._ids <= included:
            raise ShareRecordIncomplete(field="items")
        return replace(decision, records=True)

    def covered_by(self, decision: Decision) -> bool:
        """Whether nothing that went is left without a record by a decision that shares."""
        return not self._ids or (decision.records and self._ids <= _included(decision))

    def by_its_channel(self, decision: Decision, case: Case, law: LawOn) -> Case:
        """Where the record does not state by which channel it went, it is known from there.

        Of several, the one that could have carried it all.
        """
        used = sorted(self._used(_included(decision)))
        if case.how is None or case.how.channel is not None or not used:
            return case
        said = [each.sensitivity for each in decision.items if each.included]
        hows = [replace(case.how, channel=SecureChannel(channel=each)) for each in used]
        fitting = (how for how in hows if not any(channel_fits(how, said, law)))
        return replace(case, how=next(fitting, hows[0]))

    def _used(self, items: Collection[UUID]) -> set[str]:
        return {channel for item, channel in self.channels.items() if item in items}

    @property
    def _ids(self) -> set[UUID]:
        return {item.id for item in self.items}

    @property
    def _recorded(self) -> set[UUID]:
        return {item.id for item in self.recorded}

    def ensure_as_it_went(
        self, lines: Sequence[Mapping[str, Any]], mandate: Mandate, case: Case, law: LawOn
    ) -> None:
        """What was said of an item as it went stands; what was not said then is said now.

        Each channel by which something went carried that, or it is explained (R-226).
        """
        said = {line["item"]: line for line in lines}
        went = [item for item in (*self.items, *self.recorded) if item.id in mandate.kinds]
        mandate.judge_gone(went)
        labelled = [_as_said(item, said[item.id], mandate) for item in went]
        for item in labelled:
            ensure_labelled(item, law)
        used = self._used({item.id for item in went})
        if used and mandate.channel is not None and mandate.channel not in used:
            raise AnotherChannel
        explained = case.how is not None and isinstance(case.how.channel, WeakerChannel)
        if mandate.channel is not None or not explained:
            for each in used:
                carried = [item for item in labelled if self.channels.get(item.id) == each]
                mandate.judge_channel(each, carried, law)


def _as_said(item: LabelledItem, line: Mapping[str, Any], mandate: Mandate) -> LabelledItem:
    """The item as it went, with what its record says that was not said then."""
    special, offence = item.special_category, item.criminal_offence
    return replace(
        item,
        kind=item.kind or _coded(ItemKind, line["kind"]),
        as_at=item.as_at or line["as_at"],
        about=item.about or _coded(ItemAbout, line["about"]),
        sensitivity=item.sensitivity or _coded(Sensitivity, line["sensitivity"]),
        special_category=item.id in mandate.special if special is None else special,
        criminal_offence=item.id in mandate.offences if offence is None else offence,
        historical=item.historical or line["historical"],
        explained=item.explained or line["explained"],
        confirmed_current=item.confirmed_current or line["confirmed_current"],
    )


def ensure_on_its_law(
    then: Mapping[UUID, RestsOn], now: Mapping[UUID, RestsOn], case: Case, law: LawOn
) -> None:
    """The law that was said of an item as it went unasked stands (R-201, R-362).

    What names no provision yet gets one. Where none was said, or none on which the holder may
    rest, it is said now: so too where it was consent, and the record says that there is none.
    """
    for item, laws in now.items():
        agreed = any(each["basis"] == CONSENT for each in laws)
        said = [each for each in then[item] if _may_stand(each, case, law, agreed=agreed)]
        if said and not all(any(_same(each, one) for one in said) for each in laws):
            raise AnotherLaw(item=item)


def _may_stand(said: Mapping[str, str | None], case: Case, law: LawOn, *, agreed: bool) -> bool:
    basis, provision = said["basis"] or "", said["provision"] or ""
    return agreed if basis == CONSENT else may_rest_on(case, basis, provision, law)


def _same(now: Mapping[str, str | None], then: Mapping[str, str | None]) -> bool:
    named = then["provision"]
    return now["basis"] == then["basis"] and (not named or now["provision"] == named)


def _coded(code: type[E], said: str) -> E | None:
    return code(said) if said else None


def _included(decision: Decision) -> set[UUID]:
    return {each.item for each in decision.items if each.included}
