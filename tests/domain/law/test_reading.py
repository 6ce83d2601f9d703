"""A bad row is refused with its file, its row and the field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import get_args

import pytest

from hub_domain.law.reading import (
    BadRow,
    assemble,
    digest,
    from_plain,
    rows_from_tables,
    rows_from_toml,
    to_plain,
)
from hub_domain.law.rows import AnswerCode, Row
from hub_domain.law.shipped import shipped_catalogue

GOOD = """
[common]
source = "An Act s.1"

[[provision]]
id = "ACT-1"
title = "A power"
kind = "power"
"""


ROW = {"id": "ACT-1", "title": "A power", "source": "An Act s.1", "kind": "power"}
PLAIN = {"edition": 1, "pack_edition": 2, "tables": {"provision": [ROW]}}


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
        ('kimd = "power"', "kimd", "no such field; near it are kind, id"),
        ('nation = ["S"]', "nation", "'S' is none of E, W"),
        ("nation = []", "nation", "E, W or both, each once"),
        ('nation = "E"', "nation", "a list is needed"),
        (
            'status = "probably"',
            "status",
            "'probably' is none of bill, enacted, announced, in-force, dormant, repealed",
        ),
        ('status = "repealed"', "valid_to", "a repealed row names its last day in force"),
        ('valid_from = "soon"', "valid_from", "'soon' is not a date such as 2026-09-30"),
        (
            'valid_from = "2026-9-30"',
            "valid_from",
            "'2026-9-30' is not a date such as 2026-09-30",
        ),
        ('valid_from = "2026-02-30"', "valid_from", "'2026-02-30' is not a date"),
        (
            "valid_from = 2026-01-01T09:00:00Z",
            "valid_from",
            f"{datetime(2026, 1, 1, 9, tzinfo=UTC)!r} is not a date such as 2026-09-30",
        ),
        ("valid_from = 2026-02-01\nvalid_to = 2026-01-31", "valid_to", "is before valid_from"),
        ('verified = "yes"', "verified", "'yes' is not of type bool"),
        ("verified = 1", "verified", "1 is not of type bool"),
        ("note = 3", "note", "3 is not of type str"),
        ('title = " "', "title", "is blank"),
        ('successor = "ACT-2"', "successor", "'ACT-2' is not in the catalogue"),
        ('requester = ["E11-NONE"]', "requester", "there is no category 'E11-NONE'"),
        ('exclusions = ["fun/joking"]', "exclusions", "there is no purpose 'fun/joking'"),
        ('requires = ["magic"]', "requires", "there is no rule 'magic'"),
        ('wrong_requester = "go-away"', "wrong_requester", "there is no refusal 'go-away'"),
        (
            'answers = ["perhaps"]',
            "answers",
            f"'perhaps' is none of {', '.join(get_args(AnswerCode))}",
        ),
        (
            'challenge_grounds = ["because"]',
            "challenge_grounds",
            "there is no ground 'because'",
        ),
        ('purposes = ["fun"]', "purposes", "there is no purpose 'fun'"),
    ],
)
def test_a_bad_field_is_named(line: str, field: str, problem: str) -> None:
    text = GOOD if "title" not in line else GOOD.replace('title = "A power"\n', "")
    bad = refused(f"{text}{line}\n")
    assert bad.row == "provision ACT-1"
    assert bad.field == field
    assert bad.problem == problem
    assert str(bad) == f"some.toml: provision ACT-1: {field}: {problem}"


@pytest.mark.parametrize("field", ["id", "title", "kind", "source"])
def test_a_missing_field_is_named(field: str) -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(field)]
    bad = refused("\n".join(lines))
    assert (bad.file, bad.field, bad.problem) == ("some.toml", field, "is missing")


def test_one_law_cannot_say_two_things_on_one_day() -> None:
    twice = GOOD + "valid_to = 2020-06-30\n" + GOOD.split("\n\n")[1]
    bad = refused(twice + "valid_from = 2020-06-30\n")
    assert str(bad) == (
        "some.toml: provision ACT-1: valid_from: overlaps another row of this id"
    )
    assert len(read(twice + "valid_from = 2020-07-01\n")) == 2
    assemble(1, 1, {"some.toml": read(twice + "valid_from = 2020-07-01\n")})


@pytest.mark.parametrize(
    ("text", "row", "problem"),
    [
        ("[[provision", "-", "Expected "),
        ('[[provisoin]]\nid = "X"', "provisoin", "no such table; near it are provision"),
        (
            '[provision]\nid = "X"',
            "provision",
            "a list of rows, each with its fields, is needed",
        ),
        ("provision = [1]", "provision 1", "a row of named fields is needed"),
    ],
)
def test_a_file_that_is_no_table_is_refused(text: str, row: str, problem: str) -> None:
    bad = refused(text)
    assert (bad.row, bad.field) == (row, "-")
    assert bad.problem.startswith(problem)


WHOLE = "a whole number is needed"


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"edition": "1"}, "edition", WHOLE),
        ({"edition": True}, "edition", WHOLE),
        ({"pack_edition": 1.0}, "pack_edition", WHOLE),
        ({"pack_edition": None}, "pack_edition", WHOLE),
        ({"tables": []}, "tables", "the tables of rows are missing"),
    ],
)
def test_a_stored_edition_is_checked_like_a_file(
    change: dict[str, object], field: str, problem: str
) -> None:
    plain = to_plain(shipped_catalogue()) | change
    with pytest.raises(BadRow) as bad:
        from_plain(plain)
    assert str(bad.value) == f"edition: -: {field}: {problem}"
    assert bad.value.row == "-"


def test_two_rows_that_begin_together_contradict_each_other() -> None:
    twice = GOOD + "valid_from = 2020-06-30\n" + GOOD.split("\n\n")[1]
    assert "overlaps" in refused(twice + "valid_from = 2020-06-30\n").problem
    assert "overlaps" in refused(GOOD + GOOD.split("\n\n")[1]).problem


def test_the_row_that_begins_too_early_is_the_one_at_fault() -> None:
    (first,) = read(GOOD)
    second = replace(first, valid_from=date(2020, 7, 1))
    for parts in (
        {"first.toml": [first], "second.toml": [second]},
        {"second.toml": [second], "first.toml": [first]},
    ):
        with pytest.raises(BadRow) as bad:
            assemble(1, 1, parts)
        assert bad.value.file == "second.toml"


def test_a_row_may_hold_for_a_single_day() -> None:
    (row,) = read(f"{GOOD}valid_from = 2026-02-01\nvalid_to = 2026-02-01\n")
    assert row.in_force(date(2026, 2, 1))


def test_a_row_without_an_id_is_named_by_its_place() -> None:
    for before in ([], [ROW]):
        with pytest.raises(BadRow) as bad:
            rows_from_tables({"provision": [*before, {"title": "A power"}]}, "sent")
        assert bad.value.row == f"provision {len(before) + 1}"


def test_a_file_need_share_nothing() -> None:
    shared, row = GOOD.split("\n\n")
    assert rows_from_toml(f"{row}{shared.splitlines()[-1]}\n", "some.toml") == read(GOOD)


@pytest.mark.parametrize("field", ["requester", "addressee", "overlap", "vests", "told"])
def test_a_list_of_bodies_holds_categories_kinds_of_body_and_any(field: str) -> None:
    (row,) = read(f'{GOOD}{field} = ["any", "public-authority", "some-kind"]\n')
    assert assemble(1, 1, {"some.toml": [row]}).rows == (row,)
    bad = refused(f'{GOOD}{field} = ["any", "E11-NONE"]\n')
    assert (bad.field, bad.problem) == (field, "there is no category 'E11-NONE'")


def test_what_a_purpose_names_stands_in_the_catalogue_as_well() -> None:
    purpose = """
[[purpose]]
id = "help"
title = "Help"
source = "An Act s.1"
safeguarding = true
bases = ["public-task"]
"""
    bad = refused(f'{purpose}recipients = ["E11-NONE"]\n')
    assert str(bad) == "some.toml: purpose help: recipients: there is no category 'E11-NONE'"
    power = GOOD + 'purposes = ["help"]\nexclusions = ["help/early"]\n'
    assert len(assemble(1, 1, {"some.toml": read(power + purpose)}).rows) == 2


def test_an_edition_is_written_without_what_goes_without_saying() -> None:
    catalogue = assemble(1, 2, {"some.toml": read(GOOD)})
    assert to_plain(catalogue) == PLAIN
    assert from_plain(PLAIN) == catalogue


def test_no_day_may_be_written_out() -> None:
    plain = {**PLAIN, "tables": {"provision": [{**ROW, "valid_to": None}]}}
    assert from_plain(plain) == from_plain(PLAIN)


def test_rows_that_an_operator_sends_are_checked_like_a_file() -> None:
    assert rows_from_tables({"provision": [ROW]}, "sent") == read(GOOD)
    with pytest.raises(BadRow) as bad:
        rows_from_tables({"provision": [{"id": "ACT-1"}]}, "sent")
    assert str(bad.value) == "sent: provision ACT-1: title: is missing"
    with pytest.raises(BadRow) as stored:
        from_plain({**PLAIN, "tables": {"provision": [{"id": "ACT-1"}]}}, "edition 7")
    assert str(stored.value) == "edition 7: provision ACT-1: title: is missing"


def test_the_digest_is_that_of_sorted_compact_json_in_utf_8() -> None:
    """Whoever has the published edition can work it out with no code of ours."""
    plain = {"tables": {"b": ["Siân"], "a": []}, "edition": 1}
    written = '{"edition":1,"tables":{"a":[],"b":["Siân"]}}'
    assert digest(plain) == sha256(written.encode("utf-8")).hexdigest()


def test_what_ships_is_read_again_as_it_was_read() -> None:
    assert shipped_catalogue.__wrapped__() == shipped_catalogue()
