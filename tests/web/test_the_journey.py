"""SC-02 at the desk: asked, challenged, narrowed, shared in part, opened, and seen by the auditor.

Everything is done by links and forms alone: without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.services.desk.house import WHY
from tests.support.pages import PUPILS, Served
from tests.web.browsing import Reader

Come = Callable[[str], Reader]
FACT = "Present on 61 of 190 days; absent without leave from 4 May."
OPINION = "Withdrawn since May, and often alone at break."


def compose(petra: Reader, served: Served) -> None:
    """Ask the school under section 16H about three pupils, step by step."""
    school = str(served.offices["Hollins School"].id)
    petra.get("/ask").press("Continue", provision="CA2004-16H", to=[school])
    for number, name in enumerate(PUPILS):
        fills: dict[str, Any] = {"new_names": name}
        fills |= {"new_born_day": "2", "new_born_month": "3", "new_born_year": "2016"}
        petra.press("Add", **fills)
        assert petra.text.count(name.replace("\u2019", "&#8217;")) or name in petra.text, number
    scopes = re.findall(r'name="(scope-[0-9a-f-]{36})"', petra.text)
    petra.press("Continue", **{scope.replace("-", "_"): "under-18" for scope in scopes})
    petra.press("Add another item")
    fills = {"function": "serious-incident-learning", "purpose": "learning-review"}
    for item, topic in (("1", "attendance"), ("2", "view-of-attendance")):
        fills |= {f"item_{item}_topic": topic}
        for end, day in (("from", ("1", "9", "2025")), ("to", ("20", "7", "2026"))):
            for part, value in zip(("day", "month", "year"), day, strict=True):
                fills |= {f"item_{item}_{end}_{part}": value}
    fills |= {f"word_{code.replace('-', '_')}": text for code, text in WHY.items()}
    fills |= {"told": "not-yet", "due_day": "22", "due_month": "10", "due_year": "2026"}
    petra.press("Continue", **fills)


def test_a_request_is_asked_challenged_narrowed_answered_in_part_opened_and_audited(
    served: Served, come: Come
) -> None:
    petra, bea = come("Petra"), come("Bea")

    compose(petra, served)
    assert "This is exactly what Hollins School will see" in petra.text
    assert WHY["why-needed"] in petra.text
    petra.press("Send the request")
    assert petra.page.url.path == "/sent"
    assert "Hollins School" in petra.text

    bea.get("/inbox")
    assert "Northshire ICB" in bea.text
    assert "left" in bea.text
    assert PUPILS[1] not in bea.text
    bea.press("Open and read")
    assert PUPILS[1] in bea.text
    assert WHY["why-needed"] in bea.text
    assert "it cannot be declined" in bea.text

    bea.get(f"{bea.page.url.path}/answer/challenge")
    bea.press("Send this answer", ground="not-necessary", reasons="GDPR")
    assert bea.page.status_code == 422
    assert "This is not a reason for not sharing" in bea.text
    assert ">GDPR</textarea>" in bea.text
    bea.press(
        "Send this answer",
        ground="not-necessary",
        reasons="The list holds a pupil who has no part in the case.",
    )
    assert "Your challenge has been sent" in bea.text

    petra.get("/sent")
    request = re.search(r'href="(/requests/[0-9a-f-]{36})"', petra.text)
    assert request
    petra.get(request[1])
    assert "Challenged" in petra.text
    petra.press("Open and read")
    assert "a pupil who has no part in the case" in petra.text
    people = re.findall(r'name="person" type="checkbox" value="([0-9a-f-]{36})"', petra.text)
    items = re.findall(r'name="item" type="checkbox" value="([0-9a-f-]{36})"', petra.text)
    assert len(people) == 3
    petra.press(
        "Narrow the request",
        person=people[:2],
        item=items,
        due_day="26",
        due_month="10",
        due_year="2026",
        due_time="16:00",
    )
    assert "The request has been narrowed" in petra.text

    bea.get(f"{request[1]}/share")
    said = {
        "pair_1_do": "share",
        "say_1_text": FACT,
        "say_1_kind": "fact",
        "pair_2_do": "not-held",
        "pair_3_do": "not-held",
        "pair_4_do": "share",
        "say_4_text": OPINION,
        "say_4_kind": "opinion",
        "search_system": ["management-information-system"],
        "search_skipped": ["paper-archive"],
    }
    for number in ("1", "4"):
        said |= {
            f"say_{number}_as_at_day": "17",
            f"say_{number}_as_at_month": "7",
            f"say_{number}_as_at_year": "2026",
            f"say_{number}_sensitivity": "ordinary",
        }
    bea.press("Continue", **said)
    assert bea.page.url.path.endswith("/share/decision"), bea.text
    bea.press(
        "Continue",
        d_need_level="some",
        d_risk_level="some",
        d_clarity="clear",
        d_harm="none",
        d_told_whom="family",
        d_openness="Both families were told in September what is shared and why.",
        d_notice="planned",
        d_expected="yes",
        d_confirmed="yes",
    )
    assert "This is exactly what Northshire ICB will see" in bea.text, bea.text
    assert FACT in bea.text
    assert OPINION in bea.text
    bea.press("Decide and send")
    assert "Your answer has been sent" in bea.text
    assert "Part supplied" in bea.text

    petra.get(request[1])
    assert "Part supplied" in petra.text
    assert FACT not in petra.text
    disclosure = re.search(r'href="(/disclosures/[0-9a-f-]{36})"', petra.text)
    assert disclosure
    petra.get(disclosure[1])
    assert FACT not in petra.text
    petra.press("Open and read")
    assert FACT in petra.text
    assert "Only for the function of the safeguarding partners" in petra.text
    petra.press("Acknowledge", significance="new", action="planned")
    assert "Acknowledged" in petra.text

    bea.get(disclosure[1])
    assert "Opened by Petra Novak" in bea.text
    assert "It is new to us" in bea.text

    quin = come("Quin")
    quin.get(disclosure[1])
    assert quin.page.status_code == 404
    assert FACT not in quin.text

    ella = come("Ella")
    ella.get("/tasks")
    note = re.search(r'href="(/decisions/[0-9a-f-]{36})"', ella.text)
    assert note, ella.text
    ella.get(note[1])
    ella.press("File the note", note="The decision was right, and the register is being found.")
    assert "The note is on file" in ella.text

    faye = come("Faye")
    person = re.search(r'href="(/audit/people/[0-9a-f-]{36})"', faye.text)
    assert person
    faye.get(person[1])
    assert "Hollins School" in faye.text
    for words in (FACT, OPINION, *PUPILS, WHY["why-needed"]):
        assert words not in faye.text
    faye.get("/audit/refused-attempts")
    assert "This is not a reason for not sharing" in faye.text
