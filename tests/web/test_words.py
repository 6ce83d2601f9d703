"""Every code has words, every word stands in the catalogue, and the Welsh is as compiled."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

import hub_domain
import hub_services.hub
from hub_domain.law.rows import (
    Basis,
    CarriedBy,
    Condition,
    ConfidenceGate,
    Ground,
    NoConsentReason,
    Provision,
    Purpose,
    RecordField,
    RoleCompetence,
    Row,
)
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.refusal import Refusal
from hub_domain.roles import Role
from hub_domain.sharing.disclosure import ItemAbout, ItemKind, Sensitivity
from hub_domain.sharing.status import Status
from hub_domain.text_checks import Flag
from hub_services.auditing.faults import Code as FaultCode
from hub_services.desk.hub_client import PATHS
from hub_services.desk.web.rendering import TEMPLATES, environment
from hub_services.hub.api import problems
from hub_services.words.catalogue import LANGUAGES, say
from hub_services.words.codes import CODES, called, choices, law_in_plain_words
from hub_services.words.named.deciding import RECORD_CODES, RECORD_TEXTS
from hub_services.words.named.law import PROVISIONS
from hub_services.words.refusals import FIELDS, LACKS, REFUSALS, words_for
from tests.support.words import COMPILED, SOURCE, compiled, up_to_date, welsh, written

BRING_UP_TO_DATE = "run: python -m tests.support.words"
LAW = shipped_catalogue()


def every_refusal() -> Iterator[type[Refusal]]:
    """The classes of all refusals of the rules and of the hub; tests may make their own."""
    for package in (hub_domain, hub_services.hub):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    waiting = Refusal.__subclasses__()
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        if hasattr(refusal, "code") and refusal.__module__.startswith("hub_"):
            yield refusal


CALLS = {
    value for name, value in vars(problems).items() if name.isupper() and isinstance(value, str)
}
REFUSED = {refusal.code for refusal in every_refusal()}


def test_every_refusal_of_the_rules_has_words() -> None:
    assert REFUSED - set(REFUSALS) == set()


def test_every_failure_of_a_call_has_words() -> None:
    codes = CALLS - {problems.MEDIA_TYPE} | set(problems.STATUS)
    assert codes - set(REFUSALS) == set()


def test_no_words_stand_for_a_refusal_that_nobody_makes() -> None:
    away = {"hub-away", "desk-away", "keys-away", "sign-in-away"}
    made_at_the_desk = {"seal-broken", "page-too-old", "page-of-another"} | away
    assert set(REFUSALS) - REFUSED - CALLS - set(problems.STATUS) == made_at_the_desk


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_refusal_tells_what_happened_and_what_to_do(code: str, lang: str) -> None:
    title, detail = words_for(code, {"field": "why-needed", "lack": "bare"}, lang)
    assert title
    assert not title.endswith(".")
    assert detail.endswith(".")
    assert len(detail) > len(title)
    assert not re.search(r"[{}]|%\(", title + detail)


def test_a_refusal_with_facts_nobody_foresaw_still_has_words() -> None:
    for facts in ({}, {"field": 7}, {"lack": None}, {"field": "{0}", "lack": "{x}"}):
        for code in (*REFUSALS, "a-code-of-tomorrow"):
            assert all(words_for(code, facts))


def test_a_law_that_is_no_reason_is_told_with_what_can_be_done_instead() -> None:
    _, detail = words_for("refusal-ground-not-recognised", {"ground": "data-protection"})
    for wanted in ("not a reason by itself", "challenge", "Say what would be harmed"):
        assert wanted in detail


def test_every_lack_of_a_text_is_told() -> None:
    assert set(LACKS) == {
        "blank",
        "bare",
        "too-short",
        "names-subject",
        "unreadable",
        "unknown",
    }


def ids(kind: type[Row]) -> set[str]:
    return {row.id for row in LAW.rows if isinstance(row, kind)}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("about", {code.value for code in ItemAbout}),
        ("basis", ids(Basis)),
        ("channel", ids(CarriedBy)),
        ("condition", ids(Condition)),
        ("fault", set(get_args(FaultCode))),
        ("flag", {code.value for code in Flag}),
        ("gate", ids(ConfidenceGate)),
        ("ground", ids(Ground)),
        ("item-kind", {code.value for code in ItemKind}),
        ("no-consent-reason", ids(NoConsentReason)),
        ("role", {role.value for role in Role} | ids(RoleCompetence)),
        ("sensitivity", {code.value for code in Sensitivity}),
        ("status", {status.value for status in Status}),
        ("step", set(PATHS)),
    ],
)
def test_every_code_of_a_list_has_a_name(kind: str, codes: set[str]) -> None:
    assert codes - set(CODES[kind]) == set()


def test_every_purpose_has_a_name_with_each_of_its_details() -> None:
    for row in LAW.rows:
        if isinstance(row, Purpose):
            codes = {f"{row.id}/{detail}" for detail in row.details} or {row.id}
            assert codes - set(CODES["purpose"]) == set()


def test_every_law_on_which_one_may_ask_is_told_in_plain_words() -> None:
    askable = {
        row.id
        for row in LAW.rows
        if isinstance(row, Provision) and row.requester and row.answers
    }
    assert askable - set(PROVISIONS) - {"CA2004-14B"} == set()
    functions = {
        function for row in LAW.rows if isinstance(row, Provision) for function in row.functions
    }
    assert functions - set(CODES["function"]) == set()


def test_a_duty_is_told_as_one_that_cannot_be_declined() -> None:
    words = law_in_plain_words("CA2004-16H")
    assert "A duty to answer" in words.must
    assert "cannot simply be declined" in words.must


def test_every_field_that_a_decision_records_has_a_name() -> None:
    assert ids(RecordField) - set(RECORD_TEXTS) - set(RECORD_CODES) == set()
    assert set(RECORD_TEXTS) | set(RECORD_CODES) <= set(FIELDS)


def test_each_limb_of_the_safeguarding_condition_is_asked_for_by_its_own_words() -> None:
    limbs = {limb for row in LAW.rows if isinstance(row, Condition) for limb in row.limbs}
    asked = {words_for("condition-incomplete", {"limb": limb})[1] for limb in limbs}
    assert len(asked) == len(limbs) == 4
    assert not any("what is missing" in words for words in asked)


def test_every_task_and_warning_that_the_rules_give_has_a_name() -> None:
    source = "\n".join(path.read_text() for path in Path(hub_domain.__path__[0]).rglob("*.py"))
    tasks = set(re.findall(r'TaskDue\(\s*"([a-z0-9-]+)"', source))
    warnings = set(re.findall(r'Warned\(\s*"([a-z0-9-]+)"', source))
    escalations = {
        row.escalation for row in LAW.rows if isinstance(row, Provision) and row.escalation
    }
    assert (tasks | escalations) - set(CODES["task"]) == set()
    assert warnings - set(CODES["warning"]) == set()


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    assert called("topic", "swimming") == "swimming"
    assert called("topic", None) == ""


def test_every_name_in_a_list_says_something() -> None:
    assert all(name for kind in CODES for _code, name in choices(kind))


def test_the_catalogue_holds_every_string_and_no_other() -> None:
    assert SOURCE.read_bytes() == written(up_to_date(welsh())), BRING_UP_TO_DATE


def test_nothing_in_the_catalogue_is_fuzzy() -> None:
    assert [message.id for message in welsh() if message.fuzzy and message.id] == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    as_committed = translations_of(read_mo(BytesIO(COMPILED.read_bytes())))
    anew = translations_of(read_mo(BytesIO(compiled(SOURCE.read_bytes()))))
    assert as_committed == anew, BRING_UP_TO_DATE
    assert len(as_committed) > 200


def translations_of(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    """What is translated, with all of its plurals, by its first form in English."""
    found = {}
    for message in catalogue:
        forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        said = (
            (message.string,)
            if isinstance(message.string, str)
            else tuple(map(str, message.string or ()))
        )
        if forms[0] and any(said):
            found[str(forms[0])] = said
    return found


def test_welsh_is_spoken_and_english_fills_the_gaps() -> None:
    assert say("Inbox", "cy") == "Mewnflwch"
    assert say("Waiting for an answer", "cy") == "Yn aros am ateb"
    assert say("A sentence that nobody has translated", "cy").startswith("A sentence")
    assert say("Inbox", "fr") == "Inbox"


def templates() -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in Path(TEMPLATES).rglob("*.html"))


_TAG = re.compile(r"<!--.*?-->|<[^>]*>|&[a-z#0-9]+;", re.DOTALL)
_SPOKEN = re.compile(r'(?:aria-label|alt|title|placeholder)="([^"]*[A-Za-z][^"]*)"')
_LITERAL = re.compile(
    r'"(?:text|titleText|menuButtonText|navigationLabel|logoText)": "[^"]*[A-Za-z]'
)
_OWN_NAMES = re.compile("English|Cymraeg")


def bare(source: str) -> str:
    """A template without what Jinja does: only what stands on the page as it is written."""
    kept: list[str] = []
    words: list[str] = []
    inside = ""
    for _line, kind, text in environment("en").lex(source):
        if kind == "block_begin":
            words = []
        elif kind == "name":
            words.append(text)
        elif kind == "block_end":
            inside = {"trans": "trans", "endtrans": ""}.get(words[0], inside)
        elif kind == "variable_begin":
            kept.append("\0")
        elif kind == "data" and not inside:
            kept.append(text)
    return "".join(kept)


@pytest.mark.parametrize("name", templates())
def test_no_string_of_a_page_stands_outside_the_catalogue(name: str) -> None:
    source = (Path(TEMPLATES) / name).read_text()
    written = bare(source)
    assert re.findall("[A-Za-z]{2,}", _OWN_NAMES.sub("", _TAG.sub(" ", written))) == []
    assert _SPOKEN.findall(written) == []
    assert _LITERAL.findall(source) == []


def test_a_string_outside_the_catalogue_is_found() -> None:
    page = '<p class="{{ a }}">{% trans %}Said{% endtrans %} Not said {{ b }}</p>'
    assert re.findall("[A-Za-z]{2,}", _TAG.sub(" ", bare(page))) == ["Not", "said"]
    assert _SPOKEN.findall(bare('<nav aria-label="Menu {{ b }}">')) == ["Menu \0"]
