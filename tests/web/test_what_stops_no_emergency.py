"""What was left empty, or mistyped, stops no emergency (R-018, R-362)."""

from __future__ import annotations

from uuid import UUID

from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import link
from tests.web.telling import written
from tests.web.test_emergency import AT_RISK, CHECK, NOW, SHARE_NOW
from tests.web.test_told_on_which_law import LAW, TO_SAVE_A_LIFE, the_law

WENT = "It has been shared"


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


def purpose_of(served: Served, told: Reader) -> str:
    made = UUID(link(told, "decisions").rpartition("/")[2])
    decision = served.run(served.desk.decision(served.hat("Bea"), made)).decision
    return str(decision["codes"]["purpose"]["code"])
