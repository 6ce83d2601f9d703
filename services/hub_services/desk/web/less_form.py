"""The form by which who asked asks for less: all that is asked stands there, to be left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from hub_services.desk.rows import ItemRow, PeriodRow, RequestRow
from hub_services.desk.web.forms import CHOOSE_ANY, Form, read_id
from hub_services.words.catalogue import _
from hub_services.words.codes import called
from hub_services.words.times import LONDON

WIDER: Final = _("Choose a day within the period that you ask for now")
LEAVE_OUT: Final = _("Leave somebody or something out, or shorten a period")
OR_EXPLAIN: Final = _(
    "Answer what they asked or doubted; or leave somebody or something out, or shorten a period"
)


@dataclass(frozen=True, kw_only=True)
class Less:
    """What is asked still, and of which days where these are fewer than at first."""

    persons: list[UUID]
    items: list[UUID]
    periods: list[PeriodRow]

    def than(self, request: RequestRow) -> bool:
        """Whether it is less than what is asked now."""
        whom, what = len(request.kept_persons), len(request.kept_items)
        return (
            len(self.persons) < whom
            or len(self.items) < what
            or self.periods != [*(request.kept_periods or ())]
        )


def kept_of(request: RequestRow) -> list[tuple[int, ItemRow]]:
    """The items that are still asked for, each by its number on the form."""
    numbered = enumerate(request.items, start=1)
    return [(number, item) for number, item in numbered if item.id in request.kept_items]


def may_be_less(request: RequestRow) -> bool:
    """Whether less could be asked: of several persons or items, or of more than one day."""
    days = (item.period_from != item.period_to for _number, item in kept_of(request))
    return len(request.kept_persons) > 1 or len(request.kept_items) > 1 or any(days)


def stands_ready(form: Form, request: RequestRow, now: datetime, lang: str) -> None:
    """All stands as it is asked now, unless the form was sent."""
    for number, item in kept_of(request):
        form.about(f"days-{number}-", called("topic", item.topic, lang))
    if "due-time" in form.fields:
        return
    form.preset("person", *map(str, request.kept_persons))
    form.preset("item", *map(str, request.kept_items))
    for number, item in kept_of(request):
        form.set_day(f"days-{number}-from", item.period_from)
        form.set_day(f"days-{number}-to", item.period_to)
    if request.due_at > now:
        due = request.due_at.astimezone(LONDON)
        form.set_day("due", due.date())
        form.preset("due-time", f"{due:%H:%M}")


def choose_less(form: Form, request: RequestRow) -> None:
    """Say what to choose, where all is asked still; or to explain, where they asked back."""
    choices = (("person", len(request.kept_persons)), ("item", len(request.kept_items)))
    (number, _item), *_others = kept_of(request)
    at = next((name for name, several in choices if several > 1), f"days-{number}-from")
    if request.asked_back:
        form.wrong("explanation", OR_EXPLAIN)
    else:
        form.wrong(at, LEAVE_OUT)


def read_less(form: Form, request: RequestRow) -> Less:
    """What it asks still, with what is wrong beside its field."""
    persons = [each for each in map(read_id, form.texts("person")) if each]
    items = [each for each in map(read_id, form.texts("item")) if each]
    if not persons:
        form.wrong("person", CHOOSE_ANY)
    if not items:
        form.wrong("item", CHOOSE_ANY)
    kept = [(number, item) for number, item in kept_of(request) if item.id in items]
    periods = [each for number, item in kept if (each := _days(form, number, item))]
    return Less(persons=persons, items=items, periods=periods)


def _days(form: Form, number: int, item: ItemRow) -> PeriodRow | None:
    """Of which days an item is asked for, where these are fewer than at first."""
    first, last = f"days-{number}-from", f"days-{number}-to"
    unsaid = item.period_from is None and item.period_to is None
    if unsaid and not any(form.text(f"{first}-{part}") for part in ("day", "month", "year")):
        return None
    begins, ends = form.period(first, last)
    if begins is None or ends is None:
        return None
    if item.period_from and begins < item.period_from:
        form.wrong(first, WIDER)
    if item.period_to and ends > item.period_to:
        form.wrong(last, WIDER)
    if (begins, ends) == (item.period_from, item.period_to) and not item.shortened:
        return None
    return PeriodRow(item=item.id, period_from=begins, period_to=ends)
