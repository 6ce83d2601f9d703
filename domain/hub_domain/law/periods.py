"""A period that is stated: of what is asked for, and of what was searched."""

from __future__ import annotations

from datetime import date


def stated(begins: date | None, ends: date | None) -> bool:
    """Whether both days are said, the last of them no earlier than the first."""
    return begins is not None and ends is not None and begins <= ends
