"""What can be wrong with a history, as its check finds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import _

FAULTS: Final[Mapping[str, str]] = {
    "position-gap": _("An event is missing here, or just before."),
    "version-gap": _("An event of the same record is missing."),
    "time-went-back": _("It was recorded at an earlier time than the event ahead of it."),
    "leaf-differs": _("The event, its time or its statement is not what was recorded."),
    "state-corrupt": _("What is kept is no event that the hub can have written."),
    "command-differs": _("The event names another command than the one it is kept with."),
    "command-row-differs": _(
        "What stands beside the statement is not of this act: agency, record, version, place "
        "or refusal."
    ),
    "command-without-event": _("A command is kept here, and no event comes of it."),
    "recorded-apart": _("The event and its statement were recorded at different times."),
    "statement-missing": _("Nobody signed for it, and the hub does no such thing by itself."),
    "signature-wrong": _("The agency's key did not sign the statement that is kept."),
    "signed-by-unknown-key": _(
        "The statement is signed with a key that was not its agency's at that time."
    ),
    "statement-differs": _(
        "The statement is for another act: another agency, person, role, time or record."
    ),
    "stated-at-another-time": _("It was signed long before it was recorded, or after."),
    "facts-differ": _("The facts that are kept are not those that were signed for."),
    "facts-missing": _("The facts that were signed for are not kept."),
    "event-differs": _("The event does not say what was signed for."),
    "does-not-follow": _("The event does not say what follows from the records before it."),
    "edition-differs": _("It was not judged by the edition of the law that was in use then."),
    "keys-by-another": _("Whoever published these keys may not publish keys of that agency."),
    "operator-differs": _("The operator is not the one of the operator's card."),
    "envelope-missing": _("The sealed words that the event names are not there, or not all."),
    "envelope-differs": _(
        "The sealed words are not those that the event names, or of another record, author or "
        "person."
    ),
    "sealed-with-unknown-key": _(
        "The words are sealed to a key that was not its agency's at that time."
    ),
    "envelope-signature-wrong": _("The author's agency did not sign the sealed words."),
}

JUDGED: Final[Mapping[str, str]] = {
    "judged-otherwise": _("The rules make something else of what was signed for."),
    "recorded-though-refused": _("It was recorded, and the rules refuse it."),
    "refused-though-allowed": _("It was refused, and the rules allow it."),
    "form-of-then": _("What was signed for has a form that this release does not take."),
    "not-stated": _("A task's time had passed by then, and the hub had not stated it."),
}
"""How an act can come out otherwise when it is judged again."""

NOT_JUDGED: Final[Mapping[str, str]] = {
    "read-refused": _("a read that was refused, which changed nothing"),
    "words-not-kept": _("refused for what its sealed words are about, which are not kept"),
    "store-begun": _("the making of the store, which nobody stated"),
    "not-restored": _("it cannot be restored, see audit replay"),
}
"""Why an act is not judged again."""
