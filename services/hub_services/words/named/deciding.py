"""What a decision asks: the questions in plain words, what it records, and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _
from hub_services.words.named.law import NO_CONSENT_REASONS

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

SETTLED_TEXTS: Final = {
    code: RECORD_TEXTS[code] for code in ("purpose", "facts-of-case", "collected-for")
}
"""Those that begin with a sentence, because it follows from the request."""

WEIGHED_TEXTS: Final = {
    code: said for code, said in RECORD_TEXTS.items() if code not in SETTLED_TEXTS
}
"""Those that weigh the case: a person says them, together or each by itself (R-220)."""

TEXTS_OF_A_CHILD: Final = frozenset({"best-interests", "outcomes-for-child"})
"""Those that are said where a child is protected."""

OTHER_TEXTS: Final[Mapping[str, str]] = {
    "openness": _("What the family was told, or why not"),
    "no-consent": _("Why it is shared without consent"),
    "child-voice-words": _("What the child said, or why they were not heard"),
    "disproportionate": _("Why more is shared than need and risk call for"),
    "condition": _("Why the condition for sensitive information fits"),
    "public-interest": _("Why it is of substantial public interest"),
    "good-reason": _("The good reason to share"),
    "timeliness": _("Why it is in time"),
    "notice": _("Why the person is not told"),
    "duty-to-share-considered": _("The duty to share, weighed against confidence"),
    "gate": _("What lets confidential information be shared"),
    "interests": _("The interests, weighed"),
    "able-to-protect": _("Why the recipient can protect now"),
    "question": _("The open question"),
    "no-purpose": _("Why there is no purpose"),
    "exception-what": _("Of what they are at risk"),
    "exception-why-seeking": _("Why asking for consent would cause it"),
    "channel-reason": _("Why it travels in a less secure way"),
    "channel-safeguards": _("What keeps it safe on the way"),
    "note": _("The note"),
    "reasons": _("The reasons given"),
    "explanation": _("What is explained"),
    "source": _("Who said it"),
    "opinion-holder": _("Whose opinion it is"),
    "third-party": _("What it says of other people"),
}
"""Further texts that a decision may hold."""

GAPS: Final[Mapping[str, str]] = {
    "how": _("how it was shared, and who was told"),
    "labels": _("of each item what it is: fact or opinion, its date, how sensitive"),
    "condition": _("the condition for sensitive information"),
    "advice": _("advice on what was not clear"),
    "consent-status": _("how it stands with consent"),
    "rationale": _("the reasons"),
    "training": _("training that is not current"),
    "arrangements": _("the agency's arrangements"),
}
"""What an emergency left to be recorded, by what it lacks."""

RECORD_CODES: Final[Mapping[str, str]] = {
    "need-level": _("how great the need is"),
    "risk-level": _("how great the risk is"),
    "risk-clarity": _("how clear the risk is"),
    "urgency": _("how urgent it is"),
    "interest-preferred": _("whose interest comes first, the child's or an adult's"),
    "child-voice": _("the child's own view, or that it could not be obtained"),
    "child-voice-words": _("what the child said, or why their view could not be obtained"),
    "understanding": _("whether those who were told understood it"),
    "privacy-notice": _("whether a privacy notice covers this and has reached the person"),
    "disproportionate": _("why more is shared than need and risk call for"),
    "supports-safeguarding": _("whether it supports safeguarding"),
    "duty-to-share-considered": _("the duty to share, weighed against confidence"),
    "expected-by-subject": _("whether the person would expect it"),
    "openness-told": _("who was told"),
    "openness": _("what was explained, or why nobody was told"),
    "article-8-lawful": _("whether it is in accordance with the law"),
    "article-8-aim": _("its legitimate aim"),
    "article-8-necessary": _("whether it is necessary in a democratic society"),
    "good-reason": _("the good reason to share"),
    "timeliness": _("why it is in time"),
    "compatible": _("whether it is compatible with what it was collected for"),
    "necessary": _("whether it is necessary"),
    "proportionate": _("whether it is proportionate"),
    "relevant": _("whether it is relevant"),
    "adequate": _("whether it is adequate"),
    "accurate": _("whether it is accurate"),
    "timely": _("whether it is timely"),
    "secure": _("whether it is secure"),
}
"""What a decision records in codes."""

WARNINGS: Final[Mapping[str, str]] = {
    "child-voice-absent": _(
        "The child's own view is not recorded, nor why it could not be obtained. Ask, or say "
        "why."
    ),
    "conflict-of-duty": _("Duties owed to several of the family conflict. Take advice."),
    "consent-first": _("Your agency asks for consent first; the reason why not is recorded."),
    "disproportionate": _(
        "An item is more sensitive than need and risk call for; the reason is recorded."
    ),
    "guidance-superseded": _(
        "Your agency's arrangements cite guidance that newer guidance has replaced."
    ),
    "late-record": _("This was recorded later than it should have been."),
    "no-caldicott-guardian": _(
        "Your agency is expected to have a Caldicott Guardian, and none is registered."
    ),
    "no-statutory-recipient": _(
        "There is a sign of harm, and neither social care nor the police has been told of it. "
        "Tell them, unless someone else certainly has."
    ),
    "not-discussed": _("The grounds were not discussed with those who asked."),
    "not-s130-duty-holder": _("Your agency has no duty to report here; it is a referral."),
    "notice-gap": _(
        "It is not recorded that a privacy notice covers this sharing and has reached the "
        "person. It may be shared all the same; tell them where that is safe."
    ),
    "org-arrangements-missing": _("Your agency's arrangements are not recorded."),
    "police-not-notified": _("The police have not been told."),
    "policy-review-due": _("The review of your agency's arrangements is overdue."),
    "stale": _("An item is old: it goes as history, explained, or confirmed as still true."),
    "support-not-shown": _("How sharing supports safeguarding was not shown."),
    "training-not-current": _("Your training is not up to date."),
    "understanding-blank": _("Whether those who were told understood it is not recorded."),
    "unexpected-share": _("The person would not expect this sharing."),
}

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
    "not-sought": _("It was not asked for, or they agreed and the sharing does not rest on it"),
    "refused": _("It was refused"),
    "withdrawn": _("It was withdrawn"),
    "no-reply": _("There was no reply"),
    "unsure": _("I am not sure"),
}

WITHOUT_CONSENT: Final[Mapping[str, str]] = {
    "cannot-be-given/cannot-reach": _("They cannot be reached to be asked"),
    "cannot-be-given/lacks-capacity": _("They lack the capacity to agree to it"),
    **{
        code: said
        for code, said in NO_CONSENT_REASONS.items()
        if code not in {"cannot-be-given", "exception"}
    },
}
"""Why it is shared without consent, as a form can record it: with its detail, and no facts."""

IDENTIFIES: Final[Mapping[str, str]] = {
    "yes": _("Yes"),
    "unsure-taken-as-yes": _("I am not sure, so I take it that it does"),
    "unsure": _("I am not sure and want advice"),
}

TOLD_WHOM: Final[Mapping[str, str]] = {
    "individual/given": _("The person it is about has been told"),
    "both/given": _("The person and the family have been told"),
    "family/planned": _("The family has been told, and the person will be"),
    "family/withheld-risk-of-harm": _(
        "The family has been told; the person is not, as it could lead to harm"
    ),
    "family/withheld-not-possible": _(
        "The family has been told; the person is not, as it is not possible"
    ),
    "unsafe/planned": _(
        "Nobody yet, as it could put someone at risk: the person will be told when it is safe"
    ),
    "unsafe/withheld-risk-of-harm": _("Nobody, as it could put someone at risk"),
    "inappropriate/planned": _(
        "Nobody yet, as it would not be appropriate: the person will be told later"
    ),
    "inappropriate/withheld-not-possible": _(
        "Nobody, as it is not appropriate, and not possible to tell the person"
    ),
    "unsure": _("I am not sure and want advice"),
}
"""Who was told, and what the person is told, as one answer (R-171, R-244)."""

TOLD_THERE: Final[Mapping[str, str]] = {
    "individual/given": _("The person it is about has been told that this is shared."),
    "both/given": _("The person and the family have been told that this is shared."),
    "family/planned": _(
        "The family has been told that this is shared. The person has not been told yet: ask "
        "the sender before you speak of it to them."
    ),
    "family/withheld-risk-of-harm": _(
        "The family has been told that this is shared. The person has not been told, because "
        "it could lead to harm: do not tell them."
    ),
    "family/withheld-not-possible": _(
        "The family has been told that this is shared. The person has not, because it was not "
        "possible: ask the sender before you speak of it to them."
    ),
    "unsafe/planned": _(
        "Neither the person nor the family has been told yet, because it could put someone at "
        "risk: do not tell them."
    ),
    "unsafe/withheld-risk-of-harm": _(
        "Neither the person nor the family has been told, because it could put someone at "
        "risk: do not tell them."
    ),
    "inappropriate/planned": _(
        "Neither the person nor the family has been told yet: ask the sender before you speak "
        "of it to them."
    ),
    "inappropriate/withheld-not-possible": _(
        "Neither the person nor the family has been told: ask the sender before you speak of "
        "it to them."
    ),
    "not-said": _(
        "It is not said whether the person or the family has been told: ask the sender before "
        "you speak of it to them."
    ),
}
"""The same, as who receives it is told it: they may stand at the family's door."""

UNDERSTANDINGS: Final[Mapping[str, str]] = {
    "understood": _("They understood"),
    "not-understood": _("They did not understand"),
    "not-asked": _("They were not asked: I have said why above"),
}

PRIVACY_NOTICES: Final[Mapping[str, str]] = {
    "covers": _("A notice covers it, and has reached the person"),
    "does-not-cover": _("No notice covers it"),
    "not-reached": _("It has not reached the person"),
}

CHILD_VOICES: Final[Mapping[str, str]] = {
    "view": _("Yes, and this is what they said or showed"),
    "not-obtainable": _("No, it could not be obtained"),
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
