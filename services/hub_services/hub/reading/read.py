"""Reads: a signed statement, a registered role, the gate, and then rows of a view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.ids import refused_read_id
from hub_domain.law.refusals import RoleRequired
from hub_domain.need_to_know import HandedOver, Labels, NotFound, RecordKind, Side, Viewer
from hub_domain.ports import NotAuthentic
from hub_domain.recording import CommandKnown, CommandRecord, VersionMoved
from hub_domain.refusal import Refusal, duty_of
from hub_domain.refused_attempt import RefusedAttempt
from hub_domain.statement import READ
from hub_services.hub.admission import Caller, admit
from hub_services.hub.answers import CommandIdReused, Refused
from hub_services.hub.application import Hub
from hub_services.hub.facts import Facts
from hub_services.hub.judging import acting_of
from hub_services.hub.means import Means
from hub_services.hub.reading.described import Schema


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One read at work: who reads, when, by which means, and how the log is read."""

    viewer: Viewer
    now: datetime
    edition: int
    means: Means
    hub: Hub


@dataclass(frozen=True, kw_only=True)
class Read:
    """One thing that may be read.

    ``gives`` are the members of its answer, ``query`` is the strict model of its query string.
    What ``changes_hands`` tells who had it where it went (410).
    """

    name: str
    path: str
    summary: str
    answer: Callable[[Reading, Mapping[str, UUID | str], Any], object]
    gives: Mapping[str, Schema]
    query: type[Facts] | None = None
    changes_hands: bool = False


def row_labels(kind: RecordKind, row: Mapping[str, Any]) -> Labels:
    """How a record stands in one agency's view; the other side's people have no part in it.

    A row without its side is that of a record which is not here: nobody sees it.
    """
    agency, side = row["agency_id"], Side(row["side"]) if row["side"] else None
    if side is Side.AUTHOR:
        return Labels(kind=kind, agency=agency, side=side, author=row["author"])
    return Labels(
        kind=kind,
        agency=agency,
        side=side,
        named=row.get("named"),
        post=row.get("post"),
        assigned=row.get("assigned"),
        withdrawn=bool(row.get("withdrawn")),
    )


class Reader:
    """Answers reads for one hub process."""

    def __init__(self, hub: Hub, means: Means) -> None:
        self.hub = hub
        self.means = means

    def read(
        self,
        read: Read,
        *,
        compact: bytes,
        target: str,
        path: Mapping[str, UUID | str],
        query: Facts | None,
    ) -> object:
        """Answer a read. Raises ``NotAuthentic``, ``CommandIdReused`` and ``Refused``.

        The first refused read in an hour, for a practitioner and a target, is noted; but not
        that who had a record asked for it, and was told where it went.
        """
        caller = admit(self.means, compact, target)
        if caller.statement.do != READ:
            raise NotAuthentic("do")
        if caller.statement.facts is not None:
            raise NotAuthentic("facts")
        if (first := caller.first) is not None:
            if first.refusal is None:
                raise CommandIdReused
            raise Refused(first.refusal, duty_of(first.refusal), first.refusal_facts)
        try:
            if not caller.holds_role:
                raise RoleRequired
            reading = Reading(
                viewer=caller.viewer,
                now=self.means.clock.now(),
                edition=caller.edition,
                means=self.means,
                hub=self.hub,
            )
            return read.answer(reading, path, query)
        except HandedOver as told:
            raise Refused.by(told) from None
        except Refusal as refusal:
            about = path.get("id")
            self._note(caller, refusal, about if isinstance(about, UUID) else None)
            raise Refused.by(refusal) from None

    def _note(self, caller: Caller, refusal: Refusal, about: UUID | None) -> None:
        statement = caller.statement
        acting: Acting = acting_of(caller, self.means.law)
        hour = statement.at.replace(minute=0, second=0, microsecond=0)
        attempt = RefusedAttempt.note(
            acting,
            step=READ,
            code=refusal.code,
            about=about,
            attempt_id=refused_read_id(statement.practitioner, statement.target, hour),
        )
        try:
            self.hub.commit(
                attempt,
                command=CommandRecord(
                    id=statement.id,
                    agency=statement.agency,
                    statement=caller.compact,
                    facts=None,
                    about=None,
                    refusal=refusal.code,
                    refusal_facts=refusal.facts(),
                ),
            )
        except (VersionMoved, CommandKnown):
            return  # already noted in this hour


def first_row(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The one row that was asked for; none is not found."""
    if not rows:
        raise NotFound
    return rows[0]
