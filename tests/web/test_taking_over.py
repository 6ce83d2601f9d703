"""Somebody is away: a manager sees that something waits, takes it over, and reads it."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import ViewportSize

from hub_services.desk.drafts import To
from hub_services.desk.web.pages import taking_over
from tests.services.desk.house import hat
from tests.support.pages import PUPILS, Served
from tests.support.world import Caller
from tests.web.browsing import Come
from tests.web.sitting import NARROW, WIDE, Sit
from tests.web.test_emergency import AT_RISK, NOW, at_once
from tests.web.test_in_a_browser import check
from tests.web.test_what_is_minded import DECIDED, HEARD, asked, say


def gone(served: Served) -> tuple[UUID, Caller]:
    """A request that was given to a teacher, who has left since."""
    school, ella = served.offices["Hollins School"], served.people["Ella"]
    name = f"Pip {uuid4().hex[:6]}"
    pip = school.hire(name, "practitioner")
    request = served.ask()
    ella.do("assign-share-request", about=request, version=1, facts={"to": str(pip.id)}).ok()
    school.administer("change-roles", practitioner=str(pip.id), roles=[]).ok()
    return request, pip


def test_a_manager_sees_that_it_waits_takes_it_over_and_reads_it(
    served: Served, come: Come
) -> None:
    request, _ = gone(served)
    mair = come("Mair")
    assert mair.get(f"/requests/{request}").page.status_code == 404
    assert "for somebody who has left" in mair.get("/inbox").text
    mair.get("/waiting")
    assert "For somebody who has left" in mair.text
    assert "Northshire ICB" in mair.text
    assert f"/waiting/{request}" in mair.text
    for pupil in PUPILS:
        assert pupil not in mair.text

    mair.get(f"/waiting/{request}").press("Take over")
    assert mair.page.status_code == 422
    assert "Say why it changes hands" in mair.text
    mair.press("Take over", why="left")
    assert mair.page.url.path == f"/requests/{request}"
    assert "It is yours now" in mair.text
    assert "Taken over by Mair Tudor, Manager" in " ".join(mair.text.split())
    assert "They have left" in mair.text
    assert "Siân Parry" in mair.press("Open and read").text

    petra = come("Petra").get(f"/requests/{request}")
    assert "Taken over by Mair Tudor, Manager" in " ".join(petra.text.split())
    assert "They have left" not in petra.text


def test_what_waits_is_shown_page_by_page(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_over, "PAGE", 2)
    asked = {str(served.ask()) for _ in range(3)}
    mair, found, last = come("Mair").get("/waiting"), set[str](), False
    assert "From the beginning" not in mair.text
    while not last:
        shown = re.findall('href="/waiting/([^"]+)"', mair.text)
        assert 1 <= len(shown) <= 2
        found |= set(shown)
        more = re.search('href="(/waiting[?]after=[^"]+)"', mair.text)
        last = more is None
        if more:
            assert "From the beginning" in mair.get(more[1]).text
    assert asked <= found
    assert mair.get("/waiting?after=the-third").page.url.query == b"", "it begins anew"


def test_the_list_tells_a_lead_of_what_was_asked_and_a_manager_of_what_was_shared_too(
    come: Come,
) -> None:
    """A lead takes no disclosure over, and is told where those stand."""
    bea, mair = come("Bea").get("/waiting"), come("Mair").get("/waiting")
    assert "not answered or acknowledged" in mair.text
    assert "your manager's list" not in mair.text.replace("&#39;", "'")
    assert "acknowledged" not in bea.text
    assert "your manager's list" in bea.text.replace("&#39;", "'")


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("urgent-and-not-reached", "It is urgent, and they cannot be reached now"),
        ("wrong-recipient", "It came to the wrong person or desk"),
    ],
)
def test_it_changes_hands_because_it_cannot_wait_or_came_to_the_wrong_one(
    served: Served, come: Come, why: str, said: str
) -> None:
    request = served.ask()
    mair = come("Mair").get(f"/waiting/{request}")
    assert said in mair.text
    mair.press("Take over", why=why)
    assert f"{said}." in mair.text
    assert said not in come("Petra").get(f"/requests/{request}").text


def test_a_manager_gives_it_to_a_colleague_who_is_told_by_the_manager(
    served: Served, come: Come
) -> None:
    request, _ = gone(served)
    mair = come("Mair").get(f"/waiting/{request}")
    mair.press("Give it to a colleague", why="left", to=str(served.people["Ella"].id))
    assert mair.page.url.path == "/waiting"
    assert f'href="/waiting/{request}">See with whom it is' in mair.text
    assert "tell them that it waits for them" in mair.text
    assert mair.get(f"/requests/{request}").page.status_code == 410
    ella = come("Ella").get(f"/requests/{request}")
    assert "Given to Ella Marsh by Mair Tudor, Manager" in " ".join(ella.text.split())
    petra = come("Petra").get(f"/requests/{request}")
    assert "Ella Marsh, 01632" in " ".join(petra.text.split()), "whom to ring is who has it now"


def test_to_whom_nothing_waits_to_be_taken_over_nothing_is_shown(
    served: Served, come: Come
) -> None:
    request, _ = gone(served)
    for name in ("Petra", "Asha", "Ella"):
        other = come(name)
        assert str(request) not in other.get("/waiting").text
        assert 'href="/waiting"' not in other.get("/inbox").text
        assert other.get(f"/waiting/{request}").page.status_code == 404
    assert come("Faye").get("/waiting").page.url.path == "/audit/people"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_its_pages_pass_axe_and_reflow(served: Served, sit: Sit, size: ViewportSize) -> None:
    request, _ = gone(served)
    mair = sit("Mair", size=size)
    for path in ("/inbox", "/waiting", f"/waiting/{request}"):
        mair.go(path)
        check(mair.page)
    check(mair.press("Take over"))
    mair.page.get_by_text("They have left", exact=True).click()
    check(mair.press("Take over"))


def test_who_has_it_hands_it_on_to_a_colleague_of_their_choice(
    served: Served, come: Come
) -> None:
    request, _ = gone(served)
    mair = come("Mair").get(f"/waiting/{request}").press("Take over", why="left")
    mair.get(f"/waiting/{request}")
    assert "for you" in mair.text
    assert mair.text.count("Give it to a colleague") == 3, "title, heading and button"
    assert "Take over" not in mair.text
    assert "They have left" not in mair.text, "no reason of one's own"
    mair.press("Give it to a colleague", why="workload")
    assert mair.page.status_code == 422
    assert "Choose who has it from now on" in mair.text
    bea = str(served.people["Bea"].id)
    mair.press("Give it to a colleague", why="workload", to=bea)
    assert mair.page.url.path == "/waiting"
    assert come("Bea").get(f"/requests/{request}").page.status_code == 200


def test_what_has_gone_to_somebody_else_since_the_page_was_shown_is_not_taken_from_them(
    served: Served, come: Come
) -> None:
    request, _ = gone(served)
    mair = come("Mair").get(f"/waiting/{request}")
    bea = served.people["Bea"]
    facts = {"why": "left", "to": str(served.people["Ella"].id)}
    bea.do("take-over-share-request", about=request, version=2, facts=facts).ok()
    mair.press("Take over", why="left")
    assert "Somebody changed this while you were working" in mair.text
    assert come("Ella").get(f"/requests/{request}").page.status_code == 200


def test_after_a_hand_over_it_counts_as_unopened_until_who_has_it_now_opens_it(
    served: Served, come: Come
) -> None:
    request, _ = gone(served)
    mair = come("Mair").get(f"/waiting/{request}").press("Take over", why="left")
    mair.press("Open and read")
    mair.get(f"/waiting/{request}")
    ella = str(served.people["Ella"].id)
    mair.press("Give it to a colleague", why="workload", to=ella)
    petra = come("Petra").get(f"/requests/{request}")
    assert "Ella Marsh, 01632" in " ".join(petra.text.split())
    come("Ella").get(f"/requests/{request}").press("Open and read")
    petra.get(f"/requests/{request}")
    assert "Ella Marsh, 01632" not in " ".join(petra.text.split())


def test_who_holds_two_roles_takes_over_in_the_one_that_may(served: Served) -> None:
    """A role that may do nothing here is not held against another that they hold."""
    school = served.offices["Hollins School"]
    both = school.hire(f"Nia {uuid4().hex[:6]}", "practitioner", "manager")
    request, _ = gone(served)
    desk, worn = served.desk, hat(both)
    (row,) = [each for each in served.run(desk.waiting(worn)).waiting if each.record == request]
    served.run(desk.take_over(worn, row, why="left", to=None))
    (taken,) = served.run(desk.request(worn, request)).takeovers
    assert (taken.taken_by, taken.role) == (both.id, "manager")
    school.administer("change-roles", practitioner=str(both.id), roles=[]).ok()


def test_what_is_due_stands_before_what_is_not_and_an_emergency_before_all(
    served: Served, come: Come
) -> None:
    """Finding: what was shared some time ago stood above a request that was nearly due."""
    council = served.offices["Northshire Council"]
    manager = hat(council.hire(f"Mo {uuid4().hex[:6]}", "manager"))

    def listed() -> list[tuple[str, bool]]:
        rows = served.run(served.desk.waiting(manager)).waiting
        return [(row.record_kind, row.emergency) for row in rows]

    bea = say(asked(served, come, "Bea", "Hollins School"))
    bea.press("Continue", **DECIDED, **HEARD).press("Decide and send")
    served.ask(to=(To(agency=council.id),))
    assert listed() == [("share-request", False), ("disclosure", False)]
    at_once(say(asked(served, come, "Bea", "Hollins School")), **AT_RISK).press(NOW)
    assert listed()[0] == ("disclosure", True)
    assert listed()[1:] == [("share-request", False), ("disclosure", False)]


BEGUN = "Who had it before had begun to answer it"
HALF = "Half a sentence of hers."


@pytest.mark.parametrize("act", ["Take over", "Give it to a colleague"])
@pytest.mark.parametrize("page", ["share/items", "answer/challenge"])
def test_that_an_answer_was_begun_is_told_and_never_what_it_says(
    served: Served, come: Come, page: str, act: str
) -> None:
    request = served.ask()
    ella = str(served.people["Ella"].id)
    come("Ella").get(f"/requests/{request}").press("Assign", to=ella)
    theirs = come("Ella").get(f"/requests/{request}/{page}")
    if page == "share/items":
        theirs.press("Save for later", reasons=HALF)
    else:
        theirs.press("Cymraeg", reasons=HALF)
    mair = come("Mair").get(f"/waiting/{request}")
    assert BEGUN not in mair.text
    mair.press(act, why="away", to=str(served.people["Bea"].id))
    led_on = f'href="/waiting/{request}">See with whom it is' in mair.text
    assert led_on == (act != "Take over")
    assert BEGUN in mair.text
    assert HALF not in mair.text


def test_where_nothing_was_begun_nothing_is_said_of_it(served: Served, come: Come) -> None:
    request, _ = gone(served)
    mair = come("Mair").get(f"/waiting/{request}").press("Take over", why="left")
    assert "It is yours now" in mair.text
    assert BEGUN not in mair.text
