"""A command's row is held against what came of it: by its columns it is found and answered."""

from __future__ import annotations

from typing import Final

import pytest

from hub_services.auditing.replay import Until
from hub_services.wiring.audit import StoredLog
from tests.services.auditing.test_replay import replayed
from tests.support.forging import Forger, found

ROW: Final = {
    "whose it was": "agency = gen_random_uuid()",
    "which record it changed": "about = gen_random_uuid()",
    "that it changed any": "about = null",
    "to which version": "version = version + 1",
    "where it stands": "position = position - 1",
    "that it was recorded": "refusal = 'not-found'",
    "of which statement it is": "statement_sha256 = sha256('another')",
}


@pytest.mark.parametrize("what", ROW)
def test_a_row_that_says_otherwise_than_its_statement_and_events_shows(
    log: StoredLog, forger: Forger, what: str
) -> None:
    """Finding: the auditor's list of an agency's events lost them, and the replay was green."""
    row = forger.newest("sharing-decision.made")
    forger.sql(f"update commands set {ROW[what]} where id = %s", row.command)  # noqa: S608
    last = "select max(position) from events where command_id = %s"
    ((position,),) = forger.sql(last, row.command)
    assert found(log) == {(position, "command-row-differs")}


@pytest.mark.parametrize("change", ["refusal = 'unclear-purpose'", "refusal = null"])
def test_by_which_rule_it_was_refused_is_that_of_the_attempt(
    log: StoredLog, forger: Forger, change: str
) -> None:
    row = forger.newest("refused-attempt.noted")
    forger.sql(f"update commands set {change} where id = %s", row.command)  # noqa: S608
    assert found(log) == {(row.position, "command-row-differs")}


def test_what_the_hub_did_by_itself_is_the_operator_s(log: StoredLog, forger: Forger) -> None:
    command = forger.at(2).command
    forger.sql("update commands set agency = gen_random_uuid() where id = %s", command)
    assert found(log) == {(2, "command-row-differs")}
    forger.sql("delete from commands where id = %s", command)
    assert (2, "command-row-differs") in found(log)


def test_a_command_that_nothing_came_of_shows(log: StoredLog, forger: Forger) -> None:
    """A copy of a good one, statement and all, under another id."""
    row = forger.newest("sharing-decision.made")
    forger.sql(
        "insert into commands select gen_random_uuid(), agency, statement, facts, "
        "statement_sha256, about, position, version, refusal, refusal_facts, recorded_at "
        "from commands where id = %s",
        row.command,
    )
    ((position,),) = forger.sql("select position from commands where id = %s", row.command)
    assert found(log) == {(position, "command-without-event")}
    assert replayed(log, Until(position=position - 1)).faults == []


def test_a_replay_that_stops_within_a_command_does_not_judge_it(
    log: StoredLog, forger: Forger
) -> None:
    made = forger.newest("disclosure.made")
    assert forger.at(made.position + 1).command == made.command, "it has more events"
    assert replayed(log, Until(position=made.position)).faults == []
