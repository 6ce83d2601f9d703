"""Afterwards: what was measured is there, all of it, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from hub_domain.sharing.status import Status
from hub_infra import canonical
from hub_infra.store.connect import connect
from hub_infra.store.views import dump
from hub_services.auditing.checking import Checking
from hub_services.benching.workload import Party, Workload
from hub_services.hub.views import TABLES
from hub_services.wiring.audit import stored_log

_COMMANDS = """
select c.statement, c.facts, c.statement_sha256 = sha256(c.statement),
    array(select topic from events as e where e.command_id = c.id order by position)
from commands as c where c.id = %s
"""


class Wrong(Exception):
    """What was measured is not what was recorded; the figures are worth nothing."""


def check_log(url: str) -> int:
    """Every position, version and leaf follows; the count of events."""
    checking, events = Checking(), 0
    with stored_log(url) as log:
        for entry in log.entries():
            events += 1
            for fault in checking.check(entry):
                raise Wrong(f"{fault.code} at {fault.position}")
        if events != log.head():
            raise Wrong("the log is longer than its head")
    return events


def check_commands(url: str, workloads: Sequence[Workload]) -> None:
    """Each command has its statement, its facts and its events; all alike, and no other."""
    topics: Counter[tuple[str, ...]] = Counter()
    with connect(url) as connection:
        connection.execute("create index if not exists bench on events (command_id)")
        for workload in workloads:
            for step in workload.steps:
                sent = step.prepared
                row = connection.execute(_COMMANDS, (sent.id,)).fetchone()
                facts = canonical.write(msgspec.json.decode(sent.body)["facts"])
                if row is None or row[:3] != (sent.statement, facts, True):
                    raise Wrong(f"the command {sent.id} is not as it was sent")
                topics[step.command, *row[3]] += 1
    if len(topics) != len({command for command, *_ in topics}):
        raise Wrong("commands of one kind recorded different events")
    if set(topics.values()) - {len(workloads)}:
        raise Wrong("not every workload recorded all of its commands")


def check_views(url: str, workloads: Sequence[Workload], asking: Party, holding: Party) -> None:
    """Each agency's rows are those of its workloads, and no other."""
    agencies = (asking.hat.agency, holding.hat.agency)
    requests = {
        (agency, w.request, w.disclosure, Status.SUPPLIED.value)
        for w in workloads
        for agency in agencies
    }
    decisions = {(holding.hat.agency, w.decision, w.disclosure) for w in workloads}
    disclosures = {
        (agency, w.disclosure, w.disclosed) for w in workloads for agency in agencies
    }
    with connect(url) as connection:
        for query, expected in (
            ("select agency_id, request_id, disclosure, status from requests", requests),
            ("select agency_id, decision_id, disclosure from decisions", decisions),
            ("select agency_id, disclosure_id, envelope from disclosures", disclosures),
        ):
            rows: list[tuple[Any, ...]] = connection.execute(query.encode()).fetchall()
            if len(rows) != len(expected) or set(rows) != expected:
                raise Wrong("the rows of a view are not those of the commands")


def views_as_they_stand(url: str) -> list[bytes]:
    """All views, in the order of their keys."""
    with connect(url) as connection:
        return [dump(connection, table) for table in TABLES]


def check_same_rows(one_url: str, one: int, other_url: str, other: int) -> None:
    """Two stores hold the same rows for each workload, of which they did so many."""
    for table in ("events", "commands", "envelopes", "segments", *(t.name for t in TABLES)):
        if _count(one_url, table) * other != _count(other_url, table) * one:
            raise Wrong(f"the limit does not write the rows of {table} that the hub writes")


def _count(url: str, table: str) -> int:
    query = f'select count(*) from "{table}"'  # noqa: S608 - our own table
    with connect(url) as connection:
        ((count,),) = connection.execute(query.encode()).fetchall()
    return int(count)
