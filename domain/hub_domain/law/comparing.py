"""Looking after the catalogue: what an edition changes, and which rows need someone's eye."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Final, Literal

from hub_domain.law.catalogue import Catalogue, key_of
from hub_domain.law.figures import FIGURES
from hub_domain.law.rows import BodyCategory, LocalDefault, Provision, Row

Change = Literal["added", "removed", "changed"]
Remark = Literal[
    "unverified",
    "part-unverified",
    "begins-soon",
    "ends-soon",
    "not-begun",
    "stale",
    "unused",
]
SOON: Final = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class FieldChanged:
    """One field of a row, as it was and as it is now."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What an edition does to one row, known by its table, its key and when it begins."""

    change: Change
    table: str
    key: str
    valid_from: date | None
    fields: tuple[FieldChanged, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Remarked:
    """A row that needs someone's eye, and why; ``detail`` names parts, a day or a successor."""

    remark: Remark
    table: str
    key: str
    detail: str = ""


def differences(before: Catalogue, after: Catalogue) -> tuple[Difference, ...]:
    """What the second edition changes, in its order; rows that it removes come last."""
    old, new = _placed(before), _placed(after)
    found = [
        difference
        for place, row in new.items()
        if (difference := _difference(place, old.get(place), row)) is not None
    ]
    gone = [
        Difference(change="removed", table=place[0], key=place[1], valid_from=place[2])
        for place in old
        if place not in new
    ]
    return (*found, *gone)


_Place = tuple[str, str, date | None]


def _placed(catalogue: Catalogue) -> dict[_Place, Row]:
    return {(row.TABLE, key_of(row), row.valid_from): row for row in catalogue.rows}


def _difference(place: _Place, old: Row | None, new: Row) -> Difference | None:
    table, key, valid_from = place
    if old is None:
        return Difference(change="added", table=table, key=key, valid_from=valid_from)
    changed = tuple(
        FieldChanged(name=each.name, before=was, after=now)
        for each in fields(new)
        if (was := getattr(old, each.name)) != (now := getattr(new, each.name))
    )
    if not changed:
        return None
    return Difference(
        change="changed", table=table, key=key, valid_from=valid_from, fields=changed
    )


def without_law(
    catalogue: Catalogue, cited: Iterable[tuple[str, date]]
) -> tuple[tuple[str, date], ...]:
    """Which provisions, cited on which days, would have no row in this edition.

    An edition that leaves what was recorded without its law is not published.
    """
    return tuple(
        (provision, on)
        for provision, on in cited
        if catalogue.find(Provision, provision, on) is None
    )


def remarks(catalogue: Catalogue, on: date) -> Iterator[Remarked]:
    """Rows not verified, about to begin or end, not begun when due, unused; stale guidance."""
    named = frozenset(code for row in catalogue.rows for code in names_of(row))
    for row in catalogue.rows:
        for remark, detail in _remarks(row, catalogue, on):
            yield Remarked(remark=remark, table=row.TABLE, key=key_of(row), detail=detail)
        if row.in_force(on) and _unused(row, named):
            yield Remarked(remark="unused", table=row.TABLE, key=key_of(row))


def depending(catalogue: Catalogue, code: str) -> tuple[Row, ...]:
    """The rows that name this code: what a change to it would reach."""
    return tuple(row for row in catalogue.rows if code in names_of(row) and row.id != code)


_OF_ITSELF: Final = frozenset(
    {"id", "title", "source", "note", "unverified", "nation", "status", "kind", "body", "duty"}
)


def names_of(row: Row) -> Iterator[str]:
    """Every code that a row holds, of whatever it depends on."""
    for each in fields(row):
        if each.name in _OF_ITSELF:
            continue
        held = getattr(row, each.name)
        for code in held if isinstance(held, tuple) else (held,):
            if isinstance(code, str):
                yield code.partition("/")[0]


def _unused(row: Row, named: AbstractSet[str]) -> bool:
    """A body that no list names and that can do nothing; a provision that reaches nobody.

    And a figure of local policy by which no rule goes yet.
    """
    if isinstance(row, LocalDefault):
        return not FIGURES[row.id].read
    if isinstance(row, BodyCategory):
        return not ({row.id, row.body} & named or row.flags or row.protective)
    if isinstance(row, Provision):
        acts = row.requester or row.addressee or row.vests or row.kind == "guidance"
        return row.id not in named and not acts
    return False


def _remarks(row: Row, catalogue: Catalogue, on: date) -> Iterator[tuple[Remark, str]]:
    if not row.verified:
        yield "unverified", " ".join(row.unverified)
    elif row.unverified:
        yield "part-unverified", " ".join(row.unverified)
    if row.valid_from and on < row.valid_from <= on + SOON:
        yield "begins-soon", row.valid_from.isoformat()
    if row.valid_to and on <= row.valid_to <= on + SOON:
        yield "ends-soon", row.valid_to.isoformat()
    if row.status == "announced" and row.valid_from and row.valid_from <= on:
        yield "not-begun", row.valid_from.isoformat()
    if isinstance(row, Provision) and row.adapted_from:
        source = catalogue.versions(Provision, row.adapted_from)
        if source and not source[-1].in_force(on):
            yield "stale", source[-1].successor
