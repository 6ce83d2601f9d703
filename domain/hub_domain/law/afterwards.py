"""What follows later: consent withdrawn, silence, a name added, a record closed."""

from __future__ import annotations

from hub_domain.law.consents import ConsentWithdrawn
from hub_domain.law.decided import RecipientNotAvailable
from hub_domain.law.gaps import Gap, gap_warning
from hub_domain.law.judgement import Finding, Judgement, TaskDue, Warned, judged
from hub_domain.law.refusals import RoleRequired, lack
from hub_domain.refusal import Refusal
from hub_domain.roles import Role
from hub_domain.text_checks import TextChecks


def judge_sending(
    *, excluded: bool, rests_on_withdrawn_consent: bool, gaps: tuple[Gap, ...] = ()
) -> Judgement:
    """Sending what was decided: never to who is excluded, nor on consent withdrawn since."""
    findings: list[Finding] = [gap_warning(gap) for gap in gaps]
    if excluded:
        findings.append(RecipientNotAvailable())
    if rests_on_withdrawn_consent:
        findings.append(ConsentWithdrawn())
    return judged(findings)


def judge_withdrawal(*, row: str, sent: bool) -> Judgement:
    """What rests on consent withdrawn and has not gone is decided anew; what has gone stands.

    A decision rests on consent on row D2 alone (R-133).
    """
    due = row == "D2" and not sent
    return Judgement(tasks=(TaskDue("redecide"),) if due else ())


def judge_silence(*, answered: bool) -> Judgement:
    """Silence past due is shown to both sides (R-069, R-188)."""
    return Judgement(tasks=() if answered else (TaskDue("decision-overdue"),))


def judge_name_added(*, answer: str) -> Judgement:
    """Nothing held was said of other names: it goes stale, and is asked again (R-443)."""
    return Judgement(tasks=(TaskDue("ask-again"),) if answer == "not-held" else ())


def judge_police_task_closed(
    *, police_notified: bool, signed_off_by: str, reasons: TextChecks | None
) -> Judgement:
    """A suspected crime is told to the police, or the co-ordinator signs off why not."""
    signed = signed_off_by == Role.CO_ORDINATOR and not lack(reasons)
    if police_notified or signed:
        return Judgement()
    return Judgement(refusals=(MustShareCrime(),))


def judge_request_closed(*, withheld: bool, requested: bool, discussed: bool) -> Judgement:
    """Why it was not shared is discussed with who asked; good practice, so it warns (R-203)."""
    missing = withheld and requested and not discussed
    return Judgement(warnings=(Warned("not-discussed"),) if missing else ())


def judge_note_filed(*, role: str) -> Judgement:
    """The co-ordinator files the note of every decision (R-209)."""
    if role == Role.CO_ORDINATOR:
        return Judgement()
    return Judgement(refusals=(RoleRequired(needed=Role.CO_ORDINATOR.value),))


class MustShareCrime(Refusal):
    """Where a crime is thought to have been committed, the police are told (R-008, R-018)."""

    code = "must-share-crime"
    duty = "R-008, R-018"
