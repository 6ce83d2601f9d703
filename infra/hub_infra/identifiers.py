"""New ids: UUIDv7 for streams and commands, UUIDv4 for persons and envelopes (RFC 9562)."""

from __future__ import annotations

import secrets
import threading
from uuid import UUID, uuid4

from hub_domain.ports import Clock

_RANDOM_BITS = 74
_RANDOM_MASK = (1 << _RANDOM_BITS) - 1
_LOW_BITS = 62
_LOW_MASK = (1 << _LOW_BITS) - 1


class RandomIds:
    """Ids in the order of their making within one process, as far as the clock goes forward.

    The 74 random bits of a UUIDv7 are drawn anew in each millisecond and counted up by a
    random step within it (RFC 9562 section 6.2, method 2).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._millisecond = -1
        self._random = 0

    def stream(self) -> UUID:
        millisecond = int(self._clock.now().timestamp() * 1000)
        with self._lock:
            if millisecond > self._millisecond:
                self._millisecond = millisecond
                self._random = secrets.randbits(_RANDOM_BITS)
            else:
                self._random += 1 + secrets.randbits(32)
                if self._random > _RANDOM_MASK:
                    self._millisecond += 1
                    self._random = secrets.randbits(_RANDOM_BITS)
            return _uuid7(self._millisecond, self._random)

    def opaque(self) -> UUID:
        return uuid4()


def _uuid7(millisecond: int, random: int) -> UUID:
    high, low = random >> _LOW_BITS, random & _LOW_MASK
    return UUID(int=millisecond << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
