"""The settings of a demonstration, kept in its data folder for whoever works with it there.

One ``NAME=value`` a line, in a file that only its owner reads. It is used where no database is
set otherwise and nothing says production: a deployment is never mixed with a demonstration.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hub_infra.given import given

FILE: Final = "environment"
_DEPLOYED: Final = ("HUB_DATABASE_URL", "DESK_DATABASE_URL")


def keep_environment(data: Path, settings: Mapping[str, str]) -> None:
    """Write the settings that a demonstration in this folder runs with."""
    aside = data / f".{FILE}.{os.getpid()}"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in sorted(settings.items()))
    aside.replace(data / FILE)


def deployed() -> bool:
    """Whether the settings are a deployment's: a database is set, or it says production."""
    return os.environ.get("HUB_ENV") == "production" or any(map(given, _DEPLOYED))


def use_environment(data: Path) -> None:
    """Take the settings of the demonstration in this folder, if there is one."""
    if deployed():
        return
    try:
        lines = (data / FILE).read_text("utf-8").splitlines()
    except OSError:
        return
    for name, sign, value in (line.partition("=") for line in lines):
        if sign:
            os.environ.setdefault(name, value)


def why_none(data: Path) -> str:
    """Why a folder gives no settings of a demonstration; empty where it does."""
    try:
        (data / FILE).read_bytes()
    except PermissionError:
        return "may not be read by this user"
    except OSError:
        return "holds no demonstration" if data.exists() else "does not exist"
    return ""
