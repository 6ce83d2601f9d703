"""Some weeks of ordinary work, drawn from a fixed seed: who asked whom, and what was answered.

Everything is drawn when it is planned, so that it does not matter in which order it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, Literal
from uuid import UUID

from hub_services.demonstration import deciding
from hub_services.demonstration.deciding import Grounds
from hub_services.demonstration.diary import Diary, office_time
from hub_services.demonstration.families import Family
from hub_services.demonstration.stage import Asking, Given, Household, Stage, searched
from hub_services.demonstration.statements import ALSO, REPLIES, WHY, Statement, known
from hub_services.desk.drafts import Search, To, Withheld
from hub_services.desk.means import Hat
from hub_services.desk.records import RequestPage

Reply = Literal[
    "supplied", "part", "not-held", "not-known-here", "clarification", "declined", "challenged"
]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """An agency that answers: who, about what it knows, where it looks.

    One that supplies has grounds, and a co-ordinator who files the notes. ``colleague`` is
    whom a request may be given to.
    """

    agency: str
    answers: str
    topics: tuple[str, ...]
    systems: tuple[str, ...]
    grounds: Grounds | None = None
    files_notes: str = ""
    colleague: str = ""


HOLDERS: Final[Mapping[str, Holder]] = {
    each.agency: each
    for each in (
        Holder(
            agency="police",
            answers="cole",
            colleague="priti",
            files_notes="bram",
            grounds=deciding.POLICE,
            topics=("police-call-outs", "domestic-abuse", "convictions"),
            systems=("police-records",),
        ),
        Holder(
            agency="trust",
            answers="dev",
            colleague="roisin",
            files_notes="noor",
            grounds=deciding.HOSPITAL,
            topics=("injuries", "health-appointments", "development"),
            systems=("hospital-record", "health-record"),
        ),
        Holder(
            agency="school",
            answers="bea",
            files_notes="tobias",
            grounds=deciding.SCHOOL,
            topics=("attendance", "concerns-recorded", "child-voice"),
            systems=("pupil-records", "safeguarding-file"),
        ),
        Holder(
            agency="primary",
            answers="sunniva",
            files_notes="sunniva",
            grounds=deciding.SCHOOL,
            topics=("attendance", "concerns-recorded", "child-voice"),
            systems=("pupil-records", "safeguarding-file"),
        ),
        Holder(
            agency="council",
            answers="morwenna",
            colleague="asha",
            files_notes="ella",
            grounds=deciding.COUNCIL,
            topics=("previous-involvement", "household"),
            systems=("case-management",),
        ),
        Holder(
            agency="westmere",
            answers="yusra",
            files_notes="clement",
            grounds=deciding.COUNCIL,
            topics=("previous-involvement", "household"),
            systems=("case-management",),
        ),
        Holder(
            agency="teifi",
            answers="carys",
            files_notes="macsen",
            grounds=Grounds(basis="public-task", provision="CA2004-28", limb="a"),
            topics=("previous-involvement", "household"),
            systems=("case-management",),
        ),
        Holder(
            agency="heddlu",
            answers="emrys",
            files_notes="emrys",
            grounds=deciding.POLICE_WALES,
            topics=("police-call-outs", "domestic-abuse", "convictions"),
            systems=("police-records",),
        ),
        Holder(
            agency="lhb",
            answers="nerys",
            files_notes="taliesin",
            grounds=deciding.HEALTH_BOARD,
            topics=("injuries", "health-appointments", "development"),
            systems=("health-record",),
        ),
        Holder(
            agency="youth",
            answers="rhodri",
            topics=("previous-involvement",),
            systems=("case-management",),
        ),
        Holder(
            agency="housing",
            answers="dewi",
            topics=("housing",),
            systems=("tenancy-file",),
        ),
    )
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one addressee does, and how many minutes after the asking.

    ``given`` answers the first topic, ``also`` the second; without it the second is not held.
    ``opened``, ``noted``: minutes after the answer; never, if None. ``assigned``: the request
    is given to a colleague, who answers it; ``advised``: the co-ordinator reads it too. What
    would lie in the future is still to be done.
    """

    to: str
    reply: Reply | None = None
    post: str = ""
    by: str = ""
    read: int | None = None
    after: int = 0
    assigned: bool = False
    advised: bool = False
    given: tuple[Statement, ...] = ()
    also: tuple[Statement, ...] = ()
    words: str = ""
    opened: int | None = None
    significance: str | None = None
    note: str = ""
    noted: int | None = None


@dataclass(frozen=True, kw_only=True)
class Enquiry:
    """One act of asking: by whom, on which law, when, due when, and what becomes of it.

    The minutes of its parts are office time, or ``elapsed`` time whatever the hour.
    """

    asks: str
    provision: str
    purpose: str
    at: datetime
    due_at: datetime
    why: str
    topics: tuple[str, ...]
    family: Family
    parts: tuple[Part, ...]
    household: tuple[str, ...] = ()
    told: str = "not-yet"
    elapsed: bool = False


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A usual enquiry: who asks, on what, for what, whom, with how much office time.

    ``household``: about whom besides the child.
    """

    asks: str
    provision: str
    purpose: str
    minutes: int
    to: tuple[str, ...]
    topics: tuple[str, ...]
    household: tuple[str, ...] = ()


PATTERNS: Final = (
    Pattern(
        asks="asha",
        provision="CA1989-47",
        purpose="child-protection",
        minutes=240,
        to=("police", "trust", "school"),
        topics=("concerns-recorded",),
        household=("mother", "partner"),
    ),
    Pattern(
        asks="asha",
        provision="CA1989-47",
        purpose="child-protection",
        minutes=240,
        to=("police", "trust"),
        topics=("injuries", "police-call-outs"),
        household=("mother", "partner"),
    ),
    Pattern(
        asks="asha",
        provision="CA1989-47",
        purpose="child-protection",
        minutes=480,
        to=("police", "trust", "primary"),
        topics=("concerns-recorded", "child-voice"),
        household=("mother", "partner"),
    ),
    Pattern(
        asks="imran",
        provision="CA1989-17",
        purpose="child-in-need",
        minutes=960,
        to=("trust", "school"),
        topics=("development", "attendance"),
        household=("mother",),
    ),
    Pattern(
        asks="imran",
        provision="CA1989-17",
        purpose="child-in-need",
        minutes=960,
        to=("school", "westmere"),
        topics=("previous-involvement",),
        household=("mother",),
    ),
    Pattern(
        asks="yusra",
        provision="CA1989-47",
        purpose="child-protection",
        minutes=480,
        to=("council", "police"),
        topics=("previous-involvement",),
        household=("mother", "partner"),
    ),
    Pattern(
        asks="yusra",
        provision="CA1989-17",
        purpose="child-in-need",
        minutes=960,
        to=("council", "primary"),
        topics=("previous-involvement",),
        household=("mother",),
    ),
    Pattern(
        asks="carys",
        provision="SSWBA-164",
        purpose="child-in-need",
        minutes=960,
        to=("lhb",),
        topics=("health-appointments", "development"),
        household=("mother",),
    ),
    Pattern(
        asks="carys",
        provision="CA1989-47",
        purpose="child-protection",
        minutes=480,
        to=("heddlu", "youth", "housing"),
        topics=("concerns-recorded",),
        household=("mother", "partner"),
    ),
    Pattern(
        asks="cole",
        provision="CDA1998-115",
        purpose="crime/prevention",
        minutes=960,
        to=("council", "school"),
        topics=("concerns-recorded",),
    ),
    Pattern(
        asks="gwen",
        provision="CA2004-16H",
        purpose="learning-review",
        minutes=2400,
        to=("school", "primary"),
        topics=("attendance", "concerns-recorded"),
    ),
)


def plan(random: Random, diary: Diary, families: Iterator[Family], days: int) -> list[Enquiry]:
    """The enquiries of so many working days up to yesterday."""
    planned = []
    for before in range(days, 0, -1):
        for _ in range(3 if before == 1 else random.choice((1, 2, 2))):
            at = diary.at(before, "09:00") + timedelta(minutes=random.randrange(6, 400, 4))
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
        pattern.minutes + random.randrange(12, 96, 4)
        if late
        else random.randrange(pattern.minutes // 8, pattern.minutes - 12, 4)
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
        read=max(4, after - random.choice((8, 16, 32, 60))),
        after=after,
        assigned=bool(holder.colleague) and random.random() < 0.3,  # noqa: PLR2004
        given=given,
        also=also,
        words=random.choice(REPLIES.get(reply, ("",))),
        opened=random.choice((4, 12, 28, 64, None)),
        significance=random.choice(("new", "changes-picture", "confirms", "no-change", None)),
        note=random.choice(REPLIES["note"]),
        noted=random.choice((36, 120, 400, None)),
    )


def _statements(
    random: Random, holder: Holder, count: int, persons: tuple[str, ...]
) -> tuple[Statement, ...]:
    """Statements of what this holder knows of these persons, the first about the child."""
    statements = [each for each in known(*holder.topics) if each.who in persons]
    first = random.choice([each for each in statements if each.who == "child"])
    others = random.sample([each for each in statements if each != first], count - 1)
    return (first, *others)


async def tell(stage: Stage, enquiry: Enquiry) -> None:
    """Ask, and let each addressee do its part in its own time."""
    await stage.time.at(enquiry.at)
    hat = stage.cast.hat(enquiry.asks)
    home = await stage.meet(hat, enquiry.family)
    today = enquiry.at.date()
    asking = Asking(
        provision=enquiry.provision,
        purpose=enquiry.purpose,
        topics=dict.fromkeys(enquiry.topics, (home.child,)),
        words={"why-needed": enquiry.why} | ALSO,
        due_at=enquiry.due_at,
        period_from=today - timedelta(days=365),
        period_to=today,
        household=tuple(home.person(who) for who in enquiry.household),
        function=_FUNCTIONS.get(enquiry.provision),
        kind="information" if enquiry.provision == "SSWBA-164" else None,
        overlap=enquiry.provision == "SSWBA-164",
        told=enquiry.told,
    )
    to = [
        To(agency=stage.cast.agencies[part.to], post=stage.cast.posts.get(part.post))
        for part in enquiry.parts
    ]
    issued = await stage.ask(hat, to, asking, (home.child,))
    await stage.time.together(
        _Answering(stage, enquiry, part, hat, home, each.request).tell()
        for part, each in zip(enquiry.parts, issued, strict=True)
        if each.request is not None
    )


@dataclass(frozen=True)
class _Answering:
    """One addressee's part in an enquiry."""

    stage: Stage
    enquiry: Enquiry
    part: Part
    asked_by: Hat
    home: Household
    request: UUID

    async def tell(self) -> None:
        """Read, perhaps assign, answer; the requester opens; the co-ordinator files a note."""
        stage, part, holder = self.stage, self.part, HOLDERS[self.part.to]
        hat = stage.cast.hat(part.by or holder.answers)
        if part.read is None or not await self._come(part.read):
            return
        if part.assigned:
            colleague = stage.cast.hat(holder.colleague)
            await stage.desk.assign(hat, self.request, colleague.practitioner, version=1)
            hat = colleague
        page = await stage.read(hat, self.request)
        if part.advised:
            await stage.read(stage.cast.hat(holder.files_notes), self.request, "co-ordination")
        if part.reply is None or not await self._come(part.after):
            return
        if part.reply in {"supplied", "part"}:
            await self._supply(hat, holder, page)
            return
        await self._reply(hat, holder, part.reply)
        if part.words and part.opened and await self._come(part.after + part.opened):
            page = await stage.desk.request(self.asked_by, self.request)
            for writing in page.writings:
                if writing.row.author_agency != self.asked_by.agency:
                    await stage.desk.open_envelope(
                        self.asked_by, writing.row.envelope, "casework"
                    )

    async def _supply(self, hat: Hat, holder: Holder, page: RequestPage) -> None:
        stage, part = self.stage, self.part
        items = page.request.items
        given = [self._given(each, items[0].topic) for each in part.given]
        withheld = []
        if len(items) > 1 and part.also:
            given += [self._given(each, items[1].topic) for each in part.also]
        elif len(items) > 1:
            withheld = [
                Withheld(answers=items[1].id, not_held=True, search=self._search(holder))
            ]
        duty = self.enquiry.provision == "CA2004-16H"
        grounds = deciding.PARTNER_DUTY if duty else holder.grounds
        if grounds is None:
            raise LookupError(holder.agency)
        supplied = await stage.supply(hat, page, grounds, given, withheld=withheld)
        if supplied.disclosure is None:
            raise LookupError(self.request)
        if part.opened and await self._come(part.after + part.opened):
            await stage.receive(
                self.asked_by, supplied.disclosure, significance=part.significance
            )
        noted = max(part.noted or 0, part.opened or 0)
        if part.noted and await self._come(part.after + noted):
            co_ordinator = stage.cast.hat(holder.files_notes, "co-ordinator")
            await stage.read(co_ordinator, self.request, "co-ordination")
            await stage.note(co_ordinator, supplied.decision, part.note)

    async def _reply(self, hat: Hat, holder: Holder, reply: Reply) -> None:
        desk, request = self.stage.desk, self.request
        words = {"reasons": self.part.words} if self.part.words else {}
        match reply:
            case "not-held":
                await desk.answer_not_held(hat, request, self._search(holder), words)
            case "not-known-here":
                await desk.not_known_here(hat, request, words)
            case "clarification":
                await desk.ask_clarification(hat, request, words)
            case "declined":
                await desk.decline(hat, request, "no-need-to-know", words)
            case _:
                await desk.challenge(hat, request, "not-proportionate", words)

    def _given(self, statement: Statement, topic: str) -> Given:
        return Given(
            person=self.home.person(statement.who),
            topic=topic,
            text=statement.text,
            kind=statement.kind,
            about=statement.about,
            as_at=self.enquiry.at.date() - timedelta(days=3 + len(statement.text) % 60),
            sensitivity=statement.sensitivity,
            holder=statement.holder,
        )

    def _search(self, holder: Holder) -> Search:
        return searched(
            *holder.systems,
            since=self.enquiry.at.date() - timedelta(days=365),
            until=self.enquiry.at.date(),
            skipped=("paper-files",),
        )

    async def _come(self, minutes: int) -> bool:
        """Wait until so many minutes after the asking; whether that is not in the future."""
        enquiry = self.enquiry
        moment = (
            enquiry.at + timedelta(minutes=minutes)
            if enquiry.elapsed
            else office_time(enquiry.at, minutes)
        )
        if moment > self.stage.diary.now:
            return False
        await self.stage.time.at(moment)
        return True


_FUNCTIONS: Final = {"SSWBA-164": "assessment", "CA2004-16H": "safeguarding-arrangements"}
