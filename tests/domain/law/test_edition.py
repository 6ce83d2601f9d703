"""A published edition keeps its rows, so that what it judged replays by them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hub_domain.acting import NOBODY, SYSTEM_ROLE, Acting
from hub_domain.law.edition import CatalogueEdition
from hub_domain.law.reading import BadRow, digest, to_plain
from tests.domain.law.cases import LAW, an_id

ACTING = Acting(
    practitioner=NOBODY,
    agency=an_id("operator"),
    role=SYSTEM_ROLE,
    occurred_at=datetime(2026, 6, 1, 9, 30, tzinfo=UTC),
    command_id=an_id("command"),
    catalogue_edition=1,
    pack_edition=1,
)


def test_an_edition_is_the_catalogue_that_was_published() -> None:
    edition = CatalogueEdition.publish(ACTING, LAW)
    assert set(edition.catalogue().rows) == set(LAW.rows)
    assert to_plain(edition.catalogue()) == to_plain(LAW)


def test_an_edition_is_replayed_from_its_event_alone() -> None:
    (published,) = CatalogueEdition.publish(ACTING, LAW).collect_events()
    assert isinstance(published, CatalogueEdition.Published)
    again = published.mutate(None)
    assert isinstance(again, CatalogueEdition)
    assert to_plain(again.catalogue()) == to_plain(LAW)
    assert published.digest == digest(to_plain(LAW))
    assert published.timestamp == ACTING.occurred_at


def test_each_edition_has_one_stream() -> None:
    assert CatalogueEdition.publish(ACTING, LAW).id == CatalogueEdition.stream_of(1)
    assert CatalogueEdition.stream_of(1) != CatalogueEdition.stream_of(2)


def test_its_topic_is_the_catalogue_s() -> None:
    assert CatalogueEdition.Published.TOPIC == "catalogue.edition-published"


def test_an_edition_that_cannot_be_read_names_its_number() -> None:
    edition = CatalogueEdition.publish(ACTING, LAW)
    edition.tables = {"provisoin": []}
    with pytest.raises(BadRow, match=r"^edition 1: provisoin: "):
        edition.catalogue()
