"""Who answers for each agency, and what is usually asked of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hub_services.demonstration import deciding
from hub_services.demonstration.deciding import Grounds


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
            systems=("management-information-system", "safeguarding-file"),
        ),
        Holder(
            agency="primary",
            answers="sunniva",
            files_notes="sunniva",
            grounds=deciding.SCHOOL,
            topics=("attendance", "concerns-recorded", "child-voice"),
            systems=("management-information-system", "safeguarding-file"),
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
