"""What a call is told when it is not even judged, and what is told of any record."""

from __future__ import annotations

from hub_services.words.catalogue import _

_TRY_AGAIN = _(
    "Nothing that you wrote is lost, and nothing is done twice. Try again in a minute. If "
    "someone may be in danger now, do not wait: ring the police on 999, or children's social "
    "care."
)

SAID = {
    "malformed": (
        _("This could not be read"),
        _(
            "Something in it is missing, has the wrong form, or is not known. Check the places "
            "named and send it again. Nothing was recorded."
        ),
    ),
    "not-authenticated": (
        _("You are not signed in to the hub"),
        _(
            "The hub could not confirm who is calling. Sign in again. If it happens again, ask "
            "your agency's information governance lead: your agency's key may have changed, or "
            "its clock may be wrong by more than five minutes."
        ),
    ),
    "role-required": (
        _("Your role does not allow this step"),
        _(
            "This step is kept for other roles, or for bodies of another kind. Ask a colleague "
            "who has the role, or choose another of your hats. Your information governance "
            "lead can give you the role if it is part of your work."
        ),
    ),
    "not-found": (
        _("There is nothing here that you can see"),
        _(
            "It does not exist, or it is not shared with you. If you expected to see it, ask "
            "the person who sent it whom they named."
        ),
    ),
    "handed-over": (
        _("A colleague has this now"),
        _(
            "It was with you, and it is with a colleague now: only they see it. Ring them if "
            "they should know what you know, or if it should not be with them."
        ),
    ),
    "method-not-allowed": (
        _("That cannot be done at this address"),
        _("The address is right, but not for this kind of call. See the list of calls."),
    ),
    "command-id-reused": (
        _("This was sent before with other contents"),
        _("The first one stands. Start again from the page, so that a new one is made."),
    ),
    "version-moved": (
        _("Somebody changed this while you were working"),
        _("Nothing was recorded. Read what has changed, and send again if it is still right."),
    ),
    "too-large": (
        _("This is too large"),
        _("One record may hold 256 KiB. Send less, or share what is needed from the document."),
    ),
    "unsupported-media-type": (
        _("This is in a form the hub does not read"),
        _("Send JSON, and say so in the Content-Type header."),
    ),
    "not-ready": (
        _("The hub is starting, or cannot reach its store"),
        _(
            "Nothing was recorded. Try again in a minute. If someone may be in danger now, do "
            "not wait: ring the police on 999, or children's social care."
        ),
    ),
    "outcome-unknown": (
        _("It is not known whether this was recorded"),
        _(
            "The hub lost its store while it recorded this. Send the very same call again: it "
            "is recorded, or answered as it was the first time, and never done twice. If "
            "someone may be in danger now, do not wait: ring the police on 999, or children's "
            "social care."
        ),
    ),
    "hub-away": (_("The hub cannot be reached just now"), _TRY_AGAIN),
    "desk-away": (_("Your desk cannot reach its own records just now"), _TRY_AGAIN),
    "keys-away": (
        _("The keys of your agency are not at this desk"),
        _(
            "Nothing that was kept is lost. Tell whoever runs the desk that the folder of the "
            "agencies' keys must be put back, then try again. If someone may be in danger now, "
            "do not wait: ring the police on 999, or children's social care."
        ),
    ),
    "sign-in-away": (_("The place where you sign in cannot be reached just now"), _TRY_AGAIN),
    "page-too-old": (
        _("You have signed in again since this page was shown"),
        _("Nothing was sent. Check that it is still right, and send it."),
    ),
    "page-of-another": (
        _("This page was not shown to you"),
        _(
            "Somebody else was signed in here when it was opened, and nothing was sent. Copy "
            "what is yours, and open the page anew."
        ),
    ),
    "seal-broken": (
        _("These words cannot be trusted"),
        _(
            "The sealed words are not what their author sent, or a key is wrong. Nothing of "
            "them is shown. Ring the person who sent them, and tell your information "
            "governance lead."
        ),
    ),
    "unexpected": (
        _("Something went wrong on our side"),
        _(
            "It has been noted without any names. Try again. If someone may be in danger now, "
            "do not wait: ring the police on 999, or children's social care."
        ),
    ),
}
