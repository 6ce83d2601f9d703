"""Deciding not to tell what nobody asked, once it was weighed, with reasons (R-200, R-202)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from starlette.responses import Response

from hub_services.desk.drafts import Ground, SupplyDraft, Unasked, Withheld
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.web.begun import not_telling_of
from hub_services.desk.web.forms import SEEN, Form, mark_of, read_id
from hub_services.desk.web.pages.kept import kept, once, typed_on
from hub_services.desk.web.pages.matters import NotYet, telling
from hub_services.desk.web.pages.not_sharing import (
    BACK,
    asked_of_not_sharing,
    check_not_shared,
    check_rules,
    mind_first,
    not_shared_by,
    of_consent,
)
from hub_services.desk.web.pages.supply_drafts import done_with
from hub_services.desk.web.statements import urgent_of
from hub_services.desk.web.telling_form import LAW_CHOSEN, Telling
from hub_services.desk.web.visit import CONFLICT, Visit
from hub_services.words.catalogue import _
from hub_services.words.codes import called
from hub_services.words.named.grounds import PURPOSES
from hub_services.words.presets import not_told

NOT_RECORDED: Final = "not-recorded"
"""It is of others by now than the page named."""

_WEIGHED: Final = (
    *("d-purpose-code", "d-exercising", "d-need-level", "d-risk-level", "d-clarity"),
    *("d-urgency", "d-harm", "d-crime", "d-known", "d-adviser", *LAW_CHOSEN),
)
"""What was answered already where it was to be told."""


async def show(visit: Visit) -> Response:
    """The form, with what was answered on the page of the decision."""
    found = await _weighed(visit)
    form = await typed_on(visit, not_telling_of(found.draft))
    if not form.fields:
        for name in _WEIGHED:
            if found.form.text(name):
                form.set(name, *found.form.texts(name))
    return await _page(visit, found, form)


@once
async def send(visit: Visit) -> Response:
    """Record the decision not to tell them; the draft has then done its work.

    What it is warned of is minded first. Where it is of others by now than the page named, that
    is shown first, with what follows from the law as it is then.
    """
    form = await visit.form()
    found = await _weighed(visit)
    back = f"/tell/{found.draft}/decision"
    if answer := await kept(visit, not_telling_of(found.draft), form, away=back):
        return answer
    if changed := form.text(SEEN) != _mark(found):
        form.without(SEEN, *LAW_CHOSEN)
    if changed or form.text("do") == BACK:
        return await _page(visit, found, form, done=NOT_RECORDED if changed else "")
    law, directory = visit.law(), await visit.desk.directory(visit.hat)
    functions = law.functions_of(directory.agency(visit.hat.agency))
    check_not_shared(form, law.withholds(None), functions)
    form.needed("d-purpose-code", _("Choose the purpose"))
    await check_rules(visit, form, found.request, found.persons)
    if form.errors:
        return await _page(visit, found, form)
    decided = await _written(visit, found, form)
    if first := await mind_first(visit, form, decided, found.request.counterpart):
        return first
    try:
        supplied = await visit.desk.supply(visit.hat, decided)
    except HubRefused as refusal:
        return await _page(visit, found, form, refusal)
    await done_with(visit, found, found.draft)
    return visit.go(f"/decisions/{supplied.decision}?done=not-told")


async def _weighed(visit: Visit) -> Telling:
    found = await telling(visit)
    if found.waits_at:
        raise NotYet(found.waits_at)
    return found


def _statements(found: Telling) -> list[tuple[UUID | None, UUID]]:
    """Each statement that was written, and about whom."""
    return [
        (read_id(found.form.text(f"say-{each.number}-id")), each.person)
        for each in urgent_of(found.form, found.request)
        if each.words(found.form)
    ]


def _mark(found: Telling) -> str:
    """Of whom it is decided not to tell, on which law, and of what."""
    return mark_of(found.request, _statements(found))


async def _written(visit: Visit, found: Telling, form: Form) -> SupplyDraft:
    """Each statement that was written is withheld; where none was, each person's."""
    told, grounds = found.request, (Ground(code=form.text("ground")),)
    of = _statements(found) or [(None, each) for each in told.kept_persons]
    consent = of_consent(found.form, found.persons)
    answered = [name.removeprefix("d-") for name in ("d-basis", *consent)]
    came_from = dict.fromkeys(answered, "person")
    return SupplyDraft(
        unasked=Unasked(decision=told.decision, agency=told.counterpart),
        to_practitioner=told.named,
        to_post=told.post,
        withheld=tuple(
            Withheld(id=item, person=person, grounds=grounds) for item, person in of
        ),
        **not_shared_by(
            form,
            told,
            await _sentences(visit, found),
            came_from,
            visit.hat.practitioner,
            consent=consent,
        ),
    )


async def _sentences(visit: Visit, found: Telling) -> dict[str, str]:
    directory = await visit.desk.directory(visit.hat)
    sentences = not_told(visit.lang, requester=directory.name(found.request.counterpart))
    said = of_consent(found.form, found.persons).get("d-no-consent")
    return {**sentences, "no-consent": said} if said else sentences


async def _page(
    visit: Visit,
    found: Telling,
    form: Form,
    refusal: HubRefused | None = None,
    *,
    done: str = "",
) -> Response:
    law, directory = visit.law(), await visit.desk.directory(visit.hat)
    provision = law.provision(found.request.provision)
    rests_on = law.rests_on(directory.agency(visit.hat.agency), provision)
    for name, value in zip(LAW_CHOSEN, rests_on, strict=True):
        form.preset(name, value)
    form.preset("d-purpose-code", found.request.purpose or "")
    there = directory.agency(found.request.counterpart)
    context = {
        "found": found,
        "request": found.request,
        "draft": found.draft,
        "seen": _mark(found),
        "done": done or visit.request.query_params.get("done", ""),
        "form": form,
        "grounds": law.withholds(None),
        "sentences": await _sentences(visit, found),
        "purposes": [
            (code, called("purpose", code, visit.lang))
            for code in law.purposes(provision, there, PURPOSES)
        ],
        **await asked_of_not_sharing(visit),
    }
    if refusal is not None:
        return visit.refused("not-tell.html", refusal, **context)
    status = CONFLICT if done else 422 if form.errors else 200
    return visit.page("not-tell.html", status=status, **context)
