"""Which list each code is of: what no list holds is malformed, and nothing of it is kept.

A refusal would keep the facts, and with them whatever was written where a code belongs. So
these are checked while the facts are read, before role, record or rule: by the edition of the
catalogue that judges the command, whether or not the row is in force. Rows that are not in
force are for the rules to refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from hub_domain.law import texts
from hub_domain.law.capacity import OTHER
from hub_domain.law.catalogue import Catalogue
from hub_domain.law.consents import EXCEPTION_LIMBS
from hub_domain.law.lawful import AT_RISK_LIMBS, HARMS
from hub_domain.law.requests import EVERYTHING
from hub_domain.law.rows import (
    Basis,
    BodyCategory,
    CarriedBy,
    Condition,
    ConfidenceGate,
    Ground,
    Identifier,
    NoConsentReason,
    Provision,
    Purpose,
    RecordField,
    Row,
    System,
    Topic,
)
from hub_services.hub.facts import Checks, Code, Described


def _checked(known: Callable[[str, Any], bool], **described: object) -> Described:
    """A code that the catalogue knows, which is the context in which facts are read.

    ``described`` is what the schema of the code says of its list.
    """

    def check(code: str, reading: ValidationInfo) -> str:
        if not known(code, reading.context):
            raise PydanticCustomError("unknown", "no code of its list", described)
        return code

    return Described(check, described)


def _of(kind: type[Row], field: str = "id", *, besides: Iterable[str] = ()) -> Described:
    """Of a list of the catalogue: the ids of its rows, or what a field of them holds."""
    also = frozenset(besides)
    listed = f"{field} in the table {kind.TABLE} of the law's edition"
    return _checked(
        lambda code, law: code in also or code in law.known(kind, field),
        description=", or ".join([listed, *sorted(also)]),
    )


def _among(codes: Iterable[str]) -> Described:
    """Of a list that a rule itself has."""
    listed = frozenset(codes)
    return _checked(lambda code, _: code in listed, enum=sorted(listed))


BasisCode = Annotated[Code, _of(Basis)]
CategoryCode = Annotated[Code, _of(BodyCategory)]
ChannelCode = Annotated[Code, _of(CarriedBy)]
ConditionCode = Annotated[Code, _of(Condition)]
GateCode = Annotated[Code, _of(ConfidenceGate)]
GroundCode = Annotated[Code, _of(Ground)]
IdentifierCode = Annotated[Code, _of(Identifier)]
ProvisionCode = Annotated[Code, _of(Provision)]
PurposeCode = Annotated[Code, _of(Purpose)]
PurposeDetail = Annotated[Code, _of(Purpose, "details")]
ReasonCode = Annotated[Code, _of(NoConsentReason)]
ReasonDetail = Annotated[Code, _of(NoConsentReason, "details")]
SystemCode = Annotated[Code, _of(System)]

TopicCode = Annotated[Code, _of(Topic, besides=(EVERYTHING,))]
"""A topic, or all that is held, which a rule refuses (R-062)."""

ServedFunction = Annotated[Code, _of(Provision, "functions")]
"""What a provision asks to be served."""

ScopeFunction = Annotated[Code, _of(BodyCategory, "function_scope")]
"""What a body may hold a category for."""

ExercisedFunction = Annotated[Code, _of(BodyCategory, "function_scope", besides=(OTHER,))]
"""One of those, or another: in which a body acts."""

ProtectivePost = Annotated[Code, _of(BodyCategory, "protective")]
"""A post whose holder can protect someone."""

HarmCode = Annotated[Code, _among(HARMS)]
AtRiskLimb = Annotated[Code, _among(AT_RISK_LIMBS)]
ExceptionLimb = Annotated[Code, _among(EXCEPTION_LIMBS)]

RequestTexts = Annotated[
    dict[Annotated[Code, _among(texts.OF_A_REQUEST)], Checks], Field(max_length=60)
]
AnswerTexts = Annotated[
    dict[Annotated[Code, _among(texts.OF_AN_ANSWER)], Checks], Field(max_length=60)
]
ExplanationTexts = Annotated[
    dict[Annotated[Code, _among(texts.OF_AN_EXPLANATION)], Checks], Field(max_length=60)
]
NoteTexts = Annotated[
    dict[Annotated[Code, _among(texts.OF_A_NOTE)], Checks], Field(max_length=60)
]

_DECISION_TEXT: Final = (
    "id in the table record of the law's edition; ground- and the id of a ground; needed-for- "
    f"and the id of an item; {', '.join(sorted(texts.OF_A_DECISION))}; and of a later run of "
    f"the decision table {', '.join(sorted(texts.OF_A_RUN))}, followed by -2 to -20"
)
DecisionTexts = Annotated[
    dict[
        Annotated[Code, _checked(texts.of_a_decision, description=_DECISION_TEXT)],
        Checks,
    ],
    Field(max_length=60),
]
"""Text checks by the name of the text."""

TextName = Annotated[
    Code, _checked(texts.of_any_record, description="The name of a text of the record")
]


def _recorded(record: dict[str, str], reading: ValidationInfo) -> dict[str, str]:
    law: Any = reading.context
    for name, code in record.items():
        allowed = {known for each in law.versions(RecordField, name) for known in each.codes}
        if code not in allowed:
            raise PydanticCustomError(
                "unknown", "no code of that field", {"enum": sorted(allowed)}
            )
    return record


RecordCodes = Annotated[
    dict[Annotated[Code, _of(RecordField)], Annotated[Code, _of(RecordField, "codes")]],
    Field(max_length=60),
    AfterValidator(_recorded),
]
"""What a decision records, by field: a code that the catalogue gives for that very field."""

ANSWERS: Final = frozenset(
    {
        "able",
        "adult-first",
        "adviser",
        "at-risk",
        "basis",
        "clarity",
        "condition-why",
        "confirmed",
        "conflict",
        "consent",
        "crime",
        "exercising",
        "expected",
        "gate-why",
        "harm",
        "harm-kind",
        "identifies",
        "immediate",
        "known",
        "limb",
        "post",
        "provision",
        "purpose-code",
        "question-role",
        "reason",
        "told-whom",
        "why",
    }
)
"""What a person answers besides the texts and fields that a decision records."""

ANSWERED_BEFORE: Final = frozenset({"notice-why"})
"""What was asked by itself before, and stands in what was recorded then."""


_ANSWER: Final = f"The name of a text or field of the decision, or {', '.join(sorted(ANSWERS))}"


def _answered(name: str, catalogue: Catalogue) -> bool:
    return name in ANSWERS | ANSWERED_BEFORE or texts.of_a_decision(name, catalogue)


CameFrom = Annotated[
    dict[
        Annotated[Code, _checked(_answered, description=_ANSWER)],
        Annotated[str, Field(pattern=r"^(person|request|policy-[1-9][0-9]{0,5})$")],
    ],
    Field(max_length=80),
]
"""Of each answer, who gave it: a person, the request, or a policy by its edition."""
