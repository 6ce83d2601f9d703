"""The page about formats is so: its code calls a hub, opens what it sealed, proves its log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.exceptions import InvalidSignature

from hub_domain.law import texts
from hub_domain.statement import READ
from hub_domain.text_checks import Flag
from hub_infra.canonical import base64url
from hub_infra.sealing import suite
from hub_services.desk.drafts import IdentityCard, SupplyItem
from hub_services.desk.uses.item_words import said_of, sources_of
from tests.api.cases import case_of
from tests.api.test_bad_calls import BROKEN
from tests.api.town import Town, begin_town, malformed
from tests.support import text_checks
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


def call(
    code: dict[str, Any],
    by: Caller,
    do: str,
    target: str,
    *,
    body: Mapping[str, Any] | None = None,
    **said: Any,
) -> dict[str, Any]:
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
    sent = None if do == READ else {"facts": said["facts"], **(body or {})}
    answer = by.world.client.request(
        method, path, json=sent, headers={"Authorization": f"Hub {compact}"}
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


def test_a_system_of_ones_own_seals_what_it_asks_and_its_reader_opens_it(
    code: dict[str, Any], town: Town
) -> None:
    case = case_of(town, "issue-share-request")
    person = case.facts["persons"][0]["id"]
    rows = call(code, case.by, READ, "GET /v1/agencies")["keys"]
    keys = {row["agency_id"]: code["published"](row) for row in rows}
    author, reader = str(case.by.body.id), case.facts["to"]["agency"]
    own, why = case.by.body.private, {"why-needed": "é" * 999, "burden": "Little."}
    words = {
        (str(case.about), "why", None): why,
        (person, "identity", None): {"names": "Zed", "born": "2015-02-03"},
    }
    envelope, shares, sealed = code["sealed"](
        str(case.about),
        words,
        signing=(own.ed25519, own.ml_dsa_65),
        recipients=[keys[author], keys[reader]],
    )
    call(
        code,
        case.by,
        case.name,
        "POST /v1/share-requests",
        about=str(case.about),
        version=0,
        facts=case.facts | {"sealed": sealed},
        body={"envelope": envelope, "shares": shares},
    )
    opened = town.bea.open(UUID(sealed["envelope"]), why="answer")
    assert {(str(o), g, i): fields for (o, g, i), fields in opened.items()} == words


@pytest.mark.parametrize("length", [0, 1, 3, 4, 5, 27, 28, 29, 251, 252, 1000, 65531, 99999])
def test_the_page_pads_as_the_suite_does(code: dict[str, Any], length: int) -> None:
    assert code["padded"](bytes(length)) == suite.pad(bytes(length))


def test_the_id_of_a_decision_follows_as_the_page_says(
    code: dict[str, Any], town: Town
) -> None:
    case = case_of(town, "make-sharing-decision")
    facts = case.facts
    follows = code["decision_id"](facts["request"], facts["to"]["agency"])
    other = replace(case, about=code["decision_id"](facts["request"], town.school.id))
    assert malformed(other.send()) == [("/about", "derived-from-facts")]
    replace(case, about=follows).send().ok()


def named_on_the_page(group: str) -> set[str]:
    """The names of fields that the page's table gives for a group."""
    (row,) = re.findall(rf"^\| `{group}` \|[^|]*\|(.*)\|$", PAGE, re.MULTILINE)
    return set(re.findall(r"`([a-zA-Z-]+)`", row))


def test_the_page_names_the_fields_that_a_desk_writes() -> None:
    card = IdentityCard(
        names="a",
        aliases=("b",),
        born=date(2015, 2, 3),
        address="c",
        identifiers={"nhs-number": "1", "upn": "2"},
    )
    assert named_on_the_page("identity") - {"identifier-KIND"} == card.fields().keys()
    assert named_on_the_page("why") == texts.OF_A_REQUEST
    listed = texts.OF_AN_ANSWER | texts.OF_A_NOTE
    assert named_on_the_page("reasons") - {"DecisionTexts"} == listed
    item = SupplyItem(
        id=UUID(int=1),
        person=UUID(int=2),
        text="a",
        explanation="b",
        source="c",
        opinion_holder="d",
        source_released=True,
        third_party="e",
        third_party_released=True,
    )
    said = (said_of(item, "unsafe/planned"), *sources_of((item,), released=True))
    assert {each.group: set(each.fields) for each in said} == {
        group: named_on_the_page(group) for group in ("text", "source", "third-party")
    }


def test_the_checks_of_texts_that_others_compute_are_the_checker_s() -> None:
    assert text_checks.FILE.read_text(encoding="ascii") == text_checks.written()
    flags = {
        flag for each in text_checks.vectors()["texts"] for flag in each["checks"]["flags"]
    }
    assert flags == set(Flag), "each flag has a text"


def test_every_part_of_a_seal_that_the_hub_names_is_on_the_page() -> None:
    named = {code for _, code in BROKEN.values() if code.startswith("seal-")}
    assert named <= set(re.findall(r"`(seal-[a-z0-9-]+)`", PAGE))


def test_whoever_has_the_rows_recomputes_every_leaf(
    code: dict[str, Any], town: Town, database_url: str
) -> None:
    town.disclosed(town.asked())
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(blocks("sql").encode()).fetchall()
    assert len(rows) > 20
    recomputed = [
        code["leaf_hash"](salt, stream, version, topic, state, at, statement)
        for _, stream, version, topic, state, at, _, statement, _, salt in rows
    ]
    assert recomputed == [row[6] for row in rows]
    assert {row[7] is None for row in rows} == {True, False}, "with a statement, and without"


def test_whoever_has_the_rows_and_the_operator_s_card_verifies_every_statement(
    code: dict[str, Any], town: Town, database_url: str
) -> None:
    town.disclosed(town.asked())
    operator = town.world.operator
    keys = {str(operator.id): [operator.public.ed25519]}
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(blocks("sql").encode()).fetchall()
    verified = 0
    for _, _, _, topic, _, _, _, statement, facts, _ in rows:
        if statement is None:
            continue
        claimed = json.loads(code["unb64"](statement.split(b".")[1].decode()))
        said = code["said"](statement, facts, keys[claimed["agency"]])
        if topic == "agency.registered":
            stated = json.loads(facts)["keys"]
            keys[said["about"]] = [code["unb64"](stated["ed25519"])]
        for wrong in (facts + b" ", statement):
            with pytest.raises((ValueError, InvalidSignature)):
                code["said"](statement, wrong, keys[claimed["agency"]])
        with pytest.raises((ValueError, InvalidSignature)):
            code["said"](statement, facts, [bytes(32)])
        with pytest.raises(InvalidSignature):
            code["said"](statement[:-86] + b"A" * 86, facts, keys[claimed["agency"]])
        verified += 1
    assert verified > 15
