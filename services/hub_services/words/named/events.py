"""What each kind of event is called when the history is told: what somebody did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _

EVENTS: Final[Mapping[str, str]] = {
    "agency.registered": _("registered an agency"),
    "agency.practitioner-registered": _("registered a practitioner"),
    "agency.roles-changed": _("changed a practitioner's roles"),
    "agency.duty-post-registered": _("registered a duty post"),
    "agency.arrangement-recorded": _("recorded the agency's arrangements"),
    "agency.key-published": _("published the agency's new keys"),
    "catalogue.edition-published": _("published an edition of the law"),
    "share-request.issued": _("asked for information"),
    "share-request.assigned": _("gave the request to a colleague"),
    "share-request.taken-over": _("took the request over"),
    "share-request.challenged": _("challenged the request"),
    "share-request.narrowed": _("narrowed the request"),
    "share-request.withdrawn": _("withdrew the request"),
    "share-request.explained": _("explained the request"),
    "share-request.declined": _("declined the request"),
    "share-request.answered": _("answered the request"),
    "sharing-decision.made": _("decided whether to share"),
    "sharing-decision.made-again": _("decided anew whether to share"),
    "sharing-decision.carried-out": _("carried the decision out"),
    "sharing-decision.note-filed": _("filed the co-ordinator's note"),
    "disclosure.made": _("shared information"),
    "disclosure.acknowledged": _("acknowledged what was shared"),
    "disclosure.taken-over": _("took over what was shared"),
    "content.released": _("opened sealed words"),
    "text-mismatch.reported": _("reported words that were not as signed"),
    "task.opened": _("a task was opened"),
    "task.closed": _("a task was closed"),
    "task.fell-due": _("a task fell due"),
    "refused-attempt.noted": _("was refused"),
}
"""By the event's topic."""

HANDED_OVER: Final = frozenset({"share-request.taken-over", "disclosure.taken-over"})
"""Events that tell of a gift where they were for another."""

DECIDED: Final = frozenset({"sharing-decision.made", "sharing-decision.made-again"})
"""Events that say what was decided."""
