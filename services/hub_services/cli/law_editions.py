"""Which edition of the law a command works with: the shipped one, a store's, or a file's."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from hub_domain.law.catalogue import Catalogue, law_date
from hub_domain.law.comparing import Difference
from hub_domain.law.editing import amended
from hub_domain.law.figures import FIGURES
from hub_domain.law.reading import BadRow, assemble, rows_from_toml
from hub_domain.law.rows import LocalDefault, Row
from hub_domain.law.shipped import shipped_catalogue
from hub_services.cli.screen import USAGE, at_work, out, stop

SHIPPED = "shipped"
NEWEST = "newest"

EditionOption = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar="EDITION",
        help="shipped, newest or a number (of the store), a folder of TOML files, or a file "
        "of the laws that change against the shipped ones.",
    ),
]
AtOption = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; today unless given.")
]


def day_of(at: datetime | None) -> date:
    """The day that was named, or today in London."""
    return at.date() if at else law_date(datetime.now(UTC))


def edition(name: str, data: Path, against: Catalogue | None = None) -> Catalogue:
    """The edition of this name; a file's changes are made ``against`` another edition."""
    if name == SHIPPED:
        return shipped_catalogue()
    if name == NEWEST or name.isdecimal():
        return _stored(0 if name == NEWEST else int(name), data)
    path = Path(name)
    if not path.exists():
        stop(
            f"There is no edition {name}.",
            "Name one: shipped, newest, a number of the store, a folder or a file of TOML.",
            code=USAGE,
        )
    with rows_told():
        if path.is_dir():
            parts = {
                str(file): rows_from_toml(file.read_text("utf-8"), str(file))
                for file in sorted(path.glob("*.toml"))
            }
            before = against or shipped_catalogue()
            return assemble(before.edition + 1, before.pack_edition, parts)
        return amended(against or shipped_catalogue(), changes(path), name)


def changes(path: Path) -> tuple[Row, ...]:
    """The rows of a file, told by place if they are none."""
    if not path.is_file():
        stop(f"There is no file {path}.", "Name a TOML file of laws, or shipped.", code=USAGE)
    with rows_told():
        rows = rows_from_toml(path.read_text("utf-8"), str(path))
    if not rows:
        stop(f"{path} holds no row.", "Write the laws that change, each with all its rows.")
    return rows


@contextmanager
def rows_told() -> Iterator[None]:
    """Say which row of which file cannot stand, and end."""
    try:
        yield
    except BadRow as bad:
        stop(
            f"{bad.file}: {bad.row}: {bad.field}: {bad.problem}",
            "Correct that field; the shipped files show how each kind of row is written.",
            code=USAGE,
        )
    except UnicodeDecodeError:
        stop("The file is not UTF-8 text.", "Save it as UTF-8.", code=USAGE)


def _stored(number: int, data: Path) -> Catalogue:
    from hub_services.wiring.law import published_edition  # noqa: PLC0415

    with at_work(data):
        found = published_edition(number)
    if found is None:
        stop(f"The store has no edition {number}.", "See: sharing-hub law diff shipped newest")
    return found


def tell_differences(
    found: tuple[Difference, ...], stay: AbstractSet[tuple[str, str]] = frozenset()
) -> None:
    """Say what changes, law by law; what would ``stay``, by table and key, is marked."""
    for each in found:
        since = f", the row from {each.valid_from}" if each.valid_from else ""
        policy = " (local policy, stays)" if (each.table, each.key) in stay else ""
        idle = unread(each.key) if each.table == LocalDefault.TABLE else ""
        out.print(f"{each.change}: {each.table} {each.key}{since}{policy}{idle}", style="bold")
        for field in each.fields:
            out.print(f"    {field.name}: {_value(field.before)} → {_value(field.after)}")


def unread(figure: str) -> str:
    """That no rule goes by a figure yet, where it is so."""
    known = FIGURES.get(figure)
    return ", no rule goes by it yet" if known and not known.read else ""


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value) if value not in ("", None) else "(nothing)"
