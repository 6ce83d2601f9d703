"""How the history is told to a person: codes in words, staff by name, everybody else by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from hub_domain.acting import SYSTEM_ROLE
from hub_services.auditing.knowledge import Knew
from hub_services.auditing.log import Entry
from hub_services.auditing.offices import Offices
from hub_services.auditing.plain import facts_of
from hub_services.cli.screen import moment, short
from hub_services.words.codes import called, law_in_plain_words
from hub_services.words.named.events import EVENTS, HANDED_OVER
from hub_services.words.refusals import words_for

_LEFT_OUT: Final = frozenset(
    {"agencies", "contact", "counterpart", "digest", "ends_escalation", "explained", "keys",
     "lead", "of", "pack", "publisher", "recipient_post", "record_kind", "requester", "sealed",
     "segments", "shown_when_due", "stops_clock", "texts"}
)  # fmt: skip
"""Facts that tell a reader nothing more: digests, checks, what stands elsewhere in the line."""

_KINDS: Final[Mapping[str, str]] = {
    "about": "about",
    "action": "action",
    "advisers": "role",
    "answer": "status",
    "channel": "channel",
    "decision": "decision",
    "exercising": "exercising",
    "function": "function",
    "gap": "gap",
    "ground": "ground",
    "grounds": "ground",
    "identifiers": "identifier",
    "lead_roles": "role",
    "not_searched": "system",
    "outcome": "outcome",
    "purpose": "purpose",
    "roles": "role",
    "sensitivity": "sensitivity",
    "significance": "significance",
    "step": "step",
    "systems": "system",
    "tasks": "task",
    "told": "told",
    "topic": "topic",
    "use_limit": "use-limit",
    "warnings": "warning",
}
"""Which list of names a fact's code is from, by the name of the fact."""


def what(entry: Entry, offices: Offices) -> str:
    """What was done, in words; what was taken over for another was given to them."""
    if entry.topic in HANDED_OVER and entry.event.to != entry.event.practitioner:
        return f"gave it to {offices.name(entry.event.to) or short(entry.event.to)}"
    return EVENTS.get(entry.topic, entry.topic)


def who(entry: Entry, offices: Offices) -> str:
    """Who acted, in which role, for which agency."""
    event = entry.event
    if event.role == SYSTEM_ROLE:
        return "the hub itself"
    return office(offices, event.practitioner, event.role, event.agency)


def office(offices: Offices, practitioner: UUID | None, role: str | None, agency: UUID) -> str:
    """A practitioner in a role of an agency, as far as it is known who."""
    agency_name = offices.name(agency) or f"agency {short(agency)}"
    if practitioner is None:
        return agency_name
    name = offices.name(practitioner) or f"practitioner {short(practitioner)}"
    return ", ".join(filter(None, (name, called("role", role).lower(), agency_name)))


def law(
    provision: str | None, edition: int, rests_on: Sequence[Mapping[str, str | None]] = ()
) -> str:
    """The law, cited, and the edition of the catalogue that judged it.

    What nobody asked ``rests_on`` a law of its own.
    """
    cited = under(provision, [(str(each["basis"]), each["provision"]) for each in rests_on])
    return f"{cited} (edition {edition})" if cited else f"edition {edition}"


def under(provision: str | None, rests_on: Iterable[tuple[str, str | None]]) -> str:
    """The provision asked on, or each law, and else the basis, on which it was told unasked."""
    if provision:
        return law_in_plain_words(provision).cited
    return "; ".join(
        f"{law_in_plain_words(named).cited} ({called('basis-named', basis)})"
        if named
        else called("basis-named", basis)
        for basis, named in rests_on
    )


def when(occurred_at: datetime, recorded_at: datetime) -> str:
    """When it occurred; and when it was recorded, where that is another minute."""
    occurred, recorded = moment(occurred_at), moment(recorded_at)
    return occurred if occurred == recorded else f"{occurred}\nrecorded {recorded}"


def details(entry: Entry, offices: Offices) -> str:
    """What else the event says, in codes turned to words."""
    facts = facts_of(entry)
    if entry.topic == "refused-attempt.noted":
        return "; ".join(_refused(facts))
    return "; ".join(
        f"{name.replace('_', ' ')}: {said}"
        for name, value in facts.items()
        if name not in _LEFT_OUT | {"provision", "rests_on"}
        if (said := _said(name, value, offices))
    )


def knew(entry: Knew, offices: Offices) -> str:
    """How somebody came to know, and what: of items their kinds; to whom they gave it."""
    given = entry.holder if entry.holder != entry.practitioner else None
    to = given and f"gave it to {offices.name(given) or short(given)}"
    how = to or called("how-known", entry.how)
    record = f"{called('record', entry.record_kind).lower()} {short(entry.record)}"
    kinds = ", ".join(called("item-kind", kind).lower() for kind in entry.kinds)
    urgent = " in an emergency" if entry.emergency else ""
    grounds = "; ".join(called("ground", ground) for ground in entry.grounds)
    why = grounds or called("withdrawn-why", entry.why)
    said = f"{how}{urgent}: {record}" + (f" ({kinds})" if kinds else "")
    return f"{said}: {why}" if why else said


def _refused(facts: Mapping[str, object]) -> Iterator[str]:
    code = str(facts["code"])
    yield f"{called('step', str(facts['step']))}: {words_for(code, {})[0]} ({code})"
    if facts["about"] is not None:
        yield f"about {short(facts['about'])}"


def _said(name: str, value: object, offices: Offices) -> str:
    """One fact; empty for what is not so, or not stated."""
    said = ""
    match value:
        case None | "" | False:
            pass
        case True:
            said = "yes"
        case UUID():
            said = offices.name(value) or short(value)
        case datetime():
            said = moment(value)
        case str():
            said = _called(name, value)
        case Mapping():
            said = _all_said(value, offices)
        case Sequence():
            said = " | ".join(filter(None, (_said(name, each, offices) for each in value)))
        case _:
            said = str(value)
    return said


def _called(name: str, code: str) -> str:
    if name == "kind":
        return called("item-kind", called("task", code))
    if name == "why":
        return called("withdrawn-why", called("taken-over-why", code))
    return called(_KINDS[name], code) if name in _KINDS else code


def _all_said(facts: Mapping[str, object], offices: Offices) -> str:
    said = {
        name: text
        for name, value in facts.items()
        if name not in _LEFT_OUT
        if (text := _said(name, value, offices))
    }
    return ", ".join(f"{name.replace('_', ' ')} {text}" for name, text in said.items())
