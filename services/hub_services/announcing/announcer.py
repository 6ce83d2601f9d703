"""The announcer: carries each agency's notices on, in the order of the log.

A notice may be repeated; none is lost and none overtakes another. For that, a page of notices
is carried whole, and the place is marked only when it is durable there: whoever goes on
after a failure begins at the mark, so the first copy of each notice comes after the first copy
of every earlier one. Announcers share agencies by claiming them.
"""

from __future__ import annotations

import threading
from typing import Final

import structlog

from hub_domain.notices import Carrier, Ledger
from hub_domain.ports import Away

_PAUSE: Final = 0.2
"""Seconds between looks when nothing waits."""

_LONGEST_PAUSE: Final = 5.0
"""Seconds between attempts while something is out of reach."""

log = structlog.get_logger()


class Announcer:
    """Announces for as many agencies as it can claim.

    ``waits_for`` is what was out of reach at the last look, if anything was.
    """

    def __init__(self, ledger: Ledger, carrier: Carrier) -> None:
        self._ledger = ledger
        self._carrier = carrier
        self.waits_for: Away | None = None

    def announce(self) -> int:
        """Carry one page for each agency claimed; how many notices. Raises ``Away``."""
        with self._ledger.claim() as claim:
            if not claim.pages:
                return 0
            durable = self._carrier.carry(claim.pages)
            claim.advance(durable)
            return sum(len(claim.pages[agency]) for agency in durable)

    def run(self, stop: threading.Event) -> None:
        """Announce until told to stop; what cannot be reached is waited for."""
        pause = _PAUSE
        while not stop.is_set():
            try:
                announced = self.announce()
            except Away as away:
                self.waits_for = away
                log.warning("announcing-waits", reason=away.code)
                stop.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            pause, self.waits_for = _PAUSE, None
            if announced:
                log.info("announced", count=announced)
            else:
                stop.wait(_PAUSE)
