"""What the command line works on is what was set for it: never a demonstration by chance."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from hub_services.cli.main import app
from hub_services.wiring.environment import deployed
from tests.cli.conftest import OPERATOR, Deployment


@pytest.fixture
def demo(deployment: Deployment, tmp_path: Path) -> Path:
    """A folder with the settings of a demonstration that works."""
    folder = tmp_path / "demo"
    folder.mkdir()
    settings = {**deployment.settings, "HUB_ENV": "demo"}
    lines = [f"{name}={value}\n" for name, value in settings.items()]
    (folder / "environment").write_text("".join(lines))
    return folder


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch, demo: Path) -> None:
    """As in a new shell; put back afterwards, whatever a command sets."""
    for line in (demo / "environment").read_text().splitlines():
        name, _, _ = line.partition("=")
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def replay(demo: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["audit", "replay", "--data", str(demo)])
    return result.exit_code, result.stderr


@pytest.mark.usefixtures("nothing_set")
def test_beside_a_demonstration_its_settings_are_used(demo: Path) -> None:
    assert replay(demo)[0] == 0


@pytest.mark.usefixtures("nothing_set")
def test_in_production_a_demonstration_s_settings_are_never_used(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding: an audit of a deployment verified the demonstration that lay in its folder."""
    monkeypatch.setenv("HUB_ENV", "production")
    code, told = replay(demo)
    assert code == 2
    assert "HUB_DATABASE_URL" in told
    assert "HUB_SECRETS_DIR" in told
    assert "running demo" not in told


@pytest.mark.usefixtures("nothing_set")
@pytest.mark.parametrize("secret", ["hub_database_url", "desk_database_url"])
def test_where_a_database_stands_in_the_secrets_no_demonstration_is_used(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / secret).write_text("postgresql://127.0.0.1:1/hub")
    monkeypatch.setenv("HUB_SECRETS_DIR", str(tmp_path / "secrets"))
    assert deployed()
    assert replay(demo)[0] != 0


def test_a_folder_without_keys_is_said_to_be_one_and_stays_as_it_was(
    deployment: Deployment, tmp_path: Path
) -> None:
    """Finding: a mistyped folder got a new keystore, and something else was blamed."""
    mistyped = tmp_path / "opreator"
    result = deployment.send(
        OPERATOR, {"do": "publish-edition", "facts": {}}, DESK_KEYSTORE=str(mistyped)
    )
    assert result.exit_code == 1
    assert "no agency's keys in the folder that DESK_KEYSTORE names" in result.stderr
    assert not mistyped.exists()


@pytest.mark.usefixtures("nothing_set")
def test_keys_are_made_where_only_their_folder_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding: a hub, a database and an identity provider were asked for, and none was used."""
    monkeypatch.setenv("DESK_KEYSTORE", str(tmp_path / "new-keys"))
    said = ["--name", "Ashfield School", "--category", "EA175-MSGB", "--lead", "Dana Reed"]
    made = ["keys", "new", *said, "--contact", "01632 960001", "--data", str(tmp_path / "none")]
    result = CliRunner().invoke(app, made)
    assert result.exit_code == 0, result.stderr
    agency = json.loads(result.stdout)["about"]
    assert (tmp_path / "new-keys" / "agencies" / agency).is_dir()


def test_away_from_the_hub_s_database_an_id_is_enough_where_one_role_may_do_it(
    served: Deployment,
) -> None:
    """The role follows from what is done; names cannot be looked up, and that is said."""
    school = served.agency("Hollins School", "EA175-MSGB", "Bea", "safeguarding-lead")
    lead = served.practitioner("Lead of Hollins School")
    post = {"post": str(uuid4()), "name": "Desk", "contact": "01632 960002", "holders": [lead]}
    file = {"do": "register-duty-post", "about": str(school), "facts": post}
    away = {"HUB_DATABASE_URL": ""}
    by_name = served.send("Lead of Hollins School", file, **away)
    assert by_name.exit_code == 2
    assert "lead.id" in by_name.stderr
    by_id = served.send(lead, file, **away)
    assert "look people up" not in by_id.stderr
    assert by_id.exit_code == 0, by_id.output
