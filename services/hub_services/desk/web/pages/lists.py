"""Lists to work from: what was asked of us, what we asked, what was shared with us, tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from starlette.responses import Response

from hub_domain.roles import Role
from hub_domain.sharing.outstanding import GAP_LEFT
from hub_domain.sharing.status import ASKED_BACK, OWED
from hub_services.desk.directory import Directory, PostEntry, StaffEntry
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.rows import DisclosureRow, HeldRow, RequestRow, TaskRow
from hub_services.desk.web.begun import begun_on
from hub_services.desk.web.forms import read_id, read_number
from hub_services.desk.web.pages import handed_over
from hub_services.desk.web.pages.asking import begun_to_ask
from hub_services.desk.web.pages.matters import begun_to_tell
from hub_services.desk.web.pages.requests import whom_to_ring
from hub_services.desk.web.pages.rounds import round_about
from hub_services.desk.web.visit import Visit

ABOUT_A_REQUEST: Final = frozenset({"decision-overdue", "escalate-16h", "deliver-reasons"})
"""Tasks about a request; the others are about a decision."""


LISTED: Final = 100
"""How many rows of what is done with one page lists; the next goes on after them."""

AT_ONCE: Final = 1000
"""How much of what waits is listed: all, but for an agency that reads and answers nothing."""


async def inbox(visit: Visit) -> Response:
    """What came in an emergency, what is told unasked, answers, what was asked of us.

    An answer stands there until it is opened (P-12), and so does what is asked back, declined,
    challenged or not held (P-32); without words, until they have looked. What is asked
    stands by the time left, what is answered below, page by page. Who had begun to write for a
    request that a colleague has now finds it again. A manager is told at once that something
    waits for somebody who has left.
    """
    requests = await visit.desk.inbox(visit.hat, waits=True, limit=AT_ONCE)
    skip = _skipped(visit)
    closed = await visit.desk.inbox(visit.hat, waits=False, skip=skip, limit=LISTED + 1)
    shared = await visit.desk.disclosures(visit.hat, waits=True, limit=AT_ONCE)
    urgent = [row for row in shared.disclosures if row.comes_first]
    told = [row for row in shared.disclosures if _told_unasked(row)]
    answers = [
        row
        for row in shared.disclosures
        if row.request and not row.comes_first and row.disclosure_id in shared.unopened
    ]
    replies = await visit.desk.replies(visit.hat, limit=LISTED)
    rows = (*requests.requests, *closed.requests)
    left = (await visit.desk.waiting(visit.hat, limit=1)).left if visit.takes_over else 0
    return visit.page(
        "inbox.html",
        left=left,
        urgent=urgent,
        told=told,
        answers=answers,
        asked_back=ASKED_BACK,
        replies=replies.requests,
        several=_not_theirs_alone(visit, (*rows, *urgent, *told, *answers))
        or any(row.author != visit.hat.practitioner for row in replies.requests),
        own=visit.hat.practitioner,
        told_of=shared.names,
        telling=[each for each in await begun_to_tell(visit) if not each.went],
        open=requests.requests,
        closed=closed.requests[:LISTED],
        skip=skip,
        more=_more(closed.requests, skip),
        given={each.record: each for each in requests.given},
        names=requests.names | closed.names | replies.names,
        now=requests.now,
        begun=await handed_over.begun(visit, {row.request_id for row in rows}),
        unsent=begun_on(await visit.desk.drafts(visit.hat)),
        directory=await visit.desk.directory(visit.hat),
    )


def _skipped(visit: Visit) -> int:
    """After how many rows the page goes on, as its address says."""
    return min(read_number(visit.request.query_params.get("skip", "")), 100_000)


def _more(rows: Sized, skip: int) -> int:
    """After how many rows the next page goes on; 0 where there is none."""
    return skip + LISTED if len(rows) > LISTED else 0


def _told_unasked(row: DisclosureRow) -> bool:
    """Whether nobody asked for it, and nobody has said yet what is done about it."""
    waits = row.acknowledged_at is None and not row.comes_first
    return row.request is None and waits


async def sent(visit: Visit) -> Response:
    """What we asked: rounds together, and what each addressee says."""
    requests = await visit.desk.sent(visit.hat)
    rounds: dict[UUID, list[RequestRow]] = {}
    for row in requests.requests:
        rounds.setdefault(row.round or row.request_id, []).append(row)
    ordered = sorted(
        rounds.values(), key=lambda rows: max(row.issued_at for row in rows), reverse=True
    )
    return visit.page(
        "sent.html",
        rounds=[(rows, round_about(rows)) for rows in ordered],
        names=requests.names,
        now=requests.now,
        open_statuses=OWED,
        drafts=await begun_to_ask(visit),
        told=not rounds and await _tells(visit),
        directory=await visit.desk.directory(visit.hat),
    )


async def _tells(visit: Visit) -> bool:
    """Whether they told somebody what nobody asked, or their agency did, as far as they see."""
    found = await visit.desk.disclosures(visit.hat, made=True)
    return any(row.request is None for row in found.disclosures)


async def disclosures(visit: Visit) -> Response:
    """What was shared with us, and what we shared, the newest first.

    Before it stands what reached us in an emergency, until somebody acknowledges it. Of each it
    says whether it was opened or acknowledged (P-23).
    """
    made, skip = visit.request.query_params.get("made") == "yes", _skipped(visit)
    found = await visit.desk.disclosures(visit.hat, made=made, skip=skip, limit=LISTED + 1)
    rows = found.disclosures[:LISTED]
    return visit.page(
        "disclosures.html",
        made=made,
        drafts=await begun_to_tell(visit) if made and not skip else [],
        several=not made and _not_theirs_alone(visit, rows),
        own=visit.hat.practitioner,
        disclosures=sorted(rows, key=lambda row: not row.comes_first),
        unopened=found.unopened,
        skip=skip,
        more=_more(found.disclosures, skip),
        now=found.now,
        names=found.names,
        directory=await visit.desk.directory(visit.hat),
    )


def _not_theirs_alone(visit: Visit, rows: Iterable[HeldRow]) -> bool:
    """Whether others see some of it as well, so that each line says for whom it is."""
    return any(row.whose != visit.hat.practitioner for row in rows)


async def tasks(visit: Visit) -> Response:
    """What is still to do: by the time that is left, then by age, then what others here do."""
    found = await visit.desk.tasks(visit.hat)
    together = _of_one_record(found.tasks)
    listed = [(tasks[0], _for_another(visit, tasks[0])) for tasks in together.values()]
    listed.sort(
        key=lambda each: (each[1], not each[0].due_at, each[0].due_at or each[0].opened_at)
    )
    directory = await visit.desk.directory(visit.hat)
    lists = [await visit.desk.inbox(visit.hat), await visit.desk.sent(visit.hat)]
    requests = {row.request_id: row for each in lists for row in each.requests}
    names = {each.id: each.card for each in await visit.desk.people(visit.hat)}
    names |= {person: card for each in lists for person, card in each.names.items()}
    return visit.page(
        "tasks.html",
        tasks=[
            (task, gaps, *await _leads_to(visit, task, requests), waits)
            for task, waits in listed
            for gaps in [[each.gap for each in together[_one(task)] if each.gap]]
        ],
        rings=await _rings(visit, found.tasks, directory),
        names=names,
        directory=directory,
        now=found.now,
        own=visit.hat.agency,
    )


def _one(task: TaskRow) -> tuple[str, UUID] | UUID:
    """What is one thing to do: to complete the record of a decision, whatever it lacks."""
    return (task.kind, task.about) if task.kind == GAP_LEFT else task.task_id


def _of_one_record(tasks: Iterable[TaskRow]) -> dict[object, list[TaskRow]]:
    found: dict[object, list[TaskRow]] = {}
    for task in tasks:
        found.setdefault(_one(task), []).append(task)
    return found


def _for_another(visit: Visit, task: TaskRow) -> bool:
    """Whether it is a task of the agency that this person's role cannot do (R-209)."""
    return task.kind == "coordinator-file-note" and visit.hat.role != Role.CO_ORDINATOR


@dataclass(frozen=True)
class About:
    """Of what a task is: the other agency, whom it is about, and how what is asked stands."""

    counterpart: UUID
    persons: tuple[UUID, ...]
    stands: str = ""

    @classmethod
    def asked(cls, row: RequestRow | None) -> About | None:
        """Of a request that stands in a list of theirs."""
        return cls(row.counterpart, row.kept_persons, row.stands()) if row else None

    @classmethod
    def decided(cls, decision: Mapping[str, Any]) -> About | None:
        """Of a decision that no request of the lists led to: unasked, or no longer asked."""
        told = [read_id(str(item["person"])) for item in decision["items"]]
        persons = tuple(dict.fromkeys(person for person in told if person))
        return cls(UUID(decision["recipient"]), persons) if persons else None


async def _leads_to(
    visit: Visit, task: TaskRow, requests: Mapping[UUID, RequestRow]
) -> tuple[str, About | None]:
    """The page of what the task is about, and about whom: a task names a record by id."""
    if task.kind in ABOUT_A_REQUEST:
        return f"/requests/{task.about}", About.asked(requests.get(task.about))
    try:
        found = await visit.desk.decision(visit.hat, task.about)
    except HubRefused:
        return "", None
    answered = read_id(str(found.decision["request"]))
    asked = About.asked(requests.get(answered)) if answered else None
    return f"/decisions/{task.about}", asked or About.decided(found.decision)


async def _rings(
    visit: Visit, tasks: Iterable[TaskRow], directory: Directory
) -> dict[UUID, list[StaffEntry | PostEntry]]:
    """Whom to ring where another agency must act, by task."""
    return {
        task.task_id: whom_to_ring(await visit.desk.request(visit.hat, task.about), directory)
        for task in tasks
        if task.owner != visit.hat.agency and task.kind in ABOUT_A_REQUEST
    }


async def agencies(visit: Visit) -> Response:
    """Who takes part, and whose desk is hosted: its operator can read what is said there."""
    directory = await visit.desk.directory(visit.hat)
    return visit.page(
        "agencies.html",
        agencies=sorted(directory.agencies.values(), key=lambda agency: agency.name),
        directory=directory,
    )
