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
    What goes because they agreed goes by nothing else, and only a yes names a law (R-154).
    """
    going = {an_id(item["item"]) for item in items if item["included"]}
    found: RestsOn = []
    for run in codes.get("runs", ()):
        if going.isdisjoint(map(an_id, run["items"])):
            continue
        stated = _stated(run.get("consent") or {}, run.get("lawful") or {})
        if stated["basis"] and stated not in found:
            found.append(stated)
    return found


def _stated(consent: Mapping[str, Any], lawful: Mapping[str, Any]) -> dict[str, str | None]:
    """What was judged: with consent nobody asks for another lawful reason."""
    if consent.get("answer") == "yes":
        return {"basis": CONSENT, "provision": None}
    if lawful.get("answer") == "yes":
        return {"basis": lawful.get("basis"), "provision": lawful.get("provision")}
    return {"basis": None, "provision": None}


def rests_on_by_item(
    items: Iterable[Mapping[str, Any]], codes: Mapping[str, Any]
) -> dict[UUID, RestsOn]:
    """The same of each item that goes."""
    return {an_id(each["item"]): rests_on([each], codes) for each in items if each["included"]}
