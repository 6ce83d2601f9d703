"""``audit``: the history replayed and checked; who knew what when, under which law."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from hub_services.auditing.knowledge import Knew
from hub_services.auditing.log import AuditedLog, Entry
from hub_services.auditing.offices import Offices
from hub_services.auditing.plain import plain_event, plain_knowledge
from hub_services.auditing.replay import Knowledge, Replay, Until, who_knew
from hub_services.auditing.signers import Signers
from hub_services.cli import telling
from hub_services.cli.screen import (
    DATA,
    NO,
    DataOption,
    JsonOption,
    as_id,
    as_instant,
    at_work,
    commands,
    err,
    json_line,
    moment,
    out,
    progress,
    short,
    table,
    write_json,
)
from hub_services.wiring.audit import root_of, stored_log_of_settings
from hub_services.words.codes import called

if TYPE_CHECKING:
    from hub_services.auditing.rejudging import Rejudged
    from hub_services.auditing.viewed import Viewed

app = commands()

NAMED: Final = 10
"""How many of the positions that were left out are named."""

OperatorOption = Annotated[
    Path | None,
    typer.Option(
        "--operator",
        metavar="CARD",
        exists=True,
        dir_okay=False,
        help="The operator's card, as store migrate takes it: all signatures rest on its keys. "
        "Without it they rest on the first event of the history itself.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="A date (to its end) or a time; London time unless it has an offset.",
    ),
]


@app.command(
    epilog="Examples: sharing-hub audit replay --as-of 2026-03-03T16:00 · "
    "sharing-hub audit replay --to 120 --json",
)
def replay(
    *,
    as_of: AsOfOption = None,
    to: Annotated[
        int | None, typer.Option(min=1, metavar="POSITION", help="Up to this position.")
    ] = None,
    operator: OperatorOption = None,
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Replay the history as the hub had recorded it by a time, and what then stood.

    Who did what, when, under which law, with reasons' codes and refused attempts. Every leaf is
    computed again, and every statement and envelope verified by those keys of its agency that
    were then in force; ends with 1 if anything is not as it was recorded and signed.
    The history goes to standard output, the verdict to standard error: 2>&1 puts it beneath.
    """
    until = Until(as_of=as_instant(as_of), position=to)
    tell = _history_as_json if json else _history
    with at_work(data), _log() as (log, reached):
        replayed = Replay(Signers(root_of(operator)))
        with _faults_told(replayed):
            tell(replayed, replayed.run(log, until, reached), until.as_of)
            _where_it_ends(to, log.head())
    _end(replayed)


@app.command(
    "who-knew",
    epilog="Example: sharing-hub audit who-knew 5f0c2f6e-6c0e-4e1c-9b5c-0d8b1c6a7e21 "
    "--as-of 2026-03-03",
)
def who_knew_(
    *,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The person's random id.")],
    as_of: AsOfOption = None,
    operator: OperatorOption = None,
    json: JsonOption = False,
    data: DataOption = DATA,
) -> None:
    """Tell who knew what about a person by a time, how, and under which law.

    What had happened by then counts, whenever it was recorded. Ends with 1 when nobody knew
    anything.
    """
    about, by = as_id(person), as_instant(as_of)
    with at_work(data), _log() as (log, reached):
        knowledge = who_knew(log, about, by, reached, root_of(operator))
    with _faults_told(knowledge.replay):
        (_knowledge_as_json if json else _knowledge)(knowledge)
    if not knowledge.known:
        raise typer.Exit(NO)
    _end(knowledge.replay)


@app.command(epilog="Examples: sharing-hub audit judge · sharing-hub audit judge --json")
def judge(*, json: JsonOption = False, data: DataOption = DATA) -> None:
    """Judge every act again, by the rules and the law of its time, and hold it against history.

    What was signed for is judged as it was then: outcome, path, warnings, tasks, refusals. Ends
    with 1 if anything comes out otherwise. Works on a database of its own, which is thrown
    away; give it a minute for some thousand acts.
    """
    from hub_services.wiring.rejudging import rejudged_store  # noqa: PLC0415

    with at_work(data), progress("Judging the history again", 0) as bar:
        task = bar.task_ids[0]
        judged = rejudged_store(lambda at, end: bar.update(task, completed=at, total=end))
    if json:
        write_json(judged)
    else:
        _judged(judged)
    if judged.otherwise:
        raise typer.Exit(NO)


@app.command(epilog="Examples: sharing-hub audit views · sharing-hub audit views --json")
def views(*, json: JsonOption = False, data: DataOption = DATA) -> None:
    """Hold the views, which pages and lists are read from, against the history.

    They are made again beside the live ones and compared row by row, as of one moment, while
    the hub goes on. Ends with 1 if any differs.
    """
    from hub_services.wiring.viewed import viewed_store  # noqa: PLC0415

    with at_work(data), progress("Making the views again", 0) as bar:
        task = bar.task_ids[0]
        viewed = viewed_store(lambda at, end: bar.update(task, completed=at, total=end))
    if json:
        write_json({name: value for name, value in vars(viewed).items() if name != "offices"})
    else:
        _viewed(viewed)
    if viewed.differing:
        raise typer.Exit(NO)


def _viewed(viewed: Viewed) -> None:
    if viewed.differing:
        shown = table("view", "agency", "missing", "too many", "otherwise")
        for each in viewed.differing:
            name = viewed.offices.name(each.agency) or str(each.agency)
            counts = map(str, (each.missing, each.extra, each.otherwise))
            shown.add_row(each.view, name, *counts)
        out.print(shown)
    out.print(
        f"{viewed.views} views held against the history up to position {viewed.position}: "
        + ("these differ from it." if viewed.differing else "they are what it makes of them.")
    )
    if viewed.left_out:
        out.print(
            f"{viewed.left_out} events cannot be restored, and are shown nowhere: see "
            "sharing-hub audit replay."
        )
    if viewed.differing:
        err.print(
            "Somebody changed what the pages show. Keep the database as it is, and ask for "
            "help; then sharing-hub views rebuild makes the views anew from the history."
        )


def _judged(judged: Rejudged) -> None:
    for found in judged.otherwise:
        what = f"position {found.position}: {found.code}. {called('judged', found.code)}"
        out.print(f"{what} ({found.what})", style="bold red")
    out.print(
        f"Judged again: {judged.acts} acts, up to position {judged.position}; "
        f"{len(judged.otherwise) or 'none'} came out otherwise."
    )
    for why, positions in sorted(judged.left.items()):
        named = ", ".join(map(str, positions[:NAMED])) + ", ..." * (len(positions) > NAMED)
        out.print(f"Not judged again, {called('not-judged', why)}: position {named}.")
    if judged.otherwise:
        err.print(
            "Either an earlier release judged otherwise, or somebody changed what was "
            "recorded. See what sharing-hub audit replay says of these, and ask for help."
        )


@contextmanager
def _log() -> Iterator[tuple[AuditedLog, Callable[[int], None]]]:
    """The log of the settings, and a bar that shows how far it was read."""
    with stored_log_of_settings() as log, progress("Reading the history", log.head()) as bar:
        yield log, lambda position: bar.update(bar.task_ids[0], completed=position)


def _history(replayed: Replay, entries: Iterator[Entry], as_of: datetime | None) -> None:
    for entry in entries:
        match replayed.told(entry, partial(_told, offices=replayed.offices)):
            case [head, *lines]:
                out.print(f"{entry.position:>6}  {head}", style="bold")
                for line in lines:
                    out.print(f"        {line}")
            case _:
                out.print(
                    f"{entry.position:>6}  cannot be restored: {entry.topic}", style="red"
                )
    stood = ", ".join(f"{count} {kind}" for kind, count in replayed.state.count().items())
    by = f" as recorded by {moment(as_of)}" if as_of else ""
    out.print(f"\n{replayed.position} events{by}: {stood or 'nothing'}.")


def _told(entry: Entry, offices: Offices) -> Iterator[str]:
    """When and by whom, what and under which law, and what else the event says."""
    event = entry.event
    if event is None:
        return
    occurred = telling.when(event.timestamp, entry.recorded_at).replace("\n", ", ")
    yield f"{occurred}  {telling.who(entry, offices)}"
    provision, rests_on = (getattr(event, name, None) for name in ("provision", "rests_on"))
    under = telling.law(provision, event.catalogue_edition, rests_on or ())
    yield f"{telling.what(entry, offices)} [{short(entry.stream)}], {under}"
    if details := telling.details(entry, offices):
        yield details


def _where_it_ends(asked: int | None, head: int) -> None:
    """Say where the log ends, to who asked for more of it than there is."""
    if asked is not None and asked > head:
        err.print(f"There is no position {asked} yet: the log ends at position {head}.")


def _history_as_json(
    replayed: Replay, entries: Iterator[Entry], as_of: datetime | None
) -> None:
    """One document, written as it is read: a long history is never held whole."""
    write = sys.stdout.write
    write(f'{{"as_of":{json_line(as_of)},"events":[')
    for number, entry in enumerate(entries):
        write(",\n" if number else "\n")
        told = replayed.told(entry, partial(_told_as_json, offices=replayed.offices))
        write("".join(told or _told_as_json(replace(entry, event=None), replayed.offices)))
    write(f'\n],"position":{replayed.position},"state":{json_line(replayed.state.plain())},')
    write(f'"verified":{json_line(_verified(replayed))},')
    write(f'"faults":{json_line(replayed.faults)}}}\n')


def _told_as_json(entry: Entry, offices: Offices) -> Iterator[str]:
    yield json_line(plain_event(entry, offices))


def _knowledge(knowledge: Knowledge) -> None:
    offices = knowledge.replay.offices
    by = f" by {moment(knowledge.as_of)}" if knowledge.as_of else ""
    if not knowledge.known:
        out.print(f"Nobody had asked, been told or opened anything about this person{by}.")
        return
    shown = table("when", "who", "how", "under")
    stated = {knew.record: knew for knew in knowledge.known if knew.provision or knew.rests_on}
    for knew in knowledge.known:
        under = stated.get(knew.record, knew)
        row = knowledge.replay.told(knew, partial(_row, under=under, offices=offices))
        shown.add_row(*row or (moment(knew.recorded_at), "cannot be restored"))
    out.print(f"Who knew what about person {knowledge.person}{by}\n", style="bold")
    out.print(shown)
    opened = Counter(knew.agency_id for knew in knowledge.known if knew.how == "opened")
    named = ", ".join(sorted(offices.name(agency) or short(agency) for agency in opened))
    out.print(f"\nOpened and read by people of: {named or 'nobody'}.")


def _row(knew: Knew, under: Knew, offices: Offices) -> tuple[str, str, str, str]:
    """One line; what was opened or taken over stands ``under`` the law of its record."""
    return (
        telling.when(knew.occurred_at, knew.recorded_at),
        telling.office(offices, knew.practitioner, knew.role, knew.agency_id),
        telling.knew(knew, offices),
        telling.law(under.provision, knew.edition, under.rests_on or ()),
    )


def _knowledge_as_json(knowledge: Knowledge) -> None:
    write_json(
        {
            "person": knowledge.person,
            "as_of": knowledge.as_of,
            "known": [
                plain_knowledge(knew, knowledge.replay.offices) for knew in knowledge.known
            ],
            "position": knowledge.replay.position,
            "verified": _verified(knowledge.replay),
            "faults": knowledge.replay.faults,
        }
    )


def _verified(replayed: Replay) -> dict[str, object]:
    """How much was verified, and on whose key it rests."""
    root = replayed.signers.root
    return {
        "events": replayed.verified.events,
        "statements": replayed.verified.statements,
        "envelopes": replayed.verified.envelopes,
        "signatures": replayed.verified.signatures,
        "rests_on": root and {"kid": root.keys.kid, "from_card": root.given},
    }


@contextmanager
def _faults_told(replayed: Replay) -> Iterator[None]:
    """Tell what is wrong with the history once it is told, or cannot be told any further."""
    try:
        yield
    finally:
        for fault in replayed.faults:
            what = called("fault", fault.code)
            err.print(f"position {fault.position}: {fault.code}. {what}", style="bold red")


def _end(replayed: Replay) -> None:
    """Say what was verified, and by what, and whether the history is as it was recorded."""
    verified = replayed.verified
    err.print(
        f"Verified in {verified.events} events: {verified.statements} statements and "
        f"{verified.envelopes} envelopes, by {verified.signatures} signatures."
    )
    if root := replayed.signers.root:
        err.print(
            f"All of them rest on the operator's key {root.keys.kid}, "
            + (
                "which is the one of the card."
                if root.given
                else "which is known from the history alone: to be sure of it, name the "
                "operator's card with --operator."
            )
        )
    if replayed.faults:
        err.print("The history is not as it was recorded. Keep it as it is, and ask for help.")
        raise typer.Exit(NO)
    err.print(f"Every leaf up to position {replayed.position} follows from its event.")
