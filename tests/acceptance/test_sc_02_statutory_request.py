"""SC-02: a s.16H request, a bad refusal, and then compliance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_infra.sealing import Segment
from tests.support.casework import (
    WHY,
    Asked,
    ask,
    decide,
    disclose,
    labelled,
    not_held_search,
)
from tests.support.world import Caller, Office, World, checks

NAMES = ("Kezia Marlowe", "Owain O'Brien", "Siân Tregarth")


@dataclass
class Cast:
    icb: Office
    school: Office
    trust: Office
    gwen: Caller  # the board's officer
    colleague: Caller
    bea: Caller  # the school's safeguarding lead
    ella: Caller  # the school's co-ordinator
    faye: Caller  # the auditor
    doctor: Caller
    pupils: tuple[UUID, UUID, UUID]


@pytest.fixture
def cast(world: World) -> Cast:
    icb = world.agency("Northshire ICB", "E16E-ICB")
    school = world.agency("Hollins School", "EA175-MSGB")
    trust = world.agency("St Brannoc NHS FT", "E11-NHSFT")
    audit = world.agency("Partnership Audit", kind="scrutiny")
    return Cast(
        icb=icb,
        school=school,
        trust=trust,
        gwen=icb.hire("Gwen", "partnership-officer"),
        colleague=icb.hire("Colm", "partnership-officer"),
        bea=school.hire("Bea", "safeguarding-lead"),
        ella=school.hire("Ella", "co-ordinator"),
        faye=audit.hire("Faye", "auditor"),
        doctor=trust.hire("Dana", "named-professional"),
        pupils=(uuid4(), uuid4(), uuid4()),
    )


def asked_properly(cast: Cast, caller: Caller, words: dict[str, str] = WHY) -> Asked:
    first, second, third = cast.pupils
    return ask(
        caller,
        cast.school.body,
        dict(zip(cast.pupils, NAMES, strict=True)),
        {"attendance": [first, second, third], "view-of-attendance": [second, third]},
        words=words,
    )


def events(cast: Cast) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cast.faye.read("/v1/audit/events?limit=1000").ok()["events"]
    return found


def topics(cast: Cast) -> list[str]:
    return [event["topic"] for event in events(cast)]


def test_sc_02_a_statutory_request_is_challenged_narrowed_and_complied_with(  # noqa: PLR0915 - one journey
    cast: Cast,
) -> None:
    first, second, third = cast.pupils

    # (a) a body that may not ask is refused
    refused = asked_properly(cast, cast.doctor).answered
    assert (refused.status, refused.code) == (422, "not-safeguarding-partner")

    # (b) a request without its explanation is refused
    unexplained = {name: text for name, text in WHY.items() if name != "why-needed"}
    refused = asked_properly(cast, cast.gwen, unexplained).answered
    assert (refused.status, refused.code) == (422, "explanation-required")
    assert refused.body["facts"] == {"field": "why-needed"}

    # (c) a proper request reaches the school's safeguarding lead
    asked = asked_properly(cast, cast.gwen)
    asked.answered.ok()
    (inbox,) = cast.bea.read("/v1/share-requests").ok()["requests"]
    assert inbox["request_id"] == str(asked.id)
    assert inbox["provision"] == "CA2004-16H"
    read = cast.bea.open(UUID(inbox["envelope"]))
    assert read[asked.id, "why", None]["why-needed"] == WHY["why-needed"]
    assert read[second, "identity", None] == {"name": "Owain O'Brien"}

    # (d) a bare "GDPR" is refused, with words that she can act on
    words = {"reasons": "GDPR"}
    sealed = cast.bea.seal(asked.id, cast.icb.body, Segment(asked.id, "reasons", None, words))
    refused = cast.bea.do(
        "decline-share-request",
        about=asked.id,
        version=1,
        facts={"ground": "data-protection", "texts": checks(words)},
        sealed=sealed,
    )
    assert (refused.status, refused.code) == (422, "refusal-ground-not-recognised")
    assert len(refused.body["detail"].split()) > 10

    # (e) she challenges: the list includes a pupil who is not in the case
    words = {
        "reasons": "One of the pupils listed left before the period and is in no way in it."
    }
    sealed = cast.bea.seal(asked.id, cast.icb.body, Segment(asked.id, "reasons", None, words))
    cast.bea.do(
        "challenge-share-request",
        about=asked.id,
        version=1,
        facts={"ground": "not-necessary", "texts": checks(words, NAMES)},
        sealed=sealed,
    ).ok()
    page = cast.gwen.read(f"/v1/share-requests/{asked.id}").ok()
    assert page["request"]["status"] == "challenged"
    assert [(task["kind"], task["closed_at"]) for task in page["tasks"]] == [
        ("escalate-16h", None)
    ]
    (challenge,) = [each for each in page["writings"] if each["part"] == "challenge"]
    assert challenge["texts"]["reasons"]["flags"] == []

    # (f) the board narrows to two pupils
    cast.gwen.do(
        "narrow-share-request",
        about=asked.id,
        version=2,
        facts={
            "persons": [str(first), str(second)],
            "items": [str(item) for item in asked.items.values()],
            "due_at": "2026-10-26T16:00:00Z",
        },
    ).ok()
    page = cast.gwen.read(f"/v1/share-requests/{asked.id}").ok()
    assert page["request"]["status"] == "narrowed"
    assert [task["closed_at"] is None for task in page["tasks"]] == [False]

    # (g) she supplies one fact and one opinion, one per pupil; a register is not held
    fact, opinion, missing = uuid4(), uuid4(), uuid4()
    lines = [
        {
            "item": str(fact),
            "asked": str(asked.items["attendance"]),
            "person": str(first),
            "included": True,
            "kind": "fact",
        },
        {
            "item": str(opinion),
            "asked": str(asked.items["view-of-attendance"]),
            "person": str(second),
            "included": True,
            "kind": "opinion",
        },
        {
            "item": str(missing),
            "asked": str(asked.items["attendance"]),
            "person": str(second),
            "included": False,
            "not_held": True,
            "search": not_held_search(),
        },
    ]
    decision, decided = decide(cast.bea, asked.id, cast.gwen, lines)
    decided.ok()
    given = {
        fact: "Present 61 of 190 days; absent from 4 May.",
        opinion: "Withdrawn since May.",
    }
    disclosure, disclosed = disclose(
        cast.bea,
        decision,
        cast.gwen,
        [labelled(fact, first, "fact"), labelled(opinion, second, "opinion")],
        given,
    )
    disclosed.ok()

    page = cast.gwen.read(f"/v1/share-requests/{asked.id}").ok()
    assert page["request"]["status"] == "partly-supplied"
    assert [task["kind"] for task in page["tasks"] if task["closed_at"] is None] == []

    # the co-ordinator's note closes its task
    tasks = cast.ella.read("/v1/tasks").ok()["tasks"]
    assert [task["kind"] for task in tasks] == ["coordinator-file-note"]
    note = {"note": "Supplied in part under the duty; the register of one is not held."}
    facts = {"texts": checks(note)}
    sealed = cast.bea.seal(decision, None, Segment(decision, "reasons", None, note))
    denied = cast.bea.do("file-note", about=decision, version=2, facts=facts, sealed=sealed)
    assert (denied.status, denied.code) == (403, "role-required")
    sealed = cast.ella.seal(decision, None, Segment(decision, "reasons", None, note))
    cast.ella.do("file-note", about=decision, version=2, facts=facts, sealed=sealed).ok()
    assert cast.ella.read("/v1/tasks").ok()["tasks"] == []

    # the officer opens and reads
    (received,) = cast.gwen.read("/v1/disclosures").ok()["disclosures"]
    assert received["use_limit"] == "partner-function"
    assert [(item["id"], item["kind"]) for item in received["items"]] == [
        (str(fact), "fact"),
        (str(opinion), "opinion"),
    ]
    opened = cast.gwen.open(UUID(received["envelope"]))
    assert opened[first, "text", fact] == {"text": given[fact]}
    assert opened[second, "text", opinion] == {"text": given[opinion]}
    (opening,) = cast.bea.read(f"/v1/disclosures/{disclosure}").ok()["openings"]
    assert opening["opened_by"] == str(cast.gwen.id)

    # his colleague gets the same answer as for what does not exist
    absent = cast.colleague.read(f"/v1/disclosures/{uuid4()}")
    hidden = cast.colleague.read(f"/v1/disclosures/{disclosure}")
    assert (hidden.status, hidden.body) == (404, absent.body)
    assert cast.colleague.read("/v1/disclosures").ok()["disclosures"] == []
    assert cast.colleague.read(f"/v1/envelopes/{received['envelope']}").status == 404

    # no envelope written by the school for the board has a segment of the third pupil
    writings = cast.gwen.read(f"/v1/share-requests/{asked.id}").ok()["writings"]
    by_school = [
        each["envelope"] for each in writings if each["author_agency"] == str(cast.school.id)
    ]
    for envelope in (*by_school, received["envelope"]):
        wire = cast.gwen.read(f"/v1/envelopes/{envelope}").ok()["envelope"]
        assert str(third) not in {segment["owner"] for segment in wire["segments"]}
    assert len(by_school) == 1

    # the auditor replays it: codes, refused attempts, and no words
    history = events(cast)
    assert [
        topic
        for topic in topics(cast)
        if not topic.startswith(("agency.", "catalogue.", "content."))
    ] == [
        "refused-attempt.noted",
        "refused-attempt.noted",
        "share-request.issued",
        "task.opened",
        "refused-attempt.noted",
        "share-request.challenged",
        "task.closed",
        "task.opened",
        "share-request.narrowed",
        "task.closed",
        "task.opened",
        "sharing-decision.made",
        "task.opened",
        "disclosure.made",
        "sharing-decision.carried-out",
        "share-request.answered",
        "task.closed",
        "refused-attempt.noted",
        "sharing-decision.note-filed",
        "task.closed",
        "refused-attempt.noted",
        "refused-attempt.noted",
        "refused-attempt.noted",
    ]
    attempts = cast.faye.read("/v1/audit/refused-attempts").ok()["attempts"]
    assert [attempt["code"] for attempt in reversed(attempts)][:4] == [
        "not-safeguarding-partner",
        "explanation-required",
        "refusal-ground-not-recognised",
        "role-required",
    ]
    (made,) = [event for event in history if event["topic"] == "sharing-decision.made"]
    assert made["facts"]["outcome"] == "may-share"
    assert made["facts"]["row"] == "D4"
    assert made["facts"]["path"] == "P>C>I>L"
    assert made["facts"]["decision"] == "share-part"
    run = made["facts"]["codes"]["runs"][0]
    assert run["lawful"]["basis"] == "legal-obligation"
    assert run["consent"]["standings"][0]["reason"] == "statutory-duty"
    said = repr(history)
    for word in (*NAMES, *given.values(), *note.values(), *WHY.values()):
        assert word not in said

    # who knew what, when, under which law
    known = cast.faye.read(f"/v1/audit/who-knew/{first}").ok()["known"]
    gwens = [entry for entry in known if entry["agency_id"] == str(cast.icb.id)]
    assert [entry["how"] for entry in gwens] == ["asked", "was-sent", "opened"]
    assert gwens[1]["kinds"] == ["fact"]
    assert gwens[1]["provision"] == "CA2004-16H"
    assert gwens[2]["practitioner"] == str(cast.gwen.id)


@pytest.mark.parametrize(
    ("persons", "topics", "beyond"),
    [
        ((0, 1), ("attendance", "view-of-attendance"), [2]),
        ((0, 1, 2), ("attendance",), [1, 2]),
    ],
    ids=["fewer pupils", "fewer topics"],
)
def test_what_was_decided_before_the_request_was_narrowed_does_not_go(
    cast: Cast, persons: tuple[int, ...], topics: tuple[str, ...], beyond: list[int]
) -> None:
    first, second, third = cast.pupils
    asked = asked_properly(cast, cast.gwen)
    asked.answered.ok()
    topics_of = {"attendance": (first, second, third), "view-of-attendance": (second, third)}
    items = {
        uuid4(): (topic, person) for topic, persons in topics_of.items() for person in persons
    }
    lines = [
        {
            "item": str(item),
            "asked": str(asked.items[topic]),
            "person": str(person),
            "included": True,
            "kind": "fact",
        }
        for item, (topic, person) in items.items()
    ]
    decision, decided = decide(cast.bea, asked.id, cast.gwen, lines, decision="share")
    decided.ok()
    cast.gwen.do(
        "narrow-share-request",
        about=asked.id,
        version=1,
        facts={
            "persons": [str(cast.pupils[each]) for each in persons],
            "items": [str(asked.items[topic]) for topic in topics],
            "due_at": "2026-10-26T16:00:00Z",
        },
    ).ok()

    _, disclosed = disclose(
        cast.bea,
        decision,
        cast.gwen,
        [labelled(item, person, "fact") for item, (_, person) in items.items()],
        dict.fromkeys(items, "Something about a pupil."),
    )

    assert (disclosed.status, disclosed.code) == (422, "item-not-relevant")
    assert disclosed.body["facts"] == {"persons": sorted(str(cast.pupils[n]) for n in beyond)}
