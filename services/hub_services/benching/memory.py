"""How much memory processes of this machine hold, as the kernel tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from hub_services.benching.measures import Measure

_PROPORTIONAL = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)
_PARENT = re.compile(r"^PPid:\s+(\d+)$", re.MULTILINE)


def memory(name: str, pids: Iterable[int]) -> list[Measure]:
    """The memory of processes together; what several share is counted once.

    Nothing where the kernel has no ``/proc``, or the processes are gone.
    """
    held = [
        int(found[1])
        for pid in pids
        if (found := _PROPORTIONAL.search(_told(pid, "smaps_rollup"))) is not None
    ]
    return [Measure(name=name, value=sum(held) / 1024, unit="MiB")] if held else []


def family(pid: int) -> list[int]:
    """A process and its children."""
    others = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    parents = {other: _PARENT.search(_told(other, "status")) for other in others}
    return [pid, *(other for other, found in parents.items() if found and int(found[1]) == pid)]


def _told(pid: int, what: str) -> str:
    try:
        return Path(f"/proc/{pid}/{what}").read_text("ascii", "replace")
    except OSError:
        return ""
