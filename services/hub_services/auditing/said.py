"""What an event says that its statement says too, and whether both say the same.

Held against the statement: who acted, in which role, when, about which record at which
version, and every fact that the statement's own facts have; and, by the decision's id, which
request a disclosure answers. The rest is the hub's word: what follows from other records, which
``following`` holds against them, and what the rules made of it, such as a decision's outcome.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from hub_domain.ids import decision_id
from hub_domain.law.reading import rows_from_tables
from hub_domain.statement import AUDIENCE, READ, Statement
from hub_services.auditing.log import Entry, Stated
from hub_services.auditing.signers import key_of

Place = str | Callable[[Mapping[str, Any], Statement], Any]
Names = frozenset[str]

_ABOUT: Final = "(about)"
"""The record that a statement is about stands in itself, and not in its facts."""


@dataclass(frozen=True)
class Saying:
    """Of one command and one topic: the event's stream, and where each of its facts is said.

    ``stream`` is empty where it follows from other records. A place is a path in the facts, or
    how it is read from them and the statement.
    """

    stream: str
    facts: Mapping[str, Place]


def _saying(names: str = "", /, *, stream: str = _ABOUT, **elsewhere: Place) -> Saying:
    """Facts that go by the same name in both, and those that stand elsewhere."""
    by_name: dict[str, Place] = {name: name for name in names.split()}
    return Saying(stream, by_name | elsewhere)


def _purpose(facts: Mapping[str, Any], _: Statement) -> str:
    """Why it is asked: a purpose, with its detail where it has one."""
    return _detailed(facts.get("purpose"), facts.get("purpose_detail"))


def _clear_purpose(facts: Mapping[str, Any], _: Statement) -> str:
    """Why it is shared, if there is a clear purpose."""
    purpose: dict[str, Any] = facts.get("purpose") or {}
    if purpose.get("answer") != "yes":
        return ""
    return _detailed(purpose.get("code"), purpose.get("detail"))


def _detailed(purpose: str | None, detail: str | None) -> str:
    """A detail without its purpose says nothing."""
    return f"{purpose}/{detail}" if purpose and detail else purpose or ""


def _taker(facts: Mapping[str, Any], said: Statement) -> str:
    """Whose it is from then on: of a colleague who is named, or of who takes it over."""
    return facts.get("to") or str(said.practitioner)


_TO: Final = {
    "": "to.agency",
    "_practitioner": "to.practitioner",
    "_post": "to.post",
}
_RECIPIENT: Final = {f"recipient{part}": place for part, place in _TO.items()}
_ADDRESSEE: Final = {f"addressee{part}": place for part, place in _TO.items()}
_DECIDED: Final = _saying(
    "request decision items advisers texts sealed",
    codes="",
    purpose=_clear_purpose,
    **_RECIPIENT,
)

SAYINGS: Final[Mapping[tuple[str, str], Saying]] = {
    ("register-agency", "agency.registered"): _saying(
        "name nation kind categories under keys lead"
    ),
    ("register-practitioner", "agency.practitioner-registered"): _saying(
        "roles",
        practitioner_id="member.id",
        name="member.name",
        post="member.post",
        contact="member.contact",
    ),
    ("change-roles", "agency.roles-changed"): _saying("roles", practitioner_id="practitioner"),
    ("register-duty-post", "agency.duty-post-registered"): _saying(
        "name contact holders", post_id="post"
    ),
    ("record-arrangement", "agency.arrangement-recorded"): _saying(
        "own_functions services_by_others sharing_process owner review_due guidance"
    ),
    ("publish-key", "agency.key-published"): _saying("keys"),
    ("publish-edition", "catalogue.edition-published"): _saying("tables", edition="after"),
    ("issue-share-request", "share-request.issued"): _saying(
        "round exercising provision function persons items told due_at texts sealed",
        purpose=_purpose,
        **_ADDRESSEE,
    ),
    ("assign-share-request", "share-request.assigned"): _saying("to"),
    ("challenge-share-request", "share-request.challenged"): _saying("ground texts sealed"),
    ("narrow-share-request", "share-request.narrowed"): _saying("persons items periods due_at"),
    ("withdraw-share-request", "share-request.withdrawn"): _saying("why"),
    ("explain-share-request", "share-request.explained"): _saying("due_at texts sealed"),
    ("decline-share-request", "share-request.declined"): _saying(
        "ground decision texts sealed"
    ),
    ("answer-share-request", "share-request.answered"): _saying("answer search texts sealed"),
    ("make-sharing-decision", "sharing-decision.made"): _DECIDED,
    ("make-sharing-decision", "sharing-decision.made-again"): _DECIDED,
    ("file-note", "sharing-decision.note-filed"): _saying("texts sealed"),
    ("make-disclosure", "disclosure.made"): _saying(
        "decision channel items sealed", **_RECIPIENT
    ),
    ("make-disclosure", "sharing-decision.carried-out"): _saying(
        stream="decision", disclosure=_ABOUT
    ),
    ("make-disclosure", "share-request.answered"): _saying(
        "decision texts", stream="", disclosure=_ABOUT
    ),
    ("acknowledge-disclosure", "disclosure.acknowledged"): _saying("significance action"),
    ("take-over-share-request", "share-request.taken-over"): _saying("why", to=_taker),
    ("take-over-disclosure", "disclosure.taken-over"): _saying("why", to=_taker),
    ("release-shares", "content.released"): _saying("segments why", stream="", envelope=_ABOUT),
    ("report-text-mismatch", "text-mismatch.reported"): _saying(
        "text", stream="", envelope=_ABOUT
    ),
}
"""Which command records which events. Any may open and close tasks, or be refused."""

REFUSED: Final = "refused-attempt.noted"
_FOLLOWS: Final = 5
"""The version of ids that follow from others; no command begins a record under one."""
_TASKS: Final = frozenset({"task.opened", "task.closed"})
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def of_this_act(said: Statement, entry: Entry) -> bool:
    """Whether a statement is of this event: of its act, its actor, its moment, its record."""
    event = entry.event
    return (
        said.aud == AUDIENCE
        and said.id == entry.command_id
        and (said.agency, said.practitioner, said.role, said.at)
        == (event.agency, event.practitioner, event.role, event.timestamp)
        and said.target.startswith("GET /" if said.do == READ else "POST /")
        and _of_its_record(said, entry)
    )


def _of_its_record(said: Statement, entry: Entry) -> bool:
    named = set(_ID.findall(said.target))
    if entry.topic == REFUSED:
        about = entry.event.about
        seen = about in {None, *map(UUID, named)} if said.do == READ else about == said.about
        return seen and entry.event.step == said.do
    if entry.topic in _TASKS:
        return said.do in _COMMANDS
    saying = SAYINGS.get((said.do, entry.topic))
    if saying is None or said.version is None or not named <= {str(said.about)}:
        return False
    return saying.stream != _ABOUT or (said.about, said.version + 1) == (
        entry.stream,
        entry.version,
    )


_COMMANDS: Final = frozenset(command for command, _ in SAYINGS)


def says_the_same(stated: Stated, said: Statement, entry: Entry) -> bool:
    """Whether the event's facts are those of the statement, as far as it has them.

    What has another form than it can have does not.
    """
    try:
        return _says(stated.facts or {}, said, entry)
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _says(facts: Mapping[str, Any], said: Statement, entry: Entry) -> bool:
    saying = SAYINGS.get((said.do, entry.topic))
    if saying is None:  # a task, or a refusal: what it says of the statement is of its act
        return True
    if saying.stream not in {"", _ABOUT} and facts.get(saying.stream) != str(entry.stream):
        return False
    later = later_than(entry.topic, entry.schema)
    return _of_its_request(said, entry) and all(
        _same(name, _found(place, facts, said), getattr(entry.event, name, None), later)
        for name, place in saying.facts.items()
    )


def _of_its_request(said: Statement, entry: Entry) -> bool:
    """Whether what is given was decided on the request that it answers, or on none.

    The id of a decision follows from the request and from whose it is; that of a decision on
    no request follows from nothing.
    """
    event = entry.event
    match said.do, entry.topic:
        case "make-disclosure", "share-request.answered":
            return bool(event.decision == decision_id(entry.stream, event.requester))
        case "make-disclosure", "disclosure.made" if event.request is not None:
            return bool(event.decision == decision_id(event.request, event.recipient))
        case "make-disclosure", "disclosure.made":
            return bool(event.decision.version != _FOLLOWS)
    return True


def _found(place: Place, facts: Mapping[str, Any], said: Statement) -> Any:
    """What stands at a place of a statement; None where nothing does."""
    if place == _ABOUT:
        return str(said.about)
    if not isinstance(place, str):
        return place(facts, said)
    found: Any = facts
    for name in filter(None, place.split(".")):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _same(name: str, said: Any, kept: Any, later: Names = frozenset()) -> bool:
    """Whether a fact as it was sent is the one that is kept; what is unsaid is kept as none.

    ``later`` are the facts that an event of its version does not have.
    """
    if name in _OTHERWISE:
        return _OTHERWISE[name](said, kept)
    if not kept:
        return not said or name in later
    written = _WRITTEN.get(type(kept))
    return bool(said == kept or (written is not None and written(name, said, kept, later)))


def _same_map(_name: str, said: Any, kept: Any, later: Names = frozenset()) -> bool:
    return all(
        _same(name, said.get(name, _DEFAULTS.get(name)), kept.get(name), later)
        for name in (said.keys() - _NOT_KEPT) | kept.keys()
    )


def _same_list(name: str, said: Any, kept: Any, later: Names) -> bool:
    """Lists of records in their order; of single values, which of them, once each."""
    if isinstance(kept[0], dict):
        return len(said) == len(kept) and all(
            _same(name, *both, later) for both in zip(said, kept, strict=True)
        )
    return set(said) == set(map(str, kept))


_WRITTEN: Final[Mapping[type, Callable[[str, Any, Any, Names], bool]]] = {
    UUID: lambda _, said, kept, _later: bool(said == str(kept)),
    date: lambda _, said, kept, _later: bool(said == str(kept)),
    bytes: lambda _, said, kept, _later: key_of(said) == kept,
    dict: _same_map,
    list: _same_list,
}
"""How what an event keeps is written in JSON."""

_DEFAULTS: Final = {"regime": "general"}
"""What a statement means that leaves it out."""

_NOT_KEPT: Final = frozenset({"advice", "relation"})
"""What the rules ask of an item, and its event does not keep."""

_SAID_AFTERWARDS: Final = ("about", "historical", "explained", "confirmed_current")

FIRST_SAID: Final[Mapping[str, Mapping[str, int]]] = {
    "agency.registered": {"under": 2},
    "agency.arrangement-recorded": {"guidance": 2},
    "share-request.issued": {"exercising": 2},
    "share-request.narrowed": {"periods": 2},
    "share-request.explained": {"stops_clock": 2},
    "share-request.declined": {"decision": 2},
    "share-request.answered": {"owed": 2},
    "sharing-decision.made": {
        "sensitivity": 2,
        "as_at": 2,
        "asked": 3,
        **dict.fromkeys(_SAID_AFTERWARDS, 4),
    },
    "sharing-decision.made-again": {
        "sensitivity": 2,
        "as_at": 2,
        "asked": 4,
        **dict.fromkeys((*_SAID_AFTERWARDS, "beside"), 7),
    },
    "sharing-decision.carried-out": {"tasks": 3},
    "disclosure.made": {
        "confirmed_current": 2,
        "criminal_offence": 3,
        "emergency": 4,
        "recorded": 4,
        "rests_on": 6,
    },
}
"""Facts that events of earlier releases do not have, by the version that first has them."""


def later_than(topic: str, schema: int) -> Names:
    """Which facts an event of a version cannot have, for all that its statement has them."""
    first = FIRST_SAID.get(topic, {})
    return frozenset(name for name, version in first.items() if schema < version)


def _codes(said: Any, kept: Any) -> bool:
    """The facts themselves, but for what the event keeps beside them.

    Whether a child is protected is said by the request, where there is one.
    """
    beside = {"items", "to", "request", "decision", "texts", "sealed", "child"}
    codes = {name: value for name, value in said.items() if name not in beside}
    return _same_map("", {"harm": "none", **codes, "child": kept["child"]}, kept)


def _moment(said: Any, kept: Any) -> bool:
    """An instant, however its offset and its fraction are written; among codes it is text."""
    instant = kept if isinstance(kept, datetime) else datetime.fromisoformat(kept)
    return datetime.fromisoformat(said) == instant


def _grounds(said: Any, kept: Any) -> bool:
    """Of the grounds that were given, those that stand."""
    return set(kept or ()) <= {each.get("code") for each in said or ()}


def _keys(said: Any, kept: Any) -> bool:
    """Their id is that of the key which signs statements."""
    kid = hashlib.sha256(kept["ed25519"]).hexdigest()[: len(kept["kid"])]
    return kept == kept | {"kid": kid} and _same("", said | {"kid": kid}, kept)


def _tables(said: Any, kept: Any) -> bool:
    """Every row that was stated stands in the edition, which has those of other laws too."""
    rows = rows_from_tables(kept, "the edition")
    return all(row in rows for row in rows_from_tables(said, "the statement"))


_OTHERWISE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "codes": _codes,
    "due_at": _moment,
    "edition": lambda said, kept: bool(said == kept - 1),
    "grounds": _grounds,
    "keys": _keys,
    "tables": _tables,
}
"""Facts that are kept in another form than they were sent in, by name."""
