"""Proportionate to the need and to the level of risk, and up to date (R-182, R-185)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from hub_domain.law.catalogue import LawOn
from hub_domain.law.decided import ItemDecided
from hub_domain.law.judgement import Finding, Warned
from hub_domain.law.records import Record
from hub_domain.law.refusals import ReasonRequired, lack
from hub_domain.text_checks import TextChecks

LEVELS: Final = ("none", "some", "high", "severe")
CALLS_FOR: Final[Mapping[str, str]] = {
    "ordinary": "none",
    "sensitive": "some",
    "highly-sensitive": "high",
}
"""The level of need, or of risk, that an item of this sensitivity calls for."""

WHY: Final = "disproportionate"
"""The text that says why an item goes although neither need nor risk calls for it."""


def proportionate(items: Iterable[ItemDecided], record: Record) -> Iterator[Finding]:
    """An item more sensitive than both need and risk call for is warned of, with a reason.

    Where need or risk is not stated there is nothing to measure by, and that is refused as
    such.
    """
    need, risk = record.code("need-level"), record.code("risk-level")
    if need not in LEVELS or risk not in LEVELS:
        return
    going = [each for each in items if each.included]
    beyond = [each for each in going if exceeds(each.sensitivity, need=need, risk=risk)]
    for each in beyond:
        yield Warned("disproportionate", {"item": str(each.item)})
    entry = record.entries.get(WHY)
    lacking = lack(entry if isinstance(entry, TextChecks) else None)
    if beyond and lacking:
        yield ReasonRequired(field=WHY, lack=lacking)


def exceeds(sensitivity: str, *, need: str, risk: str) -> bool:
    """Whether an item of this sensitivity goes beyond both levels."""
    called_for = LEVELS.index(_called_for(sensitivity))
    return called_for > max(LEVELS.index(need), LEVELS.index(risk))


def more_sensitive(sensitivity: str, *, than: str) -> bool:
    """Whether one sensitivity goes beyond another; unset counts as ordinary."""
    return LEVELS.index(_called_for(sensitivity)) > LEVELS.index(_called_for(than))


def _called_for(sensitivity: str) -> str:
    return CALLS_FOR.get(sensitivity, "none")


def stale(as_at: date, law: LawOn) -> bool:
    """Whether an item is older than local policy lets stand without a word."""
    months = as_at.year * 12 + as_at.month - 1 + law.local("stale-months")
    year, month = divmod(months, 12)
    return (year, month + 1, as_at.day) < (law.day.year, law.day.month, law.day.day)


def stale_items(items: Iterable[ItemDecided], law: LawOn) -> Iterator[Warned]:
    """Each included item that is old; it goes as historical, or confirmed as current."""
    for each in items:
        if each.included and each.as_at is not None and stale(each.as_at, law):
            yield Warned("stale", {"item": str(each.item)})
