"""Sharing under a power: sensitive matters with their condition, and a part held back."""

from __future__ import annotations

import pytest

from hub_services.desk.drafts import To
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web import steps
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import day, link
from tests.web.telling import STATED, about, begin

HEALTH = "Seen by the police surgeon with a healing bruise on the left arm."
WHY_HELD_BACK = "The call-out of that night was to the flat next door."
DECIDED: Fills = {
    "d_consent": "not-sought",
    "d_reason": "could-place-child-at-risk",
    "d_no_consent": "Asking first would warn the adult who may be the cause.",
    "d_need_level": "high",
    "d_risk_level": "high",
    "d_clarity": "clear",
    "d_urgency": "routine",
    "d_harm": "likely",
    "d_told_whom": "unsafe/withheld-risk-of-harm",
    "d_openness": "Nobody was told, because the adult at home may be the cause.",
    "d_expected": "no",
    "d_adviser": ["designated-professional"],
    "d_why": steps.WHY_RIGHT,
    "d_confirmed": "yes",
    **day("d_review", "20 10 2026"),
}
CONDITION: Fills = {
    "d_condition": "sch1-18",
    "d_harm_kind": "physical-harm",
    "d_condition_why": "It protects a child from being hurt again.",
}
GATE: Fills = {
    "d_gate": "public-interest",
    "d_gate_why": "The child's safety outweighs what was told to the surgeon in confidence.",
    "d_duty_to_share_considered": "What is held back has nothing to do with the child.",
}


@pytest.fixture
def cole(served: Served, come: Come) -> Reader:
    """The police have opened the council's request about one child, and begin to share."""
    if "Kit Example" not in served.pupils:
        served.remember("Asha", "Kit Example")
    police = served.offices["Northshire Police"].id
    request = served.ask_as(
        "Asha",
        "Kit Example",
        to=(To(agency=police),),
        provision="CA1989-47",
        function=None,
        purpose="child-protection",
    )
    reader = come("Cole").get(f"/requests/{request}")
    return reader.press("Open and read").get(f"/requests/{request}/share")


def say(cole: Reader) -> Reader:
    """One sensitive fact is shared, and the other thing that was asked is held back."""
    return cole.press(
        "Continue",
        pair_1_do="share",
        say_1_text=HEALTH,
        say_1_kind="fact",
        say_1_about="child-health-development-exposure",
        say_1_sensitivity="sensitive",
        say_1_nature=["special", "confidential"],
        say_1_historical="yes",
        say_1_explanation="It is the second bruise within a month.",
        say_1_source="The police surgeon",
        pair_2_do="hold-back",
        pair_2_ground="not-relevant",
        pair_2_why=WHY_HELD_BACK,
        reasons="One call-out is left out because it was to another flat.",
        **day("say_1_as_at", "2 10 2026"),
    )


def test_a_sensitive_fact_goes_with_its_condition_and_the_rest_is_held_back(
    come: Come, cole: Reader
) -> None:
    say(cole)
    assert "Because it is about health, other special matters or offences" in cole.text
    assert "Because it was told or is kept in confidence" in cole.text
    cole.press("Continue", **DECIDED, **CONDITION, **GATE)
    assert HEALTH in cole.text
    assert "Source:" not in cole.text
    assert WHY_HELD_BACK not in cole.text
    cole.press("Decide and send")
    assert "Part supplied" in cole.text, cole.text

    asha = come("Asha").get(cole.page.url.path)
    asha.get(link(asha, "disclosures")).press("Open and read")
    for wanted in (HEALTH, "special category", "second bruise", "to another flat"):
        assert wanted in asha.text
    for kept in (WHY_HELD_BACK, "The police surgeon"):
        assert kept not in asha.text


def test_a_condition_that_is_missing_is_told_and_nothing_is_lost(cole: Reader) -> None:
    say(cole).press("Continue", **DECIDED)
    assert cole.page.status_code == 422
    for wanted in (
        "Choose the condition that fits",
        "Say why this condition fits",
        "Choose what lets you share it",
        "Say why this lets you share it in this case",
        "Say how you weighed the duty to share",
    ):
        assert wanted in cole.text
    assert "Asking first would warn the adult" in cole.text


@requirement("R-103")
def test_what_kind_of_information_it_is_is_never_left_open(cole: Reader) -> None:
    say(cole).get(cole.page.url.path.replace("decision", "items"))
    cole.press("Continue", say_1_nature=[])
    assert "Say what kind of information it is, or that it is none of these" in cole.text
    cole.press("Continue", say_1_nature=["offence", "none"])
    assert "and not both" in cole.text
    cole.press("Continue", say_1_nature="offence")
    assert "Which condition fits best?" in cole.text
    assert "What lets you share it?" not in cole.text
    assert cole.page.url.path.endswith("/share/decision")


def test_a_ground_is_said_for_what_is_held_back(cole: Reader) -> None:
    cole.press("Continue", pair_1_do="hold-back", pair_2_do="hold-back")
    assert "Choose why it is held back" in cole.text
    assert "Say why it is held back" in cole.text
    cole.press(
        "Continue",
        pair_1_do="not-held",
        pair_2_do="not-held",
        search_system=["police-records"],
    )
    assert "Share at least one thing, or choose another answer" in cole.text


def test_a_ground_in_the_words_of_a_law_alone_is_told_where_it_stands(cole: Reader) -> None:
    """Finding: it was refused once all of the decision was answered."""
    said: Fills = {"pair_1_do": "not-held", "search_system": ["police-records"]}
    said |= {"pair_2_do": "hold-back", "pair_2_ground": "not-relevant", "pair_2_why": "GDPR"}
    cole.press("Continue", **said)
    assert 'href="#pair-2-why">What is written only names a law' in cole.text


def test_several_statements_about_one_thing_are_all_shared(come: Come, cole: Reader) -> None:
    cole.press("Add another statement", pair_1_do="share")
    second = max(
        int(number)
        for number in steps.numbers_of(cole, "say")
        if steps.pair_of(cole, number) == "1"
    )
    said: Fills = {"pair_1_do": "share", "pair_2_do": "not-held"}
    said |= {"search_system": ["police-records"]}
    for number, text in (("1", "Called out on 2 October."), (str(second), "Called out twice.")):
        said |= {f"say_{number}_text": text, f"say_{number}_kind": "fact"}
        said |= {f"say_{number}_about": "child-health-development-exposure"}
        said |= {f"say_{number}_sensitivity": "ordinary", f"say_{number}_nature": "none"}
        said |= day(f"say_{number}_as_at", "2 10 2026")
    cole.press("Continue", **said).press("Continue", **DECIDED)
    cole.press("Decide and send")
    assert "Part supplied" in cole.text, cole.text
    asha = come("Asha").get(cole.page.url.path)
    asha.get(link(asha, "disclosures")).press("Open and read")
    assert "Called out on 2 October." in asha.text
    assert "Called out twice." in asha.text


@requirement("R-002", "R-014")
def test_what_it_is_about_is_said_by_who_shares_it_and_by_nothing_else(cole: Reader) -> None:
    """Finding: an allegation about an adult went as the child's health, which nobody chose."""
    ordinary: Fills = {"say_1_nature": "none", "pair_2_do": "not-held"}
    ordinary |= {"search_system": ["police-records"]}
    say(cole).get(cole.page.url.path.replace("decision", "items"))
    cole.press("Continue", **ordinary, say_1_about="")
    assert cole.page.status_code == 422
    assert 'href="#say-1-about"' in cole.text
    assert "Choose what it is about, such as" in cole.text
    cole.press("Continue", say_1_about="person-posing-risk").press("Continue", **DECIDED)
    assert "A person who may pose a risk" in cole.text
    assert "health, development" not in cole.text


@requirement("R-002", "R-014")
def test_nor_is_it_said_of_what_is_told_unasked(served: Served, come: Come) -> None:
    bea = about(begin(come("Bea"), served))
    bea.press("Continue", **{**STATED, "say_1_about": ""})
    assert 'href="#say-1-about"' in bea.text
