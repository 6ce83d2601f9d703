"""A process that is served says what stands in its way, and logs nothing that says nothing."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.cli.conftest import SECONDS, Deployment, begun, free_port


@contextmanager
def started(
    deployment: Deployment, process: str, **settings: str
) -> Iterator[subprocess.Popen[str]]:
    running = begun(process, {**deployment.settings, **settings})
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def ended_by_itself(
    deployment: Deployment, process: str, **settings: str
) -> tuple[int, list[str]]:
    """Its exit code, and what it said."""
    with started(deployment, process, **settings) as running:
        _, said = running.communicate(timeout=SECONDS)
    return running.returncode, said.splitlines()


def until_it_answers(running: subprocess.Popen[str], address: str) -> None:
    give_up = time.monotonic() + SECONDS
    while time.monotonic() < give_up and running.poll() is None:
        try:
            httpx2.get(f"{address}/health/live")
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(running.returncode)


def logged_from_start_to_end(
    deployment: Deployment, process: str, **settings: str
) -> list[dict[str, object]]:
    address = f"127.0.0.1:{free_port()}"
    bind = {f"{process.upper()}_BIND": address}
    with started(deployment, process, **settings, **bind) as running:
        until_it_answers(running, f"http://{address}")
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=SECONDS)
    assert running.returncode == 0, said
    return [json.loads(line) for line in said.splitlines()]


@pytest.mark.parametrize("process", ["hub", "desk"])
def test_a_taken_port_is_named_with_what_to_do(deployment: Deployment, process: str) -> None:
    setting = f"{process.upper()}_BIND"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = ended_by_itself(deployment, process, **{setting: f"127.0.0.1:{port}"})
    assert (code, said) == (
        2,
        [
            f"Port {port} of 127.0.0.1 is taken by another program.",
            f"Stop what listens there, or name another address and port in {setting}.",
        ],
    )


def test_an_address_of_another_machine_is_said_to_be(deployment: Deployment) -> None:
    code, said = ended_by_itself(deployment, "hub", HUB_BIND="192.0.2.1:8000")
    assert code == 2
    assert said[0].startswith("192.0.2.1:8000 cannot be listened at: ")


def test_a_hub_whose_keystore_is_another_does_not_start_and_says_what_to_do(
    deployment: Deployment, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    code, said = ended_by_itself(deployment, "hub", HUB_KEYSTORE=str(empty))
    assert code == 1
    assert said[0].startswith("The keystore is not the one of this store")
    assert "HUB_KEYSTORE" in said[1]
    assert not list(empty.iterdir())


def test_a_store_that_holds_no_words_is_given_another_keystore_by_migrating(
    deployment: Deployment, tmp_path: Path
) -> None:
    other = str(tmp_path / "other")
    assert deployment.run("store", "migrate", HUB_KEYSTORE=other).exit_code == 0
    logged = logged_from_start_to_end(deployment, "hub", HUB_KEYSTORE=other)
    assert [line["event"] for line in logged] == ["serving", "ended"]


def test_a_desk_whose_sign_in_is_away_says_so_and_why_as_it_starts(
    deployment: Deployment,
) -> None:
    logged = logged_from_start_to_end(deployment, "desk")
    assert [line["event"] for line in logged] == ["sign-in-away", "serving", "ended"]
    assert "'class': 'httpx2.ConnectError'" in str(logged[0]["raised"])


@pytest.mark.parametrize(
    ("away", "said"),
    [
        ({}, (200, {"status": "ready"})),
        (
            {"HUB_DATABASE_URL": "postgresql://127.0.0.1:1/hub"},
            (503, {"status": "not-ready", "reason": "store-away"}),
        ),
    ],
)
def test_an_announcer_says_whether_it_is_well_and_what_it_waits_for(
    deployment: Deployment, away: dict[str, str], said: tuple[int, dict[str, str]]
) -> None:
    bind = f"127.0.0.1:{free_port()}"
    with started(
        deployment,
        "announcer",
        HUB_KAFKA_BOOTSTRAP="127.0.0.1:1",
        ANNOUNCER_BIND=bind,
        **away,
    ) as running:
        until_it_answers(running, f"http://{bind}")
        give_up = time.monotonic() + SECONDS
        answered: tuple[int, dict[str, str]] = (0, {})
        while answered != said and time.monotonic() < give_up:
            ready = httpx2.get(f"http://{bind}/health/ready")
            answered = ready.status_code, ready.json()
        assert answered == said
        running.send_signal(signal.SIGTERM)
        _, logged = running.communicate(timeout=SECONDS)
    assert running.returncode == 0, logged
    events = [json.loads(line)["event"] for line in logged.splitlines()]
    assert (events[0], events[-1]) == ("announcing", "ended")
