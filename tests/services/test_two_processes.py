"""Two processes of one hub: what one has loaded and the other has changed judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from hub_services.wiring.hub import wire_hub
from tests.api.test_declining import SHARING, asked, decided, declined
from tests.api.town import Matter, Town, begin_town
from tests.support.requirements import requirement
from tests.support.world import Answered, Caller, World


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    with begin_town(database_url, tmp_path) as town:
        yield town


@pytest.fixture
def other(town: Town, database_url: str, tmp_path: Path) -> Iterator[World]:
    """The same world through a second process of the same hub."""
    with another_process(town, database_url, tmp_path) as world:
        yield world


@contextmanager
def another_process(town: Town, database_url: str, tmp_path: Path) -> Iterator[World]:
    with wire_hub(database_url, tmp_path / "keystore", town.world.clock) as process:
        yield replace(town.world, process=process, client=TestClient(process.app))


def there(caller: Caller, other: World) -> Caller:
    """The same person, who calls the other process."""
    return replace(caller, world=other)


def assigned(by: Caller, matter: Matter, to: Caller) -> Answered:
    return by.do(
        "assign-share-request",
        about=matter.request,
        version=1,
        facts={"to": str(to.id)},
    )


def attempts(town: Town) -> list[str]:
    noted = town.faye.read("/v1/audit/refused-attempts").ok()["attempts"]
    return [each["code"] for each in noted]


def test_no_refusal_is_out_of_an_auditors_reach(town: Town) -> None:
    """However many came after it: each page says where the earlier ones begin."""
    for _ in range(3):
        town.pip.read(f"/v1/share-requests/{town.world.ids.stream()}")
    whole = town.faye.read("/v1/audit/refused-attempts").ok()["attempts"]
    found, at = [], "?limit=2"
    while at:
        page = town.faye.read(f"/v1/audit/refused-attempts{at}").ok()
        found += page["attempts"]
        at = page["next"] and f"?limit=2&before={page['next']}"
    assert len(whole) >= 3
    assert found == whole


def decided_by(town: Town, by: Caller, matter: Matter) -> tuple[UUID, Answered]:
    return town.deciding(matter, by=by)


def test_who_may_no_longer_see_a_request_does_not_decide_on_it(
    town: Town, other: World
) -> None:
    cara = town.school.hire("Cara", "safeguarding-lead")
    matter = town.asked()  # this process has the request as it was issued
    assigned(there(town.bea, other), matter, town.ella).ok()
    _, answered = decided_by(town, cara, matter)
    assert (answered.status, answered.code) == (404, "not-found")


def test_who_was_given_a_request_through_another_process_decides_and_nothing_is_noted(
    town: Town, other: World
) -> None:
    matter = town.asked()
    assigned(there(town.bea, other), matter, town.pip).ok()
    before = attempts(town)
    _, answered = decided_by(town, town.pip, matter)
    answered.ok()
    assert attempts(town) == before


def test_a_request_that_was_dealt_with_elsewhere_is_not_dealt_with_as_it_was(
    town: Town, other: World
) -> None:
    matter = town.asked()
    decision, answered = decided_by(town, town.bea, matter)
    answered.ok()
    _, answered = town.disclosing(matter, decision, by=there(town.bea, other))
    answered.ok()
    _, answered = town.disclosing(matter, decision)
    assert (answered.status, answered.code) == (422, "nothing-to-carry-out")


@requirement("R-084", "R-200")
def test_nothing_is_declined_by_a_decision_that_was_changed_elsewhere(
    town: Town, other: World
) -> None:
    matter = asked(town)
    decision = decided(town, matter)  # this process has it as it was made first
    sharing = {**SHARING, "version": 1}
    _, answered = town.deciding(matter, by=there(town.bea, other), to=town.asha, **sharing)
    answered.ok()
    answered = declined(town, matter, decision)
    assert (answered.status, answered.code) == (422, "not-decided")
