"""The comparable workload: one agency asks, the other decides and discloses.

Three commands, each acknowledged durable before the next: a request for one item about one
child, the decision to share it, and the disclosure of 2 KiB of words. They are prepared by a
desk's own means, signed and sealed, as they would travel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from hub_domain.ids import decision_id
from hub_domain.law.catalogue import law_date
from hub_domain.law.rows import RecordField
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.ports import Clock, Ids
from hub_domain.text_checks import check_text
from hub_services.desk.hub_client import HubClient, Prepared
from hub_services.desk.means import Hat, Keys, PublishedKeys, SealedWords, Words

DISCLOSED_BYTES = 2048

_SAID = "The child told a teacher on Monday what had happened at home over the last week."
_WHY = f"{_SAID} Attendance since the spring shows whether that stands alone. " * 2
_NAME = "Kezia Marlowe"
_CHECKS = check_text(_SAID).to_plain()
_DISCLOSED = (f"{_SAID} " * (DISCLOSED_BYTES // len(_SAID) + 1))[:DISCLOSED_BYTES]


@dataclass(frozen=True, kw_only=True)
class Party:
    """Somebody at work in an agency, with the agency's published keys."""

    hat: Hat
    keys: PublishedKeys


@dataclass(frozen=True, kw_only=True)
class Step:
    """One command of a workload, ready to be sent."""

    command: str
    prepared: Prepared


@dataclass(frozen=True, kw_only=True)
class Workload:
    """Three commands in their order, and what they bring about."""

    request: UUID
    decision: UUID
    disclosure: UUID
    disclosed: UUID
    """The envelope of the disclosure."""
    steps: tuple[Step, Step, Step]


class Preparing:
    """Prepares workloads with the means of a desk that is both agencies'."""

    def __init__(
        self,
        client: HubClient,
        keys: Keys,
        ids: Ids,
        clock: Clock,
        *,
        asking: Party,
        holding: Party,
    ) -> None:
        self._client = client
        self._keys = keys
        self._ids = ids
        self._clock = clock
        self._asking = asking
        self._holding = holding
        on = law_date(clock.now())
        fields = list(shipped_catalogue().every(RecordField, on=on))
        self._record = {field.id: field.codes[0] for field in fields if field.codes}
        self._texts = {field.id: _CHECKS for field in fields if not field.codes}

    def prepare(self) -> Workload:
        """One workload; its statements are fresh for five minutes."""
        now = self._clock.now()
        request, disclosure = self._ids.stream(), self._ids.stream()
        person, asked, given = (self._ids.opaque() for _ in range(3))
        decision = decision_id(request, self._asking.hat.agency)
        sealed = self._seal(
            self._holding,
            self._asking,
            disclosure,
            Words(owner=person, group="text", item=given, fields={"text": _DISCLOSED}),
        )
        return Workload(
            request=request,
            decision=decision,
            disclosure=disclosure,
            disclosed=sealed.id,
            steps=(
                self._request(request, person, asked, now),
                self._decision(decision, request, person, asked, given),
                self._disclosure(
                    disclosure,
                    decision,
                    person=person,
                    given=given,
                    today=now.date(),
                    sealed=sealed,
                ),
            ),
        )

    def _request(self, request: UUID, person: UUID, asked: UUID, now: datetime) -> Step:
        to = self._holding.hat
        today = now.date()
        facts = {
            "to": {"agency": to.agency, "practitioner": to.practitioner},
            "provision": "CA1989-47",
            "purpose": "child-protection",
            "persons": [
                {
                    "id": person,
                    "scope": {
                        "kind": "under-18",
                        "stated_by": self._asking.hat.practitioner,
                        "estimated": False,
                    },
                }
            ],
            "items": [
                {
                    "id": asked,
                    "topic": "attendance",
                    "period_from": (today - timedelta(days=200)).isoformat(),
                    "period_to": today.isoformat(),
                    "persons": [person],
                }
            ],
            "told": "told",
            "due_at": (now + timedelta(days=3)).isoformat(),
            "texts": {"why-needed": _CHECKS},
        }
        sealed = self._seal(
            self._asking,
            self._holding,
            request,
            Words(owner=person, group="identity", fields={"names": _NAME}),
            Words(owner=request, group="why", fields={"why-needed": _WHY}),
        )
        return self._step(self._asking, "issue-share-request", request, facts, sealed)

    def _decision(
        self, decision: UUID, request: UUID, person: UUID, asked: UUID, given: UUID
    ) -> Step:
        to = self._asking.hat
        facts = {
            "request": request,
            "to": {"agency": to.agency, "practitioner": to.practitioner},
            "decision": "share",
            "purpose": {"answer": "yes", "code": "child-protection"},
            "runs": [
                {
                    "items": [given],
                    "consent": {
                        "answer": "no",
                        "standings": [
                            {
                                "status": "not-sought",
                                "person": person,
                                "reason": "statutory-duty",
                            }
                        ],
                    },
                    "identifies": {"answer": "yes"},
                    "lawful": {
                        "answer": "yes",
                        "basis": "public-task",
                        "provision": "EA2002-175",
                        "limb": "a",
                    },
                    "special_category": False,
                    "criminal_offence": False,
                    "sensitive": False,
                    "confidential": False,
                }
            ],
            "how": {
                "amount": "items",
                "kinds": "typed",
                "individual": {"answer": "practitioner", "id": to.practitioner},
                "channel": {"answer": "secure", "channel": "secure-system"},
                "notice": {"answer": "given"},
            },
            "items": [
                {
                    "item": given,
                    "asked": asked,
                    "person": person,
                    "included": True,
                    "kind": "fact",
                }
            ],
            "risk_clarity": "clear",
            "confirmed": True,
            "record": self._record,
            "texts": {
                **self._texts,
                **dict.fromkeys(("purpose", "needed-for", "need", "no-consent"), _CHECKS),
            },
        }
        words = Words(owner=person, group="reasons", fields={"rationale": _SAID})
        sealed = self._seal(self._holding, None, decision, words)
        return self._step(self._holding, "make-sharing-decision", decision, facts, sealed)

    def _disclosure(
        self,
        disclosure: UUID,
        decision: UUID,
        *,
        person: UUID,
        given: UUID,
        today: date,
        sealed: SealedWords,
    ) -> Step:
        to = self._asking.hat
        facts = {
            "decision": decision,
            "to": {"agency": to.agency, "practitioner": to.practitioner},
            "channel": "secure-system",
            "items": [
                {
                    "id": given,
                    "person": person,
                    "kind": "fact",
                    "as_at": today.isoformat(),
                    "about": "child-health-development-exposure",
                    "sensitivity": "ordinary",
                    "special_category": False,
                    "criminal_offence": False,
                }
            ],
        }
        return self._step(self._holding, "make-disclosure", disclosure, facts, sealed)

    def _seal(
        self, author: Party, counterpart: Party | None, record: UUID, *words: Words
    ) -> SealedWords:
        return self._keys.seal(
            envelope=self._ids.opaque(),
            record=record,
            author=author.keys,
            counterpart=counterpart.keys if counterpart else None,
            words=words,
        )

    def _step(
        self,
        party: Party,
        command: str,
        about: UUID,
        facts: Mapping[str, object],
        sealed: SealedWords,
    ) -> Step:
        prepared = self._client.prepare(
            party.hat, command, about=about, facts=facts, sealed=sealed
        )
        return Step(command=command, prepared=prepared)
