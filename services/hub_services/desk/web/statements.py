"""The statements of an answer: of what was asked, or, in an emergency, of a person alone.

What is written of a person alone answers nothing that was asked, so that all of it stays open.
What went before its labels were said has them said when its record is completed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from hub_services.desk.records import DecisionPage, RequestPage
from hub_services.desk.rows import DisclosedRow, DisclosureRow, ItemRow, Matter
from hub_services.desk.web.emergency_form import went_by
from hub_services.desk.web.forms import Form, read_id
from hub_services.desk.web.law_choices import Law
from hub_services.desk.web.supply_form import (
    check_kind,
    check_what_it_is,
    pairs_of,
    statements_of,
)

TAKEN_UP: Final = "say-{}-taken-up"
"""Where the draft remembers that a statement was taken up from the hub."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement by its number on the form: about whom, and which item asked for it is."""

    number: int
    person: UUID
    item: ItemRow | None = None

    went: DisclosedRow | None = None
    """As it went in an emergency, where its record is completed."""

    def unlabelled(self, law: Law) -> bool:
        """Whether it went before all was said of it that its record says."""
        row = self.went
        if row is None:
            return False
        old = row.as_at is not None and law.is_old(row.as_at)
        unexplained = row.historical and not row.explained
        return (
            unexplained
            or (old and not (row.historical or row.confirmed_current))
            or None
            in {
                row.kind,
                row.as_at,
                row.about,
                row.sensitivity,
                row.special_category,
                row.criminal_offence,
            }
        )

    def words(self, form: Form) -> str:
        """What is said."""
        return form.text(f"say-{self.number}-text")


def written_of(form: Form, request: Matter) -> list[Statement]:
    """What is written of the things asked that are shared."""
    shared = [
        Statement(number=number, person=pair.person, item=pair.item)
        for pair in pairs_of(request)
        if form.text(f"pair-{pair.number}-do") == "share"
        for number in statements_of(form, pair)
    ]
    return [each for each in shared if each.words(form)]


def urgent_of(form: Form, request: Matter) -> list[Statement]:
    """What can be given at once, person by person: written, or still to be written."""
    alone = [
        Statement(number=number, person=person)
        for number in form.numbers("say")
        for person in request.kept_persons
        if read_id(form.text(f"say-{number}-person")) == person
    ]
    everything = written_of(form, request) + alone
    return sorted(everything, key=lambda each: request.kept_persons.index(each.person))


def room_for_each(form: Form, request: Matter) -> None:
    """Of each person something can be written, under an id of its own."""
    spoken_of = {each.person for each in urgent_of(form, request)}
    for person in request.kept_persons:
        if person not in spoken_of:
            room_about(form, person)


def room_about(form: Form, person: UUID) -> None:
    """Something more can be written of a person alone."""
    number = max(form.numbers("say"), default=0) + 1
    form.set(f"say-{number}-person", str(person))
    form.set(f"say-{number}-id", str(uuid4()))


def number_statements(form: Form, found: RequestPage, do: str) -> None:
    """Each pair has at least one statement to write, and each statement an id of its own."""
    numbers = form.numbers("say")
    for pair in pairs_of(found.request):
        wanted = 0 if statements_of(form, pair) else 1
        if do == f"add-{pair.number}":
            wanted += 1
        for _each in range(wanted):
            number = max(numbers, default=0) + 1
            numbers.append(number)
            form.set(f"say-{number}-pair", str(pair.number))
            form.set(f"say-{number}-id", str(uuid4()))


def gone_of(form: Form, request: Matter, gone: Sequence[DisclosureRow]) -> list[Statement]:
    """What went in an emergency and is not recorded yet, a colleague's as well.

    What this form does not speak of is taken up as the hub knows it: by its labels.
    """
    numbers = {form.text(f"say-{number}-id"): number for number in form.numbers("say")}
    asked = {str(pair.number): pair.item for pair in pairs_of(request)}
    rows = [row for disclosure in gone for row in disclosure.items]
    return [
        Statement(
            number=number,
            person=row.person,
            item=asked.get(form.text(f"say-{number}-pair")),
            went=row,
        )
        for row in rows
        for number in [numbers.get(str(row.id)) or _take_up(form, row)]
    ]


def record_on(request: Matter, made: DecisionPage) -> Form:
    """The form of a colleague who completes the record of what went on a request.

    What answered something asked answers it still.
    """
    form = went_by(made.decision["codes"])
    numbers = {(str(each.item.id), str(each.person)): each.number for each in pairs_of(request)}
    lines = {line["item"]: (line["asked"], line["person"]) for line in made.decision["items"]}
    for row in (row for each in made.unrecorded for row in each.items):
        number, pair = _take_up(form, row), numbers.get(lines.get(str(row.id), ("", "")))
        if pair:
            form.set(f"say-{number}-pair", str(pair))
    return form


def _take_up(form: Form, row: DisclosedRow) -> int:
    number = max(form.numbers("say"), default=0) + 1
    say = f"say-{number}"
    form.set(f"{say}-id", str(row.id))
    for name in ("kind", "about", "sensitivity"):
        said = getattr(row, name)
        if said:
            form.set(f"{say}-{name}", said)
    form.set_day(f"{say}-as-at", row.as_at)
    form.set(TAKEN_UP.format(number), "yes")
    return number


def asks_labels(form: Form, said: Statement, law: Law) -> bool:
    """Whether its record must still say what it is: it went without, or by a colleague."""
    return said.unlabelled(law) or form.text(TAKEN_UP.format(said.number)) == "yes"


def merged_labels(form: Form, sent: Form) -> None:
    """What was sent of the labels of what went, in the place of what was there."""
    for number in sent.numbers("say"):
        form.without(*(f"say-{number}-{box}" for box in ("nature", "historical", "current")))
    for name, values in sent.plain().items():
        if name.startswith("say-"):
            form.set(name, *values)


def check_labels(form: Form, said: Sequence[Statement], law: Law) -> None:
    """What each thing is that went without its labels (R-002, R-103, R-185, R-186)."""
    for each in said:
        if asks_labels(form, each, law):
            say = f"say-{each.number}"
            check_kind(form, say)
            check_what_it_is(form, say, law)
