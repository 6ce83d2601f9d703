"""A share request: asked for a shorter period, and explained when it was narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest

from hub_domain.ids import event_id
from hub_domain.law.refusals import RequestNotSpecific
from hub_domain.sharing.narrowing import Period
from hub_domain.sharing.refusals import NotAskedBack, NotNarrower
from hub_domain.sharing.request import ShareRequest
from tests.domain.sharing.cast import (
    FIRST,
    REGISTER,
    REQUEST,
    SEALED,
    SECOND,
    VIEW,
    Step,
    challenge,
    issue,
    texts_of,
)
from tests.domain.sharing.replies import (
    BOTH,
    EXPLAINED,
    LATER,
    answer,
    ask_back,
    explain,
    narrow,
)
from tests.support.requirements import requirement
from tests.support.scenario import an_id, given, happened

YEAR = Period(begins=date(2025, 9, 1), ends=date(2026, 7, 20))
TERM = (date(2026, 4, 13), date(2026, 7, 20))


def of(item: UUID, begins: date | None, ends: date | None) -> Mapping[str, object]:
    return {"item": item, "period_from": begins, "period_to": ends}


def shorter(*periods: Mapping[str, object], items: tuple[UUID, ...] = (REGISTER, VIEW)) -> Step:
    """Everybody and these items are asked for still."""
    return narrow((FIRST, SECOND), items, periods=periods)


@requirement("R-062")
def test_one_item_about_one_person_is_narrowed_by_its_days_alone() -> None:
    """Finding: "a whole year is more than we can justify" could not be answered with a term."""
    term = of(REGISTER, *TERM)
    given(issue, challenge()).when(shorter(term)).then(
        happened(
            ShareRequest.Narrowed,
            **BOTH,
            persons=[FIRST, SECOND],
            items=sorted([REGISTER, VIEW]),
            periods=[term],
            due_at=LATER,
            stops_clock=None,
            ends_escalation=event_id(REQUEST, 2),
        )
    )
    now = given(issue, shorter(term)).now()
    assert now.periods == {REGISTER: Period(begins=TERM[0], ends=TERM[1]), VIEW: YEAR}
    assert now.items == {REGISTER: frozenset({FIRST, SECOND}), VIEW: frozenset({SECOND})}


@requirement("R-062")
@pytest.mark.parametrize(
    "periods",
    [
        (of(REGISTER, YEAR.begins, YEAR.ends),),
        (of(REGISTER, date(2025, 8, 31), YEAR.ends),),
        (of(REGISTER, YEAR.begins, date(2026, 7, 21)),),
    ],
)
def test_no_day_is_asked_for_that_was_not_before(periods: tuple[Mapping[str, object]]) -> None:
    given(issue).when(shorter(*periods)).then_refused(NotNarrower)


@requirement("R-062")
def test_what_was_shortened_is_not_made_longer_again_nor_by_being_left_out() -> None:
    once = given(issue, shorter(of(REGISTER, *TERM)))
    once.when(shorter(of(REGISTER, *TERM))).then_refused(NotNarrower)
    once.when(shorter(of(REGISTER, YEAR.begins, TERM[1]))).then_refused(NotNarrower)
    once.when(shorter()).then_refused(NotNarrower)
    once.when(narrow((SECOND,), periods=(of(REGISTER, *TERM),))).then(
        happened(
            ShareRequest.Narrowed,
            **BOTH,
            persons=[SECOND],
            items=sorted([REGISTER, VIEW]),
            periods=[of(REGISTER, *TERM)],
            due_at=LATER,
            stops_clock=event_id(REQUEST, 2),
            ends_escalation=None,
        )
    )
    assert given(issue, shorter(of(REGISTER, *TERM)), shorter(items=(VIEW,))).now().periods == {
        VIEW: YEAR
    }


@pytest.mark.parametrize(
    ("periods", "field"),
    [
        ((of(REGISTER, TERM[1], TERM[0]),), "period"),
        ((of(REGISTER, None, TERM[1]),), "period"),
        ((of(REGISTER, *TERM), of(REGISTER, *TERM)), "items"),
        ((of(an_id("another"), *TERM),), "items"),
    ],
)
def test_each_period_is_stated_once_of_an_item_that_is_kept(
    periods: tuple[Mapping[str, object], ...], field: str
) -> None:
    given(issue).when(shorter(*periods)).then_refused(RequestNotSpecific, field=field)


def test_where_a_day_was_not_said_at_first_any_is_within() -> None:
    term = Period(begins=TERM[0], ends=TERM[1])
    unsaid = Period(begins=None, ends=None)
    assert term.within(unsaid)
    assert unsaid.within(unsaid)
    assert not unsaid.within(term)
    assert not Period(begins=TERM[0], ends=None).within(term)


@requirement("R-062")
@pytest.mark.parametrize("asked", [challenge(), ask_back()], ids=["challenged", "asked back"])
def test_what_was_asked_back_is_explained_after_it_was_narrowed_and_once(asked: Step) -> None:
    """Finding: to narrow shut the way to explain, though the question was still open."""
    given(issue, asked, narrow()).when(explain()).then(
        happened(
            ShareRequest.Explained,
            **BOTH,
            due_at=LATER,
            texts=texts_of({"explanation": EXPLAINED}),
            sealed=SEALED.plain(),
            stops_clock=event_id(REQUEST, 3),
        )
    )
    for then in (explain(), answer()):
        given(issue, asked, narrow(), then).when(explain()).then_refused(NotAskedBack)
