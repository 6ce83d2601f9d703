"""The steps of SC-02 at the desk, each by links and forms alone."""

from __future__ import annotations

import re

from tests.services.desk.house import WHY
from tests.support.pages import PUPILS, Served
from tests.web.browsing import Fills, Reader

FACT = "Present on 61 of 190 days; absent without leave from 4 May."
OPINION = "Withdrawn since May, and often alone at break."
CHALLENGE = "The list holds a pupil who has no part in the case."
WHY_RIGHT = (
    "The officer must see when the absences began; without the dates the review cannot tell, "
    "and counts alone would not show them."
)
TOLD = "Both families were told in September what is shared and why."
NOTE = "The decision was right, and the register is being looked for."


def link(reader: Reader, kind: str) -> str:
    """The first link of the page to a record of a kind."""
    found = re.search(rf'href="(/{kind}/[0-9a-f-]{{36}})"', reader.text)
    assert found, f"no link to {kind} on {reader.page.url}"
    return found[1]


def ticked(reader: Reader, name: str) -> list[str]:
    """The values of the boxes of a name."""
    boxes = re.findall(r'<input class="govuk-checkboxes__input"[^>]*>', reader.text)
    return [
        found[1]
        for box in boxes
        if f'name="{name}"' in box and (found := re.search(r'value="([^"]+)"', box))
    ]


def not_known(reader: Reader, **other: str | list[str]) -> Reader:
    """Say that nobody of them is known here, having looked for each."""
    looked = {"looked": ticked(reader, "looked"), "system": ["attendance-register"]}
    return reader.press("Send this answer", **looked, **other)


def day(field: str, written: str) -> Fills:
    """The three fields of a date."""
    parts = written.split()
    return {
        f"{field}_{part}": value
        for part, value in zip(("day", "month", "year"), parts, strict=True)
    }


def compose(petra: Reader, served: Served) -> None:
    """Ask the school under section 16H about three pupils, up to the last look."""
    school = str(served.offices["Hollins School"].id)
    petra.get("/ask").press("Continue", provision="CA2004-16H", to=[school])
    for name in PUPILS:
        petra.press("Add", new_names=name, **day("new_born", "2 3 2016"))
        assert name in petra.text
    scopes = re.findall(r'name="(scope-[0-9a-f-]{36})"', petra.text)
    petra.press("Continue", **{scope.replace("-", "_"): "under-18" for scope in scopes})
    petra.press("Add another item")
    fills: Fills = {
        "function": "serious-incident-learning",
        "purpose": "learning-review",
        "told": "not-yet",
        **day("due", "22 10 2026"),
    }
    for item, topic in (("item_1", "attendance"), ("item_2", "view-of-attendance")):
        fills |= {f"{item}_topic": topic}
        fills |= day(f"{item}_from", "1 9 2025") | day(f"{item}_to", "20 7 2026")
    fills |= {f"word_{code.replace('-', '_')}": text for code, text in WHY.items()}
    petra.press("Continue", **fills)


def challenge(bea: Reader, request: str) -> None:
    """Challenge it: first with the name of a law alone, which is no reason."""
    bea.get(f"{request}/answer/challenge")
    bea.press("Send this answer", ground="not-necessary", reasons="GDPR")
    assert bea.page.status_code == 422
    assert "This is not a reason for not sharing" in bea.text
    assert ">GDPR</textarea>" in bea.text
    bea.press("Send this answer", ground="not-necessary", reasons=CHALLENGE)
    assert "Your challenge has been sent" in bea.text


def narrow(petra: Reader, request: str) -> None:
    """Read the challenge, and ask about the first two pupils only."""
    petra.get(request)
    assert "Challenged" in petra.text
    petra.press("Open and read")
    assert CHALLENGE in petra.text
    people = ticked(petra, "person")
    assert len(people) == 3
    petra.press(
        "Send",
        person=people[:2],
        due_time="16:00",
        **day("due", "26 10 2026"),
    )
    assert "The request has been narrowed" in petra.text


def say_what_is_shared(bea: Reader, request: str) -> None:
    """One fact of the first pupil, one opinion of the second; the rest is not held."""
    said: Fills = {
        "pair_1_do": "share",
        "say_1_text": FACT,
        "say_1_kind": "fact",
        "pair_2_do": "not-held",
        "pair_3_do": "not-held",
        "pair_4_do": "share",
        "say_4_text": OPINION,
        "say_4_kind": "opinion",
        "say_4_holder": "The form tutor",
        "search_system": ["management-information-system"],
        "search_skipped": ["paper-archive"],
    }
    for number in ("1", "4"):
        said |= day(f"say_{number}_as_at", "17 7 2026")
        said |= {f"say_{number}_about": "child-health-development-exposure"}
        said |= {f"say_{number}_sensitivity": "ordinary"}
        said |= {f"say_{number}_nature": "none"}
    bea.get(f"{request}/share").press("Continue", **said)
    assert bea.page.url.path == f"{request}/share/decision", bea.text


def decide(bea: Reader) -> None:
    """Answer what a person must answer, and leave what follows from the request."""
    bea.press(
        "Continue",
        d_need_level="some",
        d_risk_level="some",
        d_clarity="clear",
        d_urgency="routine",
        d_harm="none",
        d_told_whom="family/planned",
        d_openness=TOLD,
        d_expected="yes",
        d_why=WHY_RIGHT,
        d_confirmed="yes",
    )
    assert bea.page.url.path.endswith("/share/check"), bea.text


def numbers_of(reader: Reader, group: str) -> set[str]:
    """The numbers of a repeated group of fields on the page."""
    return set(re.findall(rf'name="{group}-([0-9]+)-', reader.text))


def pair_of(reader: Reader, number: str) -> str:
    """To which thing asked a statement belongs."""
    found = re.search(rf'name="say-{number}-pair" value="([0-9]+)"', reader.text)
    assert found
    return found[1]
