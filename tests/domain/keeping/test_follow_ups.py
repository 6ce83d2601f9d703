"""What an event leaves to be done, and what it settles, in the same save."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from hub_domain.aggregate import Aggregate
from hub_domain.ids import event_id, task_id
from hub_domain.keeping.follow_ups import follow_up
from hub_domain.keeping.task import Task
from hub_domain.law.decided import ItemDecided
from hub_domain.sharing.deciding import Deciding
from hub_domain.sharing.request import ShareRequest
from tests.domain.law.cases import POLICE
from tests.domain.sharing.cast import (
    BEA,
    BOARD,
    BOARD_BODY,
    DUE,
    ELLA,
    GWEN,
    PIP,
    REQUEST,
    SCHOOL,
    SEARCH,
    assign,
    challenge,
    decline,
    issue,
    issue_by_power,
)
from tests.domain.sharing.replies import answer, explain, narrow, supply, withdraw
from tests.domain.sharing.test_decision import (
    CASE,
    HELD,
    IN_AN_EMERGENCY,
    LISTED,
    NOT_HELD,
    OPINION,
    again,
    carry_out,
    deciding,
    make,
    note,
)
from tests.domain.sharing.test_decision import STREAM as DECISION
from tests.support.requirements import requirement
from tests.support.scenario import an_id

NOTHING_SHARED = replace(
    deciding(
        "do-not-share",
        (ItemDecided(item=NOT_HELD, included=False, not_held=True, search=SEARCH),),
    ),
    case=replace(CASE, answers=(), how=None),
)


UNDER_ADVICE = deciding(
    "share-part", (LISTED[0], ItemDecided(item=OPINION, included=False, advice=an_id("advice")))
)


def without_arrangements(put: Deciding) -> Deciding:
    return replace(put, decision=replace(put.decision, gaps=("arrangements",)))


RECORD = "complete-emergency-record"


class Streams:
    """What has been saved so far."""

    def __init__(self) -> None:
        self.saved: dict[UUID, Aggregate] = {}
        self.about_kinds: dict[str, str] = {}

    def save(self, aggregate: Aggregate) -> list[tuple[str, str]]:
        """Save a stream with the tasks that follow; what happened to which kind of task."""
        tasks = follow_up(GWEN.acting(), [aggregate], self.saved.__getitem__)
        self.saved[aggregate.id] = aggregate
        aggregate.collect_events()
        done = []
        for task in tasks:
            assert isinstance(task, Task)
            self.saved[task.id] = task
            for event in task.collect_events():
                done.append((type(event).__name__, task.kind))
                if isinstance(event, Task.Opened):
                    self.about_kinds[event.kind] = event.about_kind
        return done

    def open_tasks(self) -> set[str]:
        """The kinds of the tasks that are open."""
        return {
            task.kind
            for task in self.saved.values()
            if isinstance(task, Task) and not task.closed
        }


@pytest.fixture
def streams() -> Streams:
    return Streams()


@requirement("R-069", "R-188", "R-407")
def test_a_request_starts_a_clock_that_both_sides_see_when_it_has_run_out(
    streams: Streams,
) -> None:
    assert streams.save(issue()) == [("Opened", "decision-overdue")]
    task = streams.saved[task_id("decision-overdue", event_id(REQUEST, 1))]
    assert isinstance(task, Task)
    assert task.agencies == [SCHOOL, BOARD]
    assert task.due_at == DUE
    assert task.shown_when_due


def test_to_assign_settles_nothing(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    assign(PIP)(request)
    assert streams.save(request) == []


@requirement("R-064")
def test_a_challenge_stops_the_clock_and_is_escalated_once(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    challenge()(request)
    assert streams.save(request) == [
        ("Closed", "decision-overdue"),
        ("Opened", "escalate-16h"),
    ]
    challenge()(request)
    assert streams.save(request) == []
    narrow()(request)
    assert streams.save(request) == [
        ("Closed", "escalate-16h"),
        ("Opened", "decision-overdue"),
    ]


def test_to_explain_starts_the_clock_anew_and_leaves_what_was_escalated(
    streams: Streams,
) -> None:
    request = issue()
    streams.save(request)
    challenge()(request)
    streams.save(request)
    explain()(request)
    assert streams.save(request) == [("Opened", "decision-overdue")]
    narrow()(request)
    assert streams.save(request) == [
        ("Closed", "decision-overdue"),
        ("Closed", "escalate-16h"),
        ("Opened", "decision-overdue"),
    ]


def test_to_explain_what_was_narrowed_leaves_one_clock(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    for act in (challenge(), narrow()):
        act(request)
        streams.save(request)
    explain()(request)
    assert streams.save(request) == [
        ("Closed", "decision-overdue"),
        ("Opened", "decision-overdue"),
    ]


def test_to_narrow_starts_the_clock_anew(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    narrow()(request)
    assert streams.save(request) == [
        ("Closed", "decision-overdue"),
        ("Opened", "decision-overdue"),
    ]


def test_to_withdraw_stops_the_clock(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    withdraw()(request)
    assert streams.save(request) == [("Closed", "decision-overdue")]


def test_to_withdraw_ends_what_was_escalated(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    challenge()(request)
    streams.save(request)
    withdraw()(request)
    assert streams.save(request) == [("Closed", "escalate-16h")]


def test_an_answer_settles_the_clock_and_the_escalation(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    challenge()(request)
    streams.save(request)
    answer()(request)
    assert streams.save(request) == [("Closed", "escalate-16h")]
    assert streams.open_tasks() == set()


def test_a_gap_in_a_part_answer_to_a_duty_is_escalated(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    supply("partly-supplied")(request)
    assert ("Opened", "escalate-16h") in streams.save(request)
    supply()(request)
    assert streams.save(request) == [("Closed", "escalate-16h")]
    assert streams.open_tasks() == set()


def test_to_decline_a_power_settles_its_clock(streams: Streams) -> None:
    request: ShareRequest = issue_by_power()
    streams.save(request)
    decline()(request)
    assert streams.save(request) == [("Closed", "decision-overdue")]


def test_a_late_answer_settles_what_fell_due(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    task = streams.saved[task_id("decision-overdue", event_id(REQUEST, 1))]
    assert isinstance(task, Task)
    task.fall_due(GWEN.acting(DUE))
    answer()(request)
    assert ("Closed", "decision-overdue") in streams.save(request)


def test_a_final_decision_asks_for_a_note_and_a_hold_does_not(streams: Streams) -> None:
    decision = make(HELD)
    assert streams.save(decision) == []
    again()(decision)
    assert streams.save(decision) == [("Opened", "coordinator-file-note")]
    task = streams.saved[task_id("coordinator-file-note", event_id(DECISION, 2))]
    assert isinstance(task, Task)
    assert task.agencies == [SCHOOL]
    carry_out()(decision)
    assert streams.save(decision) == []


def test_one_note_settles_every_decision_since_the_last(streams: Streams) -> None:
    decision = make()
    streams.save(decision)
    again(by=BEA)(decision)
    streams.save(decision)
    note(by=ELLA)(decision)
    assert streams.save(decision) == [("Closed", "coordinator-file-note")] * 2
    assert streams.open_tasks() == set()


def test_a_task_is_about_what_caused_it(streams: Streams) -> None:
    request, decision = issue(), make()
    streams.save(request)
    challenge()(request)
    streams.save(request)
    streams.save(decision)
    about = {
        task.kind: (task.about, task.agencies)
        for task in streams.saved.values()
        if isinstance(task, Task)
    }
    assert about == {
        "decision-overdue": (REQUEST, [SCHOOL, BOARD]),
        "escalate-16h": (REQUEST, [BOARD]),
        "coordinator-file-note": (DECISION, [SCHOOL]),
    }
    assert streams.about_kinds == {
        "decision-overdue": "share-request",
        "escalate-16h": "share-request",
        "coordinator-file-note": "sharing-decision",
    }


def test_each_gap_of_an_emergency_is_a_task_of_its_own(streams: Streams) -> None:
    streams.save(make(IN_AN_EMERGENCY))
    gaps = {
        task.gap
        for task in streams.saved.values()
        if isinstance(task, Task) and task.kind == "complete-emergency-record"
    }
    assert len(gaps) > 1
    assert None not in gaps


@requirement("R-362")
def test_deciding_anew_completes_the_record_of_an_emergency(streams: Streams) -> None:
    """R-362: by whatever is left once more, if anything is; and to hold completes nothing."""
    decision = make(IN_AN_EMERGENCY)
    opened = [each for each in streams.save(decision) if each[1] == RECORD]
    again(HELD)(decision)
    assert streams.save(decision) == []
    again(IN_AN_EMERGENCY)(decision)
    saved = [each for each in streams.save(decision) if each[1] == RECORD]
    assert saved == [("Closed", RECORD)] * len(opened) + opened
    again()(decision)
    saved = [each for each in streams.save(decision) if each[1] == RECORD]
    assert saved == [("Closed", RECORD)] * len(opened)
    assert RECORD not in streams.open_tasks()


@requirement("R-362")
def test_to_share_nothing_completes_no_record_of_what_was_shared(streams: Streams) -> None:
    decision = make(IN_AN_EMERGENCY)
    opened = [each for each in streams.save(decision) if each[1] == RECORD]
    carry_out()(decision)
    streams.save(decision)
    again(NOTHING_SHARED)(decision)
    assert ("Closed", RECORD) not in streams.save(decision)
    again()(decision)
    saved = [each for each in streams.save(decision) if each[1] == RECORD]
    assert saved == [("Closed", RECORD)] * len(opened)


@requirement("R-362")
def test_where_nothing_was_shared_to_share_nothing_leaves_nothing_to_record(
    streams: Streams,
) -> None:
    decision = make(IN_AN_EMERGENCY)
    opened = [each for each in streams.save(decision) if each[1] == RECORD]
    again(NOTHING_SHARED)(decision)
    closed = [each for each in streams.save(decision) if each == ("Closed", RECORD)]
    assert len(closed) == len(opened) > 0


@requirement("R-362")
def test_what_the_agency_lacks_is_not_completed_by_deciding(streams: Streams) -> None:
    decision = make(without_arrangements(IN_AN_EMERGENCY))
    opened = [each for each in streams.save(decision) if each[1] == RECORD]
    again(without_arrangements(deciding()))(decision)
    saved = [each for each in streams.save(decision) if each[1] == RECORD]
    assert saved == [("Closed", RECORD)] * (len(opened) - 1)
    again()(decision)
    assert ("Closed", RECORD) in streams.save(decision), "it has them now"
    assert RECORD not in streams.open_tasks()


@requirement("R-018", "V9")
def test_the_task_to_tell_the_police_is_opened_once(streams: Streams) -> None:
    decision = make(IN_AN_EMERGENCY)
    assert ("Opened", "share-with-police") in streams.save(decision)
    again(IN_AN_EMERGENCY)(decision)
    assert ("Opened", "share-with-police") not in streams.save(decision)
    later = make(HELD)
    streams.save(later)
    again(IN_AN_EMERGENCY)(later)
    assert ("Opened", "share-with-police") in streams.save(later)


@requirement("R-008", "V9")
def test_the_task_to_tell_the_police_closes_when_they_have_been_told(streams: Streams) -> None:
    """R-008: told is stated with a decision, were it only to hold."""
    decision = make(IN_AN_EMERGENCY)
    streams.save(decision)
    again()(decision)
    assert ("Closed", "share-with-police") not in streams.save(decision)
    again(replace(HELD, case=replace(CASE, police_notified=True)))(decision)
    assert streams.save(decision) == [("Closed", "share-with-police")]
    again(IN_AN_EMERGENCY)(decision)
    assert ("Opened", "share-with-police") not in streams.save(decision)


@requirement("R-008", "V9")
def test_a_disclosure_to_the_police_closes_the_task_to_tell_them(streams: Streams) -> None:
    """R-008: one to somebody else does not; and wherever a decision about them had left it."""
    another = an_id("another decision")
    streams.save(make(replace(IN_AN_EMERGENCY, request=None), stream=another))
    left = task_id("share-with-police", event_id(another, 1))
    for receiver, closed in ((BOARD_BODY, 0), (POLICE, 2)):
        decision = make(IN_AN_EMERGENCY)
        streams.save(decision)
        carry_out(receiver=receiver, to_tell=[left])(decision)
        assert streams.save(decision) == [("Closed", "share-with-police")] * closed


@requirement("R-200", "V14")
def test_what_was_under_advice_is_decided_again_once(streams: Streams) -> None:
    """R-200: to hold decides nothing; what stays under advice is to be decided once more."""
    decision = make(UNDER_ADVICE)
    assert ("Opened", "redecide") in streams.save(decision)
    again(HELD)(decision)
    assert streams.save(decision) == []
    again(UNDER_ADVICE)(decision)
    saved = streams.save(decision)
    assert [each for each, kind in saved if kind == "redecide"] == ["Closed", "Opened"]
    again()(decision)
    assert ("Closed", "redecide") in streams.save(decision)
    assert "redecide" not in streams.open_tasks()


def test_a_task_that_is_closed_already_is_left_so(streams: Streams) -> None:
    request = issue()
    streams.save(request)
    task = streams.saved[task_id("decision-overdue", event_id(REQUEST, 1))]
    assert isinstance(task, Task)
    task.close(GWEN.acting())
    task.collect_events()
    answer()(request)
    assert streams.save(request) == []
