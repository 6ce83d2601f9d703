"""Asking: the same words to one agency or to several, to each a request of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from hub_services.desk.checking import check_words
from hub_services.desk.drafts import IdentityCard, RequestDraft, To
from hub_services.desk.hub_client import Done, HubRefused
from hub_services.desk.means import Hat, Words
from hub_services.desk.records import Issued, Preview
from hub_services.desk.tools import Tools
from hub_services.desk.uses.answering import request_row
from hub_services.desk.uses.opening import reopen


@dataclass(frozen=True, kw_only=True)
class Composed:
    """One request of a round, before it is sealed."""

    to: To
    request: UUID
    facts: Mapping[str, Any]
    words: tuple[Words, ...] = field(repr=False)


async def compose(tools: Tools, hat: Hat, draft: RequestDraft) -> list[Composed]:
    """The requests of a round, each with only the persons that its agency is asked about.

    ``PersonUnknown`` for a person without a name card at this desk.
    """
    cards = await tools.people.all_cards(hat, [person.id for person in draft.persons])
    round_id = tools.means.ids.stream() if len(draft.to) > 1 else None
    return [_one(tools, hat, draft, to, cards=cards, round_id=round_id) for to in draft.to]


def _one(
    tools: Tools,
    hat: Hat,
    draft: RequestDraft,
    to: To,
    *,
    cards: Mapping[UUID, IdentityCard],
    round_id: UUID | None,
) -> Composed:
    request = tools.means.ids.stream()
    persons = [p for p in draft.persons if to.persons is None or p.id in to.persons]
    asked = [person.id for person in persons]
    said = draft.words or {"why-needed": ""}
    facts: dict[str, Any] = {
        "to": {"agency": to.agency, "practitioner": to.practitioner, "post": to.post},
        "round": round_id,
        "provision": draft.provision,
        "function": draft.function,
        "kind": draft.kind,
        "order": draft.order,
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
            if not item.persons or not set(item.persons).isdisjoint(asked)
        ],
        "told": draft.told,
        "due_at": draft.due_at,
        "texts": check_words(said, (cards[person] for person in asked)),
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
    for composed in await compose(tools, hat, draft):
        sealed = await tools.seal(
            hat, record=composed.request, counterpart=composed.to.agency, words=composed.words
        )
        previews.append(
            Preview(
                to=composed.to.agency,
                facts=msgspec.to_builtins(composed.facts),
                segments=await reopen(tools, hat, composed.request, sealed),
                flags=flags_of(composed.facts["texts"]),
            )
        )
    return previews


async def issue_round(tools: Tools, hat: Hat, draft: RequestDraft) -> list[Issued]:
    """Issue each request of the round; a refusal of one does not hold up the others."""
    results = []
    for composed in await compose(tools, hat, draft):
        sealed = await tools.seal(
            hat, record=composed.request, counterpart=composed.to.agency, words=composed.words
        )
        try:
            await tools.hub.do(
                hat,
                "issue-share-request",
                about=composed.request,
                facts=composed.facts,
                sealed=sealed,
            )
        except HubRefused as refused:
            results.append(
                Issued(
                    agency=composed.to.agency,
                    refusal=refused.code,
                    duty=refused.duty,
                    title=refused.title,
                    detail=refused.detail,
                    facts=dict(refused.facts),
                )
            )
        else:
            results.append(Issued(agency=composed.to.agency, request=composed.request))
    return results


async def narrow(
    tools: Tools,
    hat: Hat,
    request: UUID,
    *,
    persons: Iterable[UUID],
    items: Iterable[UUID],
    due_at: datetime,
    version: int | None,
) -> Done:
    """Ask for less: what is still asked for, and by when."""
    seen = version or (await request_row(tools, hat, request)).version
    return await tools.hub.do(
        hat,
        "narrow-share-request",
        about=request,
        version=seen,
        facts={"persons": list(persons), "items": list(items), "due_at": due_at},
    )


def flags_of(texts: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """What the checks found, of the texts with something found."""
    return {code: tuple(checks["flags"]) for code, checks in texts.items() if checks["flags"]}
