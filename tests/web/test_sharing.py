"""Sharing under a power: sensitive matters with their condition, and a part held back."""

from __future__ import annotations

import pytest

from hub_services.desk.drafts import To
from tests.support.pages import Served
from tests.web import steps
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import day, link

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
    "d_told_whom": "unsafe",
    "d_openness": "Nobody was told, because the adult at home may be the cause.",
    "d_notice": "withheld-risk-of-harm",
    "d_notice_why": "Telling the household now could lead to harm tonight.",
    "d_expected": "no",
    "d_adviser": ["designated-professional"],
    "d_confirmed": "yes",
    **day("d_review", "20 10 2026"),
}
CONDITION: Fills = {
    "d_harm_kind": "physical-harm",
    "d_limb": "c",
    "d_condition_why": "It protects a child from being hurt again.",
    "d_public_interest": "Protecting children from violence at home matters to everybody.",
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
        say_1_sensitivity="sensitive",
        say_1_special="yes",
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
    assert "Because it is about health or other special matters" in cole.text
    cole.press("Continue", **DECIDED, **CONDITION)
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
    cole.press("Decide and send")
    assert cole.page.status_code == 422
    assert "condition-required" in cole.text
    assert "Choose the condition for sensitive information" in cole.text
    cole.get(cole.page.url.path.replace("check", "decision"))
    assert "Asking first would warn the adult" in cole.text


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
        said |= {f"say_{number}_sensitivity": "ordinary"}
        said |= day(f"say_{number}_as_at", "2 10 2026")
    cole.press("Continue", **said).press("Continue", **DECIDED)
    cole.press("Decide and send")
    assert "Part supplied" in cole.text, cole.text
    asha = come("Asha").get(cole.page.url.path)
    asha.get(link(asha, "disclosures")).press("Open and read")
    assert "Called out on 2 October." in asha.text
    assert "Called out twice." in asha.text
