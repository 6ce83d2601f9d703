"""No name, text, share or token reaches the log, by whatever way it is logged."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
import structlog

from hub_domain.refusal import Refusal
from hub_infra.logging import KINDS, WITHHELD
from tests.support.log import lines

CANARY = "Siân O'Brien lives at 3 Mill Lane"


@pytest.mark.parametrize("key", sorted(KINDS))
@pytest.mark.parametrize("value", [CANARY, "Siân", "Jane", b"\x00share", {"name": "Siân"}])
def test_no_key_carries_words(log: io.StringIO, key: str, value: object) -> None:
    structlog.get_logger().info("noted", **({key: value} if key != "event" else {"x": value}))
    (line,) = lines(log)
    assert line["event"] == "noted"
    assert set(line) == {"event", "level", "time", WITHHELD}
    assert line[WITHHELD] == 1


@pytest.mark.parametrize("key", ["name", "text", "share", "token", "authorization", "raised"])
def test_a_key_that_is_not_listed_is_withheld_with_its_value(
    log: io.StringIO, key: str
) -> None:
    structlog.get_logger().info("noted", **{key: "a-code"})
    assert key not in lines(log)[0]
    assert "a-code" not in log.getvalue()


@pytest.mark.parametrize("key", ["level", "time", "logger"])
def test_what_the_log_says_of_itself_cannot_be_given(log: io.StringIO, key: str) -> None:
    structlog.get_logger().info("noted", **{key: "jane"})
    assert "jane" not in log.getvalue()


def test_an_event_in_words_is_withheld(log: io.StringIO) -> None:
    structlog.get_logger().info("opened the file of %s", CANARY)
    assert lines(log)[0]["event"] == WITHHELD
    assert "Mill Lane" not in log.getvalue()


def test_ids_codes_counts_durations_and_times_are_logged(log: io.StringIO) -> None:
    command = uuid4()
    structlog.get_logger().info(
        "command-done",
        command=command,
        agency=str(UUID(int=7)),
        do="share-request.issue",
        code="bare-ground",
        events=2,
        ms=1.23456,
        due_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        listening="127.0.0.1:8000",
    )
    (line,) = lines(log)
    del line["time"]
    assert line == {
        "event": "command-done",
        "level": "info",
        "command": str(command),
        "agency": str(UUID(int=7)),
        "do": "share-request.issue",
        "code": "bare-ground",
        "events": 2,
        "ms": 1.235,
        "due_at": "2026-11-20T09:30:00+00:00",
        "listening": "127.0.0.1:8000",
    }


@dataclass(eq=False, kw_only=True)
class NotYours(Refusal):
    code: ClassVar[str] = "not-yours"
    duty: ClassVar[str] = "R-000"
    whose: str


def test_an_exception_is_logged_by_class_and_line_without_message(log: io.StringIO) -> None:
    try:
        try:
            raise LookupError(CANARY)
        except LookupError as error:
            raise NotYours(whose=CANARY) from error
    except NotYours:
        structlog.get_logger().exception("command-failed")
    (line,) = lines(log)
    raised = line["raised"]
    assert isinstance(raised, list)
    assert [link["class"] for link in raised] == [
        f"{__name__}.NotYours",
        "builtins.LookupError",
    ]
    assert raised[0]["code"] == "not-yours"
    assert raised[0]["at"][0].startswith(f"{__name__}:")
    assert "Mill Lane" not in log.getvalue()


def test_what_a_library_says_is_withheld_but_for_who_says_it(log: io.StringIO) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("GET /people?name=%s", CANARY)
    (line,) = lines(log)
    assert (line["event"], line["logger"], line["level"]) == (
        "library-message",
        "uvicorn.error",
        "error",
    )
    assert "Mill Lane" not in log.getvalue()
    assert "people" not in log.getvalue()


def test_what_a_library_says_of_no_trouble_leaves_nothing_to_log(log: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 7)
    assert not log.getvalue()


def test_a_librarys_error_is_logged_with_its_place(log: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").error("[Errno 98] %s", CANARY)
    (line,) = lines(log)
    assert str(line["at"]).startswith("test_logging:")
    assert "Mill Lane" not in log.getvalue()


def test_a_warning_is_withheld_too(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn(CANARY, stacklevel=1)
    assert lines(log)[0]["logger"] == "py.warnings"
    assert "Mill Lane" not in log.getvalue()


UNCAUGHT = """
import threading
from hub_infra.logging import configure
class Stubborn:
    def __del__(self):
        raise KeyError("Mill Lane")
configure()
thread = threading.Thread(target=lambda: {}["Mill Lane"])
thread.start()
thread.join()
Stubborn()
raise SystemError("Mill Lane")
"""


def test_uncaught_exceptions_of_every_kind_go_to_the_log_without_their_words() -> None:
    died = subprocess.run(
        [sys.executable, "-c", UNCAUGHT], check=False, capture_output=True, text=True
    )
    assert died.returncode == 1
    assert [json.loads(line)["event"] for line in died.stderr.splitlines()] == [
        "uncaught-in-thread",
        "uncaught-in-clean-up",
        "uncaught",
    ]
    assert "Mill Lane" not in died.stderr
