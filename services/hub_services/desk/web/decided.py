"""A decision as its record says it (R-204): each answer in words, and where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import format_date

from hub_services.desk.uses.item_words import told_code
from hub_services.words.catalogue import LOCALES, _, say
from hub_services.words.codes import called

Codes = Mapping[str, Any]
YES_OR_NO: Final[Mapping[Any, str]] = {True: _("Yes"), "yes": _("Yes"), "no": _("No")}

CAME_FROM: Final[Mapping[str, str]] = {
    "person": _("answered by who decided"),
    "request": _("as the request and its law gave it"),
}

UNSAID: Final = _("not said yet")

AIMS: Final[Mapping[str, str]] = {
    "rights-of-others": _("To protect the rights of others (Article 8)"),
    "disorder-or-crime": _("To prevent disorder or crime (Article 8)"),
}

CHECKED: Final = (
    *("supports-safeguarding", "compatible", "article-8-lawful", "article-8-necessary"),
    *("necessary", "proportionate", "relevant", "adequate", "accurate", "timely", "secure"),
)
"""What is recorded as so, or as not so, of the whole (R-100)."""

_SO: Final = frozenset({"yes", "met"})

RECORDED: Final = (
    ("need-level", _("How great is the need?"), "level"),
    ("risk-level", _("How great is the risk?"), "level"),
    ("urgency", _("How urgent is it?"), "urgency"),
    ("child-voice", _("Is the child's own view known?"), "child-voice"),
    ("understanding", _("Did they understand it?"), "understanding"),
    ("privacy-notice", _("Does a privacy notice of yours cover this?"), "privacy-notice"),
)
"""Codes that are recorded, each with its question and the list of its answers."""


@dataclass(frozen=True)
class Answered:
    """One question of a decision, what was answered, and by whom or what."""

    question: str
    answer: str
    came_from: str


def answers_of(decision: Codes, lang: str, cited: Callable[[str], str]) -> list[Answered]:
    """Every answer that a decision holds in codes, in the order of the page that asks them."""
    came_from = decision["codes"].get("came_from") or {}
    return [
        Answered(say(question, lang), answer, _whence(came_from.get(name, ""), lang))
        for name, question, answer in dict.fromkeys(_answers(decision, lang, cited))
        if answer
    ]


def _whence(source: str, lang: str) -> str:
    if source.startswith("policy-"):
        text = say(_("by the local policy, edition %(number)s"), lang)
        return text % {"number": source.removeprefix("policy-")}
    return say(CAME_FROM.get(source, ""), lang)


def _answers(
    decision: Codes, lang: str, cited: Callable[[str], str]
) -> Iterator[tuple[str, str, str]]:
    """The name under which its source is kept, the question, and the answer in words."""
    codes = decision["codes"]
    record = codes.get("record") or {}
    exercising = called("exercising", codes.get("exercising"), lang)
    yield "purpose-code", _("Purpose"), called("purpose", decision["purpose"], lang)
    yield "exercising", _("In which function do you act?"), exercising
    for run in codes.get("runs") or ():
        yield from _of_a_run(run, lang, cited)
    for name, question, kind in RECORDED[:2]:
        yield name, question, called(kind, record.get(name), lang)
    clarity = called("clarity", codes.get("risk_clarity"), lang)
    yield "clarity", _("How clear is the risk?"), clarity
    harm = called("harm", codes["harm"], lang) if codes.get("harm") else say(UNSAID, lang)
    yield "harm", _("Is there a sign of harm?"), harm
    yield "immediate", _("Immediate risk"), _yes(codes.get("immediate_risk"), lang)
    yield (
        "crime",
        _("A crime may have been committed"),
        say(_("Yes, it may"), lang) if codes.get("crime_suspected") else "",
    )
    yield "known", _("Who has been told already?"), _known(codes, lang)
    for name, question, kind in RECORDED[2:]:
        yield name, question, called(kind, record.get(name), lang)
    preferred = record.get("interest-preferred") == "adult"
    adult = say(_("Here an adult's interest is put before the child's"), lang)
    yield "adult-first", _("Whose interest comes first?"), adult if preferred else ""
    yield from _told(codes, lang)
    expected = say(YES_OR_NO.get(record.get("expected-by-subject"), ""), lang)
    yield "expected", _("Would they expect you to share this?"), expected
    advisers = ", ".join(called("role", each, lang) for each in decision["advisers"] or ())
    yield "adviser", _("Who advised you?"), advisers
    asks = called("role", (codes.get("question") or {}).get("role"), lang)
    yield "question-role", _("Whom do you ask?"), asks
    yield from _checked(record, lang)


def _of_a_run(
    run: Codes, lang: str, cited: Callable[[str], str]
) -> Iterator[tuple[str, str, str]]:
    """Consent, whom it identifies, and on which law: of items with the same answers."""
    consent, lawful = run.get("consent") or {}, run.get("lawful") or {}
    standings = consent.get("standings") or ()
    held = [called("consent", each["status"], lang) for each in standings]
    if consent.get("answer") == "yes":
        held = [say(_("Yes"), lang)]
    yield "consent", _("Do you have consent?"), "; ".join(dict.fromkeys(filter(None, held)))
    reasons = ("/".join(filter(None, (each["reason"], each["detail"]))) for each in standings)
    why = [called("without-consent", reason, lang) for reason in reasons if reason]
    yield "reason", _("Why is it shared without consent?"), "; ".join(dict.fromkeys(why))
    identifies = called("identifies", (run.get("identifies") or {}).get("answer"), lang)
    yield "identifies", _("Does it identify someone?"), identifies
    yield "basis", _("Is there a lawful reason?"), called("basis", lawful.get("basis"), lang)
    provision = lawful.get("provision")
    on = cited(provision) if provision else ""
    yield "provision", _("On which law does it rest?"), on
    condition = lawful.get("condition") or {}
    fits = called("condition", condition.get("code"), lang)
    yield "condition", _("Which condition fits best?"), fits
    harm = called("harm-kind", condition.get("harm"), lang)
    yield "harm-kind", _("From what, or for what, does it protect?"), harm
    yield "gate", _("What lets you share it?"), called("gate", lawful.get("gate"), lang)


def _told(codes: Codes, lang: str) -> Iterator[tuple[str, str, str]]:
    told = called("told-whom", told_code(codes), lang)
    yield "told-whom", _("Who is told that you share this?"), told
    notice = (codes.get("how") or {}).get("notice") or {}
    review = notice.get("review_on")
    on = date.fromisoformat(review) if review else None
    day = format_date(on, "d MMMM y", locale=LOCALES[lang]) if on else ""
    yield "review", _("When do you look at it again?"), day


def _known(codes: Codes, lang: str) -> str:
    told = {
        _("The police"): codes.get("police_notified"),
        _("Social care"): codes.get("social_care_notified"),
    }
    return ", ".join(say(who, lang) for who, known in told.items() if known)


def _yes(said: object, lang: str) -> str:
    """That it is so; what was not ticked is not answered."""
    return say(_("Yes"), lang) if said else ""


def _checked(record: Codes, lang: str) -> Iterator[tuple[str, str, str]]:
    aim = record.get("article-8-aim") or ""
    so: list[str] = []
    not_so: list[str] = []
    for name in CHECKED:
        if record.get(name):
            found = so if record[name] in _SO else not_so
            found.append(called("record-code", name, lang))
    yield "confirmed", _("Answered with yes"), "; ".join(so)
    yield "confirmed", _("Answered with no"), "; ".join(not_so)
    yield "confirmed", _("Its legitimate aim"), say(AIMS.get(aim, aim), lang)
