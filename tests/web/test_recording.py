"""What the desk says and asks where the record of an emergency is completed (R-362)."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.support.casework import decide, disclose, labelled
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.support.world import Caller
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import day, numbers_of
from tests.web.test_emergency import (
    AT_RISK,
    CHECK,
    NOW,
    SHARE_NOW,
    UNTOLD,
    at_once,
    from_the_request,
    made_on,
)
from tests.web.test_what_is_minded import DECIDED, HEARD, SAID, asked, say

URGENT: dict[str, Any] = {
    "decision": "share",
    "purpose": "child-protection",
    "immediate_risk": True,
    "recipient_post": "csc",
    "runs": [],
    "how": None,
    "record": {},
    "confirmed": False,
    "words": {"purpose": ""},
}


def labels(reader: Reader, as_at: str = "2 10 2026") -> Fills:
    """What each thing is that went without its labels."""
    said: Fills = {}
    for number in numbers_of(reader, "say"):
        said |= {
            f"say_{number}_kind": "fact",
            f"say_{number}_about": "adult-in-contact",
            f"say_{number}_sensitivity": "ordinary",
            f"say_{number}_nature": ["none"],
            **day(f"say_{number}_as_at", as_at),
        }
    return said


@pytest.fixture
def request_of(served: Served, come: Come) -> str:
    """The path of a request that the school has read."""
    return str(
        asked(served, come, "Bea", "Hollins School").page.url.path.removesuffix("/share/items")
    )


def gives(
    served: Served,
    request: str,
    to: Caller,
    sensitivity: str = "ordinary",
    channel: str = "secure-system",
) -> UUID:
    """The school's case system gives something more at once, to someone of the council."""
    bea, about = served.people["Bea"], UUID(request.rpartition("/")[2])
    (person,) = bea.read(f"/v1/share-requests/{about}").ok()["request"]["kept_persons"]
    fact = uuid4()
    line = {
        "item": str(fact),
        "person": person,
        "included": True,
        "kind": "fact",
        "sensitivity": sensitivity,
    }
    made = served.run(served.desk.decision(served.hat("Bea"), made_on(None, served, request)))
    version = int(made.decision["version"])
    decided, answered = decide(bea, about, to, [line], version=version, **URGENT)
    answered.ok()
    items = [labelled(fact, UUID(person), "fact", sensitivity=sensitivity)]
    disclosure, went = disclose(bea, decided, to, items, {fact: SAID}, channel=channel)
    went.ok()
    return disclosure


@requirement("R-157", "R-362")
def test_what_went_to_another_is_said_where_the_record_of_one_is_complete(
    served: Served, come: Come, request_of: str
) -> None:
    """Finding: the page said that all was complete."""
    bea = from_the_request(come("Bea"), request_of, SAID).press(NOW)
    whom = "Orla Finn"
    orla = served.offices["Northshire Council"].hire(whom, "practitioner")
    other = gives(served, request_of, orla)
    bea.get(f"{request_of}/share")
    assert len(numbers_of(bea, "say")) == 1, "of what went to another nothing is asked here"
    bea.press("Continue", **DECIDED, **HEARD, **labels(bea)).press("Complete the record")
    assert "The record is complete" not in bea.text
    assert "See below what is still not recorded" in bea.text, bea.text
    told = " ".join(bea.text.split())
    row = rf'"/disclosures/{other}">1 item to (?:{whom}|Northshire Council), [^<]+</a>: not rec'
    assert re.search(row, told)


@requirement("R-362")
def test_what_needs_no_record_is_not_decided_once_more(served: Served, come: Come) -> None:
    """Finding: a decision on what had gone already took the place of one that had not."""
    bea = say(asked(served, come, "Bea", "Hollins School"))
    request = bea.page.url.path.removesuffix("/share/decision")
    bea.press(SHARE_NOW, **DECIDED, **HEARD).press(CHECK, **AT_RISK).press(NOW)
    bea.get(f"{request}/share")
    assert bea.page.url.path.startswith("/decisions/")
    assert "The record is complete already" in bea.text
    assert bea.get(f"{request}/share").page.url.path.endswith("/share/items")


@requirement("R-362")
def test_the_record_of_what_a_colleague_decided_since_is_theirs(
    come: Come, request_of: str
) -> None:
    """Finding: the page was not found."""
    bea = from_the_request(come("Bea"), request_of, SAID).press(NOW)
    from_the_request(come("Ella"), request_of, "She has rung in tears.").press(NOW)
    bea.get(f"{request_of}/share")
    assert bea.page.url.path == request_of
    assert "A colleague has decided on this since" in bea.text


@requirement("R-002", "R-185", "R-187", "R-362")
def test_what_it_is_about_and_why_something_old_went_is_asked_and_kept(
    served: Served, come: Come, request_of: str
) -> None:
    bea = from_the_request(come("Bea"), request_of, SAID).press(NOW)
    bea.get(f"{request_of}/share").press("Continue", **DECIDED, **HEARD)
    told = " ".join(bea.text.split())
    assert "Kit Example: Choose what it is about" in told
    assert told.count("Kit Example: Say whether it is fact or opinion") == 2
    bea.press("Continue", **labels(bea, "2 3 2019"))
    assert "This is old" in bea.text
    (number,) = numbers_of(bea, "say")
    why = "He was convicted then, and is back at the house."
    old: Fills = {f"say_{number}_historical": "yes"}
    bea.press("Continue", **old)
    assert "Say why it matters now" in bea.text
    old |= {f"say_{number}_explanation": why, "d_confirmed": "yes"}
    bea.press("Continue", **old).press("Complete the record")
    assert "The record is complete" in bea.text, bea.text
    assert why in bea.text
    made = served.run(
        served.desk.decision(served.hat("Bea"), made_on(None, served, request_of))
    )
    (line,) = made.decision["items"]
    assert [line[name] for name in ("about", "historical", "explained")] == [
        "adult-in-contact",
        True,
        True,
    ]
    assert made.decision["codes"]["how"]["channel"] is None, "the disclosure has it"


@requirement("R-158", "R-226", "R-362")
def test_of_what_went_in_a_less_secure_way_it_is_said_why(
    served: Served, come: Come, request_of: str
) -> None:
    bea = from_the_request(come("Bea"), request_of, SAID).press(NOW)
    asha = served.people["Asha"]
    gives(served, request_of, asha, sensitivity="sensitive", channel="in-writing")
    bea.get(f"{request_of}/share")
    bea.press("Continue", **DECIDED, **HEARD, **labels(bea))
    bea.get(f"{request_of}/record/decision")
    bea.press("Continue", **sensitive(bea), d_confirmed="yes")
    bea.press("Complete the record")
    assert "Use a more secure way" in bea.text, bea.text
    bea.get(f"{request_of}/record/decision")
    bea.press(
        "Continue",
        d_channel_reason="Their line was down, and an officer carried the note across.",
        d_channel_safeguards="It was sealed, and she signed for it at the desk.",
        d_confirmed="yes",
    )
    bea.press("Complete the record")
    assert "The record is complete" in bea.text, bea.text


def sensitive(reader: Reader) -> Fills:
    """Each thing on the page is sensitive."""
    return {f"say_{number}_sensitivity": "sensitive" for number in numbers_of(reader, "say")}


@requirement("R-018", "R-362")
def test_its_page_speaks_of_what_has_gone(come: Come, served: Served) -> None:
    sharing = say(asked(served, come, "Bea", "Hollins School"))
    request = sharing.page.url.path.removesuffix("/share/decision")
    assert "May it be shared?" in sharing.text
    at_once(sharing, **AT_RISK).press(NOW)
    row = f'href="/decisions/{made_on(None, served, request)}">Complete the record'
    assert sharing.get("/tasks").text.count(row) == 1
    assert "how it was shared, and who was told" in sharing.text
    assert "the reasons" in sharing.text
    page = sharing.get(f"/decisions/{made_on(None, served, request)}").text
    assert UNTOLD in page
    sharing.get(f"{request}/share")
    assert "What was shared, and why" in sharing.text
    assert "May it be shared?" not in sharing.text
    (form,) = (each for each in sharing.forms() if ("d-urgency", "emergency") in each.fields)
    assert dict(form.fields)["d-urgency"] == "emergency"
    answers = {name: said for name, said in DECIDED.items() if name != "d_urgency"}
    sharing.press("Continue", **answers, **HEARD, d_known=["police"])
    sharing.press("Complete the record")
    assert "The record is complete" in sharing.text, sharing.text
    assert UNTOLD not in sharing.text
