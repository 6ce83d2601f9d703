"""What an edition changes, and which rows need someone's eye."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.comparing import differences, remarks, without_law
from hub_domain.law.rows import Row
from tests.domain.law.cases import LAW, TODAY

SIXTEEN_LA = LAW.provision_row("CA2004-16LA")
BEGUN = replace(SIXTEEN_LA, status="in-force")


def with_row(old: Row, new: Row | None) -> Catalogue:
    rows = [row if row is not old else new for row in LAW.rows]
    return Catalogue(2, 1, tuple(row for row in rows if row is not None))


def test_the_same_edition_changes_nothing() -> None:
    assert differences(LAW, LAW) == ()


def test_a_duty_that_begins_is_one_changed_field() -> None:
    (difference,) = differences(LAW, with_row(SIXTEEN_LA, BEGUN))
    assert (difference.change, difference.table, difference.key) == (
        "changed",
        "provision",
        "CA2004-16LA",
    )
    (field,) = difference.fields
    assert (field.name, field.before, field.after) == ("status", "announced", "in-force")


def test_a_row_that_comes_or_goes_is_named() -> None:
    without = with_row(SIXTEEN_LA, None)
    assert [each.change for each in differences(LAW, without)] == ["removed"]
    assert [each.change for each in differences(without, LAW)] == ["added"]


def test_a_row_that_begins_on_another_day_comes_and_the_old_one_goes() -> None:
    later = replace(SIXTEEN_LA, valid_from=date(2026, 10, 1))
    changes = [each.change for each in differences(LAW, with_row(SIXTEEN_LA, later))]
    assert changes == ["added", "removed"]


def test_an_edition_may_not_leave_a_recorded_act_without_its_law() -> None:
    sixteen_h = LAW.provision_row("CA2004-16H")
    cited = [("CA2004-16H", TODAY), ("CA1989-47", TODAY)]
    assert without_law(LAW, cited) == ()
    assert without_law(with_row(sixteen_h, None), cited) == (("CA2004-16H", TODAY),)
    ended = replace(sixteen_h, valid_to=date(2026, 5, 31))
    assert without_law(with_row(sixteen_h, ended), cited) == (("CA2004-16H", TODAY),)


def test_what_is_not_verified_is_remarked() -> None:
    found = {(each.key, each.remark): each.detail for each in remarks(LAW, TODAY)}
    assert "answers" in found["CA2004-16H", "unverified"]
    assert found["E11-LA", "part-unverified"] == "flags"
    assert ("CA2004-16H", "part-unverified") not in found


def test_what_is_about_to_begin_or_end_is_remarked() -> None:
    def of(on: date) -> set[tuple[str, str]]:
        return {(each.key, each.remark) for each in remarks(LAW, on)}

    assert ("CA2004-16LA", "begins-soon") in of(date(2026, 9, 29))
    assert ("CA2004-16LA", "begins-soon") not in of(date(2026, 6, 1))
    assert ("CA2004-16LA", "begins-soon") not in of(date(2026, 9, 30))
    assert ("CA2004-16LA", "not-begun") in of(date(2026, 9, 30))
    assert ("E11-CCG", "ends-soon") in of(date(2022, 6, 30))
    assert ("E11-CCG", "ends-soon") not in of(date(2022, 7, 1))


def test_guidance_that_rests_on_older_guidance_is_stale() -> None:
    stale = {each.key: each.detail for each in remarks(LAW, TODAY) if each.remark == "stale"}
    assert stale == {"WG-2019": "HMG-2024"}
