"""Whom a request protects: a child, or an adult at risk or facing serious harm (R-011)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hub_domain.law.evidence import CHILDREN
from hub_domain.law.lawful import FACING_SERIOUS_HARM, child_or_at_risk
from hub_domain.sharing.plain import PersonAsked
from hub_domain.sharing.refusals import SubjectNotInScope


def ensure_protected(persons: Iterable[PersonAsked]) -> None:
    """Refuse where nobody is, and an adult said to be at risk who is not so by each limb."""
    scopes = {person.id: person.scope for person in persons if person.scope}
    unmet = tuple(
        person
        for person, scope in scopes.items()
        if scope.kind != FACING_SERIOUS_HARM and not child_or_at_risk(scope)
    )
    if unmet or not scopes:
        raise SubjectNotInScope(persons=unmet)


def protects_a_child(persons: Iterable[Mapping[str, object]]) -> bool:
    """Whether one of them is a child, by what an event of the request keeps."""
    scopes = [person["scope"] for person in persons]
    return any(isinstance(each, Mapping) and each["kind"] in CHILDREN for each in scopes)
