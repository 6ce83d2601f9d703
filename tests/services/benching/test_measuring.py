"""Medians, ratios and stages: what a figure is made of."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from uuid import UUID

import pytest

from hub_services.benching.limit import Cell, Row, script
from hub_services.benching.loads import NotDone, rate
from hub_services.benching.measures import Measure, Rounds, percentiles
from hub_services.benching.memory import family, memory
from hub_services.benching.stages import Stages

OWN = UUID("01900000-0000-7000-8000-000000000001")
OPAQUE = UUID("01900000-0000-4000-8000-000000000002")
AGENCY = UUID("01900000-0000-4000-8000-000000000003")


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    rounds = Rounds()
    for ours, theirs in ((10.0, 100.0), (30.0, 60.0), (20.0, 80.0)):
        rounds.add("ours", ours)
        rounds.add("theirs", theirs)
    assert rounds.measure("ours", "1/s", against="theirs") == Measure(
        name="ours", value=20.0, unit="1/s", ratio=0.25, against="theirs"
    )


def test_cases_that_ran_in_different_rounds_have_no_ratio() -> None:
    rounds = Rounds()
    rounds.add("ours", 1.0)
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        rounds.measure("ours", "1/s", against="theirs")


def test_a_measure_says_what_it_is_and_no_more_digits_than_it_knows() -> None:
    plain = Measure(name="hub-8", value=123.456789, unit="1/s", ratio=0.2, against="x").plain()
    assert plain == {
        "name": "hub-8",
        "value": 123.5,
        "unit": "1/s",
        "ratio": 0.2,
        "against": "x",
    }


def test_durations_are_told_in_milliseconds() -> None:
    half, most = percentiles("opening", [0.001 * n for n in range(1, 102)])
    assert (half.name, round(half.value)) == ("opening-p50", 51)
    assert (most.name, round(most.value)) == ("opening-p95", 96)


def test_each_thing_is_done_once_by_as_many_clients_as_asked() -> None:
    done: list[tuple[int, str]] = []

    def work(thing: int) -> None:
        time.sleep(0.001)
        done.append((thing, threading.current_thread().name))

    assert rate(work, range(40), 4) > 0
    assert sorted(thing for thing, _ in done) == list(range(40))
    assert len({name for _, name in done}) == 4


def test_what_a_client_cannot_do_stops_the_bench() -> None:
    def work(thing: int) -> None:
        if thing == 3:
            raise NotDone("make-disclosure")

    with pytest.raises(NotDone, match="make-disclosure"):
        rate(work, range(10), 2)


def test_time_within_another_stage_counts_once() -> None:
    moments = iter([0.0, 1.0, 5.0, 7.0])
    stages = Stages(lambda: next(moments))
    with stages.stage("rules"), stages.stage("load"):
        pass
    assert stages.seconds == {"rules": 1.0 + 2.0, "load": 4.0}


def test_the_memory_of_a_process_that_is_gone_is_not_told() -> None:
    assert memory("gone", [2**22 + 1]) == []


def test_a_process_is_counted_with_its_children() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert {os.getpid(), child.pid} <= set(family(os.getpid()))
        (alone,), (both,) = memory("one", [os.getpid()]), memory("two", family(os.getpid()))
        assert 0 < alone.value < both.value
    finally:
        child.communicate()


def limit_script(**cells: Cell) -> str:
    return script([[Row(table="events", cells=cells)]], [OWN, OPAQUE], 7)


def test_the_limit_gives_every_workload_ids_and_positions_of_its_own() -> None:
    written = limit_script(
        stream=Cell(text=str(OWN), type="uuid"),
        person=Cell(text=str(OPAQUE), type="uuid"),
        agency=Cell(text=str(AGENCY), type="uuid"),
        position=Cell(text="9", type="bigint"),
    )
    assert "lpad(to_hex(:base::bigint + 0), 32, '0')::uuid" in written
    assert "md5((:base::bigint + 1)::text)::uuid" in written
    assert f"E'{AGENCY}'::uuid" in written
    assert ":base::bigint + 2" in written


def test_the_limit_takes_no_value_for_a_variable_or_a_quote() -> None:
    written = limit_script(state=Cell(text="{\"a\":true, 'b': \\x00}", type="text"))
    assert "E'{\"a\"\\x3atrue, \\x27b\\x27\\x3a \\x5cx00}'::text" in written


def test_the_limit_writes_rows_of_one_shape_at_once_and_a_view_by_upsert() -> None:
    cells = {"agency_id": Cell(text=str(AGENCY), type="uuid"), "n": Cell(text="1", type="int")}
    rows = [Row(table="view", cells=cells, key=("agency_id",)) for _ in range(2)]
    (insert,) = script([rows], [], 1).splitlines()[2:]
    assert insert.count("insert into") == 1
    assert insert.count(str(AGENCY)) == 2
    assert 'on conflict ("agency_id") do update set "n" = excluded."n"' in insert
