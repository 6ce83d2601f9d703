"""The operator's card: who operates a hub, all of it public."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from hub_domain.agencies.agency import Custody, PublicKeys, StaffMember
from hub_domain.ports import Malformed
from hub_infra.canonical import read
from hub_infra.sealing import AgencyPublicKeys


class BadCard(Exception):
    """The operator's card is not readable as one."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """Who operates the hub: its public keys and its first information-governance-lead."""

    name: str
    keys: AgencyPublicKeys
    custody: Custody
    lead: StaffMember

    def plain(self) -> dict[str, object]:
        """As it stands in a file."""
        lead = self.lead
        return {
            "name": self.name,
            "keys": self.keys.as_json(),
            "custody": self.custody.value,
            "lead": {
                "id": str(lead.id),
                "name": lead.name,
                "post": lead.post,
                "contact": lead.contact,
            },
        }

    @classmethod
    def of(cls, path: Path) -> Card:
        """Read a card. ``BadCard`` when it is none."""
        try:
            match read(path.read_bytes()):
                case {
                    "name": str(name),
                    "keys": dict(keys),
                    "custody": str(custody),
                    "lead": {
                        "id": str(lead),
                        "name": str(lead_name),
                        "post": str(post),
                        "contact": str(contact),
                    },
                }:
                    return cls(
                        name=name,
                        keys=AgencyPublicKeys.from_json(keys),
                        custody=Custody(custody),
                        lead=StaffMember(
                            id=UUID(lead), name=lead_name, post=post, contact=contact
                        ),
                    )
        except (OSError, ValueError, Malformed):
            pass
        raise BadCard


def published(keys: AgencyPublicKeys, custody: Custody) -> PublicKeys:
    """Keys as their agency's event publishes them."""
    return PublicKeys(
        kid=keys.statement_kid,
        epoch=keys.epoch,
        custody=custody.value,
        sealing=keys.sealing,
        ed25519=keys.ed25519,
        ml_dsa_65=keys.ml_dsa_65,
    )
