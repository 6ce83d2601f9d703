"""A command loads what it works with and nothing else, so that it answers at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

HUB = {"fastapi", "hub_services.hub.api"}
DESK = {"authlib", "jinja2", "hub_services.desk.web"}
ANNOUNCER = {"kafka", "cloudevents"}
MEANS = {
    "pydantic",
    "psycopg",
    "cryptography",
    "eventsourcing",
    "httpx2",
    "holidays",
    "uvicorn",
}

LOADED = "import sys, {modules}; print(*sys.modules)"


def loaded(*modules: str) -> set[str]:
    """What is loaded with these modules, by a Python that has loaded nothing before."""
    said = subprocess.run(
        [sys.executable, "-c", LOADED.format(modules=", ".join(modules))],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(said.stdout.split())


@pytest.mark.parametrize(
    ("modules", "strangers"),
    [
        (["hub_services.cli.main"], HUB | DESK | ANNOUNCER | MEANS),
        (["hub_services.cli.at_desk", "hub_services.cli.pages"], HUB | DESK | ANNOUNCER),
        (["hub_services.cli.law"], HUB | DESK | ANNOUNCER | MEANS),
        (["hub_services.cli.audit"], HUB | DESK | ANNOUNCER),
        (["hub_services.wiring.serve", "hub_services.wiring.hub"], ANNOUNCER | {"authlib"}),
        (["hub_services.wiring.serve", "hub_services.wiring.announcer"], HUB | DESK),
        (["hub_services.wiring.demo"], ANNOUNCER),
    ],
    ids=["the command line", "inbox", "law", "audit", "serve hub", "serve announcer", "demo"],
)
def test_nothing_is_loaded_that_is_not_used(modules: list[str], strangers: set[str]) -> None:
    assert loaded(*modules) & strangers == set()


def test_control_what_is_used_is_seen_to_be_loaded() -> None:
    assert loaded("hub_services.wiring.hub") >= {"fastapi", "pydantic", "psycopg"}
