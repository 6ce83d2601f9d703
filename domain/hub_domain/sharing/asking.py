"""What is asked, as it is put to the rules, and the facts of a request that none refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.law.catalogue import Body, Catalogue, law_date
from hub_domain.law.gaps import Gap, judge_gaps
from hub_domain.law.requests import RequestFacts, judge_request
from hub_domain.sharing.asked import ensure_specific, ensure_time
from hub_domain.sharing.plain import (
    Addressee,
    PersonAsked,
    plain_item,
    plain_person,
    plain_texts,
)
from hub_domain.sharing.sealed import Sealed


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is asked, of whom, about whom and by when; ``gaps`` are what the requester lacks."""

    requester: Body
    addressee: Addressee
    facts: RequestFacts
    gaps: Sequence[Gap]
    round: UUID | None
    persons: Sequence[PersonAsked]
    told: str
    due_at: datetime
    sealed: Sealed


def asked_facts(acting: Acting, asking: Asking, catalogue: Catalogue) -> dict[str, Any]:
    """The facts of a request that no rule refuses.

    R-060 to R-075 and the like are judged by ``judge_request``. Besides: the asking agency
    lacks nothing that asking needs (R-020), and time is left to answer.
    """
    facts, addressee = asking.facts, asking.addressee
    on = law_date(acting.occurred_at)
    judge_request(facts, asking.requester, addressee.body, catalogue, on).insist()
    judge_gaps("request", asking.gaps).insist()
    ensure_specific(asking.persons, facts.items)
    ensure_time(acting.occurred_at, asking.due_at)
    return {
        "requester": asking.requester.agency,
        "addressee": addressee.body.agency,
        "addressee_practitioner": addressee.practitioner,
        "addressee_post": addressee.post,
        "round": asking.round,
        "exercising": facts.exercising,
        "provision": facts.provision,
        "function": facts.function,
        "purpose": facts.purpose,
        "persons": [plain_person(person) for person in asking.persons],
        "items": [plain_item(item) for item in facts.items],
        "told": asking.told,
        "due_at": asking.due_at,
        "texts": plain_texts(facts.texts),
        "sealed": asking.sealed.plain(),
    }
