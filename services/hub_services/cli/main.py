"""The command ``sharing-hub``: one tree of commands.

A command imports what it works with when it is run, so that help comes at once.
Exit codes: 0 ok, 1 the answer is no, 2 usage.
"""

from __future__ import annotations

import sys
import traceback
from importlib.metadata import version
from typing import Annotated

import typer

from hub_services.cli import bench, demo, desk
from hub_services.cli.later import later
from hub_services.cli.screen import NO, commands, err, out

app = commands(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(*, wanted: bool) -> None:
    if wanted:
        out.print(f"sharing-hub {version('sharing-hub')}")
        raise typer.Exit


@app.callback()
def _tree(
    *,
    version_: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_version, help="Show which release this is."
        ),
    ] = False,
) -> None:
    """Lawful, recorded, need-to-know sharing between safeguarding agencies."""


app.command(epilog="Examples: sharing-hub demo · sharing-hub demo --reset --port 8770")(
    demo.demo
)
app.command(
    epilog="Example: sharing-hub send challenge.json --as 'Bea Larkmoor'",
)(desk.send)
app.command(epilog="Example: sharing-hub inbox --as 'Bea Larkmoor'")(desk.inbox)
app.command(
    epilog="Example: sharing-hub read 0192c6a8-7e1f-7d3a-9c55-2b1f0e6d4a90 --as 'Bea Larkmoor'",
)(desk.read)
app.add_typer(
    later("hub_services.cli.serve:app", "Serve one process until it is told to end."),
    name="serve",
)
app.add_typer(
    later("hub_services.cli.keys:app", "The keys of the agencies of this desk."), name="keys"
)
app.add_typer(later("hub_services.cli.store:store_app", "The hub's store."), name="store")
app.add_typer(
    later("hub_services.cli.store:views_app", "The views, which follow from the history."),
    name="views",
)
app.add_typer(
    later("hub_services.cli.audit:app", "Replay and check the history; who knew what when."),
    name="audit",
)
app.add_typer(
    later(
        "hub_services.cli.law:app",
        "The law catalogue: what is in force, where, on a day; and by it.",
    ),
    name="law",
)
app.command(epilog="Examples: sharing-hub bench · sharing-hub bench --quick --json")(
    bench.bench
)


def main() -> None:
    """Run one command. What was not foreseen is told by class and place, never by message."""
    try:
        app(prog_name="sharing-hub")
    except Exception as error:  # noqa: BLE001 - messages may hold what nobody should read
        places = traceback.extract_tb(error.__traceback__)
        place = next((each for each in reversed(places) if "hub_" in each.filename), places[-1])
        err.print(f"Something unforeseen: {type(error).__name__}", style="bold red")
        err.print(
            f"at {place.filename}:{place.lineno}. Please report it; nothing else is told."
        )
        sys.exit(NO)
