"""The duty to report a child at risk in Wales, and what follows (s.130; R-077 to R-079, R-317).

A child at risk (a) is experiencing or at risk of abuse, neglect or other harm and (b) has needs
for care and support, met or not. Who is no relevant partner refers instead; nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hub_domain.law.catalogue import Body, Catalogue, LawOn
from hub_domain.law.gaps import Gap, gap_warning
from hub_domain.law.judgement import Finding, Judgement, TaskDue, Warned, judged
from hub_domain.law.refusals import CompetentAdviceRequired, ReasonRequired, lack
from hub_domain.law.rows import Provision
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks

DUTY = "SSWBA-130"


@dataclass(frozen=True, kw_only=True)
class Limbs:
    """The two limbs of a child at risk, each answered yes or no, or not at all."""

    harm: bool | None
    needs: bool | None

    @property
    def met(self) -> bool:
        """Whether both are answered yes."""
        return bool(self.harm and self.needs)


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report to the local authority: who makes it, the limbs, and how it goes."""

    reporter: Body
    limbs: Limbs
    channel: Literal["telephone", "written"] = "written"
    crime_suspected: bool = False
    police_notified: bool = False
    gaps: tuple[Gap, ...] = ()


def judge_report(report: Report, catalogue: Catalogue, on: date) -> Judgement:
    """Judge a report under s.130; of another body it is a referral."""
    return judged(_report(report, LawOn(catalogue, on)))


def judge_concern(
    reporter: Body, limbs: Limbs, catalogue: Catalogue, on: date, *, reported: bool
) -> Judgement:
    """Judge what a relevant partner records of a child: both limbs met, and no report yet."""
    duty = _owes(reporter, LawOn(catalogue, on))
    due = duty and limbs.met and not reported
    return Judgement(tasks=(TaskDue("report-s130"),) if due else ())


def _owes(reporter: Body, law: LawOn) -> bool:
    provision = law.find(Provision, DUTY)
    if provision is None or not reporter.in_nation(provision.nation):
        return False
    return reporter.among(provision.addressee)


def _report(report: Report, law: LawOn) -> Iterator[Finding]:
    for gap in report.gaps:
        yield gap_warning(gap)
    police_know = report.police_notified or report.reporter.is_police
    if report.crime_suspected and not police_know:
        yield TaskDue("share-with-police")
    if not _owes(report.reporter, law):
        yield Warned("not-s130-duty-holder")
        return
    if not report.limbs.met:
        yield S130Limb()
    yield TaskDue("consider-s47")
    yield TaskDue("chase-ack")
    if report.channel == "telephone":
        yield TaskDue("written-confirmation")


def judge_report_task_closed(
    *, reported: bool, reasons: TextChecks | None, advisers: Iterable[str], law: LawOn
) -> Judgement:
    """The task to report closes by the report, or by reasons with competent advice (R-077)."""
    if reported:
        return Judgement()
    refusals: list[Refusal] = []
    if not any(law.competent(role) for role in advisers):
        refusals.append(CompetentAdviceRequired())
    elif lacking := lack(reasons, law.local("reason-words")):
        refusals.append(ReasonRequired(field="reasons", lack=lacking))
    return Judgement(refusals=tuple(refusals))


def judge_report_closed(*, enquiries_considered: bool) -> Judgement:
    """A report closes when the authority has considered enquiries under s.47 (R-079)."""
    return Judgement() if enquiries_considered else Judgement(refusals=(S47NotConsidered(),))


class S130Limb(Refusal):
    """A child at risk meets both limbs; otherwise it is filed as a referral (R-078)."""

    code = "s130-limb"
    duty = "Social Services and Well-being (Wales) Act 2014 s.130; R-078"


class S47NotConsidered(Refusal):
    """On a report the authority considers enquiries under s.47 (R-079)."""

    code = "s47-not-considered"
    duty = "Children Act 1989 s.47; R-079"
