"""The record of an emergency through the API: what it is of, and what it is held to."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.test_emergency import (
    AT_RISK,
    NOTHING_MORE,
    SAID,
    WHOLE,
    asked_for,
    decided,
    deciding,
    given,
    recording,
    replayed,
    shared,
    stands,
    told,
    urgently,
    version_of,
)
from tests.api.town import Matter, Town, problem
from tests.support.casework import decide, disclose, labelled
from tests.support.requirements import requirement

URGENT: dict[str, Any] = {**AT_RISK, **NOTHING_MORE}
WEAKER: dict[str, Any] = {"answer": "secure", "channel": "telephone"}


@pytest.fixture
def matter(town: Town) -> Matter:
    """The council asks the school about a child."""
    return asked_for(town, "attendance")


def open_gaps(town: Town, decision: UUID) -> set[str | None]:
    found = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()
    return {
        task["gap"]
        for task in found["tasks"]
        if task["kind"] == "complete-emergency-record" and task["closed_at"] is None
    }


def line(matter: Matter, item: UUID, **said: Any) -> dict[str, Any]:
    return {
        "item": str(item),
        "asked": str(matter.item),
        "person": str(matter.pupil),
        "included": True,
        "kind": "fact",
        **said,
    }


def record_of(
    town: Town, matter: Matter, decision: UUID, lines: list[dict[str, Any]], **said: Any
) -> Any:
    version = version_of(town, decision)
    whole = {**AT_RISK, **WHOLE, **said}
    return decide(town.bea, matter.request, town.asha, lines, version=version, **whole)[1]


@requirement("R-186", "R-362")
def test_what_goes_beside_what_went_has_an_id_of_its_own(town: Town, matter: Matter) -> None:
    """Finding: a fact and an opinion under one id could never be recorded."""
    fact = uuid4()
    decision = decided(town, matter, fact, **URGENT)
    given(town, matter, fact, decision)[1].ok()
    lines = [line(matter, fact, kind="opinion"), line(matter, uuid4())]
    again = decide(
        town.bea, matter.request, town.asha, lines, version=version_of(town, decision), **URGENT
    )[1]
    assert problem(again, 422, "item-gone-already")["items"] == [str(fact)]
    recording(town, matter, decision).ok()
    again = decide(
        town.bea, matter.request, town.asha, lines, version=version_of(town, decision), **URGENT
    )[1]
    problem(again, 422, "item-gone-already")


@requirement("R-362", "R-420")
def test_a_second_emergency_goes_though_a_colleague_completes_the_record_of_the_first(
    new_town: Town, database_url: str
) -> None:
    town, matter = new_town, asked_for(new_town, "attendance")
    first, decision = urgently(town, matter)
    fact = uuid4()
    decided(town, matter, fact, version=version_of(town, decision), **URGENT)
    recording(town, matter, decision).ok()
    standing = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()["decision"]
    assert [each["item"] for each in standing["items"]] == [str(fact)]
    assert stands(told(town, first)) == {(True, True, True)}
    second, answered = given(town, matter, fact, decision)
    answered.ok()
    assert stands(told(town, second)) == {(True, False, False)}
    found = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()
    assert [row["disclosure_id"] for row in found["unrecorded"]] == [str(second)]
    assert open_gaps(town, decision)
    recording(town, matter, decision).ok()
    assert open_gaps(town, decision) == set()
    assert stands(told(town, second)) == {(True, True, True)}
    assert replayed(database_url).faults == []


@requirement("R-186", "R-362")
def test_what_went_unlabelled_is_labelled_afterwards_though_all_was_answered(
    new_town: Town, database_url: str
) -> None:
    town, matter = new_town, asked_for(new_town, "attendance")
    fact = uuid4()
    decision = decided(town, matter, fact, **AT_RISK, **WHOLE)
    bare = {"id": str(fact), "person": str(matter.pupil), "kind": "fact"}
    disclosure, went = disclose(town.bea, decision, town.asha, [bare], {fact: SAID})
    went.ok()
    assert stands(told(town, disclosure)) == {(True, False, False)}
    assert open_gaps(town, decision) == {"labels"}
    half = line(matter, fact, sensitivity="ordinary", as_at="2026-10-02")
    refused = record_of(town, matter, decision, [half])
    problem(refused, 422, "item-category-required")
    assert open_gaps(town, decision) == {"labels"}
    whole = half | {"about": "adult-in-contact"}
    record_of(town, matter, decision, [whole]).ok()
    assert open_gaps(town, decision) == set()
    assert stands(told(town, disclosure)) == {(True, True, True)}
    assert replayed(database_url).faults == []


@requirement("R-185", "R-187", "R-362")
def test_why_something_old_went_is_said_by_its_record(town: Town, matter: Matter) -> None:
    fact = uuid4()
    decision = decided(town, matter, fact, **URGENT)
    given(town, matter, fact, decision, as_at="2020-03-02")[1].ok()
    old = line(matter, fact)
    problem(record_of(town, matter, decision, [old]), 422, "historical-unexplained")
    explained = old | {"historical": True, "explained": True}
    record_of(town, matter, decision, [explained]).ok()
    found = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()["decision"]["items"]
    assert [(each["historical"], each["explained"]) for each in found] == [(True, True)]


@requirement("R-158", "R-362")
@pytest.mark.parametrize("stated", [WEAKER, None], ids=["another", "none"])
def test_the_channel_of_a_record_is_that_of_the_disclosure(
    town: Town, matter: Matter, stated: dict[str, Any] | None
) -> None:
    _, decision = urgently(town, matter)
    how = {
        "amount": "items",
        "kinds": "typed",
        "individual": {"answer": "practitioner", "id": str(town.asha.id)},
        "channel": stated,
        "notice": {"answer": "planned"},
    }
    answered = recording(town, matter, decision, how=how)
    if stated is None:
        answered.ok()
    else:
        problem(answered, 422, "another-channel")


@requirement("R-183", "R-362")
def test_what_a_narrowed_request_left_out_is_not_decided_in_an_emergency_either(
    town: Town,
) -> None:
    """Finding: it was refused as it was to go, when time was lost."""
    matter = asked_for(town, "attendance", "injuries")
    kept = town.asha.read(f"/v1/share-requests/{matter.request}").ok()["request"]["items"]
    (rest,) = (each["id"] for each in kept if each["id"] != str(matter.item))
    facts = {
        "persons": [str(matter.pupil)],
        "items": [rest],
        "due_at": "2026-10-26T16:00:00Z",
    }
    town.asha.do("narrow-share-request", about=matter.request, version=1, facts=facts).ok()
    _, answered = deciding(town, matter, uuid4(), **URGENT)
    problem(answered, 422, "item-not-relevant")
    stranger = [line(matter, uuid4(), asked=rest, person=str(uuid4()))]
    _, answered = decide(town.bea, matter.request, town.asha, stranger, **URGENT)
    problem(answered, 422, "item-not-relevant")
    alone = [line(matter, uuid4(), asked=None)]
    decide(town.bea, matter.request, town.asha, alone, **URGENT)[1].ok()


@requirement("R-183", "R-362")
def test_what_went_before_the_request_was_narrowed_is_recorded_all_the_same(town: Town) -> None:
    matter = asked_for(town, "attendance", "injuries")
    _, decision = urgently(town, matter)
    found = town.asha.read(f"/v1/share-requests/{matter.request}").ok()["request"]
    (rest,) = (each["id"] for each in found["items"] if each["id"] != str(matter.item))
    facts = {
        "persons": [str(matter.pupil)],
        "items": [rest],
        "due_at": "2026-10-26T16:00:00Z",
    }
    town.asha.do(
        "narrow-share-request", about=matter.request, version=found["version"], facts=facts
    ).ok()
    recording(town, matter, decision).ok()
    assert open_gaps(town, decision) == set()


@requirement("R-362")
def test_a_record_is_made_once_more_and_nothing_goes_by_it(town: Town, matter: Matter) -> None:
    _, decision = shared(town, matter, **AT_RISK, **WHOLE)
    (item,) = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()["decision"]["items"]
    fact = UUID(item["item"])
    record_of(town, matter, decision, [line(matter, fact)]).ok()
    items = [labelled(fact, matter.pupil, "fact")]
    again = disclose(town.bea, decision, town.asha, items, {fact: SAID})[1]
    problem(again, 422, "nothing-to-carry-out")
