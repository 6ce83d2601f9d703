"""An answer that was begun and not sent is found again: in the list, and on the request."""

from __future__ import annotations

import pytest

from tests.support.pages import Served
from tests.web.browsing import Come, Reader
from tests.web.steps import not_known
from tests.web.test_about_whom import flat, of_a_power

HALF = "Half of what the school has seen of him"
BEGUN = "You have begun to answer, saved "
SHARING = "You have begun to write something to share here, saved "
GOES_ON = "go on with \u201cShare, or share part\u201d"


def saved(served: Served, come: Come) -> tuple[str, Reader]:
    """A school has begun to share, and saved it for later."""
    request = of_a_power(served)
    bea = come("Bea").get(request).press("Open and read").get(f"{request}/share/items")
    return request, bea.press("Save for later", reasons=HALF)


def row_of(request: str, reader: Reader) -> str:
    """The line of a list that leads to a request."""
    lines = flat(reader).split("<li")
    (found,) = (line for line in lines if f'href="{request}"' in line)
    return found


def test_what_was_begun_to_be_shared_is_found_from_the_inbox(
    served: Served, come: Come
) -> None:
    """Finding: what was saved for later could be seen nowhere, and was written twice."""
    request, bea = saved(served, come)
    for page in ("/inbox", request):
        bea.get(page)
        shown = row_of(request, bea) if page == "/inbox" else flat(bea)
        assert BEGUN in shown
        assert f'href="{request}/share">{GOES_ON}' in shown
    assert HALF in bea.get(f"{request}/share").text
    other = come("Ella").get("/inbox")
    assert f'href="{request}/share"' not in other.text, "a draft is its writer\u2019s alone"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("answer/not-held", True),
        ("answer/not-known-here", True),
        ("decline", True),
        ("answer/challenge", False),
    ],
)
def test_who_says_that_there_is_nothing_to_share_is_told_that_they_began_to(
    served: Served, come: Come, page: str, *, told: bool
) -> None:
    request, bea = saved(served, come)
    bea.get(f"{request}/{page}")
    assert (SHARING in flat(bea)) is told
    assert (f'href="{request}/share">Go on with it' in flat(bea)) is told
    bea.get(f"{request}/share/items").press("Discard").press("Discard it")
    assert SHARING not in flat(bea.get(f"{request}/{page}"))


def test_it_is_told_and_does_not_stand_in_the_way(served: Served, come: Come) -> None:
    request, bea = saved(served, come)
    assert (
        "Your answer has been sent"
        in not_known(bea.get(f"{request}/answer/not-known-here")).text
    )
    assert GOES_ON in row_of(request, bea.get("/inbox")), "and it can still be shared"
