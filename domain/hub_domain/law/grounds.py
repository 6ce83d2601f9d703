"""Grounds for not sharing an item (R-007, R-101, R-202, R-405, R-406).

Each ground is judged alone; one that is refused falls away, and the item is refused only when
none is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from hub_domain.law.catalogue import LawOn
from hub_domain.law.evidence import Case
from hub_domain.law.judgement import Finding
from hub_domain.law.refusals import (
    AssumedSharedElsewhere,
    CompetentAdviceRequired,
    NoShareReasonRequired,
    RefusalGroundNotRecognised,
    lack,
)
from hub_domain.law.rows import ANY, Ground, Provision
from hub_domain.refusal import Refusal
from hub_domain.text_checks import TextChecks


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an item tells: about whom, and on which topic, where it answers what was asked."""

    person: UUID | None = None
    topic: str = ""

    def covers(self, other: Told) -> bool:
        """Whether to have told this is to have told the other: a person, and what of them."""
        same_topic = self.topic == other.topic or not (self.topic and other.topic)
        return self.person is not None and self.person == other.person and same_topic


NOTHING: Final = Told()


@dataclass(frozen=True, kw_only=True)
class GroundGiven:
    """A ground for not sharing an item, its words, and the proof that some grounds need.

    ``before``: what the disclosure that it names told the one who would receive this.
    ``bar``: the provision that forbids.
    """

    code: str
    text: TextChecks | None = None
    before: frozenset[Told] = frozenset()
    bar: str = ""


@dataclass(frozen=True, kw_only=True)
class Refusing:
    """What a ground is judged by, besides itself: the item's row, the case, who decides.

    ``tells``: what the item would tell.
    ``whole``: nothing is shared at all, so that on a duty only its own grounds stand.
    """

    case: Case
    row: str
    competent: bool
    whole: bool
    request: Provision | None
    tells: Told = NOTHING


def grounds_stand(given: Sequence[GroundGiven], by: Refusing, law: LawOn) -> Iterator[Finding]:
    """Nothing when at least one ground stands; otherwise what is wrong with each."""
    if not given:
        yield NoShareReasonRequired()
        return
    faults = [list(_faults(ground, by, law)) for ground in given]
    if all(faults):
        for found in faults:
            yield from found


def valid_grounds(given: Sequence[GroundGiven], by: Refusing, law: LawOn) -> tuple[str, ...]:
    """The codes of the grounds that stand, of those that were given."""
    return tuple(ground.code for ground in given if not any(_faults(ground, by, law)))


def _faults(given: GroundGiven, by: Refusing, law: LawOn) -> Iterator[Finding]:
    if not given.code:
        yield NoShareReasonRequired()
        return
    row = law.find(Ground, given.code)
    if row is None or not _recognised(given, row, by):
        yield RefusalGroundNotRecognised(ground=given.code)
        return
    if not duty_allows(given, by):
        yield RefusalGroundNotRecognised(ground=given.code)
    if by.case.harm_feared and by.case.receiver.protective:
        if row.weighed == "overridden":
            yield OverridingConsideration(ground=given.code)
        if row.weighed == "competent-advice" and not by.competent:
            yield CompetentAdviceRequired()
    if "disclosure" in row.needs and not any(each.covers(by.tells) for each in given.before):
        yield AssumedSharedElsewhere()
    if "text" in row.needs:
        yield from _worded(given, law)


def _recognised(given: GroundGiven, row: Ground, by: Refusing) -> bool:
    """Whether the ground may be used here at all; if not, nothing more is asked of it."""
    if not row.recognised:
        return False
    if row.provision_only and not _own(given, by.request):
        return False
    if "purpose-no" in row.needs and by.row != "D1":
        return False
    if "lawful-no" in row.needs and by.row != "D5":
        return False
    if "bar" in row.needs and not given.bar:
        return False
    for_child = "bar-for-child" in row.needs and by.case.child_at_risk
    return not for_child or bool(given.bar and by.competent)


def _own(given: GroundGiven, request: Provision | None) -> bool:
    if request is None:
        return False
    return given.code in {*request.challenge_grounds, *request.decline_grounds}


def duty_allows(given: GroundGiven, by: Refusing) -> bool:
    """A duty is left unanswered only on its own exits or challenge grounds (R-084)."""
    if by.request is None or not by.whole or not by.request.is_duty:
        return True
    return _own(given, by.request) or ANY in by.request.challenge_grounds


def _worded(given: GroundGiven, law: LawOn) -> Iterator[Finding]:
    lacking = lack(given.text, law.local("reason-words"))
    if lacking == "bare":
        yield RefusalGroundNotRecognised(ground=given.code, lack=lacking)
    elif lacking:
        yield NoShareReasonRequired(ground=given.code, lack=lacking)


@dataclass(eq=False, kw_only=True)
class OverridingConsideration(Refusal):
    """Where harm is, or may be, and the recipient can protect, safety comes before this."""

    ground: str
    code = "overriding-consideration"
    duty = "Children Act 1989; R-007, R-401"
