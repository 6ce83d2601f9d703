"""Every warning that a rule may give, by its code, with the duty that it serves.

What is warned of goes through all the same; the warning is kept in the event, where the
co-ordinator and the auditor find it. A code that is not here is a mistake in a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DUTIES: Final[Mapping[str, str]] = {
    "child-voice-absent": "R-012",
    "conflict-of-duty": "R-010",
    "consent-first": "R-142",
    "disproportionate": "R-182",
    "guidance-superseded": "R-336, R-431",
    "late-record": "R-362",
    "no-caldicott-guardian": "R-264",
    "no-statutory-recipient": "R-017",
    "not-discussed": "R-203",
    "not-s130-duty-holder": "Social Services and Well-being (Wales) Act 2014 s.130; R-077",
    "notice-gap": "R-118",
    "org-arrangements-missing": "Children Act 2004 ss.11, 28; R-420",
    "police-not-notified": "R-018",
    "policy-review-due": "R-047, R-335",
    "stale": "R-185",
    "support-not-shown": "R-009",
    "training-not-current": "R-269, R-420",
    "understanding-blank": "R-144",
    "unexpected-share": "R-134",
}
