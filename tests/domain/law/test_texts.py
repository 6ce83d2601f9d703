"""The names that the checks of a text may travel by, and no other."""

from __future__ import annotations

import pytest

from hub_domain.law.rows import Ground, RecordField
from hub_domain.law.texts import (
    OF_A_NOTE,
    OF_A_REQUEST,
    OF_AN_ANSWER,
    of_a_decision,
    of_any_record,
)
from tests.domain.law.cases import LAW, TODAY
from tests.support.requirements import requirement

ITEM = "00000000-0000-4000-8000-00000000000a"


@requirement("R-480")
@pytest.mark.parametrize(
    "name",
    [
        "purpose",
        "no-purpose",
        "need",
        "needed-for",
        f"needed-for-{ITEM}",
        "no-consent",
        "no-consent-2",
        "condition-10",
        "exception-what-19",
        "exception-why-seeking-20",
        "public-interest",
        "gate",
        "interests",
        "channel-reason",
        "channel-safeguards",
        "notice",
        "able-to-protect",
        "disproportionate",
        "question",
        *(row.id for row in LAW.every(RecordField, on=TODAY) if not row.codes),
        *(f"ground-{row.id}" for row in LAW.every(Ground, on=TODAY)),
    ],
)
def test_a_decision_has_the_texts_of_its_record_runs_grounds_and_items(name: str) -> None:
    assert of_a_decision(name, LAW)
    assert of_any_record(name, LAW)


@requirement("R-480")
@pytest.mark.parametrize(
    "name",
    [
        "maisie-brown",
        "ground-maisie-brown",
        "ground-",
        "ground",
        "needed-for-maisie-brown",
        f"needed-for-{ITEM}-maisie",
        f"maisie-needed-for-{ITEM}",
        f"needed-for-{ITEM.upper()}",
        f"needed-for-{ITEM}\n",
        "no-consent-maisie",
        "no-consent-0",
        "no-consent-1",
        "no-consent-02",
        "no-consent-21",
        "no-consent-200",
        "no-consent-2-2",
        "purpose-2",
        "maisie-2",
        "",
    ],
)
def test_what_only_looks_like_the_name_of_a_text_is_none(name: str) -> None:
    assert not of_a_decision(name, LAW)
    assert not of_any_record(name, LAW)


def test_each_other_record_has_texts_of_its_own() -> None:
    assert {
        "why-needed", "necessity", "proportionality", "burden", "function",
        "necessary-or-expedient", "board-consideration", "order",
    } == OF_A_REQUEST  # fmt: skip
    assert {"reasons", "search"} == OF_AN_ANSWER
    assert {"note"} == OF_A_NOTE
    for name in OF_A_REQUEST | OF_AN_ANSWER | OF_A_NOTE:
        assert of_any_record(name, LAW)
    assert not of_a_decision("why-needed", LAW)
