"""A channel carries what is no more sensitive than its row allows (R-191, R-226)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.decided import Decision
from hub_domain.law.decisions import judge_decision
from hub_domain.law.editing import amended
from hub_domain.law.evidence import Case, How, SecureChannel, WeakerChannel
from hub_domain.law.reading import rows_from_toml
from hub_domain.law.records import Record
from hub_domain.law.rows import CarriedBy
from hub_domain.sharing.disclosure import Sensitivity
from tests.domain.law.cases import (
    LAW,
    SAID,
    TODAY,
    case_of,
    decision_of,
    full_record,
    named,
    not_held_beside,
)
from tests.domain.law.filling import fill


def put(channel: str, sensitivity: str) -> tuple[Case, Decision]:
    """One item of that sensitivity, by that channel; need and risk call for any."""
    case, share = case_of(fill({})), decision_of(fill({}))
    assert case.how is not None
    how = replace(case.how, channel=SecureChannel(channel=channel))
    (item,) = share.items
    record = Record(entries={**full_record().entries, "need-level": "severe"})
    items = (replace(item, sensitivity=sensitivity),)
    return replace(case, how=how), replace(share, items=items, record=record)


def refusals(case: Case, share: Decision, law: object = LAW) -> set[str]:
    return {named(each) for each in judge_decision(case, share, law, TODAY).refusals}  # type: ignore[arg-type]  # a catalogue


CHANNELS = sorted(LAW.known(CarriedBy))
CARRIED = [(channel, sensitivity.value) for channel in CHANNELS for sensitivity in Sensitivity]


def test_every_channel_has_a_row_and_carries_what_is_ordinary() -> None:
    rows = {row.id: row for row in LAW.every(CarriedBy)}
    assert set(CHANNELS) == {
        "secure-system", "secure-email", "telephone", "face-to-face", "meeting", "in-writing",
    }  # fmt: skip
    assert all("ordinary" in row.carries for row in rows.values())
    assert rows["secure-system"].carries == tuple(each.value for each in Sensitivity)


@pytest.mark.parametrize(("channel", "sensitivity"), CARRIED)
def test_a_channel_carries_what_its_row_says_and_no_more(
    channel: str, sensitivity: str
) -> None:
    row = LAW.find(CarriedBy, channel, TODAY)
    assert row is not None
    fits = sensitivity in row.carries
    assert refusals(*put(channel, sensitivity)) == (set() if fits else {"ERR_CHANNEL_TOO_WEAK"})


def test_highly_sensitive_things_are_not_called_secure_on_the_telephone() -> None:
    assert refusals(*put("telephone", "highly-sensitive")) == {"ERR_CHANNEL_TOO_WEAK"}
    case, share = put("telephone", "highly-sensitive")
    reasoned = WeakerChannel(channel="telephone", reason=SAID, safeguards=SAID)
    assert (
        refusals(replace(case, how=replace(case.how or How(), channel=reasoned)), share)
        == set()
    )


def test_a_channel_that_there_is_not_carries_nothing() -> None:
    assert refusals(*put("pigeon", "ordinary")) == {"ERR_CHANNEL_TOO_WEAK"}


def test_only_what_goes_must_fit() -> None:
    case, share = put("telephone", "highly-sensitive")
    (item,) = share.items
    kept = decision_of(fill({"decision": "DO_NOT_SHARE", "item": "WITHHELD"}))
    items = tuple(replace(each, sensitivity="highly-sensitive") for each in kept.items)
    assert item.item == items[0].item
    assert refusals(case, replace(kept, items=items)) == set()


def test_of_a_part_only_what_goes_must_fit() -> None:
    case, share = put("telephone", "sensitive")
    (going,) = share.items
    staying = not_held_beside(going)
    part = replace(share, code="share-part", items=(going, staying))
    assert refusals(case, part) == set()


def test_in_an_emergency_any_channel_will_do() -> None:
    """M1."""
    at_once = case_of(fill({"E": "Y", "recipient": "PROTECTIVE"}))
    case, share = put("telephone", "highly-sensitive")
    assert refusals(replace(at_once, how=case.how), share) == set()


def test_a_partnership_may_ask_for_more_by_an_edition() -> None:
    """R-316."""
    stricter = rows_from_toml(
        '[[channel]]\nid = "telephone"\ntitle = "By telephone"\nsource = "Our procedures"\n'
        'carries = ["ordinary"]',
        "policy.toml",
    )
    case, share = put("telephone", "sensitive")
    assert refusals(case, share) == set()
    changed = amended(LAW, stricter, "policy.toml")
    assert refusals(case, share, changed) == {"ERR_CHANNEL_TOO_WEAK"}
