"""What stands ready on a page is nobody's answer before somebody gives it (R-014)."""

from __future__ import annotations

import pytest

from hub_services.desk.web.emergency_form import preset_service
from hub_services.desk.web.forms import Form
from hub_services.words.catalogue import say as in_language
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Reader
from tests.web.steps import compose
from tests.web.test_emergency import AT_RISK, CHECK, NOW, SHARE_NOW, at_once, made_on
from tests.web.test_what_is_minded import asked, say


@pytest.fixture
def sharing(served: Served, come: Come) -> Reader:
    """A school has written what it would tell the council, and is to decide."""
    return say(asked(served, come, "Bea", "Hollins School"))


@requirement("R-014", "R-220")
@pytest.mark.parametrize("confirmed", ["", "yes"])
def test_a_sentence_that_stood_ready_is_nobodys_reason_why_there_is_a_risk(
    served: Served, sharing: Reader, confirmed: str
) -> None:
    """Finding: it stood in the field, and was recorded as what the practitioner wrote."""
    ready = "asked for named information about the people in the request"
    assert ready in sharing.text
    request = sharing.page.url.path.removesuffix("/share/decision")
    sharing.press(SHARE_NOW, d_confirmed=confirmed)
    assert 'name="d-text-facts-of-case"' in sharing.text
    assert ready not in sharing.text
    sharing.press(CHECK, **AT_RISK).press(NOW)
    made = served.run(served.desk.decision(served.hat("Bea"), made_on(sharing, served)))
    assert made.decision["codes"]["came_from"].get("facts-of-case", "request") == "request"
    (reasons,) = made.writings
    assert reasons.opened is not None
    assert (ready in reasons.opened.words().get("facts-of-case", "")) is bool(confirmed)
    sharing.get(f"{request}/record")
    assert ready in sharing.text, "it is offered again where all of it is confirmed"


@requirement("R-014")
def test_what_stood_ready_in_another_language_is_not_theirs_either(
    served: Served, sharing: Reader
) -> None:
    """Finding: who changed the language had written, it was recorded, what the desk had."""
    sharing.press(SHARE_NOW).press("Cymraeg")
    sharing.press(in_language(CHECK, "cy"), **AT_RISK).press(in_language(NOW, "cy"))
    made = served.run(served.desk.decision(served.hat("Bea"), made_on(sharing, served)))
    (reasons,) = made.writings
    assert reasons.opened is not None
    assert not any(reasons.opened.words().values())


def test_the_one_service_that_can_protect_is_chosen_where_it_asked_itself(
    served: Served, sharing: Reader
) -> None:
    """Finding: it stopped at a list of one, the service of the social worker who had asked."""
    at_once(sharing, d_immediate="yes").press(NOW)
    assert "It has been shared" in sharing.text
    made = served.run(served.desk.decision(served.hat("Bea"), made_on(sharing, served)))
    assert made.decision["codes"]["recipient_post"] == "csc"


def test_who_did_not_ask_as_that_service_is_not_taken_for_it() -> None:
    form = Form()
    preset_service(form, "CA2004-16H", ["csc"])
    preset_service(form, "CA1989-47", ["asc", "csc"])
    assert "d-post" not in form.fields


@requirement("R-014")
def test_the_preview_says_nothing_of_the_family_that_nobody_answered(
    served: Served, come: Come
) -> None:
    """Finding: exactly what they would see said that the family is not told yet."""
    petra = come("Petra")
    compose(petra, served)
    petra.get(petra.page.url.path.replace("check", "what"))
    untold, unsaid = (
        "Has the family been told? Not yet.",
        "Has the family been told? Not answered",
    )
    assert untold in petra.text
    petra.press("Save and update the preview", told="")
    assert untold not in petra.text
    assert unsaid in petra.text
    petra.get(petra.page.url.path.replace("what", "check"))
    assert unsaid in petra.text
    petra.press("Send the request")
    assert "Say whether the family has been told" in petra.text, "and it does not go so"


def test_who_withdraws_a_request_is_told_what_to_choose(served: Served, come: Come) -> None:
    petra = come("Petra").get(f"/requests/{served.ask()}").press("Withdraw the request")
    assert "Choose why you withdraw it" in petra.text
