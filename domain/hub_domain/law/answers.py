"""Answering a request: what the provision permits, and what each answer needs (R-064 to R-069).

A duty is never declined. A challenge is reasoned, and is not a refusal. Nothing held says what
was searched; who asks back says what is to be clarified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from hub_domain.law.catalogue import Catalogue, LawOn
from hub_domain.law.judgement import Finding, Judgement, TaskDue, judged
from hub_domain.law.refusals import (
    AssumedSharedElsewhere,
    NoShareReasonRequired,
    ReasonRequired,
    RefusalGroundNotRecognised,
    SearchNotStated,
    lack,
)
from hub_domain.law.rows import ANY, RECOGNISED, Ground, Provision
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks, said

REASONS = "reasons"


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a nothing-held answer says of the search that was made (R-443): codes only."""

    systems: tuple[str, ...]
    period_from: date | None
    period_to: date | None
    identifiers: tuple[str, ...]
    not_searched: tuple[str, ...]

    def missing(self) -> str:
        """What is not stated: system, period or identifiers. All may have been searched."""
        if not self.systems:
            return "systems"
        if self.period_from is None or self.period_to is None:
            return "period"
        return "" if self.identifiers else "identifiers"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An addressee's answer, challenge or decline, in codes and text checks.

    Its one text is ``reasons``. ``rest_explained``: in a part answer, whether each missing item
    is not held or challenged. ``disclosure_known`` and ``bar`` are the proof that the grounds
    already-shared and law-prohibits need.
    """

    code: str
    ground: str = ""
    texts: Mapping[str, TextChecks] = field(default_factory=dict)
    search: Search | None = None
    rest_explained: bool = False
    disclosure_known: bool = False
    bar: str = ""

    @property
    def reasons(self) -> TextChecks | None:
        """The checks of the reasons."""
        return self.texts.get(REASONS)


def judge_answer(
    provision: Provision, answer: Answer, catalogue: Catalogue, on: date
) -> Judgement:
    """Judge an answer to a request under that provision."""
    return judged(_findings(provision, answer, LawOn(catalogue, on)))


def _findings(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    if answer.code not in provision.answers:
        if answer.code == "declined":
            yield RefusalGroundNotRecognised(ground=answer.ground)
        else:
            yield AnswerNotAvailable(answer=answer.code, provision=provision.id)
    elif answer.code == "not-held":
        yield from search_stated(answer.search)
    elif answer.code == "clarification-sought" and not said(answer.reasons):
        yield ReasonRequired(field=REASONS)
    elif answer.code == "partly-supplied":
        yield from _part(provision, answer, law)
    elif answer.code == "challenged":
        yield from _challenge(provision, answer, law)
    elif answer.code == "declined":
        yield from _decline(provision, answer, law)


def search_stated(search: Search | None) -> Iterator[Finding]:
    """A search names systems, period and the identifiers used."""
    missing = search.missing() if search else "search"
    if missing:
        yield SearchNotStated(field=missing)


def _part(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    """What a part answer needs; where parts are free, nothing."""
    match provision.part:
        case "escalates":
            if not answer.rest_explained:
                yield TaskDue(provision.escalation, {"provision": provision.id})
        case "explained":
            if not answer.rest_explained:
                yield RefusalGroundNotRecognised(ground=answer.ground)
        case "written-reasons":
            yield from _written_reasons(provision, answer, law)
        case "own-ground":
            yield from _own_ground(provision, answer, law)


def _challenge(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    lacking = lack(answer.reasons, law.local("reason-words"))
    allowed = provision.challenge_grounds
    if lacking or (ANY not in allowed and answer.ground not in allowed):
        yield RefusalGroundNotRecognised(ground=answer.ground, lack=lacking)
    elif provision.escalation:
        yield TaskDue(provision.escalation, {"provision": provision.id})


def _decline(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    if provision.reasons == "written":
        if answer.ground not in provision.decline_grounds:
            yield S164Ground(ground=answer.ground)
        else:
            yield from _written_reasons(provision, answer, law)
    elif provision.reasons == "exit":
        yield from _own_ground(provision, answer, law)
    else:
        yield from _ground(provision, answer, law)


def _written_reasons(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    lacking = lack(answer.reasons, law.local("written-reasons-words"))
    if lacking:
        yield WrittenReasonsRequired(lack=lacking)
    else:
        yield TaskDue("deliver-reasons", {"provision": provision.id})


def _own_ground(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    if answer.ground not in provision.decline_grounds:
        yield RefusalGroundNotRecognised(ground=answer.ground)
        return
    lacking = lack(answer.reasons, law.local("reason-words"))
    if lacking:
        yield NoShareReasonRequired(ground=answer.ground, lack=lacking)


def _ground(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    if not answer.ground:
        yield NoShareReasonRequired()
        return
    row = law.find(Ground, answer.ground)
    own = answer.ground in provision.decline_grounds
    general = (
        row is not None and not row.provision_only and RECOGNISED in provision.decline_grounds
    )
    if row is None or not row.recognised or not (own or general):
        yield RefusalGroundNotRecognised(ground=answer.ground)
        return
    lacking = lack(answer.reasons, law.local("reason-words"))
    if lacking == "bare":
        yield RefusalGroundNotRecognised(ground=answer.ground, lack=lacking)
    elif lacking:
        yield NoShareReasonRequired(ground=answer.ground, lack=lacking)
    if "disclosure" in row.needs and not answer.disclosure_known:
        yield AssumedSharedElsewhere()
    if "bar" in row.needs and not answer.bar:
        yield RefusalGroundNotRecognised(ground=answer.ground)


@dataclass(eq=False, kw_only=True)
class AnswerNotAvailable(Refusal):
    """A request is answered as its provision permits (R-064, R-440)."""

    answer: str
    provision: str
    code = "answer-not-available"
    duty = "R-064, R-440"


@dataclass(eq=False, kw_only=True)
class WrittenReasonsRequired(Refusal):
    """Who declines, or withholds a part, gives the requester written reasons (R-069)."""

    lack: str
    code = "written-reasons-required"
    duty = "R-069"


@dataclass(eq=False, kw_only=True)
class S164Ground(Refusal):
    """Declined only as incompatible with own duties or adverse to own functions (R-068)."""

    ground: str
    code = "s164-ground"
    duty = "R-068"
