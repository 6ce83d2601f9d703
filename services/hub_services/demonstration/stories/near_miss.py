"""A near miss: one partner is silent past the hour, and its late answer changes the picture.

Nobody did anything wrong in bad faith. The hospital's list of the week before stood in another
system; it was found in the evening, and the emergency duty team read it that night.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hub_services.demonstration.deciding import HOSPITAL, POLICE
from hub_services.demonstration.families import Family
from hub_services.demonstration.stage import Asking, Given, Household, Stage, searched
from hub_services.desk.drafts import IdentityCard, To, Withheld

FAMILY: Final = Family(
    child=IdentityCard(
        names="Idris Fallowmere",
        born=date(2021, 4, 11),
        address="14 Osier Way, Northshire",
        identifiers={"nhs-number": "9990482012"},
    ),
    mother=IdentityCard(
        names="Tamsin Fallowmere",
        aliases=("Tamsin Gudgeonby",),
        born=date(1996, 1, 30),
        address="14 Osier Way, Northshire",
    ),
    partner=IdentityCard(names="Rafe Gudgeonby", born=date(1990, 9, 2)),
)

WHY: Final = {
    "why-needed": "Nursery saw a bruise on the child's cheek this morning and the mother "
    "gave two "
    "explanations within an hour. Before the visit tonight: is anything known of injuries, of "
    "violence at home, or of who lives there?",
}


async def tell(stage: Stage) -> None:
    """From the contact at half past three to the reading at ten past seven."""
    desk, cast, time, diary = stage.desk, stage.cast, stage.time, stage.diary
    asha, hari = cast.hat("asha"), cast.hat("hari")
    day, due = 8, diary.at(8, "18:10")
    today = diary.day(day)

    await time.at(diary.at(day, "15:30"))
    home = await stage.meet(asha, FAMILY)
    asking = Asking(
        provision="CA1989-47",
        purpose="child-protection",
        topics={"injuries": (home.child,), "domestic-abuse": (home.mother, home.partner)},
        words=WHY,
        due_at=due,
        period_from=today - timedelta(days=730),
        period_to=today,
        told="unsafe",
    )
    to = [To(agency=cast.agencies[key]) for key in ("police", "trust", "school")]
    police, trust, school = await stage.asked(asha, to, asking, (home.child,))

    await time.at(diary.at(day, "16:12"))
    bea = cast.hat("bea")
    await stage.read(bea, school)
    await time.at(diary.at(day, "16:25"))
    search = searched(
        "management-information-system",
        "safeguarding-file",
        since=asking.period_from,
        until=today,
        skipped=("paper-archive",),
    )
    words = {"reasons": "No child of this name or of a like spelling is or was on roll here."}
    await desk.answer_not_held(bea, school, search, words)

    await time.at(diary.at(day, "16:50"))
    cole = cast.hat("cole")
    page = await stage.read(cole, police)
    await time.at(diary.at(day, "17:40"))
    by_police = await stage.supply(
        cole,
        page,
        POLICE,
        _from_police(home, today),
        withheld=[
            Withheld(
                answers=next(i.id for i in page.request.items if i.topic == "injuries"),
                not_held=True,
                search=searched("police-records", since=asking.period_from, until=today),
            )
        ],
    )
    await time.at(diary.at(day, "17:48"))
    await stage.receive(asha, by_police.disclosure, significance="new", action="acted")

    # Ten past six: the trust has said nothing, and the hub says so to both sides. The enquiry
    # is decided without it. An hour later the answer comes, to the post that is on duty.
    await time.at(diary.at(day, "18:52"))
    dev = cast.hat("dev")
    page = await stage.read(dev, trust)
    await time.at(diary.at(day, "19:05"))
    late = await stage.supply(
        dev,
        page,
        HOSPITAL,
        [
            Given(
                person=home.child,
                topic="injuries",
                text="Brought to the emergency department nine days ago with a swollen wrist, "
                "said to be a fall from a sofa. X-ray clear. The child flinched when the man "
                "with them spoke. Seen, recorded, and not passed on.",
                kind="fact",
                about="child-health-development-exposure",
                as_at=today - timedelta(days=9),
                sensitivity="sensitive",
            )
        ],
        withheld=[
            Withheld(
                answers=next(i.id for i in page.request.items if i.topic == "domestic-abuse"),
                not_held=True,
                search=searched(
                    "hospital-record",
                    since=asking.period_from,
                    until=today,
                    skipped=("paper-archive",),
                ),
            )
        ],
        to_post=cast.posts["Northshire EDT"],
    )
    await time.at(diary.at(day, "19:12"))
    await stage.receive(hari, late.disclosure, significance="changes-picture", action="acted")

    await time.at(diary.at(day - 1, "09:20"))
    await stage.note(
        cast.hat("bram"),
        by_police.decision,
        "Shared on the same afternoon, in part: nothing is recorded of injuries.",
    )
    await time.at(diary.at(day - 1, "09:45"))
    await stage.note(
        cast.hat("noor"),
        late.decision,
        "Fifty-five minutes late. The department's list is not searched from this desk; raised "
        "with the matron, and the list is now part of every search.",
    )


def _from_police(home: Household, today: date) -> list[Given]:
    return [
        Given(
            person=home.mother,
            topic="domestic-abuse",
            text="Two calls to the address in the spring, both by neighbours, for shouting. No "
            "injury seen. She did not wish to make a statement.",
            kind="fact",
            about="parent-need-or-capacity",
            as_at=today - timedelta(days=190),
        ),
        Given(
            person=home.partner,
            topic="domestic-abuse",
            text="The officer who went there thought that she answered with an eye on him.",
            kind="opinion",
            about="person-posing-risk",
            as_at=today - timedelta(days=190),
            holder="Response officer, shift of that night",
        ),
    ]
