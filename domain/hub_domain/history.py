"""Every kind of aggregate in the hub's history.

Importing this module registers all topics, so that any process that imports the hub can read
any event. A topic once released stays here, or gains an alias, for good.
"""

from __future__ import annotations

from hub_domain.agencies.agency import Agency
from hub_domain.keeping.release import Release, TextMismatch
from hub_domain.keeping.task import Task
from hub_domain.law.edition import CatalogueEdition
from hub_domain.refused_attempt import RefusedAttempt
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest

AGGREGATES = (
    Agency,
    CatalogueEdition,
    Disclosure,
    RefusedAttempt,
    Release,
    ShareRequest,
    SharingDecision,
    Task,
    TextMismatch,
)
