"""Opening what was sealed: first the ciphertext, then the shares, which the hub records first.

What was opened, or written, stays at this desk for 24 hours, under the desk's own key, for the
practitioner who did so (P-25).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec

from hub_domain.law.texts import of_any_record
from hub_domain.text_checks import visible
from hub_services.desk.checking import mismatched
from hub_services.desk.drafts import IdentityCard
from hub_services.desk.means import Hat, SealedWords, Words
from hub_services.desk.records import Opened, SegmentOpened
from hub_services.desk.rows import WritingRow
from hub_services.desk.tools import Tools

SHELF: Final = "opened"
KEPT: Final = timedelta(hours=24)


async def open_envelope(tools: Tools, hat: Hat, envelope: UUID, why: str) -> Opened:
    """Open every segment of an envelope that this practitioner may see.

    Once opened, it is not released again while this desk keeps it. Texts that are not what
    their signed checks say are reported to the hub. ``SealBroken`` when anything is wrong with
    the envelope; ``HubRefused`` (not-found) when it may not be seen.
    """
    answer = await tools.hub.read(hat, f"/v1/envelopes/{envelope}")
    kept = await opened_before(tools, hat, [envelope])
    if envelope in kept:
        return kept[envelope]
    writing = msgspec.convert(answer["writing"], WritingRow)
    wire = answer["envelope"]
    shares = await tools.hub.release(
        hat, envelope, segments=[segment["tag"] for segment in wire["segments"]], why=why
    )
    words = tools.means.keys.open(
        wire,
        shares,
        reader=hat.agency,
        publisher=await tools.keys_of(hat, writing.author_agency),
        record=writing.record,
    )
    segments = _segments(words)
    as_read = _as_read(segments)
    await tools.people.learn(hat, as_read)
    opened = Opened(
        envelope=envelope,
        record=writing.record,
        part=writing.part,
        segments=as_read,
        opened_at=tools.means.clock.now(),
        mismatched=await _not_as_signed(tools, hat, writing, segments),
    )
    for text in opened.mismatched:
        if not of_any_record(text, tools.law):
            continue  # of a text that was named before names were listed
        await tools.hub.do(hat, "report-text-mismatch", about=envelope, facts={"text": text})
    await keep(tools, hat, opened)
    return opened


async def reopen(
    tools: Tools, hat: Hat, record: UUID, sealed: SealedWords
) -> tuple[SegmentOpened, ...]:
    """Open what was just sealed, as its reader will: all that a preview may show."""
    words = tools.means.keys.open(
        sealed.envelope,
        sealed.shares,
        reader=hat.agency,
        publisher=await tools.keys_of(hat, hat.agency),
        record=record,
    )
    return _as_read(_segments(words))


async def opened_before(
    tools: Tools, hat: Hat, envelopes: Sequence[UUID]
) -> dict[UUID, Opened]:
    """What this practitioner opened of these envelopes in the last 24 hours."""
    since = tools.means.clock.now() - KEPT
    kept = await tools.means.store.all(
        hat.agency, SHELF, holder=hat.practitioner, keys=[str(each) for each in envelopes]
    )
    found = (msgspec.json.decode(each.value, type=Opened) for each in kept if each.at > since)
    return {opened.envelope: opened for opened in found}


async def keep_own(
    tools: Tools, hat: Hat, part: str, sealed: SealedWords, words: Iterable[Words]
) -> None:
    """Keep what this practitioner has just written, as if they had opened it."""
    opened = Opened(
        envelope=sealed.id,
        record=sealed.record,
        part=part,
        segments=_as_read(_segments(words)),
        opened_at=tools.means.clock.now(),
    )
    await keep(tools, hat, opened)


async def keep(tools: Tools, hat: Hat, opened: Opened) -> None:
    """Keep what was opened, and drop what is older than 24 hours."""
    store = tools.means.store
    now = tools.means.clock.now()
    await store.remove_older(hat.agency, SHELF, than=now - KEPT)
    await store.put(
        hat.agency,
        SHELF,
        str(opened.envelope),
        msgspec.json.encode(opened),
        holder=hat.practitioner,
        at=now,
    )


async def _not_as_signed(
    tools: Tools, hat: Hat, writing: WritingRow, segments: Sequence[SegmentOpened]
) -> tuple[str, ...]:
    if not writing.texts:
        return ()
    cards = await _cards_of(tools, hat, writing, segments)
    texts = {
        name: text
        for segment in segments
        if segment.group in _CHECKED
        for name, text in segment.fields.items()
    }
    return mismatched(writing.texts, texts, cards)


async def _cards_of(
    tools: Tools, hat: Hat, writing: WritingRow, segments: Iterable[SegmentOpened]
) -> list[IdentityCard]:
    """The cards in the envelope itself; without any, those known of the record's persons."""
    own = [IdentityCard.of(each.fields) for each in segments if each.group == "identity"]
    if own:
        return own
    kind = "share-requests" if writing.record_kind == "share-request" else "sharing-decisions"
    answer = await tools.hub.read(hat, f"/v1/{kind}/{writing.record}")
    if writing.record_kind == "share-request":
        persons = {person["id"] for person in answer["request"]["persons"]}
    else:
        persons = {item["person"] for item in answer["decision"]["items"] if item["person"]}
    return list((await tools.people.cards(hat, set(map(UUID, persons)))).values())


def _segments(words: Iterable[Words]) -> tuple[SegmentOpened, ...]:
    return tuple(
        SegmentOpened(
            owner=each.owner, group=each.group, item=each.item, fields=dict(each.fields)
        )
        for each in words
    )


def _as_read(segments: Iterable[SegmentOpened]) -> tuple[SegmentOpened, ...]:
    """Words as they are shown and kept: another desk may have sealed whatever it likes."""
    return tuple(
        msgspec.structs.replace(
            each, fields={name: visible(text) for name, text in each.fields.items()}
        )
        for each in segments
    )


_CHECKED: Final = frozenset({"why", "reasons"})
