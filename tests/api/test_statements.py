"""The statement is the credential: who brings none, or not this call's own, is turned away.

Nothing of such a call is kept but one line of the security log, which holds no token.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest

from hub_domain.ids import caused_command_id, event_id, refused_attempt_id, task_id
from hub_infra import canonical, statements
from hub_infra.sealing import AgencyPrivateKeys
from hub_services.hub.uses import COMMANDS
from tests.api.stating import brought, release, said, turned_away
from tests.api.tables import REFUSAL_TOUCHES, changed, topics_after, versions
from tests.api.town import Matter, Town, problem

Forge = Callable[[Town, Matter], bytes | None]


def signed_by(town: Town, matter: Matter, keys: AgencyPrivateKeys, kid: str) -> bytes:
    """Bea's statement under a key that is not her school's."""
    _, statement = statements.peek(said(town, matter))
    return statements.sign(statement, keys.ed25519, kid)


def at(town: Town, seconds: int) -> Any:
    return town.world.clock.now() + timedelta(seconds=seconds)


def last_byte_changed(compact: bytes) -> bytes:
    head, _, signature = compact.rpartition(b".")
    raw = bytearray(canonical.from_base64url(signature))
    raw[-1] ^= 1
    return head + b"." + canonical.base64url(bytes(raw)).encode()


def without_algorithm(compact: bytes) -> bytes:
    header = b'{"alg":"none","kid":"' + b"0" * 32 + b'","typ":"hub-statement"}'
    _, payload, _ = compact.split(b".")
    return canonical.base64url(header).encode() + b"." + payload + b"."


FORGERIES: dict[str, Forge] = {
    "no statement": lambda _town, _matter: None,
    "no words": lambda _town, _matter: b"",
    "not a token": lambda _town, _matter: b"let-me-in",
    "three empty parts": lambda _town, _matter: b"..",
    "no algorithm": lambda town, matter: without_algorithm(said(town, matter)),
    "a changed signature": lambda town, matter: last_byte_changed(said(town, matter)),
    "a cut signature": lambda town, matter: said(town, matter)[:-6],
    "another agency's key": lambda town, matter: signed_by(
        town, matter, town.board.body.private, town.board.body.public.statement_kid
    ),
    "another agency's key under the school's name of it": lambda town, matter: signed_by(
        town, matter, town.board.body.private, town.school.body.public.statement_kid
    ),
    "a key that nobody published": lambda town, matter: signed_by(
        town, matter, (keys := AgencyPrivateKeys.generate()), keys.public(UUID(int=1), 1).kid
    ),
    "another agency named": lambda town, matter: said(town, matter, agency=town.board.id),
    "five minutes and a second old": lambda town, matter: said(town, matter, at=at(town, -301)),
    "five minutes and a second ahead": lambda town, matter: said(
        town, matter, at=at(town, 301)
    ),
    "another audience": lambda town, matter: said(town, matter, aud="sharing-hub-of-others"),
    "another path": lambda town, matter: said(
        town, matter, target=f"POST /v1/share-requests/{matter.request}/answer"
    ),
    "another request's path": lambda town, matter: said(
        town, matter, target=f"POST /v1/share-requests/{UUID(int=9)}/assignment"
    ),
    "another method": lambda town, matter: said(
        town, matter, target=f"GET /v1/share-requests/{matter.request}/assignment"
    ),
    "a query in the target": lambda town, matter: said(
        town, matter, target=f"POST /v1/share-requests/{matter.request}/assignment?a=1"
    ),
    "other facts": lambda town, matter: said(
        town, matter, facts=hashlib.sha256(b"{}").hexdigest()
    ),
    "no facts": lambda town, matter: said(town, matter, facts=None),
    "another command": lambda town, matter: said(town, matter, do="decline-share-request"),
    "a read": lambda town, matter: said(town, matter, do="read"),
    "another subject than its path": lambda town, matter: said(town, matter, about=UUID(int=9)),
    "a role that is none": lambda town, matter: said(town, matter, role="maisie-brown"),
    "a way of signing in that is none": lambda town, matter: said(
        town, matter, amr=("pwd", "maisie-brown")
    ),
    "an id that is random": lambda town, matter: said(town, matter, id=uuid4()),
    "an id that follows from another": lambda town, matter: said(
        town, matter, id=uuid5(UUID(int=1), "x")
    ),
}

WRONG = {
    "five minutes and a second old": "at",
    "five minutes and a second ahead": "at",
    "another audience": "aud",
    "another path": "target",
    "another request's path": "target",
    "another method": "target",
    "a query in the target": "target",
    "other facts": "facts",
    "no facts": "facts",
    "another command": "do",
    "a read": "do",
    "another subject than its path": "about",
    "a role that is none": "role",
    "a way of signing in that is none": "amr",
    "an id that is random": "id",
    "an id that follows from another": "id",
}
"""Which member is wrong, as the hub tells whoever's signature holds, and nobody else."""


@pytest.mark.parametrize("forgery", FORGERIES)
def test_who_brings_anything_but_the_statement_of_this_call_is_turned_away(
    forgery: str, town: Town, town_url: str, log: io.StringIO
) -> None:
    matter = town.asked()
    compact = FORGERIES[forgery](town, matter)
    before = versions(town_url)
    answered = brought(town, matter, compact)
    said_wrong = WRONG.get(forgery)
    told = {} if said_wrong is None else {"wrong": said_wrong}
    assert problem(answered, 401, "not-authenticated") == told
    assert answered.headers["www-authenticate"] == "Hub"
    assert changed(before, versions(town_url)) == set()
    (line,) = turned_away(log)
    assert line["code"] == "not-authenticated"
    assert line["route"] == "assign-share-request"
    assert line["status"] == 401
    for part in (compact or b"").split(b"."):
        assert len(part) < 8 or part.decode() not in log.getvalue()


@pytest.mark.parametrize("scheme", ["Bearer", "hub", "Basic", "Hub\t", ""])
def test_a_statement_under_another_scheme_is_no_credential(scheme: str, town: Town) -> None:
    compact = said(town, town.asked()).decode()
    response = town.world.client.post(
        "/v1/share-requests",
        content=b"{}",
        headers={"Authorization": f"{scheme} {compact}", "Content-Type": "application/json"},
    )
    assert response.status_code == 401


def test_who_is_turned_away_learns_nothing_of_the_body(town: Town) -> None:
    """The parser is not for strangers."""
    response = town.world.client.post(
        "/v1/share-requests",
        content=b"{",
        headers={
            "Authorization": f"Hub {last_byte_changed(said(town, town.asked())).decode()}",
            "Content-Type": "application/json",
        },
    )
    assert response.status_code == 401


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_either_way_are_allowed(seconds: int, town: Town) -> None:
    matter = town.asked()
    answered = brought(town, matter, said(town, matter, at=at(town, seconds)))
    problem(answered, 404, "not-found")  # nobody of that name works there, but the call is hers


def test_a_read_is_for_its_very_path_and_query(town: Town) -> None:
    matter = town.asked()
    compact = town.bea.statement(
        "read", about=None, version=None, target="GET /v1/feed?after=1", facts=None
    )
    answers = {
        path: town.world.client.get(
            path, headers={"Authorization": f"Hub {compact.decode()}"}
        ).status_code
        for path in (
            f"/v1/share-requests/{matter.request}",
            "/v1/feed",
            "/v1/feed?after=2",
            "/v1/feed?after=1&limit=1",
            "/v1/feed?after=1",
        )
    }
    assert list(answers.values()) == [401, 401, 401, 401, 200]


def test_a_command_s_statement_reads_nothing(town: Town) -> None:
    target = "GET /v1/me"
    compact = town.bea.statement(
        "assign-share-request", about=None, version=None, target=target, facts=None
    )
    response = town.world.client.get(
        "/v1/me", headers={"Authorization": f"Hub {compact.decode()}"}
    )
    assert response.status_code == 401


def test_a_command_s_target_says_nothing_besides(town: Town, town_url: str) -> None:
    matter, facts = town.asked(), {"to": str(uuid4())}
    target = COMMANDS["assign-share-request"].target(matter.request) + "?Kezia-was-hit"
    before = versions(town_url)
    compact = town.faye.statement(
        "assign-share-request", about=None, version=None, target=target, facts=facts
    )
    assert town.faye.send(compact, target, {"facts": facts}).status == 401
    assert not changed(before, versions(town_url))


def test_a_role_that_was_taken_away_is_gone_at_once(new_town: Town, database_url: str) -> None:
    town = new_town
    matter = town.asked()
    assert town.bea.read(f"/v1/share-requests/{matter.request}").status == 200
    compact, target, body = release(town.bea, matter)
    town.school.administer("change-roles", practitioner=str(town.bea.id), roles=[]).ok()
    problem(town.bea.read(f"/v1/share-requests/{matter.request}"), 403, "role-required")
    before = versions(database_url)
    problem(town.bea.send(compact, target, body), 403, "role-required")
    assert changed(before, versions(database_url)) == REFUSAL_TOUCHES
    assert topics_after(database_url, 0)[-1] == "refused-attempt.noted"


def test_a_role_that_was_never_given_is_no_role(town: Town) -> None:
    problem(town.bea.as_role("co-ordinator").read("/v1/me"), 403, "role-required")


@pytest.mark.parametrize(
    "taken",
    [
        lambda matter, _: task_id("escalate-16h", event_id(matter.request, 2)),
        lambda _, command: refused_attempt_id(command),
    ],
    ids=["a task's", "a refused attempt's"],
)
def test_nobody_takes_a_stream_that_follows_from_another_before_its_time(
    taken: Callable[[Matter, UUID], UUID], town: Town, town_url: str
) -> None:
    """Or else who asks could stop the answer, and who is refused could stop its note."""
    matter = town.asked()
    about = taken(matter, town.world.ids.stream())
    facts: dict[str, Any] = {
        "name": "A body",
        "nation": "E",
        "kind": "scrutiny",
        "categories": [],
        "keys": {
            "epoch": 1,
            "custody": "own",
            **{
                name: canonical.base64url(getattr(town.school.body.public, name))
                for name in ("sealing", "ed25519", "ml_dsa_65")
            },
        },
        "lead": {"id": str(uuid4()), "name": "Lin", "post": "Lead", "contact": "01632 960000"},
    }
    before = versions(town_url)
    answered = town.operator.do("register-agency", about=about, version=0, facts=facts)
    errors = problem(answered, 400, "malformed")["errors"]
    assert errors == [{"at": "/about", "code": "uuid-version-7"}]
    assert changed(before, versions(town_url)) == set()


def test_nobody_takes_the_command_id_by_which_a_task_falls_due(new_town: Town) -> None:
    """Or else who is silent could keep the hub from saying so."""
    town = new_town
    matter = town.asked()
    due = task_id("decision-overdue", event_id(matter.request, 1))
    compact = said(town, matter, id=caused_command_id(due, "fell-due"))
    assert brought(town, matter, compact).status == 401
    town.world.pass_time(days=30)
    assert town.world.tick() == 1


@pytest.mark.parametrize("allowed", [True, False], ids=["recorded", "refused"])
def test_the_statement_and_its_facts_are_kept_as_they_were_signed(
    allowed: bool,  # noqa: FBT001 - a parameter of the test
    town: Town,
    town_url: str,
) -> None:
    """So that anyone can verify them later with the key that the agency published."""
    command = COMMANDS["assign-share-request"]
    matter = town.asked()
    facts = {"to": str(town.bea.id if allowed else uuid4())}
    target = command.target(matter.request)
    compact = town.bea.statement(
        command.name, about=matter.request, version=1, target=target, facts=facts
    )
    town.bea.send(compact, target, {"facts": facts})
    said = statements.verify(compact, town.school.body.public.ed25519)
    with psycopg.connect(town_url) as connection:
        row = connection.execute(
            "select statement, facts, statement_sha256 from commands where id = %s", (said.id,)
        ).fetchone()
    assert row == (compact, canonical.write(facts), hashlib.sha256(compact).digest())
    assert said.facts == hashlib.sha256(canonical.write(facts)).hexdigest()
