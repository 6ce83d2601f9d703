"""Of what kind the information is, whom it protects and who needs it is never left open."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.api.town import Town, malformed, problem
from tests.support.casework import REASONS, decide, disclose, labelled, lawful
from tests.support.requirements import requirement

HELD = {"kind": "fact", "included": True}
ADULT = {"kind": "adult-at-risk-of-serious-harm"}


@requirement("R-103")
@pytest.mark.parametrize(
    "kind", ["special_category", "criminal_offence", "sensitive", "confidential"]
)
def test_a_decision_to_share_says_of_what_kind_each_item_is(town: Town, kind: str) -> None:
    matter = town.asked()
    _, refused = town.deciding(matter, data={kind: None})
    assert problem(refused, 422, "sensitivity-unset")["field"] == kind.replace("_", "-")
    town.deciding(matter)[1].ok()


@requirement("R-103")
@pytest.mark.parametrize("kind", ["special_category", "criminal_offence"])
def test_a_disclosure_says_of_what_kind_each_item_is(town: Town, kind: str) -> None:
    matter = town.asked()
    decision = town.decided(matter)
    words = {matter.fact: "Present 61 of 190 days."}
    unset = labelled(matter.fact, matter.pupil, "fact", **{kind: None})
    _, refused = disclose(town.bea, decision, town.gwen, [unset], words)
    facts = problem(refused, 422, "sensitivity-unset")
    assert (facts["field"], facts["item"]) == (kind.replace("_", "-"), str(matter.fact))
    as_decided = labelled(matter.fact, matter.pupil, "fact")
    disclose(town.bea, decision, town.gwen, [as_decided], words)[1].ok()


@requirement("R-103", "R-104")
def test_offence_data_goes_with_its_condition_and_is_labelled(town: Town) -> None:
    matter = town.asked()
    words = {matter.fact: "Cautioned in March for an assault on the child."}
    offence = labelled(matter.fact, matter.pupil, "fact", criminal_offence=True)
    decision = town.decided(matter)
    _, refused = disclose(town.bea, decision, town.gwen, [offence], words)
    problem(refused, 422, "condition-required")
    about_offences = {"criminal_offence": True}
    _, refused = town.deciding(matter, data=about_offences, version=1)
    problem(refused, 422, "condition-required")
    condition = {"code": "statutory-functions"}
    town.deciding(
        matter,
        data=about_offences,
        version=1,
        grounds=lawful("legal-obligation", provision="CA2004-16H", condition=condition),
    )[1].ok()
    disclosure, given = disclose(town.bea, decision, town.gwen, [offence], words)
    given.ok()
    read = town.gwen.read(f"/v1/disclosures/{disclosure}").ok()["disclosure"]
    assert [each["criminal_offence"] for each in read["items"]] == [True]


@requirement("R-011")
def test_an_adult_at_risk_is_so_by_every_limb(town: Town) -> None:
    scope: dict[str, Any] = {"kind": "adult-at-risk", "limbs": ["care-and-support"]}
    matter, refused = town.asking(scope=scope)
    assert problem(refused, 422, "subject-not-in-scope")["persons"] == [str(matter.pupil)]
    every = ["care-and-support", "neglect-or-harm", "unable-to-protect"]
    town.asking(scope={**scope, "limbs": every})[1].ok()


@requirement("R-481")
def test_a_scope_says_who_states_it(town: Town) -> None:
    unstated = {"kind": "under-18", "estimated": False}
    condition = {"code": "sch1-18", "scope": unstated}
    grounds = lawful("legal-obligation", provision="CA2004-16H", condition=condition)
    _, refused = town.deciding(town.asked(), grounds=grounds)
    at = "/facts/runs/0/lawful/condition/scope/stated_by"
    assert malformed(refused) == [(at, "missing")]


@requirement("R-012", "R-481")
def test_whether_a_child_is_protected_is_what_the_request_says(town: Town) -> None:
    """Of a child's interests nothing is demanded for an adult, and nothing is left out."""
    unsaid = {
        name: text
        for name, text in REASONS.items()
        if name not in {"best-interests", "outcomes-for-child"}
    }
    _, refused = town.deciding(town.asked(), child=False, words=unsaid)
    assert problem(refused, 422, "rationale-required")["field"] == "best-interests"
    town.deciding(town.asked(scope=ADULT), child=True, words=unsaid)[1].ok()


@requirement("R-157", "R-220")
def test_the_need_to_know_is_that_of_who_receives(town: Town) -> None:
    matter = town.asked()
    how = {
        "amount": "items",
        "kinds": "typed",
        "individual": {"answer": "practitioner", "id": str(town.colm.id)},
        "channel": {"answer": "secure", "channel": "secure-system"},
        "notice": {"answer": "planned"},
    }
    problem(town.deciding(matter, how=how)[1], 422, "need-of-another")
    post = town.board.post("Review desk", town.colm)
    line = {
        "item": str(matter.fact),
        "asked": str(matter.item),
        "person": str(matter.pupil),
        **HELD,
    }
    to = {"agency": str(town.board.id), "post": str(post)}

    def decided(**individual: str) -> Any:
        told_of = {**how, "individual": individual}
        return decide(
            town.bea, matter.request, town.gwen, [line], decision="share", to=to, how=told_of
        )[1]

    problem(decided(answer="practitioner", id=str(town.gwen.id)), 422, "need-of-another")
    problem(decided(answer="duty-post", id=str(uuid4())), 422, "need-of-another")
    decided(answer="practitioner", id=str(town.colm.id)).ok()
