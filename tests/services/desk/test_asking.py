"""Asking from a desk: what leaves it, what each addressee can read, what the hub refuses."""

from __future__ import annotations

import pytest

from tests.services.desk.house import WHY, Case

pytestmark = pytest.mark.anyio


async def test_a_request_reaches_the_safeguarding_lead_who_opens_its_words(case: Case) -> None:
    pupils = await case.pupils("Kit Archer", "Lou Bright", "Max Carver")
    (issued,) = await case.board_house.desk.issue_round(case.petra, case.draft(*pupils))
    assert issued.refusal is None, issued
    assert issued.request is not None
    inbox = await case.school_house.desk.inbox(case.bea)
    assert [row.request_id for row in inbox.requests] == [issued.request]
    assert inbox.names == {}
    page = await case.school_house.desk.request(case.bea, issued.request)
    opened = await case.school_house.desk.open_envelope(
        case.bea, page.request.envelope, "answer"
    )
    assert opened.words() == WHY
    assert opened.mismatched == ()
    page = await case.school_house.desk.request(case.bea, issued.request)
    assert [p.card.names for p in page.persons if p.card] == [
        "Kit Archer",
        "Lou Bright",
        "Max Carver",
    ]
    assert [(o.opened_by, o.role) for o in page.openings] == [
        (case.bea.practitioner, "safeguarding-lead")
    ]
