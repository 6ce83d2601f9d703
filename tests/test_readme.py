"""What README and docs say is so: their commands run, their tables are what the code has."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from psycopg import sql
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hub_domain.roles import Role
from hub_domain.statement import METHODS
from hub_infra.settings import AnnouncerSettings, DeskSettings, HubSettings, Settings
from hub_services.words.named.faults import FAULTS
from infra import machine
from infra.commands import clean_environment
from infra.server import server
from tests.support.compose import free_port

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROGRAMS = Path(sys.executable).parent
SECONDS = 300
BASH = "set -euo pipefail\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT"
"""A script stops at the first command that fails, and what it started ends with it."""


def page(name: str) -> str:
    """A page of ``docs``, or the README."""
    (found,) = [each for each in PAGES if each.stem == name]
    return found.read_text(encoding="utf-8")


def blocks(name: str) -> dict[str, str]:
    """The marked commands of a page, by their marks."""
    found = re.findall(r"<!-- commands: ([a-z-]+) -->\n```\n(.*?)```", page(name), re.DOTALL)
    assert found, name
    return dict(found)


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
    assert "\n".join(table) in page("README")


def test_the_table_of_a_replay_has_every_fault_that_a_replay_can_find() -> None:
    _, _, after = page("audit").partition("| so whoever writes to the database | shows as |\n")
    rows = after.partition("\n\n")[0].splitlines()[1:]
    told = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row.split("|")[2])}
    assert told == FAULTS.keys()


def test_the_table_of_roles_has_every_role_once() -> None:
    _, _, after = page("joining").partition("| code | who | what the hub lets them do |\n")
    rows = after.partition("\n\n")[0].splitlines()[1:]
    told = [code for row in rows for code in re.findall(r"`([a-z-]+)`", row.split("|")[1])]
    assert sorted(told) == sorted(Role)


def test_the_example_of_a_token_has_roles_and_ways_to_sign_in_that_the_hub_knows() -> None:
    found = re.search(
        r"<!-- claims -->\n```json\n(.*?)```", page("identity-provider"), re.DOTALL
    )
    assert found
    claims = json.loads(found[1])
    assert METHODS.issuperset(claims["amr"])
    assert {each["role"] for each in claims["hats"]} <= set(Role)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_link_and_picture_of_a_page_is_there(path: Path) -> None:
    for target, _, part in re.findall(
        r"\]\((?!https?:)([^)#]*)(#([^)]+))?\)", path.read_text(encoding="utf-8")
    ):
        there = path.parent / target if target else path
        assert there.exists(), target
        if part:
            headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {
                re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings
            }
            assert part in anchors, f"{target}#{part}"


def test_the_readme_leads_to_every_page() -> None:
    for path in PAGES[1:]:
        assert f"](docs/{path.name}) |" in page("README"), path.name


def test_what_is_done_in_a_container_is_done_in_one_that_has_the_folder() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    lines = [
        line
        for path in PAGES
        for line in path.read_text("utf-8").splitlines()
        if line.startswith(("docker compose exec", "docker compose run"))
    ]
    assert lines
    for line in lines:
        service = next(word for word in line.split()[3:] if word in services)
        volumes = [each.partition(":")[2] for each in services[service]["volumes"]]
        for folder in re.findall(r"/var/lib/[\w/-]+", line):
            assert any(folder.startswith(each) for each in volumes), line


@contextmanager
def new_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user may enter; pytest's is for its owner alone."""
    with tempfile.TemporaryDirectory(prefix="hub-readme-") as made:
        yield Path(made)


def run(script: str, folder: Path, *programs: Path) -> tuple[str, str]:
    """Run the commands of a page as one script; what was printed, and all that was said."""
    environment = clean_environment()
    environment["PATH"] = os.pathsep.join(
        [*map(str, (PROGRAMS, *programs)), environment["PATH"]]
    )
    ran = subprocess.run(
        ["bash", "-c", f"{BASH}\n{script}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def demonstration() -> Iterator[Path]:
    """A folder like the checkout, in which a demonstration runs."""
    with new_folder() as folder:
        (folder / ".venv").symlink_to(PROGRAMS.parent)
        (folder / "docs").symlink_to(ROOT / "docs")
        with subprocess.Popen(
            [PROGRAMS / "sharing-hub", "demo", "--port", str(free_port())],
            cwd=folder,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as running:
            try:
                assert running.stdout
                told = []
                for line in running.stdout:
                    told.append(line)
                    if "http://" in line:
                        break
                else:
                    pytest.fail("the demonstration did not start:\n" + "".join(told))
                yield folder
            finally:
                running.terminate()


@pytest.mark.timeout(SECONDS)
def test_the_journey_by_command_line_runs_as_written(demonstration: Path) -> None:
    printed, said = run(blocks("README")["journey"], demonstration)
    for each in (
        "not a reason",
        "refused, and noted",
        "(refusal-ground-not-recognised); about ",  # as the history tells it
        "knew",
    ):
        assert each in said
    verdict = printed.index("follows from its event")
    assert printed.index("challenged the request [") < verdict, "beneath the history"


@pytest.mark.timeout(SECONDS)
def test_local_policy_is_published_as_written(demonstration: Path) -> None:
    printed, _ = run(blocks("law")["local-policy"], demonstration)
    assert "instead of 12" in printed


@pytest.mark.timeout(SECONDS)
def test_an_agency_joins_as_written(demonstration: Path) -> None:
    printed, _ = run("\n".join(blocks("joining").values()), demonstration)
    for command in ("register-agency", "record-arrangement", "register-practitioner"):
        assert f": {command}" in printed
    assert "0 requests, 0 of them waiting." in printed


@pytest.mark.timeout(SECONDS)
def test_hub_and_desk_are_started_backed_up_and_restored_as_written() -> None:
    """The page on a server of its own, at free ports; at the end the history holds."""
    programs = machine.postgres_server()
    if programs is None:
        pytest.skip(f"no PostgreSQL server here: {machine.missing()['postgres-server']}")
    do = blocks("operating")
    steps = [
        *(do[name] for name in ("databases", "settings", "serve")),
        *blocks("joining").values(),
        *(do[name] for name in ("backup", "ending", "restore", "serve")),
        'sharing-hub inbox --as "Bea Lloyd"',
        'sharing-hub audit replay --operator "$HUB_DATA_DIR/operator.json"',
        do["ending"],
    ]
    with server(programs) as url, new_folder() as folder:
        script = "\n".join(steps)
        administrator = administered(url)
        for written, here in (
            ("postgresql://postgres@127.0.0.1:5432/postgres", administrator),
            ("127.0.0.1:5432", f"127.0.0.1:{urlsplit(url).port}"),
            ("127.0.0.1:8000", f"127.0.0.1:{free_port()}"),
            ("127.0.0.1:8001", f"127.0.0.1:{free_port()}"),
            ("https://id.example.org", f"http://127.0.0.1:{free_port()}"),
        ):
            assert written in script
            script = script.replace(written, here)
        printed, said = run(script, folder, programs)
        kept = folder / "backup-keys"
        assert [each for each in kept.iterdir() if each.stat().st_mode & 0o077] == []
    assert printed.count('{"status":"ready"}') == 4, "hub and desk, before and after"
    assert "Every leaf up to position 5 follows from its event." in said


def administered(url: str) -> str:
    """The server under the administrator's usual name, so that ``hub`` is free."""
    administrator = urlsplit(url)._replace(
        netloc=f"postgres:{urlsplit(url).password}@127.0.0.1:{urlsplit(url).port}"
    )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("create role postgres superuser login password {}").format(
                urlsplit(url).password
            )
        )
    with psycopg.connect(administrator.geturl(), autocommit=True) as connection:
        connection.execute("alter role hub rename to initial")
    return administrator.geturl()
