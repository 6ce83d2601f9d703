"""Property tests judge what is true, never how long it took."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hub")
