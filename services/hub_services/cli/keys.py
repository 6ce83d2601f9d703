"""``keys``: the keys of the agencies of a desk."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from hub_domain.law.rows import BodyCategory
from hub_services.cli.law_editions import SHIPPED, EditionOption, edition
from hub_services.cli.screen import DATA, USAGE, DataOption, at_work, commands, stop, write_json
from hub_services.weighing.case_file import near
from hub_services.wiring import keys as wiring

app = commands()


@app.callback()
def _keys() -> None:
    """The keys of the agencies of this desk."""


@app.command(
    epilog="Example: sharing-hub keys new --name 'Hollins School' --category EA175-MSGB "
    "--lead 'Dana Reed' --contact '01632 960001' > school.json"
)
def new(
    *,
    name: Annotated[str, typer.Option(help="The agency's name.")],
    category: Annotated[
        list[str], typer.Option(help="A body of the catalogue that it is; may be repeated.")
    ],
    lead: Annotated[str, typer.Option(help="Its first information governance lead.")],
    contact: Annotated[str, typer.Option(help="The lead's work contact.")],
    post: Annotated[str, typer.Option(help="The lead's post.")] = "Information governance lead",
    nation: Annotated[
        Literal["E", "W", "EW"], typer.Option(help="England, Wales, or both (EW).")
    ] = "E",
    custody: Annotated[
        Literal["own", "hosted"],
        typer.Option(help="Whether the desk is the agency's own, or one that hosts it."),
    ] = "own",
    from_: EditionOption = SHIPPED,
    data: DataOption = DATA,
) -> None:
    """Make an agency's keys at this desk, and print the command that registers it.

    The hub's operator sends that: it holds the public keys alone.
    """
    known = edition(from_, data).known(BodyCategory, "id")
    for each in category:
        if each not in known:
            stop(
                f"There is no category of body {each} in this edition of the law.",
                f"{near(each, known)}\nList them: sharing-hub law list --bodies",
                code=USAGE,
            )
    with at_work(data):
        made = wiring.make_keys()
    write_json(
        {
            "do": "register-agency",
            "about": made.agency,
            "facts": {
                "name": name,
                "nation": nation,
                "kind": "partner",
                "categories": category,
                "keys": {**made.keys, "custody": custody},
                "lead": {"id": made.lead, "name": lead, "post": post, "contact": contact},
            },
        }
    )
