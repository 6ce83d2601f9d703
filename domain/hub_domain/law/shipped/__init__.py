"""The catalogue as it ships: edition 1, one subject in each file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.reading import assemble, rows_from_toml

EDITION: Final = 1
PACK_EDITION: Final = 1


@cache
def shipped_catalogue() -> Catalogue:
    """Read, once, the files beside this module. Commands get the value and read no file."""
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(files(__package__).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    }
    parts = {name: rows_from_toml(text, name) for name, text in texts.items()}
    return assemble(EDITION, PACK_EDITION, parts)
