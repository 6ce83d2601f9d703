"""What the README says is so: its commands run, its settings are the ones that are read."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hub_infra.settings import AnnouncerSettings, DeskSettings, HubSettings, Settings

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


def test_every_link_and_picture_of_the_readme_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.timeout(180)
def test_the_journey_by_command_line_runs_as_written(tmp_path: Path) -> None:
    """The commands of the README, against a demonstration of their own."""
    program = Path(sys.executable).with_name("sharing-hub")
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUB_", "DESK_"))
    }
    data = tmp_path / "demonstration"
    with subprocess.Popen(
        [program, "demo", "--data", data, "--port", "0"],
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as demonstration:
        try:
            assert demonstration.stdout
            for line in demonstration.stdout:
                if "http://" in line:
                    break
            else:
                pytest.fail("the demonstration ended without an address")
            for command in block("journey"):
                words = [str(program), *shlex.split(command)[1:]]
                if words[1] not in {"--help", "law"}:
                    words += ["--data", str(data)]
                ran = subprocess.run(
                    words, env=clean, capture_output=True, text=True, check=False
                )
                assert ran.returncode == 0, (command, ran.stdout, ran.stderr)
                assert ran.stdout.strip(), command
        finally:
            demonstration.terminate()
