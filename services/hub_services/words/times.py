"""Time left, in words that need no arithmetic."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub_services.words.catalogue import translations


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
