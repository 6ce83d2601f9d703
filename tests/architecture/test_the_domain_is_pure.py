"""The rules read no clock, draw no random number and open no file: replay changes nothing."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hub_domain
from hub_domain.refusal import Refusal
from tests.architecture.source import ROOT, calls, found, imports, modules, tree

AGGREGATE = ROOT / "domain" / "hub_domain" / "aggregate.py"
SHIPPED = ROOT / "domain" / "hub_domain" / "law" / "shipped"  # reads its own packaged files
RULES = [module for module in modules("domain") if module.parent != SHIPPED]
IMPURE_MODULES = {
    "asyncio", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets",
    "select", "shutil", "signal", "socket", "sqlite3", "subprocess", "sys", "tempfile",
    "threading", "time", "urllib",
}  # fmt: skip
IMPURE_CALLS = re.compile(
    r"(?:.*\.)?(?:now|utcnow|today|uuid1|uuid4|uuid6|uuid7|urandom|getenv|read_text|read_bytes"
    r"|write_text|write_bytes|create_timestamp|create_id)|open|input|print|eval|exec"
)
CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def test_the_rules_call_nothing_that_differs_from_one_time_to_the_next() -> None:
    def impure(module: Path) -> list[str]:
        return [call for call in calls(module) if IMPURE_CALLS.fullmatch(call)]

    assert found(impure, RULES) == {}


def test_the_rules_import_nothing_that_reaches_outside() -> None:
    def impure(module: Path) -> list[str]:
        return [used for used in imports(module) if used.partition(".")[0] in IMPURE_MODULES]

    assert found(impure, RULES) == {}


def recorded(module: Path) -> list[str]:
    return [call for call in calls(module) if call.endswith(("._create", ".trigger_event"))]


def test_begin_and_record_alone_make_events() -> None:
    others = [
        module
        for folder in ("domain", "infra", "services")
        for module in modules(folder)
        if module != AGGREGATE
    ]
    assert sorted(recorded(AGGREGATE)) == ["cls._create", "self.trigger_event"]
    assert found(recorded, others) == {}


def test_apply_only_assigns() -> None:
    def judging(module: Path) -> Iterator[str]:
        for function in ast.walk(tree(module)):
            if isinstance(function, ast.FunctionDef) and function.name == "apply":
                for node in ast.walk(function):
                    if isinstance(node, ast.Raise | ast.Assert | ast.Try | ast.While):
                        yield f"line {node.lineno}"

    assert found(judging, modules("domain")) == {}


def every_refusal() -> list[type[Refusal]]:
    for module in pkgutil.walk_packages(hub_domain.__path__, "hub_domain."):
        importlib.import_module(module.name)
    return list(below(Refusal))


def below(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    for subclass in refusal.__subclasses__():
        if subclass.__module__.startswith("hub_domain"):
            yield subclass
        yield from below(subclass)


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [vars(refusal).get("code") for refusal in every_refusal()]
    assert [code for code in codes if code is not None and not CODE.fullmatch(code)] == []
    assert [code for code, times in Counter(codes).items() if code and times > 1] == []


def test_every_refusal_that_can_be_raised_says_its_code_its_rule_and_its_duty() -> None:
    refusals = every_refusal()
    families = {base for refusal in refusals for base in refusal.__bases__}
    wordless = [
        refusal.__name__
        for refusal in refusals
        if refusal not in families
        and not (
            getattr(refusal, "code", "")
            and getattr(refusal, "duty", "").strip()
            and (refusal.__doc__ or "").strip()
        )
    ]
    assert refusals
    assert wordless == []
