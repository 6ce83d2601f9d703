"""Registering under a category that needs more than its name, and asking in a function."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.capacity import FunctionRequired, Held, OutsideDelegation
from tests.domain.agencies.test_agency import register, registered
from tests.domain.sharing.cast import FACTS, issue
from tests.support.scenario import begun

EDUCATION = {"EA175-LA": Held(functions=("education",))}


def test_by_what_a_category_is_held_is_kept() -> None:
    begun(lambda: register(categories=["EA175-LA"], under=EDUCATION)).then(
        registered(categories=["EA175-LA"], under={"EA175-LA": EDUCATION["EA175-LA"].plain()})
    )


def test_a_category_without_what_it_needs_registers_nobody() -> None:
    begun(lambda: register(categories=["EA175-MSGB", "EA175-LA"])).then_refused(
        FunctionRequired, category="EA175-LA"
    )


@pytest.mark.parametrize(
    "refusal",
    [
        FunctionRequired(category="EA175-LA"),
        OutsideDelegation(category="E-DELEG", function="delegated-childrens-social-care"),
    ],
)
def test_a_request_is_refused_what_its_capacity_is(
    refusal: FunctionRequired | OutsideDelegation,
) -> None:
    begun(lambda: issue(facts=replace(FACTS, capacity=(refusal,)))).then_refused(
        type(refusal), **refusal.facts()
    )


def test_a_request_keeps_the_function_that_is_exercised() -> None:
    (issued,) = issue(facts=replace(FACTS, exercising="education")).collect_events()
    assert issued.exercising == "education"  # type: ignore[attr-defined]  # of this event
