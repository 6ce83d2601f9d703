"""Registering the partnership: by the operator, then by each agency's own governance lead."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Protocol
from uuid import UUID

from hub_domain.ports import Ids
from hub_services.demonstration.partnership import BODIES, Body
from hub_services.desk.hub_client import HubClient
from hub_services.desk.means import Hat

LEAD: Final = "information-governance-lead"
SIGNED_IN: Final = ("demo",)
"""How the people of a demonstration are authenticated: they choose who they are."""


class AgencyKeys(Protocol):
    """An agency's public keys of its first epoch."""

    @property
    def epoch(self) -> int: ...

    @property
    def sealing(self) -> bytes: ...

    @property
    def ed25519(self) -> bytes: ...

    @property
    def ml_dsa_65(self) -> bytes: ...


class MakesKeys(Protocol):
    """A desk's keystore that begins to host an agency."""

    def create(self, agency: UUID) -> AgencyKeys:
        """Make the agency's first keys; durable on return."""
        ...


@dataclass(frozen=True)
class Cast:
    """Who is who: agencies by key, posts by name, practitioners in their hats by key."""

    agencies: dict[str, UUID] = field(default_factory=dict)
    posts: dict[str, UUID] = field(default_factory=dict)
    hats: dict[str, Hat] = field(default_factory=dict)

    def hat(self, key: str, role: str = "") -> Hat:
        """A practitioner in the first of their roles, or in another."""
        hat = self.hats[key]
        if not role:
            return hat
        return Hat(agency=hat.agency, practitioner=hat.practitioner, role=role, amr=hat.amr)


@dataclass(frozen=True, kw_only=True)
class Office:
    """What registering is done with: the operator, the desk's keys, and the ways to the hub."""

    operator: Hat
    operator_hub: HubClient
    hub: HubClient
    keystore: MakesKeys
    ids: Ids


async def register(office: Office, review_due: date) -> Cast:
    """Register every body of the partnership; each registers its own people and posts."""
    cast = Cast()

    async def one(body: Body) -> None:
        await _begin(office, body, cast)
        await _staff(office, body, cast, review_due)

    await asyncio.gather(*map(one, BODIES))
    return cast


async def _begin(office: Office, body: Body, cast: Cast) -> None:
    agency, lead = office.ids.stream(), office.ids.opaque()
    keys = await asyncio.to_thread(office.keystore.create, agency)
    await office.operator_hub.do(
        office.operator,
        "register-agency",
        about=agency,
        facts={
            "name": body.name,
            "nation": body.nation,
            "kind": body.kind,
            "categories": list(body.categories),
            "keys": {
                "epoch": keys.epoch,
                "custody": "hosted",
                "sealing": _base64url(keys.sealing),
                "ed25519": _base64url(keys.ed25519),
                "ml_dsa_65": _base64url(keys.ml_dsa_65),
            },
            "lead": _member(lead, body.lead, "Information governance lead", body.key),
        },
    )
    cast.agencies[body.key] = agency
    cast.hats[f"lead of {body.key}"] = Hat(
        agency=agency, practitioner=lead, role=LEAD, amr=SIGNED_IN
    )


async def _staff(office: Office, body: Body, cast: Cast, review_due: date) -> None:
    lead = cast.hats[f"lead of {body.key}"]
    version = 1

    async def do(command: str, facts: Mapping[str, Any]) -> None:
        nonlocal version
        await office.hub.do(lead, command, about=lead.agency, version=version, facts=facts)
        version += 1

    if body.kind == "partner":
        await do(
            "record-arrangement",
            {
                "own_functions": "Every service asks what it means for a person at risk",
                "services_by_others": "Contracts carry the same duties, looked at each year",
                "sharing_process": "Through the duty desk; advice from the co-ordinator",
                "owner": lead.practitioner,
                "review_due": review_due,
            },
        )
    for staff in body.staff:
        practitioner = office.ids.opaque()
        await do(
            "register-practitioner",
            {
                "member": _member(practitioner, staff.name, staff.post, staff.key),
                "roles": list(staff.roles),
            },
        )
        cast.hats[staff.key] = Hat(
            agency=lead.agency, practitioner=practitioner, role=staff.roles[0], amr=SIGNED_IN
        )
    for name, holders in body.posts.items():
        post = office.ids.opaque()
        await do(
            "register-duty-post",
            {
                "post": post,
                "name": name,
                "contact": _telephone(name),
                "holders": [cast.hats[holder].practitioner for holder in holders],
            },
        )
        cast.posts[name] = post


def _member(practitioner: UUID, name: str, post: str, key: str) -> dict[str, Any]:
    return {"id": practitioner, "name": name, "post": post, "contact": _telephone(key)}


def _telephone(key: str) -> str:
    """A number of the range for fiction, always the same for one key."""
    return f"01632 960{sum(key.encode()) % 1000:03d}"


def _base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
