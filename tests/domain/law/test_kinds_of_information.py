"""Of what kind an item is: said of each that goes, and asked of each by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.evidence import ConsentInForce, Deidentified, ItemAnswers, Lawful
from hub_domain.law.weighing import weigh
from tests.domain.law.cases import LAW, PERSON, TODAY, case_of, named
from tests.domain.law.filling import fill
from tests.support.requirements import requirement

ORDINARY = case_of(fill({}))


def test_items_may_be_sensitive_one_by_one() -> None:
    (answers,) = ORDINARY.answers
    other = ItemAnswers(
        items=(PERSON,),
        consent=answers.consent,
        identifies=answers.identifies,
        lawful=Lawful(
            basis="public-task", provision="EA2002-175", limb="a", protected_person=PERSON
        ),
        special_category=True,
        criminal_offence=False,
        sensitive=False,
        confidential=False,
    )
    case = replace(ORDINARY, answers=(answers, other))
    assert {named(each) for each in weigh(case, LAW, TODAY).refusals} == {
        "ERR_CONDITION_REQUIRED"
    }


@requirement("R-103")
@pytest.mark.parametrize(
    "kind", ["special_category", "criminal_offence", "sensitive", "confidential"]
)
@pytest.mark.parametrize("row", ["D2", "D3", "D4"])
def test_of_what_kind_an_item_is_is_never_left_open_where_it_goes(row: str, kind: str) -> None:
    """Unset is not taken as no, whichever answer lets it go."""
    (answers,) = ORDINARY.answers
    ways: dict[str, dict[str, object]] = {
        "D2": {"consent": ConsentInForce(consents=(PERSON,))},
        "D3": {"identifies": Deidentified(method="aggregated", risk="remote")},
        "D4": {},
    }
    open_ = replace(answers, **ways[row], **{kind: None})  # type: ignore[arg-type]  # by name
    found = weigh(replace(ORDINARY, answers=(open_,)), LAW, TODAY)
    assert found.row == row
    unset = [each for each in found.refusals if each.code == "sensitivity-unset"]
    assert [each.facts()["field"] for each in unset] == [kind.replace("_", "-")]
    answers = replace(open_, **{kind: False})  # type: ignore[arg-type]  # a flag by name
    stated = weigh(replace(ORDINARY, answers=(answers,)), LAW, TODAY).refusals
    assert "sensitivity-unset" not in {each.code for each in stated}
