"""The law at work: a case weighed, beside a far longer catalogue, and the catalogue read."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import count, cycle, islice
from typing import Final

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.reading import from_plain, to_plain
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.law.weighing import weigh
from hub_services.benching.measures import Measure, Rounds
from hub_services.weighing.case_file import read_case

LONG: Final = 10_000
"""Rows of the long catalogue: every law as it is, and as it stood before."""

_ON: Final = date(2026, 10, 8)
_BEFORE: Final = date(1900, 1, 1)

_CASE: Final = """
title = "A school answers an enquiry"
request = "CA1989-47"
harm = "likely"
holder = { nation = "E", categories = ["EA175-MSGB"] }
receiver = { nation = "E", categories = ["E11-LA"], post = "csc" }
purpose = { answer = "yes", code = "child-protection", words = "To keep the child safe now." }

[[items]]
about = "what was seen on two mornings"
special-category = true
criminal-offence = false
sensitive = true
confidential = true
identifies = { answer = "yes" }

[items.consent]
answer = "no"

[[items.consent.standings]]
person = "the mother"
status = "refused"
reason = "could-place-child-at-risk"
words = "She refused, and waiting leaves the child at home with the risk."

[items.lawful]
answer = "yes"
basis = "public-task"
provision = "EA2002-175"
limb = "a"
protected-person = "the child"
gate = { code = "public-interest", words = "Keeping it leaves the child at risk of harm." }

[items.lawful.condition]
code = "sch1-18"
why = "It protects a child from physical harm."
harm = "physical-harm"
public-interest = "A child may be hurt again before it is known."
scope = { kind = "under-18" }

[how]
amount = { answer = "items" }
kinds = { answer = "typed" }
individual = { answer = "practitioner", need = "She leads the enquiry and decides on it." }
channel = { answer = "secure", channel = "secure-system" }
notice = { answer = "planned" }
"""


def long_catalogue(catalogue: Catalogue, rows: int) -> Catalogue:
    """The same law today, after so many rows in all that were in force long ago."""
    of_old = (
        replace(
            row,
            status="repealed",
            valid_from=_BEFORE + timedelta(days=number),
            valid_to=_BEFORE + timedelta(days=number),
        )
        for number, row in zip(count(), cycle(catalogue.rows), strict=False)
    )
    more = tuple(islice(of_old, rows - len(catalogue.rows)))
    return replace(catalogue, rows=(*more, *catalogue.rows))


def law_measures(*, rounds: int, weighings: int) -> list[Measure]:
    """What weighing a case takes, by the law as it ships and by a long one; and reading it."""
    found = Rounds()
    shipped = shipped_catalogue()
    long = long_catalogue(shipped, LONG)
    case = read_case(_CASE, "case.toml", shipped, _ON).case
    if weigh(case, shipped, _ON) != weigh(case, long, _ON):
        raise ValueError("the same law weighs the case otherwise")
    plain = to_plain(shipped)
    for _ in range(rounds):
        for name, law in (("weigh", shipped), (f"weigh-{LONG}-rows", long)):
            found.add(name, _seconds(partial(weigh, case, law, _ON), weighings) * 1e6)
        found.add("law-read-from-files", _seconds(shipped_catalogue.__wrapped__, 1) * 1e3)
        found.add("law-read-from-edition", _seconds(partial(from_plain, plain), 1) * 1e3)
    return [
        found.measure("weigh", "us"),
        found.measure(f"weigh-{LONG}-rows", "us", against="weigh"),
        found.measure("law-read-from-files", "ms"),
        found.measure("law-read-from-edition", "ms"),
    ]


def _seconds(work: Callable[[], object], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times
