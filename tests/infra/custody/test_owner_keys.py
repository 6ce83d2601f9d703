"""An owner has one key, durable before it is used, and readable nowhere else."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_domain.ports import Away, OwnerKeyGone, OwnerKeys
from hub_infra.custody import FileOwnerKeys, KeystoreBroken
from hub_infra.custody.owner_keys import KeystoreNotOfThisStore

SHARE = b"a share of thirty-two bytes, say"
SIAN = UUID("00000000-0000-4000-8000-000000000101")
TOMOS = UUID("00000000-0000-4000-8000-000000000102")
RACING = Path(__file__).with_name("racing.py")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "keystore" / "owners"


@pytest.fixture
def keys(directory: Path) -> Iterator[FileOwnerKeys]:
    with closing(FileOwnerKeys(directory)) as opened:
        yield opened


def people(count: int) -> list[UUID]:
    return [uuid5(SIAN, str(number)) for number in range(count)]


def test_an_owner_without_a_key_is_gone(keys: FileOwnerKeys) -> None:
    wrapped = keys.wrap(SIAN, b"context", SHARE)
    with pytest.raises(OwnerKeyGone):
        keys.unwrap(TOMOS, b"context", wrapped)


def test_a_file_that_takes_no_more_is_said_to_be_away_and_taken_up_again(
    keys: FileOwnerKeys, directory: Path
) -> None:
    with sqlite3.connect(directory / "owners.sqlite3") as other:
        other.execute("alter table owner_keys rename to taken_away")
    with pytest.raises(Away):
        keys.ensure([SIAN])
    with sqlite3.connect(directory / "owners.sqlite3") as other:
        other.execute("alter table taken_away rename to owner_keys")
    assert keys.wrap(SIAN, b"context", SHARE)


def test_what_was_wrapped_for_another_place_or_owner_does_not_open(keys: FileOwnerKeys) -> None:
    wrapped = keys.wrap(SIAN, b"context", SHARE)
    keys.ensure([TOMOS])
    for owner, context in ((SIAN, b"another"), (SIAN, b""), (TOMOS, b"context")):
        with pytest.raises(KeystoreBroken):
            keys.unwrap(owner, context, wrapped)


def test_no_byte_of_what_was_wrapped_can_be_turned(keys: FileOwnerKeys) -> None:
    wrapped = keys.wrap(SIAN, b"context", SHARE)
    for at in range(len(wrapped)):
        turned = bytearray(wrapped)
        turned[at] ^= 1
        with pytest.raises(KeystoreBroken):
            keys.unwrap(SIAN, b"context", bytes(turned))
    for length in (0, 5, 12, len(wrapped) - 1):
        with pytest.raises(KeystoreBroken):
            keys.unwrap(SIAN, b"context", wrapped[:length])


def test_it_is_the_domains_port(keys: OwnerKeys) -> None:
    assert keys.unwrap(SIAN, b"c", keys.wrap(SIAN, b"c", SHARE)) == SHARE


@given(share=st.binary(max_size=64), context=st.binary(max_size=64), owner=st.uuids())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_share_comes_back(
    keys: FileOwnerKeys, share: bytes, context: bytes, owner: UUID
) -> None:
    assert keys.unwrap(owner, context, keys.wrap(owner, context, share)) == share


def test_another_process_reads_what_this_one_wrapped(
    keys: FileOwnerKeys, directory: Path
) -> None:
    wrapped = keys.wrap(SIAN, b"context", SHARE)
    with closing(FileOwnerKeys(directory)) as other:
        assert other.unwrap(SIAN, b"context", wrapped) == SHARE
        again = other.wrap(SIAN, b"context", SHARE)
    assert keys.unwrap(SIAN, b"context", again) == SHARE


def test_a_small_cache_forgets_and_finds_again(directory: Path) -> None:
    with closing(FileOwnerKeys(directory, cached=2)) as keys:
        wrapped = {owner: keys.wrap(owner, b"c", SHARE) for owner in people(9)}
        for owner in reversed(wrapped):
            assert keys.unwrap(owner, b"c", wrapped[owner]) == SHARE


def test_a_batch_is_made_once_and_keeps_its_keys(keys: FileOwnerKeys, directory: Path) -> None:
    keys.ensure([])
    keys.ensure(people(20))
    wrapped = {owner: keys.wrap(owner, b"c", SHARE) for owner in people(20)}
    keys.ensure(people(30))
    with closing(FileOwnerKeys(directory)) as other:
        other.ensure(people(30))
        for owner, share in wrapped.items():
            assert other.unwrap(owner, b"c", share) == SHARE


def test_only_the_owner_of_the_process_may_read_the_files(
    keys: FileOwnerKeys, directory: Path
) -> None:
    keys.ensure([SIAN])
    for path in (directory, *directory.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_no_owner_key_stands_in_clear_and_every_one_is_its_own(
    keys: FileOwnerKeys, directory: Path
) -> None:
    keys.ensure(people(5))
    rows = rows_of(directory)
    clear = [keys._existing(owner) for owner in people(5)]  # noqa: SLF001 - to search for it
    assert len(set(clear)) == 5
    stored = b"".join(path.read_bytes() for path in sorted(directory.iterdir()))
    assert all(wrapped in stored for _, _, wrapped in rows), "the search is not blind"
    assert not any(key in stored for key in clear)


def rows_of(directory: Path) -> list[tuple[bytes, int, bytes]]:
    with closing(sqlite3.connect(directory / "owners.sqlite3")) as database:
        return database.execute("select owner, epoch, wrapped from owner_keys").fetchall()


@pytest.mark.parametrize(
    "tampering",
    [
        "update owner_keys set wrapped = (select wrapped from owner_keys where owner = x'{t}')",
        "update owner_keys set epoch = 2",
        "update owner_keys set wrapped = zeroblob(60)",
        "update owner_keys set wrapped = x''",
    ],
)
def test_a_row_moved_or_changed_opens_nothing(directory: Path, tampering: str) -> None:
    with closing(FileOwnerKeys(directory)) as keys:
        keys.ensure([TOMOS])
        wrapped = keys.wrap(SIAN, b"c", SHARE)
    with closing(sqlite3.connect(directory / "owners.sqlite3")) as database, database:
        database.execute(tampering.format(t=TOMOS.hex))
    with closing(FileOwnerKeys(directory)) as keys:
        with pytest.raises(KeystoreBroken):
            keys.unwrap(SIAN, b"c", wrapped)
        with pytest.raises(KeystoreBroken):
            keys.wrap(SIAN, b"c", SHARE)


def test_without_the_epochs_key_the_rest_is_worthless(directory: Path, tmp_path: Path) -> None:
    FileOwnerKeys(directory).close()
    FileOwnerKeys(tmp_path / "other").close()
    (tmp_path / "other" / "kek-1").replace(directory / "kek-1")
    with pytest.raises(KeystoreBroken):
        FileOwnerKeys(directory)


def test_a_keystore_keeps_its_id_and_no_other_has_it(directory: Path, tmp_path: Path) -> None:
    with (
        closing(FileOwnerKeys(directory)) as keys,
        closing(FileOwnerKeys(directory)) as again,
        closing(FileOwnerKeys(tmp_path / "other")) as other,
    ):
        assert keys.id == again.id != other.id
        assert keys.id.bytes not in (directory / "owners.sqlite3").read_bytes()


def test_a_keystore_that_is_not_there_is_made_only_where_one_may_begin(
    directory: Path, tmp_path: Path
) -> None:
    with pytest.raises(KeystoreNotOfThisStore):
        FileOwnerKeys(directory, begin=False)
    assert not list(tmp_path.iterdir())
    FileOwnerKeys(directory).close()
    FileOwnerKeys(directory, begin=False).close()


def test_no_key_is_made_in_a_file_that_nobody_will_find(
    keys: FileOwnerKeys, directory: Path
) -> None:
    keys.ensure([SIAN])
    (directory / "owners.sqlite3").rename(directory / "elsewhere")
    for owner in (SIAN, TOMOS):
        with pytest.raises(KeystoreNotOfThisStore):
            keys.wrap(owner, b"c", SHARE)
    (directory / "elsewhere").rename(directory / "owners.sqlite3")
    assert keys.wrap(TOMOS, b"c", SHARE)


def test_a_lost_epochs_key_is_not_hidden_by_a_new_one(directory: Path) -> None:
    FileOwnerKeys(directory).close()
    (directory / "kek-1").unlink()
    with pytest.raises(KeystoreBroken):
        FileOwnerKeys(directory)
    assert not (directory / "kek-1").exists()


@pytest.mark.parametrize("content", [b"", b"{}", b'{"v":1,"key":"AAAA","salt":null}', b"\xff"])
def test_a_damaged_epochs_key_stops_the_keystore(directory: Path, content: bytes) -> None:
    directory.mkdir(parents=True)
    (directory / "kek-1").write_bytes(content)
    with pytest.raises(KeystoreBroken):
        FileOwnerKeys(directory)


def test_threads_that_come_together_get_the_same_keys(keys: FileOwnerKeys) -> None:
    wrapped: list[tuple[UUID, bytes]] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        wrapped.extend((owner, keys.wrap(owner, b"c", SHARE)) for owner in people(12))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wrapped) == 8 * 12
    assert all(keys.unwrap(owner, b"c", share) == SHARE for owner, share in wrapped)


def test_one_of_two_batches_failing_does_not_lose_the_others_key(
    keys: FileOwnerKeys, directory: Path
) -> None:
    with closing(sqlite3.connect(directory / "owners.sqlite3")) as database, database:
        database.execute(
            "create trigger full before insert on owner_keys begin select raise(abort, 'full');"
            " end"
        )
    with pytest.raises(sqlite3.IntegrityError):
        keys.wrap(SIAN, b"c", SHARE)
    with closing(sqlite3.connect(directory / "owners.sqlite3")) as database, database:
        database.execute("drop trigger full")
    keys.ensure([TOMOS])
    assert keys.unwrap(SIAN, b"c", keys.wrap(SIAN, b"c", SHARE)) == SHARE


def racer(directory: Path, owners: list[UUID]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(RACING), str(directory), *map(str, owners)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        text=True,
    )


def test_of_processes_that_race_for_an_owner_one_wins(directory: Path) -> None:
    owners = people(40)
    racers = [racer(directory, owners) for _ in range(4)]
    for process in racers:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate()[0] for process in racers]
    assert [process.returncode for process in racers] == [0] * 4
    with closing(FileOwnerKeys(directory)) as keys:
        for answer in answers:
            wrapped = [line.split() for line in answer.splitlines()]
            assert [UUID(owner) for owner, _ in wrapped] == owners
            for owner, share in wrapped:
                assert keys.unwrap(UUID(owner), b"context", bytes.fromhex(share)) == SHARE


@pytest.mark.parametrize("answers", [1, 7, 31])
def test_what_was_answered_before_a_kill_is_there_after_it(
    directory: Path, answers: int
) -> None:
    process = racer(directory, people(2000))
    assert process.stdin
    assert process.stdout
    process.stdin.write("go\n")
    process.stdin.flush()
    lines = [process.stdout.readline() for _ in range(answers)]
    os.kill(process.pid, signal.SIGKILL)
    lines += [line for line in process.communicate()[0].splitlines() if line.count(" ") == 1]
    with closing(FileOwnerKeys(directory)) as keys:
        whole = [line.split() for line in lines if len(line.strip()) == 36 + 1 + 120]
        assert len(whole) >= answers
        for owner, share in whole:
            assert keys.unwrap(UUID(owner), b"context", bytes.fromhex(share)) == SHARE
        keys.ensure(people(2000))
        assert len(rows_of(directory)) == 2000
