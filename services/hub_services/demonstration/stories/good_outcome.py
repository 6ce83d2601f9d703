"""A good outcome: three partners answer before noon, and a child is helped the same day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hub_services.demonstration.deciding import HOSPITAL, POLICE, SCHOOL, Grounds
from hub_services.demonstration.families import Family
from hub_services.demonstration.stage import Asking, Given, Household, Stage
from hub_services.desk.drafts import IdentityCard, To
from hub_services.desk.means import Hat

FAMILY: Final = Family(
    child=IdentityCard(
        names="Nia Summerscale",
        born=date(2017, 11, 23),
        address="3 Tansy Court, Northshire",
        identifiers={"nhs-number": "9990731640"},
    ),
    mother=IdentityCard(
        names="Bethan Summerscale", born=date(1992, 5, 17), address="3 Tansy Court, Northshire"
    ),
    partner=IdentityCard(names="Corwin Ashplant", born=date(1988, 12, 1)),
)

WHY: Final = {
    "why-needed": "The child told a lunchtime supervisor that she sleeps in the bath because "
    "the "
    "door locks. We meet at one o'clock to decide on enquiries: what concerns are recorded, "
    "and "
    "what has she said elsewhere?",
}


async def tell(stage: Stage) -> None:
    """Asked at nine, answered by noon, opened at once, noted in the afternoon."""
    cast, time, diary = stage.cast, stage.time, stage.diary
    asha, day = cast.hat("asha"), 3
    today = diary.day(day)

    await time.at(diary.at(day, "09:04"))
    home = await stage.meet(asha, FAMILY)
    asking = Asking(
        provision="CA1989-47",
        purpose="child-protection",
        topics={"concerns-recorded": (home.child,)},
        words=WHY,
        due_at=diary.at(day, "12:30"),
        period_from=today - timedelta(days=365),
        period_to=today,
        household=(home.mother, home.partner),
        told="unsafe",
    )
    to = [To(agency=cast.agencies[key]) for key in ("primary", "police", "trust")]
    requests = await stage.asked(asha, to, asking, (home.child,))

    answers: tuple[tuple[str, Hat, Grounds, Hat, list[Given], str], ...] = (
        ("09:40", cast.hat("sunniva"), SCHOOL, cast.hat("sunniva", "co-ordinator"),
         _from_school(home, today), "Answered within the hour; the note is on file."),
        ("10:55", cast.hat("cole"), POLICE, cast.hat("bram"),
         _from_police(home, today), "Shared before the discussion at one."),
        ("11:50", cast.hat("dev"), HOSPITAL, cast.hat("noor"),
         _from_trust(home, today), "Shared before the discussion; the nurse joins it."),
    )  # fmt: skip
    for request, (at, hat, grounds, co_ordinator, given, note) in zip(
        requests, answers, strict=True
    ):
        await time.at(diary.at(day, at) - timedelta(minutes=12))
        page = await stage.read(hat, request)
        await time.at(diary.at(day, at))
        supplied = await stage.supply(hat, page, grounds, given)
        await time.at(diary.at(day, at) + timedelta(minutes=6))
        await stage.receive(
            asha, supplied.disclosure, significance="changes-picture", action="acted"
        )
        await time.at(diary.at(day, at) + timedelta(minutes=31))
        await stage.note(co_ordinator, supplied.decision, note)


def _from_school(home: Household, today: date) -> list[Given]:
    return [
        Given(
            person=home.child,
            topic="concerns-recorded",
            text='"I sleep in the bath when he\'s loud, because that door locks." Said to the '
            "lunchtime supervisor at ten past twelve, unasked, and written down at once.",
            kind="allegation",
            about="child-health-development-exposure",
            as_at=today - timedelta(days=1),
            sensitivity="sensitive",
        ),
        Given(
            person=home.child,
            topic="concerns-recorded",
            text="Late on eleven mornings this term, each time brought by a neighbour.",
            kind="fact",
            about="child-health-development-exposure",
            as_at=today - timedelta(days=1),
        ),
    ]


def _from_police(home: Household, today: date) -> list[Given]:
    return [
        Given(
            person=home.child,
            topic="concerns-recorded",
            text="The child was in the flat at the call-out of last Saturday night, awake, "
            "in the "
            "bathroom, with the door locked. No injury was seen.",
            kind="fact",
            about="child-health-development-exposure",
            as_at=today - timedelta(days=4),
        ),
        Given(
            person=home.partner,
            topic="concerns-recorded",
            text="Convicted of assaulting a former partner; community order, completed.",
            kind="fact",
            about="person-posing-risk",
            as_at=date(2022, 3, 14),
            sensitivity="sensitive",
            historical=True,
            explanation="Old, but like what is said now; the order's course was finished.",
        ),
    ]


def _from_trust(home: Household, today: date) -> list[Given]:
    return [
        Given(
            person=home.child,
            topic="concerns-recorded",
            text="Growth and development as expected at her age. Two eye appointments missed.",
            kind="fact",
            about="child-health-development-exposure",
            as_at=today - timedelta(days=60),
        ),
        Given(
            person=home.mother,
            topic="concerns-recorded",
            text="She told the nurse that she would leave if there were somewhere to go.",
            kind="hearsay",
            about="parent-need-or-capacity",
            as_at=today - timedelta(days=21),
            sensitivity="highly-sensitive",
        ),
    ]
