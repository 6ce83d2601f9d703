"""How a page is made: one Jinja environment that escapes everything, in English or Welsh."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from importlib.resources import files
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)

from hub_domain.acting import NOBODY
from hub_services.words.catalogue import LANGUAGES, LOCALES, translations
from hub_services.words.codes import CODES, called, choices, law_in_plain_words
from hub_services.words.refusals import words_for
from hub_services.words.times import time_left

TEMPLATES = str(files("hub_services.desk.web").joinpath("templates"))
LONDON = ZoneInfo("Europe/London")


@cache
def environment(lang: str) -> Environment:
    """The environment of a language.

    ``autoescape`` is on for every name of a template: Starlette's default leaves ``.jinja`` and
    ``.svg`` unescaped. GOV.UK's macros need the lenient undefined; a test looks for names that
    our own templates use and nobody gives.
    """
    made = Environment(
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        loader=ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
    )
    words = translations(lang)
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        words.gettext, words.ngettext, newstyle=True
    )
    made.globals |= {
        "lang": lang,
        "languages": LANGUAGES,
        "called": partial(called, lang=lang),
        "choices": partial(choices, lang=lang),
        "record_texts": CODES["record-text"],
        "law": partial(law_in_plain_words, lang=lang),
        "refused": partial(words_for, lang=lang),
    }
    made.filters |= {
        "day": partial(_day, lang),
        "as_day": partial(_as_day, lang),
        "as_id": as_id,
        "as_moment": datetime.fromisoformat,
        "moment": partial(_moment, lang),
        "clock": partial(_clock, lang),
        "time_left": partial(time_left, lang=lang),
        "urgency": urgency,
    }
    return made


def _local(value: datetime) -> datetime:
    return value.astimezone(LONDON)


def _day(lang: str, value: date | datetime | None) -> str:
    """``5 November 2026``, where the law is in force (Europe/London)."""
    if value is None:
        return ""
    shown = _local(value) if isinstance(value, datetime) else value
    return format_date(shown, "d MMMM y", locale=LOCALES[lang])


def _moment(lang: str, value: datetime | None) -> str:
    """``Thursday 5 November 2026, 15:30`` in Europe/London."""
    if value is None:
        return ""
    return format_datetime(value, "EEEE d MMMM y, HH:mm", tzinfo=LONDON, locale=LOCALES[lang])


def _as_day(lang: str, value: date | str) -> str:
    """A date as the desk has it, or as the hub wrote it (ISO 8601)."""
    return _day(lang, date.fromisoformat(value) if isinstance(value, str) else value)


def as_id(value: UUID | str | None) -> UUID:
    """An id as the desk has it, or as the hub wrote it; nobody where there is none."""
    return value if isinstance(value, UUID) else UUID(value or str(NOBODY))


def _clock(lang: str, value: datetime) -> str:
    return format_time(value, "HH:mm", tzinfo=LONDON, locale=LOCALES[lang])


def urgency(due: datetime, now: datetime) -> str:
    """late, soon (within four hours) or calm; the words always say it too."""
    if due <= now:
        return "late"
    return "soon" if due - now <= timedelta(hours=4) else "calm"


def render(template: str, lang: str, **context: Any) -> str:
    """The page as text."""
    return environment(lang).get_template(template).render(**context)


def utc(day: date, hour: int, minute: int) -> datetime:
    """The instant of a day and a time of day in Europe/London."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
    return local.astimezone(UTC)
