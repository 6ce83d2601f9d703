"""A request or a disclosure as a practitioner reads it: labels, then the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from hub_domain.sharing.status import OWED, Status
from hub_services.cli.screen import moment, out, short, table
from hub_services.cli.telling import under
from hub_services.desk.directory import Directory
from hub_services.desk.drafts import IdentityCard
from hub_services.desk.records import (
    DisclosurePage,
    Opened,
    RequestPage,
    Requests,
    SegmentOpened,
)
from hub_services.desk.rows import DisclosureRow, RequestRow
from hub_services.words.codes import called, law_in_plain_words
from hub_services.words.times import time_left

AWAITED: Final = OWED | {Status.CLARIFICATION_SOUGHT}
"""States in which somebody still waits for an answer."""

Page = RequestPage | DisclosurePage
Cards = Mapping[UUID, IdentityCard]


def tell(page: Page, opened: Sequence[Opened], directory: Directory) -> None:
    """Print the record, and the words of each envelope that was opened."""
    cards = {person.id: person.card for person in page.persons if person.card}
    if isinstance(page, RequestPage):
        _tell_request(page, cards, directory)
    else:
        _tell_disclosure(page, directory)
    for envelope in opened:
        for segment in envelope.segments:
            if segment.group != "identity":
                _tell_words(page, envelope, segment, cards)
        if envelope.mismatched:
            changed = ", ".join(envelope.mismatched)
            out.print(f"\nNot as its writer signed: {changed}", style="red")


def list_request(row: RequestRow, counterpart: str, among: Requests) -> None:
    """Print one request of a list: how it stands, with whom, on which law, about whom."""
    way = "from" if row.side == "addressee" else "to"
    out.print(f"\n{called('status', row.stands())}: {way} {counterpart}", style="bold")
    out.print(f"  {row.request_id}", soft_wrap=True)
    out.print(f"  due {due(row, among.now)}")
    out.print(f"  {law_in_plain_words(row.provision).cited}")
    out.print(f"  about {people([person.id for person in row.persons], among.names)}")


def due(row: RequestRow, now: datetime) -> str:
    """When an answer is due; and how long that is, while one is awaited."""
    if row.status not in AWAITED:
        return moment(row.due_at)
    return f"{moment(row.due_at)} ({time_left(row.due_at, now)})"


def people(persons: Sequence[UUID], cards: Cards) -> str:
    """Persons by the names that this desk knows, the others by their ids."""
    return ", ".join(_person(person, cards) for person in persons)


def _tell_words(page: Page, envelope: Opened, segment: SegmentOpened, cards: Cards) -> None:
    about = "" if segment.owner == envelope.record else _person(segment.owner, cards)
    for code, text in segment.fields.items():
        said = ", ".join(filter(None, (envelope.part, about, _label(page, segment.item), code)))
        out.print(f"\n{said}:", style="bold")
        out.print(called("told-there", text) if code == "told" else text)


def _tell_request(page: RequestPage, cards: Cards, directory: Directory) -> None:
    row = page.request
    way = "from" if row.side == "addressee" else "to"
    out.print(f"Request {way} {directory.name(row.counterpart)}", style="bold")
    shown = table("", "")
    shown.add_row("under", law_in_plain_words(row.provision).cited)
    shown.add_row("for", called("purpose", row.purpose))
    shown.add_row("state", called("status", row.stands()))
    if row.withdrawn:
        why = called("withdrawn-why", row.withdrawn)
        shown.add_row("withdrawn", f"{moment(row.changed_at)} by who asked: {why}")
    shown.add_row("due", due(row, page.now))
    shown.add_row("about", people([person.id for person in row.persons], cards))
    for item in row.items:
        shown.add_row(
            called("topic", item.topic),
            f"{item.period_from} to {item.period_to}, {people(item.persons, cards)}",
        )
    out.print(shown)


def _tell_disclosure(page: DisclosurePage, directory: Directory) -> None:
    row = page.disclosure
    way = "from" if row.side == "addressee" else "to"
    out.print(f"Disclosure {way} {directory.name(row.counterpart)}", style="bold")
    shown = table("", "")
    shown.add_row("made", moment(row.made_at))
    told_on = [(each.basis, each.provision) for each in row.rests_on or ()]
    shown.add_row("under", under(row.provision, told_on))
    shown.add_row("for", called("purpose", row.purpose))
    shown.add_row("may be used", called("use-limit", row.use_limit))
    if row.emergency:
        shown.add_row("in an emergency", _record(row))
    out.print(shown)


def _record(row: DisclosureRow) -> str:
    """How it stands with the record of what was shared before it was complete (R-362)."""
    first = "read it first; " if row.comes_first else ""
    since = f" since {moment(row.recorded_at)}" if row.recorded_at else ""
    complete = f"complete{since}" if row.recorded else "not complete yet"
    return f"{first}the record of its decision is {complete}"


def _label(page: Page, item: UUID | None) -> str:
    """Fact or opinion, as at when, as far as that was said: what stands beside its words."""
    if item is None or isinstance(page, RequestPage):
        return ""
    found = next((each for each in page.disclosure.items if each.id == item), None)
    if found is None:
        return ""
    kind = called("item-kind", found.kind) or "not said whether fact or opinion"
    return f"{kind} as at {found.as_at}" if found.as_at else kind


def _person(person: UUID, cards: Cards) -> str:
    card = cards.get(person)
    if card is None:
        return f"person {short(person)}"
    return card.names or f"person {short(person)}, who came without a name"
