"""A case as it is put to the law: evidence at each question, never a bare yes.

A question is answered by one of the classes below, by ``Unsure`` where a person does not know,
or not at all (None). At C and I a person may expressly take the cautious answer instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Literal
from uuid import UUID

from hub_domain.law.catalogue import Body
from hub_domain.law.refusals import lack
from hub_domain.law.rows import ANY, Regime
from hub_domain.text_checks import TextChecks

Harm = Literal["none", "suffered", "likely", "may-be-at-risk", "adult-serious"]
Deidentification = Literal["aggregated", "anonymised", "redacted"]
Reidentification = Literal["remote", "possible", "likely"]
Profile = Literal["public-task-first", "consent-first"]
KINDS_OF_DATA: Final = ("special_category", "criminal_offence", "sensitive", "confidential")
"""What each item is flagged as, or as not (R-103, R-104, R-120)."""

CHILDREN: Final = frozenset({"unborn", "under-18"})
"""The scopes of a child (R-011)."""


@dataclass(frozen=True, kw_only=True)
class Unsure:
    """A person does not know: advice is sought. An answer at every question (R-161)."""

    CODE: ClassVar[str] = "U"


@dataclass(frozen=True, kw_only=True)
class PurposeClear:
    """P, yes: a purpose of the list (``crime/prevention`` with its detail) and words for it."""

    CODE: ClassVar[str] = "Y"
    code: str
    text: TextChecks | None


@dataclass(frozen=True, kw_only=True)
class NoPurpose:
    """P, no: there is no clear and legitimate purpose, and why."""

    CODE: ClassVar[str] = "N"
    why: TextChecks | None = None


@dataclass(frozen=True, kw_only=True)
class ExceptionRelied:
    """One of the exceptions: who is at risk, of what, why *seeking* consent would cause it.

    E3 (serious crime) and E4 (legal advice, proceedings) also name their limb (R-138 to R-142).
    """

    who: UUID | None
    what: TextChecks | None
    why_seeking: TextChecks | None
    limb: str = ""


@dataclass(frozen=True, kw_only=True)
class WithoutConsent:
    """Why consent was not sought, or is overridden: a code of the list and words."""

    code: str
    detail: str = ""
    text: TextChecks | None = None
    exception: ExceptionRelied | None = None


@dataclass(frozen=True, kw_only=True)
class ConsentStanding:
    """How one identified person stands to consent. ``reason`` of not seeking or overriding."""

    status: Literal["given", "refused", "withdrawn", "no-reply", "not-sought", ""]
    person: UUID | None = None
    reason: WithoutConsent | None = None


@dataclass(frozen=True, kw_only=True)
class ConsentInForce:
    """C, yes: consents that cover all who are identified; ``withdrawn``: no longer."""

    CODE: ClassVar[str] = "Y"
    consents: tuple[UUID, ...]
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class NoConsent:
    """C, no, with how each person stands. ``taken``: unsure, and expressly taken as no."""

    CODE: ClassVar[str] = "N"
    standings: tuple[ConsentStanding, ...] = ()
    taken: bool = False


@dataclass(frozen=True, kw_only=True)
class Identifying:
    """I, yes: a living person is identified. ``taken``: unsure, and expressly taken as yes."""

    CODE: ClassVar[str] = "Y"
    taken: bool = False


@dataclass(frozen=True, kw_only=True)
class Deidentified:
    """I, no: how it was de-identified, and the risk that someone is identified again."""

    CODE: ClassVar[str] = "N"
    method: str
    risk: str


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Why a person is protected, stated by a desk that knows (R-011, R-481)."""

    kind: Literal["unborn", "under-18", "adult-at-risk", "adult-at-risk-of-serious-harm"]
    limbs: tuple[str, ...] = ()
    stated_by: UUID
    estimated: bool = False

    @property
    def of_a_child(self) -> bool:
        """Whether it is a child, unborn included."""
        return self.kind in CHILDREN


@dataclass(frozen=True, kw_only=True)
class ConditionChosen:
    """A condition and why this one. The rest are the limbs of the safeguarding condition."""

    code: str
    why: TextChecks | None
    harm: str = ""
    scope: Scope | None = None
    limb: str = ""
    public_interest: TextChecks | None = None


@dataclass(frozen=True, kw_only=True)
class GateMet:
    """How the duty of confidence is met in this case, and the case-by-case words."""

    code: str
    text: TextChecks | None


@dataclass(frozen=True, kw_only=True)
class Lawful:
    """L, yes: the basis with what it needs, a condition and a gate where an item asks for one.

    ``limb`` is that of the public task: a task laid down by law, or b official authority.
    """

    CODE: ClassVar[str] = "Y"
    basis: str
    regime: Regime = "general"
    provision: str = ""
    limb: str = ""
    protected_person: UUID | None = None
    balance: TextChecks | None = None
    contract: str = ""
    condition: ConditionChosen | None = None
    gate: GateMet | None = None


@dataclass(frozen=True, kw_only=True)
class NoLawfulReason:
    """L, no: which bases were considered."""

    CODE: ClassVar[str] = "N"
    bases_considered: tuple[str, ...]


PurposeAnswer = PurposeClear | NoPurpose | Unsure
ConsentAnswer = ConsentInForce | NoConsent | Unsure
IdentifiesAnswer = Identifying | Deidentified | Unsure
LawfulAnswer = Lawful | NoLawfulReason | Unsure


@dataclass(frozen=True, kw_only=True)
class ItemAnswers:
    """C, I and L for one item, or for several with the same answers: one run of the table.

    Of what kind the information is stands with them; unset is never taken as no (R-103).
    ``sensitive`` is what law enforcement calls sensitive processing.
    """

    items: tuple[UUID, ...]
    consent: ConsentAnswer | None
    identifies: IdentifiesAnswer | None = None
    lawful: LawfulAnswer | None = None
    special_category: bool | None = None
    criminal_offence: bool | None = None
    sensitive: bool | None = None
    confidential: bool | None = None

    @property
    def unset(self) -> tuple[str, ...]:
        """The kinds of information of which it is not said whether these items are."""
        return tuple(kind for kind in KINDS_OF_DATA if getattr(self, kind) is None)


@dataclass(frozen=True, kw_only=True)
class ItemsListed:
    """H1: an item list; what each is needed for stands with the item."""

    CODE: ClassVar[str] = "items"


@dataclass(frozen=True, kw_only=True)
class WholeFile:
    """H1, badly: everything that is held."""

    CODE: ClassVar[str] = "whole-file"


@dataclass(frozen=True, kw_only=True)
class FactFromOpinion:
    """H2: fact is told from opinion; the kind of each stands with the item."""

    CODE: ClassVar[str] = "typed"


@dataclass(frozen=True, kw_only=True)
class ToPractitioner:
    """H3: a named practitioner with a verified contact, and why they need to know."""

    CODE: ClassVar[str] = "practitioner"
    practitioner: UUID
    need: TextChecks | None


@dataclass(frozen=True, kw_only=True)
class ToDutyPost:
    """H3: a registered duty post, and why it needs to know."""

    CODE: ClassVar[str] = "duty-post"
    post: UUID
    need: TextChecks | None


@dataclass(frozen=True, kw_only=True)
class ToNobodyNamed:
    """H3, badly: a mailbox, "the school"."""

    CODE: ClassVar[str] = "unnamed"


@dataclass(frozen=True, kw_only=True)
class SecureChannel:
    """H4: at or above the minimum for the item's sensitivity."""

    CODE: ClassVar[str] = "secure"
    channel: str


@dataclass(frozen=True, kw_only=True)
class WeakerChannel:
    """H4: below the agency's or the hub's minimum, with reason and safeguards."""

    CODE: ClassVar[str] = "weaker-reasoned"
    channel: str
    reason: TextChecks | None
    safeguards: TextChecks | None


@dataclass(frozen=True, kw_only=True)
class SubjectTold:
    """H5: the individual has been told, or will be."""

    CODE: ClassVar[str] = "given"
    planned: bool = False


@dataclass(frozen=True, kw_only=True)
class NoticeWithheld:
    """H5: the individual is not told for now, why, and when this is looked at again."""

    CODE: ClassVar[str] = "withheld"
    reason: Literal["risk-of-harm", "not-possible", ""]
    text: TextChecks | None
    review_on: date | None


@dataclass(frozen=True, kw_only=True)
class NobodyIdentified:
    """H5: there is nobody to tell, because nobody is identified."""

    CODE: ClassVar[str] = "not-identifiable"


@dataclass(frozen=True, kw_only=True)
class How:
    """The answers on how to share, H1 to H5 (R-155 to R-159)."""

    amount: ItemsListed | WholeFile | Unsure | None = None
    kinds: FactFromOpinion | Unsure | None = None
    individual: ToPractitioner | ToDutyPost | ToNobodyNamed | Unsure | None = None
    channel: SecureChannel | WeakerChannel | Unsure | None = None
    notice: SubjectTold | NoticeWithheld | NobodyIdentified | Unsure | None = None

    def first_unsure(self) -> str:
        """The first of H1 to H5 at which a person is unsure, or empty."""
        answers = (self.amount, self.kinds, self.individual, self.channel, self.notice)
        for number, answer in enumerate(answers, start=1):
            if isinstance(answer, Unsure):
                return f"H{number}"
        return ""


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """To whom it would go: the body, the post there, and whether that post can protect.

    ``able_to_protect``: why this person can protect now, where the post alone does not say it.
    ``excluded``: a known exclusion or conflict of interest.
    """

    body: Body
    post: str = ""
    able_to_protect: TextChecks | None = None
    excluded: bool = False

    @property
    def protective(self) -> bool:
        """Whether sharing with it can protect someone now."""
        able = self.body.protects_at(self.post) or not lack(self.able_to_protect)
        return able and not self.excluded

    @property
    def statutory(self) -> bool:
        """Whether concerns go to it: social care, the police, the NSPCC (R-017)."""
        return not self.body.protective.isdisjoint({ANY, "csc", "asc"})


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is put to the law: who holds, who would receive, and the answers.

    ``immediate_risk``: a practitioner believes that a person is, or may be, at immediate risk
    of harm; no more is asked. ``request`` is the provision of the request that is answered,
    empty for proactive sharing. ``conflict_of_duty``: those of a family to whom duties are owed
    that pull apart (R-010). ``harm``: None where nobody has said yet whether there is a sign.
    """

    holder: Body
    receiver: Receiver
    purpose: PurposeAnswer | None
    answers: tuple[ItemAnswers, ...]
    how: How | None = None
    request: str = ""
    immediate_risk: bool = False
    crime_suspected: bool = False
    police_notified: bool = False
    social_care_notified: bool = False
    conflict_of_duty: tuple[UUID, ...] = ()
    harm: Harm | None = "none"
    child: bool = True
    child_in_need: bool = False
    profile: Profile = "public-task-first"

    @property
    def emergency(self) -> bool:
        """Whether the emergency route is open: immediate risk, protective recipient."""
        return self.immediate_risk and self.receiver.protective

    @property
    def police_know(self) -> bool:
        """Whether the police have been told, or are themselves who decides."""
        return self.police_notified or self.holder.is_police

    @property
    def purpose_code(self) -> str:
        """The code of a clear purpose, with its detail where it has one; otherwise empty."""
        return self.purpose.code if isinstance(self.purpose, PurposeClear) else ""

    @property
    def harm_unsaid(self) -> bool:
        """Whether nobody says that there is none: there may be. No emergency waits for it."""
        return self.harm is None and not self.emergency

    @property
    def harm_feared(self) -> bool:
        """Whether harm is, or may be (R-007, R-017)."""
        return self.harm_unsaid or self.harm not in {None, "none"}

    @property
    def child_at_risk(self) -> bool:
        """Whether a child is in need, or at risk of significant harm (R-405)."""
        at_risk = self.harm in {"suffered", "likely", "may-be-at-risk"}
        return self.child_in_need or at_risk or (self.harm_unsaid and self.child)
