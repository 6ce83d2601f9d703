"""What people meet at work: topics, items, searches, channels, statuses, tasks, roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _

TOPICS: Final[Mapping[str, str]] = {
    "attendance": _("Attendance"),
    "view-of-attendance": _("The school's view of attendance"),
    "behaviour": _("Behaviour and presentation"),
    "exclusions": _("Exclusions and suspensions"),
    "concerns-recorded": _("Concerns recorded"),
    "child-voice": _("What the child has said"),
    "injuries": _("Injuries seen or recorded"),
    "health-appointments": _("Health appointments kept and missed"),
    "development": _("Development and growth"),
    "emergency-attendances": _("Attendances at emergency departments"),
    "mental-health": _("Mental health"),
    "substance-use": _("Alcohol and drug use"),
    "domestic-abuse": _("Domestic abuse"),
    "police-call-outs": _("Police call-outs to the address"),
    "convictions": _("Convictions and cautions"),
    "missing-episodes": _("Times missing from home"),
    "household": _("Who lives in the household"),
    "housing": _("Housing and tenancy"),
    "previous-involvement": _("Previous involvement"),
    "professionals-involved": _("Professionals involved"),
    "known-to-you": _("Whether you know this family"),
}

ITEM_KINDS: Final[Mapping[str, str]] = {
    "fact": _("Fact"),
    "opinion": _("Opinion"),
    "allegation": _("Allegation"),
    "hearsay": _("Hearsay"),
}

KIND_HINTS: Final[Mapping[str, str]] = {
    "fact": _("seen, measured or recorded"),
    "opinion": _("what a professional thinks; say who"),
    "allegation": _("what someone says another person did"),
    "hearsay": _("what someone was told by another"),
}

ABOUT: Final[Mapping[str, str]] = {
    "child-health-development-exposure": _("The child's health, development or exposure"),
    "parent-need-or-capacity": _("A parent's needs or capacity"),
    "person-posing-risk": _("A person who may pose a risk"),
    "adult-need-or-risk": _("An adult's needs or risk"),
    "adult-in-contact": _("An adult in contact with the child"),
    "sibling-or-household": _("A sibling or the household"),
    "protective-person": _("A person who protects"),
}

SENSITIVITIES: Final[Mapping[str, str]] = {
    "ordinary": _("Ordinary"),
    "sensitive": _("Sensitive"),
    "highly-sensitive": _("Highly sensitive"),
}

NATURES: Final[Mapping[str, str]] = {
    "special": _("Health, ethnicity, religion, sexuality or the like"),
    "offence": _("Offences, convictions, or allegations of them"),
    "confidential": _("Told or kept in confidence"),
    "none": _("None of these"),
}
"""What kind of information an item is: each asks something more of a decision."""

CHANNELS: Final[Mapping[str, str]] = {
    "secure-system": _("Through this hub"),
    "secure-email": _("Secure e-mail"),
    "telephone": _("Telephone"),
    "face-to-face": _("Face to face"),
    "meeting": _("In a meeting"),
    "in-writing": _("In writing"),
}

TOLD: Final[Mapping[str, str]] = {
    "told": _("Yes, they have been told"),
    "not-yet": _("Not yet"),
    "unsafe": _("No, telling them could put someone at risk"),
    "not-possible": _("No, they cannot be reached"),
}

SCOPES: Final[Mapping[str, str]] = {
    "under-18": _("A child"),
    "unborn": _("An unborn child"),
    "adult-at-risk": _("An adult at risk"),
    "adult-at-risk-of-serious-harm": _("An adult at risk of serious harm"),
}

AT_RISK_LIMBS: Final[Mapping[str, str]] = {
    "care-and-support": _("They have needs for care and support"),
    "neglect-or-harm": _("They are being abused or neglected, or are at risk of it"),
    "unable-to-protect": _("They cannot protect themselves because of those needs"),
}
"""What makes an adult one at risk: all three."""

SYSTEMS: Final[Mapping[str, str]] = {
    "case-management": _("Case management system"),
    "management-information-system": _("Pupil records (management information system)"),
    "attendance-register": _("Attendance register"),
    "safeguarding-file": _("Safeguarding file"),
    "health-record": _("Health record"),
    "hospital-record": _("Hospital record"),
    "police-records": _("Police records"),
    "tenancy-file": _("Tenancy file"),
    "email": _("E-mail"),
    "paper-archive": _("Paper files and archive"),
}

IDENTIFIERS: Final[Mapping[str, str]] = {
    "name": _("Name"),
    "former-names": _("Former names and aliases"),
    "date-of-birth": _("Date of birth"),
    "address": _("Address"),
    "former-addresses": _("Former addresses"),
    "nhs-number": _("NHS number"),
    "upn": _("Unique pupil number"),
    "telephone": _("Telephone number"),
}

STATUSES: Final[Mapping[str, str]] = {
    "issued": _("Waiting for an answer"),
    "challenged": _("Challenged"),
    "narrowed": _("Narrowed, waiting for an answer"),
    "clarification-sought": _("Clarification asked for"),
    "explained": _("Explained, waiting for an answer"),
    "declined": _("Declined"),
    "not-held": _("Nothing held"),
    "not-known-here": _("Not known"),
    "partly-supplied": _("Part supplied"),
    "supplied": _("Answered"),
    "withdrawn": _("Withdrawn"),
    "no-reply": _("No reply"),
    "shared-urgently": _("Shared in an emergency; the rest is still asked"),
    "shared-before": _("Something is shared; the rest is still asked"),
}

WITHDRAWN_WHY: Final[Mapping[str, str]] = {
    "wrong-agency": _("It went to the wrong agency"),
    "wrong-person": _("It was about the wrong person"),
    "asked-anew": _("It has been asked anew, in another way"),
    "no-longer-needed": _("It is no longer needed"),
}

TASKS: Final[Mapping[str, str]] = {
    "decision-overdue": _("An answer is overdue"),
    "escalate-16h": _("Decide what to do about a challenge or a gap"),
    "coordinator-file-note": _("File the co-ordinator's note on a decision"),
    "deliver-reasons": _("Deliver written reasons"),
    "ask-again": _("Ask again: something new is known"),
    "chase-ack": _("Ask why a report was not acknowledged"),
    "consider-s47": _("Consider enquiries under section 47"),
    "report-s130": _("Report a child at risk under section 130"),
    "written-confirmation": _("Confirm in writing"),
    "redecide": _("Decide again"),
    "share-with-police": _("Tell the police of an immediate risk or a possible crime"),
    "complete-emergency-record": _("Complete the record of an emergency"),
    "breach-review": _("Review what was done outside the procedure"),
}

ROLES: Final[Mapping[str, str]] = {
    "practitioner": _("Practitioner"),
    "safeguarding-lead": _("Safeguarding lead"),
    "named-professional": _("Named professional"),
    "designated-professional": _("Designated professional"),
    "senior-manager": _("Senior manager"),
    "manager": _("Manager"),
    "co-ordinator": _("Safeguarding co-ordinator"),
    "caldicott-guardian": _("Caldicott Guardian"),
    "information-governance-lead": _("Information governance lead"),
    "partnership-officer": _("Partnership officer"),
    "mash-screener": _("Screener of the multi-agency safeguarding hub (MASH)"),
    "police-scheme-officer": _("Police scheme officer"),
    "duty-worker": _("Duty worker"),
    "auditor": _("Auditor"),
    "reviewer": _("Reviewer"),
    "operator": _("Operator of the hub"),
    "system": _("The hub itself"),
}

USE_LIMITS: Final[Mapping[str, str]] = {
    "partner-function": _(
        "Only for the function of the safeguarding partners it was asked for"
    ),
    "board-function": _("Only for the function of the Board it was asked for"),
    "purpose": _("Only for the purpose it was shared for"),
}

SIGNIFICANCES: Final[Mapping[str, str]] = {
    "new": _("It is new to us"),
    "changes-picture": _("It changes the picture"),
    "confirms": _("It confirms what we knew"),
    "no-change": _("It changes nothing"),
}

ACTIONS: Final[Mapping[str, str]] = {
    "acted": _("We have acted on it"),
    "passed-to-worker": _("Passed to the worker"),
    "planned": _("Action is planned"),
    "none-needed": _("No action is needed"),
}

TAKEN_OVER_WHY: Final[Mapping[str, str]] = {
    "away": _("They are ill, or cannot be reached"),
    "on-leave": _("They are on leave"),
    "left": _("They have left"),
    "urgent-and-not-reached": _("It is urgent, and they cannot be reached now"),
    "workload": _("They have too much to do"),
    "wrong-recipient": _("It came to the wrong person or desk"),
    "conflict-of-interest": _("They have a conflict of interest"),
    "back": _("The one it came to is back"),
}

RELATIONS: Final[Mapping[str, str]] = {
    "a": _("To the body itself"),
    "b": _("To its function or activity"),
    "c": _("To a person for whom it exercises a function"),
}

REQUEST_KINDS: Final[Mapping[str, str]] = {
    "information": _("Information"),
    "cooperation": _("Co-operation"),
    "both": _("Both"),
}

FLAGS: Final[Mapping[str, str]] = {
    "blank": _("nothing is written"),
    "bare-ground": _("it only names a law"),
    "vague": _("it would fit any case"),
    "names-subject": _("it names a person"),
    "control-characters": _("it holds characters that cannot be seen"),
}
"""What the text checks found in a text (R-480)."""
