"""What was shared with us or by us: open and read, acknowledge; the decision and its note."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from starlette.responses import Response

from hub_domain.law.rows import Provision
from hub_domain.roles import CASEWORK
from hub_domain.sharing.outstanding import TELL_POLICE
from hub_services.desk.drafts import FileNote
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.records import DecisionPage, DisclosurePage
from hub_services.desk.web.begun import RECORD, recording_of
from hub_services.desk.web.decided import answers_of
from hub_services.desk.web.emergency_form import completing
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.kept import once
from hub_services.desk.web.pages.requests import opened_there, read_at, request_id, to_ring
from hub_services.desk.web.statements import record_on
from hub_services.desk.web.telling_form import KIND, decision_of, record_of
from hub_services.desk.web.visit import Visit
from hub_services.words.catalogue import _
from hub_services.words.named.casework import ACTIONS, SIGNIFICANCES

POLICE_UNTOLD: Final = "police-not-notified"
SAY_NOTE: Final = _("Write the note")


async def disclosure(visit: Visit) -> Response:
    """One disclosure: its labels always, its words once this person has opened them."""
    found = await visit.desk.disclosure(visit.hat, request_id(visit))
    return await _disclosure(visit, found, await visit.left())


async def open_disclosure(visit: Visit) -> Response:
    """Open and read; the hub records who before any word is shown."""
    await visit.form()
    found = await visit.desk.disclosure(visit.hat, request_id(visit))
    await visit.desk.open_envelope(visit.hat, found.disclosure.envelope, "casework")
    return visit.go(f"/disclosures/{found.disclosure.disclosure_id}")


async def acknowledge(visit: Visit) -> Response:
    """Say what it means and what is done about it."""
    form = await visit.form()
    found = await visit.desk.disclosure(visit.hat, request_id(visit))
    significance = form.chosen("significance", SIGNIFICANCES, _("Say what it means"))
    action = form.chosen("action", ACTIONS, _("Say what you do about it"))
    if form.errors:
        return await _disclosure(visit, found, form)
    try:
        await visit.desk.acknowledge(
            visit.hat,
            found.disclosure.disclosure_id,
            significance=significance,
            action=action,
            version=found.disclosure.version,
        )
    except HubRefused as refusal:
        return await _disclosure(visit, found, form, refusal)
    return visit.go(f"/disclosures/{found.disclosure.disclosure_id}?done=acknowledged")


async def _disclosure(
    visit: Visit, found: DisclosurePage, form: Form, refusal: HubRefused | None = None
) -> Response:
    row = found.disclosure
    directory = await visit.desk.directory(visit.hat)
    waits = row.side == "author" and not opened_there(found)
    context = {
        "found": found,
        "disclosure": row,
        "people": {person.id: person for person in found.persons},
        "form": form,
        "now": found.now,
        "read_at": read_at(found.openings, row.envelope, visit.hat),
        "whom_it_reached": to_ring(directory, found) if waits else [],
        "directory": directory,
    }
    if refusal is not None:
        return visit.refused("disclosure.html", refusal, **context)
    return visit.page("disclosure.html", status=422 if form.errors else 200, **context)


async def decision(visit: Visit) -> Response:
    """One decision of our agency, with its reasons and the co-ordinator's note."""
    return await _decision(visit, await visit.left())


async def open_decision(visit: Visit) -> Response:
    """Open the reasons; opening them is recorded as well."""
    await visit.form()
    found = await visit.desk.decision(visit.hat, request_id(visit))
    for writing in found.writings:
        if writing.opened is None:
            await visit.desk.open_envelope(visit.hat, writing.row.envelope, "co-ordination")
    return visit.go(f"/decisions/{request_id(visit)}")


@once
async def file_note(visit: Visit) -> Response:
    """File the co-ordinator's note."""
    form = await visit.form()
    note = form.needed("note", SAY_NOTE)
    if form.errors:
        return await _decision(visit, form)
    try:
        await visit.desk.file_note(
            visit.hat,
            FileNote(decision=request_id(visit), words={"note": note}),
            version=form.version_seen,
        )
    except HubRefused as refusal:
        return await _decision(visit, form, refusal)
    return visit.go(f"/decisions/{request_id(visit)}?done=noted")


async def complete_record(visit: Visit) -> Response:
    """Complete the record of what a colleague told in an emergency, in a draft of one's own."""
    await visit.form()
    found = await visit.desk.decision(visit.hat, request_id(visit))
    goes_on, _completes = await _goes_on(visit, found)
    if not goes_on and await _takes_up(visit, found):
        goes_on = await _taken_up(visit, found)
    return visit.go(goes_on or f"/decisions/{request_id(visit)}")


async def _taken_up(visit: Visit, found: DecisionPage) -> str:
    """Where the record that is begun for a colleague goes on."""
    if found.request is None:
        form = record_of(found.decision, _told_of(found))
        return f"/tell/{await visit.desk.save_draft(visit.hat, KIND, form.plain())}"
    asked = await visit.desk.request(visit.hat, found.request)
    form = record_on(asked.request, found)
    await visit.desk.save_draft(visit.hat, recording_of(found.request), form.plain())
    return f"/requests/{found.request}/{RECORD}"


async def _takes_up(visit: Visit, found: DecisionPage) -> bool:
    """Whether this person can complete what a colleague told: it is theirs to see and decide.

    What answers a request, who may see that. Of somebody whom their desk does not know, and of
    whom nobody asked, they could not say why they are protected.
    """
    told = _told_of(found)
    if visit.hat.role not in CASEWORK or not told:
        return False
    if found.request is not None:
        return found.request in found.sees
    return {each.id for each in await visit.desk.people(visit.hat)} >= set(told)


async def _waits_for(visit: Visit, found: DecisionPage) -> tuple[UUID, bool] | None:
    """Who alone can complete a record, and whether this person may take that over from them.

    It is theirs who have the request, which this person may not see.
    """
    if found.request is None or found.request in found.sees or not found.unrecorded:
        return None
    waits = (await visit.desk.waiting(visit.hat, record=found.request)).waiting
    whose = waits[0].whose if waits else None
    return whose or UUID(found.decision["author"]), bool(waits)


def _told_of(found: DecisionPage) -> tuple[UUID, ...]:
    """Whom it is about that was told in an emergency and is not recorded yet."""
    return tuple(dict.fromkeys(each for row in found.unrecorded for each in row.persons))


async def _decision(visit: Visit, form: Form, refusal: HubRefused | None = None) -> Response:
    found = await visit.desk.decision(visit.hat, request_id(visit))
    goes_on, completes = await _goes_on(visit, found)
    context = {
        "found": found,
        "decision": found.decision,
        "warnings": _warnings(found),
        "completes": completes,
        "goes_on": goes_on,
        "takes_up": not goes_on and await _takes_up(visit, found),
        "waits_for": await _waits_for(visit, found),
        "rests_on": _rests_on(visit, found),
        "answers": answers_of(found.decision, visit.lang, visit.cited),
        **await _about(visit, found),
        "form": form,
        "now": found.now,
        "directory": await visit.desk.directory(visit.hat),
    }
    if refusal is not None:
        return visit.refused("decision.html", refusal, **context)
    return visit.page("decision.html", status=422 if form.errors else 200, **context)


async def _about(visit: Visit, found: DecisionPage) -> dict[str, Any]:
    """The names of those it is about, as the desk knows them, and what was asked, by its id.

    Who may see the decision may not see the request any more.
    """
    names = {each.id: each.card for each in await visit.desk.people(visit.hat)}
    topics: dict[UUID, str] = {}
    if found.request in found.sees:
        asked = await visit.desk.request(visit.hat, found.request)
        topics = {item.id: item.topic for item in asked.request.items}
        names |= {each.id: each.card for each in asked.persons if each.card}
    return {"names": names, "topics": topics}


def _warnings(found: DecisionPage) -> list[str]:
    """Each once; that the police were not told, as long as somebody is still to tell them."""
    codes = dict.fromkeys(code for code, *_facts in found.decision["warnings"])
    asked = any(task.kind == TELL_POLICE and task.closed_at is None for task in found.tasks)
    return [code for code in codes if asked or code != POLICE_UNTOLD]


def _rests_on(visit: Visit, found: DecisionPage) -> Provision | None:
    """The law of its lawful reason, where one is named."""
    reasons = (run["lawful"] or {} for run in found.decision["codes"]["runs"])
    named = (reason.get("provision") for reason in reasons)
    return next((visit.law().provision(each) for each in named if each), None)


async def _goes_on(visit: Visit, found: DecisionPage) -> tuple[str, bool]:
    """Where this person goes on with it, and whether to complete the record of an emergency."""
    if found.request is not None:
        left = found.request in found.sees and await visit.desk.drafts(
            visit.hat, recording_of(found.request)
        )
        return (f"/requests/{found.request}/{RECORD}", True) if left else ("", False)
    for draft in await visit.desk.drafts(visit.hat, KIND):
        form = Form.kept(draft.content)
        if str(decision_of(form)) == found.decision["decision_id"]:
            return f"/tell/{draft.id}", completing(form)
    return "", False
