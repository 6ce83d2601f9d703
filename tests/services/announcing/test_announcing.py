"""Notices reach agencies on Kafka in the order of the log, and say nothing about a person."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient

from hub_domain.notices import Pages
from hub_domain.ports import Away
from hub_infra.kafka import KafkaAway, KafkaCarrier, topic_of
from hub_infra.notices import PAGE, NotMigrated, PostgresLedger
from hub_services.announcing.announcer import Announcer
from infra import machine
from tests.services.announcing.conftest import SECONDS, Feed, Listener, first_copies
from tests.services.story import SECRETS, tell
from tests.support.world import begin_world


@pytest.fixture
def ledger(feed: Feed) -> Iterator[PostgresLedger]:
    opened = PostgresLedger(feed.url)
    yield opened
    opened.close()


@pytest.fixture
def carrier(kafka: str) -> Iterator[KafkaCarrier]:
    opened = KafkaCarrier(kafka)
    yield opened
    opened.close()


def announce_all(announcer: Announcer) -> int:
    count = 0
    while announced := announcer.announce():
        count += announced
    return count


def records(bootstrap: str, *topics: str) -> list[tuple[bytes, bytes, dict[str, bytes]]]:
    """Everything that the broker holds on these topics: keys, values, headers."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap,
        auto_offset_reset="earliest",
        group_id=None,
        consumer_timeout_ms=SECONDS * 1000,
    )
    partitions = [TopicPartition(topic, 0) for topic in topics]
    consumer.assign(partitions)
    count = sum(consumer.end_offsets(partitions).values())
    read = [next(consumer) for _ in range(count)]
    consumer.close()
    return [(record.key, record.value, dict(record.headers)) for record in read]


def test_the_broker_learns_nothing_about_a_person(
    database_url: str, tmp_path: Path, kafka: str, carrier: KafkaCarrier
) -> None:
    world = begin_world(database_url, tmp_path)
    with world.process:
        story = tell(world)
    ledger = PostgresLedger(database_url)
    announced = announce_all(Announcer(ledger, carrier))
    ledger.close()
    topics = [topic_of(story.icb.id), topic_of(story.school.id)]
    held = records(kafka, *topics)
    assert len(held) == announced
    seen = repr(held)
    assert f"/v1/disclosures/{story.disclosure}" in seen, "the search must be able to find"
    staff = (story.gwen.id, story.bea.id, "Gwen Ffoulkes", "Bea Sutton")
    for secret in (*SECRETS, *story.pupils, *staff, "CA2004-16H"):
        assert str(secret) not in seen
    for _, value, headers in held:
        assert json.loads(value).keys() == {"id", "class", "agency", "link", "day"}
        assert headers.keys() == {
            "ce_id", "ce_source", "ce_specversion", "ce_time", "ce_type", "content-type",
        }  # fmt: skip
        assert headers["ce_time"].endswith(b"T00:00:00Z")
    assert len({len(key) + len(value) for key, value, _ in held}) <= 20


def test_each_agency_hears_its_own_notices_in_the_order_of_the_log(
    feed: Feed, ledger: PostgresLedger, carrier: KafkaCarrier, kafka: str
) -> None:
    agencies = [feed.agency() for _ in range(3)]
    feed.add(PAGE + 20)
    assert announce_all(Announcer(ledger, carrier)) == 3 * (PAGE + 20)
    for agency in agencies:
        held = records(kafka, topic_of(agency))
        assert [key.decode() for key, _, _ in held] == feed.told[agency]
        assert {json.loads(value)["agency"] for _, value, _ in held} == {str(agency)}


def test_a_notice_is_a_cloudevent_as_any_library_reads_it(
    feed: Feed, ledger: PostgresLedger, carrier: KafkaCarrier, kafka: str
) -> None:
    agency = feed.agency()
    feed.add(1)
    announce_all(Announcer(ledger, carrier))
    ((key, value, headers),) = records(kafka, topic_of(agency))
    event = from_kafka_event(KafkaMessage(headers, key, value))
    assert event.get_specversion() == "1.0"
    assert event.get_type() == "share-request.issued"
    assert event.get_id() == feed.told[agency][0]
    data = event.get_data()
    assert isinstance(data, dict)
    assert data["day"] == "2026-10-08"
    assert data["link"].startswith("/v1/share-requests/")


def test_kcat_reads_what_was_announced(
    feed: Feed, ledger: PostgresLedger, carrier: KafkaCarrier, kafka: str
) -> None:
    kcat = shutil.which("kcat")
    if kcat is None:
        pytest.skip(f"no kcat here: {machine.missing()['kcat']}")
    agency = feed.agency()
    feed.add(5)
    announce_all(Announcer(ledger, carrier))
    read = subprocess.run(
        [kcat, "-b", kafka, "-C", "-t", topic_of(agency), "-e", "-q", "-f", "%p %k %h\\n"],
        check=True,
        capture_output=True,
        text=True,
    )
    lines = [line.split(" ", 2) for line in read.stdout.splitlines()]
    assert [(partition, key) for partition, key, _ in lines] == [
        ("0", event) for event in feed.told[agency]
    ]
    assert "ce_type=share-request.issued" in lines[0][2]


def test_a_topic_has_one_partition_and_is_made_by_the_announcer(
    feed: Feed, ledger: PostgresLedger, carrier: KafkaCarrier, kafka: str
) -> None:
    agency = feed.agency()
    feed.add(1)
    announce_all(Announcer(ledger, carrier))
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    (described,) = admin.describe_topics([topic_of(agency)])
    admin.close()
    assert len(described["partitions"]) == 1


def test_an_agency_that_one_announces_for_is_left_alone_by_others(feed: Feed) -> None:
    agencies = {feed.agency() for _ in range(4)}
    feed.add(1)
    one, other = PostgresLedger(feed.url, agencies=3), PostgresLedger(feed.url)
    with one.claim() as first:
        with other.claim() as second:
            assert len(first.pages) == 3
            assert second.pages.keys() == agencies - first.pages.keys()
        one.close()  # as if it were killed, which the server notices in its own time
        until = time.monotonic() + SECONDS
        claimed: Collection[UUID] = ()
        while claimed != agencies and time.monotonic() < until:
            with other.claim() as third:
                claimed = third.pages.keys()
        assert claimed == agencies
    other.close()


def test_a_mark_never_goes_back(feed: Feed, ledger: PostgresLedger) -> None:
    agency = feed.agency()
    feed.add(5)
    ledger.mark([agency], [4])
    ledger.mark([agency], [2])
    with ledger.claim() as claim:
        assert [notice.position for notice in claim.pages[agency]] == [5]


class CarriesAndLosesTheDatabase:
    """Carries, and then the announcer's connection to PostgreSQL is cut by the server."""

    def __init__(self, carrier: KafkaCarrier, feed: Feed) -> None:
        self._carrier = carrier
        self._url = feed.url

    def carry(self, pages: Pages) -> frozenset[UUID]:
        durable = self._carrier.carry(pages)
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
        return durable


def test_what_was_carried_but_not_marked_is_repeated_and_nothing_else(
    feed: Feed, ledger: PostgresLedger, carrier: KafkaCarrier, kafka: str
) -> None:
    agency = feed.agency()
    feed.add(7)
    with pytest.raises(Away):
        Announcer(ledger, CarriesAndLosesTheDatabase(carrier, feed)).announce()
    feed.add(2)
    assert announce_all(Announcer(ledger, carrier)) == 9
    heard = [key.decode() for key, _, _ in records(kafka, topic_of(agency))]
    assert heard == feed.told[agency][:7] + feed.told[agency]
    assert first_copies(heard) == feed.told[agency]


def test_without_a_store_it_waits_and_says_why(database_url: str) -> None:
    ledger = PostgresLedger(database_url)
    with pytest.raises(NotMigrated), ledger.claim():
        pass
    ledger.close()


def test_several_announcers_lose_and_reorder_nothing(feed: Feed, kafka: str) -> None:
    agencies = [feed.agency() for _ in range(4)]
    stop = threading.Event()
    carriers = [KafkaCarrier(kafka) for _ in range(3)]
    ledgers = [PostgresLedger(feed.url, page=50, agencies=2) for _ in carriers]
    threads = [
        threading.Thread(target=Announcer(ledger, carrier).run, args=(stop,))
        for ledger, carrier in zip(ledgers, carriers, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in range(20):
            feed.add(20)
        for agency in agencies:
            listener = Listener(kafka, agency)
            heard = listener.hear(feed.told[agency][-1])
            listener.close()
            assert first_copies(heard) == feed.told[agency]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        for carrier, ledger in zip(carriers, ledgers, strict=True):
            carrier.close()
            ledger.close()


def test_a_broker_that_is_not_there_is_away_and_nothing_is_marked(feed: Feed) -> None:
    agency = feed.agency()
    feed.add(3)
    ledger, carrier = PostgresLedger(feed.url), KafkaCarrier("127.0.0.1:1", seconds=0.5)
    with pytest.raises(KafkaAway):
        Announcer(ledger, carrier).announce()
    with ledger.claim() as claim:
        assert len(claim.pages[agency]) == 3
    carrier.close()
    ledger.close()


def test_an_agency_without_news_costs_no_topic(feed: Feed, ledger: PostgresLedger) -> None:
    feed.agency()
    with ledger.claim() as claim:
        assert claim.pages == {}
    assert uuid4() not in claim.pages
