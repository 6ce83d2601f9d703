"""Grounds for challenging, declining and withholding, and the purposes of sharing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _

GROUNDS: Final[Mapping[str, str]] = {
    "no-purpose": _("There is no clear and legitimate purpose"),
    "no-lawful-reason": _("There is no lawful reason"),
    "no-consent": _("There is no consent and no other lawful reason"),
    "no-need-to-know": _("They do not need to know"),
    "not-relevant": _("It is not relevant"),
    "not-necessary": _("It is not necessary"),
    "third-party-impact": _("It would affect someone else"),
    "more-detrimental": _("Sharing would harm the person more than not sharing"),
    "confidentiality": _("It is confidential"),
    "duty-to-another": _("You owe a duty to someone else"),
    "already-shared": _("They already have it from you"),
    "law-prohibits": _("A law prohibits it"),
    "incompatible-purpose": _("It is incompatible with what it was collected for"),
    "data-protection": _("Data protection"),
    "human-rights": _("Human rights"),
    "collected-for-another-body": _("It was collected for another body"),
    "system-cannot": _("The system cannot do it"),
    "not-a-partner": _("They are not a safeguarding partner"),
    "wrong-purpose": _("It is not for a function of the partners"),
    "not-specific": _("It does not say what exactly is asked"),
    "not-proportionate": _("It asks for more than its reason needs"),
    "incompatible-with-duties": _("It is incompatible with your own duties"),
    "adverse-effect-on-functions": _("It would have an adverse effect on your functions"),
    "conditions-not-met": _("The conditions of the section are not met"),
    "application-to-court": _("An application is made to the court"),
    "not-held": _("Not held"),
    "under-advice": _("Advice is being taken"),
}

CHALLENGES: Final = (
    "not-necessary",
    "not-proportionate",
    "not-specific",
    "wrong-purpose",
    "not-a-partner",
)
"""Grounds offered where a provision takes a challenge on any ground."""

PURPOSES: Final[Mapping[str, str]] = {
    "establish-need": _("Finding out whether someone needs safeguarding"),
    "early-help": _("Early help"),
    "child-in-need": _("Help for a child in need"),
    "child-protection": _("Protection of a child"),
    "adult-protection": _("Protection of an adult"),
    "crime/prevention": _("Preventing crime"),
    "crime/detection": _("Detecting crime"),
    "crime/reduction": _("Reducing crime"),
    "crime/prosecution": _("Prosecuting crime"),
    "court-legal": _("Court, legal advice or proceedings"),
    "insurance": _("Insurance"),
    "learning-review": _("Learning from a case"),
}
