"""Rows of views as JSON Schema: each column by its type, or by what is known of it besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from hub_domain.agencies.agency import Custody, Kind
from hub_domain.need_to_know import RecordKind, Side
from hub_domain.recording import ColumnKind, ViewTable
from hub_domain.roles import Role
from hub_domain.sharing.disclosure import ItemAbout, ItemKind, Sensitivity
from hub_domain.sharing.status import Status, Withdrawal
from hub_domain.sharing.taking_over import Why
from hub_domain.text_checks import Flag
from hub_services.hub.reading.described import (
    DAY,
    ID,
    MOMENT,
    NUMBER,
    OPEN,
    TEXT,
    TRUTH,
    Schema,
    each,
    named,
    one_of,
    or_none,
)
from hub_services.hub.views.feed import CLASSES
from hub_services.hub.views.knowledge import HOW_KNOWN
from hub_services.hub.views.writings import PARTS


def _holding(**properties: Schema) -> Schema:
    """An object of these members at least."""
    return {"type": "object", "properties": properties, "required": list(properties)}


_SEARCH: Final = _holding(
    systems=each(TEXT),
    period_from=or_none(DAY),
    period_to=or_none(DAY),
    identifiers=each(TEXT),
    not_searched=each(TEXT),
)
_TEXTS: Final[Schema] = {
    "type": "object",
    "description": "Text checks by the name of the text (docs/formats.md)",
    "additionalProperties": _holding(version=NUMBER, words=NUMBER, flags=each(one_of(Flag))),
}
_SCOPE: Final = _holding(
    kind=one_of(("unborn", "under-18", "adult-at-risk", "adult-at-risk-of-serious-harm")),
    limbs=each(TEXT),
    stated_by=ID,
    estimated=TRUTH,
)
_LABELLED: Final = _holding(
    id=ID,
    person=ID,
    kind=or_none(one_of(ItemKind)),
    as_at=or_none(DAY),
    about=or_none(one_of(ItemAbout)),
    sensitivity=or_none(one_of(Sensitivity)),
    special_category=or_none(TRUTH),
    historical=TRUTH,
    explained=TRUTH,
)
_DECIDED: Final = _holding(
    item=ID,
    asked=or_none(ID),
    person=or_none(ID),
    included=TRUTH,
    kind=one_of(("", *ItemKind)),
    sensitivity=one_of(("", *Sensitivity)),
    as_at=or_none(DAY),
    grounds=each(TEXT),
    not_held=TRUTH,
    search=or_none(_SEARCH),
)
_ASKED: Final = _holding(
    id=ID,
    topic=TEXT,
    period_from=or_none(DAY),
    period_to=or_none(DAY),
    persons=each(ID),
)

_RESTS_ON: Final[Schema] = {
    **each(_holding(basis=TEXT, provision=or_none(TEXT))),
    "description": "On what law it is told that nobody asked for; null: on a request's",
}

_COLUMNS: Final[Mapping[tuple[str, str], Schema]] = {
    ("agencies", "kind"): one_of(Kind),
    ("agencies", "nation"): one_of(("E", "W", "EW")),
    ("agencies", "under"): OPEN,
    ("attempts", "role"): one_of(Role),
    ("decisions", "codes"): OPEN,
    ("decisions", "decision"): one_of(("share", "share-part", "do-not-share", "hold")),
    ("decisions", "items"): each(_DECIDED),
    ("decisions", "role"): one_of(Role),
    ("decisions", "side"): one_of(Side),
    ("decisions", "warnings"): each(
        {
            **each(TEXT),
            "description": "The code of the warning, and the one fact that it may have",
        }
    ),
    ("disclosures", "items"): each(_LABELLED),
    ("disclosures", "rests_on"): _RESTS_ON,
    ("disclosures", "side"): one_of(Side),
    ("feed", "class"): one_of(CLASSES),
    ("feed", "record_kind"): one_of((*RecordKind, "task")),
    ("knowledge", "how"): one_of(HOW_KNOWN),
    ("knowledge", "record_kind"): one_of(RecordKind),
    ("knowledge", "rests_on"): _RESTS_ON,
    ("openings", "role"): one_of(Role),
    ("practitioners", "roles"): each(one_of(Role)),
    ("requests", "items"): each(_ASKED),
    ("requests", "kept_periods"): each(
        _holding(item=ID, period_from=DAY, period_to=DAY),
    ),
    ("requests", "persons"): each(_holding(id=ID, scope=or_none(_SCOPE))),
    ("requests", "search"): _SEARCH,
    ("requests", "side"): one_of(Side),
    ("requests", "status"): one_of(Status),
    ("requests", "texts"): _TEXTS,
    ("requests", "withdrawn"): one_of(Withdrawal),
    ("requests", "told"): one_of(("told", "not-yet", "unsafe", "not-possible")),
    ("signing_keys", "custody"): one_of(Custody),
    ("takeovers", "role"): one_of(Role),
    ("takeovers", "why"): one_of(Why),
    ("tasks", "about_kind"): one_of(RecordKind),
    ("writings", "part"): one_of(PARTS),
    ("writings", "record_kind"): one_of(RecordKind),
    ("writings", "texts"): _TEXTS,
}
"""By view and column; any other column is of its type."""

_KINDS: Final[Mapping[ColumnKind, Schema]] = {
    "uuid": ID,
    "text": TEXT,
    "int": NUMBER,
    "bool": TRUTH,
    "time": MOMENT,
    "date": DAY,
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
                name: said if name in table.key else or_none(said)
                for name, kind in table.columns.items()
                for said in [_COLUMNS.get((table.name, name), _KINDS[kind])]
            }
        )
        for table in tables
    }
