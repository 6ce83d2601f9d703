"""A colleague is ill: his manager gives one request away, and the rest waits for her now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from hub_services.demonstration.families import Family
from hub_services.demonstration.stage import Asking, Stage
from hub_services.demonstration.statements import WHY
from hub_services.desk.drafts import To

ASKED: Final = (420, 95)
READ: Final = 400
TAKEN_OVER: Final = 60
"""How many minutes of office time ago; the first request he still read himself."""
DUE: Final = (90, 240)
"""In how many minutes of office time each is due."""


async def tell(stage: Stage, families: tuple[Family, Family]) -> None:
    """Westmere asks him by name about a family that he knew, and then about another."""
    cast, time, diary = stage.cast, stage.time, stage.diary
    imran, philippa, asha = (cast.hat(key) for key in ("imran", "philippa", "asha"))
    await time.at(diary.office(-ASKED[0]))
    first = await _ask(stage, families[0], due_at=diary.office(DUE[0]))
    await time.at(diary.office(-READ))
    await stage.read(imran, first)
    await time.at(diary.office(-ASKED[1]))
    await _ask(stage, families[1], due_at=diary.office(DUE[1]))
    await time.at(diary.office(-TAKEN_OVER))
    (waits,) = (await stage.desk.waiting(philippa, record=first)).waiting
    await stage.desk.take_over(philippa, waits, why="away", to=asha.practitioner)


async def _ask(stage: Stage, family: Family, *, due_at: datetime) -> UUID:
    yusra, imran = stage.cast.hat("yusra"), stage.cast.hat("imran")
    home, today = await stage.meet(yusra, family), stage.diary.today
    asking = Asking(
        provision="CA1989-47",
        purpose="child-protection",
        topics={"previous-involvement": (home.child,)},
        words={"why-needed": WHY["CA1989-47"][0]},
        due_at=due_at,
        period_from=today - timedelta(days=365),
        period_to=today,
    )
    to = [To(agency=imran.agency, practitioner=imran.practitioner)]
    (request,) = await stage.asked(yusra, to, asking, (home.child,))
    return request
