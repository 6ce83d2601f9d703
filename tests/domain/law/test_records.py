"""What a decision records: which field is asked for where, and what counts as recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from hub_domain.law.catalogue import Catalogue, LawOn
from hub_domain.law.evidence import Case, ItemAnswers, Lawful
from hub_domain.law.records import Record, fields_needed, missing
from hub_domain.law.rows import RecordField
from hub_domain.refusal import Refusal
from tests.domain.law.cases import BARE, SAID, TODAY, UNSAID, case_of
from tests.domain.law.filling import fill

RECORD = Record(entries={"openness": SAID, "compatible": "yes"})
CASE = case_of(fill({}))
(ANSWERS,) = CASE.answers
WORDS = RecordField(
    id="openness",
    title="What was said",
    source="Guidance",
    rows=("D1", "D4"),
    when="always",
    blank="openness-unrecorded",
)
CODE = replace(WORDS, id="compatible", codes=("yes", "no"), blank="incompatible-purpose")


@dataclass(frozen=True)
class Item:
    """Of an item that goes or stays: its row, and the answers that led there."""

    row: str
    answers: ItemAnswers = ANSWERS


def asked(
    field: RecordField,
    *,
    shared: str | Item = "",
    withheld: str | Item = "",
    hold: bool = False,
    case: Case = CASE,
) -> bool:
    """Whether the field is asked for when items of these rows go and stay."""
    going, staying = (
        [Item(each) if isinstance(each, str) else each] if each else []
        for each in (shared, withheld)
    )
    law = LawOn(Catalogue(1, 1, (field,)), TODAY)
    needed = fields_needed(
        case, going + staying, law, shared=going, withheld=staying, hold=hold
    )
    return list(needed) == [field]


def test_a_text_is_no_code_and_what_was_not_recorded_is_none() -> None:
    assert RECORD.code("compatible") == "yes"
    assert RECORD.code("openness") == ""
    assert RECORD.code("necessity") == ""


def test_a_code_is_one_of_its_list() -> None:
    assert RECORD.lacks(CODE) == ""
    for entries in ({}, {"compatible": "perhaps"}, {"compatible": SAID}):
        assert Record(entries=entries).lacks(CODE) == "blank"


def test_words_are_words() -> None:
    assert RECORD.lacks(WORDS) == ""
    for entries in ({}, {"openness": "yes"}, {"openness": UNSAID}):
        assert Record(entries=entries).lacks(WORDS) == "blank"
    assert Record(entries={"openness": BARE}).lacks(WORDS) == "bare"


@pytest.mark.parametrize(
    ("blank", "facts"),
    [
        ("rationale-required", {"field": "openness", "lack": "bare"}),
        ("share-record-incomplete", {"field": "openness"}),
        ("necessity-not-shown", {"field": "openness"}),
        ("openness-unrecorded", {"field": "openness"}),
        ("principle-unanswered", {"check": "openness"}),
        ("risk-unset", {"field": "openness"}),
        ("incompatible-purpose", {}),
    ],
)
def test_a_blank_is_refused_as_its_row_says(blank: str, facts: dict[str, object]) -> None:
    wanted = replace(WORDS, blank=blank)  # type: ignore[arg-type]  # one of the list
    (refusal,) = missing(Record(entries={"openness": BARE}), iter([wanted]))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.facts()) == (blank, facts)
    assert list(missing(RECORD, iter([wanted]))) == []


@pytest.mark.parametrize(
    ("when", "shared", "withheld"),
    [
        ("always", True, True),
        ("child", True, True),
        ("shared", True, False),
    ],
)
def test_a_field_is_asked_of_what_goes_or_of_what_stays(
    when: str, *, shared: bool, withheld: bool
) -> None:
    field = replace(WORDS, when=when)  # type: ignore[arg-type]  # one of the list
    assert asked(field, shared="D4") == shared
    assert asked(field, withheld="D4") == withheld
    assert not asked(field, shared="D2", withheld="D5")


def test_of_a_child_is_asked_only_where_there_is_one() -> None:
    field = replace(WORDS, when="child")
    assert not asked(field, shared="D4", case=replace(CASE, child=False))
    assert asked(WORDS, shared="D4", case=replace(CASE, child=False))


def test_confidence_is_weighed_where_something_confidential_stays() -> None:
    """R-271: and not where it goes, whatever else stays."""
    field = replace(WORDS, when="confidential")
    secret = Item("D4", replace(ANSWERS, confidential=True))
    assert asked(field, withheld=secret)
    assert asked(field, shared="D4", withheld=secret)
    assert not asked(field, shared=secret)
    assert not asked(field, shared=secret, withheld="D4")
    assert not asked(field, withheld="D4")


def test_a_good_reason_is_asked_for_where_what_goes_rests_on_no_statute() -> None:
    """R-143: and not for what stays."""
    field = replace(WORDS, when="no-provision")
    lawful = Lawful(basis="legitimate-interests", balance=SAID)
    bare = Item("D4", replace(ANSWERS, lawful=lawful))
    assert asked(field, shared=bare)
    assert not asked(field, withheld=bare)
    assert not asked(field, shared="D4", withheld=bare)
    assert not asked(field, shared="D4")
    assert not asked(field, shared=Item("D4", replace(ANSWERS, lawful=None)))


def test_while_advice_is_sought_only_what_waits_with_it_is_asked() -> None:
    waiting = replace(WORDS, on_hold=True)
    assert asked(waiting, shared="D5", hold=True)
    assert not asked(WORDS, shared="D4", hold=True)
    for row in ("D6", "D7", "D8", "D9"):
        assert asked(waiting, withheld=row)
        assert not asked(WORDS, withheld=row)
    assert not asked(waiting, shared="D5")
    adult = replace(CASE, child=False)
    assert not asked(replace(waiting, when="child"), hold=True, case=adult)
