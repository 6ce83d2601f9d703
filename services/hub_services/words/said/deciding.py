"""Refusals of deciding: the questions of the flowchart, their evidence, and the record."""

from __future__ import annotations

from hub_services.words.catalogue import _

SAID = {
    "decision-needs-human": (
        _("Confirm the answers yourself"),
        _(
            "Some answers were filled in for you, from the law or from your agency's policy. A "
            "named person decides: read each one and confirm it, or change it."
        ),
    ),
    "principle-unanswered": (
        _("A question is still open: {field}"),
        _(
            "Answer it, even if the answer is \u201cnot sure\u201d. Not being sure is a good "
            "answer: it leads to advice, not to a refusal."
        ),
    ),
    "outcome-not-share": (
        _("The answers say: do not share"),
        _(
            "There is no clear purpose, or no lawful reason, in the answers given. Change an "
            "answer if it is wrong, seek advice, or decide not to share and say why."
        ),
    ),
    "advice-open": (
        _("An answer is \u201cnot sure\u201d: get advice first"),
        _(
            "Hold the decision and ask someone who can advise, without naming the person if "
            "you can. If someone may be at immediate risk, use the emergency route instead: "
            "that does not wait."
        ),
    ),
    "competent-advice-required": (
        _("Take advice before you decide this"),
        _(
            "When the risk is unclear or grave, the decision is taken by, or with the advice "
            "of, someone competent in child protection: a named or designated professional, a "
            "senior manager or your co-ordinator. Ask one of them and record who advised."
        ),
    ),
    "overriding-consideration": (
        _("The risk of harm weighs more than this ground"),
        _(
            "When a child may suffer significant harm, or an adult serious harm, and the "
            "recipient can protect them, confidentiality, a duty to someone else or missing "
            "consent is not enough to withhold. Share, or find a ground that stands, with "
            "advice."
        ),
    ),
    "rationale-required": (
        _("Say why: {field}"),
        _(
            "Every decision, to share or not to share, records why. Write a sentence or two "
            "about: {field}. You will be glad of it when someone asks in a year's time."
        ),
    ),
    "risk-unset": (
        _("Say how great the need and the risk are, and how clear"),
        _("Your best judgement today is enough. \u201cUnclear\u201d is an answer."),
    ),
    "basis-not-available": (
        _("Your agency cannot rely on this basis here"),
        _(
            "A legal obligation must bind your agency to tell this recipient of this person, "
            "a public task must be laid down for it, and legitimate interests are not for a "
            "public authority's own tasks. Choose a basis that fits; the law you were asked "
            "under often gives it."
        ),
    ),
    "basis-without-provision": (
        _("Name the law behind this basis"),
        _(
            "A legal obligation or a public task rests on a provision in force that binds or "
            "empowers your agency. A duty to answer binds once you are asked under it, and "
            "guidance is not enough. Choose the provision."
        ),
    ),
    "condition-required": (
        _("Choose the condition for sensitive information"),
        _(
            "Health, ethnicity, sexuality, offences and the like need a condition as well as a "
            "basis. For safeguarding it is usually \u201csafeguarding of children and of "
            "individuals at risk\u201d (Data Protection Act 2018, Schedule 1, paragraph 18)."
        ),
    ),
    "condition-incomplete": (
        _("The condition needs one more fact"),
        _(
            "Say {field}. The safeguarding condition asks for it. If you cannot say it, choose "
            "another condition."
        ),
    ),
    "condition-wrong-regime": (
        _("This condition belongs to the other set of rules"),
        _(
            "Law enforcement processing is for competent authorities, such as the police, for "
            "law enforcement purposes. Everyone else uses the general rules. Choose a "
            "condition of the rules that are yours."
        ),
    ),
    "confidence-gate-required": (
        _("Say what lets you share confidential information"),
        _(
            "Confidential information is shared with informed consent, in the public interest, "
            "in the person's own overwhelming interest, or because the law or a court requires "
            "it. Choose which."
        ),
    ),
    "necessity-not-shown": (
        _("Say why sharing is needed, and what else you considered"),
        _(
            "Say in a sentence why this is necessary, and whether something less would have "
            "done: fewer people, fewer details, a later date."
        ),
    ),
    "no-consent-reason-required": (
        _("Say why you share without consent"),
        _(
            "You do not need consent to safeguard, but you record why you did not ask: for "
            "example a statutory duty, or that asking could place a child at risk. Choose the "
            "reason and add a sentence."
        ),
    ),
    "override-reason-required": (
        _("Say why you share although consent was not given"),
        _(
            "The person refused, withdrew, or did not reply. You may still share if there is a "
            "lawful reason. Choose it and say in a sentence why it weighs more here."
        ),
    ),
    "exception-required": (
        _("Complete the exception"),
        _(
            "Say who is at risk, of what, and why asking for consent would cause or add to "
            "that risk."
        ),
    ),
    "consent-withdrawn": (
        _("The consent was withdrawn"),
        _(
            "What was sent before stands. For anything further, decide again: there may be "
            "another lawful reason to share."
        ),
    ),
    "evidence-missing": (
        _("Say why this person is protected"),
        _(
            "The condition for sensitive information protects children and adults at risk. Say "
            "which of them this person is, and who says so. The requester usually says it in "
            "the request."
        ),
    ),
    "s130-limb": (
        _("This is a referral, not a report under section 130"),
        _(
            "A child at risk is experiencing or at risk of abuse, neglect or other harm, and "
            "has needs for care and support. If one of the two is not so, send a referral "
            "instead (Social Services and Well-being (Wales) Act 2014, section 130)."
        ),
    ),
    "s47-not-considered": (
        _("Say whether enquiries are made"),
        _(
            "When a child is reported, the local authority considers whether to make enquiries "
            "under section 47 of the Children Act 1989. Record what was decided, and why."
        ),
    ),
    "incompatible-purpose": (
        _("Say what it was collected for, and why this use is compatible"),
        _("Sharing to safeguard is compatible with the purposes of nearly every service."),
    ),
    "openness-unrecorded": (
        _("Say what the family was told"),
        _(
            "Record who was told, what, and when, or why telling them is unsafe or not "
            "possible now."
        ),
    ),
    "notice-review-required": (
        _("Say when telling the family is looked at again"),
        _("If the person is not told now, give a date on which this is reviewed."),
    ),
    "need-of-another": (
        _("Say why the one who receives it needs to know"),
        _(
            "The need that was told is somebody else's. Name who receives it, or one who holds "
            "the post that receives it, and say why they need to know."
        ),
    ),
    "more-sensitive-than-decided": (
        _("An item is more sensitive than was decided"),
        _(
            "Need and risk were weighed against a less sensitive item. Decide again with the "
            "item as it is."
        ),
    ),
    "purpose-not-served": (
        _("This does not serve the purpose you gave"),
        _("Share what supports safeguarding this person, or choose the purpose it does serve."),
    ),
    "must-share-crime": (
        _("The police have not been told of a possible crime"),
        _(
            "If it is thought that a crime has been committed, tell the police, or have the "
            "co-ordinator sign off with reasons why not."
        ),
    ),
}
