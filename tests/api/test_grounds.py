"""A ground for withholding is proved by what stands in the records, never by an id alone."""

from __future__ import annotations

from uuid import UUID, uuid4

from tests.api.town import Matter, Town, problem
from tests.support.casework import decide
from tests.support.requirements import requirement
from tests.support.world import Answered, Caller

ASKED = {"provision": "CA1989-47", "function": None, "purpose": "child-protection"}


def already_shared(town: Town, matter: Matter, by: Caller, disclosure: UUID) -> Answered:
    """The school withholds because the one who asks already has it, by that disclosure."""
    line = {
        "item": str(matter.fact),
        "asked": str(matter.item),
        "person": str(matter.pupil),
        "included": False,
        "grounds": [{"code": "already-shared", "disclosure": str(disclosure)}],
    }
    _about, answered = decide(
        town.bea,
        matter.request,
        by,
        [line],
        decision="do-not-share",
        runs=[
            {
                "items": [str(matter.fact)],
                "consent": {
                    "answer": "no",
                    "standings": [{"status": "not-sought", "reason": "consent-not-the-basis"}],
                },
                "identifies": {"answer": "yes"},
                "lawful": {"answer": "yes", "basis": "public-task"},
            }
        ],
    )
    return answered


@requirement("R-013")
def test_already_shared_names_a_disclosure_that_this_agency_made_to_that_one(
    town: Town,
) -> None:
    """R-013: an invented id, or what was shared with somebody else, is no proof."""
    elsewhere = town.disclosed(town.asked())
    there = town.disclosed(town.asked(town.asha, **ASKED), to=town.asha)
    for disclosure in (uuid4(), elsewhere):
        again = town.asked(town.asha, **ASKED)
        problem(
            already_shared(town, again, town.asha, disclosure), 422, "assumed-shared-elsewhere"
        )
    already_shared(town, town.asked(town.asha, **ASKED), town.asha, there).ok()
