"""How what stands in a list of requests came to its reader: opened or not, by whose hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from hub_domain.need_to_know import RecordKind, Side
from hub_domain.sharing.status import OWED, REPLIED, Status
from hub_services.hub.reading.read import Reading, row_labels
from hub_services.hub.reading.seen import visible_rows

_TO_READ: Final[Mapping[Side, frozenset[Status]]] = {
    Side.AUTHOR: REPLIED,
    Side.ADDRESSEE: OWED,
}
"""In which states the last word is the other side's, and is to be read here."""


def to_read(reading: Reading, side: Side, upto: int) -> list[dict[str, Any]]:
    """What this side is to read and has not opened: of the newest so many in each state."""
    found = [
        row
        for status in _TO_READ[side]
        for row in visible_rows(
            reading,
            RecordKind.SHARE_REQUEST,
            {"side": side.value, "status": status.value},
            ("-changed_at",),
            upto,
        )
    ]
    written = _written_to_us(reading, found)
    opened_by = _opened_by(reading, written)
    unopened = [
        row
        for row in found
        if _unopened(reading, row, written.get(row["request_id"]), opened_by)
    ]
    return sorted(unopened, key=lambda row: row["changed_at"], reverse=True)[:upto]


def _written_to_us(
    reading: Reading, rows: Iterable[Mapping[str, Any]]
) -> dict[UUID, Mapping[str, Any]]:
    """Of each request the last that the other side wrote."""
    theirs = {row["request_id"]: row["counterpart"] for row in rows}
    found = reading.means.rows.of(
        reading.viewer.agency,
        "writings",
        among=("record", list(theirs)),
        order=("position",),
    )
    return {
        each["record"]: each
        for each in found
        if each["author_agency"] == theirs[each["record"]]
    }


def _opened_by(
    reading: Reading, written: Mapping[UUID, Mapping[str, Any]]
) -> Mapping[UUID, set[UUID]]:
    """By envelope, who here has opened it."""
    opened: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for opening in reading.means.rows.of(
        reading.viewer.agency,
        "openings",
        equals={"opened_for": reading.viewer.agency},
        among=("record", list(written)),
    ):
        opened[opening["envelope"]].add(opening["opened_by"])
    return opened


def _unopened(
    reading: Reading,
    row: Mapping[str, Any],
    written: Mapping[str, Any] | None,
    opened_by: Mapping[UUID, set[UUID]],
) -> bool:
    """Whether neither whose it is nor the reader has opened what was written to them last.

    Of what is nobody's by name it counts that anybody here has. What came without words has
    nothing to open: it is told to whose it is, and to nobody else, as their desk knows whether
    they have looked.
    """
    labels = row_labels(RecordKind.SHARE_REQUEST, row)
    whose = labels.author if labels.side is Side.AUTHOR else labels.holder
    if written is not None:
        opened = opened_by.get(written["envelope"], set())
        theirs = opened if whose is None else opened & {whose, reading.viewer.practitioner}
        if not theirs:
            return True
    worded = written is not None and written["written_at"] >= row["changed_at"]
    return not worded and reading.viewer.practitioner == whose


def given(reading: Reading, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, object]]:
    """Of requests that a colleague was given: by whom last, to whom, and when."""
    found = []
    for row in rows:
        if row["side"] != Side.ADDRESSEE or row["assigned"] is None:
            continue
        last = reading.means.rows.of(
            reading.viewer.agency,
            "handovers",
            equals={"record": row["request_id"]},
            order=("-position",),
            limit=1,
        )
        found += [
            {
                "record": row["request_id"],
                "by": went["given_by"],
                "to": went["holder"],
                "at": went["given_at"],
            }
            for went in last
            if went["given_by"] != went["holder"]
        ]
    return found
