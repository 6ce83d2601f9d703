"""Keys of the owners of segments, in a directory of their own.

Each is 256 random bits, kept only wrapped under the epoch's key-encryption key. They stand in
one SQLite file beside that key: a transaction there is durable when it returns, and of several
processes that make a key for one owner, one wins. Erasing an owner will mean writing the
others to a new file under a new epoch's key and destroying the old one.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from hub_domain.ports import Away, OwnerKeyGone
from hub_infra.canonical import lp
from hub_infra.custody import kek
from hub_infra.custody.files import private_directory, write_once

FIRST_EPOCH: Final = 1
_CACHED: Final = 50_000
_BUSY_SECONDS: Final = 30.0
_SCHEMA: Final = """
    create table if not exists owner_keys (
        owner blob primary key, epoch integer not null, wrapped blob not null
    ) without rowid
"""


class KeystoreAway(Away):
    """No key can be written or read now; nothing was recorded that needs one."""

    code = "keystore-away"


class FileOwnerKeys:
    """The ``OwnerKeys`` port on a directory. Safe for threads and for several processes."""

    def __init__(self, directory: Path, *, cached: int = _CACHED) -> None:
        private_directory(directory)
        database = directory / "owners.sqlite3"
        self._kek = kek.key_encryption_key(
            directory / f"kek-{FIRST_EPOCH}", FIRST_EPOCH, wraps=database
        )
        self._database = _open(database)
        self._using = threading.Lock()
        self._cache: OrderedDict[UUID, bytes] = OrderedDict()
        self._cached = cached
        self._waiting: set[UUID] = set()
        self._noting = threading.Lock()

    def wrap(self, owner: UUID, context: bytes, share: bytes) -> bytes:
        """Wrap a share under its owner's key, which is durable when this returns."""
        key = self._known(owner)
        if key is None:
            self.ensure([owner])
            key = self._existing(owner)
        return kek.wrap(key, _share_context(context), share)

    def unwrap(self, owner: UUID, context: bytes, wrapped: bytes) -> bytes:
        """The share again.

        ``OwnerKeyGone`` when the owner has no key, ``KeystoreBroken`` when the share was not
        wrapped under that key for this context.
        """
        return kek.unwrap(self._existing(owner), _share_context(context), wrapped)

    def ensure(self, owners: Iterable[UUID]) -> None:
        """Make the keys that are missing, all in one durable transaction.

        Threads that come while another writes are served together by the next that writes.
        """
        missing = {owner for owner in owners if self._known(owner) is None}
        if not missing:
            return
        with self._noting:
            self._waiting |= missing
        with self._using:
            with self._noting:
                batch, self._waiting = self._waiting, set()
            try:
                if batch:
                    self._make(batch)
            except BaseException:
                with self._noting:
                    self._waiting |= batch  # whoever waits for these makes them itself
                raise

    def close(self) -> None:
        """Close the file."""
        with self._using:
            self._database.close()

    def _make(self, owners: Collection[UUID]) -> None:
        rows = [
            (
                owner.bytes,
                FIRST_EPOCH,
                kek.wrap(
                    self._kek,
                    _key_context(owner, FIRST_EPOCH),
                    secrets.token_bytes(kek.KEY_BYTES),
                ),
            )
            for owner in owners
        ]
        with _at_hand(), self._database:
            self._database.execute("begin immediate")
            self._database.executemany(
                "insert into owner_keys (owner, epoch, wrapped) values (?, ?, ?)"
                " on conflict (owner) do nothing",
                rows,
            )
        for owner in owners:
            self._load(owner)  # of several processes that made it, one has won

    def _known(self, owner: UUID) -> bytes | None:
        try:
            key = self._cache[owner]
            self._cache.move_to_end(owner)
        except KeyError:
            return None
        return key

    def _existing(self, owner: UUID) -> bytes:
        key = self._known(owner)
        if key is not None:
            return key
        with self._using:
            return self._load(owner)

    def _load(self, owner: UUID) -> bytes:
        with _at_hand():
            row = self._database.execute(
                "select epoch, wrapped from owner_keys where owner = ?", (owner.bytes,)
            ).fetchone()
        if row is None:
            raise OwnerKeyGone
        epoch, wrapped = row
        if epoch != FIRST_EPOCH:
            raise kek.KeystoreBroken
        key = kek.unwrap(self._kek, _key_context(owner, epoch), wrapped)
        self._cache[owner] = key
        while len(self._cache) > self._cached:
            self._cache.popitem(last=False)
        return key


@contextmanager
def _at_hand() -> Iterator[None]:
    """A disk that is full, locked or read-only takes no key now, and may again."""
    try:
        yield
    except sqlite3.OperationalError:
        raise KeystoreAway from None


def _open(path: Path) -> sqlite3.Connection:
    write_once(path, b"")  # so that nobody else may read it, nor SQLite's files beside it
    database = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = full")
    database.execute(_SCHEMA)
    return database


def _key_context(owner: UUID, epoch: int) -> bytes:
    return lp(b"hub/v1 owner-key", owner.bytes, str(epoch).encode())


def _share_context(context: bytes) -> bytes:
    return lp(b"hub/v1 wrap", context)
