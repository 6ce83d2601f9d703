"""The whole bench, a little of everything, and that it notices what was not done."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from hub_services.benching.measures import Measure
from hub_services.benching.workload import Workload
from hub_services.wiring import bench_checks as checks
from hub_services.wiring.bench import GROUPS, run_bench
from hub_services.wiring.bench_stand import Desks, Stand

MEASURES = {
    "limit-1", "hub-1", "limit-8", "recorder-8", "hub-8", "http-32", "eventsourcing-8",
    "stage-verify", "stage-load", "stage-rules", "stage-encode", "stage-wait", "stage-whole",
    "opening-p50", "opening-p95", "raw-read", "replay-one-view", "replay-all-views",
    "memory-hub-at-rest", "memory-hub-at-the-end", "memory-bench-at-the-end",
    "memory-postgresql-at-rest", "memory-postgresql-at-the-end",
    "weigh", "weigh-10000-rows", "law-read-from-files", "law-read-from-edition",
}  # fmt: skip


def test_a_quick_bench_measures_everything_and_finds_all_of_it_recorded(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run_bench(None, quick=True, as_json=True, data=tmp_path)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {measure["name"] for measure in told} >= MEASURES
    assert all(set(measure) == set(Measure.__annotations__) for measure in told)
    assert all(measure["value"] > 0 for measure in told if measure["name"] in MEASURES)
    assert list(tmp_path.iterdir()) == []


def test_a_group_that_does_not_exist_is_not_measured() -> None:
    assert "commands" in GROUPS
    with pytest.raises(LookupError):
        run_bench("everything", quick=True, as_json=True, data=None)


def test_the_bench_notices_what_was_skipped_changed_or_done_twice(
    database_url: str, tmp_path: Path
) -> None:
    with Stand(database_url, tmp_path) as stand, Desks(stand.cast, 1) as desks:
        workloads = desks.prepare(2)
        for workload in workloads:
            stand.carry_out(workload)
        asking, holding = stand.cast.asking, stand.cast.holding

    checks.check_log(database_url)
    checks.check_commands(database_url, workloads)
    checks.check_views(database_url, workloads, asking, holding)

    with pytest.raises(checks.Wrong, match="not those of the commands"):
        checks.check_views(database_url, workloads[:1], asking, holding)
    checks.check_same_rows(database_url, 1, database_url, 1)
    with pytest.raises(checks.Wrong, match="does not write the rows of events"):
        checks.check_same_rows(database_url, 2, database_url, 1)
    _harm(database_url, "update commands set facts = '{}' where about = %s", workloads[1])
    with pytest.raises(checks.Wrong, match="not as it was sent"):
        checks.check_commands(database_url, workloads)
    _harm(
        database_url, "update events set topic = 'task.opened' where stream = %s", workloads[1]
    )
    with pytest.raises(checks.Wrong, match="leaf-differs"):
        checks.check_log(database_url)


def _harm(database_url: str, change: str, workload: Workload) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(change.encode(), (workload.disclosure,))
