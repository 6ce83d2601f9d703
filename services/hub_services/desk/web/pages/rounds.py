"""A round: what was asked of several agencies in one act, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from starlette.responses import Response

from hub_domain.sharing.status import ASKED_BACK, OWED, Status
from hub_services.desk.rows import RequestRow
from hub_services.desk.web.pages.requests import request_id
from hub_services.desk.web.visit import Visit


async def show(visit: Visit) -> Response:
    """What was asked in one act: what each addressee is asked for, and where that stands.

    Who has declined has not answered what was asked, and who shared something in an emergency
    has not answered the rest: each has a number of its own (P-22).
    """
    found = await visit.desk.round(visit.hat, request_id(visit))
    first = found.requests[0]
    stand = [row.status for row in found.requests]
    asked = [status for status in stand if status != Status.WITHDRAWN]
    return visit.page(
        "round.html",
        requests=found.requests,
        first=first,
        about=round_about(found.requests),
        asked=len(asked),
        answered=sum(status not in OWED | ASKED_BACK | {Status.DECLINED} for status in asked),
        declined=asked.count(Status.DECLINED),
        in_part=sum(
            row.status in OWED and row.disclosure is not None for row in found.requests
        ),
        asks_back=sum(status in ASKED_BACK for status in asked),
        withdrawn=len(stand) - len(asked),
        names=found.names,
        tasks={task.about: task for task in found.tasks if task.closed_at is None},
        now=found.now,
        open_statuses=OWED,
        provision=visit.law().provision(first.provision),
        directory=await visit.desk.directory(visit.hat),
    )


def round_about(requests: Iterable[RequestRow]) -> list[UUID]:
    """Everyone whom the requests of a round are about, those who are to be protected first.

    Each of them is about its own persons, and a list names the first alone.
    """
    kept = [(row, person) for row in requests for person in row.kept_persons]
    kept.sort(key=lambda each: not _protected(*each))
    return list(dict.fromkeys(person for _, person in kept))


def _protected(row: RequestRow, person: UUID) -> bool:
    return any(each.id == person and each.scope for each in row.persons)
