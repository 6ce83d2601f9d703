"""Where keys are kept, outside the database and its backups."""

from hub_domain.ports import OwnerKeyGone
from hub_infra.custody.agency_keys import AgencyKeysAbsent, FileAgencyKeystore
from hub_infra.custody.kek import KeystoreBroken
from hub_infra.custody.owner_keys import FileOwnerKeys

__all__ = [
    "AgencyKeysAbsent",
    "FileAgencyKeystore",
    "FileOwnerKeys",
    "KeystoreBroken",
    "OwnerKeyGone",
]
