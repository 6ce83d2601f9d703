"""Sharing: what is said of each thing asked, the decision, and exactly what they will see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from starlette.responses import Response

from hub_domain.sharing.status import Status
from hub_services.desk.directory import PostEntry, StaffEntry
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.records import Preview
from hub_services.desk.web.begun import RECORD
from hub_services.desk.web.emergency_form import (
    EMERGENCY,
    MORE,
    ROUTE,
    completing,
    posts_of,
    taken,
)
from hub_services.desk.web.forms import CHANGED, SEEN, Form, mark_of
from hub_services.desk.web.pages.answering import prefill_search
from hub_services.desk.web.pages.discarding import DISCARD, DISCARDED, ask_before_discarding
from hub_services.desk.web.pages.matters import check_given, found_of, number, there_of
from hub_services.desk.web.pages.requests import contacts, not_read
from hub_services.desk.web.pages.supply_drafts import (
    base_of,
    done_with,
    draft_of,
    keep,
    more_at,
    of_a_record,
    record_left,
)
from hub_services.desk.web.pages.supply_ends import (
    after,
    away_from_record,
)
from hub_services.desk.web.pages.supply_written import (
    check_all,
    in_emergency,
    presets_of,
    received,
    said_of,
    written,
)
from hub_services.desk.web.statements import (
    asks_labels,
    merged_labels,
    urgent_of,
)
from hub_services.desk.web.supply_case import left_empty, to_mind
from hub_services.desk.web.supply_form import (
    ADVISERS,
    BASES,
    CONDITIONED,
    STEPS,
    about_a_child,
    holds_back,
    merged,
    natures_of,
    pairs_of,
    protected_of,
    scopes_of,
    statements_of,
    texts_of,
    unconfirmed,
)
from hub_services.desk.web.telling_form import (
    NOT,
    Found,
    Telling,
    afterwards,
    page_of,
)
from hub_services.desk.web.visit import CONFLICT, Visit
from hub_services.words.codes import called
from hub_services.words.named.grounds import PURPOSES


async def start(visit: Visit) -> Response:
    """On to the first step; a draft that was begun goes on."""
    found = await found_of(visit)
    draft, form = await draft_of(visit, found)
    if draft is None and await record_left(visit, found):
        return visit.go(f"{page_of(found)}/{RECORD}/decision")
    if _done(visit, found, draft, form):
        return visit.go(page_of(found))
    step = "decision" if completing(form) else "items"
    return visit.go(f"{base_of(visit, found)}/{step}")


async def show(visit: Visit) -> Response:
    """One step, as the draft has it."""
    found = await found_of(visit)
    step = visit.step(STEPS)
    draft, form = await draft_of(visit, found)
    if _done(visit, found, draft, form):
        return visit.go(page_of(found))
    away = await away_from_record(visit, found, draft, form)
    if away is not None:
        return away
    if step == "items" and completing(form):
        return visit.go(f"{base_of(visit, found)}/decision")
    left = await visit.left()
    if visit.found_again:
        form = merged(form, left, step)
    return await _SHOW[step](visit, found, form)


async def send(visit: Visit) -> Response:
    """One step was sent: keep it as it was typed, then see what is wrong with it."""
    step = visit.step(STEPS)
    found = await found_of(visit)
    draft, form = await draft_of(visit, found)
    sent = await visit.form()
    do = sent.text("do")
    if draft is None and (step == "check" or _done(visit, found, draft, form)):
        return visit.go(f"{afterwards(found)}done=gone")
    if completing(form) and (step == "items" or do in {DISCARD, DISCARDED}):
        return visit.go(f"{base_of(visit, found)}/decision")
    if do == DISCARDED:
        await done_with(visit, found, draft)
        return visit.go(f"{afterwards(found)}done=discarded")
    if step != "check":
        form.take_in(sent)
        before = form.plain()
        form = merged(form, sent, step)
        if completing(form):
            merged_labels(form, sent)
        number(form, found, do)
        if step == "items":
            unconfirmed(form, before)
        await keep(visit, found, draft, form)
    if do == DISCARD:
        return ask_before_discarding(visit)
    if step == "check":
        return await _supply(visit, found, draft, form, sent)
    return await _go_on(visit, found, form, step, do)


def _done(visit: Visit, found: Found, draft: UUID | None, form: Form) -> bool:
    """Whether its record is complete, or it was supplied in full: an emergency alone adds."""
    if isinstance(found, Telling):
        return False
    if of_a_record(visit):
        return draft is None
    supplied = found.request.status == Status.SUPPLIED
    return supplied and not (completing(form) or taken(form))


async def _go_on(visit: Visit, found: Found, form: Form, step: str, do: str) -> Response:
    """On to the next step, unless something is wrong, or more is to be written."""
    base, page = base_of(visit, found), page_of(found)
    leads_to = {
        "save": f"{base}/{step}?done=saved",
        EMERGENCY: f"{page}/emergency",
        RECORD: f"{page}/{RECORD}",
        MORE: more_at(found),
        NOT: f"{page}/{NOT}",
    }
    if do in leads_to:
        return visit.go(leads_to[do])
    if do.startswith("add-"):
        return await _SHOW[step](visit, found, form)
    if step == "items":
        check_given(visit, found, form)
    else:
        await check_all(visit, found, form)
    if form.errors:
        return await _SHOW[step](visit, found, form)
    return visit.go(f"{base}/{STEPS[STEPS.index(step) + 1]}")


async def _page(visit: Visit, step: str, found: Found, form: Form, **context: Any) -> Response:
    told = isinstance(found, Telling) and step == "items"
    return visit.page(
        "tell-items.html" if told else f"share-{step}.html",
        status=422 if form.errors else 200,
        **await _context(visit, step, found, form),
        **context,
    )


async def _context(visit: Visit, step: str, found: Found, form: Form) -> dict[str, Any]:
    law = visit.law()
    provision = law.provision(found.request.provision)
    return {
        "step": step,
        "steps": STEPS,
        "found": found,
        "telling": isinstance(found, Telling),
        "page": page_of(found),
        "base": base_of(visit, found),
        "request": found.request,
        "people": {person.id: person for person in found.persons},
        "pairs": pairs_of(found.request),
        "statements_of": statements_of,
        "form": form,
        "provision": provision,
        "grounds": law.withholds(provision),
        "unread": not isinstance(found, Telling) and not_read(found, visit.hat),
        "completing": completing(form),
        "record_left": not of_a_record(visit) and await record_left(visit, found),
        "directory": await visit.desk.directory(visit.hat),
    }


async def _items(visit: Visit, found: Found, form: Form) -> Response:
    if isinstance(found, Telling):
        return await _page(visit, "items", found, form, said=urgent_of(form, found.request))
    prefill_search(found, form, "search-")
    return await _page(visit, "items", found, form)


async def _decision(visit: Visit, found: Found, form: Form) -> Response:
    if "d-purpose-code" not in form.fields:
        form.preset("d-at-risk", *_stated_at_risk(found))
    presets = await presets_of(visit, found)
    for name, value in presets.items():
        form.preset(name, value)
    if completing(form):
        form.preset("d-urgency", "emergency")
    said = await said_of(visit, found, form)
    natures = natures_of(form, [each.number for each in said])
    directory, law = await visit.desk.directory(visit.hat), visit.law()
    there = await there_of(visit, found)
    return await _page(
        visit,
        "decision",
        found,
        form,
        presets=presets,
        conditioned=bool(CONDITIONED & natures),
        confidential="confidential" in natures,
        holds_back=holds_back(form, pairs_of(found.request)),
        to_label=[each for each in said if asks_labels(form, each, visit.law())],
        adult=not about_a_child(found.request),
        conditions=[(code, called("condition", code, visit.lang)) for code in law.conditions()],
        texts=texts_of(found.request),
        child=about_a_child(found.request),
        functions=await visit.functions(),
        bases=[(code, called("basis", code, visit.lang)) for code in BASES],
        tells_police=there.is_police,
        police=visit.law().body(directory.agency(visit.hat.agency)).is_police,
        posts=[
            (code, called("weigh-post", code, visit.lang))
            for code in posts_of(there, scopes_of(found.request))
        ],
        protects=there.protects_at(""),
        advisers=[(role, called("role", role, visit.lang)) for role in ADVISERS],
        purposes=[
            (code, called("purpose", code, visit.lang))
            for code in visit.law().purposes(
                visit.law().provision(found.request.provision),
                directory.agency(found.request.counterpart),
                PURPOSES,
            )
        ],
        duties=visit.law().tasks_of(directory.agency(visit.hat.agency)),
        unnamed_limb=visit.law().unnamed_limb(),
    )


def _stated_at_risk(found: Found) -> tuple[str, ...]:
    """By which limbs the request says that the adult is at risk."""
    protected = protected_of(found.request)
    return protected.scope.limbs if protected and protected.scope else ()


async def _check(
    visit: Visit,
    found: Found,
    form: Form,
    refusal: HubRefused | None = None,
    *,
    done: str = "",
) -> Response:
    said = await said_of(visit, found, form)
    draft = await written(visit, found, form, said)
    emergency = await in_emergency(visit, found, form)
    why = f"?done={done}" if done else ""
    if taken(form) and not (completing(form) or (emergency and draft.items)):
        return visit.go(f"{page_of(found)}/emergency{why}")
    if not draft.items:
        return visit.go(f"{base_of(visit, found)}/items{why}")
    told_later = emergency or completing(form) or draft.decision == "hold"
    preview = await visit.desk.preview_disclosure(visit.hat, draft)
    context = {
        **await _context(visit, "check", found, form),
        "done": done or visit.request.query_params.get("done", ""),
        "preview": preview,
        "seen": _mark(preview, draft, emergency, completing(form)),
        "went": [each.went for each in said if each.went],
        "draft": draft,
        "emergency": emergency,
        "received": received(visit, found, draft, emergency=emergency),
        "whom_to_ring": await _whom_to_ring(visit, found) if emergency else [],
        "minded": [] if told_later else to_mind(draft, visit.law()),
        "left_empty": [] if told_later else left_empty(draft, visit.law()),
    }
    if refusal is not None:
        return visit.refused("share-check.html", refusal, **context)
    return visit.page("share-check.html", status=CONFLICT if done else 200, **context)


def _mark(preview: Preview, *beside: object) -> str:
    return mark_of(preview.to, preview.facts, preview.words, *beside)


async def _whom_to_ring(visit: Visit, found: Found) -> list[StaffEntry | PostEntry]:
    request = found.request
    return contacts(await visit.desk.directory(visit.hat), request.counterpart, request.author)


async def _supply(
    visit: Visit, found: Found, draft: UUID | None, form: Form, sent: Form
) -> Response:
    """It goes as the page showed it; what was changed elsewhere since is looked at again."""
    if sent.text("do") == EMERGENCY and not taken(form):
        form.set(ROUTE, EMERGENCY)
        await keep(visit, found, draft, form)
    emergency = await in_emergency(visit, found, form)
    answer = await written(visit, found, form, await said_of(visit, found, form))
    if not answer.items:
        return await _check(visit, found, form, done=CHANGED)
    preview = await visit.desk.preview_disclosure(visit.hat, answer)
    if sent.text(SEEN) != _mark(preview, answer, emergency, completing(form)):
        return await _check(visit, found, form, done=CHANGED)
    if not (emergency or completing(form)):
        check_given(visit, found, form)
    if form.errors:
        return await _items(visit, found, form)
    if not emergency:
        await check_all(visit, found, form)
    if form.errors:
        return await _decision(visit, found, form)
    supply = visit.desk.complete_record if completing(form) else visit.desk.supply
    try:
        supplied = await supply(visit.hat, answer)
    except HubRefused as refusal:
        return await _check(visit, found, form, refusal)
    return await after(visit, found, draft, form, supplied, emergency=emergency)


_SHOW = {"items": _items, "decision": _decision, "check": _check}
