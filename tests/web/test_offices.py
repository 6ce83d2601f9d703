"""Posts are said in the reader's language, and what agencies shorten is spelt out."""

from __future__ import annotations

import html
import re

import pytest

from hub_services.words.named.casework import ROLES
from hub_services.words.offices import ABBREVIATIONS, office
from tests.support.pages import Served
from tests.web.browsing import Come

WELSH = "Cydgysylltydd diogelu"


@pytest.mark.parametrize(
    ("name", "lang", "said"),
    [
        ("Northshire EDT", "en", "Northshire EDT (emergency duty team)"),
        ("Northshire CSC", "cy", "Northshire CSC (gofal cymdeithasol plant)"),
        ("Safeguarding co-ordinator", "cy", WELSH),
        ("Pennaeth Blwyddyn 9", "en", "Pennaeth Blwyddyn 9"),
        ("Head of year 9, and friend of the MASHED", "cy", None),
        ("", "cy", ""),
    ],
)
def test_a_post_is_said_in_words(name: str, lang: str, said: str | None) -> None:
    assert office(name, lang) == (name if said is None else said)


def test_no_role_is_shortened_without_being_spelt_out() -> None:
    for said in ROLES.values():
        for short in re.findall(r"\b[A-Z]{3,}\b", said):
            assert ABBREVIATIONS[short] in said


def test_the_agencies_are_listed_with_their_posts_in_welsh(served: Served, come: Come) -> None:
    council, asha = served.offices["Northshire Council"], served.people["Asha"]
    council.post("Safeguarding co-ordinator", asha)
    council.post("Northshire EDT", asha)
    bea = come("Bea").get("/agencies")
    assert ">Safeguarding co-ordinator, 0" in bea.text
    assert ">Northshire EDT (emergency duty team), 0" in bea.text
    bea.get("/language/cy?back=/agencies")
    assert f">{WELSH}, 0" in html.unescape(bea.text)
    assert ">Northshire EDT (tîm dyletswydd argyfwng), 0" in html.unescape(bea.text)
