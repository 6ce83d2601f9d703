"""Someone is at immediate risk: what they who can protect need goes at once (R-018, R-362)."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from hub_domain.ids import decision_id
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import day, link, numbers_of
from tests.web.test_what_is_minded import DECIDED, HEARD, SAID, asked, decision, say

SHARE_NOW = "This is an emergency: share now, complete the record afterwards"
MORE = "Share something more, with all its questions"
CHECK, NOW = "Check it, then share now", "Share now"
UNTOLD = "The police have not been told"
AT_RISK: Fills = {"d_immediate": "yes", "d_post": "csc"}


def at_once(reader: Reader, **said: str | list[str]) -> Reader:
    """The way that an emergency takes, from a page of the answer, up to the last look."""
    return reader.press(SHARE_NOW).press(CHECK, **said)


def from_the_request(reader: Reader, request: str, text: str, **said: str) -> Reader:
    """The same from the page of a request, with nothing written before."""
    assert " ".join(reader.get(request).text.split()).count(SHARE_NOW) == 1
    reader.get(link_now(reader))
    (number,) = numbers_of(reader, "say")
    fills: Fills = {f"say_{number}_text": text, **AT_RISK, **said}
    return reader.press(CHECK, **fills)


def link_now(reader: Reader) -> str:
    """Where the page of a request leads in an emergency."""
    (path,) = re.findall(r'href="(/requests/[0-9a-f-]{36}/emergency)"', reader.text)
    return str(path)


@pytest.fixture
def sharing(served: Served, come: Come) -> Reader:
    """A school has written what it would tell the council, and is to decide."""
    return say(asked(served, come, "Bea", "Hollins School"))


def test_it_goes_with_nothing_else_answered_and_the_rest_is_a_task(
    come: Come, sharing: Reader
) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    at_once(sharing, **AT_RISK)
    assert "complete the record afterwards" in sharing.text
    assert "has rung 999" in sharing.text
    sharing.press(NOW)
    assert "It has been shared. What is not recorded yet waits" in sharing.text
    assert SAID not in come("Asha").get(request).text
    page = decision(sharing)
    assert "Emergency: share now" in page
    tasks = sharing.get("/tasks").text
    assert "Complete the record of an emergency" in tasks
    assert "Tell the police of an immediate risk or a possible crime" in tasks


def test_what_nobody_confirmed_is_not_recorded_as_theirs(
    served: Served, sharing: Reader
) -> None:
    """R-014: what follows from the request is a person's to confirm."""
    sharing.press(SHARE_NOW, d_need_level="severe").press(CHECK, **AT_RISK).press(NOW)
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


def made_on(reader: Reader | None, served: Served, request: str = "") -> UUID:
    path = request or (reader.page.url.path if reader else "")
    answered = UUID(path.rpartition("/")[2])
    return decision_id(answered, served.offices["Northshire Council"].id)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"d_post": "csc"}, "Tick that someone is, or may be, at immediate risk"),
        ({"d_immediate": "yes", "d_post": ""}, "Choose which service there can protect them"),
        ({"d_immediate": "yes", "d_post": "", "d_able": " "}, "Choose which service there can"),
    ],
)
def test_it_is_open_only_where_someone_is_at_risk_and_they_can_protect(
    sharing: Reader, said: Fills, wanted: str
) -> None:
    at_once(sharing, **said)
    assert sharing.page.status_code == 422
    assert wanted in sharing.text


def test_the_service_that_protects_is_asked_for_first(sharing: Reader) -> None:
    at_once(sharing, d_immediate="yes", d_post="")
    assert 'href="#d-post"' in sharing.text


def test_why_they_can_protect_is_said_where_no_service_says_it(sharing: Reader) -> None:
    able = "She is the duty worker and can be at the house in ten minutes."
    at_once(sharing, d_immediate="yes", d_post="", d_able=able).press(NOW)
    assert "Emergency: share now" in decision(sharing)


def test_of_the_police_nobody_asks_whether_they_can(served: Served, come: Come) -> None:
    served.remember("Cole", "Kim Example")
    request = served.ask_as("Cole", "Kim Example")
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    say(bea.get(f"/requests/{request}/share"))
    assert "can protect them now" not in bea.text
    at_once(bea, d_immediate="yes").press(NOW)
    assert "Emergency: share now" in decision(bea)
    assert UNTOLD not in bea.text, "this told them"


def test_the_ordinary_way_asks_everything_though_someone_is_at_risk(sharing: Reader) -> None:
    sharing.press("Continue", **AT_RISK)
    assert "Say how great the need is" in sharing.text
    at_once(sharing, **AT_RISK)
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
    at_once(sharing, **AT_RISK).press(NOW)
    assert "Complete the record" in decision(sharing)
    found = re.findall(r'href="(/requests/[0-9a-f-]{36}/record)"', sharing.text)
    assert found == [f"{request}/record"]
    sharing.get(found[0])
    assert "is not shared again" in sharing.text
    assert sharing.page.url.path == f"{request}/record/decision"
    for path in ("share", "record/items"):
        assert sharing.get(f"{request}/{path}").page.url.path == f"{request}/record/decision"
    sharing.press("Continue")
    assert "Say how great the need is" in sharing.text
    sharing.press("Continue", **DECIDED, **HEARD).press("Complete the record")
    assert "The record is complete" in sharing.text, sharing.text
    assert "Emergency: share now" in sharing.text, "it was decided so, and still is"
    assert "Still to do" in sharing.text, "the police are still to be told"
    assert "Complete the record" not in sharing.text
    assert sharing.get(f"{request}/record").page.url.path == request
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
    """R-420: and is still completed afterwards, for what went then."""
    request = sharing.page.url.path.removesuffix("/share/decision")
    at_once(sharing, **AT_RISK).press(NOW)
    sharing.get(f"{request}/share").press(MORE)
    assert sharing.page.url.path == f"{request}/share/items"
    say(sharing).press("Continue", **DECIDED, **HEARD).press("Decide and send")
    assert "Your answer has been sent" in sharing.text, sharing.text
    assert "Complete the record" in decision(sharing)
    sharing.get(f"{request}/share").press("Continue", **DECIDED, **HEARD)
    sharing.press("Complete the record")
    assert "The record is complete" in sharing.text, sharing.text


def test_sent_twice_it_does_not_complete_its_own_record(sharing: Reader) -> None:
    at_once(sharing, **AT_RISK)
    check = sharing.page
    sharing.press(NOW)
    sharing.page = check
    sharing.press(NOW)
    assert "The record is complete" not in sharing.text
    assert "That draft is no longer here" in sharing.text
    assert "Complete the record" in decision(sharing)


def test_nothing_is_complete_that_nobody_answered(sharing: Reader) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    at_once(sharing, **AT_RISK).press(NOW)
    sharing.get(f"{request}/record/check").press("Complete the record")
    assert "Say how great the need is" in sharing.text


def test_no_form_says_that_it_was_shared_already(sharing: Reader) -> None:
    sharing.press("Continue", **DECIDED, **HEARD, shared="yes").press("Decide and send")
    assert "Your answer has been sent" in sharing.text


def test_nobody_else_is_led_to_complete_it(come: Come, sharing: Reader) -> None:
    at_once(sharing, **AT_RISK).press(NOW)
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
    at_once(sharing, **AT_RISK)
    assert "Opinion of: The form tutor" in " ".join(sharing.text.split())


@requirement("R-200", "R-362")
def test_from_the_request_only_what_is_given_and_the_risk_are_asked(
    served: Served, come: Come
) -> None:
    """Finding: every thing asked had to be answered first, so grounds were made up for it."""
    sharing = asked(served, come, "Bea", "Hollins School")
    request = sharing.page.url.path.removesuffix("/share/items")
    from_the_request(sharing, request, SAID)
    assert sharing.page.url.path == f"{request}/share/check", sharing.text
    assert SAID in sharing.text
    assert "Not said whether fact or opinion" in sharing.text
    assert "they asked for" not in sharing.text, "nothing is said of what is not given"
    sharing.press(NOW)
    assert "It has been shared. What is not recorded yet waits" in sharing.text
    assert "still waits for your answer" in sharing.text
    assert f'href="{request}/share"' in sharing.text
    made = served.run(served.desk.decision(served.hat("Bea"), made_on(sharing, served)))
    (line,) = made.decision["items"]
    kept = [line[name] for name in ("included", "asked", "grounds", "kind", "as_at")]
    assert kept == [True, None, [], "", None]
    assert made.decision["codes"]["record"] == {}
    assert made.decision["codes"]["runs"][0]["special_category"] is None
    asha = come("Asha").get(request)
    assert "Shared in an emergency; the rest is still asked" in asha.text, (
        "nothing was said of what they asked"
    )
    asha.get(link(asha, "disclosures")).press("Open and read")
    assert SAID in asha.text
    assert "keep it as the most sensitive" in asha.text


@requirement("R-018", "R-362")
def test_something_is_given_and_there_is_a_risk(served: Served, come: Come) -> None:
    sharing = asked(served, come, "Bea", "Hollins School")
    request = sharing.page.url.path.removesuffix("/share/items")
    from_the_request(sharing, request, " ")
    assert sharing.page.status_code == 422
    assert "Write what they must know now" in sharing.text
    sharing.get(f"{request}/emergency").press(CHECK, d_immediate="")
    assert "Tick that someone is, or may be, at immediate risk" in sharing.text
    sharing.get(f"{request}/share/check")
    assert sharing.page.url.path != f"{request}/share/check"


@requirement("R-103", "R-186", "R-362")
def test_what_was_not_said_as_it_went_is_asked_when_the_record_is_completed(
    served: Served, come: Come
) -> None:
    sharing = asked(served, come, "Bea", "Hollins School")
    request = sharing.page.url.path.removesuffix("/share/items")
    why = "Her stepfather has taken her from school and has a knife."
    from_the_request(sharing, request, SAID, d_text_facts_of_case=why).press(NOW)
    sharing.get(f"{request}/share")
    assert SAID in sharing.text
    assert f">{why}</textarea>" in sharing.text, "it begins the record"
    sharing.press("Continue", **DECIDED, **HEARD)
    for wanted in (
        "Say whether it is fact or opinion",
        "Enter the date as at which it was so",
        "Say how sensitive it is",
        "Say what kind of information it is",
    ):
        assert wanted in sharing.text
    (number,) = (each for each in numbers_of(sharing, "say"))
    labels: Fills = {
        f"say_{number}_kind": "fact",
        f"say_{number}_sensitivity": "ordinary",
        f"say_{number}_about": "adult-in-contact",
        f"say_{number}_nature": ["special"],
        **day(f"say_{number}_as_at", "2 10 2026"),
    }
    sharing.press("Continue", **labels)
    assert "Choose the condition that fits" in sharing.text
    condition: Fills = {
        "d_condition": "vital-interests",
        "d_condition_why": "She cannot be asked, and her life may depend on it.",
        "d_confirmed": "yes",
    }
    sharing.press("Continue", **condition).press("Complete the record")
    assert "The record is complete" in sharing.text, sharing.text


@requirement("R-104", "R-362")
def test_the_record_is_of_both_that_went_and_asks_the_condition_of_the_first(
    served: Served, come: Come
) -> None:
    """Finding: it listed the second alone, and never asked why health data may go."""
    sharing = say(asked(served, come, "Bea", "Hollins School"), nature="special")
    request = sharing.page.url.path.removesuffix("/share/decision")
    at_once(sharing, **AT_RISK).press(NOW)
    second = "He said at the gate that nobody will see her again."
    from_the_request(sharing, request, second).press(NOW)
    sharing.get(f"{request}/share")
    (number,) = numbers_of(sharing, "say")
    labels: Fills = {
        f"say_{number}_kind": "hearsay",
        f"say_{number}_sensitivity": "ordinary",
        f"say_{number}_about": "adult-in-contact",
        f"say_{number}_nature": ["none"],
        **day(f"say_{number}_as_at", "2 10 2026"),
    }
    sharing.press("Continue", **DECIDED, **HEARD, **labels)
    assert "Choose the condition that fits" in sharing.text
    condition: Fills = {
        "d_condition": "vital-interests",
        "d_condition_why": "She cannot be asked, and her life may depend on it.",
        "d_confirmed": "yes",
    }
    sharing.press("Continue", **condition)
    assert SAID in sharing.text
    assert second in sharing.text
    sharing.press("Complete the record")
    assert "The record is complete" in sharing.text, sharing.text
    made = served.run(
        served.desk.decision(served.hat("Bea"), made_on(sharing, served, request))
    )
    assert len(made.decision["items"]) == 2 + 1, "both that went, and what is not held"
    assert made.unrecorded == ()


@requirement("R-362")
def test_what_a_colleague_gave_at_once_is_in_the_record_as_well(
    served: Served, come: Come
) -> None:
    bea = say(asked(served, come, "Bea", "Hollins School"))
    request = bea.page.url.path.removesuffix("/share/decision")
    at_once(bea, **AT_RISK).press(NOW)
    ella = from_the_request(come("Ella"), request, "She has rung her teacher in tears.")
    ella.press(NOW).get(f"{request}/share")
    asked_of = numbers_of(ella, "say")
    assert len(asked_of) == 2, "hers had no labels, and the other is not in her draft"
    labels: Fills = {}
    for number in asked_of:
        labels |= {
            f"say_{number}_kind": "fact",
            f"say_{number}_sensitivity": "ordinary",
            f"say_{number}_about": "adult-in-contact",
            f"say_{number}_nature": ["none"],
            **day(f"say_{number}_as_at", "2 10 2026"),
        }
    ella.press("Continue", **DECIDED, **HEARD, **labels)
    ella.press("Complete the record")
    assert "The record is complete" in ella.text, ella.text


@requirement("R-161", "R-362")
def test_who_is_not_sure_asks_and_completes_the_record_with_the_advice(
    sharing: Reader,
) -> None:
    request = sharing.page.url.path.removesuffix("/share/decision")
    at_once(sharing, **AT_RISK).press(NOW)
    question: Fills = {
        "d_consent": "unsure",
        "d_question": "May we rely on the duty to protect where her mother has refused?",
        "d_question_role": "named-professional",
        "d_question_due_time": "16:00",
        **day("d_question_due", "12 10 2026"),
    }
    sharing.get(f"{request}/share").press("Continue", **{**DECIDED, **HEARD, **question})
    sharing.press("Record the hold")
    assert "Your question is recorded" in sharing.text, sharing.text
    sharing.get(f"{request}/share").press("Continue", **DECIDED, **HEARD)
    sharing.press("Complete the record")
    assert "The record is complete" in sharing.text, sharing.text
