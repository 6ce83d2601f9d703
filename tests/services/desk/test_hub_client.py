"""The line between desk and hub: the same commands on both sides, failures told apart."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import httpx2
import pytest

from hub_infra import statements
from hub_services.desk import hub_client
from hub_services.desk.drafts import To
from hub_services.desk.hub_client import PATHS, HubAway, HubRefused
from hub_services.desk.means import AgencyNotHosted, Hat
from hub_services.hub.uses import COMMANDS
from tests.services.desk.house import Case

pytestmark = pytest.mark.anyio


def test_the_desk_posts_every_command_where_the_hub_takes_it() -> None:
    assert {name: command.path for name, command in COMMANDS.items()} == PATHS


async def test_a_desk_cannot_speak_for_an_agency_whose_keys_it_does_not_have(
    case: Case,
) -> None:
    hat = Hat(agency=case.school.id, practitioner=case.bea.practitioner, role=case.bea.role)
    with pytest.raises(AgencyNotHosted):
        await case.board_house.process.hub.read(hat, "/v1/me")


async def test_a_role_that_is_not_held_is_refused(case: Case) -> None:
    hat = Hat(agency=case.board.id, practitioner=case.petra.practitioner, role="manager")
    with pytest.raises(HubRefused) as refused:
        await case.board_house.desk.me(hat)
    assert (refused.value.code, refused.value.status) == ("role-required", 403)


async def test_a_way_of_signing_in_that_has_no_code_is_not_told(case: Case) -> None:
    """What an identity provider calls its ways is its own; a statement is kept for ever."""
    hat = replace(case.petra, amr=("pwd", "ask-maisie-brown", "otp"))
    prepared = case.board_house.process.hub.prepare(
        hat, "assign-share-request", about=uuid4(), version=1, facts={"to": hat.practitioner}
    )
    _, statement = statements.peek(prepared.statement)
    assert statement.amr == ("pwd", "otp")


async def test_a_clock_that_is_wrong_is_told_apart(case: Case) -> None:
    prepared = case.board_house.process.hub.prepare(
        case.petra,
        "assign-share-request",
        about=uuid4(),
        version=1,
        facts={"to": case.petra.practitioner},
    )
    case.board.world.pass_time(minutes=6)
    with pytest.raises(HubRefused) as refused:
        await case.board_house.process.hub.send(prepared)
    assert refused.value.status == 401


async def test_who_the_hat_is(case: Case) -> None:
    me = await case.board_house.desk.me(case.petra)
    assert (me.name, me.agency_name, me.roles) == (
        "Petra",
        "Northshire ICB",
        ("partnership-officer",),
    )
    directory = await case.board_house.desk.directory(case.petra)
    assert directory.name(case.bea.practitioner) == "Bea"
    assert directory.name(uuid4()) == ""
    assert directory.custody_of(case.school.id) == "hosted"


async def test_an_agency_that_joined_a_moment_ago_is_found(case: Case) -> None:
    await case.board_house.desk.directory(case.petra)
    other = case.school_house.agency("Westmere School", "EA175-MSGB")
    person = await case.pupils("Kit Archer")
    (issued,) = await case.board_house.desk.issue_round(
        case.petra, case.draft(*person, to=(To(agency=other.id),))
    )
    assert issued.request is not None


async def test_an_answer_that_is_lost_once_is_asked_for_again(case: Case) -> None:
    case.board_house.line.lose_next("/v1/share-requests")
    (issued,) = await case.board_house.desk.issue_round(
        case.petra, case.draft(*(await case.pupils("Kit Archer")))
    )
    assert issued.request is not None
    assert len((await case.school_house.desk.inbox(case.bea)).requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(502, content=b"<html>bad gateway"),
        httpx2.Response(200, content=b"<html>welcome to the hotel"),
        httpx2.Response(404, content=b'{"detail": "no such page"}'),
    ],
)
async def test_what_is_not_the_hub_is_the_hub_being_away(
    case: Case, answer: httpx2.Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_client, "PAUSE", 0.001)
    case.board_house.line.instead = answer
    with pytest.raises(HubAway):
        await case.board_house.desk.inbox(case.petra)
