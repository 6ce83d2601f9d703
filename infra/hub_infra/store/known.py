"""What a process knows of the log, and whether the log still holds it.

A restore, or a failover to a standby that was behind, takes a tail of the log away, and others
write another in its place. Whoever judged by the lost tail would not notice: versions are the
same again. So a process remembers the newest event that it wrote or read, and whenever it
connects anew, asks for it before anything else. Where that event is gone, what the process has
loaded and judged may never have been: it does nothing more until it is started again.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

import psycopg
import structlog

from hub_infra.store.errors import HistoryReplaced, LogHeadWrong, StoreAway

log = structlog.get_logger()

_HELD = """
select exists (select from events where position = %s and leaf_hash = %s),
    pg_is_in_recovery()
"""

_HEAD = "select position = (select coalesce(max(position), 0) from events) from head"


class Known:
    """The newest event that this process knows, by its position and the hash of its leaf."""

    def __init__(self) -> None:
        self._newest = (0, b"")
        self._replaced = False
        self._changing = Lock()

    def saw(self, position: int, leaf_hash: bytes) -> None:
        """Remember an event that was written or read, if none is newer."""
        if position > self._newest[0]:
            with self._changing:
                self._newest = max(self._newest, (position, leaf_hash))

    def assert_believed(self) -> None:
        """Raise ``HistoryReplaced`` once the log was found to be another."""
        if self._replaced:
            raise HistoryReplaced

    def assert_held(self, connection: psycopg.Connection[Any]) -> None:
        """Ask the log at the other end of a new connection whether it is the one known here.

        Raises ``HistoryReplaced``, from now on always; or ``StoreAway`` for a standby, which
        may have the event yet.
        """
        self.assert_believed()
        position, leaf_hash = self._newest
        if not position:
            return
        ((held, standby),) = connection.execute(_HELD, (position, leaf_hash)).fetchall()
        if held:
            return
        if standby:
            raise StoreAway("a standby that is behind")
        with self._changing:
            if not self._replaced:
                log.critical("history-replaced", position=position)
            self._replaced = True
        raise HistoryReplaced


def assert_head(connection: psycopg.Connection[Any]) -> None:
    """Raise ``LogHeadWrong`` where the head is not at the newest event."""
    if connection.execute(_HEAD).fetchall() != [(True,)]:
        raise LogHeadWrong("the head of the log is not at its newest event")
