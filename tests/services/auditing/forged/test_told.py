"""Whatever an event says, the history is told to its end, and so is what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner, Result

from hub_services.auditing.knowledge import Knew
from hub_services.cli import audit, telling
from hub_services.cli.main import app
from hub_services.wiring.audit import StoredLog
from tests.services.story import Story
from tests.support.forging import Change, Forger, found, put, put_in

Run = Callable[..., Result]
LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)


def of_no_version(facts: dict[str, Any]) -> None:
    facts.update(v=1)
    del facts["items"]


NO_EVENTS: Final[dict[str, tuple[str, Change]]] = {
    "a map for an agency": ("share-request.narrowed", put("agency", {})),
    "an instant for a role": ("share-request.issued", put("role", LONG_AGO)),
    "an instant for words": ("content.released", put("items", LONG_AGO)),
    "text for a law": ("disclosure.made", put("rests_on", "quandary")),
    "text for a list": ("sharing-decision.made", put("tasks", "quandary")),
    "no items at all": ("disclosure.made", of_no_version),
    "a number for an item": ("disclosure.made", put("items", [5])),
}
"""What no event can say, by the topic of the event that says it."""

UNHEARD_OF: Final[dict[str, tuple[str, Change]]] = {
    "due in the first year": ("share-request.issued", put("due_at", LONG_AGO)),
    "done in the first year": ("disclosure.made", put("timestamp", LONG_AGO)),
    "a law without a basis": ("disclosure.made", put("rests_on", [{}])),
    "an item without a person": ("disclosure.made", put_in("items", 0, value={})),
}
"""What no event can say, for all that each fact is of its type."""


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    """Run one command as the operator would."""

    def command(*arguments: object) -> Result:
        return CliRunner().invoke(
            app,
            ["audit", *map(str, arguments), "--data", str(tmp_path)],
            env={"HUB_DATABASE_URL": database_url, "HUB_ENV": "demo"},
        )

    return command


@pytest.mark.parametrize("topic_and_change", NO_EVENTS.values(), ids=NO_EVENTS)
def test_an_event_whose_facts_are_of_another_type_is_none(
    log: StoredLog, forger: Forger, topic_and_change: tuple[str, Change]
) -> None:
    topic, change = topic_and_change
    row = forger.newest(topic)
    forger.event(row, change)
    assert (row.position, "state-corrupt") in found(log)


@pytest.mark.parametrize(
    "topic_and_change",
    [*NO_EVENTS.values(), *UNHEARD_OF.values()],
    ids=[*NO_EVENTS, *UNHEARD_OF],
)
def test_whatever_it_says_all_else_is_told_and_what_is_wrong_as_well(
    run: Run, story: Story, forger: Forger, topic_and_change: tuple[str, Change]
) -> None:
    """Finding: one such event ended the command, and not one fault was told."""
    topic, change = topic_and_change
    row = forger.newest(topic)
    forger.event(row, change)
    ((head,),) = forger.sql("select position from head")
    for arguments in (["replay"], ["replay", "--json"], ["who-knew", story.pupils[0]]):
        told = run(*arguments)
        assert told.exit_code == 1
        assert f"position {row.position}: " in told.stderr
        assert "The history is not as it was recorded" in told.stderr
        if "--json" in arguments:
            assert len(json.loads(told.stdout)["events"]) == head
        elif "replay" in arguments:
            assert f"{head} events: " in told.stdout


def test_what_was_found_is_told_though_the_history_cannot_be_told_on(
    run: Run, forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError

    row = forger.newest("share-request.narrowed")
    forger.event(row, put("agency", {}))
    monkeypatch.setattr(audit, "_where_it_ends", fail)
    told = run("replay")
    assert told.exit_code == 1
    assert f"position {row.position}: state-corrupt" in told.stderr


def test_what_cannot_be_told_of_knowledge_is_a_fault(
    run: Run, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(knew: Knew, _: object) -> str:
        raise KeyError(knew.how)

    monkeypatch.setattr(telling, "knew", fail)
    told = run("who-knew", story.pupils[0])
    assert told.exit_code == 1
    assert "cannot be restored" in told.stdout
    assert "state-corrupt" in told.stderr
