"""What people write at the desk before it is sealed and sent; it can be kept as a draft."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from msgspec import Struct, field

from hub_domain.text_checks import words_of


class Draft(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of what can be kept. Its ``repr`` withholds every word."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class IdentityCard(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """Who a person is, in words: leaves the desk only sealed.

    ``identifiers`` by kind, such as ``nhs-number`` or ``upn``. What another system wrote is
    kept as it came: ``born_as_said`` where it is no date, ``further`` fields by their names. A
    card without ``names`` is of one who came without a name.
    """

    names: str
    aliases: tuple[str, ...] = ()
    born: date | None = None
    born_as_said: str = ""
    address: str = ""
    identifiers: dict[str, str] = field(default_factory=dict)
    further: dict[str, str] = field(default_factory=dict)

    @property
    def called(self) -> tuple[str, ...]:
        """Every name and alias, for the text checks."""
        return (self.names, *self.aliases)

    def answers_to(self, wanted: str) -> bool:
        """Whether every word of ``wanted`` is a part of one name, whatever its order and marks.

        A tired hand writes ``Sian OBrien`` for Siân O'Brien, and must not make a second one.
        """
        parts = words_of(wanted)
        names = [" ".join(words_of(name)) for name in self.called]
        return bool(parts) and any(all(part in name for part in parts) for name in names)

    def fields(self) -> dict[str, str]:
        """As the fields of an ``identity`` segment."""
        also = {
            "aliases": "\n".join(self.aliases),
            "born": self.born.isoformat() if self.born else self.born_as_said,
            "address": self.address,
        }
        also |= {f"identifier-{kind}": value for kind, value in self.identifiers.items()}
        also |= self.further
        return {"names": self.names} | {name: value for name, value in also.items() if value}

    @classmethod
    def of(cls, fields: dict[str, str]) -> IdentityCard:
        """Read what ``fields`` wrote, or what another system wrote in its own way."""
        said = fields.get("born", "")
        born = day_said(said)
        return cls(
            names=fields.get("names", "").strip(),
            aliases=tuple(filter(None, fields.get("aliases", "").split("\n"))),
            born=born,
            born_as_said="" if born else said,
            address=fields.get("address", ""),
            identifiers={
                name.removeprefix(_IDENTIFIER): value
                for name, value in fields.items()
                if name.startswith(_IDENTIFIER)
            },
            further={
                name: value
                for name, value in fields.items()
                if name not in _OF_A_CARD and not name.startswith(_IDENTIFIER)
            },
        )


def day_said(said: str) -> date | None:
    """The day that is written as RFC 3339 writes it; None where that is not one."""
    try:
        return date.fromisoformat(said) if _DAY.fullmatch(said) else None
    except ValueError:  # such as 30 February
        return None


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IDENTIFIER: Final = "identifier-"
_OF_A_CARD: Final = frozenset({"names", "aliases", "born", "address"})


class Scope(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """Why a person is protected, which only a desk can know (R-481)."""

    kind: Literal["unborn", "under-18", "adult-at-risk", "adult-at-risk-of-serious-harm"]
    limbs: tuple[str, ...] = ()
    estimated: bool = False


class PersonAsked(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """A person of the desk that a request is about; a protected one has a scope."""

    id: UUID
    scope: Scope | None = None


class ItemAsked(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """A topic over a period, about which of the persons.

    ``agencies`` are those of a round that are asked for it; left out, all of them (P-30).
    """

    topic: str
    period_from: date | None = None
    period_to: date | None = None
    persons: tuple[UUID, ...] = ()
    relation: str | None = None
    agencies: tuple[UUID, ...] | None = None


class To(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """To whom: an agency, and there a practitioner, a duty post, or its safeguarding lead.

    ``persons`` are those that this agency is asked about; left out, all of them (P-30).
    ``words`` stand, by their codes, in the place of those that go to the others.
    """

    agency: UUID
    practitioner: UUID | None = None
    post: UUID | None = None
    persons: tuple[UUID, ...] | None = None
    words: dict[str, str] = field(default_factory=dict)


class RequestDraft(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """One act of asking: one agency, or several (a round) in the same words or each in its own.

    ``words`` by the code of the text: why-needed, necessity, proportionality, burden, function.
    ``order``, the reference of a court's order, is sealed with them.
    """

    to: tuple[To, ...]
    provision: str
    exercising: str | None = None
    function: str | None = None
    kind: str | None = None
    order: str | None = None
    areas_overlap: bool = False
    purpose: str | None = None
    purpose_detail: str | None = None
    persons: tuple[PersonAsked, ...] = ()
    items: tuple[ItemAsked, ...] = ()
    told: Literal["told", "not-yet", "unsafe", "not-possible"] | None = None
    due_at: datetime | None = None
    words: dict[str, str] = field(default_factory=dict)


class Search(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """Where was searched, for which period, by which identifiers, what was not (P-03)."""

    systems: tuple[str, ...] = ()
    period_from: date | None = None
    period_to: date | None = None
    identifiers: tuple[str, ...] = ()
    not_searched: tuple[str, ...] = ()


class SupplyItem(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """One statement about one person, with its labels; empty ones are the hub's to refuse.

    ``id`` names it from draft to disclosure; ``answers`` is the item asked for that it answers.
    Who said it, and what is said of third parties, stay in the agency's own record of the
    decision unless they are released.
    """

    id: UUID
    person: UUID
    text: str
    answers: UUID | None = None
    kind: Literal["fact", "opinion", "allegation", "hearsay"] | None = None
    as_at: date | None = None
    about: str | None = None
    sensitivity: Literal["ordinary", "sensitive", "highly-sensitive"] | None = None
    special_category: bool | None = None
    criminal_offence: bool | None = None
    confidential: bool | None = None
    historical: bool = False
    explanation: str = ""
    confirmed_current: bool = False
    source: str = ""
    opinion_holder: str = ""
    source_released: bool = False
    third_party: str = ""
    third_party_released: bool = False


class Ground(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """A ground for withholding; its text is ``ground-`` and the code."""

    code: str
    disclosure: UUID | None = None
    bar: str | None = None


class Withheld(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """An item that is not supplied: on which grounds, or not held after a search.

    ``id`` names the line, where a run of the case is about it. ``answers`` is the item asked
    for; nobody asked for what it was decided not to tell.
    """

    id: UUID | None = None
    answers: UUID | None = None
    person: UUID | None = None
    not_held: bool = False
    search: Search | None = None
    grounds: tuple[Ground, ...] = ()
    advice: UUID | None = None


class Declining(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """A request is declined by what is decided: on which ground of those, told to who asked.

    ``version`` is the request's that the practitioner saw.
    """

    ground: str
    version: int | None = None


class Unasked(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """That an agency is told what nobody asked: by the decision of which id (R-006)."""

    decision: UUID
    agency: UUID


class SupplyDraft(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """A decision on a request, and what follows: a disclosure under it, or ``declines``.

    ``unasked`` stands in the place of a request where there is none.

    ``case`` holds the decision's codes as ``make-sharing-decision`` takes them (purpose, runs,
    how, harm, record and so on); a run without ``items`` is about all that are held, and an
    ``individual`` without ``id`` is the recipient. ``words`` are the decision's texts by their
    codes, for the agency alone; ``reasons`` go to the recipient, for what is withheld.
    The recipient is whoever asked, unless another practitioner or a post of theirs is named;
    of what is told unasked one of both is.
    """

    request: UUID | None = None
    unasked: Unasked | None = None
    decision: Literal["share", "share-part", "do-not-share", "hold"] | None = None
    case: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    items: tuple[SupplyItem, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    reasons: str = ""
    declines: Declining | None = None
    channel: str = "secure-system"
    to_practitioner: UUID | None = None
    to_post: UUID | None = None

    @property
    def matter(self) -> UUID:
        """By what it is kept: the request, or the decision to tell unasked."""
        found = self.unasked.decision if self.unasked else self.request
        if found is None:
            raise ValueError("a supply is about a request, or is told unasked")
        return found


class FileNote(Draft, frozen=True, kw_only=True, omit_defaults=True):
    """The co-ordinator's note on a decision; its text is ``note`` (R-209)."""

    decision: UUID
    words: dict[str, str] = field(default_factory=dict)
