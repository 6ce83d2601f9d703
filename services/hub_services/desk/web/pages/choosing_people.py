"""About whom: those whom the agency knows are found and chosen, others are written down."""

from __future__ import annotations

from typing import Any

from hub_domain.law.catalogue import law_date
from hub_services.desk.records import PersonKept
from hub_services.desk.web.asking_form import check_people, persons, propose_children
from hub_services.desk.web.forms import Form
from hub_services.desk.web.person_form import read_card
from hub_services.desk.web.visit import Visit

FOUND_AT_MOST = 20


async def people_of(visit: Visit, form: Form) -> dict[str, Any]:
    """What the page shows: those chosen, and those found under the name that is looked for.

    Whoever is a child by the date of birth is proposed as one, for a person to confirm.
    """
    known = await visit.desk.people(visit.hat)
    chosen = set(persons(form))
    propose_children(
        form,
        {each.id: each.card for each in known if each.id in chosen},
        law_date(visit.web.clock.now()),
    )
    wanted = form.text("find")
    found = [each for each in known if each.id not in chosen and each.card.answers_to(wanted)]
    return {
        "people": [each for each in known if each.id in chosen],
        "found": found[:FOUND_AT_MOST],
        "more": len(found) - FOUND_AT_MOST,
        "searched": bool(wanted),
    }


async def chosen(visit: Visit, form: Form, do: str) -> bool:
    """Find, add, or go on: whether those chosen are enough to go on with.

    Who is added is looked for, so that a namesake is seen at once, and is one person however
    often the form is sent. Whom the desk does not know nobody chooses.
    """
    if form.texts("person"):
        form.set("person", *(str(each.id) for each in await chosen_people(visit, form)))
    pressed_enter = do == "find" and form.text("new-names") and not form.text("find")
    if do == "add" or pressed_enter:
        card = read_card(form, law_date(visit.web.clock.now()))
        if card is not None:
            person = await visit.desk.remember_person(visit.hat, card, form=await visit.mark())
            form.set("person", *dict.fromkeys([*form.texts("person"), str(person)]))
            form.without("new-")
            form.set("find", card.names)
        return False
    if do == "find":
        return False
    await check_chosen(visit, form)
    return not form.errors


async def check_chosen(visit: Visit, form: Form) -> None:
    """Somebody is chosen, and it is said why one of them is protected."""
    cards = {person.id: person.card for person in await chosen_people(visit, form)}
    check_people(form, cards, law_date(visit.web.clock.now()))


async def chosen_people(visit: Visit, form: Form) -> list[PersonKept]:
    """Those chosen whom the desk knows, in the order in which they were."""
    known = {each.id: each for each in await visit.desk.people(visit.hat)}
    return [known[person] for person in persons(form) if person in known]
