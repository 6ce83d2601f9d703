"""Deciding whether to share, and the co-ordinator's note on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from hub_domain.ids import decision_id
from hub_domain.law.catalogue import Body
from hub_domain.law.decided import Decision, ItemDecided, Question
from hub_domain.law.evidence import Case, Harm, Receiver
from hub_domain.law.grounds import GroundGiven, Told
from hub_domain.law.records import Record
from hub_domain.need_to_know import Labels, NotFound, Viewer, may_see, see
from hub_domain.roles import CASEWORK, Role
from hub_domain.sharing.deciding import Deciding
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import (
    Disclosure,
    ItemAbout,
    ItemKind,
    Recipient,
    Sensitivity,
)
from hub_domain.sharing.emergency import GivenInEmergency
from hub_domain.sharing.request import ShareRequest
from hub_domain.text_checks import TextChecks
from hub_services.hub.codes import (
    CameFrom,
    DecisionTexts,
    ExercisedFunction,
    GroundCode,
    NoteTexts,
    ProtectivePost,
    ProvisionCode,
    RecordCodes,
)
from hub_services.hub.facts import Day, Facts, Id, Moment, SealedBy, To, text_checks
from hub_services.hub.registry import Command
from hub_services.hub.uses.answering import SearchMade
from hub_services.hub.uses.case_facts import HowFacts, PurposeFacts, RunFacts
from hub_services.hub.uses.told_before import told_before, topics_of
from hub_services.hub.work import Changes, Gate, Work, gaps_of, sealed_of

_NOTHING: Final = frozenset[Told]()


class GroundFacts(Facts):
    """A ground for withholding; its text is ``ground-`` and the code."""

    code: GroundCode
    disclosure: Id | None = None
    bar: ProvisionCode | None = None


class ItemLine(Facts):
    """One item, included or withheld. ``asked`` is the item of the request that it answers.

    One that is included says about whom it is: about nobody else is it disclosed. Its id names
    one statement: what went under it in an emergency is recorded under it, and never given
    again. The record says what was not said as it went: ``about``, and of what is old whether
    that is explained or it still holds.
    The text of what an included item is needed for is ``needed-for``, or ``needed-for-`` and
    the item's id where items differ.
    """

    item: Id
    asked: Id | None = None
    person: Id | None = None
    included: bool
    kind: ItemKind | None = None
    sensitivity: Sensitivity | None = None
    as_at: Day | None = None
    about: ItemAbout | None = None
    historical: bool = False
    explained: bool = False
    confirmed_current: bool = False
    grounds: Annotated[list[GroundFacts], Field(max_length=10)] = []
    not_held: bool = False
    search: SearchMade | None = None
    advice: Id | None = None

    @model_validator(mode="after")
    def _about_somebody(self) -> Self:
        if self.included and self.person is None:
            raise ValueError("what goes is about somebody")
        return self

    def decided(
        self,
        texts: Mapping[str, TextChecks],
        topics: Mapping[UUID | None, str],
        before: Mapping[UUID | None, frozenset[Told]],
    ) -> ItemDecided:
        """As the law judges it.

        ``topics`` of the items asked for; ``before``: what disclosures made already have told.
        """
        return ItemDecided(
            item=self.item,
            included=self.included,
            tells=Told(person=self.person, topic=topics.get(self.asked, "")),
            kind=self.kind.value if self.kind else "",
            sensitivity=self.sensitivity.value if self.sensitivity else "",
            as_at=self.as_at,
            about=self.about.value if self.about else "",
            historical=self.historical,
            explained=self.explained,
            confirmed_current=self.confirmed_current,
            needed_for=texts.get(f"needed-for-{self.item}", texts.get("needed-for")),
            grounds=tuple(
                GroundGiven(
                    code=ground.code,
                    text=texts.get(f"ground-{ground.code}"),
                    before=before.get(ground.disclosure, _NOTHING),
                    bar=ground.bar or "",
                )
                for ground in self.grounds
            ),
            not_held=self.not_held,
            search=self.search.search() if self.search else None,
            advice=self.advice,
        )


class QuestionFacts(Facts):
    """What a hold waits for; its text is ``question``."""

    role: Role
    due_at: Moment


class MakeSharingDecision(Facts):
    """A decision on a request (or of one's own motion), with every answer and its records.

    On a request, the statement's ``about`` is the UUIDv5, in the namespace
    6f0a4d0e-7d0c-5c1c-9a5e-2f4b6f3a9d11, of ``sharing-decision|REQUEST|AGENCY``: the request's
    id and that of the agency in ``to``, so that there is one decision for both. Of one's own
    motion, without ``request``, it is a new UUIDv7. It is decided again under the same id.

    ``record`` holds the codes of what a decision records, ``texts`` the checks of its words by
    the same names; both lists stand in the law catalogue, and no other code may be recorded.
    ``conflict_of_duty``: the persons to whom duties are owed that pull apart. ``exercising``:
    the function that the holder exercises, or ``other``, where it holds a category for some
    functions alone. ``child``: whether a child is protected; where a request is answered, its
    scopes say that, and this is passed over. ``harm``: null where nobody has said it yet, which
    stops no emergency, and is said when its record is completed.
    """

    request: Id | None = None
    exercising: ExercisedFunction | None = None
    to: To
    decision: Literal["share", "share-part", "do-not-share", "hold"]
    purpose: PurposeFacts | None = None
    runs: Annotated[list[RunFacts], Field(max_length=20)] = []
    how: HowFacts | None = None
    items: Annotated[list[ItemLine], Field(max_length=200)] = []
    immediate_risk: bool = False
    crime_suspected: bool = False
    police_notified: bool = False
    social_care_notified: bool = False
    conflict_of_duty: Annotated[list[Id], Field(max_length=50)] = []
    harm: Harm | None = "none"
    child: bool = True
    child_in_need: bool = False
    recipient_post: ProtectivePost | None = None
    risk_clarity: Literal["clear", "unclear"] | None = None
    advisers: Annotated[list[Role], Field(max_length=10)] = []
    record: RecordCodes = {}
    question: QuestionFacts | None = None
    confirmed: bool = False
    came_from: CameFrom = {}
    texts: DecisionTexts
    sealed: SealedBy


class FileNote(Facts):
    """The co-ordinator's note; its text is ``note``."""

    texts: NoteTexts
    sealed: SealedBy


def make(work: Work, facts: MakeSharingDecision) -> Changes:
    """Decide; the first time begins the stream of this request and recipient."""
    request, to = _request(work, facts), facts.to
    if facts.request is not None:
        work.follows(decision_id(facts.request, to.agency))
    deciding = _deciding(work, facts, request)
    if work.version == 0:
        _ensure_open(work, request, to, deciding)
        decision = SharingDecision.make(
            work.acting,
            deciding,
            stream_id=work.about if request else work.begun(),
            catalogue=work.catalogue,
        )
    else:
        gate = _in_place_of(deciding.assigned)
        decision = work.subject(SharingDecision, gate)
        disclosures = (work.load(Disclosure, each) for each in decision.urgent)
        gone = GivenInEmergency.to(deciding.recipient, disclosures, decision.unrecorded)
        if not gone.items or gone.goes_beyond(deciding.decision):
            _ensure_open(work, request, to, deciding)
        decision.make_again(
            work.acting, work.viewer, deciding, gone=gone, catalogue=work.catalogue
        )
    return Changes(
        saved=(decision,),
        persons=frozenset(line.person for line in facts.items if line.person),
        items={line.item: line.person for line in facts.items},
    )


def file_note(work: Work, facts: FileNote) -> Changes:
    """File the note on a decision."""
    decision = work.subject(SharingDecision)
    decision.file_note(
        work.acting, work.viewer, texts=text_checks(facts.texts), sealed=sealed_of(work)
    )
    return Changes(saved=(decision,))


def _request(work: Work, facts: MakeSharingDecision) -> ShareRequest | None:
    """The request that is answered, if the one who decides may see it."""
    if facts.request is None:
        return None
    request = work.load(ShareRequest, facts.request)
    labels = request.labels(work.acting.agency)
    if work.acting.agency != request.addressee or labels is None:
        raise NotFound
    if not may_see(work.viewer, labels) or facts.to.agency != request.requester:
        raise NotFound
    return request


def _deciding(work: Work, facts: MakeSharingDecision, request: ShareRequest | None) -> Deciding:
    texts = text_checks(facts.texts)
    holder, refused = work.acting_body(facts.exercising)
    case = _case(work, facts, request, texts, holder)
    return Deciding(
        request=facts.request,
        recipient=Recipient(
            agency=facts.to.agency,
            practitioner=facts.to.practitioner,
            post=facts.to.post,
        ),
        case=case,
        decision=replace(_decision(work, facts, request, texts), capacity=refused),
        codes=facts.model_dump(
            mode="json", exclude={"texts", "sealed", "items", "to", "request", "decision"}
        )
        | {"child": case.child},
        texts=texts,
        item_persons={line.item: line.person for line in facts.items if line.person},
        items_asked={line.item: line.asked for line in facts.items if line.asked},
        sealed=sealed_of(work),
        holders=work.holders(facts.to.agency, facts.to.post),
        assigned=request.assigned if request else None,
    )


def _ensure_open(work: Work, request: ShareRequest | None, to: To, deciding: Deciding) -> None:
    """Who is to receive it works there, and asks for it still; both may end once it went."""
    work.must_work_there(to.agency, practitioner=to.practitioner, post=to.post)
    if request is not None:
        request.ensure_asked_still(deciding.goes)


def _in_place_of(assigned: UUID | None) -> Gate:
    """Who has the request may do what the author of the decision on it may."""

    def gate(viewer: Viewer, labels: Labels | None) -> Labels:
        return see(viewer, labels and replace(labels, assigned=assigned))

    return gate


def _case(
    work: Work,
    facts: MakeSharingDecision,
    request: ShareRequest | None,
    texts: Mapping[str, TextChecks],
    holder: Body,
) -> Case:
    return Case(
        holder=holder,
        receiver=Receiver(
            body=work.body(work.partner(facts.to.agency)),
            post=facts.recipient_post or "",
            able_to_protect=texts.get("able-to-protect"),
        ),
        purpose=facts.purpose.evidence(texts) if facts.purpose else None,
        answers=tuple(
            run.evidence(texts, number) for number, run in enumerate(facts.runs, start=1)
        ),
        how=facts.how.evidence(texts) if facts.how else None,
        request=request.provision if request else "",
        immediate_risk=facts.immediate_risk,
        crime_suspected=facts.crime_suspected,
        police_notified=facts.police_notified,
        social_care_notified=facts.social_care_notified,
        conflict_of_duty=tuple(facts.conflict_of_duty),
        harm=facts.harm,
        child=request.protects_a_child if request else facts.child,
        child_in_need=facts.child_in_need,
    )


def _decision(
    work: Work,
    facts: MakeSharingDecision,
    request: ShareRequest | None,
    texts: Mapping[str, TextChecks],
) -> Decision:
    question = None
    if facts.question is not None:
        question = Question(
            text=texts.get("question"),
            role=facts.question.role.value,
            due_at=facts.question.due_at,
        )
    named = {ground.disclosure for line in facts.items for ground in line.grounds}
    before = told_before(work, facts.to.agency, named)
    topics = topics_of(work, facts.request) if before else {}
    return Decision(
        code=facts.decision,
        decider_role=work.acting.role,
        adviser_roles=tuple(role.value for role in facts.advisers),
        confirmed=facts.confirmed,
        items=tuple(line.decided(texts, topics, before) for line in facts.items),
        considered=_considered(facts, request),
        risk_clarity=facts.risk_clarity or "",
        record=Record(entries={**texts, **facts.record}),
        question=question,
        gaps=gaps_of(work.agency(work.acting.agency)),
        arrangements=work.arrangements(),
    )


def _considered(facts: MakeSharingDecision, request: ShareRequest | None) -> frozenset[UUID]:
    """Each item asked for, about each person still asked about, must be listed (R-200).

    A line answers an item asked for and a person. What no line answers is considered, and
    stands in the list by the asked item's own id.
    """
    if request is None:
        return frozenset(line.item for line in facts.items)
    answered = {(line.asked, line.person) for line in facts.items}
    unanswered = {
        item
        for item, persons in request.items.items()
        for person in persons
        if (item, person) not in answered and (item, None) not in answered
    }
    return frozenset(line.item for line in facts.items) | unanswered


COMMANDS = (
    Command(
        name="make-sharing-decision",
        path="/v1/sharing-decisions",
        facts=MakeSharingDecision,
        use=make,
        roles=CASEWORK,
        envelope="required",
        begins=True,
        summary="Decide to share, to share part, not to share, or to hold for advice",
    ),
    Command(
        name="file-note",
        path="/v1/sharing-decisions/{about}/note",
        facts=FileNote,
        use=file_note,
        roles=frozenset({Role.CO_ORDINATOR}),
        envelope="required",
        summary="File the co-ordinator's note on a decision",
    ),
)
