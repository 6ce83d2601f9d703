"""``law diff``, ``law check`` and ``law publish``: looking after the law."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub_domain.ids import edition_id
from hub_domain.law.catalogue import Catalogue, key_of
from hub_domain.law.comparing import Remarked, differences, remarks
from hub_domain.law.editing import amended, brought_by
from hub_domain.law.reading import from_plain, to_plain
from hub_domain.law.rows import LocalDefault, Row
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.roles import Role
from hub_services.cli.hats import AgencyOption, AsOption
from hub_services.cli.law_editions import (
    SHIPPED,
    AtOption,
    EditionOption,
    changes,
    day_of,
    edition,
    rows_told,
    tell_differences,
)
from hub_services.cli.screen import DATA, NO, DataOption, JsonOption, out, write_json
from hub_services.desk.means import Hat

if TYPE_CHECKING:
    from hub_services.desk.hub_client import HubClient
    from hub_services.wiring.desk import DeskProcess

REMARKS = {
    "not-begun": "announced for a day that has come: publish that it has begun, or the new day",
    "stale": "rests on guidance that is no longer in force",
    "begins-soon": "begins within 90 days",
    "ends-soon": "ends within 90 days",
    "unused": "in force, and nothing uses it",
    "unverified": "no source was seen for it",
    "part-unverified": "no source was seen for a part of it",
}
"""What ``law check`` says of a row, the most pressing first."""


def diff(
    *,
    before: Annotated[str, typer.Argument(metavar="EDITION", help="As for --edition.")],
    after: Annotated[
        str,
        typer.Argument(
            metavar="EDITION", help="The same; a file changes what stands in the first one."
        ),
    ],
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Say what one edition of the law changes against another.

    An EDITION is shipped, newest or a number of the store, a folder of TOML files, or a file
    of the laws that change.
    """
    first = edition(before, data)
    found = differences(first, edition(after, data, against=first))
    if json:
        write_json(found)
        return
    stay = _staying(first) if after == SHIPPED else frozenset()
    tell_differences(found, stay)
    out.print(f"{len(found)} rows differ.")
    if kept := sum((each.table, each.key) in stay for each in found):
        out.print(
            f"{kept} of them are local policy, which law publish shipped leaves as it is."
        )


def _staying(edition: Catalogue) -> frozenset[tuple[str, str]]:
    """The local policy that publishing the release's law leaves, by table and key."""
    release = shipped_catalogue()
    brought = {(row.TABLE, key_of(row)) for row in brought_by(release, edition)}
    return frozenset(
        {(row.TABLE, key_of(row)) for row in edition.every(LocalDefault)} - brought
    )


def check(
    *,
    at: AtOption = None,
    from_: EditionOption = SHIPPED,
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """List the rows of the law that need someone's eye, and why."""
    found = sorted(
        remarks(edition(from_, data), day_of(at)),
        key=lambda each: list(REMARKS).index(each.remark),
    )
    if json:
        write_json(found)
        return
    for remark, meaning in REMARKS.items():
        rows = [each for each in found if each.remark == remark]
        if rows:
            out.print(f"{len(rows)} {meaning}:", style="bold")
            for each in rows:
                out.print(f"  {_remarked(each)}")
    out.print(f"{len(found)} remarks on {day_of(at)}.")


def _remarked(each: Remarked) -> str:
    detail = f"  ({each.detail})" if each.detail else ""
    return f"{each.table} {each.key}{detail}"


def publish(
    *,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="The laws that change, in TOML as the catalogue's files: of each that is "
            "named, all of its rows. Or shipped: what this release's law has beyond the "
            "hub's; local policy stays as it is.",
        ),
    ],
    as_: AsOption,
    agency: AgencyOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Publish without asking again.")] = False,
    data: DataOption = DATA,
) -> None:
    """Publish the next edition of the law, as the hub's operator.

    Shows what changes and asks. The hub refuses an edition under which anything recorded would
    lose its law.
    """
    from hub_services.cli.at_desk import Somebody, work_as  # noqa: PLC0415

    listed = None if str(file) == SHIPPED else changes(file)

    async def work(process: DeskProcess, hat: Hat) -> None:
        before = await newest(process.hub, hat)
        rows = brought_by(shipped_catalogue(), before) if listed is None else listed
        with rows_told():
            after = amended(before, rows, str(file))
        found = differences(before, after)
        tell_differences(found)
        if not found:
            out.print(f"Nothing differs from edition {before.edition}; nothing is published.")
            raise typer.Exit(NO)
        if not yes and not typer.confirm(f"Publish this as edition {after.edition}?"):
            out.print("Nothing is published.")
            raise typer.Exit(NO)
        done = await process.hub.do(
            hat,
            "publish-edition",
            about=edition_id(after.edition),
            facts={"after": before.edition, "tables": _tables(rows)},
        )
        out.print(f"Edition {after.edition} is published, at position {done.position}.")

    work_as(Somebody(who=as_, role=Role.OPERATOR, agency=agency), {Role.OPERATOR}, data, work)


async def newest(hub: HubClient, hat: Hat) -> Catalogue:
    """The newest edition that was published to the hub."""
    listed = (await hub.read(hat, "/v1/law/editions"))["editions"]
    return from_plain(await hub.read(hat, f"/v1/law/editions/{listed[-1]['id']}"))


def _tables(rows: tuple[Row, ...]) -> dict[str, Any]:
    tables: dict[str, Any] = to_plain(Catalogue(0, 0, rows))["tables"]
    return tables
