"""Of a round each agency is told what it needs to know, and what is wrong is mended in all."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize

from tests.services.desk.house import WHY
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.sitting import NARROW, WIDE, Sit
from tests.web.test_in_a_browser import check
from tests.web.test_rounds import (
    COUNCIL,
    KIT,
    LOU,
    SAID,
    SCHOOL,
    attendance,
    chosen,
    newest,
    people,
    previewed,
)

OWN = "To learn why this pupil was away in the weeks before the incident, and nothing else."
LATER = "To learn why the two were absent in the weeks before, which nobody else can say."


@pytest.fixture
def asking(served: Served, come: Come) -> Reader:
    """The board asks a school and the council about two families, and is to say what."""
    return people(come("Petra"), served, SCHOOL, COUNCIL)


def field(served: Served, agency: str) -> str:
    return f"own-{served.offices[agency].id}-why-needed"


def whole(served: Served) -> Fills:
    each = chosen(served, school=(KIT,), council=(LOU,))
    council, asha = served.offices[COUNCIL].id, served.people["Asha"].id
    to = {f"at_{str(council).replace('-', '_')}": f"staff:{asha}"}
    return {**SAID, **attendance(served), **each, **to}


@requirement("R-183", "R-220")
def test_each_agency_reads_its_own_reason_where_it_was_given_one(
    served: Served, asking: Reader
) -> None:
    """Finding: what the council needed to be told, the school was told too."""
    asking.press("Continue", **whole(served))
    asking.get(asking.page.url.path.replace("check", "what"))
    name = field(served, SCHOOL)
    assert f'name="{name}"' in asking.text
    assert asking.text.count(f">{WHY['why-needed']}</textarea>") == 3, "it begins as the common"
    asking.press("Continue", **{name.replace("-", "_"): OWN})
    shown = previewed(asking)
    assert OWN in shown[SCHOOL]
    assert WHY["why-needed"] not in shown[SCHOOL]
    assert WHY["why-needed"] in shown[COUNCIL]
    assert OWN not in shown[COUNCIL]
    asking.press("Send the request")
    assert "Sent." in asking.text
    assert ">See what you asked</a>" in asking.text
    for who, reads in (("Bea", OWN), ("Asha", WHY["why-needed"])):
        _page, opened = newest(served, who)
        assert opened.words()["why-needed"] == reads


def test_what_was_not_changed_for_an_agency_goes_on_with_what_all_are_told(
    served: Served, asking: Reader
) -> None:
    asking.press("Save and update the preview", **whole(served))
    asking.press("Save and update the preview", word_why_needed=LATER)
    assert all(LATER in shown for shown in previewed(asking).values())
    own = field(served, COUNCIL).replace("-", "_")
    asking.press("Save and update the preview", **{own: OWN})
    asking.press("Save and update the preview", word_why_needed=WHY["why-needed"])
    assert OWN in previewed(asking)[COUNCIL]
    assert WHY["why-needed"] in previewed(asking)[SCHOOL]


def test_an_own_reason_that_is_none_is_said_beside_it(served: Served, asking: Reader) -> None:
    own = field(served, COUNCIL)
    asking.press("Continue", **whole(served), **{own.replace("-", "_"): "GDPR"})
    assert asking.page.status_code == 422
    assert f'href="#{own}"' in asking.text


def test_who_withdraws_one_of_a_round_is_led_to_the_others(
    served: Served, asking: Reader
) -> None:
    asking.press("Continue", **whole(served)).press("Send the request")
    sent = served.run(served.desk.sent(served.hat("Petra"))).requests
    last = max(sent, key=lambda row: row.request_id.int)
    one, other = (row for row in sent if row.round == last.round)
    asking.get(f"/requests/{one.request_id}")
    assert f'href="/rounds/{one.round}"' in asking.text
    assert f'href="/requests/{other.request_id}"' not in asking.text
    asking.press("Withdraw the request", withdrawn_why="asked-anew")
    assert f'href="/requests/{other.request_id}"' in asking.text
    asking.get(f"/requests/{other.request_id}")
    asking.press("Withdraw the request", withdrawn_why="asked-anew")
    assert f'href="/requests/{one.request_id}"' not in asking.text, "none is still asked"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_page_passes_axe_with_the_words_of_each_agency_in_sight(
    served: Served, come: Come, sit: Sit, size: ViewportSize
) -> None:
    path = people(come("Petra"), served, SCHOOL, COUNCIL).page.url.path
    petra = sit("Petra", size=size)
    petra.go(path)
    petra.page.get_by_text(f"Say it to {SCHOOL} in other words").click()
    check(petra.ready())
