"""The work of today: what is open, how much time is left, and what is overdue.

Office work is set in office time around now, so that a demonstration begun on a Sunday night
shows Friday's and Monday's; what the emergency duty team does is set in elapsed time.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hub_services.demonstration.diary import Diary
from hub_services.demonstration.enquiry import Enquiry, Part
from hub_services.demonstration.families import Family
from hub_services.demonstration.statements import REPLIES, WHY, known


def plan(random: Random, diary: Diary, families: Iterator[Family]) -> list[Enquiry]:
    """The enquiries that are under way now."""

    def enquiry(
        asked: tuple[str, str, str],
        begun: int,
        left: int,
        topics: tuple[str, ...],
        parts: tuple[Part, ...],
        *,
        elapsed: bool = False,
    ) -> Enquiry:
        time = diary.elapsed if elapsed else diary.office
        asks, provision, purpose = asked
        return Enquiry(
            asks=asks,
            provision=provision,
            purpose=purpose,
            at=time(-begun),
            due_at=time(left),
            why=random.choice(WHY[provision]),
            topics=topics,
            family=next(families),
            household=("mother", "partner") if provision == "CA1989-47" else (),
            parts=parts,
            elapsed=elapsed,
        )

    protection, need = "child-protection", "child-in-need"
    concerns, health = ("concerns-recorded",), ("health-appointments", "development")
    return [
        enquiry(("asha", "CA1989-47", protection), 275, -35, concerns, (
            _supplies("police", "police-call-outs", after=92, opened=11),
            Part(to="trust", read=64),
            _holds_nothing("school", after=48),
        )),
        enquiry(("asha", "CA1989-47", protection), 50, 70, concerns, (
            Part(to="police", read=14),
            Part(to="trust"),
            Part(to="primary", read=9),
        ), elapsed=True),
        enquiry(("hari", "CA1989-47", protection), 610, -490, concerns, (
            _supplies("police", "police-call-outs", after=26, opened=4),
            _supplies("trust", "injuries", after=101, opened=7),
        ), elapsed=True),
        enquiry(("imran", "CA1989-17", need), 400, 150, ("development", "attendance"), (
            Part(to="trust", read=212),
            _supplies("school", "attendance", after=180, opened=None),
        )),
        enquiry(("yusra", "CA1989-47", protection), 120, 45, ("previous-involvement",), (
            Part(to="council", read=20, assigned=True, advised=True),
            Part(to="police"),
        )),
        enquiry(("yusra", "CA1989-17", need), 90, 700, ("previous-involvement",), (
            Part(to="teifi"),
            _supplies("council", "previous-involvement", after=40, opened=8),
        )),
        enquiry(("cole", "CDA1998-115", "crime/prevention"), 300, 480, concerns, (
            Part(to="council", read=32, assigned=True, advised=True),
            Part(to="school", read=120),
        )),
        enquiry(("cole", "CDA1998-115", "crime/prevention"), 40, 100, concerns, (
            Part(to="council", post="Northshire EDT", by="hari"),
        ), elapsed=True),
        enquiry(("gwen", "CA2004-16H", "learning-review"), 1440, 2880, concerns, (
            _supplies("primary", "concerns-recorded", after=700, opened=None),
            Part(to="police", read=260),
            Part(to="school", read=300),
            Part(to="trust", read=400, reply="challenged", after=520, opened=None,
                 words="A year is asked for, and the review is about one spring. Which "
                 "months are meant?"),
        )),
        enquiry(("asha", "CA1989-47", protection), 262, -22, concerns, (
            Part(to="police", read=31),
            _holds_nothing("primary", after=80),
        )),
        enquiry(("yusra", "CA1989-47", protection), 230, 10, ("previous-involvement",), (
            _supplies("council", "previous-involvement", after=130, opened=None),
        )),
        enquiry(("imran", "CA1989-17", need), 70, 410, ("household",), (
            Part(to="police"),
            Part(to="westmere"),
        )),
        enquiry(("carys", "SSWBA-164", need), 200, 300, health, (
            Part(to="lhb", read=96),
        )),
        enquiry(("carys", "CA1989-47", protection), 330, -80, concerns, (
            _supplies("heddlu", "police-call-outs", after=110, opened=16),
            Part(to="youth"),
            _holds_nothing("housing", after=75),
        )),
        enquiry(("emrys", "CDA1998-115", "crime/prevention"), 60, 240, ("household",), (
            Part(to="teifi", read=28),
        )),
    ]  # fmt: skip


def _supplies(to: str, topic: str, *, after: int, opened: int | None) -> Part:
    about_the_child = [each for each in known(topic) if each.who == "child"]
    return Part(
        to=to,
        reply="supplied",
        read=after - 10,
        after=after,
        given=(about_the_child[0], about_the_child[-1]),
        opened=opened,
        significance="changes-picture" if opened else None,
    )


def _holds_nothing(to: str, *, after: int) -> Part:
    return Part(
        to=to,
        reply="not-held",
        read=after - 8,
        after=after,
        words=REPLIES["not-held"][0],
    )
