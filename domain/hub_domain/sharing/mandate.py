"""What a decision lets go: its items as they were decided, and no more; what it holds back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from hub_domain.ids import an_id
from hub_domain.law.answers import Withheld
from hub_domain.law.catalogue import LawOn
from hub_domain.law.evidence import How, SecureChannel
from hub_domain.law.how import channel_fits
from hub_domain.law.judgement import judged
from hub_domain.law.lawful import ConditionRequired
from hub_domain.law.proportion import more_sensitive
from hub_domain.law.weighing import EMERGENCY
from hub_domain.sharing.disclosure import LabelledItem
from hub_domain.sharing.refusals import (
    AnotherKind,
    LessThanDecided,
    MoreSensitiveThanDecided,
    WiderThanDecided,
)


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """Of each item that goes: its kind, how sensitive it is, and about whom, if that is said.

    ``asked``: which item of a request it answers, if one.
    ``special``, ``offences``: the items for which a condition was asked, as of a special
    category, or as about criminal offences.
    ``channel``: the one that was decided, if any. An emergency waits for neither.
    """

    kinds: Mapping[UUID, str]
    sensitivities: Mapping[UUID, str]
    persons: Mapping[UUID, UUID]
    asked: Mapping[UUID, UUID]
    special: frozenset[UUID]
    offences: frozenset[UUID]
    channel: str | None
    in_emergency: bool

    @classmethod
    def of(
        cls, items: Sequence[Mapping[str, object]], codes: Mapping[str, Any], path: str
    ) -> Self:
        """By what an event of the decision keeps."""
        going = {an_id(item["item"]): item for item in items if item["included"]}
        return cls(
            kinds={item: str(each["kind"]) for item, each in going.items()},
            sensitivities={item: str(each["sensitivity"]) for item, each in going.items()},
            persons=dict(_said(going, "person")),
            asked=dict(_said(going, "asked")),
            special=frozenset(_special(codes)),
            offences=frozenset(_offences(codes)),
            channel=_channel(codes),
            in_emergency=path == EMERGENCY.path,
        )

    def judge(
        self, channel: str, items: Sequence[LabelledItem], law: LawOn, *, in_haste: bool
    ) -> None:
        """Refuse what is not as decided.

        Each item goes, once, and about whom it was decided (R-183); fact stays fact (R-186).
        None is more sensitive than need and risk were weighed for (R-182). Nothing goes as
        special category or offence data for which no condition was asked (R-104), nor by a
        channel that is neither the one decided nor as secure as the items need (R-226). What
        goes ``in_haste``, its record still open, waits for none of what was left unsaid.
        """
        times = Counter(item.id for item in items)
        if beyond := {item.id for item in items if times[item.id] > 1 or self._beyond(item)}:
            raise WiderThanDecided(items=tuple(sorted(beyond)))
        if left_out := set(self.kinds) - set(times):
            raise LessThanDecided(items=tuple(sorted(left_out)))
        held = [item for item in items if self.kinds[item.id] or not in_haste]
        if any(self.kinds[item.id] != (item.kind or "") for item in held):
            raise AnotherKind
        weighed = [item for item in items if self.sensitivities[item.id] or not in_haste]
        self._not_more_sensitive(weighed)
        if not in_haste:
            self._conditions_asked(items)
            self.judge_channel(channel, items, law)

    def judge_gone(self, items: Sequence[LabelledItem]) -> None:
        """Refuse what is not recorded as it went, of items that went before (R-104, R-362).

        What was not said of an item as it went is not held against its record.
        """
        if beyond := {item.id for item in items if self._beyond(item)}:
            raise WiderThanDecided(items=tuple(sorted(beyond)))
        if any(item.kind and self.kinds[item.id] != item.kind for item in items):
            raise AnotherKind
        self._not_more_sensitive(items)
        self._conditions_asked(items)

    def _not_more_sensitive(self, items: Sequence[LabelledItem]) -> None:
        for item in items:
            if more_sensitive(item.sensitivity or "", than=self.sensitivities[item.id]):
                raise MoreSensitiveThanDecided(item=item.id)

    def _beyond(self, item: LabelledItem) -> bool:
        about = self.persons.get(item.id, item.person)
        return item.id not in self.kinds or about != item.person

    def _conditions_asked(self, items: Sequence[LabelledItem]) -> None:
        special = {item.id for item in items if item.special_category}
        offences = {item.id for item in items if item.criminal_offence}
        if not (special <= self.special and offences <= self.offences):
            raise ConditionRequired

    def judge_channel(self, channel: str, items: Sequence[LabelledItem], law: LawOn) -> None:
        """Refuse a channel that is neither the one decided nor as secure as the items need."""
        if channel != self.channel:
            how = How(channel=SecureChannel(channel=channel))
            carried = [item.sensitivity or "" for item in items]
            judged(channel_fits(how, carried, law)).insist()


def withheld_of(items: Iterable[Mapping[str, Any]]) -> Withheld:
    """Of each item that is held and does not go, the grounds that stand."""
    return tuple(
        tuple(item["grounds"]) for item in items if not (item["included"] or item["not_held"])
    )


def _said(going: Mapping[UUID, Mapping[str, object]], what: str) -> Iterator[tuple[UUID, UUID]]:
    for item, each in going.items():
        if each[what]:
            yield item, an_id(each[what])


def _special(codes: Mapping[str, Any]) -> Iterator[UUID]:
    """Law enforcement calls it sensitive processing (R-104, R-110)."""
    for run in codes.get("runs", ()):
        regime = (run.get("lawful") or {}).get("regime")
        asked = "sensitive" if regime == "law-enforcement" else "special_category"
        if run.get(asked):
            yield from map(UUID, run["items"])


def _offences(codes: Mapping[str, Any]) -> Iterator[UUID]:
    """In law enforcement, what is not sensitive needs no condition (R-104, R-111)."""
    for run in codes.get("runs", ()):
        if run.get("criminal_offence"):
            yield from map(UUID, run["items"])


def _channel(codes: Mapping[str, Any]) -> str | None:
    decided = (codes.get("how") or {}).get("channel") or {}
    channel: str | None = decided.get("channel")
    return channel
