"""What the rules find is sorted: a refusal opens nothing, and nothing is said twice."""

from __future__ import annotations

import pytest

from hub_domain.law.judgement import Judgement, TaskDue, Warned, judged
from hub_domain.law.refusals import PurposeRequired, ReasonRequired

WARNED = Warned("late-record")
DUE = TaskDue("share-with-police")
REFUSED = ReasonRequired(field="notice")


def test_what_is_refused_warns_of_nothing_and_opens_nothing() -> None:
    assert judged([WARNED, REFUSED, DUE]) == Judgement(refusals=(REFUSED,))
    assert judged([WARNED, DUE]) == Judgement(warnings=(WARNED,), tasks=(DUE,))


def test_each_finding_is_said_once_and_in_the_order_of_the_rules() -> None:
    other = ReasonRequired(field="question")
    again = ReasonRequired(field="notice")
    assert judged([REFUSED, other, again]).refusals == (REFUSED, other)
    gap = TaskDue("share-with-police", {"gap": "how"})
    assert judged([DUE, gap, TaskDue("share-with-police")]).tasks == (DUE, gap)


def test_to_insist_raises_the_first_refusal() -> None:
    with pytest.raises(ReasonRequired):
        judged([REFUSED, PurposeRequired()]).insist()
    accepted = judged([DUE])
    assert accepted.insist() is accepted


def test_a_task_and_a_warning_are_found_by_their_code() -> None:
    judgement = judged([WARNED, Warned("unexpected-share"), DUE, TaskDue("redecide")])
    assert judgement.opens("redecide")
    assert not judgement.opens("late-record")
    assert judgement.warns("unexpected-share")
    assert not judgement.warns("redecide")
