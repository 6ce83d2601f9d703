"""Opening what was sealed: the shares are released only after the release is recorded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hub_domain.keeping.release import Release, TextMismatch
from hub_domain.need_to_know import NotFound
from hub_domain.roles import CASEWORK, Role
from hub_services.hub.codes import TextName
from hub_services.hub.facts import Facts, Hex256
from hub_services.hub.reading.seen import persons_of, visible_writing
from hub_services.hub.registry import Command
from hub_services.hub.work import Changes, Work

_READERS = CASEWORK | {Role.CALDICOTT_GUARDIAN}


class ReleaseShares(Facts):
    """Which segments of the envelope, and why they are opened.

    An envelope never changes: the statement's ``version`` is 0.
    """

    segments: Annotated[list[Hex256], Field(min_length=1, max_length=500)]
    why: Literal["answer", "casework", "decision", "review", "co-ordination"]


class ReportMismatch(Facts):
    """The code of the text whose words are not what its signed checks said.

    An envelope never changes: the statement's ``version`` is 0.
    """

    text: TextName


def release(work: Work, facts: ReleaseShares) -> Changes:
    """Release the shares of these segments to the one who acts (Caldicott principle 4).

    Words of the record itself are about everyone whom it names, so that of each it is known
    who read them. The gate asks the views as they stand now, never a record that was kept.
    What changes between that look and the commit, some milliseconds, comes after the release.
    """
    writing, record = visible_writing(work.viewer, work.means, work.about)
    work.never_changes()
    envelope = work.means.envelopes.get(work.about)
    if envelope is None:
        raise NotFound
    asked = frozenset(facts.segments)
    chosen = [segment for segment in envelope.segments if segment.tag in asked]
    if len(chosen) != len(asked):
        raise NotFound
    owners = {segment.owner for segment in chosen}
    if envelope.record in owners:
        owners |= persons_of(record)
    post = record.get("post") if record.get("post") in work.viewer.posts else None
    opened = Release.of(
        work.acting,
        envelope=envelope.id,
        record=envelope.record,
        record_kind=str(writing["record_kind"]),
        publisher=envelope.publisher,
        counterpart=envelope.counterpart,
        segments=sorted(asked),
        persons=sorted(owners - {envelope.record}),
        items=sorted({s.item for s in chosen if s.item is not None}),
        why=facts.why,
        post=post,
    )
    return Changes(saved=(opened,), released=envelope, tags=asked)


def report(work: Work, facts: ReportMismatch) -> Changes:
    """Report that a text was not what its checks said (R-480)."""
    writing, _ = visible_writing(work.viewer, work.means, work.about)
    work.never_changes()
    reported = TextMismatch.report(
        work.acting,
        envelope=work.about,
        record=writing["record"],
        publisher=writing["author_agency"],
        text=facts.text,
    )
    return Changes(saved=(reported,))


COMMANDS = (
    Command(
        name="release-shares",
        path="/v1/envelopes/{about}/release",
        facts=ReleaseShares,
        use=release,
        roles=_READERS,
        answers_shares=True,
        summary="Open segments of an envelope: recorded first, then the shares are answered",
    ),
    Command(
        name="report-text-mismatch",
        path="/v1/envelopes/{about}/mismatch",
        facts=ReportMismatch,
        use=report,
        roles=_READERS,
        summary="Report that a text is not what its signed checks said",
    ),
)
