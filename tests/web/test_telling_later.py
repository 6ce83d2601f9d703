"""What is told unasked is held, changed, discarded, found again, and goes once."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import day, link
from tests.web.telling import (
    ANSWERED,
    PUPIL,
    SEEN,
    SEND,
    STATED,
    TOLD,
    WHY,
    about,
    begin,
    ready,
    to,
    written,
)
from tests.web.test_emergency import AT_RISK, CHECK, NOW, SHARE_NOW

OPEN = "It is not complete yet: this page says when it is."


def test_pressed_twice_it_is_told_once(served: Served, come: Come) -> None:
    bea = ready(come("Bea"), served)
    page, form = bea.page.url, dict(bea.forms()[-1].fields)
    before = _made(bea)
    for _press in range(2):
        bea.page = bea.client.post(page, data=form)
    assert "That draft is no longer here" in bea.text
    assert len(_made(bea) - before) == 1


def _made(reader: Reader) -> set[str]:
    page = reader.client.get("/disclosures?made=yes").text
    return set(re.findall(r'href="(/disclosures/[0-9a-f-]{36})"', page))


UNSURE: Fills = {
    "d_basis": "unsure",
    "d_question": "Is a week of absence enough to tell them?",
    "d_question_role": "designated-professional",
    "d_question_due_time": "16:00",
    **day("d_question_due", "20 10 2026"),
}
SURE: Fills = {
    "d_basis": "public-task",
    "d_provision": "EA2002-175",
    "d_confirmed": "yes",
}


@requirement("R-161")
def test_who_is_not_sure_holds_it_and_goes_on_later(served: Served, come: Come) -> None:
    bea, asha = written(come("Bea"), served), come("Asha")
    bea.press("Continue", **{**ANSWERED, **UNSURE})
    assert "Nothing is shared now" in bea.text
    before = _made(bea)
    bea.press("Record the hold")
    assert "The decision is on hold" in bea.text
    assert _made(bea) == before
    draft = link(bea, "tell")
    assert bea.get(draft).page.url.path == f"{draft}/decision"
    bea.press("Continue", **SURE).press(SEND)
    assert TOLD in bea.text, bea.text
    assert SEEN in asha.get(bea.page.url.path).press("Open and read").text


@requirement("R-018", "R-362")
def test_an_emergency_goes_at_once_and_its_record_is_completed(
    served: Served, come: Come
) -> None:
    bea, asha = about(begin(come("Bea"), served)), come("Asha")
    bea.press(SHARE_NOW).press(CHECK, say_1_text=SEEN, **AT_RISK)
    assert "complete the record afterwards" in bea.text
    bea.press(NOW)
    assert "It has been shared. What is not recorded yet waits" in bea.text, bea.text
    page = bea.page.url.path
    urgent = asha.get("/inbox").text
    assert urgent.index("read this first") < urgent.index(page)
    assert urgent.count(page) == 1
    assert SEEN in asha.get(page).press("Open and read").text
    assert OPEN in asha.text
    bea.get(link(bea.get(page), "decisions"))
    bea.get(re.findall(r'class="govuk-button" href="(/tell/[0-9a-f-]{36})"', bea.text)[0])
    record = bea.page.url.path
    assert record.endswith("/decision")
    assert "What follows from the law that you chose is filled in" in bea.text
    for step in ("who", "people", "items", "emergency"):
        bea.get(record.replace("/decision", f"/{step}"))
        assert bea.page.url.path == record, "of what went the record is completed alone"
    labels: Fills = {name: value for name, value in STATED.items() if name != "say_1_text"}
    bea.press("Continue", **labels, **ANSWERED).press("Complete the record")
    assert "The record is complete" in bea.text, bea.text
    assert OPEN not in asha.get(page).text
    assert "/tell/" not in bea.get("/tell").text.partition("<form")[0]


def test_what_went_to_a_duty_post_in_an_emergency_has_a_record_too(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding: its draft was discarded as if it were complete, and nothing led to it again."""
    council, asha = served.offices["Northshire Council"], served.people["Asha"]
    at = {f"tell_at_{council.id}".replace("-", "_"): f"post:{council.post('Duty desk', asha)}"}
    monkeypatch.setattr("hub_services.desk.tools.DIRECTORY_SECONDS", -1.0)
    bea = come("Bea").get("/tell").press("Continue", **to(served, council.body.name), **at)
    about(bea).press(SHARE_NOW)
    few = "Ring as well: this reaches only those who are on duty there."
    assert few in bea.text
    bea.press(CHECK, say_1_text=SEEN, **AT_RISK)
    assert few in bea.text
    assert "this reaches one person" not in bea.text
    check = bea.page.url.path
    bea.press(NOW)
    record = check.replace("/check", "/decision")
    bea.get(record.removesuffix("/decision"))
    assert bea.page.url.path == record, bea.text
    token = dict(bea.forms()[-1].fields)["token"]
    left = [
        (record, "discard"),
        (record, "discarded"),
        (record.replace("decision", "items"), ""),
    ]
    for page, do in left:  # in a page that was left open before it went
        bea.page = bea.client.post(page, data={"token": token, "do": do})
        assert bea.page.url.path == record, bea.text
    labels: Fills = {name: value for name, value in STATED.items() if name != "say_1_text"}
    bea.press("Continue", **labels, **ANSWERED).press("Complete the record")
    assert "The record is complete" in bea.text, bea.text


def test_a_reason_that_names_the_child_is_told_at_its_field(served: Served, come: Come) -> None:
    """Finding: fourteen other answers were named as wanting, and then it was refused."""
    bea = written(come("Bea"), served)
    bea.press("Continue", **{**ANSWERED, "d_why": f"They must protect {PUPIL} now, at home."})
    assert bea.page.url.path.endswith("/decision")
    assert "Write it without this word" in bea.text
    bea.press("Continue", d_why=WHY, d_confirmed="yes")
    assert bea.page.url.path.endswith("/check"), bea.text


def test_a_draft_stays_until_it_is_discarded_twice(served: Served, come: Come) -> None:
    bea = about(begin(come("Bea"), served))
    items = bea.page.url.path
    bea.press("Save for later", **STATED)
    again = come("Bea").get("/tell")
    assert "For Northshire Council, saved" in again.text
    assert f">{SEEN}</textarea>" in again.get(items).text
    again.press("Discard")
    assert "Discard this draft?" in again.text
    assert f">{SEEN}</textarea>" in bea.get(items).text
    again.press("Discard it")
    assert again.page.url.path == "/disclosures"
    assert "That draft is no longer here" in bea.get(items).text


def test_what_was_being_written_waits_when_the_session_runs_out(
    served: Served, come: Come
) -> None:
    bea = about(begin(come("Bea"), served))
    items = bea.page.url.path
    served.world.pass_time(minutes=31)
    bea.press("Continue", **STATED).press("Be Bea")
    assert bea.page.url.path == items
    assert "It stands below as you left it" in bea.text
    assert f">{SEEN}</textarea>" in bea.text


def test_another_agency_chosen_is_another_decision(served: Served, come: Come) -> None:
    """What was held for the council does not go to the police by its decision."""
    bea = written(come("Bea"), served).press("Continue", **{**ANSWERED, **UNSURE})
    draft = bea.page.url.path.removesuffix("/check")
    bea.press("Record the hold").get(f"{draft}/who")
    bea.press("Continue", **to(served, "Northshire Police", "Cole"))
    bea.get(f"{draft}/decision")
    assert "This agency tells Northshire Police of its own accord" in bea.text
    bea.press("Continue", **{**ANSWERED, **SURE}).press(SEND)
    assert TOLD in bea.text, bea.text
    assert "Shared with Northshire Police" in bea.text
    assert SEEN in come("Cole").get(bea.page.url.path).press("Open and read").text


def test_what_followed_from_another_law_is_confirmed_anew(served: Served, come: Come) -> None:
    """And what a person wrote stays."""
    bea = ready(come("Bea"), served)
    draft = bea.page.url.path.removesuffix("/check")
    bea.get(f"{draft}/who").press("Continue", tell_law="CDA1998-115")
    bea.get(f"{draft}/check").press(SEND)
    assert "Confirm that these answers are yours" in bea.text
    assert "Crime and Disorder Act 1998, section 115" in bea.text
    assert f">{WHY}</textarea>" in bea.text
    bea.press("Continue", d_purpose_code="child-protection", d_confirmed="yes").press(SEND)
    assert TOLD in bea.text, bea.text
    told = UUID(bea.page.url.path.rpartition("/")[2])
    found = served.run(served.desk.disclosure(served.hat("Bea"), told))
    assert "section 115" in bea.get(f"/decisions/{found.disclosure.decision}").text


@pytest.mark.parametrize("step", ["items", "decision", "check", "emergency", "people"])
def test_a_step_waits_for_those_before_it(served: Served, come: Come, step: str) -> None:
    bea = come("Bea").get("/tell").press("Continue")
    draft = next(form.action for form in bea.forms() if "/tell/" in form.action)
    bea.get(draft.replace("/who", f"/{step}"))
    assert bea.page.status_code == 200
    assert bea.page.url.path.endswith("/who")
    about_nobody = begin(bea, served)
    about_nobody.get(about_nobody.page.url.path.replace("/people", f"/{step}"))
    assert bea.page.url.path.endswith("/people")
