"""A store knows its keystore: nothing is sealed under another, and no loss goes unnoticed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from starlette.testclient import TestClient

from hub_infra.custody.owner_keys import FileOwnerKeys, KeystoreNotOfThisStore
from hub_services.wiring.hub import wire_hub
from hub_services.wiring.keystore import owner_keys_of
from tests.api.town import Matter, Town, begin_town, problem
from tests.support.requirements import requirement
from tests.support.world import Answered, Caller


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    with begin_town(database_url, tmp_path) as town:
        yield town


@pytest.fixture
def keystore(tmp_path: Path) -> Path:
    """The town's."""
    return tmp_path / "keystore"


def known(database_url: str) -> UUID | None:
    with psycopg.connect(database_url) as connection:
        ((keystore,),) = connection.execute("select keystore from store").fetchall()
    return keystore and UUID(str(keystore))


def as_of_an_earlier_release(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("update store set keystore = null")


def events(database_url: str) -> int:
    with psycopg.connect(database_url) as connection:
        ((count,),) = connection.execute("select count(*) from events").fetchall()
    return int(count)


def opens(bea: Caller, matter: Matter) -> Answered:
    path = f"/v1/share-requests/{matter.request}"
    envelope = UUID(bea.read(path).ok()["request"]["envelope"])
    wire = bea.read(f"/v1/envelopes/{envelope}").ok()["envelope"]
    tags = [each["tag"] for each in wire["segments"]]
    facts = {"segments": tags, "why": "answer"}
    return bea.do("release-shares", about=envelope, version=0, facts=facts)


@contextmanager
def started_anew(town: Town, database_url: str, keystore: Path) -> Iterator[Caller]:
    """The school's lead at a hub that has just been started."""
    with wire_hub(database_url, keystore, town.world.clock) as hub:
        world = replace(town.world, process=hub, client=TestClient(hub.app))
        yield replace(town.bea, world=world)


def lose_keys(directory: Path) -> None:
    """As if an old backup of the same keystore had been restored."""
    with closing(sqlite3.connect(directory / "owners.sqlite3")) as database, database:
        database.execute("delete from owner_keys")


def not_ready(town: Town) -> object:
    response = town.world.client.get("/health/ready")
    answered = Answered(response.status_code, response.json(), response.headers)
    return problem(answered, 503, "not-ready")["reason"]


def test_a_hub_records_the_keystore_that_it_first_starts_with(
    town: Town, database_url: str
) -> None:
    assert known(database_url) == town.world.process.owner_keys.id
    assert town.world.client.get("/health/ready").status_code == 200


def test_a_hub_with_an_empty_or_another_keystore_does_not_start_and_makes_none(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    town.asked()
    missing, other = tmp_path / "missing", tmp_path / "other"
    with closing(FileOwnerKeys(other)):
        pass
    for directory in (missing, other):
        with pytest.raises(KeystoreNotOfThisStore):
            wire_hub(database_url, directory, town.world.clock)
    assert not missing.exists()
    assert known(database_url) == town.world.process.owner_keys.id


def test_a_store_without_words_is_given_another_keystore_only_where_it_is_asked_for(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    store, other = town.world.process.store, tmp_path / "other"
    with pytest.raises(KeystoreNotOfThisStore):
        owner_keys_of(store, other)
    with closing(owner_keys_of(store, other, anew=True)) as keys:
        assert known(database_url) == keys.id
    assert not_ready(town) == "keystore-not-of-this-store"


def test_a_store_with_words_is_never_given_another(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    town.asked()
    as_of_an_earlier_release(database_url)
    for anew in (False, True):
        with pytest.raises(KeystoreNotOfThisStore):
            owner_keys_of(town.world.process.store, tmp_path / "other", anew=anew)
    assert known(database_url) is None


def test_a_copy_or_the_same_folder_serves_a_second_hub(
    town: Town, database_url: str, tmp_path: Path, keystore: Path
) -> None:
    town.asked()
    copy = tmp_path / "copy"
    with wire_hub(database_url, keystore, town.world.clock) as second:
        second.store.assert_recording()
    shutil.copytree(keystore, copy)
    with wire_hub(database_url, copy, town.world.clock) as third:
        assert third.owner_keys.id == known(database_url)


def test_a_store_of_an_earlier_release_takes_the_keystore_that_has_a_key_of_its_words(
    town: Town, database_url: str, keystore: Path
) -> None:
    town.asked()
    as_of_an_earlier_release(database_url)
    with wire_hub(database_url, keystore, town.world.clock) as hub:
        assert known(database_url) == hub.owner_keys.id


def test_a_keystore_that_goes_while_the_hub_runs_is_told_and_nothing_is_sealed(
    town: Town, database_url: str, tmp_path: Path, keystore: Path
) -> None:
    matter = town.asked()
    before = events(database_url)
    keystore.rename(tmp_path / "away")
    assert not_ready(town) == "keystore-not-of-this-store"
    _, answered = town.asking()
    assert problem(answered, 503, "not-ready") == {"reason": "keystore-not-of-this-store"}
    assert events(database_url) == before

    shutil.copytree(tmp_path / "away", keystore)
    assert not_ready(town) == "keystore-not-of-this-store", "another file; start anew"
    shutil.rmtree(keystore)
    (tmp_path / "away").rename(keystore)
    assert town.world.client.get("/health/ready").status_code == 200
    opens(town.bea, matter).ok()


@requirement("UKGDPR-32")
def test_words_whose_key_is_gone_are_released_to_nobody_and_no_release_is_recorded(
    town: Town, database_url: str, keystore: Path
) -> None:
    matter = town.asked()
    opens(town.bea, matter).ok()
    lose_keys(keystore)
    with started_anew(town, database_url, keystore) as bea:
        problem(opens(bea, matter), 422, "words-gone")
    with psycopg.connect(database_url) as connection:
        topics = [
            topic
            for (topic,) in connection.execute("select topic from events order by position")
        ]
    assert topics.count("content.released") == 1
    assert topics[-1] == "refused-attempt.noted"


def test_words_that_were_sealed_under_a_key_of_another_are_gone_too(
    town: Town, database_url: str, keystore: Path
) -> None:
    matter = town.asked()
    lose_keys(keystore)
    with psycopg.connect(database_url) as connection:
        owners = connection.execute("select distinct owner from segments").fetchall()
    with closing(FileOwnerKeys(keystore)) as keys:
        keys.ensure(UUID(str(owner)) for (owner,) in owners)
    with started_anew(town, database_url, keystore) as bea:
        problem(opens(bea, matter), 422, "words-gone")
