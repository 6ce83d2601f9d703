"""The statutory lists of bodies, as the Acts and the guides print them (R-021 to R-076).

Written out here a second time, by hand, so that a body which falls out of the catalogue, moves
to the other nation or lives on after its day is noticed.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub_domain.law.catalogue import CategoryNotInForce, ProvisionJurisdiction
from hub_domain.law.rows import BodyCategory
from tests.domain.law.cases import LAW, TODAY, body
from tests.support.requirements import requirement

# requirement: codes with the letters of statute and guide in brackets
LISTED = {
    "R-021": "E11-LA(a)",
    "R-022": "E11-NHSE(ba)",
    "R-023": "E11-ICB(bb)",
    "R-024": "E11-NHST(f) E11-NHSFT(g)",
    "R-025": "E11-LPB(h) E11-CC(h)",
    "R-026": "E11-BTPA(i)",
    "R-027": "E11-PRISON(l)",
    "R-028": "E11-NPS()",
    "R-029": "E11-YOT(k)",
    "R-030": "E11-ESA74(m)",
    "R-032": "W28-LA(a,a)",
    "R-033": "W28-LHB(b,b)",
    "R-034": "W28-NHST(c,c)",
    "R-035": "W28-LPB(d,d) W28-CC(d,d)",
    "R-036": "W28-NCA(ea,e)",
    "R-037": "W28-BTPA(e,f)",
    "R-038": "W28-LPROB(f,g)",
    "R-039": "W28-SOS-OMA(fa,h)",
    "R-040": "W28-YOT(g,i)",
    "R-041": "W28-PRISON(h,j)",
    "R-042": "W28-SECCOL(ha,k)",
    "R-043": "W28-LSA123(i,l)",
    "R-044": "EA175-LA() EA175-MSGB() EA175-FE()",
    "R-045": "BCIA55-SOS() BCIA55-UKVI() BCIA55-IE() BCIA55-BF()",
    "R-046": "E-DELEG()",
    "R-050": "E16E-LA() E16E-ICB() E16E-CC()",
    "R-066": "W164-REQ()",
    "R-067": "W164-B() W164-C()",
    "R-070": "W-SB-CHILDREN() W-SB-ADULTS()",
    "R-071": "W137-QB()",
    "R-076": (
        "W162-A-LPB() W162-A-CC() W162-B() W162-C() W162-D() W162-E() W162-F() W162-G()"
        " W162-H()"
    ),
    "R-080": "EW-115-POL() EW-115-LA() EW-115-PROB() EW-115-HA() EW-115-AGENT()",
    "R-422": "EW-GP() EW-ALL()",
    "R-434": "EW-COURT() EW-LEGAL() EW-REGULATOR() EW-INSURER()",
}
TODAYS = [
    pytest.param(code, letters.rstrip(")"), marks=requirement(held), id=code)
    for held, listed in LISTED.items()
    for code, letters in (entry.split("(") for entry in listed.split())
]


def nation_of(code: str) -> set[str]:
    """As its code says: E11-LA, E-LSCB; W28-LA; EW-GP, EA175-LA, BCIA55-BF."""
    if code[0] == "W":
        return {"W"}
    return {"E"} if code[:2] in {"E1", "E-"} else {"E", "W"}


@pytest.mark.parametrize(("code", "letters"), TODAYS)
def test_a_body_of_a_list_holds_its_place_today_in_its_nation(code: str, letters: str) -> None:
    held = LAW.category(code, TODAY)
    assert set(held.nation) == nation_of(code)
    assert ",".join(filter(None, (held.statute_letter, held.guide_letter))) == letters
    assert held.valid_to is None
    for other in {"E", "W"} - nation_of(code):
        with pytest.raises(ProvisionJurisdiction):
            LAW.category(code, TODAY, other)


@pytest.mark.parametrize(
    ("code", "last", "successor"),
    [
        pytest.param(code, date(*last), successor, marks=requirement(held), id=code)
        for held, code, last, successor in (
            ("R-023", "E11-CCG", (2022, 6, 30), "E11-ICB"),
            ("R-028", "E11-CRC", (2021, 6, 25), "E11-NPS"),
            ("R-050", "E16E-CCG", (2022, 6, 30), "E16E-ICB"),
            ("R-052", "E-LSCB", (2019, 9, 29), "E16E-LA"),
        )
    ],
)
def test_a_body_of_the_past_names_who_came_after(code: str, last: date, successor: str) -> None:
    assert LAW.category(code, last).successor == successor
    for day in (last + timedelta(days=1), TODAY):
        with pytest.raises(CategoryNotInForce) as refused:
            LAW.category(code, day)
        assert refused.value.successor == successor


@requirement("R-028")
def test_probation_has_the_name_of_its_time() -> None:
    names = [LAW.category("E11-NPS", date(2021, 6, day)).title for day in (25, 26)]
    assert names == ["National Probation Service", "Probation Service"]


@pytest.mark.parametrize(
    ("code", "scope"),
    [
        pytest.param(code, scope, marks=requirement(held), id=code)
        for held, code, scope in (
            ("R-026", "E11-BTPA", "functions-in-england"),
            ("R-030", "E11-ESA74", "education-and-skills-act-2008-s-74"),
            ("R-037", "W28-BTPA", "functions-in-wales"),
            ("R-039", "W28-SOS-OMA", "offender-management-act-2007-ss-2-3"),
            ("R-043", "W28-LSA123", "learning-and-skills-act-2000-s-123-1-b"),
            ("R-045", "BCIA55-UKVI", "immigration asylum nationality customs"),
            ("R-046", "E-DELEG", "delegated-childrens-social-care"),
        )
    ],
)
def test_a_body_is_listed_for_these_functions_only(code: str, scope: str) -> None:
    assert LAW.category(code, TODAY).function_scope == tuple(scope.split())


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        pytest.param(code, needs, marks=requirement(held), id=code)
        for held, code, needs in (
            ("R-030", "E11-ESA74", "function"),
            ("R-031", "E11-CRC", "principal"),
            ("R-043", "W28-LSA123", "function"),
            ("R-044", "EA175-LA", "function"),
            ("R-046", "E-DELEG", "delegation"),
            ("R-076", "W162-B", "agreement"),
            ("R-076", "W162-H", "regulation"),
            ("R-080", "EW-115-AGENT", "principal"),
        )
    ],
)
def test_a_body_is_listed_only_with_what_makes_it_one(code: str, needs: str) -> None:
    assert LAW.versions(BodyCategory, code)[-1].needs == (needs,)


@requirement("R-038")
def test_a_probation_board_is_on_the_statute_book_and_dormant() -> None:
    assert LAW.category("W28-LPROB", TODAY).status == "dormant"


@requirement("R-434")
def test_courts_advisers_regulators_and_insurers_only_receive() -> None:
    for code in ("EW-COURT", "EW-LEGAL", "EW-REGULATOR", "EW-INSURER"):
        assert "RO" in body("receiver", "E", code).flags


@pytest.mark.parametrize(
    ("provision", "code"),
    [
        pytest.param("CA2004-11", "E11-LA", marks=requirement("R-020")),
        pytest.param("CA2004-28", "W28-LHB", marks=requirement("R-421")),
        pytest.param("EA2002-175", "EA175-MSGB", marks=requirement("R-044")),
        pytest.param("BCIA2009-55", "BCIA55-BF", marks=requirement("R-045")),
        pytest.param("SSWBA-137", "W-SB-CHILDREN", marks=requirement("R-075")),
    ],
)
def test_a_list_lays_a_task_upon_its_bodies_and_no_duty_to_disclose(
    provision: str, code: str
) -> None:
    law = LAW.provision(provision, TODAY)
    assert not law.is_duty
    assert body("agency", "EW", code).among(law.vests)
