"""Who somebody is at the command line: a practitioner, for an agency, in a role."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Annotated, Final, NoReturn, TypeVar
from uuid import UUID

import typer

from hub_services.cli.screen import USAGE, stop
from hub_services.desk.means import Hat

if TYPE_CHECKING:
    from hub_services.wiring.registered import Registered

T = TypeVar("T")

AMR = ("cli",)
"""How the desk vouches for whoever works at its command line: they work on its machine."""

_NAMED: Final = 8
"""How many people are named to somebody who named nobody."""

AsOption = Annotated[
    str,
    typer.Option(
        "--as", metavar="PRACTITIONER", help="Who you are: your id, or your registered name."
    ),
]
RoleOption = Annotated[
    str | None,
    typer.Option(help="In which of your roles; the first that may do it unless given."),
]
AgencyOption = Annotated[
    str | None,
    typer.Option(
        metavar="ID", help="For which agency, where that does not follow from who you are."
    ),
]


def hat_of(
    who: str,
    role: str | None,
    agency: str | None,
    allowed: Collection[str],
    hosted: Collection[UUID],
) -> Hat:
    """The hat of a practitioner of an agency of this desk, in a role that may act."""
    from hub_services.wiring.registered import registered  # noqa: PLC0415

    everyone = registered()
    known = [each for each in everyone if each.agency in hosted]
    if agency is not None:
        known = [each for each in known if str(each.agency) == agency]
        if not known and agency not in (str(each) for each in hosted):
            stop(
                f"No agency {agency} is known at this desk.",
                "Give its id, or leave --agency out. The keys here are those of: "
                f"{', '.join(sorted(map(str, hosted))) or 'nobody'}.",
                code=USAGE,
            )
    found = [each for each in known if _is(who, each)]
    if not found and not known:
        return _unseen(who, role or _only(allowed), agency, hosted)
    if not found:
        _nobody(who, known, everyone)
    if len(found) > 1:
        stop(
            f"{len(found)} people are registered as {who}:\n" + "\n".join(map(_line, found)),
            "Give the id, or name the agency with --agency.",
            code=USAGE,
        )
    return _hat(found[0], role, allowed)


def _nobody(who: str, known: Iterable[Registered], everyone: Iterable[Registered]) -> NoReturn:
    if any(_is(who, each) for each in everyone):
        stop(
            f"{who} is registered at an agency whose keys are not at this desk.",
            "Name the folder of its keys in DESK_KEYSTORE; the operator's is the folder "
            "operator in the hub's data folder.",
        )
    names = {each.name for each in known}
    part = [name for name in names if who.casefold() in name.casefold()]
    meant = sorted(part or difflib.get_close_matches(who, names)) or sorted(names)
    more = ", ..." if len(meant) > _NAMED else "."
    stop(
        f"Nobody of the agencies at this desk is registered as {who}.",
        "Give the registered name in full, or the practitioner's id. "
        f"There are: {', '.join(meant[:_NAMED])}{more}",
    )


def _is(who: str, known: Registered) -> bool:
    """Whether it is they whose id or name somebody wrote, whatever the capitals."""
    return who.casefold() in (str(known.practitioner), known.name.casefold())


def _hat(known: Registered, role: str | None, allowed: Collection[str]) -> Hat:
    if role is not None and role not in known.roles:
        stop(
            f"{known.name} is not registered as {role} at {known.agency_name}.",
            "In no other role may this be done: name somebody who has it with --as."
            if set(allowed) == {role}
            else f"Give one of their roles, or leave --role out: {', '.join(known.roles)}.",
            code=USAGE,
        )
    chosen = role or next((held for held in known.roles if held in allowed), known.roles[0])
    return Hat(agency=known.agency, practitioner=known.practitioner, role=chosen, amr=AMR)


def _unseen(who: str, role: str | None, agency: str | None, hosted: Collection[UUID]) -> Hat:
    """At a desk away from the hub's database, the hub itself judges who somebody is."""
    try:
        practitioner = UUID(who)
        chosen = UUID(agency) if agency else _only(hosted)
    except ValueError:
        chosen = None
    if chosen is None or role is None:
        stop(
            "This desk is not beside the hub's database, so it cannot look people up by name.",
            "Give --as by the id with which you were registered (of an agency's first lead it "
            "is lead.id in what keys new printed), --agency by its id where the keys here are "
            "those of several, and --role where several may do this.",
            code=USAGE,
        )
    return Hat(agency=chosen, practitioner=practitioner, role=role, amr=AMR)


def _only(of: Collection[T]) -> T | None:
    return next(iter(of)) if len(of) == 1 else None


def _line(known: Registered) -> str:
    where = f"{known.agency_name} (--agency {known.agency})"
    return f"  {known.practitioner}  {known.name}, {known.post}, {where}"
