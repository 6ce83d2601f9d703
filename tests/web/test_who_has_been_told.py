"""Who receives something learns with its words whether person and family know of it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from hub_services.desk.records import Opened, SegmentOpened
from hub_services.words.named.deciding import TOLD_THERE, TOLD_WHOM
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import link
from tests.web.telling import SEND, ready
from tests.web.test_emergency import AT_RISK, NOW, at_once
from tests.web.test_sharing import CONDITION, GATE
from tests.web.test_sharing import DECIDED as GUARDED
from tests.web.test_sharing import say as part_held_back
from tests.web.test_what_is_minded import DECIDED, HEARD, asked, say

WARNED = TOLD_THERE["unsafe/withheld-risk-of-harm"]


def received(come: Come, sent: Reader) -> Reader:
    """The page of what was sent, as the social worker has it who has not opened it yet."""
    at, asha = sent.page.url.path, come("Asha")
    return asha.get(at if at.startswith("/disc") else link(asha.get(at), "disclosures"))


def answered(served: Served, come: Come, **other: str) -> Reader:
    sharing = say(asked(served, come, "Cole", "Northshire Police"))
    decided: Fills = {**DECIDED, **HEARD, **other}
    return sharing.press("Continue", **decided)


@requirement("R-171")
def test_who_receives_it_is_warned_not_to_tell_the_family(served: Served, come: Come) -> None:
    """Once it is opened: what the hub hands out unopened does not say it."""
    cole = asked(served, come, "Cole", "Northshire Police")
    part_held_back(cole).press("Continue", **GUARDED, **CONDITION, **GATE)
    assert WARNED in cole.text, "the sender sees it in the last look"
    cole.press(SEND)
    asha = received(come, cole)
    assert WARNED not in asha.text
    told = served.people["Asha"].read(f"/v1{asha.page.url.path}").ok()
    assert "unsafe" not in str(told)
    assert "risk-of-harm" not in str(told)
    assert WARNED in asha.press("Open and read").text


@pytest.mark.parametrize(
    "told", ["family/planned", "individual/given", "inappropriate/planned"]
)
def test_every_answer_reaches_who_receives_it(served: Served, come: Come, told: str) -> None:
    cole = answered(served, come, d_told_whom=told)
    assert TOLD_THERE[told] in cole.text
    asha = received(come, cole.press(SEND)).press("Open and read")
    assert asha.text.count(TOLD_THERE[told]) == 1
    assert told not in asha.text, "codes are for the desk"


def test_who_sent_it_reads_it_as_their_own_words(served: Served, come: Come) -> None:
    """Nobody is told to ask the sender who is the sender."""
    cole = answered(served, come, d_told_whom="inappropriate/planned").press(SEND)
    cole.get(link(cole, "disclosures"))
    assert TOLD_WHOM["inappropriate/planned"] in cole.text
    assert "ask the sender" not in cole.text


def test_what_is_told_unasked_says_it_as_well(served: Served, come: Come) -> None:
    asha = received(come, ready(come("Bea"), served).press(SEND)).press("Open and read")
    assert TOLD_THERE["family/planned"] in asha.text


def test_what_goes_at_once_says_that_it_is_not_said(served: Served, come: Come) -> None:
    bea = at_once(say(asked(served, come, "Bea", "Hollins School")), **AT_RISK)
    assert TOLD_THERE["not-said"] in bea.text
    assert TOLD_THERE["not-said"] in received(come, bea.press(NOW)).press("Open and read").text


def test_each_answer_that_can_be_given_has_its_sentence() -> None:
    assert TOLD_THERE.keys() == {"not-said", *TOLD_WHOM} - {"unsure"}


def test_of_what_was_sealed_before_nothing_is_said(served: Served) -> None:
    text = SegmentOpened(owner=uuid4(), group="text", item=uuid4(), fields={"text": "She is."})
    before = Opened(
        envelope=uuid4(),
        record=uuid4(),
        part="disclosure",
        segments=(text,),
        opened_at=served.world.clock.now(),
    )
    assert before.told == ()
