"""Rows that contradict themselves, or name what is not there, are told by place and remedy."""

from __future__ import annotations

import re

import pytest

from hub_domain.law.editing import amended
from hub_domain.law.reading import BadRow, rows_from_toml
from tests.domain.law.cases import LAW

BODY = """
[[body]]
id = "X-1"
title = "A body"
source = "An Act s.1"
body = "thing"
"""
PROVISION = """
[[provision]]
id = "X-2"
title = "A power"
source = "An Act s.2"
kind = "power"
"""
DEADLINE = """
[[deadline]]
id = "x-3"
title = "A limit"
source = "An Act s.3"
counts = "elapsed"
"""
RECORD = """
[[record]]
id = "x-4"
title = "A field"
source = "An Act s.4"
rows = ["D4"]
when = "always"
"""


NO_FUNCTION = "is empty, but a function is needed"
NO_DURATION = "is no duration such as P28D or PT24H"
NO_BLANK = "stands where a blank is warned of, and nowhere else"


@pytest.mark.parametrize(
    ("row", "line", "field", "problem"),
    [
        (
            BODY,
            'needs = ["permission"]',
            "needs",
            "'permission' is none of function, principal",
        ),
        (BODY, 'needs = ["function"]', "function_scope", NO_FUNCTION),
        (BODY, 'needs = ["delegation"]', "function_scope", NO_FUNCTION),
        (BODY, 'successor = "X-1"', "successor", "is the row itself"),
        (
            BODY,
            'functions_scope = ["a"]',
            "functions_scope",
            "no such field; near it are function_scope",
        ),
        (BODY, 'xyzzy = "a"', "xyzzy", "no such field; there are id, title, source, "),
        (PROVISION, 'adapted_from = "X-9"', "adapted_from", "there is no guidance 'X-9'"),
        (DEADLINE, 'limit = "28 days"', "limit", f"'28 days' {NO_DURATION}"),
        (DEADLINE, 'limit = "P"', "limit", f"'P' {NO_DURATION}"),
        (RECORD, 'blank = "warned"', "warning", NO_BLANK),
        (
            RECORD,
            'blank = "warned"\nwarning = "stael"',
            "warning",
            "there is no warning 'stael'",
        ),
        (RECORD, 'blank = "nothing"\nwarning = "stale"', "warning", NO_BLANK),
    ],
)
def test_a_row_is_told_by_its_place_and_what_is_wrong_with_it(
    row: str, line: str, field: str, problem: str
) -> None:
    with pytest.raises(BadRow) as bad:
        amended(LAW, rows_from_toml(row + line + "\n", "x.toml"), "x.toml")
    table, of = re.findall(r"\[\[(\w+)\]\]\nid = \"([^\"]+)\"", row)[0]
    assert str(bad.value).startswith(f"x.toml: {table} {of}: {field}: {problem}")


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (BODY, 'needs = ["function"]\nfunction_scope = ["a"]'),
        (PROVISION, 'adapted_from = "HMG-2018"'),
        (DEADLINE, 'limit = "PT24H"'),
        (DEADLINE, 'limit = "P7D"'),
        (RECORD, 'blank = "warned"\nwarning = "stale"'),
        (RECORD, 'blank = "nothing"'),
    ],
)
def test_what_is_put_right_stands(row: str, line: str) -> None:
    assert amended(LAW, rows_from_toml(row + line + "\n", "x.toml"), "x.toml").edition == 2


def test_a_table_that_is_misspelt_is_told_with_what_is_near() -> None:
    with pytest.raises(BadRow) as bad:
        rows_from_toml('[[provisoin]]\nid = "X"', "x.toml")
    assert "near it are provision" in bad.value.problem
