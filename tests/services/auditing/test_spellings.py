"""What a hub takes in more than one spelling is the same fact in each of them."""

from __future__ import annotations

import string
from typing import Final
from uuid import uuid4

import pytest

from hub_services.wiring.audit import StoredLog
from tests.services.story import Story
from tests.support.casework import REASONS, ask, decide
from tests.support.forging import Forger, found, put_in
from tests.support.world import keys_facts

ASKED: Final = "Is there anything that keeps the register from going there at all?"


def hold(story: Story, due_at: str) -> None:
    """Ask for advice on a request, until a moment, before it is decided."""
    pupil = story.pupils[0]
    asked = ask(story.gwen, story.school.body, {pupil: "Kezia"}, {"attendance": (pupil,)})
    asked.answered.ok()
    line = {
        "item": str(uuid4()),
        "asked": str(asked.items["attendance"]),
        "person": str(pupil),
        "included": True,
        "kind": "fact",
    }
    decide(
        story.bea,
        asked.id,
        story.gwen,
        [line],
        decision="hold",
        words={**REASONS, "question": ASKED},
        question={"role": "manager", "due_at": due_at},
    )[1].ok()


@pytest.mark.parametrize(
    "due_at",
    [
        "2026-10-20T16:00:00Z",
        "2026-10-20T16:00:00+00:00",
        "2026-10-20T17:00:00+01:00",
        "2026-10-20T16:00:00.000Z",
        "2026-10-20T16:00:00.5Z",
    ],
)
def test_until_when_advice_is_sought_is_the_same_moment_in_every_spelling(
    story: Story, log: StoredLog, database_url: str, due_at: str
) -> None:
    """And another moment shows, although it stands among the codes, as text."""
    hold(story, due_at)
    assert found(log) == set()
    forger = Forger(database_url)
    row = forger.newest("sharing-decision.made")
    another = "2026-10-20T17:00:00Z"
    forger.event(row, put_in("codes", "question", "due_at", value=another))
    assert found(log) == {(row.position, "event-differs")}


DIGITS: Final = f"{string.ascii_uppercase}{string.ascii_lowercase}{string.digits}-_"


@pytest.mark.parametrize("key", ["sealing", "ed25519"])
def test_a_key_is_the_same_in_every_spelling_of_its_bytes(
    story: Story, log: StoredLog, database_url: str, key: str
) -> None:
    """The last digit of base64url has bits that do not count; one that does shows."""
    keys = keys_facts(story.school.body.make_keys(2))
    written = keys[key]
    keys[key] = written[:-1] + DIGITS[DIGITS.index(written[-1]) | 1]
    assert keys[key] != written
    story.school.administer("publish-key", keys=keys).ok()
    story.world.pass_time(seconds=200)
    story.school.hire("Ana Rhys", "practitioner")
    assert found(log) == set()
    forger = Forger(database_url)
    row = forger.newest("agency.key-published")
    kept = row.state["keys"][key]
    forger.event(row, put_in("keys", key, value=kept[:-1] + bytes([kept[-1] ^ 1])))
    assert (row.position, "event-differs") in found(log)
