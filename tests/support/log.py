"""What a process of the hub would log, kept to be looked through."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
import structlog

from hub_infra.logging import configure


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """A configured log; what was configured before is put back."""
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    showing = warnings.showwarning
    for hooks, name in ((sys, "excepthook"), (threading, "excepthook")):
        monkeypatch.setattr(hooks, name, getattr(hooks, name))
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    for handler in before[0]:
        root.removeHandler(handler)  # or else basicConfig would close them
    configure(stream=stream)
    yield stream
    logging.captureWarnings(capture=False)
    warnings.showwarning = showing
    structlog.reset_defaults()
    root.handlers[:], root.level = before


def lines(log: io.StringIO) -> list[dict[str, object]]:
    """The lines, each an object."""
    return [json.loads(line) for line in log.getvalue().splitlines()]
