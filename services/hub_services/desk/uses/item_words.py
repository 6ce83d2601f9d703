"""The words of what is shared, item by item: what goes with it, and what its record keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from hub_services.desk.drafts import IdentityCard, SupplyItem
from hub_services.desk.matters import Either, ToldUnasked
from hub_services.desk.means import Words


def names_of(row: Either, cards: Mapping[UUID, IdentityCard]) -> Iterator[Words]:
    """Who is told unasked is told of whom; who asked knows."""
    if isinstance(row, ToldUnasked):
        for person, card in cards.items():
            yield Words(owner=person, group="identity", fields=card.fields())


NOT_SAID: Final = "not-said"
"""Of what went in an emergency it may not be said whether anybody was told."""


def told_code(case: Mapping[str, Any]) -> str:
    """Who was told, and what the person is told, as one code; empty where that is not said."""
    told = (case.get("record") or {}).get("openness-told")
    notice = (case.get("how") or {}).get("notice") or {}
    said = "-".join(filter(None, (notice.get("answer"), notice.get("reason"))))
    return f"{told}/{said}" if told and said else ""


def said_of(item: SupplyItem, told: str) -> Words:
    """What is said, of what is old why it is shared, and who has been ``told`` that it is.

    All go to the recipient, who must not tell a person whom it would put at risk to know.
    """
    explanation = {"explanation": item.explanation} if item.explanation else {}
    return Words(
        owner=item.person,
        group="text",
        item=item.id,
        fields={"text": item.text} | explanation | {"told": told or NOT_SAID},
    )


def explained_of(item: SupplyItem) -> Words:
    """Why something old was shared, where that is said when it has gone."""
    said = {"explanation": item.explanation}
    return Words(owner=item.person, group="text", item=item.id, fields=said)


def sources_of(items: tuple[SupplyItem, ...], *, released: bool) -> tuple[Words, ...]:
    """Who said it, and what is said of third parties, where that is released or is not.

    Whose opinion it is goes with the opinion, unless that is the source which is not released
    (R-412).
    """
    words = []
    for item in items:
        holder_released = item.source_released or not _same(item.opinion_holder, item.source)
        said = {
            "source": item.source if item.source_released is released else "",
            "opinion-holder": item.opinion_holder if holder_released is released else "",
        }
        source = {name: text for name, text in said.items() if text}
        if source:
            words.append(Words(owner=item.person, group="source", item=item.id, fields=source))
        if item.third_party and item.third_party_released is released:
            words.append(
                Words(
                    owner=item.person,
                    group="third-party",
                    item=item.id,
                    fields={"third-party": item.third_party},
                )
            )
    return tuple(words)


def _same(one: str, other: str) -> bool:
    """Whether two names are written alike, but for spaces and capitals."""
    return one.casefold().split() == other.casefold().split()
