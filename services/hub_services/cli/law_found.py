"""Finding a rule by what people call it: a section of an Act, or the id of a duty."""

from __future__ import annotations

import re
from typing import Final

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.rows import Provision
from hub_domain.law.warned import DUTIES
from hub_domain.refusal import duty_of
from hub_services.words.refusals import REFUSALS

_WORD: Final = re.compile(r"[a-z0-9]+")
_SAYS_NOTHING: Final = frozenset({"s", "ss", "section", "sections", "of", "the"})
_SECTION: Final = re.compile(r"(?:ss?)?(\d+[a-z]*)")
_IN_BRACKETS: Final = re.compile(r"\([^)]*\)")
_SECTIONS: Final = re.compile(r"\bss?\.([0-9a-z, -]+)")
_DUTY: Final = re.compile(r"[RVX]-\d+")


def cited(catalogue: Catalogue, said: str) -> list[Provision]:
    """The provisions that a citation means: ``s.47``, ``CA2004 section 16H``; or that of an id.

    The last word is the section; every other stands in a provision's id or in its source.
    """
    rows = [row for row in catalogue.rows if isinstance(row, Provision)]
    if same := [row for row in rows if row.id.casefold() == said.casefold()]:
        return same
    words = [word for word in _WORD.findall(said.casefold()) if word not in _SAYS_NOTHING]
    section = _SECTION.fullmatch(words.pop()) if words else None
    if section is None:
        return []
    return [
        row
        for row in rows
        if section[1] in _sections(row)
        and all(word in f"{row.id} {row.source}".casefold() for word in words)
    ]


def _sections(row: Provision) -> set[str]:
    """The sections that a source names, without what of them is in brackets."""
    source = _IN_BRACKETS.sub("", row.source.casefold())
    return {each for named in _SECTIONS.findall(source) for each in _WORD.findall(named)}


def codes_serving(duty: str) -> list[str]:
    """The codes of refusals and warnings that serve a duty, by its id."""
    wanted = duty.upper()
    served = {**{code: duty_of(code) or "" for code in REFUSALS}, **DUTIES}
    return [code for code, serves in served.items() if wanted in _DUTY.findall(serves)]
