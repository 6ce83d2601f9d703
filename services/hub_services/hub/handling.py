"""One command, from its statement to its answer.

Recorded first, then answered: the events, the command's row with its statement, the envelope
and the rows of every view are durable before anybody is told, and a refusal is noted before it
is given (design sections 3 and 5).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Final

import structlog
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate
from hub_domain.keeping.follow_ups import follow_up
from hub_domain.law.catalogue import Catalogue
from hub_domain.law.refusals import RoleRequired
from hub_domain.ports import NotAuthentic, SealBroken
from hub_domain.recording import (
    CommandKnown,
    CommandRecord,
    EnvelopeRecord,
    FirstAnswer,
    VersionMoved,
)
from hub_domain.refusal import Refusal, duty_of
from hub_domain.refused_attempt import RefusedAttempt
from hub_domain.sharing.sealed import Sealed, give, introduce, speak_of
from hub_domain.statement import Statement
from hub_services.hub.admission import Caller, admit
from hub_services.hub.answers import CommandIdReused, Done, Fault, Refused, Unparsable, pointer
from hub_services.hub.application import Hub
from hub_services.hub.facts import Facts
from hub_services.hub.means import Law, Means, SealedParties
from hub_services.hub.registry import Command
from hub_services.hub.work import Changes, Work

log = structlog.get_logger()

MOST_ERRORS = 100
"""How many errors in one call are pointed to."""

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
        facts = _parse(command, parts["facts"], self.means.law.edition(caller.edition))
        try:
            return self._judge(command, caller, facts, parts)
        except (CommandKnown, VersionMoved) as lost:
            first = admit(self.means, compact, target).first
            if first is not None:  # the same bytes were sent twice at once
                return _first_answer(command, first)
            if isinstance(lost, CommandKnown):  # of the command's envelope
                raise CommandIdReused from None
            raise

    def _judge(
        self,
        command: Command,
        caller: Caller,
        facts: Facts,
        parts: Mapping[str, bytes],
    ) -> Done:
        """Do it, or note that it was refused; ``CommandKnown`` when another was first.

        Of what is said in a role that may not say it, nothing is kept but that it was: some
        commands take words in clear, from those who answer for them.
        """
        if not caller.holds_role or caller.statement.role not in command.roles:
            refusal = RoleRequired(needed=" ".join(sorted(command.roles)))
            raise self._refused(command.name, caller, refusal, None)
        try:
            return self._try(command, caller, facts, parts)
        except Refusal as refusal:
            raise self._refused(command.name, caller, refusal, parts["facts"]) from None

    def _try(
        self,
        command: Command,
        caller: Caller,
        facts: Facts,
        parts: Mapping[str, bytes],
    ) -> Done:
        for attempt in range(ATTEMPTS):
            try:
                return self._do(command, caller, facts, parts)
            except VersionMoved:
                if caller.statement.about is not None:
                    self.hub.forget(caller.statement.about)
                if attempt == ATTEMPTS - 1:
                    raise
        raise VersionMoved

    def _do(
        self,
        command: Command,
        caller: Caller,
        facts: Facts,
        parts: Mapping[str, bytes],
    ) -> Done:
        statement = caller.statement
        acting = acting_of(caller, self.means.law)
        if statement.about is None or statement.version is None:
            raise Unparsable(*_left_out(statement))
        work = Work(
            acting=acting,
            viewer=caller.viewer,
            about=statement.about,
            version=statement.version,
            catalogue=self.means.law.edition(caller.edition),
            means=self.means,
            sealed=self._sealed(command, facts, parts),
            get=self.hub.find,
        )
        try:
            changes = command.use(work, facts)
            envelope = self._take_in(work, changes, parts)
            shares = self._shares(changes)
        except Refusal:
            if self.hub.moved_on(work.loaded.values()):  # refused by what is no longer so
                raise VersionMoved from None
            raise
        saved = self._with_tasks(acting, changes.saved)
        position = self.hub.commit(
            *saved,
            command=CommandRecord(
                id=statement.id,
                agency=statement.agency,
                statement=caller.compact,
                facts=parts["facts"],
                about=changes.saved[0].id,
            ),
            envelope=envelope,
            relied_on=work.relied_on(changes),
        )
        return Done(
            id=statement.id,
            position=position,
            version=changes.saved[0].version,
            shares=shares,
        )

    def _sealed(
        self, command: Command, facts: Facts, parts: Mapping[str, bytes]
    ) -> Sealed | None:
        """The envelope that the facts name must be the one that came, by its digest."""
        named = getattr(facts, "sealed", None)
        envelope = parts.get("envelope")
        if named is None and envelope is None and command.envelope != "required":
            return None
        if named is None or envelope is None:
            raise Unparsable(Fault("/envelope", "required"))
        try:
            if self.means.sealing.digest(envelope) != named.digest:
                raise Unparsable(Fault("/envelope", "digest"))
        except SealBroken:
            raise Unparsable(Fault("/envelope", "form")) from None
        return Sealed(envelope=named.envelope, digest=named.digest)

    def _take_in(
        self, work: Work, changes: Changes, parts: Mapping[str, bytes]
    ) -> EnvelopeRecord | None:
        if work.sealed is None:
            return None
        shares = parts.get("shares")
        if shares is None:
            raise Unparsable(Fault("/shares", "required"))
        try:
            taken = self.means.sealing.take_in(
                parts["envelope"],
                shares,
                SealedParties(
                    envelope=work.sealed.envelope,
                    record=work.about,
                    publisher=work.acting.agency,
                    counterpart=changes.counterpart,
                ),
            )
        except SealBroken as broken:
            at = "/shares" if broken.part.startswith("share") else "/envelope"
            raise Unparsable(Fault(at, f"seal-{broken.part}")) from None
        speak_of(taken, persons=changes.persons, items=changes.items)
        introduce(taken, changes.named)
        give(taken, changes.given)
        return taken

    def _shares(self, changes: Changes) -> Mapping[str, str]:
        """What is answered once the release is recorded.

        Words that are gone are released to nobody, and no release of them is recorded.
        """
        if changes.released is None:
            return {}
        return self.means.sealing.shares(changes.released, changes.tags)

    def _with_tasks(
        self, acting: Acting, saved: tuple[Aggregate, ...]
    ) -> tuple[Aggregate, ...]:
        return (*saved, *follow_up(acting, saved, self.hub.find))

    def _refused(
        self, step: str, caller: Caller, refusal: Refusal, facts: bytes | None
    ) -> Refused:
        """Keep the refusal, so that the same id is answered the same (R-445)."""
        statement = caller.statement
        attempt = RefusedAttempt.note(
            acting_of(caller, self.means.law),
            step=step,
            code=refusal.code,
            about=statement.about,
        )
        self.hub.commit(
            attempt,
            command=CommandRecord(
                id=statement.id,
                agency=statement.agency,
                statement=caller.compact,
                facts=facts,
                about=None,
                refusal=refusal.code,
                refusal_facts=refusal.facts(),
            ),
        )
        log.info("refused", step=step, code=refusal.code, command=statement.id)
        return Refused.by(refusal)


def acting_of(caller: Caller, law: Law) -> Acting:
    """The act that a statement states, under the newest law."""
    statement = caller.statement
    return Acting(
        practitioner=statement.practitioner,
        agency=statement.agency,
        role=statement.role,
        occurred_at=statement.at,
        command_id=statement.id,
        catalogue_edition=caller.edition,
        pack_edition=law.edition(caller.edition).pack_edition,
    )


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


def _parse(command: Command, canonical: bytes, catalogue: Catalogue) -> Facts:
    """The facts, each code of its list: what is written is not kept before that is so."""
    try:
        return command.facts.model_validate_json(canonical, context=catalogue)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[:MOST_ERRORS]
        raise Unparsable(*map(_fault, found)) from None


def _fault(found: ErrorDetails) -> Fault:
    """Where the facts are wrong, and which codes may stand there."""
    said = found.get("ctx", {})
    closed = _CODE_NAMED.findall(str(said.get("expected", "")))
    return Fault(
        pointer("facts", *found["loc"]),
        found["type"],
        tuple(closed or said.get("enum", ())),
        str(said.get("description", "")),
    )


_CODE_NAMED: Final = re.compile(r"'([^']+)'")
"""A code among those that a closed list expects, as pydantic names them."""


def _left_out(statement: Statement) -> Iterator[Fault]:
    """What the statement of a command says, and this one does not."""
    if statement.about is None:
        yield Fault("/about", "missing")
    if statement.version is None:
        yield Fault("/version", "missing")
