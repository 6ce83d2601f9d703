"""What a reader's desk calls a mismatch, and what it does not."""

from __future__ import annotations

import pytest

from hub_services.desk.checking import check_words, mismatched
from hub_services.desk.drafts import IdentityCard
from hub_services.desk.rows import Checks

KIT = IdentityCard(names="Kit Archer", aliases=("Kitty", "Kit Young"))
TEXT = "The review must see how attendance fell before the incident."
NAMING = "Kit must be seen, and how attendance fell before the incident."
YOUNG = "A young boy was seen alone at the gate after the incident."


def signed(text: str, **other: object) -> dict[str, Checks]:
    found = check_words({"burden": text}, [KIT])["burden"]
    values = {name: found[name] for name in ("version", "words", "flags")} | other
    return {"burden": Checks(**values)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claimed", "read"),
    [
        (signed(TEXT), {"burden": f"{TEXT} Really."}),  # another text
        (signed(NAMING, flags=()), {"burden": NAMING}),  # names, and is said not to
        (signed("GDPR", flags=()), {"burden": "GDPR"}),  # no reason, and is said to be one
        (signed(TEXT, flags=("vague",)), {"burden": TEXT}),  # said to be vague, and is not
        (signed(TEXT), {}),  # not there
        (signed(NAMING, version=1, flags=()), {"burden": NAMING}),  # by the first checker
    ],
)
def test_a_text_that_is_not_as_signed_is_a_mismatch(
    claimed: dict[str, Checks], read: dict[str, str]
) -> None:
    assert mismatched(claimed, read, [KIT]) == ("burden",)


@pytest.mark.parametrize(
    ("claimed", "read", "cards"),
    [
        (signed(TEXT), TEXT, [KIT]),
        (signed(NAMING), NAMING, [KIT]),
        (signed(NAMING), NAMING, []),  # this desk does not know the name
        (signed(TEXT, version=3, words=1), TEXT, [KIT]),  # checked by another checker
        (signed(YOUNG, version=1, flags=("names-subject",)), YOUNG, [KIT]),  # by the first
    ],
)
def test_a_text_that_is_as_signed_is_none(
    claimed: dict[str, Checks], read: str, cards: list[IdentityCard]
) -> None:
    assert mismatched(claimed, {"burden": read}, cards) == ()
