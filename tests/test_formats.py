"""The page about formats is so: its code calls a hub, opens what it sealed, proves its log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hub_domain.statement import READ
from hub_infra.canonical import base64url
from tests.api.town import Town, begin_town
from tests.support.world import Caller

PAGE = (Path(__file__).parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")


def blocks(language: str) -> str:
    """All code of a language on the page."""
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL))


@pytest.fixture(scope="module")
def code() -> dict[str, Any]:
    """What the page defines, by name."""
    made: dict[str, Any] = {}
    exec(compile(blocks("python"), "docs/formats.md", "exec"), made)  # noqa: S102 - our own page
    return made


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    with begin_town(database_url, tmp_path) as begun:
        yield begun


def call(code: dict[str, Any], by: Caller, do: str, target: str, **said: Any) -> dict[str, Any]:
    """What the hub answers to a call whose statement the page's code made."""
    who = {
        "agency": str(by.body.id),
        "practitioner": str(by.id),
        "role": by.role,
        "amr": ["pwd", "otp"],
    }
    key, now = by.body.private.ed25519, by.world.clock.now()
    compact = code["statement"](key, who, do, target, at=now, **said)
    method, _, path = target.partition(" ")
    body = None if do == READ else {"facts": said["facts"]}
    answer = by.world.client.request(
        method, path, json=body, headers={"Authorization": f"Hub {compact}"}
    )
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_system_of_ones_own_calls_the_hub_and_opens_what_it_was_told(
    code: dict[str, Any], town: Town
) -> None:
    disclosure = town.disclosed(town.asked())
    told = call(code, town.gwen, READ, f"GET /v1/disclosures/{disclosure}")["disclosure"]
    envelope_id = told["envelope"]
    envelope = call(code, town.gwen, READ, f"GET /v1/envelopes/{envelope_id}")["envelope"]
    tags = [segment["tag"] for segment in envelope["segments"]]
    shares = call(
        code,
        town.gwen,
        "release-shares",
        f"POST /v1/envelopes/{envelope_id}/release",
        about=envelope_id,
        version=0,
        facts={"segments": tags, "why": "casework"},
    )["shares"]
    public = town.school.body.public
    keys = {
        "agency": str(town.board.id),
        "sealing_key": town.board.body.private.sealing_key,
        "publisher": {"ed25519": public.ed25519, "ml_dsa_65": public.ml_dsa_65},
    }
    with pytest.raises(ValueError, match="broken"):
        code["opened"](envelope, dict.fromkeys(tags, base64url(bytes(32))), **keys)
    words = code["opened"](envelope, shares, **keys)
    assert "Present 61 of 190 days." in [
        text for said in words.values() for text in said.values()
    ]


def test_whoever_has_the_rows_recomputes_every_leaf(
    code: dict[str, Any], town: Town, database_url: str
) -> None:
    town.disclosed(town.asked())
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(blocks("sql").encode()).fetchall()
    assert len(rows) > 20
    recomputed = [
        code["leaf_hash"](salt, stream, version, topic, state, at, statement)
        for _, stream, version, topic, state, at, _, statement, salt in rows
    ]
    assert recomputed == [row[6] for row in rows]
    assert {row[7] is None for row in rows} == {True, False}, "with a statement, and without"
