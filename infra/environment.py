"""The project's own virtual environment, filled from the locks and from nothing else.

Every package, the installer included, is checked against its hash in ``infra/locks``. A stamp
says which lock is installed, so that a second start installs nothing.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / ".installed"
LOCKS = ROOT / "infra" / "locks"

NO_VENV = (
    "\nThis Python cannot make a virtual environment. On Debian or Ubuntu: "
    "sudo apt install python3-venv"
)

NOT_WRITABLE = (
    "\nThis user may not write to {}, where the packages are to be installed. "
    "Make a copy of your own, and start there."
)

FIRST_PIP_FOR_ANOTHER_PYTHON = 23
"""A major version; ``--python`` came with 22.3."""

Lock = Literal["runtime", "dev"]


class CannotPrepare(Exception):
    """The environment could not be made; the message says what to do."""


@contextmanager
def step(number: int, of: int, what: str) -> Iterator[None]:
    """Say what is being done, then how long it took."""
    print(f"{number}/{of} {what} ...", end=" ", flush=True)
    began = time.monotonic()
    yield
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def prepare(lock: Lock) -> None:
    """Have ``.venv`` hold what ``lock`` names. The dev lock holds all of the runtime lock."""
    wanted = stamp(lock)
    if _python_runs() and _installed() in {wanted, stamp("dev")}:
        return
    with step(1, 3, "making .venv"):
        _make_venv()
    with step(2, 3, f"installing the locked packages ({lock})"):
        _install(lock)
    with step(3, 3, "installing the sharing hub itself"):
        _run([*_installer(), "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    STAMP.write_text(wanted)


def _python_runs() -> bool:
    """Whether there is a Python that this user may run: a link may lead where they may not."""
    return os.access(PYTHON, os.X_OK)


def _installed() -> str:
    return STAMP.read_text() if STAMP.exists() else ""


def stamp(lock: Lock) -> str:
    contents = (LOCKS / f"{lock}.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return f"{lock} {hashlib.sha256(contents).hexdigest()}"


def _make_venv() -> None:
    """Make it without an installer of its own where this Python has one: that takes seconds."""
    lent = _pip_of_this_python()
    needed = ("venv",) if lent else ("ensurepip", "venv")
    if any(importlib.util.find_spec(name) is None for name in needed):
        raise CannotPrepare(NO_VENV)
    folder = VENV if VENV.exists() else VENV.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotPrepare(NOT_WRITABLE.format(folder))
    STAMP.unlink(missing_ok=True)
    if _python_runs() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    try:
        without = ["--without-pip"] if lent else []
        _run([sys.executable, "-m", "venv", "--clear", *without, str(VENV)])
    except CannotPrepare:
        raise CannotPrepare(NO_VENV) from None


def _install(lock: Lock) -> None:
    """Install with uv, pinned in the lock; all the rest with pip where uv has no wheel."""
    with tempfile.TemporaryDirectory() as scratch:
        requirements = Path(scratch, "requirements.txt")
        requirements.write_text(locked("uv", lock))
        uv = subprocess.run(
            [*_installer(), "--require-hashes", "--only-binary=:all:", "-r", str(requirements)],
            check=False,
            capture_output=True,
        )
        text = (LOCKS / f"{lock}.txt").read_text()
        if uv.returncode != 0:
            print("with pip, for want of uv ...", end=" ", flush=True)
            text = text.replace(locked("uv", lock), "")
        requirements.write_text(text)
        _run([*_installer(), "--require-hashes", "-r", str(requirements)])


def locked(package: str, lock: Lock) -> str:
    """What the lock says of one package: its version and hashes, as a requirement."""
    text = (LOCKS / f"{lock}.txt").read_text()
    found = re.search(rf"^{re.escape(package)}==(?:.*\\\n)*.*$", text, re.MULTILINE)
    if found is None:
        raise CannotPrepare(f"infra/locks/{lock}.txt does not name {package}.")
    return found[0] + "\n"


def _installer() -> list[str]:
    uv = BIN / ("uv.exe" if os.name == "nt" else "uv")
    if uv.exists():
        return [str(uv), "pip", "install", "-q", "--python", str(PYTHON)]
    pip = _pip_of_this_python() or [str(PYTHON), "-m", "pip"]
    return [*pip, "install", "-q", "--disable-pip-version-check"]


def _pip_of_this_python() -> list[str]:
    """How the pip of this Python installs into ``.venv``; empty where it cannot."""
    if importlib.util.find_spec("pip") is None:
        return []
    major = importlib.import_module("pip").__version__.partition(".")[0]
    if int(major) < FIRST_PIP_FOR_ANOTHER_PYTHON:
        return []
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, cwd=ROOT)
    except subprocess.CalledProcessError as error:
        raise CannotPrepare(
            f"\nThis did not work: {' '.join(command)}\n"
            "The packages come from PyPI; is there a network? All that was made is in .venv: "
            "it can be deleted at any time, the next start makes it anew."
        ) from error
