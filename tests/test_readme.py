"""What the README says is so: its commands run, its settings are the ones that are read."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hub_infra.settings import AnnouncerSettings, DeskSettings, HubSettings, Settings
from hub_services.words.named.faults import FAULTS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(mark: str) -> list[str]:
    """The lines of the code block behind a mark."""
    found = re.search(rf"<!-- commands: {mark} -->\n```\n(.*?)```", README, re.DOTALL)
    assert found, mark
    return found[1].splitlines()


def default(field: FieldInfo) -> str:
    """A setting's default as the table shows it."""
    if field.default is PydanticUndefined:
        return "must be set"
    return f"`{field.default}`" if field.default is not None else "none"


def test_the_table_of_settings_is_what_is_read() -> None:
    readers: dict[str, type[Settings]] = {
        "hub": HubSettings,
        "announcer": AnnouncerSettings,
        "desk": DeskSettings,
    }
    rows: dict[str, tuple[str, str, list[str]]] = {}
    for process, settings in readers.items():
        for field in settings.model_fields.values():
            name = str(field.validation_alias)
            row = rows.setdefault(name, (str(field.description), default(field), []))
            row[2].append(process)
    table = ["| variable | what it is | unless set | read by |", "|---|---|---|---|"]
    table += [
        f"| `{name}` | {what} | {unless} | {', '.join(processes)} |"
        for name, (what, unless, processes) in rows.items()
    ]
    assert "\n".join(table) in README


def test_the_table_of_a_replay_has_every_fault_that_a_replay_can_find() -> None:
    _, _, after = README.partition("| so whoever writes to the database | shows as |\n")
    rows = after.partition("\n\n")[0].splitlines()[1:]
    told = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row.split("|")[2])}
    assert told == FAULTS.keys()


def test_every_link_and_picture_of_the_readme_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user may enter; pytest's is for its owner alone."""
    with tempfile.TemporaryDirectory(prefix="hub-readme-") as made:
        yield Path(made)


@pytest.mark.timeout(300)
def test_the_journey_by_command_line_runs_as_written(folder: Path) -> None:
    """The commands of the README as one script, against a demonstration of their own."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUB_", "DESK_"))
    }
    programs = Path(sys.executable).parent
    (folder / ".venv").symlink_to(programs.parent)
    (folder / "docs").symlink_to(ROOT / "docs")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [programs / "sharing-hub", "demo", "--port", str(port)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as demonstration:
        try:
            assert demonstration.stdout
            told = []
            for line in demonstration.stdout:
                told.append(line)
                if "http://" in line:
                    break
            else:
                pytest.fail("the demonstration did not start:\n" + "".join(told))
            script = "set -euo pipefail\n" + "\n".join(
                [*block("journey"), *block("local-policy")]
            )
            ran = subprocess.run(
                ["bash", "-c", script],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            demonstration.terminate()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for said in (
        "not a reason",
        "refused, and noted",
        "(refusal-ground-not-recognised); about ",  # as the history tells it
        "knew",
        "instead of 12",
    ):
        assert said in ran.stdout + ran.stderr
    verdict = ran.stdout.index("follows from its event")
    assert ran.stdout.index("challenged the request [") < verdict, "beneath the history"
