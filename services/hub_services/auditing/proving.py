"""Who said what: every event held against the statement, and the envelope, that it rests on.

What is proved: this agency's key, in force at the time, signed for this act, by this person, in
this role, at this moment, and for those of the event's facts that the statement has; and the
author's agency signed the header of the envelope that the event names, which commits to every
word in it, and each of its segments is there as it says; and the request that a disclosure
answers is the one that was decided. All rests on the operator's first key.

What is not proved: that the person whom the agency names is who acted; that the words can still
be opened, which whoever opens them finds out; that an event is of an old release, which did
not have a fact yet; of what the hub adds by itself more than ``following`` holds against other
records, such as what the rules made of it (``rejudging`` shows that); and nothing against a hub
and an agency, or the operator, that forge together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from hub_domain.acting import NOBODY, SYSTEM_ROLE
from hub_domain.agencies.agency import Agency, Kind
from hub_domain.ids import caused_command_id
from hub_domain.keeping.task import Task
from hub_domain.law.edition import CatalogueEdition
from hub_domain.statement import FRESH, Statement
from hub_services.auditing.faults import Code, Fault
from hub_services.auditing.log import AuditedLog, Entry, KeptEnvelope, Stated
from hub_services.auditing.said import REFUSED, of_this_act, says_the_same
from hub_services.auditing.signers import Signers

LATEST: Final = 2 * FRESH
"""A statement is let in within ``FRESH`` of its moment, and recorded soon after."""

PUBLISHING: Final = frozenset({"agency.registered", "agency.key-published"})
_DOUBT: Final[frozenset[Code]] = frozenset(
    {
        *("signature-wrong", "signed-by-unknown-key", "statement-missing"),
        *("statement-differs", "facts-differ", "facts-missing"),
    }
)
"""After which the keys that a statement publishes are not those of its agency."""


@dataclass
class Verified:
    """How much was verified, and held.

    ``events`` were read; of them so many rest on ``statements``, each of one signature, and
    name ``envelopes``, each of two.
    """

    events: int = 0
    statements: int = 0
    envelopes: int = 0

    @property
    def signatures(self) -> int:
        """Ed25519 of each statement; Ed25519 and ML-DSA-65 of each envelope."""
        return self.statements + 2 * self.envelopes


class Proving:
    """Verifies entries in the order of the log."""

    def __init__(
        self,
        log: AuditedLog,
        signers: Signers | None = None,
        verified: Verified | None = None,
    ) -> None:
        self.signers = signers or Signers()
        self.verified = verified or Verified()
        self._log = log
        self._newest: tuple[UUID, Code | None] | None = None

    def check(self, entry: Entry) -> Iterator[Fault]:
        """What is wrong with who said what in the next entry, and with what they sealed."""
        for code in self._codes(entry):
            yield Fault(position=entry.position, code=code)

    def _codes(self, entry: Entry) -> Iterator[Code]:
        self.verified.events += 1
        if entry.event is None:
            return
        found = list(self._of_statement(entry))
        if entry.topic in PUBLISHING and not _DOUBT.intersection(found):
            found += self._of_keys(entry)
        yield from found
        yield from self._of_envelope(entry)

    def _of_statement(self, entry: Entry) -> Iterator[Code]:
        if entry.commanded_at not in {None, entry.recorded_at}:
            yield "recorded-apart"
        stated = entry.stated
        if stated is None:
            yield from self._by_the_hub_itself(entry)
            return
        if wrong := self._of_signature(entry, stated):
            yield wrong
        if stated.claimed is not None:
            yield from _of_act(stated, stated.claimed, entry)

    def _of_keys(self, entry: Entry) -> Iterator[Code]:
        """Keys that are in doubt are not gone by."""
        stated = entry.stated
        if stated is None or stated.claimed is None or stated.facts is None:
            return  # the operator's own
        if not self.signers.learn(stated.claimed, stated.facts, entry.recorded_at):
            yield "keys-by-another"

    def _of_signature(self, entry: Entry, stated: Stated) -> Code | None:
        """Verified once for all the events of a command, which stand together."""
        if self._newest is None or self._newest[0] != entry.command_id:
            self._newest = entry.command_id, self._wrong(entry, stated)
            self.verified.statements += self._newest[1] is None
        return self._newest[1]

    def _wrong(self, entry: Entry, stated: Stated) -> Code | None:
        if stated.claimed is None:
            return "signature-wrong"
        keys = self.signers.signing(stated.claimed.agency, stated.kid, entry.recorded_at)
        if keys is None:
            return "signed-by-unknown-key"
        return None if self._log.signed(stated, keys) else "signature-wrong"

    def _by_the_hub_itself(self, entry: Entry) -> Iterator[Code]:
        """The operator and the first edition, which make a store; and that a task fell due."""
        event = entry.event
        match event:
            case Agency.Registered(kind=Kind.OPERATOR) if entry.position == 1:
                if not self.signers.begin(event):
                    yield "operator-differs"
                    return
                cause = caused_command_id(entry.stream, "registered")
            case CatalogueEdition.Published(edition=1):
                cause = caused_command_id(event.agency, "edition-1")
            case Task.FellDue():
                cause = caused_command_id(entry.stream, "fell-due")
            case _:
                yield "statement-missing"
                return
        root = self.signers.root
        operator = None if root is None else root.operator
        if (event.agency, event.practitioner, event.role, entry.command_id) != (
            operator,
            NOBODY,
            SYSTEM_ROLE,
            cause,
        ):
            yield "statement-missing"

    def _of_envelope(self, entry: Entry) -> Iterator[Code]:
        named: Any = getattr(entry.event, "sealed", None)
        if not named:
            return
        envelope = entry.envelope
        if envelope is None:
            yield "envelope-missing"
            return
        wrong = self._envelope_wrong(entry, named.get("digest"), envelope)
        self.verified.envelopes += wrong is None
        if wrong:
            yield wrong

    def _envelope_wrong(
        self, entry: Entry, digest: object, envelope: KeptEnvelope
    ) -> Code | None:
        readers = envelope.readers
        if (
            (envelope.digest, envelope.record) != (digest, entry.stream)
            or not readers
            or readers[0].agency != entry.event.agency
        ):
            return "envelope-differs"
        keys = [
            self.signers.sealing(each.agency, each.kid, each.epoch, entry.recorded_at)
            for each in envelope.readers
        ]
        if keys[0] is None or None in keys:
            return "sealed-with-unknown-key"
        if not self._log.sealed(envelope, keys[0]):
            return "envelope-signature-wrong"
        if not envelope.complete:
            return "envelope-missing"
        return None if envelope.its_own else "envelope-differs"


def _of_act(stated: Stated, said: Statement, entry: Entry) -> Iterator[Code]:
    """A statement against the event that it is kept for."""
    act = of_this_act(said, entry)
    if not act:
        yield "statement-differs"
    if not stated.facts_hold:
        yield "facts-differ"
    elif stated.facts is None and said.facts and entry.topic != REFUSED:
        yield "facts-missing"
    elif act and not says_the_same(stated, said, entry):
        yield "event-differs"
    if not -FRESH <= entry.recorded_at - said.at <= LATEST:
        yield "stated-at-another-time"
