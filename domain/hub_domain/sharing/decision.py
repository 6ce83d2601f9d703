"""A sharing decision: the holder shares, shares part, does not share, or holds for advice.

One for each request (or proactive intent) and recipient agency. The rules compute an outcome
and never decide; a named human does, and only the negative outcome binds (R-014, R-200).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate, Opening, at_first_without
from hub_domain.ids import event_id
from hub_domain.law.afterwards import judge_note_filed
from hub_domain.law.answers import NotDecided, Withheld
from hub_domain.law.catalogue import Body, Catalogue, LawOn, law_date
from hub_domain.law.refusals import ReasonRequired, lack
from hub_domain.need_to_know import Labels, NotFound, RecordKind, Side, Viewer, see
from hub_domain.sharing.deciding import Deciding, judged_facts
from hub_domain.sharing.disclosure import LabelledItem, Recipient, all_labelled
from hub_domain.sharing.emergency import GivenInEmergency, ensure_on_its_law
from hub_domain.sharing.legal_basis import RestsOn, rests_on, rests_on_by_item
from hub_domain.sharing.mandate import Mandate, withheld_of
from hub_domain.sharing.outstanding import (
    GAP_LEFT,
    LABELS,
    TELL_POLICE,
    discharges,
    left_by,
    record_complete,
)
from hub_domain.sharing.plain import plain_texts
from hub_domain.sharing.refusals import AnotherRecipient, NoteNotDue, NothingToCarryOut
from hub_domain.sharing.sealed import Sealed
from hub_domain.text_checks import TextChecks

NOTE = "note"
_SHARES = frozenset({"share", "share-part"})


@dataclass(frozen=True)
class Decided:
    """What a decision states, the first time and again: codes, and the checks of its words."""

    request: UUID | None
    recipient: UUID
    recipient_practitioner: UUID | None
    recipient_post: UUID | None
    provision: str | None
    purpose: str
    decision: str
    outcome: str
    path: str
    row: str
    items: list[dict[str, object]]
    codes: dict[str, object]
    advisers: list[str]
    warnings: list[list[str]]
    tasks: list[list[str]]
    texts: dict[str, object]
    sealed: dict[str, object]

    class_version = 4
    upcast_v1_v2 = staticmethod(at_first_without(of_each="items", sensitivity="", as_at=None))
    upcast_v2_v3 = staticmethod(at_first_without(of_each="items", asked=None))
    upcast_v3_v4 = staticmethod(
        at_first_without(
            of_each="items",
            about="",
            historical=False,
            explained=False,
            confirmed_current=False,
        )
    )


class SharingDecision(Aggregate):
    """What the holder decides on one request, for one recipient."""

    TOPIC = "sharing-decision"

    class Made(Opening, Decided):
        TOPIC = "sharing-decision.made"

    class MadeAgain(Aggregate.Event, Decided):
        TOPIC = "sharing-decision.made-again"
        completes: list[UUID]
        recorded: list[UUID]
        records: bool
        beside: bool

        class_version = 7
        upcast_v2_v3 = staticmethod(at_first_without(completes=[]))
        upcast_v3_v4 = staticmethod(Decided.upcast_v2_v3)
        upcast_v4_v5 = staticmethod(at_first_without(recorded=[]))
        upcast_v5_v6 = staticmethod(at_first_without(records=False))

        @staticmethod
        def upcast_v6_v7(state: dict[str, Any]) -> None:
            Decided.upcast_v3_v4(state)
            at_first_without(beside=False)(state)

        def apply(self, aggregate: SharingDecision) -> None:
            if not self.beside:
                aggregate._stand(
                    decision=self.decision,
                    items=self.items,
                    recipient_practitioner=self.recipient_practitioner,
                    recipient_post=self.recipient_post,
                    purpose=self.purpose,
                    provision=self.provision,
                    practitioner=self.practitioner,
                    path=self.path,
                    codes=self.codes,
                    records=self.records,
                )
            aggregate._leave(
                decision=self.decision,
                version=self.originator_version,
                tasks=self.tasks,
                completes=self.completes,
                recorded=self.recorded,
            )

    class CarriedOut(Aggregate.Event):
        TOPIC = "sharing-decision.carried-out"
        disclosure: UUID
        completes: list[UUID]
        tasks: list[list[str]]

        class_version = 3
        upcast_v1_v2 = staticmethod(at_first_without(completes=[]))
        upcast_v2_v3 = staticmethod(at_first_without(tasks=[]))

        def apply(self, aggregate: SharingDecision) -> None:
            aggregate.carried_out = True
            aggregate._completed(self.completes)
            aggregate._left_by(self.originator_version, self.tasks)
            if aggregate.in_emergency:
                aggregate.urgent = (*aggregate.urgent, self.disclosure)
                to = aggregate._standing_recipient()
                aggregate.told_on |= {(to, item): on for item, on in aggregate.laws.items()}
            if aggregate.in_emergency and not aggregate.recorded:
                aggregate.unrecorded = (*aggregate.unrecorded, self.disclosure)

    class NoteFiled(Aggregate.Event):
        TOPIC = "sharing-decision.note-filed"
        of: list[UUID]
        texts: dict[str, object]
        sealed: dict[str, object]

        def apply(self, aggregate: SharingDecision) -> None:
            aggregate.notes_due = ()

    def __init__(
        self,
        request: UUID | None,
        recipient: UUID,
        decision: str,
        items: list[dict[str, object]],
        recipient_practitioner: UUID | None,
        recipient_post: UUID | None,
        purpose: str,
        provision: str | None,
        agency: UUID,
        practitioner: UUID,
        tasks: list[list[str]],
        path: str,
        codes: dict[str, Any],
        **_: object,
    ) -> None:
        self.agency = agency
        self.request = request
        self.recipient = recipient
        self.notes_due: tuple[UUID, ...] = ()
        self.left: dict[tuple[str, str], UUID] = {}
        self.police_asked = False
        self.urgent: tuple[UUID, ...] = ()
        self.told_on: dict[tuple[Recipient, UUID], RestsOn] = {}
        self.unrecorded: tuple[UUID, ...] = ()
        self._stand(
            decision=decision,
            items=items,
            recipient_practitioner=recipient_practitioner,
            recipient_post=recipient_post,
            purpose=purpose,
            provision=provision,
            practitioner=practitioner,
            path=path,
            codes=codes,
        )
        self._leave(decision=decision, version=1, tasks=tasks)

    def _stand(
        self,
        *,
        decision: str,
        items: list[dict[str, object]],
        recipient_practitioner: UUID | None,
        recipient_post: UUID | None,
        purpose: str,
        provision: str | None,
        practitioner: UUID,
        path: str,
        codes: Mapping[str, Any],
        records: bool = False,
    ) -> None:
        self.decision = decision
        self.purpose = purpose
        self.provision = provision
        self.author = practitioner
        self.to_practitioner = recipient_practitioner
        self.to_post = recipient_post
        self.mandate = Mandate.of(items, codes, path)
        self.withholds = any(not item["included"] for item in items)
        self.answers = frozenset((each["asked"], each["person"]) for each in items)
        self.withheld = withheld_of(items)
        self.rests_on = None if self.request else rests_on(items, codes)
        self.laws = {} if self.request else rests_on_by_item(items, codes)
        self.carried_out = records  # what it speaks of has gone already

    def _leave(
        self,
        *,
        decision: str,
        version: int,
        tasks: list[list[str]],
        completes: Collection[UUID] = (),
        recorded: Collection[UUID] = (),
    ) -> None:
        self._completed(completes)
        self._left_by(version, tasks)
        self.unrecorded = tuple(each for each in self.unrecorded if each not in recorded)
        if self.recorded:
            self.unrecorded = ()
        self.police_asked = self.police_asked or (TELL_POLICE, "") in self.left
        if decision != "hold":
            self.notes_due = (*self.notes_due, event_id(self.id, version))

    def _left_by(self, version: int, tasks: list[list[str]]) -> None:
        self.left = self.left | left_by(event_id(self.id, version), tasks)

    def _completed(self, tasks: Collection[UUID]) -> None:
        self.left = {of: task for of, task in self.left.items() if task not in tasks}

    @property
    def in_emergency(self) -> bool:
        """Whether it stands decided by the emergency path."""
        return self.mandate.in_emergency

    @property
    def recorded(self) -> bool:
        """Whether nothing is left to complete of what an emergency left open (R-362)."""
        return record_complete(self.left)

    @property
    def waits(self) -> bool:
        """Whether it stands decided that something goes, and it has not gone yet."""
        return self.decision in _SHARES and not self.carried_out

    @classmethod
    def make(
        cls, acting: Acting, deciding: Deciding, *, stream_id: UUID, catalogue: Catalogue
    ) -> Self:
        """Decide for the first time; the stream follows from request and recipient."""
        facts = judged_facts(acting, deciding, stream_id, catalogue)
        return cls.begin(cls.Made, acting, stream_id=stream_id, **facts)

    def make_again(
        self,
        acting: Acting,
        viewer: Viewer,
        deciding: Deciding,
        *,
        gone: GivenInEmergency,
        catalogue: Catalogue,
    ) -> None:
        """Decide anew: after advice, after a narrower request, or for what was left open.

        What was left to be done is completed as far as this does it. Of what went in an
        emergency to this recipient, ``gone``, the record is completed as one; what it left to
        be done, with the last of the disclosures that are ``unrecorded``. A decision that only
        records gives nothing anew, and stands ``beside`` one that waits to be carried out: what
        that one leaves open stays so. What is left still is not asked for again, nor are the
        police told of twice (R-018).
        """
        self._by_holder(acting, viewer, deciding.assigned)
        if (deciding.request, deciding.recipient.agency) != (self.request, self.recipient):
            raise NotFound
        decision = gone.as_record(deciding.decision)
        law = LawOn(catalogue, law_date(acting.occurred_at))
        if decision.records:
            case = gone.by_its_channel(decision, deciding.case, law)
            deciding = replace(deciding, decision=decision, case=case)
        facts = judged_facts(acting, deciding, self.id, catalogue)
        if decision.records:
            mandate = Mandate.of(facts["items"], facts["codes"], facts["path"])
            gone.ensure_as_it_went(facts["items"], mandate, deciding.case, law)
            now = rests_on_by_item(facts["items"], facts["codes"])
            then = {item: self.told_on.get((deciding.recipient, item), []) for item in now}
            ensure_on_its_law(then, now, deciding.case, law)
        covers = gone.covered_by(decision)
        beside = decision.records and self.waits
        done = {
            of: task
            for of, task in self.left.items()
            if discharges(
                *of,
                deciding.case,
                decision,
                covers=covers and not (gone.elsewhere or (beside and self.in_emergency)),
                went=bool(self.unrecorded),
            )
        }
        still = self.left.keys() - done.keys()
        lacking = [of for of in self.left if of[0] == GAP_LEFT and of[1] in decision.gaps]
        whole = covers and decision.shares and record_complete([*lacking, *facts["tasks"]])
        facts["tasks"] = [
            task
            for task in facts["tasks"]
            if (task[0], task[1]) not in still
            and not (self.police_asked and task[0] == TELL_POLICE)
        ]
        self.record(
            self.MadeAgain,
            acting,
            completes=list(done.values()),
            recorded=[each for each in self.unrecorded if whole and each not in gone.elsewhere],
            records=decision.records,
            beside=beside,
            **facts,
        )

    def carry_out(
        self,
        acting: Acting,
        *,
        disclosure: UUID,
        recipient: Recipient,
        receiver: Body,
        channel: str,
        items: Sequence[LabelledItem],
        catalogue: Catalogue,
        to_tell: Iterable[UUID] = (),
    ) -> None:
        """Disclose what was decided, once, to whom it was decided, and no more.

        To disclose to the police is to have told them (R-008): here, and where it was left
        ``to_tell`` them of these persons by other decisions.
        """
        if acting.agency != self.agency:
            raise NotFound
        if not self.waits:
            raise NothingToCarryOut(decision=self.decision)
        if recipient != self._standing_recipient():
            raise AnotherRecipient
        law = LawOn(catalogue, law_date(acting.occurred_at))
        self.mandate.judge(
            channel, items, law, in_haste=self.in_emergency and not self.recorded
        )
        here = [task for (kind, _), task in self.left.items() if kind == TELL_POLICE]
        told = sorted({*here, *to_tell}) if receiver.is_police else []
        self.record(
            self.CarriedOut,
            acting,
            disclosure=disclosure,
            completes=told,
            tasks=self.left_by_labels(items, law),
        )

    def left_by_labels(self, items: Iterable[LabelledItem], law: LawOn) -> list[list[str]]:
        """What is left where all was answered but what each item is that goes (R-362)."""
        complete = self.in_emergency and self.recorded
        return [[GAP_LEFT, LABELS]] if complete and not all_labelled(items, law) else []

    def rely_on(
        self,
        acting: Acting,
        viewer: Viewer,
        *,
        request: UUID,
        requester: UUID,
        assigned: UUID | None,
    ) -> Withheld:
        """What it holds back from whom asked, as long as it stands not to share with them.

        Who declines a power relies on it (R-084): the agency's own, on this very request.
        """
        self._by_holder(acting, viewer, assigned)
        if (self.request, self.recipient) != (request, requester):
            raise NotFound
        if self.decision != "do-not-share":
            raise NotDecided
        return self.withheld

    def file_note(
        self,
        acting: Acting,
        viewer: Viewer,
        *,
        texts: Mapping[str, TextChecks],
        sealed: Sealed,
    ) -> None:
        """The co-ordinator files decision and rationale in the case file (R-209).

        One note serves every final decision that was made since the last.
        """
        self._by_holder(acting, viewer)
        judge_note_filed(role=acting.role).insist()
        if not self.notes_due:
            raise NoteNotDue
        lacking = lack(texts.get(NOTE))
        if lacking:
            raise ReasonRequired(field=NOTE, lack=lacking)
        self.record(
            self.NoteFiled,
            acting,
            of=list(self.notes_due),
            texts=plain_texts(texts),
            sealed=sealed.plain(),
        )

    def labels(self, agency: UUID, assigned: UUID | None = None) -> Labels | None:
        """How this decision stands in one agency's view: it is the holder's alone.

        ``assigned``: who has the request that it answers, where somebody was given it.
        """
        if agency != self.agency:
            return None
        return Labels(
            kind=RecordKind.SHARING_DECISION,
            agency=agency,
            side=Side.AUTHOR,
            author=self.author,
            assigned=assigned,
        )

    def _standing_recipient(self) -> Recipient:
        return Recipient(
            agency=self.recipient, practitioner=self.to_practitioner, post=self.to_post
        )

    def _by_holder(self, acting: Acting, viewer: Viewer, assigned: UUID | None = None) -> None:
        see(viewer, self.labels(acting.agency, assigned))
