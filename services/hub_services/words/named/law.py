"""The law in plain words: what it lets you ask, and what the other side must do.

Each entry says no more than its row of the law catalogue does; the statute is cited beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hub_services.words.catalogue import _


@dataclass(frozen=True)
class InPlainWords:
    """A provision as a practitioner would tell it to a colleague."""

    cited: str
    asks: str
    must: str
    meaning: str


PROVISIONS: Final[Mapping[str, InPlainWords]] = {
    "CA2004-16H": InPlainWords(
        _("Children Act 2004, section 16H"),
        _(
            "A safeguarding partner (council, integrated care board or police) may ask anyone "
            "for named information that helps the partners to do their safeguarding work."
        ),
        _(
            "A duty to answer. It can be supplied, supplied in part with the rest explained, "
            "answered that nothing is held, queried, or challenged with reasons. It cannot "
            "simply be declined."
        ),
        _("A duty to answer. It may be used only for the partners' own function."),
    ),
    "CA1989-47": InPlainWords(
        _("Children Act 1989, section 47"),
        _(
            "A council that has reason to suspect that a child is suffering, or is likely to "
            "suffer, significant harm may ask others for what it needs to decide what to do."
        ),
        _(
            "Help is expected. It can be supplied, supplied in part, answered that nothing is "
            "held, queried, challenged, or declined on a recognised ground with reasons."
        ),
        _("A council's enquiry because a child may be suffering significant harm."),
    ),
    "CA1989-17": InPlainWords(
        _("Children Act 1989, section 17"),
        _(
            "A council may ask others for what it needs to find out how to help a child in "
            "need."
        ),
        _(
            "Help is expected where it can be given. It can be supplied, supplied in part, "
            "answered that nothing is held, queried, challenged, or declined on a recognised "
            "ground with reasons."
        ),
        _("A council's enquiry about help for a child in need."),
    ),
    "COURT-ORDER": InPlainWords(
        _("Order of a court"),
        _("You may ask for what the order names. Give its reference."),
        _("It must be complied with. The only way to challenge it is to apply to the court."),
        _("A court has ordered this."),
    ),
    "CDA1998-115": InPlainWords(
        _("Crime and Disorder Act 1998, section 115"),
        _(
            "You may ask for what is necessary or expedient to reduce crime and disorder, if "
            "your body is one that the section names."
        ),
        _("It may be shared. It may also be declined on a recognised ground, with reasons."),
        _("A power to share in order to reduce crime and disorder."),
    ),
    "CL-POLICE": InPlainWords(
        _("Common law power of the police"),
        _("You may ask the police to tell you what you need in order to prevent crime."),
        _("The police may share if there is a pressing need. They may decline with reasons."),
        _("A power of the police to disclose in order to prevent crime."),
    ),
    "PCSC2022-44A": InPlainWords(
        _("Police, Crime, Sentencing and Courts Act 2022, section 44A"),
        _("The police may ask for information about a victim in order to investigate a crime."),
        _("It may be shared. It may also be declined on a recognised ground, with reasons."),
        _("A police request for information about a victim."),
    ),
    "CA2004-16LA": InPlainWords(
        _("Children Act 2004, section 16LA"),
        _("You may ask another body that the section names for information about a child."),
        _("It must be shared, unless that would harm the child more than not sharing."),
        _("A duty to share information about a child."),
    ),
    "CA14-45": InPlainWords(
        _("Care Act 2014, section 45"),
        _("A Safeguarding Adults Board may ask for what enables or assists it to do its work."),
        _(
            "A duty to answer if the conditions of the section are met. It can be supplied, "
            "supplied in part with the rest explained, answered that nothing is held, or "
            "challenged."
        ),
        _("A duty to answer a Safeguarding Adults Board."),
    ),
    "CA14-7": InPlainWords(
        _("Care Act 2014, section 7"),
        _("A council may ask its partners to co-operate in the case of an adult."),
        _(
            "A duty to co-operate, unless it would be incompatible with the body's own duties "
            "or have an adverse effect on its functions. Whoever declines gives written "
            "reasons."
        ),
        _("A duty to co-operate in the case of an adult."),
    ),
    "SSWBA-164": InPlainWords(
        _("Social Services and Well-being (Wales) Act 2014, section 164"),
        _(
            "A council in Wales may ask relevant partners to co-operate and to give it the "
            "information it needs for its social services functions."
        ),
        _(
            "A duty to comply, unless it would be incompatible with the body's own duties or "
            "have an adverse effect on its functions. Whoever declines gives written reasons."
        ),
        _("A duty in Wales to co-operate and to give information."),
    ),
    "SSWBA-137": InPlainWords(
        _("Social Services and Well-being (Wales) Act 2014, section 137"),
        _(
            "A Safeguarding Board in Wales may ask a body or person for information that "
            "enables or assists the Board to perform its functions."
        ),
        _(
            "It can be supplied, supplied in part, answered that nothing is held, challenged, "
            "or declined."
        ),
        _("A request of a Safeguarding Board in Wales."),
    ),
}

TELLS: Final[Mapping[str, str]] = {
    "SSWBA-130": _(
        "A duty. Your body must tell the council when it has reasonable cause to suspect that "
        "a child is at risk."
    ),
    "CA2004-16LA": _("A duty. Your body must share information about a child with others."),
    "CA2004-11": _(
        "Your body does all its work with regard to the need to safeguard children. Telling "
        "others what they need for that is part of it."
    ),
    "CA2004-28": _(
        "In Wales your body does all its work with regard to the need to safeguard children. "
        "Telling others what they need for that is part of it."
    ),
    "EA2002-175": _(
        "You safeguard children in education. Telling others what they need for that is part "
        "of it."
    ),
    "BCIA2009-55": _(
        "You safeguard children in immigration, asylum, nationality and customs work. Telling "
        "others what they need for that is part of it."
    ),
    "NHSA2006": _(
        "You provide health services, and others need to know it for somebody's care."
    ),
    "CDA1998-38": _("You provide youth justice services, and others need to know it for them."),
    "CA14-42": _("Your council enquires whether an adult is at risk, and others need to know."),
    "SSWBA-126": _(
        "Your council in Wales enquires whether an adult is at risk, and others need to know."
    ),
    "CA1989-17": _(
        "Your council looks into help for a child in need, and others need to know."
    ),
    "CA1989-47": _(
        "Your council enquires whether a child is suffering significant harm, and others need "
        "to know."
    ),
    "CDA1998-115": _(
        "A power. You may tell the police, councils, probation and health bodies that the "
        "section names what is necessary or expedient to reduce crime and disorder."
    ),
    "CL-POLICE": _("A power of the police to tell others in order to prevent crime."),
    "OMA2007-14": _("A power to tell others what they need to manage offenders."),
    "SSWBA-137": _(
        "A Safeguarding Board in Wales does its work, and others need to know it for that."
    ),
}
"""On which law one tells another agency unasked, and what that law is about.

First duties, then what is for all work of a body, then its particular functions and powers.
"""

FUNCTIONS: Final[Mapping[str, str]] = {
    "safeguarding-arrangements": _("Safeguarding arrangements of the partners"),
    "practice-review": _("A child safeguarding practice review"),
    "serious-incident-learning": _("Learning from a serious incident"),
    "scrutiny": _("Scrutiny of the partners' work"),
    "enable-or-assist-board": _("Enabling or assisting the Board"),
    "assessment": _("Assessment of needs"),
    "care-and-support": _("Care and support"),
    "safeguarding": _("Safeguarding"),
    "looked-after-children": _("Looked after children"),
    "other": _("Another social services function"),
    "sb-obj-a": _("Protecting people at risk"),
    "sb-obj-b": _("Preventing people from becoming at risk"),
    "sb-conducive": _("What helps the Board to reach its objectives"),
}

EXERCISED: Final[Mapping[str, str]] = {
    "education": _("Education functions"),
    "education-and-skills-act-2008-s-74": _(
        "Support services for young people (Education and Skills Act 2008, section 74)"
    ),
    "learning-and-skills-act-2000-s-123-1-b": _(
        "Youth support services (Learning and Skills Act 2000, section 123)"
    ),
    "delegated-childrens-social-care": _("Children's social care delegated to us"),
    "immigration": _("Immigration"),
    "asylum": _("Asylum"),
    "nationality": _("Nationality"),
    "customs": _("Customs"),
    "other": _("None of these"),
}
"""The functions for which a body holds a category, as it names the one that it exercises."""

BASES: Final[Mapping[str, str]] = {
    "consent": _("Consent"),
    "legal-obligation": _("Legal obligation: a law requires your agency to share"),
    "public-task": _("Public task: the law lays this task down for your agency"),
    "vital-interests": _("Vital interests: to save a life"),
    "legitimate-interests": _("Legitimate interests (not for a public authority's tasks)"),
    "recognised-legitimate-interest": _("Recognised legitimate interest: safeguarding"),
    "contract": _("A contract with the person"),
    "necessary-for-task": _("Needed for a law enforcement task"),
}

BASES_NAMED: Final[Mapping[str, str]] = {
    "consent": _("consent"),
    "legal-obligation": _("legal obligation"),
    "public-task": _("public task"),
    "vital-interests": _("vital interests: to save a life"),
    "legitimate-interests": _("legitimate interests"),
    "recognised-legitimate-interest": _("recognised legitimate interest: safeguarding"),
    "contract": _("a contract"),
    "necessary-for-task": _("law enforcement"),
}
"""The bases as they are named to whom it is told, beside the law that was cited."""

CONDITIONS: Final[Mapping[str, str]] = {
    "sch1-18": _("Safeguarding of children and of individuals at risk"),
    "explicit-consent": _("Explicit consent"),
    "vital-interests": _("Vital interests of someone who cannot consent"),
    "health-or-social-care": _("Health or social care purposes"),
    "legal-claims": _("Legal claims or judicial acts"),
    "statutory-functions": _("Statutory and government purposes"),
    "unlawful-acts": _("Preventing or detecting unlawful acts"),
    "protecting-public": _("Protecting the public against dishonesty"),
    "sch8-4": _("Safeguarding, law enforcement"),
    "sch8-1": _("Statutory purposes, law enforcement"),
    "sch8-3": _("Vital interests, law enforcement"),
}

GATES: Final[Mapping[str, str]] = {
    "informed-consent": _("The person agreed, knowing what it means"),
    "overwhelming-interest": _("The person's own overwhelming interest"),
    "public-interest": _("The public interest"),
    "court-order": _("A court order"),
    "legal-obligation": _("Another legal obligation"),
    "statutory-exemption": _("A statutory exemption"),
}

NO_CONSENT_REASONS: Final[Mapping[str, str]] = {
    "cannot-be-given": _("Consent cannot be given"),
    "practitioner-unable": _("You are unable to gain consent"),
    "not-reasonable-to-obtain": _("Consent cannot reasonably be expected to be obtained"),
    "could-place-child-at-risk": _("Asking for consent could place a child at risk"),
    "exception": _("One of the exceptions applies"),
    "emergency-delay": _("Delay in an emergency would raise the risk"),
    "statutory-duty": _("A statutory duty requires sharing"),
    "court-order": _("A court order requires sharing"),
    "consent-not-the-basis": _("Consent is not the basis here"),
}

LIMBS: Final[Mapping[str, str]] = {
    "a": _("Consent cannot be given"),
    "b": _("Consent cannot reasonably be expected to be obtained"),
    "c": _("Obtaining consent would prejudice the protection"),
}
"""Why it is done without consent: what limb (c) of the safeguarding condition allows."""

CONDITION_LIMBS: Final[Mapping[str, str]] = {
    "a": _("It is necessary to protect someone from neglect or harm, or their well-being."),
    "b": _("The person is under 18, or is 18 or over and at risk."),
    "c": _("It is done without consent, for one of the reasons that the law lists."),
    "d": _("It is necessary for reasons of substantial public interest."),
}
"""What the safeguarding condition asks, limb by limb; all four are met."""
