"""Whoever is asked, given a matter or decided for works there now (R-157)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from hub_infra.sealing import Segment
from hub_services.hub.uses import COMMANDS
from tests.api.cases import case_of, draft
from tests.api.town import Town, malformed, newcomer, problem, put, reasons
from tests.support.casework import (
    REASONS,
    WHY,
    ask,
    decide,
    disclose,
    labelled,
    lawful,
    not_held_search,
)
from tests.support.requirements import requirement
from tests.support.world import Caller, Office

UNASKED: dict[str, Any] = {
    "decision": "share",
    "purpose": "child-protection",
    "reason": "consent-not-the-basis",
    "grounds": lawful("public-task", provision="EA2002-175", limb="a"),
}


def leaver(office: Office) -> Caller:
    """Somebody who worked there until today."""
    left = newcomer(office, "practitioner")
    _fire(office, left)
    return left


def _fire(office: Office, leaver: Caller) -> None:
    office.administer("change-roles", practitioner=str(leaver.id), roles=[]).ok()


def test_a_request_goes_to_nobody_who_does_not_work_there(town: Town) -> None:
    case = case_of(town, "issue-share-request")
    post = town.council.post("Duty desk", town.asha)
    for place, other in (
        ("practitioner", uuid4()),
        ("practitioner", town.asha.id),
        ("practitioner", leaver(town.school).id),
        ("post", uuid4()),
        ("post", post),
    ):
        spoiled = put(case.facts, ("to",), {**case.facts["to"], place: str(other)})
        problem(case.with_facts(spoiled).send(), 404, "not-found")
    unknown = put(case.facts, ("to", "agency"), str(uuid4()))
    problem(case.with_facts(unknown).send(), 404, "not-found")
    case.send().ok()


def test_a_matter_is_given_to_nobody_who_does_not_work_here(town: Town) -> None:
    case = case_of(town, "assign-share-request")
    for other in (uuid4(), town.gwen.id, leaver(town.school).id):
        problem(case.with_facts({"to": str(other)}).send(), 404, "not-found")
    case.send().ok()


def test_nothing_is_decided_for_who_does_not_work_there(town: Town) -> None:
    case = case_of(town, "make-sharing-decision")
    for other in (uuid4(), town.bea.id, leaver(town.board).id):
        spoiled = put(case.facts, ("to", "practitioner"), str(other))
        problem(case.with_facts(spoiled).send(), 404, "not-found")
    case.send().ok()


def test_a_disclosure_goes_to_whom_it_was_decided_for(town: Town) -> None:
    case = case_of(town, "make-disclosure")
    assert COMMANDS[case.name].begins
    for to, code in (
        ({**case.facts["to"], "practitioner": str(town.colm.id)}, "another-recipient"),
        (
            {"agency": str(town.council.id), "practitioner": str(town.asha.id)},
            "another-recipient",
        ),
        ({"agency": str(town.board.id)}, "recipient-not-named"),
    ):
        problem(case.with_facts({**case.facts, "to": to}).send(), 422, code)
    case.send().ok()


def test_nothing_goes_to_who_has_left_since_it_was_decided(new_town: Town) -> None:
    """They could not open it, and nobody else may; it is decided for someone else."""
    town = new_town
    zed = town.board.hire("Zed", "partnership-officer")
    matter = town.asked()
    decision = town.decided(matter, to=zed)
    _fire(town.board, zed)
    problem(town.disclosing(matter, decision, to=zed)[1], 422, "recipient-not-available")
    _, anew = town.deciding(matter, version=1)
    anew.ok()
    town.disclosing(matter, decision)[1].ok()


def test_nobody_asks_or_tells_their_own_agency(town: Town) -> None:
    case = case_of(town, "issue-share-request")
    own = put(case.facts, ("to",), {"agency": str(town.board.id)})
    problem(case.with_facts(own).send(), 404, "not-found")
    case = case_of(town, "make-sharing-decision")
    own = put(case.facts, ("to",), {"agency": str(town.school.id), "practitioner": None})
    own["request"] = None
    about = town.world.ids.stream()
    problem(replace(case, about=about).with_facts(own).send(), 404, "not-found")


def test_what_is_given_are_the_words_of_each_item_about_whom_it_was_decided(
    town: Town,
) -> None:
    matter = town.asked(pupils=2)
    asked = town.gwen.read(f"/v1/share-requests/{matter.request}").ok()["request"]
    (other,) = {UUID(each["id"]) for each in asked["persons"]} - {matter.pupil}
    held = {"item": str(matter.fact), "person": str(matter.pupil), "kind": "fact"}
    lines = (
        {**held, "asked": str(matter.item), "included": True},
        {
            "item": str(uuid4()),
            "asked": str(matter.item),
            "person": str(other),
            "included": False,
            "not_held": True,
            "search": not_held_search(),
        },
    )
    decision, decided = decide(town.bea, matter.request, town.gwen, lines)
    decided.ok()
    astray = [labelled(matter.fact, other, "fact")]
    words = {matter.fact: "Present 61 of 190 days."}
    _, answered = disclose(town.bea, decision, town.gwen, astray, words)
    problem(answered, 422, "wider-than-decided")
    right = labelled(matter.fact, matter.pupil, "fact")
    for owner, group, item, code in (
        (other, "text", matter.fact, "sealed-outside-record"),
        (matter.pupil, "source", matter.fact, "share-record-incomplete"),
    ):
        about = town.world.ids.stream()
        sealed = town.bea.seal(
            about, town.board.body, Segment(owner, group, item, {"text": "Present."})
        )
        answered = town.bea.do(
            "make-disclosure",
            about=about,
            version=0,
            facts={
                "decision": str(decision),
                "to": {"agency": str(town.board.id), "practitioner": str(town.gwen.id)},
                "channel": "secure-system",
                "items": [right],
            },
            sealed=sealed,
        )
        problem(answered, 422, code)
    disclose(town.bea, decision, town.gwen, [right], words)[1].ok()


@requirement("R-062")
def test_whoever_is_asked_is_told_the_name_of_everybody_asked_about(town: Town) -> None:
    known, nameless = uuid4(), uuid4()
    drafting = draft(town.gwen)
    pupils = {known: "Siân O'Brien-Ŵyn", nameless: "Kezia Marlowe"}
    ask(drafting, town.school.body, pupils, {"attendance": [known, nameless]})
    case = drafting.drafted
    named = Segment(known, "identity", None, {"name": pupils[known]})
    why = Segment(case.about, "why", None, dict(WHY))
    sealed = town.gwen.seal(case.about, town.school.body, named, why)
    facts = case.facts
    answered = town.gwen.do(case.name, about=case.about, version=0, facts=facts, sealed=sealed)
    problem(answered, 422, "person-not-named")
    case.send().ok()


@requirement("R-201")
def test_whoever_is_told_unasked_is_told_the_name_of_everybody_told_about(
    town: Town,
) -> None:
    pupil, fact = uuid4(), uuid4()
    drafting = draft(town.bea)
    line = {"item": str(fact), "person": str(pupil), "included": True, "kind": "fact"}
    decide(drafting, uuid4(), town.asha, [line], **UNASKED)
    decision = town.world.ids.stream()
    sealed = reasons(town.bea, decision, None, REASONS)
    town.bea.do(
        "make-sharing-decision",
        about=decision,
        version=0,
        facts=drafting.drafted.facts | {"request": None},
        sealed=sealed,
    ).ok()
    right = [labelled(fact, pupil, "fact")]
    words = {fact: "Present 61 of 190 days."}
    problem(disclose(town.bea, decision, town.asha, right, words)[1], 422, "person-not-named")
    disclose(town.bea, decision, town.asha, right, words, names={pupil: "Kezia Marlowe"})[
        1
    ].ok()


@requirement("R-201")
def test_what_names_somebody_does_not_go_unasked_as_if_it_identified_nobody(
    town: Town,
) -> None:
    """Finding: it went under no law, with the name of the child."""
    pupil, fact = uuid4(), uuid4()
    drafting = draft(town.bea)
    line = {"item": str(fact), "person": str(pupil), "included": True, "kind": "fact"}
    decide(drafting, uuid4(), town.asha, [line], **UNASKED)
    said = drafting.drafted.facts | {"request": None}
    counted = {"answer": "no", "method": "aggregated", "risk": "remote"}
    nobody = put(put(said, ("runs", 0, "identifies"), counted), ("runs", 0, "lawful"), None)
    for facts, code in ((nobody, "named-yet-deidentified"), (said, None)):
        about = town.world.ids.stream()
        answered = town.bea.do(
            "make-sharing-decision",
            about=about,
            version=0,
            facts=facts,
            sealed=reasons(town.bea, about, None, REASONS),
        )
        if code:
            problem(answered, 422, code)
        else:
            answered.ok()


def test_what_goes_is_decided_about_somebody(town: Town) -> None:
    case = case_of(town, "make-sharing-decision")
    nobody = put(case.facts, ("items", 0, "person"), None)
    ((at, _),) = malformed(case.with_facts(nobody).send())
    assert at == "/facts/items/0"


def test_nothing_goes_to_a_post_that_nobody_holds_any_more(town: Town) -> None:
    holder = newcomer(town.board, "partnership-officer")
    post = town.board.post("Duty desk", holder)
    case = case_of(town, "make-sharing-decision")
    to = {"agency": str(town.board.id), "practitioner": None, "post": str(post)}
    theirs = put(case.facts, ("how", "individual", "id"), str(town.colm.id))
    posted = put(theirs, ("to",), to)
    _fire(town.board, holder)
    problem(case.with_facts(posted).send(), 404, "not-found")
    town.board.administer(
        "register-duty-post",
        post=str(post),
        name="Duty desk",
        contact="01632 960000",
        holders=[str(town.colm.id)],
    ).ok()
    case.with_facts(posted).send().ok()
