"""A weighing in words: what was asked and why, what stands in the way, what would alter it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub_domain.law.catalogue import Catalogue, LawOn
from hub_domain.law.evidence import Case, Lawful
from hub_domain.law.rows import (
    Basis,
    Condition,
    ConfidenceGate,
    Provision,
    Row,
    RulePack,
)
from hub_domain.law.weighing import Asked, ItemWeighing, Weighing, weigh
from hub_services.weighing.case_file import Put
from hub_services.words.catalogue import say
from hub_services.words.codes import called
from hub_services.words.named import weighing as words
from hub_services.words.named.deciding import RECORD_CODES, RECORD_TEXTS
from hub_services.words.refusals import words_for


@dataclass(frozen=True, kw_only=True)
class Step:
    """One question: the answer, the authority, what it did, and why that leads on."""

    question: str
    asked: str
    answer: str
    authority: str
    effect: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Altering:
    """A single other answer, and the outcome that it would give."""

    question: str
    asked: str
    answer: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of the table: what it is about, where it leads, by which steps."""

    about: str
    row: str
    outcome: str
    steps: tuple[Step, ...]
    how: tuple[Step, ...]
    altering: tuple[Altering, ...]


@dataclass(frozen=True, kw_only=True)
class InTheWay:
    """What would refuse it if it were shared as put."""

    code: str
    duty: str
    title: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A whole weighing, ready to be shown; codes stand beside their words for programs."""

    title: str
    on: str
    edition: int
    outcome: str
    said: str
    meaning: str
    row: str
    path: str
    runs: tuple[Run, ...]
    in_the_way: tuple[InTheWay, ...]
    warnings: tuple[str, ...]
    tasks: tuple[str, ...]
    still_to_record: tuple[tuple[str, str], ...]
    packs: tuple[tuple[str, str], ...]
    unverified: tuple[str, ...]

    @property
    def shares(self) -> bool:
        """Whether the outcome is that it may be shared."""
        return self.outcome in {"may-share", "share"}


def explained(put: Put, catalogue: Catalogue, lang: str = "en") -> Explained:
    """Weigh a case and explain it."""
    weighing = weigh(put.case, catalogue, put.on)
    law = LawOn(catalogue, put.on)
    return Explained(
        title=put.title,
        on=put.on.isoformat(),
        edition=catalogue.edition,
        outcome=weighing.outcome,
        said=say(words.OUTCOMES[weighing.outcome], lang),
        meaning=say(words.OUTCOME_MEANINGS[weighing.outcome], lang),
        row=weighing.row,
        path=weighing.path,
        runs=tuple(
            _run(about, item, lang)
            for about, item in zip(put.abouts, weighing.items, strict=True)
        ),
        in_the_way=tuple(_in_the_way(weighing, lang)),
        warnings=tuple(called("warning", each.code, lang) for each in weighing.warnings),
        tasks=tuple(called("task", each.code, lang) for each in weighing.tasks),
        still_to_record=tuple(
            (field, _field(field, lang)) for field in weighing.still_to_record
        ),
        packs=tuple(
            (pack.id, say(words.PACKS.get(pack.id, pack.title), lang))
            for pack in law.every(RulePack)
            if put.case.holder.in_nation(pack.nation)
        ),
        unverified=tuple(_unverified(put.case, law, lang)),
    )


def _run(about: str, item: ItemWeighing, lang: str) -> Run:
    steps = tuple(_step(each, lang) for each in item.questions if each.effect != "not-reached")
    return Run(
        about=about,
        row=item.row,
        outcome=say(words.OUTCOMES[item.outcome], lang),
        steps=tuple(each for each in steps if not each.question.startswith("H")),
        how=tuple(each for each in steps if each.question.startswith("H")),
        altering=tuple(
            Altering(
                question=turn.question,
                asked=say(words.QUESTIONS[turn.question], lang),
                answer=say(words.ANSWERS[turn.answer], lang),
                outcome=say(words.OUTCOMES[turn.outcome], lang),
            )
            for turn in item.turns
        ),
    )


def _step(asked: Asked, lang: str) -> Step:
    because = words.BECAUSE.get(f"{asked.question}-{asked.answer}", "")
    return Step(
        question=asked.question,
        asked=say(words.QUESTIONS[asked.question], lang),
        answer=say(words.ANSWERS[asked.answer], lang),
        authority=say(asked.authority, lang),
        effect=say(words.EFFECTS[asked.effect], lang),
        because=say(because, lang),
    )


def _in_the_way(weighing: Weighing, lang: str) -> Iterator[InTheWay]:
    for refusal in weighing.refusals:
        title, detail = words_for(refusal.code, refusal.facts(), lang)
        yield InTheWay(code=refusal.code, duty=refusal.duty, title=title, detail=detail)


def _field(field: str, lang: str) -> str:
    names: Mapping[str, str] = {**RECORD_CODES, **RECORD_TEXTS}
    return say(names.get(field, field), lang)


def _unverified(case: Case, law: LawOn, lang: str) -> Iterator[str]:
    """What the case rests on, where no source was seen for it."""
    found: dict[str, Row] = {}
    for kind, code in _rests_on(case):
        row = law.find(kind, code)
        if row is not None and (row.unverified or not row.verified):
            found[row.id] = row
    for row in found.values():
        parts = f": {', '.join(row.unverified)}" if row.unverified else ""
        yield f"{row.id} ({say(row.source, lang)}){parts}"


def _rests_on(case: Case) -> Iterator[tuple[type[Row], str]]:
    yield Provision, case.request
    for answers in case.answers:
        lawful: Any = answers.lawful
        if isinstance(lawful, Lawful):
            yield Basis, f"{lawful.regime}/{lawful.basis}"
            yield Provision, lawful.provision
            if lawful.condition:
                yield Condition, lawful.condition.code
            if lawful.gate:
                yield ConfidenceGate, lawful.gate.code
