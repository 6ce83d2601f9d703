"""What may be read: each answer passes the one gate of need-to-know."""

from __future__ import annotations

from hub_services.hub.reading import (
    casework,
    decisions,
    directory,
    feed,
    law,
    scrutiny,
    waiting,
)

READS = (
    *directory.READS,
    *casework.READS,
    *decisions.READS,
    *waiting.READS,
    *feed.READS,
    *scrutiny.READS,
    *law.READS,
)
