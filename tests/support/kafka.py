"""One real Kafka broker for a test run, shared by all its workers.

Whoever uses the broker holds a shared lock on one file. A keeper, a process of its own, starts
the broker and stops it once it gets that lock for itself: when the last user has gone, however
it went.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import socket
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra import machine
from infra.environment import ROOT

KAFKA = ROOT / "infra" / "kafka"
JARS = KAFKA / "lib"
SECONDS_TO_START = 60
CLUSTER = "c2hhcmluZy1odWItdGVzdA"  # a UUID's sixteen bytes in URL-safe base64


class BrokerDidNotStart(Exception):
    """The broker's own output is the message."""


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bootstrap address of the run's broker. Topics are made by whoever needs them."""
    if "kafka" not in machine.present():
        pytest.skip(f"no Kafka here: {machine.missing()['kafka']}")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with broker(shared / "kafka") as bootstrap:
        yield bootstrap


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """Use the broker of ``folder``, starting it if nobody has."""
    folder.mkdir(exist_ok=True)
    with _locked(folder / "users", fcntl.LOCK_SH):
        with _locked(folder / "starting", fcntl.LOCK_EX):
            address = folder / "address"
            if not address.exists():
                _start_keeper(folder)
            bootstrap = address.read_text()
        yield bootstrap


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, kind)
        yield


def _start_keeper(folder: Path) -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.support.kafka", folder],
        cwd=ROOT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert keeper.stdout
    with keeper.stdout:
        said = keeper.stdout.readline()
    keeper.returncode = 0  # it may outlive this process: nobody waits for it
    if problem := json.loads(said or '{"problem": "its keeper died"}').get("problem"):
        raise BrokerDidNotStart(problem)


def keep(folder: Path) -> None:
    """Start a broker, say so on standard output, stop it when nobody uses it any more."""
    data = Path(tempfile.mkdtemp(prefix="hub-kafka-"))
    try:
        try:
            running, bootstrap = _start_broker(data)
        except (BrokerDidNotStart, OSError, subprocess.CalledProcessError) as error:
            _say(problem=str(error))
            return
        (folder / "address").write_text(bootstrap)
        _say(bootstrap=bootstrap)
        with _locked(folder / "users", fcntl.LOCK_EX):
            (folder / "address").unlink()
            running.terminate()
            running.wait()
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _say(**facts: str) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def _start_broker(data: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = prepare(data)
    return run(data, port), f"127.0.0.1:{port}"


def prepare(data: Path) -> int:
    """Make a broker's data folder, and choose the port that it keeps over its restarts."""
    port, controller_port = _free_ports(2)
    properties = data / "server.properties"
    properties.write_text(
        string.Template((KAFKA / "server.properties").read_text()).substitute(
            port=port, controller_port=controller_port, data=data / "log"
        )
    )
    subprocess.run(
        [*_java(), "kafka.tools.StorageTool", "format", "--standalone",
         "-t", CLUSTER, "-c", properties],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return port


def run(data: Path, port: int) -> subprocess.Popen[bytes]:
    """Run the broker of a prepared folder; it answers when this returns."""
    output = data / "output"
    with output.open("wb") as file:
        running = subprocess.Popen(
            [*_java(), "kafka.Kafka", data / "server.properties"],
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up and running.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return running
        time.sleep(0.05)
    running.kill()
    running.wait()
    raise BrokerDidNotStart(output.read_text()[-4000:])


def _java() -> list[str]:
    logged = f"-Dlog4j2.configurationFile={KAFKA / 'log4j2.properties'}"
    return ["java", "-Xmx512m", "-cp", f"{_jars()}/*", logged]


def _jars() -> Path:
    """Fetch the jars once for each state of ``pom.xml``, one process at a time."""
    stamp = JARS / "pom.sha256"
    wanted = hashlib.sha256((KAFKA / "pom.xml").read_bytes()).hexdigest()
    JARS.mkdir(exist_ok=True)
    with _locked(JARS / "lock", fcntl.LOCK_EX):
        if not stamp.exists() or stamp.read_text() != wanted:
            for old in JARS.glob("*.jar"):
                old.unlink()
            fetched = subprocess.run(
                ["mvn", "-q", "-B", "-f", KAFKA / "pom.xml",
                 "dependency:copy-dependencies", f"-DoutputDirectory={JARS}"],
                check=False,
                capture_output=True,
                text=True,
            )  # fmt: skip
            if fetched.returncode:
                raise BrokerDidNotStart(fetched.stdout)
            stamp.write_text(wanted)
    return JARS


def _free_ports(count: int) -> list[int]:
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
