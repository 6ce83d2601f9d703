"""The command line says what it did, what stands in the way, and ends with the right code."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from typer import rich_utils
from typer.main import get_command
from typer.testing import CliRunner

from hub_infra import canonical
from hub_infra.embedded import ensure_database
from hub_infra.sealing import AgencyPrivateKeys, AgencyPublicKeys
from hub_services.cli.main import app
from tests.cli.conftest import Deployment


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(
        app,
        list(arguments),
        env={"HUB_DATABASE_URL": "", "HUB_DATA_DIR": "nowhere"},
        catch_exceptions=False,
    )
    return result.exit_code, result.stdout, result.stderr


def test_without_settings_it_names_each_variable_and_the_remedy() -> None:
    code, _, told = run("audit", "replay")
    assert code == 2
    assert "HUB_DATABASE_URL" in told
    assert "--data" in told


@pytest.mark.parametrize(
    ("folder", "why"),
    [("quandary", "does not exist"), (".", "holds no demonstration"),
     ("a-file", "holds no demonstration")],
)  # fmt: skip
def test_a_folder_that_is_no_demonstration_s_is_told_of_before_the_settings(
    tmp_path: Path, folder: str, why: str
) -> None:
    (tmp_path / "a-file").touch()
    code, _, told = run("audit", "replay", "--data", str(tmp_path / folder))
    assert code == 2
    assert told.startswith(f"The folder that --data or HUB_DATA_DIR names {why}.\n")
    assert "quandary" not in told


def test_where_no_folder_was_named_none_is_blamed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, told = run("audit", "replay", "--data", ".hub")
    assert code == 2
    assert told.startswith("Settings are missing")


def test_a_database_that_is_not_there_is_said_without_its_address(
    deployment: Deployment,
) -> None:
    url = "postgresql://hub:quandary@127.0.0.1:1/hub"
    for what in ("replay", "judge", "views"):
        gone = deployment.run("audit", what, HUB_DATABASE_URL=url)
        assert gone.exit_code == 1
        assert "cannot be reached" in gone.stderr
        assert "quandary" not in gone.output


def test_a_database_without_a_store_is_told_to_migrate(
    deployment: Deployment, postgres: str
) -> None:
    for what in ("replay", "judge", "views"):
        empty = deployment.run("audit", what, HUB_DATABASE_URL=postgres)
        assert empty.exit_code == 1
        assert "sharing-hub store migrate" in empty.stderr


def test_migrating_again_changes_nothing(deployment: Deployment) -> None:
    before = deployment.run("audit", "replay", "--json").stdout
    assert deployment.run("store", "migrate").exit_code == 0
    assert deployment.run("audit", "replay", "--json").stdout == before
    topics = [event["topic"] for event in json.loads(before)["events"]]
    assert topics == ["agency.registered", "catalogue.edition-published"]


def test_a_folder_that_cannot_be_used_is_told_by_its_settings_alone(
    deployment: Deployment, tmp_path: Path
) -> None:
    (tmp_path / "quandary").write_text("a file where a folder should be")
    stopped = deployment.run("store", "migrate", HUB_DATA_DIR=str(tmp_path / "quandary"))
    assert stopped.exit_code == 1
    assert "Not a directory" in stopped.stderr
    assert "HUB_DATA_DIR" in stopped.stderr
    assert "quandary" not in stopped.output


def test_a_card_that_is_none_is_usage(deployment: Deployment) -> None:
    card = deployment.folder / "card.json"
    card.write_text('{"name": "quandary"}')
    migrated = deployment.run("store", "migrate", "--operator", card)
    assert migrated.exit_code == 2
    assert "quandary" not in migrated.output


def test_a_store_can_be_made_for_an_operator_whose_keys_are_elsewhere(
    deployment: Deployment, postgres: str, tmp_path: Path
) -> None:
    hub = {
        "HUB_DATABASE_URL": ensure_database(postgres, f"hub_{uuid4().hex}"),
        "HUB_DATA_DIR": str(tmp_path / "hub" / "data"),
        "HUB_KEYSTORE": str(tmp_path / "hub" / "keys"),
    }
    card = deployment.folder / "data" / "operator.json"
    made = deployment.run("store", "migrate", "--operator", card, **hub)
    assert made.exit_code == 0, made.output
    assert not (tmp_path / "hub" / "data").exists()
    events = json.loads(deployment.run("audit", "replay", "--json", **hub).stdout)["events"]
    assert events[0]["topic"] == "agency.registered"
    assert events[0]["stream"] == json.loads(card.read_text())["keys"]["agency"]


def test_views_are_rebuilt_by_name_or_all(deployment: Deployment) -> None:
    assert deployment.run("views", "rebuild", "feed").exit_code == 0
    rebuilt = deployment.run("views", "rebuild")
    assert rebuilt.exit_code == 0
    assert "position 2" in rebuilt.stderr
    unknown = deployment.run("views", "rebuild", "nothing")
    assert unknown.exit_code == 2
    assert "knowledge" in unknown.stderr


def test_a_view_that_was_changed_is_told_by_its_name_and_whose_it_is(
    deployment: Deployment, database_url: str
) -> None:
    held = deployment.run("audit", "views")
    assert held.exit_code == 0, held.output
    assert "up to position 2: they are what it makes of them." in held.stdout
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("delete from editions")
    changed = deployment.run("audit", "views")
    assert changed.exit_code == 1
    assert re.search(r"editions +The hub's operator +1 +0 +0", changed.stdout), changed.stdout
    assert "sharing-hub views rebuild" in changed.stderr
    (told,) = json.loads(deployment.run("audit", "views", "--json").stdout)["differing"]
    assert (told["view"], told["missing"]) == ("editions", 1)
    assert deployment.run("views", "rebuild").exit_code == 0
    assert deployment.run("audit", "views").exit_code == 0


def test_a_history_that_was_changed_ends_with_one_and_the_position(
    deployment: Deployment, database_url: str
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "update events set recorded_at = recorded_at + interval '1 s' where position = 2"
        )
    replayed = deployment.run("audit", "replay", "--json")
    assert replayed.exit_code == 1
    assert "position 2: leaf-differs" in replayed.stderr
    assert json.loads(replayed.stdout)["faults"] == [
        {"code": code, "position": 2} for code in ("leaf-differs", "recorded-apart")
    ]


def test_a_replay_says_how_much_was_verified_and_on_whose_key_it_rests(
    deployment: Deployment,
) -> None:
    card = deployment.folder / "data" / "operator.json"
    alone = deployment.run("audit", "replay", "--json")
    by_card = deployment.run("audit", "replay", "--operator", card, "--json")
    key = AgencyPublicKeys.from_json(json.loads(card.read_text())["keys"]).statement_kid
    for replayed, from_card in ((alone, False), (by_card, True)):
        assert replayed.exit_code == 0, replayed.output
        assert json.loads(replayed.stdout)["verified"] == {
            "events": 2,
            "statements": 0,
            "envelopes": 0,
            "signatures": 0,
            "rests_on": {"kid": key, "from_card": from_card},
        }
        assert key in replayed.stderr
    assert "name the operator's card with --operator" in " ".join(alone.stderr.split())
    assert "which is the one of the card" in " ".join(by_card.stderr.split())


def test_a_history_of_another_operator_than_the_card_s_is_told(
    deployment: Deployment, tmp_path: Path
) -> None:
    card = json.loads((deployment.folder / "data" / "operator.json").read_text())
    agency = UUID(card["keys"]["agency"])
    other = AgencyPrivateKeys.generate().public(agency, 1).as_json()
    (tmp_path / "card.json").write_bytes(canonical.write(card | {"keys": other}))
    replayed = deployment.run("audit", "replay", "--operator", tmp_path / "card.json")
    assert replayed.exit_code == 1
    assert "position 1: operator-differs. The operator is not the one" in replayed.stderr


def test_nobody_knew_anything_about_a_stranger(deployment: Deployment) -> None:
    knew = deployment.run("audit", "who-knew", str(uuid4()), "--as-of", "2026-03-03")
    assert knew.exit_code == 1
    assert "Nobody had asked" in knew.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "replay", "--as-of", "yesterday"),
        ("audit", "replay", "--to", "0"),
        ("audit", "who-knew", "O'Brien"),
        ("law", "list", "--nation", "S"),
        ("law", "list", "--at", "2026-02-30"),
        ("nothing",),
    ],
)
def test_what_cannot_be_meant_is_usage(arguments: tuple[str, ...]) -> None:
    code, _, told = run(*arguments)
    assert code == 2
    assert told


def test_the_law_is_told_as_it_stood_on_a_day() -> None:
    _, before, _ = run("law", "list", "--at", "2018-06-28", "--json")
    _, since, _ = run("law", "list", "--at", "2018-06-29", "--json")
    named = [{row["id"] for row in json.loads(rows)} for rows in (before, since)]
    assert "CA2004-16H" in named[1] - named[0]


def test_welsh_law_is_not_english_law() -> None:
    _, rows, _ = run("law", "list", "--nation", "W", "--json")
    assert all("W" in row["nation"] for row in json.loads(rows))
    assert "CA2004-16H" not in rows


def test_a_provision_is_shown_in_plain_words() -> None:
    code, told, _ = run("law", "show", "CA2004-16H")
    assert code == 0
    assert "A duty to answer." in told
    assert "serious-incident-learning" in told


def test_a_provision_that_is_not_there_names_those_near() -> None:
    code, _, told = run("law", "show", "CA2004-16")
    assert code == 1
    assert "CA2004-16H" in told


def test_it_says_which_release_it_is() -> None:
    code, told, _ = run("--version")
    assert (code, told) == (0, f"sharing-hub {version('sharing-hub')}\n")


@pytest.mark.parametrize("command", [("audit", "replay"), ("send",), ("keys", "new")])
def test_help_fills_the_lines_of_a_narrow_screen(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Finding: lines were broken where the source breaks them, and again by the screen."""
    monkeypatch.setattr(rich_utils, "MAX_WIDTH", 60)
    _, told, _ = run(*command, "--help")
    paragraphs = re.split(r"\n\s*\n", told.partition("╭")[0].strip())
    for paragraph in paragraphs:
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        for line, after in pairwise(lines):
            assert len(line) + 1 + len(after.split()[0]) > 54, told


def test_every_command_has_help_with_an_example() -> None:
    commands = list(_commands(get_command(app), ()))
    assert len(commands) >= 14
    for path in commands:
        code, told, _ = run(*path, "--help")
        assert code == 0
        assert "Example" in told, path
        assert f"sharing-hub {' '.join(path)}" in told, path


def _commands(command: Any, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    if not hasattr(command, "list_commands"):
        return [path]
    inner = ((name, command.get_command(None, name)) for name in command.list_commands(None))
    return [found for name, each in inner for found in _commands(each, (*path, name))]


def test_the_settings_of_a_demo_are_used_only_where_no_deployment_is_named(
    deployment: Deployment, tmp_path: Path
) -> None:
    (tmp_path / "demo").mkdir()
    kept = "HUB_DATABASE_URL=postgresql://127.0.0.1:1/demo\nHUB_ENV=demo\n"
    (tmp_path / "demo" / "environment").write_text(kept)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUB_ENV", "test")  # put back afterwards, whatever the command sets
        patch.delenv("HUB_DATABASE_URL", raising=False)
        patch.setenv("DESK_DATABASE_URL", "")
        patch.setenv("HUB_DATABASE_URL", "")
        demo = CliRunner().invoke(app, ["audit", "replay", "--data", str(tmp_path / "demo")])
        patch.delenv("HUB_DATABASE_URL", raising=False)
    assert demo.exit_code in {1, 2}
    used = deployment.run("audit", "replay", "--data", tmp_path / "demo")
    assert used.exit_code == 0, used.output
