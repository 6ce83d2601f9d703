"""What a scrutineer reads: how something became known, what was attempted, kinds of records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _

HOW_KNOWN: Final[Mapping[str, str]] = {
    "asked": _("asked about the person"),
    "was-asked": _("was asked about the person"),
    "told-others": _("shared what it holds"),
    "was-sent": _("was sent it"),
    "took-over": _("took over what had come"),
    "opened": _("opened and read it"),
    "withheld": _("decided not to share what it holds"),
    "assigned": _("took the request on"),
    "no-longer-asked": _("asks about the person no longer"),
    "withdrew": _("withdrew the request"),
}

READ: Final[Mapping[str, str]] = {
    "request": _("opened and read the request"),
    "reply": _("opened and read what was written in answer to the request"),
    "sharing-decision": _("opened and read the reasons of the decision"),
    "disclosure": _("opened and read what was shared"),
}
"""What was read, where an entry says that something was opened."""

RECORDS: Final[Mapping[str, str]] = {
    "share-request": _("Request"),
    "sharing-decision": _("Decision"),
    "disclosure": _("Disclosure"),
}

STEPS: Final[Mapping[str, str]] = {
    "read": _("Reading a record"),
    "issue-share-request": _("Asking for information"),
    "narrow-share-request": _("Narrowing a request"),
    "withdraw-share-request": _("Withdrawing a request"),
    "explain-share-request": _("Explaining a request"),
    "assign-share-request": _("Assigning a request"),
    "take-over-share-request": _("Taking a request over"),
    "take-over-disclosure": _("Taking over what was shared"),
    "challenge-share-request": _("Challenging a request"),
    "decline-share-request": _("Declining a request"),
    "answer-share-request": _("Answering a request"),
    "make-sharing-decision": _("Deciding whether to share"),
    "make-disclosure": _("Sharing information"),
    "file-note": _("Filing a co-ordinator's note"),
    "acknowledge-disclosure": _("Acknowledging a disclosure"),
    "release-shares": _("Opening sealed words"),
    "report-text-mismatch": _("Reporting words that were not as signed"),
    "register-agency": _("Registering an agency"),
    "register-practitioner": _("Registering a practitioner"),
    "change-roles": _("Changing roles"),
    "register-duty-post": _("Registering a duty post"),
    "record-arrangement": _("Recording arrangements"),
    "publish-key": _("Publishing a key"),
    "publish-edition": _("Publishing an edition of the law"),
}
