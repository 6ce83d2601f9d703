"""Break the rules of the domain, one small change at a time, and see whether a test notices.

mutmut knows one source root called ``src``, so it works on a copy.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from infra.environment import BIN, ROOT

CONFIGURATION = """
[tool.mutmut]
source_paths = ["src/hub_domain"]
pytest_add_cli_args_test_selection = ["tests/domain"]
also_copy = ["tests"]
"""


def mutate(names: list[str], environment: dict[str, str]) -> int:
    """Try the mutants that ``names`` match, or all; 0 when every one of them was noticed."""
    with tempfile.TemporaryDirectory(prefix="hub-mutants-") as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "domain" / "hub_domain", copy / "src" / "hub_domain")
        (copy / "tests").mkdir()
        (copy / "tests" / "__init__.py").touch()
        for tests in ("domain", "support"):
            shutil.copytree(ROOT / "tests" / tests, copy / "tests" / tests)
        (copy / "pyproject.toml").write_text(CONFIGURATION)

        def mutmut(*arguments: str) -> str:
            done = subprocess.run(
                [BIN / "mutmut", *arguments],
                check=False,
                cwd=copy,
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
            )
            return done.stdout

        said = mutmut("run", *names)
        counts = copy / "mutants" / "mutmut-cicd-stats.json"
        mutmut("export-cicd-stats")
        found = json.loads(counts.read_text()) if counts.exists() else {"killed": 0}
        if not found["killed"]:
            print(said)
            return 1
        for line in mutmut("results").splitlines():
            if line.strip() and not line.endswith(": not checked"):
                print(line.strip())
    unnoticed = found["survived"] + found["no_tests"] + found["suspicious"]
    tried = found["killed"] + found["timeout"] + unnoticed
    print(f"{tried - unnoticed} of {tried} mutants were noticed by tests/domain.")
    return 1 if unnoticed else 0
