"""A case out of a form, question by question: what was answered so far, and what comes next.

The same reader as for a file takes it. Nothing is kept: the answers travel in the form itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hub_domain.law.rows import BodyCategory
from hub_services.desk.directory import AgencyEntry
from hub_services.desk.web.forms import CHOOSE, Form
from hub_services.desk.web.law_choices import Law
from hub_services.weighing.case_file import BadCase, Put, put_case
from hub_services.weighing.explaining import Explained, explained
from hub_services.words.catalogue import _
from hub_services.words.codes import CODES

BEGIN: Final = "begin"
ORDER: Final = (BEGIN, "P", "C", "I", "L", "H1", "H2", "H3", "H4", "H5")
FURTHER: Final[Mapping[str, tuple[str, ...]]] = {
    BEGIN: ("post",),
    "P": ("P-code", "P-words"),
    "C": ("C-reason", "C-words"),
    "L": ("L-provision",),
    "H3": ("H3-words",),
}
"""Fields of a question beside its answer, which stands under the question's own name."""

ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    BEGIN: ("no", "yes"),
    "P": ("yes", "no", "unsure"),
    "C": (
        "yes",
        "not-sought",
        "refused",
        "withdrawn",
        "no-reply",
        "unsure-taken-as-no",
        "unsure",
    ),
    "I": ("yes", "no", "unsure-taken-as-yes", "unsure"),
    "L": (*(code for code in CODES["basis"] if code != "consent"), "no", "unsure"),
    "H1": ("items", "whole-file", "unsure"),
    "H2": ("typed", "unsure"),
    "H3": ("practitioner", "duty-post", "unnamed", "unsure"),
    "H4": ("secure", "weaker", "unsure"),
    "H5": ("given", "planned", "withheld", "not-identifiable", "unsure"),
}
_HOW: Final = {
    "H1": "amount",
    "H2": "kinds",
    "H3": "individual",
    "H4": "channel",
    "H5": "notice",
}


def checked(form: Form, asked: str, agencies: Mapping[str, AgencyEntry]) -> None:
    """Say beside the field what the question that was asked still lacks."""
    if asked not in ANSWERS:
        return
    if asked == BEGIN:
        form.chosen("to", agencies, _("Choose who would receive it"))
        if form.text("post"):
            form.chosen("post", CODES["weigh-post"])
    answer = form.chosen(asked, ANSWERS[asked])
    if asked == "P" and answer == "yes":
        form.chosen("P-code", CODES["purpose"], _("Choose the purpose"))
        form.needed("P-words", _("Say in a sentence what it is for"))


def go_back(form: Form, question: str) -> None:
    """Forget the answer to a question and to all that came after it."""
    if question in ORDER:
        for later in ORDER[ORDER.index(question) :]:
            form.without(later)


def before(form: Form, question: str) -> Form:
    """What was answered before a question: of the question itself nothing."""
    here = {question, "to" if question == BEGIN else "", *FURTHER.get(question, ())}
    return Form({name: said for name, said in form.fields.items() if name not in here})


def answered(form: Form) -> dict[str, str]:
    """Every field that the form has to carry on, by its name."""
    names = [name for question in ORDER for name in (question, *FURTHER.get(question, ()))]
    return {name: form.text(name) for name in (*names, "to") if form.text(name)}


def weighed(
    form: Form, law: Law, own: AgencyEntry, other: AgencyEntry, lang: str
) -> tuple[Explained | None, str]:
    """The explanation so far, and the question that comes next; none at the end."""
    try:
        put = _put(form, law, own, other)
    except BadCase:
        form.wrong("L-provision" if form.text("L-provision") else "L", CHOOSE)
        return None, "L"
    found = explained(put, law.catalogue, lang)
    if found.outcome == "unanswered":
        return found, found.path.rpartition(">")[2]
    if found.outcome == "may-share":
        for question in _HOW:
            if not form.text(question):
                return found, question
    return found, ""


_ORDINARY: Final = dict.fromkeys(
    ("special-category", "criminal-offence", "sensitive", "confidential"), False
)
"""What is weighed here is taken to be of no special kind, and the page says so."""


def _put(form: Form, law: Law, own: AgencyEntry, other: AgencyEntry) -> Put:
    plain = {
        "title": other.name,
        "holder": _body(own, law),
        "receiver": {**_body(other, law), "post": form.text("post")},
        "immediate-risk": form.text(BEGIN) == "yes",
        "items": [
            {
                "about": other.name,
                "consent": _consent(form),
                "identifies": _identifies(form),
                "lawful": _lawful(form),
                **_ORDINARY,
            }
        ],
        "purpose": _purpose(form),
        "how": _how(form),
    }
    return put_case(plain, law.catalogue, law.day)


def _body(agency: AgencyEntry, law: Law) -> dict[str, Any]:
    in_force = [
        code
        for code in agency.categories
        if law.catalogue.find(BodyCategory, code, law.day) is not None
    ]
    return {"nation": agency.nation, "categories": in_force}


def _purpose(form: Form) -> dict[str, Any] | None:
    match form.text("P"):
        case "":
            return None
        case "yes":
            return {
                "answer": "yes",
                "code": form.text("P-code"),
                "words": form.text("P-words"),
            }
        case answer:
            return {"answer": answer}


def _consent(form: Form) -> dict[str, Any] | None:
    match form.text("C"):
        case "":
            return None
        case "yes":
            return {"answer": "yes", "of": ["everyone"]}
        case "unsure" | "unsure-taken-as-no" as answer:
            return {"answer": answer}
        case status:
            return {
                "answer": "no",
                "standings": [
                    {
                        "status": status,
                        "reason": form.text("C-reason"),
                        "words": form.text("C-words"),
                    }
                ],
            }


def _identifies(form: Form) -> dict[str, Any] | None:
    match form.text("I"):
        case "":
            return None
        case "no":
            return {"answer": "no", "method": "stated", "risk": "stated"}
        case answer:
            return {"answer": answer}


def _lawful(form: Form) -> dict[str, Any] | None:
    match form.text("L"):
        case "":
            return None
        case "no" | "unsure" as answer:
            return {"answer": answer, **({"considered": ["all"]} if answer == "no" else {})}
        case basis:
            regime = "law-enforcement" if basis == "necessary-for-task" else "general"
            return {
                "answer": "yes",
                "basis": basis,
                "regime": regime,
                "provision": form.text("L-provision"),
                "limb": "a",
                "protected-person": "the person at risk",
            }


def _how(form: Form) -> dict[str, Any] | None:
    how: dict[str, Any] = {
        name: {"answer": form.text(question)}
        for question, name in _HOW.items()
        if form.text(question)
    }
    if "individual" in how and form.text("H3-words"):
        how["individual"]["need"] = form.text("H3-words")
    return how or None
