"""What went in an emergency is recorded as it went: by its id, its labels and its channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hub_domain.law.evidence import WeakerChannel
from hub_domain.law.how import ChannelTooWeak, HowIncomplete
from hub_domain.law.records import Record
from hub_domain.law.refusals import SensitivityUnset
from hub_domain.refusal import Refusal
from hub_domain.sharing.deciding import Deciding
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import (
    AsAtRequired,
    HistoricalUnexplained,
    ItemCategoryRequired,
    ItemKind,
    LabelledItem,
    Recipient,
    Sensitivity,
)
from hub_domain.sharing.outstanding import GAP_LEFT, LABELS
from hub_domain.sharing.refusals import AnotherChannel, AnotherKind, ItemGoneAlready
from tests.domain.law.cases import full_record
from tests.domain.sharing.cast import BEA, BOARD, COLM, SAID
from tests.domain.sharing.test_decision import (
    A_FACT,
    FACT,
    HOW,
    Step,
    again,
    carry_out,
    make,
)
from tests.domain.sharing.test_emergency import (
    A_THREAT,
    FIRST,
    SECOND,
    THREATENED,
    about,
    record_of,
    recorded,
)
from tests.support.requirements import requirement
from tests.support.scenario import MONDAY, Given, given, happened

LONG_AGO = date(2020, 3, 2)
BARE = LabelledItem(
    id=FACT,
    person=A_FACT.person,
    kind=None,
    as_at=None,
    about=None,
    sensitivity=None,
    special_category=None,
    criminal_offence=None,
)
LINE: dict[str, Any] = {
    "as_at": MONDAY.date(),
    "sensitivity": "ordinary",
    "about": "adult-in-contact",
}


def went(item: LabelledItem = A_FACT, *then: Step) -> Given[SharingDecision]:
    """One thing was told of in an emergency, with nothing else answered, and then."""
    return given(lambda: make(about(FACT)), carry_out(item), *then)


def record(*items: UUID, channel: str | None = "secure-system", **said: Any) -> Deciding:
    """The whole record of these, with what is ``said`` of each."""
    put = record_of(*items)
    listed = tuple(replace(each, **said) for each in put.decision.items)
    kept = Record(entries={**full_record().entries, "need-level": "some"})
    how = replace(HOW, channel=replace(HOW.channel, channel=channel) if channel else None)  # type: ignore[type-var]
    codes = {**put.codes, "how": {"channel": {"channel": channel}}}
    return replace(
        put,
        decision=replace(put.decision, items=listed, record=kept),
        case=replace(put.case, how=how),
        codes=codes,
    )


def gaps(past: Given[SharingDecision]) -> set[str]:
    return {gap for kind, gap in past.now().left if kind == GAP_LEFT}


@requirement("R-186", "R-362")
def test_an_id_names_one_statement_and_what_went_under_it_does_not_go_again() -> None:
    """Finding: of a fact and an opinion under one id neither could ever be recorded."""
    past = went()
    opinion = replace(A_FACT, kind=ItemKind.OPINION)
    for put in (about(FACT, A_THREAT), about(FACT, A_THREAT, urgent=False)):
        past.when(again(put, BEA, A_FACT)).then_refused(ItemGoneAlready, items=(FACT,))
        past.when(again(put, BEA, recorded=(A_FACT,))).then_refused(ItemGoneAlready)
    past.when(again(record_of(FACT), BEA, opinion)).then_refused(AnotherKind)
    beside = went(A_FACT, again(about(A_THREAT), BEA, A_FACT))
    beside.when(carry_out(THREATENED, disclosure=SECOND)).then(
        happened(SharingDecision.CarriedOut, disclosure=SECOND, completes=[], tasks=[])
    )


@requirement("R-157", "R-362")
def test_the_same_statement_goes_to_somebody_else_under_its_id() -> None:
    colleague = Recipient(agency=BOARD, practitioner=COLM.id)
    past = went(A_FACT, again(replace(about(FACT), recipient=colleague), elsewhere=(FIRST,)))
    past.when(carry_out(A_FACT, to=colleague, disclosure=SECOND)).then(
        happened(SharingDecision.CarriedOut, disclosure=SECOND, completes=[], tasks=[])
    )


@requirement("R-362")
def test_a_record_that_is_made_once_more_gives_nothing_and_says_what_went() -> None:
    """Finding: it stood as a decision on something new, which could be carried out."""
    past = went(A_FACT, again(record_of(FACT), BEA, A_FACT))
    once_more = again(record_of(FACT), BEA, recorded=(A_FACT,))
    opinion = replace(A_FACT, kind=ItemKind.OPINION)
    past.when(again(record_of(FACT), BEA, recorded=(opinion,))).then_refused(AnotherKind)
    after = went(A_FACT, again(record_of(FACT), BEA, A_FACT), once_more)
    assert recorded(after) == [[FIRST], []]
    assert [event.records for event in after.past[2:]] == [True, True]
    assert not after.now().waits


def overtaken(*then: Step) -> Given[SharingDecision]:
    """A colleague completes the record of the first while a second emergency waits to go."""
    return went(
        A_FACT,
        again(about(A_THREAT), BEA, A_FACT),
        again(record_of(FACT), BEA, A_FACT),
        *then,
    )


@requirement("R-362", "R-420")
def test_a_record_holds_up_no_emergency_that_is_decided_and_has_not_gone_yet() -> None:
    """Finding: the decision on the second was gone, and nobody could share what it said."""
    past = overtaken()
    assert (recorded(past), past.now().unrecorded) == ([[], [FIRST]], ())
    past.when(carry_out(THREATENED, disclosure=SECOND)).then(
        happened(SharingDecision.CarriedOut, disclosure=SECOND, completes=[], tasks=[])
    )


@requirement("R-362")
def test_the_second_is_unrecorded_by_itself_and_its_record_closes_what_is_left() -> None:
    second = carry_out(THREATENED, disclosure=SECOND)
    assert gaps(overtaken())
    past = overtaken(second)
    assert (past.now().unrecorded, past.now().recorded) == ((SECOND,), False)
    whole = again(record_of(A_THREAT), BEA, THREATENED, recorded=(A_FACT,))
    complete = overtaken(second, whole)
    assert recorded(complete) == [[], [FIRST], [SECOND]]
    assert (gaps(complete), complete.now().recorded) == (set(), True)


@requirement("R-362")
def test_a_record_that_is_made_once_more_closes_nothing_of_an_emergency_that_waits() -> None:
    once_more = again(record_of(FACT), BEA, recorded=(A_FACT,))
    past = overtaken(once_more, carry_out(THREATENED, disclosure=SECOND))
    assert past.now().unrecorded == (SECOND,)
    assert gaps(past)


@requirement("R-200")
def test_a_record_leaves_who_decided_the_other_and_what_it_gives_as_they_are() -> None:
    before = went(A_FACT, again(about(A_THREAT), BEA, A_FACT)).now()
    after = overtaken().now()
    assert (after.mandate, after.answers, after.author) == (
        before.mandate,
        before.answers,
        before.author,
    )
    assert len(after.notes_due) == len(before.notes_due) + 1


def answered(item: LabelledItem, *then: Step) -> Given[SharingDecision]:
    """Everything was answered as it was decided, and it goes in an emergency."""
    return given(lambda: make(record(FACT)), carry_out(item), *then)


LABELLED = again(record(FACT, **LINE), BEA, replace(BARE, kind=ItemKind.FACT))


@requirement("R-186", "R-362")
@pytest.mark.parametrize(
    "lacks",
    [
        {"sensitivity": None},
        {"as_at": None},
        {"about": None},
        {"special_category": None},
        {"criminal_offence": None},
        {"as_at": LONG_AGO},
        {"historical": True},
    ],
    ids=str,
)
def test_what_goes_unlabelled_is_labelled_afterwards_though_all_was_answered(
    lacks: dict[str, Any],
) -> None:
    """Finding: it needed no record, so that nobody ever said what it was."""
    assert gaps(answered(A_FACT)) == set()
    past = answered(replace(A_FACT, **lacks))
    assert (gaps(past), past.now().unrecorded) == ({LABELS}, (FIRST,))


@requirement("R-362")
def test_the_task_stays_until_it_is_labelled() -> None:
    unlabelled = replace(BARE, kind=ItemKind.FACT)
    past = answered(unlabelled)
    past.when(again(record(FACT), BEA, unlabelled)).then_refused(ItemCategoryRequired)
    complete = answered(unlabelled, LABELLED)
    assert (recorded(complete), gaps(complete)) == ([[FIRST]], set())


@requirement("R-362")
def test_of_what_is_left_to_be_recorded_anyway_the_labels_are_no_task_of_their_own() -> None:
    assert LABELS not in gaps(went(replace(BARE, kind=ItemKind.FACT)))


@requirement("R-002", "R-185", "R-186", "R-362")
@pytest.mark.parametrize(
    ("unsaid", "said", "refusal"),
    [
        ({"about": None}, {}, ItemCategoryRequired),
        ({"as_at": None}, {}, AsAtRequired),
        ({"as_at": None}, {"as_at": date(2126, 1, 1)}, AsAtRequired),
        ({"sensitivity": None}, {}, SensitivityUnset),
        ({"as_at": LONG_AGO}, {}, HistoricalUnexplained),
        ({"as_at": LONG_AGO}, {"historical": True}, HistoricalUnexplained),
        ({"as_at": LONG_AGO, "historical": True}, {}, HistoricalUnexplained),
    ],
    ids=str,
)
def test_what_was_not_said_as_it_went_is_said_by_its_record(
    unsaid: dict[str, Any], said: dict[str, Any], refusal: type[Refusal]
) -> None:
    """Finding: what it is about, and why something old went, was never asked."""
    item = replace(A_FACT, **unsaid)
    went(item).when(again(record(FACT, **said), BEA, item)).then_refused(refusal)


@requirement("R-185", "R-187")
@pytest.mark.parametrize(
    "said", [{"historical": True, "explained": True}, {"confirmed_current": True}], ids=str
)
def test_what_is_old_is_explained_or_confirmed_by_its_record(said: dict[str, Any]) -> None:
    item = replace(A_FACT, as_at=LONG_AGO)
    past = went(item, again(record(FACT, **said), BEA, item))
    assert recorded(past) == [[FIRST]]
    (line,) = past.past[-1].items
    assert {name: line[name] for name in said} == said


@requirement("R-158", "R-226", "R-362")
def test_the_channel_of_a_record_is_the_one_by_which_it_went() -> None:
    """Finding: a record that stated another one was believed."""
    by_telephone = {FACT: "telephone"}
    past = went()
    other = again(record(FACT), BEA, A_FACT, channels=by_telephone)
    past.when(other).then_refused(AnotherChannel)
    unstated = record(FACT, channel=None)
    past.when(again(unstated, BEA, A_FACT)).then_refused(HowIncomplete, question="H4")
    taken = went(A_FACT, again(unstated, BEA, A_FACT, channels={FACT: "secure-system"}))
    assert recorded(taken) == [[FIRST]]


@requirement("R-226", "R-362")
@pytest.mark.parametrize("carried", [True, False])
def test_what_its_channel_could_not_carry_is_not_recorded_as_if_it_could(
    *, carried: bool
) -> None:
    """Nor where it is one of two channels, and the record states the other."""
    said = Sensitivity.ORDINARY if carried else Sensitivity.SENSITIVE
    item = replace(A_FACT, sensitivity=said)
    weighed: dict[str, Any] = {} if carried else {"sensitivity": said.value}
    weak = {FACT: "in-writing"}
    alone = again(record(FACT, channel=None, **weighed), BEA, item, channels=weak)
    both = again(
        record(FACT, A_THREAT, **weighed),
        BEA,
        item,
        THREATENED,
        channels={**weak, A_THREAT: "secure-system"},
    )
    second = (again(about(A_THREAT), BEA, item), carry_out(THREATENED, disclosure=SECOND))
    for past, step in ((went(item), alone), (went(item, *second), both)):
        if carried:
            after = past.now()
            step(after)
            assert after.unrecorded == ()
        else:
            past.when(step).then_refused(ChannelTooWeak)


@requirement("R-226", "R-362")
def test_a_less_secure_way_is_explained_and_which_it_was_is_known() -> None:
    """Also where something else went by another channel."""
    item = replace(A_FACT, sensitivity=Sensitivity.SENSITIVE)
    put = record(FACT, A_THREAT, channel=None, sensitivity="sensitive")
    assert put.case.how is not None
    channels = {FACT: "in-writing", A_THREAT: "secure-system"}
    weaker = WeakerChannel(channel="", reason=SAID, safeguards=SAID)
    for answer, refused in ((weaker, False), (replace(weaker, reason=None), True)):
        how = replace(put.case.how, channel=answer)
        said = replace(put, case=replace(put.case, how=how))
        step = again(said, BEA, item, THREATENED, channels=channels)
        past = went(
            item, again(about(A_THREAT), BEA, item), carry_out(THREATENED, disclosure=SECOND)
        )
        if refused:
            past.when(step).then_refused(ChannelTooWeak)
        else:
            after = past.now()
            step(after)
            assert after.unrecorded == ()


@requirement("R-158", "R-362")
def test_of_several_channels_that_are_not_stated_each_carried_what_went_by_it() -> None:
    secret = replace(A_FACT, sensitivity=Sensitivity.SENSITIVE)
    put = record(FACT, A_THREAT, channel=None)
    (first, second) = put.decision.items
    listed = (replace(first, sensitivity="sensitive"), second)
    put = replace(put, decision=replace(put.decision, items=listed))
    past = went(
        secret, again(about(A_THREAT), BEA, secret), carry_out(THREATENED, disclosure=SECOND)
    )
    fits = {FACT: "secure-system", A_THREAT: "in-writing"}
    after = past.now()
    again(put, BEA, secret, THREATENED, channels=fits)(after)
    assert after.unrecorded == ()
    astray = {FACT: "in-writing", A_THREAT: "secure-system"}
    past.when(again(put, BEA, secret, THREATENED, channels=astray)).then_refused(ChannelTooWeak)
