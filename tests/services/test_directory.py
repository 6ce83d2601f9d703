"""What a hub has read of the directory is never older than the newest admission."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from hub_infra.sealing import AgencyPrivateKeys
from hub_services.wiring.hub import wire_hub
from tests.support.casework import ask
from tests.support.world import Caller, World, begin_world, keys_facts, member_facts


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    world = begin_world(database_url, tmp_path)
    with world.process:
        yield world


@contextmanager
def another_hub(world: World, database_url: str, tmp_path: Path) -> Iterator[World]:
    """The same world through a second process of the same hub."""
    with wire_hub(database_url, tmp_path / "keystore", world.clock) as process:
        yield replace(world, process=process, client=TestClient(process.app))


def asked(caller: Caller, world: World, to: Caller, practitioner: UUID) -> int:
    pupil = uuid4()
    return ask(
        replace(caller, world=world),
        to.body,
        {pupil: "Kezia Marlowe"},
        {"attendance": [pupil]},
        to={"agency": str(to.body.id), "practitioner": str(practitioner)},
    ).answered.status


def read(caller: Caller, world: World) -> int:
    """A practitioner of the caller's agency reads its inbox."""
    return replace(caller, world=world).read("/v1/share-requests").status


def test_who_was_registered_through_another_process_is_known_at_the_next_command(
    world: World, database_url: str, tmp_path: Path
) -> None:
    board, school = world.agency("Board", "E16E-ICB"), world.agency("School", "EA175-MSGB")
    gwen = board.hire("Gwen Prys", "partnership-officer")
    with another_hub(world, database_url, tmp_path) as other:
        newcomer = uuid4()
        assert asked(gwen, other, school.lead, newcomer) == 404
        school.administer(
            "register-practitioner",
            member=member_facts(newcomer, "Bea O'Brien"),
            roles=["safeguarding-lead"],
        ).ok()
        assert asked(gwen, other, school.lead, newcomer) == 201


def test_keys_that_were_published_through_another_process_count_at_the_next_command(
    world: World, database_url: str, tmp_path: Path
) -> None:
    board, school = world.agency("Board", "E16E-ICB"), world.agency("School", "EA175-MSGB")
    gwen, bea = (
        board.hire("Gwen Prys", "partnership-officer"),
        school.hire("Bea O'Brien", "safeguarding-lead"),
    )
    with another_hub(world, database_url, tmp_path) as other:
        assert asked(gwen, other, bea, bea.id) == 201
        private = AgencyPrivateKeys.generate()
        public = private.public(school.id, 2)
        school.administer("publish-key", keys=keys_facts(public)).ok()
        assert asked(gwen, other, bea, bea.id) == 400  # sealed to the key of before
        assert read(bea, other) == 401  # and so is what the key of before signs
        school.body.public, school.body.private = public, private
        assert asked(gwen, other, bea, bea.id) == 201
        assert read(bea, other) == 200
