"""Every requirement of the law stands in the table, with its carriers and with tests.

``python3 -m infra trace`` shows that those tests notice; here, that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from infra.tracing import (
    Requirement,
    as_it_is,
    carried,
    ids_of,
    refusals,
    requirements,
    workers,
)

LISTS = {"B": (20, 55), "C": (60, 86), "D": (100, 125), "F": (150, 161), "G": (170, 177)}
LISTS |= {"H": (180, 192), "S": (380, 386), "U": (400, 434), "U5, U6": (440, 453)}
TABLES = {"D": 9, "H": 5, "M": 8, "V": 19}


def every_id_of_the_law() -> Iterator[str]:
    for first, last in LISTS.values():
        yield from (f"R-{number:03}" for number in range(first, last + 1))
    yield from ("R-480", "R-481", "3.1", "3.2", "3.3", "3.4")
    for family, last in TABLES.items():
        yield from (f"{family}{number}" for number in range(1, last + 1))


def uncarried(table: Mapping[str, Requirement]) -> list[str]:
    """The ids that nothing carries and that are not said to be elsewhere."""
    held = frozenset[str]().union(*carried(table).values())
    return [line.id for line in table.values() if line.id not in held and not line.elsewhere]


@pytest.fixture(scope="module")
def held() -> frozenset[str]:
    """The ids that tests are tagged with."""
    with workers() as pool:
        seen = as_it_is(pool, collect=True)
    assert not seen.trouble
    return frozenset(seen.holders)


def test_every_id_of_the_law_stands_in_the_table() -> None:
    assert [each for each in every_id_of_the_law() if each not in requirements()] == []


def test_every_line_is_carried_by_something_or_says_where_else_it_is() -> None:
    assert uncarried(requirements()) == []


def test_every_line_states_its_rule() -> None:
    assert [line.id for line in requirements().values() if not line.rule.strip()] == []


def test_every_refusal_serves_a_requirement_of_the_table() -> None:
    known = requirements().keys()
    strangers = {
        code: sorted(ids_of(refusal) - known) or "no id at all"
        for code, refusal in refusals().items()
        if not ids_of(refusal) or ids_of(refusal) - known
    }
    assert strangers == {}


def test_every_id_that_something_carries_is_held_by_a_test(held: frozenset[str]) -> None:
    unheld = {
        str(removal): sorted(ids - held)
        for removal, ids in carried(requirements()).items()
        if ids - held
    }
    assert unheld == {}


def test_every_tag_names_an_id_of_the_table(held: frozenset[str]) -> None:
    assert held - requirements().keys() == set()


def test_what_nothing_carries_is_found() -> None:
    lines = {
        "R-900": Requirement(id="R-900", section="Z", rule="Nobody has built it"),
        "R-901": Requirement(
            id="R-901", section="Z", rule="It is", by=("warning late-record",)
        ),
        "R-902": Requirement(id="R-902", section="Z", rule="It will be", elsewhere="Later"),
    }
    assert uncarried(lines) == ["R-900"]
