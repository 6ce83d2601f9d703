"""Refusals of disclosing: labels, recipients, channels, and what happens afterwards."""

from __future__ import annotations

from hub_services.words.catalogue import _

SAID = {
    "words-gone": (
        _("These words can no longer be opened"),
        _(
            "Their key was erased, or it was lost. Ring the agency that wrote them and ask it "
            "to send them again. If nobody has erased them, tell your information governance "
            "lead, so that the hub's operator looks for the key."
        ),
    ),
    "how-incomplete": (
        _("Answer how it is shared: {field}"),
        _(
            "Before anything leaves, say how much, whether fact is told from opinion, to whom, "
            "how it travels, and what the family is told."
        ),
    ),
    "how-amount": (
        _("Share items, not the whole file"),
        _(
            "Share what is needed for the purpose and say for each item what it is needed for. "
            "A whole record is hardly ever necessary."
        ),
    ),
    "fact-opinion-unset": (
        _("Mark each item: fact, opinion, allegation or hearsay"),
        _(
            "Whoever reads it must be able to tell what is known from what someone thinks or "
            "has heard. Choose one for each item."
        ),
    ),
    "item-category-required": (
        _("Say what each item is about"),
        _("The child, a parent, a person who may pose a risk, the household: choose one."),
    ),
    "as-at-required": (
        _("Say at which date each item was true"),
        _("Information gets old. Give the date at which it was so, as well as you know it."),
    ),
    "sensitivity-unset": (
        _("Say how sensitive each item is, and of what kind"),
        _(
            "Choose for each item whether it is ordinary, sensitive or highly sensitive, and "
            "say whether it is about health, ethnicity or the like, about offences, or was "
            "told in confidence. Say so too where it is none of these. Not said yet: {field}."
        ),
    ),
    "historical-unexplained": (
        _("Explain the older item"),
        _(
            "Say why something from the past matters for the purpose now, or make sure that it "
            "is still true and say so."
        ),
    ),
    "item-not-justified": (
        _("Say for every item whether it is shared or held back"),
        _(
            "A part answer lists everything that was asked: shared, not held (with the "
            "search), or held back with its ground."
        ),
    ),
    "share-record-incomplete": (
        _("The record of this sharing is not complete: {field}"),
        _(
            "When information is shared, the record says what, with whom, for what purpose and "
            "on what basis. Add what is still missing: {field}."
        ),
    ),
    "recipient-not-named": (
        _("Name who receives it"),
        _(
            "Information goes to a named practitioner or to a registered duty post, never to a "
            "mailbox or to \u201cthe school\u201d. Choose the person or the post."
        ),
    ),
    "recipient-not-available": (
        _("This recipient is not available"),
        _("Choose another named person or duty post of that agency, or ask its manager."),
    ),
    "no-need-to-know": (
        _("This recipient does not need to know"),
        _("Choose someone who needs it for the purpose."),
    ),
    "channel-too-weak": (
        _("Use a more secure way"),
        _(
            "If there is no safer way in time, say why, and what you do to keep it safe, such "
            "as ringing back on a known number."
        ),
    ),
    "wider-than-decided": (
        _("This goes further than the decision"),
        _("Share only what was decided, or decide again."),
    ),
    "less-than-decided": (
        _("This is less than was decided"),
        _("Share all that was decided, or decide again to share less."),
    ),
    "another-kind": (
        _("An item is not marked as it was decided"),
        _(
            "An opinion does not become a fact on its way. Mark it as it was decided, or "
            "decide again."
        ),
    ),
    "item-gone-already": (
        _("This was shared in an emergency already"),
        _(
            "What went is not shared again. Complete its record by a decision on it alone, and "
            "give whatever you share beside it an id of its own."
        ),
    ),
    "another-channel": (
        _("This is not how it was sent"),
        _("Say in which way it was sent then, or leave that out: it is known."),
    ),
    "another-law": (
        _("This is not the law on which it was told"),
        _("Choose the law that was chosen when it was told: whoever received it was told so."),
    ),
    "another-recipient": (
        _("This was decided for someone else"),
        _("Send it to the person or post for whom it was decided, or decide again."),
    ),
    "nothing-to-carry-out": (
        _("There is no decision to share that is still open"),
        _("It was carried out before, or the decision was not to share. Decide again first."),
    ),
    "item-not-relevant": (
        _("This is not what the request asks for any more"),
        _(
            "The request may have been narrowed since you decided. Decide again on what is "
            "still asked. Anything else that others must know is shared of your own motion."
        ),
    ),
    "sealed-outside-record": (
        _("The sealed words are about something else"),
        _(
            "An envelope holds words about the people and items of its record and no others. "
            "Start again from the page of the record."
        ),
    ),
    "person-not-named": (
        _("Somebody is without a name"),
        _(
            "Whoever you ask or tell about a person must be able to tell who it is. Seal a "
            "name for each person with it."
        ),
    ),
    "named-yet-deidentified": (
        _("This names somebody, so it identifies them"),
        _("Say that it identifies a person, and choose the law on which you tell it."),
    ),
    "note-not-due": (
        _("No note is due on this decision"),
        _("The note is filed once for each final decision. Look at the one that stands."),
    ),
    "already-acknowledged": (
        _("This has been acknowledged already"),
        _("Nothing more is needed. If you have a question, ring the person who sent it."),
    ),
    "colleague-not-available": (
        _("This colleague is not available"),
        _("Choose another colleague who works there now, or take it over yourself."),
    ),
    "already-theirs": (
        _("It is theirs already"),
        _("Choose somebody else, or leave it as it is."),
    ),
    "task-closed": (
        _("This task is done"),
        _("Somebody has closed it in the meantime. Nothing more is needed."),
    ),
    "not-due": (
        _("This is not due yet"),
        _("You need do nothing: it will be stated automatically when the time comes."),
    ),
}
