"""Discarding a draft: asked once more, since what was written cannot be brought back."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from hub_services.desk.web.visit import Visit

DISCARD: Final = "discard"
DISCARDED: Final = "discarded"
"""The first press of the button, and the second."""


def ask_before_discarding(visit: Visit) -> Response:
    """Ask; nothing is discarded yet, and the way back leads to where they were."""
    return visit.page("discard.html", back=visit.request.url.path, discarded=DISCARDED)
