"""One desk with its pages, and one browser, for each module of tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from tests.support.databases import own_database
from tests.support.pages import Served, serve_pages
from tests.web.browsing import Come, Reader
from tests.web.sitting import WIDE, Seat, Sit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 30_000
"""Milliseconds until a page shows what is expected of it; a loaded machine is slow."""
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def served(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    directory: Path = tmp_path_factory.mktemp("desk")
    with own_database(postgres) as url, serve_pages(url, directory) as pages:
        yield pages


@pytest.fixture
def come(served: Served) -> Iterator[Come]:
    """Someone comes to the desk with a browser of their own, without JavaScript."""
    with ExitStack() as browsers:

        def come_as(name: str) -> Reader:
            reader = Reader(served.address)
            browsers.callback(reader.client.close)
            return reader.sign_in(name)

        yield come_as


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for a module: while it is open, an event loop runs in this thread."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=list(SWITCHES)
        )
        yield browser
        browser.close()


@pytest.fixture
def sit(served: Served, chromium: Browser) -> Iterator[Sit]:
    """Someone sits down and signs in; at the end their browser complained of nothing."""
    seats: list[Seat] = []

    def sit_as(name: str, *, size: ViewportSize = WIDE, scripts: bool = True) -> Seat:
        seat = Seat.taken(chromium, served.address, size=size, scripts=scripts)
        seats.append(seat)
        seat.go("/sign-in")
        seat.page.get_by_role("button", name=f"Be {name}", exact=True).click()
        return seat

    yield sit_as
    for seat in seats:
        seat.page.context.close()
        assert seat.complaints == []
        assert seat.elsewhere == []
