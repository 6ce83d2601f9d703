"""Keys of the owners of segments, in a directory of their own.

Each is 256 random bits, kept only wrapped under the epoch's key-encryption key. They stand in
one SQLite file beside that key: a transaction there is durable when it returns, and of several
processes that make a key for one owner, one wins. Erasing an owner will mean writing the
others to a new file under a new epoch's key and destroying the old one.

The file carries the keystore's own random id, wrapped under the same key: by it a store knows
its keystore again, and a key or a file that was exchanged is noticed.
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
from uuid import UUID, uuid4

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
    ) without rowid;
    create table if not exists keystore (
        one integer primary key check (one = 1), wrapped_id blob not null
    );
"""


class KeystoreAway(Away):
    """No key can be written or read now; nothing was recorded that needs one."""

    code = "keystore-away"


class KeystoreNotOfThisStore(Away):
    """The keystore is gone, or is not the one that wraps the words of this store."""

    code = "keystore-not-of-this-store"


class FileOwnerKeys:
    """The ``OwnerKeys`` port on a directory. Safe for threads and for several processes.

    Where it may not ``begin``, a directory without keys raises ``KeystoreNotOfThisStore`` and
    stays as it is.
    """

    def __init__(self, directory: Path, *, begin: bool = True, cached: int = _CACHED) -> None:
        database = directory / "owners.sqlite3"
        if not (begin or database.exists()):
            raise KeystoreNotOfThisStore
        private_directory(directory)
        self._kek = kek.key_encryption_key(
            directory / f"kek-{FIRST_EPOCH}", FIRST_EPOCH, wraps=database
        )
        self._path = database
        self._database = _open(database)
        self._opened = _file(database)
        try:
            self.id = self._own_id()
        except BaseException:
            self._database.close()
            raise
        self._using = threading.Lock()
        self._cache: OrderedDict[UUID, bytes] = OrderedDict()
        self._cached = cached
        self._waiting: set[UUID] = set()
        self._noting = threading.Lock()

    def wrap(self, owner: UUID, context: bytes, share: bytes) -> bytes:
        """Wrap a share under its owner's key, which is durable when this returns."""
        self.assert_there()
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
        Nothing is sealed under keys that are no longer on the disk.
        """
        self.assert_there()
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

    def holds(self, owner: UUID) -> bool:
        """Whether the owner has a key here."""
        try:
            self._existing(owner)
        except OwnerKeyGone:
            return False
        return True

    def assert_there(self) -> None:
        """Raise ``KeystoreNotOfThisStore`` where the file that was opened is not there."""
        if _file(self._path) != self._opened:
            raise KeystoreNotOfThisStore

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

    def _own_id(self) -> UUID:
        """The keystore's id, made at first use; one winner across processes."""
        fresh = kek.wrap(self._kek, _ID_CONTEXT, uuid4().bytes)
        with _at_hand():
            self._database.execute(
                "insert into keystore (one, wrapped_id) values (1, ?) on conflict do nothing",
                (fresh,),
            )
            ((wrapped,),) = self._database.execute("select wrapped_id from keystore")
        return UUID(bytes=kek.unwrap(self._kek, _ID_CONTEXT, wrapped))

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
    database.executescript(_SCHEMA)
    return database


def _file(path: Path) -> tuple[int, int] | None:
    """Which file stands there, if one does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


_ID_CONTEXT: Final = lp(b"hub/v1 keystore-id")


def _key_context(owner: UUID, epoch: int) -> bytes:
    return lp(b"hub/v1 owner-key", owner.bytes, str(epoch).encode())


def _share_context(context: bytes) -> bytes:
    return lp(b"hub/v1 wrap", context)
