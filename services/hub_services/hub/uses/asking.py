"""Asking for information, asking for less, and explaining what was asked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hub_domain.law.requests import ItemAsked, RequestFacts
from hub_domain.roles import CASEWORK
from hub_domain.sharing.asking import Asking
from hub_domain.sharing.plain import Addressee, PersonAsked
from hub_domain.sharing.request import ShareRequest
from hub_domain.sharing.status import Withdrawal
from hub_services.hub.codes import (
    ExercisedFunction,
    ExplanationTexts,
    ProvisionCode,
    PurposeCode,
    PurposeDetail,
    RequestTexts,
    ServedFunction,
    TopicCode,
)
from hub_services.hub.facts import (
    Day,
    Facts,
    Id,
    Moment,
    SealedBy,
    To,
    says_more_of,
    text_checks,
)
from hub_services.hub.registry import Command
from hub_services.hub.uses.scope_facts import ScopeFacts
from hub_services.hub.work import Changes, Work, gaps_of, sealed_of


class Person(Facts):
    """A person the request is about, by the random id; a protected one has a scope."""

    id: Id
    scope: ScopeFacts | None = None


class Item(Facts):
    """A topic over a period, about which of the persons."""

    id: Id
    topic: TopicCode
    period_from: Day | None = None
    period_to: Day | None = None
    persons: Annotated[list[Id], Field(max_length=50)]
    relation: Literal["a", "b", "c"] | None = None


class IssueShareRequest(Facts):
    """A request: on which provision, for what, about whom, which items, by when.

    ``exercising``: the function that the asking body exercises, or ``other``, where it holds a
    category for some functions alone; ``function``: what the provision asks to be served. The
    reference of a court's order travels sealed; of it the hub has the checks, as of any text.
    """

    to: To
    round: Id | None = None
    exercising: ExercisedFunction | None = None
    provision: ProvisionCode
    function: ServedFunction | None = None
    kind: Literal["cooperation", "information", "both"] | None = None
    areas_overlap: bool = False
    purpose: PurposeCode | None = None
    purpose_detail: Annotated[PurposeDetail | None, says_more_of("purpose")] = None
    persons: Annotated[list[Person], Field(max_length=50)]
    items: Annotated[list[Item], Field(max_length=100)]
    told: Literal["told", "not-yet", "unsafe", "not-possible"]
    due_at: Moment
    texts: RequestTexts
    sealed: SealedBy


class ItemPeriod(Facts):
    """Of which days an item is still asked for, both included."""

    item: Id
    period_from: Day
    period_to: Day


class NarrowShareRequest(Facts):
    """What is still asked for, and by when.

    ``periods``: of each item that is asked for a shorter period than when it was issued, that
    period. An item that is not listed there is asked for as it was at first.
    """

    persons: Annotated[list[Id], Field(max_length=50)]
    items: Annotated[list[Id], Field(max_length=100)]
    periods: Annotated[list[ItemPeriod], Field(max_length=100)] = []
    due_at: Moment


class WithdrawShareRequest(Facts):
    """Why it is asked no longer."""

    why: Withdrawal


class ExplainShareRequest(Facts):
    """What was asked back or challenged, sealed to the addressee, and by when to answer."""

    due_at: Moment
    texts: ExplanationTexts
    sealed: SealedBy


def issue(work: Work, facts: IssueShareRequest) -> Changes:
    """Issue a request to a registered agency, and there to one of its own people or posts."""
    to = facts.to
    work.must_work_there(to.agency, practitioner=to.practitioner, post=to.post)
    requester, refused = work.acting_body(facts.exercising)
    asking = Asking(
        requester=requester,
        addressee=Addressee(
            body=work.body(work.partner(to.agency)), practitioner=to.practitioner, post=to.post
        ),
        facts=RequestFacts(
            provision=facts.provision,
            purpose=_purpose(facts),
            function=facts.function,
            exercising=facts.exercising,
            capacity=refused,
            kind=facts.kind or "",
            areas_overlap=facts.areas_overlap,
            items=tuple(
                ItemAsked(
                    id=item.id,
                    topic=item.topic,
                    period_from=item.period_from,
                    period_to=item.period_to,
                    persons=tuple(item.persons),
                    relation=item.relation or "",
                )
                for item in facts.items
            ),
            texts=text_checks(facts.texts),
        ),
        gaps=gaps_of(work.agency(work.acting.agency)),
        round=facts.round,
        persons=[
            PersonAsked(
                id=person.id,
                scope=person.scope.evidence() if person.scope else None,
            )
            for person in facts.persons
        ],
        told=facts.told,
        due_at=facts.due_at,
        sealed=sealed_of(work),
    )
    request = ShareRequest.issue(
        work.acting, asking, request_id=work.begun(), catalogue=work.catalogue
    )
    return Changes(
        saved=(request,),
        counterpart=to.agency,
        persons=request.persons,
        named=request.persons,
    )


def narrow(work: Work, facts: NarrowShareRequest) -> Changes:
    """Ask for less."""
    request = work.subject(ShareRequest)
    request.narrow(
        work.acting,
        work.viewer,
        persons=facts.persons,
        items=facts.items,
        periods=[each.model_dump() for each in facts.periods],
        due_at=facts.due_at,
    )
    return Changes(saved=(request,))


def withdraw(work: Work, facts: WithdrawShareRequest) -> Changes:
    """Ask no longer."""
    request = work.subject(ShareRequest)
    request.withdraw(work.acting, work.viewer, why=facts.why)
    return Changes(saved=(request,))


def explain(work: Work, facts: ExplainShareRequest) -> Changes:
    """Explain."""
    request = work.subject(ShareRequest)
    request.explain(
        work.acting,
        work.viewer,
        due_at=facts.due_at,
        texts=text_checks(facts.texts),
        sealed=sealed_of(work),
    )
    return Changes(saved=(request,), counterpart=request.addressee)


def _purpose(facts: IssueShareRequest) -> str:
    """A purpose of the list, with its detail where it has one: ``crime/prevention``."""
    return "/".join(filter(None, (facts.purpose, facts.purpose_detail)))


COMMANDS = (
    Command(
        name="issue-share-request",
        path="/v1/share-requests",
        facts=IssueShareRequest,
        use=issue,
        roles=CASEWORK,
        envelope="required",
        begins=True,
        summary="Ask an agency for named items about named persons, on a stated provision",
    ),
    Command(
        name="narrow-share-request",
        path="/v1/share-requests/{about}/narrowing",
        facts=NarrowShareRequest,
        use=narrow,
        roles=CASEWORK,
        summary="Ask for fewer persons or items than before, or for a shorter period",
    ),
    Command(
        name="withdraw-share-request",
        path="/v1/share-requests/{about}/withdrawal",
        facts=WithdrawShareRequest,
        use=withdraw,
        roles=CASEWORK,
        summary="Ask no longer: the addressee answers nothing, and opens no word from then on",
    ),
    Command(
        name="explain-share-request",
        path="/v1/share-requests/{about}/explanation",
        facts=ExplainShareRequest,
        use=explain,
        roles=CASEWORK,
        envelope="required",
        summary="Explain in words what was challenged or asked back",
    ),
)
