"""What nobody asked is told once, with names, to one recipient, whatever happens on the way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from hub_services.desk import hub_client
from hub_services.desk.drafts import IdentityCard, SupplyDraft, SupplyItem, Unasked
from hub_services.desk.hub_client import HubAway, HubRefused
from hub_services.desk.records import Supplied
from tests.services.desk.house import Case, hat
from tests.services.desk.supplies import FACT, HOLDER, OPINION, SOURCE, case_codes
from tests.support.casework import REASONS
from tests.support.requirements import requirement

pytestmark = pytest.mark.anyio

WREN, MOLL = "Wren Archer", "Moll Bright"


@dataclass
class Told:
    """The school knows two pupils, and tells the board of them."""

    case: Case
    pupils: list[UUID]

    def draft(self, **other: Any) -> SupplyDraft:
        case = case_codes()
        (run,) = case["runs"]
        run["consent"]["standings"] = [
            {"status": "not-sought", "reason": "consent-not-the-basis"}
        ]
        run["lawful"] = {
            "answer": "yes",
            "basis": "public-task",
            "provision": "EA2002-175",
            "limb": "a",
        }
        case["purpose"] = {"answer": "yes", "code": "child-protection"}
        values: dict[str, Any] = {
            "unasked": Unasked(
                decision=self.case.school_house.desk.new_id(), agency=self.case.board.id
            ),
            "to_practitioner": self.case.petra.practitioner,
            "case": case,
            "words": REASONS,
            "items": (
                self.item(self.pupils[0], FACT, "fact"),
                self.item(self.pupils[1], OPINION, "opinion", holder=HOLDER, source=SOURCE),
            ),
        }
        return SupplyDraft(**(values | other))

    def item(
        self, person: UUID, text: str, kind: Any, *, holder: str = "", source: str = ""
    ) -> SupplyItem:
        return SupplyItem(
            id=uuid4(),
            person=person,
            text=text,
            kind=kind,
            as_at=date(2026, 7, 17),
            about="child-health-development-exposure",
            sensitivity="ordinary",
            special_category=False,
            criminal_offence=False,
            confidential=False,
            opinion_holder=holder,
            source=source,
        )

    async def received(self) -> list[UUID]:
        found = await self.case.board_house.desk.disclosures(self.case.petra)
        return [row.disclosure_id for row in found.disclosures]

    async def read(self, supplied: Supplied) -> dict[str, list[str]]:
        """What the recipient reads, by the name of whom it is about."""
        assert supplied.disclosure is not None
        desk, petra = self.case.board_house.desk, self.case.petra
        envelope = (await desk.disclosure(petra, supplied.disclosure)).disclosure.envelope
        opened = await desk.open_envelope(petra, envelope, "casework")
        page = await desk.disclosure(petra, supplied.disclosure)
        names = {each.id: each.card.names for each in page.persons if each.card}
        read: dict[str, list[str]] = {}
        for item in page.disclosure.items:
            read.setdefault(names[item.person], []).append(opened.of_item(item.id)["text"])
        return read

    def recorded(self) -> list[str]:
        process = self.case.board.world.process
        return [
            type(process.hub.mapper.to_domain_event(entry.stored)).TOPIC  # type: ignore[attr-defined]
            for entry in process.store.log.page(after=0, limit=1000)
        ]


@pytest.fixture
async def told(case: Case, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr(hub_client, "PAUSE", 0.001)
    pupils = [
        await case.school_house.desk.remember_person(case.bea, IdentityCard(names=name))
        for name in (WREN, MOLL)
    ]
    return Told(case, pupils)


@requirement("R-201")
async def test_the_recipient_reads_of_whom_and_what_the_preview_showed(told: Told) -> None:
    case, draft = told.case, told.draft()
    shown = await case.school_house.desk.preview_disclosure(case.bea, draft)
    supplied = await case.school_house.desk.supply(case.bea, draft)
    assert await told.read(supplied) == {WREN: [FACT], MOLL: [OPINION]}
    names = [s.fields["names"] for s in shown.segments if s.group == "identity"]
    assert sorted(names) == sorted([WREN, MOLL])
    page = await case.board_house.desk.disclosure(case.petra, supplied.disclosure or uuid4())
    assert page.opened is not None
    assert {(s.owner, s.group, s.item): s.fields for s in page.opened.segments} == {
        (s.owner, s.group, s.item): s.fields for s in shown.segments
    }
    assert SOURCE not in repr([s.fields for s in page.opened.segments])
    assert page.disclosure.request is None


async def test_nobody_is_named_of_whom_nothing_is_told(told: Told) -> None:
    draft = told.draft()
    supplied = await told.case.school_house.desk.supply(
        told.case.bea, msgspec.structs.replace(draft, items=draft.items[:1])
    )
    assert await told.read(supplied) == {WREN: [FACT]}
    assert MOLL not in repr(await told.case.board_house.desk.people(told.case.petra))


@pytest.mark.parametrize("lost", ["cut", "deaf"])
@pytest.mark.parametrize("at", ["/v1/sharing-decisions", "/v1/disclosures"])
async def test_it_goes_on_where_the_line_was_lost_and_tells_nothing_twice(
    told: Told, lost: str, at: str
) -> None:
    case, draft = told.case, told.draft()
    desk, line = case.school_house.desk, case.school_house.line
    getattr(line, lost).add(at)
    with pytest.raises(HubAway):
        await desk.supply(case.bea, draft)
    assert [kept.matter for kept in await desk.unfinished(case.bea)] == [draft.matter]
    getattr(line, lost).clear()
    supplied = await desk.supply(case.bea, (await desk.unfinished(case.bea))[0])
    assert await told.received() == [supplied.disclosure]
    assert await desk.unfinished(case.bea) == []
    recorded = told.recorded()
    assert recorded.count("sharing-decision.made") == 1
    assert recorded.count("disclosure.made") == 1
    assert "sharing-decision.made-again" not in recorded
    assert "refused-attempt.noted" not in recorded


async def test_what_went_before_the_line_was_lost_is_not_told_again_changed(
    told: Told,
) -> None:
    case, draft = told.case, told.draft()
    desk, line = case.school_house.desk, case.school_house.line
    line.deaf.add("/v1/disclosures")
    with pytest.raises(HubAway):
        await desk.supply(case.bea, draft)
    line.deaf.clear()
    supplied = await desk.supply(
        case.bea, msgspec.structs.replace(draft, items=draft.items[:1])
    )
    assert await told.read(supplied) == {WREN: [FACT], MOLL: [OPINION]}
    assert told.recorded().count("disclosure.made") == 1


async def test_what_never_went_goes_as_changed(told: Told) -> None:
    case, draft = told.case, told.draft()
    desk, line = case.school_house.desk, case.school_house.line
    line.cut.add("/v1/disclosures")
    with pytest.raises(HubAway):
        await desk.supply(case.bea, draft)
    line.cut.clear()
    less = msgspec.structs.replace(draft, items=draft.items[:1])
    supplied = await desk.supply(case.bea, less)
    assert await told.read(supplied) == {WREN: [FACT]}
    assert await told.received() == [supplied.disclosure]


async def test_two_clicks_tell_once(told: Told) -> None:
    case, draft = told.case, told.draft()
    desk = case.school_house.desk
    first, second = await asyncio.gather(
        desk.supply(case.bea, draft), desk.supply(case.bea, draft)
    )
    assert first == second == await desk.supply(case.bea, draft)
    assert await told.received() == [first.disclosure]


async def test_a_hold_tells_nothing_and_is_decided_again_by_the_same_id(told: Told) -> None:
    case, draft = told.case, told.draft()
    desk = case.school_house.desk
    question = {
        "role": "designated-professional",
        "due_at": case.board.world.clock.now().replace(hour=23),
    }
    words = {**REASONS, "question": "Is this enough to tell the board?"}
    held = await desk.supply(
        case.bea,
        msgspec.structs.replace(
            draft, decision="hold", case=draft.case | {"question": question}, words=words
        ),
    )
    assert held.disclosure is None
    assert await told.received() == []
    supplied = await desk.supply(case.bea, draft)
    assert supplied.decision == held.decision == draft.matter
    assert await told.read(supplied) == {WREN: [FACT], MOLL: [OPINION]}


async def test_nothing_is_told_of_whom_the_desk_does_not_know(told: Told) -> None:
    draft = told.draft(items=(told.item(uuid4(), FACT, "fact"),))
    with pytest.raises(HubRefused) as refused:
        await told.case.school_house.desk.supply(told.case.bea, draft)
    assert refused.value.code == "person-not-named"
    assert await told.received() == []


async def test_a_colleague_there_and_one_here_find_nothing(told: Told) -> None:
    case = told.case
    supplied = await case.school_house.desk.supply(case.bea, told.draft())
    assert supplied.disclosure is not None
    with pytest.raises(HubRefused) as refused:
        await case.board_house.desk.disclosure(case.colleague, supplied.disclosure)
    assert refused.value.code == "not-found"
    page = await case.board_house.desk.disclosure(case.petra, supplied.disclosure)
    with pytest.raises(HubRefused) as refused:
        await case.board_house.desk.open_envelope(
            case.colleague, page.disclosure.envelope, "casework"
        )
    assert refused.value.code == "not-found"


@requirement("R-157")
async def test_whoever_is_on_duty_reads_what_goes_to_a_duty_post(told: Told) -> None:
    case, draft = told.case, told.draft()
    on_duty = case.board.hire("Una", "practitioner")
    post = case.board.post("Duty desk", on_duty)
    how = draft.case["how"] | {"individual": {"answer": "duty-post"}}
    supplied = await case.school_house.desk.supply(
        case.bea,
        msgspec.structs.replace(
            draft, to_practitioner=None, to_post=post, case=draft.case | {"how": how}
        ),
    )
    assert await told.received() == []
    found = await case.board_house.desk.disclosures(hat(on_duty))
    assert [row.disclosure_id for row in found.disclosures] == [supplied.disclosure]


async def test_who_does_no_casework_tells_nobody(told: Told) -> None:
    governs = hat(told.case.school.lead)
    with pytest.raises(HubRefused) as refused:
        await told.case.school_house.desk.supply(governs, told.draft())
    assert refused.value.code == "role-required"
    assert await told.received() == []


@requirement("R-080")
async def test_who_may_not_be_told_by_section_115_is_not(told: Told) -> None:
    """Another school is none of the authorities that the section names."""
    other = told.case.board_house.agency("Quarry Lane School", "EA175-MSGB")
    teacher = other.hire("Tegan", "practitioner")
    draft = told.draft(
        unasked=Unasked(decision=told.case.school_house.desk.new_id(), agency=other.id),
        to_practitioner=teacher.id,
    )
    (run,) = draft.case["runs"]
    run["lawful"]["provision"] = "CDA1998-115"
    with pytest.raises(HubRefused) as refused:
        await told.case.school_house.desk.supply(told.case.bea, draft)
    assert refused.value.code == "s115-recipient"
    run["lawful"]["provision"] = "EA2002-175"
    assert (await told.case.school_house.desk.supply(told.case.bea, draft)).disclosure
