"""The law as it stands on a day: in force, in its nation, of its edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hub_domain.law.catalogue import (
    Catalogue,
    CategoryNotInForce,
    LawOn,
    ProvisionJurisdiction,
    ProvisionNotInForce,
    law_date,
)
from hub_domain.law.reading import assemble, digest, from_plain, to_plain
from hub_domain.law.rows import (
    BodyCategory,
    NoConsentReason,
    Provision,
    Purpose,
    RoleCompetence,
    Row,
)
from hub_domain.roles import Role
from tests.domain.law.cases import LAW, TODAY, an_id, body
from tests.support.requirements import requirement

CATEGORIES = sorted({row.id for row in LAW.every(BodyCategory)})


def in_its_time(code: str) -> date | None:
    """A day on which the category is in force, if there is one."""
    for row in LAW.versions(BodyCategory, code):
        day = row.valid_to or row.valid_from or TODAY
        if row.in_force(day):
            return day
    return None


def amended(*rows: Row) -> list[Row]:
    changed = {(type(row), row.id) for row in rows}
    return [row for row in LAW.rows if (type(row), row.id) not in changed] + list(rows)


@requirement("R-020")
def test_a_commissioning_group_is_a_category_on_its_last_day_and_not_after() -> None:
    assert LAW.category("E11-CCG", date(2022, 6, 30)).successor == "E11-ICB"
    with pytest.raises(CategoryNotInForce) as refused:
        LAW.category("E11-CCG", date(2022, 7, 1))
    assert refused.value.facts() == {
        "category": "E11-CCG",
        "on": "2022-07-01",
        "successor": "E11-ICB",
    }


@requirement("R-065")
def test_a_board_of_the_past_may_not_ask_today_and_its_old_requests_keep_their_law() -> None:
    assert LAW.provision("CA2004-14B", date(2018, 3, 1)).kind == "duty"
    assert LAW.provision_row("CA2004-14B", TODAY).answers
    with pytest.raises(ProvisionNotInForce) as refused:
        LAW.provision("CA2004-14B", TODAY)
    assert refused.value.successor == "CA2004-16H"


def test_an_announced_duty_does_not_begin_by_itself() -> None:
    long_after = date(2030, 1, 1)
    with pytest.raises(ProvisionNotInForce, match="provision-not-in-force") as refused:
        LAW.provision("CA2004-16LA", long_after)
    assert refused.value.status == "announced"


def test_a_duty_begins_on_the_day_that_an_operator_publishes() -> None:
    begun = replace(
        LAW.provision_row("CA2004-16LA", TODAY), status="in-force", valid_from=date(2026, 9, 30)
    )
    second = assemble(2, 1, {"edition 2": amended(begun)})
    assert second.provision("CA2004-16LA", date(2026, 9, 30)).is_duty
    with pytest.raises(ProvisionNotInForce):
        second.provision("CA2004-16LA", date(2026, 9, 29))


@requirement("R-386")
def test_a_request_is_judged_by_the_row_of_its_day() -> None:
    """When the law has ended, by its last; law to come judges nothing before it does."""
    enquiry = LAW.provision_row("CA1989-47", TODAY)
    first = replace(enquiry, valid_from=date(2020, 1, 1), valid_to=date(2027, 12, 31))
    to_come = replace(
        enquiry, valid_from=date(2030, 1, 1), valid_to=date(2031, 12, 31), answers=("supplied",)
    )
    law = assemble(2, 1, {"edition 2": amended(first, to_come)})
    held = {
        date(2019, 6, 1): first,
        TODAY: first,
        date(2029, 6, 1): first,
        date(2030, 1, 1): to_come,
        date(2032, 6, 1): to_come,
    }
    assert {day: law.provision_row("CA1989-47", day) for day in held} == held
    assert {day: LawOn(law, day).provision_row("CA1989-47") for day in held} == held


def test_what_has_ended_names_its_own_successor_and_not_that_of_law_to_come() -> None:
    board = LAW.provision_row("CA2004-14B", TODAY)
    to_come = replace(board, status="announced", valid_from=date(2030, 1, 1), successor="")
    law = assemble(2, 1, {"edition 2": amended(board, replace(to_come, valid_to=None))})
    with pytest.raises(ProvisionNotInForce) as refused:
        law.provision("CA2004-14B", TODAY)
    assert (refused.value.status, refused.value.successor) == ("repealed", "CA2004-16H")


@requirement("R-086")
def test_a_statute_of_england_binds_nobody_in_wales() -> None:
    welsh = body("welsh council", "W", "W28-LA")
    with pytest.raises(ProvisionJurisdiction) as refused:
        LAW.provision("CA2004-16H", TODAY, welsh)
    assert refused.value.facts()["nation"] == "E"
    assert LAW.provision("CA1989-47", TODAY, welsh).nation == ("E", "W")


def test_law_that_nobody_knows_is_not_in_force() -> None:
    with pytest.raises(ProvisionNotInForce) as refused:
        LAW.provision("CA2004-99Z", TODAY)
    assert refused.value.status == "unknown"
    with pytest.raises(ProvisionNotInForce):
        LAW.provision_row("CA2004-99Z", TODAY)
    with pytest.raises(CategoryNotInForce):
        LAW.category("E11-NONE", TODAY)


@pytest.mark.parametrize("code", CATEGORIES)
def test_a_category_holds_in_its_time_and_nation_only(code: str) -> None:
    day = in_its_time(code)
    row = LAW.versions(BodyCategory, code)[-1]
    if day is None:
        assert row.status in {"bill", "enacted", "announced"}
        with pytest.raises(CategoryNotInForce):
            LAW.category(code, TODAY)
        return
    held = LAW.category(code, day)
    for nation in ("E", "W"):
        if nation in held.nation:
            assert LAW.category(code, day, nation) == held
        else:
            with pytest.raises(ProvisionJurisdiction):
                LAW.category(code, day, nation)
    after = row.valid_to + timedelta(days=1) if row.valid_to else None
    if after is not None:
        with pytest.raises(CategoryNotInForce) as refused:
            LAW.category(code, after)
        assert refused.value.successor == row.successor
        assert row.successor


@pytest.mark.parametrize("code", CATEGORIES)
def test_an_agency_is_what_its_categories_in_force_make_it(code: str) -> None:
    day = in_its_time(code)
    if day is None:
        assert LAW.body(an_id("agency"), [code], "E", TODAY).categories == frozenset()
        return
    row = LAW.category(code, day)
    agency = LAW.body(an_id("agency"), [code], "EW", day)
    assert agency.categories == {code}
    assert agency.kinds == {row.body}
    assert agency.flags == {*row.flags, *(["PR"] if row.protective else [])}


def test_a_category_that_lapsed_falls_away_from_its_agency() -> None:
    lapsed = LAW.body(an_id("board"), ["E16E-CCG", "EW-CG"], "E", TODAY)
    assert lapsed.categories == {"EW-CG"}


def test_the_probation_service_had_another_name() -> None:
    titles = {
        day: LAW.category("E11-NPS", day).title
        for day in (date(2021, 6, 25), date(2021, 6, 26))
    }
    assert list(titles.values()) == ["National Probation Service", "Probation Service"]


def test_only_social_care_of_a_council_can_protect_someone_now() -> None:
    council = body("council", "E", "E11-LA")
    assert council.protects_at("csc")
    assert council.protects_at("asc")
    assert not council.protects_at("housing")
    assert body("police", "E", "E16E-CC").protects_at("")
    assert not body("school", "E", "EA175-MSGB").protects_at("csc")


def test_a_law_day_begins_at_midnight_in_london() -> None:
    assert law_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert law_date(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) == date(2026, 1, 31)
    with pytest.raises(ValueError, match=r"^an instant needs its offset from UTC$"):
        law_date(datetime(2026, 6, 30, 23, 30))  # noqa: DTZ001 - the point of the test


def test_the_competent_are_named_designated_senior_and_co_ordinating() -> None:
    competent = {role.value for role in Role if LAW.competent(role.value, TODAY)}
    assert competent == {
        "named-professional",
        "designated-professional",
        "senior-manager",
        "co-ordinator",
    }
    assert {row.id for row in LAW.every(RoleCompetence)} == {role.value for role in Role}


@pytest.mark.parametrize(
    ("code", "detail", "limb"),
    [
        ("cannot-be-given", "lacks-capacity", "a"),
        ("practitioner-unable", "", "b"),
        ("not-reasonable-to-obtain", "", "b"),
        ("could-place-child-at-risk", "", "c"),
        ("emergency-delay", "", "b"),
        ("exception", "E1", "c"),
        ("exception", "E2", "c"),
        ("exception", "E3", ""),
        ("exception", "E4", ""),
        ("exception", "E-OTHER", ""),
        ("statutory-duty", "", ""),
        ("court-order", "", ""),
        ("consent-not-the-basis", "", ""),
    ],
)
def test_a_reason_for_no_consent_maps_to_its_limb(code: str, detail: str, limb: str) -> None:
    row = LAW.find(NoConsentReason, code, TODAY)
    assert row is not None
    assert row.limb_of(detail) == limb


def test_an_edition_is_read_back_as_it_was_written() -> None:
    plain = to_plain(LAW)
    again = from_plain(plain)
    assert set(again.rows) == set(LAW.rows)
    assert to_plain(again) == plain
    assert digest(to_plain(again)) == digest(plain)


def test_one_changed_day_changes_the_digest() -> None:
    sixteen_h = replace(LAW.provision_row("CA2004-16H", TODAY), valid_from=date(2018, 6, 30))
    assert digest(to_plain(assemble(1, 1, {"x": amended(sixteen_h)}))) != digest(to_plain(LAW))


def test_what_is_not_verified_says_which_part() -> None:
    for row in LAW.every(Provision):
        assert row.verified or row.unverified or row.note or row.source, row.id
    assert "kind" in LAW.provision_row("SSWBA-137", TODAY).unverified
    assert not LAW.provision_row("CA2004-16H", TODAY).verified


def test_law_that_nobody_knows_has_no_successor() -> None:
    with pytest.raises(ProvisionNotInForce) as unknown:
        LAW.provision("CA2004-99Z", TODAY)
    assert unknown.value.facts() == {
        "provision": "CA2004-99Z",
        "on": "2026-06-01",
        "status": "unknown",
        "successor": "",
    }
    with pytest.raises(ProvisionNotInForce) as unlisted:
        LAW.provision_row("CA2004-99Z", TODAY)
    assert unlisted.value.facts() == unknown.value.facts()
    with pytest.raises(CategoryNotInForce) as category:
        LAW.category("E11-NONE", TODAY)
    assert category.value.facts() == {
        "category": "E11-NONE",
        "on": "2026-06-01",
        "successor": "",
    }


def test_a_statute_of_the_other_nation_says_of_which_it_is() -> None:
    with pytest.raises(ProvisionJurisdiction) as refused:
        LAW.provision("CA2004-16H", TODAY, body("welsh council", "W", "W28-LA"))
    assert refused.value.facts() == {
        "provision": "CA2004-16H",
        "nation": "E",
        "body_nation": "W",
    }


def test_a_statute_of_two_nations_binds_in_no_third() -> None:
    with pytest.raises(ProvisionJurisdiction) as refused:
        LAW.provision("CA1989-47", TODAY, body("scottish council", "S", "E11-LA"))
    assert refused.value.facts()["nation"] == "EW"


def test_a_role_is_competent_while_its_row_is_in_force() -> None:
    ended = replace(LAW.versions(RoleCompetence, "co-ordinator")[0], valid_to=date(2026, 5, 31))
    law = Catalogue(2, 1, tuple(amended(ended)))
    assert not law.competent("co-ordinator", TODAY)
    assert not LawOn(law, TODAY).competent("co-ordinator")
    assert LawOn(law, date(2026, 5, 31)).competent("co-ordinator")


def test_a_category_of_the_other_nation_says_of_which_it_is() -> None:
    with pytest.raises(ProvisionJurisdiction) as refused:
        LAW.category("E11-LA", TODAY, "W")
    assert refused.value.facts() == {
        "provision": "E11-LA",
        "nation": "E",
        "body_nation": "W",
    }
    assert LAW.category("E11-LA", TODAY, "EW").id == "E11-LA"
    with pytest.raises(ProvisionJurisdiction) as scottish:
        LAW.category("EW-VCS", TODAY, "S")
    assert scottish.value.facts()["nation"] == "EW"


def test_an_agency_stays_itself_whatever_its_categories() -> None:
    agency = LAW.body(an_id("agency"), ["E11-LA", "EW-VCS"], "EW", TODAY)
    assert (agency.agency, agency.nation) == (an_id("agency"), "EW")


def test_a_basis_is_there_from_its_first_day() -> None:
    new = "recognised-legitimate-interest"
    assert LAW.basis(new, "general", date(2026, 2, 4)) is None
    assert LAW.basis(new, "general", date(2026, 2, 5)) is not None
    assert LAW.basis(new, "law-enforcement", date(2026, 2, 5)) is None


def test_a_figure_of_local_policy_that_is_not_there_is_missed_by_name() -> None:
    assert LAW.local("late-record-hours", TODAY) == 24
    with pytest.raises(LookupError, match=r"^no figure 'patience' in edition 1$"):
        LAW.local("patience", TODAY)


def test_every_row_of_a_kind_is_told_or_those_of_a_day_and_a_nation() -> None:
    before = LAW.category("E11-LA", TODAY)
    ended = replace(before, valid_from=None, valid_to=date(2026, 5, 31))
    begun = replace(before, title="As it is now", valid_from=TODAY)
    welsh = replace(before, id="W-ONE", nation=("W",), valid_from=None, valid_to=None)
    law = Catalogue(2, 1, (begun, ended, welsh))
    assert list(law.every(BodyCategory)) == [ended, begun, welsh]
    assert list(law.every(BodyCategory, on=TODAY)) == [begun, welsh]
    assert list(LawOn(law, TODAY).every(BodyCategory)) == [begun, welsh]
    assert list(LawOn(law, date(2026, 5, 31)).every(BodyCategory)) == [ended, welsh]
    assert list(law.every(BodyCategory, nation="E")) == [ended, begun]
    assert list(law.every(BodyCategory, on=TODAY, nation="W")) == [welsh]
    assert list(law.every(BodyCategory, on=TODAY, nation="EW")) == [begun, welsh]
    assert list(law.every(RoleCompetence)) == []
    assert law.versions(BodyCategory, "E11-LA") == (ended, begun)
    assert law.versions(RoleCompetence, "E11-LA") == ()
    assert law.find(BodyCategory, "E11-LA", TODAY) == begun


@requirement("R-480")
def test_a_code_is_known_whether_or_not_it_is_in_force() -> None:
    law = replace(LAW)
    assert {"CA2004-16H", "CA2004-14B", "CA2004-16LA"} <= law.known(Provision)
    assert "maisie-brown" not in law.known(Provision)
    assert law.known(Purpose, "details") == {
        "prevention", "detection", "reduction", "prosecution",
    }  # fmt: skip
