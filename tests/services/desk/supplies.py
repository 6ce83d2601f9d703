"""A supply as the school makes it: one fact, one opinion, and a register that is not held."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from hub_services.desk.drafts import Search, SupplyDraft, SupplyItem, Withheld
from hub_services.desk.records import RequestPage
from tests.support.casework import NONE_OF_THESE, REASONS, RECORD

FACT = "Present on 61 of 190 days; absent without leave from 4 May."
OPINION = "Withdrawn since May, and often alone at break."
HOLDER = "The form tutor"
SOURCE = "Told to the form tutor by a neighbour"

SEARCH = Search(
    systems=("management-information-system",),
    period_from=date(2025, 9, 1),
    period_to=date(2026, 7, 20),
    identifiers=("name", "date-of-birth"),
    not_searched=("paper-archive",),
)


def case_codes() -> dict[str, Any]:
    """The decision's answers, with the ids left to the desk."""
    return {
        "purpose": {"answer": "yes", "code": "learning-review"},
        "runs": [
            {
                "consent": {
                    "answer": "no",
                    "standings": [{"status": "not-sought", "reason": "statutory-duty"}],
                },
                "identifies": {"answer": "yes"},
                "lawful": {
                    "answer": "yes",
                    "basis": "legal-obligation",
                    "provision": "CA2004-16H",
                },
                **NONE_OF_THESE,
            }
        ],
        "how": {
            "amount": "items",
            "kinds": "typed",
            "individual": {"answer": "practitioner"},
            "channel": {"answer": "secure", "channel": "secure-system"},
            "notice": {"answer": "planned"},
        },
        "risk_clarity": "clear",
        "record": RECORD,
        "confirmed": True,
    }


def supply_draft(page: RequestPage, first: UUID, second: UUID, **other: Any) -> SupplyDraft:
    """Attendance of the first pupil, a view of the second, whose register is not held."""
    items = {item.topic: item.id for item in page.request.items}
    attendance, view = items["attendance"], items["view-of-attendance"]
    labels: dict[str, Any] = {
        "as_at": date(2026, 7, 17),
        "about": "child-health-development-exposure",
        "sensitivity": "ordinary",
        "special_category": False,
        "criminal_offence": False,
        "confidential": False,
    }
    values: dict[str, Any] = {
        "request": page.request.request_id,
        "case": case_codes(),
        "words": REASONS,
        "items": (
            SupplyItem(
                id=uuid4(), person=first, answers=attendance, text=FACT, kind="fact", **labels
            ),
            SupplyItem(
                id=uuid4(),
                person=second,
                answers=view,
                text=OPINION,
                kind="opinion",
                source=SOURCE,
                opinion_holder=HOLDER,
                **labels,
            ),
        ),
        "withheld": (
            Withheld(answers=attendance, person=second, not_held=True, search=SEARCH),
            Withheld(answers=view, person=first, not_held=True, search=SEARCH),
        ),
    }
    return SupplyDraft(**(values | other))
