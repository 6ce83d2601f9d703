"""A power is declined by a decision not to share, on one page."""

from __future__ import annotations

import re

from tests.services.desk.house import WHY
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills

TRIP = "The class trip that is asked about never took place."
DECLINED: Fills = {
    "ground": "not-relevant",
    "reasons": TRIP,
    "effect": "Nothing: no teacher saw the pupil on a day that did not happen.",
    "d_supports": "no",
    "d_need_level": "some",
    "d_risk_level": "some",
    "d_clarity": "clear",
    "d_urgency": "routine",
    "d_harm": "none",
    "d_confirmed": "yes",
}


def test_a_power_may_be_declined_on_a_recognised_ground_and_a_duty_may_not(
    served: Served, come: Come
) -> None:
    served.remember("Asha", "Kai Example")
    duty = served.ask()
    power = served.ask_as(
        "Asha", "Kai Example", provision="CA1989-47", function=None, purpose="child-protection"
    )
    bea = come("Bea")
    assert "/decline" not in bea.get(f"/requests/{duty}").text
    assert f"/requests/{power}/decline" in bea.get(f"/requests/{power}").text
    bea.get(f"/requests/{power}/decline")
    assert "data-protection" not in bea.text
    bea.press("Decide and decline", reasons=TRIP)
    for asked in ("Choose the ground", "Say what not sharing does", "Say how great the risk"):
        assert asked in bea.text
    bea.press("Decide and decline", **DECLINED)
    assert "Your answer has been sent" in bea.text
    assert "Your decision and its record" in bea.text
    asha = come("Asha").get(f"/requests/{power}")
    assert "Declined" in asha.text


def test_a_sign_of_harm_that_nobody_who_acts_on_it_knows_of_is_minded_first(
    served: Served, come: Come
) -> None:
    """A health body that asks is none of those to whom concerns go."""
    served.remember("Quin", "Kai Example")
    asked = served.ask_as(
        "Quin",
        "Kai Example",
        provision="CDA1998-115",
        function=None,
        purpose="child-protection",
        words={"why-needed": WHY["why-needed"], "necessary-or-expedient": WHY["why-needed"]},
    )
    bea = come("Bea").get(f"/requests/{asked}/decline")
    bea.press("Decide and decline", **DECLINED | {"d_harm": "suffered"})
    assert "Before you decline" in bea.text, bea.text
    bea.press("Go back")
    assert TRIP in bea.text
    bea.press("Decide and decline", d_confirmed="yes").press("Decline all the same")
    assert "Your answer has been sent" in bea.text, bea.text


def test_a_page_to_decline_is_there_for_a_power_and_its_addressee(
    served: Served, come: Come
) -> None:
    served.remember("Asha", "Kai Example")
    power = served.ask_as(
        "Asha", "Kai Example", provision="CA1989-47", function=None, purpose="child-protection"
    )
    assert come("Asha").get(f"/requests/{power}/decline").page.status_code == 404
    assert come("Bea").get(f"/requests/{served.ask()}/decline").page.status_code == 404


def test_what_the_rules_refuse_is_told_and_nothing_that_was_typed_is_lost(
    served: Served, come: Come
) -> None:
    served.remember("Asha", "Kai Example")
    power = served.ask_as(
        "Asha", "Kai Example", provision="CA1989-47", function=None, purpose="child-protection"
    )
    bea = come("Bea").get(f"/requests/{power}/decline")
    bea.press("Decide and decline", **DECLINED | {"reasons": "Not relevant."})
    assert "It is too short to be understood." in bea.text
    assert "no teacher saw the pupil" in bea.text
    bea.press("Decide and decline", **DECLINED)
    assert "Your answer has been sent" in bea.text


@requirement("R-007", "R-016", "R-202")
def test_all_that_the_rules_refuse_is_told_in_one_round_and_at_its_field(
    served: Served, come: Come
) -> None:
    """Finding: three refusals came one after another, each with no way to what it meant."""
    name = "Kai Example"
    served.remember("Cole", name)
    power = served.ask_as(
        "Cole",
        name,
        provision="CDA1998-115",
        function=None,
        purpose="child-protection",
        words={"why-needed": WHY["why-needed"], "necessary-or-expedient": WHY["why-needed"]},
    )
    bea = come("Bea").get(f"/requests/{power}").press("Open and read")
    wrong: Fills = {"ground": "confidentiality", "reasons": f"{TRIP} {name} was not there."}
    harm: Fills = {"d_harm": "likely", "d_clarity": "unclear"}
    bea.get(f"/requests/{power}/decline")
    bea.press("Decide and decline", **DECLINED | wrong | harm)
    assert bea.page.status_code == 422
    told = re.findall(r'href="#(ground|reasons|d-[a-z]+)"', bea.text)
    assert told == ["ground", "reasons", "d-adviser"]
    assert re.search(
        r"<details[^>]* open>\s*<summary[^>]*>[^<]*<span[^>]*>If somebody", bea.text
    )
    assert "no teacher saw the pupil" in bea.text
    mended: Fills = {"ground": "not-relevant", "reasons": TRIP, "d_confirmed": "yes"}
    bea.press("Decide and decline", **mended, d_adviser=["designated-professional"])
    assert "Your answer has been sent" in bea.text, bea.text
