"""The form of what is told unasked: which agency, on which law, about whom.

What is said, and why it may be, is asked as of an answer (``supply_form``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from hub_domain.acting import NOBODY
from hub_domain.law.evidence import CHILDREN
from hub_services.desk.directory import Directory
from hub_services.desk.drafts import IdentityCard, Scope
from hub_services.desk.matters import ToldUnasked
from hub_services.desk.records import DraftKept, Person, PersonKept, RequestPage, Supplied
from hub_services.desk.rows import PersonRow, ScopeRow
from hub_services.desk.web.asking_form import draft_of, persons
from hub_services.desk.web.emergency_form import Ready, completing, went_by
from hub_services.desk.web.forms import Form, read_id
from hub_services.desk.web.law_choices import Law
from hub_services.desk.web.statements import (
    Statement,
    room_about,
    room_for_each,
)
from hub_services.desk.web.supply_form import check_statement
from hub_services.words.catalogue import _

KIND: Final = "tell"
AGENCY: Final = "tell-agency"
ON_LAW: Final = "tell-law"
URGENT: Final = "tell-urgent"
"""Where the draft remembers that it is told as an emergency from the first step on."""

ANOTHER: Final = "another"
"""Another lawful reason than the laws offered: it is chosen with the decision."""

OWNED: Final = ("tell-agency", "tell-law", "tell-at-", "tell-urgent")
"""Which fields the first step shows, and so replaces when it is sent."""

NOT: Final = "not"
"""The button that leads to deciding not to tell, and how the address of its page ends."""

LAW_CHOSEN: Final = ("d-basis", "d-provision")
"""The answers of the decision that the law chosen first gives."""

BEYOND: Final = _("This law does not let you tell %(agency)s: choose another law")


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is told unasked, as far as it is written: the pages of an answer show it as well."""

    draft: UUID
    form: Form
    request: ToldUnasked
    persons: tuple[Person, ...]

    @property
    def waits_at(self) -> str:
        """The step without which the others cannot be shown; empty when there is none.

        In an emergency nothing waits for the law to be chosen (R-018).
        """
        on_law = self.form.text(ON_LAW) or self.urgent
        if not (self.request.named or self.request.post) or not on_law:
            return "who"
        return "" if any(person.scope for person in self.persons) else "people"

    @property
    def urgent(self) -> bool:
        """Whether it is told as an emergency from the first step on."""
        return self.form.text(URGENT) == "yes"


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What is begun and not sent, or went at once and is not recorded: for whom, about whom."""

    draft: UUID
    saved_at: datetime
    agency: str
    cards: Mapping[UUID, IdentityCard]
    went: bool


Found: TypeAlias = RequestPage | Telling
"""What the pages that share are about."""


def page_of(found: Found) -> str:
    """The page of a request, or where what is told unasked was begun."""
    if isinstance(found, Telling):
        return f"/tell/{found.draft}"
    return f"/requests/{found.request.request_id}"


def steps_of(found: Found) -> str:
    """Below which address its steps stand."""
    return page_of(found) if isinstance(found, Telling) else f"{page_of(found)}/share"


def afterwards(found: Found, supplied: Supplied | None = None) -> str:
    """Where one is afterwards: with the request, or with what was told, or all that was."""
    if not isinstance(found, Telling):
        return f"{page_of(found)}?"
    told = supplied.disclosure if supplied else None
    return f"/disclosures/{told}?" if told else "/disclosures?made=yes&"


def merged_who(kept: Form, sent: Form) -> Form:
    """The draft's form with what the first step shows replaced by what was sent."""
    kept.without(*OWNED)
    for name, values in sent.plain().items():
        if name.startswith(OWNED):
            kept.set(name, *values)
    return kept


def told_anew(form: Form, ready: Ready) -> None:
    """Another agency is told, or on another law: what followed from the one before goes.

    What a person wrote stays, and is confirmed anew.
    """
    for name, values in ready.items():
        if form.text(name) in values:
            form.without(name)
    form.without("d-purpose-code", "d-post", "d-confirmed")


def told_at(form: Form, agency: UUID) -> tuple[UUID | None, UUID | None]:
    """Who there is told: a practitioner or a duty post."""
    kind, _colon, text = form.text(f"tell-at-{agency}").partition(":")
    someone = read_id(text)
    return (someone, None) if kind == "staff" else (None, someone)


def decision_of(form: Form) -> UUID | None:
    """The decision on it, one for each agency that was chosen."""
    return form.identifier(f"tell-decision-{form.text(AGENCY)}")


def begun_for(
    drafts: Sequence[DraftKept], directory: Directory, known: Iterable[PersonKept]
) -> list[Begun]:
    """What is begun, each with the agency that is told, once it is chosen, and about whom."""
    cards = {each.id: each.card for each in known}
    return [
        Begun(
            draft=each.id,
            saved_at=each.saved_at,
            agency=directory.name(agency) if agency else "",
            cards={person: cards[person] for person in persons(form) if person in cards},
            went=completing(form),
        )
        for each in drafts
        for form in [Form.kept(each.content)]
        for agency in [form.identifier(AGENCY)]
    ]


def record_of(decision: Mapping[str, Any], persons: Iterable[UUID]) -> Form:
    """The form of a colleague who completes the record of what went: as far as codes say it.

    Why those it is about are protected is the desk's to state, and asked of them first.
    """
    codes = decision["codes"]
    form = went_by(codes)
    agency = decision["recipient"]
    to = decision["recipient_practitioner"]
    form.set(AGENCY, agency)
    form.set(f"tell-at-{agency}", f"staff:{to}" if to else f"post:{decision['recipient_post']}")
    form.set(f"tell-decision-{agency}", decision["decision_id"])
    laws = [(run["lawful"] or {}).get("provision") for run in codes["runs"]]
    form.set(ON_LAW, next((law for law in laws if law), ANOTHER))
    form.set("person", *map(str, persons))
    return form


def telling_of(draft: UUID, form: Form, known: Iterable[PersonKept], by: UUID) -> Telling:
    """What is told, about those who are known at this desk; ``by`` says why one is protected.

    Those to be protected come first: a list names the first alone.
    """
    agency = form.identifier(AGENCY) or NOBODY
    named, post = told_at(form, agency)
    cards = {each.id: each.card for each in known}
    rows = [
        PersonRow(id=each.id, scope=_stated(each.scope, by))
        for each in draft_of(form).persons
        if each.id in cards
    ]
    law = form.text(ON_LAW)
    return Telling(
        draft=draft,
        form=form,
        request=ToldUnasked(
            decision=decision_of(form) or NOBODY,
            counterpart=agency,
            author=named or post or NOBODY,
            named=named,
            post=post,
            provision="" if law == ANOTHER else law,
            purpose=_in_haste(rows),
            persons=tuple(rows),
            kept_persons=tuple(row.id for row in rows),
        ),
        persons=tuple(Person(id=row.id, card=cards[row.id], scope=row.scope) for row in rows),
    )


def _in_haste(rows: Sequence[PersonRow]) -> str:
    """What it is for where someone is at immediate risk, and nobody waits for the answer."""
    child = any(row.scope is not None and row.scope.kind in CHILDREN for row in rows)
    return "child-protection" if child else "adult-protection"


def _stated(scope: Scope | None, by: UUID) -> ScopeRow | None:
    if scope is None:
        return None
    return ScopeRow(kind=scope.kind, limbs=scope.limbs, stated_by=by, estimated=scope.estimated)


def number_told(form: Form, found: Telling, do: str) -> None:
    """Of each person something can be written, and more where a button asks for it."""
    room_for_each(form, found.request)
    wanted = read_id(do.removeprefix("add-"))
    if wanted in found.request.kept_persons:
        room_about(form, wanted)


def check_told(form: Form, said: Sequence[Statement], law: Law) -> None:
    """Something is told, and all is said of it that is asked of what is shared."""
    written = [each for each in said if each.words(form)]
    if not written:
        first = said[0].number if said else 1
        form.wrong(f"say-{first}-text", _("Write what you tell them"))
    for each in written:
        check_statement(form, each.number, law)
