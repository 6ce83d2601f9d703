"""A share request: narrowed and never widened, answered and supplied."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

import pytest

from hub_domain.ids import event_id
from hub_domain.law.answers import AnswerNotAvailable
from hub_domain.law.refusals import (
    ReasonRequired,
    RequestNotSpecific,
    SearchNotStated,
)
from hub_domain.need_to_know import NotFound
from hub_domain.sharing.plain import PersonAsked, plain_search
from hub_domain.sharing.refusals import (
    AlreadyAnswered,
    DueInThePast,
    ItemNotRelevant,
    NotAskedBack,
    NotNarrower,
    RequestWithdrawn,
    SubjectNotInScope,
    SupplyByDisclosure,
)
from hub_domain.sharing.request import ShareRequest
from hub_domain.sharing.status import Withdrawal
from hub_domain.text_checks import check_text
from tests.domain.sharing.cast import (
    ASHA,
    BEA,
    COLM,
    DUE,
    FIRST,
    GWEN,
    PIP,
    REGISTER,
    REQUEST,
    SEALED,
    SEARCH,
    SECOND,
    THIRD,
    VIEW,
    Step,
    assign,
    challenge,
    decline,
    issue,
    pupil,
    texts_of,
)
from tests.domain.sharing.replies import (
    ASKED,
    BOTH,
    CHALLENGE_EVENT,
    EXPLAINED,
    LATER,
    answer,
    answered,
    ask_back,
    challenged,
    explain,
    narrow,
    supply,
    withdraw,
)
from tests.support.requirements import requirement
from tests.support.scenario import MONDAY, Actor, an_id, given, happened

# Narrowing


def test_a_request_is_narrowed_and_its_clock_runs_anew() -> None:
    given(issue, challenge()).when(narrow()).then(
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
    narrowed = given(issue, narrow(items=[REGISTER]))
    assert narrowed.now().items == {REGISTER: frozenset({SECOND})}
    assert narrowed.now().persons == {SECOND}
    narrowed.when(challenge()).then(challenged(stops_clock=event_id(REQUEST, 2)))


@requirement("R-062")
@pytest.mark.parametrize(
    ("persons", "items"),
    [
        ((FIRST, SECOND), (REGISTER, VIEW)),
        ((FIRST, SECOND, THIRD), (REGISTER,)),
        ((THIRD,), (REGISTER,)),
        ((SECOND,), (REGISTER, an_id("another"))),
        ((), (REGISTER,)),
        ((SECOND,), ()),
    ],
)
def test_narrower_is_less_than_before_and_something(
    persons: tuple[UUID, ...], items: tuple[UUID, ...]
) -> None:
    given(issue).when(narrow(persons, items)).then_refused(NotNarrower)


@requirement("R-011")
def test_of_those_who_are_kept_somebody_is_still_to_be_protected() -> None:
    a_parent = partial(issue, persons=(pupil(FIRST), PersonAsked(id=SECOND)))
    given(a_parent).when(narrow([SECOND])).then_refused(SubjectNotInScope)


def test_an_item_that_is_kept_still_speaks_of_someone() -> None:
    given(issue).when(narrow([FIRST], [REGISTER, VIEW])).then_refused(
        RequestNotSpecific, field="persons"
    )


def test_a_narrowed_request_leaves_time_to_answer() -> None:
    given(issue).when(narrow(due_at=MONDAY)).then_refused(DueInThePast)


@pytest.mark.parametrize("stranger", [COLM, BEA, ASHA], ids=lambda actor: actor.name)
def test_who_asked_narrows(stranger: Actor) -> None:
    given(issue).when(narrow(by=stranger)).then_refused(NotFound)


def test_what_was_left_out_does_not_come_back() -> None:
    given(issue, narrow()).when(narrow([FIRST, SECOND])).then_refused(NotNarrower)


# Withdrawing


@requirement("R-157")
@pytest.mark.parametrize(
    "before", [(), (challenge(),), (answer(),), (supply("partly-supplied"),)]
)
def test_who_asked_withdraws_what_is_not_answered_in_full(before: tuple[Step, ...]) -> None:
    asked = given(issue, *before).now()
    given(issue, *before).when(withdraw(Withdrawal.NOT_NEEDED)).then(
        happened(
            ShareRequest.Withdrawn,
            **BOTH,
            why="no-longer-needed",
            stops_clock=asked.clock,
            ends_escalation=asked.escalation,
        )
    )
    gone = given(issue, *before, withdraw()).now()
    assert (gone.status, gone.clock, gone.escalation) == ("withdrawn", None, None)


@requirement("R-157")
def test_what_was_withdrawn_is_neither_answered_nor_asked_anew() -> None:
    gone = given(issue, withdraw())
    for command in (
        *(challenge(), decline(), narrow(), answer(), supply(), assign(PIP), withdraw()),
        supply(in_emergency=True),
    ):
        gone.when(command).then_refused(RequestWithdrawn)
    gone.when(explain()).then_refused(NotAskedBack)


def test_what_was_supplied_in_full_is_withdrawn_no_more() -> None:
    given(issue, supply()).when(withdraw()).then_refused(AlreadyAnswered)


@pytest.mark.parametrize("stranger", [COLM, BEA, ASHA], ids=lambda actor: actor.name)
def test_nobody_else_withdraws_it(stranger: Actor) -> None:
    given(issue).when(withdraw(by=stranger)).then_refused(NotFound)


# Explaining


@requirement("R-064")
@pytest.mark.parametrize(
    ("asked", "escalated"),
    [(challenge(), CHALLENGE_EVENT), (ask_back(), None)],
    ids=["challenged", "asked back"],
)
def test_what_was_doubted_or_asked_back_is_explained_and_the_clock_runs_anew(
    asked: Step, escalated: UUID | None
) -> None:
    """A name may stand in it: that is often what was asked. What was escalated stays so."""
    given(issue, asked).when(explain()).then(
        happened(
            ShareRequest.Explained,
            **BOTH,
            due_at=LATER,
            texts=texts_of({"explanation": EXPLAINED}),
            sealed=SEALED.plain(),
            stops_clock=None,
        )
    )
    assert EXPLAINED.names_subject
    given(issue, asked, explain()).when(answer()).then(
        answered(
            "not-known-here",
            stops_clock=event_id(REQUEST, 3),
            ends_escalation=escalated,
        )
    )


def test_there_is_nothing_to_explain_unless_they_ask() -> None:
    for before in ([], [narrow()], [answer()], [challenge(), explain()]):
        given(issue, *before).when(explain()).then_refused(NotAskedBack)


@pytest.mark.parametrize("stranger", [COLM, BEA, ASHA], ids=lambda actor: actor.name)
def test_who_asked_explains(stranger: Actor) -> None:
    given(issue, ask_back()).when(explain(by=stranger)).then_refused(NotFound)


def test_an_explanation_says_something_and_leaves_time() -> None:
    for nothing in ("", " \u200b "):
        given(issue, ask_back()).when(explain(nothing)).then_refused(
            ReasonRequired, field="explanation"
        )
    given(issue, ask_back()).when(explain(due_at=MONDAY)).then_refused(DueInThePast)


# Answering


def test_nothing_held_says_what_was_searched() -> None:
    given(issue).when(answer("not-held")).then_refused(SearchNotStated, field="search")
    given(issue).when(answer("not-held", replace(SEARCH, identifiers=()))).then_refused(
        SearchNotStated, field="identifiers"
    )
    given(issue).when(answer("not-held", SEARCH)).then(
        answered(
            "not-held",
            search={
                "systems": ["management-information-system"],
                "period_from": SEARCH.period_from,
                "period_to": SEARCH.period_to,
                "identifiers": ["name"],
                "not_searched": [],
            },
        )
    )


def test_not_known_here_may_say_where_they_were_looked_for_and_need_not() -> None:
    looked = replace(SEARCH, period_from=None, period_to=None)
    given(issue).when(answer("not-known-here", looked)).then(
        answered("not-known-here", search=plain_search(looked))
    )
    given(issue).when(answer("not-known-here")).then(answered("not-known-here"))


def test_an_answer_is_one_that_the_provision_has() -> None:
    given(issue).when(answer("not-known-here")).then(answered("not-known-here"))
    given(issue).when(answer("maybe")).then_refused(AnswerNotAvailable, answer="maybe")


def test_an_answer_ends_the_escalation() -> None:
    given(issue, challenge()).when(answer()).then(
        answered("not-known-here", stops_clock=None, ends_escalation=CHALLENGE_EVENT)
    )


@requirement("R-064")
def test_to_ask_back_says_what_and_leaves_what_was_escalated() -> None:
    for nothing in (None, check_text("")):
        given(issue).when(ask_back(reasons=nothing)).then_refused(
            ReasonRequired, field="reasons"
        )
    asked = answered(
        "clarification-sought", stops_clock=None, texts=texts_of({"reasons": ASKED})
    )
    given(issue, challenge()).when(ask_back()).then(asked)
    given(issue, challenge(), ask_back()).when(answer()).then(
        answered("not-known-here", stops_clock=None, ends_escalation=CHALLENGE_EVENT)
    )


@requirement("R-201")
@pytest.mark.parametrize("code", ["supplied", "partly-supplied"])
def test_what_is_supplied_is_answered_by_the_disclosure(code: str) -> None:
    given(issue).when(answer(code)).then_refused(SupplyByDisclosure)
    given(issue).when(supply(code)).then(
        answered(
            code,
            decision=an_id("decision"),
            disclosure=an_id("disclosure"),
            escalates=code == "partly-supplied",
        )
    )


@requirement("R-183")
def test_only_the_addressee_supplies_and_only_what_is_still_asked_about_somebody() -> None:
    for stranger in (GWEN, ASHA):
        given(issue).when(supply(by=stranger)).then_refused(NotFound)
    for item in (REGISTER, None):
        given(issue).when(supply(given=[(REGISTER, FIRST), (item, THIRD)])).then_refused(
            ItemNotRelevant, persons=(THIRD,)
        )
        given(issue, narrow()).when(supply(given=[(item, FIRST)])).then_refused(
            ItemNotRelevant, persons=(FIRST,)
        )
    less = given(issue, narrow(items=(VIEW,)))
    less.when(supply(given=[(REGISTER, SECOND)])).then_refused(ItemNotRelevant)
    less.when(supply(given=[(VIEW, SECOND)])).then(
        answered(
            "supplied",
            decision=an_id("decision"),
            disclosure=an_id("disclosure"),
            stops_clock=event_id(REQUEST, 2),
        )
    )


@requirement("R-384")
def test_what_was_supplied_in_full_is_answered() -> None:
    done = given(issue, supply())
    for command in (challenge(), decline(), narrow(), answer(), supply(), assign(PIP)):
        done.when(command).then_refused(AlreadyAnswered)


@requirement("R-362", "R-420")
@pytest.mark.parametrize("code", ["supplied", "partly-supplied"])
def test_in_an_emergency_more_goes_though_all_was_supplied_and_it_stays_so(code: str) -> None:
    """What is held back of the second does not open the first again, nor escalate it."""
    given(issue, supply()).when(supply(code, in_emergency=True)).then(
        answered(
            "supplied",
            stops_clock=None,
            decision=an_id("decision"),
            disclosure=an_id("disclosure"),
        )
    )


SUPPLIED = {"decision": an_id("decision"), "disclosure": an_id("disclosure")}


@requirement("R-189", "R-362")
@pytest.mark.parametrize(
    "spoken_of",
    [[], [(REGISTER, None)], [(REGISTER, FIRST), (VIEW, None)]],
    ids=["neither", "one of two", "one of two persons"],
)
@pytest.mark.parametrize(
    ("before", "due_at"),
    [([], DUE), ([narrow()], LATER), ([challenge(), explain()], LATER)],
    ids=["issued", "narrowed", "explained"],
)
def test_what_an_emergency_does_not_speak_of_stays_owed_and_its_clock_runs(
    before: list[Step], due_at: datetime, spoken_of: list[tuple[UUID, UUID | None]]
) -> None:
    """Finding: a share of one of two things ended the duty to answer on the other."""
    urgent = supply(
        "partly-supplied",
        given=[(REGISTER, SECOND)],
        in_emergency=True,
        spoken_of=spoken_of,
    )
    given(issue, *before).when(urgent).then(
        answered("partly-supplied", stops_clock=None, owed=True, **SUPPLIED)
    )
    now, then = given(issue, *before, urgent).now(), given(issue, *before).now()
    for left in ("status", "clock", "escalation", "due_at"):
        assert getattr(now, left) == getattr(then, left)
    assert now.clock is not None
    assert now.due_at == due_at
    given(issue, *before, urgent).when(supply(given=[(VIEW, SECOND)])).then(
        answered(
            "supplied", stops_clock=then.clock, ends_escalation=then.escalation, **SUPPLIED
        )
    )


@requirement("R-064", "R-362")
@pytest.mark.parametrize(
    "before",
    [[challenge()], [ask_back()], [challenge(), ask_back()], [supply("partly-supplied")]],
    ids=["challenged", "asked back", "challenged and asked back", "a gap"],
)
def test_nor_does_an_emergency_end_what_was_asked_back_or_escalated(
    before: list[Step],
) -> None:
    urgent = supply("partly-supplied", in_emergency=True, spoken_of=())
    now, then = given(issue, *before, urgent).now(), given(issue, *before).now()
    assert (now.status, now.clock, now.escalation) == (then.status, None, then.escalation)
    given(issue, *before, urgent).when(answer()).then(
        answered("not-known-here", stops_clock=None, ends_escalation=then.escalation)
    )


@requirement("R-189", "R-362")
@pytest.mark.parametrize(
    "said", [answer(), answer("not-held", SEARCH)], ids=["unknown", "none"]
)
def test_where_everything_was_answered_before_nothing_is_owed(said: Step) -> None:
    urgent = supply("partly-supplied", in_emergency=True, spoken_of=())
    given(issue, said).when(urgent).then(
        answered("partly-supplied", stops_clock=None, escalates=True, **SUPPLIED)
    )


@requirement("R-189", "R-362")
def test_an_emergency_that_speaks_of_all_that_is_asked_still_answers_it() -> None:
    """What was left out by a narrower request is asked no more."""
    part = partial(supply, "partly-supplied", given=[(VIEW, SECOND)], in_emergency=True)
    whole = answered("partly-supplied", escalates=True, **SUPPLIED)
    given(issue).when(
        part(spoken_of=[(REGISTER, FIRST), (REGISTER, SECOND), (VIEW, None)])
    ).then(whole)
    given(issue, narrow(items=[VIEW])).when(part(spoken_of=[(VIEW, SECOND)])).then(
        answered(
            "partly-supplied", stops_clock=event_id(REQUEST, 2), escalates=True, **SUPPLIED
        )
    )
    given(issue).when(supply("partly-supplied", spoken_of=[])).then(whole)


@requirement("R-183")
def test_nor_does_an_emergency_let_more_go_than_was_asked_about_somebody() -> None:
    beyond = supply(given=[(REGISTER, THIRD)], in_emergency=True)
    given(issue, supply()).when(beyond).then_refused(ItemNotRelevant, persons=(THIRD,))


def test_a_part_answer_and_a_late_one_are_followed_by_more() -> None:
    given(issue, supply("partly-supplied")).when(supply()).then(
        answered(
            "supplied",
            stops_clock=None,
            ends_escalation=event_id(REQUEST, 2),
            decision=an_id("decision"),
            disclosure=an_id("disclosure"),
        )
    )
