"""``bench``: what the hub does a second, beside the limit of its database server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hub_services.cli.screen import NO, USAGE, JsonOption, stop


def bench(
    *,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Which group; all unless named.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Do little of everything, to see that it works.")
    ] = False,
    json: JsonOption = False,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="A folder for its database, where the disk matters."),
    ] = None,
) -> None:
    """Measure, and check that what was measured was done.

    With --json one object a measure: name, value, unit, ratio, against.
    """
    # What is measured against comes with libraries that no other command needs.
    from hub_services.wiring import bench as wiring  # noqa: PLC0415
    from hub_services.wiring.bench_checks import Wrong  # noqa: PLC0415

    if name is not None and name not in wiring.GROUPS:
        groups = ", ".join(wiring.GROUPS)
        stop(f"Nothing is measured under {name}.", f"There are: {groups}.", code=USAGE)
    try:
        wiring.run_bench(name, quick=quick, as_json=json, data=data)
    except Wrong as wrong:
        stop(f"What was measured was not done: {wrong}", code=NO)
