"""Publishing an edition of the law: the operator says what changes against the one before.

The facts hold the rows of the laws that change, field by field as in the catalogue's files, so
that the signed statement says what was changed; the event holds the whole edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from datetime import date
from types import UnionType
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

from pydantic import Field, create_model

from hub_domain.law.catalogue import law_date
from hub_domain.law.editing import keep_the_law, provisions_touched, published
from hub_domain.law.edition import CatalogueEdition
from hub_domain.law.rows import KINDS, Row
from hub_domain.recording import VersionMoved
from hub_domain.roles import Role
from hub_services.hub.facts import Day, Facts, Plain
from hub_services.hub.registry import Command
from hub_services.hub.work import Changes, Work

_Number = Annotated[int, Field(ge=0, le=1_000_000)]
_MOST: Final = 1000
"""Rows of one table, or values of one list, in one publication."""


def _typed(wanted: Any) -> Any:
    """How a field of a row travels."""
    if get_origin(wanted) is tuple:
        return Annotated[list[_typed(get_args(wanted)[0])], Field(max_length=_MOST)]  # type: ignore[misc]  # made as it runs
    if isinstance(wanted, UnionType):
        return Day | None
    if wanted is str:
        return Plain
    return _Number if wanted is int else wanted


def _model(kind: type[Row]) -> type[Facts]:
    """The strict model of one kind of row, by its own fields."""
    hints = get_type_hints(kind)
    known: dict[str, Any] = {
        each.name: (
            _typed(hints[each.name]),
            ... if each.default is MISSING else each.default,
        )
        for each in fields(kind)
    }
    return create_model(f"{kind.__name__}Row", __base__=Facts, __doc__=kind.__doc__, **known)


def _tables() -> type[Facts]:
    known: dict[str, Any] = {
        kind.TABLE.replace("-", "_"): (
            Annotated[
                list[_model(kind)],  # type: ignore[misc]  # made as it runs
                Field(alias=kind.TABLE, max_length=_MOST),
            ],
            [],
        )
        for kind in KINDS
    }
    return create_model(
        "LawTables", __base__=Facts, __doc__="Rows of the law by their table.", **known
    )


LawTables = _tables()


class PublishEdition(Facts):
    """The laws that change against edition ``after``, each with all of its rows."""

    after: Annotated[int, Field(ge=1, le=1_000_000)]
    tables: LawTables  # type: ignore[valid-type]  # made as it runs


def publish(work: Work, facts: PublishEdition) -> Changes:
    """Publish the edition after the newest; ``VersionMoved`` when another was first."""
    stream = CatalogueEdition.stream_of(facts.after + 1)
    if work.version or work.about != stream or facts.after != work.catalogue.edition:
        raise VersionMoved
    tables: Any = facts.tables
    edition = published(
        work.catalogue, tables.model_dump(mode="json", by_alias=True, exclude_unset=True)
    )
    touched = provisions_touched(work.catalogue, edition)
    keep_the_law(work.catalogue, edition, cited(work, touched))
    return Changes(saved=(CatalogueEdition.publish(work.acting, edition),))


def cited(work: Work, provisions: Iterable[str]) -> Iterator[tuple[str, date]]:
    """On which days these provisions were asked under, or were relied on to share."""
    wanted = frozenset(provisions)
    if not wanted:
        return
    rows = work.means.rows
    for provision in sorted(wanted):
        asked = {"provision": provision, "side": "author"}
        for row in rows.of_every_agency("requests", equals=asked):
            yield provision, law_date(row["issued_at"])
    for agency in rows.of_every_agency("agencies"):
        for row in rows.of(agency["agency_id"], "decisions"):
            for provision in wanted & _relied_on(row["codes"]):
                yield provision, law_date(row["decided_at"])


def _relied_on(codes: Any) -> frozenset[str]:
    return frozenset(
        lawful["provision"]
        for run in codes["runs"]
        if (lawful := run["lawful"]) and lawful["provision"]
    )


COMMANDS = (
    Command(
        name="publish-edition",
        path="/v1/law/editions",
        facts=PublishEdition,
        use=publish,
        roles=frozenset({Role.OPERATOR}),
        begins=True,
        summary="Publish the next edition of the law: the rows of each law that changes",
    ),
)
