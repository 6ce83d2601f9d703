"""By which law something goes: whom it binds, of whom it speaks, and who is told by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.catalogue import Body, Catalogue, LawOn
from hub_domain.law.evidence import Lawful
from hub_domain.law.lawful import may_rest_on
from hub_domain.law.weighing import weigh
from tests.domain.law.cases import (
    COUNCIL,
    HOUSING,
    LAW,
    PERSON,
    POLICE,
    SCHOOL,
    TODAY,
    WELSH_COUNCIL,
    body,
)
from tests.domain.law.test_lawful import ORDINARY, duty, refusals, task, with_lawful
from tests.support.requirements import requirement


@requirement("R-112")
@pytest.mark.parametrize("asked", ["CA2004-16H", "COURT-ORDER", "CA14-45"])
def test_a_duty_to_answer_binds_who_is_asked_under_it(asked: str) -> None:
    """R-112: and neither unasked, nor when asked under another law."""
    purpose = "adult-protection" if asked == "CA14-45" else "child-protection"
    case = with_lawful(duty(asked), holder=COUNCIL, purpose=purpose)
    assert refusals(replace(case, request=asked)) == set()
    elsewhere = replace(case, request="CDA1998-115")
    assert refusals(elsewhere) == {"ERR_BASIS_WITHOUT_PROVISION"}


@requirement("R-080")
@pytest.mark.parametrize(
    ("receiver", "refused"),
    [(POLICE, set()), (COUNCIL, set()), (HOUSING, {"ERR_S115_RECIPIENT"})],
)
def test_section_115_lets_the_authorities_that_it_names_be_told(
    receiver: Body, refused: set[str]
) -> None:
    """R-080: asked or unasked, and whoever tells them."""
    told = replace(ORDINARY.receiver, body=receiver)
    for provision, wanted in (("CDA1998-115", refused), ("CA2004-11", set())):
        case = with_lawful(task(provision), holder=POLICE)
        assert refusals(replace(case, receiver=told)) == wanted


@requirement("R-112", "R-113")
@pytest.mark.parametrize(
    ("provision", "holder", "wanted"),
    [
        ("EA2002-175", SCHOOL, None),
        ("EA2002-175", HOUSING, "ERR_BASIS_WITHOUT_PROVISION"),
        ("CA2004-16H", SCHOOL, "ERR_BASIS_WITHOUT_PROVISION"),
        ("CA1989-47", SCHOOL, "ERR_BASIS_WITHOUT_PROVISION"),
        ("CA1989-47", COUNCIL, None),
    ],
)
def test_a_law_named_beside_vital_interests_is_one_for_who_holds_it(
    provision: str, holder: Body, wanted: str | None
) -> None:
    """Finding: a duty that nobody was asked under was cited, and shown to who received it."""
    named = Lawful(basis="vital-interests", provision=provision, protected_person=PERSON)
    case = with_lawful(named, holder=holder)
    assert refusals(case) == ({wanted} if wanted else set())
    assert refusals(replace(case, request=provision)) == set()


@requirement("R-077", "R-080")
def test_a_law_named_beside_vital_interests_lets_those_alone_be_told_whom_it_names() -> None:
    """Section 115 lets anybody tell the authorities that it names; section 130 a council."""
    health = body("bwrdd iechyd", "W", "W162-E")
    for provision, holder, receiver, wanted in (
        ("CDA1998-115", HOUSING, POLICE, set()),
        ("CDA1998-115", HOUSING, HOUSING, {"ERR_S115_RECIPIENT"}),
        ("SSWBA-130", health, WELSH_COUNCIL, set()),
        ("SSWBA-130", health, POLICE, {"ERR_BASIS_NOT_AVAILABLE"}),
    ):
        named = Lawful(basis="vital-interests", provision=provision, protected_person=PERSON)
        case = with_lawful(named, holder=holder)
        told = replace(case.receiver, body=receiver)
        assert refusals(replace(case, receiver=told)) == wanted


@requirement("R-077")
@pytest.mark.parametrize("basis", ["legal-obligation", "vital-interests"])
def test_the_duty_to_report_a_child_at_risk_is_none_to_report_an_adult(basis: str) -> None:
    """Finding: it was taken for telling of an adult, as a legal obligation."""
    reporter = body("heddlu", "W", "W162-A-CC", "W28-CC")
    told = replace(ORDINARY.receiver, body=WELSH_COUNCIL)
    reported = replace(duty("SSWBA-130"), basis=basis, protected_person=PERSON)
    for purpose in ("child-protection", "adult-protection"):
        case = with_lawful(reported, holder=reporter, purpose=purpose)
        case = replace(case, receiver=told)
        assert refusals(replace(case, child=True)) == set()
        assert refusals(replace(case, child=False)) == {"ERR_BASIS_NOT_AVAILABLE"}


@requirement("R-112")
def test_a_duty_of_ones_own_motion_binds_unasked() -> None:
    """s.16LA binds who holds the information, whether or not they are asked for it."""
    begun = replace(
        LAW.provision_row("CA2004-16LA", TODAY), status="in-force", valid_from=TODAY
    )
    case = with_lawful(duty("CA2004-16LA"), holder=COUNCIL)
    for own_motion, refused in ((True, []), (False, ["basis-without-provision"])):
        row = replace(begun, own_motion=own_motion)
        others = (each for each in LAW.rows if each.id != row.id)
        law = Catalogue(2, 1, (*others, row))
        assert [each.code for each in weigh(case, law, TODAY).refusals] == refused
        beside = Lawful(basis="vital-interests", provision=row.id, protected_person=PERSON)
        prison = with_lawful(beside, holder=body("prison", "E", "E11-PRISON"))
        assert [each.code for each in weigh(prison, law, TODAY).refusals] == refused
    assert begun.own_motion


@requirement("R-077", "R-112")
def test_a_duty_to_report_binds_those_alone_whom_it_addresses() -> None:
    """Police and health bodies report to a council; one council does not to another."""
    police = body("heddlu", "W", "W162-A-CC", "W28-CC")
    told = replace(ORDINARY.receiver, body=WELSH_COUNCIL)
    for holder, refused in ((police, set()), (WELSH_COUNCIL, {"ERR_BASIS_NOT_AVAILABLE"})):
        case = with_lawful(duty("SSWBA-130"), holder=holder)
        assert refusals(replace(case, receiver=told)) == refused


@requirement("R-111", "R-201")
@pytest.mark.parametrize(
    ("holder", "purpose", "basis", "provision", "may"),
    [
        (SCHOOL, "child-protection", "public-task", "EA2002-175", True),
        (SCHOOL, "child-protection", "vital-interests", "", True),  # whom is said in its record
        (SCHOOL, "child-protection", "public-task", "CA2004-11", False),
        (SCHOOL, "child-protection", "legal-obligation", "SSWBA-130", False),
        (SCHOOL, "child-protection", "nothing", "", False),
        (POLICE, "crime/detection", "necessary-for-task", "", True),
        (POLICE, "child-protection", "necessary-for-task", "", False),
        (SCHOOL, "crime/detection", "necessary-for-task", "", False),
    ],
)
def test_on_which_law_the_holder_may_rest_at_all(
    holder: Body, purpose: str, basis: str, provision: str, *, may: bool
) -> None:
    case = with_lawful(Lawful(basis=basis), holder=holder, purpose=purpose)
    assert may_rest_on(case, basis, provision, LawOn(LAW, TODAY)) is may
