"""Small files that must be whole, durable and written once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

_PRIVATE: Final = 0o600
_PRIVATE_DIRECTORY: Final = 0o700


def private_directory(path: Path) -> Path:
    """Make a directory for its owner alone, durable before it is used."""
    for missing in reversed([p for p in (path, *path.parents) if not p.exists()]):
        missing.mkdir(mode=_PRIVATE_DIRECTORY, exist_ok=True)
        sync_directory(missing.parent)
    return path


def write_once(path: Path, data: bytes) -> bool:
    """Write a file whole and durable, unless it is there already; say whether this did.

    Written aside, synced, then linked: of several processes one wins, and whoever finds the
    file finds all of it.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return False
        return True
    finally:
        aside.unlink()
        sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
