"""The decision table, against its oracle and against a second, plain writing of it."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from hub_domain.law.table import Letter, follow
from tests.domain.law.oracle import table

LETTERS = ("Y", "N", "U")
ALL = list(product(LETTERS, repeat=4))


def answers(p: str, c: str, i: str, ell: str) -> dict[str, Letter]:
    return {"P": p, "C": c, "I": i, "L": ell}  # type: ignore[dict-item]  # letters of the oracle


def matching(combination: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    return [
        (number, row)
        for number, row in enumerate(table(), 1)
        if all(
            row[question] in {"-", letter}
            for question, letter in zip("PCIL", combination, strict=True)
        )
    ]


@pytest.mark.parametrize("combination", ALL, ids="".join)
def test_every_combination_leads_where_the_oracle_says(combination: tuple[str, ...]) -> None:
    ((number, row),) = matching(combination)
    result = follow(answers(*combination))
    assert result.row == f"D{number}"
    assert result.outcome == row["outcome"].lower().replace("_", "-")
    assert result.path == row["path"]


@pytest.mark.parametrize("combination", ALL, ids="".join)
def test_it_may_be_shared_when_the_law_in_one_line_says_so(
    combination: tuple[str, ...],
) -> None:
    p, c, i, ell = combination
    reached = follow(answers(*combination)).path.split(">")
    if any(
        dict(zip("PCIL", combination, strict=True))[question] == "U" for question in reached
    ):
        assert follow(answers(*combination)).outcome == "hold-seek-advice"
        return
    may = p == "Y" and (c == "Y" or i == "N" or ell == "Y")
    assert (follow(answers(*combination)).outcome == "may-share") == may


@pytest.mark.parametrize("blank", ["P", "C", "I", "L"])
def test_a_question_reached_and_blank_leads_nowhere(blank: str) -> None:
    given = answers("Y", "N", "Y", "Y") | {blank: ""}
    result = follow(given)
    assert result.outcome == "unanswered"
    assert result.path.endswith(blank)


def test_a_question_not_reached_changes_nothing() -> None:
    for letter in get_args(Letter):
        assert follow(answers("Y", "Y", letter, letter)).row == "D2"
        assert follow(answers("N", letter, letter, letter)).row == "D1"


def test_where_nothing_is_reached_no_row_is_named() -> None:
    assert follow(answers("Y", "N", "Y", "")).row == ""
    assert follow(answers("", "", "", "")) == ("", "unanswered", "P")
