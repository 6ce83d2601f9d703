"""The catalogue of words, brought up to date: ``python -m tests.support.words``.

Adds what is new in the source, drops what is gone, keeps every translation, and compiles. What
changed in English has no translation until somebody gives it one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from hub_domain.law.rows import Basis, Condition, ConfidenceGate, Provision, Question
from hub_domain.law.shipped import shipped_catalogue

ROOT = Path(__file__).parents[2] / "services" / "hub_services"
SOURCE = ROOT / "words" / "locale" / "cy" / "LC_MESSAGES" / "messages.po"
COMPILED = SOURCE.with_suffix(".mo")

_OF_TODAY = re.compile(
    rb'"(?:Project-Id-Version|Report-Msgid-Bugs-To|(?:POT|PO)-[A-Za-z]+-Date'
    rb"|Last-Translator|Language-Team|Generated-By):[^\n]*\n"
)


def extracted() -> dict[str, str | tuple[str, ...]]:
    """Every string for a person, as Babel finds it, by its first form."""
    with (ROOT / "words" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    found: dict[str, str | tuple[str, ...]] = {}
    for _file, _line, message, _notes, _context in extract_from_dir(
        ROOT, methods, options, keywords=keywords
    ):
        found[message if isinstance(message, str) else message[0]] = message
    return found | {said: said for said in of_the_law()}


def of_the_law() -> Iterator[str]:
    """What the law that is shipped says on screens: its titles, sources and authorities."""
    for row in shipped_catalogue().rows:
        if isinstance(row, Provision):
            yield row.title
        if isinstance(row, Provision | Question | Basis | Condition | ConfidenceGate):
            yield row.source


def welsh() -> Catalog:
    """The Welsh catalogue as it stands in the repository."""
    with SOURCE.open("rb") as file:
        return read_po(file, locale="cy")


def up_to_date(known: Catalog) -> Catalog:
    """A catalogue of exactly what the source says, with the translations that are known."""
    comment = (
        "# Welsh, not yet reviewed by a translator. What has none here is shown in English."
    )
    made = Catalog(locale="cy", header_comment=comment, fuzzy=False, charset="utf-8")
    for first, message in extracted().items():
        before = known.get(first)
        same_forms = before is not None and isinstance(before.id, str) is isinstance(
            message, str
        )
        made.add(message, before.string if before and same_forms else None)
    return made


def written(catalogue: Catalog) -> bytes:
    """The catalogue as its source, without what only says who wrote it and when."""
    source = BytesIO()
    write_po(source, catalogue, sort_output=True, width=96)
    return _OF_TODAY.sub(b"", source.getvalue())


def compiled(source: bytes) -> bytes:
    """What gettext reads: the same bytes for the same words, whenever it is made."""
    catalogue, made = read_po(BytesIO(source), locale="cy"), BytesIO()
    catalogue.creation_date = datetime.fromtimestamp(0, UTC)
    write_mo(made, catalogue)
    return made.getvalue()


if __name__ == "__main__":
    text = written(up_to_date(welsh()))
    SOURCE.write_bytes(text)
    COMPILED.write_bytes(compiled(text))
