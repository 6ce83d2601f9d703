"""The directory: agencies, their public keys, people in office, duty posts, and editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from hub_domain.agencies.agency import Agency
from hub_domain.ids import an_id
from hub_domain.law.edition import CatalogueEdition
from hub_domain.recording import Upsert, ViewTable
from hub_services.hub.views.projecting import POSITION, Handlers, row

TABLES = (
    ViewTable(
        name="agencies",
        columns={
            "agency_id": "uuid",
            "name": "text",
            "nation": "text",
            "kind": "text",
            "categories": "texts",
            "under": "json",
            "registered_at": "time",
            "arrangements_review_due": "date",
            "arrangements_guidance": "texts",
            "version": "int",
            "position": "int",
        },
        key=("agency_id",),
        indexes=(("position",),),
    ),
    ViewTable(
        name="signing_keys",
        columns={
            "agency_id": "uuid",
            "kid": "text",
            "epoch": "int",
            "custody": "text",
            "sealing": "bytes",
            "ed25519": "bytes",
            "ml_dsa_65": "bytes",
            "valid_from": "time",
            "position": "int",
        },
        key=("agency_id", "kid"),
        indexes=(("kid",),),
    ),
    ViewTable(
        name="practitioners",
        columns={
            "agency_id": "uuid",
            "practitioner_id": "uuid",
            "name": "text",
            "post": "text",
            "contact": "text",
            "roles": "texts",
            "active": "bool",
        },
        key=("agency_id", "practitioner_id"),
    ),
    ViewTable(
        name="duty_posts",
        columns={
            "agency_id": "uuid",
            "post_id": "uuid",
            "name": "text",
            "contact": "text",
            "holders": "uuids",
        },
        key=("agency_id", "post_id"),
    ),
    ViewTable(
        name="editions",
        columns={
            "agency_id": "uuid",
            "edition": "int",
            "digest": "text",
            "published_at": "time",
        },
        key=("agency_id", "edition"),
    ),
)


def _keys(agency: object, keys: Mapping[str, object], since: datetime) -> Upsert:
    return row(
        "signing_keys",
        agency_id=agency,
        kid=keys["kid"],
        epoch=keys["epoch"],
        custody=keys["custody"],
        sealing=keys["sealing"],
        ed25519=keys["ed25519"],
        ml_dsa_65=keys["ml_dsa_65"],
        valid_from=since,
        position=POSITION,
    )


def _registered(event: Agency.Registered) -> Iterable[Upsert]:
    agency = event.originator_id
    yield row(
        "agencies",
        agency_id=agency,
        name=event.name,
        nation=event.nation,
        kind=event.kind,
        categories=event.categories,
        under=event.under,
        registered_at=event.timestamp,
        version=event.originator_version,
        position=POSITION,
    )
    yield _keys(agency, event.keys, event.timestamp)
    yield row(
        "practitioners",
        agency_id=agency,
        practitioner_id=an_id(event.lead["id"]),
        name=event.lead["name"],
        post=event.lead["post"],
        contact=event.lead["contact"],
        roles=event.lead_roles,
        active=True,
    )


def _version(event: Agency.Event) -> Upsert:
    return row(
        "agencies",
        agency_id=event.originator_id,
        version=event.originator_version,
        position=POSITION,
    )


def _practitioner(event: Agency.PractitionerRegistered) -> Iterable[Upsert]:
    yield _version(event)
    yield row(
        "practitioners",
        agency_id=event.originator_id,
        practitioner_id=event.practitioner_id,
        name=event.name,
        post=event.post,
        contact=event.contact,
        roles=event.roles,
        active=bool(event.roles),
    )


def _roles(event: Agency.RolesChanged) -> Iterable[Upsert]:
    yield _version(event)
    yield row(
        "practitioners",
        agency_id=event.originator_id,
        practitioner_id=event.practitioner_id,
        roles=event.roles,
        active=bool(event.roles),
    )


def _duty_post(event: Agency.DutyPostRegistered) -> Iterable[Upsert]:
    yield _version(event)
    yield row(
        "duty_posts",
        agency_id=event.originator_id,
        post_id=event.post_id,
        name=event.name,
        contact=event.contact,
        holders=event.holders,
    )


def _arrangement(event: Agency.ArrangementRecorded) -> Iterable[Upsert]:
    yield row(
        "agencies",
        agency_id=event.originator_id,
        arrangements_review_due=event.review_due,
        arrangements_guidance=event.guidance,
        version=event.originator_version,
        position=POSITION,
    )


def _key(event: Agency.KeyPublished) -> Iterable[Upsert]:
    yield _version(event)
    yield _keys(event.originator_id, event.keys, event.timestamp)


def _edition(event: CatalogueEdition.Published) -> Iterable[Upsert]:
    yield row(
        "editions",
        agency_id=event.agency,
        edition=event.edition,
        digest=event.digest,
        published_at=event.timestamp,
    )


HANDLERS: Handlers = {
    Agency.Registered: _registered,
    Agency.PractitionerRegistered: _practitioner,
    Agency.RolesChanged: _roles,
    Agency.DutyPostRegistered: _duty_post,
    Agency.ArrangementRecorded: _arrangement,
    Agency.KeyPublished: _key,
    CatalogueEdition.Published: _edition,
}
