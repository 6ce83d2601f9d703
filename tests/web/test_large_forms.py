"""A request about many people and things can be answered; what is larger is said to be lost."""

from __future__ import annotations

import re
from datetime import date

import pytest

from hub_services.desk.desk import Desk
from hub_services.desk.drafts import ItemAsked
from hub_services.desk.web.security import MAX_FIELDS
from tests.support.pages import Served
from tests.web.browsing import Come, Fills
from tests.web.steps import FACT, day, decide
from tests.web.telling import about, begin

MANY = tuple(
    f"{name} Fairclough"
    for name in "Ann Bob Cat Dai Eve Fay Guy Huw Ida Jon Kit Lea".split()  # noqa: SIM905
)
TOPICS = (
    *("attendance", "view-of-attendance", "behaviour", "exclusions", "injuries"),
    "concerns-recorded",
)
LAST = len(MANY) * len(TOPICS)
KEPT = "What you wrote is kept"


def test_twelve_children_and_six_things_of_each_are_answered(
    served: Served, come: Come
) -> None:
    """Finding: so many fields were not read, and what was written was lost."""
    pupils = served.remember("Petra", *MANY)
    asked = tuple(
        ItemAsked(
            topic=topic,
            period_from=date(2025, 9, 1),
            period_to=date(2026, 7, 20),
            persons=tuple(pupils),
        )
        for topic in TOPICS
    )
    request = f"/requests/{served.ask_as('Petra', *MANY, items=asked)}"
    bea = come("Bea").get(request).press("Open and read")
    bea.client.timeout = 60  # seconds: so many fields take a slow machine a while
    bea.get(f"{request}/share")
    assert f'name="pair-{LAST}-do"' in bea.text
    said: Fills = {f"pair_{number}_do": "not-held" for number in range(1, LAST)}
    said |= {
        f"pair_{LAST}_do": "share",
        f"say_{LAST}_text": FACT,
        f"say_{LAST}_kind": "fact",
        f"say_{LAST}_about": "child-health-development-exposure",
        f"say_{LAST}_sensitivity": "ordinary",
        f"say_{LAST}_nature": "none",
        "search_system": ["management-information-system"],
        **day(f"say_{LAST}_as_at", "17 7 2026"),
    }
    assert sum(len(form.fields) for form in bea.forms()) > 1000
    bea.press("Continue", **said)
    decide(bea)
    bea.press("Decide and send")
    assert "Your answer has been sent" in bea.text, bea.text
    (shared,) = re.findall(r'href="(/disclosures/[0-9a-f-]{36})"', bea.text)
    assert FACT in come("Petra").get(shared).press("Open and read").text


def test_a_form_of_more_fields_than_any_page_has_is_said_to_be_lost(come: Come) -> None:
    bea = come("Bea").get("/people")
    token = re.findall(r'name="token" value="([0-9a-f.]+)"', bea.text)[0]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    many = f"token={token}" + "&a=" * MAX_FIELDS
    for path in ("/people", "/tell", "/law/weigh", "/sign-in/hat"):
        answer = bea.client.post(path, content=many, headers=form)
        assert answer.status_code == 413
        assert "nothing of it is kept" in answer.text
        assert KEPT not in answer.text
        assert ("Sign out" in answer.text) is (path != "/sign-in/hat")
    assert "Find" in bea.get("/people").text


def test_what_went_wrong_says_that_it_is_kept_only_where_it_is(
    come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding: it said so of what no page keeps, and where keeping it failed."""

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    def went_wrong(page: str, *failing: str) -> str:
        bea = come("Bea").get(page)
        token = re.findall(r'name="token" value="([0-9a-f.]+)"', bea.text)[0]
        for each in failing:
            monkeypatch.setattr(Desk, each, fail)
        answer = bea.client.post(page, data={"token": token, "new-names": "Half a name"})
        monkeypatch.undo()
        assert answer.status_code == 500
        return answer.text

    assert KEPT in went_wrong("/people", "taken_up")
    assert KEPT not in went_wrong("/people", "taken_up", "leave")
    assert KEPT not in went_wrong("/law/weigh", "taken_up")


def test_a_name_that_no_page_gives_a_field_is_passed_over(served: Served, come: Come) -> None:
    """Finding: its number could not be read, and the draft's page failed from then on."""
    bea = about(begin(come("Bea"), served))
    page = bea.page.url.path
    bea.press("Save for later", say_1_text=FACT, **{f"say_{'9' * 5000}_text": "x"})
    assert FACT in bea.get(page).text
