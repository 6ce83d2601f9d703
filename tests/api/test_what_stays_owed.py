"""What an emergency does not speak of stays owed: it falls due, waits, and stays escalated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from hub_infra.sealing import Segment
from tests.api.test_emergency import (
    AT_RISK,
    NOTHING_MORE,
    SAID,
    asked_for,
    replayed,
    urgently,
    version_of,
)
from tests.api.town import CHALLENGE, Matter, Town
from tests.support.casework import DUE, ask, decide, disclose, labelled
from tests.support.requirements import requirement
from tests.support.world import Answered, Caller, checks

SEARCH: dict[str, Any] = {
    "systems": ["management-information-system"],
    "period_from": "2025-09-01",
    "period_to": "2026-07-20",
    "identifiers": ["name"],
    "not_searched": [],
}


def standing(by: Caller, matter: Matter) -> tuple[str, dict[str, bool]]:
    """Where the request stands, and of each of its tasks whether it is open, for who asks."""
    found = by.read(f"/v1/share-requests/{matter.request}").ok()
    tasks = {task["kind"]: task["closed_at"] is None for task in found["tasks"]}
    return found["request"]["status"], tasks


def waits(town: Town, matter: Matter) -> bool:
    waiting = town.bea.read("/v1/waiting").ok()["waiting"]
    return str(matter.request) in {each["record"] for each in waiting}


def answers_the_rest(town: Town, matter: Matter) -> None:
    """The school looked, and they are not known there."""
    found = town.bea.read(f"/v1/share-requests/{matter.request}").ok()["request"]
    town.bea.do(
        "answer-share-request",
        about=matter.request,
        version=int(found["version"]),
        facts={"answer": "not-known-here"},
    ).ok()


def at_once(town: Town, matter: Matter, to: Caller, *others: dict[str, Any]) -> UUID:
    """The school gives one thing in an emergency, and says of the rest what others say."""
    fact = uuid4()
    line = {
        "item": str(fact),
        "asked": str(matter.item),
        "person": str(matter.pupil),
        "included": True,
        "kind": "fact",
    }
    able = {"able-to-protect": "She is with the child now, and can take her home."}
    urgent = {**AT_RISK, **NOTHING_MORE, "words": NOTHING_MORE["words"] | able}
    urgent |= {"recipient_post": None, "decision": "share-part" if others else "share"}
    decision, answered = decide(town.bea, matter.request, to, [line, *others], **urgent)
    answered.ok()
    items = [labelled(fact, matter.pupil, "fact")]
    disclose(town.bea, decision, to, items, {fact: SAID})[1].ok()
    return decision


@requirement("R-069", "R-188", "R-189", "R-362")
def test_what_an_emergency_does_not_speak_of_waits_and_falls_due(
    new_town: Town, database_url: str
) -> None:
    """Finding: a share of one of two things ended the duty to answer on the other."""
    town, asha = new_town, new_town.asha
    matter = asked_for(town, "attendance", "injuries")
    _, decision = urgently(town, matter)
    assert standing(asha, matter) == ("issued", {})
    second, _ = urgently(town, matter, version_of(town, decision))
    assert standing(asha, matter) == ("issued", {})
    assert waits(town, matter)
    found = town.asha.read(f"/v1/share-requests/{matter.request}").ok()["request"]
    assert found["disclosure"] == str(second)
    town.world.clock.set(DUE + timedelta(minutes=1))
    town.world.tick()
    assert standing(asha, matter) == ("issued", {"decision-overdue": True})
    answers_the_rest(town, matter)
    assert standing(asha, matter) == ("not-known-here", {"decision-overdue": False})
    assert not waits(town, matter)
    assert replayed(database_url).faults == []


@requirement("R-064", "R-362")
def test_what_was_escalated_stays_so_until_the_rest_is_answered(town: Town) -> None:
    pupil = uuid4()
    both = {"attendance": [pupil], "injuries": [pupil]}
    asked = ask(town.gwen, town.school.body, {pupil: "Kezia Marlowe"}, both)
    asked.answered.ok()
    matter = Matter(asked.id, pupil, asked.items["attendance"])
    challenged(town, matter).ok()
    escalated = standing(town.gwen, matter)
    assert escalated == ("challenged", {"escalate-16h": True})
    at_once(town, matter, town.gwen)
    assert standing(town.gwen, matter) == escalated
    answers_the_rest(town, matter)
    assert standing(town.gwen, matter) == ("not-known-here", {"escalate-16h": False})


def challenged(town: Town, matter: Matter) -> Answered:
    about, words = matter.request, dict(CHALLENGE)
    segment = Segment(owner=about, group="reasons", item=None, fields=words)
    return town.bea.do(
        "challenge-share-request",
        about=about,
        version=1,
        facts={"ground": "not-necessary", "texts": checks(CHALLENGE)},
        sealed=town.bea.seal(about, town.board.body, segment),
    )


@requirement("R-189", "R-362")
def test_an_emergency_that_speaks_of_everything_answers_it(town: Town) -> None:
    matter = asked_for(town, "attendance", "injuries")
    found = town.asha.read(f"/v1/share-requests/{matter.request}").ok()["request"]
    (rest,) = (each["id"] for each in found["items"] if each["id"] != str(matter.item))
    not_held = {
        "item": str(uuid4()),
        "asked": rest,
        "person": str(matter.pupil),
        "included": False,
        "not_held": True,
        "search": SEARCH,
    }
    at_once(town, matter, town.asha, not_held)
    assert standing(town.asha, matter) == ("partly-supplied", {})
    assert not waits(town, matter)
