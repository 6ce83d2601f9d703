"""Envelopes, versions, places, methods and queries that are not what they should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from hub_services.hub.reading import READS
from hub_services.hub.uses import COMMANDS
from tests.api.cases import CASES, Case, case_of
from tests.api.tables import REFUSAL_TOUCHES, changed, position, topics_after, versions
from tests.api.town import Town, malformed, problem, put

VERSIONLESS = {"make-sharing-decision"}
"""Commands about an envelope, which has no versions, or about what may not be there yet."""


def _unsealed(case: Case, **parts: object) -> Case:
    """The same with other parts beside its facts; None for a part that is left out."""
    body = {name: part for name, part in {**case.body, **parts}.items() if part is not None}
    return replace(case, body=body)


def _within(case: Case, path: tuple[str | int, ...], other: object) -> Case:
    """The envelope with something else in one place, outside of what the digest names."""
    envelope = case.body["envelope"]
    return _unsealed(
        case,
        envelope={**envelope, path[0]: other} if len(path) == 1 else put(envelope, path, other),
    )


def _first_share(case: Case, share: object) -> dict[str, object]:
    tag = next(iter(case.body["shares"]))
    return {**case.body["shares"], tag: share}


SEALS: Mapping[str, Callable[[Case], Case]] = {
    "no envelope": lambda case: _unsealed(case, envelope=None),
    "no shares": lambda case: _unsealed(case, shares=None),
    "an empty envelope": lambda case: _unsealed(case, envelope={}),
    "a text for an envelope": lambda case: _unsealed(case, envelope="sealed"),
    "a list for an envelope": lambda case: _unsealed(case, envelope=[]),
    "a list for shares": lambda case: _unsealed(case, shares=[]),
    "no share for a segment": lambda case: _unsealed(case, shares={}),
    "a share too many": lambda case: _unsealed(
        case, shares={**case.body["shares"], "ab" * 16: "A" * 43}
    ),
    "a number for a share": lambda case: _unsealed(case, shares=_first_share(case, 7)),
    "nothing for a share": lambda case: _unsealed(case, shares=_first_share(case, None)),
    "another share": lambda case: _unsealed(case, shares=_first_share(case, "A" * 43)),
    "a header that was changed": lambda case: _unsealed(
        case,
        envelope={
            **case.body["envelope"],
            "header": {**case.body["envelope"]["header"], "suite": "hub-0"},
        },
    ),
    "a header that is none": lambda case: _unsealed(
        case, envelope={**case.body["envelope"], "header": 7}
    ),
    "no signatures": lambda case: _unsealed(
        case,
        envelope={
            name: part for name, part in case.body["envelope"].items() if name == "header"
        },
    ),
    "a first signature of others": lambda case: _within(
        case, ("signatures", "ed25519"), "A" * 86
    ),
    "a second signature of others": lambda case: _within(
        case, ("signatures", "ml_dsa_65"), "A" * 4412
    ),
    "a signature in padded base64": lambda case: _within(
        case, ("signatures", "ed25519"), "A" * 86 + "=="
    ),
    "a missing seal": lambda case: _within(
        case, ("seals",), case.body["envelope"]["seals"][:1]
    ),
    "a cut seal": lambda case: _within(case, ("seals", 1, "sealed"), "AAAA"),
    "a missing segment": lambda case: _within(
        case, ("segments",), case.body["envelope"]["segments"][1:]
    ),
    "a group that is none": lambda case: _within(case, ("segments", 0, "group"), "notes"),
    "another owner": lambda case: _within(case, ("segments", 0, "owner"), str(uuid4())),
    "another ciphertext": lambda case: _within(case, ("segments", 0, "ciphertext"), "A" * 64),
    "a member too many": lambda case: _within(case, ("note",), "x"),
    "the digest of another": lambda case: case.with_facts(
        put(case.facts, ("sealed", "digest"), "0" * 64)
    ),
    "the id of another": lambda case: case.with_facts(
        put(case.facts, ("sealed", "envelope"), str(uuid4()))
    ),
}

BROKEN = {
    "no envelope": ("/envelope", "required"),
    "no shares": ("/shares", "required"),
    "an empty envelope": ("/envelope", "form"),
    "a text for an envelope": ("/envelope", "form"),
    "a list for an envelope": ("/envelope", "form"),
    "a list for shares": ("/shares", "seal-shares"),
    "no share for a segment": ("/shares", "seal-shares"),
    "a share too many": ("/shares", "seal-shares"),
    "a number for a share": ("/shares", "seal-shares"),
    "nothing for a share": ("/shares", "seal-shares"),
    "another share": ("/shares", "seal-share-commitment"),
    "a header that was changed": ("/envelope", "digest"),
    "a header that is none": ("/envelope", "digest"),
    "no signatures": ("/envelope", "seal-form"),
    "a first signature of others": ("/envelope", "seal-signature-ed25519"),
    "a second signature of others": ("/envelope", "seal-signature-ml-dsa-65"),
    "a signature in padded base64": ("/envelope", "seal-encoding"),
    "a missing seal": ("/envelope", "seal-seals"),
    "a cut seal": ("/envelope", "seal-seals"),
    "a missing segment": ("/envelope", "seal-segments"),
    "a group that is none": ("/envelope", "seal-group"),
    "another owner": ("/envelope", "seal-tag"),
    "another ciphertext": ("/envelope", "seal-ciphertext"),
    "a member too many": ("/envelope", "seal-form"),
    "the digest of another": ("/envelope", "digest"),
    "the id of another": ("/envelope", "seal-id"),
}
"""Where it is wrong, and which part: told to whoever sealed it themselves."""


@pytest.mark.parametrize("name", SEALS)
def test_an_envelope_that_is_not_the_one_that_was_signed_for_is_not_taken_in(
    name: str, town: Town, town_url: str
) -> None:
    case = SEALS[name](case_of(town, "issue-share-request"))
    before = versions(town_url)
    assert malformed(case.send()) == [BROKEN[name]]
    assert changed(before, versions(town_url)) == set()


def test_an_answer_whose_words_were_checked_brings_the_words(town: Town) -> None:
    case = case_of(town, "answer-share-request")
    facts = {name: fact for name, fact in case.facts.items() if name != "sealed"}
    unsealed = replace(case, body={"facts": facts})
    assert malformed(unsealed.send()) == [("/envelope", "required")]
    unsealed.with_facts({**facts, "texts": {}}).send().ok()


def test_an_envelope_is_taken_in_once(town: Town, town_url: str) -> None:
    """The same words under another request would be another record's."""
    case = case_of(town, "issue-share-request")
    case.send().ok()
    before = versions(town_url)
    again = replace(case, about=town.world.ids.stream())
    ((at, code),) = malformed(again.send())
    assert (at, code) == ("/envelope", "seal-record")
    assert changed(before, versions(town_url)) == set()


@pytest.mark.parametrize("name", sorted(CASES.keys() - VERSIONLESS))
def test_who_saw_another_version_is_told_that_it_moved(
    name: str, town: Town, town_url: str
) -> None:
    case = case_of(town, name)
    before = versions(town_url)
    for version in {case.version + 1, case.version + 70, max(0, case.version - 1)}:
        if version != case.version:
            problem(replace(case, version=version).send(), 412, "version-moved")
    assert changed(before, versions(town_url)) == set()
    case.send().ok()


IDS = (
    "7",
    "not-an-id",
    "00000000-0000-4000-8000-00000000000A",
    "{00000000-0000-4000-8000-000000000001}",
    "00000000000040008000000000000001",
    "00000000-0000-4000-8000-000000000001%00",
    "00000000-0000-4000-8000-000000000001%3Fx",
    "%2e%2e",
    "Si%C3%A2n",
    "%ED%A0%80",
)
WITH_ID = (
    *(f"POST {command.path}" for command in COMMANDS.values() if "{about}" in command.path),
    *(f"GET {read.path}" for read in READS if "{id}" in read.path),
)


@pytest.mark.parametrize("route", WITH_ID)
def test_an_id_in_another_form_is_not_found_in_the_same_shape(route: str, town: Town) -> None:
    method, _, template = route.partition(" ")
    unknown = town.bea.read(f"/v1/share-requests/{uuid4()}")
    for written in IDS:
        path = re.sub(r"\{\w+\}", written, template)
        response = town.world.client.request(
            method,
            path,
            content=b"{}" if method == "POST" else None,
            headers={
                "Authorization": f"Hub {signed(town, f'{method} {path}')}",
                "Content-Type": "application/json",
            },
        )
        assert response.status_code == 404
        assert response.json() == unknown.body


def signed(town: Town, target: str) -> str:
    """A proper statement of a read at some target, as far as one can be made for it."""
    if not target.isascii() or len(target) > 400:
        target = "GET /"
    return town.bea.statement(
        "read", about=None, version=None, target=target, facts=None
    ).decode()


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/", "/v1/me/", "/v1/agencies/", "/v2/me", "//"]
)
def test_what_is_not_there_is_not_found_in_the_same_shape(path: str, town: Town) -> None:
    response = town.world.client.get(path, follow_redirects=False)
    assert response.status_code == 404
    assert response.json() == town.bea.read(f"/v1/share-requests/{uuid4()}").body


@pytest.mark.parametrize("route", [*(command.path for command in COMMANDS.values()), "/v1/me"])
@pytest.mark.parametrize(
    "method", ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "GETT"]
)
def test_a_method_that_a_place_does_not_have_is_said_so(
    route: str, method: str, town: Town
) -> None:
    path = re.sub(r"\{\w+\}", str(uuid4()), route)
    response = town.world.client.request(method, path)
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) <= {"GET", "POST"}
    if method != "HEAD":
        assert response.json()["code"] == "method-not-allowed"


QUERIES = (
    "/v1/feed?after=-1", "/v1/feed?after=x", "/v1/feed?after=", "/v1/feed?after=1.5",
    "/v1/feed?after=4611686018427387905", "/v1/feed?after=1&after=1", "/v1/feed?before=1",
    "/v1/feed?limit=0", "/v1/feed?limit=1001", "/v1/feed?limit=true", "/v1/feed?after=%00",
    "/v1/me?x=1", "/v1/share-requests?side=both", "/v1/share-requests?side=author&side=author",
    "/v1/audit/events?as_of=2026-10-08T09:00:00", "/v1/audit/events?as_of=now",
    "/v1/audit/events?as_of=1700000000", "/v1/audit/events?to=0",
    "/v1/audit/events?agency=7", "/v1/audit/events?topic=Issued", "/v1/audit/events?record=x",
    "/v1/audit/refused-attempts?since=2026-10-08", "/v1/audit/persons?agency=",
    f"/v1/audit/who-knew/{UUID(int=7)}?as_of=2026-10-08",
)  # fmt: skip


@pytest.mark.parametrize("path", QUERIES)
def test_a_query_that_is_not_understood_is_malformed(path: str, town: Town) -> None:
    ((at, code),) = malformed(town.faye.read(path))
    assert (at.startswith("?"), code) == (True, "query")


@pytest.mark.parametrize("moment", ["2026-10-08T09:00:00Z", "2026-10-08T10:00:00%2B01:00"])
def test_a_moment_in_a_query_has_its_offset(moment: str, town: Town) -> None:
    assert town.faye.read(f"/v1/audit/events?as_of={moment}").ok()["events"]


@pytest.mark.parametrize("host", [b"[", b"a b", b"x/../y?", b"\xc3\xa9", b""])
def test_what_the_caller_calls_the_host_changes_nothing(host: bytes, town: Town) -> None:
    compact = signed(town, "GET /v1/me")
    response = town.world.client.get(
        "/v1/me",
        headers={b"Authorization": f"Hub {compact}".encode(), b"Host": host},
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("status", "spoil"),
    [
        (403, lambda case: replace(case, by=case.by.as_role("manager"))),
        (404, lambda case: replace(case, about=uuid4())),
        (422, lambda case: case.with_facts({**case.facts, "ground": "data-protection"})),
    ],
)
def test_a_refusal_is_noted_once_and_changes_nothing_else(
    status: int, spoil: Callable[[Case], Case], town: Town, town_url: str
) -> None:
    case = case_of(town, "challenge-share-request")
    before, since = versions(town_url), position(town_url)
    answered = spoil(case).send()
    assert answered.status == status
    after = versions(town_url)
    assert changed(before, after) == REFUSAL_TOUCHES
    assert topics_after(town_url, since) == ["refused-attempt.noted"]
    for table in REFUSAL_TOUCHES - {"head"}:
        assert len(after[table] - before[table]) == 1
        assert before[table] <= after[table]
    assert answered.body["duty"]
    assert len(answered.body["detail"].split()) > 5
