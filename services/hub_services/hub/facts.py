"""Strict models of what callers send.

Unknown fields, wrong types and control characters are malformed (400); nothing is guessed, and
nothing coerced but what JSON cannot express.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    GetPydanticSchema,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from hub_domain.text_checks import VERSION, Flag, TextChecks

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
"""Without these some names cannot be written."""


def _readable(value: str) -> str:
    if not value.strip() or any(
        unicodedata.category(character) in _UNSEEN and character not in _JOINERS
        for character in value
    ):
        raise ValueError("not a text that can be seen and printed")
    return value


def _written(form: str, read: Callable[[str], object]) -> BeforeValidator:
    """In this form alone: what another form might mean is not guessed."""
    pattern = re.compile(form)

    def checked(value: object) -> object:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError("not in the one form that it has")
        return read(value)

    return BeforeValidator(checked)


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if not 1900 <= moment.year < 2200:  # noqa: PLR2004 - a life, and the law's longest term
        raise ValueError("not a time that anyone here means")
    return moment.astimezone(UTC)


_ID = core_schema.chain_schema(
    [
        core_schema.str_schema(
            pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
        ),
        core_schema.uuid_schema(),
    ]
)

Id = Annotated[
    UUID,
    GetPydanticSchema(lambda _source, _handler: _ID),
    WithJsonSchema({"type": "string", "format": "uuid"}),
]
"""A UUID as RFC 9562 writes it, in lower case."""

Day = Annotated[date, _written(r"\d{4}-\d\d-\d\d", date.fromisoformat)]
"""A calendar day (RFC 3339 full-date)."""

Moment = Annotated[
    datetime,
    _written(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", _instant),
]
"""An instant with its offset (RFC 3339), read as UTC."""


Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,63}$")]
"""The form of a code; case matters. Of which list it is, ``codes`` says."""

Plain = Annotated[
    str,
    StringConstraints(min_length=1, max_length=400, strip_whitespace=False),
    AfterValidator(_readable),
]
"""A short text about an agency or its staff, in clear."""

Hex256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True, eq=False)
class Described(AfterValidator):
    """A check of which the schema of what is checked tells."""

    described: Mapping[str, object]

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(core), **self.described}


def says_more_of(code: str) -> Described:
    """What only says more of a code is malformed without it: nothing stands for nothing.

    The rules see a code with what more is said of it, and would pass over what has none.
    """
    described = {"description": f"Only with {code}, of which it says more"}

    def check(more: object, reading: ValidationInfo) -> object:
        if more is not None and reading.data.get(code, more) is None:
            raise PydanticCustomError("without-its-code", "of no code", described)
        return more

    return Described(check, described)


class Facts(BaseModel):
    """The base of every command's facts."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class To(Facts):
    """To whom: an agency, and there a practitioner, a duty post, or neither.

    What is asked of neither goes to the safeguarding lead; nothing is disclosed to neither.
    """

    agency: Id
    practitioner: Id | None = None
    post: Id | None = None


class SealedBy(Facts):
    """The envelope that travels with the command: its id and the SHA-256 of its header."""

    envelope: Id
    digest: Hex256


def _in_order(flags: list[Flag]) -> list[Flag]:
    if flags and flags != [flag for flag in Flag if flag in flags]:
        raise ValueError("each flag once, in their order")
    return flags


class Checks(Facts):
    """What the rules may know of a sealed text: checker version, words, flags (R-480).

    Of a checker that is not known here they say nothing, and no reader's desk could find them
    untrue.
    """

    version: Annotated[int, Field(ge=1, le=VERSION)]
    words: Annotated[int, Field(ge=0, le=100_000)]
    flags: Annotated[list[Flag], AfterValidator(_in_order), Field(max_length=20)]


def text_checks(texts: dict[str, Checks]) -> dict[str, TextChecks]:
    """As the domain has them."""
    return {
        name: TextChecks(version=found.version, words=found.words, flags=tuple(found.flags))
        for name, found in texts.items()
    }
