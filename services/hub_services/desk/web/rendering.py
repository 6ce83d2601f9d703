"""How a page is made: one Jinja environment that escapes everything, in English or Welsh."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from importlib.resources import files
from typing import Any
from uuid import UUID

from babel.dates import format_date, format_datetime
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)

from hub_domain.acting import NOBODY
from hub_services.desk.drafts import day_said
from hub_services.words.catalogue import LANGUAGES, LOCALES, translations
from hub_services.words.codes import CODES, called, choices, law_in_plain_words
from hub_services.words.offices import office
from hub_services.words.refusals import words_for
from hub_services.words.times import LONDON, day_small, time_left, when

TEMPLATES = str(files("hub_services.desk.web").joinpath("templates"))


@cache
def environment(lang: str) -> Environment:
    """The environment of a language.

    ``autoescape`` is on for every name of a template: Starlette's default leaves ``.jinja`` and
    ``.svg`` unescaped. GOV.UK's macros need the lenient undefined; a test looks for names that
    our own templates use and nobody gives. What is served is what was there at the start.
    """
    made = Environment(
        autoescape=True,
        auto_reload=False,
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
        "texts_of": partial(_texts_of, lang),
        "law": partial(law_in_plain_words, lang=lang),
        "refused": partial(words_for, lang=lang),
    }
    made.filters |= {
        "day": partial(_day, lang),
        "as_day": partial(_as_day, lang),
        "as_id": as_id,
        "as_moment": datetime.fromisoformat,
        "moment": partial(_moment, lang),
        "office": partial(office, lang=lang),
        "time_left": partial(time_left, lang=lang),
        "urgency": urgency,
        "when": partial(when, lang=lang),
        "brief": partial(_brief, lang),
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
    form = "EEEE d MMMM y, HH:mm"
    return day_small(format_datetime(value, form, tzinfo=LONDON, locale=LOCALES[lang]))


def _texts_of(lang: str, words: Mapping[str, str]) -> list[tuple[list[str], str]]:
    """A decision's texts, each once under all of its headings, in the order of its record."""
    named = [code for code in CODES["decided-text"] if code in words]
    others = [code for code in words if code not in CODES["decided-text"]]
    grounds = {
        code: called("ground", code.removeprefix("ground-"), lang)
        for code in others
        if code.startswith("ground-")
    }
    said: dict[str, list[str]] = {}
    for code in (*named, *others):
        heading = grounds.get(code, called("decided-text", code, lang))
        said.setdefault(words[code], []).append(heading)
    return [(headings, text) for text, headings in said.items()]


def _brief(lang: str, value: datetime) -> str:
    """``5 Nov 2026, 15:30`` in Europe/London, for tables."""
    return format_datetime(value, "d MMM y, HH:mm", tzinfo=LONDON, locale=LOCALES[lang])


def _as_day(lang: str, value: date | str) -> str:
    """A date as the desk has it, or as it was written; what is no date as it came."""
    day = day_said(value) if isinstance(value, str) else value
    return _day(lang, day) if day else str(value)


def as_id(value: UUID | str | None) -> UUID:
    """An id as the desk has it, or as the hub wrote it; nobody where there is none."""
    return value if isinstance(value, UUID) else UUID(value or str(NOBODY))


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
