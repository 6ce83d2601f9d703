"""Judging what is decided, against the outcome and with what it records (R-200 to R-209).

Three routes. The ordinary one refuses what is not allowed or not recorded. In an emergency
nothing is waited for: a gap becomes a task, and is refused when its record is completed
(R-362). What has already happened is recorded and, where it should not have happened, reviewed;
facts are never refused or hidden (R-446).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from uuid import UUID

from hub_domain.acting import SYSTEM_ROLE
from hub_domain.law.catalogue import Catalogue, LawOn
from hub_domain.law.cautions import arrangement_cautions, case_cautions
from hub_domain.law.decided import (
    AdviceOpen,
    Decision,
    DecisionNeedsHuman,
    Happened,
    PurposeNotServed,
    RecipientNotAvailable,
)
from hub_domain.law.evidence import Case, How, PurposeClear
from hub_domain.law.gaps import gap_warning
from hub_domain.law.how import how_answered
from hub_domain.law.items import Put, items_judged, unsaid_in_haste
from hub_domain.law.judgement import Finding, Judgement, TaskDue, Warned, sort
from hub_domain.law.proportion import proportionate, stale_items
from hub_domain.law.records import (
    IncompatiblePurpose,
    PrincipleUnanswered,
    RiskUnset,
    fields_needed,
    missing,
)
from hub_domain.law.refusals import (
    CompetentAdviceRequired,
    ReasonRequired,
    ShareRecordIncomplete,
    lack,
)
from hub_domain.law.rows import Purpose
from hub_domain.law.table import MAY_SHARE_ROWS, Outcome
from hub_domain.law.weighing import (
    EMERGENCY,
    Weighing,
    best,
    identifying,
    item_evidence,
    police,
    purpose_evidence,
    weigh,
)
from hub_domain.refusal import Refusal

OUTSIDE_PROCEDURE = "OUTSIDE_PROCEDURE"


@dataclass(frozen=True, kw_only=True)
class DecisionJudged(Judgement):
    """The judgement of a decision: with the outcome and path to be kept, and the weighing.

    ``valid_grounds``: of each item withheld, the grounds that stand.
    """

    outcome: Outcome
    path: str
    row: str
    weighing: Weighing
    valid_grounds: Mapping[UUID, tuple[str, ...]]


def judge_decision(
    case: Case, decision: Decision, catalogue: Catalogue, on: date
) -> DecisionJudged:
    """Judge a decision on a day, by the route that it takes."""
    reached = case if decision.shares or decision.code == "hold" else replace(case, how=None)
    weighing = weigh(reached, catalogue, on)
    judging = _Judging(reached, decision, weighing, LawOn(catalogue, on))
    emergency = case.emergency and decision.shares
    if decision.happened is not None and decision.shares:
        return judging.recorded(decision.happened, emergency=emergency)
    if emergency and decision.records:
        return judging.afterwards()
    return judging.in_emergency() if emergency else judging.ordinary()


@dataclass(frozen=True)
class _Judging(Put):
    """The three routes."""

    def ordinary(self) -> DecisionJudged:
        """Everything is asked, and what is missing refuses."""
        result = best(self.weighing.items)
        return self._judged(
            chain(
                self._recipient(),
                self.decision.capacity,
                self._human(),
                self._purpose(),
                self._reached(),
                items_judged(self),
                self._risk(),
                self._recorded(),
                self._hold(),
                self._always(),
                self._follow_up(),
            ),
            outcome=result.outcome,
            path=result.path,
            row=result.row,
        )

    def in_emergency(self) -> DecisionJudged:
        """Share first: nothing refuses, and each gap is a task with a due time."""
        return self._judged(
            chain(self._gap_tasks(), self._always(), self._follow_up()),
            outcome=EMERGENCY.outcome,
            path=EMERGENCY.path,
            row=EMERGENCY.row,
        )

    def afterwards(self) -> DecisionJudged:
        """The record of what went in an emergency: each gap that it left is answered now.

        Nothing waits for this any more, so that what is still missing refuses. What the agency
        lacks stays a task, and what was not given is not asked about.
        """
        return self._judged(
            chain(
                self._human(),
                chain.from_iterable(self._gaps().values()),
                self._agency_tasks(),
                self._always(),
                self._follow_up(),
            ),
            outcome=EMERGENCY.outcome,
            path=EMERGENCY.path,
            row=EMERGENCY.row,
        )

    def recorded(self, happened: Happened, *, emergency: bool) -> DecisionJudged:
        """What has happened: only when, to whom and what is demanded of it."""
        unstated = [
            name
            for name, known in (
                ("occurred-at", happened.at is not None),
                ("recipient", happened.recipient_known),
                ("items", any(item.included for item in self.decision.items)),
            )
            if not known
        ]
        if unstated:
            refusals = tuple(ShareRecordIncomplete(field=name) for name in unstated)
            return self._judged(iter(refusals), outcome="unanswered", path="P", row="")
        if self._outside(emergency=emergency):
            return self._judged(
                chain(
                    [TaskDue("breach-review")],
                    self._always(),
                    self._follow_up() if emergency else (),
                ),
                outcome="unanswered",
                path=OUTSIDE_PROCEDURE,
                row="M5",
            )
        if not emergency:
            return self.ordinary()
        judged = self.in_emergency()
        limit = timedelta(hours=self.law.local("late-record-hours"))
        if happened.at is not None and happened.recorded_at - happened.at > limit:
            return replace(judged, warnings=(*judged.warnings, Warned("late-record")))
        return judged

    def _outside(self, *, emergency: bool) -> bool:
        """No purpose can be stated, the table says otherwise, or the recipient was excluded."""
        if self.case.receiver.excluded:
            return True
        if emergency:
            return not isinstance(self.case.purpose, PurposeClear)
        return any(item.row not in MAY_SHARE_ROWS for item in self.going())

    def _judged(
        self, findings: Iterator[Finding], *, outcome: Outcome, path: str, row: str
    ) -> DecisionJudged:
        refusals, warnings, tasks = sort(findings)
        return DecisionJudged(
            refusals=refusals,
            warnings=() if refusals else warnings,
            tasks=() if refusals else tasks,
            outcome=outcome,
            path=path,
            row=row,
            weighing=self.weighing,
            valid_grounds=self.valid_grounds(),
        )

    def _recipient(self) -> Iterator[Finding]:
        if self.decision.shares and self.case.receiver.excluded:
            yield RecipientNotAvailable()

    def _human(self) -> Iterator[Finding]:
        """A named human decides; a preset that nobody confirmed is no answer (R-014)."""
        unconfirmed = not self.decision.confirmed and self.decision.code != "hold"
        if self.decision.decider_role in {"", SYSTEM_ROLE} or unconfirmed:
            yield DecisionNeedsHuman()

    def _purpose(self) -> Iterator[Finding]:
        for found in purpose_evidence(self.case, self.law):
            if self.decision.shares or found.code == "purpose-required":
                yield found

    def _reached(self) -> Iterator[Finding]:
        for item in self.weighing.items:
            if item.outcome == "unanswered" and item.path != "P":
                yield PrincipleUnanswered(check="appropriate")

    def _risk(self) -> Iterator[Finding]:
        if self.decision.code == "hold":
            return
        if not self.decision.risk_clarity:
            yield RiskUnset(field="risk_clarity")
        elif not self.competent and (
            self.decision.risk_clarity == "unclear"
            or self.decision.record.code("interest-preferred") == "adult"
        ):
            yield CompetentAdviceRequired()

    def _recorded(self) -> Iterator[Finding]:
        going = self.going()
        wanted = fields_needed(
            self.case,
            self.weighing.items,
            self.law,
            shared=going,
            withheld=self.staying(),
            hold=self.decision.code == "hold",
        )
        yield from missing(self.decision.record, wanted)
        yield from proportionate(self.going_items, self.decision.record)
        if self.case.harm is None and self.decision.code != "hold":
            yield ShareRecordIncomplete(field="harm")
        if going and self.decision.record.code("compatible") == "no":
            yield IncompatiblePurpose()
        if going and self.decision.record.code("supports-safeguarding") == "no":
            yield self._not_supported()

    def _not_supported(self) -> Finding:
        """What does not support safeguarding serves another purpose, or a duty (R-009)."""
        row = self.law.find(Purpose, self.case.purpose_code.partition("/")[0])
        duty = self.request is not None and self.request.is_duty
        if row is not None and row.safeguarding and not duty:
            return PurposeNotServed()
        return Warned("support-not-shown")

    def _hold(self) -> Iterator[Finding]:
        if self.decision.code != "hold":
            return
        asked = self.decision.question
        if asked is None or lack(asked.text) or not asked.role or asked.due_at is None:
            yield ReasonRequired(field="question")

    def _gap_tasks(self) -> Iterator[Finding]:
        for gap, found in self._gaps().items():
            if any(isinstance(each, Refusal) for each in found):
                yield TaskDue("complete-emergency-record", {"gap": gap})
        yield from self._agency_tasks()

    def _agency_tasks(self) -> Iterator[Finding]:
        for gap in ("training", "arrangements"):
            if gap in self.decision.gaps:
                yield TaskDue("complete-emergency-record", {"gap": gap})

    def _gaps(self) -> dict[str, list[Finding]]:
        """What the record lacks, by the gap that it leaves."""
        identifies = identifying(self.weighing.items)
        gaps: dict[str, list[Finding]] = {
            "how": list(how_answered(self.case.how or How(), identifies=identifies)),
            "rationale": [
                *self.decision.capacity,
                *self._purpose(),
                *self._reached(),
                *self._recorded(),
            ],
            "advice": list(self._advice_missing()),
        }
        evidence = (item_evidence(self.case, item, self.law) for item in self.weighing.items)
        for found_by_gap in (unsaid_in_haste(self), *evidence):
            for gap, found in found_by_gap.items():
                gaps.setdefault(gap, []).extend(found)
        return gaps

    def _advice_missing(self) -> Iterator[Finding]:
        if any(item.outcome == "hold-seek-advice" for item in self.weighing.items):
            yield AdviceOpen(path=self.weighing.path)
        if self.decision.risk_clarity != "clear" and not self.competent:
            yield CompetentAdviceRequired()

    def _always(self) -> Iterator[Finding]:
        """What holds on every route: gaps of the agency warn, the police are told."""
        yield from police(self.case)
        told = self.decision.shares or bool(self.case.request)
        yield from case_cautions(self.case, told=told)
        yield from stale_items(self.going_items, self.law)
        for gap in self.decision.gaps:
            yield gap_warning(gap)
        if self.decision.arrangements is not None:
            yield from arrangement_cautions(
                self.decision.arrangements, self.case.holder, self.law
            )

    def _follow_up(self) -> Iterator[Finding]:
        if self.decision.code != "hold":
            yield TaskDue("coordinator-file-note")
