"""The pages in a real browser: the policy holds, nothing comes from elsewhere, axe agrees."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.support.pages import PUPILS, Served
from tests.web import steps
from tests.web.browsing import Come
from tests.web.sitting import NARROW, WIDE, Sit

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds wrong, with the first piece of the page that is."""
    response = Axe().run(page, options={"runOnly": STANDARDS}).response
    return [(each["id"], each["nodes"][0]["html"]) for each in response["violations"]]


def ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready]", state="attached")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_of_casework_pass_axe_and_reflow(
    served: Served, come: Come, sit: Sit, size: ViewportSize
) -> None:
    request = served.ask()
    steps.compose(petra := come("Petra"), served)
    draft = petra.page.url.path.removesuffix("/check")
    bea = sit("Bea", size=size)
    bea.go("/inbox")
    check(bea.page)
    bea.go(f"/requests/{request}")
    check(bea.page)
    bea.page.get_by_role("button", name="Open and read", exact=True).click()
    bea.page.get_by_text(PUPILS[1]).first.wait_for()
    check(bea.page)
    for path in (
        f"/requests/{request}/answer/not-held",
        f"/requests/{request}/answer/challenge",
        f"/requests/{request}/share/items",
        f"/requests/{request}/share/decision",
        "/disclosures",
        "/tasks",
        "/people",
        "/agencies",
        "/accessibility",
        "/no-such-page",
    ):
        bea.go(path)
        check(bea.page)
    asker = sit("Petra", size=size)
    for path in ("/sent", "/ask", f"{draft}/people", f"{draft}/what", f"{draft}/check"):
        asker.go(path)
        check(asker.page)


def check(page: Page) -> None:
    """Axe finds nothing, and the page is no wider than its window."""
    ready(page)
    assert violations(page) == [], page.url
    reflows(page)


def reflows(page: Page) -> None:
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider), page.url


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_of_scrutiny_pass_axe_and_reflow(
    served: Served, sit: Sit, size: ViewportSize
) -> None:
    served.ask()
    faye = sit("Faye", size=size)
    faye.page.get_by_role("link").filter(has_text="-4").first.wait_for()
    check(faye.page)
    faye.page.locator("main a.hub-code").first.click()
    faye.page.get_by_role("img").wait_for()
    check(faye.page)
    for path in ("/audit/refused-attempts", "/audit/history"):
        faye.go(path)
        check(faye.page)


def test_the_pages_of_signing_in_pass_axe(sit: Sit) -> None:
    bea = sit("Bea")
    bea.page.get_by_role("button", name="Sign out").click()
    bea.page.get_by_role("heading", name="You are signed out").wait_for()
    check(bea.page)
    bea.go("/sign-in")
    check(bea.page)


def test_welsh_passes_axe_and_says_so(sit: Sit) -> None:
    bea = sit("Bea")
    bea.page.get_by_role("link", name="Cymraeg").click()
    bea.page.get_by_role("heading", name="Mewnflwch").wait_for()
    assert bea.page.locator("html").get_attribute("lang") == "cy"
    check(bea.page)
    bea.page.get_by_role("link", name="English").click()
    bea.page.get_by_role("heading", name="Inbox").wait_for()


def test_welsh_is_longer_and_reflows_as_well(served: Served, sit: Sit) -> None:
    request = served.ask()
    bea, petra, faye = (sit(name, size=NARROW) for name in ("Bea", "Petra", "Faye"))
    for seat, paths in (
        (bea, ("/inbox", "/sent", "/disclosures", "/tasks", "/people", "/agencies")),
        (bea, ("/law", "/law?find=plant", "/law/weigh", "/accessibility", "/no-such-page")),
        (bea, [f"/requests/{request}{to}" for to in ("", "/share/items", "/share/decision")]),
        (bea, [f"/requests/{request}/answer/{to}" for to in ("not-held", "challenge")]),
        (petra, ("/ask", f"/requests/{request}")),
        (faye, ("/audit/people", "/audit/refused-attempts", "/audit/history")),
    ):
        seat.go("/language/cy")
        for path in paths:
            reflows(seat.go(path))


def test_a_name_without_a_space_widens_no_page(served: Served, sit: Sit) -> None:
    (long,) = served.remember("Petra", "Llanfair" * 40)
    draft = {"provision": ["CA2004-16H"], "person": [str(long)]}
    saved = served.run(served.desk.save_draft(served.hat("Petra"), "ask", draft))
    petra = sit("Petra", size=NARROW)
    for path in (f"/ask/{saved}/people", "/people"):
        page = petra.go(path)
        if path == "/people":
            page.locator("#find").fill("Llanfair")
            petra.press("Find")
        page.get_by_text("LlanfairLlanfair").first.wait_for()
        reflows(page)


def test_a_form_beside_the_page_is_all_on_the_page(served: Served, sit: Sit) -> None:
    """On a low screen no button hides in a column that scrolls by itself."""
    request = served.ask()
    petra = sit("Petra", size={"width": 1200, "height": 400})
    page = petra.go(f"/requests/{request}")
    page.get_by_role("button", name="Narrow the request").wait_for()
    hidden = "(side) => side.scrollHeight - side.clientHeight"
    assert page.locator(".hub-columns__side").evaluate(hidden) <= 1


def test_an_error_takes_the_focus_and_leads_to_its_field(served: Served, sit: Sit) -> None:
    request = served.ask()
    bea = sit("Bea")
    page = bea.go(f"/requests/{request}/answer/challenge")
    ready(page)
    page.get_by_role("button", name="Send this answer").click()
    ready(page)
    assert page.title().startswith("Error:")
    focused = "document.activeElement.classList.contains('govuk-error-summary')"
    page.wait_for_function(focused)
    assert violations(page) == []
    page.get_by_role("link", name="Choose the ground").click()
    assert page.evaluate("document.activeElement.id") == "ground"


def test_what_the_hub_refuses_takes_the_focus_as_well(served: Served, sit: Sit) -> None:
    request = served.ask()
    page = sit("Bea").go(f"/requests/{request}/answer/challenge")
    ready(page)
    page.get_by_label("It is not necessary").check()
    page.get_by_label("Your reasons").fill("Data protection")
    page.get_by_role("button", name="Send this answer").click()
    ready(page)
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    expect(page.get_by_label("Your reasons")).to_have_value("Data protection")
    assert violations(page) == []


def test_the_preview_follows_what_is_typed(served: Served, come: Come, sit: Sit) -> None:
    steps.compose(petra := come("Petra"), served)
    draft = petra.page.url.path.removesuffix("/check")
    page = sit("Petra").go(f"{draft}/what")
    ready(page)
    preview = page.locator("#preview")
    expect(preview).to_contain_text(PUPILS[0])
    page.get_by_label("Why do you need it?").fill(
        "Because the <b>bell</b> rang in the morning."
    )
    expect(preview).to_contain_text("Because the <b>bell</b> rang in the morning.")
    page.get_by_label("Why do you need it?").fill(f"Because {PUPILS[0]} was away for weeks.")
    expect(preview).to_contain_text("it names a person")


def test_what_is_not_chosen_stays_folded_away(served: Served, sit: Sit) -> None:
    request = served.ask()
    page = sit("Bea").go(f"/requests/{request}/share/items")
    ready(page)
    said = page.locator("#say-1-text")
    expect(said).to_be_hidden()
    page.locator("#pair-1-do").check()
    expect(said).to_be_visible()


def test_without_scripts_nothing_is_folded_away(served: Served, sit: Sit) -> None:
    request = served.ask()
    page = sit("Bea", scripts=False).go(f"/requests/{request}/share/items")
    expect(page.locator("#say-1-text")).to_be_visible()
    expect(page.locator("#pair-1-ground")).to_be_visible()


def test_nothing_held_takes_four_inputs_and_three_pages_at_most(
    served: Served, sit: Sit
) -> None:
    request = served.ask()
    page = sit("Bea").go("/inbox")
    pages: list[str] = []
    inputs = 0
    page.on("load", lambda loaded: pages.append(loaded.url))
    row = page.locator(".hub-list__row", has=page.locator(f'a[href="/requests/{request}"]'))
    row.get_by_role("button", name="Open and read").click()
    page.get_by_role("link", name="Nothing is held").click()
    ready(page)
    page.locator("#system-2").check()
    inputs += 1
    page.locator("#skipped-10").check()
    inputs += 1
    page.get_by_role("button", name="Send this answer").click()
    inputs += 1
    page.get_by_text("Your answer has been sent").wait_for()
    assert inputs <= 4
    assert len(set(pages)) <= 3
    assert len(pages) <= 3


def test_the_keyboard_alone_answers_a_request(served: Served, sit: Sit) -> None:
    request = served.ask()
    seat = sit("Bea")
    seat.go(f"/requests/{request}")
    seat.press("Open and read")
    page = seat.go(f"/requests/{request}/answer/clarification")
    ready(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "reasons":
            break
    page.keyboard.type("Which of the two is meant?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Your answer has been sent").wait_for()
