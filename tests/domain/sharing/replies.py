"""Steps of a request after it was asked, and what then happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from hub_domain.ids import event_id
from hub_domain.law.answers import Answer, Search
from hub_domain.sharing.request import ShareRequest
from hub_domain.sharing.status import Withdrawal
from hub_domain.text_checks import TextChecks, check_text
from tests.domain.sharing.cast import (
    BEA,
    BOARD,
    DUE,
    FIRST,
    GWEN,
    LAW,
    REASONED,
    REGISTER,
    REQUEST,
    SCHOOL,
    SEALED,
    SECOND,
    VIEW,
    Step,
    texts_of,
)
from tests.support.scenario import Actor, Happened, an_id, happened

BOTH = {"requester": BOARD, "addressee": SCHOOL}
LATER = DUE + timedelta(days=7)
ISSUED = event_id(REQUEST, 1)
CHALLENGE_EVENT = event_id(REQUEST, 2)


def narrow(
    persons: Iterable[UUID] = (SECOND,),
    items: Iterable[UUID] = (REGISTER, VIEW),
    due_at: datetime = LATER,
    by: Actor = GWEN,
    periods: Iterable[Mapping[str, object]] = (),
) -> Step:
    return lambda request: request.narrow(
        by.acting(), by.viewer, persons=persons, items=items, periods=periods, due_at=due_at
    )


def withdraw(why: Withdrawal = Withdrawal.WRONG_AGENCY, by: Actor = GWEN) -> Step:
    return lambda request: request.withdraw(by.acting(), by.viewer, why=why)


_SAID = "The older one, Kit Archer, who moved here at Easter."
EXPLAINED = check_text(_SAID, subjects=["Kit Archer"])


def explain(
    said: str = _SAID,
    due_at: datetime = LATER,
    by: Actor = GWEN,
) -> Step:
    return lambda request: request.explain(
        by.acting(),
        by.viewer,
        due_at=due_at,
        texts={"explanation": check_text(said, subjects=["Kit Archer"])},
        sealed=SEALED,
    )


def answer(
    code: str = "not-known-here",
    search: Search | None = None,
    by: Actor = BEA,
    *,
    reasons: TextChecks | None = None,
) -> Step:
    return lambda request: request.answer(
        by.acting(),
        by.viewer,
        answer=Answer(code=code, search=search, texts={"reasons": reasons} if reasons else {}),
        sealed=None,
        catalogue=LAW,
    )


ASKED = check_text("Which of the two terms is meant?")


def ask_back(by: Actor = BEA, reasons: TextChecks | None = ASKED) -> Step:
    return answer("clarification-sought", by=by, reasons=reasons)


def supply(
    code: str = "supplied",
    given: Iterable[tuple[UUID | None, UUID]] = ((REGISTER, FIRST),),
    by: Actor = BEA,
    *,
    in_emergency: bool = False,
    spoken_of: Iterable[tuple[UUID, UUID | None]] = ((REGISTER, None), (VIEW, None)),
) -> Step:
    return lambda request: request.supply(
        by.acting(),
        answer=Answer(code=code, withheld=((),) if code == "partly-supplied" else ()),
        decision=an_id("decision"),
        disclosure=an_id("disclosure"),
        given=given,
        in_emergency=in_emergency,
        spoken_of=frozenset(spoken_of),
        catalogue=LAW,
    )


def challenged(**other: object) -> Happened:
    facts: dict[str, object] = {
        **BOTH,
        "ground": "not-necessary",
        "texts": texts_of({"reasons": REASONED}),
        "sealed": SEALED.plain(),
        "stops_clock": ISSUED,
        "escalates": True,
    }
    return happened(ShareRequest.Challenged, **{**facts, **other})


def answered(code: str, **other: object) -> Happened:
    facts: dict[str, object] = {
        **BOTH,
        "answer": code,
        "search": None,
        "decision": None,
        "disclosure": None,
        "texts": {},
        "sealed": None,
        "stops_clock": ISSUED,
        "escalates": False,
        "ends_escalation": None,
        "owed": False,
    }
    return happened(ShareRequest.Answered, **{**facts, **other})
