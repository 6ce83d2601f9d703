"""A refusal is a fact: who tried which step, about what, and by which rule it was refused.

R-445: one event and nothing else, with no free text. Each attempt is a stream of its own, so
that noting one never contends with anything.
"""

from __future__ import annotations

from typing import Self
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate, Opening
from hub_domain.ids import refused_attempt_id


class RefusedAttempt(Aggregate):
    """One refused command, kept for the auditor."""

    TOPIC = "refused-attempt"

    class Noted(Opening):
        TOPIC = "refused-attempt.noted"
        step: str
        code: str
        about: UUID | None

    def __init__(self, step: str, code: str, about: UUID | None) -> None:
        self.step = step
        self.code = code
        self.about = about

    @classmethod
    def note(
        cls,
        acting: Acting,
        *,
        step: str,
        code: str,
        about: UUID | None,
        attempt_id: UUID | None = None,
    ) -> Self:
        """Note that ``step`` was refused with ``code``; nothing else changes.

        One for each command, unless ``attempt_id`` says otherwise.
        """
        return cls.begin(
            cls.Noted,
            acting,
            stream_id=attempt_id or refused_attempt_id(acting.command_id),
            step=step,
            code=code,
            about=about,
        )
