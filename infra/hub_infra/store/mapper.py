"""Domain events as stored events, and back.

A stored topic names a class only if the hub has registered it: nothing is ever imported because
a row says so. Bytes that are not in their one encoding are refused before any upcast.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from eventsourcing import utils
from eventsourcing.domain import CanMutateAggregate, DomainEventProtocol
from eventsourcing.persistence import (
    Cipher,
    Compressor,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    Transcoder,
)

from hub_infra.store.codec import decode, encode
from hub_infra.store.errors import CorruptState, NotPlain

SCHEMA_VERSION = "v"


class MsgpackMapper(Mapper[UUID]):
    """State is the schema version of the event's class and its fields, in msgpack.

    Id and version of the stream are columns. A class that changes gets the next
    ``class_version`` and an ``upcast_v1_v2`` from the one before.
    """

    def __init__(
        self,
        transcoder: Transcoder | None = None,
        compressor: Compressor | None = None,
        cipher: Cipher | None = None,
    ) -> None:
        if compressor or cipher:
            raise ValueError("stored state is msgpack in clear: it holds codes, never words")
        super().__init__(transcoder or JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        state = dict(vars(domain_event))
        stream = state.pop("originator_id")
        version = state.pop("originator_version")
        if SCHEMA_VERSION in state:
            raise NotPlain(f"a field named {SCHEMA_VERSION}")
        state[SCHEMA_VERSION] = _schema_version(type(domain_event))
        return StoredEvent(stream, version, utils.get_topic(type(domain_event)), encode(state))

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """Restore an event. Raises ``CorruptState`` for what the hub cannot have written."""
        event_class = _registered(stored_event.topic)
        if not (isinstance(event_class, type) and issubclass(event_class, CanMutateAggregate)):
            raise CorruptState("the topic is not an event's")
        state = decode(stored_event.state)
        version, newest = state.pop(SCHEMA_VERSION, None), _schema_version(event_class)
        if type(version) is not int or not 1 <= version <= newest:
            raise CorruptState("the schema version is unknown")
        if "originator_topic" in state:
            _registered(state["originator_topic"])
        _bring_up(event_class, state, range(version, newest))
        state["originator_id"] = stored_event.originator_id
        state["originator_version"] = stored_event.originator_version
        event: Any = object.__new__(event_class)
        object.__setattr__(event, "__dict__", state)
        return event  # type: ignore[no-any-return]  # the library's protocol has no class


def differing(recorded: StoredEvent, made: DomainEventProtocol[UUID]) -> list[str]:
    """The facts in which an event that was made differs from one that was recorded, by name.

    What an earlier version of its kind did not say yet is no difference.
    """
    stored = MsgpackMapper().to_stored_event(made)
    if stored == recorded:
        return []
    if (stored.originator_id, stored.topic) != (recorded.originator_id, recorded.topic):
        return ["topic"]
    then, now = decode(recorded.state), decode(stored.state)
    earlier = then.pop(SCHEMA_VERSION) < now.pop(SCHEMA_VERSION)
    names = sorted(then if earlier else {*then, *now})
    found = [name for name in names if not _same(then.get(name), now.get(name), earlier)]
    return found or ["version"] * (stored.originator_version != recorded.originator_version)


def _same(then: object, now: object, earlier: bool) -> bool:  # noqa: FBT001 - as in differing
    if earlier and isinstance(then, dict) and isinstance(now, dict):
        return all(name in now and _same(then[name], now[name], earlier) for name in then)
    if earlier and isinstance(then, list) and isinstance(now, list):
        return len(then) == len(now) and all(
            _same(*both, earlier) for both in zip(then, now, strict=True)
        )
    return then == now


def _schema_version(event_class: type) -> int:
    return int(getattr(event_class, "class_version", 1))


def _bring_up(event_class: type, state: dict[str, Any], steps: range) -> None:
    """Take each step to a newer version; a state that is none of its version takes none."""
    try:
        for step in steps:
            getattr(event_class, f"upcast_v{step}_v{step + 1}")(state)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise CorruptState(
            f"the state is not of its version ({type(error).__name__})"
        ) from None


def _registered(topic: object) -> object:
    """What was registered under ``topic``; ``resolve_topic`` would import a module instead."""
    try:
        return utils._topic_cache[topic]  # type: ignore[index]  # noqa: SLF001
    except (KeyError, TypeError):
        raise CorruptState("the topic is unknown") from None
