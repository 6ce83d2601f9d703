"""Someone is at immediate risk: what they who can protect need goes at once (R-018, R-362)."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from hub_domain.ids import decision_id
from tests.support.pages import Served
from tests.web.browsing import Come, Fills, Reader
from tests.web.test_what_is_minded import DECIDED, HEARD, SAID, asked, decision, say

CHECK, NOW = "Share now: check and send", "Share now"
AT_RISK: Fills = {"d_immediate": "yes", "d_post": "csc"}


@pytest.fixture
def sharing(served: Served, come: Come) -> Reader:
    """A school has written what it would tell the council, and is to decide."""
    return say(asked(served, come, "Bea", "Hollins School"))


def test_it_goes_with_nothing_else_answered_and_the_rest_is_a_task(
    come: Come, sharing: Reader
) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    sharing.press(CHECK, **AT_RISK)
    assert "complete the record afterwards" in sharing.text
    assert "has rung 999" in sharing.text
    sharing.press(NOW)
    assert "Your answer has been sent. What is not recorded yet waits" in sharing.text
    assert SAID not in come("Asha").get(request).text
    page = decision(sharing)
    assert "Emergency: share now" in page
    tasks = sharing.get("/tasks").text
    assert "Complete the record of an emergency" in tasks
    assert "Tell the police of a possible crime" in tasks


def test_what_nobody_confirmed_is_not_recorded_as_theirs(
    served: Served, sharing: Reader
) -> None:
    """R-014: what follows from the request is a person's to confirm."""
    sharing.press(CHECK, **AT_RISK, d_need_level="severe").press(NOW)
    made = served.run(served.desk.decision(served.hat("Bea"), made_on(sharing, served)))
    codes = made.decision["codes"]
    assert codes["record"] == {"need-level": "severe"}
    assert codes["runs"][0]["lawful"] is None
    assert codes["confirmed"] is False
    assert codes["purpose"]["code"] == "child-protection"
    assert codes["recipient_post"] == "csc"
    (reasons,) = made.writings
    assert reasons.opened is not None
    assert not any(reasons.opened.words().values())


def made_on(reader: Reader, served: Served, request: str = "") -> UUID:
    answered = UUID((request or reader.page.url.path).rpartition("/")[2])
    return decision_id(answered, served.offices["Northshire Council"].id)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"d_post": "csc"}, "Tick that someone is, or may be, at immediate risk"),
        ({"d_immediate": "yes"}, "Say how those who receive it can protect someone now"),
        ({"d_immediate": "yes", "d_able": " "}, "Say how those who receive it can protect"),
    ],
)
def test_it_is_open_only_where_someone_is_at_risk_and_they_can_protect(
    sharing: Reader, said: Fills, wanted: str
) -> None:
    sharing.press(CHECK, **said)
    assert sharing.page.status_code == 422
    assert wanted in sharing.text


def test_the_service_that_protects_is_asked_for_first(sharing: Reader) -> None:
    sharing.press(CHECK, d_immediate="yes")
    assert 'href="#d-post"' in sharing.text


def test_why_they_can_protect_is_said_where_no_service_says_it(sharing: Reader) -> None:
    able = "She is the duty worker and can be at the house in ten minutes."
    sharing.press(CHECK, d_immediate="yes", d_able=able).press(NOW)
    assert "Emergency: share now" in decision(sharing)


def test_of_the_police_nobody_asks_whether_they_can(served: Served, come: Come) -> None:
    served.remember("Cole", "Kim Example")
    request = served.ask_as("Cole", "Kim Example")
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    say(bea.get(f"/requests/{request}/share"))
    assert "can protect them now" not in bea.text
    bea.press(CHECK, d_immediate="yes").press(NOW)
    assert "Emergency: share now" in decision(bea)


def test_the_ordinary_way_asks_everything_though_someone_is_at_risk(sharing: Reader) -> None:
    sharing.press("Continue", **AT_RISK)
    assert "Say how great the need is" in sharing.text
    sharing.press(CHECK, **AT_RISK)
    sharing.get(sharing.page.url.path.replace("check", "decision"))
    sharing.press("Continue", **AT_RISK)
    assert "Say how great the need is" in sharing.text
    sharing.get(sharing.page.url.path.replace("decision", "check")).press("Decide and send")
    assert "Say how great the need is" in sharing.text


def test_a_record_that_is_complete_leaves_no_gap(sharing: Reader) -> None:
    sharing.press("Continue", **AT_RISK, **DECIDED, **HEARD)
    sharing.press("Decide and send")
    assert "Emergency: share now" in decision(sharing)


def test_its_record_is_completed_afterwards_and_nothing_goes_twice(
    served: Served, sharing: Reader
) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    sharing.press(CHECK, **AT_RISK).press(NOW)
    assert "Complete the record" in decision(sharing)
    found = re.findall(r'href="(/requests/[0-9a-f-]{36}/share)"', sharing.text)
    assert found == [f"{request}/share"]
    sharing.get(found[0])
    assert "is not shared again" in sharing.text
    assert sharing.page.url.path.endswith("/share/decision")
    assert sharing.get(f"{request}/share/items").page.url.path.endswith("/share/decision")
    sharing.press("Continue")
    assert "Say how great the need is" in sharing.text
    sharing.press("Continue", **DECIDED, **HEARD).press("Complete the record")
    assert "The record is complete" in sharing.text, sharing.text
    assert "Emergency: share now" in sharing.text, "it was decided so, and still is"
    assert "Still to do" in sharing.text, "the police are still to be told"
    assert "Complete the record" not in sharing.text
    bea, made_id = served.hat("Bea"), made_on(sharing, served, request)
    made = served.run(served.desk.decision(bea, made_id))
    assert made.decision["codes"]["confirmed"] is True
    kept = [task.kind for task in made.tasks if task.closed_at is None]
    assert sorted(kept) == ["coordinator-file-note"] * 2 + ["share-with-police"]
    shared = served.run(served.desk.disclosures(bea, made=True)).disclosures
    assert [str(row.request) for row in shared].count(request.rpartition("/")[2]) == 1


def test_an_incomplete_record_holds_up_nothing_that_is_still_to_be_shared(
    sharing: Reader,
) -> None:
    """R-420: and the next decision completes it as well."""
    request = sharing.page.url.path.removesuffix("/share/decision")
    sharing.press(CHECK, **AT_RISK).press(NOW)
    sharing.get(f"{request}/share").press("Share something more first")
    assert sharing.page.url.path == f"{request}/share/items"
    say(sharing).press("Continue", **DECIDED, **HEARD).press("Decide and send")
    assert "Your answer has been sent" in sharing.text, sharing.text
    decision(sharing)
    assert "Complete the record" not in sharing.text


def test_sent_twice_it_does_not_complete_its_own_record(sharing: Reader) -> None:
    sharing.press(CHECK, **AT_RISK)
    check = sharing.page
    sharing.press(NOW)
    sharing.page = check
    sharing.press(NOW)
    assert "The record is complete" not in sharing.text
    assert "Say how great the need is" in sharing.text
    assert "Complete the record" in decision(sharing)


def test_nothing_is_complete_that_nobody_answered(sharing: Reader) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    sharing.press(CHECK, **AT_RISK).press(NOW)
    sharing.get(f"{request}/share/check").press("Complete the record")
    assert "Say how great the need is" in sharing.text


def test_no_form_says_that_it_was_shared_already(sharing: Reader) -> None:
    sharing.press("Continue", **DECIDED, **HEARD, shared="yes").press("Decide and send")
    assert "Your answer has been sent" in sharing.text


def test_nobody_else_is_led_to_complete_it(come: Come, sharing: Reader) -> None:
    sharing.press(CHECK, **AT_RISK).press(NOW)
    decision(sharing)
    ella = come("Ella").get(sharing.page.url.path)
    assert "Still to do" in ella.text
    assert "Complete the record</a>" not in " ".join(ella.text.split())


def test_who_has_not_read_the_request_is_told_on_every_page_of_the_answer(
    served: Served, come: Come
) -> None:
    request = f"/requests/{served.ask()}"
    bea = come("Bea")
    steps = ("items", "decision", "check")
    pages = [f"{request}/share/{step}" for step in steps]
    pages += [f"{request}/answer/{kind}" for kind in ("not-held", "challenge")]
    unread = "You have not opened this request."
    assert [unread in bea.get(page).text for page in pages] == [True] * 5
    bea.press("Open and read")
    assert [unread in bea.get(page).text for page in pages] == [False] * 5


def test_nothing_is_checked_before_something_is_written(served: Served, come: Come) -> None:
    bea = come("Bea").get(f"/requests/{served.ask()}/share/check")
    assert bea.page.url.path.endswith("/share/items")


def test_whose_opinion_it_is_is_said_and_the_recipient_sees_it(
    served: Served, come: Come
) -> None:
    """R-186, R-412: an opinion names its holder."""
    sharing = asked(served, come, "Bea", "Hollins School")
    said: Fills = {"say_1_kind": "opinion", "pair_2_do": "not-held"}
    say(sharing)
    sharing.get(sharing.page.url.path.replace("decision", "items"))
    sharing.press("Continue", **said)
    assert "Say whose opinion it is" in sharing.text
    sharing.press("Continue", say_1_holder="The form tutor")
    sharing.press(CHECK, **AT_RISK)
    assert "Opinion of: The form tutor" in " ".join(sharing.text.split())
