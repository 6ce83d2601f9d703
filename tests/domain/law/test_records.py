"""What was recorded: a code where one is asked for, words where words are, and nothing else."""

from __future__ import annotations

from hub_domain.law.records import Record
from tests.domain.law.cases import SAID

RECORD = Record(entries={"openness": SAID, "compatible": "yes"})


def test_a_text_is_no_code_and_what_was_not_recorded_is_none() -> None:
    assert RECORD.code("compatible") == "yes"
    assert RECORD.code("openness") == ""
    assert RECORD.code("necessity") == ""
