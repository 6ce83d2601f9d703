"""An agency: registered by the operator, changed by its own lead and by nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from hub_domain.agencies.agency import (
    Agency,
    AlreadyRegistered,
    ArrangementIncomplete,
    CategoryRequired,
    Custody,
    EpochOutOfOrder,
    HolderRequired,
    KeyPublishedBefore,
    Kind,
    LeadRequired,
    NotItsOwn,
    NotRegistered,
    PublicKeys,
    RoleMissing,
    RoleNotForKind,
    StaffMember,
)
from hub_domain.law.capacity import Held
from hub_domain.law.rows import BodyCategory
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.roles import Role
from tests.support.requirements import requirement
from tests.support.scenario import Actor, Happened, an_id, begun, given, happened

LAW = shipped_catalogue()
SCHOOL, OPERATOR = an_id("school"), an_id("operator")
OLU = Actor("Olu", OPERATOR, "operator")
LENA = Actor("Lena", SCHOOL, "information-governance-lead")
BEA = StaffMember(id=an_id("Bea"), name="Bea", post="Teacher", contact="01632 960001")
LEAD = StaffMember(id=LENA.id, name="Lena", post="Head", contact="01632 960002")
ARRANGED = {
    "own_functions": "Safeguarding pupils",
    "services_by_others": "Contracts carry the same duties",
    "sharing_process": "Through the safeguarding lead",
}
NEXT_YEAR = date(2027, 10, 1)

Step = Callable[[Agency], None]


def keys(epoch: int) -> PublicKeys:
    return PublicKeys(
        kid=f"{epoch:032x}",
        epoch=epoch,
        custody=Custody.OWN.value,
        sealing=b"s",
        ed25519=b"e",
        ml_dsa_65=b"m",
    )


def register(
    kind: Kind = Kind.PARTNER,
    categories: Iterable[str] = ("EA175-MSGB",),
    under: Mapping[str, Held] | None = None,
) -> Agency:
    return Agency.register(
        OLU.acting(),
        agency_id=SCHOOL,
        name="Hollins School",
        nation="E",
        kind=kind,
        categories=[LAW.versions(BodyCategory, code)[-1] for code in categories],
        under=under or {},
        keys=keys(1),
        lead=LEAD,
    )


def hire(*roles: Role, by: Actor = LENA, member: StaffMember = BEA) -> Step:
    return lambda agency: agency.register_practitioner(
        by.acting(), member=member, roles=roles or (Role.SAFEGUARDING_LEAD,)
    )


def give(*roles: Role, to: Actor = LENA, by: Actor = LENA) -> Step:
    return lambda agency: agency.change_roles(by.acting(), practitioner_id=to.id, roles=roles)


def post(*holders: str, by: Actor = LENA) -> Step:
    return lambda agency: agency.register_duty_post(
        by.acting(),
        post_id=an_id("desk"),
        name="Duty desk",
        contact="01632 960003",
        holders=[an_id(holder) for holder in holders],
    )


def arrange(by: Actor = LENA, owner: str = "Lena", blank: str = "") -> Step:
    said = {**ARRANGED, blank: "  "} if blank else ARRANGED
    return lambda agency: agency.record_arrangement(
        by.acting(), owner=an_id(owner), review_due=NEXT_YEAR, **said
    )


def publish(epoch: int, by: Actor = LENA) -> Step:
    return lambda agency: agency.publish_key(by.acting(), keys=keys(epoch))


BEA_WORKS_HERE = hire(Role.SAFEGUARDING_LEAD)
BEA_ACTS = Actor("Bea", SCHOOL, "safeguarding-lead")


def registered(**other: object) -> Happened:
    facts: dict[str, object] = {
        "name": "Hollins School",
        "nation": "E",
        "kind": "partner",
        "categories": ["EA175-MSGB"],
        "under": {},
        "keys": keys(1).plain(),
        "lead": {
            "id": LENA.id,
            "name": "Lena",
            "post": "Head",
            "contact": "01632 960002",
        },
        "lead_roles": ["information-governance-lead"],
    }
    return happened(Agency.Registered, **{**facts, **other})


def test_an_agency_begins_with_its_keys_and_its_first_governance_lead() -> None:
    begun(register).then(registered())


def test_categories_are_kept_once_and_in_order() -> None:
    begun(lambda: register(categories=["W28-LA", "EA175-MSGB", "W28-LA"])).then(
        registered(categories=["EA175-MSGB", "W28-LA"])
    )


@requirement("R-020")
def test_a_partner_has_a_category() -> None:
    begun(lambda: register(categories=())).then_refused(CategoryRequired)


def test_scrutineers_and_the_operator_have_none() -> None:
    begun(lambda: register(Kind.SCRUTINY, ())).then(registered(kind="scrutiny", categories=[]))
    begun(lambda: register(Kind.OPERATOR, ())).then(
        registered(
            kind="operator",
            categories=[],
            lead_roles=["information-governance-lead", "operator"],
        )
    )


def test_the_lead_registers_the_agencys_people() -> None:
    given(register).when(hire(Role.MANAGER, Role.CO_ORDINATOR)).then(
        happened(
            Agency.PractitionerRegistered,
            practitioner_id=BEA.id,
            name="Bea",
            post="Teacher",
            contact="01632 960001",
            roles=["co-ordinator", "manager"],
        )
    )


@requirement("UKGDPR-24")
def test_a_person_is_registered_once() -> None:
    given(register, BEA_WORKS_HERE).when(hire()).then_refused(AlreadyRegistered, id=BEA.id)


def test_who_left_is_not_registered_again_but_given_roles_again() -> None:
    left = given(register, BEA_WORKS_HERE, give(to=BEA_ACTS))
    left.when(hire()).then_refused(AlreadyRegistered)
    left.when(give(Role.MANAGER, to=BEA_ACTS)).then(
        happened(Agency.RolesChanged, practitioner_id=BEA.id, roles=["manager"])
    )


@requirement("R-224")
def test_a_person_is_registered_in_some_role() -> None:
    given(register).when(
        lambda agency: agency.register_practitioner(LENA.acting(), member=BEA, roles=())
    ).then_refused(RoleMissing)


@requirement("R-224")
@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (Kind.PARTNER, Role.AUDITOR),
        (Kind.PARTNER, Role.REVIEWER),
        (Kind.PARTNER, Role.OPERATOR),
        (Kind.SCRUTINY, Role.PRACTITIONER),
        (Kind.SCRUTINY, Role.CALDICOTT_GUARDIAN),
        (Kind.SCRUTINY, Role.OPERATOR),
        (Kind.OPERATOR, Role.PRACTITIONER),
        (Kind.OPERATOR, Role.AUDITOR),
    ],
)
def test_each_kind_of_agency_has_roles_of_its_own(kind: Kind, role: Role) -> None:
    there = given(lambda: register(kind))
    facts = {"kind": kind.value, "roles": (role,)}
    there.when(hire(role)).then_refused(RoleNotForKind, **facts)
    there.when(give(Role.INFORMATION_GOVERNANCE_LEAD, role)).then_refused(RoleNotForKind)


def test_roles_are_given_exactly() -> None:
    given(register, BEA_WORKS_HERE).when(give(Role.MANAGER, to=BEA_ACTS)).then(
        happened(Agency.RolesChanged, practitioner_id=BEA.id, roles=["manager"])
    )


@requirement("R-157")
def test_roles_are_given_to_the_agencys_own_people() -> None:
    given(register).when(give(Role.MANAGER, to=BEA_ACTS)).then_refused(NotRegistered, id=BEA.id)


@requirement("R-426", "UKGDPR-24")
def test_an_agency_is_never_without_a_governance_lead() -> None:
    given(register).when(give()).then_refused(LeadRequired)
    given(register, BEA_WORKS_HERE).when(give(Role.MANAGER)).then_refused(LeadRequired)
    second = give(Role.INFORMATION_GOVERNANCE_LEAD, to=BEA_ACTS)
    given(register, BEA_WORKS_HERE, second).when(give()).then(
        happened(Agency.RolesChanged, practitioner_id=LENA.id, roles=[])
    )


@requirement("R-157")
def test_a_duty_post_is_held_by_people_of_the_agency() -> None:
    here = given(register, BEA_WORKS_HERE)
    here.when(post("Bea", "Lena", "Bea")).then(
        happened(
            Agency.DutyPostRegistered,
            post_id=an_id("desk"),
            name="Duty desk",
            contact="01632 960003",
            holders=sorted([BEA.id, LENA.id]),
        )
    )
    here.when(post()).then_refused(HolderRequired)
    here.when(post("Bea", "a stranger")).then_refused(NotRegistered, id=an_id("a stranger"))


def test_who_left_holds_no_post() -> None:
    given(register, BEA_WORKS_HERE, give(to=BEA_ACTS)).when(post("Bea")).then_refused(
        NotRegistered, id=BEA.id
    )


def test_arrangements_are_recorded_with_who_keeps_them_and_until_when() -> None:
    given(register).when(arrange()).then(
        happened(
            Agency.ArrangementRecorded,
            owner=LENA.id,
            review_due=NEXT_YEAR,
            guidance=[],
            **ARRANGED,
        )
    )


@requirement("R-020")
@pytest.mark.parametrize("blank", ARRANGED)
def test_arrangements_say_what_they_must(blank: str) -> None:
    given(register).when(arrange(blank=blank)).then_refused(ArrangementIncomplete)


def test_arrangements_are_kept_by_someone_of_the_agency() -> None:
    given(register).when(arrange(owner="a stranger")).then_refused(
        NotRegistered, id=an_id("a stranger")
    )
    given(register, BEA_WORKS_HERE, give(to=BEA_ACTS)).when(arrange(owner="Bea")).then_refused(
        NotRegistered
    )


@requirement("UKGDPR-32")
def test_keys_follow_one_another_without_a_gap() -> None:
    given(register).when(publish(2)).then(happened(Agency.KeyPublished, keys=keys(2).plain()))
    for epoch in (1, 3):
        given(register).when(publish(epoch)).then_refused(EpochOutOfOrder, expected=2)
    given(register, publish(2)).when(publish(2)).then_refused(EpochOutOfOrder, expected=3)


@requirement("UKGDPR-32")
def test_an_epoch_has_keys_of_its_own() -> None:
    known = replace(keys(2), kid=keys(1).kid)
    given(register).when(
        lambda agency: agency.publish_key(LENA.acting(), keys=known)
    ).then_refused(KeyPublishedBefore)


@requirement("UKGDPR-24")
@pytest.mark.parametrize("stranger", [OLU, Actor("Asha", an_id("council"), LENA.role)])
def test_nobody_else_changes_an_agency_not_even_who_registered_it(stranger: Actor) -> None:
    here = given(register, BEA_WORKS_HERE)
    nina = StaffMember(id=an_id("Nina"), name="Nina", post="Cook", contact="01632 960009")
    for command in (
        hire(by=stranger, member=nina),
        give(Role.MANAGER, to=BEA_ACTS, by=stranger),
        post("Bea", by=stranger),
        arrange(by=stranger),
        publish(2, by=stranger),
    ):
        here.when(command).then_refused(NotItsOwn)


def test_an_agency_is_what_it_was_registered_as() -> None:
    school = given(register, arrange(), publish(2)).now()
    assert (school.kind, school.nation, school.epoch) == (Kind.PARTNER, "E", 2)
    assert school.categories == {"EA175-MSGB"}
    assert school.arrangements_review_due == NEXT_YEAR
    assert given(register).now().arrangements_review_due is None
