"""The figures of local policy: checked, changed by an edition, and used as of the day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import hub_domain
from hub_domain.law.answers import Answer, judge_answer
from hub_domain.law.catalogue import Catalogue, LawOn
from hub_domain.law.comparing import differences, remarks
from hub_domain.law.editing import amended
from hub_domain.law.figures import FIGURES
from hub_domain.law.proportion import stale
from hub_domain.law.reading import BadRow, rows_from_toml
from hub_domain.law.rows import LocalDefault
from hub_domain.text_checks import check_text
from tests.domain.law.cases import LAW, TODAY

STALE = """
[[local]]
id = "stale-months"
title = "An item older than this is confirmed as current, or explained"
source = "Procedures of September 2026"
value = 6
unit = "months"
"""


def published(text: str) -> Catalogue:
    return amended(LAW, rows_from_toml(text, "policy.toml"), "policy.toml")


def test_the_figures_that_ship_are_all_there_are() -> None:
    assert {row.id: row.unit for row in LAW.every(LocalDefault)} == {
        name: figure.unit for name, figure in FIGURES.items()
    }


def test_what_is_said_to_be_read_is_and_nothing_else() -> None:
    source = "\n".join(path.read_text() for path in Path(hub_domain.__path__[0]).rglob("*.py"))
    read = set(re.findall(r'\.local\("([a-z0-9-]+)"\)', source))
    assert read == {name for name, figure in FIGURES.items() if figure.read}
    unused = {each.key for each in remarks(LAW, TODAY) if each.remark == "unused"}
    assert unused & FIGURES.keys() == FIGURES.keys() - read


def test_an_edition_changes_a_figure_and_the_rule_that_goes_by_it() -> None:
    changed = published(STALE)
    assert LAW.local("stale-months", TODAY) == 12
    assert changed.local("stale-months", TODAY) == 6
    of_november = date(2025, 11, 30)
    assert not stale(of_november, LawOn(LAW, TODAY))
    assert stale(of_november, LawOn(changed, TODAY))
    assert changed.local("reason-words", TODAY) == LAW.local("reason-words", TODAY)


def test_a_figure_changes_on_the_day_that_its_row_says_and_not_before() -> None:
    before = STALE.replace("value = 6", "value = 12\nvalid_to = 2026-06-30")
    both = published(before + STALE + "valid_from = 2026-07-01\n")
    assert both.local("stale-months", date(2026, 6, 30)) == 12
    assert both.local("stale-months", date(2026, 7, 1)) == 6
    assert LawOn(both, date(2026, 6, 30)).local("stale-months") == 12
    assert LawOn(both, date(2026, 7, 1)).local("stale-months") == 6
    later = published(STALE + "valid_from = 2026-07-01\n")
    assert later.local("stale-months", TODAY) == 6  # there is no other to go by


WORDY = """
[[local]]
id = "written-reasons-words"
title = "Least number of words of written reasons for declining"
source = "Procedures of September 2026"
value = 15
unit = "words"
"""


def test_an_edition_of_two_figures_changes_these_and_what_is_judged_by_them() -> None:
    changed = published(STALE + WORDY)
    found = {each.key: each.change for each in differences(LAW, changed)}
    assert found == {"stale-months": "changed", "written-reasons-words": "changed"}
    provision = LAW.provision_row("SSWBA-164", TODAY)
    short = Answer(
        code="declined",
        ground="incompatible-with-duties",
        texts={"reasons": check_text("Our own enquiry of the same family would be undone.")},
    )
    assert judge_answer(provision, short, LAW, TODAY).accepted
    (refusal,) = judge_answer(provision, short, changed, TODAY).refusals
    assert (refusal.code, refusal.facts()["lack"]) == ("written-reasons-required", "too-short")


@pytest.mark.parametrize(
    ("was", "now", "field", "problem"),
    [
        ("stale-months", "stale-month", "id", "near it are stale-months"),
        ('"months"', '"weeks"', "unit", "this one counts in 'months'"),
        ("value = 6", "value = 0", "value", "0 is not at least 1"),
        ("value = 6", "value = -6", "value", "-6 is not at least 1"),
        ("value = 6", 'value = "six"', "value", "not of type int"),
        ("value = 6", "valeu = 6", "valeu", "near it are value"),
        ("value = 6", "", "value", "is missing"),
    ],
)
def test_a_figure_that_cannot_be_is_told_by_file_row_field_and_remedy(
    was: str, now: str, field: str, problem: str
) -> None:
    with pytest.raises(BadRow) as bad:
        published(STALE.replace(was, now))
    assert (bad.value.file, bad.value.field) == ("policy.toml", field)
    assert bad.value.row.startswith("local ")
    assert problem in bad.value.problem


def test_the_least_figure_is_one() -> None:
    assert published(STALE.replace("value = 6", "value = 1")).local("stale-months", TODAY) == 1


def test_a_catalogue_without_a_figure_says_which() -> None:
    none = replace(LAW, rows=tuple(row for row in LAW.rows if row.TABLE != "local"))
    with pytest.raises(LookupError, match="stale-months"):
        none.local("stale-months", TODAY)
