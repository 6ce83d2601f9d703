"""A key is good from its epoch to the next one's, and longer for what was on its way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hub_services.wiring.audit import StoredLog
from tests.services.auditing.forged.conftest import Told, telling
from tests.services.story import Story
from tests.support.forging import Forger, found
from tests.support.world import keys_facts


def act_with_new_keys(story: Story) -> None:
    """The school publishes keys of a second epoch, and registers two people with them."""
    school, keys = story.school, story.school.body.make_keys(2)
    school.administer("publish-key", keys=keys_facts(keys)).ok()
    for name in ("Ana Rhys", "Ben Rhys"):
        story.world.pass_time(seconds=200)
        school.hire(name, "practitioner")


@pytest.fixture(scope="module")
def told(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with telling(postgres, tmp_path_factory.mktemp("told"), act_with_new_keys) as once:
        yield once


def test_it_ends_without_a_fault(story: Story, told: Told, log: StoredLog) -> None:
    assert story.school.body.private != told.first
    assert found(log) == set()


def test_a_later_key_signs_nothing_of_an_earlier_time(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    row = forger.newest("disclosure.made")
    forger.state_anew(row, story.school.body.private)
    assert (row.position, "signed-by-unknown-key") in found(log)


def test_an_earlier_key_signs_nothing_of_a_later_time(
    told: Told, log: StoredLog, forger: Forger
) -> None:
    row = forger.newest("agency.practitioner-registered")
    forger.state_anew(row, told.first)
    assert found(log) == {(row.position, "signed-by-unknown-key")}


def test_what_was_on_its_way_when_a_key_ended_is_good(
    told: Told, log: StoredLog, forger: Forger
) -> None:
    row = forger.at(forger.newest("agency.practitioner-registered").position - 1)
    forger.state_anew(row, told.first)
    assert found(log) == set()


def test_keys_are_published_by_their_agency_alone(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    row = forger.newest("agency.key-published")
    icb = story.icb.body
    act: dict[str, Any] = {"agency": icb.id, "practitioner": story.icb.lead.id}
    forger.state_anew(row, icb.private, **act)
    forger.event(row, lambda facts: facts.update(act))
    assert (row.position, "keys-by-another") in found(log)
