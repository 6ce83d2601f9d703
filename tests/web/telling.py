"""The steps of telling another agency what nobody asked, by links and forms alone."""

from __future__ import annotations

import re
from typing import Final

from tests.support.pages import Served
from tests.web.browsing import Fills, Reader
from tests.web.steps import day
from tests.web.test_what_is_minded import DECIDED, HEARD

SEEN: Final = "She has not been to school since Monday, and nobody answers the telephone."
WHY: Final = (
    "The social worker visits the family and does not know that the child has stopped coming; "
    "a telephone call would leave no record."
)
SEND: Final = "Decide and send"
TOLD: Final = "They have been told"
PUPIL: Final = "Wren Example"
STATED: Final[Fills] = {
    "say_1_text": SEEN,
    "say_1_kind": "fact",
    "say_1_about": "child-health-development-exposure",
    "say_1_sensitivity": "ordinary",
    "say_1_nature": "none",
    **day("say_1_as_at", "2 10 2026"),
}
ANSWERED: Final[Fills] = {
    **DECIDED,
    **HEARD,
    "d_purpose_code": "child-protection",
    "d_why": WHY,
}


def to(served: Served, agency: str, who: str = "", law: str = "EA2002-175") -> Fills:
    """The first step filled in: an agency, who there, and the law."""
    there = served.offices[agency].id
    fills: Fills = {"tell_agency": str(there), "tell_law": law}
    if who:
        fills[f"tell_at_{there}".replace("-", "_")] = f"staff:{served.people[who].id}"
    return fills


def begin(
    reader: Reader,
    served: Served,
    agency: str = "Northshire Council",
    who: str = "Asha",
    law: str = "EA2002-175",
) -> Reader:
    """Begin to tell somebody at an agency, up to the question whom it is about."""
    return reader.get("/tell").press("Continue", **to(served, agency, who, law))


def about(reader: Reader, *names: str) -> Reader:
    """It is about these children, who are new to the desk."""
    for name in names or (PUPIL,):
        reader.press("Add", new_names=name, **day("new_born", "2 3 2016"))
    scopes = re.findall(r'name="(scope-[0-9a-f-]{36})"', reader.text)
    return reader.press("Continue", **{scope.replace("-", "_"): "under-18" for scope in scopes})


def written(reader: Reader, served: Served, **other: str) -> Reader:
    """Up to the decision: whom, about whom, and one statement."""
    return about(begin(reader, served, **other)).press("Continue", **STATED)


def ready(reader: Reader, served: Served, **other: str) -> Reader:
    """Up to the last look."""
    return written(reader, served, **other).press("Continue", **ANSWERED)
