"""Refusals of answering: what the law lets who is asked say, and what each answer must say."""

from __future__ import annotations

from hub_services.words.catalogue import _

SAID = {
    "refusal-ground-not-recognised": (
        _("This is not a reason for not sharing"),
        _(
            "The name of a law, such as data protection or human rights, is not a reason by "
            "itself: these laws allow sharing to safeguard. Where there is a duty to answer, "
            "you can supply, supply part, say that nothing is held, ask for clarification, or "
            "challenge the request. Say what would be harmed, whom it would harm, or which "
            "part of the request goes too far. Your co-ordinator or Caldicott Guardian can "
            "help."
        ),
    ),
    "no-share-reason-required": (
        _("Say why this is not shared"),
        _(
            "Choose the ground and write the reason: what would be harmed and for whom, "
            "weighed against the effect of not sharing. Whoever asked needs to understand it, "
            "and so does whoever reads it years from now."
        ),
    ),
    "not-decided": (
        _("Decide first not to share it"),
        _(
            "To decline is a decision not to share, weighed and recorded like any other. "
            "Record the decision not to share what is asked here, and then decline with one "
            "of its grounds and your reasons. If it was decided to share, or to wait for "
            "advice, decide again first."
        ),
    ),
    "answer-not-available": (
        _("This law does not allow that answer"),
        _(
            "The law under which you were asked lists how it may be answered. Choose one of "
            "the answers shown on the page of the request."
        ),
    ),
    "s164-ground": (
        _("Section 164 allows two grounds only"),
        _(
            "Under section 164 of the Social Services and Well-being (Wales) Act 2014 you may "
            "decline only if it would be incompatible with your own duties, or would have an "
            "adverse effect on your own functions. Being too busy is neither by itself. Choose "
            "one of the two and give written reasons, or supply."
        ),
    ),
    "written-reasons-required": (
        _("Give your reasons in writing"),
        _(
            "Whoever declines, or holds back a part, gives the requester written reasons. Say "
            "which duty or function is affected and how. They will be delivered to the person "
            "who asked."
        ),
    ),
    "assumed-shared-elsewhere": (
        _("Name the disclosure in which this was shared"),
        _(
            "Never assume that someone else has passed it on. If this recipient already has "
            "this about this person, choose that disclosure. If you cannot find it, share it."
        ),
    ),
    "search-not-stated": (
        _("Say where you searched"),
        _(
            "\u201cNothing held\u201d is only useful if others can see what was searched. Tick "
            "the systems, the period and what you searched by, and say what you did not search."
        ),
    ),
    "already-answered": (
        _("This request has been answered in full"),
        _(
            "If something more has come to light, ring whoever asked, and ask them for a new "
            "request. If someone may be in danger, ring those who can protect them: in an "
            "emergency you can share something more at once."
        ),
    ),
    "supply-by-disclosure": (
        _("Supply through the sharing form"),
        _(
            "Information is supplied with a decision and a preview, so that you see exactly "
            "what they will see. Choose \u201cShare\u201d or \u201cShare part\u201d."
        ),
    ),
    "reason-required": (
        _("Give the reason: {field}"),
        _(
            "This step needs a reason in your own words. Write a sentence or two about: "
            "{field}."
        ),
    ),
}
