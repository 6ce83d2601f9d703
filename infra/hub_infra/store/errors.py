"""What can go wrong in the store, in its own words.

No message carries a stored value: a database says in its errors what it was given, and that
may be about a person. What remains is the SQLSTATE (PostgreSQL, appendix A).
"""

from __future__ import annotations

from typing import ClassVar

from eventsourcing.persistence import IntegrityError

from hub_domain.recording import VersionMoved


class StoreError(Exception):
    """Something is wrong with the store or with what it was given. ``code`` is for the log."""

    code: ClassVar[str]


class NotDurable(StoreError):
    """The server may lose what it has acknowledged; nothing is started on it."""

    code = "not-durable"

    def __init__(self, setting: str, value: str) -> None:
        super().__init__(f"PostgreSQL has {setting} = {value}; the hub needs it on")


class SchemaChanged(StoreError):
    """A migration that was applied is not the one that stands in the release."""

    code = "schema-changed"

    def __init__(self, name: str) -> None:
        super().__init__(f"the migration {name} was changed or removed after it was applied")


class SchemaMissing(StoreError):
    """The database was never migrated, or not by this release."""

    code = "schema-missing"

    def __init__(self) -> None:
        super().__init__("the database has no store of this release: run 'store migrate'")


class CorruptState(StoreError):
    """Stored bytes are not the one encoding of what they say, or say something unknown."""

    code = "corrupt-state"


class NotPlain(StoreError, TypeError):
    """An event holds a value that has no plain encoding."""

    code = "not-plain"


class NotRecorded(StoreError):
    """The database refused this command; nothing of it was written."""

    code = "refused-by-database"

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate
        super().__init__(f"PostgreSQL refused the command (SQLSTATE {sqlstate or 'unknown'})")


class StoreClosed(StoreError):
    """The recorder is closed; nothing of this command was written."""

    code = "store-closed"


class StoreAway(StoreError):
    """The database cannot be reached; nothing of this command was written."""

    code = "store-away"


class OutcomeUnknown(StoreError):
    """The database went away while it committed, and has not come back to be asked.

    The same command id may be sent again: it is answered as first answered, or written.
    """

    code = "outcome-unknown"


class StreamMoved(VersionMoved, IntegrityError):
    """``VersionMoved`` as eventsourcing's recorders promise it: a ``RecordConflictError``."""
