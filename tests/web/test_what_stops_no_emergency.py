"""What was left empty, or mistyped, stops no emergency (R-018, R-362)."""

from __future__ import annotations

from uuid import UUID

from hub_services.desk.web.forms import TO_COME
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import day, link
from tests.web.telling import ANSWERED, STATED, about, begin, written
from tests.web.test_emergency import AT_RISK, CHECK, NOW, SHARE_NOW
from tests.web.test_told_on_which_law import LAW, TO_SAVE_A_LIFE, the_law
from tests.web.test_what_is_minded import asked

WENT = "It has been shared"
LATER: Fills = day("say_1_as_at", "2 10 2062")


def at_once(reader: Reader) -> str:
    """It goes in an emergency from the page of the decision; where it stands."""
    reader.press(SHARE_NOW).press(CHECK, **AT_RISK).press(NOW)
    assert WENT in reader.text, reader.text
    return reader.page.url.path


@requirement("R-018", "R-362")
def test_told_at_once_from_the_decision_it_goes_with_nothing_chosen_there(
    served: Served, come: Come
) -> None:
    """Finding: the purpose, left at "Choose", was sent as an empty code and refused."""
    bea = written(come("Bea"), served)
    page = at_once(bea)
    assert purpose_of(served, bea.get(page)) == "child-protection"
    assert the_law(come("Asha").get(page)) == LAW


@requirement("R-018", "R-362")
def test_told_at_once_it_goes_though_what_was_left_empty_was_saved_for_later(
    served: Served, come: Come
) -> None:
    bea = written(come("Bea"), served)
    bea.press("Save for later", d_basis="", d_provision="")
    page = at_once(bea)
    assert purpose_of(served, bea.get(page)) == "child-protection"
    assert the_law(come("Asha").get(page)) == LAW, "the one that was chosen with the agency"


@requirement("R-201", "R-362")
def test_a_law_that_was_emptied_beside_another_reason_stays_so_at_once(
    served: Served, come: Come
) -> None:
    life: Fills = {name: TO_SAVE_A_LIFE[name] for name in ("d_basis", "d_provision")}
    bea = written(come("Bea"), served).press("Save for later", **life)
    assert the_law(come("Asha").get(at_once(bea))) == "Vital interests: to save a life"


@requirement("R-185", "R-362")
def test_a_mistyped_year_is_left_to_the_record_where_it_is_told_at_once(
    served: Served, come: Come
) -> None:
    """Finding: the hub refused the date, on a page that does not ask for it."""
    bea = about(begin(come("Bea"), served))
    bea.press(SHARE_NOW, **{**STATED, **LATER}).press(CHECK, **AT_RISK).press(NOW)
    assert WENT in bea.text, bea.text
    told = bea.page.url.path
    row = served.run(served.desk.disclosure(served.hat("Bea"), id_of(told))).disclosure
    assert [item.as_at for item in row.items] == [None]
    bea.get(link(bea.get(told), "decisions"))
    bea.get(link(bea, "tell")).press("Continue", **ANSWERED)
    assert TO_COME in bea.text
    bea.press("Continue", **day("say_1_as_at", "2 10 2026"), d_confirmed="yes")
    assert "The record is complete" in bea.press("Complete the record").text


@requirement("R-185", "R-362")
def test_a_mistyped_year_stops_no_answer_in_an_emergency(served: Served, come: Come) -> None:
    bea = asked(served, come, "Bea", "Hollins School")
    searched: Fills = {
        "search_system": ["management-information-system"],
        "search_identifier": ["name"],
        **day("search_from", "1 9 2025"),
        **day("search_to", "1 9 2062"),
    }
    said: Fills = {**STATED, "pair_1_do": "share", "pair_2_do": "not-held"}
    bea.press(SHARE_NOW, **{**said, **LATER, **searched}).press(CHECK, **AT_RISK).press(NOW)
    assert WENT in bea.text, bea.text


def id_of(page: str) -> UUID:
    return UUID(page.rpartition("/")[2])


def purpose_of(served: Served, told: Reader) -> str:
    made = id_of(link(told, "decisions"))
    decision = served.run(served.desk.decision(served.hat("Bea"), made)).decision
    return str(decision["codes"]["purpose"]["code"])
