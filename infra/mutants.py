"""Break the law in the domain, one small change at a time, and see whether a test notices.

mutmut makes the changes and runs the tests that reach each; it knows one source root called
``src``, so it works on a copy. Cases drawn at random are left out: a rule is to be noticed by a
case that is written down, and every run is the same. ``mutants.toml`` holds the changes that
nothing notices, each with the reason why that is well.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tempfile
import time
import tomllib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from fnmatch import fnmatch
from pathlib import Path
from random import Random

from infra.environment import BIN, PYTHON, ROOT

LAW = "hub_domain.law."
REASONS = ROOT / "infra" / "mutants.toml"
ENOUGH = 95  # of a hundred mutants
NOTICED = {"killed", "timeout"}
SECONDS_BETWEEN_LINES = 10.0

CONFIGURATION = """
[tool.mutmut]
source_paths = ["src/hub_domain"]
only_mutate = ["src/{}*"]
pytest_add_cli_args_test_selection = ["tests/domain"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-m", "not hypothesis"]
also_copy = ["tests"]
"""
PLUGINS = 'pytest_plugins = ["tests.support.requirements"]\n'
MAKE_MUTANTS = """
from os import cpu_count
from mutmut.__main__ import copy_src_dir, create_mutants
copy_src_dir()
create_mutants(cpu_count())
"""

Key = tuple[str, str]


@dataclass(frozen=True)
class Mutant:
    """One small change: mutmut's name for it, the function, and its lines before and after."""

    name: str
    function: str
    change: str

    @property
    def key(self) -> Key:
        """What it is known by, for mutmut's numbers move with the code."""
        return self.function, self.change


@dataclass(frozen=True)
class Tried:
    """What came of the mutants that were tried, and the reasons on record for all of them."""

    outcomes: Mapping[Mutant, str]
    made: Iterable[Mutant]
    reasons: Mapping[Key, str]

    def unnoticed(self) -> list[Mutant]:
        """The mutants that no test notices."""
        return [mutant for mutant, came in self.outcomes.items() if came not in NOTICED]

    def unexplained(self) -> list[Mutant]:
        """Those of them for which no reason is on record."""
        return [mutant for mutant in self.unnoticed() if not self.reasons.get(mutant.key)]

    def good(self) -> bool:
        """Whether enough were noticed, and every other one has its reason."""
        noticed = len(self.outcomes) - len(self.unnoticed())
        return noticed * 100 >= ENOUGH * len(self.outcomes) > 0 and not self.unexplained()

    def lines(self) -> Iterator[str]:
        """What is to be said: each that was not noticed, the reasons that are over, the sum."""
        for mutant in self.unnoticed():
            reason = self.reasons.get(mutant.key) or f"UNEXPLAINED in {REASONS.name}"
            yield f"{mutant.name}: {self.outcomes[mutant]}\n{mutant.change}\n= {reason}"
        made = {mutant.key for mutant in self.made}
        noticed = {mutant.key for mutant in self.outcomes} - {
            mutant.key for mutant in self.unnoticed()
        }
        for function, change in self.reasons:
            if (function, change) not in made:
                yield f"{function}: there is no such mutant any more\n{change}"
            elif (function, change) in noticed:
                yield f"{function}: a test notices this by now\n{change}"
        left, tried = len(self.unnoticed()), len(self.outcomes)
        yield (
            f"{tried - left} of {tried} mutants were noticed; at least {ENOUGH} % must be. "
            f"Of the other {left}, {len(self.unexplained())} are unexplained."
        )


def mutate(names: list[str], environment: dict[str, str], sample: int | None = None) -> int:
    """Try the mutants that ``names`` match, or a sample of them: 0 when all is well."""
    names = names or [f"{LAW}*"]
    only = LAW if all(name.startswith(LAW) for name in names) else "hub_domain."
    environment = environment | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    with tempfile.TemporaryDirectory(prefix="hub-mutants-") as folder:
        copy = Path(folder)
        _copy_to(copy, only)
        made = _make(copy, environment)
        chosen = [each for each in made if any(fnmatch(each.name, name) for name in names)]
        if sample is not None:
            chosen = drawn(chosen, sample)
        if not chosen:
            print(f"There is no mutant called {' or '.join(names)}.")
            return 1
        print(f"{len(made)} mutants were made; {len(chosen)} are tried.", flush=True)
        if not _try(copy, chosen, environment):
            return 1
        outcomes = _outcomes(copy, environment)
    tried = Tried({each: outcomes[each.name] for each in chosen}, made, read(REASONS, only))
    for line in tried.lines():
        print(line)
    return 0 if tried.good() else 1


def drawn(mutants: Iterable[Mutant], number: int) -> list[Mutant]:
    """A sample, the same each time; a change elsewhere leaves those drawn here as they were."""
    return sorted(mutants, key=lambda each: Random(each.name).random())[:number]  # noqa: S311


def read(file: Path, only: str) -> dict[Key, str]:
    """The reasons on record for functions of a package, by function and change."""
    listed = tomllib.loads(file.read_text(encoding="utf-8"))["unnoticed"]
    return {
        (each["function"], each["change"].strip()): each["reason"]
        for each in listed
        if each["function"].startswith(only)
    }


def mutants_of(module: str, code: str) -> Iterator[Mutant]:
    """The mutants in a module as mutmut writes it: copies of a function beside the original."""
    lines = code.splitlines()
    copies = {
        node.name: [
            line.replace(node.name, "_") for line in lines[node.lineno - 1 : node.end_lineno]
        ]
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name
    }
    for name, body in copies.items():
        function, _, number = name.rpartition("__mutmut_")
        if number != "orig":
            plain = re.sub(r"^x_|^xǁ", "", function).replace("ǁ", ".")
            change = _change(copies[f"{function}__mutmut_orig"], body)
            yield Mutant(f"{module}.{name}", f"{module}.{plain}", change)


def _change(before: list[str], after: list[str]) -> str:
    """The lines taken out and put in, without their indentation."""
    _, _, *lines = unified_diff(before, after, n=0, lineterm="")
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines if line[0] != "@")


def _copy_to(copy: Path, only: str) -> None:
    shutil.copytree(ROOT / "domain" / "hub_domain", copy / "src" / "hub_domain")
    (copy / "tests").mkdir()
    (copy / "tests" / "__init__.py").touch()
    (copy / "tests" / "conftest.py").write_text(PLUGINS)
    for tests in ("domain", "support"):
        shutil.copytree(ROOT / "tests" / tests, copy / "tests" / tests)
    (copy / "pyproject.toml").write_text(CONFIGURATION.format(only.replace(".", "/")))


def _make(copy: Path, environment: dict[str, str]) -> list[Mutant]:
    """Have mutmut write the mutants without trying any; it has no command for that."""
    making = [PYTHON, "-c", MAKE_MUTANTS]
    subprocess.run(making, check=True, cwd=copy, env=environment, stdout=subprocess.DEVNULL)
    source = copy / "mutants" / "src"
    return [
        mutant
        for file in sorted(source.rglob("*.py"))
        for mutant in mutants_of(
            ".".join(file.relative_to(source).with_suffix("").parts),
            file.read_text(encoding="utf-8"),
        )
    ]


def _try(copy: Path, mutants: list[Mutant], environment: dict[str, str]) -> bool:
    """Have mutmut try them, saying now and then how far it is."""
    last: deque[str] = deque(maxlen=200)
    began = said = time.monotonic()
    with subprocess.Popen(
        [BIN / "mutmut", "run", *(mutant.name for mutant in mutants)],
        cwd=copy,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as running:
        for line in running.stdout or ():
            last.append(line)
            done = re.match(r"\S (\d+)/\d+ ", line)
            if done and time.monotonic() - said >= SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                print(f"{said - began:5.0f} s  {done[1]} of {len(mutants)} tried", flush=True)
    if running.returncode:
        print("".join(last))
    return running.returncode == 0


def _outcomes(copy: Path, environment: dict[str, str]) -> dict[str, str]:
    told = subprocess.run(
        [BIN / "mutmut", "results", "--all", "true"],
        check=True,
        cwd=copy,
        env=environment,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    pairs = (line.strip().rpartition(": ") for line in told.stdout.splitlines())
    return {name: outcome for name, _, outcome in pairs}
