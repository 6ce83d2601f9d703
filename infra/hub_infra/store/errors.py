"""What can go wrong in the store, in its own words.

No message carries a stored value: a database says in its errors what it was given, and that
may be about a person. What remains is the SQLSTATE (PostgreSQL, appendix A).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from eventsourcing.persistence import IntegrityError

from hub_domain.ports import Away, InDoubt, NotRestored
from hub_domain.recording import NotTaken, VersionMoved


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


class CorruptState(StoreError, NotRestored):
    """Stored bytes are not the one encoding of what they say, or say something unknown."""

    code = "corrupt-state"


class NotPlain(StoreError, TypeError):
    """An event holds a value that has no plain encoding."""

    code = "not-plain"


class NoTemporaryTables(StoreError):
    """The database's user may not make temporary tables; nothing was compared."""

    code = "no-temporary-tables"


class NotRecorded(StoreError, NotTaken):
    """The database refused this command; nothing of it was written."""

    code = "refused-by-database"

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate
        super().__init__(f"PostgreSQL refused the command (SQLSTATE {sqlstate or 'unknown'})")

    @classmethod
    def by(cls, error: Exception) -> NotRecorded:
        """As the database said it, without what it said it of."""
        return cls(getattr(error, "sqlstate", None))


class StoreClosed(StoreError, Away):
    """The store is closed; nothing of this command was written."""

    code = "store-closed"


class StoreAway(StoreError, Away):
    """The database cannot be reached; nothing of this command was written."""

    code = "store-away"


class StoreFull(StoreError, Away):
    """The server has no room left, on its disk or for one more; nothing was written."""

    code = "store-full"


class StoreReadOnly(StoreError, Away):
    """The database may only be read now, as a standby's; nothing was written."""

    code = "store-read-only"


class LogHeadWrong(StoreError, Away):
    """The head is not at the newest event, as after a repair by hand; nothing was written."""

    code = "log-head-wrong"


class HistoryReplaced(StoreError, Away):
    """The log is not the one that this process knew, as after a restore; nothing was written.

    The process does nothing more until it is started again.
    """

    code = "history-replaced"


class OutcomeUnknown(StoreError, InDoubt):
    """The database went away while it committed, and has not come back to be asked.

    The same command id may be sent again: it is answered as first answered, or written.
    """

    code = "outcome-unknown"


_TEMPORARY: Final[Mapping[str, type[StoreError]]] = {
    "25006": StoreReadOnly,  # read_only_sql_transaction
    "53": StoreFull,  # insufficient resources
    "57": StoreAway,  # operator intervention
    "58": StoreAway,  # system error: of its disk
    "HUB01": LogHeadWrong,  # raised by take_place
}
"""By SQLSTATE, or its class: what is no fault of the command, and may pass."""


def refusal_of(error: Exception) -> StoreError | None:
    """A refusal of the database that may pass, in the store's own words; None for others."""
    sqlstate = getattr(error, "sqlstate", None) or ""
    refusal = _TEMPORARY.get(sqlstate) or _TEMPORARY.get(sqlstate[:2])
    return None if refusal is None else refusal(f"SQLSTATE {sqlstate}")


class StreamMoved(VersionMoved, IntegrityError):
    """``VersionMoved`` as eventsourcing's recorders promise it: a ``RecordConflictError``."""
