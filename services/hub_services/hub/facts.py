"""Strict models of what callers send.

Unknown fields, wrong types and control characters are malformed (400); nothing is guessed, and
nothing coerced but what JSON cannot express.
"""

from __future__ import annotations

import re
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from hub_domain.text_checks import Flag, TextChecks

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _no_control_characters(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("control characters are not text")
    return value


Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,63}$")]
"""A code of a closed list; case matters."""

Plain = Annotated[
    str,
    StringConstraints(min_length=1, max_length=400, strip_whitespace=False),
    AfterValidator(_no_control_characters),
]
"""A short text about an agency or its staff, in clear."""

Hex256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Facts(BaseModel):
    """The base of every command's facts."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Nothing(Facts):
    """A command without facts."""


class SealedBy(Facts):
    """The envelope that travels with the command: its id and the SHA-256 of its header."""

    envelope: UUID
    digest: Hex256


class Checks(Facts):
    """What the rules may know of a sealed text: checker version, words, flags (R-480)."""

    version: Annotated[int, Field(ge=1, le=1000)]
    words: Annotated[int, Field(ge=0, le=100_000)]
    flags: Annotated[list[Flag], Field(max_length=20)]


Texts = Annotated[dict[Code, Checks], Field(max_length=60)]
"""Text checks by the code of the text."""


def schema_of(model: type[Facts]) -> dict[str, Any]:
    """The JSON Schema of a command's facts, as OpenAPI 3.1 takes it."""
    return model.model_json_schema(ref_template="#/components/schemas/{model}")


def text_checks(texts: dict[str, Checks]) -> dict[str, TextChecks]:
    """As the domain has them."""
    return {
        name: TextChecks(version=found.version, words=found.words, flags=tuple(found.flags))
        for name, found in texts.items()
    }
