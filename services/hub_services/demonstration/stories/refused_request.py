"""A refused request: a bare "GDPR" is no reason; a challenge with reasons is, and helps.

The integrated care board asks a school under section 16H of the Children Act 2004. What goes
wrong on the way is refused, said why, and kept for the auditor; nothing else is recorded of it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Final
from uuid import UUID

from hub_services.demonstration.deciding import PARTNER_DUTY
from hub_services.demonstration.stage import Asking, Given, Stage, searched
from hub_services.desk.drafts import IdentityCard, To, Withheld
from hub_services.desk.hub_client import HubRefused

PUPILS: Final = (
    IdentityCard(
        names="Odette Rushbrimmer", born=date(2012, 10, 8), identifiers={"upn": "A999"}
    ),
    IdentityCard(
        names="Owain O'Brambling", born=date(2013, 2, 21), identifiers={"upn": "B999"}
    ),
    IdentityCard(names="Siân Tregarrow", born=date(2012, 6, 3), identifiers={"upn": "C999"}),
)

WHY: Final = {
    "why-needed": "Three pupils were near the incident of June. The partners must see when the "
    "absences began and who noticed.",
    "necessity": "The registers are held by the school alone.",
    "proportionality": "One school year, attendance and the school's view of it, nothing of "
    "health and nothing of other pupils.",
    "burden": "One extract and half a page; two weeks are given, and half-term is left out.",
    "function": "The partners review a serious incident to learn how to prevent the next.",
}


async def tell(stage: Stage) -> None:
    """Asked wrongly, asked well, refused badly, challenged well, narrowed, answered."""
    desk, cast, time, diary = stage.desk, stage.cast, stage.time, stage.diary
    gwen, bea = cast.hat("gwen"), cast.hat("bea")
    began, ended = _school_year(diary.today)

    await time.at(diary.at(9, "10:05"))
    dev = cast.hat("dev")
    pupils = [await stage.meet_one(dev, card) for card in PUPILS]
    await stage.ask(dev, _school(stage), _asking(stage, pupils, WHY), pupils)

    await time.at(diary.at(9, "11:00"))
    pupils = [await stage.meet_one(gwen, card) for card in PUPILS]
    unexplained = {code: text for code, text in WHY.items() if code != "why-needed"}
    await stage.ask(gwen, _school(stage), _asking(stage, pupils, unexplained), pupils)
    await time.at(diary.at(9, "11:08"))
    (request,) = await stage.asked(gwen, _school(stage), _asking(stage, pupils, WHY), pupils)

    await time.at(diary.at(8, "08:20"))
    await stage.read(bea, request)
    with suppress(HubRefused):
        await desk.decline(bea, request, "data-protection", {"reasons": "GDPR"})
    await time.at(diary.at(8, "08:41"))
    await desk.challenge(
        bea,
        request,
        "not-necessary",
        {
            "reasons": "One of the pupils on the list left before the period began and was "
            "not in "
            "school in June. The other two we can answer for."
        },
    )
    await time.at(diary.at(8, "09:30"))
    with suppress(HubRefused):
        await desk.request(cast.hat("colm"), request)  # her colleague, who is not on it

    await time.at(diary.at(7, "14:15"))
    page = await desk.request(gwen, request)
    if challenge := page.writing("challenge"):
        await desk.open_envelope(gwen, challenge.row.envelope, "casework")
    first, second, _ = pupils
    due_at = diary.office(3 * 480)
    await desk.narrow(
        gwen,
        request,
        persons=(first, second),
        items=[item.id for item in page.request.items],
        due_at=due_at,
    )

    await time.at(diary.at(5, "16:05"))
    page = await desk.request(bea, request)
    supplied = await stage.supply(
        bea,
        page,
        PARTNER_DUTY,
        _given(first, second, ended),
        withheld=[
            Withheld(
                answers=next(i.id for i in page.request.items if i.topic == "attendance"),
                person=second,
                not_held=True,
                search=searched(
                    "attendance-register",
                    "management-information-system",
                    since=began,
                    until=ended,
                    skipped=("paper-archive",),
                ),
            )
        ],
    )
    await time.at(diary.at(4, "09:02"))
    await stage.receive(gwen, supplied.disclosure, significance="new", action="planned")
    with suppress(HubRefused):
        await desk.disclosure(cast.hat("colm"), supplied.disclosure)
    await time.at(diary.at(4, "15:40"))
    await stage.note(
        cast.hat("tobias"),
        supplied.decision,
        "Supplied under the duty, for two pupils; one register is with the former school.",
    )


def _school(stage: Stage) -> list[To]:
    return [To(agency=stage.cast.agencies["school"])]


def _asking(stage: Stage, pupils: list[UUID], words: dict[str, str]) -> Asking:
    began, ended = _school_year(stage.diary.today)
    return Asking(
        provision="CA2004-16H",
        function="serious-incident-learning",
        purpose="learning-review",
        topics={"attendance": tuple(pupils), "view-of-attendance": tuple(pupils[:2])},
        words=words,
        due_at=stage.diary.office(2 * 480),
        period_from=began,
        period_to=ended,
        told="told",
    )


def _given(first: UUID, second: UUID, ended: date) -> list[Given]:
    return [
        Given(
            person=first,
            topic="attendance",
            text="Present on 121 of 190 days. Away on most Mondays from 4 May, and from 8 June "
            "every day. Reasons given: stomach ache, then none.",
            kind="fact",
            about="child-health-development-exposure",
            as_at=ended,
        ),
        Given(
            person=first,
            topic="view-of-attendance",
            text="The form tutor had written twice to ask for a meeting and had no reply.",
            kind="fact",
            about="parent-need-or-capacity",
            as_at=ended.replace(month=6, day=2),
        ),
        Given(
            person=second,
            topic="view-of-attendance",
            text="Quieter since May, and no longer with the friends of the year before. I "
            "thought "
            "of trouble at home and did not write it down; I should have.",
            kind="opinion",
            about="child-health-development-exposure",
            as_at=ended.replace(month=6, day=19),
            holder="Head of year",
        ),
    ]


def _school_year(today: date) -> tuple[date, date]:
    """The last one that is over: from 1 September to 17 July."""
    ended = today.year if today.month > _JULY else today.year - 1
    return date(ended - 1, 9, 1), date(ended, _JULY, 17)


_JULY: Final = 7
