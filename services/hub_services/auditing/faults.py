"""What can be wrong with a history. What each code means stands in ``words.named.faults``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Code = Literal[
    "position-gap",
    "version-gap",
    "time-went-back",
    "leaf-differs",
    "state-corrupt",
    "command-differs",
    "command-row-differs",
    "command-without-event",
    "recorded-apart",
    "statement-missing",
    "signature-wrong",
    "signed-by-unknown-key",
    "statement-differs",
    "stated-at-another-time",
    "facts-differ",
    "facts-missing",
    "event-differs",
    "does-not-follow",
    "edition-differs",
    "keys-by-another",
    "operator-differs",
    "envelope-missing",
    "envelope-differs",
    "sealed-with-unknown-key",
    "envelope-signature-wrong",
]


OF_ANOTHER_FORM: Final = (
    *(ArithmeticError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)
"""What reading facts raises that no event can have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Something in the log is not as it was recorded, or not said by whom it says."""

    position: int
    code: Code
