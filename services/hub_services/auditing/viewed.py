"""Whether the views, from which pages and lists are read, are what the history makes them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from hub_services.auditing.offices import Offices


@dataclass(frozen=True, kw_only=True)
class Differing:
    """Of one view and one agency: how many rows are missing, too many, or otherwise."""

    view: str
    agency: UUID
    missing: int
    extra: int
    otherwise: int


@dataclass(frozen=True, kw_only=True)
class Viewed:
    """Where the views differ from the history, up to a position.

    ``left_out``: of how many events nothing could be read, and so nothing is shown.
    """

    position: int
    views: int
    left_out: int
    differing: tuple[Differing, ...]
    offices: Offices
