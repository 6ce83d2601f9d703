"""One request: what the addressee reads and can answer, and what the requester follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from starlette.responses import Response

from hub_domain.keeping.follow_ups import ESCALATE_16H
from hub_domain.sharing.status import ASKED_BACK, OWED, REPLIED, Status, Withdrawal
from hub_services.desk.directory import Directory, PostEntry, StaffEntry
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.means import Hat
from hub_services.desk.records import DisclosurePage, RequestPage, Writing
from hub_services.desk.rows import OpeningRow, RequestRow
from hub_services.desk.web.begun import SHARE, Begun, begun_on
from hub_services.desk.web.forms import Form, read_id
from hub_services.desk.web.less_form import (
    choose_less,
    kept_of,
    may_be_less,
    read_less,
    stands_ready,
)
from hub_services.desk.web.pages.kept import once
from hub_services.desk.web.visit import PageNotFound, Visit, written_on
from hub_services.words.catalogue import _

_NEEDED_BY: Final = _("Enter the date by which you still need it")


def request_id(visit: Visit) -> UUID:
    """The id in the address."""
    found = read_id(visit.request.path_params["id"])
    if found is None:
        raise PageNotFound
    return found


async def show(visit: Visit) -> Response:
    """The page of a request, from whichever side the reader stands."""
    found = await visit.desk.request(visit.hat, request_id(visit))
    if _replied_and_read(found, visit.hat):
        await visit.desk.seen(visit.hat, found.request)
    return await _page(visit, found, await visit.left())


def _replied_and_read(found: RequestPage, hat: Hat) -> bool:
    """Whether this person has read what they reply last, or it has no words."""
    request = found.request
    if request.side != "author" or request.status not in REPLIED:
        return False
    written = [
        each.row for each in found.writings if each.row.author_agency == request.counterpart
    ]
    return not written or read_at(found.openings, written[-1].envelope, hat) is not None


async def _page(
    visit: Visit, found: RequestPage, form: Form, refusal: HubRefused | None = None
) -> Response:
    request = found.request
    directory = await visit.desk.directory(visit.hat)
    provision = visit.law().provision(request.provision)
    unopened = await _not_opened_there(visit, found)
    context = {
        "found": found,
        "own": visit.hat.practitioner,
        "request": request,
        "directory": directory,
        "provision": provision,
        "now": found.now,
        "form": form,
        "colleagues": [
            person
            for person in directory.receivers_of(visit.hat.agency)
            if person.practitioner_id != visit.hat.practitioner
        ],
        "whom_to_ring": whom_to_ring(found, directory),
        "answers": provision.answers if provision else (),
        "open_statuses": OWED,
        "owed": request.status in OWED or request.status in ASKED_BACK,
        "withdrawals": list(Withdrawal),
        "stalls": directory.leads_of(request.counterpart) if _escalated(found) else [],
        "our_turn": request.status in ASKED_BACK,
        "explained": [] if request.withdrawn else explained_since(found, visit.hat),
        "kept": kept_of(request),
        "may_narrow": may_be_less(request),
        "read_at": read_at(found.openings, request.envelope, visit.hat),
        "others": await _others(visit, request),
        "unsent": await unsent(visit, request),
        "whom_it_reached": to_ring(directory, unopened) if unopened else [],
    }
    if request.side == "author":
        stands_ready(form, request, found.now, visit.lang)
    template = "request.html" if request.side == "addressee" else "asked.html"
    if refusal is not None:
        return visit.refused(template, refusal, **context)
    return visit.page(template, status=422 if form.errors else 200, **context)


def _escalated(found: RequestPage) -> bool:
    """Whether it is to be decided what to do about a challenge or a gap (R-064)."""
    return any(task.kind == ESCALATE_16H and not task.closed_at for task in found.tasks)


async def unsent(visit: Visit, request: RequestRow) -> list[Begun]:
    """The answers that this practitioner has begun, as long as one can be given."""
    if request.status in {Status.SUPPLIED, Status.WITHDRAWN}:
        return []
    return begun_on(await visit.desk.drafts(visit.hat)).get(request.request_id, [])


async def share_begun(visit: Visit, request: RequestRow) -> Begun | None:
    """What they have begun to share in answer: whoever answers otherwise is told of it."""
    begun = await unsent(visit, request)
    return next((each for each in begun if each.page == SHARE), None)


async def _others(visit: Visit, request: RequestRow) -> list[RequestRow]:
    """Of one that was withdrawn, the others of its round that are still asked."""
    if not request.withdrawn or request.round is None or request.side != "author":
        return []
    found = await visit.desk.round(visit.hat, request.round)
    return [row for row in found.requests if row.status in OWED | ASKED_BACK]


async def _not_opened_there(visit: Visit, found: RequestPage) -> DisclosurePage | None:
    """The newest that this desk shared in answer and nobody there has opened."""
    if found.request.side != "addressee":
        return None
    unopened = (each.disclosure for each in found.shared if not each.opened)
    newest = next(unopened, None)
    return await visit.desk.disclosure(visit.hat, newest) if newest else None


def opened_there(found: DisclosurePage) -> bool:
    """Whether anybody has opened it for the agency with which it was shared."""
    there = found.disclosure.counterpart
    return any(each.opened_for == there for each in found.openings)


def read_at(openings: Sequence[OpeningRow], envelope: UUID, hat: Hat) -> datetime | None:
    """When this person last opened an envelope, though its words are shown no more."""
    return max(
        (
            each.opened_at
            for each in openings
            if each.envelope == envelope and each.opened_by == hat.practitioner
        ),
        default=None,
    )


def not_read(found: RequestPage, hat: Hat) -> str:
    """What who answers has not opened: the request, or what was explained since; or nothing."""
    if read_at(found.openings, found.request.envelope, hat) is None:
        return "request"
    return "explanation" if explained_since(found, hat) else ""


def explained_since(found: RequestPage, hat: Hat) -> list[Writing]:
    """The explanations of what is asked that this person has not opened."""
    return [
        each
        for each in found.writings
        if each.row.part == "explanation"
        and read_at(found.openings, each.row.envelope, hat) is None
    ]


def to_ring(directory: Directory, found: DisclosurePage) -> list[StaffEntry | PostEntry]:
    """Whom to ring of what was shared: who has it, then the agency's other contacts."""
    shared = found.disclosure
    holder = found.takeovers[-1].holder if found.takeovers else shared.named or shared.post
    return contacts(directory, shared.counterpart, holder)


def contacts(
    directory: Directory, agency: UUID, first: UUID | None
) -> list[StaffEntry | PostEntry]:
    """One of an agency first, then its duty posts; its safeguarding leads where it has none."""
    others = directory.posts_of(agency) or directory.leads_of(agency)
    someone = directory.staff.get(first) or directory.posts.get(first) if first else None
    return [*([someone] if someone else []), *(each for each in others if each != someone)]


def whom_to_ring(found: RequestPage, directory: Directory) -> list[StaffEntry | PostEntry]:
    """Whom the requester can ring: until it is opened, once it is late, or if they ask back.

    Once it was taken over, an opening counts by whoever has it now.
    """
    request = found.request
    there = request.counterpart
    holder = found.takeovers[-1].holder if found.takeovers else request.named
    opened = {
        each.opened_by
        for each in found.openings
        if each.opened_for == there and (not found.takeovers or each.opened_by == holder)
    }
    if request.status in ASKED_BACK:
        wrote = {each.row.author for each in found.writings if each.row.author_agency == there}
        return [
            person for person in directory.staff_of(there) if person.practitioner_id in wrote
        ]
    if request.status not in OWED or (opened and found.now < request.due_at):
        return []
    if request.post in directory.posts and not found.takeovers:
        return [directory.posts[request.post]]
    wanted = {request.assigned, holder} | opened
    named = [person for person in directory.staff_of(there) if person.practitioner_id in wanted]
    return [*(named or directory.leads_of(there))]


async def open_words(visit: Visit) -> Response:
    """Open what was written; the hub records who opened it before any word is shown."""
    form = await visit.form()
    request = request_id(visit)
    found = await visit.desk.request(visit.hat, request)
    asked_for = form.identifier("envelope")
    for writing in found.writings:
        if writing.row.envelope == asked_for or (asked_for is None and not writing.opened):
            why = "answer" if found.request.side == "addressee" else "casework"
            await visit.desk.open_envelope(visit.hat, writing.row.envelope, why)
    begun = written_on(visit.request)
    goes_on = f"?done=opened&of={begun}" if begun != visit.request.url.path else ""
    return visit.go(f"/requests/{request}{goes_on}")


@once
async def assign(visit: Visit) -> Response:
    """Give the request to a colleague."""
    form = await visit.form()
    request = request_id(visit)
    found = await visit.desk.request(visit.hat, request)
    to = form.identifier("to")
    if to is None:
        form.wrong("to", _("Choose the colleague to whom you give it"))
        return await _page(visit, found, form)
    try:
        await visit.desk.assign(visit.hat, request, to, version=form.version_seen)
    except HubRefused as refusal:
        return await _page(visit, found, form, refusal)
    return visit.go(f"/inbox?done=assigned&of=/requests/{request}")


@once
async def narrow(visit: Visit) -> Response:
    """Ask for less, explain what was asked back or challenged, or both in one act."""
    form = await visit.form()
    request = request_id(visit)
    found = await visit.desk.request(visit.hat, request)
    row, less = found.request, read_less(form, found.request)
    explanation = form.text("explanation")
    narrows, due_at = (
        less.than(row),
        form.time_to_come("due", _NEEDED_BY, visit.web.clock.now()),
    )
    if not (narrows or explanation):
        choose_less(form, row)
    if form.errors or due_at is None:
        return await _page(visit, found, form)
    try:
        version: int | None = form.version_seen
        if narrows:
            done = await visit.desk.narrow(
                visit.hat,
                request,
                persons=less.persons,
                items=less.items,
                periods=less.periods,
                due_at=due_at,
                version=version,
            )
            version = done.version
        if explanation:
            words = {"explanation": explanation}
            await visit.desk.explain(visit.hat, request, words, due_at=due_at, version=version)
    except HubRefused as refusal:
        found = await visit.desk.request(visit.hat, request)
        return await _page(visit, found, form, refusal)
    did = "narrowed" if narrows else "explained"
    both = "-explained" if narrows and explanation else ""
    return visit.go(f"/requests/{request}?done={did}{both}")


@once
async def withdraw(visit: Visit) -> Response:
    """Ask no longer, and say why."""
    form = await visit.form()
    request = request_id(visit)
    found = await visit.desk.request(visit.hat, request)
    why = form.needed("withdrawn-why", _("Choose why you withdraw it"))
    if form.errors:
        return await _page(visit, found, form)
    try:
        await visit.desk.withdraw(visit.hat, request, why=why, version=form.version_seen)
    except HubRefused as refusal:
        return await _page(visit, found, form, refusal)
    return visit.go(f"/requests/{request}?done=withdrawn")
