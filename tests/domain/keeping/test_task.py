"""A task: opened once for its cause, closed once, and due once, not before its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from hub_domain.ids import task_id
from hub_domain.keeping.task import NewTask, NotDue, Task, TaskClosed
from hub_domain.need_to_know import RecordKind
from tests.support.requirements import requirement
from tests.support.scenario import MONDAY, Actor, an_id, begun, given, happened

SCHOOL, BOARD = an_id("school"), an_id("board")
GWEN = Actor("Gwen", BOARD, "partnership-officer")
HUB = Actor("the hub", an_id("operator"), "system")
DUE = MONDAY + timedelta(days=14)
OVERDUE = NewTask(
    kind="decision-overdue",
    cause=an_id("cause"),
    about=an_id("request"),
    about_kind=RecordKind.SHARE_REQUEST,
    agencies=(SCHOOL, BOARD),
    due_at=DUE,
    shown_when_due=True,
)
NOTE = NewTask(
    kind="coordinator-file-note",
    cause=an_id("cause"),
    about=an_id("decision"),
    about_kind=RecordKind.SHARING_DECISION,
    agencies=(SCHOOL,),
)


GAP = NewTask(
    kind="complete-emergency-record",
    gap="training",
    cause=an_id("cause"),
    about=an_id("decision"),
    about_kind=RecordKind.SHARING_DECISION,
    agencies=(SCHOOL,),
)


def opened(task: NewTask = OVERDUE) -> Task:
    return Task.open(GWEN.acting(), task)


def close(task: Task) -> None:
    task.close(GWEN.acting())


def fall_due(at: datetime = DUE) -> Callable[[Task], None]:
    return lambda task: task.fall_due(HUB.acting(at))


CLOSED = happened(Task.Closed, agencies=[SCHOOL, BOARD])
FELL_DUE = happened(
    Task.FellDue, kind="decision-overdue", about=an_id("request"), agencies=[SCHOOL, BOARD]
)


def test_a_task_says_what_it_is_about_for_whom_and_by_when() -> None:
    begun(opened).then(
        happened(
            Task.Opened,
            kind="decision-overdue",
            gap=None,
            about=an_id("request"),
            about_kind="share-request",
            agencies=[SCHOOL, BOARD],
            due_at=DUE,
            shown_when_due=True,
        )
    )


def test_there_is_one_task_of_a_kind_and_a_gap_for_each_cause() -> None:
    assert opened().id == task_id("decision-overdue", an_id("cause"))
    assert GAP.id == task_id("complete-emergency-record", an_id("cause"), "training")
    assert len({OVERDUE.id, NOTE.id, GAP.id}) == 3


@requirement("R-380")
def test_a_task_is_closed_once() -> None:
    given(opened).when(close).then(CLOSED)
    given(opened, close).when(close).then_refused(TaskClosed)


@requirement("R-188")
def test_a_task_falls_due_at_its_time_and_not_before() -> None:
    given(opened).when(fall_due(DUE - timedelta(seconds=1))).then_refused(NotDue)
    given(opened).when(fall_due()).then(FELL_DUE)
    given(opened).when(fall_due(DUE + timedelta(days=1))).then(FELL_DUE)


def test_a_task_falls_due_once() -> None:
    given(opened, fall_due()).when(fall_due()).then_refused(NotDue)


def test_a_task_without_a_due_time_never_falls_due() -> None:
    given(lambda: opened(NOTE)).when(fall_due(DUE)).then_refused(NotDue)


def test_what_was_done_in_time_does_not_fall_due() -> None:
    given(opened, close).when(fall_due()).then_refused(TaskClosed)


def test_what_fell_due_can_still_be_done() -> None:
    given(opened, fall_due()).when(close).then(CLOSED)


def test_a_task_is_what_it_was_opened_as() -> None:
    task = given(opened).now()
    assert (task.kind, task.about, task.due_at) == ("decision-overdue", OVERDUE.about, DUE)
    assert (task.gap, task.shown_when_due) == (None, True)
    given(lambda: opened(GAP)).when(close).then(happened(Task.Closed, agencies=[SCHOOL]))
    assert given(lambda: opened(GAP)).now().gap == "training"
