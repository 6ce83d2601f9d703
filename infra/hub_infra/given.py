"""Where settings stand: in the environment, or in files beside it. Reads no setting itself."""

from __future__ import annotations

import os
from pathlib import Path

SECRETS = "/run/secrets"


def secrets_folder() -> Path:
    """The folder of files that are named like a variable each, in lower case."""
    return Path(os.environ.get("HUB_SECRETS_DIR", SECRETS))


def given(name: str) -> bool:
    """Whether a variable is set, or stands in a file."""
    return bool(os.environ.get(name)) or (secrets_folder() / name.lower()).exists()
