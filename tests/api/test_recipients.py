"""Whoever is asked, given a matter or decided for works there now (R-157)."""

from __future__ import annotations

from uuid import uuid4

from hub_services.hub.uses import COMMANDS
from tests.api.cases import case_of
from tests.api.town import Town, newcomer, problem, put
from tests.support.world import Caller, Office


def leaver(office: Office) -> Caller:
    """Somebody who worked there until today."""
    left = newcomer(office, "practitioner")
    office.lead.do(
        "change-roles",
        about=office.id,
        version=office.body.version,
        facts={"practitioner": str(left.id), "roles": []},
    ).ok()
    office.body.version += 1
    return left


def test_a_request_goes_to_nobody_who_does_not_work_there(town: Town) -> None:
    case = case_of(town, "issue-share-request")
    post = town.council.post("Duty desk", town.asha)
    for place, other in (
        ("practitioner", uuid4()),
        ("practitioner", town.asha.id),
        ("practitioner", leaver(town.school).id),
        ("post", uuid4()),
        ("post", post),
    ):
        spoiled = put(case.facts, ("to",), {**case.facts["to"], place: str(other)})
        problem(case.with_facts(spoiled).send(), 404, "not-found")
    unknown = put(case.facts, ("to", "agency"), str(uuid4()))
    problem(case.with_facts(unknown).send(), 404, "not-found")
    case.send().ok()


def test_a_matter_is_given_to_nobody_who_does_not_work_here(town: Town) -> None:
    case = case_of(town, "assign-share-request")
    for other in (uuid4(), town.gwen.id, leaver(town.school).id):
        problem(case.with_facts({"to": str(other)}).send(), 404, "not-found")
    case.send().ok()


def test_nothing_is_decided_for_who_does_not_work_there(town: Town) -> None:
    case = case_of(town, "make-sharing-decision")
    for other in (uuid4(), town.bea.id, leaver(town.board).id):
        spoiled = put(case.facts, ("to", "practitioner"), str(other))
        problem(case.with_facts(spoiled).send(), 404, "not-found")
    case.send().ok()


def test_a_disclosure_goes_to_whom_it_was_decided_for(town: Town) -> None:
    case = case_of(town, "make-disclosure")
    assert COMMANDS[case.name].begins
    for to, code in (
        ({**case.facts["to"], "practitioner": str(town.colm.id)}, "another-recipient"),
        (
            {"agency": str(town.council.id), "practitioner": str(town.asha.id)},
            "another-recipient",
        ),
        ({"agency": str(town.board.id)}, "recipient-not-named"),
    ):
        problem(case.with_facts({**case.facts, "to": to}).send(), 422, code)
    case.send().ok()


def test_a_disclosure_goes_by_the_channel_that_was_decided_on(town: Town) -> None:
    case = case_of(town, "make-disclosure")
    by_telephone = case.with_facts({**case.facts, "channel": "telephone"})
    problem(by_telephone.send(), 422, "another-channel")
    case.send().ok()
