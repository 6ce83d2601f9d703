"""How measures are told: a table for people, one JSON object a line for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from hub_services.benching.measures import Measure


class Told:
    """Tells each group of measures as it comes, and how far the whole has come."""

    def __init__(self, *, as_json: bool, steps: int) -> None:
        self._as_json = as_json
        self._out = Console(markup=False, highlight=False)
        err = Console(stderr=True, markup=False, highlight=False)
        self._bar = Progress(
            TextColumn("{task.description:<40}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=err,
            transient=True,
            disable=not err.is_terminal,
        )
        self._task = self._bar.add_task("", total=steps)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """While the bench runs."""
        with self._bar:
            yield

    def begin(self, what: str) -> None:
        """The next step begins."""
        self._bar.update(self._task, description=what)

    def done(self) -> None:
        """The step is done."""
        self._bar.advance(self._task)

    def tell(self, title: str, measures: Sequence[Measure]) -> None:
        """Print measures that belong together."""
        if self._as_json:
            for measure in measures:
                sys.stdout.write(msgspec.json.encode(measure.plain()).decode() + "\n")
            sys.stdout.flush()
            return
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        for column in ("measure", "value", "unit", "ratio", "against"):
            right = column in {"value", "ratio"}
            table.add_column(column, justify="right" if right else "left")
        for measure in measures:
            table.add_row(
                measure.name,
                f"{measure.value:,.1f}",
                measure.unit,
                "" if measure.ratio is None else f"{measure.ratio:.2f}",
                measure.against or "",
            )
        self._out.print(table)
        self._out.print()
