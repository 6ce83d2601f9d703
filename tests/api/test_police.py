"""Who has disclosed to the police has told them, whichever decision had left it to be done."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from tests.api.town import Town
from tests.support.casework import WHY, ask, decide, disclose, labelled, lawful
from tests.support.requirements import requirement
from tests.support.world import Caller

SHARED: dict[str, Any] = {
    "decision": "share",
    "purpose": "child-protection",
    "reason": "consent-not-the-basis",
    "grounds": lawful("public-task", provision="EA2002-175", limb="a"),
    "crime_suspected": True,
}


def to_do(town: Town, decision: UUID) -> list[str]:
    """The open tasks that a decision of the school has left."""
    tasks = town.bea.read("/v1/tasks").ok()["tasks"]
    return sorted(task["kind"] for task in tasks if UUID(task["about"]) == decision)


def given(town: Town, by: Caller, pupil: UUID, **under: Any) -> UUID:
    """The school is asked about a pupil, a crime is suspected, and one fact is given."""
    words = WHY | {"necessary-or-expedient": "To prevent the next theft from a pupil."}
    asked = ask(
        by,
        town.school.body,
        {pupil: "Kezia Marlowe"},
        {"attendance": [pupil]},
        function=None,
        purpose="child-protection",
        words=words,
        **under,
    )
    asked.answered.ok()
    fact = uuid4()
    line = {"item": str(fact), "asked": str(asked.items["attendance"]), "person": str(pupil)}
    going = [line | {"included": True, "kind": "fact"}]
    decision, answered = decide(town.bea, asked.id, by, going, **SHARED)
    answered.ok()
    assert "share-with-police" in to_do(town, decision)
    given_words = {fact: "Present 61 of 190 days."}
    items = [labelled(fact, pupil, "fact")]
    disclose(town.bea, decision, by, items, given_words)[1].ok()
    return decision


@requirement("R-008", "V9")
def test_to_disclose_to_the_police_is_to_have_told_them_of_that_person(town: Town) -> None:
    """R-008: what is given to the council tells them nothing, nor what is about another."""
    police = town.world.agency("Northshire Police", "E11-CC", "EW-115-POL")
    officer = police.hire("Petra", "practitioner")
    pupil, another = uuid4(), uuid4()
    to_the_council = given(town, town.asha, pupil, provision="CA1989-47")
    assert "share-with-police" in to_do(town, to_the_council)
    of_another = given(town, officer, another, provision="CDA1998-115")
    assert "share-with-police" not in to_do(town, of_another)
    assert "share-with-police" in to_do(town, to_the_council)
    given(town, officer, pupil, provision="CDA1998-115")
    assert "share-with-police" not in to_do(town, to_the_council)
