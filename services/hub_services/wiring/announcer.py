"""The announcer's process: its database, its broker, and an end when it is told to end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hub_infra.kafka import KafkaCarrier
from hub_infra.notices import PostgresLedger
from hub_infra.settings import AnnouncerSettings
from hub_services.announcing.announcer import Announcer


@contextmanager
def wire_announcer(settings: AnnouncerSettings) -> Iterator[Announcer]:
    """An announcer for these settings. It waits for what is not there yet."""
    ledger = PostgresLedger(settings.database_url.get_secret_value())
    carrier = KafkaCarrier(settings.kafka_bootstrap)
    try:
        yield Announcer(ledger, carrier)
    finally:
        carrier.close()
        ledger.close()
