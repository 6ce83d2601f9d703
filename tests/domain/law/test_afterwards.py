"""What follows a decision: silence, a name added, a note filed."""

from __future__ import annotations

import pytest

from hub_domain.law.afterwards import judge_name_added, judge_note_filed, judge_silence
from hub_domain.law.judgement import Judgement


def test_what_was_answered_is_not_overdue() -> None:
    assert judge_silence(answered=True) == Judgement()
    assert judge_silence(answered=False).opens("decision-overdue")


@pytest.mark.parametrize("answer", ["supplied", "partly-supplied", "declined", ""])
def test_only_what_was_not_held_is_asked_again_of_another_name(answer: str) -> None:
    assert judge_name_added(answer=answer) == Judgement()
    assert judge_name_added(answer="not-held").opens("ask-again")


def test_nobody_but_the_co_ordinator_files_the_note() -> None:
    (refusal,) = judge_note_filed(role="practitioner").refusals
    assert refusal.facts() == {"needed": "co-ordinator"}
    assert judge_note_filed(role="co-ordinator").accepted
