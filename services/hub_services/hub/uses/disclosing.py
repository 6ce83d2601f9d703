"""Disclosing what was decided, which answers the request in the same save; acknowledging it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from hub_domain.ids import an_id
from hub_domain.law.answers import Answer
from hub_domain.law.catalogue import LawOn, law_date
from hub_domain.law.decided import RecipientNotAvailable
from hub_domain.law.rows import Provision
from hub_domain.need_to_know import NotFound, see
from hub_domain.roles import CASEWORK
from hub_domain.sharing.asked import all_given
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import (
    Disclosure,
    ItemAbout,
    ItemKind,
    LabelledItem,
    Recipient,
    Sensitivity,
)
from hub_domain.sharing.outstanding import TELL_POLICE
from hub_domain.sharing.request import ShareRequest
from hub_services.hub.codes import AnswerTexts, ChannelCode
from hub_services.hub.facts import Day, Facts, Id, SealedBy, To, text_checks
from hub_services.hub.registry import Command
from hub_services.hub.work import Changes, Work, sealed_of


class DisclosedItem(Facts):
    """One item by its labels; its words are sealed to the recipient.

    Of what kind it is, and how sensitive, is stated: unset is refused (R-103, R-226).
    """

    id: Id
    person: Id
    kind: ItemKind | None = None
    as_at: Day | None = None
    about: ItemAbout | None = None
    sensitivity: Sensitivity | None = None
    special_category: bool | None = None
    criminal_offence: bool | None = None
    historical: bool = False
    explained: bool = False
    confirmed_current: bool = False


class MakeDisclosure(Facts):
    """What goes, to whom, under which decision. Reasons for what is withheld: ``reasons``."""

    decision: Id
    to: To
    channel: ChannelCode
    items: Annotated[list[DisclosedItem], Field(max_length=200)]
    texts: AnswerTexts = {}
    sealed: SealedBy


class Acknowledge(Facts):
    """What it means for the case, and what is done about it (R-005)."""

    significance: Literal["new", "changes-picture", "confirms", "no-change"]
    action: Literal["acted", "passed-to-worker", "planned", "none-needed"]


def make(work: Work, facts: MakeDisclosure) -> Changes:
    """Carry out a decision to share; the request is answered in the same save."""
    decision = work.load(SharingDecision, facts.decision)
    request = work.load(ShareRequest, decision.request) if decision.request else None
    see(work.viewer, decision.labels(work.acting.agency, request.assigned if request else None))
    recipient = Recipient(
        agency=facts.to.agency, practitioner=facts.to.practitioner, post=facts.to.post
    )
    _must_be_there(work, recipient)
    law = LawOn(work.catalogue, law_date(work.acting.occurred_at))
    provision = law.provision_row(request.provision) if request else None
    items = [LabelledItem(**item.model_dump()) for item in facts.items]
    persons = frozenset(item.person for item in items)
    disclosure = Disclosure.make(
        work.acting,
        disclosure_id=work.begun(),
        decision=decision.id,
        request=decision.request,
        provision=decision.provision,
        purpose=decision.purpose,
        recipient=recipient,
        use_limit=_use_limit(provision, decision.purpose),
        channel=facts.channel,
        items=items,
        emergency=decision.in_emergency,
        recorded=decision.recorded,
        rests_on=decision.rests_on,
        sealed=sealed_of(work),
        catalogue=work.catalogue,
    )
    receiver = work.body(work.partner(recipient.agency))
    decision.carry_out(
        work.acting,
        disclosure=disclosure.id,
        recipient=recipient,
        receiver=receiver,
        channel=facts.channel,
        items=items,
        catalogue=work.catalogue,
        to_tell=_police_to_tell(work, persons) if receiver.is_police else (),
    )
    changes = Changes(
        saved=(disclosure, decision),
        counterpart=recipient.agency,
        persons=persons,
        items={item.id: item.person for item in items},
        given=disclosure.items,
    )
    if request is None:
        return replace(changes, named=persons)
    given = [(decision.mandate.asked.get(item.id), item.person) for item in items]
    whole = not decision.withholds and all_given(given, request.items)
    request.supply(
        work.acting,
        answer=Answer(
            code="supplied" if whole else "partly-supplied",
            texts=text_checks(facts.texts),
            withheld=decision.withheld,
        ),
        decision=decision.id,
        disclosure=disclosure.id,
        given=given,
        in_emergency=decision.in_emergency,
        spoken_of=decision.answers,
        catalogue=work.catalogue,
    )
    return replace(changes, saved=(*changes.saved, request))


def acknowledge(work: Work, facts: Acknowledge) -> Changes:
    """Acknowledge a disclosure received."""
    disclosure = work.subject(Disclosure)
    disclosure.acknowledge(
        work.acting,
        work.viewer,
        significance=facts.significance,
        action=facts.action,
    )
    return Changes(saved=(disclosure,))


def _must_be_there(work: Work, to: Recipient) -> None:
    """Who was to receive it may have left since it was decided: nobody could then open it."""
    try:
        work.must_work_there(to.agency, practitioner=to.practitioner, post=to.post)
    except NotFound:
        raise RecipientNotAvailable from None


def _police_to_tell(work: Work, persons: frozenset[UUID]) -> list[UUID]:
    """The open tasks to tell the police that decisions about these persons have left."""
    rows, agency = work.means.rows, work.acting.agency
    return [
        task["task_id"]
        for task in rows.of(agency, "tasks", equals={"kind": TELL_POLICE, "closed_at": None})
        for decision in rows.of(agency, "decisions", equals={"decision_id": task["about"]})
        if any(an_id(item["person"]) in persons for item in decision["items"] if item["person"])
    ]


def _use_limit(provision: Provision | None, purpose: str) -> str:
    """The provision's own limit on use, or else the purpose for which it is shared (R-082)."""
    return (provision.use_limit if provision else "") or purpose


COMMANDS = (
    Command(
        name="make-disclosure",
        path="/v1/disclosures",
        facts=MakeDisclosure,
        use=make,
        roles=CASEWORK,
        envelope="required",
        begins=True,
        summary="Give the items that were decided to the recipient, and answer the request",
    ),
    Command(
        name="acknowledge-disclosure",
        path="/v1/disclosures/{about}/acknowledgement",
        facts=Acknowledge,
        use=acknowledge,
        roles=CASEWORK,
        summary="Say what a disclosure means and what is done about it",
    ),
)
