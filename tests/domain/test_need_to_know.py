"""The one gate: who may see a record now. What is not named in it is not seen."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_domain.need_to_know import (
    HandedOver,
    Handover,
    Labels,
    NotFound,
    RecordKind,
    Side,
    Viewer,
    follows_all,
    gone,
    may_see,
    may_take_over,
    open_words,
    scrutinise,
    see,
    take_over,
)
from hub_domain.roles import Role
from tests.support.requirements import requirement
from tests.support.scenario import an_id

SCHOOL, BOARD = an_id("school"), an_id("board")
BEA, GWEN, PIP = an_id("Bea"), an_id("Gwen"), an_id("Pip")
DESK = an_id("desk")

REQUEST, DECISION, DISCLOSURE = RecordKind
LEADERS = frozenset({Role.MANAGER, Role.SENIOR_MANAGER, Role.CO_ORDINATOR})
RECEIVERS = frozenset({Role.SAFEGUARDING_LEAD, Role.CO_ORDINATOR})
GUARDIAN = frozenset({Role.CALDICOTT_GUARDIAN})


def labels(kind: RecordKind, side: Side, **other: object) -> Labels:
    return replace(Labels(kind=kind, agency=SCHOOL, side=side), **other)  # type: ignore[arg-type]  # by name


def without(record: Labels, name: str) -> Labels:
    """The same record, of which one label is missing."""
    missing: dict[str, Any] = {name: None}
    return replace(record, **missing)


def viewer(*roles: str, practitioner: object = PIP, **other: object) -> Viewer:
    made = Viewer(practitioner=PIP, agency=SCHOOL, roles=frozenset(roles))
    return replace(made, practitioner=practitioner, **other)  # type: ignore[arg-type]  # by name


ROLES: Mapping[tuple[RecordKind, Side], frozenset[Role]] = {
    (REQUEST, Side.AUTHOR): LEADERS,
    (REQUEST, Side.ADDRESSEE): RECEIVERS,
    (DECISION, Side.AUTHOR): LEADERS | GUARDIAN,
    (DECISION, Side.ADDRESSEE): frozenset(),
    (DISCLOSURE, Side.AUTHOR): LEADERS,
    (DISCLOSURE, Side.ADDRESSEE): frozenset(),
}
"""Who sees a record of their agency by their role alone."""


@pytest.mark.parametrize(("kind", "side"), list(ROLES))
def test_by_role_alone_a_record_is_seen_by_these_and_nobody_else(
    kind: RecordKind, side: Side
) -> None:
    record = labels(kind, side, author=GWEN, named=BEA, post=DESK)
    assert {role for role in Role if may_see(viewer(role), record)} == ROLES[kind, side]


@pytest.mark.parametrize("kind", RecordKind)
def test_who_wrote_it_sees_it(kind: RecordKind) -> None:
    assert may_see(viewer(), labels(kind, Side.AUTHOR, author=PIP))
    assert not may_see(viewer(), labels(kind, Side.AUTHOR, author=GWEN))


def test_who_wrote_it_elsewhere_does_not_see_it_here() -> None:
    """One human may have several hats; each sees what is its own."""
    for kind in RecordKind:
        assert not may_see(viewer(), labels(kind, Side.ADDRESSEE, author=PIP))


@pytest.mark.parametrize("kind", [REQUEST, DISCLOSURE])
def test_to_whom_it_was_sent_sees_it(kind: RecordKind) -> None:
    named = labels(kind, Side.ADDRESSEE, named=PIP)
    assert may_see(viewer(), named)
    assert not may_see(viewer(practitioner=GWEN), named)
    posted = labels(kind, Side.ADDRESSEE, post=DESK)
    assert may_see(viewer(posts=frozenset({DESK})), posted)
    assert not may_see(viewer(posts=frozenset({an_id("another desk")})), posted)
    assert not may_see(viewer(), posted)


def test_once_it_is_assigned_only_who_has_it_and_the_co_ordinator_see_it() -> None:
    given_away = labels(REQUEST, Side.ADDRESSEE, named=BEA, post=DESK, assigned=PIP)
    assert may_see(viewer(), given_away)
    assert may_see(viewer(Role.CO_ORDINATOR, practitioner=GWEN), given_away)
    for role in set(Role) - {Role.CO_ORDINATOR}:
        assert not may_see(viewer(role, practitioner=GWEN), given_away)
    assert not may_see(viewer(Role.SAFEGUARDING_LEAD, practitioner=BEA), given_away)
    assert not may_see(viewer(practitioner=GWEN, posts=frozenset({DESK})), given_away)


@requirement("R-223")
def test_once_a_disclosure_is_taken_over_only_who_has_it_sees_it() -> None:
    taken_over = labels(DISCLOSURE, Side.ADDRESSEE, named=BEA, post=DESK, assigned=PIP)
    assert may_see(viewer(), taken_over)
    for role in Role:
        assert not may_see(viewer(role, practitioner=GWEN), taken_over)
        assert not may_see(viewer(role, practitioner=BEA), taken_over)
    assert not may_see(viewer(practitioner=GWEN, posts=frozenset({DESK})), taken_over)


@requirement("R-157")
@pytest.mark.parametrize(
    ("side", "author", "opens"),
    [
        (Side.ADDRESSEE, BOARD, False),
        (Side.ADDRESSEE, SCHOOL, True),
        (Side.AUTHOR, BOARD, True),
        (Side.AUTHOR, SCHOOL, True),
    ],
)
def test_of_what_was_withdrawn_its_addressee_opens_only_what_they_wrote_themselves(
    side: Side, author: UUID, *, opens: bool
) -> None:
    asked = labels(REQUEST, side, author=PIP, named=PIP)
    open_words(viewer(), asked, author)
    withdrawn = replace(asked, withdrawn=True)
    with nullcontext() if opens else pytest.raises(NotFound):
        open_words(viewer(), withdrawn, author)
    for stands in (asked, withdrawn):
        with pytest.raises(NotFound):
            open_words(viewer(practitioner=GWEN), stands, author)


MANAGERS = frozenset({Role.MANAGER, Role.SENIOR_MANAGER})


def test_what_came_is_taken_over_by_managers_a_request_by_the_lead_too() -> None:
    for kind, roles in (
        (REQUEST, MANAGERS | {Role.SAFEGUARDING_LEAD}),
        (DISCLOSURE, MANAGERS),
        (DECISION, frozenset[Role]()),
    ):
        for assigned in (None, GWEN):
            came = labels(kind, Side.ADDRESSEE, named=BEA, post=DESK, assigned=assigned)
            assert {role for role in Role if may_take_over(viewer(role), came)} == roles


@pytest.mark.parametrize("kind", RecordKind)
def test_nothing_is_taken_over_that_the_agency_itself_wrote_or_another_received(
    kind: RecordKind,
) -> None:
    own = labels(kind, Side.AUTHOR, author=BEA, named=PIP)
    theirs = labels(kind, Side.ADDRESSEE, agency=BOARD, named=PIP)
    for record in (own, theirs, None):
        with pytest.raises(NotFound):
            take_over(viewer(*Role), record)


def test_a_disclosure_is_for_whom_it_names_and_for_no_lead() -> None:
    received = labels(DISCLOSURE, Side.ADDRESSEE, named=BEA)
    for role in Role:
        assert not may_see(viewer(role), received)


@pytest.mark.parametrize(("kind", "side"), list(ROLES))
def test_no_role_sees_another_agencys_record(kind: RecordKind, side: Side) -> None:
    theirs = labels(kind, side, agency=BOARD, author=PIP, named=PIP, post=DESK, assigned=PIP)
    assert not may_see(viewer(*Role, posts=frozenset({DESK})), theirs)


@pytest.mark.parametrize("missing", ["kind", "side", "agency"])
def test_a_missing_label_is_the_most_restricted(missing: str) -> None:
    for kind, side in ROLES:
        record = labels(kind, side, author=PIP, named=PIP, post=DESK, assigned=PIP)
        unlabelled = without(record, missing)
        assert not may_see(viewer(*Role, posts=frozenset({DESK})), unlabelled)
        assert not may_take_over(viewer(*Role), unlabelled)


def test_a_record_without_people_is_seen_by_role_alone() -> None:
    for kind, side in ROLES:
        assert not may_see(viewer(posts=frozenset({DESK})), labels(kind, side))


people = st.sampled_from([PIP, BEA, GWEN, None])
records = st.builds(
    Labels,
    kind=st.sampled_from([*RecordKind, None]),
    agency=st.sampled_from([SCHOOL, BOARD, None]),
    side=st.sampled_from([*Side, None]),
    author=people,
    named=people,
    post=st.sampled_from([DESK, None]),
    assigned=people,
)
viewers = st.builds(
    Viewer,
    practitioner=st.sampled_from([PIP, BEA, GWEN]),
    agency=st.sampled_from([SCHOOL, BOARD]),
    roles=st.frozensets(st.sampled_from(list(Role))),
    posts=st.frozensets(st.sampled_from([DESK, an_id("another desk")])),
)


@given(record=records, who=viewers)
def test_a_known_exclusion_outranks_everything(record: Labels, who: Viewer) -> None:
    everyone = replace(
        who, agency=record.agency or SCHOOL, roles=frozenset(Role), posts=frozenset({DESK})
    )
    excluding = replace(record, excluded=frozenset({who.practitioner}))
    assert not may_see(everyone, excluding)
    assert not may_take_over(everyone, excluding)


@given(record=records, who=viewers)
def test_to_exclude_somebody_else_changes_nothing(record: Labels, who: Viewer) -> None:
    other = replace(record, excluded=frozenset({an_id("somebody else")}))
    assert may_see(who, other) == may_see(who, record)


@given(record=records, who=viewers)
def test_to_take_a_label_a_role_or_a_post_away_shows_nothing_more(
    record: Labels, who: Viewer
) -> None:
    """But for the assignment: what is nobody's yet is seen by who receives for the agency."""
    if may_see(who, record):
        return
    for name in ("kind", "agency", "side", "author", "named", "post"):
        assert not may_see(who, without(record, name))
    for role in who.roles:
        assert not may_see(replace(who, roles=who.roles - {role}), record)
    assert not may_see(replace(who, posts=frozenset()), record)


@given(record=records, who=viewers)
def test_to_assign_a_request_shows_it_to_nobody_but_who_has_it(
    record: Labels, who: Viewer
) -> None:
    if not may_see(who, replace(record, assigned=None)) and who.practitioner != BEA:
        assigned = replace(record, assigned=BEA)
        assert not may_see(who, assigned)


@requirement("R-224")
def test_what_may_not_be_seen_is_not_found_as_if_it_were_not_there() -> None:
    record = labels(REQUEST, Side.AUTHOR, author=PIP)
    assert see(viewer(), record) == record
    for hidden in (None, labels(REQUEST, Side.AUTHOR, author=GWEN)):
        with pytest.raises(NotFound) as refused:
            see(viewer(), hidden)
        assert refused.value.facts() == {}
        assert str(refused.value) == "not-found"


MAIR, ELLA = an_id("Mair"), an_id("Ella")
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
CAME = labels(REQUEST, Side.ADDRESSEE, named=BEA, assigned=ELLA)
FIRST = Handover(by=MAIR, to=GWEN, at=NOON, read_by=frozenset({PIP}))
THEN = Handover(by=GWEN, to=ELLA, at=NOON + timedelta(hours=1))


def told(who: object, record: Labels | None = CAME, *went: Handover) -> Handover | None:
    """Where it went, as this one is told; none to whom it is not found."""
    try:
        gone(viewer(*Role, practitioner=who), record, went or (FIRST, THEN))
    except HandedOver as told:
        return Handover(by=told.by, to=told.to, at=told.at)
    return None


@requirement("R-224")
def test_who_never_had_it_is_told_nothing_of_where_it_went() -> None:
    """In whatever role: nor of the other agency, the author's side, or who is excluded."""
    stranger = an_id("a colleague who never had it")
    posted = labels(REQUEST, Side.ADDRESSEE, post=DESK)
    on_duty = viewer(*Role, practitioner=stranger, posts=frozenset({DESK}))
    gone(on_duty, posted, [FIRST, THEN])
    for record in (CAME, posted, None):
        assert told(stranger, record) is None
    for hidden in (
        replace(CAME, agency=BOARD),
        labels(REQUEST, Side.AUTHOR, author=BEA),
        replace(CAME, excluded=frozenset({BEA, MAIR, GWEN, PIP})),
        *(without(CAME, name) for name in ("kind", "side", "agency")),
    ):
        assert {told(who, hidden) for who in (BEA, MAIR, GWEN, PIP)} == {None}


@requirement("R-223")
def test_who_had_it_is_told_where_it_went_from_them_and_no_further() -> None:
    """To whom it was addressed, who gave it away, who had opened it; and who had it since."""
    first = replace(FIRST, read_by=frozenset())
    assert [told(who) for who in (BEA, MAIR, PIP)] == [first] * 3
    assert told(GWEN) == THEN


def test_who_had_it_twice_is_told_where_it_went_the_last_time() -> None:
    back = Handover(by=MAIR, to=BEA, at=NOON + timedelta(hours=2))
    again = Handover(by=MAIR, to=ELLA, at=NOON + timedelta(hours=3))
    assert told(BEA, CAME, FIRST, THEN, back, again) == again
    assert told(PIP, CAME, FIRST, THEN, back, again) == replace(FIRST, read_by=frozenset())


def test_what_has_not_changed_hands_went_nowhere() -> None:
    gone(viewer(practitioner=BEA), labels(REQUEST, Side.ADDRESSEE, named=BEA), ())


def test_the_history_is_for_scrutineers() -> None:
    for role in Role:
        if role in {Role.AUDITOR, Role.REVIEWER}:
            scrutinise(viewer(role))
        else:
            with pytest.raises(NotFound):
                scrutinise(viewer(role))


def test_scrutineers_see_no_record_as_such() -> None:
    for (kind, side), role in product(ROLES, (Role.AUDITOR, Role.REVIEWER)):
        assert not may_see(viewer(role), labels(kind, side, author=GWEN, named=BEA))


def test_all_notices_are_for_the_co_ordinator_and_the_governance_lead() -> None:
    all_seen = {role for role in Role if follows_all(viewer(role))}
    assert all_seen == {Role.CO_ORDINATOR, Role.INFORMATION_GOVERNANCE_LEAD}
