"""What a rule says of a command: refusals, warnings, tasks to open. Rules yield findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeVar

from hub_domain.refusal import Refusal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Warned:
    """Accepted, and the warning is stored with the event."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskDue:
    """A task that the accepted command opens."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


Finding = Refusal | Warned | TaskDue


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """All that the rules find, each finding once, in the order in which the rules ask."""

    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Warned, ...] = ()
    tasks: tuple[TaskDue, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether nothing refuses."""
        return not self.refusals

    def insist(self) -> Self:
        """The judgement itself, when nothing refuses; otherwise the first refusal is raised."""
        for refusal in self.refusals:
            raise refusal
        return self

    def opens(self, task: str) -> bool:
        """Whether a task of that code is to be opened."""
        return any(due.code == task for due in self.tasks)

    def warns(self, warning: str) -> bool:
        """Whether there is a warning of that code."""
        return any(warned.code == warning for warned in self.warnings)


def judged(findings: Iterable[Finding]) -> Judgement:
    """Sort findings into a judgement. What is refused opens no task and stores no warning."""
    refusals, warnings, tasks = sort(findings)
    if refusals:
        return Judgement(refusals=refusals)
    return Judgement(warnings=warnings, tasks=tasks)


def sort(
    findings: Iterable[Finding],
) -> tuple[tuple[Refusal, ...], tuple[Warned, ...], tuple[TaskDue, ...]]:
    """Refusals, warnings and tasks, each once."""
    found = list(findings)
    return (
        _once(each for each in found if isinstance(each, Refusal)),
        _once(each for each in found if isinstance(each, Warned)),
        _once(each for each in found if isinstance(each, TaskDue)),
    )


def _once(found: Iterable[T]) -> tuple[T, ...]:
    kept: list[T] = []
    for each in found:
        if each not in kept:
            kept.append(each)
    return tuple(kept)
