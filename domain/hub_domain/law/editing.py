"""The next edition of the catalogue: what an operator says of some laws, upon the one before.

Whoever publishes says all there is of each law that is named: its rows replace every row of
that table and key. What is not named stands as it stood, so no edition forgets a law; one that
is over gets its last day in force. Figures of local policy change in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hub_domain.law.catalogue import Catalogue, key_of
from hub_domain.law.comparing import differences, without_law
from hub_domain.law.reading import BadRow, assemble, rows_from_tables
from hub_domain.law.rows import LocalDefault, Provision, Row, RulePack
from hub_domain.refusal import Refusal


def amended(before: Catalogue, rows: Iterable[Row], place: str) -> Catalogue:
    """The edition after ``before``, checked whole; ``BadRow`` names ``place`` and row.

    The pack edition moves on with the packs of rules.
    """
    said: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        said.setdefault((row.TABLE, key_of(row)), []).append(row)
    named = frozenset(said)
    packs = any(table == RulePack.TABLE for table, _ in named)
    found: list[Row] = []
    for row in before.rows:
        law = row.TABLE, key_of(row)
        if law not in named:
            found.append(row)
        else:
            found.extend(said.pop(law, ()))
    found.extend(row for new in said.values() for row in new)
    return assemble(before.edition + 1, before.pack_edition + packs, {place: found})


_SENT = "edition"
"""What stands for a file where an operator sends rows; who is refused knows what they sent."""


def published(before: Catalogue, tables: Mapping[str, Any]) -> Catalogue:
    """The edition after ``before`` of the rows that an operator sends, or a refusal of one."""
    try:
        return amended(before, rows_from_tables(tables, _SENT), _SENT)
    except BadRow as bad:
        raise EditionRowRefused(row=bad.row, field=bad.field) from None


def brought_by(release: Catalogue, before: Catalogue) -> tuple[Row, ...]:
    """The laws of a release that an edition lacks, or has otherwise.

    Figures of local policy that it has stay as the partnership wants them.
    """
    named = {(each.table, each.key) for each in differences(before, release)}
    return tuple(
        row
        for row in release.rows
        if (row.TABLE, key_of(row)) in named
        and not (isinstance(row, LocalDefault) and before.versions(LocalDefault, row.id))
    )


def completed(edition: Catalogue, release: Catalogue) -> Catalogue:
    """An edition, with the tables of a release that it was published too early to have.

    So that no release waits for its law to be published before anybody is asked or answered.
    """
    had = {type(row) for row in edition.rows}
    rows = (row for row in release.rows if type(row) not in had)
    return replace(edition, rows=(*edition.rows, *rows))


def provisions_touched(before: Catalogue, after: Catalogue) -> frozenset[str]:
    """The provisions of which an edition says anything new."""
    return frozenset(
        each.key for each in differences(before, after) if each.table == Provision.TABLE
    )


def keep_the_law(
    before: Catalogue, after: Catalogue, cited: Iterable[tuple[str, date]]
) -> None:
    """Refuse an edition under which something recorded would lose its law."""
    held = tuple(cited)
    lawless = set(without_law(before, held))
    for provision, on in without_law(after, held):
        if (provision, on) not in lawless:
            raise EditionWithoutLaw(provision=provision, on=on.isoformat())


@dataclass(eq=False, kw_only=True)
class EditionRowRefused(Refusal):
    """A row that is not complete, or contradicts another, never stands in the catalogue."""

    row: str
    field: str
    code = "edition-row-refused"
    duty = "R-386"


@dataclass(eq=False, kw_only=True)
class EditionWithoutLaw(Refusal):
    """What was done under a law keeps it: no edition takes it away for that day (R-386)."""

    provision: str
    on: str
    code = "edition-without-law"
    duty = "R-386"
