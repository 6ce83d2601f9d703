"""``store`` and ``views``: making the store, and its views anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub_services.cli.screen import (
    DATA,
    USAGE,
    DataOption,
    at_work,
    commands,
    err,
    out,
    progress,
    stop,
)
from hub_services.wiring import store as wiring
from hub_services.wiring.law import behind

store_app = commands()
views_app = commands()


@store_app.command(
    epilog="Examples: sharing-hub store migrate · "
    "sharing-hub store migrate --operator card.json",
)
def migrate(
    *,
    operator: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="The operator's card for a new store: name, public keys, custody, lead. "
            "Without one, keys are made and kept in the hub's data folder.",
        ),
    ] = None,
    data: DataOption = DATA,
) -> None:
    """Make the store, or bring it up to this release. May be run at any time."""
    with at_work(data):
        done = wiring.migrate(operator)
        rows = behind()
    for name in done.applied:
        out.print(f"applied {name}")
    for name in done.stale:
        out.print(f"rebuilt the view {name}")
    out.print("The store is up to this release.")
    if rows:
        out.print(
            f"{rows} rows of this release's law are not so in the hub's newest edition.\n"
            "See: sharing-hub law diff newest shipped\n"
            "The operator publishes them: sharing-hub law publish shipped --as OPERATOR"
        )


@views_app.command(
    epilog="Examples: sharing-hub views rebuild · sharing-hub views rebuild feed"
)
def rebuild(
    *,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which; all unless named.")
    ] = None,
    data: DataOption = DATA,
) -> None:
    """Make views anew from the history, while the hub goes on; then put them in place."""
    chosen = names or []
    known = wiring.view_names()
    for name in chosen:
        if name not in known:
            stop(f"No view is named {name}.", f"There are: {', '.join(known)}.", code=USAGE)
    with at_work(data), progress("Rebuilding the views", 1) as bar:
        position = wiring.rebuild(
            chosen,
            lambda done, total: bar.update(bar.task_ids[0], completed=done, total=total),
        )
    err.print(f"{len(chosen) or len(known)} views hold the history up to position {position}.")
