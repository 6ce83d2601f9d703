"""The hub never holds the words: looked for in all that it keeps, and in its memory."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import psycopg
import pytest

from hub_infra.clock import FileClock
from hub_infra.sealing import Segment
from hub_services.hub.reading import READS
from tests.api.tables import dump
from tests.api.town import Town, reasons
from tests.support.canary import files, forms, found, hits_in_memory, song
from tests.support.casework import REASONS, WHY, labelled
from tests.support.compose import free_port
from tests.support.world import MORNING, checks

ROOT = Path(__file__).parents[2]
PATIENCE = 60
ITEM_GROUPS = ("text", "source", "third-party", "file")
BYTES = re.compile(rb"\\\\x((?:[0-9a-f]{2})+)")


def say_everything(town: Town, in_names: str, in_words: str) -> None:
    """Seal names and words wherever some are taken, a canary among them; send and open them."""

    def sung(words: Mapping[str, str]) -> dict[str, str]:
        return {name: f"{text} {in_words}" for name, text in words.items()}

    name, why = f"Siân {in_names}", sung(WHY)
    challenged = town.asked(name=name, words=why)
    challenge = sung({"reasons": "One of them left before the period and is not in the case."})
    town.bea.do(
        "challenge-share-request",
        about=challenged.request,
        version=1,
        facts={"ground": "not-necessary", "texts": checks(challenge)},
        sealed=reasons(town.bea, challenged.request, town.board.body, challenge),
    ).ok()
    matter, decided = town.asked(name=name), sung(REASONS)
    decision, answered = town.deciding(matter, words=decided)
    answered.ok()
    note = sung({"note": "Supplied under the duty; what is not held was looked for."})
    town.ella.do(
        "file-note",
        about=decision,
        version=1,
        facts={"texts": checks(note)},
        sealed=reasons(town.ella, decision, None, note),
    ).ok()
    given = {group: sung({"words": group}) for group in ITEM_GROUPS}
    disclosure = town.world.ids.stream()
    town.bea.do(
        "make-disclosure",
        about=disclosure,
        version=0,
        facts={
            "decision": str(decision),
            "to": {"agency": str(town.board.id), "practitioner": str(town.gwen.id)},
            "channel": "secure-system",
            "items": [labelled(matter.fact, matter.pupil, "fact")],
        },
        sealed=town.bea.seal(
            disclosure,
            town.board.body,
            *(Segment(matter.pupil, group, matter.fact, given[group]) for group in ITEM_GROUPS),
        ),
    ).ok()
    opened = town.gwen.open(town.envelope(town.gwen, f"/v1/disclosures/{disclosure}"))
    assert opened[matter.pupil, "text", matter.fact] == given["text"]
    opened = town.bea.open(town.envelope(town.bea, f"/v1/share-requests/{challenged.request}"))
    assert opened[challenged.request, "why", None] == why
    assert opened[challenged.pupil, "identity", None] == {"name": name}


def kept(database_url: str) -> dict[str, bytes]:
    """Every table as PostgreSQL writes its rows, and what its bytes are."""
    places: dict[str, bytes] = {}
    for table, rows in dump(database_url).items():
        written = "\n".join(rows).encode()
        places[table] = written
        places[f"{table}: bytes"] = b"\n".join(
            bytes.fromhex(run.decode()) for run in BYTES.findall(written)
        )
    return places


def on_disk(database_url: str) -> dict[str, bytes]:
    """The server's own files, its log of writes included, where they are on this machine."""
    (directory,) = parse_qs(urlsplit(database_url).query).get("host", ["/nowhere"])
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("checkpoint")
    return files(Path(directory))


def heard(town: Town) -> dict[str, bytes]:
    """What the auditor and the board's whole feed are told."""
    audit = (read.path for read in READS if read.name.startswith("audit"))
    reads = [path for path in audit if "{" not in path]
    told = {path: town.faye.read(f"{path}?limit=1000").ok() for path in reads}
    told["/v1/feed"] = town.board.lead.read("/v1/feed?limit=1000").ok()
    return {path: json.dumps(body, ensure_ascii=False).encode() for path, body in told.items()}


def test_no_words_are_kept_said_or_logged(
    new_town: Town, database_url: str, tmp_path: Path, log: io.StringIO
) -> None:
    in_clear, in_names, in_words = song(), song(), song()
    new_town.world.agency(f"Elusen {in_clear}", "EW-VCS")
    say_everything(new_town, in_names, in_words)
    new_town.world.client.get("/v1/me")  # turned away, which is logged
    tables, disk = kept(database_url), on_disk(database_url)
    places = {
        **tables,
        **disk,
        **heard(new_town),
        **files(tmp_path),
        "the log": log.getvalue().encode(),
    }
    # a search that finds what stands in clear, as text, in bytes and on disk
    seen = found(in_clear, places)
    assert seen["agencies"] == ["utf-8"]
    assert "utf-8" in seen["events: bytes"]
    assert seen["/v1/audit/events"] == ["utf-8"]
    assert not disk or any(place in disk for place in seen)
    assert len(log.getvalue()) > 0
    # and finds no word
    assert found(in_names, places) == {}
    assert found(in_words, places) == {}


def line(stream: IO[str] | None) -> str:
    """The next line that a process says; empty when it has ended."""
    assert stream is not None
    return stream.readline().strip()


@contextmanager
def process(*command: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process of the hub's packages, ended when it is done with."""
    paths = os.pathsep.join(str(ROOT / each) for each in ("domain", "services", "infra", "."))
    with subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths, **environment},
    ) as running:
        try:
            yield running
        finally:
            running.terminate()


def ready(url: str) -> None:
    """Wait until the hub answers that it is ready."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if httpx2.get(f"{url}/health/ready").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="no memory of processes to look into"
)
def test_the_words_are_in_the_memory_of_the_desk_and_not_of_the_hub(
    database_url: str, tmp_path: Path
) -> None:
    in_clear, in_names, in_words = song(), song(), song()
    clock, bind = tmp_path / "clock", f"127.0.0.1:{free_port()}"
    FileClock(clock).set(MORNING)
    task: dict[str, Any] = {
        "database": database_url,
        "clock": str(clock),
        "in clear": f"Northshire {in_clear}",
        "name": f"Siân {in_names}",
        "words": f"dywedodd {in_words} wrth ei hathrawes",
    }
    settings = {
        "HUB_ENV": "test",
        "HUB_CLOCK_FILE": str(clock),
        "HUB_DATABASE_URL": database_url,
        "HUB_KEYSTORE": str(tmp_path / "keystore"),
        "HUB_BIND": bind,
    }
    serve = "from hub_services.cli.main import main; main()"
    with process("-m", "tests.api.writing_desk") as desk:
        assert desk.stdin is not None
        desk.stdin.write(f"{json.dumps(task)}\n")
        desk.stdin.flush()
        assert line(desk.stdout) == "begun"
        with process("-c", serve, "serve", "hub", **settings) as hub:
            ready(f"http://{bind}")
            desk.stdin.write(json.dumps({"hub": f"http://{bind}"}) + "\n")
            desk.stdin.flush()
            assert line(desk.stdout) == "opened"
            for secret in (in_names, in_words):
                needles = forms(secret).values()
                assert sum(hits_in_memory(hub.pid, needles).values()) == 0
                assert sum(hits_in_memory(desk.pid, needles).values()) >= 1
            assert sum(hits_in_memory(hub.pid, forms(in_clear).values()).values()) >= 1
