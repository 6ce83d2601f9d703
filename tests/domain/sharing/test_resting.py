"""On what law it is told what nobody asked, as the decision's answers state it."""

from __future__ import annotations

from typing import Any

import pytest

from hub_domain.sharing.resting import rests_on
from tests.support.requirements import requirement


def run(basis: str | None = None, provision: str | None = None, agreed: str = "no") -> Any:
    lawful = {"answer": "yes", "basis": basis, "provision": provision} if basis else None
    return {"consent": {"answer": agreed}, "lawful": lawful}


TASK, LIFE = run("public-task", "EA2002-175"), run("vital-interests")


@requirement("R-201")
@pytest.mark.parametrize(
    ("runs", "stated"),
    [
        ([TASK, TASK], [("public-task", "EA2002-175")]),
        ([TASK, LIFE], [("public-task", "EA2002-175"), ("vital-interests", None)]),
        ([run(agreed="yes")], [("consent", None)]),
        ([run(), {"consent": None, "lawful": None}], []),
        ([], []),
    ],
    ids=["each once", "items may differ", "they agreed", "not said", "nothing"],
)
def test_each_law_is_named_once_with_its_provision(
    runs: list[Any], stated: list[tuple[str, str | None]]
) -> None:
    named = rests_on({"runs": runs})
    assert [(each["basis"], each["provision"]) for each in named] == stated
