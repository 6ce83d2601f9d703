"""One removal in a process of its own: the tagged tests run, and who noticed is told."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from _pytest.config import default_plugins

from infra.removing import Importing, Removal, take_row

PRELOADED: Final = (
    *("infra.noticing", "hypothesis.strategies", "eventsourcing.domain", "psycopg"),
    *(f"_pytest.{plugin}" for plugin in default_plugins),
)
"""What takes long to load and is never changed."""

_OPTIONS: Final = (
    *("-p", "no:cacheprovider", "-p", "pytest_timeout", "-p", "_hypothesis_pytestplugin"),
    *("-p", "tests.support.requirements", "--timeout", "60"),
    "--continue-on-collection-errors",
)


@dataclass(frozen=True)
class Job:
    """Take this away and run the tests of these files that hold one of these ids.

    Nothing to take away: they are to pass; or they are only collected, which shows who holds
    what. Without ids, those run that hold any.
    """

    removal: Removal | None = None
    ids: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    modules: frozenset[str] = frozenset()
    constants: Mapping[str, str] = field(default_factory=dict)
    collect: bool = False


Tests = dict[str, list[str]]
"""Tests by what they hold."""


@dataclass
class Seen:
    """What a run of tests showed: who holds which id, which failed, and what went wrong."""

    holders: Tests = field(default_factory=dict)
    failed: Tests = field(default_factory=dict)
    trouble: str = ""

    def __or__(self, other: Seen) -> Seen:
        """What two runs of different tests showed together."""
        return Seen(
            _joined(self.holders, other.holders),
            _joined(self.failed, other.failed),
            self.trouble + other.trouble,
        )


def _joined(some: Tests, others: Tests) -> Tests:
    return {each: some.get(each, []) + others.get(each, []) for each in {**some, **others}}


def attempt(job: Job) -> Seen:
    """Do a job; to be called in a fresh process, which is spoilt by it."""
    if not job.files:
        return Seen()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    watch = _Watch(job.ids if job.removal else None)
    said = io.StringIO()
    with (
        tempfile.TemporaryDirectory(prefix="hub-trace-") as folder,
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
    ):
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
        if early := job.modules & sys.modules.keys():
            raise ImportError(f"imported before anything could be left out: {early}")
        if job.modules and job.removal:
            sys.meta_path.insert(0, Importing(job.removal, job.modules, job.constants))
        elif job.removal:
            take_row(job.removal)
        wanted = ["--requirement", ",".join(sorted(job.ids)) or "any"]
        if job.collect:
            wanted.append("--collect-only")
        if all(file.startswith("tests/domain/") for file in job.files):
            wanted.append("--noconftest")  # which serves those that need a database
        code = pytest.main([*_OPTIONS, *wanted, *job.files], plugins=[watch])
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED} and not watch.done:
        watch.seen.trouble = said.getvalue()
    return watch.seen


class _Watch:
    """Notes which tests hold which ids and fail; stops once every id has one that failed."""

    def __init__(self, wanted: Iterable[str] | None) -> None:
        self.seen = Seen()
        self._wanted = frozenset(wanted or ())

    @property
    def done(self) -> bool:
        return bool(self._wanted) and self._wanted <= self.seen.failed.keys()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for each in _ids(item):
                self.seen.holders.setdefault(each, []).append(item.nodeid)

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> None:
        if call.excinfo is None or (self._wanted and call.when != "call"):
            return
        for each in _ids(item) or {""}:
            self.seen.failed.setdefault(each, []).append(item.nodeid)
        if self.done:
            item.session.shouldstop = "noticed"


def _ids(item: pytest.Item) -> frozenset[str]:
    from tests.support.requirements import tagged  # noqa: PLC0415 - pytest is to rewrite it

    return tagged(item)
