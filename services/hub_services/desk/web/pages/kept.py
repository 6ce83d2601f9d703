"""What is typed on a page that is one form is kept, until it is sent or discarded."""

from __future__ import annotations

from functools import wraps
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from starlette.responses import Response

from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.discarding import DISCARD, DISCARDED, ask_before_discarding
from hub_services.desk.web.visit import Page, Visit

SAVE: Final = "save"


def once(handler: Page) -> Page:
    """A form that does its work once, however often it is sent: it leads where it led first.

    It has done it where it led to another page; until then it can be sent again.
    """

    @wraps(handler)
    async def sent(visit: Visit) -> Response:
        form = await visit.mark()
        if not form:
            return await handler(visit)
        async with visit.desk.lock(form):
            if page := await visit.desk.led_to(visit.hat, form):
                return visit.go(page)
            answer = await handler(visit)
            page = answer.headers.get("location", "")
            if page and urlsplit(page).path != visit.request.url.path:
                await visit.desk.leads_to(visit.hat, form, page)
            return answer

    return sent


async def begun(visit: Visit, kind: str) -> tuple[UUID | None, Form]:
    """The draft of a kind, as it was typed; a new one where none was begun."""
    drafts = await visit.desk.drafts(visit.hat, kind)
    return (drafts[0].id, Form.kept(drafts[0].content)) if drafts else (None, Form())


async def typed_on(visit: Visit, kind: str) -> Form:
    """What was left on the page, or else its draft."""
    left = await visit.left()
    return left if visit.found_again else (await begun(visit, kind))[1]


async def kept(visit: Visit, kind: str, sent: Form, *, away: str) -> Response | None:
    """Keep what was sent; where it was sent for that alone, or to be discarded, the answer.

    ``away``: where one is once it is discarded.
    """
    do = sent.text("do")
    if do == DISCARDED:
        await done(visit, kind)
        return visit.go(f"{away}?done=discarded")
    draft, form = await begun(visit, kind)
    form.replaced_by(sent)
    await visit.desk.save_draft(visit.hat, kind, form.plain(), draft=draft)
    if do == DISCARD:
        return ask_before_discarding(visit)
    return visit.go(f"{visit.request.url.path}?done=saved") if do == SAVE else None


async def forget(visit: Visit, kind: str, *names: str) -> None:
    """Keep the draft, if there is one, without these fields."""
    draft, form = await begun(visit, kind)
    if draft is not None:
        form.without(*names)
        await visit.desk.save_draft(visit.hat, kind, form.plain(), draft=draft)


async def done(visit: Visit, kind: str) -> None:
    """It was sent, or is discarded."""
    for draft in await visit.desk.drafts(visit.hat, kind):
        await visit.desk.discard_draft(visit.hat, draft.id)
