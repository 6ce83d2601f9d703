"""What reads answer, as JSON Schema: rows of views mostly, whose columns are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hub_domain.recording import ColumnKind, ViewTable

Schema = Mapping[str, Any]

ID: Final[Schema] = {"type": "string", "format": "uuid"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
NUMBER: Final[Schema] = {"type": "integer"}
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


def row(view: str) -> Schema:
    """One row of a view, whole."""
    return {"$ref": f"#/components/schemas/row-of-{view}"}


def rows(view: str) -> Schema:
    """Rows of a view, whole."""
    return each(row(view))


_KINDS: Final[Mapping[ColumnKind, Schema]] = {
    "uuid": ID,
    "text": TEXT,
    "int": NUMBER,
    "bool": {"type": "boolean"},
    "time": MOMENT,
    "date": {"type": "string", "format": "date"},
    "json": {},
    "uuids": each(ID),
    "texts": each(TEXT),
    "bytes": {"type": "string", "contentEncoding": "base64"},
}


def rows_of_views(tables: Iterable[ViewTable]) -> dict[str, Schema]:
    """The rows of each view, as ``row`` names them; what is no part of the key may be null."""
    return {
        f"row-of-{table.name}": named(
            {
                name: _KINDS[kind] if name in table.key else or_none(_KINDS[kind])
                for name, kind in table.columns.items()
            }
        )
        for table in tables
    }
