"""A share request: asked on a provision, received, challenged or declined."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from hub_domain.law.answers import Answer, NotDecided
from hub_domain.law.evidence import Scope
from hub_domain.law.gaps import OrgArrangementsMissing
from hub_domain.law.refusals import (
    RefusalGroundNotRecognised,
    RequestNotSpecific,
)
from hub_domain.law.requests import ExplanationRequired, NotSafeguardingPartner
from hub_domain.need_to_know import NotFound
from hub_domain.sharing.plain import PersonAsked
from hub_domain.sharing.refusals import (
    DueInThePast,
    SubjectNotInScope,
)
from hub_domain.sharing.request import ShareRequest
from tests.domain.sharing.cast import (
    ASHA,
    BARE,
    BEA,
    BOARD,
    COLM,
    COUNCIL_BODY,
    DUE,
    ELLA,
    FACTS,
    FIRST,
    GWEN,
    LAW,
    PIP,
    REASONED,
    REGISTER,
    SCHOOL,
    SCHOOL_BODY,
    SEALED,
    SECOND,
    THIRD,
    VIEW,
    WHY,
    assign,
    challenge,
    decline,
    issue,
    issue_by_power,
    item,
    pupil,
    texts_of,
)
from tests.domain.sharing.replies import (
    BOTH,
    CHALLENGE_EVENT,
    ISSUED,
    LATER,
    answer,
    answered,
    challenged,
    narrow,
)
from tests.support.requirements import requirement
from tests.support.scenario import MONDAY, Actor, an_id, begun, given, happened

AT_RISK = ("care-and-support", "neglect-or-harm", "unable-to-protect")
CHILD = {"kind": "under-18", "limbs": [], "stated_by": GWEN.id, "estimated": False}

# Asking


def test_a_request_keeps_what_is_asked_about_whom_until_when_and_no_words() -> None:
    begun(issue).then(
        happened(
            ShareRequest.Issued,
            **BOTH,
            addressee_practitioner=None,
            addressee_post=None,
            round=None,
            exercising=None,
            provision="CA2004-16H",
            function="serious-incident-learning",
            purpose="learning-review",
            persons=[{"id": each, "scope": CHILD} for each in (FIRST, SECOND)],
            items=[
                {
                    "id": asked.id,
                    "topic": "attendance",
                    "period_from": asked.period_from,
                    "period_to": asked.period_to,
                    "persons": list(asked.persons),
                }
                for asked in FACTS.items
            ],
            told="not-yet",
            due_at=DUE,
            texts={name: WHY[name].to_plain() for name in sorted(WHY)},
            sealed=SEALED.plain(),
        )
    )


def test_the_law_judges_who_may_ask_and_what_is_said() -> None:
    begun(lambda: issue(BEA, SCHOOL_BODY)).then_refused(NotSafeguardingPartner)
    unexplained = {name: text for name, text in WHY.items() if name != "why-needed"}
    begun(lambda: issue(facts=replace(FACTS, texts=unexplained))).then_refused(
        ExplanationRequired, field="why-needed"
    )
    begun(lambda: issue(facts=replace(FACTS, texts={**WHY, "burden": BARE}))).then_refused(
        ExplanationRequired, field="burden"
    )


@requirement("R-020", "R-049", "R-054", "R-409", "R-425")
def test_who_asks_has_recorded_its_arrangements() -> None:
    begun(lambda: issue(gaps=("arrangements",))).then_refused(OrgArrangementsMissing)


@requirement("R-011")
def test_somebody_is_to_be_protected() -> None:
    grown = PersonAsked(id=FIRST)
    begun(lambda: issue(persons=(grown, PersonAsked(id=SECOND)))).then_refused(
        SubjectNotInScope
    )
    begun(lambda: issue(persons=())).then_refused(SubjectNotInScope)


@requirement("R-011", "R-481")
@pytest.mark.parametrize("limbs", [(), AT_RISK[:1], AT_RISK[1:]])
def test_an_adult_at_risk_is_so_by_every_limb(limbs: tuple[str, ...]) -> None:
    adult = PersonAsked(
        id=FIRST, scope=Scope(kind="adult-at-risk", limbs=limbs, stated_by=GWEN.id)
    )
    for other in (PersonAsked(id=SECOND), pupil(SECOND)):
        asking = partial(issue, persons=(adult, other))
        begun(asking).then_refused(SubjectNotInScope, persons=(FIRST,))


@requirement("R-011")
def test_adults_are_protected_at_risk_by_every_limb_or_facing_serious_harm() -> None:
    at_risk = Scope(kind="adult-at-risk", limbs=AT_RISK, stated_by=GWEN.id)
    serious = Scope(kind="adult-at-risk-of-serious-harm", stated_by=GWEN.id)
    for scope in (at_risk, serious):
        asked = issue(persons=(PersonAsked(id=FIRST, scope=scope), PersonAsked(id=SECOND)))
        assert asked.persons == {FIRST, SECOND}


def test_every_item_speaks_of_persons_in_the_request() -> None:
    beyond = replace(FACTS, items=(*FACTS.items, item(an_id("another"), FIRST, THIRD)))
    begun(lambda: issue(facts=beyond)).then_refused(RequestNotSpecific, field="persons")


@requirement("R-062")
def test_each_person_and_each_item_stands_in_a_request_once() -> None:
    """Or else it would not be one thing that is answered."""
    begun(lambda: issue(persons=(pupil(FIRST), pupil(SECOND), pupil(FIRST)))).then_refused(
        RequestNotSpecific, field="persons"
    )
    again = replace(FACTS, items=(*FACTS.items, FACTS.items[0]))
    begun(lambda: issue(facts=again)).then_refused(RequestNotSpecific, field="items")


@requirement("R-188")
def test_time_is_left_to_answer() -> None:
    begun(lambda: issue(due_at=MONDAY)).then_refused(DueInThePast)
    begun(lambda: issue(due_at=MONDAY - timedelta(seconds=1))).then_refused(DueInThePast)


# Receiving


def test_a_request_is_given_to_one_who_then_has_it() -> None:
    given(issue).when(assign(PIP)).then(happened(ShareRequest.Assigned, **BOTH, to=PIP.id))
    theirs = given(issue, assign(PIP))
    theirs.when(challenge(PIP)).then(challenged())
    for other in (BEA, Actor("Tom", SCHOOL, "practitioner")):
        theirs.when(challenge(other)).then_refused(NotFound)
        theirs.when(assign(BEA, by=other)).then_refused(NotFound)
    theirs.when(assign(BEA, by=ELLA)).then(happened(ShareRequest.Assigned, **BOTH, to=BEA.id))


@requirement("R-224")
@pytest.mark.parametrize("stranger", [GWEN, COLM, ASHA, PIP], ids=lambda actor: actor.name)
def test_only_who_received_it_answers_and_for_others_it_is_not_there(stranger: Actor) -> None:
    received = given(issue)
    for command in (
        assign(PIP, by=stranger),
        challenge(stranger),
        decline(stranger),
        answer(by=stranger),
    ):
        received.when(command).then_refused(NotFound)


def test_the_named_practitioner_and_the_post_receive() -> None:
    given(lambda: issue(to=PIP.id)).when(challenge(PIP)).then(challenged())
    posted = given(lambda: issue(post=an_id("desk")))
    posted.when(challenge(PIP)).then_refused(NotFound)
    on_duty = replace(PIP.viewer, posts=frozenset({an_id("desk")}))
    posted.when(lambda request: request.assign(PIP.acting(), on_duty, to=PIP.id)).then(
        happened(ShareRequest.Assigned, **BOTH, to=PIP.id)
    )


# Challenging and declining


def test_a_challenge_of_a_duty_is_escalated_and_stops_the_clock() -> None:
    given(issue).when(challenge()).then(challenged())


def test_a_challenge_gives_its_reasons_and_a_ground_of_the_provision() -> None:
    given(issue).when(challenge(reasons=BARE)).then_refused(
        RefusalGroundNotRecognised, lack="bare"
    )
    given(issue).when(challenge(ground="too-busy")).then_refused(RefusalGroundNotRecognised)


def test_what_is_escalated_is_not_escalated_twice() -> None:
    """Or else the first escalation would stay open for ever."""
    given(issue, challenge()).when(challenge()).then(
        challenged(stops_clock=None, escalates=False)
    )
    given(issue, challenge(), challenge()).when(narrow()).then(
        happened(
            ShareRequest.Narrowed,
            **BOTH,
            persons=[SECOND],
            items=sorted([REGISTER, VIEW]),
            periods=[],
            due_at=LATER,
            stops_clock=None,
            ends_escalation=CHALLENGE_EVENT,
        )
    )


def test_a_duty_is_never_declined() -> None:
    for ground in ("data-protection", "not-relevant", "not-necessary", ""):
        given(issue).when(decline(ground=ground)).then_refused(RefusalGroundNotRecognised)


@requirement("R-084")
def test_a_power_is_declined_as_was_decided() -> None:
    asked = given(issue_by_power)
    asked.when(decline()).then(
        happened(
            ShareRequest.Declined,
            requester=COUNCIL_BODY.agency,
            addressee=SCHOOL,
            ground="not-relevant",
            decision=an_id("decision"),
            texts=texts_of({"reasons": REASONED}),
            sealed=SEALED.plain(),
            stops_clock=ISSUED,
            escalates=False,
        )
    )
    asked.when(decline(withheld=None)).then_refused(NotDecided)
    asked.when(decline(ground="data-protection")).then_refused(RefusalGroundNotRecognised)
    asked.when(decline(reasons=BARE)).then_refused(RefusalGroundNotRecognised)


# Seeing


def test_a_request_stands_in_two_views_and_no_other() -> None:
    request = given(issue, assign(PIP)).now()
    asking, asked = request.labels(BOARD), request.labels(SCHOOL)
    assert asking is not None
    assert asked is not None
    assert (asking.side, asking.author, asking.assigned) == ("author", GWEN.id, None)
    assert (asked.side, asked.author, asked.assigned) == ("addressee", None, PIP.id)
    assert request.labels(ASHA.agency) is None


def test_a_request_is_what_was_asked() -> None:
    request = given(issue).now()
    assert (request.purpose, request.provision) == ("learning-review", "CA2004-16H")
    assert request.persons == {FIRST, SECOND}
    assert request.items == {REGISTER: frozenset({FIRST, SECOND}), VIEW: frozenset({SECOND})}
    assert (request.due_at, request.clock, request.escalation) == (DUE, ISSUED, None)


def test_an_answer_keeps_what_was_said_of_its_reasons() -> None:
    said = {"reasons": REASONED}
    given(issue).when(
        lambda request: request.answer(
            BEA.acting(),
            BEA.viewer,
            answer=Answer(code="not-known-here", texts=said),
            sealed=SEALED,
            catalogue=LAW,
        )
    ).then(answered("not-known-here", texts=texts_of(said), sealed=SEALED.plain()))


def test_both_the_round_and_the_recipient_are_kept() -> None:
    issued = given(lambda: issue(to=PIP.id, post=an_id("desk"))).past[0]
    assert (issued.addressee_practitioner, issued.addressee_post) == (PIP.id, an_id("desk"))
