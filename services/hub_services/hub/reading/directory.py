"""The directory, open to every practitioner: bodies, keys, people in office, posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub_services.hub.reading.described import ID, MOMENT, NUMBER, each, row, rows
from hub_services.hub.reading.read import Read, Reading, first_row


def _me(reading: Reading, _: Mapping[str, object], __: object) -> object:
    rows = reading.means.rows
    viewer = reading.viewer
    return {
        "practitioner": first_row(
            rows.of(
                viewer.agency,
                "practitioners",
                equals={"practitioner_id": viewer.practitioner},
                limit=1,
            )
        ),
        "agency": first_row(rows.of(viewer.agency, "agencies", limit=1)),
        "posts": sorted(viewer.posts),
        "now": reading.now,
    }


def _agencies(reading: Reading, _: Mapping[str, object], __: object) -> object:
    rows = reading.means.rows
    return {
        "agencies": rows.of_every_agency("agencies", order=("name", "agency_id")),
        "practitioners": rows.of_every_agency(
            "practitioners", order=("name", "practitioner_id")
        ),
        "duty_posts": rows.of_every_agency("duty_posts", order=("name", "post_id")),
        "keys": rows.of_every_agency("signing_keys", order=("agency_id", "epoch")),
        "edition": reading.edition,
    }


def _agency(reading: Reading, path: Mapping[str, Any], _: object) -> object:
    rows = reading.means.rows
    agency = path["id"]
    return {
        "agency": first_row(rows.of(agency, "agencies", limit=1)),
        "practitioners": rows.of(agency, "practitioners", order=("name",)),
        "duty_posts": rows.of(agency, "duty_posts", order=("name",)),
        "keys": rows.of(agency, "signing_keys", order=("epoch",)),
    }


READS = (
    Read(
        name="me",
        path="/v1/me",
        summary="Who you are to the hub: name, roles, duty posts, agency",
        answer=_me,
        gives={
            "practitioner": row("practitioners"),
            "agency": row("agencies"),
            "posts": each(ID),
            "now": MOMENT,
        },
    ),
    Read(
        name="agencies",
        path="/v1/agencies",
        summary="Every agency with its people in office, duty posts and public keys",
        answer=_agencies,
        gives={
            "agencies": rows("agencies"),
            "practitioners": rows("practitioners"),
            "duty_posts": rows("duty_posts"),
            "keys": rows("signing_keys"),
            "edition": NUMBER,
        },
    ),
    Read(
        name="agency",
        path="/v1/agencies/{id}",
        summary="One agency with its people in office, duty posts and public keys",
        answer=_agency,
        gives={
            "agency": row("agencies"),
            "practitioners": rows("practitioners"),
            "duty_posts": rows("duty_posts"),
            "keys": rows("signing_keys"),
        },
    ),
)
