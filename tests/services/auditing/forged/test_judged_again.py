"""A history judged again: what the rules made of an act cannot be changed unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent

from hub_domain.keeping.task import Task
from hub_domain.refused_attempt import RefusedAttempt
from hub_infra.store.codec import decode, encode
from hub_infra.store.connect import Pool
from hub_infra.store.mapper import MsgpackMapper
from hub_services.auditing.rejudging import Act, CannotJudge, Rejudging
from hub_services.hub.uses import COMMANDS
from hub_services.wiring.audit import stored_log
from hub_services.wiring.rejudging import StoredActs, rejudged, second_hub
from tests.services.auditing.forged.conftest import telling
from tests.services.auditing.forged.happened import Happened
from tests.services.auditing.forged.test_what_follows import another
from tests.services.auditing.forged.test_who_said import THE_HUB_S
from tests.services.story import Story
from tests.support import forging
from tests.support.casework import ask
from tests.support.forging import Forger, put

OF_TASKS = {"task.opened": {"kind", "gap", "about", "agencies", "due_at"}}
EACH = sorted(
    (topic, fact)
    for topic, facts in {**THE_HUB_S, **OF_TASKS}.items()
    for fact in facts
    if topic != "refused-attempt.noted"
)
"""What nobody signs for, and follows from the law alone; refusals are looked at below."""

Noticed = dict[tuple[str, str], set[str]]
Judge = Callable[[Act], set[str]]


@pytest.fixture(scope="module")
def told(happened: Happened) -> Happened:
    return happened


def restored(stored: StoredEvent) -> Any:
    return MsgpackMapper().to_domain_event(stored)


def saying(act: Act, *stored: StoredEvent) -> Act:
    """The act, had these events been recorded of it."""
    return replace(act, stored=stored, events=tuple(map(restored, stored)))


def changed(act: Act, number: int, fact: str) -> Act:
    """The act with another value in one fact of one of its events."""
    event = act.stored[number]
    state = decode(event.state)
    forged = replace(event, state=encode({**state, fact: another(state[fact])}))
    return saying(act, *(forged if event is each else each for each in act.stored))


@contextmanager
def judged_act_by_act(url: str) -> Iterator[Iterator[tuple[Act, Judge]]]:
    """Each act of a history, and a judge of it or another in its place, at its time."""

    def each() -> Iterator[tuple[Act, Judge]]:
        for act in acts.acts():
            yield act, judge
            bench.record(act)

    def judge(act: Act) -> set[str]:
        try:
            return {f"{found.code} {found.what}" for found in judging.judge(act)}
        except CannotJudge as cannot:
            return {cannot.why}

    pool = Pool(url, size=2)
    acts = StoredActs(pool)
    with second_hub(acts.envelopes) as bench:
        judging = Rejudging(bench, COMMANDS.get)
        yield each()
    pool.close()


@pytest.fixture(scope="module")
def noticed(told: Happened) -> Noticed:
    """By topic and fact, what is found where any act of that history says otherwise."""
    found: Noticed = {}
    with judged_act_by_act(told.url) as acts:
        for act, judge in acts:
            for number, event in enumerate(act.stored):
                for fact in decode(event.state):
                    if (event.topic, fact) in EACH:
                        seen = found.setdefault((event.topic, fact), set())
                        seen |= judge(changed(act, number, fact)) or {"nothing"}
    return found


def test_a_history_in_which_every_command_is_given_comes_out_as_it_was(
    database_url: str,
) -> None:
    again = rejudged(database_url)
    assert again.otherwise == []
    assert (again.position, again.left) == (147, {"store-begun": [1, 2]})


@pytest.mark.parametrize(("topic", "fact"), EACH)
def test_what_the_rules_made_of_it_cannot_be_changed_unseen(
    noticed: Noticed, topic: str, fact: str
) -> None:
    found = noticed[topic, fact] - {"store-begun"}
    assert found
    assert all(each.startswith("judged-otherwise") and fact in each for each in found), found


def refused_to(story: Story) -> None:
    """An act that leaves nothing but its refusal."""
    withdrawing, why = "withdraw-share-request", {"why": "wrong-agency"}
    answered = story.faye.do(withdrawing, about=story.asked.id, version=3, facts=why)
    assert answered.code == "role-required"


@pytest.fixture(scope="module")
def later(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A history in which some things are refused, and tasks fall due."""

    def late(story: Story) -> None:
        names = dict.fromkeys(story.pupils, "Kezia Marlowe")
        ask(story.gwen, story.school.body, names, {"attendance": story.pupils}).answered.ok()
        refused_to(story)
        story.world.pass_time(days=60)
        assert story.world.tick()

    with telling(postgres, tmp_path_factory.mktemp("late"), late) as once:
        yield once.url


def test_what_was_refused_and_what_fell_due_comes_out_as_it_was(later: str) -> None:
    again = rejudged(later)
    assert again.otherwise == []
    assert {why: len(left) for why, left in again.left.items()} == {
        "store-begun": 2,
        "read-refused": 1,
    }


def test_what_the_rules_refuse_is_found_though_the_agency_signed_for_it(later: str) -> None:
    """So a hub and an agency together cannot record unseen what the law does not allow."""
    with judged_act_by_act(later) as acts:
        issued = next(act for act, _ in acts if name(act) == "share-request.issued")
    with judged_act_by_act(later) as acts:
        found = [
            judge(saying(act, *issued.stored))
            for act, judge in acts
            if refused(act) and act.facts
        ]
    assert found == [
        {"recorded-though-refused not-safeguarding-partner"},
        {"recorded-though-refused refusal-ground-not-recognised"},
    ]


def test_a_refusal_for_another_reason_than_the_rules_give_is_found(later: str) -> None:
    with judged_act_by_act(later) as acts:
        found = [judge(changed(act, 0, "code")) for act, judge in acts if refused(act)]
    assert found == [
        *[{"judged-otherwise code"}] * 2,
        {"read-refused"},
        {"judged-otherwise code"},
    ]


def test_what_is_said_to_be_refused_and_is_allowed_is_found(later: str) -> None:
    """But not where it is for sealed words, which are kept of no refusal."""
    with judged_act_by_act(later) as acts:
        noted = next(act for act, _ in acts if refused(act))
        (event,) = noted.stored
        for_words = replace(
            event, state=encode({**decode(event.state), "code": "person-not-named"})
        )
    with judged_act_by_act(later) as acts:
        found = {
            name(act): judge(replace(saying(act, *noted.stored), envelope=None))
            for act, judge in acts
            if act.statement
        }
    assert found["share-request.narrowed"] == {
        "refused-though-allowed not-safeguarding-partner"
    }
    assert found["share-request.issued"] == {"refused-though-allowed not-safeguarding-partner"}
    with judged_act_by_act(later) as acts:
        found = {
            name(act): judge(replace(saying(act, for_words), envelope=None))
            for act, judge in acts
            if name(act) == "share-request.issued"
        }
    assert found["share-request.issued"] == {"words-not-kept"}


def test_a_task_that_is_said_to_have_fallen_due_before_its_time_is_found(later: str) -> None:
    with judged_act_by_act(later) as acts:
        found = [
            judge(replace(act, recorded_at=act.events[0].timestamp - timedelta(seconds=1)))
            for act, judge in acts
            if isinstance(act.events[0], Task.FellDue)
        ]
    assert found == [{"recorded-though-refused not-due"}]


def test_that_a_time_passed_and_nobody_stated_it_is_found(
    postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Once for each task, when the hub had time to state it; not before."""

    def silent(story: Story) -> None:
        names = dict.fromkeys(story.pupils, "Kezia Marlowe")
        ask(story.gwen, story.school.body, names, {"attendance": story.pupils}).answered.ok()
        for minutes in (60 * 24 * 60, 9, 2, 0):
            story.world.pass_time(minutes=minutes)
            refused_to(story)

    with telling(postgres, tmp_path_factory.mktemp("silent"), silent) as once:
        again = rejudged(once.url)
        with judged_act_by_act(once.url) as acts:
            acted = [act.position for act, _ in acts if refused(act)]
    assert [(found.position, found.code, found.what) for found in again.otherwise] == [
        (acted[-2], "not-stated", "decision-overdue")
    ]


def test_what_an_earlier_release_did_not_say_is_no_difference(told: Happened) -> None:
    """An event of an earlier version lacks what came later, at its top and in its lists."""
    lacking = {
        "sharing-decision.made": (2, "items", "asked"),
        "disclosure.made": (3, "", "recorded"),
    }
    with judged_act_by_act(told.url) as acts:
        found = {
            name(act): judge(earlier(act, *lacking[name(act)]))
            for act, judge in acts
            if name(act) in lacking
        }
    assert found == {"sharing-decision.made": set(), "disclosure.made": set()}


def test_words_for_another_recipient_than_the_rules_say_are_found(told: Happened) -> None:
    with judged_act_by_act(told.url) as acts:
        found = [
            judge(
                replace(act, envelope=replace(act.envelope, counterpart=act.events[0].agency))
            )
            for act, judge in acts
            if act.envelope and name(act) == "disclosure.made"
        ]
    assert found
    assert set.union(*found) == {"judged-otherwise sealed"}


def nobody_stated(forger: Forger) -> None:
    forger.statement(forger.newest("share-request.narrowed"), None, None)


def no_statement(forger: Forger) -> None:
    forger.statement(forger.newest("share-request.narrowed"), b"quandary", None)


def twice(forger: Forger) -> None:
    forger.once_more(forger.newest("share-request.issued"), uuid4(), {})


def of_another_form(forger: Forger) -> None:
    forger.event(forger.newest("share-request.issued"), put("items", [1]))


def of_no_form(forger: Forger) -> None:
    forger.event(forger.newest("share-request.issued"), put("quandary", 1))


def of_a_form_of_its_own(forger: Forger) -> None:
    """The agency signs, and nobody may know what the rules make of it."""
    row = forger.newest("share-request.narrowed")
    facts = row.facts.replace(b'"due_at"', b'"quandary":null,"due_at"')
    forger.statement(row, row.statement, facts)


def without_its_words(forger: Forger) -> None:
    row = forger.newest("disclosure.made")
    envelope = row.state["sealed"]["envelope"]
    forger.sql("delete from segments where envelope_id = %s", envelope)
    forger.sql("delete from envelopes where id = %s", envelope)


def at_no_time(forger: Forger) -> None:
    command = forger.newest("share-request.narrowed").command
    for table, of in (("events", "command_id"), ("commands", "id")):
        forger.sql(f"update {table} set recorded_at = 'infinity' where {of} = %s", command)  # noqa: S608


def of_no_end(forger: Forger) -> None:
    row = forger.newest("share-request.narrowed")
    forger.statement(row, row.statement, b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def of_no_words(forger: Forger) -> None:
    forger.event(forger.newest("share-request.issued"), put("sealed", [1]))


def in_no_text(forger: Forger) -> None:
    forger.event(forger.newest("share-request.issued"), put("purpose", "a\x00b"))


def of_no_version(forger: Forger) -> None:
    """Of an earlier version, but not as an event of that version can be."""
    forger.event(forger.newest("disclosure.made"), lambda facts: facts.update(v=1, items=[5]))


@pytest.mark.parametrize(
    "forge",
    [
        in_no_text,
        of_no_version,
        of_a_form_of_its_own,
        without_its_words,
        at_no_time,
        of_no_end,
        of_no_words,
        nobody_stated,
        no_statement,
        twice,
        of_another_form,
        of_no_form,
    ],
)
def test_whatever_stands_there_the_rest_is_judged_on(
    database_url: str, forger: Forger, forge: Callable[[Forger], None]
) -> None:
    forge(forger)
    again = rejudged(database_url)
    assert bool(again.otherwise) is (forge is not at_no_time), "replay minds the time"
    assert again.position >= 147
    with stored_log(database_url) as log:
        assert forging.found(log)


def refused(act: Act) -> bool:
    return isinstance(act.events[0], RefusedAttempt.Noted)


def name(act: Act) -> str:
    return act.stored[0].topic


def earlier(act: Act, version: int, each: str, fact: str) -> Act:
    """The act as a release recorded it whose events had no such fact yet."""
    event, *rest = act.stored
    state = {**decode(event.state), "v": version}
    for facts in state[each] if each else [state]:
        del facts[fact]
    return saying(act, replace(event, state=encode(state)), *rest)
