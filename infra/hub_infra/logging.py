"""The log: one JSON object a line, of ids, codes, counts, durations and times; never of words.

What may be logged is listed here by key and kind. Any other key, and any value that is not of
its key's kind, is withheld. What a library says is withheld too, but for who says it, how
gravely, and where: messages and locals may hold anything. What it says of no trouble leaves
nothing to tell, and is not logged.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO
from uuid import UUID

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

WITHHELD = "withheld"
_CODE = re.compile(r"[a-z][a-z0-9]*(?:[-./][a-z0-9]+)*", re.ASCII)
_LONGEST_CODE = 64
_LOGGER = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_ADDRESS = re.compile(r"[0-9a-f.:\[\]]+:\d{1,5}", re.ASCII)


def _id(value: object) -> str:
    return str(value if isinstance(value, UUID) else UUID(str(value)))


def _code(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_CODE or not _CODE.fullmatch(value):
        raise ValueError
    return value


def _count(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _number(value: object) -> float:
    if not isinstance(value, (int, float)):
        raise TypeError
    return round(value, 3)


def _time(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError
    return value.astimezone(UTC).isoformat()


def _listening(value: object) -> str:
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        raise ValueError
    return value


KINDS: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys(
        ("agency", "practitioner", "command", "about", "envelope", "stream", "task", "trace"),
        _id,
    ),
    **dict.fromkeys(
        ("event", "code", "do", "method", "process", "reason", "role", "route", "step", "view"),
        _code,
    ),
    **dict.fromkeys(
        ("attempts", "batch", "bytes", "count", "edition", "events", "position", "status",
         "version"),
        _count,
    ),
    **dict.fromkeys(("ms", "seconds"), _number),
    **dict.fromkeys(("as_of", "due_at", "recorded_at"), _time),
    "listening": _listening,
}  # fmt: skip


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep what is listed and of its kind; say how much was not, and neither key nor value."""
    kept: EventDict = {"event": WITHHELD}
    withheld = 0
    for key, value in event.items():
        if key == "exc_info":
            kept[key] = value  # taken apart below, never written
            continue
        try:
            kept[key] = KINDS[key](value)
        except (KeyError, TypeError, ValueError):
            withheld += 1
    if withheld:
        kept[WITHHELD] = withheld
    return kept


def _take_apart(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put in place of an exception its classes and the lines that raised it."""
    problem = event.pop("exc_info", None)
    if problem is True:
        problem = sys.exception()
    if isinstance(problem, tuple):
        problem = problem[1]
    if isinstance(problem, BaseException):
        event["raised"] = raised(problem)
    return event


def raised(problem: BaseException | None) -> list[dict[str, object]]:
    """An exception and its causes: class, a refusal's code, modules and lines; no message."""
    chain: list[dict[str, object]] = []
    while problem is not None and len(chain) < 8:  # noqa: PLR2004 - a cycle ends too
        frames = traceback.walk_tb(problem.__traceback__)
        link: dict[str, object] = {
            "class": f"{type(problem).__module__}.{type(problem).__qualname__}",
            "at": [f"{frame.f_globals.get('__name__')}:{line}" for frame, line in frames],
        }
        code = getattr(type(problem), "code", None)
        if isinstance(code, str) and _CODE.fullmatch(code):
            link["code"] = code
        chain.append(link)
        problem = problem.__cause__ or problem.__context__
    return chain


def _of_a_library(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Reduce a record of the standard library's logging to who says it, where, how gravely."""
    record: logging.LogRecord = event["_record"]
    return {
        "event": "library-message",
        "level": record.levelname.lower(),
        "logger": record.name if _LOGGER.fullmatch(record.name) else WITHHELD,
        "at": f"{record.module if _LOGGER.fullmatch(record.module) else WITHHELD}"
        f":{record.lineno}",
        "exc_info": record.exc_info,
    }


def _tells_something(record: logging.LogRecord) -> bool:
    """Whether anything is left of what a library says, once its words are withheld."""
    return record.levelno >= logging.WARNING or bool(record.exc_info)


def configure(*, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send all that this process logs, libraries and uncaught exceptions too, to ``stream``."""
    finish: list[Processor] = [
        _take_apart,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.JSONRenderer(sort_keys=True),
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=[_of_a_library, *finish])
    )
    handler.addFilter(_tells_something)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            redact,
            structlog.processors.add_log_level,
            *finish,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _uncaught_in_clean_up


def _uncaught(
    _kind: type[BaseException], problem: BaseException, _at: TracebackType | None
) -> None:
    structlog.get_logger().critical("uncaught", exc_info=problem)


def _uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    structlog.get_logger().critical("uncaught-in-thread", exc_info=arguments.exc_value)


def _uncaught_in_clean_up(arguments: sys.UnraisableHookArgs) -> None:
    structlog.get_logger().error("uncaught-in-clean-up", exc_info=arguments.exc_value)
