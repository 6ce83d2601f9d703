"""The hub reads codes, never words: what is written where a code belongs is kept nowhere.

Every place of every command is tried, and each is found in the command's own model, so that a
field of tomorrow is tried as well.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub_domain.law.requests import EVERYTHING
from hub_domain.law.rows import Topic
from hub_domain.law.shipped import shipped_catalogue
from hub_services.hub.uses import COMMANDS
from tests.api.cases import CASES, case_of
from tests.api.tables import REFUSAL_TOUCHES, changed, dump, versions
from tests.api.town import Town, begin_town, malformed, problem, put
from tests.support.requirements import requirement
from tests.support.world import Answered

Place = tuple[str | int, ...]
KEY = "(a key)"
"""In a place: not what stands there, but the key by which it does."""
OF_A_KEY = "(of a key)"
"""In a place: what stands by a key that the model leaves open."""

WORDS = ("Maisie Brown of 4 Elm Road", "maisie-brown", "Maisie", "Kezia-Marlowe-has-hepatitis")
"""A child's name as it is written, and as a code might be."""

STAFF = ("name", "post", "contact")
IN_CLEAR: Mapping[str, frozenset[Place]] = {
    "register-agency": frozenset(
        {
            ("name",),
            *(("lead", each) for each in STAFF),
            ("under", OF_A_KEY, "agreement"),
            ("under", OF_A_KEY, "regulation"),
        }
    ),
    "register-practitioner": frozenset(("member", each) for each in STAFF),
    "register-duty-post": frozenset({("name",), ("contact",)}),
    "record-arrangement": frozenset(
        {("own_functions",), ("services_by_others",), ("sharing_process",)}
    ),
}
"""What is said in clear of agencies, of their arrangements and agreements, and of their staff,
who act in office. Nobody is asked about, decided on or told of by these."""

THE_LAW = "publish-edition"
"""Its rows are the law in words, from the operator, who knows no case; the rest is tried."""


def places(schema: Mapping[str, Any], all_of_it: Mapping[str, Any]) -> Iterator[Place]:
    """Every place that a model has for a value, or for a key of the sender's choice."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from places(all_of_it["$defs"][name], all_of_it)
    elif "anyOf" in schema:
        for each in schema["anyOf"]:
            if each.get("type") != "null":
                yield from places(each, all_of_it)
    elif schema.get("type") == "array":
        yield from ((0, *inner) for inner in places(schema["items"], all_of_it))
    elif schema.get("type") == "object":
        for name, each in schema.get("properties", {}).items():
            yield from ((name, *inner) for inner in places(each, all_of_it))
        left_open = schema.get("additionalProperties")
        by_keys = list(schema.get("patternProperties", {}).values())
        for each in [*by_keys, left_open] if isinstance(left_open, dict) else by_keys:
            yield (KEY,)
            yield from ((OF_A_KEY, *inner) for inner in places(each, all_of_it))
    else:
        yield ()


def places_of(name: str) -> set[Place]:
    """Of a command, by its model."""
    schema = COMMANDS[name].facts.model_json_schema()
    found = set(places(schema, schema))
    return {place for place in found if name != THE_LAW or place[0] != "tables"}


def planted(facts: Any, place: Place, word: str) -> tuple[Any, str]:
    """The facts with a word in that place, and where that is (RFC 6901).

    What the place stands in is made where it is not there.
    """
    if not place:
        return word, ""
    step, *rest = place
    if step == KEY:
        return {**(facts or {}), word: next(iter((facts or {}).values()), {})}, f"/{word}"
    if isinstance(step, int):
        held = list(facts or [None])
        held[step], at = planted(held[step], tuple(rest), word)
        return held, f"/{step}{at}"
    made = dict(facts or {})
    key = next(iter(made), "a-key") if step == OF_A_KEY else step
    made[key], at = planted(made.get(key), tuple(rest), word)
    return made, f"/{key}{at}"


@requirement("R-480")
@pytest.mark.parametrize("name", CASES)
def test_words_where_a_code_belongs_are_malformed_and_kept_nowhere(
    name: str, town: Town, town_url: str, log: io.StringIO
) -> None:
    """Whoever sends them: a refusal for want of a role would keep what was said as well."""
    case = case_of(town, name)
    before = versions(town_url)
    for place in places_of(name) - IN_CLEAR.get(name, frozenset()):
        for word in WORDS:
            spoiled, at = planted(copy.deepcopy(case.facts), place, word)
            for by in (case.by, town.faye):
                found = malformed(case.with_facts(spoiled).send(by))
                assert f"/facts{at}" in {pointer for pointer, _ in found}, (place, word, found)
    assert changed(before, versions(town_url)) == set()
    assert "turned-away" in log.getvalue()
    assert not [word for word in WORDS if word in log.getvalue()]
    case.send().ok()


@requirement("R-480")
@pytest.mark.parametrize("name", [*IN_CLEAR, THE_LAW])
def test_nothing_is_kept_of_what_is_said_in_clear_in_a_role_that_may_not(
    name: str, town: Town, town_url: str, log: io.StringIO
) -> None:
    """Where words may stand, they are for those to say who answer for them."""
    case = case_of(town, name)
    before = dump(town_url)
    for place in IN_CLEAR.get(name, {("tables", "provision", 0, "title")}):
        spoiled, _ = planted(copy.deepcopy(case.facts), place, WORDS[0])
        for by in (town.faye, town.faye.as_role("operator")):
            problem(case.with_facts(spoiled).send(by), 403, "role-required")
    after = dump(town_url)
    assert changed(before, after) <= REFUSAL_TOUCHES
    kept = "".join(row for rows in after.values() for row in rows)
    assert WORDS[0] not in kept
    assert WORDS[0].encode().hex() not in kept
    assert WORDS[0] not in log.getvalue()


def deciding_with(text: str, town: Town) -> Answered:
    """A decision with one text more."""
    case = case_of(town, "make-sharing-decision")
    texts = case.facts["texts"]
    more = {**texts, text: texts["purpose"]}
    return case.with_facts({**case.facts, "texts": more}).send()


def test_a_text_has_a_name_of_its_list_or_of_a_run_a_ground_or_an_item(town: Town) -> None:
    deciding_with("ground-not-relevant", town).ok()
    found = malformed(deciding_with("ground-maisie-brown", town))
    assert found == [("/facts/texts/ground-maisie-brown", "unknown")]


def test_a_field_of_the_record_takes_a_code_of_its_own(town: Town, town_url: str) -> None:
    """What is a code elsewhere is none here."""
    case = case_of(town, "make-sharing-decision")
    before = versions(town_url)
    spoiled = case.with_facts(put(case.facts, ("record", "urgency"), "met"))
    assert malformed(spoiled.send()) == [("/facts/record", "unknown")]
    assert changed(before, versions(town_url)) == set()


@requirement("R-062")
def test_who_asks_for_everything_is_told_so_and_it_is_kept(town: Town, town_url: str) -> None:
    """It is no topic, but a thing that a person may say: so a rule answers, not the form."""
    case = case_of(town, "issue-share-request")
    before = versions(town_url)
    asked = case.with_facts(put(case.facts, ("items", 0, "topic"), EVERYTHING))
    facts = problem(asked.send(), 422, "request-not-specific")
    assert facts == {"field": "topic"}
    assert changed(before, versions(town_url)) == REFUSAL_TOUCHES


@requirement("R-065")
def test_a_code_of_law_that_is_over_is_known_and_refused_by_its_rule(town: Town) -> None:
    case = case_of(town, "issue-share-request")
    asked = case.with_facts(put(case.facts, ("provision",), "CA2004-14B"))
    assert problem(asked.send(), 422, "provision-not-in-force")["successor"] == "CA2004-16H"


def test_what_is_said_in_clear_is_what_is_listed_here_and_no_more() -> None:
    """A list that outlives its fields would let others through in their name."""
    gone = {name: places - places_of(name) for name, places in IN_CLEAR.items()}
    assert gone == {name: frozenset() for name in IN_CLEAR}


def test_a_command_has_as_many_places_as_it_seems() -> None:
    """Or else a place that is not found would pass for one that was tried."""
    decision = places_of("make-sharing-decision")
    assert len(decision) > 80
    assert {
        ("came_from", KEY),
        ("came_from", OF_A_KEY),
        ("record", KEY),
        ("texts", OF_A_KEY, "flags", 0),
        ("runs", 0, "lawful", "condition", "scope", "limbs", 0),
        ("items", 0, "grounds", 0, "bar"),
        ("items", 0, "search", "systems", 0),
        ("question", "role"),
    } <= decision


def test_a_store_with_the_law_of_before_the_lists_goes_by_them_at_once(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its next edition holds them."""
    rows = tuple(row for row in shipped_catalogue().rows if not isinstance(row, Topic))
    early = replace(shipped_catalogue(), rows=rows)
    monkeypatch.setattr("tests.support.world.shipped_catalogue", lambda: early)
    with begin_town(database_url, tmp_path) as town:
        case_of(town, "issue-share-request").send().ok()
        editions = []
        for _ in range(2):
            read = town.bea.read("/v1/law/editions").ok()["editions"][-1]["id"]
            editions.append(town.bea.read(f"/v1/law/editions/{read}").ok()["tables"])
            case_of(town, "publish-edition").send().ok()
    assert ["topic" in tables for tables in editions] == [False, True]
