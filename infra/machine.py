"""What this machine has beyond Python, and how to get what it has not."""

from __future__ import annotations

import shutil
from pathlib import Path

DEBIAN_PACKAGES = {
    "kafka": "default-jre-headless maven",
    "chromium": "chromium",
    "postgres-server": "postgresql",
    "kcat": "kcat",
}


def chromium() -> str | None:
    """The browser's command, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def postgres_server() -> Path | None:
    """The folder of the newest PostgreSQL server's programs as Debian has it, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max(
        (program.parent for program in found),
        key=lambda folder: int(folder.parent.name),
        default=None,
    )


def present() -> set[str]:
    """The names, as ``--require`` takes them, of what stands here."""
    here = {
        "kafka": shutil.which("java") and shutil.which("mvn"),
        "chromium": chromium(),
        "postgres-server": postgres_server(),
        "kcat": shutil.which("kcat"),
    }
    return {name for name, where in here.items() if where}


def missing() -> dict[str, str]:
    """What does not stand here, with the command that brings it on Debian."""
    return {
        name: f"apt install {packages}"
        for name, packages in DEBIAN_PACKAGES.items()
        if name not in present()
    }
