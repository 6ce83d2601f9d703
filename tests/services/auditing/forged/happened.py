"""A history in which everything happens once that can be done through the hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from tests.api.cases import CASES, case_of
from tests.api.town import Town, begin_town
from tests.support.casework import Asked, ask, decide, disclose, labelled
from tests.support.databases import own_database


@dataclass(frozen=True)
class Happened:
    """A town in which everything happened once, and the URL of its database.

    Of a decision that was made about two ``pupils``, and again about the second alone, the
    reasons are opened long after.
    """

    url: str
    pupils: list[UUID]


@contextmanager
def happening(postgres: str, folder: Path) -> Iterator[Happened]:
    """Every command is given; an edition is published, and long after it something is asked."""
    with own_database(postgres) as url:
        with begin_town(url, folder) as town:
            for command in sorted(CASES, key="publish-edition".__eq__):
                case_of(town, command).send().ok()
            read_each_reply(town)
            to_post = {"post": str(town.school.post("Duty desk", town.pip))}
            post_asked = town.asked(to=to_post).request
            why = {"why": "away"}
            town.bea.do("take-over-share-request", about=post_asked, version=1, facts=why).ok()
            pupils = [uuid4(), uuid4()]
            both = dict.fromkeys(pupils, "Kezia Marlowe")
            asked = ask(town.gwen, town.school.body, both, {"attendance": pupils})
            lines = [given(pupil, asked) for pupil in pupils]
            decided(town, asked, lines, version=0)
            narrower = {
                "persons": [str(pupils[1])],
                "items": [str(asked.items["attendance"])],
                "due_at": "2026-10-26T16:00:00Z",
            }
            town.gwen.do("narrow-share-request", about=asked.id, version=1, facts=narrower).ok()
            decision = decided(town, asked, lines[1:], version=1)
            fact, words = UUID(lines[1]["item"]), "Present 61 of 190 days."
            label = labelled(fact, pupils[1], "fact")
            disclosure, disclosed = disclose(
                town.bea,
                decision,
                town.gwen,
                [label],
                {fact: words},
                names={pupils[1]: both[pupils[1]]},
            )
            disclosed.ok()
            town.gwen.open(town.envelope(town.gwen, f"/v1/disclosures/{disclosure}"))
            writing, _ = town.bea.read(f"/v1/sharing-decisions/{decision}").ok()["writings"]
            for _ in range(2):
                town.world.pass_time(minutes=11)
                town.bea.open(UUID(writing["envelope"]))
        yield Happened(url, pupils)


def read_each_reply(town: Town) -> None:
    """The board's officer opens all that was written to her requests, and by herself."""
    for row in town.gwen.read("/v1/share-requests?side=author").ok()["requests"]:
        found = town.gwen.read(f"/v1/share-requests/{row['request_id']}").ok()
        for writing in found["writings"]:
            town.gwen.open(UUID(writing["envelope"]))


def given(pupil: UUID, asked: Asked) -> dict[str, Any]:
    """One fact about one pupil, to be shared."""
    return {
        "item": str(uuid4()),
        "asked": str(asked.items["attendance"]),
        "person": str(pupil),
        "included": True,
        "kind": "fact",
    }


def decided(town: Town, asked: Asked, lines: list[dict[str, Any]], version: int) -> UUID:
    """The school decides to share what is asked."""
    about, answered = decide(
        town.bea, asked.id, town.gwen, lines, decision="share", version=version
    )
    answered.ok()
    return about
