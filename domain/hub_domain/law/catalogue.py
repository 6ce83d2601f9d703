"""The law catalogue of one edition: what is in force, where, on a day.

A command is judged by the newest edition published when it is recorded, by the rows valid on
the day it occurred (Europe/London). Nothing here reads a file; ``shipped`` and a stored edition
both make a ``Catalogue``, which is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from hub_domain.law.rows import (
    ANY,
    PUBLIC_AUTHORITY,
    Basis,
    BodyCategory,
    LocalDefault,
    Nation,
    Provision,
    Regime,
    RoleCompetence,
    Row,
)
from hub_domain.refusal import Refusal

R = TypeVar("R", bound=Row)

_LONDON = ZoneInfo("Europe/London")
_DAYS_KEPT = 512


def law_date(instant: datetime) -> date:
    """The day on which an instant falls where the law is in force (Europe/London)."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset from UTC")
    return instant.astimezone(_LONDON).date()


@dataclass(frozen=True, kw_only=True)
class Body:
    """An agency as the law sees it on a day: its categories in force, and what they make it."""

    agency: UUID
    nation: str
    categories: frozenset[str]
    kinds: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    protective: frozenset[str] = frozenset()

    @property
    def is_police(self) -> bool:
        """Whether it is a police force, which need not be told what it knows itself."""
        return "police" in self.kinds

    def among(self, listed: Iterable[str]) -> bool:
        """Whether a list of a provision names it: by category, by kind of body, or as any."""
        names = frozenset(listed)
        if ANY in names or self.categories & names or self.kinds & names:
            return True
        return PUBLIC_AUTHORITY in names and "PA" in self.flags

    def protects_at(self, post: str) -> bool:
        """Whether its people at a post (csc, asc, ambulance ...) can protect someone now."""
        return ANY in self.protective or post in self.protective

    def in_nation(self, nations: Iterable[str]) -> bool:
        """Whether it acts in one of these nations."""
        return any(nation in self.nation for nation in nations)


@dataclass(frozen=True)
class Catalogue:
    """One edition: its number, that of its policy pack, and its rows."""

    edition: int
    pack_edition: int
    rows: tuple[Row, ...] = field(repr=False)

    @cached_property
    def _by_kind(self) -> Mapping[type[Row], Mapping[str, tuple[Row, ...]]]:
        """Rows by kind and key, in the order of the catalogue, the earliest of a key first."""
        found: dict[type[Row], dict[str, tuple[Row, ...]]] = {}
        for row in self.rows:
            keyed = found.setdefault(type(row), {})
            versions = (*keyed.get(key_of(row), ()), row)
            keyed[key_of(row)] = tuple(sorted(versions, key=_begins))
        return found

    def versions(self, kind: type[R], key: str) -> tuple[R, ...]:
        """Every row of that kind and key, earliest first: one law, as it was and is."""
        rows: tuple[Any, ...] = self._by_kind.get(kind, {}).get(key, ())
        return rows

    def find(self, kind: type[R], key: str, on: date) -> R | None:
        """The row of that kind and key in force on the day, or None."""
        row: R | None = self._in_force(kind, on).get(key)
        return row

    def every(self, kind: type[R], *, on: date | None = None, nation: str = "") -> Iterator[R]:
        """All rows of a kind, in the order of the catalogue; in force on a day, of a nation.

        Of both nations (``EW``) are those of either.
        """
        if on is None:
            rows = chain.from_iterable(self._by_kind.get(kind, {}).values())
        else:
            rows = chain(self._in_force(kind, on).values())
        for row in rows:
            if isinstance(row, kind) and (not nation or not set(row.nation).isdisjoint(nation)):
                yield row

    @cached_property
    def known(self) -> Callable[..., frozenset[str]]:
        """``known(kind, field)``: every code of a list, in force or not; of its ids as a rule.

        Read once, so that each code of a command is looked up and nothing more.
        """
        return lru_cache(None)(self._known)

    def _known(self, kind: type[Row], name: str = "id") -> frozenset[str]:
        held = (getattr(row, name) for row in self.every(kind))
        return frozenset(
            chain.from_iterable((each,) if isinstance(each, str) else each for each in held)
        )

    @cached_property
    def _in_force(self) -> Callable[..., Mapping[str, Any]]:
        """The rows of a kind by key as they stand on a day: the same for every case of it."""
        return lru_cache(_DAYS_KEPT)(self._standing)

    def _standing(self, kind: type[Row], on: date) -> Mapping[str, Row]:
        return {
            key: row
            for key, versions in self._by_kind.get(kind, {}).items()
            for row in versions
            if row.in_force(on)
        }

    def provision(self, provision_id: str, on: date, *bodies: Body) -> Provision:
        """The provision in force on the day, for bodies that must all be of its nation.

        ``provision-not-in-force`` names the successor; ``provision-jurisdiction`` the nation
        (R-086, R-123).
        """
        row = self.find(Provision, provision_id, on)
        if row is None:
            raise ProvisionNotInForce(provision=provision_id, **self._lapse(provision_id, on))
        for body in bodies:
            if not body.in_nation(row.nation):
                raise ProvisionJurisdiction(
                    provision=provision_id, nation="".join(row.nation), body_nation=body.nation
                )
        return row

    def latest(self, kind: type[R], key: str, on: date) -> R | None:
        """The last row that had begun by the day, ended or not; else the first to come."""
        versions = self.versions(kind, key)
        begun = [row for row in versions if row.begun(on)]
        return next(iter((*reversed(begun), *versions)), None)

    def provision_row(self, provision_id: str, on: date) -> Provision:
        """What holds on the day for a request under it; when it has ended, as it last held."""
        row = self.latest(Provision, provision_id, on)
        if row is None:
            raise ProvisionNotInForce(provision=provision_id, **self._lapse(provision_id, on))
        return row

    def _lapse(self, provision_id: str, on: date) -> dict[str, str]:
        row = self.latest(Provision, provision_id, on)
        return {
            "on": on.isoformat(),
            "status": row.status if row else "unknown",
            "successor": row.successor if row else "",
        }

    def category(self, code: str, on: date, nation: Nation | str = "") -> BodyCategory:
        """The category in force on the day: ``category-not-in-force`` names the successor.

        In the other nation: ``provision-jurisdiction`` (R-021 to R-045).
        """
        row = self.find(BodyCategory, code, on)
        if row is None:
            last = self.latest(BodyCategory, code, on)
            raise CategoryNotInForce(
                category=code,
                on=on.isoformat(),
                successor=last.successor if last else "",
            )
        if nation and not set(nation) & set(row.nation):
            raise ProvisionJurisdiction(
                provision=code, nation="".join(row.nation), body_nation=nation
            )
        return row

    def body(self, agency: UUID, categories: Iterable[str], nation: str, on: date) -> Body:
        """An agency by its categories in force on the day; those that have lapsed fall away."""
        rows = [
            row
            for code in sorted(set(categories))
            if (row := self.find(BodyCategory, code, on)) is not None
        ]
        flags = {flag for row in rows for flag in row.flags}
        protective = {post for row in rows for post in row.protective}
        return Body(
            agency=agency,
            nation=nation,
            categories=frozenset(row.id for row in rows),
            kinds=frozenset(row.body for row in rows),
            flags=frozenset(flags | ({"PR"} if protective else set())),
            protective=frozenset(protective),
        )

    def basis(self, code: str, regime: Regime, on: date) -> Basis | None:
        """The basis of that regime in force on the day."""
        return self.find(Basis, f"{regime}/{code}", on)

    def competent(self, role: str, on: date) -> bool:
        """Whether the role may decide or advise where the risk is unclear (R-016)."""
        row = self.find(RoleCompetence, role, on)
        return row is not None and row.competent_in_child_protection

    def local(self, name: str, on: date) -> int:
        """The figure of local policy that holds on the day; the first of all before that."""
        row = self.find(LocalDefault, name, on)
        if row is None:
            row = next(iter(self.versions(LocalDefault, name)), None)
        if row is None:
            raise LookupError(f"no figure {name!r} in edition {self.edition}")
        return row.value


@dataclass(frozen=True)
class LawOn:
    """The catalogue as it stands on one day."""

    catalogue: Catalogue
    day: date

    def find(self, kind: type[R], key: str) -> R | None:
        """The row of that kind and key in force, or None."""
        return self.catalogue.find(kind, key, self.day)

    def every(self, kind: type[R]) -> Iterator[R]:
        """All rows of that kind in force."""
        return self.catalogue.every(kind, on=self.day)

    def provision(self, provision_id: str, *bodies: Body) -> Provision:
        """The provision in force, for bodies of its nation."""
        return self.catalogue.provision(provision_id, self.day, *bodies)

    def provision_row(self, provision_id: str) -> Provision:
        """What holds for a request under the provision, in force or as it last was."""
        return self.catalogue.provision_row(provision_id, self.day)

    def competent(self, role: str) -> bool:
        """Whether the role may decide or advise where the risk is unclear."""
        return self.catalogue.competent(role, self.day)

    def local(self, name: str) -> int:
        """The figure of local policy that holds."""
        return self.catalogue.local(name, self.day)


def _begins(row: Row) -> date:
    return row.valid_from or date.min


def key_of(row: Row) -> str:
    """What tells a row from others of its kind: its id, and for a basis its regime too."""
    return f"{row.regime}/{row.id}" if isinstance(row, Basis) else row.id


@dataclass(eq=False, kw_only=True)
class ProvisionNotInForce(Refusal):
    """Only law in force on the day may be cited (R-123)."""

    provision: str
    on: str
    status: str
    successor: str
    code = "provision-not-in-force"
    duty = "R-123"


@dataclass(eq=False, kw_only=True)
class ProvisionJurisdiction(Refusal):
    """A statute binds in its own nation (R-086)."""

    provision: str
    nation: str
    body_nation: str
    code = "provision-jurisdiction"
    duty = "R-086"


@dataclass(eq=False, kw_only=True)
class CategoryNotInForce(Refusal):
    """A body holds a category only while its row is in force (R-020)."""

    category: str
    on: str
    successor: str
    code = "category-not-in-force"
    duty = "R-020"
