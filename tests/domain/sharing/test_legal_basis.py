"""On what law it is told what nobody asked, as the decision's answers state it."""

from __future__ import annotations

from typing import Any

import pytest

from hub_domain.sharing.legal_basis import rests_on
from tests.support.requirements import requirement
from tests.support.scenario import an_id


def run(
    basis: str | None = None,
    provision: str | None = None,
    agreed: str = "no",
    answer: str = "yes",
) -> Any:
    lawful = {"answer": answer, "basis": basis, "provision": provision} if basis else None
    return {"items": [str(FACT)], "consent": {"answer": agreed}, "lawful": lawful}


FACT, HELD_BACK = an_id("fact"), an_id("held back")
ITEMS = [{"item": FACT, "included": True}, {"item": HELD_BACK, "included": False}]
TASK, LIFE = run("public-task", "EA2002-175"), run("vital-interests")


@requirement("R-201")
@pytest.mark.parametrize(
    ("runs", "stated"),
    [
        ([TASK, TASK], [("public-task", "EA2002-175")]),
        ([TASK, LIFE], [("public-task", "EA2002-175"), ("vital-interests", None)]),
        ([run(agreed="yes")], [("consent", None)]),
        ([run(), {**run(), "consent": None}], []),
        ([], []),
    ],
    ids=["each once", "items may differ", "they agreed", "not said", "nothing"],
)
def test_each_law_is_named_once_with_its_provision(
    runs: list[Any], stated: list[tuple[str, str | None]]
) -> None:
    named = rests_on(ITEMS, {"runs": runs})
    assert [(each["basis"], each["provision"]) for each in named] == stated


@requirement("R-154", "R-201")
@pytest.mark.parametrize(
    ("said", "stated"),
    [
        (run("legal-obligation", "CA1989-47", agreed="yes"), [("consent", None)]),
        (run("legal-obligation", "CA1989-47", answer="no"), []),
        (run("public-task", "EA2002-175", answer="unsure"), []),
    ],
    ids=["they agreed", "no lawful reason", "unsure"],
)
def test_no_law_is_named_that_no_rule_judged(
    said: Any, stated: list[tuple[str, str | None]]
) -> None:
    """Finding: what went by consent was said to be a legal obligation, which nobody checked."""
    named = rests_on(ITEMS, {"runs": [said]})
    assert [(each["basis"], each["provision"]) for each in named] == stated


@requirement("R-201")
def test_nobody_is_told_by_which_law_that_is_held_which_they_do_not_get() -> None:
    """Finding: of what a police force held back, it was told that it was about crime."""
    kept = {**run("public-task", "CDA1998-115"), "items": [str(HELD_BACK)]}
    both = {**LIFE, "items": [str(FACT), str(HELD_BACK)]}
    named = rests_on(ITEMS, {"runs": [TASK, kept, both]})
    assert named == rests_on(ITEMS, {"runs": [TASK, both]})
    assert len(named) == 2
