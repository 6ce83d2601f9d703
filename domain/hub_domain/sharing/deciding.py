"""What is decided, as it is put to the rules, and the facts of a decision that none refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.ids import decision_id
from hub_domain.law.catalogue import Catalogue, law_date
from hub_domain.law.decided import Decision, ItemDecided
from hub_domain.law.decisions import DecisionJudged, judge_decision
from hub_domain.law.evidence import Case, Deidentified, ToDutyPost, ToPractitioner
from hub_domain.need_to_know import NotFound
from hub_domain.sharing.asked import ensure_listed_once
from hub_domain.sharing.disclosure import Recipient
from hub_domain.sharing.plain import plain_gap, plain_search, plain_texts
from hub_domain.sharing.refusals import NamedYetDeidentified, NeedOfAnother
from hub_domain.sharing.sealed import Sealed
from hub_domain.text_checks import TextChecks


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """What is decided: the case as put, the decision with its records, and how it is kept.

    ``codes`` are the case's answers as the desk stated them, ``texts`` the checks of its sealed
    texts, ``item_persons`` whom each item is about, ``items_asked`` which item of the request
    it answers, ``assigned`` to whom the request was given, ``holders`` who holds the post that
    receives, if one does.
    """

    request: UUID | None
    recipient: Recipient
    case: Case
    decision: Decision
    codes: Mapping[str, object]
    texts: Mapping[str, TextChecks]
    item_persons: Mapping[UUID, UUID]
    items_asked: Mapping[UUID, UUID]
    sealed: Sealed
    holders: frozenset[UUID] = frozenset()
    assigned: UUID | None = None

    @property
    def goes(self) -> list[tuple[UUID | None, UUID]]:
        """Of each item that goes, which of the request's it answers, and about whom it is."""
        return [
            (self.items_asked.get(each.item), self.item_persons[each.item])
            for each in self.decision.items
            if each.included and self.decision.shares
        ]


def judged_facts(
    acting: Acting, deciding: Deciding, stream_id: UUID, catalogue: Catalogue
) -> dict[str, Any]:
    """The facts of a decision that no rule refuses."""
    about = deciding.request or stream_id
    if deciding.request and stream_id != decision_id(about, deciding.recipient.agency):
        raise NotFound
    ensure_listed_once(deciding.decision.items)
    judged = judge_decision(
        deciding.case, deciding.decision, catalogue, law_date(acting.occurred_at)
    )
    judged.insist()
    if deciding.decision.records or not deciding.case.emergency:
        _need_of_the_recipient(deciding)
        _named_as_identified(deciding)
    return _facts(deciding, judged)


def _need_of_the_recipient(deciding: Deciding) -> None:
    """It is told of the one to whom it goes, or of one whom the post binds (R-157, R-220)."""
    how, to = deciding.case.how, deciding.recipient
    match how.individual if how else None:
        case ToPractitioner(practitioner=named):
            theirs = named in deciding.holders if to.post else named == to.practitioner
        case ToDutyPost(post=named):
            theirs = named == to.post
        case _:
            theirs = True
    if not theirs:
        raise NeedOfAnother


def _named_as_identified(deciding: Deciding) -> None:
    """Who is told unasked is told of whom, so that nothing goes as if it identified nobody."""
    going = {item.item for item in deciding.decision.items if item.included}
    if deciding.request or not deciding.decision.shares:
        return
    for answers in deciding.case.answers:
        if isinstance(answers.identifies, Deidentified) and not going.isdisjoint(answers.items):
            raise NamedYetDeidentified


def _facts(deciding: Deciding, judged: DecisionJudged) -> dict[str, Any]:
    recipient = deciding.recipient
    return {
        "request": deciding.request,
        "recipient": recipient.agency,
        "recipient_practitioner": recipient.practitioner,
        "recipient_post": recipient.post,
        "provision": deciding.case.request or None,
        "purpose": str(getattr(deciding.case.purpose, "code", "")),
        "decision": deciding.decision.code,
        "outcome": judged.outcome,
        "path": judged.path,
        "row": judged.row,
        "items": [
            _plain_item(item, deciding, judged.valid_grounds.get(item.item, ()))
            for item in deciding.decision.items
        ],
        "codes": dict(deciding.codes),
        "advisers": list(deciding.decision.adviser_roles),
        "warnings": [[each.code, plain_gap(each.facts)] for each in judged.warnings],
        "tasks": [[each.code, plain_gap(each.facts)] for each in judged.tasks],
        "texts": plain_texts(deciding.texts),
        "sealed": deciding.sealed.plain(),
    }


def _plain_item(
    item: ItemDecided, deciding: Deciding, grounds: Sequence[str]
) -> dict[str, object]:
    """One line; of its grounds those that stand, for one that is refused falls away."""
    search = item.search
    return {
        "item": item.item,
        "asked": deciding.items_asked.get(item.item),
        "person": deciding.item_persons.get(item.item),
        "included": item.included,
        "kind": item.kind,
        "sensitivity": item.sensitivity,
        "as_at": item.as_at,
        "about": item.about,
        "historical": item.historical,
        "explained": item.explained,
        "confirmed_current": item.confirmed_current,
        "grounds": list(grounds),
        "not_held": item.not_held,
        "search": plain_search(search) if search else None,
    }
