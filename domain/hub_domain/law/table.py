"""The flowchart of when to share, as a table of nine rows (R-150 to R-154, R-161).

The order is purpose, consent, identifies, lawful reason. With nobody unsure at a question
reached: may share if and only if there is a purpose, and consent, or nobody is identified, or
another lawful reason.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Letter = Literal["Y", "N", "U", ""]
Outcome = Literal["may-share", "do-not-share", "hold-seek-advice", "share", "unanswered"]


class Result(NamedTuple):
    """The row reached, its outcome, and the path of questions to it."""

    row: str
    outcome: Outcome
    path: str


QUESTIONS: Final = ("P", "C", "I", "L")
MAY_SHARE_ROWS: Final = frozenset({"D2", "D3", "D4"})
DECIDED_ROWS: Final = MAY_SHARE_ROWS | {"D1", "D5"}

_AFTER: Final[dict[tuple[str, str], Result | str]] = {
    ("P", "N"): Result("D1", "do-not-share", "P"),
    ("P", "Y"): "C",
    ("P", "U"): Result("D6", "hold-seek-advice", "P"),
    ("C", "Y"): Result("D2", "may-share", "P>C"),
    ("C", "N"): "I",
    ("C", "U"): Result("D8", "hold-seek-advice", "P>C"),
    ("I", "N"): Result("D3", "may-share", "P>C>I"),
    ("I", "Y"): "L",
    ("I", "U"): Result("D9", "hold-seek-advice", "P>C>I"),
    ("L", "Y"): Result("D4", "may-share", "P>C>I>L"),
    ("L", "N"): Result("D5", "do-not-share", "P>C>I>L"),
    ("L", "U"): Result("D7", "hold-seek-advice", "P>C>I>L"),
}


def follow(answers: dict[str, Letter]) -> Result:
    """Where the answers lead. A question reached and blank leads nowhere: ``unanswered``."""
    question = "P"
    path = ["P"]
    while answers[question]:
        step = _AFTER[question, answers[question]]
        if isinstance(step, Result):
            return step
        question = step
        path.append(question)
    return Result("", "unanswered", ">".join(path))
