"""Answering without supplying: not held, not known, clarification, challenge, decline."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from starlette.responses import Response

from hub_services.desk.drafts import Search
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.records import RequestPage
from hub_services.desk.web.forms import BACKWARDS, CHOOSE_ANY, FROM, UNTIL, Form
from hub_services.desk.web.pages.requests import not_read, request_id
from hub_services.desk.web.visit import PageNotFound, Visit
from hub_services.words.catalogue import _
from hub_services.words.named.casework import IDENTIFIERS, SYSTEMS

SAY_WHY = _("Give your reasons in a sentence or two")
SAY_WHAT = _("Say what you need to know")
CHOOSE_GROUND = _("Choose the ground")


async def show(visit: Visit) -> Response:
    """The form of one answer."""
    kind = _kind(visit)
    found = await visit.desk.request(visit.hat, request_id(visit))
    form = await visit.left()
    if kind == "not-held" and not visit.found_again:
        prefill_search(found, form)
    return await _page(visit, kind, found, form)


async def send(visit: Visit) -> Response:
    """Send the answer, or show the form again with what was typed and what is wrong."""
    kind = _kind(visit)
    form = await visit.form()
    found = await visit.desk.request(visit.hat, request_id(visit))
    try:
        sent = await _SEND[kind](visit, found, form)
    except HubRefused as refusal:
        return await _page(visit, kind, found, form, refusal)
    if not sent:
        return await _page(visit, kind, found, form)
    done = "challenged" if kind == "challenge" else "answered"
    return visit.go(f"/requests/{found.request.request_id}?done={done}")


def _kind(visit: Visit) -> str:
    kind = str(visit.request.path_params["kind"])
    if kind not in _SEND:
        raise PageNotFound
    return kind


async def _page(
    visit: Visit,
    kind: str,
    found: RequestPage,
    form: Form,
    refusal: HubRefused | None = None,
) -> Response:
    context: dict[str, Any] = {
        "kind": kind,
        "found": found,
        "request": found.request,
        "now": found.now,
        "form": form,
        "provision": visit.law().provision(found.request.provision),
        "grounds": _grounds(visit, kind, found),
        "unread": not_read(found),
        "directory": await visit.desk.directory(visit.hat),
    }
    if refusal is not None:
        return visit.refused("answer.html", refusal, **context)
    return visit.page("answer.html", status=422 if form.errors else 200, **context)


def _grounds(visit: Visit, kind: str, found: RequestPage) -> tuple[str, ...]:
    law = visit.law()
    provision = law.provision(found.request.provision)
    if provision is None:
        return ()
    if kind == "challenge":
        return law.challenges(provision)
    return law.declines(provision) if kind == "decline" else ()


def prefill_search(found: RequestPage, form: Form, prefix: str = "") -> None:
    """What follows from the request is filled in; which systems were searched never is.

    The whole period that is still asked about, and what was told by which one can search.
    """
    request = found.request
    asked = [item for item in request.items if item.id in request.kept_items]
    kept = [person for person in found.persons if person.id in request.kept_persons]
    born = any(person.card and person.card.born for person in kept)
    form.preset(f"{prefix}identifier", "name", *(["date-of-birth"] if born else []))
    form.set_day(
        f"{prefix}from", min((i.period_from for i in asked if i.period_from), default=None)
    )
    form.set_day(f"{prefix}to", max((i.period_to for i in asked if i.period_to), default=None))


def read_search(form: Form, prefix: str = "") -> Search | None:
    """The search as it was stated, or nothing, with what is missing said."""
    systems = [code for code in form.texts(f"{prefix}system") if code in SYSTEMS]
    if not systems:
        form.wrong(f"{prefix}system", _("Choose at least one system that you searched"))
    identifiers = [code for code in form.texts(f"{prefix}identifier") if code in IDENTIFIERS]
    if not identifiers:
        form.wrong(f"{prefix}identifier", CHOOSE_ANY)
    begins, ends = form.day(f"{prefix}from", FROM), form.day(f"{prefix}to", UNTIL)
    if begins and ends and ends < begins:
        form.wrong(f"{prefix}to", BACKWARDS)
    if form.errors:
        return None
    skipped = [
        code
        for code in form.texts(f"{prefix}skipped")
        if code in SYSTEMS
        if code not in systems
    ]
    return Search(
        systems=tuple(systems),
        period_from=begins,
        period_to=ends,
        identifiers=tuple(identifiers),
        not_searched=tuple(skipped),
    )


def _words(form: Form) -> dict[str, str]:
    note = form.text("reasons")
    return {"reasons": note} if note else {}


async def _not_held(visit: Visit, found: RequestPage, form: Form) -> bool:
    search = read_search(form)
    if search is None:
        return False
    row = found.request
    await visit.desk.answer_not_held(
        visit.hat, row.request_id, search, _words(form), version=row.version
    )
    return True


async def _not_known(visit: Visit, found: RequestPage, form: Form) -> bool:
    row = found.request
    await visit.desk.not_known_here(
        visit.hat, row.request_id, _words(form), version=row.version
    )
    return True


async def _clarify(visit: Visit, found: RequestPage, form: Form) -> bool:
    form.needed("reasons", SAY_WHAT)
    if form.errors:
        return False
    row = found.request
    await visit.desk.ask_clarification(
        visit.hat, row.request_id, _words(form), version=row.version
    )
    return True


async def _challenge(visit: Visit, found: RequestPage, form: Form) -> bool:
    ground = form.chosen("ground", _grounds(visit, "challenge", found), CHOOSE_GROUND)
    form.needed("reasons", SAY_WHY)
    if form.errors:
        return False
    row = found.request
    await visit.desk.challenge(
        visit.hat, row.request_id, ground, _words(form), version=row.version
    )
    return True


async def _decline(visit: Visit, found: RequestPage, form: Form) -> bool:
    ground = form.chosen("ground", _grounds(visit, "decline", found), CHOOSE_GROUND)
    form.needed("reasons", SAY_WHY)
    if form.errors:
        return False
    row = found.request
    await visit.desk.decline(
        visit.hat, row.request_id, ground, _words(form), version=row.version
    )
    return True


_SEND: Final[Mapping[str, Callable[[Visit, RequestPage, Form], Awaitable[bool]]]] = {
    "not-held": _not_held,
    "not-known-here": _not_known,
    "clarification": _clarify,
    "challenge": _challenge,
    "decline": _decline,
}
