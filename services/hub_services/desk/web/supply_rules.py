"""What the rules would refuse of a decision, said at its field with all else that is wrong.

They are the domain's own, asked of the answers as they will be sent. The hub judges the whole
once more: what only it can know, it says then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final
from uuid import UUID

from hub_domain.law.catalogue import Body, LawOn
from hub_domain.law.consents import consent_standing
from hub_domain.law.evidence import (
    Case,
    ConditionChosen,
    ConsentStanding,
    GateMet,
    ItemAnswers,
    Lawful,
    NoConsent,
    PurposeClear,
    Receiver,
    Scope,
    WithoutConsent,
)
from hub_domain.law.grounds import GroundGiven, Refusing, grounds_stand
from hub_domain.law.judgement import Finding
from hub_domain.law.lawful import lawful_evidence
from hub_domain.refusal import Refusal
from hub_domain.sharing.emergency import ensure_on_its_law
from hub_domain.sharing.legal_basis import RestsOn
from hub_domain.sharing.refusals import AnotherLaw
from hub_domain.text_checks import check_text
from hub_services.desk.drafts import SupplyDraft
from hub_services.desk.web.forms import Form
from hub_services.desk.web.reasons import say_lack
from hub_services.words.catalogue import _

WORDS: Final = check_text("What words lack is told at the field in which they are written.")
"""The checks of words that lack nothing, so that what is wrong beside them is told as well."""

ANOTHER_LAW: Final = _("Choose another law: this one does not hold here")

AS_IT_WAS_TOLD: Final = _(
    "Choose the lawful reason and the law on which it was told: who received it was told so"
)

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "outside-delegation": (
        "d-exercising",
        _("Choose another function: this one is not delegated to your agency now"),
    ),
    "basis-not-available": (
        "d-basis",
        _(
            "Choose another lawful reason: this one is not open to your agency, or not for "
            "this purpose"
        ),
    ),
    "basis-without-provision": (
        "d-provision",
        _("Choose a law that binds your agency here, or that lays this task down for it"),
    ),
    "provision-not-in-force": ("d-provision", ANOTHER_LAW),
    "provision-jurisdiction": ("d-provision", ANOTHER_LAW),
    "s115-recipient": (
        "d-provision",
        _("Choose another law: this one does not name those who receive it"),
    ),
    "share-record-incomplete": (
        "d-basis",
        _("Choose another lawful reason: nobody is named whom this one protects"),
    ),
    "evidence-missing": (
        "d-condition",
        _("Choose another condition: nobody is named whom this one protects"),
    ),
}
"""At which field a refusal is said, and how, by its code."""

LIMBS: Final[Mapping[str, tuple[str, str]]] = {
    "a": (
        "d-harm-kind",
        _("Choose from what, or for what, it protects; for insurance choose another condition"),
    ),
    "c": ("d-limb", _("Choose why it is done without consent: your reason does not say it")),
}
"""By the limb of the safeguarding condition that is not met."""


OF_A_GROUND: Final[Mapping[str, tuple[str, str]]] = {
    "overriding-consideration": (
        "ground",
        _(
            "Choose another ground: there is, or may be, harm, and those who ask can protect; "
            "safety comes before this one"
        ),
    ),
    "competent-advice-required": (
        "d-adviser",
        _(
            "Take advice from someone competent in child protection, and tick who advised you: "
            "there is, or may be, harm, and this ground needs it"
        ),
    ),
}
"""At which field a refusal of a ground is said, and how, by its code."""

TAKE_ADVICE: Final = _(
    "Take advice from someone competent in child protection, and tick who advised you: the "
    "risk is not clear"
)


def check_ground(form: Form, names: Sequence[str], by: Refusing, law: LawOn) -> None:
    """Say what the rules would refuse of the ground on which nothing is shared (R-202).

    ``names``: of those it is about. A ground that is not chosen yet is told by the form.
    """
    text = check_text(form.text("reasons"), subjects=names)
    given = [GroundGiven(code=code, text=text) for code in form.texts("ground") if code]
    for found in grounds_stand(given, by, law) if given else ():
        lacking: Any = getattr(found, "lack", "")
        if found.code in OF_A_GROUND:
            form.wrong(*OF_A_GROUND[found.code])
        elif lacking:
            say_lack(form, "reasons", lacking, names)
    if form.text("d-clarity") == "unclear" and not by.competent:
        form.wrong("d-adviser", TAKE_ADVICE)


@dataclass(frozen=True, kw_only=True)
class Put:
    """What is put to the rules: the answers, who holds and who receives, on which request.

    ``capacity``: what is refused of the function in which the holder says that it acts.
    """

    draft: SupplyDraft
    holder: Body
    capacity: tuple[Refusal, ...] = ()
    receiver: Body
    request: str
    role: str
    """Of who decides."""

    told_on: Mapping[UUID, RestsOn] = field(default_factory=dict)
    """On which law each thing went that nobody asked for, and whose record is completed."""


def check_by_rules(form: Form, put: Put, law: LawOn) -> None:
    """Say what the rules would refuse of consent, of the lawful reason, and of who decides."""
    for found in _found(form, put, law):
        if isinstance(found, Refusal) and (said := _said_of(found, form, put)):
            form.wrong(*said)
    decides = not put.draft.decision
    unclear = form.text("d-clarity") == "unclear" or form.text("d-adult-first") == "yes"
    roles = (put.role, *form.texts("d-adviser"))
    if decides and unclear and not any(law.competent(role) for role in roles):
        form.wrong(
            "d-adviser",
            _(
                "Take advice from someone competent in child protection, and tick who advised "
                "you: the risk is not clear, or an adult's interest comes first"
            ),
        )


def _said_of(refusal: Refusal, form: Form, put: Put) -> tuple[str, str] | None:
    if isinstance(refusal, AnotherLaw):
        bases = {each["basis"] for laws in put.told_on.values() for each in laws}
        field = "d-provision" if form.text("d-basis") in bases else "d-basis"
        return field, AS_IT_WAS_TOLD
    limb = getattr(refusal, "limb", "")
    return LIMBS.get(limb) if refusal.code == "condition-incomplete" else SAID.get(refusal.code)


def _found(form: Form, put: Put, law: LawOn) -> Iterator[Finding]:
    (run,) = put.draft.case["runs"]
    answers = ItemAnswers(
        items=(),
        consent=_consent(form),
        lawful=_lawful(run["lawful"]),
        special_category=run["special_category"],
        criminal_offence=run["criminal_offence"],
        confidential=run["confidential"],
    )
    purpose = put.draft.case["purpose"]
    code = "/".join(filter(None, (purpose["code"], purpose["detail"])))
    case = Case(
        holder=put.holder,
        receiver=Receiver(body=put.receiver),
        purpose=PurposeClear(code=code, text=WORDS),
        answers=(answers,),
        request=put.request,
        child=put.draft.case["child"],
    )
    shares = not put.draft.decision
    on_law: Iterable[Finding] = ()
    if shares and isinstance(answers.lawful, Lawful):
        on_law = chain(
            lawful_evidence(case, answers, answers.lawful, law),
            _as_it_was_told(case, answers.lawful, put.told_on, law),
        )
    yield from chain(put.capacity, consent_standing(answers, law, sharing=shares), on_law)


def _as_it_was_told(
    case: Case,
    lawful: Lawful,
    told_on: Mapping[UUID, RestsOn],
    law: LawOn,
) -> Iterator[Finding]:
    now: dict[str, str | None] = {"basis": lawful.basis, "provision": lawful.provision or None}
    try:
        ensure_on_its_law(told_on, {each: [now] for each in told_on}, case, law)
    except AnotherLaw as refusal:
        yield refusal


def _consent(form: Form) -> NoConsent:
    """How it stands with consent, as far as it is said; of who is not sure nothing is asked."""
    status: Any = form.text("d-consent") or "not-sought"
    if status not in {"not-sought", "refused", "withdrawn", "no-reply"}:
        return NoConsent()
    code, _slash, detail = form.text("d-reason").partition("/")
    reason = WithoutConsent(code=code, detail=detail, text=WORDS)
    return NoConsent(standings=(ConsentStanding(status=status, reason=reason),))


def _lawful(said: Mapping[str, Any] | None) -> Lawful | None:
    if said is None or said["answer"] != "yes":
        return None
    gate, condition = said.get("gate"), said.get("condition")
    return Lawful(
        basis=said["basis"],
        provision=said["provision"] or "",
        limb=said["limb"] or "",
        protected_person=said["protected_person"],
        condition=_condition(condition) if condition else None,
        gate=GateMet(code=gate, text=WORDS) if gate else None,
    )


def _condition(said: Mapping[str, Any]) -> ConditionChosen:
    scope = said.get("scope")
    return ConditionChosen(
        code=said["code"],
        why=WORDS,
        harm=said.get("harm") or "",
        limb=said.get("limb") or "",
        scope=Scope(**scope | {"limbs": tuple(scope["limbs"])}) if scope else None,
        public_interest=WORDS,
    )
