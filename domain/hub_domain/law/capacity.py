"""Categories that a body holds for some of what it does, or by what another body gave it.

A row's ``needs`` say what a body shows to be registered under it: a *function* of the row's
scope (R-030, R-043 to R-045), the *principal* whose contract it is (R-031), a *delegation* with
its functions and days (R-046), the authority's recorded *agreement*, or the *regulation* that
names it (R-076). Where functions matter, who asks or decides names the one that is exercised;
outside it the category is not attached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from hub_domain.law.catalogue import Body, Catalogue
from hub_domain.law.rows import BodyCategory
from hub_domain.refusal import Refusal

OTHER: Final = "other"
"""The function of who acts in none that a category is held for."""

_BY_FUNCTION: Final = frozenset({"function", "delegation"})


@dataclass(frozen=True, kw_only=True)
class Held:
    """By what a body holds a category: what its row needs, and nothing else."""

    functions: tuple[str, ...] = ()
    principal: UUID | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    agreement: str = ""
    regulation: str = ""

    def plain(self) -> dict[str, object]:
        """As an event keeps it."""
        return asdict(self) | {"functions": list(self.functions)}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Self:
        """As an event or a view kept it."""
        principal, begins, ends = (
            plain[name] and str(plain[name]) for name in ("principal", "valid_from", "valid_to")
        )
        return cls(
            functions=tuple(plain["functions"]),
            principal=UUID(principal) if principal else None,
            valid_from=date.fromisoformat(begins) if begins else None,
            valid_to=date.fromisoformat(ends) if ends else None,
            agreement=plain["agreement"],
            regulation=plain["regulation"],
        )

    def covers(self, on: date) -> bool:
        """Whether a delegation runs on the day; ``valid_to`` is its last."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)


_NOTHING: Final = Held()


def must_show(row: BodyCategory, held: Held) -> None:
    """Refuse to register a body under a category without what its row needs."""
    scope = frozenset(row.function_scope)
    if _BY_FUNCTION & set(row.needs) and not (
        held.functions and scope.issuperset(held.functions)
    ):
        raise FunctionRequired(category=row.id)
    if "principal" in row.needs and held.principal is None:
        raise PrincipalRequired(category=row.id)
    if "delegation" in row.needs and (held.principal is None or held.valid_from is None):
        raise DelegationRequired(category=row.id)
    if "agreement" in row.needs and not held.agreement.strip():
        raise AgreementRequired(category=row.id)
    if "regulation" in row.needs and not held.regulation.strip():
        raise RegulationRequired(category=row.id)


def attached(
    rows: Iterable[BodyCategory], under: Mapping[str, Held], on: date
) -> frozenset[str]:
    """The categories of a body that is asked or told: all but a delegation that is over.

    In which function it will answer, it says itself. A delegation not on record is none.
    """
    running = {code for code, held in under.items() if held.covers(on)}
    return frozenset(
        row.id for row in rows if "delegation" not in row.needs or row.id in running
    )


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """In what capacity a body acts: the categories that count, and what is refused of it."""

    categories: frozenset[str]
    refusals: tuple[Refusal, ...] = ()


def capacity(
    rows: Iterable[BodyCategory], under: Mapping[str, Held], exercising: str, on: date
) -> Capacity:
    """In what capacity who asks or decides does so, by the function that they name.

    Blank is refused where a category depends on it; another function leaves the category
    aside. A delegated function is exercised as it was delegated, and while it is (R-046).
    """
    categories: set[str] = set()
    refusals: list[Refusal] = []
    for row in rows:
        held = under.get(row.id, _NOTHING)
        if not _BY_FUNCTION & set(row.needs):
            categories.add(row.id)
        elif not exercising:
            refusals.append(FunctionRequired(category=row.id))
        elif exercising in held.functions and held.covers(on):
            categories.add(row.id)
        elif "delegation" in row.needs and exercising in row.function_scope:
            refusals.append(OutsideDelegation(category=row.id, function=exercising))
    return Capacity(categories=frozenset(categories), refusals=tuple(refusals))


@dataclass(frozen=True, kw_only=True)
class Registration:
    """Under which categories a body of a nation is registered, and by what it holds each."""

    agency: UUID
    nation: str
    categories: Iterable[str]
    under: Mapping[str, Held]

    @classmethod
    def read(
        cls,
        agency: UUID,
        nation: str,
        categories: Iterable[str],
        under: Mapping[str, Mapping[str, Any]] | None,
    ) -> Self:
        """As the directory keeps it."""
        held = {code: Held.read(plain) for code, plain in (under or {}).items()}
        return cls(agency=agency, nation=nation, categories=categories, under=held)

    def as_addressed(self, law: Catalogue, on: date) -> Body:
        """The body that is asked or told on the day (``attached``)."""
        return self._body(attached(self._rows(law, on), self.under, on), law, on)

    def as_acting(
        self, exercising: str, law: Catalogue, on: date
    ) -> tuple[Body, tuple[Refusal, ...]]:
        """The body that asks or decides on the day, and what is refused (``capacity``)."""
        found = capacity(self._rows(law, on), self.under, exercising, on)
        return self._body(found.categories, law, on), found.refusals

    def _rows(self, law: Catalogue, on: date) -> list[BodyCategory]:
        found = (law.find(BodyCategory, code, on) for code in self.categories)
        return [row for row in found if row is not None]

    def _body(self, categories: Iterable[str], law: Catalogue, on: date) -> Body:
        return law.body(self.agency, categories, self.nation, on)


@dataclass(eq=False, kw_only=True)
class FunctionRequired(Refusal):
    """Who holds a category for some functions names the one that is exercised (R-030)."""

    category: str
    code = "function-required"
    duty = "R-030, R-043, R-044, R-045"


@dataclass(eq=False, kw_only=True)
class PrincipalRequired(Refusal):
    """Who is caught through a contract names the body whose contract it is (R-031)."""

    category: str
    code = "principal-required"
    duty = "R-031"


@dataclass(eq=False, kw_only=True)
class DelegationRequired(Refusal):
    """A provider with delegated functions says by whom, which, and from when (R-046)."""

    category: str
    code = "delegation-required"
    duty = "R-046"


@dataclass(eq=False, kw_only=True)
class OutsideDelegation(Refusal):
    """A provider acts in what was delegated to it, and while it is (R-046)."""

    category: str
    function: str
    code = "outside-delegation"
    duty = "R-046"


@dataclass(eq=False, kw_only=True)
class AgreementRequired(Refusal):
    """An authority is a relevant partner of another by an agreement on record (R-076)."""

    category: str
    code = "agreement-required"
    duty = "Social Services and Well-being (Wales) Act 2014 s.162(4)(b); R-076"


@dataclass(eq=False, kw_only=True)
class RegulationRequired(Refusal):
    """Who is a relevant partner by regulations says by which (R-076)."""

    category: str
    code = "regulation-required"
    duty = "Social Services and Well-being (Wales) Act 2014 s.162(4)(h); R-076"
