"""The repository's own source, as the architecture tests read it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository: what git knows, and what it would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in set(paths) if path.is_file()))


def files(folder: str, *suffixes: str) -> list[Path]:
    """The files under a folder, with one of the suffixes."""
    below = ROOT / folder
    return [path for path in tracked() if path.suffix in suffixes and below in path.parents]


def modules(folder: str) -> list[Path]:
    return files(folder, ".py")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def found(
    look: Callable[[Path], Iterable[object]], paths: Iterable[Path]
) -> dict[str, list[str]]:
    """What a look at each file finds, by file; the rule holds where this is empty."""
    by_file = {name(path): [str(thing) for thing in look(path)] for path in paths}
    assert by_file, "there is nothing to look at"
    return {path: things for path, things in by_file.items() if things}


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def imports(module: Path) -> Iterator[str]:
    """What a module imports, by absolute name."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(module)}: imports are absolute"
            yield node.module or ""


def calls(module: Path) -> Iterator[str]:
    """What a module calls, as it is written: ``datetime.now``, ``self.trigger_event``."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)
