"""Which rules of the law no command of the hub asks yet; the table of requirements says so.

These rules are written and tested, but nobody is held to them so far. When a command asks one,
its entry here goes, and so do the words in the table.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Final, get_args

from hub_domain.law.answers import Answer
from hub_domain.law.decided import Decision
from hub_domain.law.evidence import Case, ConsentInForce, Receiver
from hub_domain.law.gaps import Gap
from infra.tracing import requirements
from tests.architecture.source import ROOT, calls, modules, tree

SAYS: Final = "No command asks it yet"

JUDGED: Final[Mapping[str, tuple[str, ...]]] = {
    "judge_concern": ("R-077", "V12"),
    "judge_name_added": ("R-443", "V19"),
    "judge_police_task_closed": ("R-008", "R-018", "V9"),
    "judge_report": ("R-077", "R-078", "V12"),
    "judge_report_closed": ("R-079",),
    "judge_report_task_closed": ("R-077", "V12"),
    "judge_request_closed": ("R-203", "V15"),
    "judge_sending": ("R-133", "V17"),
    "judge_silence": (),  # the task to answer falls due by itself (``follow_ups``)
    "judge_withdrawal": ("R-133", "V3"),
}
"""Judgements that nothing outside of the law asks for, with the rules they are."""

STATED: Final[Mapping[str, tuple[str, ...]]] = {
    "Case.profile": ("R-142", "V7"),
    "ConsentInForce.withdrawn": ("R-133", "V3"),
    "Decision.happened": ("M3", "M5", "R-362", "R-446"),
    "Receiver.excluded": ("R-420", "V17"),
}
"""What the law weighs and no command states, with the rules that go by it."""

LOOKED_AT: Final[Mapping[Gap, tuple[str, ...]]] = {
    "notice": ("R-049", "V10"),
    "procedure": ("R-054", "R-409", "V10"),
    "co-ordinator": ("R-425", "V10"),
    "training": ("R-269", "R-370"),
}
"""Gaps of an agency or a practitioner that no command looks for."""

HUB = modules("services/hub_services/hub")
COMMANDS = [*HUB, *modules("domain/hub_domain/sharing"), *modules("domain/hub_domain/agencies")]


def judgements() -> Iterator[str]:
    for module in modules("domain/hub_domain/law"):
        for node in tree(module).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("judge_"):
                yield node.name


@cache
def stated(kind: str) -> frozenset[str]:
    """The fields by which the commands make evidence of a kind."""
    return frozenset(
        str(word.arg)
        for module in COMMANDS
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == kind
        for word in node.keywords
    )


def test_every_judgement_is_asked_for_by_a_command_or_listed() -> None:
    asked = {call for module in COMMANDS for call in calls(module)}
    assert set(judgements()) - asked == JUDGED.keys()


def test_all_that_the_law_weighs_is_stated_by_a_command_or_listed() -> None:
    unstated = {
        f"{kind.__name__}.{field.name}"
        for kind in (Answer, Case, ConsentInForce, Decision, Receiver)
        for field in fields(kind)
        if field.name not in stated(kind.__name__)
    }
    by_replace = {"Decision.capacity", "Decision.records"}
    assert unstated == STATED.keys() | by_replace


def test_every_gap_is_looked_for_by_a_command_or_listed() -> None:
    work = ROOT / "services/hub_services/hub/work.py"
    texts = {node.value for node in ast.walk(tree(work)) if isinstance(node, ast.Constant)}
    assert set(get_args(Gap)) - texts == LOOKED_AT.keys()


def test_the_table_says_of_each_rule_that_no_command_asks_it_yet() -> None:
    table = requirements()
    listed = {
        each for found in (JUDGED, STATED, LOOKED_AT) for ids in found.values() for each in ids
    }
    said = {line.id for line in table.values() if SAYS.lower() in line.elsewhere.lower()}
    assert said == listed
