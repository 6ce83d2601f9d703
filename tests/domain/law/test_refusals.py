"""What a text lacks to count as said."""

from __future__ import annotations

import pytest

from hub_domain.law.refusals import lack
from hub_domain.text_checks import check_text

HIDDEN = "seen\u200b at school on Monday\x07"


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("", "blank"),
        (" \n", "blank"),
        ("GDPR", "bare"),
        ("safeguarding", "bare"),
        ("Siân was hurt", "names-subject"),
        (HIDDEN, "unreadable"),
        ("hurt", ""),
        ("hurt at home", ""),
    ],
)
def test_what_a_text_lacks_is_told(text: str, lacking: str) -> None:
    assert lack(check_text(text, subjects=["Sian"])) == lacking


def test_a_text_that_is_not_there_is_blank() -> None:
    assert lack(None) == "blank"
    assert lack(None, 3) == "blank"


@pytest.mark.parametrize(("words", "lacking"), [(2, "too-short"), (3, ""), (4, "")])
def test_as_many_words_as_are_asked_for_are_enough(words: int, lacking: str) -> None:
    assert lack(check_text(" ".join(["hurt"] * words)), 3) == lacking
