"""The bootstrap installs what the lock names, once, and says what a machine lacks."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import psycopg
import pytest

from infra import commands, environment, machine
from infra.server import server


def lacking(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(machine, "present", lambda: machine.ON_DEBIAN.keys() - {name})


@pytest.mark.parametrize("name", machine.ON_DEBIAN)
def test_a_required_thing_that_is_not_here_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    lacking(monkeypatch, name)
    assert commands.main(["test", "--require", name]) == 1
    assert f"Required and not here: {name}. On Debian: apt install" in capsys.readouterr().out


def test_what_cannot_be_required_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        commands.main(["test", "--require", "kafka,oracle"])
    assert left.value.code == 2
    assert "oracle" in capsys.readouterr().err


def test_what_is_installed_as_locked_is_not_installed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def install_nothing(*_: object) -> None:
        raise AssertionError

    installed = tmp_path / "installed"
    monkeypatch.setattr(environment, "STAMP", installed)
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "_make_venv", install_nothing)
    with pytest.raises(AssertionError):
        environment.prepare("dev")
    installed.write_text(environment.stamp("dev"))
    environment.prepare("dev")
    environment.prepare("runtime")
    installed.write_text(environment.stamp("runtime"))
    environment.prepare("runtime")
    with pytest.raises(AssertionError):
        environment.prepare("dev")


@pytest.mark.parametrize("lacks", [{"ensurepip", "pip"}, {"venv"}, set()])
def test_a_python_that_makes_no_environment_is_told_to_install_it_and_blames_no_network(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lacks: set[str]
) -> None:
    """As Debian divides Python; or as it fails in whatever other way."""
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed")
    monkeypatch.setattr(environment, "VENV", tmp_path / "file" / "venv")
    (tmp_path / "file").touch(0o755)
    without(monkeypatch, lacks)
    with pytest.raises(environment.CannotPrepare, match="apt install python3-venv") as told:
        environment.prepare("dev")
    assert "network" not in str(told.value)


def without(monkeypatch: pytest.MonkeyPatch, modules: set[str]) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name in modules else found(name)
    )


@pytest.mark.parametrize("version", ["23.0.1", "24.1b1", "22.2", None])
def test_the_environment_has_a_pip_of_its_own_only_where_no_other_can_install_into_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str | None
) -> None:
    """It takes seconds to make; pip installs for another Python from 22.3 on."""
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    for name, path in {"VENV": "", "BIN": "bin", "PYTHON": "bin/python", "STAMP": "s"}.items():
        monkeypatch.setattr(environment, name, tmp_path / path)
    if version is None:
        without(monkeypatch, {"pip"})
    else:
        monkeypatch.setitem(sys.modules, "pip", fake_pip(version))
    environment.prepare("runtime")
    making, *installing = ran
    lends = version in {"23.0.1", "24.1b1"}
    assert ("--without-pip" in making) == lends
    own = [str(environment.PYTHON), "-m", "pip", "install"]
    lent = [sys.executable, "-m", "pip", "--python", str(environment.PYTHON), "install"]
    assert len(installing) == 3
    for command in installing:
        assert command[: command.index("install") + 1] == (lent if lends else own)


def fake_pip(version: str) -> ModuleType:
    pip = ModuleType("pip")
    pip.__version__ = version  # type: ignore[attr-defined]
    pip.__spec__ = ModuleSpec("pip", None)
    return pip


@pytest.mark.parametrize("where", [".venv", "."])
def test_who_may_not_write_there_is_told_to_work_in_a_copy_of_their_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    """Neither a lack of Python's is blamed, nor anything touched that another user made."""
    venv = tmp_path / "clone" / ".venv"
    folder = venv.parent / where
    folder.mkdir(parents=True)
    for name, path in {"VENV": venv, "PYTHON": venv / "python", "STAMP": venv / "s"}.items():
        monkeypatch.setattr(environment, name, path)
    may_not_write(monkeypatch, folder)
    with pytest.raises(environment.CannotPrepare, match="copy of your own") as told:
        environment.prepare("dev")
    assert f"may not write to {folder}," in str(told.value)
    assert "python3-venv" not in str(told.value)


def may_not_write(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As it is for another user than the folder's; the tests may be run by root."""
    may = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: may(path, mode) and not (path == folder and mode & 2)
    )


def test_a_python_that_this_user_may_not_reach_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError

    def make() -> None:
        raise environment.CannotPrepare

    installed = tmp_path / "installed"
    installed.write_text(environment.stamp("dev"))
    monkeypatch.setattr(environment, "STAMP", installed)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "private" / "python")
    monkeypatch.setattr(environment, "_make_venv", make)
    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(environment.CannotPrepare):
        environment.prepare("dev")


def test_the_help_of_test_says_that_other_arguments_are_pytests(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        commands.main(["test", "--help"])
    assert "Other arguments go to pytest" in capsys.readouterr().out


def test_the_installer_itself_is_taken_from_the_lock_with_its_hashes() -> None:
    requirement = environment.locked("uv", "runtime")
    first, *hashes = requirement.splitlines()
    assert first.startswith("uv==")
    assert hashes
    assert all(line.strip().startswith("--hash=sha256:") for line in hashes)
    assert environment.locked("uv", "dev") == requirement


def test_a_settings_of_a_hub_that_runs_here_does_not_reach_the_tests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://production")
    monkeypatch.setenv("DESK_KEYSTORE", "keys")
    monkeypatch.setenv("HUB_KILL_ROUNDS", "50")
    monkeypatch.setenv("HUB_SCHEMATHESIS_CASES", "2000")
    clean = commands.clean_environment()
    assert "HUB_DATABASE_URL" not in clean
    assert "DESK_KEYSTORE" not in clean
    assert clean["HUB_KILL_ROUNDS"] == "50"
    assert clean["HUB_SCHEMATHESIS_CASES"] == "2000"


def test_what_python_compiles_is_kept_for_the_many_that_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in commands.clean_environment()


BARE = """
import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module("infra")
"""


def test_the_bootstrap_needs_the_standard_library_alone() -> None:
    """Run by an interpreter that sees no installed package."""
    helped = subprocess.run(
        [sys.executable, "-I", "-S", "-c", BARE, environment.ROOT, "--help"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert helped.returncode == 0, helped.stderr
    assert "start a demonstration hub" in helped.stdout


def test_a_servers_postgresql_asks_for_its_password_and_leaves_nothing() -> None:
    programs = machine.postgres_server()
    if programs is None:
        pytest.skip(f"no PostgreSQL server here: {machine.missing()['postgres-server']}")
    with server(programs) as url:
        with psycopg.connect(url) as connection:
            found = connection.execute("show data_directory").fetchone()
            assert found is not None
            (data,) = found
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url, password="another").close()
    assert not Path(os.fspath(data)).exists()
