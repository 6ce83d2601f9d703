"""A case as people write it: the answer at each question, with what belongs to that answer.

What belongs to another answer cannot stand beside it, so evidence that contradicts itself is
told by its place. Words are only checked, as a desk does, and kept nowhere.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID, uuid5

from msgspec import Struct

from hub_domain.law import evidence as law
from hub_domain.law.rows import Regime
from hub_domain.text_checks import TextChecks, check_text

_NAMES = UUID("8d6b4f5a-31b5-5b0e-9a53-0f6b0f1a7c42")


def named(label: str) -> UUID:
    """An id for whoever or whatever a case calls by this label."""
    return uuid5(_NAMES, label)


def _checked(words: str) -> TextChecks | None:
    return check_text(words) if words else None


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A part of a case; a key that it does not have is a mistake."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class _Answer(_Part, tag_field="answer", frozen=True, kw_only=True):
    """One of the answers to a question."""


class NotSure(_Answer, tag="unsure", frozen=True, kw_only=True):
    """A person does not know."""

    def evidence(self) -> law.Unsure:
        return law.Unsure()


class Purpose(_Answer, tag="yes", frozen=True, kw_only=True):
    """P, yes: a purpose of the list, and words for it."""

    code: str
    words: str = ""

    def evidence(self) -> law.PurposeClear:
        return law.PurposeClear(code=self.code, text=_checked(self.words))


class NoPurpose(_Answer, tag="no", frozen=True, kw_only=True):
    """P, no."""

    why: str = ""

    def evidence(self) -> law.NoPurpose:
        return law.NoPurpose(why=_checked(self.why))


class Relied(_Part, frozen=True, kw_only=True):
    """Who is at risk, of what, and why seeking consent would cause it."""

    who: str
    what: str = ""
    why_seeking: str = ""
    limb: str = ""


class Standing(_Part, frozen=True, kw_only=True):
    """How one person stands to consent, with the reason for going without it."""

    status: Literal["refused", "withdrawn", "no-reply", "not-sought"]
    person: str = "the person"
    reason: str = ""
    detail: str = ""
    words: str = ""
    exception: Relied | None = None

    def evidence(self) -> law.ConsentStanding:
        reason = None
        if self.reason:
            relied = self.exception
            reason = law.WithoutConsent(
                code=self.reason,
                detail=self.detail,
                text=_checked(self.words),
                exception=law.ExceptionRelied(
                    who=named(relied.who),
                    what=_checked(relied.what),
                    why_seeking=_checked(relied.why_seeking),
                    limb=relied.limb,
                )
                if relied
                else None,
            )
        return law.ConsentStanding(status=self.status, person=named(self.person), reason=reason)


class Consent(_Answer, tag="yes", frozen=True, kw_only=True):
    """C, yes: whose consents cover everyone who is identified."""

    of: list[str]
    withdrawn: bool = False

    def evidence(self) -> law.ConsentInForce:
        return law.ConsentInForce(
            consents=tuple(named(f"consent of {each}") for each in self.of),
            withdrawn=self.withdrawn,
        )


class NoConsent(_Answer, tag="no", frozen=True, kw_only=True):
    """C, no."""

    standings: list[Standing] = []
    TAKEN = False

    def evidence(self) -> law.NoConsent:
        standings = tuple(each.evidence() for each in self.standings)
        return law.NoConsent(standings=standings, taken=self.TAKEN)


class TakenAsNoConsent(NoConsent, tag="unsure-taken-as-no", frozen=True, kw_only=True):
    """C, unsure, and expressly taken as no."""

    TAKEN = True


class Identifies(_Answer, tag="yes", frozen=True, kw_only=True):
    """I, yes."""

    TAKEN = False

    def evidence(self) -> law.Identifying:
        return law.Identifying(taken=self.TAKEN)


class TakenAsIdentifying(Identifies, tag="unsure-taken-as-yes", frozen=True, kw_only=True):
    """I, unsure, and expressly taken as yes."""

    TAKEN = True


class Deidentified(_Answer, tag="no", frozen=True, kw_only=True):
    """I, no: by which method, and with what risk that someone is identified again."""

    method: str
    risk: str

    def evidence(self) -> law.Deidentified:
        return law.Deidentified(method=self.method, risk=self.risk)


class Protected(_Part, frozen=True, kw_only=True):
    """Why a person is protected."""

    kind: Literal["unborn", "under-18", "adult-at-risk", "adult-at-risk-of-serious-harm"]
    limbs: list[str] = []
    estimated: bool = False


class Condition(_Part, frozen=True, kw_only=True):
    """A condition for sensitive data, why this one, and its limbs."""

    code: str
    why: str = ""
    harm: str = ""
    limb: str = ""
    public_interest: str = ""
    scope: Protected | None = None

    def evidence(self) -> law.ConditionChosen:
        scope = None
        if self.scope is not None:
            scope = law.Scope(
                kind=self.scope.kind,
                limbs=tuple(self.scope.limbs),
                stated_by=named("who decides"),
                estimated=self.scope.estimated,
            )
        return law.ConditionChosen(
            code=self.code,
            why=_checked(self.why),
            harm=self.harm,
            scope=scope,
            limb=self.limb,
            public_interest=_checked(self.public_interest),
        )


class Gate(_Part, frozen=True, kw_only=True):
    """How the duty of confidence is met, and why here."""

    code: str
    words: str = ""


class Lawful(_Answer, tag="yes", frozen=True, kw_only=True):
    """L, yes: a basis with what it needs."""

    basis: str
    regime: Regime = "general"
    provision: str = ""
    limb: str = ""
    protected_person: str = ""
    balance: str = ""
    contract: str = ""
    condition: Condition | None = None
    gate: Gate | None = None

    def evidence(self) -> law.Lawful:
        gate = self.gate
        return law.Lawful(
            basis=self.basis,
            regime=self.regime,
            provision=self.provision,
            limb=self.limb,
            protected_person=named(self.protected_person) if self.protected_person else None,
            balance=_checked(self.balance),
            contract=self.contract,
            condition=self.condition.evidence() if self.condition else None,
            gate=law.GateMet(code=gate.code, text=_checked(gate.words)) if gate else None,
        )


class NotLawful(_Answer, tag="no", frozen=True, kw_only=True):
    """L, no: which bases were considered."""

    considered: list[str] = []

    def evidence(self) -> law.NoLawfulReason:
        return law.NoLawfulReason(bases_considered=tuple(self.considered))


class Items(_Part, frozen=True, kw_only=True):
    """C, I and L for items with the same answers: one run of the table."""

    about: str
    consent: Consent | NoConsent | TakenAsNoConsent | NotSure | None = None
    identifies: Identifies | TakenAsIdentifying | Deidentified | NotSure | None = None
    lawful: Lawful | NotLawful | NotSure | None = None
    special_category: bool | None = None
    criminal_offence: bool | None = None
    sensitive: bool | None = None
    confidential: bool | None = None

    def evidence(self) -> law.ItemAnswers:
        return law.ItemAnswers(
            items=(named(self.about),),
            consent=self.consent.evidence() if self.consent else None,
            identifies=self.identifies.evidence() if self.identifies else None,
            lawful=self.lawful.evidence() if self.lawful else None,
            special_category=self.special_category,
            criminal_offence=self.criminal_offence,
            sensitive=self.sensitive,
            confidential=self.confidential,
        )


class Amount(_Part, frozen=True, kw_only=True):
    """H1: an item list, or a whole file."""

    answer: Literal["items", "whole-file", "unsure"]

    def evidence(self) -> law.ItemsListed | law.WholeFile | law.Unsure:
        if self.answer == "unsure":
            return law.Unsure()
        return law.ItemsListed() if self.answer == "items" else law.WholeFile()


class Kinds(_Part, frozen=True, kw_only=True):
    """H2: fact told from opinion."""

    answer: Literal["typed", "unsure"]

    def evidence(self) -> law.FactFromOpinion | law.Unsure:
        return law.FactFromOpinion() if self.answer == "typed" else law.Unsure()


class Individual(_Part, frozen=True, kw_only=True):
    """H3: who receives it, and why they need to know."""

    answer: Literal["practitioner", "duty-post", "unnamed", "unsure"]
    need: str = ""

    def evidence(
        self,
    ) -> law.ToPractitioner | law.ToDutyPost | law.ToNobodyNamed | law.Unsure:
        need = _checked(self.need)
        match self.answer:
            case "practitioner":
                return law.ToPractitioner(practitioner=named("the recipient"), need=need)
            case "duty-post":
                return law.ToDutyPost(post=named("the post"), need=need)
            case "unnamed":
                return law.ToNobodyNamed()
            case _:
                return law.Unsure()


class Channel(_Part, frozen=True, kw_only=True):
    """H4: how it travels; a weaker way has a reason and safeguards."""

    answer: Literal["secure", "weaker", "unsure"]
    channel: str = ""
    reason: str = ""
    safeguards: str = ""

    def evidence(self) -> law.SecureChannel | law.WeakerChannel | law.Unsure:
        if self.answer == "unsure":
            return law.Unsure()
        if self.answer == "secure":
            return law.SecureChannel(channel=self.channel)
        return law.WeakerChannel(
            channel=self.channel,
            reason=_checked(self.reason),
            safeguards=_checked(self.safeguards),
        )


class Notice(_Part, frozen=True, kw_only=True):
    """H5: whether the individual is told."""

    answer: Literal["given", "planned", "withheld", "not-identifiable", "unsure"]
    reason: Literal["risk-of-harm", "not-possible", ""] = ""
    words: str = ""
    review_on: date | None = None

    def evidence(
        self,
    ) -> law.SubjectTold | law.NoticeWithheld | law.NobodyIdentified | law.Unsure:
        match self.answer:
            case "withheld":
                return law.NoticeWithheld(
                    reason=self.reason, text=_checked(self.words), review_on=self.review_on
                )
            case "not-identifiable":
                return law.NobodyIdentified()
            case "unsure":
                return law.Unsure()
            case _:
                return law.SubjectTold(planned=self.answer == "planned")


class How(_Part, frozen=True, kw_only=True):
    """H1 to H5."""

    amount: Amount | None = None
    kinds: Kinds | None = None
    individual: Individual | None = None
    channel: Channel | None = None
    notice: Notice | None = None

    def evidence(self) -> law.How:
        return law.How(
            amount=self.amount.evidence() if self.amount else None,
            kinds=self.kinds.evidence() if self.kinds else None,
            individual=self.individual.evidence() if self.individual else None,
            channel=self.channel.evidence() if self.channel else None,
            notice=self.notice.evidence() if self.notice else None,
        )


class Holder(_Part, frozen=True, kw_only=True):
    """The body that holds it: its nation, and its categories in the catalogue."""

    nation: Literal["E", "W", "EW"]
    categories: list[str]


class Receiver(_Part, frozen=True, kw_only=True):
    """The body that would receive it, the post there, and whether that post can protect."""

    nation: Literal["E", "W", "EW"]
    categories: list[str]
    post: str = ""
    able_to_protect: str = ""
    excluded: bool = False


class CaseFile(_Part, frozen=True, kw_only=True):
    """A case: who holds, who would receive, and the answers. ``on`` is the day of the law."""

    title: str
    holder: Holder
    receiver: Receiver
    items: list[Items]
    on: date | None = None
    request: str = ""
    purpose: Purpose | NoPurpose | NotSure | None = None
    how: How | None = None
    immediate_risk: bool = False
    crime_suspected: bool = False
    police_notified: bool = False
    social_care_notified: bool = False
    conflict_of_duty: list[str] = []
    harm: law.Harm = "none"
    child: bool = True
    child_in_need: bool = False
    profile: law.Profile = "public-task-first"
