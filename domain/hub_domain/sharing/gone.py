"""What went in an emergency and is not recorded yet, and what completes its record (R-362)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from hub_domain.law.decided import Decision
from hub_domain.law.refusals import (
    FactOpinionUnset,
    SensitivityUnset,
    ShareRecordIncomplete,
)
from hub_domain.sharing.disclosure import AsAtRequired, Disclosure, LabelledItem, Recipient
from hub_domain.sharing.mandate import Mandate


@dataclass(frozen=True)
class Gone:
    """The items that were given in an emergency, by their labels, and are not recorded yet.

    To one recipient, whose need is stated; ``elsewhere`` are the disclosures to others, each
    of which wants a record of its own (R-157).
    """

    items: Sequence[LabelledItem]
    elsewhere: frozenset[UUID] = frozenset()

    @classmethod
    def to(cls, recipient: Recipient, disclosures: Iterable[Disclosure]) -> Self:
        """Of disclosures that are not recorded yet, what went to this recipient."""
        given = list(disclosures)
        theirs = [each for each in given if each.to == recipient]
        return cls(
            items=[item for each in theirs for item in each.given],
            elsewhere=frozenset(each.id for each in given) - {each.id for each in theirs},
        )

    def as_record(self, decision: Decision) -> Decision:
        """The decision, marked as one that ``records`` where nothing goes by it anew.

        Such a record is of all that went, or it is none.
        """
        gone, included = self._ids, _included(decision)
        if not (gone and decision.shares and included <= gone):
            return decision
        if included < gone:
            raise ShareRecordIncomplete(field="items")
        return replace(decision, records=True)

    def covered_by(self, decision: Decision, *, in_emergency: bool) -> bool:
        """Whether nothing that went is left without a record by a decision that shares.

        What shares more in an emergency leaves the record of the rest for afterwards.
        """
        gone, included = self._ids, _included(decision)
        return not gone or (gone <= included and (decision.records or not in_emergency))

    @property
    def _ids(self) -> set[UUID]:
        return {item.id for item in self.items}

    def ensure_as_it_went(self, lines: Sequence[Mapping[str, Any]], mandate: Mandate) -> None:
        """What was said of an item as it went stands; what was not said then is said now."""
        mandate.judge_gone(self.items)
        recorded = {line["item"]: line for line in lines}
        for item in self.items:
            line = recorded[item.id]
            if not line["kind"]:
                raise FactOpinionUnset(item=item.id)
            if not (item.as_at or line["as_at"]):
                raise AsAtRequired(item=item.id)
            if not (item.sensitivity or line["sensitivity"]):
                raise SensitivityUnset(field="sensitivity", item=item.id)


def _included(decision: Decision) -> set[UUID]:
    return {each.item for each in decision.items if each.included}
