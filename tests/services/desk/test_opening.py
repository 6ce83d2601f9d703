"""Opening: recorded first, only for who may see it, kept a day, and held against its checks."""

from __future__ import annotations

from uuid import UUID

import pytest

from hub_domain.ports import SealBroken
from hub_infra.sealing import Segment
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.rows import RequestRow
from tests.services.desk.house import WHY, Case, asked
from tests.support.casework import ask

pytestmark = pytest.mark.anyio


async def received(case: Case) -> RequestRow:
    (row,) = (await case.school_house.desk.inbox(case.bea)).requests
    return row


async def test_a_colleague_is_told_that_there_is_nothing(case: Case) -> None:
    await asked(case, *(await case.pupils("Kit Archer")))
    row = await received(case)
    with pytest.raises(HubRefused) as refused:
        await case.board_house.desk.open_envelope(case.colleague, row.envelope, "casework")
    assert refused.value.status == 404
    assert await case.board_house.desk.people(case.colleague) != []  # the agency's own


async def test_what_came_with_a_request_is_known_to_who_opened_it_and_to_nobody_else(
    case: Case,
) -> None:
    pupils = await case.pupils("Kit Archer")
    await asked(case, *pupils)
    desk = case.school_house.desk
    assert [kept.card.names for kept in await desk.people(case.bea)] == ["Kit Archer"]
    assert await desk.people(case.ella) == []
    known = await desk.person(case.bea, pupils[0])
    assert known is not None
    await desk.remember_person(case.bea, known.card, link="SIMS 4711", person=pupils[0])
    (kept,) = await desk.people(case.ella)
    assert (kept.id, kept.link) == (pupils[0], "SIMS 4711")


async def test_what_no_one_can_see_does_nothing_on_a_readers_screen(case: Case) -> None:
    """A foreign desk seals what it likes: an escape sequence, a turn of the writing."""
    await asked(case, *(await case.pupils("Kit\x1b]0;Archer\x07\u202e\x1b[2J O'Brien-Siân")))
    row = await received(case)
    desk = case.school_house.desk
    opened = await desk.open_envelope(case.bea, row.envelope, "answer")
    (shown,) = (each.fields["names"] for each in opened.segments if each.group == "identity")
    assert shown == "Kit\ufffd]0;Archer\ufffd\ufffd\ufffd[2J O'Brien-Siân"
    assert [kept.card.names for kept in await desk.people(case.bea)] == [shown]


async def test_what_was_opened_is_not_released_again_while_it_is_kept(case: Case) -> None:
    await asked(case, *(await case.pupils("Kit Archer")))
    row = await received(case)
    desk, line = case.school_house.desk, case.school_house.line
    line.calls.clear()
    await desk.open_envelope(case.bea, row.envelope, "answer")
    assert line.calls == [f"GET /v1/envelopes/{row.envelope}"]
    await desk.open_envelope(case.ella, row.envelope, "co-ordination")
    assert line.calls[2] == f"POST /v1/envelopes/{row.envelope}/release"


async def test_after_a_day_it_is_opened_anew(case: Case) -> None:
    request = await asked(case, *(await case.pupils("Kit Archer")))
    row = await received(case)
    desk = case.school_house.desk
    case.board.world.pass_time(hours=23, minutes=59)
    page = await desk.request(case.bea, request)
    assert page.writings[0].opened is not None
    case.board.world.pass_time(minutes=2)
    page = await desk.request(case.bea, request)
    assert page.writings[0].opened is None
    await desk.open_envelope(case.bea, row.envelope, "answer")
    page = await desk.request(case.bea, request)
    assert len(page.openings) == 2


async def test_a_lost_answer_of_a_release_is_asked_again_as_a_release_of_its_own(
    case: Case,
) -> None:
    await case.board_house.desk.issue_round(
        case.petra, case.draft(*(await case.pupils("Kit Archer")))
    )
    row = await received(case)
    case.school_house.line.lose_next("/release")
    opened = await case.school_house.desk.open_envelope(case.bea, row.envelope, "answer")
    assert opened.words()
    page = await case.school_house.desk.request(case.bea, row.request_id)
    assert len(page.openings) == 2


async def test_a_text_that_is_not_what_its_checks_say_is_reported_to_both_sides(
    case: Case,
) -> None:
    gwen = case.board.hire("Gwen", "partnership-officer")
    words = {
        "why-needed": "The review must see how attendance fell before the incident in June.",
        "necessity": "Nobody else holds the registers, and the review cannot conclude.",
        "proportionality": "One pupil, one school year, and no health information at all.",
        "burden": "One extract of the register; two weeks are given for it.",
        "function": "The partners review serious incidents to learn how to prevent the next.",
    }
    person = case.board.world.ids.opaque()
    honest = gwen.seal

    def dishonest(record: UUID, counterpart: object, *segments: Segment) -> object:
        said = [
            Segment(s.owner, s.group, s.item, {**s.fields, "burden": "Kit Archer is trouble."})
            if s.group == "why"
            else Segment(s.owner, s.group, s.item, {"names": "Kit Archer"})
            for s in segments
        ]
        return honest(record, counterpart, *said)  # type: ignore[arg-type]

    gwen.seal = dishonest  # type: ignore[method-assign,assignment]
    ask(
        gwen,
        case.school.body,
        {person: "Kit Archer"},
        {"attendance": [person]},
        words=words,
    ).answered.ok()
    row = await received(case)
    opened = await case.school_house.desk.open_envelope(case.bea, row.envelope, "answer")
    assert opened.mismatched == ("burden",)
    rows = case.board.world.process.store.rows
    for agency in (case.board.id, case.school.id):
        assert [found["text"] for found in rows.of(agency, "mismatches")] == ["burden"]


async def test_a_text_named_before_names_were_listed_does_not_keep_the_others_shut(
    case: Case,
) -> None:
    draft = case.draft(*(await case.pupils("Kit Archer")))
    await case.board_house.desk.issue_round(case.petra, draft)
    row = await received(case)
    case.school_house.line.tamper(f"/v1/envelopes/{row.envelope}", b'"burden"', b'"hardship"')
    opened = await case.school_house.desk.open_envelope(case.bea, row.envelope, "answer")
    assert opened.mismatched == ("hardship",)
    assert opened.words()["burden"] == WHY["burden"]
    rows = case.board.world.process.store.rows
    assert rows.of(case.school.id, "mismatches") == []


async def test_an_envelope_that_was_tampered_with_does_not_open(case: Case) -> None:
    await case.board_house.desk.issue_round(
        case.petra, case.draft(*(await case.pupils("Kit Archer")))
    )
    row = await received(case)
    case.school_house.line.tamper(
        f"/v1/envelopes/{row.envelope}", b'"publisher":', b'"Publisher":'
    )
    with pytest.raises(SealBroken):
        await case.school_house.desk.open_envelope(case.bea, row.envelope, "answer")
    assert await case.school_house.desk.people(case.bea) == []
