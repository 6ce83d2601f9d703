"""What an event says that follows from the events before it, and whether it does.

The hub adds facts that nobody signs for: on which law a disclosure rests, whether it went in an
emergency, the two sides of a request, from whom a record was taken over, about which persons
opened words are. They are held against the records as they stood, which are folded from what
was signed; and what every event was judged by, against the editions that were published.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from hub_domain.ids import edition_id
from hub_domain.keeping.release import Release, TextMismatch
from hub_domain.law.catalogue import Catalogue, LawOn, law_date
from hub_domain.law.edition import CatalogueEdition
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Disclosure, LabelledItem, all_labelled
from hub_domain.sharing.request import ShareRequest
from hub_services.auditing.faults import OF_ANOTHER_FORM, Fault
from hub_services.auditing.log import AuditedLog, Entry
from hub_services.auditing.proving import LATEST
from hub_services.auditing.said import later_than
from hub_services.auditing.state import State
from hub_services.auditing.written import Facts, Written

_FIRST: Final = 1
"""The edition that judges what makes a store, before it is published there."""

_BESIDE: Final = 7
_LABELS_LEFT: Final = 3
_WITH_LABELS: Final = 5
"""Since which version of its event each of these facts follows."""

Rule = Callable[[Entry, Any], Facts]
"""The facts of an event that follow, by the record of its stream as it stood."""


class Following:
    """Holds entries, in the order of the log, against the records as they stood before each."""

    def __init__(self, log: AuditedLog, state: State) -> None:
        self._state = state
        self._written = Written(log)
        self._published: list[datetime] = []
        self._editions: list[tuple[int, int]] = []
        self._catalogues: dict[int, Catalogue] = {}
        self._rules: Mapping[type[Any], Rule] = {
            ShareRequest.Issued: _issued,
            ShareRequest.Assigned: _of_request,
            ShareRequest.TakenOver: _taken_over,
            ShareRequest.Challenged: _replied,
            ShareRequest.Narrowed: _ended,
            ShareRequest.Withdrawn: _ended,
            ShareRequest.Explained: _replied,
            ShareRequest.Declined: _replied,
            ShareRequest.Answered: self._answered,
            SharingDecision.Made: self._decided,
            SharingDecision.MadeAgain: self._decided_again,
            SharingDecision.CarriedOut: self._carried_out,
            Disclosure.Made: self._disclosed,
            Disclosure.Acknowledged: _of_disclosure,
            Disclosure.TakenOver: _disclosure_taken_over,
            Release.Released: self._written.opened,
            TextMismatch.Reported: self._written.reported,
        }

    def check(self, entry: Entry) -> Iterator[Fault]:
        """What does not follow in the next entry."""
        event = entry.event
        if event is None:
            return
        if not self._by_law_then(entry):
            yield Fault(position=entry.position, code="edition-differs")
        if not self._follows(entry):
            yield Fault(position=entry.position, code="does-not-follow")
        with suppress(*OF_ANOTHER_FORM):
            self._written.take(entry)
        if isinstance(event, CatalogueEdition.Published):
            self._published.append(entry.recorded_at)
            self._editions.append((event.edition, event.pack))

    def _by_law_then(self, entry: Entry) -> bool:
        """By the edition that was the newest, then or up to ``LATEST`` before the recording."""
        judged = entry.event.catalogue_edition, entry.event.pack_edition
        if not self._editions:
            return bool(judged[0] == _FIRST)
        oldest = bisect_right(self._published, entry.recorded_at - LATEST) - 1
        return judged in self._editions[max(oldest, 0) :]

    def _follows(self, entry: Entry) -> bool:
        """Whether every fact that follows is what it must be.

        What rests on a record that is not there, or on one of another kind, does not follow.
        """
        rule = self._rules.get(type(entry.event))
        if rule is None:
            return True
        later = later_than(entry.topic, entry.schema)
        try:
            must_be = rule(entry, self._find(entry.stream))
        except OF_ANOTHER_FORM:
            return False
        said = vars(entry.event)
        return all(
            said[name] == fact or (said[name] is None and name in later)
            for name, fact in must_be.items()
        )

    def _answered(self, entry: Entry, request: ShareRequest) -> Facts:
        """An answer ends what was escalated, or leaves it as it stands.

        What an emergency does not speak of stays owed, and all stands as it stood (R-362).
        """
        event = entry.event
        decision = event.disclosure and self._find(event.decision)
        owed = bool(decision and decision.in_emergency)
        return {
            **_replied(entry, request),
            **({"stops_clock": None} if event.owed else {}),
            "ends_escalation": event.ends_escalation and not event.owed and request.escalation,
            "owed": owed and request.is_owed_beyond(decision.answers),
        }

    def _decided(self, entry: Entry, _: Any) -> Facts:
        """It rests on the provision of the request that it is on, or on none."""
        on = entry.event.request
        return {"provision": None if on is None else self._find(on).provision}

    def _decided_again(self, entry: Entry, decision: SharingDecision) -> Facts:
        """A record stands beside what waits to be carried out, since this is told apart."""
        beside = entry.event.records and decision.waits and entry.schema >= _BESIDE
        return {**self._decided(entry, decision), "beside": beside}

    def _carried_out(self, entry: Entry, decision: SharingDecision) -> Facts:
        """What goes without its labels leaves them to be said, since this is asked (R-362)."""
        given = self._find(entry.event.disclosure).given
        asked = entry.schema >= _LABELS_LEFT
        left = decision.left_by_labels(given, self._law_of(entry)) if asked else []
        return {"tasks": left}

    def _disclosed(self, entry: Entry, _: Any) -> Facts:
        """It goes under the decision as it stands, by its law and that day's (R-201, R-362)."""
        decision = self._find(entry.event.decision)
        given = map(LabelledItem.of, entry.event.items)
        labelled = entry.schema < _WITH_LABELS or all_labelled(given, self._law_of(entry))
        return {
            "provision": decision.provision,
            "purpose": decision.purpose,
            "use_limit": self._use_limit(entry.event) or decision.purpose,
            "emergency": decision.in_emergency,
            "recorded": decision.recorded and labelled,
            "rests_on": decision.rests_on,
        }

    def _use_limit(self, event: Disclosure.Made) -> str:
        if event.request is None:
            return ""
        law = self._catalogue(event.catalogue_edition)
        asked_on = self._find(event.request).provision
        return law.provision_row(asked_on, law_date(event.timestamp)).use_limit

    def _law_of(self, entry: Entry) -> LawOn:
        catalogue = self._catalogue(entry.event.catalogue_edition)
        return LawOn(catalogue, law_date(entry.event.timestamp))

    def _find(self, stream: UUID) -> Any:
        """A record as it stands; what is asked of one that is not there does not follow."""
        return self._state.find(stream)

    def _catalogue(self, edition: int) -> Catalogue:
        """The rows of an edition, as it was published."""
        if edition not in self._catalogues:
            self._catalogues[edition] = self._find(edition_id(edition)).catalogue()
        return self._catalogues[edition]


def _issued(entry: Entry, _: None) -> Facts:
    """Who asks, asks for their own agency."""
    return {"requester": entry.event.agency}


def _of_request(_: Entry, request: ShareRequest) -> Facts:
    """Its two sides do not change."""
    return {"requester": request.requester, "addressee": request.addressee}


def _replied(entry: Entry, request: ShareRequest) -> Facts:
    """A reply stops the clock that runs."""
    return {**_of_request(entry, request), "stops_clock": request.clock}


def _ended(entry: Entry, request: ShareRequest) -> Facts:
    """To ask less, or nothing, stops the clock that runs and ends what was escalated."""
    return {**_replied(entry, request), "ends_escalation": request.escalation}


def _taken_over(entry: Entry, request: ShareRequest) -> Facts:
    return {**_of_request(entry, request), **_handed_on(entry, request)}


def _of_disclosure(_: Entry, disclosure: Disclosure) -> Facts:
    return {"discloser": disclosure.agency}


def _disclosure_taken_over(entry: Entry, disclosure: Disclosure) -> Facts:
    return {**_of_disclosure(entry, disclosure), **_handed_on(entry, disclosure)}


def _handed_on(entry: Entry, record: ShareRequest | Disclosure) -> Facts:
    """From whoever had it until then, and about everybody whom it is about."""
    held: Any = record.labels(entry.event.agency)
    return {"formerly": held.holder or held.post, "persons": sorted(record.persons)}
