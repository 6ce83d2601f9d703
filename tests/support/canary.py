"""A canary: a word planted among words, to be looked for wherever they must not be."""

from __future__ import annotations

import base64
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

_CHUNK = 1 << 20


def song() -> str:
    """A word that stands nowhere else: what it is put beside can be found by it."""
    return secrets.token_hex(8)


def forms(word: str) -> dict[str, bytes]:
    """The bytes by which a word may be found: as text, in hex, in base64."""
    raw = word.encode()
    return {
        "utf-8": raw,
        "utf-16": word.encode("utf-16-le"),
        "utf-32": word.encode("utf-32-le"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        **{f"base64+{shift}": _sure(raw, shift) for shift in range(3)},
    }


def _sure(raw: bytes, shift: int) -> bytes:
    """The part of a base64 text that is sure, when the word begins ``shift`` bytes in."""
    return base64.b64encode(bytes(shift) + raw)[4 if shift else 0 : -4]


def found(word: str, places: Mapping[str, bytes]) -> dict[str, list[str]]:
    """In which places the word stands, and in which forms."""
    looked_for = forms(word)
    return {
        place: hits
        for place, data in places.items()
        if (hits := [form for form, needle in looked_for.items() if needle in data])
    }


def files(directory: Path) -> dict[str, bytes]:
    """Every file below a directory, but what vanishes meanwhile, be it a whole folder."""
    read: dict[str, bytes] = {}
    for folder, _, names in os.walk(directory):
        for path in (Path(folder, name) for name in names):
            with suppress(OSError):
                if path.is_file():
                    read[str(path.relative_to(directory))] = path.read_bytes()
    return read


def hits_in_memory(pid: int, needles: Iterable[bytes]) -> dict[bytes, int]:
    """How often each of the needles stands in the memory of a process (Linux)."""
    wanted = list(needles)
    overlap = max(map(len, wanted)) - 1
    counts = dict.fromkeys(wanted, 0)
    pattern = re.compile(rb"([0-9a-f]+)-([0-9a-f]+) r")
    maps = Path(f"/proc/{pid}/maps").read_bytes().splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            if (match := pattern.match(line)) is None or b"[v" in line:
                continue
            start, end = (int(address, 16) for address in match.groups())
            held = b""
            for at in range(start, end, _CHUNK):
                try:
                    memory.seek(at)
                    piece = held + memory.read(min(_CHUNK, end - at))
                except OSError:
                    break
                for needle in wanted:
                    counts[needle] += piece.count(needle)
                held = piece[-overlap:]
    return counts
