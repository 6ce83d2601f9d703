"""Reading a case out of TOML, JSON or a form; what is wrong is told by place and remedy."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import msgspec

from hub_domain.law.catalogue import (
    Body,
    Catalogue,
    CategoryNotInForce,
    ProvisionJurisdiction,
    key_of,
)
from hub_domain.law.evidence import Case
from hub_domain.law.evidence import Receiver as LawReceiver
from hub_domain.law.rows import (
    ANY,
    Basis,
    BodyCategory,
    Condition,
    ConfidenceGate,
    NoConsentReason,
    Provision,
    Purpose,
    Row,
)
from hub_domain.text_checks import check_text
from hub_services.weighing import answers
from hub_services.weighing.answers import CaseFile, Holder, Items, Receiver, named


class BadCase(ValueError):
    """A case that cannot be weighed: where, what is wrong, and what to do."""

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, kw_only=True)
class Put:
    """A case as it is put to the law, on a day; ``abouts`` say what each run is about."""

    title: str
    on: date
    case: Case
    abouts: tuple[str, ...]


def read_case(text: str, name: str, catalogue: Catalogue, today: date) -> Put:
    """Read a file by its name's ending, JSON or else TOML. ``BadCase``."""
    try:
        plain = json.loads(text) if name.endswith(".json") else tomllib.loads(text)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        form = "JSON" if name.endswith(".json") else "TOML"
        raise BadCase("", f"not {form}: {error}", "Correct it there.") from None
    return put_case(plain, catalogue, today)


def put_case(plain: object, catalogue: Catalogue, today: date) -> Put:
    """A case out of plain values. ``BadCase``."""
    try:
        file = msgspec.convert(plain, CaseFile)
    except msgspec.ValidationError as error:
        raise _badly_put(str(error)) from None
    on = file.on or today
    for place, kind, code in _codes(file):
        _known(place, kind, code, catalogue)
    _agrees_with_itself(file)
    return Put(
        title=file.title,
        on=on,
        case=Case(
            holder=_body("holder", file.holder, catalogue, on),
            receiver=_receiver(file.receiver, catalogue, on),
            purpose=file.purpose.evidence() if file.purpose else None,
            answers=tuple(each.evidence() for each in file.items),
            how=file.how.evidence() if file.how else None,
            request=file.request,
            immediate_risk=file.immediate_risk,
            crime_suspected=file.crime_suspected,
            police_notified=file.police_notified,
            social_care_notified=file.social_care_notified,
            conflict_of_duty=tuple(map(named, file.conflict_of_duty)),
            harm=file.harm,
            child=file.child,
            child_in_need=file.child_in_need,
            profile=file.profile,
        ),
        abouts=tuple(each.about for each in file.items),
    )


_PLACED = re.compile(r"^(?P<what>.*) - at `(?P<where>[^`]*)`$", re.DOTALL)


def _badly_put(said: str) -> BadCase:
    """What msgspec says, by place: numbers of lists counted from 1, as people do."""
    found = _PLACED.match(said)
    what, where = (found["what"], found["where"]) if found else (said, "$")
    place = re.sub(
        r"\[(\d+)\]", lambda number: f"[{int(number[1]) + 1}]", where.removeprefix("$")
    ).lstrip(".")
    remedy = "Correct the value, or leave the key out."
    if "unknown field" in what:
        remedy = (
            "Take it out, or look how it is spelt: at a question only what belongs to its "
            "answer may stand."
        )
    elif "missing required" in what:
        remedy = "Say it; the files under docs/examples show how."
    return BadCase(place, what.removeprefix("Object "), remedy)


def _codes(file: CaseFile) -> Iterator[tuple[str, type[Row], str]]:
    """Every code that must stand in the catalogue, by its place."""
    yield "request", Provision, file.request
    if isinstance(file.purpose, answers.Purpose):
        yield "purpose.code", Purpose, file.purpose.code.partition("/")[0]
    for number, each in enumerate(file.items, start=1):
        for place, kind, code in _codes_of(each):
            yield f"items[{number}].{place}", kind, code


def _codes_of(each: Items) -> Iterator[tuple[str, type[Row], str]]:
    if isinstance(each.consent, answers.NoConsent):
        for number, standing in enumerate(each.consent.standings, start=1):
            yield f"consent.standings[{number}].reason", NoConsentReason, standing.reason
    if isinstance(each.lawful, answers.Lawful):
        lawful = each.lawful
        yield "lawful.basis", Basis, f"{lawful.regime}/{lawful.basis}"
        yield "lawful.provision", Provision, lawful.provision
        if lawful.condition:
            yield "lawful.condition.code", Condition, lawful.condition.code
        if lawful.gate:
            yield "lawful.gate.code", ConfidenceGate, lawful.gate.code


def _known(place: str, kind: type[Row], code: str, catalogue: Catalogue) -> None:
    if not code or catalogue.versions(kind, code):
        return
    known = {key_of(row) for row in catalogue.rows if isinstance(row, kind)}
    raise BadCase(place, f"there is no {kind.TABLE} {code!r}", near(code, known))


def near(code: str, known: Iterable[str]) -> str:
    """What a code that is not known may have been meant for."""
    listed = sorted(known)
    close = difflib.get_close_matches(code, listed, cutoff=0.5)
    return f"Near it are: {', '.join(close)}." if close else f"There are: {', '.join(listed)}."


def _agrees_with_itself(file: CaseFile) -> None:
    if not file.items:
        raise BadCase("items", "there are none", "Name at least one, with its answers.")
    for number, each in enumerate(file.items, start=1):
        if file.child or not isinstance(each.lawful, answers.Lawful):
            continue
        condition = each.lawful.condition
        if condition and condition.scope and condition.scope.kind in {"unborn", "under-18"}:
            raise BadCase(
                f"items[{number}].lawful.condition.scope.kind",
                f"{condition.scope.kind} contradicts child = false",
                "Say child = true, or name the adult's kind of risk.",
            )
    if not file.child and file.harm in {"suffered", "likely", "may-be-at-risk"}:
        raise BadCase(
            "harm",
            f"{file.harm} is harm to a child, and contradicts child = false",
            "Say child = true, or adult-serious.",
        )
    if not file.child and file.child_in_need:
        raise BadCase("child-in-need", "contradicts child = false", "Leave one of the two out.")
    repeated = len({each.about for each in file.items}) != len(file.items)
    if repeated:
        raise BadCase("items", "two have the same about", "Put them together, or tell apart.")


def _body(place: str, stated: Holder | Receiver, catalogue: Catalogue, on: date) -> Body:
    for number, code in enumerate(stated.categories, start=1):
        _in_force(f"{place}.categories[{number}]", code, stated.nation, catalogue, on)
    return catalogue.body(named(place), stated.categories, stated.nation, on)


def _in_force(place: str, code: str, nation: str, catalogue: Catalogue, on: date) -> None:
    try:
        catalogue.category(code, on, nation=nation)
    except CategoryNotInForce as refusal:
        known = {key_of(row) for row in catalogue.rows if row.TABLE == "body"}
        if code not in known:
            raise BadCase(place, f"there is no body {code!r}", near(code, known)) from None
        remedy = (
            f"Its successor is {refusal.successor}."
            if refusal.successor
            else "Name a category that is, or another day."
        )
        raise BadCase(place, f"{code} is not in force on {on}", remedy) from None
    except ProvisionJurisdiction as refusal:
        raise BadCase(
            place,
            f"{code} is of nation {refusal.nation}, the body of {nation}",
            "Name a category of the body's own nation.",
        ) from None


def _receiver(stated: Receiver, catalogue: Catalogue, on: date) -> LawReceiver:
    posts = {post for row in catalogue.rows if isinstance(row, BodyCategory)
             for post in row.protective} - {ANY}  # fmt: skip
    if stated.post and stated.post not in posts:
        problem = f"there is no post {stated.post!r} that protects"
        raise BadCase("receiver.post", problem, near(stated.post, posts))
    able = check_text(stated.able_to_protect) if stated.able_to_protect else None
    return LawReceiver(
        body=_body("receiver", stated, catalogue, on),
        post=stated.post,
        able_to_protect=able,
        excluded=stated.excluded,
    )
