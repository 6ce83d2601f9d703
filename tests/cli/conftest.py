"""A deployment as the command line makes it: a store, a served hub, a desk with its keys."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from typer.testing import CliRunner, Result

from hub_infra.clock import SystemClock
from hub_infra.custody import FileAgencyKeystore
from hub_infra.identifiers import RandomIds
from hub_services.cli import screen
from hub_services.cli.main import app
from hub_services.desk.drafts import IdentityCard
from hub_services.desk.means import Hat
from hub_services.wiring.at_hand import desk_at_hand
from infra.environment import ROOT
from tests.support.databases import own_database
from tests.support.world import keys_facts

OPERATOR = "Operator of the hub"
SECONDS = 60
SHARING_HUB = [sys.executable, "-c", "from hub_services.cli.main import main; main()"]


@pytest.fixture(autouse=True)
def _wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that keeps a line whole, however wide the one is that the tests run on."""
    for console in (screen.out, screen.err):
        monkeypatch.setattr(console, "width", 300)


@dataclass
class Deployment:
    """Settings of one hub and one desk, and the command line that works with them."""

    folder: Path
    settings: dict[str, str]

    def run(self, *arguments: str | Path, **settings: str) -> Result:
        """Run one command as a person would."""
        return CliRunner().invoke(
            app,
            [str(argument) for argument in arguments],
            env={**self.settings, **settings},
            catch_exceptions=False,
        )

    def send(self, who: str, file: Mapping[str, object], **settings: str) -> Result:
        """Send one command out of a file."""
        path = self.folder / "command.json"
        path.write_text(json.dumps(file))
        return self.run("send", path, "--as", who, "--json", **settings)

    def sent(self, who: str, file: Mapping[str, object], **settings: str) -> dict[str, Any]:
        """Send one command that is not refused."""
        result = self.send(who, file, **settings)
        assert result.exit_code == 0, result.output
        answer: dict[str, Any] = json.loads(result.stdout)
        return answer

    def agency(self, name: str, category: str, member: str, role: str) -> UUID:
        """Register an agency whose keys are at the desk, with one practitioner."""
        keystore = FileAgencyKeystore(Path(self.settings["DESK_KEYSTORE"]))
        public = keystore.create(RandomIds(SystemClock()).stream())
        self.sent(
            OPERATOR,
            {
                "do": "register-agency",
                "about": str(public.agency),
                "facts": {
                    "name": name,
                    "nation": "E",
                    "kind": "partner",
                    "categories": [category],
                    "keys": keys_facts(public),
                    "lead": _member(f"Lead of {name}"),
                },
            },
            DESK_KEYSTORE=str(self.folder / "data" / "operator"),
        )
        about = {"about": str(public.agency)}
        lead = f"Lead of {name}"
        arrangement = {
            "own_functions": "Safeguarding children",
            "services_by_others": "Contracts carry the same duties",
            "sharing_process": "Through the duty desk",
            "owner": self.practitioner(lead),
            "review_due": "2099-10-01",
        }
        self.sent(lead, {"do": "record-arrangement", "facts": arrangement, **about})
        registering = {"member": _member(member), "roles": [role]}
        self.sent(lead, {"do": "register-practitioner", "facts": registering, **about})
        return public.agency

    def practitioner(self, name: str) -> str:
        """The id of the one registered under a name."""
        replayed = json.loads(self.run("audit", "replay", "--json").stdout)
        for event in replayed["events"]:
            facts = event["facts"]
            if facts.get("lead", {}).get("name") == name:
                return str(facts["lead"]["id"])
            if facts.get("name") == name and "practitioner_id" in facts:
                return str(facts["practitioner_id"])
        raise LookupError(name)

    def person(self, who: str, agency: UUID, name: str, *, role: str) -> str:
        """Write a person down at the desk; the random id."""

        async def remember() -> UUID:
            hat = Hat(agency=agency, practitioner=UUID(self.practitioner(who)), role=role)
            async with desk_at_hand() as process:
                return await process.desk.remember_person(hat, IdentityCard(names=name))

        with pytest.MonkeyPatch.context() as patch:
            for variable, value in self.settings.items():
                patch.setenv(variable, value)
            return str(asyncio.run(remember()))


def _member(name: str) -> dict[str, str]:
    return {"id": str(uuid4()), "name": name, "post": "Officer", "contact": "01632 960001"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


def begun(process: str, settings: Mapping[str, str]) -> subprocess.Popen[str]:
    """Begin to serve a process with these settings and no others."""
    return subprocess.Popen(
        [*SHARING_HUB, "serve", process],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(["domain", "services", "infra"]),
            **settings,
        },
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def serving(process: str, settings: Mapping[str, str], address: str) -> Iterator[None]:
    """One process as it is served, until the end of the block; it ends well when told to."""
    running = begun(process, settings)
    try:
        _until_ready(running, address)
        yield
        running.send_signal(signal.SIGTERM)
        _, logged = running.communicate(timeout=SECONDS)
        assert running.returncode == 0, logged
        assert '"event": "ended"' in logged
    finally:
        running.kill()
        running.communicate()


def _until_ready(running: subprocess.Popen[str], address: str) -> None:
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up and running.poll() is None:
        try:
            if httpx2.get(f"{address}/health/ready").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    running.kill()
    raise AssertionError(running.communicate()[1])


@pytest.fixture
def desk_database_url(postgres: str) -> Iterator[str]:
    with own_database(postgres) as url:
        yield url


@pytest.fixture
def deployment(database_url: str, desk_database_url: str, tmp_path: Path) -> Deployment:
    """A migrated store, with nothing served yet."""
    made = Deployment(
        tmp_path,
        {
            "HUB_ENV": "test",
            "HUB_DATABASE_URL": database_url,
            "HUB_DATA_DIR": str(tmp_path / "data"),
            "HUB_KEYSTORE": str(tmp_path / "hub-keys"),
            "HUB_BIND": f"127.0.0.1:{free_port()}",
            "DESK_BIND": f"127.0.0.1:{free_port()}",
            "DESK_DATABASE_URL": desk_database_url,
            "DESK_KEYSTORE": str(tmp_path / "desk-keys"),
            "DESK_OIDC_ISSUER": "http://127.0.0.1:1/identity",
        },
    )
    made.settings["DESK_HUB_URL"] = f"http://{made.settings['HUB_BIND']}"
    migrated = made.run("store", "migrate")
    assert migrated.exit_code == 0, migrated.output
    return made


@pytest.fixture
def served(deployment: Deployment) -> Iterator[Deployment]:
    """The deployment with its hub served."""
    with serving("hub", deployment.settings, deployment.settings["DESK_HUB_URL"]):
        yield deployment
