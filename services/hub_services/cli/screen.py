"""What every command shares: how it speaks, how far it has come, how it ends.

Exit codes: 0 ok, 1 the answer is no, 2 usage.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from hub_services.wiring.environment import use_environment

NO: Final = 1
USAGE: Final = 2
LONDON: Final = ZoneInfo("Europe/London")
"""Times are told, and read where no offset is given, as they are in England and Wales."""

out = Console(markup=False, highlight=False, soft_wrap=not sys.stdout.isatty())
"""Lines are wrapped between words on a screen, and stay whole in a file or a pipe."""
err = Console(stderr=True, markup=False, highlight=False, soft_wrap=not sys.stderr.isatty())

DataOption = Annotated[
    Path,
    typer.Option(
        "--data",
        help="The data folder of a demo, whose settings are used unless the environment "
        "names a database.",
        envvar="HUB_DATA_DIR",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]
DATA: Final = Path(".hub")


def commands(**about: Any) -> typer.Typer:
    """A tree of commands, whose help fills the lines of the screen that it is on."""
    return typer.Typer(rich_markup_mode="markdown", **about)


def stop(what: str, remedy: str = "", *, code: int = NO) -> NoReturn:
    """Say what is wrong and what to do, and end."""
    err.print(what, style="bold red")
    if remedy:
        err.print(remedy)
    raise typer.Exit(code)


@contextmanager
def at_work(data: Path) -> Iterator[None]:
    """Work with the settings of a deployment, or of the demo in this folder."""
    from hub_services.wiring.troubles import Trouble, said  # noqa: PLC0415

    use_environment(data)
    try:
        with said(data):
            yield
    except Trouble as trouble:
        stop(trouble.what, trouble.remedy, code=USAGE if trouble.usage else NO)


@contextmanager
def progress(what: str, total: int) -> Iterator[Progress]:
    """A bar on standard error for what takes long; nothing where nobody watches."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    ) as bar:
        bar.add_task(what, total=total)
        yield bar


def json_line(value: object) -> str:
    """Plain values as JSON: ids and times as text, sets and maps in order."""
    plain = msgspec.to_builtins(value, str_keys=True, order="deterministic")
    return msgspec.json.encode(plain, order="deterministic").decode()


def write_json(value: object) -> None:
    """Print one JSON document, indented, as it is: not wrapped to a screen."""
    sys.stdout.write(msgspec.json.format(json_line(value), indent=2) + "\n")


def table(*columns: str) -> Table:
    """A plain table whose cells fold rather than lose what they say; the first stays whole."""
    made = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for number, column in enumerate(columns):
        made.add_column(column, overflow="fold", vertical="top", no_wrap=not number)
    return made


def moment(when: datetime | None) -> str:
    """An instant as a person in England and Wales reads it."""
    if when is None:
        return ""
    try:
        local = when.astimezone(LONDON)
    except OverflowError:  # there is no year before the first, and none after the last
        local = when
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def as_instant(text: str | None) -> datetime | None:
    """Read ``--as-of``: a date means to the end of that day; no offset means London time."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-03-03"):
            end = datetime.combine(date.fromisoformat(text), time.max)
            return end.replace(tzinfo=LONDON).astimezone(UTC)
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            "a date such as 2026-03-03, or a time such as 2026-03-03T16:00"
        ) from None
    return (read if read.tzinfo else read.replace(tzinfo=LONDON)).astimezone(UTC)


def as_id(text: str) -> UUID:
    """Read an id."""
    try:
        return UUID(text)
    except ValueError:
        raise typer.BadParameter("an id such as 0b6f8a52-3c1d-4e0f-9a7b-2d5c4e6f8a10") from None


def short(id_: object) -> str:
    """The end of an id, enough to tell it from others (their beginnings are times)."""
    return str(id_)[-8:]
