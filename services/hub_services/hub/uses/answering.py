"""Answering without supplying: challenge, decline, not held, not known, clarification."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hub_domain.law.answers import Answer, Search
from hub_domain.roles import CASEWORK
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.request import ShareRequest
from hub_services.hub.answers import Fault, Unparsable
from hub_services.hub.codes import AnswerTexts, GroundCode, IdentifierCode, SystemCode
from hub_services.hub.facts import Day, Facts, Id, SealedBy, text_checks
from hub_services.hub.registry import Command
from hub_services.hub.work import Changes, Work, sealed_of


class Assign(Facts):
    """To which practitioner of your agency."""

    to: Id


class Challenge(Facts):
    """On which ground; the reasons are sealed to the requester."""

    ground: GroundCode
    texts: AnswerTexts
    sealed: SealedBy


class Decline(Facts):
    """On which ground; the written reasons are sealed to the requester.

    ``decision``: the agency's own, not to share what this request asks; who declines a power
    names it, and a ground that stood in it.
    """

    ground: GroundCode | None = None
    decision: Id | None = None
    texts: AnswerTexts
    sealed: SealedBy


class SearchMade(Facts):
    """Where was searched, for which period, by which identifiers, and what was not searched."""

    systems: Annotated[list[SystemCode], Field(max_length=30)]
    period_from: Day | None = None
    period_to: Day | None = None
    identifiers: Annotated[list[IdentifierCode], Field(max_length=20)]
    not_searched: Annotated[list[SystemCode], Field(max_length=30)]

    def search(self) -> Search:
        """As the law has it."""
        return Search(
            systems=tuple(self.systems),
            period_from=self.period_from,
            period_to=self.period_to,
            identifiers=tuple(self.identifiers),
            not_searched=tuple(self.not_searched),
        )


class AnswerShareRequest(Facts):
    """Nothing is supplied: not held (with the search), not known here, clarification sought.

    Who says that they are not known here may say as well where they were looked for.
    """

    answer: Literal[
        "not-held", "not-known-here", "clarification-sought", "supplied", "partly-supplied"
    ]
    search: SearchMade | None = None
    texts: AnswerTexts = {}
    sealed: SealedBy | None = None


def assign(work: Work, facts: Assign) -> Changes:
    """Assign the request to one of the agency's own practitioners."""
    work.must_work_there(work.acting.agency, practitioner=facts.to)
    request = work.subject(ShareRequest)
    request.assign(work.acting, work.viewer, to=facts.to)
    return Changes(saved=(request,))


def challenge(work: Work, facts: Challenge) -> Changes:
    """Challenge the request with reasons."""
    request = work.subject(ShareRequest)
    request.challenge(
        work.acting,
        work.viewer,
        answer=Answer(code="challenged", ground=facts.ground, texts=text_checks(facts.texts)),
        sealed=sealed_of(work),
        catalogue=work.catalogue,
    )
    return Changes(saved=(request,), counterpart=request.requester)


def decline(work: Work, facts: Decline) -> Changes:
    """Decline the request, where the provision lets this body decline.

    The decision it rests on is relied on: where it has changed meanwhile, nothing is recorded.
    """
    request = work.subject(ShareRequest)
    withheld = None
    if facts.decision is not None:
        withheld = work.load(SharingDecision, facts.decision).rely_on(
            work.acting,
            work.viewer,
            request=request.id,
            requester=request.requester,
            assigned=request.assigned,
        )
    request.decline(
        work.acting,
        work.viewer,
        answer=Answer(
            code="declined",
            ground=facts.ground or "",
            texts=text_checks(facts.texts),
            withheld=withheld,
        ),
        decision=facts.decision,
        sealed=sealed_of(work),
        catalogue=work.catalogue,
    )
    return Changes(saved=(request,), counterpart=request.requester)


def answer(work: Work, facts: AnswerShareRequest) -> Changes:
    """Answer without supplying; checks of words come with the words."""
    if facts.texts and work.sealed is None:
        raise Unparsable(Fault("/envelope", "required"))
    request = work.subject(ShareRequest)
    request.answer(
        work.acting,
        work.viewer,
        answer=Answer(
            code=facts.answer,
            texts=text_checks(facts.texts),
            search=facts.search.search() if facts.search else None,
        ),
        sealed=work.sealed,
        catalogue=work.catalogue,
    )
    return Changes(saved=(request,), counterpart=request.requester)


COMMANDS = (
    Command(
        name="assign-share-request",
        path="/v1/share-requests/{about}/assignment",
        facts=Assign,
        use=assign,
        roles=CASEWORK,
        summary="Give a request to one practitioner of your agency",
    ),
    Command(
        name="challenge-share-request",
        path="/v1/share-requests/{about}/challenge",
        facts=Challenge,
        use=challenge,
        roles=CASEWORK,
        envelope="required",
        summary="Challenge a request with reasons; on a duty this is escalated",
    ),
    Command(
        name="decline-share-request",
        path="/v1/share-requests/{about}/decline",
        facts=Decline,
        use=decline,
        roles=CASEWORK,
        envelope="required",
        summary="Decline a request on a ground that its provision gives",
    ),
    Command(
        name="answer-share-request",
        path="/v1/share-requests/{about}/answer",
        facts=AnswerShareRequest,
        use=answer,
        roles=CASEWORK,
        envelope="optional",
        summary="Answer that nothing is held, not known here, or ask for clarification",
    ),
)
