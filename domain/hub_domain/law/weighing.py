"""Weighing a case: where the answers lead, why, and what would change it.

Pure and total: the same case, catalogue and day give the same weighing, and every case has
one. It advises; a person decides, and only the negative outcome binds (R-200).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Final, Literal

from hub_domain.law import table
from hub_domain.law.catalogue import Catalogue, LawOn
from hub_domain.law.cautions import case_cautions
from hub_domain.law.consents import consent_standing
from hub_domain.law.evidence import (
    Case,
    ConsentInForce,
    Deidentified,
    ItemAnswers,
    Lawful,
    NoLawfulReason,
    PurposeClear,
)
from hub_domain.law.how import how_answered
from hub_domain.law.judgement import Finding, Judgement, TaskDue, Warned, sort
from hub_domain.law.lawful import lawful_evidence
from hub_domain.law.records import fields_needed
from hub_domain.law.refusals import (
    PurposeRequired,
    SensitivityUnset,
    ShareRecordIncomplete,
    lack,
)
from hub_domain.law.requests import purpose_fits
from hub_domain.law.rows import Question
from hub_domain.law.table import Letter, Outcome, Result

Effect = Literal["goes-on", "share", "stop", "hold", "not-reached", "blank"]

_EFFECTS: Final[dict[Outcome, Effect]] = {
    "may-share": "share",
    "share": "share",
    "do-not-share": "stop",
    "hold-seek-advice": "hold",
    "unanswered": "blank",
}
_BEST_FIRST: Final[tuple[Outcome, ...]] = (
    "may-share",
    "hold-seek-advice",
    "do-not-share",
    "unanswered",
)
EMERGENCY: Final = Result("M1", "share", "EMERGENCY")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question, its answer, the authority for asking, and what the answer did."""

    question: str
    answer: str
    authority: str
    effect: Effect


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A single other answer that would alter the outcome."""

    question: str
    answer: str
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class ItemWeighing:
    """One run of the table: for items with the same answers."""

    answers: ItemAnswers
    row: str
    outcome: Outcome
    path: str
    questions: tuple[Asked, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, kw_only=True)
class Weighing(Judgement):
    """The outcome for the case, and for its items where they differ.

    The case's outcome is the best of its items': part may go while the rest waits. Refusals
    are what stands in the way if it were shared as put.
    """

    row: str
    outcome: Outcome
    path: str
    items: tuple[ItemWeighing, ...]
    still_to_record: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Asked, ...]:
        """The questions of the item that gives the outcome."""
        leading = (self.row, self.path)
        return next(
            (item.questions for item in self.items if (item.row, item.path) == leading), ()
        )


def weigh(case: Case, catalogue: Catalogue, on: date) -> Weighing:
    """Weigh a case on a day."""
    law = LawOn(catalogue, on)
    items = tuple(_item(case, answers, law) for answers in case.answers)
    result = EMERGENCY if case.emergency else best(items)
    cautions = case_cautions(case, told=True)
    refusals, warnings, tasks = sort(
        chain(_if_shared(case, items, law), police(case), cautions)
    )
    return Weighing(
        row=result.row,
        outcome=result.outcome,
        path=result.path,
        items=items,
        refusals=refusals,
        warnings=warnings,
        tasks=tasks,
        still_to_record=tuple(
            field.id for field in fields_needed(case, items, law, shared=items, withheld=items)
        ),
    )


def best(items: Iterable[ItemWeighing]) -> Result:
    """What gives the outcome of the whole: the best of its items, or nothing answered."""
    results = (Result(item.row, item.outcome, item.path) for item in items)
    unanswered = Result("", "unanswered", "P")
    return min(results, key=lambda each: _BEST_FIRST.index(each.outcome), default=unanswered)


def _item(case: Case, answers: ItemAnswers, law: LawOn) -> ItemWeighing:
    letters = letters_of(case, answers)
    result = table.follow(letters)
    unsure = case.how.first_unsure() if case.how and result.outcome == "may-share" else ""
    if unsure:
        path = f"{result.path}>{unsure}"
        result = Result(result.row, "hold-seek-advice", path)
    return ItemWeighing(
        answers=answers,
        row=result.row,
        outcome=result.outcome,
        path=result.path,
        questions=tuple(_asked(letters, case, result, law)),
        turns=tuple(_turns(letters, result.outcome)),
    )


def letters_of(case: Case, answers: ItemAnswers) -> dict[str, Letter]:
    """The answers as letters. Evidence that is empty is no answer (R-153, R-415)."""
    letters: dict[str, Letter] = {}
    for question, answer in zip(
        table.QUESTIONS,
        (case.purpose, answers.consent, answers.identifies, answers.lawful),
        strict=True,
    ):
        letters[question] = answer.CODE if answer else ""  # type: ignore[assignment]  # str
    if isinstance(case.purpose, PurposeClear) and (
        not case.purpose.code or lack(case.purpose.text)
    ):
        letters["P"] = ""
    if isinstance(answers.consent, ConsentInForce) and not answers.consent.consents:
        letters["C"] = ""
    identifies = answers.identifies
    if isinstance(identifies, Deidentified) and not (identifies.method and identifies.risk):
        letters["I"] = ""
    return letters


def _asked(
    letters: dict[str, Letter], case: Case, result: Result, law: LawOn
) -> Iterator[Asked]:
    reached = result.path.split(">")
    how = case.how
    answers: dict[str, str] = dict(letters)
    if how is not None and result.row in table.MAY_SHARE_ROWS:
        given = (how.amount, how.kinds, how.individual, how.channel, how.notice)
        answers |= {f"H{n}": each.CODE if each else "" for n, each in enumerate(given, 1)}
    asked = (row for row in law.every(Question) if row.id in answers)
    for row in sorted(asked, key=lambda question: question.order):
        effect: Effect = "goes-on"
        if row.id not in reached and row.id in letters:
            effect = "not-reached"
        elif row.id == reached[-1]:
            effect = _EFFECTS[result.outcome]
        yield Asked(
            question=row.id,
            answer="" if effect == "not-reached" else answers[row.id],
            authority=row.source,
            effect=effect,
        )


def _turns(letters: dict[str, Letter], outcome: Outcome) -> Iterator[Turn]:
    for question in table.QUESTIONS:
        others: tuple[Letter, ...] = ("Y", "N", "U")
        for other in others:
            if other == letters[question]:
                continue
            turned = table.follow({**letters, question: other}).outcome
            if turned not in {outcome, "unanswered"}:
                yield Turn(question=question, answer=other, outcome=turned)


def _if_shared(case: Case, items: tuple[ItemWeighing, ...], law: LawOn) -> Iterator[Finding]:
    found = list(purpose_evidence(case, law))
    for item in items:
        for evidence in item_evidence(case, item, law).values():
            found.extend(evidence)
    if case.how is not None and any(item.row in table.MAY_SHARE_ROWS for item in items):
        found.extend(how_answered(case.how, identifies=identifying(items)))
    if case.emergency:
        return (each for each in found if not isinstance(each, Exception))
    return iter(found)


def identifying(items: tuple[ItemWeighing, ...]) -> bool:
    """Whether anything of these items identifies a person."""
    return any(item.row != "D3" for item in items)


def purpose_evidence(case: Case, law: LawOn) -> Iterator[Finding]:
    """What the purpose lacks: it is blank, vague, or fits neither provision nor recipient."""
    if case.purpose is None:
        yield PurposeRequired()
    elif isinstance(case.purpose, PurposeClear):
        lacking = lack(case.purpose.text)
        if lacking:
            yield PurposeRequired(lack=lacking)
        request = law.provision_row(case.request) if case.request else None
        yield from purpose_fits(case.purpose.code, request, case.receiver.body, law)


def item_evidence(
    case: Case, item: ItemWeighing, law: LawOn, *, sharing: bool = True
) -> dict[str, list[Finding]]:
    """What the evidence of an item lacks, by the gap that it would leave in an emergency."""
    found: dict[str, list[Finding]] = {"consent-status": [], "condition": [], "rationale": []}
    answers = item.answers
    if item.row in {"D4", "D5", "D7"}:
        overriding = sharing and item.row == "D4"
        found["consent-status"].extend(consent_standing(answers, law, sharing=overriding))
    if sharing and isinstance(answers.lawful, Lawful) and item.row == "D4":
        for each in lawful_evidence(case, answers, answers.lawful, law):
            gap = "condition" if each.code.startswith("condition") else "rationale"
            found[gap].append(each)
    if sharing and item.row in table.MAY_SHARE_ROWS:
        unset = (SensitivityUnset(field=kind.replace("_", "-")) for kind in answers.unset)
        found["condition"].extend(islice(unset, 1))
    if isinstance(answers.lawful, NoLawfulReason) and not answers.lawful.bases_considered:
        found["rationale"].append(ShareRecordIncomplete(field="bases-considered"))
    return found


def police(case: Case) -> Iterator[Finding]:
    """The police are told of immediate risk, and of a crime thought committed (R-008)."""
    if case.police_know:
        return
    if case.immediate_risk:
        yield Warned("police-not-notified")
    if case.immediate_risk or case.crime_suspected:
        yield TaskDue("share-with-police")
