"""Nobody's absence leaves a child's information unread: what came is taken over and read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from hub_infra.store.views import dump
from hub_services.hub.views import TABLES
from hub_services.wiring.hub import rebuild_views
from tests.api.cases import draft
from tests.api.town import Matter, Town, begin_town, problem, reasons
from tests.support.casework import REASONS, decide, lawful
from tests.support.world import Answered, Caller, Office

SAID = "Present 61 of 190 days."


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    with begin_town(database_url, tmp_path) as town:
        yield town


def fire(office: Office, leaver: Caller) -> None:
    """They work there no more."""
    office.administer("change-roles", practitioner=str(leaver.id), roles=[]).ok()


def take(
    by: Caller, record: UUID, version: int = 1, kind: str = "disclosure", **facts: Any
) -> Answered:
    return by.do(
        f"take-over-{kind}", about=record, version=version, facts={"why": "away", **facts}
    )


def waiting(by: Caller) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = by.read("/v1/waiting").ok()["waiting"]
    return found


def read_by(reader: Caller, town: Town, disclosure: UUID) -> str:
    """What this reader opens and reads of a disclosure."""
    opened = reader.open(town.envelope(reader, f"/v1/disclosures/{disclosure}"))
    return repr(opened)


def sent_to_who_leaves(town: Town) -> tuple[Matter, UUID, Caller]:
    """A disclosure to an officer who left before they read it."""
    zed = town.board.hire("Zed", "partnership-officer")
    matter = town.asked()
    disclosure = town.disclosed(matter, to=zed)
    fire(town.board, zed)
    return matter, disclosure, zed


def test_what_was_shared_with_somebody_who_left_is_taken_over_opened_and_read(
    town: Town, database_url: str
) -> None:
    other = town.disclosed(town.asked(), to=town.colm)
    matter, disclosure, zed = sent_to_who_leaves(town)
    path = f"/v1/disclosures/{disclosure}"
    for nobody in (town.colm, town.mona):
        problem(nobody.read(path), 404, "not-found")
    problem(zed.read(path), 403, "role-required")

    first, second = waiting(town.mona)
    assert (first["record"], first["left"], first["opened"]) == (str(disclosure), True, False)
    assert (second["record"], second["left"]) == (str(other), False)
    assert first["counterpart"] == str(town.school.id)
    assert first["named"] == str(zed.id)
    assert str(matter.pupil) not in repr(first)

    take(town.mona, disclosure, why="left").ok()
    assert SAID in read_by(town.mona, town, disclosure)
    for nobody in (town.colm, town.gwen):
        problem(nobody.read(path), 404, "not-found")
    problem(zed.read(path), 403, "role-required")

    shown = town.bea.read(path).ok()
    assert [each["opened_by"] for each in shown["openings"]] == [str(town.mona.id)]
    assert shown["disclosure"]["version"] == 2
    (taken,) = shown["takeovers"]
    assert (taken["taken_by"], taken["holder"]) == (str(town.mona.id), str(town.mona.id))
    assert taken["why"] is None, "why is for the agency alone whose people they are"
    assert town.mona.read(path).ok()["takeovers"][0]["why"] == "left"

    known = town.faye.read(f"/v1/audit/who-knew/{matter.pupil}").ok()["known"]
    told = [(each["how"], each["practitioner"], each["holder"]) for each in known][-2:]
    assert told == [
        ("took-over", str(town.mona.id), str(town.mona.id)),
        ("opened", str(town.mona.id), None),
    ]
    notices = {
        (notice["class"], notice["record"])
        for reader in (town.mona, town.bea)
        for notice in reader.read("/v1/feed?limit=1000").ok()["notices"]
    }
    assert ("disclosure.taken-over", str(disclosure)) in notices

    live = rows_of_views(database_url)
    rebuild_views(database_url)
    assert rows_of_views(database_url) == live


def rows_of_views(url: str) -> dict[str, bytes]:
    with psycopg.connect(url) as connection:
        return {table.name: dump(connection, table) for table in TABLES}


def test_the_colleague_to_whom_a_manager_gives_it_reads_it_and_the_manager_does_not(
    town: Town,
) -> None:
    disclosure = town.disclosed(town.asked(), to=town.gwen)
    assert SAID in read_by(town.gwen, town, disclosure)
    (row,) = waiting(town.mona)
    assert row["opened"]
    take(town.mona, disclosure, to=str(town.colm.id), why="on-leave").ok()
    path = f"/v1/disclosures/{disclosure}"
    for former in (town.gwen, town.mona):
        problem(former.read(path), 410, "handed-over")
        assert former.read("/v1/disclosures?side=addressee").ok()["disclosures"] == []
    (row,) = waiting(town.mona)
    assert (row["assigned"], row["opened"]) == (str(town.colm.id), False)
    assert SAID in read_by(town.colm, town, disclosure)
    facts = {"significance": "new", "action": "planned"}
    said = town.colm.do("acknowledge-disclosure", about=disclosure, version=2, facts=facts)
    said.ok()
    assert waiting(town.mona) == []


def test_what_is_taken_over_twice_tells_the_sender_of_both(town: Town) -> None:
    disclosure = town.disclosed(town.asked(), to=town.gwen)
    take(town.mona, disclosure).ok()
    sian = town.board.hire("Siân", "senior-manager")
    take(sian, disclosure, version=2, to=str(town.gwen.id), why="back").ok()
    shown = town.bea.read(f"/v1/disclosures/{disclosure}").ok()["takeovers"]
    assert [(each["taken_by"], each["formerly"], each["holder"]) for each in shown] == [
        (str(town.mona.id), str(town.gwen.id), str(town.mona.id)),
        (str(sian.id), str(town.mona.id), str(town.gwen.id)),
    ]
    assert SAID in read_by(town.gwen, town, disclosure)
    problem(town.mona.read(f"/v1/disclosures/{disclosure}"), 410, "handed-over")


def test_who_had_it_is_told_where_it_went_and_that_they_asked_is_no_attempt(
    town: Town,
) -> None:
    """And nothing that came of it since; who never had it finds nothing, and is noted."""
    disclosure = town.disclosed(town.asked(), to=town.gwen)
    path = f"/v1/disclosures/{disclosure}"
    take(town.mona, disclosure, to=str(town.colm.id), why="on-leave").ok()
    since = attempts(town)
    went = problem(town.gwen.read(path), 410, "handed-over")
    at = went.pop("at")
    assert went == {"by": str(town.mona.id), "to": str(town.colm.id)}
    assert at == town.colm.read(path).ok()["takeovers"][0]["taken_at"]
    take(town.mona, disclosure, version=2).ok()
    assert problem(town.gwen.read(path), 410, "handed-over")["to"] == str(town.colm.id)
    assert problem(town.colm.read(path), 410, "handed-over")["to"] == str(town.mona.id)
    town.mona.read(path).ok()
    assert attempts(town) == since
    envelope = town.envelope(town.mona, path)
    problem(town.gwen.read(f"/v1/envelopes/{envelope}"), 404, "not-found")
    stranger = town.board.hire("Lowri", "manager")
    problem(stranger.read(path), 404, "not-found")
    assert len(attempts(town)) == len(since) + 2


def test_a_lead_who_assigned_a_request_or_read_it_before_is_told_where_it_went(
    town: Town,
) -> None:
    lea = town.school.hire("Lea Marlowe", "safeguarding-lead")
    lowri = town.school.hire("Lowri Rees", "safeguarding-lead")
    matter = town.asked()
    path = f"/v1/share-requests/{matter.request}"
    lea.open(town.envelope(lea, path))
    town.bea.do(
        "assign-share-request", about=matter.request, version=1, facts={"to": str(town.pip.id)}
    ).ok()
    for had_it in (town.bea, lea):
        told = problem(had_it.read(path), 410, "handed-over")
        assert (told["by"], told["to"]) == (str(town.bea.id), str(town.pip.id))
    problem(lowri.read(path), 404, "not-found")


def pages(by: Caller, limit: int, meanwhile: Callable[[], object] = list) -> list[list[str]]:
    """What waits, page by page, with something that happens after each."""
    found, after = [], ""
    while True:
        page = by.read(f"/v1/waiting?limit={limit}{after}").ok()
        found.append([row["record"] for row in page["waiting"]])
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"
        meanwhile()


def test_what_waits_is_read_page_by_page_and_nothing_is_left_out(town: Town) -> None:
    """Not even when what a page ended with is taken over, and so stands elsewhere now."""
    mair = town.school.hire("Mair", "manager")
    leaver = town.school.hire("Lea Marlowe", "practitioner")
    left = [str(town.asked(to={"practitioner": str(leaver.id)}).request) for _ in range(3)]
    due = [town.world.clock.now() + timedelta(hours=9 - hours) for hours in range(4)]
    asked = [str(town.asked(due_at=at).request) for at in due]
    fire(town.school, leaver)
    whole = [each["record"] for each in waiting(mair)]
    assert (set(whole[:3]), whole[3:]) == (set(left), asked[::-1])
    for limit in (1, 2, 3, 6, 7):
        found = pages(mair, limit)
        assert [each for page in found for each in page] == whole
        assert {len(page) for page in found[:-1]} <= {limit}
    first = mair.read("/v1/waiting?limit=1").ok()
    assert (first["left"], len(first["waiting"])) == (3, 1)

    def taken() -> None:
        if (row := waiting(mair)[0])["left"]:
            record = UUID(row["record"])
            take(mair, record, row["version"], "share-request", why="left").ok()

    found = pages(mair, 1, taken)
    assert {each for page in found for each in page} == set(whole)
    problem(mair.read("/v1/waiting?after=the-third"), 400, "malformed")


def test_one_record_is_looked_up_by_who_may_take_it_over_done_with_or_not(town: Town) -> None:
    disclosure = town.disclosed(town.asked(), to=town.gwen)
    path = f"/v1/waiting?record={disclosure}"
    for other in (town.colm, town.bea, town.ella, town.asha):
        assert other.read(path).ok()["waiting"] == []
    facts = {"significance": "new", "action": "planned"}
    town.gwen.do("acknowledge-disclosure", about=disclosure, version=1, facts=facts).ok()
    assert waiting(town.mona) == []
    (row,) = town.mona.read(path).ok()["waiting"]
    assert (row["record"], row["version"]) == (str(disclosure), 2)


def test_what_was_answered_and_acknowledged_stands_in_no_list_and_is_taken_over_by_its_id(
    town: Town,
) -> None:
    mair = town.school.hire("Mair", "manager")
    matter = town.asked(to={"practitioner": str(town.pip.id)})
    disclosure = town.disclosed(matter, by=town.pip)
    facts = {"significance": "new", "action": "planned"}
    town.gwen.do("acknowledge-disclosure", about=disclosure, version=1, facts=facts).ok()
    assert waiting(mair) == waiting(town.mona) == []
    take(mair, matter.request, version=2, kind="share-request", why="left").ok()
    take(town.mona, disclosure, version=2, why="left").ok()
    assert SAID in read_by(town.mona, town, disclosure)
    (told,) = town.pip.read(f"/v1/disclosures/{disclosure}").ok()["takeovers"]
    assert told["taken_by"] == str(town.mona.id)
    path = f"/v1/share-requests/{matter.request}"
    assert mair.read(path).ok()["request"]["status"] == "supplied"
    (told,) = town.gwen.read(path).ok()["takeovers"]
    assert told["taken_by"] == str(mair.id)


def attempts(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.faye.read("/v1/audit/refused-attempts?limit=1000").ok()[
        "attempts"
    ]
    return found


def test_a_request_that_an_absent_colleague_has_is_taken_over_with_its_task(
    town: Town,
) -> None:
    mair = town.school.hire("Mair", "manager")
    due = town.world.clock.now() + timedelta(hours=2)
    matter = town.asked(to={"practitioner": str(town.pip.id)}, due_at=due)
    path = f"/v1/share-requests/{matter.request}"
    town.pip.do(
        "assign-share-request", about=matter.request, version=1, facts={"to": str(town.pip.id)}
    ).ok()
    town.world.pass_time(hours=3)
    assert town.world.tick() == 1
    for other in (town.bea, mair):
        problem(other.read(path), 404, "not-found")
        assert [row["record"] for row in waiting(other)] == [str(matter.request)]
        assert tasks_about(other, matter.request) == []
    assert waiting(town.pip) == waiting(town.ella) == []
    assert len(tasks_about(town.pip, matter.request)) == 1

    take(mair, matter.request, version=2, kind="share-request").ok()
    assert len(tasks_about(mair, matter.request)) == 1
    assert tasks_about(town.pip, matter.request) == []
    assert "Kezia Marlowe" in repr(mair.open(town.envelope(mair, path)))
    (taken,) = town.gwen.read(path).ok()["takeovers"]
    assert taken["holder"] == str(mair.id)
    town.disclosed(matter, by=mair)
    assert waiting(mair) == []


def tasks_about(reader: Caller, record: UUID) -> list[dict[str, Any]]:
    found = reader.read("/v1/tasks").ok()["tasks"]
    return [task for task in found if task["about"] == str(record)]


def test_who_may_not_finds_nothing_and_each_attempt_is_kept(town: Town) -> None:
    """A colleague, a manager who sent it, one of a third agency, and a colleague who left."""
    disclosure = town.disclosed(town.asked(), to=town.gwen)
    mair = town.school.hire("Mair", "manager")
    rhys = town.council.hire("Rhys", "manager")
    problem(take(town.colm, disclosure), 403, "role-required")
    for stranger in (mair, rhys):
        problem(take(stranger, disclosure), 404, "not-found")
        problem(take(stranger, uuid4()), 404, "not-found")
        assert str(disclosure) not in repr(waiting(stranger))
    zed = town.board.hire("Zed", "partnership-officer")
    fire(town.board, zed)
    for nobody in (zed.id, town.bea.id, town.board.lead.id, uuid4()):
        problem(take(town.mona, disclosure, to=str(nobody)), 422, "colleague-not-available")
    problem(take(town.mona, disclosure, to=str(town.gwen.id)), 422, "already-theirs")
    problem(take(town.mona, disclosure, why="curious"), 400, "malformed")
    attempts = town.faye.read("/v1/audit/refused-attempts").ok()["attempts"]
    kept = {each["code"] for each in attempts if each["step"] == "take-over-disclosure"}
    assert kept == {"role-required", "not-found", "colleague-not-available", "already-theirs"}
    assert SAID in read_by(town.gwen, town, disclosure)


def test_what_a_post_received_waits_for_nobody_once_all_its_holders_have_left(
    town: Town,
) -> None:
    holder = town.school.hire("Hal", "practitioner")
    post = town.school.post("Safeguarding desk", holder)
    mair = town.school.hire("Mair", "manager")
    matter = town.asked(to={"post": str(post)})
    (row,) = waiting(mair)
    assert (row["post"], row["left"]) == (str(post), False)
    fire(town.school, holder)
    (row,) = waiting(mair)
    assert row["left"]
    take(mair, matter.request, kind="share-request", why="left").ok()
    assert waiting(mair)[0]["left"] is False


def test_a_decision_goes_with_its_request_to_whom_that_is_given(town: Town) -> None:
    """R-223: who has it no longer discloses nothing more; who has it now is not stuck."""
    pip = town.school.hire("Pip Ashcombe", "practitioner")
    lea = town.school.hire("Lea Marlowe", "safeguarding-lead")
    matter = town.asked()
    town.bea.do(
        "assign-share-request", about=matter.request, version=1, facts={"to": str(pip.id)}
    ).ok()
    decision = town.decided(matter, by=pip)
    path = f"/v1/sharing-decisions/{decision}"
    problem(lea.read(path), 404, "not-found")
    take(lea, matter.request, 2, "share-request", why="conflict-of-interest").ok()
    problem(pip.read(path), 404, "not-found")
    assert pip.read("/v1/sharing-decisions?side=author").ok()["decisions"] == []
    problem(town.disclosing(matter, decision, pip)[1], 404, "not-found")
    problem(town.deciding(matter, pip, version=1)[1], 404, "not-found")
    assert lea.read(path).ok()["decision"]["decision"] == "share"
    town.deciding(matter, lea, version=1)[1].ok()
    town.disclosing(matter, decision, lea)[1].ok()


def test_whoever_has_a_request_is_shown_of_what_was_shared_on_it_what_they_may_see(
    town: Town,
) -> None:
    """R-223: at either end, by who may see the disclosure itself."""
    lea = town.school.hire("Lea Marlowe", "safeguarding-lead")
    matter = town.asked()
    disclosure = town.disclosed(matter)
    path = f"/v1/share-requests/{matter.request}"
    read_by(town.gwen, town, disclosure)
    for who in (town.bea, town.ella, town.gwen):
        (shown,) = who.read(path).ok()["disclosures"]
        assert shown.pop("made_at")
        assert shown == {
            "disclosure": str(disclosure),
            "author": str(town.bea.id),
            "persons": [str(matter.pupil)],
            "emergency": False,
            "opened": True,
        }
    for who in (lea, town.mona):
        assert who.read(path).ok()["disclosures"] == []
        problem(who.read(f"/v1/disclosures/{disclosure}"), 404, "not-found")


def test_a_decision_is_made_again_on_its_own_request_or_not_at_all(town: Town) -> None:
    """Without it no duty would bind, and nothing asked would have to be answered (R-084)."""
    matter = town.asked()
    decision = town.decided(matter)
    drafting = draft(town.bea)
    town.deciding(matter, drafting, version=1)
    untied = town.bea.do(
        "make-sharing-decision",
        about=decision,
        version=1,
        facts=drafting.drafted.facts | {"request": None},
        sealed=reasons(town.bea, decision, None, REASONS),
    )
    problem(untied, 404, "not-found")
    town.deciding(matter, version=1)[1].ok()


def test_what_was_decided_unasked_for_one_agency_is_not_decided_again_for_another(
    town: Town,
) -> None:
    drafting = draft(town.bea)
    line = {
        "item": str(uuid4()),
        "person": str(uuid4()),
        "included": True,
        "kind": "fact",
    }
    own = lawful("public-task", provision="EA2002-175", limb="a")
    decision = town.world.ids.stream()

    def decided(to: Caller, version: int) -> Answered:
        decide(
            drafting,
            uuid4(),
            to,
            [line],
            decision="share",
            purpose="child-protection",
            reason="consent-not-the-basis",
            grounds=own,
        )
        return town.bea.do(
            "make-sharing-decision",
            about=decision,
            version=version,
            facts=drafting.drafted.facts | {"request": None},
            sealed=reasons(town.bea, decision, None, REASONS),
        )

    decided(town.asha, 0).ok()
    problem(decided(town.gwen, 1), 404, "not-found")
    decided(town.asha, 1).ok()
