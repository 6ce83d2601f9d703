"""``law weigh``: a case weighed and explained, with its path drawn; nothing is recorded."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from hub_services.cli.law_editions import SHIPPED, EditionOption, day_of, edition
from hub_services.cli.screen import (
    DATA,
    NO,
    USAGE,
    DataOption,
    JsonOption,
    out,
    stop,
    write_json,
)
from hub_services.weighing.case_file import BadCase, read_case
from hub_services.weighing.explaining import Explained, Run, Step, explained


def weigh(
    *,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A case in TOML, or in JSON by its ending; - reads TOML from standard input.",
        ),
    ],
    from_: EditionOption = SHIPPED,
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Weigh a case: where its answers lead, why, and what would alter it.

    Ends with 0 where it may be shared and with 1 where it may not, or not yet.
    """
    catalogue = edition(from_, data)
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
        weighed = explained(read_case(text, file.name, catalogue, day_of(None)), catalogue)
    except OSError:
        stop(f"{file} cannot be read.", "Name a file that is there.", code=USAGE)
    except UnicodeDecodeError:
        stop(f"{file} is not UTF-8 text.", "Save it as UTF-8.", code=USAGE)
    except BadCase as bad:
        stop(f"{file}: {bad}", bad.remedy, code=USAGE)
    if json:
        write_json(weighed)
    else:
        _tell(weighed)
    if not weighed.shares:
        raise typer.Exit(NO)


def _tell(weighed: Explained) -> None:
    out.print(weighed.title, style="bold")
    out.print(f"by the law of {weighed.on}, edition {weighed.edition}\n")
    for run in weighed.runs:
        _draw(run, alone=len(weighed.runs) == 1 and weighed.row != "M1")
    row = f"  ({weighed.row})" if weighed.row else ""
    out.print(f"■ {weighed.said}{row}", style="bold")
    out.print(f"  {weighed.meaning}")
    _listed(
        "What would stand in the way, as it is put",
        [f"{each.title}. {each.detail} ({each.code})" for each in weighed.in_the_way],
    )
    _listed("Mind", list(weighed.warnings))
    _listed("To do then", list(weighed.tasks))
    for run in weighed.runs:
        _listed(
            f"What would alter it for {run.about}",
            [
                f"{turn.question}  {turn.asked} If “{turn.answer}”: {turn.outcome}"
                for turn in run.altering
            ],
        )
    _listed("Still to be recorded", [name for _, name in weighed.still_to_record])
    _listed("Not verified against its source", list(weighed.unverified))
    _listed("Read beside it, as worded on that day", [name for _, name in weighed.packs])


def _draw(run: Run, *, alone: bool) -> None:
    out.print(f"{run.about}:")
    for step in run.steps:
        _draw_step(step)
    if not alone:
        out.print(f"└─ {run.outcome}\n")
    for step in run.how:
        out.print(f"   {step.question}  {step.asked} {step.answer}  [{step.authority}]")
    if run.how:
        out.print()


def _draw_step(step: Step) -> None:
    out.print(f"{step.question}  {step.asked}")
    out.print(f"│    {step.answer}   [{step.authority}]")
    if step.because:
        out.print(f"│    {step.because}")
    out.print("▼" if step.effect == "goes on" else "│")


def _listed(heading: str, lines: list[str]) -> None:
    if lines:
        out.print(f"\n{heading}:", style="bold")
        for line in lines:
            out.print(f"  - {line}")
