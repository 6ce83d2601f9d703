"""Answering without supplying, and explaining; the words go sealed to the other side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from hub_services.desk.checking import check_words
from hub_services.desk.drafts import Search
from hub_services.desk.hub_client import Done
from hub_services.desk.means import Hat, Words
from hub_services.desk.rows import RequestRow
from hub_services.desk.tools import Tools
from hub_services.desk.uses.opening import keep_own


async def request_row(tools: Tools, hat: Hat, request: UUID) -> RequestRow:
    """The request as the hub shows it now; not-found when it may not be seen."""
    answer = await tools.hub.read(hat, f"/v1/share-requests/{request}")
    return msgspec.convert(answer["request"], RequestRow)


async def version_seen(tools: Tools, hat: Hat, request: UUID, version: int | None) -> int:
    """The version that was seen of a request; of who states none, the newest."""
    return (await request_row(tools, hat, request)).version if version is None else version


async def assign(
    tools: Tools, hat: Hat, request: UUID, to: UUID, *, version: int | None
) -> Done:
    """Give the request to one practitioner of the agency."""
    seen = await version_seen(tools, hat, request, version)
    return await tools.hub.do(
        hat, "assign-share-request", about=request, version=seen, facts={"to": to}
    )


async def challenge(
    tools: Tools,
    hat: Hat,
    request: UUID,
    ground: str,
    words: Mapping[str, str],
    *,
    version: int | None,
) -> Done:
    """Challenge the request; the text is ``reasons``."""
    return await _reply(
        tools,
        hat,
        request,
        "challenge-share-request",
        facts={"ground": ground},
        words=words or {"reasons": ""},
        version=version,
    )


async def decline(
    tools: Tools,
    hat: Hat,
    request: UUID,
    ground: str | None,
    words: Mapping[str, str],
    *,
    version: int | None,
) -> Done:
    """Decline on a ground of the provision; the text is ``reasons``."""
    return await _reply(
        tools,
        hat,
        request,
        "decline-share-request",
        facts={"ground": ground},
        words=words or {"reasons": ""},
        version=version,
    )


async def answer(
    tools: Tools,
    hat: Hat,
    request: UUID,
    code: str,
    words: Mapping[str, str],
    *,
    search: Search | None = None,
    version: int | None,
) -> Done:
    """Answer ``not-held`` or ``not-known-here``, with the search, or ask for clarification."""
    facts: dict[str, Any] = {"answer": code}
    if search is not None:
        facts["search"] = stated(search)
    return await _reply(
        tools,
        hat,
        request,
        "answer-share-request",
        facts=facts,
        words=words,
        version=version,
    )


async def explain(
    tools: Tools,
    hat: Hat,
    request: UUID,
    words: Mapping[str, str],
    *,
    due_at: datetime,
    version: int | None,
) -> Done:
    """Say what was asked back or challenged; the text is ``explanation``."""
    return await _reply(
        tools,
        hat,
        request,
        "explain-share-request",
        facts={"due_at": due_at},
        words=words,
        version=version,
        group="why",
    )


def stated(search: Search) -> dict[str, Any]:
    """A search as the hub takes it: every member is said."""
    return {name: getattr(search, name) for name in search.__struct_fields__}


async def _reply(
    tools: Tools,
    hat: Hat,
    request: UUID,
    command: str,
    *,
    facts: Mapping[str, Any],
    words: Mapping[str, str],
    version: int | None,
    group: str = "reasons",
) -> Done:
    row = await request_row(tools, hat, request)
    cards = await tools.people.cards(hat, [person.id for person in row.persons])
    segment = Words(owner=request, group=group, fields=words)
    sealed = None
    if words:
        sealed = await tools.seal(
            hat, record=request, counterpart=row.counterpart, words=[segment]
        )
    done = await tools.hub.do(
        hat,
        command,
        about=request,
        version=row.version if version is None else version,
        facts={**facts, "texts": check_words(words, cards.values())},
        sealed=sealed,
    )
    if sealed is not None:
        await keep_own(tools, hat, command.partition("-")[0], sealed, [segment])
    return done
