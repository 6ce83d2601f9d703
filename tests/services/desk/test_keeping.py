"""What a desk keeps: one's own drafts, sessions that run out, nothing that shows a name."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from hub_domain.text_checks import check_text
from hub_services.desk.drafts import IdentityCard
from tests.services.desk.house import WHY, Case, asked, hat

pytestmark = pytest.mark.anyio

CARD = IdentityCard(
    names="Siân O'Brien",
    aliases=("Shan Brian", "S. Brien"),
    born=date(2016, 3, 2),
    address="4 Weir Lane, Northshire",
    identifiers={"nhs-number": "999 000 0018", "upn": "A820200199001"},
)


def test_a_name_card_is_the_same_after_its_journey() -> None:
    assert IdentityCard.of(CARD.fields()) == CARD


def test_what_is_written_does_not_show_in_a_repr() -> None:
    assert "Brien" not in repr(CARD)
    assert check_text("Ask Shan.", subjects=CARD.called).names_subject


async def test_a_colleague_does_not_see_ones_drafts(case: Case) -> None:
    desk = case.board_house.desk
    draft = await desk.save_draft(case.petra, "request", {"names": "Kit", "due": "32/13"})
    assert await desk.drafts(case.colleague) == []
    assert await desk.draft(case.colleague, draft) is None
    await desk.discard_draft(case.colleague, draft)
    kept = await desk.draft(case.petra, draft)
    assert kept is not None
    assert kept.content == {"names": "Kit", "due": "32/13"}
    assert "Kit" not in repr(kept)


async def test_a_draft_is_saved_over_and_over_and_then_discarded(case: Case) -> None:
    desk = case.board_house.desk
    first = await desk.save_draft(case.petra, "request", {"step": 1})
    other = await desk.save_draft(case.petra, "supply", {"step": 1})
    await desk.save_draft(case.petra, "request", {"step": 2}, draft=first)
    assert [kept.content for kept in await desk.drafts(case.petra, "request")] == [{"step": 2}]
    assert {kept.id for kept in await desk.drafts(case.petra)} == {first, other}
    await desk.discard_draft(case.petra, first)
    assert {kept.id for kept in await desk.drafts(case.petra)} == {other}


async def test_people_are_in_the_order_of_their_names_and_may_be_corrected(case: Case) -> None:
    desk = case.board_house.desk
    second = await desk.remember_person(case.petra, CARD)
    await desk.remember_person(case.petra, IdentityCard(names="Aled Rees"))
    corrected = IdentityCard(names="Siân O'Brian")
    assert await desk.remember_person(case.petra, corrected, person=second) == second
    names = [kept.card.names for kept in await desk.people(case.colleague)]
    assert names == ["Aled Rees", "Siân O'Brian"]
    assert await desk.person(case.petra, uuid4()) is None


async def test_another_hosted_agency_knows_nobody_of_it(case: Case) -> None:
    await case.pupils("Kit Archer")
    other = case.board_house.agency("Westmere Council", "E16E-LA")
    desk = case.board_house.desk
    assert await desk.people(hat(other.hire("Wyn", "practitioner"))) == []
    assert desk.hosted() == {case.board.id, other.id}


async def test_a_session_runs_out_when_it_is_idle(case: Case) -> None:
    desk, world = case.board_house.desk, case.board.world
    session_id = await desk.sign_in(case.petra, {"csrf": "a1"})
    world.pass_time(minutes=29)
    session = await desk.session(session_id)
    assert session is not None
    assert (session.hat, session.data) == (case.petra, {"csrf": "a1"})
    world.pass_time(minutes=30)
    assert await desk.session(session_id) is not None
    world.pass_time(minutes=30, seconds=1)
    assert await desk.session(session_id) is None
    assert await desk.whose(session_id) == case.petra
    world.pass_time(hours=23)
    assert await desk.whose(session_id) is None


async def test_a_session_runs_out_after_ten_hours_at_work(case: Case) -> None:
    desk, world = case.board_house.desk, case.board.world
    session_id = await desk.sign_in(case.petra, {})
    for _ in range(21):
        world.pass_time(minutes=28)
        assert await desk.session(session_id) is not None
    world.pass_time(minutes=28)
    assert await desk.session(session_id) is None


async def test_a_session_that_was_ended_or_never_begun_is_none(case: Case) -> None:
    desk = case.board_house.desk
    session_id = await desk.sign_in(case.petra, {})
    assert await desk.session(session_id) is not None
    await desk.sign_out(session_id)
    assert await desk.session(session_id) is None
    assert await desk.whose(session_id) is None
    assert await desk.session("guessed") is None


async def test_a_dump_of_the_desks_database_shows_no_word_of_anybody(
    case: Case, database_url: str
) -> None:
    desk = case.board_house.desk
    await desk.remember_person(case.petra, CARD, link="MOSAIC-77123")
    await desk.save_draft(case.petra, "request", {"names": "Siân O'Brien", "why": "Canary."})
    await desk.leave(case.petra, "/people", {"new-names": ["Canary"]})
    assert await desk.left(case.petra, "/people") == {"new-names": ["Canary"]}
    session_id = await desk.sign_in(case.petra, {"note": "Canary."})
    await asked(case, *(await case.pupils("Kit Archer")))
    dump = dump_of(database_url)
    assert str(case.petra.practitioner).encode() in dump  # the search can find
    secrets = [
        *CARD.fields().values(),
        "MOSAIC-77123",
        "Canary",
        "Archer",
        session_id,
        *WHY.values(),
    ]
    assert [secret for secret in secrets if secret.encode() in dump] == []


def dump_of(url: str) -> bytes:
    """Every row of every table of the desks, as text and with binary columns as they are."""
    found = bytearray()
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "select schemaname, tablename from pg_tables"
            " where schemaname = 'desk' or schemaname like 'agency_%'"
        ).fetchall()
        assert len(tables) > 2
        for table in tables:
            rows = sql.SQL("select * from {}").format(sql.Identifier(*table))
            for row in connection.execute(rows):
                for value in row:
                    found += value if isinstance(value, bytes) else str(value).encode()
    return bytes(found)
