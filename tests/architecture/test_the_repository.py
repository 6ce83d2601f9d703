"""What stands where, how large a module may grow, and what a page may ask of the network."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, files, found, modules, tracked

TOP_LEVEL = {
    ".ci", ".dockerignore", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md",
    "docker-compose.yml", "docs", "domain", "infra", "pyproject.toml", "services", "tests",
}  # fmt: skip
MOST_LINES = 450
ADDRESS = re.compile(r"(?:https?:)?//(?:[a-z0-9-]+\.)+[a-z]{2,}[^\s\"')]*", re.IGNORECASE)
NAMESPACES = ("http://www.w3.org/", "https://www.w3.org/")
ONE_PERSONS_MACHINE = re.compile(r"(?:^|[\s\"'=(])/(?:root|home|Users)/\w", re.MULTILINE)


def test_the_top_level_holds_what_a_newcomer_expects() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP_LEVEL


def test_a_module_is_one_thing() -> None:
    ours = [m for folder in ("domain", "infra", "services", "tests") for m in modules(folder)]
    lines = {module: len(module.read_text(encoding="utf-8").splitlines()) for module in ours}
    assert {module: count for module, count in lines.items() if count > MOST_LINES} == {}


def test_pages_fetch_nothing_from_elsewhere() -> None:
    """A person may follow a link; a browser by itself goes nowhere but to its desk."""

    def fetched(page: Path) -> list[str]:
        text = page.read_text(encoding="utf-8")
        if page.suffix in {".html", ".jinja"}:
            text = re.sub(r"<a\b[^>]*>", "", text)
        return [link for link in ADDRESS.findall(text) if not link.startswith(NAMESPACES)]

    assert found(fetched, files("services", ".html", ".jinja", ".css", ".js", ".svg")) == {}


def test_no_file_speaks_of_one_persons_machine() -> None:
    def places(path: Path) -> list[str]:
        return ONE_PERSONS_MACHINE.findall(path.read_text(encoding="utf-8"))

    assert found(places, files(".", ".py", ".md", ".toml", ".yml", ".txt", ".sql")) == {}


def lock(name: str) -> str:
    return (ROOT / "infra" / "locks" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==([^\s;]+)", lock(name), re.MULTILINE))


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_a_lock_names_versions_and_hashes_and_no_address(name: str) -> None:
    requirements = re.split(r"\n(?=\S)", lock(name).strip())
    loose = [
        requirement
        for requirement in requirements
        if not re.match(r"[a-z0-9._-]+(\[.*\])?==[^\s;]+", requirement)
        or "--hash=sha256:" not in requirement
        or "//" in requirement
    ]
    assert requirements
    assert loose == []


def test_the_tests_run_on_the_very_versions_that_production_runs_on() -> None:
    assert pins("runtime").items() <= pins("dev").items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[\[<>=]", named)[0] for named in project["dependencies"]}
    assert wanted <= pins("runtime").keys()


@pytest.mark.parametrize("package", ["cryptography", "joserfc", "rfc8785", "eventsourcing"])
def test_what_proofs_rest_on_is_installed_as_it_is_locked(package: str) -> None:
    assert metadata.version(package) == pins("runtime")[package]
