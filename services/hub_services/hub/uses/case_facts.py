"""A case as a desk states it: the answers in codes, each text by the name of its checks.

The evidence that the law weighs is made of both. Where several runs of the table answer
differently, the texts of the second run end in ``-2``, of the third in ``-3`` and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from hub_domain.law import evidence as law
from hub_domain.law.rows import Regime
from hub_domain.text_checks import TextChecks
from hub_services.hub.codes import (
    BasisCode,
    ChannelCode,
    ConditionCode,
    ExceptionLimb,
    GateCode,
    HarmCode,
    ProvisionCode,
    PurposeCode,
    PurposeDetail,
    ReasonCode,
    ReasonDetail,
)
from hub_services.hub.facts import Day, Facts, Id, says_more_of
from hub_services.hub.uses.scope_facts import ScopeFacts

Checked = Mapping[str, TextChecks]


class PurposeFacts(Facts):
    """P: is there a clear and legitimate purpose? Texts: ``purpose``, or ``no-purpose``."""

    answer: Literal["yes", "no", "unsure"]
    code: PurposeCode | None = None
    detail: Annotated[PurposeDetail | None, says_more_of("code")] = None

    def evidence(self, texts: Checked) -> law.PurposeAnswer:
        """As the law weighs it."""
        if self.answer == "unsure":
            return law.Unsure()
        if self.answer == "no":
            return law.NoPurpose(why=texts.get("no-purpose"))
        code = "/".join(filter(None, (self.code, self.detail)))
        return law.PurposeClear(code=code, text=texts.get("purpose"))


class ExceptionFacts(Facts):
    """Who is at risk; texts ``exception-what`` and ``exception-why-seeking``."""

    who: Id | None = None
    limb: ExceptionLimb | None = None


class StandingFacts(Facts):
    """How one person stands to consent; the reason's text is ``no-consent``."""

    status: Literal["given", "refused", "withdrawn", "no-reply", "not-sought"] | None = None
    person: Id | None = None
    reason: ReasonCode | None = None
    detail: Annotated[ReasonDetail | None, says_more_of("reason")] = None
    exception: Annotated[ExceptionFacts | None, says_more_of("reason")] = None

    def evidence(self, texts: Checked, run: str) -> law.ConsentStanding:
        """As the law weighs it."""
        reason = None
        if self.reason is not None:
            exception = None
            if self.exception is not None:
                exception = law.ExceptionRelied(
                    who=self.exception.who,
                    what=texts.get(f"exception-what{run}"),
                    why_seeking=texts.get(f"exception-why-seeking{run}"),
                    limb=self.exception.limb or "",
                )
            reason = law.WithoutConsent(
                code=self.reason,
                detail=self.detail or "",
                text=texts.get(f"no-consent{run}"),
                exception=exception,
            )
        return law.ConsentStanding(status=self.status or "", person=self.person, reason=reason)


class ConsentFacts(Facts):
    """C: is there consent? Yes names the consents; no says how each person stands."""

    answer: Literal["yes", "no", "unsure", "unsure-taken-as-no"]
    consents: Annotated[list[Id], Field(max_length=50)] = []
    standings: Annotated[list[StandingFacts], Field(max_length=50)] = []

    def evidence(self, texts: Checked, run: str) -> law.ConsentAnswer:
        """As the law weighs it."""
        match self.answer:
            case "unsure":
                return law.Unsure()
            case "yes":
                return law.ConsentInForce(consents=tuple(self.consents))
            case _:
                return law.NoConsent(
                    standings=tuple(each.evidence(texts, run) for each in self.standings),
                    taken=self.answer == "unsure-taken-as-no",
                )


class IdentifiesFacts(Facts):
    """I: is a living person identified? No names the method and the risk."""

    answer: Literal["yes", "no", "unsure", "unsure-taken-as-yes"]
    method: law.Deidentification | None = None
    risk: law.Reidentification | None = None

    def evidence(self) -> law.IdentifiesAnswer:
        """As the law weighs it."""
        match self.answer:
            case "unsure":
                return law.Unsure()
            case "no":
                return law.Deidentified(method=self.method or "", risk=self.risk or "")
            case _:
                return law.Identifying(taken=self.answer == "unsure-taken-as-yes")


class ConditionFacts(Facts):
    """A condition for special category or criminal-offence data; its text is ``condition``."""

    code: ConditionCode
    harm: HarmCode | None = None
    limb: Literal["a", "b", "c"] | None = None
    scope: ScopeFacts | None = None

    def evidence(self, texts: Checked, run: str) -> law.ConditionChosen:
        """As the law weighs it."""
        return law.ConditionChosen(
            code=self.code,
            why=texts.get(f"condition{run}"),
            harm=self.harm or "",
            scope=self.scope.evidence() if self.scope else None,
            limb=self.limb or "",
            public_interest=texts.get(f"public-interest{run}"),
        )


class LawfulFacts(Facts):
    """L: is there another lawful reason? Texts: ``condition``, ``gate``, ``interests``.

    ``limb`` is that of the public task; ``contract`` the agency's own id of the contract.
    """

    answer: Literal["yes", "no", "unsure"]
    basis: BasisCode | None = None
    regime: Regime = "general"
    provision: ProvisionCode | None = None
    limb: Annotated[Literal["a", "b"] | None, says_more_of("basis")] = None
    protected_person: Id | None = None
    contract: Annotated[Id | None, says_more_of("basis")] = None
    condition: ConditionFacts | None = None
    gate: GateCode | None = None
    bases_considered: Annotated[list[BasisCode], Field(max_length=20)] = []

    def evidence(self, texts: Checked, run: str) -> law.LawfulAnswer:
        """As the law weighs it."""
        if self.answer == "unsure":
            return law.Unsure()
        if self.answer == "no":
            return law.NoLawfulReason(bases_considered=tuple(self.bases_considered))
        gate = None
        if self.gate is not None:
            gate = law.GateMet(code=self.gate, text=texts.get(f"gate{run}"))
        return law.Lawful(
            basis=self.basis or "",
            regime=self.regime,
            provision=self.provision or "",
            limb=self.limb or "",
            protected_person=self.protected_person,
            balance=texts.get(f"interests{run}"),
            contract=str(self.contract or ""),
            condition=self.condition.evidence(texts, run) if self.condition else None,
            gate=gate,
        )


class RunFacts(Facts):
    """C, I and L for items with the same answers: one run of the table.

    Each of the last four is stated, yes or no: unset is refused (R-103).
    """

    items: Annotated[list[Id], Field(max_length=200)]
    consent: ConsentFacts | None = None
    identifies: IdentifiesFacts | None = None
    lawful: LawfulFacts | None = None
    special_category: bool | None = None
    criminal_offence: bool | None = None
    sensitive: bool | None = None
    confidential: bool | None = None

    def evidence(self, texts: Checked, number: int) -> law.ItemAnswers:
        """As the law weighs it; ``number`` counts the runs from 1."""
        run = "" if number == 1 else f"-{number}"
        return law.ItemAnswers(
            items=tuple(self.items),
            consent=self.consent.evidence(texts, run) if self.consent else None,
            identifies=self.identifies.evidence() if self.identifies else None,
            lawful=self.lawful.evidence(texts, run) if self.lawful else None,
            special_category=self.special_category,
            criminal_offence=self.criminal_offence,
            sensitive=self.sensitive,
            confidential=self.confidential,
        )


class IndividualFacts(Facts):
    """H3: who receives; the text of why they need to know is ``need``."""

    answer: Literal["practitioner", "duty-post", "unnamed", "unsure"]
    id: Id | None = None

    def evidence(
        self, texts: Checked
    ) -> law.ToPractitioner | law.ToDutyPost | law.ToNobodyNamed | law.Unsure:
        """As the law weighs it."""
        if self.answer == "unsure":
            return law.Unsure()
        if self.answer == "unnamed" or self.id is None:
            return law.ToNobodyNamed()
        if self.answer == "duty-post":
            return law.ToDutyPost(post=self.id, need=texts.get("need"))
        return law.ToPractitioner(practitioner=self.id, need=texts.get("need"))


class ChannelFacts(Facts):
    """H4: how it travels; texts ``channel-reason`` and ``channel-safeguards`` when weaker."""

    answer: Literal["secure", "weaker", "unsure"]
    channel: ChannelCode | None = None

    def evidence(self, texts: Checked) -> law.SecureChannel | law.WeakerChannel | law.Unsure:
        """As the law weighs it."""
        if self.answer == "unsure":
            return law.Unsure()
        if self.answer == "secure":
            return law.SecureChannel(channel=self.channel or "")
        return law.WeakerChannel(
            channel=self.channel or "",
            reason=texts.get("channel-reason"),
            safeguards=texts.get("channel-safeguards"),
        )


class NoticeFacts(Facts):
    """H5: is the individual told? Withheld needs a reason, the text ``notice`` and a review."""

    answer: Literal["given", "planned", "withheld", "not-identifiable", "unsure"]
    reason: Literal["risk-of-harm", "not-possible"] | None = None
    review_on: Day | None = None

    def evidence(
        self, texts: Checked
    ) -> law.SubjectTold | law.NoticeWithheld | law.NobodyIdentified | law.Unsure:
        """As the law weighs it."""
        match self.answer:
            case "unsure":
                return law.Unsure()
            case "not-identifiable":
                return law.NobodyIdentified()
            case "withheld":
                return law.NoticeWithheld(
                    reason=self.reason or "",
                    text=texts.get("notice"),
                    review_on=self.review_on,
                )
            case _:
                return law.SubjectTold(planned=self.answer == "planned")


class HowFacts(Facts):
    """H1 to H5: how much, fact from opinion, to whom, by which channel, who is told."""

    amount: Literal["items", "whole-file", "unsure"] | None = None
    kinds: Literal["typed", "unsure"] | None = None
    individual: IndividualFacts | None = None
    channel: ChannelFacts | None = None
    notice: NoticeFacts | None = None

    def evidence(self, texts: Checked) -> law.How:
        """As the law weighs it."""
        amount: law.ItemsListed | law.WholeFile | law.Unsure | None
        match self.amount:
            case "items":
                amount = law.ItemsListed()
            case "whole-file":
                amount = law.WholeFile()
            case "unsure":
                amount = law.Unsure()
            case _:
                amount = None
        kinds: law.FactFromOpinion | law.Unsure | None = None
        if self.kinds is not None:
            kinds = law.FactFromOpinion() if self.kinds == "typed" else law.Unsure()
        return law.How(
            amount=amount,
            kinds=kinds,
            individual=self.individual.evidence(texts) if self.individual else None,
            channel=self.channel.evidence(texts) if self.channel else None,
            notice=self.notice.evidence(texts) if self.notice else None,
        )
