"""What a colleague told in an emergency: whoever may decide there completes its record."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import link, numbers_of
from tests.web.telling import ANSWERED, PUPIL, SEEN, STATED, about, begin
from tests.web.test_emergency import AT_RISK, CHECK, NOW, SHARE_NOW
from tests.web.test_telling_later import OPEN

COMPLETE, ASK = "Complete the record for your colleague", "Why is this person protected?"
LABELS: Fills = {
    **{name: value for name, value in STATED.items() if name != "say_1_text"},
    "say_1_about": "child-health-development-exposure",
}


@pytest.fixture
def went(served: Served, come: Come) -> tuple[str, str]:
    """Bea told the council in an emergency: where that stands, and her decision."""
    bea = about(begin(come("Bea"), served))
    bea.press(SHARE_NOW).press(CHECK, say_1_text=SEEN, **AT_RISK).press(NOW)
    return bea.page.url.path, link(bea, "decisions")


def stated(reader: Reader) -> Reader:
    """It is said why those it is about are protected."""
    scopes = re.findall(r'name="(scope-[0-9a-f-]{36})"', reader.text)
    return reader.press("Continue", **{scope.replace("-", "_"): "under-18" for scope in scopes})


def completed(reader: Reader, **other: str) -> None:
    """The record is answered and complete."""
    assert "What it was" in reader.text, reader.text
    (number,) = numbers_of(reader, "say")
    of_it = {name.replace("say_1", f"say_{number}"): said for name, said in LABELS.items()}
    reader.press("Continue", **of_it, **ANSWERED, **other).press("Complete the record")
    assert "The record is complete" in reader.text, reader.text


@requirement("R-362")
@pytest.mark.parametrize("name", ["Mair", "Ella"])
def test_her_manager_or_the_co_ordinator_completes_it(
    come: Come, went: tuple[str, str], name: str
) -> None:
    """Finding: nobody but its author could at the desk, whoever was away."""
    page, decision = went
    mair = come(name).get(decision)
    mair.press(COMPLETE)
    assert ASK in mair.text
    assert PUPIL in mair.text
    assert SEEN not in mair.text
    completed(stated(mair))
    assert OPEN not in come("Asha").get(page).text
    bea = come("Bea").get("/tell")
    assert "complete the record" not in bea.get("/inbox").text


ABLE = "The nurse on duty there is with the child now and can keep her there."


def test_how_those_who_were_told_can_protect_is_said_again_where_no_code_does(
    served: Served, come: Come
) -> None:
    """Her words are sealed for whoever opens them; what rests on them is a person's to say."""
    bea = about(begin(come("Bea"), served, agency="Northshire ICB", who="Petra"))
    bea.press(SHARE_NOW).press(CHECK, say_1_text=SEEN, d_immediate="yes", d_able=ABLE)
    bea.press(NOW)
    mair = stated(come("Mair").get(link(bea, "decisions")).press(COMPLETE))
    assert ABLE not in mair.text
    assert mair.text.count('name="d-able"') == 1
    completed(mair, d_able=ABLE)


def test_pressed_twice_it_is_one_draft_that_goes_on_where_it_was_left(
    come: Come, went: tuple[str, str]
) -> None:
    _page, decision = went
    mair = come("Mair").get(decision).press(COMPLETE)
    draft = mair.page.url.path
    stated(mair)
    mair.get(decision)
    assert COMPLETE not in mair.text
    mair.get(re.findall(r'class="govuk-button" href="(/tell/[0-9a-f-]{36})"', mair.text)[0])
    assert mair.page.url.path == draft.replace("/people", "/decision")
    for step in ("who", "people", "items", "emergency"):
        mair.get(draft.replace("/people", f"/{step}"))
        assert mair.page.url.path.endswith("/decision")


def test_who_completed_it_first_has_done_it_for_both(
    served: Served, come: Come, went: tuple[str, str]
) -> None:
    _page, decision = went
    mair = stated(come("Mair").get(decision).press(COMPLETE))
    begun = mair.page.url.path
    bea = come("Bea").get(decision)
    bea.get(re.findall(r'class="govuk-button" href="(/tell/[0-9a-f-]{36})"', bea.text)[0])
    bea.press("Continue", **LABELS, **ANSWERED).press("Complete the record")
    assert "The record is complete" in bea.text
    assert "The record is complete already" in mair.get(begun).text
    made = served.run(served.desk.decision(served.hat("Mair"), UUID(decision[11:]))).decision
    assert made["author"] == str(served.people["Bea"].id)


def test_who_may_not_see_the_decision_is_offered_nothing(
    come: Come, went: tuple[str, str]
) -> None:
    _page, decision = went
    for name in ("Asha", "Cole"):
        assert come(name).get(decision).page.status_code == 404
