"""What can stand in the way of a command, said so that whoever reads it knows what to do.

Third-party errors and those of the means end here. No message carries a setting's value, or
anything that was read from a database.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub_domain.ports import Away
from hub_infra.clock import ClockUnreadable
from hub_infra.custody.agency_keys import AgencyKeysAbsent
from hub_infra.custody.kek import KeystoreBroken
from hub_infra.custody.owner_keys import KeystoreAway, KeystoreNotOfThisStore
from hub_infra.settings import DemoRefused, HubSettings, SettingsRefused
from hub_infra.store.errors import (
    LogHeadWrong,
    NotDurable,
    NoTemporaryTables,
    SchemaChanged,
    SchemaMissing,
    StoreFull,
    StoreReadOnly,
)
from hub_services.wiring.card import BadCard
from hub_services.wiring.environment import deployed, why_none


def typed(arguments: str) -> str:
    """A command as it can be typed here: by its name, or through the bootstrap beside it."""
    return f"{'sharing-hub' if shutil.which('sharing-hub') else 'python3 -m infra'} {arguments}"


def in_folder(folder: Path) -> str:
    """The option that names a demonstration's folder, where it is not the usual one."""
    return f" --data {shlex.quote(str(folder))}" if _elsewhere(folder) else ""


def _elsewhere(folder: Path) -> bool:
    usual: Path = HubSettings.model_fields["data_dir"].default
    return folder.absolute() != usual.absolute()


def anew(folder: Path) -> str:
    """How the demonstration in a folder is wiped: this one, and none that is elsewhere."""
    return typed(f"demo --reset{in_folder(folder)}")


class Trouble(Exception):
    """Something stands in the way: what, and what to do. ``usage``: it was asked wrongly."""

    def __init__(self, what: str, remedy: str, *, usage: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.usage = usage


@contextmanager
def said(data: Path) -> Iterator[None]:
    """Turn what can stand in the way of work with this data folder into a ``Trouble``."""
    try:
        with _files(), _keys():
            yield
    except SettingsRefused as refused:
        raise Trouble(
            _of_no_use(data)
            + "Settings are missing or cannot serve:\n"
            + "\n".join(f"  {name}: {what}" for name, what in refused.remedies.items()),
            "Set them, or put each in a file of its name, in lower case, in the folder that "
            "HUB_SECRETS_DIR names (/run/secrets)."
            if deployed()
            else "Set them, or name the data folder of a running demo with --data.",
            usage=True,
        ) from None
    except DemoRefused:
        raise Trouble(
            "The environment says HUB_ENV=production, where no demo runs.",
            "Unset HUB_ENV, on a machine that is not a deployment.",
            usage=True,
        ) from None
    except (StoreFull, StoreReadOnly):
        raise Trouble(
            "The database takes nothing: it has no room left, or may only be read.",
            "Make room for it, or name the server that may be written. Nothing was recorded.",
        ) from None
    except (NotDurable, LogHeadWrong, SchemaChanged) as error:
        raise Trouble(str(error), "Nothing was started. Put that right first.") from None
    except Away:
        raise Trouble(
            "The database cannot be reached.",
            "If this is the demo, start it with: sharing-hub demo. Otherwise look whether "
            "PostgreSQL runs and whether HUB_DATABASE_URL and DESK_DATABASE_URL are right.",
        ) from None
    except SchemaMissing:
        raise Trouble(
            "The database has no store of this release.", "Run: sharing-hub store migrate"
        ) from None
    except NoTemporaryTables:
        raise Trouble(
            "The user of the database may make no temporary tables, in which views are made "
            "anew to be compared.",
            "Whoever owns the database gives that right: grant temporary on database NAME to "
            "USER. Nothing was changed.",
        ) from None
    except ClockUnreadable:
        raise Trouble(
            "The file that HUB_CLOCK_FILE names holds no instant.",
            "Write one ISO 8601 instant with its offset into it, or unset HUB_CLOCK_FILE.",
            usage=True,
        ) from None


def _of_no_use(data: Path) -> str:
    """What is wrong with a folder that was named, and gives no settings."""
    why = why_none(data) if _elsewhere(data) else ""
    return f"The folder that --data or HUB_DATA_DIR names {why}.\n" if why else ""


@contextmanager
def _files() -> Iterator[None]:
    """A file that cannot be used is told without its name; what is not of files goes on."""
    try:
        yield
    except BadCard:
        raise Trouble(
            "The operator's card is not readable as one.",
            "It is canonical JSON with name, keys, custody (own or hosted) and lead.",
            usage=True,
        ) from None
    except OSError as error:
        if error.filename is None:
            raise
        raise Trouble(
            f"A file or folder that is needed cannot be used: {error.strerror}.",
            "Look whether the folders that HUB_DATA_DIR, HUB_KEYSTORE and DESK_KEYSTORE name "
            "are there, have room, and may be written by this user. Nothing was recorded.",
        ) from None


@contextmanager
def _keys() -> Iterator[None]:
    """Keys that are not there, or of another keystore, and a keystore that takes none."""
    try:
        yield
    except KeystoreNotOfThisStore:
        raise Trouble(
            "The keystore is not the one of this store: the words that the store holds do not "
            "open with it.",
            "Look whether HUB_KEYSTORE names the right folder and its volume is there; if it "
            "was lost, restore it from its own backup. Nothing was changed in either. While "
            "the store holds no words, sharing-hub store migrate gives it a new keystore.",
        ) from None
    except KeystoreAway:
        raise Trouble(
            "The keystore takes no key: its disk is full, locked, or may only be read.",
            "Make room in the folder that HUB_KEYSTORE names, or let this user write there.",
        ) from None
    except AgencyKeysAbsent:
        raise Trouble(
            "This desk has no keys of that agency.",
            "Work from the desk that holds them, or name its folder in DESK_KEYSTORE.",
        ) from None
    except KeystoreBroken:
        raise Trouble(
            "The keystore does not open.",
            "Look whether HUB_KEYSTORE and DESK_KEYSTORE name the right folders; restore them "
            "from their own backup if they were damaged.",
        ) from None
