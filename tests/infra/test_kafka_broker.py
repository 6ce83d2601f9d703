"""The tests' broker is a real Kafka, one for the run, and it goes when its users have gone."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError

from infra import machine
from infra.environment import ROOT
from tests.support.kafka import broker


def answers(bootstrap: str) -> bool:
    host, port = bootstrap.split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def test_what_is_produced_is_consumed_in_order(kafka: str) -> None:
    topic = f"test.{uuid4()}"
    sent = [f"notice {number}".encode() for number in range(100)]
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
    admin.close()
    producer = KafkaProducer(bootstrap_servers=kafka, acks="all", enable_idempotence=True)
    for value in sent:
        producer.send(topic, value=value)
    producer.flush()
    producer.close()
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=kafka,
        auto_offset_reset="earliest",
        consumer_timeout_ms=30_000,
        group_id=None,
    )
    received = [next(consumer).value for _ in sent]
    consumer.close()
    assert received == sent


def test_a_topic_that_nobody_made_is_not_there(kafka: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    topic = f"test.{uuid4()}"
    producer = KafkaProducer(bootstrap_servers=kafka, max_block_ms=300)
    with pytest.raises(KafkaError):
        producer.send(topic, value=b"lost")
    producer.close()
    assert topic not in admin.list_topics()
    admin.close()


def test_kcat_reads_what_python_wrote(kafka: str) -> None:
    kcat = shutil.which("kcat")
    if kcat is None:
        pytest.skip(f"no kcat here: {machine.missing()['kcat']}")
    topic = f"test.{uuid4()}"
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
    admin.close()
    producer = KafkaProducer(bootstrap_servers=kafka, acks="all")
    producer.send(topic, key=b"an id", value=b"a notice")
    producer.flush()
    producer.close()
    read = subprocess.run(
        [kcat, "-b", kafka, "-C", "-t", topic, "-e", "-q", "-f", "%k: %s"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert read.stdout == "an id: a notice"


USER = """
import sys, time
from pathlib import Path
from tests.support.kafka import broker
with broker(Path(sys.argv[1])) as bootstrap:
    print(bootstrap, flush=True)
    time.sleep(600)
"""


def test_the_broker_is_shared_and_goes_with_its_last_user_even_a_killed_one(
    tmp_path: Path,
) -> None:
    if "kafka" not in machine.present():
        pytest.skip(f"no Kafka here: {machine.missing()['kafka']}")
    folder = tmp_path / "kafka"
    other = subprocess.Popen(
        [sys.executable, "-c", USER, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    bootstrap = other.stdout.readline().strip()
    with broker(folder) as shared:
        assert shared == bootstrap
        other.kill()
        other.wait()
        other.stdout.close()
        assert answers(bootstrap)
    give_up = time.monotonic() + 60
    while answers(bootstrap) and time.monotonic() < give_up:
        time.sleep(0.1)
    assert not answers(bootstrap)
