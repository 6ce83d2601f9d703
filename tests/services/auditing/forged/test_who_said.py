"""Who said what is proved: whatever a forger at the database writes in an agency's name shows.

The forger computes every digest and every leaf anew, and has no agency's keys.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest

from hub_domain import history
from hub_domain.agencies.agency import Custody
from hub_domain.aggregate import Aggregate, Opening
from hub_domain.statement import READ
from hub_infra.sealing import AgencyPrivateKeys
from hub_services.auditing.said import REFUSED, SAYINGS
from hub_services.auditing.signers import Root
from hub_services.hub.uses import COMMANDS
from hub_services.wiring.audit import StoredLog
from hub_services.wiring.card import published
from tests.services.auditing.forged.test_what_follows import FOLLOWS
from tests.services.auditing.test_replay import replayed
from tests.services.story import Story
from tests.support.forging import Change, Forger, found, key_id, put, put_in, registered
from tests.support.world import keys_facts


def test_every_statement_and_every_envelope_of_a_history_is_verified(
    log: StoredLog, forger: Forger
) -> None:
    replay = replayed(log)
    ((commands,),) = forger.sql("select count(*) from commands where statement is not null")
    ((envelopes,),) = forger.sql("select count(*) from envelopes")
    assert replay.faults == []
    assert replay.verified.events == log.head()
    assert (replay.verified.statements, replay.verified.envelopes) == (commands, envelopes)
    assert replay.verified.signatures == commands + 2 * envelopes


def test_a_statement_that_another_key_signed_shows(log: StoredLog, forger: Forger) -> None:
    row = forger.newest("disclosure.made")
    forger.state_anew(row, AgencyPrivateKeys.generate())
    assert found(log) >= {(row.position, "signed-by-unknown-key")}
    assert {code for _, code in found(log)} == {"signed-by-unknown-key"}


def test_a_statement_that_another_key_signed_in_the_name_of_the_agency_s_key_shows(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    row = forger.newest("disclosure.made")
    kid = key_id(story.school.body.private.ed25519)
    forger.state_anew(row, AgencyPrivateKeys.generate(), kid=kid)
    assert {code for _, code in found(log)} == {"signature-wrong"}


def test_a_statement_that_another_agency_signed_shows(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    row = forger.newest("disclosure.made")
    forger.state_anew(row, story.icb.body.private)
    assert {code for _, code in found(log)} == {"signed-by-unknown-key"}


def test_a_statement_that_was_changed_shows_although_all_was_computed_again(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """Another person is put in the statement, and in the event; the signature is kept."""
    row = forger.newest("content.released")
    kid = key_id(story.icb.body.private.ed25519)
    forger.state_anew(row, AgencyPrivateKeys.generate(), kid=kid, practitioner=story.bea.id)
    forged = forger.at(row.position).statement.rpartition(b".")[0]
    forger.statement(row, forged + row.statement[row.statement.rindex(b".") :], row.facts)
    forger.event(row, put("practitioner", story.bea.id))
    assert found(log) == {(row.position, "signature-wrong")}


def test_the_keys_of_two_agencies_that_changed_places_show(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """Nothing else does: the keys that the operator signed for are gone by all the same."""
    rows = [registered(forger, office) for office in (story.icb, story.school)]
    keys = [row.state["keys"] for row in rows]
    for row, other in zip(rows, reversed(keys), strict=True):
        forger.event(row, put("keys", other))
    assert found(log) == {(row.position, "event-differs") for row in rows}


def test_keys_that_the_operator_did_not_sign_for_are_not_gone_by(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """A forger who has an agency registered with keys of their own, and signs with them."""
    mine = AgencyPrivateKeys.generate()
    public = mine.public(story.school.id, 1)
    row = registered(forger, story.school)
    forger.state_anew(row, mine, put("keys", keys_facts(public)))
    forger.event(row, put("keys", published(public, Custody.OWN).plain()))
    made = forger.newest("disclosure.made")
    forger.state_anew(made, mine)
    assert found(log) >= {
        (row.position, "signed-by-unknown-key"),
        (made.position, "signed-by-unknown-key"),
    }


def test_an_agency_cannot_register_another(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """Its own key signs that it does, and the event says so too."""
    row = registered(forger, story.school)
    icb = story.icb.body
    act: dict[str, Any] = {
        "agency": icb.id,
        "practitioner": story.icb.lead.id,
        "role": "operator",
    }
    forger.state_anew(row, icb.private, **act)
    forger.event(row, lambda facts: facts.update(act))
    assert (row.position, "keys-by-another") in found(log)


def test_what_are_no_keys_is_told_and_ends_no_replay(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """Not even where the operator signed for them."""
    row = registered(forger, story.school)
    forger.state_anew(row, story.world.operator.private, put("keys", {"epoch": 1}))
    forger.event(forger.at(1), put("keys", {"epoch": 1}))
    keys = published(story.world.operator.public, Custody.OWN)
    root = Root(operator=story.world.operator.id, keys=keys, given=True)
    after = found(log, root)
    assert after >= {(1, "operator-differs"), (row.position, "keys-by-another")}
    assert (row.position, "signature-wrong") not in after
    assert (row.position, "signed-by-unknown-key") in found(log)


def test_a_statement_that_was_moved_to_another_event_shows(
    log: StoredLog, forger: Forger
) -> None:
    """The two openings of a request and of a disclosure, of which each has the other's."""
    asked = forger.newest("share-request.issued")
    made = forger.newest("disclosure.made")
    forger.statement(asked, made.statement, made.facts)
    forger.statement(made, asked.statement, asked.facts)
    wrong = {position for position, code in found(log) if code == "statement-differs"}
    assert wrong >= {asked.position, made.position}


def test_an_event_that_is_added_to_what_a_command_did_shows(
    log: StoredLog, forger: Forger
) -> None:
    """A second opening of a task under the same statement, long afterwards."""
    opened = forger.newest("task.opened")
    end = forger.once_more(opened, uuid4(), {"kind": "escalate-16h"})
    assert found(log) == {
        (end, code)
        for code in ("recorded-apart", "stated-at-another-time", "command-row-differs")
    }


FACTS: Final[dict[str, tuple[str, Change]]] = {
    "to whom it was disclosed": ("disclosure.made", put("recipient_practitioner", uuid4())),
    "by which way": ("disclosure.made", put("channel", "post")),
    "how sensitive an item is": (
        "disclosure.made",
        put_in("items", 0, "sensitivity", value="highly-sensitive"),
    ),
    "about whom an item is": ("disclosure.made", put_in("items", 0, "person", value=uuid4())),
    "how many items there are": ("disclosure.made", lambda facts: facts["items"].append({})),
    "which words went": ("disclosure.made", put_in("sealed", "digest", value="0" * 64)),
    "which decision is carried out": (
        "sharing-decision.carried-out",
        put("disclosure", uuid4()),
    ),
    "what was decided": ("sharing-decision.made", put("decision", "do-not-share")),
    "what it was decided for": ("sharing-decision.made", put("purpose", "crime")),
    "how a decision was weighed": (
        "sharing-decision.made",
        put_in("codes", "runs", 0, "lawful", "regime", value="law-enforcement"),
    ),
    "what a statement leaves out": (
        "sharing-decision.made",
        put_in("codes", "harm", value="x"),
    ),
    "how many words a reason has": (
        "share-request.challenged",
        put_in("texts", "reasons", "words", value=1),
    ),
    "on which ground": ("share-request.challenged", put("ground", "not-specific")),
    "of whom it was asked": ("share-request.issued", put("addressee_practitioner", uuid4())),
    "under which law": ("share-request.issued", put("provision", "CA1989-47")),
    "about which persons": ("share-request.narrowed", put("persons", [uuid4()])),
    "why it was opened": ("content.released", put("why", "review")),
    "what was opened": ("content.released", put("envelope", uuid4())),
    "which parts were opened": ("content.released", lambda facts: facts["segments"].pop()),
    "what somebody is called": ("agency.practitioner-registered", put("name", "Someone else")),
    "what somebody may do": ("agency.practitioner-registered", put("roles", ["reviewer"])),
    "which key signs": ("agency.registered", put_in("keys", "kid", value="0" * 32)),
    "that somebody is named": ("disclosure.made", put("recipient_practitioner", None)),
    "which decision it was answered by": ("share-request.answered", put("decision", None)),
    "a fact that has no form": ("sharing-decision.made", put("codes", {})),
}


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_that_was_changed_shows_although_its_leaf_was_computed_again(
    log: StoredLog, forger: Forger, fact: str
) -> None:
    topic, change = FACTS[fact]
    row = forger.newest(topic)
    forger.event(row, change)
    assert (row.position, "event-differs") in found(log)


@pytest.mark.parametrize(
    "change", [put("codes", None), lambda facts: facts.pop("outcome")], ids=["no form", "gone"]
)
def test_an_event_that_the_hub_cannot_have_written_is_told_and_the_rest_as_well(
    log: StoredLog, forger: Forger, change: Change
) -> None:
    row = forger.newest("sharing-decision.made")
    forger.event(row, change)
    replay = replayed(log)
    assert (row.position, "state-corrupt") in {(f.position, f.code) for f in replay.faults}
    assert replay.position == log.head()


def test_when_the_answer_is_due_is_signed_for(log: StoredLog, forger: Forger) -> None:
    row = forger.newest("share-request.issued")
    forger.event(row, put("due_at", row.state["due_at"] + timedelta(days=1)))
    assert found(log) == {(row.position, "event-differs")}


@pytest.mark.parametrize(
    "change",
    [
        put("practitioner", uuid4()),
        put("agency", uuid4()),
        put("role", "senior-manager"),
        lambda facts: facts.update(timestamp=facts["timestamp"] - timedelta(days=1)),
    ],
    ids=["the person", "the agency", "the role", "the moment"],
)
def test_who_acted_as_what_and_when_is_signed_for(
    log: StoredLog, forger: Forger, change: Change
) -> None:
    row = forger.newest("content.released")
    forger.event(row, change)
    assert (row.position, "statement-differs") in found(log)


CLAIMS: Final[dict[str, dict[str, Any]]] = {
    "another command": {"id": uuid4()},
    "another hub": {"aud": "another-hub"},
    "another kind of act": {"do": "report-text-mismatch"},
    "another envelope": {"target": f"POST /v1/envelopes/{uuid4()}/release"},
    "a look": {"target": "GET /v1/me"},
    "no version": {"version": None},
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_what_an_agency_signed_for_another_act_proves_nothing_of_this_one(
    story: Story, log: StoredLog, forger: Forger, claim: str
) -> None:
    """Each differs in one claim, and is signed with the agency's own key."""
    row = forger.newest("content.released")
    forger.state_anew(row, story.icb.body.private, **CLAIMS[claim])
    assert found(log) == {(row.position, "statement-differs")}


@pytest.mark.parametrize("claim", [{"about": uuid4()}, {"version": 1}], ids=["other", "later"])
def test_of_which_record_at_which_version_is_signed_for(
    story: Story, log: StoredLog, forger: Forger, claim: dict[str, Any]
) -> None:
    row = forger.newest("disclosure.made")
    forger.state_anew(row, story.school.body.private, **claim)
    assert (row.position, "statement-differs") in found(log)


def test_which_decision_is_carried_out_is_signed_for(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    row = forger.newest("sharing-decision.carried-out")
    forger.state_anew(row, story.school.body.private, put("decision", str(uuid4())))
    assert (row.position, "event-differs") in found(log)


def test_no_task_follows_from_a_look(story: Story, log: StoredLog, forger: Forger) -> None:
    row = forger.newest("task.opened")
    look: dict[str, Any] = {
        "do": "read",
        "target": "GET /v1/me",
        "about": None,
        "version": None,
    }
    forger.state_anew(row, story.school.body.private, **look)
    assert (row.position, "statement-differs") in found(log)


@pytest.mark.parametrize(
    "change", [put("step", "make-disclosure"), put("about", uuid4())], ids=["step", "about"]
)
def test_what_was_refused_is_signed_for(log: StoredLog, forger: Forger, change: Change) -> None:
    """Of acts and of looks."""
    query = "select position from events where topic = %s order by position"
    places = [place for (place,) in forger.sql(query, REFUSED)]
    assert {forger.at(place).said.do == READ for place in places} == {True, False}
    for place in places:
        forger.event(forger.at(place), change)
    assert found(log) == {(place, "statement-differs") for place in places}


def test_an_act_of_one_kind_is_not_another(log: StoredLog, forger: Forger) -> None:
    """The challenge of a request is told as an explanation of it, of which it has all facts."""
    row = forger.newest("share-request.challenged")
    topic = "share-request.explained"
    forger.sql("update events set topic = %s where position = %s", topic, row.position)
    for name in ("ground", "escalates", "stops_clock"):
        del row.state[name]
    forger.event(row, put("due_at", row.state["timestamp"]))
    assert (row.position, "statement-differs") in found(log)


def test_facts_that_were_taken_away_show(log: StoredLog, forger: Forger) -> None:
    row = forger.newest("share-request.narrowed")
    forger.statement(row, row.statement, None)
    assert {code for _, code in found(log)} == {"facts-missing"}


def test_a_statement_that_was_kept_back_for_another_time_shows(
    log: StoredLog, forger: Forger
) -> None:
    row = forger.at(log.head())
    forger.record_at(row, 601)
    assert found(log) == {(row.position, "stated-at-another-time")}


def test_what_the_hub_does_not_do_by_itself_needs_a_statement(
    log: StoredLog, forger: Forger
) -> None:
    """A second operator, whom the hub itself would have registered."""
    row = forger.newest("agency.registered")
    forger.statement(row, None, None)
    forger.event(row, put("role", "system"))
    assert (row.position, "statement-missing") in found(log)


@pytest.mark.parametrize("fact", ["agency", "practitioner"])
def test_what_the_hub_does_by_itself_it_does_in_nobody_s_name(
    log: StoredLog, forger: Forger, fact: str
) -> None:
    """That an agency published the first edition of the law, for which nobody signs."""
    first_edition = forger.at(2)
    forger.event(first_edition, put(fact, uuid4()))
    assert (2, "statement-missing") in found(log)


def test_the_operator_is_held_against_the_card(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """Without it a history that is forged from the first event on would be believed."""
    operator = story.world.operator
    keys = published(operator.public, Custody.OWN)
    assert found(log, Root(operator=operator.id, keys=keys, given=True)) == set()
    mine = published(AgencyPrivateKeys.generate().public(operator.id, 1), Custody.OWN)
    first = forger.at(1)
    forger.event(first, put("keys", mine.plain()))
    after = found(log, Root(operator=operator.id, keys=keys, given=True))
    assert after == {(1, "operator-differs")}
    assert (first.position, "operator-differs") not in found(log)


THE_HUB_S: Final = {
    "agency.registered": {"lead_roles"},
    "catalogue.edition-published": {"pack", "digest"},
    "disclosure.made": {"request"},
    "refused-attempt.noted": {"code"},
    "share-request.answered": {"escalates"},
    "share-request.challenged": {"escalates"},
    "share-request.declined": {"escalates"},
    "sharing-decision.carried-out": {"completes"},
    "sharing-decision.made": {"outcome", "path", "row", "warnings", "tasks"},
    "sharing-decision.made-again": {
        *("outcome", "path", "row", "warnings", "tasks"),
        *("completes", "recorded", "records"),
    },
    "sharing-decision.note-filed": {"of"},
}
"""What events say, no statement, and no record before them: it follows from the law."""
OF_THE_ACT: Final = {
    field.name for kind in (Opening, Aggregate.Event) for field in fields(kind)
}


def follows(kind: Any) -> set[str]:
    """The facts of an event that no statement has, and no record before it."""
    by_topic = [saying.facts for (_, topic), saying in SAYINGS.items() if topic == kind.TOPIC]
    said = {name for facts in by_topic for name in facts}
    said |= {"step", "about"} if kind.TOPIC == REFUSED else set()
    said |= FOLLOWS.get(kind.TOPIC, set())
    return {field.name for field in fields(kind)} - OF_THE_ACT - said


def test_each_fact_of_an_event_is_signed_for_or_follows_or_is_known_as_the_hub_s() -> None:
    """A new fact has to be put in one list or the other."""
    events: list[Any] = [
        kind
        for aggregate in history.AGGREGATES
        for kind in vars(aggregate).values()
        if isinstance(kind, type) and "." in getattr(kind, "TOPIC", "")
    ]
    left = {kind.TOPIC: follows(kind) for kind in events if not kind.TOPIC.startswith("task.")}
    assert {topic: names for topic, names in left.items() if names} == THE_HUB_S
    assert left.keys() - {REFUSED} == {topic for _, topic in SAYINGS}


def test_each_command_of_the_interface_has_its_events() -> None:
    assert {command for command, _ in SAYINGS} == COMMANDS.keys()
