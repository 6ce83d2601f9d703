"""The folder of a demonstration: all that it makes lies there, and nothing else is touched.

A folder is a demonstration's when it holds the file of that name; only such a one, or an empty
one, is ever cleared. One process works in it at a time.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import msgspec

from hub_infra.custody.files import private_directory, write_once
from hub_infra.embedded import embedded_postgres
from hub_services.desk.means import Hat
from hub_services.wiring.troubles import Trouble

SIGN: Final = "demonstration"
CAST: Final = "personas.json"


class _Cast(msgspec.Struct, frozen=True, kw_only=True):
    """Who can be chosen; the file is written once everything is told."""

    v: int
    hats: dict[str, Hat]


@dataclass(frozen=True)
class Folder:
    """A demonstration's folder, in use by this process."""

    path: Path

    @property
    def clock(self) -> Path:
        """The file of the clock, while the history is told."""
        return self.path / "clock"

    @property
    def log(self) -> Path:
        """Where the processes log."""
        return self.path / "log"

    def keep_cast(self, hats: Mapping[str, Hat]) -> None:
        """Say that all is told, and who can be chosen."""
        write_once(self.path / CAST, msgspec.json.encode(_Cast(v=1, hats=dict(hats))))

    def cast(self) -> dict[str, Hat] | None:
        """Who can be chosen, if all was told."""
        try:
            kept = msgspec.json.decode((self.path / CAST).read_bytes(), type=_Cast)
        except FileNotFoundError:
            return None
        return kept.hats

    def prepare(self, *, reset: bool) -> None:
        """Begin anew where it is asked for, or where nothing was finished."""
        if reset or self.cast() is None:
            _stop_server(self.path / "postgres")
            self.clear()

    def clear(self) -> None:
        """Remove everything but the sign."""
        for entry in self.path.iterdir():
            if entry.name == SIGN:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()


@contextmanager
def demonstration_folder(path: Path) -> Iterator[Folder]:
    """Use a folder for a demonstration, alone; what is in it stays until it is prepared."""
    path = path.absolute()
    with _sign(path) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(
                f"A demonstration is running in {path}.",
                "Stop it with Ctrl-C where it runs, or name another folder with --data.",
            ) from None
        yield Folder(path)


def _sign(path: Path) -> TextIO:
    """The folder's sign, opened; the folder is made where there is none."""
    sign = path / SIGN
    try:
        if path.exists() and not sign.exists() and (not path.is_dir() or any(path.iterdir())):
            raise Trouble(
                f"{path} holds something else than a demonstration, and is left as it is.",
                "Name a new folder with --data.",
                usage=True,
            )
        private_directory(path)
        return sign.open("a")
    except OSError as error:
        raise Trouble(
            f"{path} cannot be made or written to: {error.strerror}.",
            "Name a folder of your own with --data.",
            usage=True,
        ) from None


def _stop_server(data: Path) -> None:
    """Stop the server of a demonstration that was killed, before its files are removed."""
    if (data / "postmaster.pid").exists():
        with embedded_postgres(data):
            pass
