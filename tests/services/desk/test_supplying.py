"""Supplying: decided and disclosed as previewed, once, whatever happens on the way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from hub_services.desk import hub_client
from hub_services.desk.drafts import FileNote, Ground, SupplyDraft, Withheld
from hub_services.desk.hub_client import HubAway, HubRefused
from hub_services.desk.records import Supplied
from tests.services.desk.house import Case, asked, hat
from tests.services.desk.supplies import (
    FACT,
    HOLDER,
    OPINION,
    SEARCH,
    SOURCE,
    case_codes,
    supply_draft,
)

pytestmark = pytest.mark.anyio


@dataclass
class Begun:
    case: Case
    request: UUID
    pupils: list[UUID]

    async def draft(self, **other: Any) -> SupplyDraft:
        page = await self.case.school_house.desk.request(self.case.bea, self.request)
        return supply_draft(page, *self.pupils, **other)

    async def received(self) -> list[UUID]:
        found = await self.case.board_house.desk.disclosures(self.case.petra)
        return [row.disclosure_id for row in found.disclosures]

    async def read(self, supplied: Supplied) -> list[str]:
        """The texts that the recipient reads."""
        assert supplied.disclosure is not None
        desk = self.case.board_house.desk
        page = await desk.disclosure(self.case.petra, supplied.disclosure)
        opened = await desk.open_envelope(self.case.petra, page.disclosure.envelope, "casework")
        return [opened.of_item(item.id)["text"] for item in page.disclosure.items]

    def recorded(self) -> list[str]:
        log = self.case.board.world.process.store.log
        mapper = self.case.board.world.process.hub.mapper
        return [
            type(mapper.to_domain_event(entry.stored)).TOPIC  # type: ignore[attr-defined]
            for entry in log.page(after=0, limit=1000)
        ]


@pytest.fixture
async def begun(case: Case, monkeypatch: pytest.MonkeyPatch) -> Begun:
    monkeypatch.setattr(hub_client, "PAUSE", 0.001)
    pupils = await case.pupils("Kit Archer", "Lou Bright")
    return Begun(case, await asked(case, *pupils), pupils)


async def test_the_recipient_reads_what_the_preview_showed_and_nothing_else(
    begun: Begun,
) -> None:
    case, draft = begun.case, await begun.draft()
    shown = await case.school_house.desk.preview_disclosure(case.bea, draft)
    supplied = await case.school_house.desk.supply(case.bea, draft)
    assert supplied.disclosure is not None
    page = await case.board_house.desk.disclosure(case.petra, supplied.disclosure)
    assert page.opened is None
    assert [item.kind for item in page.disclosure.items] == ["fact", "opinion"]
    opened = await case.board_house.desk.open_envelope(
        case.petra, page.disclosure.envelope, "casework"
    )
    assert {(s.owner, s.group, s.item): s.fields for s in opened.segments} == {
        (s.owner, s.group, s.item): s.fields for s in shown.segments
    }
    assert [opened.of_item(item.id)["text"] for item in draft.items] == [FACT, OPINION]
    assert [item["id"] for item in shown.facts["items"]] == [str(i.id) for i in draft.items]
    page = await case.board_house.desk.disclosure(case.petra, supplied.disclosure)
    assert page.opened == opened
    assert [person.card.names for person in page.persons if person.card] == [
        "Kit Archer",
        "Lou Bright",
    ]


async def test_a_source_stays_in_the_agencys_own_record_unless_it_is_released(
    begun: Begun,
) -> None:
    case, draft = begun.case, await begun.draft()
    supplied = await case.school_house.desk.supply(case.bea, draft)
    assert supplied.disclosure is not None
    page = await case.board_house.desk.disclosure(case.petra, supplied.disclosure)
    opened = await case.board_house.desk.open_envelope(
        case.petra, page.disclosure.envelope, "casework"
    )
    assert SOURCE not in repr([segment.fields for segment in opened.segments])
    assert opened.of_item(draft.items[1].id)["opinion-holder"] == HOLDER
    decision = await case.school_house.desk.decision(case.bea, supplied.decision)
    (writing,) = decision.writings
    case.board.world.pass_time(hours=25)
    own = await case.school_house.desk.open_envelope(case.bea, writing.row.envelope, "decision")
    assert own.of_item(draft.items[1].id) == {"source": SOURCE}
    assert own.mismatched == ()


@pytest.mark.parametrize("written", [SOURCE, f" {SOURCE.upper()} "])
async def test_whose_opinion_it_is_stays_where_that_is_the_protected_source(
    begun: Begun, written: str
) -> None:
    """R-412: a holder who is also the protected source is not named to the recipient."""
    draft = await begun.draft()
    item = msgspec.structs.replace(draft.items[1], opinion_holder=written)
    shown = await begun.case.school_house.desk.preview_disclosure(
        begun.case.bea, msgspec.structs.replace(draft, items=(draft.items[0], item))
    )
    assert [s.fields for s in shown.segments if s.group == "source"] == []


async def test_a_source_that_is_released_is_read_by_the_recipient(begun: Begun) -> None:
    draft = await begun.draft()
    items = (draft.items[0], msgspec.structs.replace(draft.items[1], source_released=True))
    shown = await begun.case.school_house.desk.preview_disclosure(
        begun.case.bea, msgspec.structs.replace(draft, items=items)
    )
    assert [s.fields for s in shown.segments if s.group == "source"] == [
        {"source": SOURCE, "opinion-holder": HOLDER}
    ]


@pytest.mark.parametrize("lost", ["cut", "deaf"])
@pytest.mark.parametrize("at", ["/v1/sharing-decisions", "/v1/disclosures"])
async def test_a_supply_goes_on_where_the_line_was_lost_and_does_nothing_twice(
    begun: Begun, lost: str, at: str
) -> None:
    case, draft = begun.case, await begun.draft()
    desk, line = case.school_house.desk, case.school_house.line
    getattr(line, lost).add(at)
    with pytest.raises(HubAway):
        await desk.supply(case.bea, draft)
    assert [kept.request for kept in await desk.unfinished(case.bea)] == [begun.request]
    getattr(line, lost).clear()
    supplied = await desk.supply(case.bea, (await desk.unfinished(case.bea))[0])
    assert await begun.received() == [supplied.disclosure]
    assert await desk.unfinished(case.bea) == []
    recorded = begun.recorded()
    assert recorded.count("sharing-decision.made") == 1
    assert recorded.count("disclosure.made") == 1
    assert "sharing-decision.made-again" not in recorded
    assert "refused-attempt.noted" not in recorded


async def test_a_supply_taken_up_after_hours_is_signed_anew(begun: Begun) -> None:
    case, draft = begun.case, await begun.draft()
    case.school_house.line.cut.add("/v1/disclosures")
    with pytest.raises(HubAway):
        await case.school_house.desk.supply(case.bea, draft)
    case.school_house.line.cut.clear()
    case.board.world.pass_time(hours=3)
    supplied = await case.school_house.desk.supply(case.bea, draft)
    assert await begun.received() == [supplied.disclosure]
    assert begun.recorded().count("sharing-decision.made") == 1


async def test_a_label_that_is_missing_is_refused_and_put_right_without_deciding_again(
    begun: Begun,
) -> None:
    case, draft = begun.case, await begun.draft()
    unlabelled = (msgspec.structs.replace(draft.items[0], as_at=None), draft.items[1])
    with pytest.raises(HubRefused) as refused:
        await case.school_house.desk.supply(
            case.bea, msgspec.structs.replace(draft, items=unlabelled)
        )
    assert refused.value.code == "as-at-required"
    assert refused.value.facts == {"item": str(draft.items[0].id)}
    supplied = await case.school_house.desk.supply(case.bea, draft)
    assert await begun.received() == [supplied.disclosure]
    assert "sharing-decision.made-again" not in begun.recorded()


@pytest.mark.parametrize("at", ["/v1/sharing-decisions", "/v1/disclosures"])
async def test_what_was_changed_after_the_line_was_lost_goes_as_changed(
    begun: Begun, at: str
) -> None:
    case, draft = begun.case, await begun.draft()
    line = case.school_house.line
    line.cut.add(at)
    with pytest.raises(HubAway):
        await case.school_house.desk.supply(case.bea, draft)
    line.cut.clear()
    kept = (draft.items[0], msgspec.structs.replace(draft.items[1], text="Withdrawn."))
    supplied = await case.school_house.desk.supply(
        case.bea, msgspec.structs.replace(draft, items=kept)
    )
    assert await begun.received() == [supplied.disclosure]
    assert await begun.read(supplied) == [FACT, "Withdrawn."]


async def test_less_than_was_decided_is_decided_again(begun: Begun) -> None:
    case, draft = begun.case, await begun.draft()
    case.school_house.line.cut.add("/v1/disclosures")
    with pytest.raises(HubAway):
        await case.school_house.desk.supply(case.bea, draft)
    case.school_house.line.cut.clear()
    view = draft.items[1]
    less = msgspec.structs.replace(
        draft,
        items=draft.items[:1],
        withheld=(
            *draft.withheld,
            Withheld(
                answers=view.answers or view.id,
                person=view.person,
                not_held=True,
                search=SEARCH,
            ),
        ),
    )
    supplied = await case.school_house.desk.supply(case.bea, less)
    assert await begun.read(supplied) == [FACT]
    recorded = begun.recorded()
    assert recorded.count("sharing-decision.made-again") == 1
    assert recorded.count("disclosure.made") == 1


async def test_what_a_colleague_decided_since_is_decided_again_and_goes(begun: Begun) -> None:
    """Finding: what was decided first could never go, however often it was sent."""
    case, draft = begun.case, await begun.draft()
    desk, line = case.school_house.desk, case.school_house.line
    esme = hat(case.school.hire("Esme", "co-ordinator"))
    other = tuple(msgspec.structs.replace(each, id=uuid4()) for each in draft.items)
    line.cut.add("/v1/disclosures")
    for who, said in ((case.ella, draft), (esme, msgspec.structs.replace(draft, items=other))):
        with pytest.raises(HubAway):
            await desk.supply(who, said)
    line.cut.clear()
    supplied = await desk.supply(case.ella, draft)
    assert await begun.received() == [supplied.disclosure]
    assert await begun.read(supplied) == [FACT, draft.items[1].text]
    assert begun.recorded().count("sharing-decision.made-again") == 2


async def test_what_went_before_the_line_was_lost_is_not_sent_again_changed(
    begun: Begun,
) -> None:
    case, draft = begun.case, await begun.draft()
    case.school_house.line.deaf.add("/v1/disclosures")
    with pytest.raises(HubAway):
        await case.school_house.desk.supply(case.bea, draft)
    case.school_house.line.deaf.clear()
    supplied = await case.school_house.desk.supply(
        case.bea, msgspec.structs.replace(draft, items=draft.items[:1])
    )
    assert await begun.read(supplied) == [FACT, OPINION]
    assert begun.recorded().count("disclosure.made") == 1


async def test_two_clicks_supply_once(begun: Begun) -> None:
    case, draft = begun.case, await begun.draft()
    desk = case.school_house.desk
    first, second = await asyncio.gather(
        desk.supply(case.bea, draft), desk.supply(case.bea, draft)
    )
    assert first == second == await desk.supply(case.bea, draft)
    assert await begun.received() == [first.disclosure]
    assert "sharing-decision.made-again" not in begun.recorded()


async def test_who_supplied_reads_what_they_wrote_without_opening_it(begun: Begun) -> None:
    case, draft = begun.case, await begun.draft(reasons="One register was not kept that year.")
    desk = case.school_house.desk
    supplied = await desk.supply(case.bea, draft)
    assert supplied.disclosure is not None
    page = await desk.disclosure(case.bea, supplied.disclosure)
    assert page.opened is not None
    assert page.opened.words() == {"reasons": draft.reasons}
    assert page.openings == ()
    decision = await desk.decision(case.bea, supplied.decision)
    (writing,) = decision.writings
    assert writing.opened is not None
    assert writing.opened.words() == draft.words


async def test_a_decision_not_to_share_discloses_nothing(begun: Begun) -> None:
    case = begun.case
    council = case.board_house.agency("Northshire", "E16E-LA")
    begun.case.petra = hat(council.hire("Asha", "practitioner"))
    begun.pupils = await case.pupils("Kit Archer", "Lou Bright")
    begun.request = await asked(
        case, *begun.pupils, provision="CA1989-47", function=None, purpose="child-protection"
    )
    shared = await begun.draft()
    codes = case_codes() | {"purpose": {"answer": "yes", "code": "child-protection"}}
    codes["runs"][0]["lawful"] = {"answer": "no", "bases_considered": ["public-task"]}
    codes["runs"][0]["consent"]["standings"][0]["reason"] = "consent-not-the-basis"
    words = shared.words | {
        "ground-no-lawful-reason": "What is held here is about an enquiry that was closed."
    }
    ground = Ground(code="no-lawful-reason")
    pairs: list[tuple[UUID | None, UUID | None]]
    pairs = [(item.answers, item.person) for item in shared.items]
    pairs += [(each.answers, each.person or each.answers) for each in shared.withheld]
    draft = msgspec.structs.replace(
        shared,
        case=codes,
        words=words,
        items=(),
        withheld=tuple(
            Withheld(answers=item, person=person, grounds=(ground,))
            for item, person in pairs
            if item is not None
        ),
    )
    supplied = await case.school_house.desk.supply(case.bea, draft)
    assert supplied.disclosure is None
    assert await begun.received() == []
    decision = await case.school_house.desk.decision(case.bea, supplied.decision)
    assert decision.decision["decision"] == "do-not-share"
    assert await case.school_house.desk.unfinished(case.bea) == []


async def test_a_refused_decision_leaves_nothing_begun(begun: Begun) -> None:
    case = begun.case
    draft = await begun.draft(words={})
    with pytest.raises(HubRefused) as refused:
        await case.school_house.desk.supply(case.bea, draft)
    assert refused.value.status == 422
    assert refused.value.detail
    assert await case.school_house.desk.unfinished(case.bea) == []
    assert await begun.received() == []


async def test_the_co_ordinator_notes_and_the_recipient_acknowledges(begun: Begun) -> None:
    case = begun.case
    supplied = await case.school_house.desk.supply(case.bea, await begun.draft())
    assert supplied.disclosure is not None
    desk = case.school_house.desk
    assert [task.kind for task in (await desk.tasks(case.ella)).tasks] == [
        "coordinator-file-note"
    ]
    note = FileNote(
        decision=supplied.decision,
        words={"note": "Supplied in part under the duty; one register is not held."},
    )
    with pytest.raises(HubRefused, match="role-required"):
        await desk.file_note(case.bea, note)
    await desk.file_note(case.ella, note)
    assert (await desk.tasks(case.ella)).tasks == ()
    await case.board_house.desk.acknowledge(
        case.petra, supplied.disclosure, significance="changes-picture", action="acted"
    )
    made = await desk.disclosures(case.bea, made=True)
    assert [row.significance for row in made.disclosures] == ["changes-picture"]


async def test_the_page_of_the_request_says_what_became_of_it(begun: Begun) -> None:
    case = begun.case
    supplied = await case.school_house.desk.supply(case.bea, await begun.draft())
    page = await case.board_house.desk.request(case.petra, begun.request)
    assert page.request.status == "partly-supplied"
    assert page.request.disclosure == supplied.disclosure
