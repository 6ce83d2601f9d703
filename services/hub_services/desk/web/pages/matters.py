"""What the pages that share are about: a request, or what is told unasked; and its draft."""

from __future__ import annotations

from uuid import UUID

from hub_domain.law.catalogue import Body
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.asking import draft_begun
from hub_services.desk.web.pages.requests import request_id
from hub_services.desk.web.statements import number_statements, urgent_of
from hub_services.desk.web.supply_form import check_items, check_reasons, pairs_of
from hub_services.desk.web.telling_form import (
    KIND,
    Begun,
    Found,
    Telling,
    begun_for,
    check_told,
    number_told,
    telling_of,
)
from hub_services.desk.web.visit import Visit


class NotYet(Exception):
    """The step cannot be shown before another is done."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


async def begun_of(visit: Visit) -> tuple[UUID, Form]:
    """The draft of the page, as it was typed; ``DraftGone`` when it is no more."""
    return await draft_begun(visit, KIND)


async def telling(visit: Visit) -> Telling:
    """What is told unasked, as the draft of the page has it."""
    draft, form = await begun_of(visit)
    known = await visit.desk.people(visit.hat)
    return telling_of(draft, form, known, visit.hat.practitioner)


async def begun_to_tell(visit: Visit) -> list[Begun]:
    """What this practitioner has begun to tell unasked; what went, its record is still open."""
    drafts = await visit.desk.drafts(visit.hat, KIND)
    if not drafts:
        return []
    known = await visit.desk.people(visit.hat)
    return begun_for(drafts, await visit.desk.directory(visit.hat), known)


async def found_of(visit: Visit) -> Found:
    """What the page is about: a request, or what is told unasked once it is said to whom."""
    if "draft" in visit.request.path_params:
        found = await telling(visit)
        if found.waits_at:
            raise NotYet(found.waits_at)
        return found
    return await visit.desk.request(visit.hat, request_id(visit))


def number(form: Form, found: Found, do: str) -> None:
    """There is room to write, and more where a button asks for it."""
    if isinstance(found, Telling):
        number_told(form, found, do)
    else:
        number_statements(form, found, do)


def check_given(visit: Visit, found: Found, form: Form) -> None:
    """Each thing asked is answered; or something is told, where nothing was asked."""
    if isinstance(found, Telling):
        check_told(form, urgent_of(form, found.request), visit.law())
    else:
        pairs = pairs_of(found.request)
        check_items(form, pairs, visit.law())
        held_back = (p for p in pairs if form.text(f"pair-{p.number}-do") == "hold-back")
        check_reasons(form, [f"pair-{pair.number}-why" for pair in held_back], found.persons)


async def there_of(visit: Visit, found: Found) -> Body:
    """The agency that receives it, as the law sees it."""
    directory = await visit.desk.directory(visit.hat)
    return visit.law().body(directory.agency(found.request.counterpart))
