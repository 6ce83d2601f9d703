"""How much memory a process of this machine holds, as the kernel tells it."""

from __future__ import annotations

import re
from pathlib import Path

from hub_services.benching.measures import Measure

_RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)


def memory(name: str, pid: int) -> list[Measure]:
    """The resident memory of a process; nothing where the kernel has no ``/proc``."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except FileNotFoundError:
        return []
    resident = _RESIDENT.search(status)
    if resident is None:
        return []
    return [Measure(name=name, value=int(resident[1]) / 1024, unit="MiB")]
