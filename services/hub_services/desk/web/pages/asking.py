"""Asking: whom and on which law, about whom, what and why, and exactly what they will see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from starlette.responses import HTMLResponse, Response

from hub_domain.law.catalogue import law_date
from hub_domain.law.rows import Provision
from hub_services.desk.drafts import IdentityCard
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.people import PersonUnknown
from hub_services.desk.records import Issued, Preview
from hub_services.desk.tools import NobodyThere
from hub_services.desk.web.asking_form import (
    MOST_ITEMS,
    SENT,
    addressees,
    asked_about,
    asked_before,
    asked_of,
    check_what,
    check_who,
    draft_of,
    key_of,
    merged,
    persons,
    prefill_own,
    prefill_what,
)
from hub_services.desk.web.forms import CHANGED, SEEN, Form, mark_of, read_id
from hub_services.desk.web.law_choices import wants_function
from hub_services.desk.web.pages.choosing_people import (
    check_chosen,
    chosen,
    chosen_people,
    people_of,
)
from hub_services.desk.web.pages.discarding import DISCARD, DISCARDED, ask_before_discarding
from hub_services.desk.web.rendering import render
from hub_services.desk.web.visit import CONFLICT, PageNotFound, Visit
from hub_services.words.catalogue import _, say
from hub_services.words.named.casework import TOPICS
from hub_services.words.named.grounds import PURPOSES

KIND = "ask"
STEPS = ("who", "people", "what", "check")
GONE = "/sent?done=gone"
BEYOND = _("This law does not reach %(agencies)s: leave them out, or choose another law")


class DraftGone(PageNotFound):
    """There is no such draft of theirs, or none any more."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A request that is begun and not sent: whom it asks, about whom, on which law."""

    draft: UUID
    saved_at: datetime
    agencies: tuple[str, ...]
    cards: Mapping[UUID, IdentityCard]
    provision: str


async def begun_to_ask(visit: Visit) -> list[Begun]:
    """What this practitioner has begun to ask, as far as each draft says it."""
    drafts = await visit.desk.drafts(visit.hat, KIND)
    if not drafts:
        return []
    directory = await visit.desk.directory(visit.hat)
    cards = {each.id: each.card for each in await visit.desk.people(visit.hat)}
    return [
        Begun(
            draft=each.id,
            saved_at=each.saved_at,
            agencies=tuple(filter(None, map(directory.name, addressees(form)))),
            cards={one: cards[one] for one in persons(form) if one in cards},
            provision=form.text("provision"),
        )
        for each in drafts
        for form in [Form.kept(each.content)]
    ]


async def start(visit: Visit) -> Response:
    """The first step of a new request, with the drafts that are not sent yet."""
    return await _who(visit, None, await visit.left())


async def begin(visit: Visit) -> Response:
    """The first step was sent: from now on it is a draft, one however often it is sent."""
    form = await visit.form()
    form.take_in(form)
    draft, new = await visit.desk.begin_draft(
        visit.hat, KIND, form.plain(), form=await visit.mark()
    )
    if not new:
        return visit.go(f"/ask/{draft}/who?done=again")
    await _check_who(visit, form)
    if form.errors:
        return await _who(visit, draft, form)
    return visit.go(f"/ask/{draft}/people")


async def show(visit: Visit) -> Response:
    """One step of a draft; who comes back to one that was sent is led to what was sent."""
    step = visit.step(STEPS)
    try:
        draft, form = await _draft(visit)
    except DraftGone:
        return visit.go(GONE)
    left = await visit.left()
    if visit.found_again:
        form = merged(form, left, step)
    return await _SHOW[step](visit, draft, form)


async def send(visit: Visit) -> Response:
    """One step was sent: keep it as it was typed, and then see what is wrong with it."""
    step = visit.step(STEPS)
    sent = await visit.form()
    try:
        draft, kept = await _draft(visit)
    except DraftGone:
        return visit.go(GONE)
    do = sent.text("do")
    if do == DISCARDED:
        await visit.desk.discard_draft(visit.hat, draft)
        return visit.go("/sent?done=discarded")
    if step == "check":
        if do == DISCARD:
            return ask_before_discarding(visit)
        return await _issue(visit, draft, kept, sent)
    kept.take_in(sent)
    form = merged(kept, sent, step)
    if do == DISCARD:
        await visit.desk.save_draft(visit.hat, KIND, form.plain(), draft=draft)
        return ask_before_discarding(visit)
    answer = await _TAKE[step](visit, draft, form, do)
    await visit.desk.save_draft(visit.hat, KIND, form.plain(), draft=draft)
    return answer


async def preview(visit: Visit) -> Response:
    """The preview alone, for a page that keeps it up to date as someone types."""
    sent = await visit.form()
    try:
        _id, kept = await _draft(visit)
    except DraftGone:
        return HTMLResponse(render("parts/gone.html", visit.lang))
    context = await _previewed(visit, merged(kept, sent, "what"))
    return HTMLResponse(render("parts/previews.html", visit.lang, **context))


async def _draft(visit: Visit) -> tuple[UUID, Form]:
    return await draft_begun(visit, KIND)


async def draft_begun(visit: Visit, kind: str) -> tuple[UUID, Form]:
    """The draft of the page, as it was typed; ``DraftGone`` when it is no more.

    Who has left is shown none: the hub is asked first.
    """
    await visit.desk.me(visit.hat)
    draft = read_id(visit.request.path_params["draft"])
    if draft is None:
        raise PageNotFound
    kept = await visit.desk.draft(visit.hat, draft)
    if kept is None or kept.kind != kind:
        raise DraftGone
    return draft, Form.kept(kept.content)


def _provision(visit: Visit, form: Form) -> Provision | None:
    return visit.law().provision(form.text("provision"))


def _page(visit: Visit, step: str, draft: UUID | None, form: Form, **context: Any) -> Response:
    return visit.page(
        f"ask-{step}.html",
        status=422 if form.errors else 200,
        step=step,
        steps=STEPS,
        draft=draft,
        form=form,
        **context,
    )


async def _who(visit: Visit, draft: UUID | None, form: Form) -> Response:
    directory = await visit.desk.directory(visit.hat)
    own = directory.agency(visit.hat.agency)
    law = visit.law()
    provisions = law.may_ask_under(own)
    if len(provisions) == 1:
        form.preset("provision", provisions[0].id)
    return _page(
        visit,
        "who",
        draft,
        form,
        provisions=provisions,
        agencies=[
            agency
            for agency in sorted(directory.agencies.values(), key=lambda each: each.name)
            if agency.kind == "partner"
            and agency.agency_id != own.agency_id
            and any(law.may_be_asked(provision, agency) for provision in provisions)
        ],
        drafts=await begun_to_ask(visit) if draft is None else [],
    )


async def _check_who(visit: Visit, form: Form) -> None:
    """The law and the agencies are chosen, and the law reaches them."""
    check_who(form)
    provision = _provision(visit, form)
    directory = await visit.desk.directory(visit.hat)
    law = visit.law()
    if provision is not None:
        asked = [(each, directory.agencies.get(each)) for each in addressees(form)]
        beyond = [
            directory.name(each) or str(each)
            for each, agency in asked
            if agency is None or not law.may_be_asked(provision, agency)
        ]
        if beyond:
            form.wrong("to", BEYOND, agencies=", ".join(beyond))


async def _take_who(visit: Visit, draft: UUID, form: Form, _do: str) -> Response:
    await _check_who(visit, form)
    return await _who(visit, draft, form) if form.errors else visit.go(f"/ask/{draft}/people")


async def _people(visit: Visit, draft: UUID, form: Form) -> Response:
    return _page(visit, "people", draft, form, **await people_of(visit, form))


async def _take_people(visit: Visit, draft: UUID, form: Form, do: str) -> Response:
    goes_on = await chosen(visit, form, do)
    if form.errors:
        return await _people(visit, draft, form)
    return visit.go(f"/ask/{draft}/{'what' if goes_on else 'people'}")


async def _what(visit: Visit, draft: UUID, form: Form) -> Response:
    provision = _provision(visit, form)
    if provision is None:
        return visit.go(f"/ask/{draft}/who")
    prefill_what(form, law_date(visit.web.clock.now()))
    law = visit.law()
    prefill_own(form, law.texts_owed(provision))
    own = (await visit.desk.directory(visit.hat)).agency(visit.hat.agency)
    return _page(
        visit,
        "what",
        draft,
        form,
        provision=provision,
        functions=await visit.functions(),
        wants_function=wants_function(provision),
        purposes=law.purposes(provision, own, PURPOSES),
        topics=[
            (code, say(TOPICS.get(code, title), visit.lang))
            for code, title in law.topics().items()
        ],
        texts=law.texts_owed(provision),
        addressees=addressees(form),
        choosing=[a for a in addressees(form) if asked_about(form, a) is not None],
        shared_out=[n for n in form.numbers("item") if asked_of(form, n) is not None],
        people=await chosen_people(visit, form),
        **await _previewed(visit, form),
    )


async def _previewed(visit: Visit, form: Form) -> dict[str, Any]:
    """What a preview is shown with: who is asked there, and who asks."""
    directory = await visit.desk.directory(visit.hat)
    return {
        "previews": await _previews(visit, form),
        "directory": directory,
        "sender": directory.staff.get(visit.hat.practitioner),
    }


async def _previews(visit: Visit, form: Form) -> list[Preview]:
    """Exactly what each addressee would read if it were sent as it stands."""
    try:
        return await visit.desk.preview_request(visit.hat, draft_of(form))
    except (PersonUnknown, NobodyThere):
        return []


async def _take_what(visit: Visit, draft: UUID, form: Form, do: str) -> Response:
    if do == "add-item":
        numbers = form.numbers("item")
        if len(numbers) < MOST_ITEMS:
            form.set(f"item-{max(numbers, default=0) + 1}-topic", "")
        return await _what(visit, draft, form)
    if do.startswith("remove-item-"):
        form.without(f"item-{do.removeprefix('remove-item-')}-")
        return await _what(visit, draft, form)
    if do == "preview":
        return await _what(visit, draft, form)
    provision = _provision(visit, form)
    if provision is not None:
        await _check_what(visit, form, provision)
    if form.errors or provision is None:
        return await _what(visit, draft, form)
    return visit.go(f"/ask/{draft}/check")


async def _check_what(visit: Visit, form: Form, provision: Provision) -> None:
    people = await chosen_people(visit, form)
    called = [name for person in people for name in person.card.called]
    check_what(
        form,
        provision,
        visit.law(),
        await visit.functions(),
        called=called,
        name=(await visit.desk.directory(visit.hat)).name,
        now=visit.web.clock.now(),
    )


async def _check(
    visit: Visit,
    draft: UUID,
    form: Form,
    results: list[Issued] | None = None,
    *,
    done: str = "",
) -> Response:
    provision = _provision(visit, form)
    if provision is None:
        return visit.go(f"/ask/{draft}/who")
    previewed = await _previewed(visit, form)
    answer = _page(
        visit,
        "check",
        draft,
        form,
        provision=provision,
        asked=draft_of(form),
        results=results or [],
        seen=_mark(form, previewed["previews"]),
        done=done or visit.request.query_params.get("done", ""),
        **previewed,
    )
    answer.status_code = CONFLICT if done else answer.status_code
    return answer


def _mark(form: Form, previews: Sequence[Preview]) -> str:
    return mark_of(draft_of(form), [[each.to, each.words] for each in previews])


async def _issue(visit: Visit, draft: UUID, form: Form, sent: Form) -> Response:
    """Send to each addressee, as the page showed it; those that were refused stay in the draft.

    What was changed elsewhere since is looked at again.
    """
    provision = _provision(visit, form)
    if provision is None or sent.text(SEEN) != _mark(form, await _previews(visit, form)):
        return await _check(visit, draft, form, done=CHANGED)
    await _check_who(visit, form)
    await check_chosen(visit, form)
    if form.errors:
        return await _people(visit, draft, form)
    await _check_what(visit, form, provision)
    if form.errors:
        return await _what(visit, draft, form)
    try:
        results = await visit.desk.issue_round(
            visit.hat, draft_of(form), key=key_of(draft, form)
        )
    except HubRefused as refusal:
        return visit.refused("ask-failed.html", refusal, draft=draft)
    refused = [each for each in results if each.refusal]
    if not refused:
        await visit.desk.discard_draft(visit.hat, draft)
        return visit.go(f"/sent?done=sent&of=/requests/{results[0].request}")
    went = [each.agency for each in results if not each.refusal]
    form.set(SENT, *map(str, (*asked_before(form), *went)))
    form.set("to", *(str(each.agency) for each in refused))
    await visit.desk.save_draft(visit.hat, KIND, form.plain(), draft=draft)
    return await _check(visit, draft, form, results)


_SHOW = {"who": _who, "people": _people, "what": _what, "check": _check}
_TAKE = {"who": _take_who, "people": _take_people, "what": _take_what}
