"""What stands in the compose file and the Dockerfile, run as processes of this machine.

A service's command, environment, start order and health check are those of the files. Only
what belongs to containers is put in place: a host becomes an address of this machine, a volume
a folder, a placeholder what its operator would have set.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import yaml

from infra.environment import ROOT

SECONDS = 60
"""How long a process may take to become ready, or to end."""

LISTENS = "8000"
"""The port on which each of our services listens in its container."""

_PLACEHOLDER = re.compile(r"\$(?:\$|\{(\w+)(?::([?-])([^}]*))?\})")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


@dataclass(frozen=True, kw_only=True)
class Image:
    """What the Dockerfile gives every container: its program, its settings, its check."""

    entrypoint: list[str]
    environment: dict[str, str]
    health: list[str]

    @classmethod
    def read(cls, path: Path = ROOT / "infra" / "Dockerfile") -> Self:
        lines = re.sub(r"\\\n\s*", "", path.read_text(encoding="utf-8"))
        settings = [
            setting.partition("=")
            for line in re.findall(r"^ENV (.*)$", lines, re.MULTILINE)
            for setting in line.split()
        ]
        return cls(
            entrypoint=_words(lines, r"^ENTRYPOINT (\[.*\])$"),
            environment={name: value for name, _, value in settings},
            health=_words(lines, r"^HEALTHCHECK .*CMD (\[.*\])$"),
        )


def _words(lines: str, instruction: str) -> list[str]:
    found = re.search(instruction, lines, re.MULTILINE)
    assert found, instruction
    words: list[str] = json.loads(found[1])
    return words


def services(given: Mapping[str, str]) -> dict[str, Any]:
    """The services of the compose file, its placeholders filled as ``docker compose`` does."""

    def filled(found: re.Match[str]) -> str:
        name, kind, other = found.groups()
        if name is None:
            return "$"
        value = given.get(name, "")
        if not value and kind == "?":
            raise LookupError(f"{name}: {other}")
        return value or (other if kind == "-" else "")

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: walk(each) for name, each in value.items()}
        if isinstance(value, list):
            return [walk(each) for each in value]
        return _PLACEHOLDER.sub(filled, value) if isinstance(value, str) else value

    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    read: dict[str, Any] = walk(yaml.safe_load(text)["services"])
    return read


@dataclass
class Stack:
    """The services of ours, started in the order that the file asks for.

    ``backing`` are the addresses, here, of what we do not build: ``postgres:5432`` and so on.
    """

    folder: Path
    services: dict[str, Any]
    backing: Mapping[str, str]
    ports: Mapping[str, int]
    image: Image = field(default_factory=Image.read)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def ours(self) -> list[str]:
        """The services that run our image, but for those that are started by hand."""
        return [
            name
            for name, each in self.services.items()
            if "build" in each and "profiles" not in each
        ]

    def address(self, service: str) -> str:
        """Where a service listens here."""
        return f"http://127.0.0.1:{self.ports[service]}"

    def volume(self, name: str) -> Path:
        """The folder in place of a volume."""
        return self.folder / "volumes" / name

    def log(self, service: str) -> Path:
        """All that a service said."""
        return self.folder / f"{service}.log"

    def environment(self, service: str) -> dict[str, str]:
        """The environment of a container, with this machine's addresses and folders."""
        own = self.services[service]
        settings: dict[str, str] = self.image.environment | own.get("environment", {})
        del settings["PATH"]
        moved = {
            **self.backing,
            **{f"{name}:{LISTENS}": f"127.0.0.1:{port}" for name, port in self.ports.items()},
            f"0.0.0.0:{LISTENS}": f"127.0.0.1:{self.ports.get(service, 0)}",
        }
        for volume in own.get("volumes", []):
            name, _, inside = volume.partition(":")
            moved[inside] = str(self.volume(name))
        for setting, value in settings.items():
            for container, here in moved.items():
                if re.search(rf"(^|[/@]){re.escape(container)}($|/)", value):
                    settings[setting] = value.replace(container, here)
        return settings | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}"}

    def start(self, service: str) -> None:
        """Start a service, after those that it depends on are as it wants them."""
        if service in self.running or service in self.done or service not in self.ours():
            return
        own = self.services[service]
        for other, wanted in own.get("depends_on", {}).items():
            self.start(other)
            if other in self.running and wanted["condition"] == "service_healthy":
                self.until_healthy(other)
            elif wanted["condition"] == "service_completed_successfully":
                assert other in self.done, f"{service} starts before {other} is done"
        elsewhere = self.folder / "root"
        elsewhere.mkdir(exist_ok=True)
        with self.log(service).open("ab") as log:
            running = subprocess.Popen(
                [*self.image.entrypoint, *own["command"]],
                cwd=elsewhere,
                env=self.environment(service),
                executable=Path(sys.executable).with_name(self.image.entrypoint[0]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if own["restart"] == "no":
            assert running.wait(SECONDS) == 0, self.log(service).read_text()
            self.done.add(service)
        else:
            self.running[service] = running

    def until_healthy(self, service: str) -> None:
        """Ask as the image's own health check does, until it says yes."""
        command, *arguments = self.image.health
        here = [
            argument.replace(f"127.0.0.1:{LISTENS}", f"127.0.0.1:{self.ports[service]}")
            for argument in arguments
        ]
        assert here != arguments, "the health check asks on another port than is listened on"
        give_up = time.monotonic() + SECONDS
        while time.monotonic() < give_up and self.running[service].poll() is None:
            asked = subprocess.run(
                [command, *here],
                executable=sys.executable,
                check=False,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if asked.returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError(self.log(service).read_text())

    def run(self, service: str, *arguments: str | Path, **settings: str) -> str:
        """Run one command in a service's surroundings, as ``docker compose run`` does."""
        ran = subprocess.run(
            [*self.image.entrypoint, *map(str, arguments)],
            cwd=self.folder / "root",
            env=self.environment(service) | settings,
            executable=Path(sys.executable).with_name(self.image.entrypoint[0]),
            check=False,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert ran.returncode == 0, (arguments, ran.stdout, ran.stderr)
        return ran.stdout

    def stop(self, service: str) -> int:
        """Tell a service to end (SIGTERM, as an engine does); its exit code."""
        running = self.running.pop(service)
        running.send_signal(signal.SIGTERM)
        return running.wait(SECONDS)

    def end(self) -> None:
        """End whatever still runs."""
        for running in self.running.values():
            running.kill()
            running.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def said(self) -> Iterator[tuple[str, str]]:
        """Every line of every service's log."""
        for service in self.ours():
            for line in self.log(service).read_text(encoding="utf-8").splitlines():
                yield service, line
