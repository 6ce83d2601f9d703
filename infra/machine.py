"""What this machine has beyond Python, and how to get what it has not."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from infra.environment import ROOT

JAVASCRIPT = Path("tests/infra/sealing/js")
"""The second implementation of the envelope, with its lock."""

ON_DEBIAN = {
    "kafka": "apt install default-jre-headless maven",
    "chromium": "apt install chromium",
    "postgres-server": "apt install postgresql",
    "kcat": "apt install kcat",
    "node": f"apt install nodejs npm && npm ci --prefix {JAVASCRIPT}",
}
"""What the tests can use beyond Python, and the command that brings it."""

OLDEST_NODE = 20, 19


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


def node() -> str | None:
    """Node.js with npm, as new as the JavaScript packages ask for; or None."""
    path = shutil.which("node")
    if path is None or shutil.which("npm") is None:
        return None
    said = subprocess.run([path, "--version"], check=False, capture_output=True, text=True)
    version = re.match(r"v(\d+)\.(\d+)", said.stdout)
    new_enough = version and tuple(map(int, version.groups())) >= OLDEST_NODE
    return path if new_enough else None


def present() -> set[str]:
    """The names, as ``--require`` takes them, of what stands here."""
    here = {
        "kafka": shutil.which("java") and shutil.which("mvn"),
        "chromium": chromium(),
        "postgres-server": postgres_server(),
        "kcat": shutil.which("kcat"),
        "node": node() if (ROOT / JAVASCRIPT / "node_modules").is_dir() else None,
    }
    return {name for name, where in here.items() if where}


def missing() -> dict[str, str]:
    """What does not stand here, with the command that brings it on Debian."""
    here = present()
    return {name: command for name, command in ON_DEBIAN.items() if name not in here}
