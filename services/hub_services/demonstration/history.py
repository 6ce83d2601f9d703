"""Some weeks of ordinary work, drawn from a fixed seed: who asked whom, and what was answered.

Everything is drawn when it is planned, so that it does not matter in which order it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from hub_services.demonstration.diary import Diary, office_time
from hub_services.demonstration.enquiry import Enquiry, Part, Reply
from hub_services.demonstration.families import Family
from hub_services.demonstration.statements import REPLIES, WHY, Statement, known
from hub_services.demonstration.usual import HOLDERS, PATTERNS, Holder, Pattern


def plan(random: Random, diary: Diary, families: Iterator[Family], days: int) -> list[Enquiry]:
    """The enquiries of so many working days up to yesterday."""
    planned = []
    for before in range(days, 0, -1):
        for _ in range(3 if before == 1 else random.choice((1, 2, 2))):
            at = diary.at(before, "09:00") + timedelta(minutes=random.randrange(7, 400, 12))
            planned.append(_enquiry(random, at, next(families)))
    return planned


def _enquiry(random: Random, at: datetime, family: Family) -> Enquiry:
    pattern = random.choice(PATTERNS)
    return Enquiry(
        asks=pattern.asks,
        provision=pattern.provision,
        purpose=pattern.purpose,
        at=at,
        due_at=office_time(at, pattern.minutes),
        why=random.choice(WHY[pattern.provision]),
        topics=pattern.topics,
        family=family,
        household=pattern.household,
        parts=tuple(_part(random, to, pattern) for to in pattern.to),
        told=random.choice(("told", "not-yet", "unsafe")),
    )


def _part(random: Random, to: str, pattern: Pattern) -> Part:
    holder = HOLDERS[to]
    reply: Reply = random.choices(
        ("supplied", "part", "not-held", "not-known-here", "clarification", "declined"),
        (46, 8, 28, 10, 4, 4) if holder.grounds else (0, 0, 3, 2, 0, 0),
    )[0]
    if reply == "declined" and pattern.provision in {"SSWBA-164", "CA2004-16H"}:
        reply = "challenged"  # a duty is not declined for want of a need to know
    late = random.random() < 0.12  # noqa: PLR2004 - one answer in eight
    after = (
        pattern.minutes + random.randrange(12, 96, 12)
        if late
        else random.randrange(36, pattern.minutes - 12, 12)
    )
    given: tuple[Statement, ...] = ()
    also: tuple[Statement, ...] = ()
    if reply in {"supplied", "part"}:
        known_of = ("child", *pattern.household)
        given = _statements(random, holder, random.choice((1, 2)), known_of)
        if reply == "supplied" and len(pattern.topics) > 1:
            also = _statements(random, holder, 1, known_of)
    return Part(
        to=to,
        reply=reply,
        read=max(12, after - random.choice((12, 24, 60))),
        after=after,
        assigned=bool(holder.colleague) and random.random() < 0.3,  # noqa: PLR2004
        given=given,
        also=also,
        words=random.choice(REPLIES.get(reply, ("",))),
        opened=random.choice((12, 24, 60, None)),
        significance=random.choice(("new", "changes-picture", "confirms", "no-change", None)),
        note=random.choice(REPLIES["note"]),
        noted=random.choice((36, 120, 396, None)),
    )


def _statements(
    random: Random, holder: Holder, count: int, persons: tuple[str, ...]
) -> tuple[Statement, ...]:
    """Statements of what this holder knows of these persons, the first about the child."""
    statements = [each for each in known(*holder.topics) if each.who in persons]
    first = random.choice([each for each in statements if each.who == "child"])
    others = random.sample([each for each in statements if each != first], count - 1)
    return (first, *others)
