"""What cannot be so is refused where it was written, before it is sent."""

from __future__ import annotations

from datetime import date

import pytest

from hub_services.desk.web.forms import Form
from hub_services.desk.web.person_form import is_nhs_number, read_card
from hub_services.words.refusals import words_for
from tests.support.pages import PUPILS, Served
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import compose, day, ticked
from tests.web.test_what_is_minded import DECIDED, asked, say

TODAY = date(2026, 10, 8)


def card(**fields: str) -> Form:
    form = Form({f"new-{name.replace('_', '-')}": [value] for name, value in fields.items()})
    form.preset("new-names", "Ada Example")
    read_card(form, TODAY)
    return form


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"names": "x" * 201}, "new-names"),
        ({"nhs_number": "abc"}, "new-nhs-number"),
        ({"nhs_number": "999 073 1641"}, "new-nhs-number"),
        ({"born_day": "2", "born_month": "3", "born_year": "15"}, "new-born"),
        ({"born_day": "2", "born_month": "3", "born_year": "1815"}, "new-born"),
        ({"born_day": "2", "born_month": "3", "born_year": "2027"}, "new-born"),
    ],
)
def test_nobody_is_written_down_who_cannot_be(written: dict[str, str], field: str) -> None:
    assert list(card(**written).errors) == [field]


def test_an_nhs_number_is_kept_without_its_spaces() -> None:
    form = Form({"new-names": ["Ada Example"], "new-nhs-number": ["999 073 1640"]})
    kept = read_card(form, TODAY)
    assert kept is not None
    assert kept.identifiers == {"nhs-number": "9990731640"}
    assert is_nhs_number("9990000018")


def test_an_adult_is_no_child_unless_the_age_is_an_estimate(served: Served, come: Come) -> None:
    school = str(served.offices["Hollins School"].id)
    petra = come("Petra").get("/ask").press("Continue", provision="CA2004-16H", to=[school])
    petra.press("Add", new_names="Una Olderton", **day("new_born", "2 3 1990"))
    (person,) = ticked(petra, "person")
    scope = f"scope_{person.replace('-', '_')}"
    petra.press("Continue", **{scope: "under-18"})
    assert petra.page.status_code == 422
    assert "18 or over by their date of birth" in petra.text
    petra.press("Continue", **{scope: "under-18", f"{scope}_estimated": "yes"})
    assert petra.page.url.path.endswith("/what")


def test_nothing_is_asked_for_that_is_still_to_come(served: Served, come: Come) -> None:
    petra = come("Petra")
    compose(petra, served)
    petra.get(petra.page.url.path.replace("check", "what"))
    petra.press("Continue", **day("item_1_to", "20 7 2027"))
    assert petra.page.status_code == 422
    assert 'href="#item-1-to-day"' in petra.text
    assert "This day is still to come: enter" in petra.text


def not_held(served: Served, come: Come, **said: str | list[str]) -> Reader:
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    return bea.get(f"/requests/{request}/answer/not-held").press("Send this answer", **said)


def test_no_search_was_made_that_is_still_to_come(served: Served, come: Come) -> None:
    period = day("to", "1 2 2027")
    bea = not_held(served, come, system=["attendance-register"], **period)
    assert bea.page.status_code == 422
    assert 'href="#to-day"' in bea.text


def test_no_system_was_both_searched_and_not(served: Served, come: Come) -> None:
    both = ["attendance-register"]
    bea = not_held(served, come, system=both, skipped=both)
    assert bea.page.status_code == 422
    assert "You ticked one as searched as well" in bea.text
    bea.press("Send this answer", skipped=["paper-archive"])
    assert "Your answer has been sent" in bea.text


@pytest.fixture
def sharing(served: Served, come: Come) -> Reader:
    """A school is to say what it shares with the council."""
    return asked(served, come, "Bea", "Hollins School")


def test_what_is_old_is_explained_or_confirmed_where_it_is_written(sharing: Reader) -> None:
    old = "2 10 2019"
    say(sharing, as_at=old)
    assert sharing.page.status_code == 422
    assert 'href="#say-1-historical"' in sharing.text
    say(sharing, as_at=old, say_1_current="yes")
    assert sharing.page.url.path.endswith("/share/decision"), sharing.text


def test_it_is_looked_at_again_on_a_day_to_come(sharing: Reader) -> None:
    untold: Fills = {"d_told_whom": "unsafe/withheld-risk-of-harm"}
    say(sharing).press("Continue", **{**DECIDED, **untold, **day("d_review", "1 2 2026")})
    assert sharing.page.status_code == 422
    assert 'href="#d-review-day"' in sharing.text
    sharing.press("Continue", **day("d_review", "1 2 2027"), d_confirmed="yes")
    assert sharing.page.url.path.endswith("/share/check"), sharing.text


def test_reasons_that_name_the_person_are_told_so_where_they_stand(
    served: Served, come: Come
) -> None:
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    bea.get(f"/requests/{request}/answer/challenge")
    named = "The register of Tomos Rees has no part in the case that is reviewed."
    assert PUPILS[2] in named
    bea.press("Send this answer", ground="not-necessary", reasons=named)
    assert 'href="#reasons"' in bea.text
    assert "It names the person: “Tomos”. Write it without this word." in bea.text
    assert "This is not a reason for not sharing" not in bea.text


def test_a_refusal_of_a_name_says_that_and_nothing_else() -> None:
    code = "refusal-ground-not-recognised"
    title, detail = words_for(code, {"lack": "names-subject"})
    assert title == "The person is named: your reasons"
    assert detail == "It names the person. Write it without the name."
    assert words_for(code, {"lack": "bare"})[0] == "This is not a reason for not sharing"


def test_who_may_not_receive_for_a_purpose_is_not_offered_it(
    served: Served, come: Come
) -> None:
    petra = come("Asha").get("/ask")
    school = str(served.offices["Hollins School"].id)
    petra.press("Continue", provision="CA1989-47", to=[school])
    petra.press("Add", new_names="Ib Example", **day("new_born", "2 3 2016"))
    (person,) = ticked(petra, "person")
    petra.press("Continue", **{f"scope_{person.replace('-', '_')}": "under-18"})
    assert '<option value="child-protection"' in petra.text
    assert '<option value="insurance"' not in petra.text


@pytest.mark.parametrize(
    ("asked_for", "field"),
    [
        ("as-of-day=1&as-of-month=10&as-of-year=1", "as-of-day"),
        ("as-of-time=16:00", "as-of"),
        ("as-of-month=10", "as-of"),
        ("as-of-day=1&as-of-month=10&as-of-year=2030", "as-of-day"),
        ("as-of-day=1&as-of-month=10&as-of-year=2026&as-of-time=25:00", "as-of-time"),
    ],
)
def test_a_moment_that_cannot_be_meant_is_said_and_the_person_stays(
    served: Served, come: Come, asked_for: str, field: str
) -> None:
    served.ask()
    page = f"/audit/people/{served.pupils[PUPILS[0]]}"
    faye = come("Faye").get(f"{page}?{asked_for}")
    assert faye.page.status_code == 422
    assert f'href="#{field}' in faye.text
    assert str(served.pupils[PUPILS[0]]) in faye.text
    assert "As of " not in faye.text.replace("As of another moment", "")


def test_today_is_meant_as_far_as_it_has_come(served: Served, come: Come) -> None:
    served.ask()
    now = served.world.clock.now()
    today = f"as-of-day={now.day}&as-of-month={now.month}&as-of-year={now.year}"
    faye = come("Faye").get(f"/audit/people/{served.pupils[PUPILS[0]]}?{today}")
    assert faye.page.status_code == 200
    assert "23:59" not in faye.text
