"""Events as they were stored, one of each topic and schema version, which load for ever.

As a plugin of pytest it adds to the file what the tests stored and the file does not have yet:
``pytest -p tests.support.history FOLDER``, once an event is new or gets its next
``class_version``. What stands in the file stays there, whatever becomes of the class.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import StoredEvent

from hub_domain.aggregate import Acted
from hub_infra.store.codec import decode
from hub_infra.store.mapper import SCHEMA_VERSION, MsgpackMapper

FILE: Final = Path(__file__).parents[1] / "infra" / "store" / "history.json"
Kind = tuple[str, int]
"""The topic of an event, and the schema version under which it was stored."""
_seen: Final[dict[Kind, bytes]] = {}


def kept() -> dict[Kind, bytes]:
    """The states in the file."""
    return {
        (topic, int(version)): zlib.decompress(b64decode(state))
        for topic, versions in json.loads(FILE.read_text("ascii")).items()
        for version, state in versions.items()
    }


def keep(states: dict[Kind, bytes]) -> None:
    """Write the file anew."""
    plain: dict[str, dict[str, str]] = {}
    for (topic, version), state in sorted(states.items()):
        packed = b64encode(zlib.compress(state, 9)).decode("ascii")
        plain.setdefault(topic, {})[str(version)] = packed
    FILE.write_text(json.dumps(plain, indent=1) + "\n", "ascii")


def pytest_configure() -> None:
    """Note the first state of each kind that a test of the hub stores."""
    written = MsgpackMapper.to_stored_event

    def noted(mapper: MsgpackMapper, event: DomainEventProtocol[UUID]) -> StoredEvent:
        stored = written(mapper, event)
        if isinstance(event, Acted) and type(event).__module__.startswith("hub_domain."):
            version = decode(stored.state)[SCHEMA_VERSION]
            _seen.setdefault((stored.topic, version), stored.state)
        return stored

    pytest.MonkeyPatch().setattr(MsgpackMapper, "to_stored_event", noted)


def pytest_unconfigure() -> None:
    """Add what was noted to what is kept."""
    keep(_seen | kept())
