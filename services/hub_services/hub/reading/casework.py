"""What a practitioner reads at work: requests, disclosures, tasks, envelopes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from hub_domain.need_to_know import (
    NotFound,
    RecordKind,
    Side,
    may_see,
)
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.status import OWED
from hub_services.hub.facts import Facts
from hub_services.hub.reading.came import given, to_read
from hub_services.hub.reading.described import (
    ENVELOPE,
    ID,
    MOMENT,
    TRUTH,
    Schema,
    each,
    named,
    row,
    rows,
)
from hub_services.hub.reading.read import Read, Reading, row_labels
from hub_services.hub.reading.seen import (
    opened_by_whose_it_is,
    persons_of,
    sees,
    visible_or_gone,
    visible_rows,
    visible_writing,
    went_from,
)


class Listed(Facts):
    """Which side of the records to list, how many, and how many of them to pass over."""

    side: Literal["author", "addressee"] = "addressee"
    limit: Annotated[int, Field(ge=1, le=1000)] = 500
    skip: Annotated[int, Field(ge=0, le=100_000)] = 0

    def page(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those that are asked for, of as many as ``upto``."""
        return rows[self.skip :]

    @property
    def upto(self) -> int:
        """How many to look for."""
        return self.skip + self.limit


class Came(Listed):
    """``waits``: only what is owed an answer, or not acknowledged; or only the rest."""

    waits: bool | None = None


class Asked(Came):
    """``unopened``: only what this side is to read and nobody whose it is has opened."""

    unopened: bool = False


def _requests(reading: Reading, _: Mapping[str, object], query: Asked) -> object:
    """By due time; what is owed no answer any more or is unopened, by when it changed last."""

    def found(
        order: str, wanted: Callable[[Mapping[str, Any]], bool] = lambda _: True, **equals: str
    ) -> list[dict[str, Any]]:
        at = {"side": query.side, **equals}
        return visible_rows(reading, "share-request", at, (order,), query.upto, wanted=wanted)

    if query.unopened:
        rows = to_read(reading, Side(query.side), query.upto)
    elif query.waits is None:
        rows = found("due_at")
    elif query.waits:
        owed = [row for status in OWED for row in found("due_at", status=status)]
        rows = sorted(owed, key=lambda row: (row["due_at"], row["request_id"]))[: query.upto]
    else:
        rows = found("-changed_at", lambda row: row["status"] not in OWED)
    shown = query.page(rows)
    owed_here = [row for row in shown if row["status"] in OWED]
    return {"requests": shown, "given": given(reading, owed_here), "now": reading.now}


def _request(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    row = visible_or_gone(reading, RecordKind.SHARE_REQUEST, path["id"])
    rows = reading.means.rows
    agency = reading.viewer.agency
    record = path["id"]
    return {
        "request": row,
        "writings": rows.of(agency, "writings", equals={"record": record}, order=("position",)),
        "openings": rows.of(agency, "openings", equals={"record": record}, order=("position",)),
        "takeovers": takeovers(reading, record),
        "given": given(reading, [row]),
        "disclosures": _disclosures_on(reading, record),
        "gone": _gone_on(reading, record),
        "sees": seen_of(reading, {RecordKind.SHARING_DECISION: [row["decision"]]}),
        "tasks": shown_tasks(reading, {"about": record}),
        "now": reading.now,
    }


def _disclosures_on(reading: Reading, request: UUID) -> list[dict[str, object]]:
    """Everything that was shared in answer to a request and the reader may see, newest first.

    Whether it was opened is said of the agency with which it was shared.
    """
    rows, agency = reading.means.rows, reading.viewer.agency
    found = rows.of(
        agency,
        "disclosures",
        equals={"request": request},
        order=("-made_at", "-disclosure_id"),
    )
    return [
        {
            "disclosure": made["disclosure_id"],
            "made_at": made["made_at"],
            "author": made["author"],
            "emergency": made["emergency"],
            "persons": sorted(persons_of(made)),
            "opened": _opened_there(reading, made),
        }
        for row in found
        if may_see(reading.viewer, row_labels(RecordKind.DISCLOSURE, row))
        for made in [told_apart(reading, row)]
    ]


def _gone_on(reading: Reading, request: UUID) -> list[dict[str, object]]:
    """Where what was shared on a request went, of which the reader had it and has no longer."""
    came = {"request": request, "side": "addressee"}
    found = reading.means.rows.of(
        reading.viewer.agency, "disclosures", equals=came, order=("made_at", "disclosure_id")
    )
    labelled = [(row["disclosure_id"], row_labels(RecordKind.DISCLOSURE, row)) for row in found]
    return [
        {"by": went.by, "to": went.to, "at": went.at}
        for record, labels in labelled
        if not may_see(reading.viewer, labels)
        if (went := went_from(reading, labels, record)) is not None
    ]


def _opened_there(reading: Reading, disclosure: Mapping[str, Any]) -> bool:
    agency = reading.viewer.agency
    ours = disclosure["side"] == "author"
    there = {
        "record": disclosure["disclosure_id"],
        "opened_for": disclosure["counterpart"] if ours else agency,
    }
    return bool(reading.means.rows.of(agency, "openings", equals=there, limit=1))


def _round(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    rows = reading.means.rows.of(
        reading.viewer.agency,
        "requests",
        equals={"round": path["id"], "side": "author"},
        order=("issued_at", "request_id"),
    )
    seen = [
        row
        for row in rows
        if may_see(reading.viewer, row_labels(RecordKind.SHARE_REQUEST, row))
    ]
    if not seen:
        raise NotFound
    tasks = [
        task for row in seen for task in shown_tasks(reading, {"about": row["request_id"]})
    ]
    return {"requests": seen, "tasks": tasks, "now": reading.now}


def seen_of(reading: Reading, named: Mapping[RecordKind, Iterable[UUID | None]]) -> list[UUID]:
    """Of the records that one names, those that its reader may see as well (R-224)."""
    return sorted(
        record
        for kind, records in named.items()
        for record in set(records)
        if record and sees(reading, kind, record)
    )


def _disclosures(reading: Reading, _: Mapping[str, object], query: Came) -> object:
    """The newest first, and which of them nobody has opened or acknowledged yet."""
    waits = {"acknowledged_at": None} if query.waits else {}
    found = visible_rows(
        reading,
        "disclosure",
        {"side": query.side, **waits},
        ("-made_at",),
        query.upto,
        wanted=lambda row: query.waits is not False or row["acknowledged_at"] is not None,
    )
    rows = query.page(found)
    return {
        "disclosures": [told_apart(reading, row) for row in rows],
        "unopened": [row["disclosure_id"] for row in rows if _unopened(reading, row)],
        "now": reading.now,
    }


def _unopened(reading: Reading, row: Mapping[str, Any]) -> bool:
    """Whether it is not acknowledged, and whose it is there has not opened it."""
    if row["acknowledged_at"] is not None:
        return False
    if row["side"] == "author":
        return not _opened_there(reading, row)
    labels = row_labels(RecordKind.DISCLOSURE, row)
    return not opened_by_whose_it_is(reading, labels, row["disclosure_id"], row["envelope"])


def _disclosure(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    row = visible_or_gone(reading, RecordKind.DISCLOSURE, path["id"])
    return {
        "disclosure": told_apart(reading, row),
        "openings": reading.means.rows.of(
            reading.viewer.agency,
            "openings",
            equals={"record": path["id"]},
            order=("position",),
        ),
        "takeovers": takeovers(reading, path["id"]),
        "now": reading.now,
    }


def told_apart(reading: Reading, row: dict[str, Any]) -> dict[str, Any]:
    """With whether it went in an emergency, which its event did not say at first (R-362).

    The events of the decision that it carried out do; when its record was completed then is
    not known.
    """
    if row["emergency"] is not None:
        return row
    decision, disclosure = reading.hub.find(row["decision"]), row["disclosure_id"]
    if not isinstance(decision, SharingDecision) or disclosure not in decision.urgent:
        return row | {"emergency": False}
    recorded = disclosure not in decision.unrecorded
    return row | {"emergency": True, "recorded": recorded}


def takeovers(reading: Reading, record: UUID) -> list[dict[str, Any]]:
    """How often a record was taken over, by whom and for whom, as this agency is told."""
    return reading.means.rows.of(
        reading.viewer.agency, "takeovers", equals={"record": record}, order=("position",)
    )


def shown_tasks(reading: Reading, equals: Mapping[str, object]) -> list[dict[str, Any]]:
    """Open and closed tasks that may be shown: a deadline task only once it fell due."""
    rows = reading.means.rows.of(
        reading.viewer.agency, "tasks", equals=equals, order=("opened_at", "task_id")
    )
    return [row for row in rows if not row["shown_when_due"] or row["fell_due_at"]]


def _tasks(reading: Reading, _: Mapping[str, object], __: object) -> object:
    """The agency's open tasks about records that the reader may see."""
    shown = [
        task
        for task in shown_tasks(reading, {"closed_at": None})
        if sees(reading, str(task["about_kind"]), task["about"])
    ]
    return {"tasks": shown, "now": reading.now}


def _envelope(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    """The sealed envelope, without any share: step one of opening."""
    writing, _record = visible_writing(reading.viewer, reading.means, path["id"])
    envelope = reading.means.envelopes.get(path["id"])
    if envelope is None:
        raise NotFound
    return {"envelope": reading.means.sealing.wire(envelope), "writing": writing}


_GIVEN: Schema = {
    **each(named({"record": ID, "by": ID, "to": ID, "at": MOMENT})),
    "description": "By whom a colleague was given it last",
}

READS = (
    Read(
        name="share-requests",
        path="/v1/share-requests",
        summary="Share requests that you may see, received or sent, by due time",
        answer=_requests,
        gives={"requests": rows("requests"), "given": _GIVEN, "now": MOMENT},
        query=Asked,
    ),
    Read(
        name="share-request",
        path="/v1/share-requests/{id}",
        summary="One share request: what was written, opened, shared, taken over, is to do",
        answer=_request,
        gives={
            "request": row("requests"),
            "writings": rows("writings"),
            "openings": rows("openings"),
            "takeovers": rows("takeovers"),
            "given": _GIVEN,
            "disclosures": each(
                named(
                    {
                        "disclosure": ID,
                        "made_at": MOMENT,
                        "author": ID,
                        "emergency": TRUTH,
                        "persons": each(ID),
                        "opened": {
                            **TRUTH,
                            "description": "Somebody there with whom it was shared opened it",
                        },
                    }
                )
            ),
            "gone": each(named({"by": ID, "to": ID, "at": MOMENT})),
            "sees": each(ID),
            "tasks": rows("tasks"),
            "now": MOMENT,
        },
        changes_hands=True,
    ),
    Read(
        name="round",
        path="/v1/rounds/{id}",
        summary="The share requests that were asked in one act, with the state of each",
        answer=_round,
        gives={"requests": rows("requests"), "tasks": rows("tasks"), "now": MOMENT},
    ),
    Read(
        name="disclosures",
        path="/v1/disclosures",
        summary="Disclosures that you may see, received or made",
        answer=_disclosures,
        gives={
            "disclosures": rows("disclosures"),
            "unopened": {
                **each(ID),
                "description": "Not acknowledged, and not opened by whose they are there",
            },
            "now": MOMENT,
        },
        query=Came,
    ),
    Read(
        name="disclosure",
        path="/v1/disclosures/{id}",
        summary="One disclosure: its labels, who opened it, and who took it over",
        answer=_disclosure,
        gives={
            "disclosure": row("disclosures"),
            "openings": rows("openings"),
            "takeovers": rows("takeovers"),
            "now": MOMENT,
        },
        changes_hands=True,
    ),
    Read(
        name="tasks",
        path="/v1/tasks",
        summary="Open tasks about records that you may see",
        answer=_tasks,
        gives={"tasks": rows("tasks"), "now": MOMENT},
    ),
    Read(
        name="envelope",
        path="/v1/envelopes/{id}",
        summary="A sealed envelope without its shares: step one of opening",
        answer=_envelope,
        gives={"envelope": ENVELOPE, "writing": row("writings")},
    ),
)
