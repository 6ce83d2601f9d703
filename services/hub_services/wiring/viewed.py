"""The views of a store held against its history, for an auditor."""

from __future__ import annotations

from collections.abc import Iterable

from eventsourcing.persistence import StoredEvent

from hub_domain.recording import Upsert
from hub_infra.settings import StoreSettings
from hub_infra.store.compare import compare
from hub_infra.store.mapper import MsgpackMapper
from hub_infra.store.rebuild import Progress
from hub_services.auditing.faults import OF_ANOTHER_FORM
from hub_services.auditing.offices import Offices
from hub_services.auditing.viewed import Differing, Viewed
from hub_services.hub.restoring import restored
from hub_services.hub.views import TABLES, project


class _Shown:
    """What the views show of each event; of what no event can have said, nothing."""

    def __init__(self) -> None:
        self.offices = Offices()
        self.left_out = 0
        self._mapper = MsgpackMapper()

    def __call__(self, stored: StoredEvent) -> Iterable[Upsert]:
        event = restored(stored, self._mapper)
        try:
            self.offices.take(event)
            if event is not None:
                return project(event)
        except OF_ANOTHER_FORM:
            pass
        self.left_out += 1
        return ()


def viewed(database_url: str, progress: Progress = lambda _at, _end: None) -> Viewed:
    """Hold all views against the history. Raises what ``compare`` raises."""
    shown = _Shown()
    position, differing = compare(database_url, TABLES, shown, progress, topics=project.topics)
    return Viewed(
        position=position,
        views=len(TABLES),
        left_out=shown.left_out,
        differing=tuple(Differing(**each._asdict()) for each in differing),
        offices=shown.offices,
    )


def viewed_store(progress: Progress) -> Viewed:
    """Hold the views of the store that the settings name against its history."""
    return viewed(StoreSettings.read().database_url.get_secret_value(), progress)
