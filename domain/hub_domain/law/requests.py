"""Asking under a provision: who may ask whom, for what, and what the request must say.

What a provision asks for stands in its catalogue row (``requires``); each word of that list is
one rule here (R-060 to R-075, R-080 to R-086, R-449).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Final
from uuid import UUID

from hub_domain.law.catalogue import (
    Body,
    Catalogue,
    LawOn,
    ProvisionJurisdiction,
    ProvisionNotInForce,
)
from hub_domain.law.judgement import Finding, Judgement, judged
from hub_domain.law.periods import stated
from hub_domain.law.refusals import (
    GatewayNotAvailable,
    PurposeRecipient,
    PurposeRequired,
    RequestNotSpecific,
    RoleRequired,
    lack,
)
from hub_domain.law.rows import Provision, Purpose, Topic
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks


@dataclass(frozen=True, kw_only=True)
class ItemAsked:
    """What is asked: a topic over a period, about persons; ``relation`` to the body (R-073)."""

    id: UUID
    topic: str
    period_from: date | None
    period_to: date | None
    persons: tuple[UUID, ...]
    relation: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """What a request says, in codes, with the checks of its texts by their names.

    Texts: ``why-needed``, ``necessity``, ``proportionality``, ``burden``, ``function``,
    ``necessary-or-expedient``, ``board-consideration``, ``order`` (the reference of the
    court's order). ``function`` is the requester's own that the information serves;
    ``exercising`` the one in which it asks, and ``capacity`` what is refused of that (R-030,
    R-046); ``kind`` is cooperation, information or both (s.164); ``areas_overlap`` whether the
    addressee's area overlaps the requester's.
    """

    provision: str
    purpose: str
    function: str | None = None
    exercising: str | None = None
    capacity: tuple[Refusal, ...] = ()
    kind: str = ""
    areas_overlap: bool = False
    items: tuple[ItemAsked, ...] = ()
    texts: Mapping[str, TextChecks] = field(default_factory=dict)


def judge_request(
    request: RequestFacts, requester: Body, addressee: Body, catalogue: Catalogue, on: date
) -> Judgement:
    """Judge the issuing of a request on a day.

    In this order: the provision is named; the requester says in which function it asks; the
    provision is in force and of both nations; the requester may ask; the addressee may be
    asked; the purpose fits; what the provision requires is said.
    """
    if not request.provision:
        return Judgement(refusals=(RequestBasisRequired(),))
    if request.capacity:
        return Judgement(refusals=request.capacity)
    law = LawOn(catalogue, on)
    try:
        provision = law.provision(request.provision, requester, addressee)
    except (ProvisionNotInForce, ProvisionJurisdiction) as refusal:
        return Judgement(refusals=(refusal,))
    return judged(
        chain(
            _parties(request, provision, requester, addressee),
            purpose_fits(request.purpose, provision, requester, law),
            _topics(request, law),
            *(_REQUIREMENTS[needed](request, provision) for needed in provision.requires),
        )
    )


def _parties(
    request: RequestFacts, provision: Provision, requester: Body, addressee: Body
) -> Iterator[Finding]:
    if not requester.among(provision.requester):
        yield _WRONG_PARTY[provision.wrong_requester](provision)
    listed = set(provision.addressee)
    if not request.areas_overlap:
        listed -= set(provision.overlap)
    if not addressee.among(listed):
        yield _WRONG_PARTY[provision.wrong_addressee](provision)


def purpose_fits(
    purpose: str, provision: Provision | None, recipient: Body, law: LawOn
) -> Iterator[Finding]:
    """The purpose stands in the list, and fits the provision and the recipient (R-001).

    A purpose with details is written with one of them: ``crime/prevention``.
    """
    code, _, detail = purpose.partition("/")
    row = law.find(Purpose, code)
    if row is None or ((detail or row.details) and detail not in row.details):
        yield PurposeRequired(lack="unknown" if code else "blank")
        return
    if provision is not None and not _fits(purpose, provision):
        yield GatewayNotAvailable(provision=provision.id)
    receives_only = "RO" in recipient.flags and code not in _RECEIVE_ONLY
    if receives_only or not recipient.among(row.recipients):
        yield PurposeRecipient(purpose=purpose)


def _fits(purpose: str, provision: Provision) -> bool:
    if purpose in provision.exclusions:
        return False
    return not provision.purposes or purpose.partition("/")[0] in provision.purposes


def _topics(request: RequestFacts, law: LawOn) -> Iterator[Finding]:
    """What is asked for is a topic of the list; *everything* is none (R-062)."""
    if any(law.find(Topic, item.topic) is None for item in request.items):
        yield RequestNotSpecific(field="topic")


def _says(request: RequestFacts, text: str) -> bool:
    return not lack(request.texts.get(text))


def _function(request: RequestFacts, provision: Provision) -> bool:
    return request.function is not None and request.function in provision.functions


def _partner_function(request: RequestFacts, provision: Provision) -> Iterator[Finding]:
    if not _function(request, provision) or not _says(request, "function"):
        yield S16hPurpose()


def _social_services_function(request: RequestFacts, provision: Provision) -> Iterator[Finding]:
    if not _function(request, provision):
        yield S164Function()


def _request_kind(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if request.kind not in {"cooperation", "information", "both"}:
        yield RequestNotSpecific(field="kind")


def _board_function(request: RequestFacts, provision: Provision) -> Iterator[Finding]:
    if not _function(request, provision):
        yield S137Purpose()


def _board_consideration(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if not _says(request, "board-consideration"):
        yield S137NotQualifying()


def _relation(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if any(item.relation not in {"a", "b", "c"} for item in request.items):
        yield S137Relation()


def _items(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if not request.items:
        yield RequestNotSpecific(field="items")
    for item in request.items:
        if not stated(item.period_from, item.period_to):
            yield RequestNotSpecific(field="period")
        if not item.persons:
            yield RequestNotSpecific(field="persons")


def _necessity(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if not _says(request, "necessity"):
        yield RequestNotSpecific(field="necessity")


def _proportionality(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if not _says(request, "proportionality"):
        yield RequestNotSpecific(field="proportionality")


def _why_needed(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if not _says(request, "why-needed"):
        yield ExplanationRequired(field="why-needed")


def _burden(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if not _says(request, "burden"):
        yield ExplanationRequired(field="burden")


def _necessary_or_expedient(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if not _says(request, "necessary-or-expedient"):
        yield S115Purpose()


def _order(request: RequestFacts, _: Provision) -> Iterator[Finding]:
    if not _says(request, "order"):
        yield RequestNotSpecific(field="order")


def _report(_: RequestFacts, provision: Provision) -> Iterator[Finding]:
    yield GatewayNotAvailable(provision=provision.id)  # reported of one's own motion


EVERYTHING: Final = "everything"
"""What is asked for by who asks for all that is held."""
_RECEIVE_ONLY: Final = frozenset({"court-legal", "insurance"})

_REQUIREMENTS: Final[Mapping[str, Callable[[RequestFacts, Provision], Iterator[Finding]]]] = {
    "partner-function": _partner_function,
    "social-services-function": _social_services_function,
    "request-kind": _request_kind,
    "board-function": _board_function,
    "board-consideration": _board_consideration,
    "relation": _relation,
    "items": _items,
    "necessity": _necessity,
    "proportionality": _proportionality,
    "why-needed": _why_needed,
    "burden": _burden,
    "necessary-or-expedient": _necessary_or_expedient,
    "order": _order,
    "report": _report,
}
REQUIREMENTS: Final = frozenset(_REQUIREMENTS)
"""The words that a provision's ``requires`` may hold."""


class RequestBasisRequired(Refusal):
    """Those who ask are clear of the basis on which they do (R-085)."""

    code = "request-basis-required"
    duty = "R-085"


class NotSafeguardingPartner(Refusal):
    """Only a safeguarding partner may use this power (R-050, R-060)."""

    code = "not-safeguarding-partner"
    duty = "R-060"


class S16hPurpose(Refusal):
    """s.16H serves a function of the safeguarding partners, named and explained (R-061)."""

    code = "s16h-purpose"
    duty = "R-061"


@dataclass(eq=False, kw_only=True)
class ExplanationRequired(Refusal):
    """A request explains why it is needed and minds the burden (R-063)."""

    field: str
    code = "explanation-required"
    duty = "R-063"


class S164Function(Refusal):
    """s.164 is for a local authority's social services functions (R-066)."""

    code = "s164-function"
    duty = "R-066"


class S164Addressee(Refusal):
    """s.164 reaches relevant partners and the bodies it names (R-067)."""

    code = "s164-addressee"
    duty = "R-067"


class S137Purpose(Refusal):
    """s.137 enables or assists the Board to perform its functions (R-072)."""

    code = "s137-purpose"
    duty = "R-072"


class S137NotQualifying(Refusal):
    """The Board has considered why the body is likely to have the information (R-071)."""

    code = "s137-not-qualifying"
    duty = "R-071"


class S137Relation(Refusal):
    """What is asked relates to the body, its function, or a person it is exercised for."""

    code = "s137-relation"
    duty = "R-073"


class S115Recipient(Refusal):
    """s.115 allows disclosure to the authorities that it names (R-080)."""

    code = "s115-recipient"
    duty = "R-080"


class S115Purpose(Refusal):
    """s.115 asks why it is necessary or expedient for the Act (R-081)."""

    code = "s115-purpose"
    duty = "R-081"


class VirTest(Refusal):
    """A victim information request has tests and a notice, not asked for here yet (R-444)."""

    code = "vir-test"
    duty = "R-444"


_WRONG_PARTY: Final[Mapping[str, Callable[[Provision], Refusal]]] = {
    "not-safeguarding-partner": lambda _: NotSafeguardingPartner(),
    "role-required": lambda provision: RoleRequired(needed=" ".join(provision.requester)),
    "s164-function": lambda _: S164Function(),
    "s164-addressee": lambda _: S164Addressee(),
    "s115-recipient": lambda _: S115Recipient(),
    "vir-test": lambda _: VirTest(),
    "gateway-not-available": lambda provision: GatewayNotAvailable(provision=provision.id),
}
WRONG_PARTIES: Final = frozenset(_WRONG_PARTY)
"""The codes that ``wrong_requester`` and ``wrong_addressee`` may hold."""
