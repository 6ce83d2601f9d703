"""Whoever is told unasked in an emergency is told on which law, and that one stays (R-201)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.cases import draft
from tests.api.test_emergency import AT_RISK, NOTHING_MORE, WHOLE
from tests.api.test_recipients import UNASKED
from tests.api.town import Town, problem, reasons
from tests.support.casework import NONE_OF_THESE, REASONS, decide, disclose, labelled, lawful
from tests.support.requirements import requirement
from tests.support.world import Answered

TASK, TO_SAVE_A_LIFE = ("public-task", "EA2002-175"), ("vital-interests", None)
IN_HASTE: dict[str, Any] = {**UNASKED, **AT_RISK, "record": {}, "confirmed": False}


@dataclass(frozen=True)
class Telling:
    """The school tells the council of a child, unasked and at once."""

    town: Town
    about: UUID
    pupil: UUID
    fact: UUID

    def decided(self, version: int = 0, **said: Any) -> Answered:
        line = {"item": str(self.fact), "person": str(self.pupil), "included": True}
        drafting = draft(self.town.bea)
        told = {**said, "words": REASONS}
        decide(drafting, uuid4(), self.town.asha, [line | {"kind": "fact"}], **told)
        return self.town.bea.do(
            "make-sharing-decision",
            about=self.about,
            version=version,
            facts=drafting.drafted.facts | {"request": None},
            sealed=reasons(self.town.bea, self.about, None, REASONS),
        )

    def gone(self) -> UUID:
        items, words = [labelled(self.fact, self.pupil, "fact")], {self.fact: "He was there."}
        names = {self.pupil: "Kezia Marlowe"}
        disclosure, answered = disclose(
            self.town.bea, self.about, self.town.asha, items, words, names=names
        )
        answered.ok()
        return disclosure

    def recorded(self, basis: str, provision: str | None) -> Answered:
        found = self.town.bea.read(f"/v1/sharing-decisions/{self.about}").ok()["decision"]
        whom = {"protected_person": str(self.pupil)} if basis == "vital-interests" else {}
        limb = {"limb": "a"} if basis == "public-task" else {}
        grounds = lawful(basis, provision=provision, **whom, **limb)
        said = {**AT_RISK, **WHOLE, "reason": "could-place-child-at-risk", "grounds": grounds}
        return self.decided(int(found["version"]), **said)

    def told_on(self, disclosure: UUID) -> list[tuple[str, str | None]]:
        found = self.town.asha.read(f"/v1/disclosures/{disclosure}").ok()["disclosure"]
        return [(each["basis"], each["provision"]) for each in found["rests_on"]]


@pytest.fixture
def telling(town: Town) -> Telling:
    return Telling(town, town.world.ids.stream(), uuid4(), uuid4())


@requirement("R-201", "R-362")
def test_a_record_puts_no_other_law_in_place_of_the_one_that_was_said(telling: Telling) -> None:
    """Finding: the recipient read another law than they were told, and auditors the first."""
    telling.decided(**IN_HASTE).ok()
    disclosure = telling.gone()
    problem(telling.recorded(*TO_SAVE_A_LIFE), 422, "another-law")
    telling.recorded(*TASK).ok()
    assert telling.told_on(disclosure) == [TASK]


@requirement("R-201", "R-362")
@pytest.mark.parametrize(
    "said",
    [NOTHING_MORE, {"grounds": lawful("public-task", provision="CA1989-47", limb="a")}],
    ids=["none was said", "none on which the school may rest"],
)
def test_a_record_says_on_which_law_where_none_was_said_that_can_stand(
    telling: Telling, said: dict[str, Any]
) -> None:
    telling.decided(**{**IN_HASTE, **said}).ok()
    disclosure = telling.gone()
    telling.recorded(*TO_SAVE_A_LIFE).ok()
    assert telling.told_on(disclosure) == [TO_SAVE_A_LIFE]


@requirement("R-201", "R-362")
def test_a_record_names_the_provision_of_a_basis_that_was_said_without_one(
    telling: Telling,
) -> None:
    alone = lawful("vital-interests", protected_person=str(telling.pupil))
    telling.decided(**{**IN_HASTE, "grounds": alone}).ok()
    disclosure = telling.gone()
    problem(telling.recorded(*TASK), 422, "another-law")
    under = "vital-interests", "EA2002-175"
    telling.recorded(*under).ok()
    assert telling.told_on(disclosure) == [under]


CONSENTED = {"answer": "yes", "consents": [str(uuid4())]}


@requirement("R-201", "R-362")
@pytest.mark.parametrize(
    "consent",
    [CONSENTED, {"answer": "yes", "consents": []}],
    ids=["by a consent", "by none that is named"],
)
def test_consent_that_was_said_in_haste_gives_way_where_the_record_says_there_is_none(
    telling: Telling, consent: dict[str, Any]
) -> None:
    """Finding: whoever said it by mistake could close the record by claiming it again alone."""
    run = {"items": [str(telling.fact)], "consent": consent, "identifies": {"answer": "yes"}}
    telling.decided(**{**IN_HASTE, "runs": [run]}).ok()
    disclosure = telling.gone()
    assert telling.told_on(disclosure) == [("consent", None)]
    telling.recorded(*TASK).ok()
    assert telling.told_on(disclosure) == [TASK]


@requirement("R-201", "R-362")
def test_consent_is_put_in_place_of_no_law_that_was_said(telling: Telling) -> None:
    telling.decided(**IN_HASTE).ok()
    telling.gone()
    consented = {"items": [str(telling.fact)], "consent": CONSENTED}
    run = {**consented, "identifies": {"answer": "yes"}, **NONE_OF_THESE}
    said = {**AT_RISK, **WHOLE, "runs": [run]}
    problem(telling.decided(1 + 1, **said), 422, "another-law")
