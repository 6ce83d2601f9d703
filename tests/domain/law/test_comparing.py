"""What an edition changes, and which rows need someone's eye."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.comparing import (
    SOON,
    Difference,
    FieldChanged,
    Remarked,
    depending,
    differences,
    remarks,
    without_law,
)
from hub_domain.law.rows import BodyCategory, Provision, Purpose, Row
from tests.domain.law.cases import LAW, TODAY

SIXTEEN_LA = LAW.provision_row("CA2004-16LA", TODAY)
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
    sixteen_h = LAW.provision_row("CA2004-16H", TODAY)
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


def test_each_difference_tells_the_row_by_table_key_and_day() -> None:
    begins = SIXTEEN_LA.valid_from
    assert begins is not None
    without = with_row(SIXTEEN_LA, None)
    told = partial(Difference, table="provision", key="CA2004-16LA", valid_from=begins)
    assert differences(LAW, without) == (told(change="removed"),)
    assert differences(without, LAW) == (told(change="added"),)
    field = FieldChanged(name="status", before="announced", after="in-force")
    wanted = (told(change="changed", fields=(field,)),)
    assert differences(LAW, with_row(SIXTEEN_LA, BEGUN)) == wanted


BODY = BodyCategory(
    id="X-ONE", title="A body", source="An Act", body="the-kind", verified=True, unverified=()
)
POWER = Provision(id="ACT-1", title="A power", source="An Act", kind="power", verified=True)
NAMING = Purpose(
    id="help",
    title="Help",
    source="An Act",
    safeguarding=True,
    bases=("public-task",),
    recipients=("any",),
    verified=True,
)


def remarked(*rows: Row) -> list[Remarked]:
    return list(remarks(Catalogue(1, 1, rows), TODAY))


def unused(row: Row) -> list[Remarked]:
    return [Remarked(remark="unused", table=row.TABLE, key=row.id)]


def test_a_body_that_no_list_names_and_that_can_do_nothing_is_unused() -> None:
    assert remarked(BODY, NAMING) == unused(BODY)
    for listed in ("X-ONE", "the-kind"):
        assert remarked(BODY, replace(NAMING, recipients=("any", listed))) == []
    for able in (replace(BODY, flags=("PA",)), replace(BODY, protective=("any",))):
        assert remarked(able, NAMING) == []


def test_a_provision_that_reaches_nobody_is_unused() -> None:
    assert remarked(POWER, NAMING) == unused(POWER)
    listed = ("any",)
    for reaching in (
        replace(POWER, requester=listed),
        replace(POWER, addressee=listed),
        replace(POWER, vests=listed),
        replace(POWER, kind="guidance"),
    ):
        assert remarked(reaching, NAMING) == []
    assert remarked(POWER, replace(NAMING, details=("ACT-1/a",))) == []


def test_what_is_not_in_force_is_not_called_unused() -> None:
    assert remarked(replace(BODY, valid_to=date(2026, 5, 31))) == []
    assert remarked(replace(POWER, status="bill")) == []


def test_the_parts_without_a_source_are_named_one_by_one() -> None:
    parts = ("kind", "vests")
    kind = replace(NAMING, unverified=parts)
    assert remarked(kind) == [
        Remarked(remark="part-unverified", table="purpose", key="help", detail="kind vests")
    ]
    assert remarked(replace(kind, verified=False)) == [
        Remarked(remark="unverified", table="purpose", key="help", detail="kind vests")
    ]


@pytest.mark.parametrize(
    ("begins", "soon"),
    [
        (TODAY, False),
        (date(2026, 6, 2), True),
        (TODAY + SOON, True),
        (date(2026, 8, 31), False),
    ],
)
def test_soon_is_ninety_days(begins: date, *, soon: bool) -> None:
    found = remarked(replace(NAMING, valid_from=begins))
    assert found == (
        [Remarked(remark="begins-soon", table="purpose", key="help", detail=str(begins))]
        if soon
        else []
    )
    ends = remarked(replace(NAMING, valid_to=begins))
    assert [each.remark for each in ends] == (["ends-soon"] if begins <= TODAY + SOON else [])


def test_guidance_is_stale_only_once_its_source_has_ended() -> None:
    source = replace(POWER, id="GUIDE-1", kind="guidance", successor="GUIDE-2")
    adapted = replace(POWER, id="GUIDE-W", kind="guidance", adapted_from="GUIDE-1")
    assert remarked(source, adapted) == []
    assert remarked(adapted) == []
    ended = replace(source, valid_to=date(2026, 5, 31))
    assert remarked(ended, adapted) == [
        Remarked(remark="stale", table="provision", key="GUIDE-W", detail="GUIDE-2")
    ]


def test_what_a_change_would_reach_are_the_rows_that_name_the_code() -> None:
    """A code is named alone or with its detail; a row does not depend on itself."""
    by_detail = replace(POWER, exclusions=("help/early",))
    itself = replace(NAMING, details=("help",))
    other = replace(POWER, id="ACT-2", title="help", note="help")
    catalogue = Catalogue(1, 1, (itself, by_detail, other, replace(BODY, needs=("function",))))
    assert depending(catalogue, "help") == (by_detail,)
    assert depending(catalogue, "nothing") == ()
