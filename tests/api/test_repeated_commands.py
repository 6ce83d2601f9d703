"""A command is done once: sent again, or at the same time, it gets its first answer."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from hub_infra import statements
from hub_services.hub.uses import COMMANDS
from tests.api.stating import FACTS, brought, release, said, turned_away
from tests.api.tables import changed, position, topics_after, versions
from tests.api.town import Matter, Town, problem
from tests.support.world import Answered


def sent_twice(town: Town, matter: Matter, to: UUID, *, later: int = 0) -> list[Answered]:
    """The same bytes, sent again ``later`` seconds after."""
    command = COMMANDS["assign-share-request"]
    facts = {"to": str(to)}
    target = command.target(matter.request)
    compact = town.bea.statement(
        command.name, about=matter.request, version=1, target=target, facts=facts
    )
    first = town.bea.send(compact, target, {"facts": facts})
    town.world.pass_time(seconds=later)
    return [first, town.bea.send(compact, target, {"facts": facts})]


def test_the_same_bytes_again_get_the_first_answer_however_late(
    new_town: Town, database_url: str
) -> None:
    first, again = sent_twice(new_town, new_town.asked(), new_town.bea.id, later=86_400)
    assert first.ok() == again.ok()
    assert (first.status, again.status) == (200, 200)
    topics = topics_after(database_url, 0)
    assert topics.count("share-request.assigned") == 1


def test_the_same_refused_bytes_again_get_the_same_refusal_and_are_noted_once(
    town: Town, town_url: str
) -> None:
    matter = town.asked()
    since = position(town_url)
    first, again = sent_twice(town, matter, uuid4())
    assert (first.status, first.body) == (404, again.body)
    assert again.status == 404
    assert topics_after(town_url, since) == ["refused-attempt.noted"]


def test_a_refusal_is_repeated_with_its_duty_and_its_facts(town: Town) -> None:
    command = COMMANDS["change-roles"]
    facts = {"practitioner": str(uuid4()), "roles": ["practitioner"]}
    target = command.target(town.school.id)
    compact = town.school.lead.statement(
        command.name,
        about=town.school.id,
        version=town.school.version(),
        target=target,
        facts=facts,
    )
    first = town.bea.send(compact, target, {"facts": facts})
    assert problem(first, 422, "not-registered") == {"id": facts["practitioner"]}
    assert first.body["duty"] == "R-157"
    assert town.bea.send(compact, target, {"facts": facts}).body == first.body


def test_the_first_answer_is_given_before_the_body_is_looked_at(town: Town) -> None:
    matter = town.asked()
    compact = said(town, matter)
    target = COMMANDS["assign-share-request"].target(matter.request)
    first = town.bea.send(compact, target, {"facts": FACTS})
    assert town.bea.send(compact, target, b"{").body == first.body


def test_a_known_id_with_other_bytes_is_a_conflict(
    town: Town, town_url: str, log: io.StringIO
) -> None:
    matter = town.asked()
    known = said(town, matter)
    brought(town, matter, known)
    _, statement = statements.peek(known)
    other = statements.sign(
        replace(statement, at=statement.at + timedelta(seconds=1)),
        town.school.body.private.ed25519,
        town.school.body.public.statement_kid,
    )
    before = versions(town_url)
    problem(brought(town, matter, other), 409, "command-id-reused")
    assert changed(before, versions(town_url)) == set()
    assert [line["code"] for line in turned_away(log)] == ["command-id-reused"]


def test_another_agency_cannot_ask_what_an_id_was_answered(town: Town) -> None:
    """Its own statement under a known id is a conflict, and shows nothing of the first."""
    matter = town.asked()
    _, first = statements.peek(known := said(town, matter))
    brought(town, matter, known)
    reused = said(town, matter, by=town.asha, id=first.id)
    assert problem(brought(town, matter, reused), 409, "command-id-reused") == {}


def test_many_at_once_with_the_same_bytes_get_one_answer(town: Town, town_url: str) -> None:
    matter = town.asked()
    command = COMMANDS["assign-share-request"]
    target = command.target(matter.request)
    for facts, status, topic in (
        ({"to": str(uuid4())}, 404, "refused-attempt.noted"),
        ({"to": str(town.bea.id)}, 200, "share-request.assigned"),
    ):
        compact = town.bea.statement(
            command.name, about=matter.request, version=1, target=target, facts=facts
        )
        since = position(town_url)
        with ThreadPoolExecutor(6) as pool:
            answers = list(
                pool.map(
                    lambda _, sent=compact, said=facts: town.bea.send(
                        sent, target, {"facts": said}
                    ),
                    range(6),
                )
            )
        assert [answer.status for answer in answers] == [status] * 6
        assert len({json.dumps(answer.body, sort_keys=True) for answer in answers}) == 1
        assert topics_after(town_url, since) == [topic]


def test_shares_are_never_answered_twice_on_one_statement(town: Town, town_url: str) -> None:
    matter = town.asked()
    compact, target, body = release(town.bea, matter)
    assert town.bea.send(compact, target, body).ok()["shares"]
    before = versions(town_url)
    problem(town.bea.send(compact, target, body), 409, "command-id-reused")
    assert changed(before, versions(town_url)) == set()


def test_many_at_once_for_one_release_get_shares_once(town: Town) -> None:
    compact, target, body = release(town.bea, town.asked())
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: town.bea.send(compact, target, body), range(6)))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409, 409, 409]


def test_a_refused_release_is_refused_again_in_the_same_way(town: Town) -> None:
    compact, target, body = release(town.bea, town.asked())
    _, claims = statements.peek(compact)
    stranger = statements.sign(
        replace(claims, agency=town.council.id, practitioner=town.asha.id, role="practitioner"),
        town.council.body.private.ed25519,
        town.council.body.public.statement_kid,
    )
    first = town.asha.send(stranger, target, body)
    problem(first, 404, "not-found")
    assert town.asha.send(stranger, target, body).body == first.body


def test_a_refused_read_is_refused_again_in_the_same_way(town: Town) -> None:
    path = f"/v1/share-requests/{town.asked().request}"
    compact = town.asha.statement(
        "read", about=None, version=None, target=f"GET {path}", facts=None
    )
    headers = {"Authorization": f"Hub {compact.decode()}"}
    first, again = (town.world.client.get(path, headers=headers) for _ in range(2))
    assert (first.status_code, first.content) == (404, again.content)


def test_the_first_refused_read_in_an_hour_is_noted(new_town: Town, database_url: str) -> None:
    town = new_town
    path = f"/v1/share-requests/{town.asked().request}"
    since = position(database_url)
    for _ in range(3):
        assert town.asha.read(path).status == 404
    assert topics_after(database_url, since) == ["refused-attempt.noted"]
    town.world.pass_time(hours=1)
    assert town.asha.read(path).status == 404
    assert len(topics_after(database_url, since)) == 2
