"""The items of a supply as a decision and a disclosure tell them to the hub, without words."""

from __future__ import annotations

from typing import Any

from hub_services.desk.drafts import SupplyItem, Withheld
from hub_services.desk.tools import Tools
from hub_services.desk.uses.answering import stated


def included(item: SupplyItem) -> dict[str, Any]:
    """A line of a decision on what goes."""
    return {
        "item": item.id,
        "asked": item.answers,
        "person": item.person,
        "included": True,
        **_labels(item),
    }


def withheld(tools: Tools, each: Withheld) -> dict[str, Any]:
    """A line of a decision on what stays, under a new id unless it has one."""
    return {
        "item": each.id or tools.means.ids.stream(),
        "asked": each.answers,
        "person": each.person,
        "included": False,
        "grounds": [
            {"code": ground.code, "disclosure": ground.disclosure, "bar": ground.bar}
            for ground in each.grounds
        ],
        "not_held": each.not_held,
        "search": stated(each.search) if each.search else None,
        "advice": each.advice,
    }


def disclosed(item: SupplyItem) -> dict[str, Any]:
    """An item of a disclosure, by its labels."""
    return {
        "id": item.id,
        "person": item.person,
        "special_category": item.special_category,
        "criminal_offence": item.criminal_offence,
        **_labels(item),
    }


def _labels(item: SupplyItem) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "sensitivity": item.sensitivity,
        "as_at": item.as_at,
        "about": item.about,
        "historical": item.historical,
        "explained": bool(item.explanation.strip()),
        "confirmed_current": item.confirmed_current,
    }
