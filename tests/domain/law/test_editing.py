"""The next edition: what is said of a law replaces it, and what is not said stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hub_domain.law.comparing import differences
from hub_domain.law.editing import (
    EditionRowRefused,
    EditionWithoutLaw,
    amended,
    brought_by,
    completed,
    keep_the_law,
    provisions_touched,
    published,
)
from hub_domain.law.reading import BadRow, to_plain
from hub_domain.law.rows import Basis, LocalDefault, Provision, RulePack, Topic
from tests.domain.law.cases import LAW, TODAY
from tests.support.requirements import requirement

SIXTEEN_LA = LAW.provision_row("CA2004-16LA", TODAY)
SIXTEEN_H = LAW.provision_row("CA2004-16H", TODAY)


def test_nothing_said_changes_nothing_but_the_number() -> None:
    edition = amended(LAW, (), "nothing")
    assert (edition.edition, edition.pack_edition) == (LAW.edition + 1, LAW.pack_edition)
    assert edition.rows == LAW.rows


def test_what_is_said_of_a_law_replaces_all_of_its_rows_where_they_stood() -> None:
    begun = replace(SIXTEEN_LA, status="in-force", valid_from=date(2026, 10, 12))
    edition = amended(LAW, [begun], "begun")
    assert edition.versions(type(begun), begun.id) == (begun,)
    assert [row.id for row in edition.rows] == [row.id for row in LAW.rows]
    assert provisions_touched(LAW, edition) == {"CA2004-16LA"}


def test_a_law_may_come_in_several_rows_one_after_the_other() -> None:
    ended = replace(SIXTEEN_H, valid_to=date(2026, 12, 31), status="repealed")
    later = replace(SIXTEEN_H, valid_from=date(2027, 1, 1), title="As it stands then")
    edition = amended(LAW, [ended, later], "later")
    assert edition.versions(type(later), later.id) == (ended, later)
    again = amended(edition, [SIXTEEN_H], "again")
    assert again.rows == LAW.rows


def test_a_new_law_comes_last_and_a_basis_is_told_by_its_regime() -> None:
    basis = LAW.basis("public-task", "general", TODAY)
    assert isinstance(basis, Basis)
    enforcing = replace(basis, regime="law-enforcement", id="public-task")
    edition = amended(LAW, [enforcing], "new")
    assert edition.rows == (*LAW.rows, enforcing)


def test_a_release_brings_its_law_and_leaves_local_policy_as_the_partnership_wants_it() -> None:
    stale, words = (
        next(each for each in LAW.every(LocalDefault) if each.id == name)
        for name in ("stale-months", "reason-words")
    )
    ended = replace(SIXTEEN_H, valid_to=date(2026, 12, 31), status="repealed")
    before = amended(LAW, [replace(stale, value=6), ended], "theirs")
    without = replace(before, rows=tuple(row for row in before.rows if row != words))
    assert brought_by(LAW, without) == (words, SIXTEEN_H)
    assert brought_by(LAW, amended(without, [SIXTEEN_H, words], "brought")) == ()


def test_the_packs_have_a_number_of_their_own() -> None:
    pack = next(LAW.every(RulePack))
    edition = amended(LAW, [replace(pack, note="As printed")], "packs")
    assert edition.pack_edition == LAW.pack_edition + 1


def test_an_edition_that_contradicts_itself_is_refused_by_place() -> None:
    with pytest.raises(BadRow) as bad:
        amended(LAW, [replace(SIXTEEN_LA, successor="CA2004-16Z")], "changes.toml")
    assert (bad.value.file, bad.value.field) == ("changes.toml", "successor")
    with pytest.raises(BadRow, match="overlaps"):
        amended(LAW, [SIXTEEN_H, replace(SIXTEEN_H, valid_from=TODAY)], "changes.toml")


@requirement("R-123", "R-386")
@pytest.mark.parametrize(
    ("change", "row", "field"),
    [
        ({"successor": "CA2004-16Z"}, "provision CA2004-16LA", "successor"),
        ({"status": "probably"}, "provision CA2004-16LA", "status"),
    ],
)
def test_what_an_operator_sends_is_refused_by_row_and_field(
    change: dict[str, str], row: str, field: str
) -> None:
    (said,) = (
        each for each in to_plain(LAW)["tables"]["provision"] if each["id"] == SIXTEEN_LA.id
    )
    assert published(LAW, {"provision": [said]}).rows == LAW.rows
    with pytest.raises(EditionRowRefused) as refused:
        published(LAW, {"provision": [said | change]})
    assert refused.value.facts() == {"row": row, "field": field}


@requirement("R-123", "R-386")
@pytest.mark.parametrize(
    "withdrawn",
    [
        replace(SIXTEEN_H, valid_to=date(2026, 5, 31)),
        replace(SIXTEEN_H, valid_from=date(2026, 6, 2)),
        replace(SIXTEEN_H, status="announced"),
    ],
    ids=["ended before", "begun after", "not begun"],
)
def test_what_was_done_keeps_its_law(withdrawn: Provision) -> None:
    edition = amended(LAW, [withdrawn], "withdrawn")
    cited = [("CA2004-16H", TODAY)]
    with pytest.raises(EditionWithoutLaw) as refused:
        keep_the_law(LAW, edition, cited)
    assert refused.value.facts() == {"provision": "CA2004-16H", "on": "2026-06-01"}
    keep_the_law(LAW, edition, [("CA1989-47", TODAY)])


def test_what_had_no_law_before_loses_none() -> None:
    """An emergency is recorded whatever was cited; no edition is stopped by it."""
    edition = amended(LAW, [replace(SIXTEEN_LA, note="Reported")], "noted")
    keep_the_law(LAW, edition, [("CA2004-16LA", TODAY)])
    assert differences(LAW, edition)


def test_an_edition_from_before_a_list_has_it_as_it_ships_and_keeps_its_own() -> None:
    """No release waits for its law to be published before anybody may ask."""
    figure = next(LAW.every(LocalDefault))
    own = replace(figure, value=figure.value + 1)
    rows = amended(LAW, [own], "policy.toml").rows
    early = replace(LAW, edition=3, rows=tuple(r for r in rows if not isinstance(r, Topic)))
    whole = completed(early, LAW)
    assert (whole.edition, whole.known(Topic)) == (3, LAW.known(Topic))
    assert set(whole.rows) - set(early.rows) == set(LAW.every(Topic))
    assert own in whole.rows
    assert figure not in whole.rows


def test_an_edition_that_has_a_list_of_its_own_keeps_to_it() -> None:
    topic = next(LAW.every(Topic))
    narrow = tuple(row for row in LAW.rows if not isinstance(row, Topic) or row is topic)
    assert completed(replace(LAW, rows=narrow), LAW).known(Topic) == {topic.id}
