"""Nothing that was typed is lost, and what is wrong is said beside the field."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from starlette.datastructures import FormData

from hub_services.desk.web.forms import Form
from tests.services.desk.house import WHY
from tests.support.pages import Served
from tests.web import steps
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import FACT, WHY_RIGHT, day

TYPED = "What I had typed before, with \u201cquotes\u201d & <signs> and O'Brien"


def protected(reader: Reader) -> Fills:
    """Whoever is chosen on the page is a child."""
    scopes = re.findall(r'name="(scope-[0-9a-f-]{36})"', reader.text)
    return {scope.replace("-", "_"): "under-18" for scope in scopes}


def form(**fields: str) -> Form:
    return Form({name.replace("_", "-"): [value] for name, value in fields.items()})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (("27", "3", "2026"), date(2026, 3, 27)),
        (("01", "09", "2025"), date(2025, 9, 1)),
        ((" 1 ", " 9 ", " 2025 "), date(2025, 9, 1)),
        (("31", "2", "2026"), None),
        (("1", "", "2026"), None),
        (("x", "3", "2026"), None),
        (("1", "3", "0"), None),
        (("1", "3", "99999"), None),
        (("1", "3", "9" * 20), None),
        (("", "", ""), None),
    ],
)
def test_a_date_is_a_real_date_or_is_said_not_to_be(
    written: tuple[str, str, str], meant: date | None
) -> None:
    sent = form(on_day=written[0], on_month=written[1], on_year=written[2])
    assert sent.day("on") == meant
    assert ("on" in sent.errors) is (meant is None)


@pytest.mark.parametrize(
    ("time", "meant"),
    [
        ("16:00", datetime(2026, 3, 28, 16, 0, tzinfo=UTC)),
        ("16.30", datetime(2026, 3, 28, 16, 30, tzinfo=UTC)),
        ("9", datetime(2026, 3, 28, 9, 0, tzinfo=UTC)),
        ("25:00", None),
        ("9" * 20, None),
        ("noon", None),
        ("", None),
    ],
)
def test_a_time_of_day_is_read_or_is_said_not_to_be(time: str, meant: datetime | None) -> None:
    sent = form(due_day="28", due_month="3", due_year="2026", due_time=time)
    assert sent.moment("due") == meant
    assert ("due-time" in sent.errors) is (meant is None)


def test_a_time_in_summer_is_meant_in_london() -> None:
    sent = form(due_day="1", due_month="7", due_year="2026", due_time="16:00")
    assert sent.moment("due") == datetime(2026, 7, 1, 15, 0, tzinfo=UTC)


def test_a_date_that_is_asked_for_in_vain_may_be_left_out_where_it_is_not_required() -> None:
    sent = form()
    assert sent.day("on", required=False) is None
    assert sent.errors == {}


def test_line_ends_of_a_browser_become_plain_ones() -> None:
    sent = Form.sent(FormData([("why", "one\r\ntwo")]))
    assert sent.value("why") == "one\ntwo"


def test_a_draft_keeps_what_was_typed_without_token_and_buttons() -> None:
    sent = form(token="secret", do="save", why=" x ")
    assert Form.kept(sent.plain()).fields == {"why": [" x "]}
    assert Form.kept("nonsense").fields == {}


def test_a_group_is_forgotten_by_its_beginning_and_a_field_by_its_name() -> None:
    sent = form(to="a", told="b", due_day="1", due="c")
    sent.without("to", "due-")
    assert sent.fields == {"told": ["b"], "due": ["c"]}


def test_only_a_choice_that_was_offered_is_taken() -> None:
    sent = form(kind="guess")
    assert sent.chosen("kind", ("fact", "opinion")) == ""
    assert "kind" in sent.errors


def test_a_challenge_without_a_ground_shows_again_what_was_typed(
    served: Served, come: Come
) -> None:
    bea = come("Bea").get(f"/requests/{served.ask()}/answer/challenge")
    bea.press("Send this answer", reasons=TYPED)
    assert bea.page.status_code == 422
    assert "There is a problem" in bea.text
    assert "<title>Error:" in " ".join(bea.text.split()).replace("<title >", "<title>")
    assert "&lt;signs&gt;" in bea.text
    assert 'href="#ground"' in bea.text


def test_a_nothing_held_answer_says_what_is_missing_of_its_search(
    served: Served, come: Come
) -> None:
    served.remember("Petra", "Untold Underhill")  # no other test has told the school of them
    request = served.ask_as("Petra", "Untold Underhill")
    bea = come("Bea").get(f"/requests/{request}/share")
    assert 'value="name" checked' in " ".join(bea.text.split())
    assert 'value="date-of-birth" checked' not in " ".join(bea.text.split()), "untold as yet"
    bea.press("Open and read")
    bea.get(f"{bea.page.url.path}/answer/not-held")
    assert 'value="date-of-birth" checked' in " ".join(bea.text.split())
    bea.press("Send this answer", reasons=TYPED)
    assert "Choose at least one system that you searched" in bea.text
    assert "&lt;signs&gt;" in bea.text


def test_a_nothing_held_answer_takes_one_page_and_two_inputs(
    served: Served, come: Come
) -> None:
    request = served.ask()
    petra, bea = come("Petra"), come("Bea")
    bea.get(f"/requests/{request}").press("Open and read")
    bea.get(f"/requests/{request}/answer/not-held")
    bea.press(
        "Send this answer",
        system=["management-information-system"],
        skipped=["paper-archive"],
    )
    assert "Your answer has been sent" in bea.text
    petra.get(f"/requests/{request}")
    assert "No record found. This is not information that there is nothing." in petra.text
    assert "Paper files and archive" in petra.text


def test_a_question_reaches_the_requester(served: Served, come: Come) -> None:
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    bea.get(f"/requests/{request}/answer/clarification")
    bea.press("Send this answer", reasons="Which of the two classes is meant?")
    assert "Your answer has been sent" in bea.text
    assert "Clarification" in come("Petra").get(f"/requests/{request}").text


def test_a_draft_of_a_request_waits_until_it_is_sent_or_discarded(
    served: Served, come: Come
) -> None:
    petra = come("Petra")
    steps.compose(petra, served)
    draft = petra.page.url.path.removesuffix("/check")
    petra.get(f"{draft}/what").press("Save and update the preview", word_why_needed=TYPED)
    again = come("Petra").get("/sent")
    assert draft in again.text
    again.get(f"{draft}/what")
    assert "&lt;signs&gt;" in again.text
    again.get(f"{draft}/what").press("Discard", word_why_needed=f"{TYPED}, and more")
    assert "Discard this draft?" in again.text
    assert "and more" in again.get(f"{draft}/what").text, "it can still be kept"
    again.get(f"{draft}/check").press("Discard").press("Discard it")
    assert "The draft has been discarded" in again.text
    assert draft not in again.text
    assert again.get(f"{draft}/what").page.url.path == "/sent"


def test_nobody_else_sees_a_draft(served: Served, come: Come) -> None:
    petra = come("Petra")
    steps.compose(petra, served)
    quin = come("Quin").get(petra.page.url.path)
    assert quin.page.url.path == "/sent"
    assert WHY["why-needed"] not in quin.text


def test_a_request_with_nothing_in_it_is_told_field_by_field(
    served: Served, come: Come
) -> None:
    petra = come("Petra").get("/ask").press("Continue")
    assert "Choose the law on which you ask" in petra.text
    assert "Choose at least one agency" in petra.text
    school = str(served.offices["Hollins School"].id)
    petra.press("Continue", provision="CA2004-16H", to=[school])
    petra.press("Continue")
    assert "Choose at least one person, or add someone" in petra.text
    petra.press("Add", new_names="", **day("new_born", "31 2 2016"))
    assert "Enter the full name" in petra.text
    assert "This is not a real date" in petra.text
    petra.press("Add", new_names="Ada Example", **day("new_born", "1 2 2016"))
    petra.press("Continue", **dict.fromkeys(protected(petra), ""))
    assert "Say of at least one of them why they are protected" in petra.text
    petra.press("Continue", **protected(petra))
    petra.press("Continue", due_time="noon", word_burden=TYPED)
    for wanted in (
        "Choose the function it serves",
        "Choose the purpose",
        "Choose at least one thing to ask for",
        "Say why you need it",
        "Say whether the family has been told",
        "Enter the date by which you need it",
        "This is not a time of day",
        "&lt;signs&gt;",
    ):
        assert wanted in petra.text


def test_who_is_under_18_by_the_date_of_birth_is_proposed_as_a_child(
    served: Served, come: Come
) -> None:
    """On the page that is confirmed; who is of age, or of no date, is proposed as nothing."""
    petra = come("Petra").get("/ask")
    school = str(served.offices["Hollins School"].id)
    petra.press("Continue", provision="CA2004-16H", to=[school])
    petra.press("Add", new_names="Amy Example", **day("new_born", "1 2 2016"))
    petra.press("Add", new_names="Ann Example", **day("new_born", "1 2 1986"))
    petra.press("Add", new_names="Abe Example")
    assert petra.text.count('value="under-18" selected') == 1
    amy, ann = (petra.text.index(f"<strong>{name} Example") for name in ("Amy", "Ann"))
    assert amy < petra.text.index('value="under-18" selected') < ann
    petra.press("Continue", **dict.fromkeys(protected(petra), ""))
    assert "Say of at least one of them why they are protected" in petra.text
    assert 'value="under-18" selected' not in petra.text, "what was taken away stays away"


def test_someone_who_was_written_down_and_not_added_is_not_left_out_unawares(
    served: Served, come: Come
) -> None:
    petra = come("Petra").get("/ask")
    school = str(served.offices["Hollins School"].id)
    petra.press("Continue", provision="CA2004-16H", to=[school])
    petra.press("Add", new_names="Ada Example").press("Continue", new_names="Bo Example")
    assert petra.page.status_code == 422
    assert "Add this person, or empty the name" in petra.text
    petra.press("Continue", new_names="", **protected(petra))
    assert petra.page.url.path.endswith("/what")


def test_someone_known_is_found_by_part_of_a_name_and_chosen(
    served: Served, come: Come
) -> None:
    served.remember("Petra", "Zola Quartermaine")
    petra = come("Petra").get("/ask")
    school = str(served.offices["Hollins School"].id)
    petra.press("Continue", provision="CA2004-16H", to=[school])
    petra.press("Find", find="quarterm")
    assert "Zola Quartermaine" in petra.text
    found = steps.ticked(petra, "person")
    petra.press("Choose", person=found[-1:])
    assert "Chosen" in petra.text
    assert "<strong>Zola Quartermaine</strong>" in petra.text


def test_what_is_shared_is_kept_while_it_is_incomplete(served: Served, come: Come) -> None:
    request = f"/requests/{served.ask()}"
    bea = come("Bea").get(request)
    bea.press("Open and read")
    bea.get(f"{request}/share").press("Continue", pair_1_do="share", say_1_text=TYPED)
    assert bea.page.status_code == 422
    for wanted in ("Say whether it is fact or opinion", "Say how sensitive it is", "&lt;signs"):
        assert wanted in bea.text
    bea.press("Save for later", pair_1_do="share", say_1_text=TYPED)
    assert "Saved." in bea.text
    again = come("Bea").get(f"{request}/share")
    assert "&lt;signs" in again.text
    again.press("Add another statement")
    assert again.text.count('name="say-7-text"') == 1


def test_a_decision_that_nobody_confirmed_goes_no_further(served: Served, come: Come) -> None:
    pupils = served.ask()
    request = f"/requests/{pupils}"
    bea = come("Bea").get(request)
    bea.press("Open and read")
    for number in range(2, 7):
        assert f'name="pair-{number}-do"' in bea.get(f"{request}/share").text
    said: dict[str, str | list[str]] = {
        f"pair_{number}_do": "not-held" for number in range(2, 7)
    }
    said |= {
        "pair_1_do": "share",
        "say_1_text": FACT,
        "say_1_kind": "fact",
        "say_1_about": "child-health-development-exposure",
        "say_1_sensitivity": "ordinary",
        "say_1_nature": "none",
        "search_system": ["attendance-register"],
        **day("say_1_as_at", "17 7 2026"),
    }
    bea.press("Continue", **said)
    assert bea.page.url.path.endswith("/share/decision")
    bea.press("Continue", d_openness=TYPED)
    assert bea.page.status_code == 422
    assert "Confirm that these answers are yours" in bea.text
    assert "Say how great the risk is" in bea.text
    assert "&lt;signs" in bea.text


def test_who_is_not_sure_holds_the_decision_and_asks_and_nothing_is_shared(
    served: Served, come: Come
) -> None:
    request = f"/requests/{served.ask()}"
    bea = come("Bea").get(request)
    bea.press("Open and read")
    said: Fills = {f"pair_{number}_do": "not-held" for number in range(2, 7)}
    said |= {
        "pair_1_do": "share",
        "say_1_text": FACT,
        "say_1_kind": "fact",
        "say_1_about": "child-health-development-exposure",
        "say_1_sensitivity": "ordinary",
        "say_1_nature": "none",
        "search_system": ["attendance-register"],
        **day("say_1_as_at", "17 7 2026"),
    }
    bea.get(f"{request}/share").press("Continue", **said)
    answers: Fills = {
        "d_consent": "unsure",
        "d_need_level": "some",
        "d_risk_level": "some",
        "d_clarity": "clear",
        "d_urgency": "urgent",
        "d_harm": "none",
        "d_why": WHY_RIGHT,
        "d_confirmed": "yes",
    }
    bea.press("Continue", **answers)
    assert "Say what you want advice on" in bea.text
    bea.press(
        "Continue",
        d_question="May a view of a class teacher be shared without asking the parents?",
        d_question_role="co-ordinator",
        d_question_due_time="16:00",
        **answers,
        **day("d_question_due", "9 10 2026"),
    )
    assert "Nothing is shared now" in bea.text
    bea.press("Record the hold")
    assert "The decision is on hold" in bea.text, bea.text
    assert "Hold and seek advice" in bea.text
    assert "Waiting for an answer" in come("Petra").get(request).text
    assert FACT in bea.get(f"{request}/share").text


def test_a_law_that_does_not_reach_an_agency_is_told_at_once(
    served: Served, come: Come
) -> None:
    school = str(served.offices["Hollins School"].id)
    petra = come("Petra").get("/ask")
    petra.press("Continue", provision="CL-POLICE", to=[school])
    assert "This law does not reach Hollins School: leave them out" in petra.text


def test_who_asked_sees_whom_to_ring_until_it_is_opened(served: Served, come: Come) -> None:
    request = f"/requests/{served.ask()}"
    petra = come("Petra").get(request)
    assert "You can ring:" in petra.text
    assert "Bea Lloyd, 01632 960001" in petra.text
    come("Bea").get(request).press("Open and read")
    assert "You can ring:" not in petra.get(request).text
    assert "Opened by Bea Lloyd" in petra.text


def test_who_asked_sees_whom_to_ring_once_it_is_late(served: Served, come: Come) -> None:
    """Whoever opened it, whether or not anybody else was named."""
    due = served.world.clock.now() + timedelta(minutes=30)
    request = f"/requests/{served.ask(due_at=due)}"
    come("Bea").get(request).press("Open and read")
    petra = come("Petra").get(request)
    assert "You can ring:" not in petra.text
    served.world.pass_time(hours=1)
    petra = come("Petra").get(request)
    assert "No answer in time. You can ring:" in petra.text
    assert "Bea Lloyd, 01632 960001" in petra.text


@pytest.mark.parametrize("kind", ["clarification", "challenge"])
def test_who_is_asked_back_knows_what_to_do_and_whom_to_ring(
    served: Served, come: Come, kind: str
) -> None:
    request = f"/requests/{served.ask()}"
    bea = come("Bea").get(request).press("Open and read")
    bea.get(f"{request}/answer/{kind}")
    bea.press("Send this answer", ground="not-necessary", reasons=steps.CHALLENGE)
    petra = come("Petra").get(request)
    assert "They wait for you" in petra.text
    assert "Bea Lloyd, 01632 960001" in petra.text
    assert 'href="/ask">Ask anew' in petra.text


def test_who_has_answered_is_not_asked_as_if_they_had_not(served: Served, come: Come) -> None:
    request = f"/requests/{served.ask()}"
    bea = come("Bea").get(request).press("Open and read")
    assert "You have answered" not in bea.text
    steps.not_known(bea.get(f"{request}/answer/not-known-here"))
    assert "You have answered. If something turns up" in bea.text
    assert "Your answer<" not in bea.text


def test_a_time_that_has_passed_and_a_day_to_come_are_told_at_once(
    served: Served, come: Come
) -> None:
    petra = come("Petra")
    steps.compose(petra, served)
    petra.get(petra.page.url.path.replace("check", "what"))
    petra.press("Continue", **day("due", "1 10 2026"))
    assert "This time has passed already" in petra.text
    petra.get(f"/requests/{served.ask()}").press(
        "Narrow the request", due_time="", due_day="", due_month="", due_year=""
    )
    for wanted in ("Enter the date by which you still need it", "Enter the time of day"):
        assert wanted in petra.text
    bea = come("Bea").get(f"/requests/{served.ask()}/share")
    bea.press("Continue", pair_1_do="share", **day("say_1_as_at", "17 7 2027"))
    assert "This day is still to come" in bea.text
    bea.press("Continue", pair_1_do="share", **day("say_1_as_at", "17 7"[:2] + " 7 2026"))
    assert "This day is still to come" not in bea.text
