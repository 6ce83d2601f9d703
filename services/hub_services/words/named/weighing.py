"""Weighing a case in words: questions, answers, why the next question follows, outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _

QUESTIONS: Final[Mapping[str, str]] = {
    "P": _("Is there a clear and legitimate purpose for sharing?"),
    "C": _("Do you have consent to share?"),
    "I": _("Does the information identify an individual?"),
    "L": _("Is there another lawful reason to share?"),
    "H1": _("How much needs to be shared?"),
    "H2": _("Is fact told from opinion?"),
    "H3": _("Is it the right information for the right individual?"),
    "H4": _("Is it shared securely, where possible?"),
    "H5": _("Is the individual told, where possible?"),
}

ANSWERS: Final[Mapping[str, str]] = {
    "Y": _("yes"),
    "N": _("no"),
    "U": _("not sure"),
    "": _("not answered yet"),
    "items": _("the items that are listed"),
    "whole-file": _("the whole file"),
    "typed": _("yes, each item says which it is"),
    "practitioner": _("a named practitioner"),
    "duty-post": _("a registered duty post"),
    "unnamed": _("nobody is named"),
    "secure": _("yes"),
    "weaker-reasoned": _("in a weaker way, with a reason"),
    "given": _("yes, or it is planned"),
    "withheld": _("not for now"),
    "not-identifiable": _("nobody is identified"),
}

WHY_ASKED: Final[Mapping[str, str]] = {
    "begin": _("Where someone may be at immediate risk, nothing else is asked first."),
    "P": _("Everything begins with what it is for; without a purpose nothing is shared."),
    "C": _("With consent of everyone who is identified, nothing more would be asked."),
    "I": _("Without consent, what identifies nobody may still go."),
    "L": _("Someone is identified and consent is not what it rests on: the law must allow it."),
    "H1": _("It may be shared. Share what is needed, and no more."),
    "H2": _("Whoever reads it must know what was seen and what was thought."),
    "H3": _("It goes to a person who needs to know, not to a mailbox."),
    "H4": _("It must not reach anybody else on its way."),
    "H5": _("People are told what is shared about them, unless that could do harm."),
}
"""Why a question is asked next."""

CHOICES: Final[Mapping[str, str]] = {
    "begin-no": _("No"),
    "begin-yes": _("Yes, or they may be"),
    "P-yes": _("Yes"),
    "P-no": _("No"),
    "P-unsure": _("I am not sure"),
    "C-yes": _("Yes, of everyone who is identified"),
    "C-not-sought": _("No, it was not asked for"),
    "C-refused": _("No, it was refused"),
    "C-withdrawn": _("No, it was withdrawn"),
    "C-no-reply": _("No, there was no reply"),
    "C-unsure-taken-as-no": _("I am not sure, so I take it that there is none"),
    "C-unsure": _("I am not sure and want advice"),
    "I-yes": _("Yes"),
    "I-no": _("No, it was changed so that nobody can be identified from it"),
    "I-unsure-taken-as-yes": _("I am not sure, so I take it that it does"),
    "I-unsure": _("I am not sure and want advice"),
    "L-no": _("No"),
    "L-unsure": _("I am not sure and want advice"),
    "H1-items": _("The items that are needed, listed one by one"),
    "H1-whole-file": _("The whole file"),
    "H1-unsure": _("I am not sure and want advice"),
    "H2-typed": _("Yes, each item says whether it is fact or opinion"),
    "H2-unsure": _("I am not sure and want advice"),
    "H3-practitioner": _("To a named practitioner"),
    "H3-duty-post": _("To a registered duty post"),
    "H3-unnamed": _("To a mailbox or an agency as a whole"),
    "H3-unsure": _("I am not sure and want advice"),
    "H4-secure": _("Yes, through the hub or another secure channel"),
    "H4-weaker": _("No, in a weaker way"),
    "H4-unsure": _("I am not sure and want advice"),
    "H5-given": _("Yes, they have been told"),
    "H5-planned": _("They will be told"),
    "H5-withheld": _("Not for now"),
    "H5-not-identifiable": _("Nobody is identified"),
    "H5-unsure": _("I am not sure and want advice"),
}
"""What can be answered, by question and answer."""

POSTS: Final[Mapping[str, str]] = {
    "csc": _("Children's social care"),
    "asc": _("Adult social care"),
    "ambulance": _("The ambulance service"),
    "emergency-department": _("An emergency department"),
}

BECAUSE: Final[Mapping[str, str]] = {
    "P-Y": _("There is a purpose. With consent nothing more would be asked, so that is next."),
    "P-N": _("Nothing is shared without a clear and legitimate purpose."),
    "P-U": _("While the purpose is not clear, seek advice before you share anything."),
    "P-": _("Everything begins with what it is for: choose it and say it in your own words."),
    "C-Y": _("Everyone who is identified has agreed."),
    "C-N": _("Consent is only one way. Without it, information that identifies nobody may go."),
    "C-U": _("Seek advice, or expressly take it that there is no consent."),
    "C-": _("Say how consent stands."),
    "I-Y": _("Someone is identified, so another lawful reason is needed."),
    "I-N": _("Nobody is identified, so nobody's consent or other reason is needed."),
    "I-U": _("Seek advice, or expressly take it that somebody is identified."),
    "I-": _("Say whether it identifies a living person."),
    "L-Y": _("The law gives another reason to share."),
    "L-N": _("Without consent or another lawful reason, what identifies somebody stays."),
    "L-U": _("Seek advice on whether the law gives a reason."),
    "L-": _("Say whether the law gives a reason."),
}
"""Why an answer leads where it leads, by question and answer."""

OUTCOMES: Final[Mapping[str, str]] = {
    "may-share": _("You may share"),
    "share": _("Share now: this is an emergency"),
    "do-not-share": _("Do not share"),
    "hold-seek-advice": _("Hold it and seek advice"),
    "unanswered": _("Not answered yet"),
}

OUTCOME_MEANINGS: Final[Mapping[str, str]] = {
    "may-share": _("A person decides. Answer how it is shared, and record why."),
    "share": _(
        "Someone may be at immediate risk, and the recipient can protect them. Share what is "
        "needed; records are completed afterwards."
    ),
    "do-not-share": _("This binds. Record the reason, and talk about it with who asked."),
    "hold-seek-advice": _("Ask a competent person soon, and record what you ask and by when."),
    "unanswered": _("Answer the question that is open."),
}

EFFECTS: Final[Mapping[str, str]] = {
    "goes-on": _("goes on"),
    "share": _("may share"),
    "stop": _("stops here"),
    "hold": _("holds here"),
    "not-reached": _("not asked"),
    "blank": _("open"),
}

PACKS: Final[Mapping[str, str]] = {
    "E-GR-2018": _("Seven golden rules, 2018"),
    "E-GR-2024": _("Seven golden rules, 2024"),
    "W-GR-2019": _("Seven golden rules, Wales 2019"),
    "CALDICOTT-7": _("Seven Caldicott principles"),
    "CALDICOTT-8": _("Eight Caldicott principles"),
}
