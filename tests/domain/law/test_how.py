"""The five questions of how to share: what is answered badly, and how that is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.evidence import (
    How,
    NobodyIdentified,
    NoticeWithheld,
    ToDutyPost,
    ToPractitioner,
    Unsure,
    WeakerChannel,
)
from hub_domain.law.how import how_answered
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks
from tests.domain.law.cases import (
    AMOUNTS,
    BARE,
    CHANNELS,
    INDIVIDUALS,
    NOTICES,
    SAID,
    TODAY,
    an_id,
    case_of,
)
from tests.domain.law.filling import fill
from tests.support.requirements import requirement

GOOD = case_of(fill({})).how or How()
WEAKER = WeakerChannel(channel="telephone", reason=SAID, safeguards=SAID)
WITHHELD = NoticeWithheld(reason="risk-of-harm", text=SAID, review_on=TODAY)


def found(how: How, *, identifies: bool = True) -> list[tuple[str, dict[str, object]]]:
    refusals = list(how_answered(how, identifies=identifies))
    return [(each.code, each.facts()) for each in refusals if isinstance(each, Refusal)]


def test_all_five_answered_well_lack_nothing() -> None:
    assert found(GOOD) == []


@requirement("R-155", "R-156", "R-157", "R-158", "R-159")
def test_nothing_answered_is_five_refusals_in_order() -> None:
    asked = [("how-incomplete", {"question": f"H{number}"}) for number in range(1, 6)]
    assert found(How()) == asked


def test_unsure_everywhere_is_no_refusal_here() -> None:
    unsure = Unsure()
    how = How(amount=unsure, kinds=unsure, individual=unsure, channel=unsure, notice=unsure)
    assert found(how) == []
    assert how.first_unsure() == "H1"


@requirement("R-155")
def test_a_whole_file_is_no_amount() -> None:
    assert found(replace(GOOD, amount=AMOUNTS["WHOLE_FILE"])) == [("how-amount", {})]


@requirement("R-157", "R-220")
@pytest.mark.parametrize("need", [None, BARE])
def test_who_receives_needs_to_know_and_why(need: TextChecks | None) -> None:
    wanted: list[tuple[str, dict[str, object]]] = [("no-need-to-know", {})]
    practitioner = ToPractitioner(practitioner=an_id("worker"), need=need)
    post = ToDutyPost(post=an_id("post"), need=need)
    assert found(replace(GOOD, individual=practitioner)) == wanted
    assert found(replace(GOOD, individual=post)) == wanted
    assert found(replace(GOOD, individual=INDIVIDUALS["UNNAMED"])) == [
        ("recipient-not-named", {})
    ]


@requirement("R-191", "R-226")
@pytest.mark.parametrize(
    "channel",
    [replace(WEAKER, reason=None), replace(WEAKER, safeguards=None), CHANNELS["WEAKER_BARE"]],
)
def test_a_weaker_channel_has_both_a_reason_and_safeguards(channel: WeakerChannel) -> None:
    assert found(replace(GOOD, channel=channel)) == [("channel-too-weak", {})]
    assert found(replace(GOOD, channel=WEAKER)) == []


@requirement("R-160")
@pytest.mark.parametrize("change", [{"reason": ""}, {"text": None}, {"text": BARE}])
def test_a_notice_withheld_says_why(change: dict[str, object]) -> None:
    notice = replace(WITHHELD, **change)  # type: ignore[arg-type]  # its fields
    wanted = [("reason-required", {"field": "notice", "lack": "blank"})]
    assert found(replace(GOOD, notice=notice)) == wanted
    assert found(replace(GOOD, notice=replace(notice, review_on=None))) == wanted


@requirement("R-244")
def test_a_notice_withheld_is_looked_at_again() -> None:
    unreviewed = replace(WITHHELD, review_on=None)
    assert found(replace(GOOD, notice=unreviewed)) == [("notice-review-required", {})]
    assert found(replace(GOOD, notice=WITHHELD)) == []


def test_nobody_to_tell_is_an_answer_only_where_nobody_is_identified() -> None:
    nobody = replace(GOOD, notice=NobodyIdentified())
    assert found(nobody) == [("how-incomplete", {"question": "H5"})]
    assert found(nobody, identifies=False) == []
    assert found(replace(GOOD, notice=NOTICES["PLANNED"])) == []
