"""What a decision asks: the questions in plain words, what it records, and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _

RECORD_TEXTS: Final[Mapping[str, str]] = {
    "purpose": _("What it is for, in your own words"),
    "facts-of-case": _("The facts of the case"),
    "supports-safeguarding-why": _("How sharing supports safeguarding"),
    "effect-on-safety-and-welfare": _("What sharing, and not sharing, does to their safety"),
    "effect-of-not-sharing": _("What not sharing would do to the person at risk"),
    "best-interests": _("Why it is in the child's best interests"),
    "outcomes-for-child": _("What it should lead to for the child"),
    "balance-considered": _("Their rights, weighed against the need to share"),
    "impact-subject": _("How it affects the person it is about"),
    "impact-third-parties": _("How it affects third parties"),
    "individual-safety-wellbeing": _("The person's safety and well-being"),
    "others-affected": _("Who else is affected, or why nobody is"),
    "necessity": _("Why it is necessary"),
    "less-intrusive-considered": _("What less intrusive ways were considered"),
    "collected-for": _("What it was collected for"),
    "need": _("Why the recipient needs to know"),
    "needed-for": _("What each item is needed for"),
}
"""The texts of a decision, in the order in which they are read."""

LEVELS: Final[Mapping[str, str]] = {
    "none": _("None"),
    "some": _("Some"),
    "high": _("High"),
    "severe": _("Severe"),
}

CLARITIES: Final[Mapping[str, str]] = {"clear": _("Clear"), "unclear": _("Unclear")}

URGENCIES: Final[Mapping[str, str]] = {
    "routine": _("Routine"),
    "urgent": _("Urgent"),
    "emergency": _("Emergency"),
}

HARMS: Final[Mapping[str, str]] = {
    "none": _("No sign of significant harm"),
    "may-be-at-risk": _("A child may be at risk of significant harm"),
    "likely": _("A child is likely to suffer significant harm"),
    "suffered": _("A child has suffered significant harm"),
    "adult-serious": _("An adult is at risk of serious harm"),
}

CONSENTS: Final[Mapping[str, str]] = {
    "not-sought": _("It was not asked for"),
    "refused": _("It was refused"),
    "withdrawn": _("It was withdrawn"),
    "no-reply": _("There was no reply"),
    "unsure": _("I am not sure"),
}

IDENTIFIES: Final[Mapping[str, str]] = {
    "yes": _("Yes"),
    "unsure-taken-as-yes": _("I am not sure, so I take it that it does"),
    "unsure": _("I am not sure and want advice"),
}

TOLD_WHOM: Final[Mapping[str, str]] = {
    "individual": _("The person it is about"),
    "family": _("The family"),
    "both": _("The person and the family"),
    "unsafe": _("Nobody: it could put someone at risk"),
    "inappropriate": _("Nobody: it would not be appropriate"),
}

NOTICES: Final[Mapping[str, str]] = {
    "given": _("They have been told"),
    "planned": _("They will be told"),
    "withheld-risk-of-harm": _("They are not told: it could lead to harm"),
    "withheld-not-possible": _("They are not told: it is not possible"),
    "unsure": _("I am not sure"),
}

HARM_KINDS: Final[Mapping[str, str]] = {
    "neglect": _("Neglect"),
    "physical-harm": _("Physical harm"),
    "mental-harm": _("Mental harm"),
    "emotional-harm": _("Emotional harm"),
    "physical-wellbeing": _("Physical well-being"),
    "mental-wellbeing": _("Mental well-being"),
    "emotional-wellbeing": _("Emotional well-being"),
}

ITEM_ANSWERS: Final[Mapping[str, str]] = {
    "share": _("Share"),
    "not-held": _("Nothing held"),
    "hold-back": _("Hold back"),
}

DECISIONS: Final[Mapping[str, str]] = {
    "share": _("Share"),
    "share-part": _("Share part"),
    "do-not-share": _("Do not share"),
    "hold": _("Hold and seek advice"),
}

OUTCOMES: Final[Mapping[str, str]] = {
    "may-share": _("The answers allow sharing"),
    "do-not-share": _("The answers do not allow sharing"),
    "hold-seek-advice": _("Advice is needed first"),
    "share": _("Emergency: share now"),
}
