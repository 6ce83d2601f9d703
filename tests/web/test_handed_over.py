"""Who had a request and has it no longer is told whom to ring, and keeps what they wrote."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from playwright.sync_api import ViewportSize

from tests.support.pages import Served
from tests.web import steps
from tests.web.browsing import Come, Reader
from tests.web.sitting import NARROW, WIDE, Sit
from tests.web.test_in_a_browser import check
from tests.web.test_what_is_minded import DECIDED, HEARD, say


def words(reader: Reader) -> str:
    return " ".join(reader.text.split())


def begun(served: Served, come: Come) -> tuple[UUID, Reader]:
    """A request that Bea has opened, and her answer, half written."""
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    bea.get(f"/requests/{request}/share/items")
    bea.press("Save for later", pair_1_do="share", say_1_text=steps.FACT)
    assert "Saved." in bea.text
    return request, bea


def take(served: Served, request: UUID, *, version: int = 1, to: str = "Ella") -> None:
    facts = {"why": "workload", "to": str(served.people[to].id)}
    served.people["Mair"].do(
        "take-over-share-request", about=request, version=version, facts=facts
    ).ok()


def attempts(served: Served) -> list[dict[str, object]]:
    faye = served.people["Faye"]
    found: list[dict[str, object]] = faye.read("/v1/audit/refused-attempts?limit=1000").ok()[
        "attempts"
    ]
    return found


def test_who_gave_it_away_is_told_to_whom_and_when_and_whom_to_ring(
    served: Served, come: Come
) -> None:
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}")
    bea.press("Assign", to=str(served.people["Ella"].id))
    since = attempts(served)
    for path in ("", "/share/items", "/answer/not-held", "/open"):
        bea.get(f"/requests/{request}{path}")
        assert bea.page.status_code == 410
        assert "You gave this to Ella Marsh" in words(bea)
        assert "Ella Marsh, 01632" in words(bea)
    assert "What you wrote" not in bea.text
    assert attempts(served) == since


def test_who_never_had_it_finds_nothing_as_before(served: Served, come: Come) -> None:
    request = served.ask()
    take(served, request)
    quin = come("Quin").get(f"/requests/{request}")
    assert quin.page.status_code == 404
    assert "Ella" not in quin.text
    lead = served.offices["Hollins School"].hire(f"Lea {uuid4().hex[:6]}", "safeguarding-lead")
    assert lead.read(f"/v1/share-requests/{request}").status == 404


def test_what_was_half_written_is_kept_for_its_writer_until_they_discard_it(
    served: Served, come: Come
) -> None:
    request, bea = begun(served, come)
    take(served, request)
    bea.get(f"/requests/{request}/share/items")
    assert "Mair Tudor gave this to Ella Marsh" in words(bea)
    assert steps.FACT in bea.text
    assert steps.FACT not in come("Ella").get(f"/requests/{request}").text

    bea.press("Discard this draft")
    assert "Discard this draft?" in bea.text
    bea.get(f"/requests/{request}").press("Discard this draft").press("Discard it")
    assert "The draft has been discarded" in bea.text
    assert steps.FACT not in bea.get(f"/requests/{request}").text


def test_what_is_sent_after_it_went_is_shown_and_left_there_for_a_day(
    served: Served, come: Come
) -> None:
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    bea.get(f"/requests/{request}/answer/challenge")
    take(served, request, to="Mair")
    bea.press("Send this answer", ground="not-necessary", reasons=steps.CHALLENGE)
    assert bea.page.status_code == 410
    assert "Mair Tudor took this over" in words(bea)
    assert steps.CHALLENGE in bea.text
    assert steps.CHALLENGE in bea.get(f"/requests/{request}/answer/challenge").text
    shown = served.people["Mair"].read(f"/v1/share-requests/{request}").ok()["request"]
    assert shown["status"] == "issued"


def test_who_gets_it_back_goes_on_with_what_they_had_begun(served: Served, come: Come) -> None:
    request, bea = begun(served, come)
    take(served, request)
    take(served, request, version=2, to="Bea")
    bea.get(f"/requests/{request}/share/items")
    assert bea.page.status_code == 200
    assert f"{steps.FACT}</textarea>" in bea.text


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_its_page_passes_axe_and_reflows(
    served: Served, come: Come, sit: Sit, size: ViewportSize
) -> None:
    request, _ = begun(served, come)
    take(served, request)
    bea = sit("Bea", size=size)
    bea.go(f"/requests/{request}")
    check(bea.page)
    assert bea.page.get_by_text(steps.FACT).is_visible()


def test_who_had_begun_to_write_finds_it_from_the_inbox(served: Served, come: Come) -> None:
    request, bea = begun(served, come)
    link = f'href="/requests/{request}">See what you wrote'
    assert link not in bea.get("/inbox").text
    take(served, request)
    assert "You had begun to write for a request that went to Ella Marsh" in words(
        bea.get("/inbox")
    )
    assert link in bea.text
    assert link not in come("Ella").get("/inbox").text
    bea.get(f"/requests/{request}").press("Discard this draft").press("Discard it")
    assert link not in bea.text


def test_what_was_typed_and_not_saved_is_found_from_the_inbox_and_on_each_of_its_pages(
    served: Served, come: Come
) -> None:
    """Finding: it was shown once, at the address to which it had been sent."""
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    bea.get(f"/requests/{request}/answer/challenge")
    take(served, request)
    bea.press("Send this answer", ground="not-necessary", reasons=steps.CHALLENGE)
    assert f'href="/requests/{request}">See what you wrote' in bea.get("/inbox").text
    assert steps.CHALLENGE in bea.get(f"/requests/{request}").text
    bea.press("Discard this draft").press("Discard it")
    assert steps.CHALLENGE not in bea.get(f"/requests/{request}/answer/challenge").text
    assert f'href="/requests/{request}">See what you wrote' not in bea.get("/inbox").text


def test_a_form_without_words_is_not_told_of(served: Served, come: Come) -> None:
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}/answer/challenge")
    bea.press("Cymraeg", ground="not-necessary").press("English")
    take(served, request)
    assert f'href="/requests/{request}">See what you wrote' not in bea.get("/inbox").text


def test_who_asked_is_told_with_whom_something_they_shared_is_now(
    served: Served, come: Come
) -> None:
    """Finding: it vanished from the page of the request, and nobody knew whom to ring."""
    served.remember("Petra", "Ona Example")
    request = f"/requests/{served.ask_as('Petra', 'Ona Example')}"
    bea = come("Bea").get(request).press("Open and read")
    say(bea.get(f"{request}/share")).press("Continue", **DECIDED, **HEARD)
    assert "Your answer has been sent" in bea.press("Decide and send").text
    petra = come("Petra").get(request)
    disclosure = steps.link(petra, "disclosures")
    board = served.offices["Northshire ICB"]
    facts = {"why": "away", "to": str(served.people["Quin"].id)}
    board.hire(f"Mona {uuid4().hex[:6]}", "manager").do(
        "take-over-disclosure",
        about=UUID(disclosure.rpartition("/")[2]),
        version=1,
        facts=facts,
    ).ok()
    assert disclosure not in petra.get(request).text
    assert "Something they shared went to Quin Abara (01632" in words(petra)
    other = board.hire(f"Quy {uuid4().hex[:6]}", "co-ordinator")
    shown = other.read(f"/v1{request.replace('requests', 'share-requests')}").ok()
    assert shown["gone"] == [], "of who never had it, nothing is told"
