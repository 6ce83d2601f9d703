"""The oracle tables: what a row says, of which cases it speaks, and what cases it asks for.

A cell holds one value, several (``A|B``), anything else or none (``!A|B``), or ``-`` for any.
Rows of different families add up: a case is refused if any row that speaks of it says so, with
all their codes; otherwise it carries every warning and opens every task, each once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ORACLES = Path(__file__).parent / "oracles"
RESULTS = ("outcome", "path", "result", "event", "codes")
BLANK = "BLANK"

Filled = dict[str, str]


@dataclass(frozen=True)
class Row:
    """One row of ``decision-overlays.csv``; ``cells`` with the further facts spread out."""

    id: str
    cells: Mapping[str, str]
    outcome: str
    path: str
    result: str
    event: str
    codes: frozenset[str]

    @property
    def family(self) -> str:
        return self.id.partition(".")[0]

    def speaks_of(self, case: Filled) -> bool:
        """Whether every cell allows what the case holds."""
        return all(_allows(cell, case.get(name, "")) for name, cell in self.cells.items())


def _allows(cell: str, value: str) -> bool:
    if cell.startswith("!"):
        return value not in cell[1:].split("|")
    return value in cell.split("|")


def overlays() -> list[Row]:
    with (ORACLES / "decision-overlays.csv").open(encoding="utf-8", newline="") as file:
        return [_row(record) for record in csv.DictReader(file)]


def _row(record: dict[str, str]) -> Row:
    cells = {
        name: cell
        for name, cell in record.items()
        if name not in {"id", "also", *RESULTS} and cell != "-"
    }
    for fact in record["also"].split():
        name, _, value = fact.partition("=")
        if fact != "-":
            cells[name] = value
    codes = frozenset(record["codes"].split()) - {"none"}
    results = {name: record[name] for name in RESULTS if name != "codes"}
    return Row(id=record["id"], cells=cells, codes=codes, **results)


def table() -> list[dict[str, str]]:
    with (ORACLES / "decision-table.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wanted(cell: str, domain: Iterable[str]) -> list[str]:
    """The values that a cell asks for, out of those that its column can hold."""
    if cell.startswith("!"):
        barred = cell[1:].split("|")
        return [value for value in domain if value not in barred]
    return cell.split("|")


def variants(row: Row, domains: Mapping[str, Iterable[str]]) -> Iterator[Filled]:
    """Cases that take each value which the row lists at least once; the rest is left open."""
    choices = {name: wanted(cell, domains.get(name, ())) for name, cell in row.cells.items()}
    for number in range(max(map(len, choices.values()))):
        yield {name: values[number % len(values)] for name, values in choices.items()}


@dataclass(frozen=True)
class Expected:
    """What all rows together say of a filled case."""

    refusals: frozenset[str]
    others: frozenset[str]


def expected(case: Filled, rows: Iterable[Row]) -> Expected:
    spoken = [row for row in rows if row.speaks_of(case)]
    refusals = {code for row in spoken if row.result == "REFUSED" for code in row.codes}
    others = {code for row in spoken if row.result == "ACCEPTED" for code in row.codes}
    return Expected(frozenset(refusals), frozenset() if refusals else frozenset(others))
