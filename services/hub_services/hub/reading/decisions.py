"""What a practitioner reads of the sharing decisions of their agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from hub_domain.law.catalogue import law_date
from hub_domain.law.rows import RulePack
from hub_domain.need_to_know import RecordKind
from hub_domain.sharing.decision import SharingDecision
from hub_services.hub.reading.casework import Listed, seen_of, shown_tasks, told_apart
from hub_services.hub.reading.described import ID, MOMENT, TEXT, each, row, rows
from hub_services.hub.reading.read import Read, Reading
from hub_services.hub.reading.seen import visible, visible_rows


def _decision(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    row = visible(reading.viewer, reading.means, "sharing-decision", path["id"])
    unrecorded = _unrecorded(reading, path["id"])
    return {
        "decision": row,
        "packs": _packs(reading, row),
        "unrecorded": unrecorded,
        "sees": seen_of(
            reading,
            {
                RecordKind.SHARE_REQUEST: [row["request"]],
                RecordKind.DISCLOSURE: [
                    row["disclosure"],
                    *(each["disclosure_id"] for each in unrecorded),
                ],
            },
        ),
        "writings": reading.means.rows.of(
            reading.viewer.agency,
            "writings",
            equals={"record": path["id"]},
            order=("position",),
        ),
        "tasks": shown_tasks(reading, {"about": path["id"]}),
        "now": reading.now,
    }


def _unrecorded(reading: Reading, decision: UUID) -> list[dict[str, Any]]:
    """What went by it in an emergency, of which the record must still speak (R-362)."""
    found = reading.hub.find(decision)
    disclosures = found.unrecorded if isinstance(found, SharingDecision) else ()
    return [
        told_apart(reading, row)
        for each in disclosures
        for row in reading.means.rows.of(
            reading.viewer.agency, "disclosures", equals={"disclosure_id": each}, limit=1
        )
    ]


def _packs(reading: Reading, decision: Mapping[str, Any]) -> list[str]:
    """The golden rules and principles as they stood when it was decided (R-177)."""
    (agency,) = reading.means.rows.of(decision["agency_id"], "agencies", limit=1)
    law = reading.means.law.edition(decision["edition"])
    on = law_date(decision["decided_at"])
    return [pack.id for pack in law.every(RulePack, on=on, nation=agency["nation"])]


def _decisions(reading: Reading, _: Mapping[str, object], query: Listed) -> object:
    rows = visible_rows(
        reading, "sharing-decision", {"side": "author"}, ("-decided_at",), query.upto
    )
    return {"decisions": query.page(rows), "now": reading.now}


READS = (
    Read(
        name="sharing-decisions",
        path="/v1/sharing-decisions",
        summary="Your agency's sharing decisions that you may see",
        answer=_decisions,
        gives={"decisions": rows("decisions"), "now": MOMENT},
        query=Listed,
    ),
    Read(
        name="sharing-decision",
        path="/v1/sharing-decisions/{id}",
        summary="One sharing decision of your agency, and what its record must still cover",
        answer=_decision,
        gives={
            "decision": row("decisions"),
            "packs": each(TEXT),
            "unrecorded": rows("disclosures"),
            "sees": each(ID),
            "writings": rows("writings"),
            "tasks": rows("tasks"),
            "now": MOMENT,
        },
    ),
)
