"""Nobody asked: the police tell a school of last night, and two schools tell of what they saw.

What cannot wait for a question is told by who knows it: after a call-out to a child's home her
school, the day after; of a man at the gate the police; of a child who is hungry the
council's front door (R-006).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from hub_services.demonstration.deciding import POLICE, SCHOOL
from hub_services.demonstration.stage import Given, Stage, Telling
from hub_services.desk.drafts import IdentityCard

AT_THE_CALL_OUT: Final = IdentityCard(
    names="Elowen Tarrantine",
    born=date(2015, 6, 8),
    address="2 Kiln Passage, Northshire",
)
AT_THE_GATE: Final = IdentityCard(names="Jory Castlemaine", born=date(2012, 10, 19))
HUNGRY: Final = IdentityCard(
    names="Mabyn Orchardleigh", born=date(2019, 3, 27), address="40 Fuller Row, Northshire"
)

CHILDREN: Final = (AT_THE_CALL_OUT, AT_THE_GATE, HUNGRY)
OF_THE_CHILD: Final = "child-health-development-exposure"
_A_MORNING: Final = 3
"""How many working days ago the council's front door was told."""


async def tell(stage: Stage) -> None:
    """What was read already, then what waits in the inboxes of a school and of the police."""
    cast, time, diary = stage.cast, stage.time, stage.diary
    sunniva, asha = cast.hat("sunniva"), cast.hat("asha")
    priti, bea, cole = cast.hat("priti"), cast.hat("bea"), cast.hat("cole")

    day = diary.day(_A_MORNING)
    await time.at(diary.at(_A_MORNING, "10:20"))
    child = await stage.meet_one(sunniva, HUNGRY)
    front_door = Telling(
        agency=asha.agency,
        post=cast.posts["Northshire CSC"],
        words={
            "purpose": "So that the council can decide whether this family needs help now.",
            "facts-of-case": "A child of six has come without breakfast since half-term, and "
            "today said that there was nothing in the cupboard.",
        },
    )
    told = await stage.tell(sunniva, front_door, SCHOOL, _at_breakfast(child, day))
    await time.at(diary.at(_A_MORNING, "11:05"))
    await stage.receive(asha, told.disclosure, significance="new", action="planned")
    await time.at(diary.at(_A_MORNING, "11:40"))
    await stage.note(
        cast.hat("sunniva", "co-ordinator"),
        told.decision,
        "Told the same morning, and rightly.",
    )

    await time.at(diary.office(-190))
    child = await stage.meet_one(bea, AT_THE_GATE)
    to_police = Telling(
        agency=cole.agency,
        practitioner=cole.practitioner,
        words={
            "purpose": "So that the police can find out who the man is and protect the pupil.",
            "facts-of-case": "A man whom no member of staff knows has waited for one pupil at "
            "the gate twice, and called him by his name.",
        },
    )
    await stage.tell(bea, to_police, SCHOOL, _at_the_gate(child, diary.today))

    await time.at(diary.office(-170))
    child = await stage.meet_one(priti, AT_THE_CALL_OUT)
    to_school = Telling(
        agency=bea.agency,
        practitioner=bea.practitioner,
        words={
            "purpose": "So that her school can look after her today and see how she is.",
            "facts-of-case": "Officers were called to her home at night; she was awake and had "
            "seen what happened. She is at school today.",
        },
    )
    night = diary.today - timedelta(days=1)
    grounds, last_night = replace(POLICE, offences=False), _that_night(child, night)
    told = await stage.tell(priti, to_school, grounds, last_night)
    await time.at(diary.office(-120))
    await stage.note(
        cast.hat("bram"), told.decision, "Told the day after; no more than the school needs."
    )


def _at_breakfast(child: UUID, day: date) -> Given:
    return Given(
        person=child,
        text="He came hungry on nine of the last ten mornings and ate two breakfasts. Asked "
        'what he had at home, he said: "There is only the rice, and we are keeping that."',
        kind="fact",
        about=OF_THE_CHILD,
        as_at=day,
    )


def _at_the_gate(child: UUID, day: date) -> Given:
    return Given(
        person=child,
        text="On two afternoons a man in a grey van waited opposite the gate at ten past "
        'three and called "Jory" to him. The boy walked on, and says that he has not met him.',
        kind="fact",
        about=OF_THE_CHILD,
        as_at=day,
    )


def _that_night(child: UUID, day: date) -> Given:
    return Given(
        person=child,
        text="Officers were at her home between eleven and midnight because of a quarrel "
        "between adults. She was on the stairs in her coat. She is not hurt, and slept at her "
        "aunt's.",
        kind="fact",
        about=OF_THE_CHILD,
        as_at=day,
    )
