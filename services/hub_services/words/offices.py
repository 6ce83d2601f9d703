"""Posts as people hold them: in the reader's language where there are words, and spelt out.

What an agency named itself stays as it is; what it shortens is said in words beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _, say

ABBREVIATIONS: Final[Mapping[str, str]] = {
    "ASC": _("adult social care"),
    "CSC": _("children's social care"),
    "DSL": _("designated safeguarding lead"),
    "EDT": _("emergency duty team"),
    "ICB": _("integrated care board"),
    "MASH": _("multi-agency safeguarding hub"),
}
"""What agencies shorten in the names of their posts."""


def office(name: str, lang: str = "en") -> str:
    """The name of a post, with what its abbreviations stand for."""
    said = say(name, lang)
    words = [
        say(meaning, lang)
        for short, meaning in ABBREVIATIONS.items()
        if re.search(rf"\b{short}\b", said)
    ]
    return f"{said} ({', '.join(words)})" if words else said
