"""``law``: what the catalogue holds, as it stood on a day."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from hub_domain.law.catalogue import law_date
from hub_domain.law.rows import Provision, Row
from hub_domain.law.shipped import shipped_catalogue
from hub_services.cli.screen import JsonOption, out, stop, table, write_json
from hub_services.words.codes import law_in_plain_words

app = typer.Typer(help="The law catalogue: what is in force, where, on a day.")


class Nation(StrEnum):
    """England or Wales."""

    ENGLAND = "E"
    WALES = "W"


@app.command(
    "list",
    epilog="Examples: sharing-hub law list --nation W · sharing-hub law list --at 2019-09-29",
)
def list_(
    *,
    at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day; today unless given."),
    ] = None,
    nation: Annotated[Nation | None, typer.Option(help="England (E) or Wales (W).")] = None,
    json: JsonOption = False,
) -> None:
    """List the provisions that were in force on a day."""
    on = at.date() if at else law_date(datetime.now(UTC))
    rows = list(
        shipped_catalogue().every(Provision, on=on, nation=nation.value if nation else "")
    )
    if json:
        write_json([_plain(row) for row in rows])
        return
    shown = table("provision", "kind", "nation", "in force", "title")
    for row in rows:
        shown.add_row(row.id, row.kind, _nation(row), _in_force(row), row.title)
    out.print(shown)
    out.print(f"\n{len(rows)} provisions in force on {on}.")


@app.command(epilog="Example:  sharing-hub law show CA2004-16H")
def show(
    *,
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id, as ``law list`` has it.")],
    json: JsonOption = False,
) -> None:
    """Show everything the catalogue says of one provision, body, basis, ground ..."""
    rows = [row for row in shipped_catalogue().rows if row.id == id_]
    if not rows:
        known = {row.id for row in shipped_catalogue().rows}
        near = ", ".join(difflib.get_close_matches(id_, known, cutoff=0.5))
        stop(
            f"The catalogue has nothing of the id {id_}.",
            f"Near it are: {near}." if near else "See: sharing-hub law list",
        )
    if json:
        write_json([_plain(row) for row in rows])
        return
    for row in rows:
        _tell(row)


def _tell(row: Row) -> None:
    out.print(f"{row.title}  ({row.TABLE} {row.id})", style="bold")
    if isinstance(row, Provision):
        words = law_in_plain_words(row.id, row.title)
        for said in (words.asks, words.must):
            if said:
                out.print(said)
    shown = table("", "")
    for name, value in _plain(row).items():
        if name not in {"id", "title", "table"}:
            shown.add_row(name.replace("_", " "), _text(value))
    out.print(shown)
    out.print()


def _plain(row: Row) -> dict[str, object]:
    said: Mapping[str, object] = {field.name: getattr(row, field.name) for field in fields(row)}
    return {"table": row.TABLE, **{k: v for k, v in said.items() if v not in ("", (), None)}}


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _nation(row: Row) -> str:
    return " ".join(row.nation)


def _in_force(row: Row) -> str:
    begins = f"from {_day(row.valid_from)}" if row.valid_from else ""
    ends = f"to {_day(row.valid_to)}" if row.valid_to else ""
    return f"{begins} {ends}".strip()


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
