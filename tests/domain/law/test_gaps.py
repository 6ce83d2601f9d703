"""What an agency or a practitioner lacks stops who asks, and warns who answers."""

from __future__ import annotations

from typing import get_args

import pytest

from hub_domain.law.gaps import Gap, Step, judge_gaps
from hub_domain.law.judgement import Judgement, Warned

ASKING = ("request", "search", "export")
ARRANGEMENTS = [gap for gap in get_args(Gap) if gap != "training"]


@pytest.mark.parametrize("step", ASKING)
@pytest.mark.parametrize("gap", ARRANGEMENTS)
def test_who_asks_is_told_what_is_lacking(step: Step, gap: Gap) -> None:
    (refusal,) = judge_gaps(step, [gap]).refusals
    assert (refusal.code, refusal.facts()) == ("org-arrangements-missing", {"gate": gap})


@pytest.mark.parametrize("step", [step for step in get_args(Step) if step not in ASKING])
@pytest.mark.parametrize("gap", ARRANGEMENTS)
def test_nothing_else_is_stopped_by_a_gap(step: Step, gap: Gap) -> None:
    warned = Warned("org-arrangements-missing", {"gate": gap})
    assert judge_gaps(step, [gap]) == Judgement(warnings=(warned,))


def test_training_that_lapsed_is_named_as_such() -> None:
    (refusal,) = judge_gaps("search", ["training"]).refusals
    assert refusal.code == "training-not-current"
    assert judge_gaps("answer", ["training"]).warnings == (Warned("training-not-current"),)
