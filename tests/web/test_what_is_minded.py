"""What a person who shares is asked to mind, and what the decision is warned of (R-420)."""

from __future__ import annotations

import re

import pytest

from hub_services.desk.drafts import To
from tests.support.pages import Served
from tests.web.browsing import Come, Fills, Reader, Sent
from tests.web.steps import TOLD, WHY_RIGHT, day

SAID = "Called out twice in September; the child opened the door."
VOICE = "She told the officer that she does not want to go home."
DECIDED: Fills = {
    "d_consent": "not-sought",
    "d_reason": "could-place-child-at-risk",
    "d_no_consent": "Asking first would warn the adult who may be the cause.",
    "d_need_level": "some",
    "d_risk_level": "some",
    "d_clarity": "clear",
    "d_urgency": "routine",
    "d_harm": "none",
    "d_told_whom": "family/planned",
    "d_openness": TOLD,
    "d_expected": "yes",
    "d_why": WHY_RIGHT,
    "d_confirmed": "yes",
}
HEARD: Fills = {
    "d_child_voice": "view",
    "d_child_voice_words": VOICE,
    "d_understanding": "understood",
    "d_privacy_notice": "covers",
}


@pytest.fixture
def sharing(served: Served, come: Come) -> Reader:
    """The police begin to share one thing with the council, and hold nothing else."""
    return asked(served, come, "Cole", "Northshire Police")


def asked(served: Served, come: Come, name: str, agency: str) -> Reader:
    if "Kit Example" not in served.pupils:
        served.remember("Asha", "Kit Example")
    request = served.ask_as(
        "Asha",
        "Kit Example",
        to=(To(agency=served.offices[agency].id),),
        provision="CA1989-47",
        function=None,
        purpose="child-protection",
    )
    reader = come(name).get(f"/requests/{request}")
    return reader.press("Open and read").get(f"/requests/{request}/share")


def say(
    reader: Reader,
    *,
    sensitivity: str = "ordinary",
    as_at: str = "2 10 2026",
    nature: str = "none",
    kind: str = "fact",
    about: str = "child-health-development-exposure",
    **other: str,
) -> Reader:
    return reader.press(
        "Continue",
        say_1_about=about,
        pair_1_do="share",
        say_1_text=SAID,
        say_1_kind=kind,
        say_1_sensitivity=sensitivity,
        say_1_nature=nature,
        pair_2_do="not-held",
        search_system=["police-records"],
        **day("say_1_as_at", as_at),
        **other,
    )


def decision(reader: Reader) -> str:
    """The page of the decision that was just sent."""
    found = re.search(r"/requests/([0-9a-f-]{36})", str(reader.page.url))
    assert found
    tasks = reader.get("/tasks").text
    links = re.findall(r'href="(/decisions/[0-9a-f-]{36})"', tasks)
    for link in links:
        if found[1] in reader.get(link).text:
            return reader.text
    raise AssertionError(tasks)


NOTES = (
    "own view is not recorded",
    "It is not recorded that a privacy notice covers",
    "understood it is not recorded",
)


def test_what_is_left_blank_is_noted_on_the_decision(sharing: Reader) -> None:
    say(sharing).press("Continue", **DECIDED).press("Decide and send")
    page = decision(sharing)
    assert all(note in page for note in NOTES)


def test_what_was_answered_is_not(sharing: Reader) -> None:
    say(sharing)
    assert "own view known?" in sharing.text
    sharing.press("Continue", **DECIDED, **HEARD).press("Decide and send")
    page = decision(sharing)
    assert not any(note in page for note in NOTES)


LEFT_EMPTY = (
    "child&#39;s own view, or that it could not be obtained",
    "whether those who were told understood it",
    "whether a privacy notice covers this and has reached the person",
)


def test_what_is_left_empty_is_said_to_be_empty_and_is_not_warned_of(sharing: Reader) -> None:
    say(sharing).press("Continue", **DECIDED)
    check = sharing.page.url.path
    assert check.endswith("/share/check")
    assert "You left empty:" in sharing.text
    assert all(field in sharing.text for field in LEFT_EMPTY)
    assert not any(note in sharing.text for note in NOTES)
    assert f'href="{check.replace("check", "decision")}">Go back and say it' in sharing.text
    sharing.get(check.replace("check", "decision")).press("Continue", **DECIDED, **HEARD)
    assert not any(said in sharing.text for said in ("Before you send", *NOTES, *LEFT_EMPTY))


def test_that_nobody_understood_what_nobody_was_told_is_not_said_to_be_empty(
    sharing: Reader,
) -> None:
    nobody = DECIDED | {"d_told_whom": "unsafe/planned"}
    say(sharing).press("Continue", **nobody)
    assert "You left empty:" in sharing.text
    assert [field in sharing.text for field in LEFT_EMPTY] == [True, False, True]


def test_whose_opinion_it_is_is_told_in_its_place(sharing: Reader) -> None:
    say(sharing, nature="", sensitivity="", as_at="31 2 2026", kind="opinion", about="")
    listed = re.findall(r'<a href="#(say-1-[^"]+)"', sharing.text)
    places = [sharing.text.index(f' id="{field}"') for field in listed]
    assert "say-1-holder" in listed
    assert places == sorted(places), listed


def test_what_is_said_is_warned_of_before_it_is_sent(sharing: Reader) -> None:
    said: Fills = {**DECIDED, **HEARD, "d_privacy_notice": "not-reached"}
    say(sharing).press("Continue", **said)
    assert NOTES[1] in sharing.text
    assert "You left empty:" not in sharing.text


def test_who_may_be_in_danger_comes_first(sharing: Reader) -> None:
    """Before any other question, and before anything is sent."""
    say(sharing)
    assert sharing.text.index("ring 999 first") < sharing.text.index("May it be shared?")
    sharing.press("Continue", **DECIDED)
    assert "has rung 999" not in sharing.text
    sharing.get(sharing.page.url.path.replace("check", "decision"))
    sharing.press("Continue", **DECIDED, d_immediate="yes")
    told = sharing.text.index("has rung 999")
    assert told < sharing.text.index("This is exactly what")


@pytest.mark.parametrize("basis", ["legal-obligation", "unsure"])
def test_what_is_wrong_is_listed_in_the_order_of_the_page(sharing: Reader, basis: str) -> None:
    say(sharing).press(
        "Continue",
        d_consent="not-sought",
        d_basis=basis,
        d_told_whom="unsafe/withheld-risk-of-harm",
        d_clarity="unclear",
    )
    listed = re.findall(r'<a href="#([^"]+)"', sharing.text)
    assert len(listed) > 5
    places = [sharing.text.index(f' id="{field}"') for field in listed]
    assert places == sorted(places), listed


def test_the_enter_key_goes_on_and_adds_nothing(sharing: Reader) -> None:
    """Enter presses the first button of a form."""
    (form,) = (form for form in sharing.forms() if ("do", "save") in _names(form))
    assert form.buttons[0] == ("", "", "")


def _names(form: Sent) -> set[tuple[str, str]]:
    return {(name, value) for name, value, _text in form.buttons}


def test_what_is_the_co_ordinators_to_do_stands_last(served: Served, come: Come) -> None:
    """Behind what the person can do, even where that is younger."""
    sharing = asked(served, come, "Bea", "Hollins School")
    note, theirs = "note on a decision", "Your co-ordinator does this."
    say(sharing).press("Continue", **DECIDED, **HEARD, d_crime="yes")
    tasks = sharing.press("Decide and send").get("/tasks").text
    assert 0 < tasks.index("Tell the police") < tasks.index(note)
    assert tasks.count(theirs) == tasks.count(note)


def test_the_police_are_not_asked_to_tell_the_police(sharing: Reader) -> None:
    say(sharing)
    assert "Who has been told already?" in sharing.text
    assert 'value="police"' not in sharing.text
    tasks = sharing.press("Continue", **DECIDED, **HEARD, d_crime="yes")
    tasks.press("Decide and send").get("/tasks")
    assert "note on a decision" in tasks.text
    assert "Tell the police" not in tasks.text


def test_duties_that_pull_apart_and_harm_nobody_was_told_of(
    sharing: Reader, served: Served
) -> None:
    say(sharing).press(
        "Continue",
        **DECIDED,
        **HEARD,
        d_conflict=[str(served.pupils["Kit Example"])],
    ).press("Decide and send")
    assert "Duties owed to several of the family conflict" in decision(sharing)


def test_more_than_need_and_risk_call_for_goes_with_a_reason(sharing: Reader) -> None:
    say(sharing, sensitivity="highly-sensitive").press("Continue", **DECIDED, **HEARD)
    assert sharing.page.status_code == 422
    assert "Say why more is shared than need and risk call for" in sharing.text
    sharing.press(
        "Continue",
        d_disproportionate="Without the exact words the threat cannot be judged.",
        d_confirmed="yes",
    ).press("Decide and send")
    assert "more sensitive than need and risk call for" in decision(sharing)


def test_what_is_old_is_made_sure_of(sharing: Reader) -> None:
    say(sharing, as_at="2 10 2024")
    assert "This is old" in sharing.text
    say(sharing, as_at="2 10 2024", say_1_current="yes")
    sharing.press("Continue", **DECIDED, **HEARD).press("Decide and send")
    assert "An item is old" in decision(sharing)


def test_a_council_says_in_which_function_it_acts(served: Served, come: Come) -> None:
    """R-044, in asking and in deciding."""
    reader = asked(served, come, "Morwenna", "Westmere Council")
    say(reader).press("Continue", **DECIDED, **HEARD)
    assert reader.page.status_code == 422
    assert "Say in which function you act" in reader.text
    assert "Education functions" in reader.text
    assert "Immigration" not in reader.text
    reader.press(
        "Continue",
        d_exercising="education",
        d_basis="public-task",
        d_provision="EA2002-175",
        d_confirmed="yes",
    )
    reader.press("Decide and send")
    assert "Part supplied" in reader.text, reader.text


def test_it_says_so_in_asking(served: Served, come: Come) -> None:
    reader = come("Morwenna").get("/ask")
    school = str(served.offices["Hollins School"].id)
    reader.press("Continue", provision="CA1989-47", to=[school])
    reader.press("Add", new_names="Kit Example", **day("new_born", "2 3 2016"))
    (scope,) = re.findall(r'name="(scope-[0-9a-f-]{36})"', reader.text)
    reader.press("Continue", **{scope.replace("-", "_"): "under-18"})
    filled: Fills = {
        "purpose": "child-protection",
        "item_1_topic": "attendance",
        "word_why_needed": "To decide today whether the child is safe at home.",
        "told": "not-yet",
        **day("item_1_from", "1 9 2025"),
        **day("item_1_to", "20 7 2026"),
        **day("due", "22 10 2026"),
    }
    reader.press("Continue", **filled)
    assert "Say in which function you act" in reader.text
    reader.press("Continue", exercising="other").press("Send")
    assert "/sent" in str(reader.page.url), reader.text
