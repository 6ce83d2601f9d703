"""An answer that was begun and not sent is found again: in the list, and on the request."""

from __future__ import annotations

import pytest

from tests.support.pages import Served
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import CHALLENGE, not_known
from tests.web.telling import written
from tests.web.test_about_whom import flat, of_a_power
from tests.web.test_declining import DECLINED
from tests.web.test_kept_as_typed import loaded_again
from tests.web.test_not_telling import EFFECT, NOT, REASONED, RECORD

HALF = "Half of what the school has seen of him"
BEGUN = "You have begun to answer, saved "
SHARING = "You have begun to write something to share here, saved "
SAID: Fills = {"ground": "not-necessary", "reasons": CHALLENGE}
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


PAGES = {
    "answer/not-held": "Nothing is held",
    "answer/not-known-here": "They are not known here",
    "answer/clarification": "Ask what is meant",
    "answer/challenge": "Challenge the request",
    "decline": "Decline, with reasons",
}


@pytest.mark.parametrize(("page", "named"), PAGES.items())
def test_what_is_half_written_of_any_answer_waits_until_it_is_sent_or_discarded(
    served: Served, come: Come, page: str, named: str
) -> None:
    """Finding: one press on the menu, and a challenge that took half an hour was gone."""
    request = of_a_power(served)
    bea = come("Bea").get(request).press("Open and read").get(f"{request}/{page}")
    bea.press("Save for later", reasons=HALF)
    assert bea.page.url.path == f"{request}/{page}"
    assert "Saved." in bea.text
    assert f">{HALF}</textarea>" in bea.text
    goes_on = f'href="{request}/{page}">go on with \u201c{named}\u201d'
    assert goes_on in row_of(request, bea.get("/inbox"))
    assert goes_on in flat(bea.get(request))
    for other in PAGES.keys() - {page}:
        assert HALF not in bea.get(f"{request}/{other}").text
    bea.get(f"{request}/{page}").press("Discard", reasons=f"{HALF}, and more")
    assert "Discard this draft?" in bea.text
    assert "and more" in bea.get(f"{request}/{page}").text, "it can still be kept"
    bea.press("Discard").press("Discard it")
    assert "The draft has been discarded" in bea.text
    assert BEGUN not in flat(bea)
    assert HALF not in bea.get(f"{request}/{page}").text


@pytest.mark.parametrize(("page", "fills"), [("answer/challenge", SAID), ("decline", DECLINED)])
def test_what_was_sent_has_begun_no_longer(
    served: Served, come: Come, page: str, fills: Fills
) -> None:
    request = of_a_power(served)
    bea = come("Bea").get(request).press("Open and read").get(f"{request}/{page}")
    send = bea.forms()[-1].buttons[0][2] if page != "decline" else "Decide and decline"
    bea.press("Save for later", reasons=HALF).press(send)
    assert bea.page.status_code == 422
    assert BEGUN in flat(bea.get(request)), "what was not let through is kept"
    bea.get(f"{request}/{page}").press(send, **fills)
    assert "has been sent" in bea.text, bea.text
    assert BEGUN not in flat(bea.get(request))
    assert HALF not in bea.get(f"{request}/{page}").text


def test_an_older_half_overwrites_nothing_newer(served: Served, come: Come) -> None:
    request = of_a_power(served)
    bea = come("Bea").get(f"{request}/answer/challenge")
    older = bea.press("Save for later", reasons="An older half.").page
    bea.press("Save for later", reasons=HALF)
    assert "sent again changed nothing" in loaded_again(bea, older).text
    assert f">{HALF}</textarea>" in bea.text


def test_what_is_half_written_of_not_telling_waits_too(served: Served, come: Come) -> None:
    bea = written(come("Bea"), served).press(NOT)
    page = bea.page.url.path
    bea.press("Save for later", **REASONED | {"reasons": HALF})
    assert "Saved." in bea.text
    bea.get("/inbox").get(page)
    assert f">{HALF}</textarea>" in bea.text
    assert f">{EFFECT}</textarea>" in bea.text
    bea.press("Discard").press("Discard it")
    assert bea.page.url.path == page.replace("/not", "/decision"), "what would be told stays"
    assert HALF not in bea.press(NOT).text
    bea.press("Save for later", **REASONED | {"reasons": HALF}).press(RECORD, **REASONED)
    assert "It is recorded that they are not told" in bea.text, bea.text
    assert not [
        draft
        for draft in served.run(served.desk.drafts(served.hat("Bea")))
        if page.split("/")[2] in {str(draft.id), draft.kind.removeprefix("not-")}
    ]


def test_who_chooses_another_law_does_not_find_the_one_before_in_not_telling(
    served: Served, come: Come
) -> None:
    bea = written(come("Bea"), served).press(NOT)
    page = bea.page.url.path
    assert 'name="d-provision" value="EA2002-175"' in flat(bea)
    bea.press("Save for later", reasons=HALF)
    bea.get(page.replace("/not", "/who")).press("Continue", tell_law="another")
    bea.get(page)
    assert f">{HALF}</textarea>" in bea.text
    assert 'value="EA2002-175"' not in flat(bea)


def test_it_is_told_and_does_not_stand_in_the_way(served: Served, come: Come) -> None:
    request, bea = saved(served, come)
    assert (
        "Your answer has been sent"
        in not_known(bea.get(f"{request}/answer/not-known-here")).text
    )
    assert GOES_ON in row_of(request, bea.get("/inbox")), "and it can still be shared"
