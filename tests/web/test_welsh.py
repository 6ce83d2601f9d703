"""Whatever a screen says in English it says in Welsh as well, with the same facts."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Message

import hub_services.words
from hub_domain.law.rows import Condition, Question
from hub_domain.law.shipped import shipped_catalogue
from hub_services.desk.web import rendering
from hub_services.weighing.case_file import Put
from hub_services.weighing.explaining import Explained, explained
from hub_services.words.catalogue import LANGUAGES, say, translations
from hub_services.words.codes import CODES, called
from hub_services.words.named.weighing import CHOICES, QUESTIONS
from hub_services.words.refusals import REFUSALS, words_for
from hub_services.words.times import time_left, when
from tests.domain.law.cases import LAW, TODAY, case_of
from tests.domain.law.filling import LETTERS, fill
from tests.support.pages import Served
from tests.support.words import of_the_law, welsh
from tests.web.browsing import Come, Reader

MESSAGES = [message for message in welsh() if message.id]
ROWS = sorted(LETTERS)
TEMPLATES = Path(rendering.__file__).with_name("templates")


def english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def in_welsh(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(str(form or "") for form in said or ())


def untranslated(messages: list[Message]) -> list[str]:
    """What lacks Welsh, or one of the plural forms that Welsh has."""
    plurals = welsh().num_plurals
    return [
        english(message)[0]
        for message in messages
        if message.fuzzy
        or not all(form.strip() for form in in_welsh(message))
        or len(in_welsh(message)) != (plurals if message.pluralizable else 1)
    ]


_FACT = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%(?!\()|</?\w[^>]*>")


def other_facts(messages: list[Message]) -> list[str]:
    """What takes another fact in Welsh, or stands in other marks, than in English."""
    return [
        english(message)[0]
        for message in messages
        for form in in_welsh(message)
        if Counter(_FACT.findall(form)) != Counter(_FACT.findall(english(message)[-1]))
    ]


def test_every_string_has_welsh_in_all_its_forms() -> None:
    assert untranslated(MESSAGES) == []


def test_the_facts_and_marks_of_a_string_are_the_same_in_both() -> None:
    assert other_facts(MESSAGES) == []


def test_what_lacks_welsh_a_form_or_a_fact_is_found() -> None:
    two = ("%(num)d day", "%(num)d days")
    fuzzy = Message("Fuzzy", "Niwlog", flags=["fuzzy"])
    lacking = [Message("Bare", ""), Message(two, ("%(num)d diwrnod",) * 4), fuzzy]
    assert untranslated(lacking) == ["Bare", "%(num)d day", "Fuzzy"]
    assert untranslated([Message(two, ("%(num)d diwrnod",) * 5)]) == []
    for said in ("Anfonwyd at neb", "Anfonwyd at %(name)s", "Anfonwyd at <b>%(who)s</b>"):
        assert other_facts([Message("Sent to %(who)s", said)]) == ["Sent to %(who)s"]
    assert other_facts([Message("Say {field}", "Dywedwch {field}")]) == []


def words_in(value: object) -> Iterator[str]:
    """Every text that a list of words holds, however it is kept."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from words_in(held)
    elif isinstance(value, tuple):
        for held in value:
            yield from words_in(held)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from words_in(getattr(value, each.name))


def lists_of_words() -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every list of words by codes, by its module and name."""
    package = hub_services.words
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if name.isupper() and isinstance(value, Mapping) and name != "LOCALES":
                yield f"{module.name}.{name}", value


def test_every_word_of_every_list_stands_in_the_catalogue() -> None:
    known = {english(message)[0] for message in MESSAGES}
    lists = dict(lists_of_words())
    assert len(lists) > 50
    outside = {name: set(words_in(words)) - known - {""} for name, words in lists.items()}
    assert {name: words for name, words in outside.items() if words} == {}


def test_the_titles_and_sources_of_the_law_stand_in_it() -> None:
    known = {english(message)[0] for message in MESSAGES}
    assert set(of_the_law()) - known == set()
    assert say("Care Act 2014 s.42", "cy") == "Deddf Gofal 2014 a.42"


_TO_DO = {
    "en": re.compile(
        r"(?:^|[.:;,] | and | or )(?:Do not|Say|Choose|Ask|Write|Give|Look|Register|Name"
        r"|Publish|Complete|Keep|Send|Share|Hold|Change|Add|Explain|Mark|Use|Take|Check|Sign"
        r"|Record|Confirm|Copy|Answer|Start|Supply|See|Tell|Try|Cite|Correct|Decide|Ring)\b",
        re.IGNORECASE,
    ),
    "cy": re.compile(r"\b(?!gallwch|byddwch)\w+wch\b", re.IGNORECASE),
}
"""An imperative, which says what to do: in Welsh the formal one."""
_NOTHING_TO_DO = {
    "en": ("Nothing more is needed", "You need do nothing"),
    "cy": ("Nid oes angen dim mwy", "Nid oes angen i chi wneud dim"),
}


def what_to_do(code: str, lang: str) -> str:
    """What a refusal says to do next; empty if it says nothing of it."""
    title, detail = words_for(code, {"field": "items"}, lang)
    told = f"{title}. {detail}"
    found = _TO_DO[lang].search(told)
    idle = next((said for said in _NOTHING_TO_DO[lang] if said in told), "")
    return found.group() if found else idle


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_says_what_to_do_next(lang: str) -> None:
    """R-372: fear of sharing must not stand in the way."""
    assert [code for code in (*REFUSALS, "of-tomorrow") if not what_to_do(code, lang)] == []


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_another_sentence_in_welsh(code: str) -> None:
    both = [words_for(code, {}, lang) for lang in LANGUAGES]
    assert all(said != yn_gymraeg for said, yn_gymraeg in zip(*both, strict=True))


def weighed(row: str, lang: str) -> Explained:
    """A case that reaches a row of the table, explained."""
    case = case_of(fill({"table": row}))
    put = Put(title=row, on=TODAY, case=case, abouts=("",) * len(case.answers))
    return explained(put, LAW, lang)


@pytest.mark.parametrize("row", ROWS)
def test_every_node_and_exit_of_the_table_is_told_with_its_authority(row: str) -> None:
    """R-371: all staff know when they may lawfully share."""
    both = [weighed(row, lang) for lang in LANGUAGES]
    assert [each.row for each in both] == [row, row]
    exits = [(each.said, each.meaning) for each in both]
    for said, yn_gymraeg in zip(*exits, strict=True):
        assert said
        assert said != yn_gymraeg
    nodes = [(*each.runs[0].steps, *each.runs[0].how) for each in both]
    for step, cam in zip(*nodes, strict=True):
        assert step.question == cam.question
        for told in ("asked", "answer", "authority", "effect"):
            assert getattr(step, told)
            assert getattr(step, told) != getattr(cam, told)
        assert (step.because == "") is step.question.startswith("H")
        assert (step.because == "") or step.because != cam.because


def test_every_question_of_the_table_is_a_node_that_some_case_reaches() -> None:
    reached = {
        step.question
        for row in ROWS
        for run in weighed(row, "cy").runs
        for step in (*run.steps, *run.how)
    }
    assert reached == {row.id for row in LAW.rows if isinstance(row, Question)}


def test_every_condition_and_limb_is_told_with_its_authority() -> None:
    """R-373: confidence about conditions."""
    conditions = [row for row in shipped_catalogue().rows if isinstance(row, Condition)]
    assert {limb for row in conditions for limb in row.limbs} == set(CODES["condition-limb"])
    for row in conditions:
        assert say(row.source, "cy") not in {"", row.source}
        assert called("condition", row.id, "cy") not in {row.id, called("condition", row.id)}
    for kind in ("condition-limb", "limb"):
        for limb in CODES[kind]:
            assert called(kind, limb, "cy") not in {limb, called(kind, limb)}


def test_a_number_takes_the_mutation_that_follows_it() -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    left = {days: time_left(now + timedelta(days=days), now, "cy") for days in (2, 3, 6, 9)}
    assert left[2] == "2 ddiwrnod ar ôl"
    assert {left[3], left[6], left[9]} == {f"{days} diwrnod ar ôl" for days in (3, 6, 9)}
    asked = translations("cy").ngettext(
        "%(count)s request waits for your answer.",
        "%(count)s requests wait for your answer, the most urgent first.",
        6,
    )
    assert asked.startswith("Mae %(count)s chais")


def test_a_day_stands_small_within_a_sentence() -> None:
    now = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert when(now + timedelta(days=3), now, "cy") == "dydd Llun 30 Tachwedd am 09:00"
    assert when(now + timedelta(days=1), now, "cy") == "yfory am 09:00"


_NOT_SHOWN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
_SPOKEN = re.compile(r'(?:aria-label|alt|title|placeholder)="([^"]*)"')


def shown(reader: Reader) -> set[str]:
    """Every piece of text on a page, and what is only spoken."""
    page = _NOT_SHOWN.sub("", reader.text)
    pieces = (*re.split(r"<[^>]*>", page), *_SPOKEN.findall(page))
    return {" ".join(unescape(piece).split()) for piece in pieces}


def only_english() -> set[str]:
    """What is said in other words in Welsh, of what has no fact in it."""
    return {
        english(message)[0]
        for message in MESSAGES
        if english(message)[0] not in in_welsh(message)
    }


def test_no_page_says_in_english_what_it_can_say_in_welsh(served: Served, come: Come) -> None:
    request = served.ask()
    bea, petra, faye = (come(name) for name in ("Bea", "Petra", "Faye"))
    visits = [
        *((bea, path) for path in ("/inbox", "/sent", "/disclosures", "/tasks", "/people")),
        *((bea, path) for path in ("/agencies", "/accessibility", "/no-such-page")),
        *((bea, path) for path in ("/law", "/law?find=act", "/law?find=plant", "/law/weigh")),
        *((bea, f"/requests/{request}{path}") for path in ("", "/share/items")),
        *((bea, f"/requests/{request}/share/{path}") for path in ("decision", "check")),
        *((bea, f"/requests/{request}/answer/{kind}") for kind in ("not-held", "challenge")),
        *((petra, path) for path in ("/ask", "/sent", f"/requests/{request}")),
        *((faye, f"/audit/{path}") for path in ("people", "refused-attempts", "history")),
    ]
    for reader in (bea, petra, faye):
        reader.get("/language/cy")
    says = {path: shown(reader.get(path)) & only_english() for reader, path in visits}
    assert {path: said for path, said in says.items() if said} == {}
    assert "Mewnflwch" in shown(bea.get("/inbox"))


def test_the_welsh_says_that_no_translator_has_read_it_yet(come: Come) -> None:
    bea = come("Bea")
    assert (
        "The Welsh on these pages has not yet been reviewed" in bea.get("/accessibility").text
    )
    assert "not yet reviewed by a translator" in welsh().header_comment


def answered_with_yes_or_no() -> Iterator[str]:
    """Every question to which the bare word is an answer."""
    for path in TEMPLATES.rglob("*.html"):
        found = re.findall(r'_\("([^"]+)"\), \[\("yes", _\("Yes"\)\)', path.read_text())
        yield from found
    for code, said in CHOICES.items():
        question, _hyphen, _answer = code.partition("-")
        if said in {"Yes", "No"} and question in QUESTIONS:
            yield QUESTIONS[question]


def test_yes_and_no_answer_the_question_that_is_asked_in_welsh() -> None:
    """Welsh answers with the verb of the question: to "Oes" and "Nac oes" belongs "A oes"."""
    assert (say("Yes", "cy"), say("No", "cy")) == ("Oes", "Nac oes")
    asked = set(answered_with_yes_or_no())
    assert len(asked) > 4
    assert {said for said in asked if not say(said, "cy").startswith("A oes ")} == set()
