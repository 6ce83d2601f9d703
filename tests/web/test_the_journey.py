"""SC-02 at the desk without JavaScript: asked, challenged, answered in part, opened, seen."""

from __future__ import annotations

from typing import get_args

from hub_services.auditing.faults import Code
from tests.services.desk.house import WHY
from tests.support.pages import PUPILS, Served
from tests.web import steps
from tests.web.browsing import Come
from tests.web.steps import CHALLENGE, FACT, NOTE, OPINION, link


def test_a_request_is_asked_challenged_narrowed_answered_in_part_and_opened(
    served: Served, come: Come
) -> None:
    petra, bea = come("Petra"), come("Bea")

    steps.compose(petra, served)
    assert "This is exactly what Hollins School will see" in petra.text
    assert WHY["why-needed"] in petra.text
    petra.press("Send the request")
    assert petra.page.url.path == "/sent"
    assert "Hollins School" in petra.text

    bea.get("/inbox")
    assert "left" in bea.text
    assert PUPILS[1] not in bea.text
    bea.press("Open and read")
    assert PUPILS[1] in bea.text
    assert WHY["why-needed"] in bea.text
    assert "it cannot be declined" in bea.text
    request = bea.page.url.path
    steps.challenge(bea, request)
    steps.narrow(petra, request)

    steps.say_what_is_shared(bea, request)
    steps.decide(bea)
    assert "This is exactly what Northshire ICB will see" in bea.text
    assert FACT in bea.text
    assert OPINION in bea.text
    bea.press("Decide and send")
    assert "Your answer has been sent" in bea.text
    assert "Part supplied" in bea.text

    petra.get(request)
    assert FACT not in petra.text
    disclosure = link(petra, "disclosures")
    petra.get(disclosure)
    assert FACT not in petra.text
    petra.press("Open and read")
    assert FACT in petra.text
    assert "Bea Lloyd, Officer, 01632 960001" in petra.text
    assert "Only for the function of the safeguarding partners" in petra.text
    petra.press("Acknowledge", significance="new", action="planned")
    assert "Acknowledged" in petra.text

    bea.get(disclosure)
    assert "Opened by Petra Novak" in bea.text
    assert "It is new to us" in bea.text
    _the_colleague_sees_nothing(come, disclosure)
    _the_coordinator_files_a_note(come)
    _the_auditor_sees_codes_and_no_words(come)


def _the_colleague_sees_nothing(come: Come, disclosure: str) -> None:
    quin = come("Quin").get(disclosure)
    assert quin.page.status_code == 404
    assert FACT not in quin.text


def _the_coordinator_files_a_note(come: Come) -> None:
    ella = come("Ella").get("/tasks")
    ella.get(link(ella, "decisions")).press("File the note", note=NOTE)
    assert "The note is on file" in ella.text


def _the_auditor_sees_codes_and_no_words(come: Come) -> None:
    faye = come("Faye")
    faye.get(link(faye, "audit/people"))
    assert "Hollins School" in faye.text
    for words in (FACT, OPINION, CHALLENGE, NOTE, *PUPILS, *WHY.values()):
        assert words not in faye.text
    knew = faye.page.url.path
    faye.get(f"{knew}?as-of-day=1&as-of-month=1&as-of-year=2026&as-of-time=")
    assert faye.page.status_code == 200
    assert "As of Thursday 1 January 2026, 23:59" in faye.text
    assert "Nothing was known of this person in the hub by then" in faye.text
    faye.get("/audit/history?after=20")
    assert "asked for information" in faye.text
    assert "share-request.issued" in faye.text
    assert "This page shows what the hub now keeps, and checks nothing" in faye.text
    for code in get_args(Code):
        assert code in faye.text
    faye.get("/audit/refused-attempts")
    assert "This is not a reason for not sharing" in faye.text
    assert "GDPR" not in faye.text
