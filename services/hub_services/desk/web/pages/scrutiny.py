"""What a scrutineer sees: codes, times and random ids, and never words."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import Response

from hub_domain.law.catalogue import law_date
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.requests import request_id
from hub_services.desk.web.pictures import entries_of, lanes_of
from hub_services.desk.web.rendering import utc
from hub_services.desk.web.visit import Visit
from hub_services.words.catalogue import _
from hub_services.words.codes import called
from hub_services.words.named.events import DECIDED, EVENTS, HANDED_OVER
from hub_services.words.named.faults import FAULTS

PAGE = 100
END_OF_DAY = time(23, 59)
NOT_YET = _("This is still to come: enter a time that has passed")
CHOOSE_LISTED: Final = _("Choose one from the list")
NOT_A_NUMBER: Final = _("This is not the number of a record: copy it from a page or a link")
SOUGHT: Final = ("record", "agency", "topic", "from-day", "from-month", "from-year")
"""What the address says of what is looked for: ids, codes and a day."""
_DIGITS = 18
"""Of a position, at the most."""


async def people(visit: Visit) -> Response:
    """The people spoken of, by random id, the latest first, page by page."""
    form, sought = await _sought(visit)
    before = _position(visit, "before") or None
    answer = await _read(visit, "/v1/audit/persons", limit=PAGE, before=before, **sought)
    return await _found(
        visit,
        "audit-people.html",
        form,
        people=answer["persons"],
        next=answer["next"],
        before=before,
    )


async def who_knew(visit: Visit) -> Response:
    """Who knew what of one person, as of a moment: a picture and a table that says the same."""
    person = request_id(visit)
    form = Form({name: [value] for name, value in visit.request.query_params.items()})
    as_of = _as_of(form, visit.web.clock.now())
    answer = await _read(visit, f"/v1/audit/who-knew/{person}", as_of=as_of)
    directory = await visit.desk.directory(visit.hat)
    rows = [*answer["known"], *answer["followed"]]
    entries = entries_of(rows, directory.name, answer["said_since"])
    return visit.page(
        "audit-who-knew.html",
        status=422 if form.errors else 200,
        person=person,
        as_of=as_of,
        form=form,
        lanes=lanes_of(entries),
    )


def _as_of(form: Form, now: datetime) -> datetime | None:
    """As of which moment is asked, if any; a day alone is meant to its end, or until now."""
    parts = ("as-of-day", "as-of-month", "as-of-year", "as-of-time")
    if not any(form.text(part) for part in parts):
        return None
    if form.text("as-of-time"):
        as_of = form.moment("as-of")
    else:
        day = form.day("as-of")
        as_of = utc(day, END_OF_DAY.hour, END_OF_DAY.minute) if day else None
        if as_of and day == law_date(now):
            as_of = min(as_of, now)
    if as_of and as_of > now:
        form.wrong("as-of", NOT_YET)
    return None if form.errors else as_of


async def attempts(visit: Visit) -> Response:
    """What was attempted and refused, the newest first, page by page."""
    form, sought = await _sought(visit)
    before = _position(visit, "before") or None
    answer = await _read(
        visit, "/v1/audit/refused-attempts", limit=PAGE, before=before, **sought
    )
    return await _found(
        visit,
        "audit-attempts.html",
        form,
        attempts=answer["attempts"],
        next=answer["next"],
        before=before,
    )


async def history(visit: Visit) -> Response:
    """The history in codes, in the order of the log, and what a check of it can find.

    It opens at its newest, and leads page by page to both ends: a position has no gap after it.
    What is looked for in it is told from its beginning on.
    """
    form, sought = await _sought(visit)
    sought |= _sought_of_events(form)
    after = _position(visit, "after")
    if after is None and sought:
        after = 0
    if after is None:
        newest = await _read(visit, "/v1/audit/events", after=0, limit=1)
        after = max(newest["head"] - PAGE, 0)
    answer = await _read(visit, "/v1/audit/events", after=after, limit=PAGE, **sought)
    later = answer["next"]
    return await _found(
        visit,
        "audit-history.html",
        form,
        events=answer["events"],
        next=later if later and later < answer["head"] else None,
        after=after,
        earlier=max(after - PAGE, 0),
        faults=FAULTS,
        handed_over=HANDED_OVER,
        decided=DECIDED,
        kinds=[(topic, called("event", topic, visit.lang)) for topic in EVENTS],
    )


async def _sought(visit: Visit) -> tuple[Form, dict[str, object]]:
    """What is looked for, out of the address: as it was typed, and as the hub is asked for it.

    What is wrong is said, and not looked for.
    """
    given = visit.request.query_params
    form = Form({name: [given[name]] for name in SOUGHT if given.get(name)})
    agencies = (await visit.desk.directory(visit.hat)).agencies
    sought: dict[str, object] = {}
    if form.text("agency"):
        sought["agency"] = form.chosen("agency", map(str, agencies), CHOOSE_LISTED)
    day = form.day("from", required=False)
    if day is not None:
        sought["since"] = utc(day, 0, 0)
    return form, {name: value for name, value in sought.items() if value}


def _sought_of_events(form: Form) -> dict[str, object]:
    sought: dict[str, object] = {}
    if form.text("topic"):
        sought["topic"] = form.chosen("topic", EVENTS, CHOOSE_LISTED)
    if form.text("record"):
        sought["record"] = form.identifier("record")
        if sought["record"] is None:
            form.wrong("record", NOT_A_NUMBER)
    return {name: value for name, value in sought.items() if value}


async def _found(visit: Visit, template: str, form: Form, **context: Any) -> Response:
    """A list, with what was looked for in it: the addresses of its other pages keep that."""
    directory = await visit.desk.directory(visit.hat)
    kept = {name: form.text(name) for name in SOUGHT if form.text(name)}
    agencies = sorted(directory.agencies.values(), key=lambda each: each.name)
    return visit.page(
        template,
        status=422 if form.errors else 200,
        form=form,
        kept=urlencode(kept),
        agencies=[(str(each.agency_id), each.name) for each in agencies],
        directory=directory,
        **context,
    )


def _position(visit: Visit, name: str) -> int | None:
    """A place in the log out of the address; what is none is passed over."""
    text = visit.request.query_params.get(name, "")
    plain = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if plain else None


async def _read(visit: Visit, path: str, **query: object) -> dict[str, Any]:
    return await visit.web.hub.read(visit.hat, path, **query)
