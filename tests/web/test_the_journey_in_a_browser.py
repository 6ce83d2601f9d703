"""SC-02 in Chromium, as people click through it, with scripts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.services.desk.house import WHY
from tests.support.pages import PUPILS, Served
from tests.web.sitting import Seat, Sit
from tests.web.steps import CHALLENGE, FACT, OPINION, TOLD, WHY_RIGHT

TOPICS = {"item-1": "attendance", "item-2": "view-of-attendance"}


def test_the_journey_from_the_question_to_the_auditor(served: Served, sit: Sit) -> None:
    petra, bea = sit("Petra"), sit("Bea")
    _asks(petra, served)
    request = _opens_and_challenges(bea)
    _narrows(petra, request)
    _shares_a_part(bea, request)
    _opens_what_was_shared(petra, request)

    faye = sit("Faye")
    faye.go("/audit/people").locator("main a.hub-code").first.click()
    picture = faye.ready().get_by_role("img")
    expect(picture).to_be_visible()
    marks = picture.locator("[data-entry]").count()
    assert marks == faye.page.locator("tr[data-entry]").count() > 2
    for words in (FACT, OPINION, CHALLENGE, *PUPILS):
        expect(faye.page.get_by_text(words)).to_have_count(0)


def _asks(petra: Seat, served: Served) -> None:
    page = petra.go("/ask")
    page.get_by_label("Children Act 2004, section 16H").check()
    page.get_by_label("Hollins School").check()
    petra.press("Continue")
    for name in PUPILS:
        if not page.get_by_label("Full name").is_visible():
            page.get_by_text("Add someone new").click()
        page.get_by_label("Full name").fill(name)
        petra.day("new-born", "2 3 2016")
        petra.press("Add")
    for chosen in page.get_by_label("Why is this person protected?").all():
        chosen.select_option("under-18")
    petra.press("Continue")
    petra.press("Add another item")
    page.get_by_label("Learning from a serious incident").check()
    page.get_by_label("For what purpose?").select_option("learning-review")
    for item, topic in TOPICS.items():
        page.locator(f"#{item}-topic").select_option(topic)
        petra.day(f"{item}-from", "1 9 2025")
        petra.day(f"{item}-to", "20 7 2026")
    for code, text in WHY.items():
        page.locator(f"#word-{code}").fill(text)
    page.get_by_label("Not yet", exact=True).check()
    petra.day("due", "22 10 2026")
    petra.press("Continue")
    expect(page.get_by_text("This is exactly what Hollins School will see")).to_be_visible()
    petra.press("Send the request")
    assert page.url.startswith(f"{served.address}/sent?done=sent&of=/requests/")


def _opens_and_challenges(bea: Seat) -> str:
    page = bea.go("/inbox")
    expect(page.get_by_text("3 people, not opened yet")).to_be_visible()
    bea.ready().get_by_role("button", name="Open and read").click()
    bea.ready()
    request = urlsplit(page.url).path
    expect(page.get_by_text(WHY["why-needed"])).to_be_visible()
    page.get_by_role("link", name="Challenge the request").click()
    page.get_by_label("It is not necessary").check()
    page.get_by_label("Your reasons").fill("GDPR")
    bea.press("Send this answer")
    expect(page.get_by_role("alert")).to_contain_text("This is not a reason for not sharing")
    page.get_by_label("Your reasons").fill(CHALLENGE)
    bea.press("Send this answer")
    expect(page.get_by_text("Your challenge has been sent")).to_be_visible()
    return request


def _narrows(petra: Seat, request: str) -> None:
    page = petra.go(request)
    petra.press("Open and read Challenge")
    expect(page.get_by_text(CHALLENGE)).to_be_visible()
    page.get_by_role("checkbox", name=PUPILS[2]).uncheck()
    petra.day("due", "26 10 2026")
    page.locator("#due-time").fill("16:00")
    petra.press("Send")
    expect(page.get_by_text("The request has been narrowed")).to_be_visible()


def _shares_a_part(bea: Seat, request: str) -> None:
    page = bea.go(request)
    page.get_by_role("button", name="Share, or share part").click()
    bea.ready()
    for pair, answer in {"1": "share", "2": "not-held", "3": "not-held", "4": "share"}.items():
        page.locator(f"input[name=pair-{pair}-do][value={answer}]").check()
    for number, text, kind in (("1", FACT, "Fact"), ("4", OPINION, "Opinion")):
        page.locator(f"#say-{number}-text").fill(text)
        page.locator(f"input[name=say-{number}-kind][value={kind.lower()}]").check()
        if kind == "Opinion":
            page.locator(f"#say-{number}-holder").fill("The form tutor")
        bea.day(f"say-{number}-as-at", "17 7 2026")
        page.locator(f"#say-{number}-about").select_option("child-health-development-exposure")
        page.locator(f"#say-{number}-sensitivity").select_option("ordinary")
        page.locator(f"[name=say-{number}-nature][value=none]").check()
    page.locator("#search-system-2").check()
    bea.press("Continue")
    for name, value in (
        ("d-need-level", "some"),
        ("d-risk-level", "some"),
        ("d-clarity", "clear"),
        ("d-urgency", "routine"),
        ("d-harm", "none"),
        ("d-told-whom", "family/planned"),
        ("d-expected", "yes"),
        ("d-confirmed", "yes"),
    ):
        page.locator(f"input[name={name}][value='{value}']").check()
    page.locator("#d-openness").fill(TOLD)
    page.locator("#d-why").fill(WHY_RIGHT)
    bea.press("Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This is exactly what Northshire ICB will see"
    )
    bea.press("Decide and send")
    expect(page.get_by_text("Part supplied")).to_be_visible()


def _opens_what_was_shared(petra: Seat, request: str) -> None:
    page = petra.go(request)
    page.get_by_role("button", name="See what they shared").click()
    expect(page.get_by_text("Sealed until it is opened.")).to_have_count(2)
    petra.press("Open and read")
    for kind, words in (("Fact", FACT), ("Opinion", OPINION)):
        card = page.locator(".hub-card").filter(has_text=re.compile(re.escape(words)))
        expect(card.locator(".hub-kind")).to_have_text(kind)
    page.get_by_label("It is new to us").check()
    page.get_by_label("Action is planned").check()
    petra.press("Acknowledge")
    expect(page.get_by_text("Acknowledged. The sender can see it.")).to_be_visible()
