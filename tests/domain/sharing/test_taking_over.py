"""Nobody's absence leaves what came about a child unread: a record changes hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hub_domain.need_to_know import NotFound, may_see
from hub_domain.roles import CASEWORK, Role
from hub_domain.sharing.disclosure import Disclosure, Recipient
from hub_domain.sharing.refusals import AlreadyAnswered, RequestWithdrawn
from hub_domain.sharing.request import ShareRequest
from hub_domain.sharing.taking_over import (
    AlreadyTheirs,
    Colleague,
    ColleagueNotAvailable,
    Why,
    handed_on,
)
from tests.domain.sharing.cast import (
    ASHA,
    BEA,
    BOARD,
    COLM,
    COUNCIL,
    ELLA,
    FIRST,
    GWEN,
    PIP,
    SCHOOL,
    SECOND,
    assign,
    challenge,
    issue,
)
from tests.domain.sharing.replies import BOTH, challenged, narrow, supply, withdraw
from tests.domain.sharing.test_disclosure import ACKNOWLEDGED, FACT, acknowledge, make
from tests.support.requirements import requirement
from tests.support.scenario import Actor, Happened, an_id, given, happened

MAIR = Actor("Mair", SCHOOL, "manager")
HUGH = Actor("Hugh", SCHOOL, "senior-manager")
MONA = Actor("Mona", BOARD, "manager")
SIAN = Actor("Siân", BOARD, "senior-manager")
RHYS = Actor("Rhys", COUNCIL, "manager")
ZED = Actor("Zed", BOARD, "partnership-officer")

Taking = Callable[[Any], None]


def colleague(who: Actor) -> Colleague:
    return Colleague(id=who.id, roles=frozenset({who.role}))


def take(by: Actor, to: Actor | None = None, why: Why = Why.AWAY) -> Taking:
    return lambda record: record.take_over(
        by.acting(), by.viewer, to=colleague(to or by), why=why
    )


def taken_from(formerly: object, to: Actor, why: str = "away") -> Happened:
    """What is recorded of a request that was taken over."""
    return happened(
        ShareRequest.TakenOver,
        **BOTH,
        formerly=formerly,
        to=to.id,
        why=why,
        persons=sorted((FIRST, SECOND)),
    )


def given_away(formerly: object, to: Actor, why: str = "away") -> Happened:
    """What is recorded of a disclosure that was taken over."""
    return happened(
        Disclosure.TakenOver,
        discloser=SCHOOL,
        formerly=formerly,
        to=to.id,
        why=why,
        persons=[FIRST],
    )


def to_gwen() -> Disclosure:
    return make(FACT)


def sees(record: ShareRequest | Disclosure, who: Actor) -> bool:
    labels = record.labels(who.agency)
    return labels is not None and may_see(who.viewer, labels)


# Who takes over


@requirement("R-223")
def test_a_manager_takes_over_what_the_one_who_has_it_does_not_answer() -> None:
    given(issue, assign(PIP)).when(take(MAIR)).then(taken_from(PIP.id, MAIR))
    given(issue, assign(PIP)).when(take(HUGH, why=Why.LEFT)).then(
        taken_from(PIP.id, HUGH, "left")
    )
    given(to_gwen).when(take(MONA)).then(given_away(GWEN.id, MONA))


def test_the_lead_who_receives_for_the_agency_takes_over_a_request_and_no_disclosure() -> None:
    given(issue, assign(PIP)).when(take(BEA)).then(taken_from(PIP.id, BEA))
    lead = Actor("Lena", BOARD, "safeguarding-lead")
    given(to_gwen).when(take(lead)).then_refused(NotFound)


def test_a_manager_gives_it_to_a_colleague_in_office() -> None:
    given(issue, assign(PIP)).when(take(MAIR, BEA, Why.WORKLOAD)).then(
        taken_from(PIP.id, BEA, "workload")
    )
    given(to_gwen).when(take(MONA, COLM, Why.ON_LEAVE)).then(
        given_away(GWEN.id, COLM, "on-leave")
    )


@requirement("R-224")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MANAGER, Role.SENIOR_MANAGER}))
def test_the_colleague_of_the_absent_recipient_still_finds_nothing(role: Role) -> None:
    """Nor does anybody else there whose role is no manager's."""
    other = Actor("Tom", BOARD, role)
    given(to_gwen).when(take(other)).then_refused(NotFound)
    assert not sees(to_gwen(), other)


@requirement("R-224")
def test_a_manager_of_the_other_agency_cannot_take_over() -> None:
    for stranger in (MONA, SIAN, RHYS):
        given(issue, assign(PIP)).when(take(stranger)).then_refused(NotFound)
    for stranger in (MAIR, HUGH, RHYS):
        given(to_gwen).when(take(stranger)).then_refused(NotFound)


@requirement("R-224")
def test_somebody_excluded_never_takes_over_and_is_given_nothing() -> None:
    labels = to_gwen().labels(BOARD)
    assert labels is not None
    excluding = replace(labels, excluded=frozenset({MONA.id}))
    for to in (MONA, COLM):
        with pytest.raises(NotFound):
            handed_on(MONA.viewer, excluding, [FIRST], to=colleague(to), why=Why.AWAY)
    with pytest.raises(ColleagueNotAvailable):
        handed_on(SIAN.viewer, excluding, [FIRST], to=colleague(MONA), why=Why.AWAY)
    for_colm = handed_on(SIAN.viewer, excluding, [FIRST], to=colleague(COLM), why=Why.AWAY)
    assert for_colm["to"] == COLM.id


@requirement("R-157", "R-223")
def test_who_has_left_is_given_nothing_nor_is_anybody_without_casework() -> None:
    for roles in (
        frozenset[str](),
        frozenset({Role.INFORMATION_GOVERNANCE_LEAD, Role.CALDICOTT_GUARDIAN}),
    ):
        record, to = to_gwen(), Colleague(id=COLM.id, roles=roles)
        with pytest.raises(ColleagueNotAvailable):
            record.take_over(MONA.acting(), MONA.viewer, to=to, why=Why.LEFT)
    for role in CASEWORK:
        to = Colleague(id=COLM.id, roles=frozenset({role}))
        to_gwen().take_over(MONA.acting(), MONA.viewer, to=to, why=Why.LEFT)


@requirement("R-223")
def test_it_is_given_to_somebody_who_does_not_hold_it_yet() -> None:
    given(to_gwen).when(take(MONA, GWEN)).then_refused(AlreadyTheirs)
    given(issue, assign(PIP)).when(take(MAIR, PIP)).then_refused(AlreadyTheirs)
    given(to_gwen, take(MONA)).when(take(MONA)).then_refused(AlreadyTheirs)
    given(to_gwen, take(MONA)).when(take(MONA, GWEN, Why.BACK)).then(
        given_away(MONA.id, GWEN, "back")
    )


# What becomes of it


@requirement("R-223", "R-224")
def test_who_has_taken_over_sees_it_and_the_former_holder_no_longer() -> None:
    """Whether they had opened it or not: the need to know went with the work."""
    for record, former in ((to_gwen(), GWEN), (issue(to=PIP.id), PIP)):
        manager = MONA if former is GWEN else MAIR
        assert sees(record, former)
        assert not sees(record, manager)
        take(manager)(record)
        assert sees(record, manager)
        assert not sees(record, former)
    given(to_gwen, take(MONA)).when(acknowledge(GWEN)).then_refused(NotFound)
    given(to_gwen, take(MONA)).when(acknowledge(MONA)).then(ACKNOWLEDGED)
    given(issue, assign(PIP), take(MAIR)).when(challenge(PIP)).then_refused(NotFound)
    given(issue, assign(PIP), take(MAIR)).when(challenge(MAIR)).then(challenged())


def test_who_only_gave_it_to_a_colleague_does_not_see_it() -> None:
    record = to_gwen()
    take(MONA, COLM)(record)
    assert sees(record, COLM)
    assert not sees(record, MONA)


def test_it_is_taken_over_twice_and_both_are_recorded() -> None:
    once = given(to_gwen, take(MONA, ZED))
    once.when(take(SIAN, COLM, Why.LEFT)).then(given_away(ZED.id, COLM, "left"))
    twice = given(to_gwen, take(MONA, ZED), take(SIAN, COLM))
    assert [type(event).TOPIC for event in twice.past] == [
        "disclosure.made",
        "disclosure.taken-over",
        "disclosure.taken-over",
    ]
    for former in (GWEN, ZED, MONA, SIAN):
        assert not sees(twice.now(), former)
    assert sees(twice.now(), COLM)


def test_what_a_post_received_is_one_persons_once_it_is_taken_over() -> None:
    desk = an_id("desk")
    posted = given(lambda: make(FACT, to=Recipient(agency=BOARD, post=desk)))
    posted.when(take(MONA)).then(given_away(desk, MONA))
    taken = posted.now()
    take(MONA)(taken)
    on_duty = replace(COLM.viewer, posts=frozenset({desk}))
    labels = taken.labels(BOARD)
    assert labels is not None
    assert not may_see(on_duty, labels)
    assert sees(taken, MONA)


def test_a_request_to_nobody_by_name_is_taken_over_from_nobody() -> None:
    given(issue).when(take(MAIR)).then(taken_from(None, MAIR))


def test_what_was_read_and_acknowledged_changes_hands_too() -> None:
    given(to_gwen, acknowledge()).when(take(MONA)).then(given_away(GWEN.id, MONA))


@requirement("R-362")
def test_what_was_answered_in_full_changes_hands_too() -> None:
    """Only so far as more may be done on it: nothing asked is answered again (R-384)."""
    answered = given(issue, assign(BEA), supply(by=BEA))
    answered.when(take(MAIR, why=Why.LEFT)).then(taken_from(BEA.id, MAIR, "left"))
    taken = given(issue, assign(BEA), supply(by=BEA), take(MAIR))
    assert sees(taken.now(), MAIR)
    assert not sees(taken.now(), BEA)
    for closed in (supply(by=MAIR), assign(BEA, by=MAIR), challenge(MAIR)):
        taken.when(closed).then_refused(AlreadyAnswered)


def test_what_was_withdrawn_changes_hands_no_more() -> None:
    given(issue, assign(PIP), withdraw()).when(take(MAIR)).then_refused(RequestWithdrawn)


@requirement("R-224")
def test_what_is_done_with_is_taken_over_by_nobody_else_either() -> None:
    for other in (GWEN, MONA, PIP):
        answered = given(issue, assign(BEA), supply(by=BEA))
        answered.when(take(other)).then_refused(NotFound)
    for other in (COLM, MAIR, Actor("Lena", BOARD, "safeguarding-lead")):
        given(to_gwen, acknowledge()).when(take(other)).then_refused(NotFound)


def test_of_a_narrowed_request_only_who_is_still_asked_about_is_named() -> None:
    narrowed = given(issue, narrow(persons=(SECOND,)))
    taken = narrowed.now()
    take(MAIR)(taken)
    (event,) = taken.collect_events()
    assert isinstance(event, ShareRequest.TakenOver)
    assert event.persons == [SECOND]


def test_whoever_has_a_request_after_a_take_over_gives_it_to_a_colleague_as_before() -> None:
    given(issue, assign(PIP), take(MAIR)).when(assign(BEA, by=MAIR)).then(
        happened(ShareRequest.Assigned, **BOTH, to=BEA.id)
    )
    given(issue, assign(PIP), take(MAIR)).when(assign(BEA, by=ELLA)).then(
        happened(ShareRequest.Assigned, **BOTH, to=BEA.id)
    )
    given(issue, assign(PIP)).when(take(ASHA)).then_refused(NotFound)
