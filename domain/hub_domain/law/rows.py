"""What stands in the law catalogue: one class for each kind of row.

A row says for which nation it holds, from when to when, where it comes from and whether that
source was seen. ``valid_to`` is the last day in force. A row of status bill, enacted or
announced is never in force, whatever its date: an operator publishes that it has begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

Nation = Literal["E", "W"]
Status = Literal["bill", "enacted", "announced", "in-force", "dormant", "repealed"]
Kind = Literal["duty", "duty-qualified", "power", "function", "scheme", "guidance"]
Regime = Literal["general", "law-enforcement"]
AnswerCode = Literal[
    "supplied",
    "partly-supplied",
    "not-held",
    "not-known-here",
    "clarification-sought",
    "challenged",
    "declined",
]

ANY: str = "any"
PUBLIC_AUTHORITY: str = "public-authority"
RECOGNISED: str = "recognised"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every row has. ``unverified`` names the parts for which no source was seen."""

    TABLE: ClassVar[str]

    id: str
    title: str
    source: str
    nation: tuple[Nation, ...] = ("E", "W")
    status: Status = "in-force"
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    verified: bool = False
    unverified: tuple[str, ...] = ()
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the row holds on this day. Dormant law is in force, but nobody holds it."""
        return self.begun(on) and (self.valid_to is None or on <= self.valid_to)

    def begun(self, on: date) -> bool:
        """Whether the row has come into force by this day, ended since or not."""
        if self.status in {"bill", "enacted", "announced"}:
            return False
        return self.valid_from is None or self.valid_from <= on


@dataclass(frozen=True, kw_only=True)
class Provision(Row):
    """A duty, power, function, scheme or piece of guidance that a record may cite.

    ``requester`` and ``addressee`` hold codes of categories, kinds of body, or ``any``;
    ``vests`` those in whom it lays down a task or official authority (R-113). A *function*
    lays down a task and obliges nobody to disclose; *guidance* carries no basis (R-430).
    ``told``: those to whom alone it has one report; none: it names nobody.
    ``of_a_child``: it is about a child alone, and no law for telling of an adult.
    ``own_motion``: a duty to answer who asks that binds unasked as well.
    """

    TABLE: ClassVar[str] = "provision"

    kind: Kind
    requester: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    overlap: tuple[str, ...] = ()
    vests: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    wrong_requester: str = "gateway-not-available"
    wrong_addressee: str = "gateway-not-available"
    answers: tuple[AnswerCode, ...] = ()
    challenge_grounds: tuple[str, ...] = ()
    decline_grounds: tuple[str, ...] = ()
    part: Literal["free", "escalates", "explained", "written-reasons", "own-ground"] = "free"
    reasons: Literal["ground", "written", "exit"] = "ground"
    escalation: Literal["escalate-16h", ""] = ""
    use_limit: str = ""
    enforcement: str = ""
    own_motion: bool = False
    of_a_child: bool = False
    exclusions: tuple[str, ...] = ()
    guidance_issuer: str = ""
    adapted_from: str = ""

    @property
    def is_duty(self) -> bool:
        """Whether who is asked must answer as the provision says."""
        return self.kind in {"duty", "duty-qualified"}

    @property
    def binds_when_asked(self) -> bool:
        """Whether the duty is one to answer, and binds nobody before they are asked."""
        return self.is_duty and bool(self.requester and self.answers) and not self.own_motion


@dataclass(frozen=True, kw_only=True)
class BodyCategory(Row):
    """A place in a statutory list, or a class of body that no list names.

    Flags: CA competent authority (DPA 2018 Part 3), PA public authority, CG a Caldicott
    Guardian is expected, AO no statutory list names it, RO may only receive. ``protective``
    holds the posts whose holder can protect: ``any``, or routes such as csc, asc, ambulance.
    ``needs``: what a body shows to hold it (``capacity``).
    """

    TABLE: ClassVar[str] = "body"

    body: str
    duty: str = ""
    statute_letter: str = ""
    guide_letter: str = ""
    function_scope: tuple[str, ...] = ()
    needs: tuple[
        Literal["function", "principal", "delegation", "agreement", "regulation"], ...
    ] = ()
    flags: tuple[Literal["CA", "PA", "CG", "AO", "RO"], ...] = ()
    protective: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Basis(Row):
    """A lawful basis, the regime it belongs to, and who may use it (UK GDPR Art. 6; Part 3)."""

    TABLE: ClassVar[str] = "basis"

    regime: Regime
    used_by: Literal["any", "duty-addressed", "task-vested", "not-public", "competent"]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Condition(Row):
    """A condition for special category, criminal-offence or sensitive data, by its limbs."""

    TABLE: ClassVar[str] = "condition"

    regime: Regime
    limbs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConfidenceGate(Row):
    """A way in which the common-law duty of confidence is met (R-120)."""

    TABLE: ClassVar[str] = "gate"


@dataclass(frozen=True, kw_only=True)
class CarriedBy(Row):
    """A channel, and the sensitivities that it carries without a reason (R-226)."""

    TABLE: ClassVar[str] = "channel"

    carries: tuple[Literal["ordinary", "sensitive", "highly-sensitive"], ...]


@dataclass(frozen=True, kw_only=True)
class Purpose(Row):
    """A purpose, the bases it allows, and to whom it allows sharing (R-001)."""

    TABLE: ClassVar[str] = "purpose"

    safeguarding: bool
    bases: tuple[str, ...]
    recipients: tuple[str, ...] = (ANY,)
    details: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NoConsentReason(Row):
    """Why consent was not sought, or is overridden, and the limb it maps to (R-108)."""

    TABLE: ClassVar[str] = "no-consent-reason"

    limb: str = ""
    details: tuple[str, ...] = ()
    limb_by_detail: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def limb_of(self, detail: str) -> str:
        """The limb of DPA 2018 Sch 1 para 18(2) that the reason maps to, if any."""
        if detail in self.limb_by_detail or not self.limb_by_detail:
            return self.limb
        return ""


@dataclass(frozen=True, kw_only=True)
class Ground(Row):
    """A ground for not sharing (R-101). ``needs`` is what it takes to be recognised.

    purpose-no, lawful-no: the flowchart's answer; disclosure: the id of what was shared;
    bar: the provision that forbids; bar-for-child: that, and competent advice, for a child in
    need or at risk; text: a reason. ``weighed`` says what significant harm does to it.
    """

    TABLE: ClassVar[str] = "ground"

    recognised: bool
    needs: tuple[
        Literal["text", "purpose-no", "lawful-no", "disclosure", "bar", "bar-for-child"], ...
    ] = ()
    weighed: Literal["stands", "overridden", "competent-advice"] = "stands"
    provision_only: bool = False


@dataclass(frozen=True, kw_only=True)
class RoleCompetence(Row):
    """A role, and whether its holder may decide or advise in an unclear case (R-016)."""

    TABLE: ClassVar[str] = "role"

    competent_in_child_protection: bool


@dataclass(frozen=True, kw_only=True)
class Question(Row):
    """A question of the flowchart, with the authority for asking it (R-150 to R-161)."""

    TABLE: ClassVar[str] = "question"

    order: int


@dataclass(frozen=True, kw_only=True)
class RecordField(Row):
    """What a decision records, on which rows of the table, and what a blank is refused as.

    ``codes`` are the values it may hold; without them it is a text. A blank that is *warned* of
    goes through with ``warning``, and so does each of the codes in ``warned``; *nothing* is
    made of a blank where the field need not be filled.
    """

    TABLE: ClassVar[str] = "record"

    rows: tuple[Literal["D1", "D2", "D3", "D4", "D5"], ...]
    codes: tuple[str, ...] = ()
    on_hold: bool = False
    when: Literal["always", "child", "shared", "no-provision", "confidential"]
    blank: Literal[
        "rationale-required",
        "share-record-incomplete",
        "necessity-not-shown",
        "openness-unrecorded",
        "principle-unanswered",
        "risk-unset",
        "incompatible-purpose",
        "warned",
        "nothing",
    ]
    warning: str = ""
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Topic(Row):
    """A subject on which something may be asked for (R-062). Everything is not one."""

    TABLE: ClassVar[str] = "topic"


@dataclass(frozen=True, kw_only=True)
class System(Row):
    """A kind of system or file in which may be searched (R-443)."""

    TABLE: ClassVar[str] = "system"


@dataclass(frozen=True, kw_only=True)
class Identifier(Row):
    """A kind of identifier by which may be searched (R-443)."""

    TABLE: ClassVar[str] = "identifier"


@dataclass(frozen=True, kw_only=True)
class Deadline(Row):
    """A time limit that law or guidance sets, as an ISO 8601 duration or in working days."""

    TABLE: ClassVar[str] = "deadline"

    limit: str
    counts: Literal["elapsed", "calendar-days", "working-days", "months"]


@dataclass(frozen=True, kw_only=True)
class LocalDefault(Row):
    """A figure of local policy; what ships is the default, an edition may change it."""

    TABLE: ClassVar[str] = "local"

    value: int
    unit: str


@dataclass(frozen=True, kw_only=True)
class RulePack(Row):
    """Golden rules or principles as they were worded at a time (R-177), and their tests."""

    TABLE: ClassVar[str] = "pack"

    rules: tuple[str, ...]
    tests: tuple[str, ...] = ()


KINDS: tuple[type[Row], ...] = (
    Provision,
    BodyCategory,
    Basis,
    Condition,
    ConfidenceGate,
    CarriedBy,
    Purpose,
    NoConsentReason,
    Ground,
    RoleCompetence,
    Question,
    RecordField,
    Topic,
    System,
    Identifier,
    Deadline,
    LocalDefault,
    RulePack,
)
