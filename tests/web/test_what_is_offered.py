"""What a page offers can be done, by who reads it; what it says of others is whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub_domain.law.catalogue import Body
from hub_domain.roles import CASEWORK
from hub_services.desk.drafts import ItemAsked
from hub_services.desk.web.emergency_form import posts_of
from hub_services.desk.web.pictures import entries_of
from hub_services.words.codes import called
from tests.support.pages import PUPILS, Served
from tests.web.browsing import Come
from tests.web.steps import CHALLENGE, compose, day, not_known
from tests.web.test_emergency import AT_RISK, NOW, at_once
from tests.web.test_pictures import BOARD, SCHOOL, row
from tests.web.test_what_is_minded import DECIDED, HEARD, asked, say

COUNCIL = "Asha Patel, 01632 960001"
FLAT = " ".join


@pytest.mark.parametrize("kind", ["not-held", "not-known-here"])
def test_nobody_says_that_nothing_is_held_who_has_not_read_about_whom(
    served: Served, come: Come, kind: str
) -> None:
    request = served.ask()
    page = f"/requests/{request}/answer/{kind}"
    bea = come("Bea").get(page)
    assert "Open it first" in bea.text
    assert "Send this answer" not in bea.text
    form = {"token": dict(bea.forms()[-1].fields)["token"], "reasons": "Not one of ours."}
    bea.page = bea.client.post(page, data={**form, "system": "attendance-register"})
    assert "Open it first" in bea.text
    assert (
        served.run(served.desk.request(served.hat("Bea"), request)).request.status == "issued"
    )
    bea.press("Open and read").get(page)
    assert "Not one of ours." in bea.text
    period = {**day("from", "1 9 2025"), **day("to", "20 7 2026")}
    not_known(bea, identifier=["name"], **period)
    assert "Your answer has been sent" in bea.text


def test_an_emergency_names_whom_to_ring_before_and_after_it_is_sent(
    served: Served, come: Come
) -> None:
    bea = at_once(say(asked(served, come, "Bea", "Hollins School")), **AT_RISK)
    assert "Ring as well: this reaches one person." in bea.text
    assert COUNCIL in bea.text
    bea.press(NOW)
    assert "Not opened there yet. You can ring:" in bea.text
    assert COUNCIL in bea.text
    request = bea.page.url.path
    assert "Nobody there has opened what you shared yet" in bea.get(request).text
    assert COUNCIL in bea.text
    asha = come("Asha").get(request)
    asha.get(
        asha.text.split('href="/disclosures/')[1].split('"')[0].join(["/disclosures/", ""])
    )
    asha.press("Open and read")
    assert "Nobody there has opened what you shared yet" not in bea.get(request).text


def test_only_services_are_offered_that_can_protect_who_is_at_risk() -> None:
    council = Body(
        agency=BOARD,
        nation="england",
        categories=frozenset(),
        protective=frozenset({"csc", "asc"}),
    )
    assert posts_of(council, {"under-18"}) == ["csc"]
    assert posts_of(council, {"adult-at-risk"}) == ["asc"]
    assert posts_of(council, {"under-18", "adult-at-risk"}) == ["asc", "csc"]


def test_adult_social_care_is_neither_offered_nor_taken_for_a_child(
    served: Served, come: Come
) -> None:
    bea = say(asked(served, come, "Bea", "Hollins School"))
    assert '<option value="csc"' in bea.text
    assert '<option value="asc"' not in bea.text
    at_once(bea, d_immediate="yes", d_post="asc")
    assert "Choose which service there can protect them now" in bea.text


@pytest.mark.parametrize(
    ("pupils", "begins", "less"),
    [
        (1, date(2026, 7, 20), False),
        (1, date(2025, 9, 1), True),
        (2, date(2026, 7, 20), True),
    ],
    ids=["one day of one", "a year of one", "one day of two"],
)
def test_less_can_be_asked_for_only_where_there_is_less(
    served: Served, come: Come, pupils: int, begins: date, *, less: bool
) -> None:
    served.ask()
    people = [served.pupils[name] for name in PUPILS[:pupils]]
    item = ItemAsked(
        topic="attendance",
        period_from=begins,
        period_to=date(2026, 7, 20),
        persons=tuple(people),
    )
    request = served.ask_as("Petra", *PUPILS[:pupils], items=(item,))
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    bea.get(f"/requests/{request}/answer/challenge")
    bea.press("Send this answer", ground="not-necessary", reasons=CHALLENGE)
    petra = come("Petra").get(f"/requests/{request}")
    assert ("You can also ask for less" in petra.text) is less
    assert ("Explain, or ask for less" in petra.text) is less


def test_what_went_astray_is_withdrawn_with_a_reason_and_both_sides_see_it(
    served: Served, come: Come
) -> None:
    served.ask()
    path = f"/requests/{served.ask_as('Petra', PUPILS[0])}"
    petra, bea = come("Petra").get(path), come("Bea")
    petra.press("Withdraw the request")
    assert petra.page.status_code == 422
    petra.press("Withdraw the request", withdrawn_why="wrong-agency")
    assert "The request has been withdrawn." in petra.text
    assert "It went to the wrong agency." in petra.text
    assert 'id="withdraw"' not in petra.text
    for page in ("", "/share", "/share/items", "/emergency", "/answer/challenge"):
        bea.get(f"{path}{page}")
        assert bea.page.url.path == path
        assert "They withdrew it" in bea.text
        assert "Your answer" not in bea.text
        assert "Open and read" not in bea.text


def test_what_was_read_before_it_was_withdrawn_is_shown_no_longer(
    served: Served, come: Come
) -> None:
    served.ask()
    path = f"/requests/{served.ask_as('Petra', PUPILS[0])}"
    bea = come("Bea").get(path).press("Open and read")
    assert PUPILS[0] in bea.text
    come("Petra").get(path).press("Withdraw the request", withdrawn_why="wrong-person")
    assert PUPILS[0] not in bea.get(path).text


def test_of_a_draft_that_is_gone_a_second_tab_is_told_so(served: Served, come: Come) -> None:
    petra, other = come("Petra"), come("Petra")
    compose(petra, served)
    other.get(petra.page.url.path)
    petra.press("Send the request")
    other.press("Send the request")
    assert other.page.url.path == "/sent"
    assert "That draft is no longer here: it was sent or discarded." in other.text


def test_of_an_answer_that_was_sent_a_second_tab_is_told_so(served: Served, come: Come) -> None:
    bea = say(asked(served, come, "Bea", "Hollins School"))
    bea.press("Continue", **DECIDED, **HEARD)
    check = bea.page
    bea.press("Decide and send")
    bea.page = check
    bea.press("Decide and send")
    assert bea.page.url.path == check.url.path.removesuffix("/share/check")
    assert "That draft is no longer here: it was sent or discarded." in bea.text


def test_the_preview_says_all_that_they_will_see_and_to_whom_it_goes(
    served: Served, come: Come
) -> None:
    petra = come("Petra")
    compose(petra, served)
    text = FLAT(petra.text.split())
    assert "From: Petra Novak, Northshire ICB." in text
    assert ", 01632 960001. </p>" in text or ", 01632 960001.</p>" in text
    assert "To: the safeguarding lead: Bea Lloyd, 01632 960001." in text
    assert "The answer is due Thursday 22 October 2026, 16:00." in text
    assert f"{called('told', 'not-yet')}." in text
    assert called("scope", "under-18") in text


def test_whoever_governs_or_scrutinises_is_no_addressee_of_casework(
    served: Served, come: Come
) -> None:
    petra = come("Petra")
    compose(petra, served)
    petra.get(petra.page.url.path.replace("check", "what"))
    directory = served.run(served.desk.directory(served.hat("Petra")))
    staff = directory.staff_of(served.offices["Hollins School"].id)
    offered = {
        each.name: f'value="staff:{each.practitioner_id}"' in petra.text for each in staff
    }
    assert offered["Bea Lloyd"]
    assert [name for name, is_there in offered.items() if not is_there]
    assert all(offered[each.name] == bool(CASEWORK & set(each.roles)) for each in staff)


def test_who_has_read_it_is_not_told_that_the_name_is_sealed(
    served: Served, come: Come
) -> None:
    request = f"/requests/{served.ask(due_at=served.world.clock.now() + timedelta(days=5))}"
    bea = come("Bea").get(request)
    bea.press("Open and read")
    served.world.pass_time(hours=25)
    bea = come("Bea").get(request)
    assert PUPILS[1] in bea.text
    assert "Who it is about and why they ask is sealed" not in bea.text
    assert "You read it on" in bea.text


def test_what_is_answered_in_full_offers_no_other_answer(served: Served, come: Come) -> None:
    bea = asked(served, come, "Bea", "Hollins School")
    request = bea.page.url.path.removesuffix("/share/items")
    fills = {"pair_2_do": "share", "say_2_text": "Calm in class.", "say_2_kind": "fact"}
    fills |= {"say_2_about": "child-health-development-exposure"}
    fills |= {"say_2_sensitivity": "ordinary", "say_2_nature": "none", "say_2_as_at_day": "2"}
    fills |= {"say_2_as_at_month": "10", "say_2_as_at_year": "2026"}
    bea.press("Continue")
    say(bea)
    bea.get(f"{request}/share/items").press("Continue", **fills)
    bea.press("Continue", **DECIDED, **HEARD).press("Decide and send")
    assert "Your answer has been sent" in bea.text, bea.text
    assert "Answer again" not in bea.text
    for page in ("answer/not-held", "answer/challenge", "share", "share/items"):
        assert bea.get(f"{request}/{page}").page.url.path == request


def test_a_scrutineer_is_told_which_writing_was_read() -> None:
    record = str(BOARD)
    rows = [
        row(3, BOARD, "asked", SCHOOL, record=record),
        row(5, SCHOOL, "opened", BOARD, record=record),
        row(6, BOARD, "opened", SCHOOL, record=record),
        row(9, BOARD, "opened", SCHOOL, record_kind="disclosure"),
    ]
    read = [entry.read for entry in entries_of(rows, str)]
    assert read == ["", "request", "reply", "disclosure"]


def test_who_waits_for_another_agency_sees_whom_to_ring(served: Served, come: Come) -> None:
    due = served.world.clock.now() + timedelta(minutes=30)
    request = served.ask(due_at=due)
    served.world.pass_time(hours=1)
    served.world.tick()
    petra = come("Petra").get("/tasks")
    assert "The other agency must act" in petra.text
    assert f'href="/requests/{request}">See the request' in petra.text
    assert "Bea Lloyd, 01632 960001" in petra.text


def test_an_answer_that_the_law_does_not_have_has_no_page(served: Served, come: Come) -> None:
    bea = come("Bea").get(f"/requests/{served.ask()}/answer/decline")
    assert bea.page.status_code == 404
