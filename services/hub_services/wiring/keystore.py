"""A store and the keystore that its words rest on: no other is taken for it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from hub_infra.custody.owner_keys import FileOwnerKeys, KeystoreNotOfThisStore
from hub_infra.store.opening import Store


def owner_keys_of(store: Store, directory: Path, *, anew: bool = False) -> FileOwnerKeys:
    """Open the keystore of a store, and record it where the store knows none yet.

    A store that knows none and holds words takes one that has a key of theirs. ``anew``: while
    no words rest on the one that it knows, it may be given another. Everything else raises
    ``KeystoreNotOfThisStore``, and makes no keystore.
    """
    known, owners = store.keystore.id(), store.keystore.owners()
    may_begin = not owners and (anew or known is None)
    keys = FileOwnerKeys(directory, begin=may_begin)
    with ExitStack() as unless_taken:
        unless_taken.callback(keys.close)
        if may_begin or (known is None and any(map(keys.holds, owners))):
            store.keystore.record(keys.id, instead_of=known)
        assert_its_own(store, keys)
        unless_taken.pop_all()
    return keys


def assert_its_own(store: Store, keys: FileOwnerKeys) -> None:
    """Raise ``KeystoreNotOfThisStore`` where the store knows another, or the file is gone."""
    keys.assert_there()
    if store.keystore.id() != keys.id:
        raise KeystoreNotOfThisStore
