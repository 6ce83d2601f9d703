"""Someone before a screen, in a real browser that complains aloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

WIDE: Final[ViewportSize] = {"width": 1200, "height": 900}
NARROW: Final[ViewportSize] = {"width": 320, "height": 800}


@dataclass
class Seat:
    """What somebody sees, and what their browser complained of."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    @classmethod
    def taken(
        cls, browser: Browser, address: str, *, size: ViewportSize, scripts: bool
    ) -> Seat:
        """Sit down before a browser of one's own."""
        context = browser.new_context(viewport=size, java_script_enabled=scripts)
        seat = cls(context.new_page(), address)
        seat.page.on("console", seat._complain)
        seat.page.on("pageerror", lambda error: seat.complaints.append(str(error)))
        seat.page.on("request", seat._follow)
        return seat

    def go(self, path: str) -> Page:
        """To a page of the desk."""
        self.page.goto(self.address + path)
        return self.page

    def ready(self) -> Page:
        """The page, once its script has run."""
        self.page.wait_for_selector("body[data-ready]", state="attached")
        return self.page

    def press(self, button: str) -> Page:
        """Press a button, and wait for what comes."""
        self.page.get_by_role("button", name=button, exact=True).first.click()
        return self.ready()

    def day(self, field_id: str, written: str) -> None:
        """Write a date into its three fields."""
        for part, value in zip(("day", "month", "year"), written.split(), strict=True):
            self.page.locator(f"#{field_id}-{part}").fill(value)

    def _complain(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def _follow(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self.elsewhere.append(request.url)


Sit = Callable[..., Seat]
"""Someone sits down and signs in: ``sit("Bea", size=WIDE, scripts=True)``."""
