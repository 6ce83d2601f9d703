"""Telling another agency what nobody asked: which, on which law, about whom (R-006).

What is told and why it may be is written on the pages of an answer (``supplying``).
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from starlette.responses import Response

from hub_domain.law.rows import Provision
from hub_services.desk.directory import AgencyEntry, Directory
from hub_services.desk.web.asking_form import merged as merged_people
from hub_services.desk.web.begun import not_telling_of
from hub_services.desk.web.emergency_form import EMERGENCY, completing, taken
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.asking import DraftGone
from hub_services.desk.web.pages.choosing_people import chosen, people_of
from hub_services.desk.web.pages.discarding import DISCARD, DISCARDED, ask_before_discarding
from hub_services.desk.web.pages.kept import forget
from hub_services.desk.web.pages.matters import (
    NotYet,
    begun_to_tell,
    check_given,
    number,
    telling,
)
from hub_services.desk.web.pages.supply_drafts import done_with
from hub_services.desk.web.pages.supply_written import check_all, ready_of
from hub_services.desk.web.supply_form import unsure
from hub_services.desk.web.telling_form import (
    AGENCY,
    ANOTHER,
    BEYOND,
    KIND,
    LAW_CHOSEN,
    ON_LAW,
    URGENT,
    Telling,
    afterwards,
    decision_of,
    merged_who,
    told_anew,
)
from hub_services.desk.web.visit import Page, Visit
from hub_services.words.catalogue import _
from hub_services.words.named.law import TELLS
from hub_services.words.offices import office

GONE = "/disclosures?made=yes&done=gone"


def begun(handler: Page) -> Page:
    """A page of a draft; who comes back to one that was sent is led to what was sent."""

    async def guarded(visit: Visit) -> Response:
        try:
            return await handler(visit)
        except DraftGone:
            return visit.go(GONE)
        except NotYet as waits:
            return visit.go(f"/tell/{visit.request.path_params['draft']}/{waits.step}")

    return guarded


def still_to_tell(handler: Page) -> Page:
    """A page that says what is told: of what went already the record is completed alone.

    A colleague who completes it says first why those it is about are protected.
    """

    async def guarded(visit: Visit) -> Response:
        found = await telling(visit)
        unstated = found.waits_at == "people" and visit.request.url.path.endswith("/people")
        if completing(found.form) and not unstated:
            return visit.go(f"/tell/{found.draft}/decision")
        return await handler(visit)

    return begun(guarded)


async def start(visit: Visit) -> Response:
    """The first step, with what was begun and is not sent yet."""
    return await _who(visit, None, await visit.left())


async def begin(visit: Visit) -> Response:
    """The first step was sent: from now on it is a draft, one however often it is sent."""
    form = await visit.form()
    form.take_in(form)
    return await _take_who(visit, None, form, form.text("do"))


async def resume(visit: Visit) -> Response:
    """On with a draft, where it was left: at the first step that is not done."""
    found = await telling(visit)
    return visit.go(f"/tell/{found.draft}/{await _left_at(visit, found)}")


async def _left_at(visit: Visit, found: Telling) -> str:
    if found.waits_at:
        return found.waits_at
    if found.urgent or taken(found.form):
        return EMERGENCY
    number(found.form, found, "")
    check_given(visit, found, found.form)
    if found.form.errors:
        return "items"
    await check_all(visit, found, found.form)
    return "decision" if found.form.errors or unsure(found.form) else "check"


async def show_who(visit: Visit) -> Response:
    """Which agency is told, as the draft has it."""
    found = await telling(visit)
    left, form = await visit.left(), found.form
    return await _who(visit, found, merged_who(form, left) if visit.found_again else form)


async def send_who(visit: Visit) -> Response:
    """The first step again."""
    found = await telling(visit)
    sent, before = await visit.form(), (found.form.text(AGENCY), found.form.text(ON_LAW))
    found.form.take_in(sent)
    ready = await ready_of(visit, found)
    form = merged_who(found.form, sent)
    if sent.text("do") in {DISCARD, DISCARDED}:
        return await _discard(visit, found, form, sent.text("do"))
    if (form.text(AGENCY), form.text(ON_LAW)) != before:
        told_anew(form, ready)
        await forget(visit, not_telling_of(found.draft), "d-purpose-code", *LAW_CHOSEN)
    return await _take_who(visit, found, form, sent.text("do"))


async def show_people(visit: Visit) -> Response:
    """About whom, as the draft has it."""
    found = await _told_somebody(visit)
    left, form = await visit.left(), found.form
    if visit.found_again:
        form = merged_people(form, left, "people")
    return await _people(visit, found, form)


async def send_people(visit: Visit) -> Response:
    """Those it is about; what was said of them stays with them."""
    found = await _told_somebody(visit)
    sent = await visit.form()
    do = sent.text("do")
    found.form.take_in(sent)
    form = merged_people(found.form, sent, "people")
    if do in {DISCARD, DISCARDED}:
        return await _discard(visit, found, form, do)
    if do == EMERGENCY:
        form.set(URGENT, "yes")
    goes_on = await chosen(visit, form, do)
    await visit.desk.save_draft(visit.hat, KIND, form.plain(), draft=found.draft)
    if form.errors:
        return await _people(visit, found, form)
    if not goes_on:
        return visit.go(f"/tell/{found.draft}/people")
    urgent = form.text(URGENT) == "yes"
    return visit.go(f"/tell/{found.draft}/{EMERGENCY if urgent else 'items'}")


async def _told_somebody(visit: Visit) -> Telling:
    found = await telling(visit)
    if found.waits_at == "who":
        raise NotYet("who")
    return found


async def _discard(visit: Visit, found: Telling, form: Form, do: str) -> Response:
    if do == DISCARDED:
        await done_with(visit, found, found.draft)
        return visit.go(f"{afterwards(found)}done=discarded")
    await visit.desk.save_draft(visit.hat, KIND, form.plain(), draft=found.draft)
    return ask_before_discarding(visit)


async def _take_who(visit: Visit, found: Telling | None, form: Form, do: str) -> Response:
    """Keep it as it was typed, with a decision of its own for the agency; then look at it."""
    if do == EMERGENCY:
        form.set(URGENT, "yes")
    if decision_of(form) is None and form.identifier(AGENCY):
        form.set(f"tell-decision-{form.text(AGENCY)}", str(visit.desk.new_id()))
    await _check_who(visit, form)
    draft, new = await _keep(visit, found, form)
    if found is None and not new:
        return visit.go(f"/tell/{draft}/who?done=again")
    if not form.errors:
        return visit.go(f"/tell/{draft}/people")
    return await _who(visit, found, form, draft)


async def _keep(visit: Visit, found: Telling | None, form: Form) -> tuple[UUID, bool]:
    """The draft with what was typed, and whether it is begun by it."""
    if found is None:
        mark = await visit.mark()
        return await visit.desk.begin_draft(visit.hat, KIND, form.plain(), form=mark)
    kept = await visit.desk.save_draft(visit.hat, KIND, form.plain(), draft=found.draft)
    return kept, False


async def _check_who(visit: Visit, form: Form) -> None:
    """An agency is chosen and somebody there, and a law that lets them be told.

    In an emergency the law is not waited for (R-018): one that lets nobody there be told is
    passed over.
    """
    directory, law = await visit.desk.directory(visit.hat), visit.law()
    there = {str(each.agency_id): each for each in _others(visit, directory)}
    agency = there.get(form.chosen(AGENCY, there, _("Choose the agency that you tell")))
    if agency is not None:
        listed = dict(_who_there(directory, agency.agency_id, visit.lang))
        form.chosen(f"tell-at-{agency.agency_id}", listed, _("Choose who there is told"))
    offered = {row.id: row for row in _laws(visit, directory)}
    chosen = form.text(ON_LAW)
    fits = chosen == ANOTHER or (
        chosen in offered and (agency is None or law.may_be_told(offered[chosen], agency))
    )
    if form.text(URGENT) == "yes":
        form.without(*([] if fits else [ON_LAW]))
    elif chosen not in {*offered, ANOTHER}:
        form.wrong(ON_LAW, _("Choose the law on which you tell it"))
    elif agency and not fits:
        form.wrong(ON_LAW, BEYOND, agency=agency.name)


def _others(visit: Visit, directory: Directory) -> list[AgencyEntry]:
    """The agencies that can be told, by name; nobody tells their own."""
    return sorted(
        (
            agency
            for agency in directory.agencies.values()
            if agency.kind == "partner" and agency.agency_id != visit.hat.agency
        ),
        key=lambda each: each.name,
    )


def _who_there(directory: Directory, agency: UUID, lang: str) -> list[tuple[str, str]]:
    """Who there can be told: the duty posts that somebody holds, then who does casework."""
    receivers = {each.practitioner_id: each for each in directory.receivers_of(agency)}
    posts = [
        (f"post:{post.post_id}", office(post.name, lang))
        for post in directory.posts_of(agency)
        if receivers.keys() & set(post.holders)
    ]
    people = [
        (f"staff:{person}", f"{each.name}, {office(each.post, lang)}")
        for person, each in receivers.items()
    ]
    return posts + people


def _laws(visit: Visit, directory: Directory) -> list[Provision]:
    """The laws on which this agency can tell one of the others, in the order of their list."""
    order, law = list(TELLS), visit.law()
    others = _others(visit, directory)
    laws = [
        row
        for row in law.may_tell_under(directory.agency(visit.hat.agency))
        if any(law.may_be_told(row, agency) for agency in others)
    ]
    return sorted(laws, key=lambda row: order.index(row.id) if row.id in order else len(order))


def _towards(visit: Visit, row: Provision, others: Iterable[AgencyEntry]) -> list[UUID] | None:
    """Towards which agencies alone the law can be used; None: towards each of them."""
    there = [(agency.agency_id, visit.law().may_be_told(row, agency)) for agency in others]
    return None if all(told for _id, told in there) else [each for each, told in there if told]


async def _who(
    visit: Visit, found: Telling | None, form: Form, draft: UUID | None = None
) -> Response:
    directory = await visit.desk.directory(visit.hat)
    others = [
        (agency, _who_there(directory, agency.agency_id, visit.lang))
        for agency in _others(visit, directory)
    ]
    for agency, there in others:
        if len(there) == 1 or (there and there[0][0].startswith("post:")):
            form.preset(f"tell-at-{agency.agency_id}", there[0][0])
    return visit.page(
        "tell-who.html",
        status=422 if form.errors else 200,
        step="who",
        draft=found.draft if found else draft,
        form=form,
        others=others,
        another=ANOTHER,
        laws=[
            (row, _towards(visit, row, [agency for agency, _there in others]))
            for row in _laws(visit, directory)
        ],
        drafts=[] if found or draft else await begun_to_tell(visit),
    )


async def _people(visit: Visit, found: Telling, form: Form) -> Response:
    return visit.page(
        "tell-people.html",
        status=422 if form.errors else 200,
        step="people",
        draft=found.draft,
        form=form,
        urgent=form.text(URGENT) == "yes",
        completing=completing(form),
        agency=(await visit.desk.directory(visit.hat)).name(found.request.counterpart),
        **await people_of(visit, form),
    )
