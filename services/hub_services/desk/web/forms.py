"""What a person typed, kept as typed, and what is wrong with it said beside the field.

Nothing is lost on bad input: the raw form is what a draft keeps and what the page shows again.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from hashlib import sha256
from uuid import UUID

import msgspec
from starlette.datastructures import FormData

from hub_services.desk.web.rendering import utc
from hub_services.words.catalogue import _

ENTER = _("Enter this")
CHOOSE = _("Choose one")
CHOOSE_ANY = _("Choose at least one")
ENTER_DATE = _("Enter a date, such as 27 3 2026")
PART_OF_A_DATE = _("Enter the day, the month and the year of the date")
NOT_A_DATE = _("This is not a real date: enter one such as 27 3 2026")
ENTER_TIME = _("Enter the time of day, such as 14:30")
NOT_A_TIME = _("This is not a time of day: enter one such as 14:30")
PAST = _("This time has passed already: enter one that is still to come")
TO_COME = _("This day is still to come: enter one as at which it was so")
FROM = _("Enter the date from which the period runs")
UNTIL = _("Enter the date to which the period runs")
BACKWARDS = _("The end must not be before the beginning")
UNTIL_TODAY = _("This day is still to come: enter today's date at the latest")
GONE_BY = _("This day has passed: enter one that is still to come")
FOUR_DIGITS = _("Enter the year in four digits, 1900 or later")
BEFORE_2200 = _("Enter a year before 2200")
EARLIEST = 1900
LATEST = 2199
"""A life, and the longest term of the law: the hub takes no other years."""


WRONG = "wrong"
"""The field in which a page hands on what it said is wrong, where its language is changed."""
SHEET = "sheet"
"""The field with a page's own number, another each time it is shown."""
SEEN = "seen"
"""The field with what a page showed: the version of its record, or the mark of a last look."""
CHANGED = "changed"
"""Of a last look: it shows something else than the one from which it was to go."""
_DIGITS = 9
"""Of a whole number, at the most."""
_LONGEST_NAME = 200
"""Characters: longer than that no page names a field."""
_TAKEN_IN = "taken-in"
_MOST_TAKEN_IN = 50


class SentBefore(Exception):
    """Exactly this form was sent before, and something else was written since."""


class Form:
    """Fields by name, each with all of its values, and errors by field.

    ``of_whom`` has the names that an error's message has room for, to be put in as it is shown.
    """

    def __init__(self, fields: Mapping[str, Sequence[str]] | None = None) -> None:
        self.fields: dict[str, list[str]] = {
            name: list(values) for name, values in (fields or {}).items()
        }
        self.errors: dict[str, str] = {}
        self.of_whom: dict[str, dict[str, str]] = {}
        self.names: dict[str, str] = {}
        self.refused: tuple[str, dict[str, object]] | None = None

    @classmethod
    def sent(cls, data: FormData) -> Form:
        """A form as the browser sent it; uploads, and what no page asks, are passed over."""
        fields: dict[str, list[str]] = {}
        for name, value in data.multi_items():
            if isinstance(value, str) and len(name) <= _LONGEST_NAME:
                fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
        return cls(fields)

    @classmethod
    def kept(cls, content: object) -> Form:
        """A form as a draft kept it."""
        form = cls()
        if isinstance(content, Mapping):
            for name, values in content.items():
                if len(str(name)) <= _LONGEST_NAME:
                    form.fields[str(name)] = [str(value) for value in values]
        form.say_again()
        return form

    def plain(self) -> dict[str, list[str]]:
        """As a draft keeps it: without the buttons, the token and the marks of the page."""
        beside = {"do", "token", WRONG, SHEET, SEEN}
        return {name: values for name, values in self.fields.items() if name not in beside}

    def take_in(self, sent: Form) -> None:
        """Note a form that was sent; ``SentBefore`` where this one was, and another one since.

        A browser does so that goes back to a page that came of a form and loads it again. What
        was written since is not lost by that.
        """
        mark, before = sent.mark(), self.texts(_TAKEN_IN)
        if mark in before[:-1]:
            raise SentBefore
        if mark and mark not in before:
            self.set(_TAKEN_IN, *before[1 - _MOST_TAKEN_IN :], mark)

    def replaced_by(self, sent: Form) -> None:
        """Take in a form that is a whole page: all that was kept of it is replaced."""
        self.take_in(sent)
        self.fields = sent.plain() | {_TAKEN_IN: self.texts(_TAKEN_IN)}

    def mark(self) -> str:
        """The mark of exactly this form, as it was sent; empty where its page has no number."""
        if not self.text(SHEET):
            return ""
        return sha256(json.dumps(sorted(self.fields.items())).encode()).hexdigest()

    def told(self, refused: Mapping[str, object] | None = None) -> str:
        """What the page says is wrong, or that it was refused, to be said again."""
        told = {
            "errors": self.errors,
            "of": self.of_whom,
            "names": self.names,
            "refused": [refused["code"], refused["facts"]] if refused else None,
        }
        return b64encode(msgspec.json.encode(told)).decode()

    def say_again(self) -> None:
        """Say again what the page before said is wrong; what it did not say is passed over.

        The messages are those of the catalogue, and so in whichever language comes now.
        """
        told = self.fields.pop(WRONG, None)
        try:
            said = msgspec.json.decode(b64decode(told[-1]), type=_Told) if told else _Told()
            for field, message in said.errors.items():
                message % said.of.get(field, {})
        except (msgspec.DecodeError, KeyError, TypeError, ValueError):
            return
        self.errors, self.of_whom, self.names = said.errors, said.of, said.names
        self.refused = said.refused

    def words(self) -> list[str]:
        """What was written in words, and not chosen from a list."""
        written = self.plain().values()
        return [text for values in written for text in values if " " in text.strip()]

    def without(self, *names: str) -> None:
        """Forget fields: one by its name, or a group by its beginning up to a dash."""
        for field in list(self.fields):
            if any(
                field == name or (name.endswith("-") and field.startswith(name))
                for name in names
            ):
                del self.fields[field]

    def value(self, name: str) -> str:
        """The field's value as typed; empty when it was not sent."""
        return self.fields.get(name, [""])[-1]

    def text(self, name: str) -> str:
        """The field's value without space around it."""
        return self.value(name).strip()

    def texts(self, name: str) -> list[str]:
        """Every value of a field of which several can be chosen."""
        return [value for value in self.fields.get(name, []) if value]

    def set(self, name: str, *values: str) -> None:
        """Put values into a field."""
        self.fields[name] = list(values)

    def preset(self, name: str, *values: str) -> None:
        """Put values into a field that the form does not have yet."""
        self.fields.setdefault(name, list(values))

    def fill(self, name: str, *values: str) -> None:
        """Put values into a field in which nothing stands."""
        if not self.text(name):
            self.set(name, *values)

    def wrong(self, field: str, message: str, **of_whom: str) -> None:
        """Say what is wrong with a field; the first thing said stands."""
        if field not in self.errors:
            self.errors[field], self.of_whom[field] = message, of_whom

    def arrange(self, fields: Sequence[str]) -> None:
        """Put what is wrong in the order of the fields; what is wrong elsewhere comes first."""
        place = {field: number for number, field in enumerate(fields)}
        ordered = sorted(self.errors, key=lambda field: place.get(field, -1))
        self.errors = {field: self.errors[field] for field in ordered}

    def about(self, beginning: str, name: str) -> None:
        """Whose the fields are that begin so: what is wrong with them names them."""
        self.names[beginning] = name

    def whose(self, field: str) -> str:
        """Whose a field is, as it stands before what is wrong with it."""
        found = (name for start, name in self.names.items() if field.startswith(start))
        name = next(found, "")
        return f"{name}: " if name else ""

    def anchor(self, field: str) -> str:
        """Where on the page a field begins: a date begins with its day."""
        return f"{field}-day" if f"{field}-day" in self.fields else field

    def needed(self, name: str, message: str = ENTER) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            self.wrong(name, message)
        return value

    def chosen(self, name: str, among: Iterable[str], message: str = CHOOSE) -> str:
        """One of a list."""
        value = self.text(name)
        if value not in set(among):
            self.wrong(name, message)
            return ""
        return value

    def identifier(self, name: str) -> UUID | None:
        """An id, or nothing."""
        return read_id(self.text(name))

    @property
    def version_seen(self) -> int:
        """The version of the record that the page showed; 0, which none has, if none."""
        return read_number(self.text(SEEN))

    def day(
        self, name: str, message: str = ENTER_DATE, *, required: bool = True
    ) -> date | None:
        """A date out of its three fields; ``message`` where it is not there and must be.

        What is no date, or a part of one, is said.
        """
        parts = [self.text(f"{name}-{part}") for part in ("day", "month", "year")]
        if not all(parts):
            if required:
                self.wrong(name, message)
            elif any(parts):
                self.wrong(name, PART_OF_A_DATE)
            return None
        try:
            day, month, year = (int(part) for part in parts)
            found = date(year, month, day)
        except (OverflowError, ValueError):
            self.wrong(name, NOT_A_DATE)
            return None
        if year < EARLIEST:
            self.wrong(name, FOUR_DIGITS)
            return None
        if year > LATEST:
            self.wrong(name, BEFORE_2200)
            return None
        return found

    def period(
        self, begins: str, ends: str, today: date | None = None
    ) -> tuple[date | None, date | None]:
        """From when to when; backwards it is none, nor where it runs on past today."""
        first, last = self.day(begins, FROM), self.day(ends, UNTIL)
        for name, day in ((begins, first), (ends, last)):
            if day and today and day > today:
                self.wrong(name, UNTIL_TODAY)
        if first and last and last < first:
            self.wrong(ends, BACKWARDS)
        return first, last

    def set_day(self, name: str, value: date | None) -> None:
        """Put a date into its three fields, unless something stands there."""
        if value is not None:
            self.preset(f"{name}-day", str(value.day))
            self.preset(f"{name}-month", str(value.month))
            self.preset(f"{name}-year", str(value.year))

    def moment(self, name: str, message: str = ENTER_DATE) -> datetime | None:
        """An instant out of a date and a time of day in Europe/London."""
        day = self.day(name, message)
        clock = self.needed(f"{name}-time", ENTER_TIME)
        hour, colon, minute = clock.replace(".", ":").partition(":")
        try:
            at = time(int(hour), int(minute) if colon else 0)
        except (OverflowError, ValueError):
            self.wrong(f"{name}-time", NOT_A_TIME)
            return None
        return utc(day, at.hour, at.minute) if day else None

    def time_to_come(self, name: str, message: str, now: datetime) -> datetime | None:
        """An instant that leaves time."""
        at = self.moment(name, message)
        if at is not None and at <= now:
            self.wrong(name, PAST)
        return at

    def numbers(self, prefix: str) -> list[int]:
        """The numbers of a repeated group: ``item-3-topic`` has number 3 under ``item``."""
        found = set()
        for name in self.fields:
            head, _dash, rest = name.partition("-")
            number = rest.partition("-")[0]
            if head == prefix and number.isascii() and number.isdigit():
                found.add(int(number))
        return sorted(found)


class _Told(msgspec.Struct):
    errors: dict[str, str] = {}
    of: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    refused: tuple[str, dict[str, object]] | None = None


def mark_of(*shown: object) -> str:
    """The mark of a last look: of all that it shows, and of what goes with it."""
    return sha256(msgspec.json.encode(shown, order="deterministic")).hexdigest()


def read_number(text: str) -> int:
    """A whole number as a form or an address says it; 0 for anything else."""
    plain = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if plain else 0


def read_id(text: str) -> UUID | None:
    """An id in any of its written forms, or nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
