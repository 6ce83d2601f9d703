"""A bad row is refused with its file, its row and the field."""

from __future__ import annotations

import pytest

from hub_domain.law.reading import BadRow, assemble, from_plain, rows_from_toml, to_plain
from hub_domain.law.rows import Row
from hub_domain.law.shipped import shipped_catalogue

GOOD = """
[common]
source = "An Act s.1"

[[provision]]
id = "ACT-1"
title = "A power"
kind = "power"
"""


def read(text: str) -> tuple[Row, ...]:
    return rows_from_toml(text, "some.toml")


def refused(text: str) -> BadRow:
    with pytest.raises(BadRow) as bad:
        assemble(1, 1, {"some.toml": read(text)})
    assert bad.value.file == "some.toml"
    return bad.value


def test_a_good_row_is_read_with_what_its_file_shares() -> None:
    (row,) = read(GOOD)
    assert row.source == "An Act s.1"
    assert row.nation == ("E", "W")


@pytest.mark.parametrize(
    ("line", "field", "problem"),
    [
        ('kimd = "power"', "kimd", "no such field"),
        ('nation = ["S"]', "nation", "none of E, W"),
        ("nation = []", "nation", "E, W or both"),
        ('nation = "E"', "nation", "a list is needed"),
        ('status = "probably"', "status", "none of"),
        ('status = "repealed"', "valid_to", "last day"),
        ('valid_from = "soon"', "valid_from", "not a date"),
        ('valid_from = "2026-02-30"', "valid_from", "not a date"),
        ("valid_from = 2026-01-01T09:00:00Z", "valid_from", "not a date"),
        ("valid_from = 2026-02-01\nvalid_to = 2026-01-01", "valid_to", "before valid_from"),
        ('verified = "yes"', "verified", "not of type bool"),
        ("note = 3", "note", "not of type str"),
        ('title = " "', "title", "is blank"),
        ('successor = "ACT-2"', "successor", "not in the catalogue"),
        ('requester = ["E11-NONE"]', "requester", "no category"),
        ('exclusions = ["fun/joking"]', "exclusions", "no purpose"),
        ('requires = ["magic"]', "requires", "no rule"),
        ('wrong_requester = "go-away"', "wrong_requester", "no refusal"),
        ('answers = ["perhaps"]', "answers", "none of"),
        ('challenge_grounds = ["because"]', "challenge_grounds", "no ground"),
        ('purposes = ["fun"]', "purposes", "no purpose"),
    ],
)
def test_a_bad_field_is_named(line: str, field: str, problem: str) -> None:
    text = GOOD if "title" not in line else GOOD.replace('title = "A power"\n', "")
    bad = refused(f"{text}{line}\n")
    assert bad.row == "provision ACT-1"
    assert bad.field == field
    assert problem in bad.problem
    assert str(bad).startswith("some.toml: provision ACT-1: ")


@pytest.mark.parametrize("field", ["id", "title", "kind", "source"])
def test_a_missing_field_is_named(field: str) -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(field)]
    bad = refused("\n".join(lines))
    assert (bad.field, bad.problem) == (field, "is missing")


def test_one_law_cannot_say_two_things_on_one_day() -> None:
    twice = GOOD + "valid_to = 2020-06-30\n" + GOOD.split("\n\n")[1]
    bad = refused(twice + "valid_from = 2020-06-30\n")
    assert "overlaps" in bad.problem
    assert len(read(twice + "valid_from = 2020-07-01\n")) == 2
    assemble(1, 1, {"some.toml": read(twice + "valid_from = 2020-07-01\n")})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[provision", "expected"),
        ('[[provisoin]]\nid = "X"', "no such table"),
        ('[provision]\nid = "X"', "a list of rows"),
        ("provision = [1]", "a row of named fields"),
    ],
)
def test_a_file_that_is_no_table_is_refused(text: str, problem: str) -> None:
    assert problem in refused(text).problem.lower()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"edition": "1"}, "edition"), ({"edition": True}, "edition"), ({"tables": []}, "tables")],
)
def test_a_stored_edition_is_checked_like_a_file(change: dict[str, object], field: str) -> None:
    plain = to_plain(shipped_catalogue()) | change
    with pytest.raises(BadRow) as bad:
        from_plain(plain)
    assert bad.value.field == field
