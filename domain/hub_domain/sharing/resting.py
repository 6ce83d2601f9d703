"""On what law it is told what nobody asked: by which basis, and by which provision of the law.

What is given on a request goes by the law of that request; who receives what they did not ask
for is told by which it came (R-201).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from uuid import UUID

from hub_domain.ids import an_id

RestsOn: TypeAlias = list[dict[str, str | None]]
"""Bases, each with its provision, if one is named."""

CONSENT: Final = "consent"
"""The basis of what goes because those whom it identifies agreed."""


def rests_on(items: Iterable[Mapping[str, Any]], codes: Mapping[str, Any]) -> RestsOn:
    """Each basis with its provision, once, by a decision's codes: items may differ.

    Of what goes alone: by which law the rest is held is none of the recipient's business.
    """
    going = {an_id(item["item"]) for item in items if item["included"]}
    found: RestsOn = []
    for run in codes.get("runs", ()):
        if going.isdisjoint(map(an_id, run["items"])):
            continue
        lawful = run.get("lawful") or {}
        agreed = (run.get("consent") or {}).get("answer") == "yes"
        basis = lawful.get("basis") or (CONSENT if agreed else None)
        stated = {"basis": basis, "provision": lawful.get("provision")}
        if basis and stated not in found:
            found.append(stated)
    return found


def rests_on_by_item(
    items: Iterable[Mapping[str, Any]], codes: Mapping[str, Any]
) -> dict[UUID, RestsOn]:
    """The same of each item that goes."""
    return {an_id(each["item"]): rests_on([each], codes) for each in items if each["included"]}
