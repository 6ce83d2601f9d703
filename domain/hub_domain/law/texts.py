"""The names of the texts that records have: of each the checks are known, never the words.

A name is a code like any other, so these are all that there are. Where several runs of the
table answer differently, the texts of the second run end in ``-2``, of the third in ``-3``.
"""

from __future__ import annotations

import re
from typing import Final

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.rows import Ground, RecordField

OF_A_REQUEST: Final = frozenset(
    {
        "why-needed",
        "necessity",
        "proportionality",
        "burden",
        "function",
        "necessary-or-expedient",
        "board-consideration",
        "order",
    }
)
OF_AN_ANSWER: Final = frozenset({"reasons", "search"})
EXPLANATION: Final = "explanation"
OF_AN_EXPLANATION: Final = frozenset({EXPLANATION})
OF_A_NOTE: Final = frozenset({"note"})

OF_A_RUN: Final = frozenset(
    {
        "no-consent",
        "exception-what",
        "exception-why-seeking",
        "condition",
        "public-interest",
        "gate",
        "interests",
    }
)
OF_A_DECISION: Final = OF_A_RUN | {
    "purpose",
    "no-purpose",
    "need",
    "needed-for",
    "channel-reason",
    "channel-safeguards",
    "notice",
    "able-to-protect",
    "disproportionate",
    "question",
}
"""Besides what the catalogue says that a decision records."""

_LATER_RUN: Final = re.compile(r"(.+)-(?:[2-9]|1\d|20)")
_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_OF_AN_ITEM: Final = re.compile(rf"needed-for-{_UUID}")


def of_a_decision(name: str, catalogue: Catalogue) -> bool:
    """Whether a decision may have a text of that name.

    One of what the catalogue says that it records, of its answers in a run, of a ground, or
    what one item is needed for.
    """
    if name in OF_A_DECISION or name in catalogue.known(RecordField):
        return True
    if name.startswith("ground-"):
        return name.removeprefix("ground-") in catalogue.known(Ground)
    later = _LATER_RUN.fullmatch(name)
    return bool(later and later[1] in OF_A_RUN) or bool(_OF_AN_ITEM.fullmatch(name))


def of_any_record(name: str, catalogue: Catalogue) -> bool:
    """Whether any record may have a text of that name."""
    own = OF_A_REQUEST | OF_AN_ANSWER | OF_AN_EXPLANATION | OF_A_NOTE
    return name in own or of_a_decision(name, catalogue)
