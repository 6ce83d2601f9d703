"""What the rules make of one command: what it changes, or why it is refused.

Nothing is recorded here, and nobody is admitted: who gives the command is known, and what
comes of it is for others to keep. So a history can be judged again as it was judged then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate
from hub_domain.keeping.follow_ups import follow_up
from hub_domain.law.catalogue import Catalogue
from hub_domain.law.refusals import RoleRequired
from hub_domain.ports import SealBroken
from hub_domain.recording import EnvelopeRecord
from hub_domain.refusal import Refusal
from hub_domain.refused_attempt import RefusedAttempt
from hub_domain.sharing.sealed import Sealed, give, introduce, speak_of
from hub_domain.statement import Statement
from hub_services.hub.admission import Caller
from hub_services.hub.answers import Fault, Unparsable, pointer
from hub_services.hub.facts import Facts
from hub_services.hub.means import Law, Means, SealedParties, Sealing
from hub_services.hub.registry import Command
from hub_services.hub.work import Changes, Find, Work

MOST_ERRORS = 100
"""How many errors in one call are pointed to."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """One command as it was given: by whom, its facts, and the parts of its body."""

    command: Command
    caller: Caller
    facts: Facts
    parts: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a command comes to: what is to be recorded, and what is answered after that.

    ``saved`` begins with what the command is about, and ends with the tasks that follow.
    """

    saved: tuple[Aggregate, ...]
    envelope: EnvelopeRecord | None
    shares: Mapping[str, str]


def must_hold_role(command: Command, caller: Caller) -> None:
    """Who commands holds the role that the statement names, and it is one that may."""
    if not caller.holds_role or caller.statement.role not in command.roles:
        raise RoleRequired(needed=" ".join(sorted(command.roles)))


def read_facts(command: Command, canonical: bytes, catalogue: Catalogue) -> Facts:
    """The facts, each code of its list: what is written is not kept before that is so."""
    try:
        return command.facts.model_validate_json(canonical, context=catalogue)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[:MOST_ERRORS]
        raise Unparsable(*map(_fault, found)) from None


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


def work_of(means: Means, find: Find, given: Given) -> Work:
    """The command at work: who acts on what, at which version, under which law."""
    caller = given.caller
    statement = caller.statement
    acting = acting_of(caller, means.law)
    if statement.about is None or statement.version is None:
        raise Unparsable(*_left_out(statement))
    return Work(
        acting=acting,
        viewer=caller.viewer,
        about=statement.about,
        version=statement.version,
        catalogue=means.law.edition(caller.edition),
        means=means,
        sealed=_sealed(means.sealing, given),
        get=find,
    )


def judge(work: Work, given: Given) -> Judged:
    """What the command comes to. Raises the ``Refusal`` of whichever rule says no.

    Words that are gone are released to nobody, and no release of them is recorded.
    """
    changes = given.command.use(work, given.facts)
    envelope = _take_in(work, changes, given.parts)
    released = changes.released
    shares = {} if released is None else work.means.sealing.shares(released, changes.tags)
    tasks = follow_up(work.acting, changes.saved, work.get)
    return Judged(saved=(*changes.saved, *tasks), envelope=envelope, shares=shares)


def refused_attempt(
    command: Command, caller: Caller, refusal: Refusal, law: Law
) -> RefusedAttempt:
    """What is kept of a command that was refused: that it was tried, and the rule (R-445)."""
    return RefusedAttempt.note(
        acting_of(caller, law),
        step=command.name,
        code=refusal.code,
        about=caller.statement.about,
    )


def _sealed(sealing: Sealing, given: Given) -> Sealed | None:
    """The envelope that the facts name must be the one that came, by its digest."""
    named = getattr(given.facts, "sealed", None)
    envelope = given.parts.get("envelope")
    if named is None and envelope is None and given.command.envelope != "required":
        return None
    if named is None or envelope is None:
        raise Unparsable(Fault("/envelope", "required"))
    try:
        if sealing.digest(envelope) != named.digest:
            raise Unparsable(Fault("/envelope", "digest"))
    except SealBroken:
        raise Unparsable(Fault("/envelope", "form")) from None
    return Sealed(envelope=named.envelope, digest=named.digest)


def _take_in(work: Work, changes: Changes, parts: Mapping[str, bytes]) -> EnvelopeRecord | None:
    if work.sealed is None:
        return None
    shares = parts.get("shares")
    if shares is None:
        raise Unparsable(Fault("/shares", "required"))
    try:
        taken = work.means.sealing.take_in(
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
