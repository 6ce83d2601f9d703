"""A board that asks a school about two pupils, under the duty of s.16H or the power of s.47."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from hub_domain.law.answers import Answer, Search, Withheld
from hub_domain.law.catalogue import Body
from hub_domain.law.evidence import Scope
from hub_domain.law.gaps import Gap
from hub_domain.law.requests import ItemAsked, RequestFacts
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.sharing.asking import Asking
from hub_domain.sharing.plain import Addressee, PersonAsked
from hub_domain.sharing.request import ShareRequest
from hub_domain.sharing.sealed import Sealed
from hub_domain.text_checks import TextChecks, check_text
from tests.support.scenario import MONDAY, Actor, an_id

LAW = shipped_catalogue()
BOARD, SCHOOL, COUNCIL = an_id("board"), an_id("school"), an_id("council")
GWEN = Actor("Gwen", BOARD, "partnership-officer")
COLM = Actor("Colm", BOARD, "partnership-officer")
BEA = Actor("Bea", SCHOOL, "safeguarding-lead")
ELLA = Actor("Ella", SCHOOL, "co-ordinator")
PIP = Actor("Pip", SCHOOL, "practitioner")
ASHA = Actor("Asha", COUNCIL, "practitioner")

REQUEST = an_id("request")
FIRST, SECOND, THIRD = an_id("first pupil"), an_id("second pupil"), an_id("third pupil")
REGISTER, VIEW = an_id("the register"), an_id("the school's view")
DUE = MONDAY + timedelta(days=14)
SEALED = Sealed(envelope=an_id("envelope"), digest="0" * 64)

SAID = check_text("The review must see how attendance fell before the incident in June.")
REASONED = check_text(
    "One of the pupils listed left the school before the period and is in no way in the case."
)
BARE = check_text("GDPR")
WHY = dict.fromkeys(("why-needed", "necessity", "proportionality", "burden", "function"), SAID)
SEARCH = Search(
    systems=("management-information-system",),
    period_from=date(2025, 9, 1),
    period_to=date(2026, 7, 20),
    identifiers=("name",),
    not_searched=(),
)

Step = Callable[[ShareRequest], None]


def body(agency: UUID, *categories: str) -> Body:
    """An agency as the law sees it on that Monday."""
    return LAW.body(agency, categories, "E", MONDAY.date())


BOARD_BODY = body(BOARD, "E16E-ICB")
SCHOOL_BODY = body(SCHOOL, "EA175-MSGB")
COUNCIL_BODY = body(COUNCIL, "E11-LA", "E16E-LA")


def item(id_: UUID, *persons: UUID) -> ItemAsked:
    """A topic of the last school year, about these pupils."""
    return ItemAsked(
        id=id_,
        topic="attendance",
        period_from=date(2025, 9, 1),
        period_to=date(2026, 7, 20),
        persons=persons,
    )


FACTS = RequestFacts(
    provision="CA2004-16H",
    purpose="learning-review",
    function="serious-incident-learning",
    items=(item(REGISTER, FIRST, SECOND), item(VIEW, SECOND)),
    texts=WHY,
)
OF_A_POWER = replace(FACTS, provision="CA1989-47", purpose="child-protection", function=None)


def pupil(id_: UUID) -> PersonAsked:
    """A child, as the asking desk states."""
    return PersonAsked(id=id_, scope=Scope(kind="under-18", stated_by=GWEN.id))


def issue(
    by: Actor = GWEN,
    requester: Body = BOARD_BODY,
    *,
    facts: RequestFacts = FACTS,
    gaps: tuple[Gap, ...] = (),
    persons: tuple[PersonAsked, ...] = (pupil(FIRST), pupil(SECOND)),
    due_at: datetime = DUE,
    to: UUID | None = None,
    post: UUID | None = None,
) -> ShareRequest:
    """Ask the school."""
    asking = Asking(
        requester=requester,
        addressee=Addressee(body=SCHOOL_BODY, practitioner=to, post=post),
        facts=facts,
        gaps=gaps,
        round=None,
        persons=persons,
        told="not-yet",
        due_at=due_at,
        sealed=SEALED,
    )
    return ShareRequest.issue(by.acting(), asking, request_id=REQUEST, catalogue=LAW)


def issue_by_power(**other: Any) -> ShareRequest:
    """The council asks on its power, which may be declined."""
    return issue(ASHA, COUNCIL_BODY, facts=OF_A_POWER, **other)


def assign(to: Actor, by: Actor = BEA) -> Step:
    """Give it to someone."""
    return lambda request: request.assign(by.acting(), by.viewer, to=to.id)


def challenge(
    by: Actor = BEA, ground: str = "not-necessary", reasons: TextChecks = REASONED
) -> Step:
    """Challenge it."""
    return lambda request: request.challenge(
        by.acting(),
        by.viewer,
        answer=Answer(code="challenged", ground=ground, texts={"reasons": reasons}),
        sealed=SEALED,
        catalogue=LAW,
    )


def decline(
    by: Actor = BEA,
    ground: str = "not-relevant",
    reasons: TextChecks = REASONED,
    withheld: Withheld | None = (("not-relevant",),),
) -> Step:
    """Decline it, as was decided."""
    return lambda request: request.decline(
        by.acting(),
        by.viewer,
        answer=Answer(
            code="declined", ground=ground, texts={"reasons": reasons}, withheld=withheld
        ),
        decision=None if withheld is None else an_id("decision"),
        sealed=SEALED,
        catalogue=LAW,
    )


def texts_of(texts: Mapping[str, TextChecks]) -> dict[str, object]:
    """Text checks as events keep them."""
    return {name: checks.to_plain() for name, checks in texts.items()}
