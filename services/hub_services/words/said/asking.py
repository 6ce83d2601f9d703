"""Refusals of asking: who may ask whom, on which law, and what a request must say."""

from __future__ import annotations

from hub_services.words.catalogue import _

SAID = {
    "request-basis-required": (
        _("Say on which law you ask"),
        _(
            "Whoever asks must be clear of the basis on which they do. Choose the duty or "
            "power under which you ask."
        ),
    ),
    "not-safeguarding-partner": (
        _("Only a safeguarding partner can ask under this section"),
        _(
            "Section 16H of the Children Act 2004 is for the local authority, the integrated "
            "care board and the chief officer of police. Your agency is none of these in this "
            "area. Ask under a law that names your agency, or ask a safeguarding partner to "
            "make the request."
        ),
    ),
    "s16h-purpose": (
        _("Say which function of the safeguarding partners this serves"),
        _(
            "A request under section 16H of the Children Act 2004 enables or assists a "
            "safeguarding partner to perform its functions. Choose the function, and say in "
            "your own words how this information helps with it."
        ),
    ),
    "explanation-required": (
        _("Say {field}"),
        _(
            "A request explains why the information is needed and what it asks of those who "
            "must find it. In two or three sentences, say {field}. The people you ask will "
            "read it."
        ),
    ),
    "request-not-specific": (
        _("Say exactly what you are asking for: {field}"),
        _(
            "A request names the items, the period and the people, and says why each is "
            "necessary and no more than is needed. \u201cEverything you have\u201d cannot be "
            "answered. Look again at: {field}."
        ),
    ),
    "s164-function": (
        _("Say which social services function this serves"),
        _(
            "Section 164 of the Social Services and Well-being (Wales) Act 2014 is for a local "
            "authority's social services functions. Choose the function. If you are not a "
            "local authority in Wales, ask under another law."
        ),
    ),
    "s164-addressee": (
        _("This body is not one that section 164 reaches"),
        _(
            "Section 164 of the Social Services and Well-being (Wales) Act 2014 reaches "
            "relevant partners and the bodies it names. Ask this body under another law; it "
            "may still choose to share."
        ),
    ),
    "s137-purpose": (
        _("Say which function of the Board this serves"),
        _(
            "Section 137 of the Social Services and Well-being (Wales) Act 2014 lets a "
            "Safeguarding Board ask for what enables or assists it to perform its functions. "
            "Choose the function."
        ),
    ),
    "s137-not-qualifying": (
        _("Say why this body is likely to have the information"),
        _(
            "Before it asks under section 137 of the Social Services and Well-being (Wales) "
            "Act 2014, the Board considers why this body's functions or activities make it "
            "likely to have the information. Write that down in a sentence or two."
        ),
    ),
    "s137-relation": (
        _("Say how each item relates to the body you ask"),
        _(
            "Under section 137 an item must relate to the body itself, to its function or "
            "activity, or to a person for whom it exercises that function. Choose which, for "
            "each item."
        ),
    ),
    "s115-recipient": (
        _("Section 115 does not name this recipient"),
        _(
            "Section 115 of the Crime and Disorder Act 1998 allows disclosure to the relevant "
            "authorities that it names. Choose another law or another recipient."
        ),
    ),
    "s115-purpose": (
        _("Say why this is necessary or expedient under the Crime and Disorder Act"),
        _(
            "Section 115 applies where disclosure is necessary or expedient for the purposes "
            "of the Crime and Disorder Act 1998. Say in a sentence or two why it is."
        ),
    ),
    "vir-test": (
        _("Make a victim information request outside the hub"),
        _(
            "Sections 44A to 44F of the Police, Crime, Sentencing and Courts Act 2022 need a "
            "reasonable line of enquiry, necessity, proportionality and notice to the victim. "
            "The hub does not check these yet. Ask as the code of practice and the procedure "
            "of your force lay down."
        ),
    ),
    "gateway-not-available": (
        _("This law cannot be used between these bodies or for this purpose"),
        _(
            "A power or duty can be used by, and against, the bodies that it names, for the "
            "purposes that it serves. Choose a law that fits: the list shows what each lets "
            "you ask, and whom."
        ),
    ),
    "provision-not-in-force": (
        _("This law is not in force on that day"),
        _("Only law in force on the day can be cited. Choose the law that is in force now."),
    ),
    "provision-jurisdiction": (
        _("This law belongs to the other nation"),
        _(
            "English statutes bind in England and Welsh statutes in Wales. Choose a law of "
            "your own nation that reaches this body, or ask them to share of their own choice."
        ),
    ),
    "category-not-in-force": (
        _("This kind of body is not in the law on that day"),
        _("The law has changed. Register the body under the category that is in force now."),
    ),
    "purpose-required": (
        _("Say what the sharing is for"),
        _(
            "Sharing and asking have a clear and legitimate purpose. Choose it from the list "
            "and say it in your own words. Not being sure that a threshold is met does not "
            "matter: finding out whether someone needs safeguarding is a purpose."
        ),
    ),
    "purpose-recipient": (
        _("This recipient cannot receive for this purpose"),
        _(
            "Some purposes allow only certain recipients, and some bodies receive for court or "
            "insurance purposes only. Choose another purpose or another recipient."
        ),
    ),
    "due-in-the-past": (
        _("The time to answer by has already passed"),
        _("Give a date and time in the future that leaves time to answer."),
    ),
    "not-narrower": (
        _("A narrowed request asks for less than before"),
        _(
            "Keep at least one person and one item, and leave out at least one. To ask for "
            "something more, make a new request and say why."
        ),
    ),
    "request-withdrawn": (
        _("They have withdrawn this request"),
        _(
            "Nothing is asked of you any more. If what you know would protect somebody, ring "
            "them all the same."
        ),
    ),
    "not-asked-back": (
        _("There is nothing to explain now"),
        _(
            "A request is explained when it was challenged or when they asked what is meant. "
            "Look where it stands now. To ask for something else, make a new request."
        ),
    ),
    "org-arrangements-missing": (
        _("Your agency has not recorded its safeguarding arrangements"),
        _(
            "Agencies record how they safeguard and share before they ask others (Children Act "
            "2004, section 11 or 28). Ask your information governance lead to record them. You "
            "can still answer, refer and share in an emergency."
        ),
    ),
    "training-not-current": (
        _("Your training is not up to date"),
        _(
            "Asking, searching and exporting need current training. Ask a colleague to send "
            "this one. You can still answer, refer and share in an emergency."
        ),
    ),
    "subject-not-in-scope": (
        _("Say why this person is protected"),
        _(
            "Say whether this is a child, an unborn child, or an adult at risk or facing "
            "serious harm, and who says so. An adult is at risk who needs care and support, is "
            "or may be abused or neglected, and cannot protect themselves: say all three, or "
            "choose serious harm. An estimate of age is enough if it is marked as one."
        ),
    ),
}
