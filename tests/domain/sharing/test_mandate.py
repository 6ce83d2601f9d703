"""What a decision lets go: each item once, as it was decided, and no more."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from hub_domain.law.how import ChannelTooWeak
from hub_domain.law.lawful import ConditionRequired
from hub_domain.law.records import Record
from hub_domain.sharing.disclosure import ItemKind, Sensitivity
from hub_domain.sharing.refusals import (
    AnotherKind,
    LessThanDecided,
    MoreSensitiveThanDecided,
    WiderThanDecided,
)
from tests.domain.law.cases import full_record
from tests.domain.sharing.cast import SECOND
from tests.domain.sharing.test_decision import (
    A_FACT,
    AN_OPINION,
    BOTH,
    CARRIED_OUT,
    CODES,
    FACT,
    IN_AN_EMERGENCY,
    IN_PART,
    LISTED,
    NOT_HELD,
    OPINION,
    carry_out,
    deciding,
    make,
)
from tests.support.requirements import requirement
from tests.support.scenario import an_id, given


@requirement("R-200", "UKGDPR-5-1-C")
def test_no_more_and_no_less_goes_than_was_decided() -> None:
    not_held, another = replace(A_FACT, id=NOT_HELD), replace(A_FACT, id=an_id("another"))
    part = given(lambda: make(IN_PART))
    part.when(carry_out(*BOTH, not_held)).then_refused(WiderThanDecided, items=(NOT_HELD,))
    part.when(carry_out(*BOTH, another)).then_refused(WiderThanDecided)
    part.when(carry_out(A_FACT)).then_refused(LessThanDecided, items=(OPINION,))
    part.when(carry_out(*BOTH)).then(CARRIED_OUT)


@requirement("R-183", "R-200")
def test_an_item_goes_once_and_about_whom_it_was_decided() -> None:
    """Once, or else its second label would go unweighed."""
    astray = replace(A_FACT, person=SECOND)
    twice = replace(A_FACT, kind=ItemKind.ALLEGATION, sensitivity=Sensitivity.HIGHLY_SENSITIVE)
    for items in ((astray, AN_OPINION), (twice, *BOTH)):
        given(make).when(carry_out(*items)).then_refused(WiderThanDecided, items=(FACT,))


@requirement("R-104")
def test_nothing_goes_as_special_category_for_which_no_condition_was_asked() -> None:
    special = (replace(A_FACT, special_category=True), AN_OPINION)
    given(make).when(carry_out(*special)).then_refused(ConditionRequired)
    police, usual = {"regime": "law-enforcement"}, {"regime": "general"}
    for run, goes in (
        ({"special_category": True, "lawful": usual}, True),
        ({"special_category": True, "lawful": None}, True),
        ({"sensitive": True, "lawful": usual}, False),
        ({"sensitive": True, "lawful": police}, True),
        ({"special_category": True, "lawful": police}, False),
    ):
        runs = [{"items": [str(FACT)], **run}]
        put = replace(deciding(), codes={**CODES, "runs": runs})
        decided = given(partial(make, put)).when(carry_out(*special))
        if goes:
            decided.then(CARRIED_OUT)
        else:
            decided.then_refused(ConditionRequired)
    urgent = given(lambda: make(IN_AN_EMERGENCY))
    urgent.when(carry_out(*special, channel="telephone")).then(CARRIED_OUT)


@requirement("R-104", "R-103")
def test_nothing_goes_as_about_offences_for_which_no_condition_was_asked() -> None:
    offence = (replace(A_FACT, criminal_offence=True), AN_OPINION)
    given(make).when(carry_out(*offence)).then_refused(ConditionRequired)
    for run, goes in (
        ({"criminal_offence": True}, True),
        ({"criminal_offence": True, "lawful": {"regime": "law-enforcement"}}, True),
        ({"special_category": True, "criminal_offence": False}, False),
    ):
        put = replace(deciding(), codes={**CODES, "runs": [{"items": [str(FACT)], **run}]})
        decided = given(partial(make, put)).when(carry_out(*offence))
        if goes:
            decided.then(CARRIED_OUT)
        else:
            decided.then_refused(ConditionRequired)
    urgent = given(lambda: make(IN_AN_EMERGENCY))
    urgent.when(carry_out(*offence)).then(CARRIED_OUT)


@requirement("R-226")
def test_nothing_goes_by_a_weaker_channel_than_was_decided() -> None:
    put = deciding(items=(replace(LISTED[0], sensitivity="highly-sensitive"), LISTED[1]))
    record = Record(entries={**full_record().entries, "need-level": "high"})
    put = replace(put, decision=replace(put.decision, record=record))
    decided = given(lambda: make(put))
    secret = (replace(A_FACT, sensitivity=Sensitivity.HIGHLY_SENSITIVE), AN_OPINION)
    decided.when(carry_out(*secret, channel="telephone")).then_refused(ChannelTooWeak)
    for carries_it in ("secure-system", "face-to-face"):
        decided.when(carry_out(*secret, channel=carries_it)).then(CARRIED_OUT)
    weaker = {"channel": {"answer": "weaker", "channel": "telephone"}}
    reasoned = replace(put, codes={**CODES, "how": weaker})
    given(lambda: make(reasoned)).when(carry_out(*secret, channel="telephone")).then(
        CARRIED_OUT
    )


@requirement("R-182")
def test_nothing_more_sensitive_goes_than_was_weighed() -> None:
    """R-182: an item of which nothing was said was weighed as ordinary."""
    sensitive = (replace(A_FACT, sensitivity=Sensitivity.SENSITIVE), AN_OPINION)
    highly = (replace(A_FACT, sensitivity=Sensitivity.HIGHLY_SENSITIVE), AN_OPINION)
    for items in (sensitive, highly):
        given(make).when(carry_out(*items)).then_refused(MoreSensitiveThanDecided, item=FACT)
    given(make).when(carry_out()).then(CARRIED_OUT)
    record = Record(entries={**full_record().entries, "need-level": "some"})
    weighed = (replace(LISTED[0], sensitivity="sensitive"), LISTED[1])
    put = deciding(items=weighed)
    put = replace(put, decision=replace(put.decision, record=record))
    decided = given(lambda: make(put))
    decided.when(carry_out(*sensitive)).then(CARRIED_OUT)
    decided.when(carry_out(*highly)).then_refused(MoreSensitiveThanDecided)


@requirement("R-186")
def test_an_opinion_does_not_become_a_fact() -> None:
    as_a_fact = replace(AN_OPINION, kind=ItemKind.FACT)
    given(make).when(carry_out(A_FACT, as_a_fact)).then_refused(AnotherKind)
