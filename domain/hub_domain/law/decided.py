"""A decision as it is put to the rules: what goes, what stays, why, and who decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from hub_domain.law.answers import Search
from hub_domain.law.cautions import Arrangements
from hub_domain.law.gaps import Gap
from hub_domain.law.grounds import NOTHING, GroundGiven, Told
from hub_domain.law.records import Record
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks

Code = Literal["share", "share-part", "do-not-share", "hold"]


@dataclass(frozen=True, kw_only=True)
class ItemDecided:
    """One item, included or withheld. ``kind`` and ``needed_for`` of an included one.

    ``sensitivity`` unset counts as ordinary: more than that is not disclosed then. ``tells``:
    about whom it is, and on which topic.
    Withheld: a ground of the list; ``not_held`` with its search; or ``advice``, the question
    that is still open. ``about``, and of what is old why it goes: said in the record of what
    went in an emergency without it.
    """

    item: UUID
    included: bool
    tells: Told = NOTHING
    kind: str = ""
    sensitivity: str = ""
    as_at: date | None = None
    about: str = ""
    historical: bool = False
    explained: bool = False
    confirmed_current: bool = False
    needed_for: TextChecks | None = None
    grounds: tuple[GroundGiven, ...] = ()
    not_held: bool = False
    search: Search | None = None
    advice: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a hold waits for: the question, the role asked, and by when."""

    text: TextChecks | None
    role: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What has been done before it was recorded: when, and when that was recorded."""

    at: datetime | None
    recorded_at: datetime
    recipient_known: bool = True


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person decides about a case, with its records.

    ``considered``: each item requested or considered. ``confirmed``: one named human has
    confirmed every answer. ``gaps``: what the agency or the practitioner lacks at the time
    (arrangements, notice, procedure, co-ordinator, training); ``arrangements``: how the agency
    stands besides, where that is known. ``capacity``: what is refused of the function that the
    holder says it exercises (R-030, R-046). ``records``: it gives nothing that has not gone in
    an emergency already, and completes the record of that (R-362).
    """

    code: Code
    decider_role: str
    adviser_roles: tuple[str, ...] = ()
    confirmed: bool = False
    items: tuple[ItemDecided, ...] = ()
    considered: frozenset[UUID] = frozenset()
    risk_clarity: Literal["clear", "unclear", ""] = ""
    record: Record = field(default_factory=Record)
    question: Question | None = None
    gaps: tuple[Gap, ...] = ()
    arrangements: Arrangements | None = None
    capacity: tuple[Refusal, ...] = ()
    happened: Happened | None = None
    records: bool = False

    @property
    def shares(self) -> bool:
        """Whether anything goes."""
        return self.code in {"share", "share-part"}


class RecipientNotAvailable(Refusal):
    """A known exclusion or conflict of interest; why is not said (R-420)."""

    code = "recipient-not-available"
    duty = "R-420"


class DecisionNeedsHuman(Refusal):
    """A named human decides and confirms each answer (R-014)."""

    code = "decision-needs-human"
    duty = "R-014"


@dataclass(eq=False, kw_only=True)
class OutcomeNotShare(Refusal):
    """The negative outcome binds: what the table says not to share is not shared (R-200)."""

    row: str
    code = "outcome-not-share"
    duty = "R-151, R-154, R-200"


@dataclass(eq=False, kw_only=True)
class AdviceOpen(Refusal):
    """While a person is unsure, advice comes before sharing or not sharing (R-161, R-262)."""

    path: str
    code = "advice-open"
    duty = "R-161, R-262"


@dataclass(eq=False, kw_only=True)
class ItemNotJustified(Refusal):
    """Each item is listed, with what it is needed for or why it is withheld (R-180, R-200)."""

    item: UUID | None = None
    code = "item-not-justified"
    duty = "R-122, R-180, R-200"


class PurposeNotServed(Refusal):
    """Sharing for a safeguarding purpose supports safeguarding (R-009)."""

    code = "purpose-not-served"
    duty = "R-009"
