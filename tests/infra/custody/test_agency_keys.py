"""A desk's private keys: wrapped, written once, and opened for their agency alone."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from uuid import UUID

import pytest

from hub_infra.canonical import write
from hub_infra.custody import AgencyKeysAbsent, FileAgencyKeystore, KeystoreBroken
from hub_infra.custody.files import write_once
from hub_infra.sealing import AgencyPublicKeys

SCHOOL = UUID("00000000-0000-4000-8000-00000000000a")
BOARD = UUID("00000000-0000-4000-8000-00000000000b")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def path_of(directory: Path, public: AgencyPublicKeys) -> Path:
    return directory / "agencies" / str(public.agency) / f"{public.epoch}.json"


def test_an_agency_that_is_not_hosted_has_no_keys_here(directory: Path) -> None:
    keystore = FileAgencyKeystore(directory)
    keystore.create(SCHOOL)
    for ask in (keystore.public, keystore.private):
        with pytest.raises(AgencyKeysAbsent):
            ask(BOARD)
        with pytest.raises(AgencyKeysAbsent):
            ask(SCHOOL, 2)
    assert keystore.agencies() == {SCHOOL}
    assert keystore.epochs(BOARD) == frozenset()


def test_created_keys_are_found_again_by_another_process(directory: Path) -> None:
    created = FileAgencyKeystore(directory).create(SCHOOL)
    found = FileAgencyKeystore(directory)
    assert found.public(SCHOOL) == created
    assert found.private(SCHOOL).public(SCHOOL, 1) == created
    assert found.private(SCHOOL) is found.private(SCHOOL, 1)


def test_a_new_epoch_is_the_newest_and_the_old_one_stays(directory: Path) -> None:
    keystore = FileAgencyKeystore(directory)
    first, second = keystore.create(SCHOOL), keystore.create(SCHOOL)
    assert (first.epoch, second.epoch) == (1, 2)
    assert keystore.public(SCHOOL) == second
    assert keystore.private(SCHOOL).public(SCHOOL, 2) == second
    assert keystore.private(SCHOOL, 1).public(SCHOOL, 1) == first
    assert keystore.epochs(SCHOOL) == {1, 2}


def test_no_seed_stands_in_clear_and_only_the_process_owner_may_read(directory: Path) -> None:
    keystore = FileAgencyKeystore(directory)
    public = keystore.create(SCHOOL)
    written = path_of(directory, public).read_bytes()
    assert write(public.as_json()) in written, "the search is not blind"
    for seed in keystore.private(SCHOOL).seeds:
        assert seed not in written
        assert seed.hex().encode() not in written
    for path in (directory, *directory.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path.name


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept["public"].update(epoch=2),
        lambda kept: kept["public"].update(agency=str(BOARD)),
        lambda kept: kept["public"].update(ed25519=kept["public"]["ed25519"][::-1]),
        lambda kept: kept.update(wrapped=kept["wrapped"][:-4]),
        lambda kept: kept.update(wrapped="="),
        lambda kept: kept.update(v=2),
        lambda kept: kept.pop("public"),
    ],
)
def test_a_damaged_file_opens_nothing(directory: Path, damage: object) -> None:
    keystore = FileAgencyKeystore(directory)
    path = path_of(directory, keystore.create(SCHOOL))
    kept = json.loads(path.read_bytes())
    damage(kept)  # type: ignore[operator]  # a function of the list above
    path.write_bytes(write(kept))
    with pytest.raises(KeystoreBroken):
        keystore.private(SCHOOL)


def test_a_file_cut_short_opens_nothing(directory: Path) -> None:
    keystore = FileAgencyKeystore(directory)
    path = path_of(directory, keystore.create(SCHOOL))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(KeystoreBroken):
        keystore.public(SCHOOL)


def test_one_agencys_file_is_of_no_use_to_another(directory: Path) -> None:
    keystore = FileAgencyKeystore(directory)
    school, board = keystore.create(SCHOOL), keystore.create(BOARD)
    path_of(directory, board).write_bytes(path_of(directory, school).read_bytes())
    with pytest.raises(KeystoreBroken):
        keystore.private(BOARD)


def test_with_a_passphrase_the_directory_alone_opens_nothing(directory: Path) -> None:
    created = FileAgencyKeystore(directory, passphrase=b"ceffyl du").create(SCHOOL)
    assert (
        FileAgencyKeystore(directory, passphrase=b"ceffyl du").private(SCHOOL).public(SCHOOL, 1)
        == created
    )
    for wrong in (b"ceffyl gwyn", b"", None):
        with pytest.raises(KeystoreBroken):
            FileAgencyKeystore(directory, passphrase=wrong)


def test_a_passphrase_is_not_taken_where_none_was_set(directory: Path) -> None:
    FileAgencyKeystore(directory)
    with pytest.raises(KeystoreBroken):
        FileAgencyKeystore(directory, passphrase=b"ceffyl du")


def test_epochs_created_at_once_are_different_epochs(directory: Path) -> None:
    keystores = [FileAgencyKeystore(directory) for _ in range(6)]
    start = threading.Barrier(len(keystores))
    created: list[AgencyPublicKeys] = []

    def create(keystore: FileAgencyKeystore) -> None:
        start.wait()
        created.append(keystore.create(SCHOOL))

    threads = [threading.Thread(target=create, args=(keystore,)) for keystore in keystores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(public.epoch for public in created) == [1, 2, 3, 4, 5, 6]
    fresh = FileAgencyKeystore(directory)
    assert all(fresh.public(SCHOOL, public.epoch) == public for public in created)


def test_a_file_is_written_once_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert write_once(path, b"first")
    assert not write_once(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]
