"""A share request: one agency asks one agency for items, on a stated provision.

Several asked in one act form a round. The addressee answers, challenges or declines as the
provision allows; a duty is never declined, and a challenge is not a refusal (R-064).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Self
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate, Opening, at_first_without
from hub_domain.ids import an_id, event_id
from hub_domain.law.answers import Answer, AnswerJudged, judge_answer
from hub_domain.law.catalogue import Catalogue, law_date
from hub_domain.law.refusals import ReasonRequired
from hub_domain.law.texts import EXPLANATION
from hub_domain.need_to_know import Labels, NotFound, RecordKind, Side, Viewer, see
from hub_domain.sharing.asked import all_spoken_of, ensure_asked, ensure_time
from hub_domain.sharing.asking import Asking, asked_facts
from hub_domain.sharing.narrowing import Explaining, Narrowing, days_now, days_of, narrowed
from hub_domain.sharing.plain import plain_search, plain_texts
from hub_domain.sharing.protecting import protects_a_child
from hub_domain.sharing.refusals import (
    AlreadyAnswered,
    NotAskedBack,
    RequestWithdrawn,
    SupplyByDisclosure,
)
from hub_domain.sharing.sealed import Sealed
from hub_domain.sharing.status import ASKED_BACK, OWED, Answering, Reply, Status, Withdrawal
from hub_domain.sharing.taking_over import Colleague, HandedOn, Why, handed_on
from hub_domain.text_checks import TextChecks, said


class ShareRequest(Aggregate):
    """One request of one agency to one agency."""

    TOPIC = "share-request"

    class Issued(Opening):
        TOPIC = "share-request.issued"
        requester: UUID
        addressee: UUID
        addressee_practitioner: UUID | None
        addressee_post: UUID | None
        round: UUID | None
        exercising: str | None
        provision: str
        function: str | None
        purpose: str
        persons: list[dict[str, object]]
        items: list[dict[str, object]]
        told: str
        due_at: datetime
        texts: dict[str, object]
        sealed: dict[str, object]

        class_version = 2
        upcast_v1_v2 = staticmethod(at_first_without(exercising=None))

    class Event(Aggregate.Event):
        """What both sides of the request are told."""

        requester: UUID
        addressee: UUID

    class Assigned(Event):
        TOPIC = "share-request.assigned"
        to: UUID

        def apply(self, aggregate: ShareRequest) -> None:
            aggregate.assigned = self.to

    class TakenOver(Assigned, HandedOn):
        TOPIC = "share-request.taken-over"

    class Challenged(Event, Reply):
        TOPIC = "share-request.challenged"
        ground: str
        texts: dict[str, object]
        sealed: dict[str, object]

        def apply(self, aggregate: ShareRequest) -> None:
            aggregate.status = Status.CHALLENGED
            aggregate._replied(self)

    class Narrowed(Event, Narrowing):
        TOPIC = "share-request.narrowed"

        def apply(self, aggregate: ShareRequest) -> None:
            kept = frozenset(self.persons)
            aggregate.status = Status.NARROWED
            aggregate.due_at = self.due_at
            aggregate.clock = event_id(self.originator_id, self.originator_version)
            aggregate.persons &= kept
            aggregate.items = {item: aggregate.items[item] & kept for item in self.items}
            aggregate.periods = days_now(self.items, self.periods, aggregate.at_first)
            aggregate.escalation = None

    class Explained(Event, Explaining):
        TOPIC = "share-request.explained"

        def apply(self, aggregate: ShareRequest) -> None:
            aggregate.status = Status.EXPLAINED
            aggregate.asked_back = False
            aggregate.due_at = self.due_at
            aggregate.clock = event_id(self.originator_id, self.originator_version)

    class Withdrawn(Event):
        TOPIC = "share-request.withdrawn"
        why: str
        ends_escalation: UUID | None
        stops_clock: UUID | None

        def apply(self, aggregate: ShareRequest) -> None:
            aggregate.status = Status.WITHDRAWN
            aggregate.asked_back = False
            aggregate.clock = aggregate.escalation = None

    class Declined(Event, Reply):
        TOPIC = "share-request.declined"
        ground: str
        decision: UUID | None
        texts: dict[str, object]
        sealed: dict[str, object]

        class_version = 2
        upcast_v1_v2 = staticmethod(at_first_without(decision=None))

        def apply(self, aggregate: ShareRequest) -> None:
            aggregate.status = Status.DECLINED
            aggregate._replied(self)

    class Answered(Event, Answering):
        TOPIC = "share-request.answered"

        def apply(self, aggregate: ShareRequest) -> None:
            if self.owed:
                return
            aggregate.status = Status(self.answer)
            if self.ends_escalation is not None:
                aggregate.escalation = None
            aggregate._replied(self)

    def __init__(
        self,
        requester: UUID,
        addressee: UUID,
        addressee_practitioner: UUID | None,
        addressee_post: UUID | None,
        provision: str,
        purpose: str,
        persons: list[dict[str, object]],
        items: list[dict[str, object]],
        due_at: datetime,
        practitioner: UUID,
        **_: object,
    ) -> None:
        self.requester = requester
        self.addressee = addressee
        self.author = practitioner
        self.named, self.post = addressee_practitioner, addressee_post
        self.assigned: UUID | None = None
        self.provision = provision
        self.purpose = purpose
        self.persons = frozenset(an_id(person["id"]) for person in persons)
        self.protected = frozenset(an_id(each["id"]) for each in persons if each["scope"])
        self.protects_a_child = protects_a_child(persons)
        self.items = {
            an_id(item["id"]): frozenset(item["persons"])  # type: ignore[call-overload]
            for item in items
        }
        self.periods = self.at_first = days_of(items)
        self.due_at = due_at
        self.status = Status.ISSUED
        self.asked_back = False
        self.clock: UUID | None = event_id(self.id, 1)
        self.escalation: UUID | None = None

    def _replied(
        self, reply: ShareRequest.Challenged | ShareRequest.Declined | ShareRequest.Answered
    ) -> None:
        self.clock = None
        self.asked_back = self.status in ASKED_BACK
        if reply.escalates:
            self.escalation = event_id(reply.originator_id, reply.originator_version)

    @classmethod
    def issue(
        cls, acting: Acting, asking: Asking, *, request_id: UUID, catalogue: Catalogue
    ) -> Self:
        """Ask, on a provision that lets this body ask that one, for items that are named."""
        facts = asked_facts(acting, asking, catalogue)
        return cls.begin(cls.Issued, acting, stream_id=request_id, **facts)

    def labels(self, agency: UUID) -> Labels | None:
        """How this request stands in one agency's view; None for all others."""
        stands = partial(Labels, kind=RecordKind.SHARE_REQUEST, agency=agency)
        if agency == self.requester:
            return stands(side=Side.AUTHOR, author=self.author)
        if agency == self.addressee:
            return stands(
                side=Side.ADDRESSEE,
                named=self.named,
                post=self.post,
                assigned=self.assigned,
                withdrawn=self.status is Status.WITHDRAWN,
            )
        return None

    def assign(self, acting: Acting, viewer: Viewer, *, to: UUID) -> None:
        """Give the request to one practitioner; only they and the co-ordinator then see it."""
        self._by(self.addressee, acting, viewer)
        self._still_open()
        self._record(self.Assigned, acting, to=to)

    def take_over(self, acting: Acting, viewer: Viewer, *, to: Colleague, why: Why) -> None:
        """Take it over, answered in full or not, for oneself or a colleague (P-21, R-362)."""
        facts = handed_on(viewer, self.labels(acting.agency), self.persons, to=to, why=why)
        self.ensure_asked_still()
        self._record(self.TakenOver, acting, **facts)

    def challenge(
        self,
        acting: Acting,
        viewer: Viewer,
        *,
        answer: Answer,
        sealed: Sealed,
        catalogue: Catalogue,
    ) -> None:
        """Challenge the request with reasons; on a duty this is escalated, never a refusal."""
        self._by(self.addressee, acting, viewer)
        self._still_open()
        judgement = self._judge(acting, answer, catalogue)
        self._record(
            self.Challenged,
            acting,
            stops_clock=self.clock,
            ground=answer.ground,
            texts=plain_texts(answer.texts),
            sealed=sealed.plain(),
            escalates=self.escalation is None and judgement.escalates,
        )

    def decline(
        self,
        acting: Acting,
        viewer: Viewer,
        *,
        answer: Answer,
        decision: UUID | None,
        sealed: Sealed,
        catalogue: Catalogue,
    ) -> None:
        """Decline a power as was decided, or on the provision's own ground; a duty has none."""
        self._by(self.addressee, acting, viewer)
        self._still_open()
        self._judge(acting, answer, catalogue)
        self._record(
            self.Declined,
            acting,
            stops_clock=self.clock,
            escalates=False,
            ground=answer.ground,
            decision=decision,
            texts=plain_texts(answer.texts),
            sealed=sealed.plain(),
        )

    def narrow(
        self,
        acting: Acting,
        viewer: Viewer,
        *,
        persons: Iterable[UUID],
        items: Iterable[UUID],
        periods: Iterable[Mapping[str, object]] = (),
        due_at: datetime,
    ) -> None:
        """Ask for fewer persons, items or days, never more; the clock runs anew (R-062).

        What was asked back or challenged can be explained still.
        """
        self._by(self.requester, acting, viewer)
        self._still_open()
        facts = narrowed(self, persons=persons, items=items, periods=periods)
        ensure_time(acting.occurred_at, due_at)
        self._record(
            self.Narrowed,
            acting,
            **facts,
            due_at=due_at,
            stops_clock=self.clock,
            ends_escalation=self.escalation,
        )

    def explain(
        self,
        acting: Acting,
        viewer: Viewer,
        *,
        due_at: datetime,
        texts: Mapping[str, TextChecks],
        sealed: Sealed,
    ) -> None:
        """Say in words what was asked back or challenged; the clock runs anew (P-32).

        What was escalated stays so: an explanation is no answer of the addressee's (R-064).
        """
        self._by(self.requester, acting, viewer)
        if not self.asked_back:
            raise NotAskedBack
        if not said(texts.get(EXPLANATION)):
            raise ReasonRequired(field=EXPLANATION)
        ensure_time(acting.occurred_at, due_at)
        self._record(
            self.Explained,
            acting,
            due_at=due_at,
            texts=plain_texts(texts),
            sealed=sealed.plain(),
            stops_clock=self.clock,
        )

    def withdraw(self, acting: Acting, viewer: Viewer, *, why: Withdrawal) -> None:
        """Ask no longer; the addressee opens none of its words from then on (R-157, R-183)."""
        self._by(self.requester, acting, viewer)
        self._still_open()
        self._record(
            self.Withdrawn,
            acting,
            why=why.value,
            stops_clock=self.clock,
            ends_escalation=self.escalation,
        )

    def answer(
        self,
        acting: Acting,
        viewer: Viewer,
        *,
        answer: Answer,
        sealed: Sealed | None,
        catalogue: Catalogue,
    ) -> None:
        """Answer without supplying: not held, not known here, or clarification sought."""
        self._by(self.addressee, acting, viewer)
        if answer.code in {Status.SUPPLIED, Status.PARTLY_SUPPLIED}:
            raise SupplyByDisclosure
        self._still_open()
        self._answer(acting, answer=answer, sealed=sealed, catalogue=catalogue)

    def supply(
        self,
        acting: Acting,
        *,
        answer: Answer,
        decision: UUID,
        disclosure: UUID,
        given: Iterable[tuple[UUID | None, UUID]],
        in_emergency: bool,
        spoken_of: Container[tuple[object, object]],
        catalogue: Catalogue,
    ) -> None:
        """Answer by a disclosure that carries out the decision on this request.

        That all was supplied keeps nothing from going in an emergency, and it stays so (R-362);
        nor does an emergency answer what it does not speak of: that is owed still (R-200).
        """
        if acting.agency != self.addressee:
            raise NotFound
        self.ensure_asked_still(given)
        if self.status is Status.SUPPLIED and in_emergency:
            answer = replace(answer, code=Status.SUPPLIED.value)
        else:
            self._still_open()
        self._answer(
            acting,
            answer=answer,
            decision=decision,
            disclosure=disclosure,
            owed=in_emergency and self.is_owed_beyond(spoken_of),
            catalogue=catalogue,
        )

    def is_owed_beyond(self, spoken_of: Container[tuple[object, object]]) -> bool:
        """Whether an answer is still owed on an item about somebody of whom no line speaks."""
        awaited = self.status in OWED | ASKED_BACK or self.escalation is not None
        return awaited and not all_spoken_of(spoken_of, self.items)

    def _answer(
        self,
        acting: Acting,
        *,
        answer: Answer,
        catalogue: Catalogue,
        sealed: Sealed | None = None,
        decision: UUID | None = None,
        disclosure: UUID | None = None,
        owed: bool = False,
    ) -> None:
        """What only asks back leaves a challenge that was escalated as it stands."""
        judgement = self._judge(acting, answer, catalogue)
        self._record(
            self.Answered,
            acting,
            stops_clock=None if owed else self.clock,
            answer=answer.code,
            search=plain_search(answer.search) if answer.search else None,
            decision=decision,
            disclosure=disclosure,
            texts=plain_texts(answer.texts),
            sealed=sealed.plain() if sealed else None,
            escalates=judgement.escalates and not owed,
            ends_escalation=None if owed or answer.code in ASKED_BACK else self.escalation,
            owed=owed,
        )

    def _judge(self, acting: Acting, answer: Answer, catalogue: Catalogue) -> AnswerJudged:
        on = law_date(acting.occurred_at)
        provision = catalogue.provision_row(self.provision, on)
        return judge_answer(provision, answer, catalogue, on).insist()

    def _record(self, event: type[Event], acting: Acting, **facts: object) -> None:
        self.record(event, acting, requester=self.requester, addressee=self.addressee, **facts)

    def _by(self, agency: UUID, acting: Acting, viewer: Viewer) -> None:
        if acting.agency != agency:
            raise NotFound
        see(viewer, self.labels(agency))

    def ensure_asked_still(self, given: Iterable[tuple[UUID | None, UUID]] = ()) -> None:
        """Refuse to answer, or decide on, what is asked no longer, and to give it."""
        if self.status is Status.WITHDRAWN:
            raise RequestWithdrawn
        ensure_asked(given, items=self.items, persons=self.persons)

    def _still_open(self) -> None:
        self.ensure_asked_still()
        if self.status is Status.SUPPLIED:
            raise AlreadyAnswered
