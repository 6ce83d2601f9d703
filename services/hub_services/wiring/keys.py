"""An agency's first keys, at the desk that the settings name."""

from __future__ import annotations

from dataclasses import dataclass

from hub_infra.clock import SystemClock
from hub_infra.custody import FileAgencyKeystore
from hub_infra.identifiers import RandomIds
from hub_infra.settings import KeystoreSettings


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was made: the agency's id, its public keys as a command has them, its lead's id."""

    agency: str
    lead: str
    keys: dict[str, object]


def make_keys() -> Made:
    """Make the keys of an agency that is yet to be registered; durable on return."""
    ids = RandomIds(SystemClock())
    public = FileAgencyKeystore(KeystoreSettings.read().keystore).create(ids.stream())
    keys: dict[str, object] = dict(public.as_json())
    return Made(agency=str(keys.pop("agency")), lead=str(ids.stream()), keys=keys)
