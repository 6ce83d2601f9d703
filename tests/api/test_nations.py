"""A body acts in England, in Wales, or in both, as the NSPCC does (R-086)."""

from __future__ import annotations

from uuid import uuid4

from tests.api.town import Town
from tests.support.casework import WHY, ask
from tests.support.requirements import requirement
from tests.support.world import Caller, Office


def asked_by_a_welsh_board(by: Caller, addressee: Office) -> tuple[int, str | None]:
    """What the hub answers a Board that does not say how what it asks relates to the body."""
    pupil = uuid4()
    answered = ask(
        by,
        addressee.body,
        {pupil: "Kezia Marlowe"},
        {"attendance": [pupil]},
        provision="SSWBA-137",
        function="sb-obj-a",
        purpose="child-protection",
        words=WHY | {"board-consideration": "It runs the helpline that the child rang."},
    ).answered
    return answered.status, answered.code


@requirement("R-086")
def test_who_acts_in_both_nations_is_asked_under_the_law_of_either(town: Town) -> None:
    """R-086: in both the board's request goes as far as what it lacks; in one, no further."""
    board = town.world.agency("Gwent Safeguarding Board", "W-SB-CHILDREN", nation="W")
    officer = board.hire("Olwen", "partnership-officer")
    in_both = town.world.agency("NSPCC", "EW-NSPCC", nation="EW")
    in_england = town.world.agency("An English charity", "EW-VCS", nation="E")
    assert asked_by_a_welsh_board(officer, in_both) == (422, "s137-relation")
    assert asked_by_a_welsh_board(officer, in_england) == (422, "provision-jurisdiction")
    row = town.bea.read(f"/v1/agencies/{in_both.id}").ok()["agency"]
    assert row["nation"] == "EW"


def test_who_acts_in_both_nations_stands_in_the_lists_of_both(town: Town) -> None:
    """The call is refused otherwise."""
    town.world.agency("National Crime Agency", "E11-NCA", "W28-NCA", nation="EW")
