"""The duty to report a child at risk in Wales: whose it is, and how its task closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hub_domain.law.catalogue import Body, Catalogue, LawOn
from hub_domain.law.judgement import Judgement
from hub_domain.law.reports import (
    DUTY,
    Limbs,
    Report,
    judge_concern,
    judge_report,
    judge_report_closed,
    judge_report_task_closed,
)
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks, check_text
from tests.domain.law.cases import (
    COUNCIL,
    LAW,
    SAID,
    TODAY,
    UNSAID,
    WELSH_BOARD,
    WELSH_COUNCIL,
    body,
)
from tests.domain.law.test_lawful import duty, refusals, task, with_lawful
from tests.support.requirements import requirement

MET = Limbs(harm=True, needs=True)
SECTION_130 = LAW.provision_row(DUTY, TODAY)
ACROSS_THE_BORDER = body("listed in Wales, acting in England", "E", "W162-E")
REPORT = Report(reporter=WELSH_BOARD, limbs=MET)


def without_the_duty() -> Catalogue:
    return Catalogue(2, 1, tuple(row for row in LAW.rows if row is not SECTION_130))


def begun(day: date) -> Catalogue:
    later = replace(SECTION_130, valid_from=day)
    return Catalogue(2, 1, tuple(later if row is SECTION_130 else row for row in LAW.rows))


def due(reporter: Body, limbs: Limbs = MET, law: Catalogue = LAW, *, reported: bool) -> bool:
    return judge_concern(reporter, limbs, law, TODAY, reported=reported).opens("report-s130")


def test_a_relevant_partner_reports_once_and_when_both_limbs_are_met() -> None:
    assert due(WELSH_BOARD, reported=False)
    assert not due(WELSH_BOARD, reported=True)


@pytest.mark.parametrize(
    "limbs",
    [
        Limbs(harm=True, needs=False),
        Limbs(harm=False, needs=True),
        Limbs(harm=True, needs=None),
        Limbs(harm=None, needs=None),
    ],
)
@pytest.mark.parametrize("reported", [True, False])
def test_one_limb_is_no_duty_to_report(limbs: Limbs, *, reported: bool) -> None:
    assert not due(WELSH_BOARD, limbs, reported=reported)


@pytest.mark.parametrize("reporter", [COUNCIL, ACROSS_THE_BORDER])
@pytest.mark.parametrize("reported", [True, False])
def test_who_is_no_relevant_partner_in_wales_refers(reporter: Body, *, reported: bool) -> None:
    assert not due(reporter, reported=reported)
    judged = judge_report(replace(REPORT, reporter=reporter), LAW, TODAY)
    assert judged.warns("not-s130-duty-holder")
    assert judged.tasks == ()


@requirement("R-018")
def test_the_police_who_report_need_not_tell_themselves() -> None:
    crime = replace(REPORT, crime_suspected=True)
    force = replace(crime, reporter=body("a force in Wales", "W", "W162-A-CC"))
    told = replace(crime, police_notified=True)
    asked = [
        judge_report(report, LAW, TODAY).opens("share-with-police")
        for report in (crime, force, told)
    ]
    assert asked == [True, False, False]


@pytest.mark.parametrize("law", [without_the_duty(), begun(date(2026, 6, 2))])
def test_where_the_duty_is_not_in_force_nobody_has_it(law: Catalogue) -> None:
    assert not due(WELSH_BOARD, law=law, reported=False)
    assert judge_report(REPORT, law, TODAY).warns("not-s130-duty-holder")
    assert judge_report(REPORT, begun(TODAY), TODAY).opens("consider-s47")


def closing(reasons: TextChecks, adviser: str) -> list[Refusal]:
    law = LawOn(LAW, TODAY)
    judged = judge_report_task_closed(
        reported=False, reasons=reasons, advisers=["practitioner", adviser], law=law
    )
    return list(judged.refusals)


@pytest.mark.parametrize(
    ("reasons", "lack"), [(UNSAID, "blank"), (check_text("other pupil"), "too-short")]
)
def test_a_report_not_made_has_reasons_in_words(reasons: TextChecks, lack: str) -> None:
    (refusal,) = closing(reasons, "co-ordinator")
    assert refusal.code == "reason-required"
    assert refusal.facts() == {"field": "reasons", "lack": lack}
    assert closing(SAID, "co-ordinator") == []
    assert [each.code for each in closing(SAID, "teacher")] == ["competent-advice-required"]


def test_a_report_closes_when_enquiries_were_considered() -> None:
    assert judge_report_closed(enquiries_considered=True) == Judgement()
    assert not judge_report_closed(enquiries_considered=False).accepted


@requirement("R-077", "R-112")
def test_a_duty_to_report_is_one_towards_whom_it_names() -> None:
    """Section 130 has a partner inform a local authority in Wales, and nobody else."""
    case = with_lawful(duty(DUTY), holder=WELSH_BOARD)
    for lawful in (duty(DUTY), task(DUTY)):
        elsewhere = with_lawful(lawful, holder=WELSH_BOARD)
        assert refusals(elsewhere) == {"ERR_BASIS_NOT_AVAILABLE"}
    there = replace(case.receiver, body=WELSH_COUNCIL)
    assert refusals(replace(case, receiver=there)) == set()
