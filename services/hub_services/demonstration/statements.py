"""The words of the generated history, read from ``said.toml``."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final, Literal

import msgspec


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an agency knows, with its labels; ``holder`` is whose opinion it is."""

    topic: str
    text: str
    who: Literal["child", "mother", "partner"] = "child"
    kind: str = "fact"
    about: str = "child-health-development-exposure"
    sensitivity: str = "ordinary"
    holder: str = ""


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    why: dict[str, tuple[str, ...]]
    also: dict[str, str]
    replies: dict[str, tuple[str, ...]]
    statement: tuple[Statement, ...]


_SAID: Final = msgspec.convert(
    tomllib.loads(files(__package__).joinpath("said.toml").read_text("utf-8")), _Said
)
WHY: Final = _SAID.why
"""Why is asked, by provision."""
ALSO: Final = _SAID.also
"""What else a request says, by the code of the text."""
REPLIES: Final = _SAID.replies
"""Replies that supply nothing, and (``note``) what co-ordinators file."""


def known(*topics: str) -> list[Statement]:
    """What is known of these topics."""
    return [each for each in _SAID.statement if each.topic in topics]
