"""What may be known of words: the same for everybody, and never the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_domain.text_checks import VERSION, Flag, TextChecks, check_text, named_in


@pytest.mark.parametrize("text", ["", " ", "\n\t", "...", "—", "'", "\u200b"])
def test_nothing_said_is_blank(text: str) -> None:
    assert check_text(text).blank
    assert check_text(text).words == 0


@pytest.mark.parametrize(
    "text",
    [
        "GDPR",
        "gdpr!",
        "G.D.P.R.",
        "UK GDPR",
        "Data protection",
        "data-protection",
        "the Data Protection Act 2018",
        "Human rights",
        "Article 8",
        "confidential",
        "No consent.",
        "We can't share this because of GDPR",
        "We are not allowed to disclose, due to data protection law",
        "Diogelu data",
        "RhDDC",
        "Hawliau dynol",
        "Ni allwn rannu oherwydd diogelu data",
        "Incompatible with our own duties",
        "Adverse effect on the exercise of our functions",
    ],
)
def test_the_name_of_a_law_is_no_reason(text: str) -> None:
    checks = check_text(text)
    assert Flag.BARE_GROUND in checks.flags
    assert checks.bare


@pytest.mark.parametrize(
    "text",
    [
        "GDPR was considered; the third pupil is not in the case you describe",
        "Her human rights weigh less here than the bruises seen on Monday",
        "The data protection officer has left and nobody can open the safe",
        "Ni allwn anfon y nodiadau cyn i'r meddyg eu darllen",
    ],
)
def test_a_reason_that_mentions_a_law_is_a_reason(text: str) -> None:
    assert check_text(text).flags == ()


@pytest.mark.parametrize(
    "text",
    ["safeguarding", "Safeguarding concerns", "n/a", "N.A.", "see above", "as discussed"],
)
def test_a_phrase_that_fits_any_case_is_vague(text: str) -> None:
    assert check_text(text).flags == (Flag.VAGUE,)
    assert check_text(text).bare


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("O'Brien", "Mrs O\u2019Brien rang"),
        ("O\u2019Brien", "mrs obrien rang"),
        ("O'Brien", "O Brien rang"),
        ("Siân Evans", "sian was late"),
        ("Sian Evans", "SIÂN was late"),
        ("Siân Evans", "Siân's mother came"),
        ("Mary-Ann", "Maryann came"),
        ("Mary-Ann", "Mary came"),
        ("Łukasz", "Lukasz came"),
        ("Zoë", "zoe came"),
        ("Will Smith", "Will was there"),
        ("Jo", "Jo was there"),
        ("May Young", "Young was there"),
        ("May Young", "may young was there"),
    ],
)
def test_a_name_the_desk_knows_is_found_however_it_is_written(name: str, text: str) -> None:
    assert check_text(text, subjects=[name]).names_subject


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Will Smith", "the register will be sent"),
        ("Ann", "an annual review of the plan"),
        ("Maria de la Cruz", "yn y de, la la"),
        ("K", "a child in class K"),
        ("May Will Young", "A young boy, in the small hours of may"),
        ("Kit Brooks", "a house by the brooks, and in the woods of Ada"),
        ("Ada Wood", "in the woods"),
        ("Haf Bach", "bachgen bach, yn yr haf"),
        ("", "the pupil"),
    ],
)
def test_an_ordinary_word_is_no_name(name: str, text: str) -> None:
    assert not check_text(text, subjects=[name]).names_subject


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He saw Young's mother, and then Kit.", "Young"),
        ("kit was away", "kit"),
        ("Mary Ann was away", "Mary Ann"),
        ("the young pupil", ""),
    ],
)
def test_its_author_can_be_told_which_word_was_taken_for_a_name(text: str, word: str) -> None:
    """The word as it is written, and never part of what the hub is told."""
    names = ["Kit Young", "Maryann Owen"]
    assert named_in(text, names) == word
    assert check_text(text, subjects=names).names_subject is bool(word)


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\u202e", "\u2066", "\ud800", "\ue000"])
def test_what_nobody_can_see_is_flagged(hidden: str) -> None:
    assert check_text(f"seen{hidden} on Monday").flags == (Flag.CONTROL_CHARACTERS,)


def test_lines_tabs_and_joined_letters_are_ordinary() -> None:
    assert check_text("seen on\r\nMonday\tat می‌خواهم").flags == ()


def test_words_are_counted() -> None:
    assert check_text("She didn't come on the 3rd.").words == 6


@given(st.text())
def test_checks_survive_being_written_and_read(text: str) -> None:
    checks = check_text(text, subjects=[text[:3]])
    assert TextChecks.from_plain(checks.to_plain()) == checks
    assert checks.version == VERSION
    assert check_text(text, subjects=[text[:3]]) == checks


@given(st.text())
def test_a_text_is_blank_exactly_when_it_has_no_word(text: str) -> None:
    checks = check_text(text)
    assert checks.blank == (checks.words == 0)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"version": 1, "words": 3},
        {"version": 1, "words": 3, "flags": [], "text": "Siân"},
        {"version": True, "words": 3, "flags": []},
        {"version": 0, "words": 3, "flags": []},
        {"version": 1, "words": -1, "flags": []},
        {"version": 1, "words": 3, "flags": "blank"},
        {"version": 1, "words": 3, "flags": ["unheard-of"]},
        {"version": 1, "words": 3, "flags": ["vague", "blank"]},
        {"version": 1, "words": 3, "flags": ["blank", "blank"]},
    ],
)
def test_anything_else_is_not_text_checks(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"version|[Ff]lag"):
        TextChecks.from_plain(plain)
