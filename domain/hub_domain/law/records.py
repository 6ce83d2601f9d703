"""What a decision records: which fields, on which rows of the table, blank or not.

The list is catalogue data (``records.toml``, ``packs.toml``); here is how it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from hub_domain.law.catalogue import LawOn
from hub_domain.law.evidence import Case, ItemAnswers, Lawful
from hub_domain.law.judgement import Finding, Warned
from hub_domain.law.refusals import RationaleRequired, ShareRecordIncomplete, lack
from hub_domain.law.rows import RecordField
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks

Entry = TextChecks | str
_UNSURE_ROWS: Final = frozenset({"D6", "D7", "D8", "D9"})


@dataclass(frozen=True, kw_only=True)
class Record:
    """What was recorded, by the ids of ``RecordField``: a code, or the checks of a text."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def code(self, name: str) -> str:
        """A code that was recorded, or empty."""
        entry = self.entries.get(name)
        return entry if isinstance(entry, str) else ""

    def lacks(self, wanted: RecordField) -> str:
        """What a field lacks, or empty."""
        entry = self.entries.get(wanted.id)
        if wanted.codes:
            return "" if isinstance(entry, str) and entry in wanted.codes else "blank"
        return lack(entry if isinstance(entry, TextChecks) else None)


class Run(Protocol):
    """A run of the table: its row, and the answers that led there."""

    @property
    def row(self) -> str: ...

    @property
    def answers(self) -> ItemAnswers: ...


def fields_needed(
    case: Case,
    runs: Collection[Run],
    law: LawOn,
    *,
    shared: Collection[Run],
    withheld: Collection[Run],
    hold: bool = False,
) -> Iterator[RecordField]:
    """The fields that a decision on items of these runs must record.

    ``shared`` and ``withheld`` are the runs of the items that go and that stay.
    """
    for wanted in law.every(RecordField):
        if wanted.when == "child" and not case.child:
            continue
        concerned = _concerned(wanted, runs, shared, withheld)
        applies = not hold and any(run.row in wanted.rows for run in concerned)
        if applies or (wanted.on_hold and (hold or any(r.row in _UNSURE_ROWS for r in runs))):
            yield wanted


def _concerned(
    wanted: RecordField,
    runs: Collection[Run],
    shared: Collection[Run],
    withheld: Collection[Run],
) -> Collection[Run]:
    """The runs of which a field is asked: what is confidential counts where it is withheld."""
    match wanted.when:
        case "shared":
            return shared
        case "no-provision":
            return [run for run in shared if _without_provision(run.answers)]
        case "confidential":
            return [run for run in withheld if run.answers.confidential is not False]
        case _:
            return runs


def _without_provision(answers: ItemAnswers) -> bool:
    return isinstance(answers.lawful, Lawful) and not answers.lawful.provision


def missing(record: Record, wanted: Iterator[RecordField]) -> Iterator[Finding]:
    """A refusal or a warning for each field that is blank, or says what is warned of."""
    for each in wanted:
        lacking = record.lacks(each)
        if lacking and each.blank in _BLANK:
            yield _BLANK[each.blank](each.id, lacking)
        elif each.warning and (lacking or record.code(each.id) in each.warned):
            yield Warned(each.warning)


@dataclass(eq=False, kw_only=True)
class NecessityNotShown(Refusal):
    """Necessary: targeted, proportionate, and no less intrusive way (R-114, R-115)."""

    field: str
    code = "necessity-not-shown"
    duty = "R-114, R-115"


@dataclass(eq=False, kw_only=True)
class OpennessUnrecorded(Refusal):
    """Who was told, why, what, how and with whom it is shared, or why not (R-171)."""

    field: str
    code = "openness-unrecorded"
    duty = "R-171, R-245"


@dataclass(eq=False, kw_only=True)
class PrincipleUnanswered(Refusal):
    """Each check of the principles, and each question reached, is answered (R-100, R-175)."""

    check: str
    code = "principle-unanswered"
    duty = "R-100, R-160, R-175"


class IncompatiblePurpose(Refusal):
    """What it was collected for is stated, and the new purpose is compatible (R-117)."""

    code = "incompatible-purpose"
    duty = "UK GDPR Art. 5(1)(b); R-117"


@dataclass(eq=False, kw_only=True)
class RiskUnset(Refusal):
    """Need, level of risk and how clear the risk is are stated (R-016, R-182)."""

    field: str
    code = "risk-unset"
    duty = "R-016, R-182"


_BLANK: Final[Mapping[str, Callable[[str, str], Refusal]]] = {
    "rationale-required": lambda name, why: RationaleRequired(field=name, lack=why),
    "share-record-incomplete": lambda name, _: ShareRecordIncomplete(field=name),
    "necessity-not-shown": lambda name, _: NecessityNotShown(field=name),
    "openness-unrecorded": lambda name, _: OpennessUnrecorded(field=name),
    "principle-unanswered": lambda name, _: PrincipleUnanswered(check=name),
    "risk-unset": lambda name, _: RiskUnset(field=name),
    "incompatible-purpose": lambda *_: IncompatiblePurpose(),
}
