"""Reading a catalogue from plain tables, and writing it back.

The shipped TOML, an edition stored as an event and a file that an operator publishes are all
read here. A bad row is refused with its file, its row and the field.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from types import UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from hub_domain.law.catalogue import Catalogue, key_of
from hub_domain.law.figures import FIGURES
from hub_domain.law.requests import REQUIREMENTS, WRONG_PARTIES
from hub_domain.law.rows import (
    ANY,
    KINDS,
    PUBLIC_AUTHORITY,
    RECOGNISED,
    BodyCategory,
    Deadline,
    Ground,
    LocalDefault,
    Provision,
    Purpose,
    RecordField,
    Row,
)
from hub_domain.law.warned import DUTIES

_TABLES: Final[Mapping[str, type[Row]]] = {kind.TABLE: kind for kind in KINDS}
_FIELDS: Final[Mapping[type[Row], Mapping[str, tuple[Field[Any], Any]]]] = {
    kind: {field.name: (field, get_type_hints(kind)[field.name]) for field in fields(kind)}
    for kind in KINDS
}
_DURATION: Final = re.compile(r"P(\d+[DWM]|T\d+H)")
_ISO: Final = 10  # characters of an ISO 8601 date


class BadRow(ValueError):
    """A row that cannot stand in the catalogue: where it stands, which field, what is wrong."""

    def __init__(self, file: str, row: str, field: str, problem: str) -> None:
        super().__init__(f"{file}: {row}: {field}: {problem}")
        self.file = file
        self.row = row
        self.field = field
        self.problem = problem


def rows_from_toml(text: str, file: str) -> tuple[Row, ...]:
    """The rows of one file. ``[common]`` holds what all of its rows share."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRow(file, "-", "-", str(error)) from error
    common = tables.pop("common", {})
    return tuple(_rows(tables, file, common))


def rows_from_tables(tables: Mapping[str, Any], file: str) -> tuple[Row, ...]:
    """The rows of plain tables, such as an operator sends."""
    return tuple(_rows(tables, file, {}))


def _rows(tables: Mapping[str, Any], file: str, common: Mapping[str, Any]) -> Iterable[Row]:
    for table, listed in tables.items():
        kind = _TABLES.get(table)
        if kind is None:
            raise BadRow(file, table, "-", f"no such table; {_near(table, _TABLES)}")
        if not isinstance(listed, list):
            raise BadRow(file, table, "-", "a list of rows, each with its fields, is needed")
        for number, values in enumerate(listed, start=1):
            if not isinstance(values, Mapping):
                raise BadRow(file, f"{table} {number}", "-", "a row of named fields is needed")
            yield _row(kind, {**common, **values}, file, f"{table} {values.get('id', number)}")


def _near(word: str, known: Iterable[str]) -> str:
    """What a word may have been meant for, or else all that there is."""
    listed = list(known)
    close = difflib.get_close_matches(word, listed)
    return f"near it are {', '.join(close)}" if close else f"there are {', '.join(listed)}"


def _row(kind: type[Row], values: Mapping[str, Any], file: str, place: str) -> Row:
    known = _FIELDS[kind]
    for name in values:
        if name not in known:
            raise BadRow(file, place, name, f"no such field; {_near(name, known)}")
    taken: dict[str, Any] = {}
    for name, (declared, wanted) in known.items():
        if name in values:
            taken[name] = _value(values[name], wanted, file, place, name)
        elif declared.default is MISSING:
            raise BadRow(file, place, name, "is missing")
    return _checked(kind(**taken), file, place)


def _value(value: Any, wanted: Any, file: str, place: str, name: str) -> Any:
    if get_origin(wanted) is tuple:
        if not isinstance(value, list | tuple):
            raise BadRow(file, place, name, "a list is needed")
        inner = get_args(wanted)[0]
        return tuple(_value(each, inner, file, place, name) for each in value)
    if get_origin(wanted) is Literal:
        if value not in get_args(wanted):
            allowed = ", ".join(map(str, get_args(wanted)))
            raise BadRow(file, place, name, f"{value!r} is none of {allowed}")
        return value
    if isinstance(wanted, UnionType):  # a date, or none
        return None if value is None else _date(value, file, place, name)
    if type(value) is not wanted:
        raise BadRow(file, place, name, f"{value!r} is not of type {wanted.__name__}")
    return value


def _date(value: Any, file: str, place: str, name: str) -> date:
    if type(value) is date:
        return value
    if isinstance(value, str) and len(value) == _ISO:
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise BadRow(file, place, name, f"{value!r} is not a date") from error
    raise BadRow(file, place, name, f"{value!r} is not a date such as 2026-09-30")


def _checked(row: Row, file: str, place: str) -> Row:
    for name in ("id", "title", "source"):
        if not getattr(row, name).strip():
            raise BadRow(file, place, name, "is blank")
    if not row.nation or len(set(row.nation)) != len(row.nation):
        raise BadRow(file, place, "nation", "E, W or both, each once")
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        raise BadRow(file, place, "valid_to", "is before valid_from")
    if row.status == "repealed" and row.valid_to is None:
        raise BadRow(file, place, "valid_to", "a repealed row names its last day in force")
    _check_kind(row, file, place)
    return row


def _check_kind(row: Row, file: str, place: str) -> None:
    """What only rows of its kind must keep to."""
    if isinstance(row, LocalDefault):
        _check_figure(row, file, place)
    elif isinstance(row, Deadline) and not _DURATION.fullmatch(row.limit):
        problem = f"{row.limit!r} is no duration such as P28D or PT24H"
        raise BadRow(file, place, "limit", problem)
    elif isinstance(row, BodyCategory):
        if {"function", "delegation"} & set(row.needs) and not row.function_scope:
            raise BadRow(file, place, "function_scope", "is empty, but a function is needed")
    elif isinstance(row, RecordField) and bool(row.warning) != (row.blank == "warned"):
        problem = "stands where a blank is warned of, and nowhere else"
        raise BadRow(file, place, "warning", problem)


def _check_figure(row: LocalDefault, file: str, place: str) -> None:
    figure = FIGURES.get(row.id)
    if figure is None:
        raise BadRow(file, place, "id", f"there is no such figure; {_near(row.id, FIGURES)}")
    if row.unit != figure.unit:
        raise BadRow(file, place, "unit", f"{row.unit!r}; this one counts in {figure.unit!r}")
    if row.value < 1:
        raise BadRow(file, place, "value", f"{row.value} is not at least 1")


def assemble(edition: int, pack_edition: int, parts: Mapping[str, Iterable[Row]]) -> Catalogue:
    """One catalogue of the rows of several files, checked against each other.

    Two rows of one kind and key may not hold on the same day; a successor, a ground, an answer
    or a category that a row names must stand in the catalogue.
    """
    placed = [(file, row) for file, rows in parts.items() for row in rows]
    catalogue = Catalogue(edition, pack_edition, tuple(row for _, row in placed))
    for file, row in placed:
        _check_alone(row, file, catalogue)
        _check_names(row, file, catalogue)
    return catalogue


def _check_alone(row: Row, file: str, catalogue: Catalogue) -> None:
    """A row does not begin while another of its key holds."""
    begins = row.valid_from or date.min
    for other in catalogue.versions(type(row), key_of(row)):
        held = (other.valid_from or date.min) <= begins <= (other.valid_to or date.max)
        if held and other is not row:
            raise BadRow(
                file, f"{row.TABLE} {row.id}", "valid_from", "overlaps another row of this id"
            )


def _check_names(row: Row, file: str, catalogue: Catalogue) -> None:
    place = f"{row.TABLE} {row.id}"
    if row.successor == row.id:
        raise BadRow(file, place, "successor", "is the row itself")
    if row.successor and not catalogue.versions(type(row), row.successor):
        raise BadRow(file, place, "successor", f"{row.successor!r} is not in the catalogue")
    for (kind, name), (named, words, missing) in _NAMED.items():
        if not isinstance(row, kind):
            continue
        held = getattr(row, name)
        for code in (held,) if isinstance(held, str) else held:
            known = named is not None and catalogue.versions(named, code.partition("/")[0])
            if code not in words and not known and not _is_kind_of_body(code, named):
                raise BadRow(file, place, name, f"{missing} {code!r}")


def _is_kind_of_body(code: str, named: type[Row] | None) -> bool:
    """Categories are written in capitals, kinds of body in small letters."""
    return named is BodyCategory and code.islower()


_PARTIES = (BodyCategory, frozenset({ANY, PUBLIC_AUTHORITY}), "there is no category")
_NAMED: Final[Mapping[tuple[type[Row], str], tuple[type[Row] | None, frozenset[str], str]]] = {
    (Provision, "requester"): _PARTIES,
    (Provision, "addressee"): _PARTIES,
    (Provision, "overlap"): _PARTIES,
    (Provision, "vests"): _PARTIES,
    (Provision, "told"): _PARTIES,
    (Provision, "requires"): (None, REQUIREMENTS, "there is no rule"),
    (Provision, "wrong_requester"): (None, WRONG_PARTIES, "there is no refusal"),
    (Provision, "wrong_addressee"): (None, WRONG_PARTIES, "there is no refusal"),
    (Provision, "purposes"): (Purpose, frozenset(), "there is no purpose"),
    (Provision, "exclusions"): (Purpose, frozenset(), "there is no purpose"),
    (Provision, "challenge_grounds"): (Ground, frozenset({ANY}), "there is no ground"),
    (Provision, "adapted_from"): (Provision, frozenset({""}), "there is no guidance"),
    (Provision, "decline_grounds"): (Ground, frozenset({RECOGNISED}), "there is no ground"),
    (Purpose, "recipients"): _PARTIES,
    (RecordField, "warning"): (None, frozenset({"", *DUTIES}), "there is no warning"),
}
"""Which codes a field may hold: ids of rows of a kind, or words."""


def to_plain(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as plain values: what an edition's event keeps. Defaults are left out."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for row in catalogue.rows:
        tables.setdefault(row.TABLE, []).append(_plain_row(row))
    return {
        "edition": catalogue.edition,
        "pack_edition": catalogue.pack_edition,
        "tables": tables,
    }


def _plain_row(row: Row) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, (declared, _) in _FIELDS[type(row)].items():
        value = getattr(row, name)
        if declared.default is MISSING or value != declared.default:
            plain[name] = _plain_value(value)
    return plain


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def from_plain(plain: Mapping[str, Any], place: str = "edition") -> Catalogue:
    """Read what ``to_plain`` wrote, checked like a file."""
    for name in ("edition", "pack_edition"):
        if type(plain.get(name)) is not int:
            raise BadRow(place, "-", name, "a whole number is needed")
    tables = plain.get("tables")
    if not isinstance(tables, Mapping):
        raise BadRow(place, "-", "tables", "the tables of rows are missing")
    rows = tuple(_rows(tables, place, {}))
    return assemble(plain["edition"], plain["pack_edition"], {place: rows})


def digest(plain: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of the plain catalogue as sorted, compact UTF-8 JSON."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
