"""What an agency or a practitioner lacks, and which steps that may stop (R-020, R-269, R-420).

A gap stops asking, searching and exporting. It never stops an answer, a decision, a disclosure,
a concern, a report or an emergency: there it warns, and is followed up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from hub_domain.law.judgement import Finding, Judgement, Warned, judged
from hub_domain.refusal import Refusal

Gap = Literal["arrangements", "notice", "procedure", "co-ordinator", "training"]
Step = Literal["request", "search", "export", "answer", "decide", "send", "report", "record"]

_STOPPED: frozenset[Step] = frozenset({"request", "search", "export"})


def judge_gaps(step: Step, gaps: Iterable[Gap]) -> Judgement:
    """Judge a step by what is lacking: it is refused, or it warns."""
    return judged(_findings(step, gaps))


def _findings(step: Step, gaps: Iterable[Gap]) -> Iterator[Finding]:
    for gap in gaps:
        if step not in _STOPPED:
            yield gap_warning(gap)
        elif gap == "training":
            yield TrainingNotCurrent()
        else:
            yield OrgArrangementsMissing(gate=gap)


def gap_warning(gap: Gap) -> Warned:
    """The warning that is stored with a step which goes through all the same."""
    if gap == "training":
        return Warned("training-not-current")
    return Warned("org-arrangements-missing", {"gate": gap})


@dataclass(eq=False, kw_only=True)
class OrgArrangementsMissing(Refusal):
    """Who asks, searches or exports has the arrangements that the duty asks for (R-020)."""

    gate: str
    code = "org-arrangements-missing"
    duty = "Children Act 2004 ss.11, 28; R-020, R-049, R-054, R-425"


class TrainingNotCurrent(Refusal):
    """Who asks, searches or exports has current training (R-269, R-370)."""

    code = "training-not-current"
    duty = "R-269, R-370"
