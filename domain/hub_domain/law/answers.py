"""Answering a request: what the provision permits, and what each answer needs (R-064 to R-069).

A duty is never declined. A challenge is reasoned, and is not a refusal. Nothing held says what
was searched; who asks back says what is to be clarified.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from hub_domain.law.catalogue import Catalogue, LawOn
from hub_domain.law.judgement import Finding, Judgement, TaskDue, judged
from hub_domain.law.periods import stated
from hub_domain.law.refusals import (
    NoShareReasonRequired,
    ReasonRequired,
    RefusalGroundNotRecognised,
    SearchNotStated,
    lack,
)
from hub_domain.law.rows import ANY, RECOGNISED, Provision
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks, said

REASONS = "reasons"

Withheld = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is said of the search where nothing, or nobody, was found (R-443): codes only.

    Who says that nothing is held must say it, whole; who says that they are not known here may.
    """

    systems: tuple[str, ...]
    period_from: date | None
    period_to: date | None
    identifiers: tuple[str, ...]
    not_searched: tuple[str, ...]

    def missing(self, on: date) -> str:
        """What is not stated: system, period or identifiers. All may have been searched.

        On that day: what is still to come has not been searched.
        """
        if not self.systems:
            return "systems"
        to_come = self.period_from is not None and self.period_from > on
        if to_come or not stated(self.period_from, self.period_to):
            return "period"
        return "" if self.identifiers else "identifiers"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An addressee's answer, challenge or decline, in codes and text checks.

    Its one text is ``reasons``. ``withheld`` is what the decision that it follows holds back,
    where there is one: of each item that is held, the grounds that stand (none, under advice).
    """

    code: str
    ground: str = ""
    texts: Mapping[str, TextChecks] = field(default_factory=dict)
    search: Search | None = None
    withheld: Withheld | None = None

    @property
    def reasons(self) -> TextChecks | None:
        """The checks of the reasons."""
        return self.texts.get(REASONS)


@dataclass(frozen=True, kw_only=True)
class AnswerJudged(Judgement):
    """The judgement of an answer, and whether it is escalated, as its provision says."""

    escalates: bool


def judge_answer(
    provision: Provision, answer: Answer, catalogue: Catalogue, on: date
) -> AnswerJudged:
    """Judge an answer to a request under that provision."""
    found = judged(_findings(provision, answer, LawOn(catalogue, on)))
    return AnswerJudged(
        refusals=found.refusals, tasks=found.tasks, escalates=found.opens(provision.escalation)
    )


def _findings(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    if answer.code not in provision.answers:
        if answer.code == "declined":
            yield RefusalGroundNotRecognised(ground=answer.ground)
        else:
            yield AnswerNotAvailable(answer=answer.code, provision=provision.id)
    elif answer.code == "not-held":
        yield from search_stated(answer.search, law.day)
    elif answer.code == "clarification-sought" and not said(answer.reasons):
        yield ReasonRequired(field=REASONS)
    elif answer.code == "partly-supplied":
        yield from _part(provision, answer, law)
    elif answer.code == "challenged":
        yield from _challenge(provision, answer, law)
    elif answer.code == "declined":
        yield from _decline(provision, answer, law)


def search_stated(search: Search | None, on: date) -> Iterator[Finding]:
    """A search names systems, a period that has begun, and the identifiers used."""
    missing = search.missing(on) if search else "search"
    if missing:
        yield SearchNotStated(field=missing)


def _part(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    """What it takes to withhold a part; nothing, where parts are free or the rest not held."""
    withheld = answer.withheld or ()
    match provision.part:
        case "escalates":
            if _beyond(withheld, provision.challenge_grounds):
                yield TaskDue(provision.escalation, {"provision": provision.id})
        case "explained":
            for grounds in _beyond(withheld, provision.challenge_grounds):
                yield RefusalGroundNotRecognised(ground=_first(grounds))
        case "written-reasons" if withheld:
            yield from _written_reasons(provision, answer, law)
        case "own-ground":
            for grounds in withheld:
                own = [ground for ground in grounds if ground in provision.decline_grounds]
                if own:
                    yield from _in_words(own[0], answer, law)
                else:
                    yield RefusalGroundNotRecognised(ground=_first(grounds))


def _beyond(withheld: Withheld, allowed: Container[str]) -> list[tuple[str, ...]]:
    """The items withheld on none of these grounds; where any will do, those without one."""
    return [
        grounds
        for grounds in withheld
        if not any(ANY in allowed or ground in allowed for ground in grounds)
    ]


def _first(grounds: tuple[str, ...]) -> str:
    return next(iter(grounds), "")


def _challenge(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    lacking = lack(answer.reasons, law.local("reason-words"))
    allowed = provision.challenge_grounds
    if lacking or (ANY not in allowed and answer.ground not in allowed):
        yield RefusalGroundNotRecognised(ground=answer.ground, lack=lacking)
    elif provision.escalation:
        yield TaskDue(provision.escalation, {"provision": provision.id})


def _decline(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    """On a ground of the provision's own; a power, as was decided before (R-068, R-084)."""
    own = answer.ground in provision.decline_grounds
    match provision.reasons:
        case "ground":
            yield from _as_decided(provision, answer, law)
        case "written" if own:
            yield from _written_reasons(provision, answer, law)
        case "written":
            yield S164Ground(ground=answer.ground)
        case "exit" if own:
            yield from _in_words(answer.ground, answer, law)
        case _:
            yield RefusalGroundNotRecognised(ground=answer.ground)


def _as_decided(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    """Not to share was decided, and the requester is told a ground that stood then.

    Any that is recognised, where the provision says so; otherwise one that it names.
    """
    allowed = {RECOGNISED, answer.ground}.intersection(provision.decline_grounds)
    stood = any(answer.ground in grounds for grounds in answer.withheld or ())
    lacking = lack(answer.reasons, law.local("reason-words"))
    if answer.withheld is None:
        yield NotDecided()
    elif not answer.ground:
        yield NoShareReasonRequired()
    elif lacking == "bare" or not (allowed and stood):
        yield RefusalGroundNotRecognised(ground=answer.ground, lack=lacking)
    else:
        yield from _in_words(answer.ground, answer, law)


def _written_reasons(provision: Provision, answer: Answer, law: LawOn) -> Iterator[Finding]:
    """Written reasons, which are delivered as they are given: sealed to the requester."""
    lacking = lack(answer.reasons, law.local("written-reasons-words"))
    if lacking:
        yield WrittenReasonsRequired(lack=lacking)
    else:
        yield TaskDue("deliver-reasons", {"provision": provision.id})


def _in_words(ground: str, answer: Answer, law: LawOn) -> Iterator[Finding]:
    """The ground is said in words as well."""
    lacking = lack(answer.reasons, law.local("reason-words"))
    if lacking:
        yield NoShareReasonRequired(ground=ground, lack=lacking)


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


class NotDecided(Refusal):
    """To decline a power is to decide not to share, and that is recorded first (R-084)."""

    code = "not-decided"
    duty = "R-084, R-200, R-202"
