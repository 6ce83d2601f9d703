"""Times in words that need no arithmetic and no calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from hub_services.words.catalogue import LOCALES, _, say, translations

LONDON: Final = ZoneInfo("Europe/London")
"""Where the law is in force, and where people look at the clock."""

_NEAR: Final = {
    -1: _("yesterday at {time}"),
    0: _("today at {time}"),
    1: _("tomorrow at {time}"),
}
_FAR: Final = _("{day} at {time}")


def when(moment: datetime, now: datetime, lang: str = "en") -> str:
    """``today at 11:33``, ``Monday 23 November at 10:45``; the year only if it is another."""
    local, today = moment.astimezone(LONDON), now.astimezone(LONDON).date()
    near = _NEAR.get((local.date() - today).days, _FAR)
    form = "EEEE d MMMM" if local.year == today.year else "d MMMM y"
    return say(near, lang).format(
        time=format_time(local, "HH:mm", tzinfo=LONDON, locale=LOCALES[lang]),
        day=day_small(format_date(local.date(), form, locale=LOCALES[lang])),
    )


def day_small(date: str) -> str:
    """A date within a sentence: Welsh writes the day of the week small (``dydd Llun``)."""
    return date.replace("Dydd ", "dydd ")


def time_left(due: datetime, now: datetime, lang: str = "en") -> str:
    """``3 hours left``, ``2 days left``, or how long it is late.

    Under an hour in minutes, under two days in hours, and then in days; always rounded towards
    the shorter time left.
    """
    words = translations(lang)
    late = now >= due
    span = now - due if late else due - now
    if span < timedelta(hours=1):
        count = span // timedelta(minutes=1)
        said = (
            words.ngettext("%(num)d minute late", "%(num)d minutes late", count)
            if late
            else words.ngettext("%(num)d minute left", "%(num)d minutes left", count)
        )
    elif span < timedelta(days=2):
        count = span // timedelta(hours=1)
        said = (
            words.ngettext("%(num)d hour late", "%(num)d hours late", count)
            if late
            else words.ngettext("%(num)d hour left", "%(num)d hours left", count)
        )
    else:
        count = span // timedelta(days=1)
        said = (
            words.ngettext("%(num)d day late", "%(num)d days late", count)
            if late
            else words.ngettext("%(num)d day left", "%(num)d days left", count)
        )
    return said % {"num": count}
