"""A session that ends while somebody writes: they find what they wrote, nobody else does."""

from __future__ import annotations

import io
import re

import pytest

from hub_services.desk.desk import Desk
from tests.support.log import lines
from tests.support.pages import Served
from tests.web import steps
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import FACT, TOLD, day
from tests.web.test_what_is_minded import asked, say

WRITTEN = 'One pupil on the list\nis "not known" & was never in our school.'
SHOWN = "One pupil on the list\nis &#34;not known&#34; &amp; was never in our school."
LEFT = "It stands below as you left it"


def run_out(served: Served) -> None:
    """Longer than any session may be idle."""
    served.world.pass_time(minutes=31)


def sign_in_again(reader: Reader, name: str) -> Reader:
    """Whoever sends a form when it is over is at the place to sign in."""
    return reader.press(f"Be {name}")


@pytest.fixture
def challenging(served: Served, come: Come) -> Reader:
    return come("Bea").get(f"/requests/{served.ask()}/answer/challenge")


def test_what_was_written_waits_on_its_page_until_it_is_sent(
    served: Served, challenging: Reader
) -> None:
    page = challenging.page.url.path
    run_out(served)
    challenging.press("Send this answer", ground="not-specific", reasons=WRITTEN)
    sign_in_again(challenging, "Bea")
    assert challenging.page.url.path == page
    assert LEFT in challenging.text
    assert f">{SHOWN}</textarea>" in challenging.text
    assert SHOWN in challenging.get(page).text, "it is there however often it is looked at"
    challenging.press("Send this answer")
    assert "Your challenge has been sent" in challenging.text
    assert LEFT not in challenging.get(page).text


def test_what_is_discarded_waits_on_no_page_of_the_draft(served: Served, come: Come) -> None:
    sharing = say(asked(served, come, "Bea", "Hollins School"))
    items = sharing.page.url.path.replace("decision", "items")
    sharing.get(items)
    run_out(served)
    sharing.press("Continue", say_1_text=WRITTEN)
    assert SHOWN in sign_in_again(sharing, "Bea").text
    sharing.get(items.replace("items", "decision")).press("Discard").press("Discard it")
    assert SHOWN not in sharing.get(items).text


def test_it_waits_for_a_day_and_no_longer(served: Served, challenging: Reader) -> None:
    page = challenging.page.url.path
    run_out(served)
    challenging.press("Send this answer", ground="not-specific", reasons=WRITTEN)
    served.world.pass_time(hours=24, minutes=1)
    assert SHOWN not in sign_in_again(challenging, "Bea").get(page).text


def test_the_longest_session_is_one_that_ends_so_too(
    served: Served, challenging: Reader
) -> None:
    for _ in range(21):
        served.world.pass_time(minutes=29)
        challenging.client.get("/inbox")
    challenging.press("Send this answer", ground="not-specific", reasons=WRITTEN)
    assert SHOWN in sign_in_again(challenging, "Bea").text


def test_nobody_else_who_signs_in_at_the_same_screen_finds_it(
    served: Served, challenging: Reader
) -> None:
    page = challenging.page.url.path
    run_out(served)
    challenging.press("Send this answer", ground="not-specific", reasons=WRITTEN)
    assert SHOWN not in sign_in_again(challenging, "Ella").text
    challenging.client.post("/sign-out")
    assert SHOWN in challenging.sign_in("Bea").get(page).text


@pytest.mark.parametrize("left", [{"ground": "not-specific", "reasons": WRITTEN}, {}])
def test_a_form_that_no_page_of_theirs_sent_is_left_nowhere(
    served: Served, challenging: Reader, left: dict[str, str]
) -> None:
    """By its address alone, or with a token that was made up."""
    page = challenging.page.url.path
    run_out(served)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-origin"}):
        challenging.client.post(
            page, data={**left, "token": f"{'0' * 64}.{'0' * 64}"}, headers=headers
        )
    assert LEFT not in challenging.sign_in("Bea").get(page).text


def test_who_is_not_known_any_more_is_given_back_what_they_wrote(
    challenging: Reader,
) -> None:
    page = challenging.page.url.path
    challenging.client.post("/sign-out")
    challenging.press("Send this answer", ground="not-specific", reasons=WRITTEN)
    assert challenging.page.status_code == 401
    assert SHOWN in challenging.text
    assert f'href="/sign-in?next={page}"' in challenging.text


def test_a_page_of_the_session_before_is_sent_by_pressing_once_more(
    challenging: Reader,
) -> None:
    """They signed in again in another window."""
    before = challenging.page
    challenging.sign_in("Bea")
    challenging.page = before
    challenging.press("Send this answer", ground="not-specific", reasons=WRITTEN)
    assert challenging.page.status_code == 403
    assert "signed in again since" in challenging.text
    assert SHOWN in challenging.text
    challenging.press("Try again")
    assert "Your challenge has been sent" in challenging.text


def test_a_page_that_another_left_open_cannot_be_sent_in_ones_own_name(
    challenging: Reader,
) -> None:
    """It is shown, since whoever wrote it may be there still, and has no button to send it."""
    before = challenging.page
    challenging.sign_in("Ella")
    challenging.page = before
    challenging.press("Send this answer", ground="not-specific", reasons=WRITTEN)
    assert challenging.page.status_code == 403
    assert "This page was not shown to you" in challenging.text
    assert SHOWN in challenging.text
    assert before.url.path not in re.findall(r'<form[^>]* action="([^"]*)"', challenging.text)


def test_a_request_goes_on_where_it_was(served: Served, come: Come) -> None:
    petra = come("Petra")
    steps.compose(petra, served)
    what = petra.page.url.path.replace("/check", "/what")
    petra.get(what)
    run_out(served)
    petra.press("Continue", word_why_needed=WRITTEN, **day("due", "23 10 2026"))
    sign_in_again(petra, "Petra")
    assert petra.page.url.path == what
    assert SHOWN in petra.text
    assert 'name="due-day" type="text" value="23"' in " ".join(petra.text.split())
    petra.press("Continue")
    assert petra.page.url.path == what.replace("/what", "/check")


def test_a_supply_goes_on_where_it_was(served: Served, come: Come) -> None:
    request = f"/requests/{served.ask()}"
    bea = come("Bea").get(request).press("Open and read").get(f"{request}/share")
    said: Fills = {f"pair_{number}_do": "not-held" for number in range(2, 7)}
    run_out(served)
    bea.press("Continue", pair_1_do="share", say_1_text=FACT, **said)
    assert FACT in sign_in_again(bea, "Bea").text
    bea.press(
        "Continue",
        say_1_kind="fact",
        say_1_about="child-health-development-exposure",
        say_1_sensitivity="ordinary",
        say_1_nature="none",
        search_system=["attendance-register"],
        **day("say_1_as_at", "17 7 2026"),
    )
    assert bea.page.url.path == f"{request}/share/decision"
    run_out(served)
    bea.press("Continue", d_openness=TOLD, d_need_level="some")
    assert TOLD in sign_in_again(bea, "Bea").text


def test_the_forms_within_a_page_are_found_again_there(served: Served, come: Come) -> None:
    request = f"/requests/{served.ask()}"
    petra = come("Petra").get(request)
    run_out(served)
    petra.press("Narrow the request", due_time="16:30", **day("due", "26 10 2026"))
    sign_in_again(petra, "Petra")
    assert 'value="16:30"' in petra.text
    assert LEFT in petra.text


def test_what_is_weighed_is_kept_nowhere_and_given_back_at_once(
    served: Served, come: Come
) -> None:
    asha = come("Asha").get("/law/weigh")
    run_out(served)
    asha.press("Continue", begin="no", P_words=WRITTEN)
    assert asha.page.status_code == 401
    assert SHOWN in asha.text


def test_what_was_written_waits_where_something_went_wrong_here(
    challenging: Reader, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError(WRITTEN)

    page = challenging.page.url.path
    with monkeypatch.context() as broken:
        broken.setattr(Desk, "challenge", breaks)
        challenging.press("Send this answer", ground="not-specific", reasons=WRITTEN)
    assert challenging.page.status_code == 500
    assert [line["event"] for line in lines(log) if "logger" not in line] == ["unexpected"]
    assert f"{__name__}:" in log.getvalue()
    assert "not known" not in log.getvalue()
    assert f'href="{page}"' in challenging.text
    assert SHOWN in challenging.get(page).text
    challenging.press("Send this answer")
    assert "Your challenge has been sent" in challenging.text
