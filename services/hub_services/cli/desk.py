"""``send``, ``inbox`` and ``read``: a practitioner's work at the desk of this machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from uuid import UUID

import msgspec
import typer

from hub_domain.roles import CASEWORK
from hub_services.cli.hats import AgencyOption, AsOption, RoleOption
from hub_services.cli.screen import (
    DATA,
    USAGE,
    DataOption,
    JsonOption,
    as_id,
    out,
    stop,
    write_json,
)
from hub_services.desk.means import Hat

if TYPE_CHECKING:
    from hub_services.desk.desk import Desk
    from hub_services.desk.records import DisclosurePage, RequestPage
    from hub_services.wiring.desk import DeskProcess

STDIN = Path("-")
WHY: Final = ("answer", "casework", "decision", "review", "co-ordination")
"""Why somebody opens an envelope, as the hub takes it."""


def send(
    *,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="What to do; - reads standard input."),
    ],
    as_: AsOption,
    role: RoleOption = None,
    agency: AgencyOption = None,
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Do one command out of a JSON file: {do, about?, version?, facts, words?}.

    The words are checked and sealed and the whole is signed here, at the desk. Ends with 1
    when the hub refuses, and says what to do.
    """
    from hub_services.cli import sending  # noqa: PLC0415
    from hub_services.cli.at_desk import Somebody, work_as  # noqa: PLC0415
    from hub_services.desk.tools import Tools  # noqa: PLC0415
    from hub_services.hub.uses import COMMANDS  # noqa: PLC0415

    try:
        raw = sys.stdin.buffer.read() if file == STDIN else file.read_bytes()
    except OSError as error:
        stop(f"{file} cannot be read.", str(error.strerror), code=USAGE)
    try:
        wanted, command = sending.read(raw)
    except sending.NotAFile as error:
        form = "{do, about?, version?, facts, words?}"
        stop(f"The file is not {form} in JSON.", str(error), code=USAGE)
    except sending.NoSuchCommand as error:
        stop(f"There is no command {error}.", f"There are: {', '.join(COMMANDS)}.", code=USAGE)

    async def work(process: DeskProcess, hat: Hat) -> None:
        tools = Tools(process.hub, process.means)
        about, done = await sending.send(tools, hat, wanted, command)
        if json:
            write_json({"about": about, "id": done.id, "position": done.position,
                        "version": done.version})  # fmt: skip
        else:
            out.print(f"Recorded at position {done.position}: {command.name}")
            out.print(f"about {about}, now at version {done.version}")

    work_as(Somebody(who=as_, role=role, agency=agency), command.roles, data, work)


def inbox(
    *,
    as_: AsOption,
    sent: Annotated[bool, typer.Option("--sent", help="What was asked, not received.")] = False,
    role: RoleOption = None,
    agency: AgencyOption = None,
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """List the requests that you may see: those that wait first, by due time."""
    from hub_services.cli.at_desk import Somebody, work_as  # noqa: PLC0415
    from hub_services.cli.pages import AWAITED, list_request  # noqa: PLC0415
    from hub_services.words.codes import called  # noqa: PLC0415

    async def work(process: DeskProcess, hat: Hat) -> None:
        desk = process.desk
        found = await (desk.sent(hat) if sent else desk.inbox(hat))
        waiting = [row for row in found.requests if row.status in AWAITED]
        rest = [row for row in found.requests if row.status not in AWAITED]
        if json:
            write_json(msgspec.to_builtins([*waiting, *rest]))
            return
        directory = await desk.directory(hat)
        for row in (*waiting, *rest):
            list_request(row, directory.name(row.counterpart), found)
        out.print(f"\n{len(found.requests)} requests, {len(waiting)} of them waiting.")
        if hat.role not in CASEWORK:
            out.print(
                f"{called('role', hat.role)} is a role without an inbox: requests come to "
                "who does casework. See what happened with: sharing-hub audit replay"
            )

    work_as(Somebody(who=as_, role=role, agency=agency), CASEWORK, data, work)


def read(
    *,
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of a request or a disclosure.")],
    as_: AsOption,
    why: Annotated[
        str,
        typer.Option(help=f"Why you open it: {', '.join(WHY)}."),
    ] = "casework",
    role: RoleOption = None,
    agency: AgencyOption = None,
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Open a request or a disclosure and read it.

    The hub records who opens what and why before it releases a word.
    """
    from hub_services.cli.at_desk import Somebody, work_as  # noqa: PLC0415
    from hub_services.cli.pages import tell  # noqa: PLC0415
    from hub_services.desk.records import DisclosurePage  # noqa: PLC0415

    record = as_id(id_)
    if why not in WHY:
        stop(f"Nothing is opened for {why}.", f"Give one of: {', '.join(WHY)}.", code=USAGE)

    async def work(process: DeskProcess, hat: Hat) -> None:
        desk = process.desk
        page = await _page(desk, hat, record)
        envelopes = (
            [page.disclosure.envelope]
            if isinstance(page, DisclosurePage)
            else [writing.row.envelope for writing in page.writings if not _closed(page)]
        )
        opened = [await desk.open_envelope(hat, envelope, why) for envelope in envelopes]
        page = await _page(desk, hat, record)  # now with the names that came with it
        if json:
            write_json(msgspec.to_builtins({"record": page, "opened": opened}))
        else:
            tell(page, opened, await desk.directory(hat))

    work_as(Somebody(who=as_, role=role, agency=agency), CASEWORK, data, work)


def _closed(page: RequestPage) -> bool:
    """Whether it was withdrawn by who asked: nobody here opens a word of it any more."""
    return page.request.withdrawn is not None and page.request.side == "addressee"


async def _page(desk: Desk, hat: Hat, record: UUID) -> RequestPage | DisclosurePage:
    """A disclosure if it is among those that may be seen; otherwise a request."""
    for made in (False, True):
        found = await desk.disclosures(hat, made=made)
        if any(row.disclosure_id == record for row in found.disclosures):
            return await desk.disclosure(hat, record)
    return await desk.request(hat, record)
