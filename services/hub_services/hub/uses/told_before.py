"""What has been told already: the proof of a ground, from the agency's own records (R-013)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from hub_domain.ids import an_id
from hub_domain.law.grounds import Told
from hub_services.hub.work import Work


def told_before(
    work: Work, to: UUID, named: Iterable[UUID | None]
) -> Mapping[UUID | None, frozenset[Told]]:
    """Of the disclosures named, what each that was made here to that very agency has told."""
    sent = {"side": "author", "counterpart": to}
    return {
        disclosure: _told(work, row)
        for disclosure in set(named)
        if disclosure
        for row in _rows(work, "disclosures", sent | {"disclosure_id": disclosure})
    }


def topics_of(work: Work, request: UUID | None) -> Mapping[UUID | None, str]:
    """The topic of each item that a request asks for."""
    found = _rows(work, "requests", {"request_id": request}) if request else []
    return {an_id(item["id"]): item["topic"] for row in found for item in row["items"]}


def _told(work: Work, disclosure: Mapping[str, Any]) -> frozenset[Told]:
    topics = topics_of(work, disclosure["request"])
    of_items = {
        an_id(item["item"]): topics.get(an_id(item["asked"]), "")
        for row in _rows(work, "decisions", {"decision_id": disclosure["decision"]})
        for item in row["items"]
        if item["asked"]
    }
    return frozenset(
        Told(person=an_id(item["person"]), topic=of_items.get(an_id(item["id"]), ""))
        for item in disclosure["items"]
    )


def _rows(work: Work, table: str, equals: Mapping[str, object]) -> list[dict[str, Any]]:
    return work.means.rows.of(work.acting.agency, table, equals=equals)
