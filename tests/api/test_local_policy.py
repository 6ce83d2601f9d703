"""Local policy is changed by an edition; what was judged before keeps its figure."""

from __future__ import annotations

import tomllib
from typing import Any
from uuid import UUID

from hub_domain.ids import edition_id
from hub_services.wiring.audit import stored_log
from infra.environment import ROOT
from tests.api.test_warnings import decided, give, kept
from tests.api.town import Town, problem
from tests.support.world import Answered

EXAMPLE = tomllib.loads((ROOT / "docs" / "examples" / "local-policy.toml").read_text())
OF_FEBRUARY = {"as_at": "2026-02-01"}
"""Eight months before the day of the test."""


def publish(town: Town, rows: list[dict[str, Any]], *, after: int) -> Answered:
    return town.operator.do(
        "publish-edition",
        about=edition_id(after + 1),
        version=0,
        facts={"after": after, "tables": {"local": rows}},
    )


def edition_of(town: Town, decision: UUID) -> int:
    found = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()["decision"]
    return int(found["edition"])


def test_a_figure_that_an_operator_changes_judges_from_then_on(
    new_town: Town, database_url: str
) -> None:
    rows = [{**EXAMPLE["common"], **row} for row in EXAMPLE["local"]]
    before = new_town.asked()
    first = decided(new_town, before, labels=OF_FEBRUARY)
    give(new_town, before, first, **OF_FEBRUARY)[1].ok()
    with stored_log(database_url) as log:
        replayed = [(entry.topic, entry.recomputed) for entry in log.entries()]

    publish(new_town, rows, after=1).ok()
    after = new_town.asked()
    second = decided(new_town, after, labels=OF_FEBRUARY)
    _, refused = give(new_town, after, second, **OF_FEBRUARY)
    problem(refused, 422, "historical-unexplained")
    give(new_town, after, second, **OF_FEBRUARY, confirmed_current=True)[1].ok()

    assert (edition_of(new_town, first), edition_of(new_town, second)) == (1, 2)
    assert kept(new_town.bea, first) == []
    assert kept(new_town.bea, second) == [["stale", str(after.fact)]]
    with stored_log(database_url) as log:
        entries = list(log.entries())
    assert all(entry.event is not None for entry in entries)
    assert [(entry.topic, entry.recomputed) for entry in entries][: len(replayed)] == replayed


def test_a_figure_that_there_is_not_is_refused_by_its_row_and_field(new_town: Town) -> None:
    row = {**EXAMPLE["common"], **EXAMPLE["local"][0]}
    for wrong, field in (
        ({"id": "stale-month"}, "id"),
        ({"unit": "weeks"}, "unit"),
        ({"value": 0}, "value"),
    ):
        answered = publish(new_town, [{**row, **wrong}], after=1)
        facts = problem(answered, 422, "edition-row-refused")
        assert facts == {"row": f"local {wrong.get('id', 'stale-months')}", "field": field}
