"""A ground for withholding is proved by what stands in the records, never by an id alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from tests.api.town import Matter, Town, problem
from tests.support.casework import ask, decide, disclose, labelled, lawful
from tests.support.requirements import requirement
from tests.support.world import Answered, Caller

ENQUIRY: dict[str, Any] = {
    "provision": "CA1989-47",
    "function": None,
    "purpose": "child-protection",
}
DECIDED: dict[str, Any] = {
    "purpose": "child-protection",
    "reason": "consent-not-the-basis",
    "grounds": lawful("public-task", provision="EA2002-175", limb="a"),
}


def asked(town: Town, pupil: UUID, topic: str) -> Matter:
    """An enquiry about one pupil and one item, with the fact that answers it."""
    return asked_by(town.asha, town, pupil, topic, **ENQUIRY)


def asked_by(by: Caller, town: Town, pupil: UUID, topic: str, **under: Any) -> Matter:
    found = ask(by, town.school.body, {pupil: "Kezia Marlowe"}, {topic: [pupil]}, **under)
    found.answered.ok()
    return Matter(found.id, pupil, found.items[topic])


def line(matter: Matter, **more: Any) -> dict[str, Any]:
    return {
        "item": str(matter.fact),
        "asked": str(matter.item),
        "person": str(matter.pupil),
        **more,
    }


def shared(town: Town, matter: Matter, to: Caller, **decided: Any) -> UUID:
    """The school gives that fact to the one who asked for it."""
    going = line(matter, included=True, kind="fact")
    decision, answered = decide(
        town.bea, matter.request, to, [going], decision="share", **decided
    )
    answered.ok()
    disclosure, answered = disclose(
        town.bea,
        decision,
        to,
        [labelled(matter.fact, matter.pupil, "fact")],
        {matter.fact: "Present 61 of 190 days."},
    )
    answered.ok()
    return disclosure


def already_shared(town: Town, matter: Matter, disclosure: UUID) -> Answered:
    """The school withholds because the one who asks already has it, by that disclosure."""
    grounds = [{"code": "already-shared", "disclosure": str(disclosure)}]
    _about, answered = decide(
        town.bea,
        matter.request,
        town.asha,
        [line(matter, included=False, grounds=grounds)],
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
                "confidential": False,
            }
        ],
    )
    return answered


@requirement("R-013")
def test_already_shared_names_a_disclosure_that_this_agency_made_to_that_one(
    town: Town,
) -> None:
    """R-013: an invented id, or what was shared with somebody else, is no proof."""
    pupil = uuid4()
    first = asked(town, pupil, "attendance")
    there = shared(town, first, town.asha, **DECIDED)
    for_the_board = asked_by(town.gwen, town, pupil, "attendance")
    elsewhere = shared(town, for_the_board, town.gwen)
    for disclosure in (uuid4(), elsewhere):
        again = asked(town, pupil, "attendance")
        problem(already_shared(town, again, disclosure), 422, "assumed-shared-elsewhere")
    again = asked(town, pupil, "attendance")
    already_shared(town, again, there).ok()


@requirement("R-013")
def test_already_shared_names_a_disclosure_about_that_person_and_what_is_asked(
    town: Town,
) -> None:
    """R-013: what was told of a sister, or of something else, is no proof either."""
    pupil = uuid4()
    attendance = asked(town, pupil, "attendance")
    there = shared(town, attendance, town.asha, **DECIDED)
    of_a_sister = asked(town, uuid4(), "attendance")
    problem(already_shared(town, of_a_sister, there), 422, "assumed-shared-elsewhere")
    of_else = asked(town, pupil, "behaviour")
    problem(already_shared(town, of_else, there), 422, "assumed-shared-elsewhere")
