"""What people at a desk say, as facts: requests, decisions and disclosures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from hub_domain.ids import decision_id
from hub_infra.sealing import Segment
from tests.support.world import Answered, Body, Caller, checks

DUE = datetime(2026, 10, 22, 16, 0, tzinfo=UTC)

WHY = {
    "why-needed": "The review must see how attendance fell before the incident in June.",
    "necessity": "Nobody else holds the registers that the review must see.",
    "proportionality": "Three pupils, one school year, and no health information at all.",
    "burden": "One extract of the register and half a page; two weeks are given for it.",
    "function": "The partners review serious incidents to learn how to prevent the next.",
}

REASONS = {
    "purpose": "So that the partners can learn how absence was noticed and acted on.",
    "facts-of-case": "Two pupils were named in the incident of June and were often absent.",
    "supports-safeguarding-why": "Learning from it protects pupils who are absent in this way.",
    "effect-on-safety-and-welfare": "The partners can act; waiting leaves others at risk.",
    "effect-of-not-sharing": "The review would miss when the absences began and who knew.",
    "best-interests": "It is in the interest of both pupils that the review is complete.",
    "outcomes-for-child": "Support at school is planned from what the review finds.",
    "balance-considered": "Their privacy was weighed; only attendance and one view are given.",
    "impact-subject": "Their absences become known to the reviewing officer and nobody else.",
    "impact-third-parties": "No other pupil or parent is spoken of in what is given.",
    "individual-safety-wellbeing": "Neither is put at risk by the partners knowing this.",
    "others-affected": "Brothers and sisters at the school may be asked after, kindly.",
    "openness": "Both families were told in September what is shared, why and with whom.",
    "necessity": "The register is held by the school alone, and the question is about it.",
    "less-intrusive-considered": "Counts were considered; they would not show the dates.",
    "collected-for": "Kept to run the school and to keep its pupils safe.",
    "no-consent": "The duty to comply stands whether or not the families agree to it.",
    "need": "The officer writes the review and asked for it by name.",
    "needed-for": "It shows when the absences began.",
    "good-reason": "Enquiries are under way and what is known here bears on them.",
    "timeliness": "The discussion is this afternoon, and this is in time for it.",
    "condition": "Safeguarding of children, for which this condition is made.",
}

RECORD = {
    "need-level": "some",
    "risk-level": "some",
    "urgency": "routine",
    "supports-safeguarding": "yes",
    "expected-by-subject": "yes",
    "openness-told": "family",
    "article-8-lawful": "yes",
    "article-8-aim": "rights-of-others",
    "article-8-necessary": "yes",
    "compatible": "yes",
    **dict.fromkeys(
        ("necessary", "proportionate", "relevant", "adequate", "accurate", "timely", "secure"),
        "met",
    ),
}


@dataclass
class Asked:
    """A request that was sent: its id, and its items by topic."""

    id: UUID
    items: dict[str, UUID]
    answered: Answered


CHILD: Mapping[str, Any] = {"kind": "under-18"}

NONE_OF_THESE = {
    "special_category": False,
    "criminal_offence": False,
    "sensitive": False,
    "confidential": False,
}
"""Of what kind the information is not: stated, since unset is refused."""


def ask(
    caller: Caller,
    addressee: Body,
    persons: Mapping[UUID, str],
    items: Mapping[str, Sequence[UUID]],
    *,
    provision: str = "CA2004-16H",
    function: str | None = "serious-incident-learning",
    purpose: str = "learning-review",
    words: Mapping[str, str] = WHY,
    due_at: datetime = DUE,
    to: Mapping[str, Any] | None = None,
    round_id: UUID | None = None,
    exercising: str | None = None,
    scope: Mapping[str, Any] = CHILD,
) -> Asked:
    """Ask for items about named pupils or others, as a desk does."""
    request = caller.world.ids.stream()
    ids = {topic: uuid4() for topic in items}
    sealed = caller.seal(
        request,
        addressee,
        *named(persons),
        Segment(owner=request, group="why", item=None, fields=dict(words)),
    )
    answered = caller.do(
        "issue-share-request",
        about=request,
        version=0,
        facts={
            "to": {"agency": str(addressee.id), **(to or {})},
            "round": str(round_id) if round_id else None,
            "exercising": exercising,
            "provision": provision,
            "function": function,
            "purpose": purpose,
            "persons": [
                {
                    "id": str(person),
                    "scope": {"stated_by": str(caller.id), "estimated": False, **scope},
                }
                for person in persons
            ],
            "items": [
                {
                    "id": str(ids[topic]),
                    "topic": topic,
                    "period_from": "2025-09-01",
                    "period_to": "2026-07-20",
                    "persons": [str(person) for person in about],
                }
                for topic, about in items.items()
            ],
            "told": "not-yet",
            "due_at": due_at.isoformat().replace("+00:00", "Z"),
            "texts": checks(words, persons.values()),
        },
        sealed=sealed,
    )
    return Asked(request, ids, answered)


def named(persons: Mapping[UUID, str]) -> list[Segment]:
    """A name card for each person."""
    return [
        Segment(owner=person, group="identity", item=None, fields={"name": name})
        for person, name in persons.items()
    ]


def lawful(
    basis: str, *, provision: str | None = None, limb: str | None = None, **other: Any
) -> dict[str, Any]:
    """L answered yes, with its basis."""
    return {"answer": "yes", "basis": basis, "provision": provision, "limb": limb, **other}


def decide(
    caller: Caller,
    request: UUID,
    requester: Caller,
    lines: Sequence[Mapping[str, Any]],
    *,
    decision: str = "share-part",
    purpose: str = "learning-review",
    reason: str = "statutory-duty",
    grounds: Mapping[str, Any] | None = None,
    data: Mapping[str, bool | None] | None = None,
    record: Mapping[str, str] = RECORD,
    words: Mapping[str, str] = REASONS,
    version: int = 0,
    **other: Any,
) -> tuple[UUID, Answered]:
    """Decide on a request, with every record that the law asks for."""
    about = decision_id(request, requester.body.id)
    sealed = caller.seal(
        about, None, Segment(owner=about, group="reasons", item=None, fields=dict(words))
    )
    facts: dict[str, Any] = {
        "request": str(request),
        "to": {"agency": str(requester.body.id), "practitioner": str(requester.id)},
        "decision": decision,
        "purpose": {"answer": "yes", "code": purpose},
        "runs": [
            {
                "items": [line["item"] for line in lines if not line.get("not_held")],
                "consent": {
                    "answer": "no",
                    "standings": [{"status": "not-sought", "reason": reason}],
                },
                "identifies": {"answer": "yes"},
                "lawful": dict(grounds or lawful("legal-obligation", provision="CA2004-16H")),
                **NONE_OF_THESE,
                **(data or {}),
            }
        ],
        "how": {
            "amount": "items",
            "kinds": "typed",
            "individual": {"answer": "practitioner", "id": str(requester.id)},
            "channel": {"answer": "secure", "channel": "secure-system"},
            "notice": {"answer": "planned"},
        },
        "items": [dict(line) for line in lines],
        "risk_clarity": "clear",
        "record": dict(record),
        "confirmed": True,
        "texts": checks(words),
        **other,
    }
    return about, caller.do(
        "make-sharing-decision", about=about, version=version, facts=facts, sealed=sealed
    )


def disclose(
    caller: Caller,
    decision: UUID,
    recipient: Caller,
    items: Sequence[Mapping[str, Any]],
    words: Mapping[UUID, str],
    *,
    names: Mapping[UUID, str] | None = None,
    channel: str = "secure-system",
) -> tuple[UUID, Answered]:
    """Give the decided items to the one for whom it was decided; unasked, with names."""
    about = caller.world.ids.stream()
    sealed = caller.seal(
        about,
        recipient.body,
        *named(names or {}),
        *(
            Segment(
                owner=UUID(item["person"]),
                group="text",
                item=UUID(item["id"]),
                fields={"text": words[UUID(item["id"])]},
            )
            for item in items
        ),
    )
    return about, caller.do(
        "make-disclosure",
        about=about,
        version=0,
        facts={
            "decision": str(decision),
            "to": {"agency": str(recipient.body.id), "practitioner": str(recipient.id)},
            "channel": channel,
            "items": [dict(item) for item in items],
        },
        sealed=sealed,
    )


def labelled(item: UUID, person: UUID, kind: str, **other: Any) -> dict[str, Any]:
    """An item's labels."""
    return {
        "id": str(item),
        "person": str(person),
        "kind": kind,
        "as_at": "2026-07-17",
        "about": "child-health-development-exposure",
        "sensitivity": "ordinary",
        "special_category": False,
        "criminal_offence": False,
        **other,
    }


def not_held_search() -> dict[str, Any]:
    """A search, as a nothing-held answer states it."""
    return {
        "systems": ["management-information-system", "safeguarding-file"],
        "period_from": "2025-09-01",
        "period_to": "2026-07-20",
        "identifiers": ["name", "date-of-birth"],
        "not_searched": ["paper-archive"],
    }
