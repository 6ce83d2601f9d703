"""Who may do and read what: every command and every read, for every role, in and out.

The rows come from the registries; the columns from the roles; what is expected is written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from hub_domain.ids import edition_id
from hub_domain.roles import CASEWORK, SCRUTINY, Role
from hub_services.hub.reading import READS
from hub_services.hub.uses import COMMANDS
from tests.api.cases import AT_THE_BOARD, CASES, case_of
from tests.api.tables import REFUSAL_TOUCHES, changed, position, topics_after, versions
from tests.api.town import Town, in_every_role, problem, put
from tests.support.world import Caller, Office

MANAGERS = frozenset({Role.MANAGER, Role.SENIOR_MANAGER})
LEAD = frozenset({Role.INFORMATION_GOVERNANCE_LEAD})
OF_PARTNERS = tuple(role for role in Role if role not in SCRUTINY | {Role.OPERATOR})

MAY: Mapping[str, frozenset[Role]] = {
    "register-agency": frozenset({Role.OPERATOR}),
    "register-practitioner": LEAD,
    "change-roles": LEAD,
    "register-duty-post": LEAD,
    "record-arrangement": LEAD,
    "publish-key": LEAD,
    "issue-share-request": CASEWORK,
    "narrow-share-request": CASEWORK,
    "withdraw-share-request": CASEWORK,
    "explain-share-request": CASEWORK,
    "assign-share-request": CASEWORK,
    "challenge-share-request": CASEWORK,
    "decline-share-request": CASEWORK,
    "answer-share-request": CASEWORK,
    "make-sharing-decision": CASEWORK,
    "file-note": frozenset({Role.CO_ORDINATOR}),
    "make-disclosure": CASEWORK,
    "acknowledge-disclosure": CASEWORK,
    "take-over-share-request": MANAGERS | {Role.SAFEGUARDING_LEAD},
    "take-over-disclosure": MANAGERS,
    "release-shares": CASEWORK | {Role.CALDICOTT_GUARDIAN},
    "report-text-mismatch": CASEWORK | {Role.CALDICOTT_GUARDIAN},
    "publish-edition": frozenset({Role.OPERATOR}),
}
ABOUT_ITSELF = sorted(name for name, roles in MAY.items() if roles == LEAD)


@dataclass(frozen=True)
class People:
    """One person for each role, at each of the agencies that may have it."""

    school: Mapping[Role, Caller]
    board: Mapping[Role, Caller]
    parish: Mapping[Role, Caller]
    elsewhere: Mapping[Role, Caller]

    def who(self, name: str, role: Role) -> Caller:
        """The holder of a role in the agency that would give the command."""
        if role in self.elsewhere:
            return self.elsewhere[role]
        if MAY[name] <= LEAD | {Role.OPERATOR}:
            return self.parish[role]
        return self.board[role] if name in AT_THE_BOARD else self.school[role]


@pytest.fixture(scope="session")
def people(town: Town) -> People:
    operating = Office(
        town.world,
        town.operator.body,
        town.operator.as_role(Role.INFORMATION_GOVERNANCE_LEAD),
    )
    return People(
        school=in_every_role(town.school, OF_PARTNERS),
        board=in_every_role(town.board, OF_PARTNERS),
        parish=in_every_role(town.parish, OF_PARTNERS),
        elsewhere={
            **in_every_role(town.audit, tuple(SCRUTINY)),
            **in_every_role(operating, (Role.OPERATOR,)),
        },
    )


def test_the_matrix_has_a_row_for_every_command_and_a_case_for_every_row() -> None:
    assert {name: command.roles for name, command in COMMANDS.items()} == MAY
    assert CASES.keys() == MAY.keys()


@pytest.mark.parametrize("name", MAY)
def test_a_role_that_is_not_named_may_not(
    name: str, town: Town, people: People, town_url: str
) -> None:
    case = case_of(town, name)
    outside = sorted(set(Role) - MAY[name])
    before, since = versions(town_url), position(town_url)
    for role in outside:
        facts = problem(case.send(people.who(name, role)), 403, "role-required")
        assert facts == {"needed": " ".join(sorted(MAY[name]))}
    assert changed(before, versions(town_url)) == REFUSAL_TOUCHES
    assert topics_after(town_url, since) == ["refused-attempt.noted"] * len(outside)
    case.send().ok()


@pytest.mark.parametrize("name", MAY)
def test_a_role_that_is_named_may(name: str, town: Town, people: People) -> None:
    for role in sorted(MAY[name]):
        case_of(town, name, people.who(name, role)).send().ok()


@pytest.mark.parametrize("name", MAY)
def test_a_role_is_held_where_it_was_given_and_nowhere_else(name: str, town: Town) -> None:
    """The school's own people in roles that they were never given."""
    case = case_of(town, name)
    for role in sorted(MAY[name]):
        if role != town.bea.role:
            problem(case.send(town.bea.as_role(role)), 403, "role-required")


@pytest.mark.parametrize("name", ABOUT_ITSELF)
def test_nobody_changes_another_agency_the_operator_least_of_all(
    name: str, town: Town, town_url: str
) -> None:
    case = case_of(town, name)
    operator = town.operator.as_role(Role.INFORMATION_GOVERNANCE_LEAD)
    before, since = versions(town_url), position(town_url)
    for stranger in (operator, town.school.lead, town.audit.lead):
        problem(case.send(stranger), 422, "not-its-own")
    assert changed(before, versions(town_url)) == REFUSAL_TOUCHES
    assert topics_after(town_url, since) == ["refused-attempt.noted"] * 3
    problem(case.send(town.operator), 403, "role-required")
    case.send().ok()


def test_an_agency_gives_only_the_roles_of_its_kind(town: Town) -> None:
    for lead, beyond in (
        (town.parish.lead, (*SCRUTINY, Role.OPERATOR)),
        (town.audit.lead, (*CASEWORK, Role.CALDICOTT_GUARDIAN, Role.OPERATOR)),
    ):
        for role in beyond:
            case = case_of(town, "register-practitioner", lead)
            facts = problem(
                case.with_facts({**case.facts, "roles": [role]}).send(),
                422,
                "role-not-for-kind",
            )
            assert facts["roles"] == [role]


def test_nobody_is_registered_under_an_id_that_goes_by_another_name_elsewhere(
    town: Town,
) -> None:
    """Pages and audit call people, posts and agencies by their ids: they would be renamed."""
    post = town.council.post("Out of hours", town.asha)
    for taken in (town.bea.id, post, town.school.id):
        case = case_of(town, "register-practitioner")
        facts = put(case.facts, ("member", "id"), str(taken))
        found = problem(case.with_facts(facts).send(), 422, "already-registered")
        assert found == {"id": str(taken)}
        case = case_of(town, "register-duty-post")
        facts = put(case.facts, ("post",), str(taken))
        problem(case.with_facts(facts).send(), 422, "already-registered")
        case = case_of(town, "register-agency")
        facts = put(case.facts, ("lead", "id"), str(taken))
        problem(case.with_facts(facts).send(), 422, "already-registered")


def test_a_post_of_ones_own_is_registered_anew_with_its_holders(town: Town) -> None:
    case = case_of(town, "register-duty-post")
    case.send().ok()
    anew = case_of(town, "register-duty-post").with_facts(case.facts)
    anew.send().ok()


def test_an_agency_is_never_left_without_a_lead(town: Town) -> None:
    case = case_of(town, "change-roles", town.audit.lead)
    facts = {"practitioner": str(town.audit.lead.id), "roles": []}
    problem(case.with_facts(facts).send(), 422, "lead-required")


# What is read. A reader without any relation to a record is answered by its role alone.

ANYONE = frozenset(Role)
SEES_AT_SCHOOL: Mapping[str, frozenset[Role]] = {
    "share-request": frozenset({Role.SAFEGUARDING_LEAD, Role.CO_ORDINATOR}),
    "round": frozenset(),
    "sharing-decision": frozenset(
        {Role.MANAGER, Role.SENIOR_MANAGER, Role.CO_ORDINATOR, Role.CALDICOTT_GUARDIAN}
    ),
    "disclosure": frozenset({Role.MANAGER, Role.SENIOR_MANAGER, Role.CO_ORDINATOR}),
    "envelope": frozenset({Role.SAFEGUARDING_LEAD, Role.CO_ORDINATOR}),
}
SEES_AT_BOARD: Mapping[str, frozenset[Role]] = {
    "share-request": frozenset({Role.MANAGER, Role.SENIOR_MANAGER, Role.CO_ORDINATOR}),
    "round": frozenset({Role.MANAGER, Role.SENIOR_MANAGER, Role.CO_ORDINATOR}),
    "sharing-decision": frozenset(),
    "disclosure": frozenset(),
    "envelope": frozenset({Role.MANAGER, Role.SENIOR_MANAGER, Role.CO_ORDINATOR}),
}
OPEN_TO_ALL = frozenset(
    {"me", "agencies", "agency", "share-requests", "sharing-decisions", "disclosures", "tasks",
     "waiting", "feed", "law-editions", "law-edition"}
)  # fmt: skip
FOR_SCRUTINY = frozenset(
    {"audit-events", "audit-who-knew", "audit-refused-attempts", "audit-persons"}
)


@dataclass(frozen=True)
class Records:
    """One record of each kind, by its read."""

    ids: Mapping[str, str]
    disclosed_to: Caller

    def path(self, name: str) -> str:
        (path,) = (read.path for read in READS if read.name == name)
        return path.replace("{id}", self.ids.get(name, ""))


@pytest.fixture(scope="session")
def records(town: Town) -> Records:
    round_id = town.world.ids.stream()
    matter = town.asked(round_id=round_id)
    disclosure = town.disclosed(matter)
    found = town.gwen.read(f"/v1/share-requests/{matter.request}").ok()["request"]
    return Records(
        ids={
            "agency": str(town.council.id),
            "law-edition": str(edition_id(1)),
            "share-request": str(matter.request),
            "round": str(round_id),
            "sharing-decision": found["decision"],
            "disclosure": str(disclosure),
            "envelope": found["envelope"],
            "audit-who-knew": str(matter.pupil),
        },
        disclosed_to=town.gwen,
    )


def test_the_matrix_has_every_read() -> None:
    names = {read.name for read in READS}
    assert names == OPEN_TO_ALL | FOR_SCRUTINY | SEES_AT_SCHOOL.keys()
    assert SEES_AT_SCHOOL.keys() == SEES_AT_BOARD.keys()


@pytest.mark.parametrize("name", sorted(SEES_AT_SCHOOL))
@pytest.mark.parametrize("side", ["school", "board", "elsewhere"])
def test_a_record_is_for_whom_the_gate_names(
    name: str, side: str, people: People, records: Records
) -> None:
    sees = {"school": SEES_AT_SCHOOL, "board": SEES_AT_BOARD}.get(side, {})
    readers: Mapping[Role, Caller] = getattr(people, side)
    statuses = {
        role: reader.read(records.path(name)).status for role, reader in readers.items()
    }
    assert statuses == {
        role: 200 if role in sees.get(name, frozenset()) else 404 for role in readers
    }


@pytest.mark.parametrize("name", sorted(FOR_SCRUTINY))
def test_the_history_is_for_scrutineers(name: str, people: People, records: Records) -> None:
    for readers in (people.school, people.board, people.elsewhere):
        for role, reader in readers.items():
            expected = 200 if role in SCRUTINY else 404
            assert reader.read(records.path(name)).status == expected


@pytest.mark.parametrize("name", sorted(OPEN_TO_ALL))
def test_the_directory_and_ones_own_lists_are_for_everyone(
    name: str, people: People, records: Records
) -> None:
    for readers in (people.school, people.board, people.elsewhere):
        for reader in readers.values():
            reader.read(records.path(name) + ("?limit=5" if name == "feed" else "")).ok()


@pytest.mark.parametrize("name", ["share-requests", "sharing-decisions", "disclosures"])
@pytest.mark.parametrize("side", ["author", "addressee"])
def test_a_list_holds_what_may_be_read_one_by_one_and_nothing_else(
    name: str, side: str, town: Town, people: People
) -> None:
    """What a list shows and what a page shows come of the same gate."""
    town.disclosed(town.asked())
    kind = {"share-requests": "request", "sharing-decisions": "decision"}.get(
        name, "disclosure"
    )
    for reader in (*people.school.values(), *people.board.values(), *people.elsewhere.values()):
        listed = reader.read(f"/v1/{name}?side={side}&limit=20").ok()[f"{kind}s"]
        for row in listed[:3]:
            assert reader.read(f"/v1/{name}/{row[f'{kind}_id']}").status == 200


def test_what_may_not_be_seen_takes_no_room_in_a_list(town: Town) -> None:
    sooner = datetime(2026, 10, 9, 9, 0, tzinfo=UTC)
    for _ in range(5):
        town.asked(town.gwen, due_at=sooner)
    helen = town.board.hire("Helen", "partnership-officer")
    mine = town.asked(helen).request
    for limit in (1, 2):
        (found,) = helen.read(f"/v1/share-requests?side=author&limit={limit}").ok()["requests"]
        assert found["request_id"] == str(mine)
