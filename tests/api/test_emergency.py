"""Who receives what went in an emergency is told so, and a second thing goes at once."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hub_infra.sealing import Segment
from hub_services.auditing.faults import Fault
from hub_services.auditing.replay import Replay
from hub_services.cli.screen import json_line
from hub_services.wiring.audit import stored_log
from tests.api.cases import draft
from tests.api.town import Matter, Town, malformed, problem
from tests.support.casework import (
    REASONS,
    WHY,
    ask,
    decide,
    disclose,
    labelled,
    lawful,
)
from tests.support.requirements import requirement
from tests.support.world import Answered, Caller

AT_RISK: dict[str, Any] = {
    "decision": "share",
    "purpose": "child-protection",
    "immediate_risk": True,
    "recipient_post": "csc",
    "social_care_notified": True,
    "police_notified": True,
}
NOTHING_MORE: dict[str, Any] = {
    "runs": [],
    "how": None,
    "record": {},
    "confirmed": False,
    "words": {"purpose": ""},
}
WHOLE: dict[str, Any] = {
    "reason": "consent-not-the-basis",
    "grounds": lawful("public-task", provision="EA2002-175", limb="a"),
}
SAID = "He has taken the child from school, and has a knife."


@pytest.fixture
def matter(town: Town) -> Matter:
    """The council asks the school about a child."""
    return asked_for(town, "attendance")


def asked_for(town: Town, *topics: str) -> Matter:
    """The council asks the school for these about a child, of which the first is shared."""
    pupil = uuid4()
    asked = ask(
        town.asha,
        town.school.body,
        {pupil: "Kezia Marlowe"},
        {topic: [pupil] for topic in topics},
        provision="CA1989-47",
        function=None,
        purpose="child-protection",
        words=WHY,
    )
    asked.answered.ok()
    return Matter(asked.id, pupil, asked.items[topics[0]])


def decided(town: Town, matter: Matter, *facts: UUID, version: int = 0, **said: Any) -> UUID:
    """The school decides that facts go, and the hub takes it."""
    about, answered = deciding(town, matter, *facts, version=version, **said)
    answered.ok()
    return about


def deciding(
    town: Town,
    matter: Matter,
    *facts: UUID,
    version: int = 0,
    to: Caller | None = None,
    **said: Any,
) -> tuple[UUID, Answered]:
    lines = [
        {
            "item": str(fact),
            "asked": str(matter.item),
            "person": str(matter.pupil),
            "included": True,
            "kind": "fact",
        }
        for fact in facts
    ]
    return decide(town.bea, matter.request, to or town.asha, lines, version=version, **said)


def recording(town: Town, matter: Matter, decision: UUID, **said: Any) -> Answered:
    """The school completes the record of all that the hub says is not recorded yet."""
    found = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()
    facts = [UUID(item["id"]) for row in found["unrecorded"] for item in row["items"]]
    version = int(found["decision"]["version"])
    return deciding(town, matter, *facts, version=version, **{**AT_RISK, **WHOLE, **said})[1]


def given(
    town: Town, matter: Matter, fact: UUID, decision: UUID, **labels: Any
) -> tuple[UUID, Answered]:
    items = [labelled(fact, matter.pupil, "fact", **labels)]
    return disclose(town.bea, decision, town.asha, items, {fact: SAID})


def shared(town: Town, matter: Matter, version: int = 0, **said: Any) -> tuple[UUID, UUID]:
    """The school shares one fact: the disclosure and the decision."""
    fact = uuid4()
    decision = decided(town, matter, fact, version=version, **said)
    disclosure, answered = given(town, matter, fact, decision)
    answered.ok()
    return disclosure, decision


def urgently(town: Town, matter: Matter, version: int = 0) -> tuple[UUID, UUID]:
    return shared(town, matter, version, **AT_RISK, **NOTHING_MORE)


def told(town: Town, disclosure: UUID) -> list[dict[str, Any]]:
    """The disclosure as who shared it and who received it see it, alone and in the list."""
    alone = [
        by.read(f"/v1/disclosures/{disclosure}").ok()["disclosure"]
        for by in (town.bea, town.asha)
    ]
    listed = [
        row
        for by, side in ((town.bea, "author"), (town.asha, "addressee"))
        for row in by.read(f"/v1/disclosures?side={side}").ok()["disclosures"]
        if row["disclosure_id"] == str(disclosure)
    ]
    assert listed == alone
    return alone


def stands(rows: list[dict[str, Any]]) -> set[tuple[bool, bool | None, bool]]:
    return {(row["emergency"], row["recorded"], bool(row["recorded_at"])) for row in rows}


def replayed(url: str) -> Replay:
    replay = Replay()
    with stored_log(url) as log:
        for _ in replay.run(log):
            pass
    return replay


def differing(url: str) -> list[Fault]:
    """What an audit finds that the events say otherwise than their statements."""
    return [fault for fault in replayed(url).faults if fault.code == "event-differs"]


def version_of(town: Town, decision: UUID) -> int:
    found = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()
    return int(found["decision"]["version"])


@requirement("R-362")
def test_both_sides_are_told_and_that_its_record_is_open(town: Town, matter: Matter) -> None:
    disclosure, _ = urgently(town, matter)
    assert stands(told(town, disclosure)) == {(True, False, False)}


@requirement("R-362")
def test_when_its_record_is_completed_both_sides_are_told_when(
    town: Town, matter: Matter
) -> None:
    disclosure, decision = urgently(town, matter)
    town.world.pass_time(minutes=2)
    at = town.world.clock.now()
    recording(town, matter, decision).ok()
    rows = told(town, disclosure)
    assert stands(rows) == {(True, True, True)}
    assert {row["recorded_at"] for row in rows} == {at.isoformat().replace("+00:00", "Z")}
    assert {row["made_at"] < row["recorded_at"] for row in rows} == {True}


@requirement("R-362")
def test_what_went_with_everything_answered_says_that_it_was(
    town: Town, matter: Matter
) -> None:
    disclosure, _ = shared(town, matter, **AT_RISK, **WHOLE)
    assert stands(told(town, disclosure)) == {(True, True, True)}


@requirement("R-362")
def test_what_went_the_ordinary_way_is_no_emergency(town: Town, matter: Matter) -> None:
    disclosure, _ = shared(town, matter, decision="share", purpose="child-protection", **WHOLE)
    assert stands(told(town, disclosure)) == {(False, None, False)}


@requirement("R-362")
def test_nobody_says_of_a_disclosure_by_themselves_that_it_is_one(
    town: Town, matter: Matter
) -> None:
    """It follows from the decision: the facts of a disclosure have no such member."""
    fact = uuid4()
    usual = {"decision": "share", "purpose": "child-protection", **WHOLE}
    decision = decided(town, matter, fact, **usual)
    about = town.world.ids.stream()
    facts = {
        "decision": str(decision),
        "to": {"agency": str(town.council.id), "practitioner": str(town.asha.id)},
        "channel": "secure-system",
        "items": [labelled(fact, matter.pupil, "fact")],
        "emergency": True,
    }
    text = Segment(owner=matter.pupil, group="text", item=fact, fields={"text": SAID})
    sealed = town.bea.seal(about, town.council.body, text)
    refused = town.bea.do("make-disclosure", about=about, version=0, facts=facts, sealed=sealed)
    assert ("/facts/emergency", "extra_forbidden") in [
        (each["at"], each["code"]) for each in problem(refused, 400, "malformed")["errors"]
    ]


@requirement("R-362", "R-420")
def test_a_second_thing_goes_at_once_though_the_first_answered_all_and_is_not_recorded(
    town: Town, matter: Matter
) -> None:
    first, decision = urgently(town, matter)
    status = f"/v1/share-requests/{matter.request}"
    assert town.asha.read(status).ok()["request"]["status"] == "supplied"
    second, same = urgently(town, matter, version_of(town, decision))
    assert same == decision
    found = town.asha.read(status).ok()["request"]
    assert (found["status"], found["disclosure"]) == ("supplied", str(second))
    assert stands(told(town, first)) == stands(told(town, second)) == {(True, False, False)}
    envelope = UUID(told(town, second)[1]["envelope"])
    assert SAID in str(town.asha.open(envelope))


@requirement("R-362", "R-420")
def test_a_second_thing_goes_though_the_record_of_the_first_is_complete(
    town: Town, matter: Matter
) -> None:
    first, decision = shared(town, matter, **AT_RISK, **WHOLE)
    second, _ = urgently(town, matter, version_of(town, decision))
    assert stands(told(town, first)) == {(True, True, True)}
    assert stands(told(town, second)) == {(True, False, False)}


@requirement("R-200", "R-362")
def test_nothing_stands_twice_in_an_emergency_either(town: Town, matter: Matter) -> None:
    """The second of the two would say of the first what it answers."""
    line = {
        "item": str(uuid4()),
        "asked": str(matter.item),
        "person": str(matter.pupil),
        "included": True,
        "kind": "fact",
    }
    lines = [line, line | {"asked": None}]
    urgent = {**AT_RISK, **NOTHING_MORE}
    answered = decide(town.bea, matter.request, town.asha, lines, **urgent)[1]
    problem(answered, 422, "item-not-justified")


@requirement("R-104", "R-362")
def test_the_record_is_of_all_that_went_and_asks_the_condition_of_the_first(
    town: Town, matter: Matter, town_url: str
) -> None:
    """Finding: only the second was recorded, and the health data of the first never."""
    wound, threat = uuid4(), uuid4()
    urgent = {**AT_RISK, **NOTHING_MORE}
    decision = decided(town, matter, wound, **urgent)
    given(town, matter, wound, decision, special_category=True)[1].ok()
    decided(town, matter, threat, version=version_of(town, decision), **urgent)
    given(town, matter, threat, decision)[1].ok()
    half = deciding(
        town, matter, threat, version=version_of(town, decision), **{**AT_RISK, **WHOLE}
    )[1]
    assert problem(half, 422, "share-record-incomplete")["field"] == "items"
    problem(recording(town, matter, decision), 422, "condition-required")
    special = {"special_category": True}
    problem(recording(town, matter, decision, data=special), 422, "condition-required")
    grounds = {**WHOLE["grounds"], "condition": {"code": "vital-interests"}}
    recording(town, matter, decision, data=special, grounds=grounds).ok()
    found = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()
    assert found["unrecorded"] == []
    assert [
        task
        for task in found["tasks"]
        if task["kind"] == "complete-emergency-record" and task["closed_at"] is None
    ] == []
    assert differing(town_url) == []


@requirement("R-200", "R-362")
def test_nothing_is_said_of_what_is_not_given_and_no_label_is_waited_for(
    town: Town, town_url: str
) -> None:
    """Finding: grounds were invented for what was left out, and they were kept for ever."""
    matter = asked_for(town, "attendance", "injuries")
    fact = uuid4()
    line = {"item": str(fact), "person": str(matter.pupil), "included": True}
    urgent = {**AT_RISK, **NOTHING_MORE}
    decision, answered = decide(town.bea, matter.request, town.asha, [line], **urgent)
    answered.ok()
    unlabelled = {"id": str(fact), "person": str(matter.pupil)}
    disclosure, went = disclose(town.bea, decision, town.asha, [unlabelled], {fact: SAID})
    went.ok()
    kept = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()["decision"]["items"]
    assert [(each["item"], each["grounds"]) for each in kept] == [(str(fact), [])]
    for row in told(town, disclosure):
        (item,) = row["items"]
        assert {item[name] for name in ("kind", "as_at", "about", "sensitivity")} == {None}
    status = town.asha.read(f"/v1/share-requests/{matter.request}").ok()["request"]["status"]
    assert status == "issued", "what they asked is still owed"
    known = town.faye.read(f"/v1/audit/who-knew/{matter.pupil}").ok()["known"]
    assert [each["kinds"] for each in known if each["how"] == "was-sent"] == [[]]
    assert differing(town_url) == []


@requirement("R-384")
def test_what_is_no_emergency_does_not_follow_a_full_answer(town: Town, matter: Matter) -> None:
    _, decision = urgently(town, matter)
    fact = uuid4()
    usual = {"decision": "share", "purpose": "child-protection", **WHOLE}
    decided(town, matter, fact, version=version_of(town, decision), **usual)
    problem(given(town, matter, fact, decision)[1], 422, "already-answered")


@requirement("R-157", "R-362")
def test_its_record_is_completed_for_who_received_it_though_they_have_left_since(
    town: Town, matter: Matter
) -> None:
    """A decision that names somebody who never received it completes nothing."""
    leaver = town.council.hire("Leaver", "practitioner")
    fact = uuid4()
    said = {**AT_RISK, **NOTHING_MORE}
    decision = decided(town, matter, fact, to=leaver, **said)
    items, words = [labelled(fact, matter.pupil, "fact")], {fact: SAID}
    disclosure, answered = disclose(town.bea, decision, leaver, items, words)
    answered.ok()
    town.council.administer("change-roles", practitioner=str(leaver.id), roles=[]).ok()
    record = {**AT_RISK, **WHOLE}
    decided(town, matter, fact, version=version_of(town, decision), **record)
    path = f"/v1/disclosures/{disclosure}"
    assert stands([town.bea.read(path).ok()["disclosure"]]) == {(True, False, False)}
    version = version_of(town, decision)
    decided(town, matter, fact, version=version, to=leaver, **record)
    assert stands([town.bea.read(path).ok()["disclosure"]]) == {(True, True, True)}


@requirement("R-362")
def test_the_auditor_sees_who_was_told_in_an_emergency(town: Town, matter: Matter) -> None:
    urgently(town, matter)
    known = town.faye.read(f"/v1/audit/who-knew/{matter.pupil}").ok()["known"]
    assert {each["how"]: each["emergency"] for each in known} == {
        "asked": None,
        "was-asked": None,
        "told-others": True,
        "was-sent": True,
    }


def test_nothing_is_said_more_of_a_purpose_that_is_not_stated_in_an_emergency_either(
    town: Town, matter: Matter
) -> None:
    drafting = draft(town.bea)
    urgent = {**AT_RISK, **NOTHING_MORE, "words": REASONS}
    line = {"asked": str(matter.item), "person": str(matter.pupil), "included": True}
    lines = [line | {"item": str(uuid4()), "kind": "fact"}]
    decide(drafting, matter.request, town.asha, lines, **urgent)
    case = drafting.drafted
    purposeless = {"answer": "yes", "detail": "prevention"}
    refused = case.with_facts(case.facts | {"purpose": purposeless}).send()
    assert malformed(refused) == [("/facts/purpose/detail", "without-its-code")]
    case.with_facts(case.facts | {"purpose": {"answer": "yes"}}).send().ok()


def test_what_an_emergency_left_open_can_be_written_out_for_an_audit(
    town: Town, matter: Matter, town_url: str
) -> None:
    _, decision = urgently(town, matter)
    replay = replayed(town_url)
    state = json.loads(json_line(replay.state.plain()))
    (written,) = [each for each in state["sharing-decision"] if each["id"] == str(decision)]
    assert "complete-emergency-record/how" in {*written["left"]}


@requirement("R-362")
def test_of_what_went_before_its_event_said_so_the_decision_tells(
    town: Town, matter: Matter, town_url: str
) -> None:
    """As a log of an earlier release gives the row."""
    urgent, decision = urgently(town, matter)
    forget(town_url, urgent)
    assert stands(told(town, urgent)) == {(True, False, False)}
    recording(town, matter, decision).ok()
    forget(town_url, urgent)
    assert stands(told(town, urgent)) == {(True, True, False)}, "when is not known"


def forget(url: str, disclosure: UUID) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            "update disclosures set emergency = null, recorded = null, recorded_at = null "
            "where disclosure_id = %s",
            (disclosure,),
        )
