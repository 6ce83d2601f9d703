"""Reading: what the hub shows a practitioner, with the names and words this desk has."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from hub_services.desk.means import Hat
from hub_services.desk.records import (
    DecisionPage,
    DisclosurePage,
    Disclosures,
    Me,
    Person,
    RequestPage,
    Requests,
    Tasks,
    Waiting,
    Writing,
)
from hub_services.desk.rows import (
    DisclosureRow,
    GivenRow,
    HandoverRow,
    OpeningRow,
    RequestRow,
    SharedRow,
    TakeoverRow,
    TaskRow,
    WritingRow,
)
from hub_services.desk.tools import Tools
from hub_services.desk.uses.opening import opened_before

SEEN: Final = "seen"
"""Whether somebody has looked at a reply that has no words to open: the hub cannot know."""


async def me(tools: Tools, hat: Hat) -> Me:
    """Who the hat is to the hub."""
    answer = await tools.hub.read(hat, "/v1/me")
    practitioner, agency = answer["practitioner"], answer["agency"]
    return msgspec.convert(
        {
            "practitioner": practitioner["practitioner_id"],
            "name": practitioner["name"],
            "post": practitioner["post"],
            "roles": practitioner["roles"],
            "agency": agency["agency_id"],
            "agency_name": agency["name"],
            "nation": agency["nation"],
            "posts": answer["posts"],
            "now": answer["now"],
        },
        Me,
    )


async def requests(
    tools: Tools, hat: Hat, side: str, *, waits: bool | None = None, **part: int
) -> Requests:
    """Requests received (``addressee``) or sent (``author``), by due time.

    ``waits``: those that are owed an answer, or the others, by when they changed last.
    """
    answer = await tools.hub.read(hat, "/v1/share-requests", side=side, waits=waits, **part)
    return await _requests(tools, hat, answer)


async def replies(tools: Tools, hat: Hat, limit: int) -> Requests:
    """Requests sent whose newest reply is to be read; what was without words, until seen."""
    answer = await tools.hub.read(
        hat, "/v1/share-requests", side="author", unopened=True, limit=limit
    )
    found = await _requests(tools, hat, answer)
    keys = [str(row.request_id) for row in found.requests]
    kept = await tools.means.store.all(hat.agency, SEEN, holder=hat.practitioner, keys=keys)
    seen = {(each.key, each.value) for each in kept}
    unseen = [
        row for row in found.requests if (str(row.request_id), _as_it_is(row)) not in seen
    ]
    return msgspec.structs.replace(found, requests=tuple(unseen))


async def seen(tools: Tools, hat: Hat, row: RequestRow) -> None:
    """Someone has seen how a request stands, and all that was written to them."""
    await tools.means.store.put(
        hat.agency,
        SEEN,
        str(row.request_id),
        _as_it_is(row),
        holder=hat.practitioner,
        at=tools.means.clock.now(),
    )


def _as_it_is(row: RequestRow) -> bytes:
    return row.changed_at.isoformat().encode()


async def round_(tools: Tools, hat: Hat, round_id: UUID) -> Requests:
    """The requests of a round, with the tasks that fell due."""
    return await _requests(tools, hat, await tools.hub.read(hat, f"/v1/rounds/{round_id}"))


async def _requests(tools: Tools, hat: Hat, answer: dict[str, Any]) -> Requests:
    """The rows, with the names of those whom this practitioner knows.

    Before a request is opened these are the agency's own cards, and what this practitioner
    opened elsewhere: of the card that came with it nothing is shown. Who sees the row has the
    person's id from the hub and knew whose it is, so that no name is learnt by it. That they
    were asked about somebody the audit counts from when they were asked, opened or not.
    """
    rows = msgspec.convert(answer["requests"], tuple[RequestRow, ...])
    named = {person.id for row in rows for person in row.persons}
    opened = await opened_before(tools, hat, [row.envelope for row in rows])
    came = {
        person.id: opened[row.envelope].card(person.id)
        for row in rows
        if row.envelope in opened
        for person in row.persons
    }
    return Requests(
        requests=rows,
        names=came | await tools.people.cards(hat, named),
        given=msgspec.convert(answer.get("given", []), tuple[GivenRow, ...]),
        tasks=msgspec.convert(answer.get("tasks", []), tuple[TaskRow, ...]),
        now=_now(answer),
    )


async def request(tools: Tools, hat: Hat, request_id: UUID) -> RequestPage:
    """One request with everything that belongs to it."""
    answer = await tools.hub.read(hat, f"/v1/share-requests/{request_id}")
    row = msgspec.convert(answer["request"], RequestRow)
    cards = await tools.people.cards(hat, [person.id for person in row.persons])
    writings = await _writings(tools, hat, answer)
    opened = next((w.opened for w in writings if w.row.envelope == row.envelope), None)
    return RequestPage(
        request=row,
        persons=tuple(
            Person(
                id=person.id,
                card=cards.get(person.id) or (opened.card(person.id) if opened else None),
                scope=person.scope,
            )
            for person in row.persons
        ),
        writings=writings,
        openings=msgspec.convert(answer["openings"], tuple[OpeningRow, ...]),
        takeovers=msgspec.convert(answer["takeovers"], tuple[TakeoverRow, ...]),
        given=next(iter(msgspec.convert(answer["given"], tuple[GivenRow, ...])), None),
        shared=msgspec.convert(answer["disclosures"], tuple[SharedRow, ...]),
        gone=msgspec.convert(answer["gone"], tuple[HandoverRow, ...]),
        sees=msgspec.convert(answer["sees"], frozenset[UUID]),
        tasks=msgspec.convert(answer["tasks"], tuple[TaskRow, ...]),
        now=_now(answer),
    )


async def disclosures(
    tools: Tools, hat: Hat, *, made: bool, waits: bool | None = None, **part: int
) -> Disclosures:
    """Disclosures received, or made, the newest first; ``waits``: not acknowledged yet."""
    side = "author" if made else "addressee"
    answer = await tools.hub.read(hat, "/v1/disclosures", side=side, waits=waits, **part)
    rows = msgspec.convert(answer["disclosures"], tuple[DisclosureRow, ...])
    return Disclosures(
        disclosures=rows,
        unopened=msgspec.convert(answer["unopened"], frozenset[UUID]),
        names=await tools.people.cards(hat, {person for row in rows for person in row.persons}),
        now=_now(answer),
    )


async def disclosure(tools: Tools, hat: Hat, disclosure_id: UUID) -> DisclosurePage:
    """One disclosure: its labels, who opened it, and its words once this practitioner has."""
    answer = await tools.hub.read(hat, f"/v1/disclosures/{disclosure_id}")
    row = msgspec.convert(answer["disclosure"], DisclosureRow)
    opened = await opened_before(tools, hat, [row.envelope])
    words = opened.get(row.envelope)
    cards = await tools.people.cards(hat, row.persons)
    if words is not None and row.request is None:  # or else a name came with the request
        cards = {person: words.card(person) for person in row.persons} | cards
    return DisclosurePage(
        disclosure=row,
        persons=tuple(Person(id=person, card=cards.get(person)) for person in row.persons),
        openings=msgspec.convert(answer["openings"], tuple[OpeningRow, ...]),
        takeovers=msgspec.convert(answer["takeovers"], tuple[TakeoverRow, ...]),
        opened=words,
        now=_now(answer),
    )


async def decision(tools: Tools, hat: Hat, decision_id: UUID) -> DecisionPage:
    """One sharing decision of the agency."""
    answer = await tools.hub.read(hat, f"/v1/sharing-decisions/{decision_id}")
    return DecisionPage(
        decision=answer["decision"],
        unrecorded=msgspec.convert(answer["unrecorded"], tuple[DisclosureRow, ...]),
        sees=msgspec.convert(answer["sees"], frozenset[UUID]),
        writings=await _writings(tools, hat, answer),
        tasks=msgspec.convert(answer["tasks"], tuple[TaskRow, ...]),
        now=_now(answer),
    )


async def tasks(tools: Tools, hat: Hat) -> Tasks:
    """Open tasks about records that this practitioner may see."""
    answer = await tools.hub.read(hat, "/v1/tasks")
    return Tasks(tasks=msgspec.convert(answer["tasks"], tuple[TaskRow, ...]), now=_now(answer))


async def waiting(
    tools: Tools, hat: Hat, *, after: str | None, record: UUID | None, limit: int
) -> Waiting:
    """What came to the agency and is not done with, as far as this one may take it over."""
    answer = await tools.hub.read(hat, "/v1/waiting", limit=limit, after=after, record=record)
    return msgspec.convert(answer, Waiting)


async def _writings(tools: Tools, hat: Hat, answer: dict[str, Any]) -> tuple[Writing, ...]:
    rows = msgspec.convert(answer["writings"], tuple[WritingRow, ...])
    opened = await opened_before(tools, hat, [row.envelope for row in rows])
    return tuple(Writing(row=row, opened=opened.get(row.envelope)) for row in rows)


def _now(answer: dict[str, Any]) -> datetime:
    return msgspec.convert(answer["now"], datetime)
