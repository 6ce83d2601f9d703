"""An adult at risk is asked about, answered for and read of at the desk alone (R-011)."""

from __future__ import annotations

import re

from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import TOLD, WHY_RIGHT, day, link

REQUEST = r"/requests/[0-9a-f-]{36}"
EVERY_LIMB = ["care-and-support", "neglect-or-harm", "unable-to-protect"]
SAID = "Her nephew was cautioned in May for taking her pension; she was bruised when seen."
WHY = "She was found alone and bruised, and a plan to keep her safe is made this week."
DECIDED: Fills = {
    "d_consent": "not-sought",
    "d_reason": "not-reasonable-to-obtain",
    "d_no_consent": "She could not be asked without her nephew hearing of it.",
    "d_need_level": "high",
    "d_risk_level": "high",
    "d_clarity": "clear",
    "d_urgency": "urgent",
    "d_harm": "adult-serious",
    "d_told_whom": "individual/given",
    "d_openness": TOLD,
    "d_expected": "yes",
    "d_adviser": ["senior-manager"],
    "d_why": WHY_RIGHT,
    "d_confirmed": "yes",
}
SAFEGUARDING: Fills = {
    "d_condition": "sch1-18",
    "d_condition_why": "It protects an adult who cannot protect herself.",
    "d_harm_kind": "physical-harm",
}


def people_of(served: Served, come: Come, name: str) -> Reader:
    """The council asks the police under the Care Act, and has said about whom."""
    police = str(served.offices["Northshire Police"].id)
    asha = come("Asha").get("/ask").press("Continue", provision="CA14-7", to=[police])
    return asha.press("Add", new_names=name, **day("new_born", "2 3 1941"))


def scope_of(reader: Reader) -> str:
    (scope,) = set(re.findall(r'name="(scope-[0-9a-f-]{36})"', reader.text))
    return str(scope).replace("-", "_")


def asked(asha: Reader) -> str:
    """What is asked and why, sent; the request's address."""
    asha.press(
        "Continue",
        purpose="adult-protection",
        told="told",
        item_1_topic="police-call-outs",
        word_why_needed=WHY,
        **day("item_1_from", "1 1 2026"),
        **day("item_1_to", "1 10 2026"),
        **day("due", "22 10 2026"),
    )
    check = asha.page
    assert check.url.path.endswith("/check"), asha.text
    before = set(re.findall(REQUEST, asha.get("/sent").text))
    asha.page = check
    asha.press("Send")
    (request,) = set(re.findall(REQUEST, asha.get("/sent").text)) - before
    return str(request)


def answering(come: Come, request: str) -> Reader:
    """The police have read it, and said what they share: about her health, and an offence."""
    cole = come("Cole").get(request).press("Open and read").get(f"{request}/share")
    return cole.press(
        "Continue",
        pair_1_do="share",
        say_1_text=SAID,
        say_1_kind="fact",
        say_1_about="adult-need-or-risk",
        say_1_sensitivity="sensitive",
        say_1_nature=["special", "offence"],
        **day("say_1_as_at", "2 10 2026"),
    )


@requirement("R-011", "R-105", "R-107", "R-481")
def test_an_adult_at_risk_is_asked_about_answered_for_and_read_of(
    served: Served, come: Come
) -> None:
    asha = people_of(served, come, "Olwen Example")
    scope = scope_of(asha)
    said: Fills = {scope: "adult-at-risk", f"{scope}_limb": EVERY_LIMB[:2]}
    asha.press("Continue", **said)
    assert "Tick all three, or choose “An adult at risk of serious harm”" in asha.text
    said[f"{scope}_limb"] = EVERY_LIMB
    asha.press("Continue", **said)
    request = asked(asha)

    cole = answering(come, request)
    assert "Which condition fits best?" in cole.text
    assert "Why it is in the child" not in cole.text
    cole.press("Continue", **DECIDED, **SAFEGUARDING, d_at_risk=EVERY_LIMB[1:])
    assert "Tick all three, or choose another condition" in cole.text
    cole.press("Continue", d_at_risk=EVERY_LIMB, d_confirmed="yes").press("Decide and send")
    assert "Your answer has been sent" in cole.text, cole.text

    asha.get(request)
    asha.get(link(asha, "disclosures")).press("Open and read")
    for wanted in (SAID, "special category", "about offences"):
        assert wanted in asha.text


@requirement("R-011", "R-105", "R-107")
def test_an_adult_facing_serious_harm_takes_another_condition(
    served: Served, come: Come
) -> None:
    asha = people_of(served, come, "Ifor Example")
    asha.press("Continue", **{scope_of(asha): "adult-at-risk-of-serious-harm"})
    cole = answering(come, asked(asha))
    cole.press("Continue", **DECIDED, **SAFEGUARDING)
    assert "Tick all three, or choose another condition" in cole.text
    another: Fills = {"d_condition": "health-or-social-care", "d_confirmed": "yes"}
    cole.press("Continue", **another).press("Decide and send")
    assert "Your answer has been sent" in cole.text, cole.text
