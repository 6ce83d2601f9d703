"""The form of a request: read as far as it goes for a preview, and wholly before it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date, datetime
from typing import Final, Literal, get_args
from uuid import UUID, uuid5

from hub_domain.law.capacity import OTHER
from hub_domain.law.evidence import CHILDREN
from hub_domain.law.refusals import lack
from hub_domain.law.rows import Provision
from hub_domain.text_checks import check_text
from hub_services.desk.drafts import (
    IdentityCard,
    ItemAsked,
    PersonAsked,
    RequestDraft,
    Scope,
    To,
)
from hub_services.desk.web.forms import Form, read_id
from hub_services.desk.web.law_choices import Law, wants_function
from hub_services.desk.web.person_form import is_adult
from hub_services.desk.web.reasons import say_lack
from hub_services.words.catalogue import _
from hub_services.words.named.casework import AT_RISK_LIMBS, SCOPES, TOLD

Told = Literal["told", "not-yet", "unsafe", "not-possible"]
ScopeKind = Literal["unborn", "under-18", "adult-at-risk", "adult-at-risk-of-serious-harm"]

OWNED: Final = {
    "who": ("provision", "to"),
    "people": ("person", "scope-", "find", "new-"),
    "what": (
        "exercising",
        "function",
        "kind",
        "order",
        "overlap",
        "purpose",
        "at-",
        "of-",
        "item-",
        "word-",
        "own-",
        "told",
        "due-",
    ),
}
"""Which fields each step shows, and so replaces when sent: unticked boxes send nothing."""

OF_AGE: Final = _(
    "They are 18 or over by their date of birth: choose what protects an adult, or tick that "
    "their age is an estimate"
)
UNCHOSEN: Final = _("Choose about whom you ask %(agency)s")
NOBODY_PROTECTED: Final = _("Ask %(agency)s about at least one person who is to be protected")
NO_ITEM_ABOUT: Final = _("Ask %(agency)s about at least one person whom an item is about")
NOBODYS: Final = _("Choose which agencies you ask for item %(number)s, or remove it")
NOT_THEIRS: Final = _(
    "Item %(number)s is about nobody of whom you ask %(agencies)s: choose somebody there as "
    "well, or do not ask %(agencies)s for it"
)
NOTHING_ASKED: Final = _("Choose at least one item for which you ask %(agencies)s")
SAY_FUNCTION: Final = _("Say in which function you act")
ALL_THREE: Final = _(
    "Tick all three, or choose “An adult at risk of serious harm”: an adult at risk is so by "
    "all of them"
)
MOST_ITEMS: Final = 12
_SEVERAL: Final = 2
_AGENCY: Final = len(f"{UUID(int=0)}-")
SENT: Final = "sent"
"""The agencies of a round that have been sent theirs; ``to`` are those still to be asked."""

SAY: Final = {
    "why-needed": _("Say why you need it"),
    "function": _("Say how it serves the function"),
    "necessity": _("Say why each item is necessary"),
    "proportionality": _("Say why you do not ask for more than you need"),
    "burden": _("Say what it asks of those who must find it"),
    "board-consideration": _("Say why this body is likely to have it"),
    "necessary-or-expedient": _("Say why it is necessary or expedient"),
}


def merged(kept: Form, sent: Form, step: str) -> Form:
    """The draft's form with what this step shows replaced by what was sent."""
    before = {text: kept.value(f"word-{text}") for text in SAY}
    kept.without(*OWNED[step])
    for name, values in sent.plain().items():
        kept.set(name, *values)
    for name in [each for each in kept.fields if each.startswith("own-")]:
        text = name.removeprefix("own-")[_AGENCY:]
        if kept.value(name) in {"", before.get(text), kept.value(f"word-{text}")}:
            kept.without(name)
    return kept


def own(agency: UUID, text: str) -> str:
    """The field in which something is said to one agency in words of its own.

    It begins as what all are told, and goes on with that until it is changed.
    """
    return f"own-{agency}-{text}"


def prefill_own(form: Form, texts: Sequence[str]) -> None:
    """Of several agencies each can be told in its own words why they are asked."""
    if len(addressees(form)) >= _SEVERAL:
        for agency in addressees(form):
            for text in texts:
                form.preset(own(agency, text), form.value(f"word-{text}"))


def addressees(form: Form) -> list[UUID]:
    """The agencies that are asked, in the order chosen."""
    return [each for each in map(read_id, form.texts("to")) if each]


def persons(form: Form) -> list[UUID]:
    """The persons it is about."""
    return list(dict.fromkeys(each for each in map(read_id, form.texts("person")) if each))


def asked_about(form: Form, agency: UUID) -> tuple[UUID, ...] | None:
    """Whom an agency is asked about; None is everyone, where there is nothing to choose.

    Several agencies learn of nobody who was not chosen for them (R-183, R-220). A choice once
    made stands, though those who were asked beside it have been sent theirs.
    """
    everyone, field = persons(form), f"of-{agency}"
    if len(everyone) < _SEVERAL:
        return None
    if len(addressees(form)) < _SEVERAL and field not in form.fields:
        return None
    chosen = form.texts(field)
    return tuple(person for person in everyone if str(person) in chosen)


def asked_of(form: Form, number: int) -> tuple[UUID, ...] | None:
    """Which agencies are asked for an item; None is each of them, with nothing to choose.

    Of several items none goes to any of several agencies for which it was not chosen (R-062,
    R-183). A choice once made stands, as that of persons does.
    """
    field = f"item-{number}-agency"
    if len(form.numbers("item")) < _SEVERAL:
        return None
    if len(addressees(form)) < _SEVERAL and field not in form.fields:
        return None
    chosen = form.texts(field)
    everyone = dict.fromkeys((*addressees(form), *asked_before(form)))
    return tuple(agency for agency in everyone if str(agency) in chosen)


def asked_before(form: Form) -> list[UUID]:
    """The agencies to which their request of this round went, while others are still left."""
    return [each for each in map(read_id, form.texts(SENT)) if each]


def draft_of(form: Form) -> RequestDraft:
    """As much of the request as can be read; what is not there yet is left out.

    Those to be protected come first: a list names the first alone.
    """
    reading = Form(form.fields)
    asked = persons(form)
    told = form.text("told")
    purpose, _slash, detail = form.text("purpose").partition("/")
    return RequestDraft(
        to=tuple(_to(form, agency) for agency in addressees(form)),
        provision=form.text("provision"),
        exercising=form.text("exercising") or None,
        function=form.text("function") or None,
        kind=form.text("kind") or None,
        order=form.text("order") or None,
        areas_overlap=form.text("overlap") == "yes",
        purpose=purpose or None,
        purpose_detail=detail or None,
        persons=tuple(
            sorted((_person(form, person) for person in asked), key=lambda each: not each.scope)
        ),
        items=tuple(
            item
            for number in form.numbers("item")
            if (item := _item(reading, number, asked)) is not None
        ),
        told=told if told in get_args(Told) else None,  # type: ignore[arg-type]
        due_at=reading.moment("due"),
        words={
            name.removeprefix("word-"): values[-1].strip()
            for name, values in form.fields.items()
            if name.startswith("word-") and values[-1].strip()
        },
    )


def key_of(draft: UUID, form: Form) -> UUID:
    """The same for the same words of a draft, whoever is still to be asked by them."""
    said = {name: of for name, of in form.plain().items() if name not in {"to", SENT}}
    return uuid5(draft, json.dumps(said, sort_keys=True))


def _to(form: Form, agency: UUID) -> To:
    kind, _colon, text = form.text(f"at-{agency}").partition(":")
    someone = read_id(text)
    return To(
        agency=agency,
        practitioner=someone if kind == "staff" else None,
        post=someone if kind == "post" else None,
        persons=asked_about(form, agency),
        words={text: said for text in SAY if (said := form.text(own(agency, text)))},
    )


def _person(form: Form, person: UUID) -> PersonAsked:
    kind = form.text(f"scope-{person}")
    if kind not in SCOPES:
        return PersonAsked(id=person)
    scope = Scope(
        kind=kind,  # type: ignore[arg-type]  # a scope's code
        limbs=limbs_of(form, f"scope-{person}-limb") if kind == "adult-at-risk" else (),
        estimated=form.text(f"scope-{person}-estimated") == "yes",
    )
    return PersonAsked(id=person, scope=scope)


def limbs_of(form: Form, field: str) -> tuple[str, ...]:
    """By which limbs an adult is said to be at risk."""
    return tuple(limb for limb in AT_RISK_LIMBS if limb in form.texts(field))


def _item(form: Form, number: int, asked: Sequence[UUID]) -> ItemAsked | None:
    topic = form.text(f"item-{number}-topic")
    if not topic:
        return None
    about = [each for each in map(read_id, form.texts(f"item-{number}-person")) if each]
    return ItemAsked(
        topic=topic,
        period_from=form.day(f"item-{number}-from", required=False),
        period_to=form.day(f"item-{number}-to", required=False),
        persons=tuple(person for person in about if person in asked),
        relation=form.text(f"item-{number}-relation") or None,
        agencies=asked_of(form, number),
    )


def check_who(form: Form) -> None:
    """Step one: on which law, and whom."""
    form.needed("provision", _("Choose the law on which you ask"))
    if not addressees(form):
        form.wrong("to", _("Choose at least one agency"))


def check_people(form: Form, cards: Mapping[UUID, IdentityCard], today: date) -> None:
    """Step two: about whom. Nobody who was written down is left out unawares.

    Who is 18 or over by the date of birth is no child, unless the age is an estimate.
    """
    if form.text("new-names"):
        form.wrong("new-names", _("Add this person, or empty the name"))
    if not persons(form):
        form.wrong("person", _("Choose at least one person, or add someone"))
    elif not any(form.text(f"scope-{person}") in SCOPES for person in persons(form)):
        form.wrong(
            f"scope-{_likeliest(form, cards, today)}",
            _("Say of at least one of them why they are protected"),
        )
    for person in persons(form):
        adult = form.text(f"scope-{person}") == "adult-at-risk"
        if adult and len(limbs_of(form, f"scope-{person}-limb")) < len(AT_RISK_LIMBS):
            form.wrong(f"scope-{person}-limb", ALL_THREE)
    for person, card in cards.items():
        scope = f"scope-{person}"
        child = form.text(scope) in CHILDREN and form.text(f"{scope}-estimated") != "yes"
        if child and is_adult(card, today):
            form.wrong(scope, OF_AGE)


def propose_children(form: Form, cards: Mapping[UUID, IdentityCard], today: date) -> None:
    """Who is under 18 by the date of birth is proposed as a child where nothing is said yet."""
    for person, card in cards.items():
        if _is_child(card, today) and f"scope-{person}" not in form.errors:
            form.preset(f"scope-{person}", "under-18")


def _is_child(card: IdentityCard, today: date) -> bool:
    return card.born is not None and not is_adult(card, today)


def _likeliest(form: Form, cards: Mapping[UUID, IdentityCard], today: date) -> UUID:
    """Of whom it is that they are to be protected: a child by the date of birth, if one is."""
    children = [
        person
        for person in persons(form)
        if person in cards and _is_child(cards[person], today)
    ]
    return (children or persons(form))[0]


def check_what(
    form: Form,
    provision: Provision,
    law: Law,
    functions: Sequence[str],
    *,
    called: Sequence[str],
    name: Callable[[UUID], str],
    now: datetime,
) -> None:
    """Step three: what, why and by when, as the provision requires.

    ``functions``: those for which the agency holds a category, if there are any. ``called``:
    the names of those it is about; a text with one of them, or with nothing said, is not sent.
    ``name``: that of an agency, for what is wrong with what it is asked.
    """
    if functions:
        form.chosen("exercising", (*functions, OTHER), SAY_FUNCTION)
    if wants_function(provision):
        form.chosen("function", provision.functions, _("Choose the function it serves"))
    if "request-kind" in provision.requires:
        form.needed("kind", _("Choose what you ask for"))
    if "order" in provision.requires:
        form.needed("order", _("Enter the reference of the order"))
    form.needed("purpose", _("Choose the purpose"))
    _check_asked_about(form, name)
    if not _check_items(form, law, relation="relation" in provision.requires):
        form.wrong("item-1-topic", _("Choose at least one thing to ask for"))
    _check_asked_for(form, name)
    for text in law.texts_owed(provision):
        lacking = lack(check_text(form.text(f"word-{text}"), subjects=called))
        if lacking:
            say_lack(form, f"word-{text}", lacking, called, SAY[text])
        for agency in addressees(form):
            said = form.text(own(agency, text))
            lacking = lack(check_text(said, subjects=called))
            if said and lacking:
                say_lack(form, own(agency, text), lacking, called, SAY[text])
    form.chosen("told", TOLD, _("Say whether the family has been told"))
    form.time_to_come("due", _("Enter the date by which you need it"), now)


def _check_items(form: Form, law: Law, *, relation: bool) -> int:
    topics: Container[str] = law.topics()
    items = 0
    for number in form.numbers("item"):
        field = f"item-{number}"
        if not form.text(f"{field}-topic"):
            continue
        items += 1
        if form.text(f"{field}-topic") not in topics:
            form.wrong(f"{field}-topic", _("Choose one from the list"))
        form.period(f"{field}-from", f"{field}-to", law.day)
        if not form.texts(f"{field}-person"):
            form.wrong(f"{field}-person", _("Choose whom this is about"))
        if relation:
            form.needed(f"{field}-relation", _("Say how it relates to the body you ask"))
    return items


def _check_asked_about(form: Form, name: Callable[[UUID], str]) -> None:
    """Each agency is asked about somebody who is to be protected (R-011, R-183)."""
    for agency in addressees(form):
        about = asked_about(form, agency)
        if about == ():
            form.wrong(f"of-{agency}", UNCHOSEN, agency=name(agency))
        elif about and not any(form.text(f"scope-{person}") in SCOPES for person in about):
            form.wrong(f"of-{agency}", NOBODY_PROTECTED, agency=name(agency))


def _check_asked_for(form: Form, name: Callable[[UUID], str]) -> None:
    """Each agency is asked for something, and each item of somebody who can answer it (R-062).

    An agency for which an item was chosen is asked for it: it is not left out unawares because
    it is asked about nobody whom the item is about.
    """
    shown = {number: str(place) for place, number in enumerate(form.numbers("item"), start=1)}
    items = [number for number in shown if form.text(f"item-{number}-topic")]
    asked = {number: asked_of(form, number) for number in items}
    for number, agencies in asked.items():
        field = f"item-{number}-agency"
        beyond = [
            agency
            for agency in addressees(form)
            if (agencies is None or agency in agencies)
            and _about_nobody_of(form, number, agency)
        ]
        if agencies is None:
            for agency in beyond:
                form.wrong(f"of-{agency}", NO_ITEM_ABOUT, agency=name(agency))
        elif not agencies:
            form.wrong(field, NOBODYS, number=shown[number])
        elif beyond:
            names = ", ".join(map(name, beyond))
            form.wrong(field, NOT_THEIRS, agencies=names, number=shown[number])
    if all(agencies for agencies in asked.values()):
        named = {agency for agencies in asked.values() for agency in agencies or ()}
        without = [name(agency) for agency in addressees(form) if agency not in named]
        if items and without:
            field = f"item-{items[0]}-agency"
            form.wrong(field, NOTHING_ASKED, agencies=", ".join(without))


def _about_nobody_of(form: Form, number: int, agency: UUID) -> bool:
    """Whether an item is about somebody, and an agency asked about others alone."""
    of, about = {*form.texts(f"item-{number}-person")}, asked_about(form, agency)
    return bool(of and about) and of.isdisjoint(map(str, about or ()))


def prefill_what(form: Form, today: date) -> None:
    """What can be offered before anything is typed: one item about everyone, told not yet."""
    if not form.numbers("item"):
        form.set("item-1-topic", "")
    everyone = [str(person) for person in persons(form)]
    for number in form.numbers("item"):
        form.preset(f"item-{number}-person", *everyone)
    form.preset("due-time", "16:00")
    form.preset("due-year", str(today.year))
