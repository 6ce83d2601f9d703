"""What reads answer, as JSON Schema: rows of views mostly, whose columns are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

ID: Final[Schema] = {"type": "string", "format": "uuid"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
NUMBER: Final[Schema] = {"type": "integer"}
TRUTH: Final[Schema] = {"type": "boolean"}
TEXT: Final[Schema] = {"type": "string"}
OPEN: Final[Schema] = {"type": "object"}
ENVELOPE: Final[Schema] = {"$ref": "#/components/schemas/Envelope"}


def each(schema: Schema) -> Schema:
    """Many of one kind."""
    return {"type": "array", "items": schema}


def or_none(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def named(properties: Mapping[str, Schema]) -> Schema:
    """An object of these members, all there and no other."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def one_of(codes: Iterable[str]) -> Schema:
    """A code of a closed list."""
    return {"type": "string", "enum": [str(code) for code in codes]}


def row(view: str) -> Schema:
    """One row of a view, whole."""
    return {"$ref": f"#/components/schemas/row-of-{view}"}


def rows(view: str) -> Schema:
    """Rows of a view, whole."""
    return each(row(view))
