"""The gettext catalogue: English stands in the source, Welsh in ``locale``.

What has no translation yet is shown in English, never left out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from babel.support import NullTranslations, Translations

LANGUAGES: Final = ("en", "cy")
"""English and Welsh: the languages in which the hub speaks (Welsh Language Measure 2011)."""

LOCALES: Final = {"en": "en_GB", "cy": "cy_GB"}
"""The locale whose dates, months and plurals a language takes."""

DIRECTORY: Final = Path(__file__).with_name("locale")


@cache
def translations(lang: str) -> NullTranslations:
    """The catalogue of a language; an unknown language reads as English."""
    if lang not in LANGUAGES or lang == "en":
        return NullTranslations()
    return Translations.load(DIRECTORY, [lang])


def say(message: str, lang: str = "en") -> str:
    """A message in a language. What is empty stays empty."""
    return translations(lang).gettext(message) if message else ""


def _(message: str) -> str:
    """Mark a message for the catalogue; it is translated when it is shown."""
    return message
