"""What was attempted and refused: kept for the auditor, and nothing else came of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from hub_services.demonstration.families import Family
from hub_services.demonstration.stage import Asking, Stage, searched
from hub_services.demonstration.statements import WHY
from hub_services.desk.drafts import To
from hub_services.desk.hub_client import HubRefused


async def tell(stage: Stage, family: Family) -> None:
    """Everything asked at once, a bare reason, a repealed law, a look at another's case.

    And asked of the wrong school, which is withdrawn before anybody reads it.
    """
    time, diary, cast, desk = stage.time, stage.diary, stage.cast, stage.desk

    await time.at(diary.at(6, "11:20"))
    asha, today = cast.hat("asha"), diary.day(6)
    home = await stage.meet(asha, family)
    proper = Asking(
        provision="CA1989-47",
        purpose="child-protection",
        topics={"concerns-recorded": (home.child,)},
        words={"why-needed": WHY["CA1989-47"][0]},
        due_at=diary.at(6, "15:20"),
        period_from=today - timedelta(days=365),
        period_to=today,
    )
    trust = [To(agency=cast.agencies["trust"])]
    for wrong in (
        replace(proper, topics={"everything": (home.child,)}),
        replace(proper, words={"why-needed": "Safeguarding concerns."}),
        replace(proper, provision="CA2004-14B"),
    ):
        await stage.ask(asha, trust, wrong, (home.child,))

    school = [To(agency=cast.agencies["school"])]
    await time.at(diary.at(6, "11:32"))
    (astray,) = await stage.asked(asha, school, proper, (home.child,))
    await time.at(diary.at(6, "11:36"))
    await desk.withdraw(asha, astray, why="wrong-agency")

    await time.at(diary.at(6, "11:44"))
    (request,) = await stage.asked(asha, trust, proper, (home.child,))
    await time.at(diary.at(6, "12:30"))
    with suppress(HubRefused):
        await desk.request(cast.hat("imran"), request)
    dev = cast.hat("dev")
    await stage.read(dev, request)
    with suppress(HubRefused):
        await desk.decline(dev, request, "confidentiality", {"reasons": "Confidential."})
    await time.at(diary.at(6, "12:52"))
    await desk.not_known_here(
        dev,
        request,
        {"reasons": "Registered with Westmere since birth; they are asked best."},
        search=searched("health-record", "hospital-record"),
    )
