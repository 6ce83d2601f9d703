"""What somebody who asks writes, and what the pages make of it before it is sent."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest

from hub_services.desk.drafts import IdentityCard
from hub_services.desk.web.asking_form import check_people
from hub_services.desk.web.forms import Form
from tests.support.pages import Served
from tests.web.browsing import Come, Reader
from tests.web.steps import compose, day

SIAN = "Siân O'Brien"


@pytest.fixture
def choosing(served: Served, come: Come) -> Reader:
    """The board begins to ask the school, and is to say about whom."""
    school = str(served.offices["Hollins School"].id)
    return come("Petra").get("/ask").press("Continue", provision="CA2004-16H", to=[school])


def add(reader: Reader, name: str, born: str = "2 3 2016", **other: str | list[str]) -> Reader:
    return reader.press("Add", new_names=name, **day("new_born", born), **other)


@pytest.mark.parametrize("wanted", ["Sian", "O\u2019Brien", "obrien sian"])
def test_somebody_who_is_known_is_found_however_the_name_is_written(
    served: Served, choosing: Reader, wanted: str
) -> None:
    if SIAN not in served.pupils:
        served.remember("Petra", SIAN)
    choosing.press("Find", find=wanted)
    assert "Nobody else of that name" not in choosing.text
    assert "O&#39;Brien" in choosing.text
    assert "O&#39;Brien" in choosing.get("/people").press("Find", find=wanted).text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Kai had bruises on both arms on Thursday.", "It names the person: “Kai”."),
        ("Because of GDPR.", "only names a law, or would fit any case"),
        ("...", "Say why you need it"),
    ],
)
def test_a_reason_that_would_be_refused_is_said_beside_it_before_it_is_sent(
    served: Served, come: Come, written: str, said: str
) -> None:
    """Not "say why you need it", once it is sent, to somebody who did say why."""
    petra = come("Petra")
    compose(petra, served)
    back = petra.get(petra.page.url.path.replace("/check", "/what"))
    back.press("Continue", word_why_needed=written)
    assert back.page.status_code == 422
    assert said in back.text
    assert f">{written}</textarea>" in back.text


def test_the_enter_key_adds_whoever_was_written_down(choosing: Reader) -> None:
    """It presses the first button of the form, which finds."""
    choosing.press("Find", new_names="Wren Example", **day("new_born", "2 3 2016"))
    assert "<strong>Wren Example</strong>, born 2 March 2016" in choosing.text


def test_a_namesake_is_shown_as_soon_as_somebody_is_added(choosing: Reader) -> None:
    add(choosing, "Sîon Namesake", new_address="1 Old Road")
    assert "Nobody else of that name is known at your desk" in choosing.text
    add(choosing, "Sion Namesake", person=[])
    assert "Sîon Namesake" in choosing.text
    assert "born 2 March 2016, 1 Old Road" in choosing.text


def test_what_was_written_of_somebody_new_stays_in_sight(choosing: Reader) -> None:
    add(choosing, "Somebody Chosen")
    choosing.press("Find", find="zzz", new_names="Half Written")
    choosing.get(choosing.page.url.path)
    fold = choosing.text[: choosing.text.index("Add someone new")].rpartition("<details")[2]
    assert " open" in fold
    assert 'value="Half Written"' in choosing.text


def test_the_child_is_named_before_the_adults_wherever_one_name_stands(
    served: Served, come: Come
) -> None:
    petra = come("Petra")
    compose(petra, served)
    step = petra.page.url.path.replace("/check", "/people")
    petra.get(step)
    scopes = re.findall(r'name="(scope-[0-9a-f-]{36})"', petra.text)
    petra.press("Continue", **{scopes[0].replace("-", "_"): ""}).press("Continue")
    shown = petra.text[petra.text.index("This is exactly what") :]
    names = re.findall(r">Name</dt>.*?>([^<]+)</dd>", shown, re.DOTALL)
    assert names == ["Siân Parry", "Tomos Rees", "Kai O\u2019Brien"]


def test_who_goes_back_after_sending_is_led_to_what_was_sent(
    served: Served, come: Come
) -> None:
    petra = come("Petra")
    compose(petra, served)
    check = petra.page.url.path
    petra.press("Send the request")
    petra.get(check)
    assert petra.page.url.path == "/sent"
    assert "it was sent or discarded" in petra.text


def test_nobody_is_born_tomorrow(choosing: Reader) -> None:
    add(choosing, "Not Born", born="9 10 2036")
    assert choosing.page.status_code == 422
    assert "leave it empty for a child who is not born yet" in choosing.text
    assert 'value="Not Born"' in choosing.text


def test_who_is_to_be_protected_is_asked_of_the_child_and_not_of_whom_was_chosen_first() -> (
    None
):
    """Finding: the mother was chosen first, and the error led to her."""
    mother, child = uuid4(), uuid4()
    cards = {
        mother: IdentityCard(names="Mam Example", born=date(1985, 5, 1)),
        child: IdentityCard(names="Bychan Example", born=date(2016, 3, 2)),
    }
    form = Form({"person": [str(mother), str(child)]})
    check_people(form, cards, date(2026, 10, 8))
    assert list(form.errors) == [f"scope-{child}"]
