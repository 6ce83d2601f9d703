"""Declining a power: decided and declined in one act, and once, whatever happens on the way."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest

from hub_services.desk import hub_client
from hub_services.desk.drafts import Declining, Ground, SupplyDraft, Withheld
from hub_services.desk.hub_client import HubAway, HubRefused
from tests.services.desk.house import Case, asked, hat
from tests.services.desk.supplies import case_codes
from tests.services.desk.test_supplying import Begun
from tests.support.casework import REASONS

pytestmark = pytest.mark.anyio

WHY_NOT = "The trip that is asked about never took place, so there is nothing to tell of it."
DECIDED = "sharing-decision.made"
DECLINED = "share-request.declined"


@pytest.fixture
async def begun(case: Case, monkeypatch: pytest.MonkeyPatch) -> Begun:
    """The council asks about one pupil, by its power."""
    monkeypatch.setattr(hub_client, "PAUSE", 0.001)
    council = case.board_house.agency("Northshire", "E16E-LA")
    case.petra = hat(council.hire("Asha", "practitioner"))
    pupils = await case.pupils("Kit Archer")
    power = {"provision": "CA1989-47", "function": None, "purpose": "child-protection"}
    return Begun(case, await asked(case, *pupils, **power), pupils)


async def declining(
    begun: Begun, reasons: str = WHY_NOT, ground: str = "not-relevant"
) -> SupplyDraft:
    page = await begun.case.school_house.desk.request(begun.case.bea, begun.request)
    codes = case_codes() | {"purpose": {"answer": "yes", "code": "child-protection"}}
    return SupplyDraft(
        request=begun.request,
        case=codes | {"how": None},
        words=REASONS | {"ground-not-relevant": WHY_NOT},
        withheld=tuple(
            Withheld(answers=item.id, person=person, grounds=(Ground(code="not-relevant"),))
            for item in page.request.items
            for person in item.persons
        ),
        reasons=reasons,
        declines=Declining(ground=ground, version=page.request.version),
    )


async def told(begun: Begun) -> tuple[str, str | None, UUID | None]:
    page = await begun.case.board_house.desk.request(begun.case.petra, begun.request)
    return page.request.status, page.request.ground, page.request.decision


async def test_who_asked_reads_why_and_whoever_declined_finds_the_decision(
    begun: Begun,
) -> None:
    desk = begun.case.school_house.desk
    supplied = await desk.supply(begun.case.bea, await declining(begun))
    assert supplied.disclosure is None
    assert await told(begun) == ("declined", "not-relevant", supplied.decision)
    page = await begun.case.board_house.desk.request(begun.case.petra, begun.request)
    decline = page.writing("decline")
    assert decline is not None
    opened = await begun.case.board_house.desk.open_envelope(
        begun.case.petra, decline.row.envelope, "casework"
    )
    assert opened.words() == {"reasons": WHY_NOT}
    assert await desk.unfinished(begun.case.bea) == []


@pytest.mark.parametrize("lost", ["cut", "deaf"])
@pytest.mark.parametrize("at", ["/v1/sharing-decisions", "/decline"])
async def test_a_decline_goes_on_where_the_line_was_lost_and_does_nothing_twice(
    begun: Begun, lost: str, at: str
) -> None:
    case, draft = begun.case, await declining(begun)
    desk, line = case.school_house.desk, case.school_house.line
    getattr(line, lost).add(at)
    with pytest.raises(HubAway):
        await desk.supply(case.bea, draft)
    getattr(line, lost).clear()
    await desk.supply(case.bea, draft)
    assert (await told(begun))[0] == "declined"
    recorded = begun.recorded()
    assert (recorded.count(DECIDED), recorded.count(DECLINED)) == (1, 1)
    assert "sharing-decision.made-again" not in recorded
    assert "refused-attempt.noted" not in recorded


async def test_a_decline_that_was_refused_is_put_right_without_deciding_again(
    begun: Begun,
) -> None:
    case, desk = begun.case, begun.case.school_house.desk
    with pytest.raises(HubRefused) as refused:
        await desk.supply(case.bea, await declining(begun, reasons="Never held."))
    assert refused.value.code == "no-share-reason-required"
    await desk.supply(case.bea, await declining(begun))
    recorded = begun.recorded()
    assert (recorded.count(DECIDED), recorded.count(DECLINED)) == (1, 1)
    assert "sharing-decision.made-again" not in recorded


async def test_two_clicks_decline_once_and_a_later_page_declines_anew(begun: Begun) -> None:
    case, desk, draft = begun.case, begun.case.school_house.desk, await declining(begun)
    first = await desk.supply(case.bea, draft)
    assert await desk.supply(case.bea, draft) == first
    assert begun.recorded().count(DECLINED) == 1
    again = await declining(begun)
    assert msgspec.structs.replace(again, declines=draft.declines) == draft
    await desk.supply(case.bea, again)
    assert begun.recorded().count(DECLINED) == 2


async def test_what_moved_on_since_the_page_was_shown_is_not_declined(begun: Begun) -> None:
    case, desk, draft = begun.case, begun.case.school_house.desk, await declining(begun)
    await desk.assign(case.bea, begun.request, case.bea.practitioner)
    with pytest.raises(HubRefused, match="version-moved"):
        await desk.supply(case.bea, draft)
