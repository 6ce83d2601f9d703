"""What each provision permits, as the decision table's section 8 and the Acts say it."""

from __future__ import annotations

from datetime import date

import pytest

from hub_domain.law.rows import Provision
from tests.domain.law.cases import LAW, TODAY
from tests.support.requirements import requirement

SUPPLYING = "supplied partly-supplied not-held"
ASKING_BACK = f"{SUPPLYING} not-known-here clarification-sought challenged"
DECLINING = f"{ASKING_BACK} declined"
OWN_DUTIES = "incompatible-with-duties adverse-effect-on-functions"


@pytest.mark.parametrize(
    ("provision", "kind", "answers", "challenges", "declines"),
    [
        pytest.param(
            "CA2004-16H",
            "duty",
            ASKING_BACK,
            "not-a-partner wrong-purpose not-specific not-necessary not-proportionate",
            "",
            marks=requirement("R-064", "R-084"),
        ),
        pytest.param(
            "SSWBA-164",
            "duty-qualified",
            DECLINING,
            "any",
            OWN_DUTIES,
            marks=requirement("R-068"),
        ),
        pytest.param(
            "SSWBA-137",
            "power",
            f"{SUPPLYING} challenged declined",
            "any",
            f"{OWN_DUTIES} recognised",
            marks=requirement("R-440"),
        ),
        pytest.param(
            "COURT-ORDER",
            "duty",
            ASKING_BACK,
            "application-to-court",
            "",
            marks=requirement("R-441"),
        ),
        pytest.param(
            "CDA1998-115",
            "power",
            DECLINING,
            "any",
            "recognised",
            marks=requirement("R-080", "R-084"),
        ),
        pytest.param(
            "CL-POLICE", "power", DECLINING, "any", "recognised", marks=requirement("R-083")
        ),
        pytest.param(
            "CA1989-47", "power", DECLINING, "any", "recognised", marks=requirement("R-449")
        ),
        pytest.param(
            "CA1989-17", "power", DECLINING, "any", "recognised", marks=requirement("R-449")
        ),
        pytest.param(
            "PCSC2022-44A", "power", DECLINING, "any", "recognised", marks=requirement("R-444")
        ),
    ],
)
def test_a_provision_is_answered_as_it_says(
    provision: str, kind: str, answers: str, challenges: str, declines: str
) -> None:
    law = LAW.provision(provision, TODAY)
    assert law.kind == kind
    assert set(law.answers) == set(answers.split())
    assert set(law.challenge_grounds) == set(challenges.split())
    assert set(law.decline_grounds) == set(declines.split())


@requirement("R-065")
def test_boards_asked_under_section_14b_until_its_last_day() -> None:
    (law,) = LAW.versions(Provision, "CA2004-14B")
    assert (law.kind, law.valid_to, law.successor) == ("duty", date(2019, 9, 29), "CA2004-16H")


@requirement("R-123")
def test_the_act_of_1998_gave_way_to_that_of_2018() -> None:
    (law,) = LAW.versions(Provision, "DPA1998")
    assert (law.status, law.successor) == ("repealed", "DPA2018")
    assert LAW.provision("DPA2018", date(2018, 5, 25)).title == "Data Protection Act 2018"


@requirement("R-074")
def test_a_board_has_two_objectives_and_what_is_conducive_to_them() -> None:
    functions = LAW.provision("SSWBA-137", TODAY).functions
    assert functions == ("sb-obj-a", "sb-obj-b", "sb-conducive")


@requirement("R-082")
def test_use_is_limited_only_where_the_provision_says_so() -> None:
    assert LAW.provision("CA2004-16H", TODAY).use_limit == "partner-function"
    assert not LAW.provision("CDA1998-115", TODAY).use_limit


@requirement("R-430", "R-431")
@pytest.mark.parametrize(
    ("row", "successor"),
    [
        ("HMG-2015", "HMG-2018"),
        ("HMG-2018", "HMG-2024"),
        ("HMG-2024", ""),
        ("WG-2019", ""),
        ("WT-2015", "WT-2018"),
        ("WT-2018", "WT-2023"),
        ("WT-2026", ""),
        ("KCSIE-2016", "KCSIE-2025"),
        ("WTD-2015", ""),
        ("ADULT-SHARING", ""),
        ("MUNRO", ""),
        ("LAMING", ""),
    ],
)
def test_guidance_is_labelled_so_and_names_what_replaced_it(row: str, successor: str) -> None:
    (guidance,) = LAW.versions(Provision, row)
    assert (guidance.kind, guidance.successor) == ("guidance", successor)
    assert not guidance.vests


@requirement("R-431")
def test_the_welsh_guide_is_adapted_from_the_english_one_of_2018() -> None:
    assert LAW.provision("WG-2019", TODAY).adapted_from == "HMG-2018"
