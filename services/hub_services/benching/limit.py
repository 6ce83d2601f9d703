"""The limit: the rows of a workload as plain SQL, driven by pgbench.

One statement a command, prepared, in its own transaction, with the same tables, columns,
indexes and bytes. Nothing is checked, ordered, signed or sent: values stand in the statement,
and only what tells one workload from the next is computed, by the server.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final
from uuid import UUID

IDS: Final = 1000
"""Numbers set aside for the ids and positions of one workload."""

_TPS = re.compile(r"^tps = ([0-9.]+) \(without initial connection time\)$", re.MULTILINE)
_TIME_ORDERED: Final = 7


class NoFigure(Exception):
    """The programme that measures the limit did not end as it should."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A value as PostgreSQL writes it, and its type."""

    text: str | None
    type: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of one table; with a key it is an upsert."""

    table: str
    cells: Mapping[str, Cell]
    key: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        """What rows of one insert have in common."""
        return self.table, tuple(self.cells)


def script(commands: Sequence[Sequence[Row]], own: Sequence[UUID], first_position: int) -> str:
    """A pgbench script of one workload: its commands, each one durable statement.

    ``own`` are the ids that no other workload has; they and the positions are computed anew.
    """
    writing = _Writing({str(id_): n for n, id_ in enumerate(own)}, first_position)
    statements = [writing.statement(rows) for rows in commands]
    setting = f"\\set n :n + 1\n\\set base (:client_id * 1000000 + :n) * {IDS}\n"
    return setting + "".join(f"{statement};\n" for statement in statements)


class _Writing:
    def __init__(self, own: Mapping[str, int], first_position: int) -> None:
        self._own = own
        self._first_position = first_position

    def statement(self, rows: Sequence[Row]) -> str:
        inserts = [
            self._insert(list(same))
            for _, same in groupby(
                sorted(rows, key=lambda row: row.shape), lambda row: row.shape
            )
        ]
        parts = [f"part_{n} as ({insert})" for n, insert in enumerate(inserts[:-1])]
        return f"with {', '.join(parts)} {inserts[-1]}"

    def _insert(self, rows: Sequence[Row]) -> str:
        row = rows[0]
        columns = ", ".join(f'"{name}"' for name in row.cells)
        values = ", ".join(
            "({})".format(", ".join(self._value(*cell) for cell in each.cells.items()))
            for each in rows
        )
        insert = f'insert into "{row.table}" ({columns}) values {values}'  # noqa: S608
        if not row.key:
            return insert
        key = ", ".join(f'"{name}"' for name in row.key)
        changes = ", ".join(
            f'"{name}" = excluded."{name}"' for name in row.cells if name not in row.key
        )
        return f"{insert} on conflict ({key}) do update set {changes}"

    def _value(self, column: str, cell: Cell) -> str:
        if cell.text is None:
            return f"null::{cell.type}"
        if column == "position":
            return f":base::bigint + {int(cell.text) - self._first_position}"
        if cell.type == "uuid" and cell.text in self._own:
            return self._id(UUID(cell.text), self._own[cell.text])
        escaped = cell.text.translate({ord(c): f"\\x{ord(c):02x}" for c in "'\\:"})
        return f"E'{escaped}'::{cell.type}"

    def _id(self, id_: UUID, number: int) -> str:
        """An id in the order of time where the hub's is, and anywhere where it is not."""
        if id_.version == _TIME_ORDERED:
            return f"lpad(to_hex(:base::bigint + {number}), 32, '0')::uuid"
        return f"md5((:base::bigint + {number})::text)::uuid"


def limit_rate(
    pgbench: Path, url: str, script_file: Path, *, clients: int, workloads: int, before: int
) -> float:
    """Workloads done in a second. ``before`` is how many were done already, in earlier runs."""
    done = subprocess.run(  # noqa: S603 - our own programme
        [
            pgbench,
            "--no-vacuum",
            "--protocol=prepared",
            f"--client={clients}",
            "--jobs=1",
            f"--transactions={workloads // clients}",
            f"--define=n={before}",
            f"--file={script_file}",
            url,
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    found = _TPS.search(done.stdout)
    if done.returncode != 0 or found is None:
        raise NoFigure(done.stderr[-2000:])
    return float(found[1])
