"""Asking: one agency or several, each by a request of its own, in the same words or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from hub_services.desk.checking import check_words
from hub_services.desk.drafts import IdentityCard, RequestDraft, To
from hub_services.desk.hub_client import MOVED, Done, HubAway, HubRefused
from hub_services.desk.means import Hat, SealedWords, Words
from hub_services.desk.records import Issued, Preview
from hub_services.desk.rows import PeriodRow
from hub_services.desk.tools import Tools
from hub_services.desk.uses.answering import version_seen
from hub_services.desk.uses.opening import keep_own, reopen

HUB_AWAY: Final = "hub-away"
"""Told of a request whose fate is not known: the round may be issued again by the same key."""

SHELF: Final = "rounds"
ROUND: Final = "round"
KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Composed:
    """One request of a round, before it is sealed."""

    to: To
    request: UUID
    facts: Mapping[str, Any]
    words: tuple[Words, ...] = field(repr=False)


async def compose(
    tools: Tools, hat: Hat, draft: RequestDraft, key: UUID | None
) -> list[Composed]:
    """The requests of a round, each with only the persons and items its agency is asked about.

    The words may be the same for all, and so are checked for the names of everyone (R-220). The
    ids of the requests are kept by the key, if there is one, so that none is issued twice, and
    what is issued later than the others is of their round.
    ``PersonUnknown`` for a person without a name card at this desk.
    """
    cards = await tools.people.all_cards(hat, [person.id for person in draft.persons])
    ids = await _ids(tools, hat, draft, key)
    round_id = ids[ROUND] if len(ids.keys() - {ROUND}) > 1 else None
    return [
        _one(tools, hat, draft, to, cards=cards, request=ids[_name(to)], round_id=round_id)
        for to in draft.to
    ]


async def _ids(
    tools: Tools, hat: Hat, draft: RequestDraft, key: UUID | None
) -> dict[str, UUID]:
    """The ids of the round and of its requests: those that the key had before, or new ones."""
    store, at = tools.means.store, tools.means.clock.now()
    kept = key and await store.get(hat.agency, SHELF, str(key), holder=hat.practitioner)
    ids = msgspec.json.decode(kept.value, type=dict[str, UUID]) if kept else {}
    for name in (ROUND, *map(_name, draft.to)):
        ids.setdefault(name, tools.means.ids.stream())
    if key:
        await store.remove_older(hat.agency, SHELF, than=at - KEPT)
        value = msgspec.json.encode(ids)
        await store.put(hat.agency, SHELF, str(key), value, holder=hat.practitioner, at=at)
    return ids


def _name(to: To) -> str:
    return f"{to.agency} {to.practitioner} {to.post}"


def _one(
    tools: Tools,
    hat: Hat,
    draft: RequestDraft,
    to: To,
    *,
    cards: Mapping[UUID, IdentityCard],
    request: UUID,
    round_id: UUID | None,
) -> Composed:
    persons = [p for p in draft.persons if to.persons is None or p.id in to.persons]
    asked = [person.id for person in persons]
    order = {"order": draft.order} if draft.order else {}
    said = {**draft.words, **to.words, **order} or {"why-needed": ""}
    facts: dict[str, Any] = {
        "to": {"agency": to.agency, "practitioner": to.practitioner, "post": to.post},
        "round": round_id,
        "exercising": draft.exercising,
        "provision": draft.provision,
        "function": draft.function,
        "kind": draft.kind,
        "areas_overlap": draft.areas_overlap,
        "purpose": draft.purpose,
        "purpose_detail": draft.purpose_detail,
        "persons": [
            {
                "id": person.id,
                "scope": person.scope
                and {
                    "kind": person.scope.kind,
                    "limbs": person.scope.limbs,
                    "stated_by": hat.practitioner,
                    "estimated": person.scope.estimated,
                },
            }
            for person in persons
        ],
        "items": [
            {
                "id": tools.means.ids.stream(),
                "topic": item.topic,
                "period_from": item.period_from,
                "period_to": item.period_to,
                "persons": [person for person in item.persons if person in asked],
                "relation": item.relation,
            }
            for item in draft.items
            if item.agencies is None or to.agency in item.agencies
            if not item.persons or not set(item.persons).isdisjoint(asked)
        ],
        "told": draft.told,
        "due_at": draft.due_at,
        "texts": check_words(said, cards.values()),
    }
    identities = [
        Words(owner=person, group="identity", fields=cards[person].fields()) for person in asked
    ]
    return Composed(
        to=to,
        request=request,
        facts=facts,
        words=(*identities, Words(owner=request, group="why", fields=said)),
    )


async def preview(tools: Tools, hat: Hat, draft: RequestDraft) -> list[Preview]:
    """Exactly what each addressee will be able to read: sealed as it will be, then opened."""
    previews = []
    for composed in await compose(tools, hat, draft, None):
        sealed = await _seal(tools, hat, composed)
        previews.append(
            Preview(
                to=composed.to.agency,
                facts=msgspec.to_builtins(composed.facts),
                segments=await reopen(tools, hat, composed.request, sealed),
                flags=flags_of(composed.facts["texts"]),
            )
        )
    return previews


async def issue_round(
    tools: Tools, hat: Hat, draft: RequestDraft, key: UUID | None
) -> list[Issued]:
    """Issue each request of the round; what is refused of one does not hold up the others.

    Nothing is sent unless all of them can be sealed.
    """
    round_ = await compose(tools, hat, draft, key)
    sealed = [await _seal(tools, hat, composed) for composed in round_]
    results: list[Issued] = []
    for composed, envelope in zip(round_, sealed, strict=True):
        try:
            results.append(await _issue(tools, hat, composed, envelope))
        except HubAway:
            left = round_[len(results) :]
            return results + [Issued(agency=each.to.agency, refusal=HUB_AWAY) for each in left]
    return results


async def _issue(tools: Tools, hat: Hat, composed: Composed, sealed: SealedWords) -> Issued:
    agency, request = composed.to.agency, composed.request
    try:
        await tools.hub.do(
            hat, "issue-share-request", about=request, facts=composed.facts, sealed=sealed
        )
    except HubRefused as refused:
        if refused.code == MOVED:  # issued before, by the same key
            return Issued(agency=agency, request=request)
        return Issued(
            agency=agency,
            refusal=refused.code,
            duty=refused.duty,
            title=refused.title,
            detail=refused.detail,
            facts=dict(refused.facts),
        )
    await keep_own(tools, hat, "request", sealed, composed.words)
    return Issued(agency=agency, request=request)


async def _seal(tools: Tools, hat: Hat, composed: Composed) -> SealedWords:
    return await tools.seal(
        hat, record=composed.request, counterpart=composed.to.agency, words=composed.words
    )


async def narrow(
    tools: Tools,
    hat: Hat,
    request: UUID,
    *,
    persons: Iterable[UUID],
    items: Iterable[UUID],
    periods: Iterable[PeriodRow],
    due_at: datetime,
    version: int | None,
) -> Done:
    """Ask for less: what is still asked for, and by when."""
    seen = await version_seen(tools, hat, request, version)
    return await tools.hub.do(
        hat,
        "narrow-share-request",
        about=request,
        version=seen,
        facts={
            "persons": list(persons),
            "items": list(items),
            "periods": [asdict(each) for each in periods],
            "due_at": due_at,
        },
    )


async def withdraw(
    tools: Tools, hat: Hat, request: UUID, *, why: str, version: int | None
) -> Done:
    """Ask no longer."""
    seen = await version_seen(tools, hat, request, version)
    return await tools.hub.do(
        hat, "withdraw-share-request", about=request, version=seen, facts={"why": why}
    )


def flags_of(texts: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """What the checks found, of the texts with something found."""
    return {code: tuple(checks["flags"]) for code, checks in texts.items() if checks["flags"]}
