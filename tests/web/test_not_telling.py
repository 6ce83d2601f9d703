"""Deciding not to tell what nobody asked, once it was weighed, is recorded with its reasons."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from hub_services.desk.web.pages.answering import CHOOSE_GROUND, SAY_WHY
from hub_services.words.codes import called
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.telling import ANSWERED, PUPIL, SEND, TOLD, about, begin, ready, written
from tests.web.test_telling_later import SURE, UNSURE
from tests.web.test_welsh import only_english, shown

NOT, RECORD = "Decide not to tell them", "Record that you do not tell them"
RECORD_IN_WELSH = "Cofnodi nad ydych yn dweud wrthynt"
FIRST = "Before you record it"
UNTOLD = "neither social care nor the police has been told"
WHY = (
    "It is one week of absence with a note of the doctor behind it; the family has told us the "
    "cause, and the council has no part in it yet."
)
EFFECT = "None that we see: the school visits the home on Friday and asks again."
HISTORY = "/audit/history"
REASONED: Fills = {
    "ground": "not-necessary",
    "reasons": WHY,
    "effect": EFFECT,
    "d_supports": "no",
    "d_purpose_code": "child-protection",
    "d_need_level": "some",
    "d_risk_level": "some",
    "d_clarity": "clear",
    "d_urgency": "routine",
    "d_harm": "none",
    "d_confirmed": "yes",
}


def decided(reader: Reader) -> UUID:
    """The decision on whose page one is."""
    assert reader.page.url.path.startswith("/decisions/"), reader.text
    return UUID(reader.page.url.path.rpartition("/")[2])


@requirement("R-200", "R-202")
def test_that_it_is_not_told_is_recorded_with_ground_and_reasons(
    served: Served, come: Come
) -> None:
    bea = written(come("Bea"), served).press(NOT)
    draft = bea.page.url.path.rpartition("/")[0]
    assert "Northshire Council learns nothing of it" in bea.text
    before = come("Asha").get("/inbox").text
    bea.press(RECORD, **REASONED)
    assert "It is recorded that they are not told, and why" in bea.text, bea.text
    found = served.run(served.desk.decision(served.hat("Bea"), decided(bea))).decision
    assert (found["decision"], found["request"]) == ("do-not-share", None)
    (item,) = found["items"]
    assert (item["included"], item["grounds"]) == (False, ["not-necessary"])
    for wanted in (called("ground", "not-necessary"), WHY, EFFECT, "of its own accord"):
        assert wanted in bea.text
    assert come("Asha").get("/inbox").text.count("Hollins School") == before.count(
        "Hollins School"
    )
    assert "That draft is no longer here" in bea.get(draft).text


@requirement("R-416")
def test_what_was_said_of_consent_is_recorded_as_it_was_said(
    served: Served, come: Come
) -> None:
    """Finding: it was recorded as not asked for, whatever the person had said of it."""
    why = "The mother said no when the school asked her on Monday."
    refused: Fills = {
        "d_consent": "refused",
        "d_reason": "could-place-child-at-risk",
        "d_no_consent": why,
    }
    bea = written(come("Bea"), served).press(NOT, **refused)
    assert why in bea.text
    bea.press(RECORD, **REASONED)
    found = served.run(served.desk.decision(served.hat("Bea"), decided(bea))).decision
    (run,) = found["codes"]["runs"]
    (standing,) = run["consent"]["standings"]
    assert (standing["status"], standing["reason"]) == ("refused", "could-place-child-at-risk")
    assert why in bea.text
    bea = written(come("Bea"), served).press(NOT).press(RECORD, **REASONED)
    found = served.run(served.desk.decision(served.hat("Bea"), decided(bea))).decision
    assert not {"consent", "reason"} & found["codes"]["came_from"].keys()


@requirement("R-202", "R-416")
@pytest.mark.parametrize(
    "half",
    [
        {"d_consent": "not-sought"},
        {"d_consent": "refused", "d_no_consent": "The mother said no on Monday, by telephone."},
        {"d_consent": "not-sought", "d_reason": "could-place-child-at-risk"},
        {**ANSWERED, "d_no_consent": "GDPR"},
        {**ANSWERED, "d_no_consent": f"Asking the family would warn who may harm {PUPIL}."},
    ],
    ids=["no reason", "no reason of the list", "no sentence", "no reasons", "a name"],
)
def test_a_half_answered_question_of_consent_counts_as_not_answered(
    served: Served, come: Come, half: Fills
) -> None:
    """Finding: the hub asked why it is shared without consent, on a page without the field."""
    bea = written(come("Bea"), served).press(NOT, **half)
    bea.press(RECORD, **REASONED)
    found = served.run(served.desk.decision(served.hat("Bea"), decided(bea))).decision
    (run,) = found["codes"]["runs"]
    (standing,) = run["consent"]["standings"]
    assert (standing["status"], standing["reason"]) == ("not-sought", "consent-not-the-basis")
    assert "Consent was not asked for, because nothing is shared." in bea.text


@requirement("R-202")
def test_without_a_ground_and_reasons_it_is_not_recorded(served: Served, come: Come) -> None:
    bea = written(come("Bea"), served).press(NOT)
    bea.press(RECORD, **{**REASONED, "ground": "", "reasons": "", "effect": ""})
    assert bea.page.status_code == 422
    for wanted in (CHOOSE_GROUND, SAY_WHY, "Say what not sharing does"):
        assert wanted in bea.text
    bea.press(RECORD, ground="not-necessary", reasons="GDPR", effect=EFFECT)
    assert bea.page.status_code == 422
    assert f">{EFFECT}</textarea>" in bea.text
    bea.press(RECORD, reasons=f"{WHY} {PUPIL} is well.")
    assert "Write it without this word" in bea.text


@requirement("R-017", "R-200")
def test_a_sign_of_harm_that_nobody_was_told_of_is_minded_before_it_is_recorded(
    served: Served, come: Come
) -> None:
    bea = written(come("Bea"), served).press(NOT)
    page = bea.page.url.path
    grave = {"d_need_level": "none", "d_risk_level": "severe", "d_harm": "suffered"}
    bea.press(RECORD, **{**REASONED, **grave})
    assert FIRST in bea.text
    assert UNTOLD in bea.text
    assert bea.page.url.path == page, "nothing is recorded yet"
    bea.press("Go back")
    assert FIRST not in bea.text
    assert f">{WHY}</textarea>" in bea.text
    bea.press(RECORD, d_confirmed="yes", d_known="social-care")
    assert "It is recorded that they are not told, and why" in bea.text, "they are told now"
    assert UNTOLD not in bea.text


@requirement("R-017", "R-200")
def test_what_was_minded_is_recorded_all_the_same(served: Served, come: Come) -> None:
    bea = written(come("Bea"), served).press(NOT)
    bea.press(RECORD, **{**REASONED, "d_harm": "suffered"}).press("Record it all the same")
    assert "It is recorded that they are not told, and why" in bea.text, bea.text
    assert UNTOLD in bea.text


def test_what_is_to_be_minded_is_asked_in_welsh(served: Served, come: Come) -> None:
    bea = written(come("Bea"), served).press(NOT)
    page = bea.page.url.path
    bea.get("/language/cy").get(page).press(RECORD_IN_WELSH, **{**REASONED, "d_harm": "likely"})
    assert "Cyn i chi ei gofnodi" in bea.text
    assert shown(bea) & only_english() == set()


def test_what_was_answered_on_the_page_of_the_decision_is_not_asked_again(
    served: Served, come: Come
) -> None:
    bea = written(come("Bea"), served).press(NOT, **ANSWERED)
    for field in ("d-need-level", "d-risk-level"):
        assert f'name="{field}" type="radio" value="some" checked' in bea.text
    assert 'value="child-protection" selected' in bea.text
    bea.get(bea.page.url.path.replace("/not", "/decision"))
    bea.press("Continue", **ANSWERED).press(SEND)
    assert TOLD in bea.text, "who thinks better of it tells them"


@requirement("R-161", "R-200")
def test_what_was_held_for_advice_may_end_in_not_telling(served: Served, come: Come) -> None:
    """It is the same decision, made again."""
    bea = written(come("Bea"), served)
    bea.press("Continue", **{**ANSWERED, **UNSURE}).press("Record the hold")
    held = decided(bea)
    draft = bea.text.partition('href="/tell/')[2].partition('"')[0]
    bea.get(f"/tell/{draft}/not").press(RECORD, **{**REASONED, **SURE})
    assert decided(bea) == held, bea.text
    assert "Do not share" in bea.text


def test_where_nothing_is_written_yet_it_is_about_each_person(
    served: Served, come: Come
) -> None:
    bea = about(begin(come("Bea"), served), PUPIL, "Moll Example")
    bea.get(bea.page.url.path.replace("/items", "/not")).press(RECORD, **REASONED)
    found = served.run(served.desk.decision(served.hat("Bea"), decided(bea))).decision
    assert len({item["person"] for item in found["items"]}) == len((PUPIL, "Moll Example"))


def what_was_decided(auditor: Reader) -> list[str]:
    """What the history says of the decisions on its last page, the newest first."""
    lines = re.findall(
        r"<td[^>]*>([^<]*)<br><span[^>]*>sharing-decision\.made", auditor.get(HISTORY).text
    )
    return lines[::-1]


@requirement("R-200")
def test_an_auditor_reads_in_the_history_what_was_decided(served: Served, come: Come) -> None:
    """Finding: one not to tell read word for word like one that shares."""
    assert TOLD in ready(come("Bea"), served).press(SEND).text
    decided(written(come("Bea"), served).press(NOT).press(RECORD, **REASONED))
    bea = written(come("Bea"), served)
    bea.press("Continue", **{**ANSWERED, **UNSURE}).press("Record the hold")
    draft = bea.text.partition('href="/tell/')[2].partition('"')[0]
    bea.get(f"/tell/{draft}/not").press(RECORD, **{**REASONED, **SURE})
    faye = come("Faye")
    assert what_was_decided(faye)[:4] == [
        "decided anew whether to share: do not share",
        "decided whether to share: hold and seek advice",
        "decided whether to share: do not share",
        "decided whether to share: share",
    ]
    faye.get("/language/cy")
    assert what_was_decided(faye)[2] == "penderfynodd a ddylid rhannu: peidio â rhannu"


def test_it_is_asked_in_welsh(served: Served, come: Come) -> None:
    bea = written(come("Bea"), served).press(NOT)
    page = bea.page.url.path
    assert shown(bea.get("/language/cy").get(page)) & only_english() == set()


def test_nobody_else_finds_the_page(served: Served, come: Come) -> None:
    page = written(come("Bea"), served).press(NOT).page.url.path
    assert "That draft is no longer here" in come("Ella").get(page).text
