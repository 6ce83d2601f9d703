"""Item by item: what goes may go, and what stays has a ground (R-180, R-200, R-202, R-204)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from hub_domain.law.answers import search_stated
from hub_domain.law.catalogue import LawOn
from hub_domain.law.consents import ConsentWithdrawn, reason_recorded, sought_from_nobody
from hub_domain.law.decided import (
    AdviceOpen,
    Decision,
    ItemDecided,
    ItemNotJustified,
    OutcomeNotShare,
)
from hub_domain.law.evidence import Case, ConsentInForce, FactFromOpinion, How
from hub_domain.law.grounds import Refusing, duty_allows, grounds_stand, valid_grounds
from hub_domain.law.how import channel_fits, how_answered
from hub_domain.law.judgement import Finding, TaskDue, Warned
from hub_domain.law.refusals import (
    FactOpinionUnset,
    NoShareReasonRequired,
    RefusalGroundNotRecognised,
    SensitivityUnset,
    ShareRecordIncomplete,
    lack,
)
from hub_domain.law.rows import Provision
from hub_domain.law.table import DECIDED_ROWS, MAY_SHARE_ROWS
from hub_domain.law.weighing import ItemWeighing, Weighing, identifying, item_evidence

_CONSENT_MAY_COME_SECOND = frozenset({"exception", "statutory-duty", "court-order"})


@dataclass(frozen=True)
class Put:
    """A decision as it is put to the rules: with case, weighing and the law of the day."""

    case: Case
    decision: Decision
    weighing: Weighing
    law: LawOn

    @property
    def competent(self) -> bool:
        """Whether who decides, or who advised, is competent in an unclear case (R-016)."""
        roles = (self.decision.decider_role, *self.decision.adviser_roles)
        return any(self.law.competent(role) for role in roles)

    @property
    def request(self) -> Provision | None:
        """The provision of the request that is answered."""
        asked = self.case.request
        return self.law.provision_row(asked) if asked else None

    def of(self, decided: ItemDecided) -> ItemWeighing | None:
        """The weighing of an item decided."""
        for item in self.weighing.items:
            if decided.item in item.answers.items:
                return item
        return None

    def going(self) -> list[ItemWeighing]:
        """The runs of which something is shared."""
        included = {each.item for each in self.decision.items if each.included}
        return [
            item
            for item in self.weighing.items
            if self.decision.shares and not included.isdisjoint(item.answers.items)
        ]

    @property
    def going_items(self) -> tuple[ItemDecided, ...]:
        """The items of a decision to share."""
        return self.decision.items if self.decision.shares else ()

    def staying(self) -> list[ItemWeighing]:
        """The runs of which something is withheld."""
        withheld = {each.item for each in self.decision.items if not each.included}
        return [
            item for item in self.weighing.items if not withheld.isdisjoint(item.answers.items)
        ]

    def refusing(self, each: ItemDecided, item: ItemWeighing) -> Refusing:
        """By what the grounds for withholding an item of that run are judged."""
        return Refusing(
            case=self.case,
            row=item.row,
            competent=self.competent,
            whole=not self.going(),
            request=self.request,
            tells=each.tells,
        )

    def valid_grounds(self) -> dict[UUID, tuple[str, ...]]:
        """The grounds that stand, of each item that is withheld."""
        return {
            each.item: valid_grounds(each.grounds, self.refusing(each, item), self.law)
            for each in self.decision.items
            if not each.included and (item := self.of(each)) is not None
        }


def items_judged(put: Put) -> Iterator[Finding]:
    """Every finding about the items of a decision, and about how they are shared."""
    if put.decision.code == "hold":
        yield from _consent_and_reasons(put, put.weighing.items)
        return
    yield from _listed(put)
    going = put.going()
    for each in put.decision.items:
        yield from _included(put, each) if each.included else _withheld(put, each)
    yield from _consent_and_reasons(
        put, [item for item in put.weighing.items if item not in going]
    )
    for item in going:
        yield from _evidence(put, item)
    ready = tuple(item for item in going if item.row in MAY_SHARE_ROWS)
    if ready:
        how = put.case.how or How()
        yield from how_answered(how, identifies=identifying(ready))
        going_now = (each.sensitivity for each in put.going_items if each.included)
        yield from channel_fits(how, going_now, put.law)


def unsaid_in_haste(put: Put) -> dict[str, list[Finding]]:
    """What the items that go lack, by the gap that it leaves in an emergency (R-362).

    Of an item that no answers are about, neither consent nor condition was asked.
    """
    found: dict[str, list[Finding]] = {"how": [], "rationale": [], "condition": []}
    going = [each for each in put.going_items if each.included]
    for each in going:
        if not each.kind:
            found["how"].append(FactOpinionUnset(item=each.item))
        if lack(each.needed_for):
            found["rationale"].append(ItemNotJustified(item=each.item))
        if put.of(each) is None:
            unasked = SensitivityUnset(field="special-category", item=each.item)
            found["condition"].append(unasked)
    sensitivities = (each.sensitivity for each in going)
    found["how"].extend(channel_fits(put.case.how or How(), sensitivities, put.law))
    return found


def _listed(put: Put) -> Iterator[Finding]:
    """Each item requested, considered or answered for is included or withheld.

    It is listed once and answered for once: what is said otherwise elsewhere would not count.
    """
    listed = {each.item for each in put.decision.items}
    answered = Counter(item for answers in put.case.answers for item in answers.items)
    if not (put.decision.considered | answered.keys()) <= listed:
        yield ItemNotJustified()
    if not listed and put.decision.shares:
        yield ShareRecordIncomplete(field="items")
    elif not listed:
        yield NoShareReasonRequired()
    going = put.decision.code == "share"
    times = Counter(each.item for each in put.decision.items)
    for each in put.decision.items:
        astray = put.decision.code != "share-part" and each.included != going
        if astray or times[each.item] > 1 or answered[each.item] > 1:
            yield ItemNotJustified(item=each.item)


def _included(put: Put, each: ItemDecided) -> Iterator[Finding]:
    item = put.of(each)
    if item is None:
        yield ItemNotJustified(item=each.item)
        return
    if item.outcome == "do-not-share":
        yield OutcomeNotShare(row=item.row)
    if item.outcome == "hold-seek-advice":
        yield AdviceOpen(path=item.path)
    if item.row not in MAY_SHARE_ROWS:
        return
    how = put.case.how
    if how is not None and isinstance(how.kinds, FactFromOpinion) and not each.kind:
        yield FactOpinionUnset(item=each.item)
    if lack(each.needed_for):
        yield ItemNotJustified(item=each.item)


def _withheld(put: Put, each: ItemDecided) -> Iterator[Finding]:
    item = put.of(each)
    part = put.decision.code == "share-part"
    if each.not_held and (part or item is None):
        yield from search_stated(each.search, put.law.day)
    if item is None:
        if not each.not_held:
            yield ItemNotJustified(item=each.item)
    elif not (part and each.not_held and item.row in DECIDED_ROWS):
        yield from _kept(put, each, item)


def _kept(put: Put, each: ItemDecided, item: ItemWeighing) -> Iterator[Finding]:
    """What is held and withheld: under advice, while a question is open, or on a ground."""
    if each.advice is not None and put.decision.code == "share-part":
        yield TaskDue("redecide", {"item": str(each.item)})
    elif item.outcome == "hold-seek-advice" and item.row not in MAY_SHARE_ROWS:
        yield AdviceOpen(path=item.path)
        by = put.refusing(each, item)
        for given in each.grounds:
            if not duty_allows(given, by):
                yield RefusalGroundNotRecognised(ground=given.code)
    elif each.not_held or each.advice is not None:
        ground = "not-held" if each.not_held else "under-advice"
        yield RefusalGroundNotRecognised(ground=ground)
    elif item.outcome != "unanswered":
        yield from grounds_stand(each.grounds, put.refusing(each, item), put.law)


def _evidence(put: Put, item: ItemWeighing) -> Iterator[Finding]:
    """What an item that goes must rest on."""
    consent = item.answers.consent
    if isinstance(consent, ConsentInForce) and consent.withdrawn:
        yield ConsentWithdrawn()
    for found in item_evidence(put.case, item, put.law).values():
        yield from found
    if item.row != "D4":
        return
    reason = reason_recorded(item.answers)
    if put.case.profile == "consent-first" and reason not in _CONSENT_MAY_COME_SECOND:
        yield Warned("consent-first", {"reason": reason})
    unexpected = put.decision.record.code("expected-by-subject") == "no"
    if unexpected and sought_from_nobody(item.answers):
        yield Warned("unexpected-share")


def _consent_and_reasons(put: Put, items: Iterable[ItemWeighing]) -> Iterator[Finding]:
    """How consent stands, and the bases considered, are recorded for what stays as well."""
    for item in items:
        found = item_evidence(put.case, item, put.law, sharing=False)
        yield from found["consent-status"]
        if put.decision.code != "hold":
            yield from found["rationale"]
