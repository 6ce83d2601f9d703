"""``demo``: an invented partnership, weeks of its work, and a desk to sit down at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from hub_services.cli.screen import DATA, USAGE, err, out, stop

PORT = 8765
_STOPPED = 130


class Terminal:
    """Steps with their times, progress on the telling, then where to go."""

    def __init__(self, port: int = PORT) -> None:
        self._at_port = "" if port == PORT else f" --port {port}"
        self._began = time.monotonic()
        self._bar: Progress | None = None
        self._cases: TaskID | None = None

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Say what is done, and how long it took."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._close_bar()
        out.print(f"{what}: {time.monotonic() - began:.1f} s")

    def told(self, done: int, of: int) -> None:
        """Move the bar on."""
        if self._bar is None:
            self._bar = Progress(
                TextColumn("{task.completed} of {task.total} cases"),
                BarColumn(),
                console=err,
                transient=True,
                disable=not err.is_terminal,
            )
            self._cases = self._bar.add_task("", total=of)
            self._bar.start()
        if self._cases is not None:
            self._bar.update(self._cases, completed=done)

    def behind(self, rows: int, folder: Path) -> None:
        """Say that an older demonstration goes by the law as it was published there."""
        from hub_services.wiring.troubles import anew  # noqa: PLC0415

        out.print(
            f"It goes by the law of an earlier release; {rows} rows of this one are missing.\n"
            f"Begin anew: {anew(folder)}{self._at_port}; or publish them, as docs/law.md says."
        )

    def recorded(self, events: int) -> None:
        """Say how much there is."""
        out.print(f"{events} events in the store")

    def ready(self, address: str, folder: Path) -> None:
        """The box with all that a newcomer needs."""
        from hub_services.wiring.troubles import anew  # noqa: PLC0415

        out.print(f"Ready after {time.monotonic() - self._began:.1f} s")
        out.print(
            Panel(
                f"[bold]{address}[/bold]\n\n"
                "Choose who you are; there are no passwords.\n"
                "Demonstration data only: nobody in it is real.\n\n"
                "For developers: /docs is the hub's interface\n"
                "Stop: Ctrl-C",
                title="Sharing hub",
                expand=False,
                padding=(1, 3),
            ),
            markup=True,
        )
        # outside of the box, which would cut a long line
        out.print(f"Wipe and begin anew: {anew(folder)}{self._at_port}")
        out.print(f"Everything is kept in {folder}")

    def looked(self, who: str, page: str, case: str) -> None:
        """Say what was found where."""
        out.print(f"{who} signed in; {page} shows {case[:8]}")

    def _close_bar(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def demo(
    *,
    data: Annotated[
        Path, typer.Option(help="The folder that everything is kept in.", envvar="HUB_DATA_DIR")
    ] = DATA,
    port: Annotated[
        int, typer.Option(help="The port to serve at, on this machine alone.", min=1, max=65535)
    ] = PORT,
    reset: Annotated[
        bool, typer.Option("--reset", help="Wipe the demonstration and begin anew.")
    ] = False,
    serve: Annotated[
        bool,
        typer.Option(
            "--serve/--no-serve", help="Only make it, look whether two pages work, and end."
        ),
    ] = True,
    lang: Annotated[
        Literal["en", "cy"], typer.Option(help="The language of the first page.")
    ] = "en",
) -> None:
    """Start a demonstration: an invented partnership with some weeks of work."""
    from hub_services.wiring.demo import run_demo  # noqa: PLC0415
    from hub_services.wiring.troubles import Trouble  # noqa: PLC0415

    try:
        run_demo(data, port=port, reset=reset, serve=serve, lang=lang, screen=Terminal(port))
    except Trouble as trouble:
        stop(trouble.what, trouble.remedy, code=USAGE if trouble.usage else 1)
    except KeyboardInterrupt:
        err.print("Stopped.")
        raise typer.Exit(_STOPPED) from None
