"""The last look before something is sent shows all that who receives it is shown."""

from __future__ import annotations

import re

import pytest

from tests.support.pages import Served
from tests.web.browsing import Come, Reader
from tests.web.steps import link
from tests.web.telling import SEND, ready
from tests.web.test_emergency import AT_RISK, at_once
from tests.web.test_what_is_minded import DECIDED, HEARD, asked, say


def known(reader: Reader) -> list[tuple[str, str]]:
    """From whom, to whom, for what, on which law, for what use, how: as a page has it."""
    found = re.search(r'<dl class="govuk-summary-list">(.*?)</dl>', reader.text, re.DOTALL)
    assert found, reader.text
    return re.findall(r"<dt[^>]*>(.*?)</dt><dd[^>]*>(.*?)</dd>", found[1])


def answering(served: Served, come: Come) -> Reader:
    cole = say(asked(served, come, "Cole", "Northshire Police"))
    return cole.press("Continue", **DECIDED, **HEARD)


def answering_at_once(served: Served, come: Come) -> Reader:
    return at_once(say(asked(served, come, "Bea", "Hollins School")), **AT_RISK)


def telling(served: Served, come: Come) -> Reader:
    return ready(come("Bea"), served)


@pytest.mark.parametrize("way", [answering, answering_at_once, telling])
def test_the_last_look_says_what_who_receives_it_is_told(
    served: Served, come: Come, way: object
) -> None:
    sender = way(served, come)  # type: ignore[operator]  # one of the three above
    shown = known(sender)
    assert [name for name, _ in shown] == ["From", "To", "Purpose", "Law", "Use", "Sent"]
    assert re.search(r", 0[0-9 ]{9,}", dict(shown)["From"]), "how to reach them"
    sender.press("Share now" if way is answering_at_once else SEND)
    at = sender.page.url.path
    asha = come("Asha")
    if not at.startswith("/disclosures"):
        at = link(asha.get(at), "disclosures")
    assert known(asha.get(at)) == shown
