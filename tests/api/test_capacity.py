"""In what capacity a body is registered, asks and decides (R-030 to R-046, R-076)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_infra.sealing import AgencyPrivateKeys
from tests.api.town import Matter, Town, malformed, problem
from tests.support.casework import ask, decide, lawful
from tests.support.world import (
    Answered,
    Body,
    Caller,
    Office,
    keys_facts,
    member_facts,
)

EDUCATION = {"EA175-LA": {"functions": ["education"]}}
SOCIAL_CARE = "delegated-childrens-social-care"


def registering(
    town: Town, *categories: str, nation: str = "E", under: Any = None
) -> tuple[Answered, Office]:
    """Register a body, and what the hub answers."""
    about, lead = town.world.ids.stream(), uuid4()
    private = AgencyPrivateKeys.generate()
    body = Body(about, "Westmere", private, private.public(about, 1))
    answered = town.operator.do(
        "register-agency",
        about=about,
        version=0,
        facts={
            "name": "Westmere",
            "nation": nation,
            "kind": "partner",
            "categories": list(categories),
            "keys": keys_facts(body.public),
            "lead": member_facts(lead, "Lead"),
            **({"under": under} if under is not None else {}),
        },
    )
    office = Office(
        town.world, body, Caller(town.world, body, lead, "information-governance-lead")
    )
    town.world.bodies[about] = body
    return answered, office


def registered(town: Town, *categories: str, under: Any) -> Office:
    answered, office = registering(town, *categories, under=under)
    answered.ok()
    office.arrange().ok()
    return office


@pytest.mark.parametrize(
    ("category", "nation", "code"),
    [
        ("E11-ESA74", "E", "function-required"),
        ("W28-LSA123", "W", "function-required"),
        ("EA175-LA", "W", "function-required"),
        ("BCIA55-BF", "E", "function-required"),
        ("EW-115-AGENT", "E", "principal-required"),
        ("E-DELEG", "E", "function-required"),
        ("W162-B", "W", "agreement-required"),
        ("W162-H", "W", "regulation-required"),
    ],
)
def test_nobody_is_registered_without_what_the_category_needs(
    town: Town, category: str, nation: str, code: str
) -> None:
    answered, _ = registering(town, category, nation=nation)
    assert problem(answered, 422, code) == {"category": category}


def test_who_delegates_is_registered_and_says_from_when(town: Town) -> None:
    under: dict[str, Any] = {"functions": [SOCIAL_CARE], "principal": str(town.council.id)}
    answered, _ = registering(town, "E-DELEG", under={"E-DELEG": under})
    problem(answered, 422, "delegation-required")
    stranger = {**under, "principal": str(uuid4()), "valid_from": "2026-04-01"}
    answered, _ = registering(town, "E-DELEG", under={"E-DELEG": stranger})
    problem(answered, 404, "not-found")
    answered, _ = registering(
        town, "E-DELEG", under={"E-DELEG": {**under, "valid_from": "2026-04-01"}}
    )
    answered.ok()


def test_what_is_said_of_a_category_that_is_not_held_is_malformed(town: Town) -> None:
    answered, _ = registering(town, "EW-VCS", under=EDUCATION)
    assert malformed(answered)


def asking(by: Caller, town: Town, exercising: str | None = None) -> Answered:
    pupil = uuid4()
    return ask(
        by,
        town.school.body,
        {pupil: "Kezia Marlowe"},
        {"attendance": [pupil]},
        provision="CA1989-47",
        function=None,
        purpose="child-protection",
        exercising=exercising,
    ).answered


def test_a_council_asks_in_the_function_that_it_names(town: Town) -> None:
    """R-044: blank is refused, and what it names is kept with the request."""
    council = registered(town, "E11-LA", "EA175-LA", under=EDUCATION)
    officer = council.hire("Imran", "practitioner")
    assert problem(asking(officer, town), 422, "function-required") == {"category": "EA175-LA"}
    first = asking(officer, town, exercising="other").ok()["position"]
    asking(officer, town, exercising="education").ok()
    path = f"/v1/audit/events?after={first - 5}&limit=100"
    kept = [
        event["facts"]["exercising"]
        for event in town.faye.read(path).ok()["events"]
        if event["topic"] == "share-request.issued" and event["agency"] == str(council.id)
    ]
    assert kept == ["other", "education"]


def test_a_provider_asks_in_what_is_delegated_to_it_now(town: Town) -> None:
    """R-046: the delegation ran out the day before."""

    def provider(last: str) -> Caller:
        under = {
            "functions": [SOCIAL_CARE],
            "principal": str(town.council.id),
            "valid_from": "2026-04-01",
            "valid_to": last,
        }
        return registered(town, "E-DELEG", "EW-VCS", under={"E-DELEG": under}).hire(
            "Dilys", "practitioner"
        )

    over, runs = provider("2026-10-07"), provider("2026-10-08")
    assert str(town.world.clock.now().date()) == "2026-10-08"
    facts = problem(asking(over, town, exercising=SOCIAL_CARE), 422, "outside-delegation")
    assert facts == {"category": "E-DELEG", "function": SOCIAL_CARE}
    # from here on it is the provision's to say who may ask
    problem(asking(runs, town, exercising=SOCIAL_CARE), 422, "gateway-not-available")


def decision_of(town: Town, holder: Caller, **other: Any) -> tuple[UUID, Answered]:
    pupil = uuid4()
    asked = ask(town.gwen, holder.body, {pupil: "Kezia Marlowe"}, {"attendance": [pupil]})
    asked.answered.ok()
    matter = Matter(asked.id, pupil, asked.items["attendance"])
    line = {
        "item": str(matter.fact),
        "asked": str(matter.item),
        "person": str(pupil),
        "included": True,
        "kind": "fact",
    }
    return decide(holder, matter.request, town.gwen, [line], decision="share", **other)


def test_a_task_vested_in_education_functions_is_relied_on_in_them_alone(town: Town) -> None:
    """R-044, R-113: s.175 vests nothing in the authority's other functions."""
    council = registered(town, "E11-LA", "EA175-LA", under=EDUCATION)
    morwenna = council.hire("Morwenna", "safeguarding-lead")
    by_175 = lawful("public-task", provision="EA2002-175", limb="a")
    _, answered = decision_of(town, morwenna, grounds=by_175)
    problem(answered, 422, "function-required")
    _, answered = decision_of(town, morwenna, grounds=by_175, exercising="other")
    problem(answered, 422, "basis-not-available")
    decision, answered = decision_of(town, morwenna, grounds=by_175, exercising="education")
    answered.ok()
    codes = morwenna.read(f"/v1/sharing-decisions/{decision}").ok()["decision"]["codes"]
    assert codes["exercising"] == "education"
