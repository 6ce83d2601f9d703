"""What one has to say of a decision is asked once, told wrong in one round, and is theirs."""

from __future__ import annotations

import re

import pytest

from hub_domain.law.catalogue import LawOn
from hub_services.desk.drafts import SupplyDraft
from hub_services.desk.web.forms import Form
from hub_services.desk.web.supply_rules import Put, check_by_rules
from tests.domain.law.cases import LAW, TODAY, WELSH_COUNCIL, body
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.sitting import Sit
from tests.web.test_emergency import made_on
from tests.web.test_kept_as_typed import errors_of
from tests.web.test_sharing import CONDITION
from tests.web.test_sharing import DECIDED as GRAVE
from tests.web.test_what_is_minded import DECIDED, HEARD, asked, say

SEND = "Decide and send"


@pytest.fixture
def sharing(served: Served, come: Come) -> Reader:
    """The police are to say what they share with the council: of health, told in confidence."""
    return asked(served, come, "Cole", "Northshire Police")


def grave(reader: Reader) -> Reader:
    """What is shared is of health."""
    return say(reader, nature="special")


@requirement("R-108", "R-109", "R-171", "R-244")
def test_what_is_said_once_stands_wherever_the_rules_ask_it(
    served: Served, sharing: Reader
) -> None:
    request = sharing.page.url.path.removesuffix("/share/items")
    grave(sharing).press("Continue", **{**GRAVE, **HEARD, **CONDITION, "d_limb": "a"})
    sharing.press(SEND)
    assert "Part supplied" in sharing.text, sharing.text
    sharing.get(f"/decisions/{made_on(None, served, request)}")
    headings = re.findall(r"<h3[^>]*>([^<]+)</h3>", sharing.text)
    assert "What the family was told, or why not; Why the person is not told" in headings
    assert (
        "Why the condition for sensitive information fits; Why it is of substantial public "
        "interest"
    ) in headings
    cole = served.hat("Cole")
    codes = served.run(served.desk.decision(cole, made_on(None, served, request))).decision[
        "codes"
    ]
    assert codes["record"]["openness-told"] == "unsafe"
    notice = codes["how"]["notice"]
    assert (notice["answer"], notice["reason"]) == ("withheld", "risk-of-harm")
    assert notice["review_on"] == "2026-10-20"
    assert codes["runs"][0]["lawful"]["condition"]["limb"] is None, "the reason says it"
    assert codes["came_from"]["notice"] == codes["came_from"]["public-interest"] == "person"


@requirement("R-171", "R-244")
def test_of_who_is_told_nothing_is_filled_in(sharing: Reader) -> None:
    unsaid = {name: said for name, said in DECIDED.items() if name != "d_told_whom"}
    say(sharing).press("Continue", **unsaid)
    assert errors_of(sharing) == ["d-told-whom"]
    sharing.press("Continue", d_told_whom="family", d_confirmed="yes")
    assert errors_of(sharing) == ["d-told-whom"], "half an answer is none"


@requirement("R-108")
def test_a_reason_that_names_no_limb_has_it_asked(sharing: Reader) -> None:
    said: Fills = {**GRAVE, **HEARD, **CONDITION, "d_reason": "consent-not-the-basis"}
    grave(sharing).press("Continue", **said)
    assert errors_of(sharing) == ["d-limb"]
    sharing.press("Continue", d_limb="c", d_confirmed="yes").press(SEND)
    assert "Part supplied" in sharing.text, sharing.text


def test_what_the_rules_would_refuse_is_told_with_what_is_left_empty(sharing: Reader) -> None:
    """Finding: it was told after everything else was right, and then one by one."""
    said: Fills = {
        **GRAVE,
        **CONDITION,
        "d_reason": "statutory-duty",
        "d_no_consent": "GDPR",
        "d_basis": "public-task",
        "d_provision": "",
        "d_clarity": "unclear",
        "d_adviser": [],
        "d_openness": "",
        "d_why": "Safeguarding",
        "d_text_purpose": "GDPR",
        "d_confirmed": [],
    }
    (rests_on,) = (
        value
        for form in grave(sharing).forms()
        for name, value in form.fields
        if name == "d-provision"
    )
    sharing.press("Continue", **said)
    assert errors_of(sharing) == [
        "d-no-consent",
        "d-provision",
        "d-limb",
        "d-adviser",
        "d-openness",
        "d-why",
        "d-text-purpose",
        "d-confirmed",
    ]
    right: Fills = {
        **GRAVE,
        "d_provision": rests_on,
        "d_limb": "b",
        "d_text_purpose": "It is for the enquiry that the council makes about the child.",
    }
    sharing.press("Continue", **right)
    assert errors_of(sharing) == []
    sharing.press(SEND)
    assert "Part supplied" in sharing.text, sharing.text


@requirement("R-014")
def test_what_was_confirmed_is_confirmed_again_once_it_was_changed(sharing: Reader) -> None:
    say(sharing).press("Continue", **DECIDED, **HEARD)
    check = sharing.page.url.path
    decision, items = (check.replace("check", step) for step in ("decision", "items"))
    sharing.get(decision).press("Continue", d_need_level="high")
    assert errors_of(sharing) == ["d-confirmed"]
    sharing.press("Continue", d_confirmed="yes")
    sharing.get(items).press("Continue")
    assert sharing.get(check).press(SEND).page.status_code == 200, "nothing was changed"
    assert "Part supplied" in sharing.text


@requirement("R-014")
def test_what_is_shared_is_not_changed_behind_what_was_confirmed(sharing: Reader) -> None:
    say(sharing).press("Continue", **DECIDED, **HEARD)
    check = sharing.page.url.path
    sharing.get(check.replace("check", "items")).press("Continue", say_1_text="Other words.")
    sharing.get(check).press(SEND)
    assert errors_of(sharing) == ["d-confirmed"]
    sharing.press("Continue", d_confirmed="yes").press(SEND)
    assert "Part supplied" in sharing.text


def folded_away(reader: Reader) -> list[str]:
    """To which fields what is wrong leads though they stand in what is folded away."""
    wrong, found, depth = set(errors_of(reader)), [], []
    for part in re.findall(r"<details[^>]*>|</details>|<[^>]* id=\"[^\"]+\"", reader.text):
        if part.startswith("<details"):
            depth.append(" open" in part)
        elif part == "</details>":
            depth.pop()
        elif (name := re.findall(r' id="([^"]+)"', part)) and name[0] in wrong:
            found += [] if all(depth) else name
    return found


def test_what_is_wrong_stands_open_also_without_a_script(sharing: Reader) -> None:
    say(sharing, sensitivity="highly-sensitive", as_at="2 3 2019")
    assert errors_of(sharing) == ["say-1-historical"]
    assert folded_away(sharing) == []
    say(sharing, sensitivity="highly-sensitive", as_at="2 3 2019", say_1_historical="yes")
    assert errors_of(sharing) == ["say-1-explanation"]
    assert folded_away(sharing) == []
    why = "It is the second time within a month."
    say(sharing, sensitivity="highly-sensitive", say_1_historical="yes", say_1_explanation=why)
    said: Fills = {name: "GDPR" for name in FOLDED if name not in {"d_basis", "d_adviser"}}
    said |= {"d_basis": "", "d_provision": "", "d_clarity": "unclear"}
    said |= {"d_told_whom": "unsafe/withheld-risk-of-harm"}
    sharing.press("Continue", **said)
    assert {"d-basis", "d-adviser", "d-review-day"} <= set(errors_of(sharing))
    assert {name.replace("_", "-") for name in FOLDED} <= set(errors_of(sharing))
    assert folded_away(sharing) == []


FOLDED = (
    *("d_basis", "d_adviser", "d_disproportionate", "d_text_purpose", "d_text_necessity"),
)
"""What stands folded away on the page of a decision, unless it is answered or wrong."""


def test_a_colleague_who_was_not_chosen_is_asked_for_in_the_open(
    served: Served, come: Come
) -> None:
    bea = come("Bea").get(f"/requests/{served.ask()}").press("Assign")
    assert errors_of(bea) == ["to"]
    assert folded_away(bea) == []


def test_an_error_leads_into_what_is_folded_away(served: Served, sit: Sit, come: Come) -> None:
    asked(served, come, "Bea", "Hollins School")
    bea = sit("Bea")
    request = str(served.ask())
    bea.go(f"/requests/{request}")
    bea.press("Open and read")
    bea.go(f"/requests/{request}/share/decision")
    bea.page.locator("input[name=d-clarity][value=unclear]").check()
    bea.page.get_by_text("What it is for, the facts").click()
    bea.page.locator("#d-text-purpose").fill("GDPR")
    bea.press("Continue")
    bea.ready()
    field = bea.page.locator("#d-text-purpose")
    field.wait_for()
    bea.page.get_by_text("What it is for, the facts").click()
    assert not field.is_visible()
    bea.page.locator(".govuk-error-summary a[href='#d-text-purpose']").click()
    assert field.is_visible()
    assert field.evaluate("each => each === document.activeElement")


@requirement("R-077")
@pytest.mark.parametrize(("child", "wrong"), [(True, set()), (False, {"d-basis"})])
def test_the_page_says_that_a_duty_to_report_a_child_is_none_to_report_an_adult(
    child: bool,  # noqa: FBT001
    wrong: set[str],
) -> None:
    lawful = {
        **dict.fromkeys(("limb", "protected_person"), ""),
        "answer": "yes",
        "basis": "legal-obligation",
        "provision": "SSWBA-130",
    }
    kinds = dict.fromkeys(("special_category", "criminal_offence", "confidential"), False)
    case = {
        "runs": [{"lawful": lawful, **kinds}],
        "purpose": {"code": "child-protection", "detail": None},
        "child": child,
    }
    put = Put(
        draft=SupplyDraft(case=case),
        holder=body("heddlu", "W", "W162-A-CC", "W28-CC"),
        receiver=WELSH_COUNCIL,
        request="",
        role="practitioner",
    )
    form = Form({"d-reason": ["statutory-duty"]})
    check_by_rules(form, put, LawOn(LAW, TODAY))
    assert form.errors.keys() == wrong
