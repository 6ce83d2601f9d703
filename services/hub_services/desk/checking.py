"""What the rules may know of words: checked before sealing, and again once opened (R-480)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hub_domain.text_checks import VERSION, Flag, check_text
from hub_services.desk.drafts import IdentityCard
from hub_services.desk.rows import Checks


def check_words(
    words: Mapping[str, str], cards: Iterable[IdentityCard]
) -> dict[str, dict[str, object]]:
    """The checks of each text by its code, as a statement carries them."""
    subjects = _names(cards)
    return {
        code: check_text(text, subjects=subjects).to_plain() for code, text in words.items()
    }


def mismatched(
    signed: Mapping[str, Checks], opened: Mapping[str, str], cards: Iterable[IdentityCard]
) -> tuple[str, ...]:
    """The codes of texts that are not what their signed checks say.

    A text that is missing is one. Checks by another checker tell nothing, but for those of the
    first, which found all that this one finds, and more names. That
    the writer's desk found a name which this desk does not know is no mismatch.
    """
    subjects = _names(cards)
    return tuple(
        code
        for code, checks in sorted(signed.items())
        if checks.version in _HELD_TO and not _fits(checks, opened.get(code), subjects)
    )


def _fits(signed: Checks, text: str | None, subjects: Iterable[str]) -> bool:
    if text is None:
        return False
    found = check_text(text, subjects=subjects)
    stated, seen = set(signed.flags), {flag.value for flag in found.flags}
    return signed.words == found.words and seen <= stated and stated - seen <= _MAY_NOT_BE_SEEN


def _names(cards: Iterable[IdentityCard]) -> list[str]:
    return [name for card in cards for name in card.called]


_HELD_TO = {1, VERSION}
"""Versions of the checker whose checks this one can find untrue."""

_MAY_NOT_BE_SEEN = {Flag.NAMES_SUBJECT.value}
