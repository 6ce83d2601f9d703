"""Answering without supplying: what the requester is told, and what it must say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub_services.desk.drafts import Search
from hub_services.desk.hub_client import HubRefused
from tests.services.desk.house import Case, asked
from tests.services.desk.supplies import SEARCH

pytestmark = pytest.mark.anyio

REASONS = "One of the pupils listed left before the period and has no part in the case."


async def test_a_stranger_at_the_agency_is_told_that_there_is_no_such_request(
    case: Case,
) -> None:
    request = await asked(case, *(await case.pupils("Kit Archer")))
    with pytest.raises(HubRefused) as refused:
        await case.board_house.desk.challenge(
            case.colleague, request, "not-necessary", {"reasons": REASONS}
        )
    assert (refused.value.code, refused.value.status) == ("not-found", 404)


async def test_a_bare_gdpr_is_refused_with_words_to_act_on(case: Case) -> None:
    request = await asked(case, *(await case.pupils("Kit Archer")))
    with pytest.raises(HubRefused) as refused:
        await case.school_house.desk.decline(
            case.bea, request, "data-protection", {"reasons": "GDPR"}
        )
    assert refused.value.code == "refusal-ground-not-recognised"
    assert refused.value.duty == "R-101"
    assert len(refused.value.detail.split()) > 10


async def test_the_requester_reads_why_it_was_challenged(case: Case) -> None:
    request = await asked(case, *(await case.pupils("Kit Archer")))
    await case.school_house.desk.challenge(
        case.bea, request, "not-necessary", {"reasons": REASONS}
    )
    desk = case.board_house.desk
    page = await desk.request(case.petra, request)
    assert (page.request.status, page.request.ground) == ("challenged", "not-necessary")
    assert [task.kind for task in page.tasks if not task.closed_at] == ["escalate-16h"]
    challenge = page.writing("challenge")
    assert challenge is not None
    opened = await desk.open_envelope(case.petra, challenge.row.envelope, "casework")
    assert opened.words() == {"reasons": REASONS}
    assert opened.mismatched == ()
    assert {segment.owner for segment in opened.segments} == {request}


async def test_a_challenge_that_names_the_pupil_is_refused(case: Case) -> None:
    request = await asked(case, *(await case.pupils("Kit Archer")))
    with pytest.raises(HubRefused) as refused:
        await case.school_house.desk.challenge(
            case.bea, request, "not-necessary", {"reasons": f"{REASONS} Ask Archer's mother."}
        )
    assert refused.value.facts["lack"] == "names-subject"


async def test_nothing_held_says_what_was_searched(case: Case) -> None:
    request = await asked(case, *(await case.pupils("Kit Archer")))
    desk = case.school_house.desk
    with pytest.raises(HubRefused, match="search-not-stated"):
        await desk.answer_not_held(case.bea, request, Search(), {})
    await desk.answer_not_held(
        case.bea, request, SEARCH, {"search": "Both registers and the archive list."}
    )
    page = await case.board_house.desk.request(case.petra, request)
    assert page.request.status == "not-held"
    assert page.request.search is not None
    assert page.request.search.not_searched == ("paper-archive",)


async def test_nothing_held_needs_no_words(case: Case) -> None:
    request = await asked(case, *(await case.pupils("Kit Archer")))
    await case.school_house.desk.answer_not_held(case.bea, request, SEARCH, {})
    page = await case.board_house.desk.request(case.petra, request)
    assert [writing.row.part for writing in page.writings] == ["request"]


async def test_not_known_here_and_a_question_are_answers_of_their_own(case: Case) -> None:
    desk = case.school_house.desk
    request = await asked(case, *(await case.pupils("Kit Archer")))
    await desk.ask_clarification(
        case.bea, request, {"reasons": "Which of the two autumn terms is meant?"}
    )
    page = await case.board_house.desk.request(case.petra, request)
    assert page.request.status == "clarification-sought"
    due_at = page.request.due_at + timedelta(days=2)
    said = {"explanation": "The first of the two, in which Kit Archer was away."}
    await case.board_house.desk.explain(case.petra, request, said, due_at=due_at)
    page = await desk.request(case.bea, request)
    assert (page.request.status, page.request.due_at) == ("explained", due_at)
    explained = page.writing("explanation")
    assert explained is not None
    opened = await desk.open_envelope(case.bea, explained.row.envelope, "answer")
    assert (opened.words(), opened.mismatched) == (said, ())
    looked = Search(systems=("attendance-register",), identifiers=("name",))
    await desk.not_known_here(case.bea, request, {}, search=looked)
    page = await case.board_house.desk.request(case.petra, request)
    assert page.request.status == "not-known-here"
    assert page.request.search is not None
    assert page.request.search.systems == ("attendance-register",)
    assert page.request.search.period_from is None


async def test_an_assigned_request_leaves_the_other_inboxes(case: Case) -> None:
    request = await asked(case, *(await case.pupils("Kit Archer")))
    desk = case.school_house.desk
    await desk.assign(case.bea, request, case.ella.practitioner)
    assert (await desk.inbox(case.bea)).requests == ()
    assert len((await desk.inbox(case.ella)).requests) == 1
