"""From requirement to rule to test: each rule is taken away, and a test of its id must fail.

``tests/requirements.toml`` holds the ids, one line each. A refusal carries the ids that its
``duty`` names; what carries any other id stands in the table: a row of the law catalogue, a
warning, a task or an outcome.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import multiprocessing
import os
import pkgutil
import re
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from fnmatch import fnmatchcase
from functools import cache
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Final

import hub_domain
from hub_domain.law.catalogue import key_of
from hub_domain.law.rows import RecordField
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.law.warned import DUTIES
from hub_domain.refusal import Refusal, every_refusal
from infra.environment import ROOT
from infra.noticing import PRELOADED, Job, Seen, attempt
from infra.removing import MADE_BY, Removal, Source

TABLE: Final = ROOT / "tests" / "requirements.toml"
SAMPLE: Final = 60
PROCESSES: Final = os.cpu_count() or 1
LONGEST: Final = 600
"""Seconds to wait for a process; one that died would say nothing."""

ID: Final = re.compile(r"\b(?:R-\d{3}|UKGDPR-[0-9A-Z-]+)")


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A line of the table: the rule, what carries it beside refusals, what is elsewhere."""

    id: str
    section: str
    rule: str
    by: tuple[str, ...] = ()
    elsewhere: str = ""

    def __str__(self) -> str:
        return f"{self.id}: {self.rule}." + (
            self.elsewhere and f" Elsewhere: {self.elsewhere}."
        )


@cache
def requirements(path: Path = TABLE) -> dict[str, Requirement]:
    """The table, by id."""
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Requirement(
            id=name,
            section=section,
            rule=line["rule"],
            by=tuple(line.get("by", ())),
            elsewhere=line.get("elsewhere", ""),
        )
        for section, lines in sections.items()
        for name, line in lines.items()
    }


def refusals() -> dict[str, type[Refusal]]:
    """Every refusal of the domain that can be raised, by its code."""
    for module in pkgutil.walk_packages(hub_domain.__path__, "hub_domain."):
        importlib.import_module(module.name)
    return {
        refusal.code: refusal
        for refusal in every_refusal()
        if refusal.__module__.startswith("hub_domain.") and getattr(refusal, "code", "")
    }


def ids_of(refusal: type[Refusal]) -> frozenset[str]:
    """The ids that its duty names."""
    return ids_in(refusal.duty)


def ids_in(duty: str) -> frozenset[str]:
    """The ids that a duty names."""
    return frozenset(ID.findall(duty))


Carried = Mapping[Removal, frozenset[str]]
"""What can be taken away, and the ids that it carries."""


def carried(table: Mapping[str, Requirement]) -> Carried:
    """Refusals and warnings with the ids of their duties, and all that the table names."""
    known = refusals()
    found = {_refusal(code, "", known): ids_of(refusal) for code, refusal in known.items()}
    for code, duty in DUTIES.items():
        for removal in _warned(code):
            found[removal] = ids_in(duty)
    for line in table.values():
        for text in line.by:
            for removal in _named(text, known):
                found[removal] = found.get(removal, frozenset()) | {line.id}
    return found


def _warned(code: str) -> Iterator[Removal]:
    """A warning is given by a rule, or by the fields of a decision's record that name it."""
    fields = [
        row
        for row in shipped_catalogue().rows
        if isinstance(row, RecordField) and row.warning == code
    ]
    yield from (Removal(RecordField.TABLE, row.id, "warning") for row in fields)
    if not fields:
        yield Removal("warning", code, made_by=MADE_BY["warning"])


def _named(text: str, known: Mapping[str, type[Refusal]]) -> Iterator[Removal]:
    kind, name, part = (*text.split(maxsplit=2), "", "")[:3]
    if kind == "refusal":
        yield _refusal(name, part, known)
    elif kind in MADE_BY:
        yield Removal(kind, name, made_by=MADE_BY[kind])
    else:
        rows = [row for row in shipped_catalogue().rows if kind == row.TABLE]
        matching = [key for key in dict.fromkeys(map(key_of, rows)) if fnmatchcase(key, name)]
        said = {each.name for row in rows for each in fields(row) if each.default is MISSING}
        if not matching or part in said:
            raise LookupError(f"there is nothing to take away: {text}")
        yield from (Removal(kind, key, part) for key in matching)


def _refusal(code: str, part: str, known: Mapping[str, type[Refusal]]) -> Removal:
    return Removal("refusal", code, part, (known[code].__name__,))


def sample(removals: Iterable[Removal]) -> list[Removal]:
    """The same few each time, whatever else is added to them."""

    def digest(removal: Removal) -> bytes:
        return hashlib.sha256(str(removal).encode()).digest()

    return sorted(removals, key=digest)[:SAMPLE]


def workers() -> Pool:
    """A process for each job, forked, where that can be, from one that has loaded much."""
    forking = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forking else "spawn")
    if forking:
        context.set_forkserver_preload(list(PRELOADED))
    return context.Pool(PROCESSES, maxtasksperchild=1)


def as_it_is(pool: Pool, ids: frozenset[str] = frozenset(), *, collect: bool = False) -> Seen:
    """Which tests hold these ids, or any; which of them fail when nothing is taken away."""
    files = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if "requirement(" in path.read_text(encoding="utf-8")
    ]
    shares = [tuple(files[first::PROCESSES]) for first in range(PROCESSES)]
    jobs = [Job(ids=ids, files=share, collect=collect) for share in shares]
    seen = Seen()
    for share in pool.map(attempt, jobs, chunksize=1):
        seen |= share
    return seen


@dataclass(frozen=True)
class Tried:
    """A removal, where its finding was made, its ids, and which tests noticed."""

    removal: Removal
    where: str
    ids: frozenset[str]
    seen: Seen

    @property
    def unnoticed(self) -> list[str]:
        """The ids for which no test failed."""
        return sorted(self.ids - self.seen.failed.keys())

    def __str__(self) -> str:
        said = [
            f"{each} noticed by {self.seen.failed[each][0].rpartition('/')[2]}"
            for each in sorted(self.ids & self.seen.failed.keys())
        ]
        if self.unnoticed:
            said.append(f"NOBODY NOTICED for {', '.join(self.unnoticed)}")
        if self.seen.trouble:
            said.append(self.seen.trouble)
        return f"{self.removal} ({self.where or 'NOTHING MAKES IT'}): {'; '.join(said)}"


def tries(
    pool: Pool, removals: Carried, chosen: Sequence[Removal], holders: Mapping[str, list[str]]
) -> Iterator[Tried]:
    """Try each removal that is chosen, in that order."""
    source = Source(ROOT / "domain", ROOT / "services")
    places = [source.places(removal) for removal in chosen]
    jobs = [
        Job(
            removal=removal,
            ids=removals[removal],
            files=_files(holders, removals[removal]) if made or removal.of_a_row else (),
            modules=frozenset(made),
            constants=source.constants,
        )
        for removal, made in zip(chosen, places, strict=True)
    ]
    results = pool.imap(attempt, jobs)
    for removal, made in zip(chosen, places, strict=True):
        where = "the law catalogue" if removal.of_a_row else _where(made)
        yield Tried(removal, where, removals[removal], results.next(LONGEST))


def _files(holders: Mapping[str, list[str]], ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        sorted({test.partition("::")[0] for each in ids for test in holders.get(each, ())})
    )


def _where(made: Mapping[str, list[int]]) -> str:
    return ", ".join(
        f"{module.partition('.')[2]} {'+'.join(map(str, lines))}"
        for module, lines in made.items()
    )


def trace(*, everything: bool, wanted: Sequence[str]) -> int:
    """Try the removals; 0 when each was noticed for every id that it carries."""
    began = time.monotonic()
    table = requirements()
    removals = carried(table)
    chosen = sample(removals)
    if wanted:
        chosen = sorted((each for each in removals if removals[each] & set(wanted)), key=str)
        print("\n".join(str(table[each]) for each in wanted))
    elif everything:
        chosen = sorted(removals, key=str)
    if not chosen:
        return 0
    unnoticed = []
    with workers() as pool:
        now = as_it_is(pool, frozenset[str]().union(*(removals[each] for each in chosen)))
        if now.failed or now.trouble:
            print(now.trouble or f"As it is, these fail: {now.failed}")
            return 1
        for number, tried in enumerate(tries(pool, removals, chosen, now.holders), 1):
            print(f"{number}/{len(chosen)} {tried}", flush=True)
            unnoticed += [tried] if tried.unnoticed else []
    for tried in unnoticed:
        print(f"Nobody noticed: {tried.removal}, for {', '.join(tried.unnoticed)}")
    print(
        f"{len(chosen) - len(unnoticed)} of {len(chosen)} removals were noticed; there are"
        f" {len(removals)}, for {len(table)} ids; {time.monotonic() - began:.0f} s"
    )
    return 1 if unnoticed else 0


def main(arguments: Sequence[str]) -> int:
    """As ``python3 -m infra trace`` starts it, with the packages of the tests."""
    parser = argparse.ArgumentParser(prog="python3 -m infra trace", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every removal, not the sample")
    parser.add_argument("ids", nargs="*", help="only what carries these, as R-112")
    given = parser.parse_args(arguments)
    if strangers := set(given.ids) - requirements().keys():
        parser.error(f"{TABLE.name} knows nothing of {', '.join(sorted(strangers))}")
    return trace(everything=given.all, wanted=given.ids)
