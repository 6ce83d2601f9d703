"""What is refused of a request or a decision, beside what the law says of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from hub_domain.refusal import Refusal


@dataclass(eq=False, kw_only=True)
class SubjectNotInScope(Refusal):
    """It is done for a child, or an adult at risk or facing serious harm (R-011).

    ``persons``: those who are said to be at risk without all that makes an adult so.
    """

    persons: tuple[UUID, ...] = ()
    code = "subject-not-in-scope"
    duty = "R-011"


class DueInThePast(Refusal):
    """A request leaves time to answer it (R-188)."""

    code = "due-in-the-past"
    duty = "R-188"


class NotNarrower(Refusal):
    """A narrowed request asks for less than before, and for something (R-062)."""

    code = "not-narrower"
    duty = "R-062"


class NotAskedBack(Refusal):
    """Explained is what was challenged, or what the addressee asked back (R-064)."""

    code = "not-asked-back"
    duty = "R-064"


class AlreadyAnswered(Refusal):
    """What was supplied in full is answered; a correction is a disclosure of its own."""

    code = "already-answered"
    duty = "R-384"


class RequestWithdrawn(Refusal):
    """What was withdrawn is not answered: the need to know ended with the question (R-157)."""

    code = "request-withdrawn"
    duty = "R-157"


class SupplyByDisclosure(Refusal):
    """Supplied and partly-supplied are answered by the disclosure that supplies."""

    code = "supply-by-disclosure"
    duty = "R-201"


@dataclass(eq=False, kw_only=True)
class ItemNotRelevant(Refusal):
    """What answers a request is what it still asks, about whom it asks it (R-183)."""

    persons: tuple[UUID, ...]
    code = "item-not-relevant"
    duty = "R-183"


@dataclass(eq=False, kw_only=True)
class NothingToCarryOut(Refusal):
    """A disclosure carries out a decision to share, once (R-200)."""

    decision: str
    code = "nothing-to-carry-out"
    duty = "R-200"


class NeedOfAnother(Refusal):
    """The need to know is that of the recipient, or of one who holds their post (R-220)."""

    code = "need-of-another"
    duty = "R-157, R-220"


class NamedYetDeidentified(Refusal):
    """What goes unasked goes with the name of whom it is about: it identifies them (R-201)."""

    code = "named-yet-deidentified"
    duty = "R-153, R-201"


class AnotherRecipient(Refusal):
    """A disclosure goes to the recipient for whom it was decided (R-157, R-222)."""

    code = "another-recipient"
    duty = "R-157"


@dataclass(eq=False, kw_only=True)
class WiderThanDecided(Refusal):
    """A disclosure never goes beyond the decision that it carries out."""

    items: tuple[UUID, ...]
    code = "wider-than-decided"
    duty = "UKGDPR-5-1-C"


@dataclass(eq=False, kw_only=True)
class LessThanDecided(Refusal):
    """What was decided to be shared is shared; less is a decision of its own (R-200)."""

    items: tuple[UUID, ...]
    code = "less-than-decided"
    duty = "R-200"


class AnotherKind(Refusal):
    """An item is disclosed as what it was decided as: an opinion does not become a fact."""

    code = "another-kind"
    duty = "R-186"


@dataclass(eq=False, kw_only=True)
class MoreSensitiveThanDecided(Refusal):
    """Need and risk are weighed against the item as it is disclosed (R-182)."""

    item: UUID
    code = "more-sensitive-than-decided"
    duty = "R-182"


@dataclass(eq=False, kw_only=True)
class ItemGoneAlready(Refusal):
    """An item's id names one statement: what went under it is recorded, and nothing beside it.

    Or else of two statements under one id the record could say only of one what it was (R-186).
    """

    items: tuple[UUID, ...]
    code = "item-gone-already"
    duty = "R-186, R-362"


class AnotherChannel(Refusal):
    """The record states the channel by which it went in an emergency, and no other (R-158)."""

    code = "another-channel"
    duty = "R-158, R-362"


@dataclass(eq=False, kw_only=True)
class AnotherLaw(Refusal):
    """The record states the law that who received it was told as it went, and no other."""

    item: UUID
    code = "another-law"
    duty = "R-201, R-362"


class NoteNotDue(Refusal):
    """A note is filed once for each final decision (R-209)."""

    code = "note-not-due"
    duty = "R-209"
