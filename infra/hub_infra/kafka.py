"""Notices on Kafka, as CloudEvents 1.0 in binary mode.

One topic for each agency, of one partition, made here. Key = event id; value = id, class,
agency, link and day. The broker learns no more than when, for whom, and what kind of event.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, time
from typing import Any, Final
from uuid import UUID

from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings.kafka import KafkaMessage, to_binary_event
from cloudevents.core.v1.event import CloudEvent
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError, TopicAlreadyExistsError

from hub_domain.notices import Notice, Pages
from hub_domain.ports import Away

SOURCE: Final = "/v1/feed"
_PARTITION: Final = 0
_BATCH_BYTES: Final = 768 * 1024
"""More than a page of notices takes, and less than a broker's largest message (1 MiB)."""

_SECONDS: Final = 10.0
"""How long a page may take to become durable before it is tried anew."""

logging.getLogger("kafka").setLevel(logging.ERROR)  # it warns of each attempt to connect


class KafkaAway(Away):
    """No broker takes the notices now."""

    code = "kafka-away"


def topic_of(agency: UUID) -> str:
    """The topic on which an agency hears."""
    return f"hub.notices.{agency}"


def message(notice: Notice) -> KafkaMessage:
    """A notice as it travels; its time is told to the day."""
    event = CloudEvent(
        {
            "specversion": "1.0",
            "id": str(notice.event_id),
            "source": SOURCE,
            "type": notice.topic,
            "datacontenttype": "application/json",
            "time": datetime.combine(notice.day, time(), UTC),
        },
        {
            "id": str(notice.event_id),
            "class": notice.topic,
            "agency": str(notice.agency),
            "link": notice.link,
            "day": notice.day.isoformat(),
        },
    )
    return to_binary_event(event, key_mapper=_key)


def _key(event: BaseCloudEvent) -> str:
    return event.get_id()


class KafkaCarrier:
    """The ``Carrier`` port on a Kafka cluster.

    A page of one agency goes as one batch, which a broker takes whole or not at all; nothing
    more is sent before its outcome is known. After any failure the producer is replaced.
    """

    def __init__(self, bootstrap: str, *, seconds: float = _SECONDS) -> None:
        self._bootstrap = bootstrap.split(",")
        self._seconds = seconds
        self._producer: KafkaProducer | None = None
        self._made: set[UUID] = set()

    def carry(self, pages: Pages) -> frozenset[UUID]:
        """Send each agency's page, and wait until it is durable."""
        self._insist_on_a_broker()
        try:
            self._make_topics(pages.keys() - self._made)
            return self._sent(self._connected(), pages)
        except KafkaError:
            self._give_up()
            raise KafkaAway from None

    def close(self) -> None:
        """Close the producer; nothing is waiting in it between two pages."""
        self._give_up()

    def _insist_on_a_broker(self) -> None:
        """Let no client be made where nobody answers.

        One whose first contact fails keeps its thread and its sockets for good.
        """
        if self._producer is not None:
            return
        for address in self._bootstrap:
            host, _, port = address.strip().rpartition(":")
            with suppress(OSError), socket.create_connection((host, port), self._seconds):
                return
        raise KafkaAway

    def _sent(self, producer: KafkaProducer, pages: Pages) -> frozenset[UUID]:
        futures = {
            agency: [_send(producer, notice) for notice in page]
            for agency, page in pages.items()
        }
        producer.flush(timeout=2 * self._seconds)
        durable = frozenset(
            agency
            for agency, page in futures.items()
            if all(future.succeeded() for future in page)
        )
        if len(durable) < len(pages):
            self._made -= pages.keys() - durable
            self._give_up()
        return durable

    def _connected(self) -> KafkaProducer:
        if self._producer is None:
            self._producer = KafkaProducer(
                bootstrap_servers=self._bootstrap,
                acks="all",
                enable_idempotence=True,
                allow_auto_create_topics=False,
                batch_size=_BATCH_BYTES,
                linger_ms=int(self._seconds * 1000) // 2,  # a page waits for its flush
                delivery_timeout_ms=int(self._seconds * 1000),
                request_timeout_ms=int(self._seconds * 1000) // 2,
                max_block_ms=int(self._seconds * 1000),
                **self._reaching(),
            )
        return self._producer

    def _make_topics(self, agencies: Iterable[UUID]) -> None:
        wanted = list(agencies)
        if not wanted:
            return
        admin = KafkaAdminClient(
            bootstrap_servers=self._bootstrap,
            request_timeout_ms=int(self._seconds * 1000),
            **self._reaching(),
        )
        try:
            for agency in wanted:
                with suppress(TopicAlreadyExistsError):
                    admin.create_topics(
                        {topic_of(agency): {"num_partitions": 1}}, wait_for_metadata=True
                    )
                self._made.add(agency)
        finally:
            admin.close()

    def _reaching(self) -> Mapping[str, Any]:
        return {
            "bootstrap_timeout_ms": int(self._seconds * 1000),
            "reconnect_backoff_max_ms": 1000,
        }

    def _give_up(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(KafkaError):  # a batch still in it is given up by its own deadline
                producer.close(timeout=self._seconds)


def _send(producer: KafkaProducer, notice: Notice) -> Any:
    sent = message(notice)
    return producer.send(
        topic_of(notice.agency),
        key=str(sent.key).encode("ascii"),
        value=sent.value,
        headers=sorted(sent.headers.items()),
        partition=_PARTITION,
    )
