"""What was written of an answer that supplies: as it goes to the hub, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from msgspec import structs

from hub_domain.acting import NOBODY
from hub_domain.law.catalogue import LawOn
from hub_domain.law.rows import Provision
from hub_domain.sharing import legal_basis
from hub_services.desk.drafts import SupplyDraft
from hub_services.desk.matters import ToldUnasked, decided_by
from hub_services.desk.rows import DisclosureRow, RestsOn
from hub_services.desk.web.emergency_form import ROUTE, chosen, completing, without_presets
from hub_services.desk.web.forms import Form
from hub_services.desk.web.pages.matters import there_of
from hub_services.desk.web.statements import (
    Statement,
    check_labels,
    gone_of,
    urgent_of,
    written_of,
)
from hub_services.desk.web.supply_case import said_once, supply_draft, weighed_together
from hub_services.desk.web.supply_form import (
    PAGE,
    REASONS,
    check_decision,
    check_reasons,
    scopes_of,
    texts_of,
)
from hub_services.desk.web.supply_rules import Put, check_by_rules
from hub_services.desk.web.telling_form import LAW_CHOSEN, Found, Telling
from hub_services.desk.web.visit import Visit
from hub_services.words.catalogue import LANGUAGES, say
from hub_services.words.codes import law_in_plain_words
from hub_services.words.presets import SENTENCES, STATUTORY_DUTY, preset, unasked_presets

_PARTS_OF_A_TIME = ("-day", "-month", "-year", "-time")


async def in_emergency(visit: Visit, found: Found, form: Form) -> bool:
    """Whether it goes as an emergency: that way was taken, and is open to who receives it."""
    return chosen(form, await there_of(visit, found), scopes_of(found.request))


async def said_of(visit: Visit, found: Found, form: Form) -> list[Statement]:
    """What is decided on: what is written, or goes at once, or went in an emergency."""
    request = found.request
    if completing(form):
        made = await visit.desk.decision(visit.hat, decided_by(request))
        return gone_of(form, request, made.unrecorded_to(request.author))
    if isinstance(found, Telling) or await in_emergency(visit, found, form):
        return urgent_of(form, request)
    return written_of(form, request)


async def presets_of(visit: Visit, found: Found) -> dict[str, str]:
    """What the law and the request answer before a person confirms or changes it."""
    return await _presets_in(visit, found, visit.lang)


async def ready_of(visit: Visit, found: Found) -> dict[str, frozenset[str]]:
    """The same in each language: who changes theirs has not written what stood there before."""
    each = [await _presets_in(visit, found, lang) for lang in LANGUAGES]
    return {name: frozenset(presets[name] for presets in each) for name in each[0]}


async def _presets_in(visit: Visit, found: Found, lang: str) -> dict[str, str]:
    law, request = visit.law(), found.request
    directory = await visit.desk.directory(visit.hat)
    provision = law.provision(request.provision)
    facts = {
        "requester": directory.name(request.counterpart),
        "law": law_in_plain_words(
            request.provision, provision.title if provision else "", lang
        ).cited,
    }
    own = directory.agency(visit.hat.agency)
    if isinstance(found, Telling):
        return unasked_presets(law.rests_on(own, provision), facts["requester"], lang)
    basis, relied_on = law.basis_for(own, provision)
    return {
        **{f"d-text-{code}": preset(code, lang, **facts) for code in SENTENCES},
        "d-purpose-code": request.purpose or "",
        "d-identifies": "yes",
        "d-basis": basis,
        "d-provision": relied_on,
        **_without_consent(provision, lang),
    }


def _without_consent(provision: Provision | None, lang: str) -> dict[str, str]:
    if provision is None or not provision.is_duty:
        return {}
    return {
        "d-consent": "not-sought",
        "d-reason": "statutory-duty",
        "d-no-consent": say(STATUTORY_DUTY, lang),
    }


async def written(
    visit: Visit, found: Found, form: Form, said: Sequence[Statement]
) -> SupplyDraft:
    """The whole answer; in an emergency only what a person said or confirmed.

    Who tells it unasked chose the law with the recipient, and it goes on that.
    """
    emergency = await in_emergency(visit, found, form)
    if emergency:
        presets = await presets_of(visit, found)
        form = without_presets(form, await ready_of(visit, found))
        form.fill("d-purpose-code", found.request.purpose or "")
        if isinstance(found, Telling):
            _on_the_law_chosen(form, presets)
    if form.text("d-reason") not in visit.law().unnamed_limb():
        form = Form({name: values for name, values in form.fields.items() if name != "d-limb"})
    came_from = await _came_from(visit, found, form)
    return supply_draft(
        form,
        found.request,
        said,
        came_from=came_from,
        by=visit.hat.practitioner,
        today=visit.law().day,
        urgent=emergency or completing(form),
        waits=not emergency,
    )


def received(
    visit: Visit, found: Found, draft: SupplyDraft, *, emergency: bool
) -> DisclosureRow:
    """The answer by its codes as who receives it will see them: the hub's row, before it is."""
    request, law = found.request, visit.law()
    unasked = isinstance(request, ToldUnasked)
    purpose = draft.case["purpose"]
    code = "/".join(filter(None, (purpose["code"], purpose["detail"])))
    provision = law.provision(request.provision)
    going = [{"item": item.id, "included": True} for item in draft.items]
    runs = [{"items": [item.id for item in draft.items]} | run for run in draft.case["runs"]]
    return DisclosureRow(
        disclosure_id=NOBODY,
        side="addressee",
        counterpart=visit.hat.agency,
        author=visit.hat.practitioner,
        named=request.named if unasked else request.author,
        post=request.post if unasked else None,
        request=draft.request,
        decision=decided_by(request),
        provision=None if unasked else request.provision,
        purpose=code,
        use_limit=(provision.use_limit if provision and not unasked else "") or code,
        channel=draft.channel,
        items=(),
        emergency=emergency,
        rests_on=msgspec.convert(
            legal_basis.rests_on(going, {"runs": runs}), tuple[RestsOn, ...]
        ),
        made_at=visit.web.clock.now(),
        envelope=NOBODY,
        version=0,
    )


def _on_the_law_chosen(form: Form, presets: Mapping[str, str]) -> None:
    """What is empty of the law follows from the one chosen, unless emptied beside another."""
    basis, provision = LAW_CHOSEN
    rests_on_it = form.text(basis) in {"", presets[basis]}
    for name in (basis, provision):
        (form.fill if rests_on_it else form.preset)(name, presets[name])


async def _came_from(visit: Visit, found: Found, form: Form) -> dict[str, str]:
    """Of each answer, whether it stands as the request and its law gave it, or a person's."""
    ready = await ready_of(visit, found)
    together = [*weighed_together(form, found.request), *said_once(form)]
    asked = not isinstance(found, Telling)
    return dict.fromkeys(together, "person") | {
        name.removeprefix("d-").removeprefix("text-"): (
            "request" if asked and form.text(name) in ready.get(name, ()) else "person"
        )
        for name in form.fields
        if name.startswith("d-")
        and name != ROUTE
        and form.text(name)
        and not name.endswith(_PARTS_OF_A_TIME)
    }


async def check_all(visit: Visit, found: Found, form: Form) -> None:
    """All that is wrong with the decision, in one round and in the order of the page."""
    law, said = visit.law(), await said_of(visit, found, form)
    names = {person.id: person.card.names for person in found.persons if person.card}
    for each in said:
        form.about(f"say-{each.number}-", names.get(each.person, ""))
    check_labels(form, said, law)
    check_decision(
        form,
        found.request,
        [each.number for each in said],
        functions=await visit.functions(),
        conditions=law.conditions(),
        today=law.day,
    )
    texts = [f"d-text-{text}" for text in texts_of(found.request)]
    check_reasons(form, (*texts, *REASONS), found.persons)
    check_by_rules(form, await _put(visit, found, form, said), LawOn(law.catalogue, law.day))
    form.arrange(PAGE)


async def _told_on(visit: Visit, found: Found, form: Form) -> dict[UUID, legal_basis.RestsOn]:
    """On which law each thing went that nobody asked for, where its record is completed."""
    if not (isinstance(found, Telling) and completing(form)):
        return {}
    made = await visit.desk.decision(visit.hat, decided_by(found.request))
    gone = made.unrecorded_to(found.request.author)
    return {row.disclosure_id: [structs.asdict(e) for e in row.rests_on or ()] for row in gone}


async def _put(visit: Visit, found: Found, form: Form, said: Sequence[Statement]) -> Put:
    directory, law = await visit.desk.directory(visit.hat), visit.law()
    own = directory.agency(visit.hat.agency)
    holder, refused = law.acting(own, form.text("d-exercising"))
    return Put(
        draft=await written(visit, found, form, said),
        holder=holder,
        capacity=refused,
        receiver=await there_of(visit, found),
        request="" if isinstance(found, Telling) else found.request.provision,
        role=visit.hat.role,
        told_on=await _told_on(visit, found, form),
    )
