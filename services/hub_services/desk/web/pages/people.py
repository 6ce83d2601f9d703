"""People whom the agency knows by name: at this desk alone; the hub has a random id."""

from __future__ import annotations

from starlette.responses import Response

from hub_domain.law.catalogue import law_date
from hub_services.desk.web.forms import Form
from hub_services.desk.web.person_form import read_card
from hub_services.desk.web.visit import Visit

SHOWN_AT_MOST = 20


async def show(visit: Visit) -> Response:
    """The search; nothing is listed before something is asked for (no browsing)."""
    return await _page(visit, await visit.left())


async def send(visit: Visit) -> Response:
    """Search by a name, which so stands in no address; or write a person down."""
    form = await visit.form()
    if form.text("do") == "find":
        return await _page(visit, form)
    card = read_card(form, law_date(visit.web.clock.now()))
    if card is None:
        return await _page(visit, form)
    link, mark = form.text("new-link"), await visit.mark()
    await visit.desk.remember_person(visit.hat, card, link=link, form=mark)
    return visit.go("/people?done=saved")


async def _page(visit: Visit, form: Form) -> Response:
    wanted = form.text("find")
    found = [
        person
        for person in await visit.desk.people(visit.hat)
        if person.card.answers_to(wanted)
    ]
    return visit.page(
        "people.html",
        status=422 if form.errors else 200,
        form=form,
        found=found[:SHOWN_AT_MOST],
        more=len(found) - SHOWN_AT_MOST,
        searched=bool(wanted),
    )
