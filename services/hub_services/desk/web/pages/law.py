"""The law at hand: look up a provision, or weigh a case without recording anything.

What is answered travels in the form from page to page. It is kept nowhere, and no word of it is
sent to the hub.
"""

from __future__ import annotations

from starlette.responses import Response

from hub_domain.law.comparing import depending
from hub_domain.law.rows import Provision
from hub_domain.law.warned import DUTIES
from hub_domain.refusal import duty_of
from hub_services.desk.web.forms import Form
from hub_services.desk.web.visit import Visit
from hub_services.desk.web.weigh_form import (
    ANSWERS,
    BEGIN,
    answered,
    before,
    checked,
    go_back,
    weighed,
)
from hub_services.words.codes import CODES, called, law_in_plain_words
from hub_services.words.refusals import REFUSALS, words_for

SHOWN_AT_MOST = 20
AGAIN = "again"
"""What the button that changes the language asks for."""

BACK = "back-"
"""How a button begins that takes the case back to a question."""


async def look_up(visit: Visit) -> Response:
    """Provisions by their id, name, source or words, as they stand today.

    And what a refusal or a warning says, by the code that someone was given.
    """
    form = Form({"find": [visit.request.query_params.get("find", "")]})
    wanted = form.text("find").casefold()
    await visit.desk.directory(visit.hat)  # and with it the newest law
    law = visit.law()
    found = [
        row
        for row in law.catalogue.every(Provision)
        if wanted and wanted in _said_of(row, visit.lang).casefold()
    ]
    return visit.page(
        "law.html",
        form=form,
        found=[(row, depending(law.catalogue, row.id)) for row in found[:SHOWN_AT_MOST]],
        more=len(found) - SHOWN_AT_MOST,
        today=law.day,
        searched=bool(wanted),
        code=_code(wanted, visit.lang),
    )


def _code(code: str, lang: str) -> dict[str, str] | None:
    if code in DUTIES:
        duty = DUTIES[code]
        return {
            "code": code,
            "title": called("warning", code, lang),
            "detail": "",
            "duty": duty,
        }
    if code not in REFUSALS:
        return None
    title, detail = words_for(code, {}, lang)
    return {"code": code, "title": title, "detail": detail, "duty": duty_of(code) or ""}


def _said_of(row: Provision, lang: str) -> str:
    words = law_in_plain_words(row.id, row.title, lang)
    return f"{row.id} {row.title} {row.source} {words.cited} {words.asks} {words.meaning}"


async def begin(visit: Visit) -> Response:
    """The first question of a case: to whom, and whether someone is at immediate risk."""
    return await _ask(visit, Form(), BEGIN)


async def weigh(visit: Visit) -> Response:
    """Take an answer, and ask what follows from it, or tell where it all leads.

    Once the language was changed (``AGAIN``), the same question is shown as it stood.
    """
    form = await visit.form()
    do, asked = form.text("do"), form.text("asked")
    if do == AGAIN and asked in ANSWERS:
        form.say_again()
        return await _ask(visit, form, asked)
    if do.startswith(BACK):
        question = do.removeprefix(BACK)
        go_back(form, question)
        return await _ask(visit, form, question if question in ANSWERS else BEGIN)
    agencies = (await visit.desk.directory(visit.hat)).agencies
    by_id = {str(agency.agency_id): agency for agency in agencies.values()}
    for question in (BEGIN, asked):
        checked(form, question, by_id)
        if form.errors:
            return await _ask(visit, form, question)
    own = agencies[visit.hat.agency]
    other = by_id[form.text("to")]
    found, following = weighed(form, visit.law(), own, other, visit.lang)
    if following or found is None:
        return await _ask(visit, form, following)
    return visit.page("law-weighed.html", form=form, found=found, carried=answered(form))


async def _ask(visit: Visit, form: Form, question: str) -> Response:
    """One question, with why it is asked, and what was answered before."""
    law = visit.law()
    directory = await visit.desk.directory(visit.hat)
    agencies = sorted(directory.agencies.values(), key=lambda agency: agency.name)
    own = directory.agencies[visit.hat.agency]
    earlier = before(form, question)
    to = earlier.identifier("to")
    found = None
    if to in directory.agencies:
        found, _following = weighed(earlier, law, own, directory.agencies[to], visit.lang)
    return visit.page(
        "law-weigh.html",
        status=422 if form.errors else 200,
        form=form,
        question=question,
        options=_options(question, visit.lang),
        agencies=[
            (str(each.agency_id), each.name) for each in agencies if each.kind == "partner"
        ],
        provisions=law.tasks_of(own),
        found=found,
        carried=answered(earlier),
    )


def _options(question: str, lang: str) -> list[tuple[str, str]]:
    bases = CODES["basis"] if question == "L" else {}
    return [
        (answer, called("basis", answer, lang))
        if answer in bases
        else (answer, called("weigh-answer", f"{question}-{answer}", lang))
        for answer in ANSWERS[question]
    ]
