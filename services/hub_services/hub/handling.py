"""One command, from its statement to its answer.

Recorded first, then answered: the events, the command's row with its statement, the envelope
and the rows of every view are durable before anybody is told, and a refusal is noted before it
is given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import structlog

from hub_domain.ports import NotAuthentic
from hub_domain.recording import (
    CommandKnown,
    CommandRecord,
    FirstAnswer,
    VersionMoved,
)
from hub_domain.refusal import Refusal, duty_of
from hub_services.hub.admission import Caller, admit
from hub_services.hub.answers import CommandIdReused, Done, Fault, Refused, Unparsable, pointer
from hub_services.hub.application import Hub
from hub_services.hub.judging import (
    Given,
    judge,
    must_hold_role,
    read_facts,
    refused_attempt,
    work_of,
)
from hub_services.hub.means import Means
from hub_services.hub.registry import Command

log = structlog.get_logger()

ATTEMPTS = 3
"""How often a command that lost a race is tried against the newer history."""


class Handler:
    """Handles commands for one hub process."""

    def __init__(self, hub: Hub, means: Means) -> None:
        self.hub = hub
        self.means = means

    def handle(self, command: Command, *, compact: bytes, target: str, raw: bytes) -> Done:
        """Do what the statement says, once. ``raw`` is the body as it came.

        Raises ``NotAuthentic`` (401), ``Malformed`` and ``Unparsable`` (400), ``Refused`` (403,
        404, 422, noted), ``CommandIdReused`` (409), ``VersionMoved`` (412) and ``Away`` (503).
        """
        caller = admit(self.means, compact, target)
        statement = caller.statement
        if statement.do != command.name:
            raise NotAuthentic("do")
        if not _names(command, caller, target):
            raise NotAuthentic("about")
        if caller.first is not None:
            return _first_answer(command, caller.first)
        parts = _parts(self.means.statements.members(raw))
        if hashlib.sha256(parts["facts"]).hexdigest() != statement.facts:
            raise NotAuthentic("facts")
        law = self.means.law.edition(caller.edition)
        facts = read_facts(command, parts["facts"], law)
        given = Given(command=command, caller=caller, facts=facts, parts=parts)
        try:
            return self._judge(given)
        except (CommandKnown, VersionMoved) as lost:
            first = admit(self.means, compact, target).first
            if first is not None:  # the same bytes were sent twice at once
                return _first_answer(command, first)
            if isinstance(lost, CommandKnown):  # of the command's envelope
                raise CommandIdReused from None
            raise

    def _judge(self, given: Given) -> Done:
        """Do it, or note that it was refused; ``CommandKnown`` when another was first.

        Of what is said in a role that may not say it, nothing is kept but that it was: some
        commands take words in clear, from those who answer for them.
        """
        try:
            must_hold_role(given.command, given.caller)
        except Refusal as refusal:
            raise self._refused(given, refusal, None) from None
        try:
            return self._try(given)
        except Refusal as refusal:
            raise self._refused(given, refusal, given.parts["facts"]) from None

    def _try(self, given: Given) -> Done:
        about = given.caller.statement.about
        for attempt in range(ATTEMPTS):
            try:
                return self._do(given)
            except VersionMoved:
                if about is not None:
                    self.hub.forget(about)
                if attempt == ATTEMPTS - 1:
                    raise
        raise VersionMoved

    def _do(self, given: Given) -> Done:
        caller = given.caller
        work = work_of(self.means, self.hub.find, given)
        try:
            judged = judge(work, given)
        except Refusal:
            if self.hub.moved_on(work.loaded.values()):  # refused by what is no longer so
                raise VersionMoved from None
            raise
        position = self.hub.commit(
            *judged.saved,
            command=CommandRecord(
                id=caller.statement.id,
                agency=caller.statement.agency,
                statement=caller.compact,
                facts=given.parts["facts"],
                about=judged.saved[0].id,
            ),
            envelope=judged.envelope,
            relied_on=work.relied_on(judged.saved),
        )
        return Done(
            id=caller.statement.id,
            position=position,
            version=judged.saved[0].version,
            shares=judged.shares,
        )

    def _refused(self, given: Given, refusal: Refusal, facts: bytes | None) -> Refused:
        """Keep the refusal, so that the same id is answered the same (R-445)."""
        statement, step = given.caller.statement, given.command.name
        attempt = refused_attempt(given.command, given.caller, refusal, self.means.law)
        self.hub.commit(
            attempt,
            command=CommandRecord(
                id=statement.id,
                agency=statement.agency,
                statement=given.caller.compact,
                facts=facts,
                about=None,
                refusal=refusal.code,
                refusal_facts=refusal.facts(),
            ),
        )
        log.info("refused", step=step, code=refusal.code, command=statement.id)
        return Refused.by(refusal)


def _names(command: Command, caller: Caller, target: str) -> bool:
    """Whether the statement is about the stream that its target names, and says no more."""
    about = caller.statement.about
    return "?" not in target if about is None else command.target(about) == target


def _first_answer(command: Command, first: FirstAnswer) -> Done:
    """What a known command id was answered first; shares are never answered twice."""
    if first.refusal is not None:
        raise Refused(first.refusal, duty_of(first.refusal), first.refusal_facts)
    if command.answers_shares:
        raise CommandIdReused
    return Done(id=first.id, position=first.position, version=first.version)


def _parts(members: Mapping[str, bytes]) -> Mapping[str, bytes]:
    body = {name: value for name, value in members.items() if value != b"null"}
    if "facts" not in body:
        raise Unparsable(Fault("/facts", "required"))
    if unknown := sorted(set(body) - {"facts", "envelope", "shares"}):
        raise Unparsable(*(Fault(pointer(name), "unknown") for name in unknown))
    return body
