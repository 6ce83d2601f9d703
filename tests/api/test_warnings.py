"""What a decision is warned of is kept with it, over the interface (R-420)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from tests.api.town import Matter, Town, malformed, problem
from tests.support.casework import REASONS, RECORD, ask, decide, disclose, labelled, lawful
from tests.support.requirements import requirement
from tests.support.world import Answered, Caller, Office

NEXT_YEAR = "2027-10-01"
HEARD = {"child-voice": "view", "privacy-notice": "covers", "understanding": "understood"}
VOICE = {"child-voice-words": "She wants to go to school, and does not say what keeps her."}
FULL: dict[str, Any] = {"record": RECORD | HEARD, "words": REASONS | VOICE}


def line(matter: Matter, **labels: Any) -> dict[str, Any]:
    return {
        "item": str(matter.fact),
        "asked": str(matter.item),
        "person": str(matter.pupil),
        "included": True,
        "kind": "fact",
        **labels,
    }


def kept(by: Caller, decision: UUID) -> list[list[str]]:
    """The warnings that a decision was kept with."""
    found = by.read(f"/v1/sharing-decisions/{decision}").ok()["decision"]
    warnings: list[list[str]] = found["warnings"]
    return warnings


def decided(town: Town, matter: Matter, *, labels: dict[str, Any], **other: Any) -> UUID:
    decision, answered = decide(
        town.bea, matter.request, town.gwen, [line(matter, **labels)],
        **{"decision": "share", **FULL, **other},
    )  # fmt: skip
    answered.ok()
    return decision


def test_a_full_record_is_warned_of_nothing_and_a_blank_one_of_each_blank(town: Town) -> None:
    assert kept(town.bea, decided(town, town.asked(), labels={})) == []
    bare = decided(town, town.asked(), labels={}, record=RECORD, words=REASONS)
    assert kept(town.bea, bare) == [
        ["child-voice-absent", ""],
        ["understanding-blank", ""],
        ["notice-gap", ""],
    ]


def test_what_is_said_of_the_case_is_warned_of(town: Town) -> None:
    matter = town.asked()
    torn = decided(
        town,
        matter,
        labels={},
        conflict_of_duty=[str(matter.pupil), str(uuid4())],
    )
    assert kept(town.bea, torn) == [["conflict-of-duty", ""]]


def test_a_concern_told_to_none_of_those_it_should_go_to(town: Town) -> None:
    """R-017: the board that asked is none of them; who was told before may be."""
    alone = decided(town, town.asked(), labels={}, harm="likely")
    assert kept(town.bea, alone) == [["no-statutory-recipient", ""]]
    known = decided(town, town.asked(), labels={}, harm="likely", social_care_notified=True)
    assert kept(town.bea, known) == []


def test_an_item_beyond_need_and_risk_goes_with_a_reason_and_as_it_was_weighed(
    town: Town,
) -> None:
    """R-182."""
    matter = town.asked()
    highly = line(matter, sensitivity="highly-sensitive")
    _, answered = decide(town.bea, matter.request, town.gwen, [highly], decision="share")
    facts = problem(answered, 422, "reason-required")
    assert facts["field"] == "disproportionate"
    why = {"disproportionate": "The review asked for this one entry, and a summary hides it."}
    decision = decided(
        town,
        matter,
        labels={"sensitivity": "highly-sensitive"},
        words=FULL["words"] | why,
    )
    assert kept(town.bea, decision) == [["disproportionate", str(matter.fact)]]

    another = town.asked()
    ordinary = decided(town, another, labels={})
    _, refused = give(town, another, ordinary, sensitivity="sensitive")
    problem(refused, 422, "more-sensitive-than-decided")
    give(town, another, ordinary)[1].ok()


def give(town: Town, matter: Matter, decision: UUID, **labels: Any) -> tuple[UUID, Answered]:
    return disclose(
        town.bea,
        decision,
        town.gwen,
        [labelled(matter.fact, matter.pupil, "fact", **labels)],
        {matter.fact: "Present 61 of 190 days."},
    )


def test_an_old_item_is_warned_of_and_goes_as_history_or_made_sure_of(town: Town) -> None:
    """R-185, R-187: in October 2026 what was so in July 2025 is older than a year."""
    matter = town.asked()
    decision = decided(town, matter, labels={"as_at": "2025-07-17"})
    assert kept(town.bea, decision) == [["stale", str(matter.fact)]]
    for unexplained in ({}, {"explained": True}, {"historical": True}):
        _, refused = give(town, matter, decision, as_at="2025-07-17", **unexplained)
        problem(refused, 422, "historical-unexplained")
    give(town, matter, decision, as_at="2025-07-17", confirmed_current=True)[1].ok()


def standing(town: Town, office: Office, arrange: Callable[[], object]) -> list[list[str]]:
    """The warnings of a decision by an agency that stands as arranged."""
    arrange()
    holder = office.hire("Dev", "safeguarding-lead")
    asked = ask_of(town, office)
    grounds = lawful("legal-obligation", provision="CA2004-16H")
    decision, answered = decide(
        holder, asked.request, town.gwen, [line(asked)],
        decision="share", grounds=grounds, **FULL,
    )  # fmt: skip
    answered.ok()
    return kept(holder, decision)


def ask_of(town: Town, office: Office) -> Matter:
    pupil = uuid4()
    asked = ask(town.gwen, office.body, {pupil: "Kezia Marlowe"}, {"attendance": [pupil]})
    asked.answered.ok()
    return Matter(asked.id, pupil, asked.items["attendance"])


def test_a_trust_without_a_guardian_is_warned_until_it_has_one(town: Town) -> None:
    """R-264."""
    trust = town.world.agency("St Brannoc Trust", "E11-NHSFT")
    assert standing(town, trust, lambda: None) == [["no-caldicott-guardian", ""]]
    assert standing(town, trust, lambda: trust.hire("Cal", "caldicott-guardian")) == []


def test_an_overdue_review_and_replaced_guidance_are_warned_of(town: Town) -> None:
    """R-047, R-336."""
    club = town.world.agency("Hollins Youth Club", "E16E-RA", "EW-VCS")
    assert town.world.clock.now() > datetime(2026, 10, 2, tzinfo=UTC)
    overdue = standing(town, club, lambda: club.arrange(review_due="2026-10-01").ok())
    assert overdue == [["policy-review-due", ""]]
    lapsed = standing(town, club, lambda: club.arrange(guidance=["WT-2018", "WT-2026"]).ok())
    assert lapsed == [["guidance-superseded", "WT-2026"]]


@requirement("R-336", "R-431")
def test_arrangements_cite_guidance_that_there_is(town: Town) -> None:
    club = town.world.agency("Hollins Chess Club", "EW-VCS", arrangements=False)

    def citing(code: str) -> Answered:
        return club.arrange(guidance=[code])

    statute = "CA2004-16H"
    assert problem(citing(statute), 422, "not-guidance") == {"cited": statute}
    assert malformed(citing("WT-1066")) == [("/facts/guidance/0", "unknown")]
