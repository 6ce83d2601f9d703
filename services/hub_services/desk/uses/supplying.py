"""Supplying: a decision for the agency's own record, then a disclosure to the recipient.

Declining a power goes the same way: a decision not to share, then the decline by it (R-084).

Both are signed and kept before they are sent. Whatever happens between, the very same bytes
are sent again, which the hub answers as it answered first; so nothing is done twice. Where the
draft was changed meanwhile, what it said before is not sent again: it goes only if it went.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from hub_services.desk.checking import check_words
from hub_services.desk.drafts import Declining, SupplyDraft
from hub_services.desk.hub_client import MOVED, HubRefused, Prepared
from hub_services.desk.matters import Either, ToldUnasked, decided_by, ensure_as_seen
from hub_services.desk.means import Hat, Words
from hub_services.desk.records import Preview, Supplied
from hub_services.desk.rows import RequestRow
from hub_services.desk.tools import Tools
from hub_services.desk.uses.answering import request_row
from hub_services.desk.uses.asking import flags_of
from hub_services.desk.uses.item_lines import disclosed, included, withheld
from hub_services.desk.uses.item_words import (
    explained_of,
    names_of,
    said_of,
    sources_of,
    told_code,
)
from hub_services.desk.uses.opening import keep_own, reopen

SHELF: Final = "supplies"
DONE: Final = "supplied"
DONE_KEPT: Final = timedelta(days=30)

_OVERTAKEN: Final = frozenset(
    {"nothing-to-carry-out", "another-recipient", "wider-than-decided", "less-than-decided"}
)
"""Refused, because a colleague has decided otherwise since this was decided."""


class Supply(msgspec.Struct, kw_only=True):
    """How far a supply has come.

    ``decided`` is the digest of the decision that is recorded. ``pending`` was sent, or was
    about to be, and its answer is not known.
    """

    draft: SupplyDraft
    decision: UUID
    disclosure: UUID
    decided: str = ""
    pending: Prepared | None = None
    step: Literal["decision", "disclosure", "decline"] = "decision"
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class _Part:
    """The facts of one of the two commands, and the words that go with it."""

    facts: dict[str, Any]
    words: tuple[Words, ...] = field(repr=False)


async def preview(tools: Tools, hat: Hat, draft: SupplyDraft) -> Preview:
    """Exactly what the recipient will see: sealed as it will be, then opened."""
    row = await _matter(tools, hat, draft)
    record = tools.means.ids.stream()
    part = await _disclosure(tools, hat, draft, row, record)
    decision = await _decision(tools, hat, draft, row)
    sealed = await tools.seal(hat, record=record, counterpart=row.counterpart, words=part.words)
    return Preview(
        to=row.counterpart,
        facts=msgspec.to_builtins(part.facts),
        segments=await reopen(tools, hat, record, sealed),
        flags=flags_of({**decision.facts["texts"], **part.facts["texts"]}),
    )


async def unfinished(tools: Tools, hat: Hat) -> list[SupplyDraft]:
    """Supplies that were begun and not finished, the newest first."""
    kept = await tools.means.store.all(hat.agency, SHELF, holder=hat.practitioner)
    return [msgspec.json.decode(each.value, type=Supply).draft for each in kept]


async def supply(tools: Tools, hat: Hat, draft: SupplyDraft) -> Supplied:
    """Settle what is pending, decide unless that is what stands, disclose or decline.

    The very draft that was disclosed, or declined by, before is answered as then.
    """
    async with tools.lock(draft.matter):
        mark = _mark(tools, draft)
        done = await tools.means.store.get(hat.agency, DONE, mark, holder=hat.practitioner)
        if done is not None:
            return msgspec.json.decode(done.value, type=Supplied)
        supplied = await _supply(tools, hat, draft)
        if supplied.disclosure is not None or draft.declines is not None:
            await _keep_done(tools, hat, mark, supplied)
        return supplied


async def complete_record(tools: Tools, hat: Hat, draft: SupplyDraft) -> Supplied:
    """Decide anew on what an emergency already gave; nothing is disclosed again."""
    async with tools.lock(draft.matter):
        return await _supply(tools, hat, draft, discloses=False)


async def _supply(
    tools: Tools, hat: Hat, draft: SupplyDraft, *, discloses: bool = True
) -> Supplied:
    row = await _matter(tools, hat, draft)
    supply = await _begun(tools, hat, draft, row)
    if await _disclosed(tools, hat, supply, row):
        return await _finish(tools, hat, supply, disclosed=True)
    unchanged = _mark(tools, supply.draft) == _mark(tools, draft)
    if unchanged and await _settle(tools, hat, supply):
        return await _finish(tools, hat, supply, disclosed=supply.step == "disclosure")
    ensure_as_seen(draft, row)
    supply.draft, supply.pending = draft, None
    decision = await _decision(tools, hat, draft, row, records=not discloses)
    digest = _digest(tools, draft, decision)
    before = supply.decided == digest
    if not before:
        await _decide(tools, hat, supply, decision, digest)
    shares = discloses and decision.facts["decision"] in {"share", "share-part"}
    if shares:
        try:
            await _disclose(tools, hat, supply, row)
        except HubRefused as refused:
            if not (before and refused.code in _OVERTAKEN):
                raise
            await _decide(tools, hat, supply, decision, digest)
            await _disclose(tools, hat, supply, row)
    elif draft.declines is not None and isinstance(row, RequestRow):
        await _decline(tools, hat, supply, row, draft.declines)
    return await _finish(tools, hat, supply, disclosed=shares)


async def _matter(tools: Tools, hat: Hat, draft: SupplyDraft) -> Either:
    """The request that is answered, as it is now, or what is told unasked."""
    if draft.request is None:
        return ToldUnasked.of(draft)
    return await request_row(tools, hat, draft.request)


async def _disclosed(tools: Tools, hat: Hat, supply: Supply, row: Either) -> bool:
    """Whether the hub has recorded its disclosure already."""
    if isinstance(row, RequestRow):
        return row.disclosure == supply.disclosure
    if not supply.decided:
        return False
    answer = await tools.hub.read(hat, f"/v1/sharing-decisions/{supply.decision}")
    return bool(answer["decision"]["disclosure"] == str(supply.disclosure))


async def _keep_done(tools: Tools, hat: Hat, mark: str, supplied: Supplied) -> None:
    store, at = tools.means.store, tools.means.clock.now()
    await store.remove_older(hat.agency, DONE, than=at - DONE_KEPT)
    value = msgspec.json.encode(supplied)
    await store.put(hat.agency, DONE, mark, value, holder=hat.practitioner, at=at)


async def _begun(tools: Tools, hat: Hat, draft: SupplyDraft, row: Either) -> Supply:
    kept = await tools.means.store.get(
        hat.agency, SHELF, str(draft.matter), holder=hat.practitioner
    )
    if kept is not None:
        return msgspec.json.decode(kept.value, type=Supply)
    return Supply(
        draft=draft,
        decision=decided_by(row),
        disclosure=tools.means.ids.stream(),
    )


async def _settle(tools: Tools, hat: Hat, supply: Supply) -> bool:
    """Learn what became of the pending command; whether it was the last, and is recorded.

    What was refused, or was never recorded and is too old to be (401), is nothing: it may be
    done anew.
    """
    if supply.pending is None:
        return False
    try:
        await _send(tools, hat, supply)
    except HubRefused:
        return False
    return supply.step != "decision"


async def _decide(tools: Tools, hat: Hat, supply: Supply, decision: _Part, digest: str) -> None:
    supply.step, supply.digest = "decision", digest
    sealed = await tools.seal(
        hat, record=supply.decision, counterpart=None, words=decision.words
    )
    version = 0
    for attempt in range(2):
        supply.pending = tools.hub.prepare(
            hat,
            "make-sharing-decision",
            about=supply.decision,
            version=version,
            facts=decision.facts,
            sealed=sealed,
        )
        try:
            await _send(tools, hat, supply)
        except HubRefused as refused:
            if refused.code != MOVED or attempt:
                raise
            ensure_as_seen(supply.draft, await _matter(tools, hat, supply.draft))
            path = f"/v1/sharing-decisions/{supply.decision}"
            version = (await tools.hub.read(hat, path))["decision"]["version"]
        else:
            await keep_own(tools, hat, "decision", sealed, decision.words)
            return


async def _disclose(tools: Tools, hat: Hat, supply: Supply, row: Either) -> None:
    part = await _disclosure(tools, hat, supply.draft, row, supply.disclosure)
    record = supply.disclosure
    sealed = await tools.seal(hat, record=record, counterpart=row.counterpart, words=part.words)
    supply.step = "disclosure"
    supply.pending = tools.hub.prepare(
        hat,
        "make-disclosure",
        about=record,
        facts={"decision": supply.decision, **part.facts},
        sealed=sealed,
    )
    await _send(tools, hat, supply)
    await keep_own(tools, hat, "disclosure", sealed, part.words)


async def _decline(
    tools: Tools, hat: Hat, supply: Supply, row: RequestRow, declines: Declining
) -> None:
    """Decline by what was decided; the reasons are sealed to who asked."""
    reasons = {"reasons": supply.draft.reasons}
    cards = await tools.people.cards(hat, [person.id for person in row.persons])
    segment = Words(owner=row.request_id, group="reasons", fields=reasons)
    sealed = await tools.seal(
        hat, record=row.request_id, counterpart=row.counterpart, words=[segment]
    )
    supply.step = "decline"
    supply.pending = tools.hub.prepare(
        hat,
        "decline-share-request",
        about=row.request_id,
        version=row.version if declines.version is None else declines.version,
        facts={
            "ground": declines.ground,
            "decision": supply.decision,
            "texts": check_words(reasons, cards.values()),
        },
        sealed=sealed,
    )
    await _send(tools, hat, supply)
    await keep_own(tools, hat, "decline", sealed, [segment])


async def _send(tools: Tools, hat: Hat, supply: Supply) -> None:
    """Keep, send, and keep what came of it. ``HubAway`` leaves it pending."""
    if supply.pending is None:
        return
    await _keep(tools, hat, supply)
    try:
        await tools.hub.send(supply.pending)
    except HubRefused:
        supply.pending = None
        await _keep(tools, hat, supply)
        raise
    supply.pending = None
    if supply.step == "decision":
        supply.decided = supply.digest
    await _keep(tools, hat, supply)


async def _keep(tools: Tools, hat: Hat, supply: Supply) -> None:
    """Nothing is unfinished when nothing is decided and nothing pending."""
    key = str(supply.draft.matter)
    store = tools.means.store
    if not supply.decided and supply.pending is None:
        await store.remove(hat.agency, SHELF, key, holder=hat.practitioner)
        return
    await store.put(
        hat.agency,
        SHELF,
        key,
        msgspec.json.encode(supply),
        holder=hat.practitioner,
        at=tools.means.clock.now(),
    )


async def _finish(tools: Tools, hat: Hat, supply: Supply, *, disclosed: bool) -> Supplied:
    await tools.means.store.remove(
        hat.agency, SHELF, str(supply.draft.matter), holder=hat.practitioner
    )
    return Supplied(
        decision=supply.decision, disclosure=supply.disclosure if disclosed else None
    )


async def _decision(
    tools: Tools, hat: Hat, draft: SupplyDraft, row: Either, *, records: bool = False
) -> _Part:
    """The decision, sealed for the agency alone, with what is not released of its sources.

    What only ``records`` keeps with it why something old was shared: nothing goes any more.
    """
    record = decided_by(row)
    words = draft.words or {"purpose": ""}
    cards = await tools.people.cards(hat, [person.id for person in row.persons])
    lines = [*map(included, draft.items), *(withheld(tools, each) for each in draft.withheld)]
    facts = {
        **_completed(draft, row, lines),
        "request": draft.request,
        "to": _recipient(draft, row),
        "decision": draft.decision or _said(draft),
        "items": lines,
        "texts": check_words(words, cards.values()),
    }
    kept: tuple[Words, ...] = (Words(owner=record, group="reasons", fields=words),)
    if records:
        kept = (*kept, *(explained_of(item) for item in draft.items if item.explanation))
    return _Part(facts=facts, words=kept + sources_of(draft.items, released=False))


def _said(draft: SupplyDraft) -> str:
    if not draft.items:
        return "do-not-share"
    return "share-part" if draft.withheld else "share"


def _completed(draft: SupplyDraft, row: Either, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The case, with the ids that a form leaves to the desk."""
    case = dict(draft.case)
    held = [line["item"] for line in lines if not line.get("not_held")]
    case["runs"] = [{"items": held} | run for run in case.get("runs", [])]
    how = dict(case.get("how") or {})
    individual = how.get("individual")
    if individual and individual.get("answer") in {"practitioner", "duty-post"}:
        to = draft.to_post or draft.to_practitioner or row.author
        case["how"] = how | {"individual": {"id": to} | individual}
    return case


def _recipient(draft: SupplyDraft, row: Either) -> dict[str, Any]:
    practitioner = draft.to_practitioner or (None if draft.to_post else row.author)
    return {"agency": row.counterpart, "practitioner": practitioner, "post": draft.to_post}


async def _disclosure(
    tools: Tools, hat: Hat, draft: SupplyDraft, row: Either, record: UUID
) -> _Part:
    """What goes to the recipient: labels in clear, the words of each item sealed."""
    reasons = {"reasons": draft.reasons} if draft.reasons else {}
    cards = await tools.people.cards(hat, [person.id for person in row.persons])
    told = told_code(draft.case)
    words = [*names_of(row, cards), *(said_of(item, told) for item in draft.items)]
    if reasons:
        words.append(Words(owner=record, group="reasons", fields=reasons))
    return _Part(
        facts={
            "to": _recipient(draft, row),
            "channel": draft.channel,
            "items": [disclosed(item) for item in draft.items],
            "texts": check_words(reasons, cards.values()),
        },
        words=(*words, *sources_of(draft.items, released=True)),
    )


_OF_ITS_LABELS: Final = ("as_at", "about", "historical", "explained", "confirmed_current")


def _digest(tools: Tools, draft: SupplyDraft, decision: _Part) -> str:
    """Of what the decision says, but for the ids of withheld lines, which may be new.

    A date that is put right is no other decision: the disclosure is judged by it, and by
    what else its labels say.
    """
    facts = {name: decision.facts[name] for name in ("to", "decision", "texts")}
    going = [included(item) | dict.fromkeys(_OF_ITS_LABELS) for item in draft.items]
    words = [[each.owner, each.item, each.fields] for each in decision.words]
    return _mark(tools, [facts, draft.case, going, draft.withheld, words])


def _mark(tools: Tools, value: object) -> str:
    plain = msgspec.to_builtins(value)
    return hashlib.sha256(tools.means.keys.canonical(plain)).hexdigest()
