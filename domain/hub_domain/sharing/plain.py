"""What is asked and answered, as an event keeps it: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from hub_domain.law.answers import Search
from hub_domain.law.catalogue import Body
from hub_domain.law.evidence import Scope
from hub_domain.law.requests import ItemAsked
from hub_domain.text_checks import TextChecks


@dataclass(frozen=True, kw_only=True)
class PersonAsked:
    """A person the request is about, by random id; ``scope`` of a protected person (R-481)."""

    id: UUID
    scope: Scope | None = None


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """To whom a request goes: an agency, and there a practitioner, a post, or whoever leads."""

    body: Body
    practitioner: UUID | None = None
    post: UUID | None = None


def plain_texts(texts: Mapping[str, TextChecks]) -> dict[str, object]:
    """Text checks by the code of the text."""
    return {name: texts[name].to_plain() for name in sorted(texts)}


def plain_person(person: PersonAsked) -> dict[str, object]:
    """A person asked about."""
    return {"id": person.id, "scope": plain_scope(person.scope) if person.scope else None}


def plain_scope(scope: Scope) -> dict[str, object]:
    """Why a person is protected."""
    return {**asdict(scope), "limbs": list(scope.limbs)}


def plain_item(item: ItemAsked) -> dict[str, object]:
    """An item asked for."""
    return {
        "id": item.id,
        "topic": item.topic,
        "period_from": item.period_from,
        "period_to": item.period_to,
        "persons": list(item.persons),
    }


def plain_search(search: Search) -> dict[str, object]:
    """What an answer says of the search made, where nothing or nobody was found (P-03)."""
    return {
        "systems": list(search.systems),
        "period_from": search.period_from,
        "period_to": search.period_to,
        "identifiers": list(search.identifiers),
        "not_searched": list(search.not_searched),
    }


def plain_gap(facts: Mapping[str, str]) -> str:
    """The one fact in brackets that a warning or a task may have."""
    return next(iter(facts.values()), "")
