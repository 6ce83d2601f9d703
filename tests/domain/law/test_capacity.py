"""Categories held for some functions, or by what another body gave (R-030 to R-046, R-076)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from hub_domain.law.capacity import (
    OTHER,
    AgreementRequired,
    Capacity,
    DelegationRequired,
    FunctionRequired,
    Held,
    OutsideDelegation,
    PrincipalRequired,
    Registration,
    RegulationRequired,
    attached,
    capacity,
    must_show,
)
from hub_domain.law.decisions import judge_decision
from hub_domain.law.rows import BodyCategory
from hub_domain.refusal import Refusal
from tests.domain.law.cases import LAW, TODAY, an_id, case_of, decision_of
from tests.domain.law.filling import fill
from tests.support.requirements import requirement

FIRST, LAST = date(2026, 4, 1), date(2026, 6, 1)
TRUST = an_id("trust")
SOCIAL_CARE = "delegated-childrens-social-care"
DELEGATED = Held(functions=(SOCIAL_CARE,), principal=TRUST, valid_from=FIRST, valid_to=LAST)
SHOWN: Mapping[str, Held] = {
    "E11-ESA74": Held(functions=("education-and-skills-act-2008-s-74",)),
    "W28-LSA123": Held(functions=("learning-and-skills-act-2000-s-123-1-b",)),
    "EA175-LA": Held(functions=("education",)),
    "BCIA55-SOS": Held(functions=("immigration", "asylum", "nationality", "customs")),
    "BCIA55-UKVI": Held(functions=("immigration", "nationality")),
    "BCIA55-IE": Held(functions=("immigration",)),
    "BCIA55-BF": Held(functions=("customs",)),
    "E11-CRC": Held(principal=an_id("secretary of state")),
    "EW-115-AGENT": Held(principal=an_id("police")),
    "E-DELEG": DELEGATED,
    "W162-B": Held(agreement="Northshire and Teifi, 12 January 2026"),
    "W162-H": Held(regulation="SI 2015/1989"),
}
WANTED: Mapping[str, type[Refusal]] = {
    "E11-CRC": PrincipalRequired,
    "EW-115-AGENT": PrincipalRequired,
    "E-DELEG": FunctionRequired,
    "W162-B": AgreementRequired,
    "W162-H": RegulationRequired,
}


def category(code: str) -> BodyCategory:
    return LAW.versions(BodyCategory, code)[-1]


def test_these_are_all_the_categories_that_need_something() -> None:
    needing = {row.id for row in LAW.rows if isinstance(row, BodyCategory) and row.needs}
    assert needing == SHOWN.keys()


@requirement("R-030", "R-031", "R-043", "R-044", "R-045", "R-076")
@pytest.mark.parametrize("code", SHOWN)
def test_a_category_is_registered_with_what_its_row_needs_and_not_without(code: str) -> None:
    must_show(category(code), SHOWN[code])
    with pytest.raises(WANTED.get(code, FunctionRequired)) as refused:
        must_show(category(code), Held())
    assert refused.value.facts() == {"category": code}


def test_a_function_beyond_the_scope_is_none_of_it() -> None:
    """R-045: within immigration, asylum, nationality and customs."""
    border = category("BCIA55-BF")
    for functions in (("fisheries",), ("customs", "fisheries")):
        with pytest.raises(FunctionRequired):
            must_show(border, Held(functions=functions))


@requirement("R-046")
@pytest.mark.parametrize("without", [{"principal": None}, {"valid_from": None}])
def test_a_delegation_says_by_whom_and_from_when(without: dict[str, None]) -> None:
    with pytest.raises(DelegationRequired, check=lambda it: it.category == "E-DELEG"):
        must_show(category("E-DELEG"), replace(DELEGATED, **without))  # type: ignore[arg-type]


@pytest.mark.parametrize("blank", ["agreement", "regulation"])
def test_a_reference_of_blanks_is_none(blank: str) -> None:
    code = {"agreement": "W162-B", "regulation": "W162-H"}[blank]
    with pytest.raises(WANTED[code]):
        must_show(category(code), Held(**{blank: "  "}))  # type: ignore[arg-type]


def test_what_needs_nothing_shows_nothing() -> None:
    must_show(category("E11-LA"), Held())


def test_what_was_kept_is_read_again() -> None:
    for held in SHOWN.values():
        assert Held.read(held.plain()) == held
    as_a_view = {**DELEGATED.plain(), "principal": str(TRUST), "valid_from": "2026-04-01"}
    assert Held.read({**as_a_view, "valid_to": "2026-06-01"}) == DELEGATED


COUNCIL = [category("E11-LA"), category("EA175-LA")]
UNDER = {"EA175-LA": SHOWN["EA175-LA"], "E-DELEG": DELEGATED}


def acting(codes: list[str], exercising: str, on: date = TODAY) -> Capacity:
    return capacity([category(code) for code in codes], UNDER, exercising, on)


def test_a_council_says_which_hat_it_wears() -> None:
    """R-044: education functions sit under s.175, the others under s.11."""
    education = acting(["E11-LA", "EA175-LA"], "education")
    assert education == Capacity(categories=frozenset({"E11-LA", "EA175-LA"}))
    other = acting(["E11-LA", "EA175-LA"], OTHER)
    assert other == Capacity(categories=frozenset({"E11-LA"}))
    blank = acting(["E11-LA", "EA175-LA"], "")
    assert blank.refusals == (FunctionRequired(category="EA175-LA"),)
    assert blank.categories == {"E11-LA"}


def test_who_holds_nothing_for_some_functions_need_not_say() -> None:
    assert acting(["E11-LA"], "") == Capacity(categories=frozenset({"E11-LA"}))


def test_a_function_for_which_it_was_not_registered_leaves_the_category_aside() -> None:
    border = [category("BCIA55-BF")]
    under = {"BCIA55-BF": Held(functions=("customs",))}
    assert capacity(border, under, "customs", TODAY).categories == {"BCIA55-BF"}
    assert capacity(border, under, "asylum", TODAY) == Capacity(categories=frozenset())


@requirement("R-046")
@pytest.mark.parametrize(
    ("on", "runs"),
    [
        (date(2026, 3, 31), False),
        (FIRST, True),
        (LAST, True),
        (date(2026, 6, 2), False),
    ],
)
def test_a_delegated_function_is_exercised_while_it_is_delegated(
    on: date,
    runs: bool,  # noqa: FBT001 - a table
) -> None:
    """R-046; the last day is in it."""
    found = acting(["E-DELEG", "EW-VCS"], SOCIAL_CARE, on)
    outside = OutsideDelegation(category="E-DELEG", function=SOCIAL_CARE)
    assert found.refusals == (() if runs else (outside,))
    assert ("E-DELEG" in found.categories) == runs
    assert ("E-DELEG" in attached([category("E-DELEG")], UNDER, on)) == runs


@requirement("R-046")
@pytest.mark.parametrize(("on", "runs"), [(LAST, True), (date(2026, 6, 2), False)])
def test_who_works_under_a_delegation_is_addressed_and_acts_in_it_while_it_runs(
    on: date,
    runs: bool,  # noqa: FBT001 - a table
) -> None:
    kept = {code: held.plain() for code, held in UNDER.items()}
    provider = Registration.read(an_id("provider"), "E", ["E-DELEG", "EW-VCS"], kept)
    assert ("E-DELEG" in provider.as_addressed(LAW, on).categories) == runs
    body, refusals = provider.as_acting(SOCIAL_CARE, LAW, on)
    assert ("E-DELEG" in body.categories) == runs
    assert bool(refusals) != runs


def test_a_provider_may_do_other_things() -> None:
    assert acting(["E-DELEG", "EW-VCS"], OTHER) == Capacity(categories=frozenset({"EW-VCS"}))
    assert acting(["E-DELEG"], "").refusals == (FunctionRequired(category="E-DELEG"),)


def test_who_is_asked_or_told_holds_all_of_its_categories() -> None:
    assert attached(COUNCIL, {}, TODAY) == {"E11-LA", "EA175-LA"}


def test_a_decision_is_refused_what_its_capacity_is_and_in_an_emergency_it_is_a_gap() -> None:
    """R-030, R-362."""
    unnamed = (FunctionRequired(category="EA175-LA"),)
    ordinary = fill({})
    share = replace(decision_of(ordinary), capacity=unnamed)
    assert judge_decision(case_of(ordinary), share, LAW, TODAY).refusals == unnamed

    at_once = fill({"E": "Y", "recipient": "PROTECTIVE"})
    share = replace(decision_of(at_once), capacity=unnamed)
    judged = judge_decision(case_of(at_once), share, LAW, TODAY)
    assert judged.accepted
    gaps = [due.facts for due in judged.tasks if due.code == "complete-emergency-record"]
    assert gaps == [{"gap": "rationale"}]


def test_what_is_not_on_record_counts_for_nothing() -> None:
    """Registered before its row asked for anything: emptiness permits nothing."""
    rows = [category("E-DELEG"), category("E11-ESA74"), category("EW-VCS")]
    assert attached(rows, {}, TODAY) == {"E11-ESA74", "EW-VCS"}
    exercising = "education-and-skills-act-2008-s-74"
    assert capacity(rows, {}, exercising, TODAY).categories == {"EW-VCS"}
    (refusal,) = capacity(rows, {}, SOCIAL_CARE, TODAY).refusals
    assert isinstance(refusal, OutsideDelegation)


def test_an_event_keeps_what_is_held_in_plain_values() -> None:
    assert DELEGATED.plain() == {
        "functions": [SOCIAL_CARE],
        "principal": TRUST,
        "valid_from": FIRST,
        "valid_to": LAST,
        "agreement": "",
        "regulation": "",
    }
