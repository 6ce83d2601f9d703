"""What a practitioner has begun, kept for them alone.

A draft is kept until it is done or discarded. What was written on a page when the session was
over is left there for a day, until a form of that page is sent.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from hub_services.desk.means import Hat, Kept
from hub_services.desk.records import DraftKept
from hub_services.desk.tools import Tools

SHELF: Final = "drafts"
LEFT: Final = "left"
LEFT_KEPT: Final = timedelta(days=1)
SENT: Final = "sent"
SENT_KEPT: Final = timedelta(days=1)
OFFERED: Final = "offered"
OFFERED_FOR: Final = timedelta(minutes=10)
"""As long as the choice of a hat may take."""


class _Content(msgspec.Struct, frozen=True):
    kind: str
    content: Any


async def save(tools: Tools, hat: Hat, kind: str, content: object, draft: UUID | None) -> UUID:
    """Keep a draft, a new one unless its id is given, exactly as it was typed."""
    draft = draft or tools.means.ids.stream()
    await tools.means.store.put(
        hat.agency,
        SHELF,
        str(draft),
        msgspec.json.encode(_Content(kind, content)),
        holder=hat.practitioner,
        at=tools.means.clock.now(),
    )
    return draft


async def begin(
    tools: Tools, hat: Hat, kind: str, content: object, form: str
) -> tuple[UUID, bool]:
    """Keep a new draft, one however often the form of this mark is sent; whether it is new."""
    draft = str(tools.means.ids.stream())
    kept = await tools.means.store.put_once(
        hat.agency,
        SHELF,
        draft,
        msgspec.json.encode(_Content(kind, content)),
        by=form or draft,
        holder=hat.practitioner,
        at=tools.means.clock.now(),
    )
    return UUID(kept), kept == draft


async def all_of(tools: Tools, hat: Hat, kind: str | None) -> list[DraftKept]:
    """The practitioner's drafts, of one kind or all, the newest first."""
    kept = await tools.means.store.all(hat.agency, SHELF, holder=hat.practitioner)
    return [draft for draft in map(_read, kept) if kind is None or draft.kind == kind]


async def begun_by(
    tools: Tools, hat: Hat, holder: UUID, kinds: Collection[str], below: str
) -> bool:
    """Whether a colleague has begun a draft of these kinds, or left something on a page below.

    Who takes over from them is told that there is one, and nothing of what it says.
    """
    store = tools.means.store
    drafts = await store.all(hat.agency, SHELF, holder=holder)
    left = await store.all(hat.agency, LEFT, holder=holder)
    return any(_read(each).kind in kinds for each in drafts) or any(
        each.key.startswith(below) and _in_time(tools, each) for each in left
    )


async def one(tools: Tools, hat: Hat, draft: UUID) -> DraftKept | None:
    """One draft of the practitioner's own."""
    kept = await tools.means.store.get(hat.agency, SHELF, str(draft), holder=hat.practitioner)
    return _read(kept) if kept else None


async def discard(tools: Tools, hat: Hat, draft: UUID) -> None:
    """Keep it no longer."""
    await tools.means.store.remove(hat.agency, SHELF, str(draft), holder=hat.practitioner)


async def leave(tools: Tools, hat: Hat, page: str, content: object) -> None:
    """Leave on a page what was written there and could not be sent."""
    store, at = tools.means.store, tools.means.clock.now()
    await store.remove_older(hat.agency, LEFT, than=at - LEFT_KEPT)
    value = msgspec.json.encode(content)
    await store.put(hat.agency, LEFT, page, value, holder=hat.practitioner, at=at)


async def left(tools: Tools, hat: Hat, page: str) -> object:
    """What was left on a page within the last day, or nothing."""
    kept = await tools.means.store.get(hat.agency, LEFT, page, holder=hat.practitioner)
    return msgspec.json.decode(kept.value) if kept and _in_time(tools, kept) else None


async def all_left(tools: Tools, hat: Hat) -> dict[str, object]:
    """What was left within the last day, by its page, the newest first."""
    kept = await tools.means.store.all(hat.agency, LEFT, holder=hat.practitioner)
    return {each.key: msgspec.json.decode(each.value) for each in kept if _in_time(tools, each)}


def _in_time(tools: Tools, kept: Kept) -> bool:
    return tools.means.clock.now() - kept.at <= LEFT_KEPT


async def taken_up(tools: Tools, hat: Hat, page: str) -> None:
    """A form of the page is sent now: what was left there is left no longer."""
    await tools.means.store.remove(hat.agency, LEFT, page, holder=hat.practitioner)


async def led_to(tools: Tools, hat: Hat, form: str) -> str:
    """To which page the form of this mark led, if it has done its work; empty if not."""
    kept = await tools.means.store.get(hat.agency, SENT, form, holder=hat.practitioner)
    return kept.value.decode() if kept else ""


async def leads_to(tools: Tools, hat: Hat, form: str, page: str) -> None:
    """The form of this mark has done its work."""
    store, at = tools.means.store, tools.means.clock.now()
    await store.remove_older(hat.agency, SENT, than=at - SENT_KEPT)
    await store.put(hat.agency, SENT, form, page.encode(), holder=hat.practitioner, at=at)


async def offer(tools: Tools, hat: Hat) -> UUID:
    """Offer someone the choice of a hat: a number that is good for one choice."""
    store, at = tools.means.store, tools.means.clock.now()
    await store.remove_older(hat.agency, OFFERED, than=at - OFFERED_FOR)
    number = tools.means.ids.opaque()
    await store.put(hat.agency, OFFERED, str(number), b"", holder=hat.practitioner, at=at)
    return number


async def taken(tools: Tools, hat: Hat, number: str) -> bool:
    """Whether the offer of this number stood; it does no longer."""
    return await tools.means.store.remove(hat.agency, OFFERED, number, holder=hat.practitioner)


def _read(kept: Kept) -> DraftKept:
    read = msgspec.json.decode(kept.value, type=_Content)
    return DraftKept(id=UUID(kept.key), kind=read.kind, content=read.content, saved_at=kept.at)
