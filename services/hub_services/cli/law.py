"""``law``: what the catalogue holds, as it stood on a day; weighing by it; looking after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.comparing import depending
from hub_domain.law.rows import BodyCategory, LocalDefault, Provision, Row
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.law.warned import DUTIES
from hub_domain.refusal import duty_of
from hub_services.cli import law_care
from hub_services.cli.law_editions import (
    SHIPPED,
    AtOption,
    EditionOption,
    day_of,
    edition,
    unread,
)
from hub_services.cli.law_found import cited, codes_serving
from hub_services.cli.law_weigh import weigh
from hub_services.cli.screen import (
    DATA,
    USAGE,
    DataOption,
    JsonOption,
    commands,
    out,
    stop,
    table,
    write_json,
)
from hub_services.weighing.case_file import near
from hub_services.words.codes import called, law_in_plain_words
from hub_services.words.refusals import REFUSALS, words_for

app = commands()
app.command(
    epilog="Examples: sharing-hub law weigh docs/examples/may-share.toml · "
    "sharing-hub law weigh case.json --json",
)(weigh)
app.command(
    epilog="Examples: sharing-hub law diff shipped newest · sharing-hub law diff 1 2 · "
    "sharing-hub law diff newest changes.toml",
)(law_care.diff)
app.command(
    epilog="Examples: sharing-hub law check · sharing-hub law check --at 2026-09-01",
)(law_care.check)
app.command(
    epilog="Examples: sharing-hub law publish changes.toml --as 'Operator of the hub' · "
    "sharing-hub law publish shipped --as 'Operator of the hub'",
)(law_care.publish)


class Nation(StrEnum):
    """England or Wales."""

    ENGLAND = "E"
    WALES = "W"


@app.command(
    "list",
    epilog="Examples: sharing-hub law list --nation W · sharing-hub law list --at 2019-09-29"
    " · sharing-hub law list --local · sharing-hub law list --bodies",
)
def list_(
    *,
    at: AtOption = None,
    nation: Annotated[Nation | None, typer.Option(help="England (E) or Wales (W).")] = None,
    local: Annotated[
        bool, typer.Option("--local", help="The figures of local policy, against the defaults.")
    ] = False,
    bodies: Annotated[
        bool, typer.Option("--bodies", help="The categories of body that an agency may be.")
    ] = False,
    from_: EditionOption = SHIPPED,
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """List the provisions in force on a day, the figures of local policy, or the bodies."""
    if local and bodies:
        stop("--local and --bodies are two lists.", "Give one of the two.", code=USAGE)
    on = day_of(at)
    kind = LocalDefault if local else BodyCategory if bodies else Provision
    rows = list(edition(from_, data).every(kind, on=on, nation=nation.value if nation else ""))
    if local:
        _list_local(rows, json=json)
    elif json:
        write_json([_plain(row) for row in rows])
    elif bodies:
        _list_bodies(rows, on)
    else:
        _list_provisions(rows, on)


def _list_provisions(rows: list[Row], on: date) -> None:
    shown = table("provision", "kind", "nation", "in force", "title and source")
    for row in rows:
        kind = row.kind if isinstance(row, Provision) else ""
        title = row.title if row.title == row.source else f"{row.title}\n{row.source}"
        shown.add_row(row.id, kind, " ".join(row.nation), _in_force(row), title)
    out.print(shown)
    out.print(f"\n{len(rows)} provisions in force on {on}.")


def _list_bodies(rows: list[Row], on: date) -> None:
    shown = table("category", "nation", "in force", "body")
    for row in rows:
        shown.add_row(row.id, " ".join(row.nation), _in_force(row), row.title)
    out.print(shown)
    out.print(f"\n{len(rows)} categories of body in force on {on}.")


def _list_local(rows: list[Row], *, json: bool) -> None:
    """Each figure as it holds, beside what shipped."""
    shipped = shipped_catalogue()
    figures = [
        (row, shipped.local(row.id, date.max)) for row in rows if isinstance(row, LocalDefault)
    ]
    if json:
        write_json([{**_plain(row), "default": default} for row, default in figures])
        return
    shown = table("figure", "holds", "", "unit", "what it is")
    for row, default in figures:
        said = "the default" if row.value == default else f"instead of {default}"
        said += unread(row.id)
        shown.add_row(row.id, str(row.value), said, row.unit, row.title)
    out.print(shown)
    changed = sum(row.value != default for row, default in figures)
    out.print(f"\n{len(figures)} figures of local policy, {changed} of them not the default.")


@app.command(
    epilog="Examples: sharing-hub law show CA2004-16H · sharing-hub law show 's.47'"
    " · sharing-hub law show role-required · sharing-hub law show R-013"
)
def show(
    *,
    id_: Annotated[
        str,
        typer.Argument(
            metavar="LAW",
            help="A section (s.47), an id as law list has it, the code of a refusal or of a "
            "warning, or the id of a duty that a refusal names (R-013).",
        ),
    ],
    from_: EditionOption = SHIPPED,
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Show a provision, body, basis ... and what depends on it; or explain a code."""
    catalogue = edition(from_, data)
    rows = [row for row in catalogue.rows if row.id == id_]
    if not rows and id_ not in REFUSALS and id_ not in DUTIES:
        _tell_found(catalogue, id_, json=json)
        return
    reached = _reached(catalogue, rows)
    if json:
        write_json({"rows": [_plain(row) for row in rows], "depending": reached,
                    "refusal": _refusal(id_), "warning": _warning(id_)})  # fmt: skip
        return
    for row in rows:
        _tell(row)
    if reached:
        out.print("What depends on it:", style="bold")
        for line in reached:
            out.print(f"  {line}")
    if id_ in REFUSALS:
        _tell_refusal(id_)
    if warning := _warning(id_):
        out.print(f"{warning['said']}  (warning {id_})", style="bold")
        out.print("It is kept with the decision and stops nothing.")
        out.print(f"It serves: {warning['duty']}")


def _tell_found(catalogue: Catalogue, said: str, *, json: bool) -> None:
    """What is meant by a section, by an id in other letters, or by the id of a duty."""
    rows, serving = cited(catalogue, said), codes_serving(said)
    if json and (rows or serving):
        write_json({"rows": [_plain(row) for row in rows], "serving": serving})
    elif rows:
        for row in rows:
            _tell(row)
    elif serving:
        out.print(f"What serves {said.upper()}:", style="bold")
        shown = table("code", "", "what it says")
        for code in serving:
            kind = "refusal" if code in REFUSALS else "warning"
            what = words_for(code, {})[0] if code in REFUSALS else called("warning", code)
            shown.add_row(code, kind, what)
        out.print(shown)
    else:
        known = {row.id for row in catalogue.rows} | set(REFUSALS) | set(DUTIES)
        meant = near(said, known)
        stop(
            f"Neither the catalogue nor any refusal or warning has {said}.",
            meant if meant.startswith("Near") else "See: sharing-hub law list",
        )


def _reached(catalogue: Catalogue, rows: list[Row]) -> list[str]:
    names = {name for row in rows for name in (row.id, getattr(row, "body", row.id))}
    found = {each.id: each for name in names for each in depending(catalogue, name)}
    own = {row.id for row in rows}
    return [f"{each.TABLE} {each.id}" for each in found.values() if each.id not in own]


def _refusal(code: str) -> dict[str, str] | None:
    if code not in REFUSALS:
        return None
    title, detail = words_for(code, {})
    return {"code": code, "title": title, "detail": detail, "duty": duty_of(code) or ""}


def _warning(code: str) -> dict[str, str] | None:
    if code not in DUTIES:
        return None
    return {"code": code, "said": called("warning", code), "duty": DUTIES[code]}


def _tell_refusal(code: str) -> None:
    said = _refusal(code) or {}
    out.print(f"{said['title']}  (refusal {code})", style="bold")
    out.print(said["detail"])
    if said["duty"]:
        out.print(f"It serves: {said['duty']}")


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


def _in_force(row: Row) -> str:
    begins = f"from {_day(row.valid_from)}" if row.valid_from else ""
    ends = f"to {_day(row.valid_to)}" if row.valid_to else ""
    return f"{begins} {ends}".strip()


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
