"""A rule said no: a code and typed facts.

The words for a refusal, English and Welsh, stand in the screen's catalogue; ``str()`` of a
refusal is its code alone, so that nothing about a person can leak through a log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import ClassVar


@dataclass(eq=False, kw_only=True)  # not frozen: contextlib sets __traceback__
class Refusal(Exception):
    """The rules do not allow this step.

    ``code`` is stable and kebab-case. ``duty`` is the requirement, provision or article that
    the rule serves. Further fields of a subclass are its typed facts.
    """

    code: ClassVar[str]
    duty: ClassVar[str]

    def facts(self) -> dict[str, object]:
        """The typed facts: plain values, never a name and never a text."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return self.code

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Refusal):
            return NotImplemented
        return type(self) is type(other) and self.facts() == other.facts()

    def __hash__(self) -> int:
        return hash(self.code)


def every_refusal(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every class of refusal that a module of this process has defined."""
    for refusal in base.__subclasses__():
        yield refusal
        yield from every_refusal(refusal)


@cache
def duty_of(code: str) -> str | None:
    """The duty that the refusal of this code serves."""
    return next((each.duty for each in every_refusal() if each.code == code), None)
