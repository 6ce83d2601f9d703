"""Asking from a desk: what leaves it, what each addressee can read, what the hub refuses."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from hub_services.desk import hub_client
from hub_services.desk.drafts import IdentityCard, To
from hub_services.desk.hub_client import HubRefused
from hub_services.desk.people import PersonUnknown
from hub_services.desk.tools import NobodyThere
from tests.services.desk.house import WHY, Case, asked, hat
from tests.support.requirements import requirement

pytestmark = pytest.mark.anyio


async def test_a_body_that_may_not_ask_is_refused_in_words(case: Case) -> None:
    (pupil,) = await case.pupils("Kit Archer")
    trust = case.board_house.agency("St Brannoc NHS FT", "E11-NHSFT")
    dana = hat(trust.hire("Dana", "named-professional"))
    desk = case.board_house.desk
    person = await desk.remember_person(dana, IdentityCard(names="Kit Archer"))
    (issued,) = await desk.issue_round(dana, case.draft(person))
    assert (issued.request, issued.refusal) == (None, "not-safeguarding-partner")
    assert issued.title
    assert len(issued.detail.split()) > 10
    assert (await case.school_house.desk.inbox(case.bea)).requests == ()
    assert pupil not in {kept.id for kept in await desk.people(dana)}


async def test_a_request_without_its_explanation_is_refused(case: Case) -> None:
    pupils = await case.pupils("Kit Archer")
    words = {code: text for code, text in WHY.items() if code != "why-needed"}
    (issued,) = await case.board_house.desk.issue_round(
        case.petra, case.draft(*pupils, words=words)
    )
    assert issued.refusal == "explanation-required"
    assert issued.facts == {"field": "why-needed"}


async def test_a_person_without_a_name_card_is_not_asked_about(case: Case) -> None:
    nobody = uuid4()
    with pytest.raises(PersonUnknown) as unknown:
        await case.board_house.desk.issue_round(case.petra, case.draft(nobody))
    assert unknown.value.person == nobody


async def test_an_explanation_that_names_a_pupil_is_found_before_it_is_sealed(
    case: Case,
) -> None:
    pupils = await case.pupils("Kit Archer")
    words = WHY | {"burden": "Little: Kit's register is one page to print."}
    (preview,) = await case.board_house.desk.preview_request(
        case.petra, case.draft(*pupils, words=words)
    )
    assert preview.flags == {"burden": ("names-subject",)}


async def test_the_safeguarding_lead_reads_what_the_preview_showed(case: Case) -> None:
    pupils = await case.pupils("Kit Archer", "Siân O'Brien")
    draft = case.draft(*pupils)
    (preview,) = await case.board_house.desk.preview_request(case.petra, draft)
    request = await asked(case, *pupils)
    desk = case.school_house.desk
    page = await desk.request(case.bea, request)
    writing = page.writing("request")
    assert writing is not None
    assert writing.opened is not None
    shown = {(s.owner, s.group): s.fields for s in preview.segments if s.group == "identity"}
    read = {
        (s.owner, s.group): s.fields for s in writing.opened.segments if s.group == "identity"
    }
    assert read == shown
    assert writing.opened.words() == WHY
    assert writing.opened.mismatched == ()
    assert [person.card.names for person in page.persons if person.card] == [
        "Kit Archer",
        "Siân O'Brien",
    ]
    assert [(o.opened_by, o.role) for o in page.openings] == [
        (case.bea.practitioner, "safeguarding-lead")
    ]
    codes = {item["topic"] for item in preview.facts["items"]}
    assert codes == {item.topic for item in page.request.items}


@requirement("R-441", "R-480")
async def test_the_reference_of_an_order_is_read_by_who_is_asked_and_not_by_the_hub(
    case: Case,
) -> None:
    pupils = await case.pupils("Kit Archer")
    ordered = {"provision": "COURT-ORDER", "function": None, "purpose": "court-legal"}
    without = case.draft(*pupils, **ordered)
    (refused,) = await case.board_house.desk.issue_round(case.petra, without)
    assert (refused.refusal, refused.facts) == ("request-not-specific", {"field": "order"})
    draft = case.draft(*pupils, **ordered, order="FD26P00042")
    (preview,) = await case.board_house.desk.preview_request(case.petra, draft)
    assert "FD26P00042" not in str(preview.facts)
    request = await asked(case, *pupils, **ordered, order="FD26P00042")
    page = await case.school_house.desk.request(case.bea, request)
    writing = page.writing("request")
    assert writing is not None
    assert writing.opened is not None
    assert writing.opened.words() == WHY | {"order": "FD26P00042"}
    assert writing.opened.mismatched == ()


async def test_before_it_is_opened_nobody_has_a_name(case: Case) -> None:
    pupils = await case.pupils("Kit Archer")
    await case.board_house.desk.issue_round(case.petra, case.draft(*pupils))
    inbox = await case.school_house.desk.inbox(case.bea)
    assert [len(row.persons) for row in inbox.requests] == [1]
    assert inbox.names == {}
    assert (await case.board_house.desk.sent(case.petra)).names.keys() == set(pupils)


@requirement("R-220")
async def test_who_knows_the_person_from_other_work_sees_the_name_they_know_and_no_other(
    case: Case,
) -> None:
    """Before it is opened; what the requester calls them and who else is asked is sealed."""
    kit, lou = await case.pupils("Kit Archer", "Lou Bright")
    desk, school = case.board_house.desk, case.school_house.desk
    await asked(case, kit)
    renamed = IdentityCard(names="Kit Archer-Vale", address="3 Quandary Row")
    await desk.remember_person(case.petra, renamed, person=kit)
    (issued,) = await desk.issue_round(case.petra, case.draft(kit, lou))
    assert issued.request is not None
    inbox = await school.inbox(case.bea)
    assert {person: card.names for person, card in inbox.names.items()} == {kit: "Kit Archer"}
    page = await school.request(case.bea, issued.request)
    assert [person.card and person.card.names for person in page.persons] == [
        "Kit Archer",
        None,
    ]
    assert "Quandary" not in str(page)
    assert page.writing("request") is not None
    assert page.openings == ()
    colleague = await school.inbox(case.ella)
    assert len(colleague.requests) == 2
    assert colleague.names == {}, "what one of them opened is not the agency's"


async def test_each_agency_of_a_round_is_told_of_its_own_persons_only(case: Case) -> None:
    first, second = await case.pupils("Kit Archer", "Lou Bright")
    other = case.school_house.agency("Westmere School", "EA175-MSGB")
    ines = hat(other.hire("Ines", "safeguarding-lead"))
    to = (
        To(agency=case.school.id, persons=(first,)),
        To(agency=other.id, persons=(second,)),
    )
    desk = case.board_house.desk
    issued = await desk.issue_round(case.petra, case.draft(first, second, to=to))
    assert [each.refusal for each in issued] == [None, None]
    (row,) = (await case.school_house.desk.inbox(ines)).requests
    assert [person.id for person in row.persons] == [second]
    opened = await case.school_house.desk.open_envelope(ines, row.envelope, "answer")
    assert "Kit Archer" not in repr([segment.fields for segment in opened.segments])
    sent = await desk.sent(case.petra)
    (round_id,) = {row.round for row in sent.requests}
    assert round_id is not None
    together = await desk.round(case.petra, round_id)
    assert {row.counterpart for row in together.requests} == {case.school.id, other.id}


@requirement("R-220")
async def test_the_words_of_a_round_name_nobody_of_whom_another_agency_is_asked(
    case: Case,
) -> None:
    """They are the same for all: who is not asked about Kit learns nothing of Kit by them."""
    first, second = await case.pupils("Kit Archer", "Lou Bright")
    other = case.school_house.agency("Westmere School", "EA175-MSGB")
    to = (
        To(agency=case.school.id, persons=(first,)),
        To(agency=other.id, persons=(second,)),
    )
    words = WHY | {"burden": "Little: Kit's register is one page to print."}
    draft = case.draft(first, second, to=to, words=words)
    desk = case.board_house.desk
    flags = [each.flags for each in await desk.preview_request(case.petra, draft)]
    assert flags == [{"burden": ("names-subject",)}] * 2
    issued = await desk.issue_round(case.petra, draft)
    assert [each.request for each in issued] == [None, None]


async def test_a_refusal_to_one_of_a_round_does_not_hold_up_the_others(case: Case) -> None:
    pupils = await case.pupils("Kit Archer")
    to = (To(agency=case.school.id, post=uuid4()), To(agency=case.school.id))
    issued = await case.board_house.desk.issue_round(case.petra, case.draft(*pupils, to=to))
    assert issued[0].refusal == "not-found"
    assert issued[1].request is not None


async def test_nobody_is_asked_when_one_of_a_round_is_not_in_the_directory(
    case: Case,
) -> None:
    pupils = await case.pupils("Kit Archer")
    to = (To(agency=case.school.id), To(agency=uuid4()))
    with pytest.raises(NobodyThere):
        await case.board_house.desk.issue_round(case.petra, case.draft(*pupils, to=to))
    assert (await case.board_house.desk.sent(case.petra)).requests == ()


@pytest.mark.parametrize("lost", ["cut", "deaf"])
async def test_a_round_whose_answers_were_lost_is_issued_again_and_asks_nobody_twice(
    case: Case, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_client, "PAUSE", 0.001)
    pupils = await case.pupils("Kit Archer")
    desk, line, key = case.board_house.desk, case.board_house.line, uuid4()
    getattr(line, lost).add("/v1/share-requests")
    (issued,) = await desk.issue_round(case.petra, case.draft(*pupils), key=key)
    assert (issued.request, issued.refusal) == (None, "hub-away")
    getattr(line, lost).clear()
    (issued,) = await desk.issue_round(case.petra, case.draft(*pupils), key=key)
    assert [row.request_id for row in (await desk.sent(case.petra)).requests] == [
        issued.request
    ]


async def test_the_board_narrows_what_it_asks(case: Case) -> None:
    first, second = await case.pupils("Kit Archer", "Lou Bright")
    request = await asked(case, first, second)
    desk = case.board_house.desk
    row = (await desk.request(case.petra, request)).request
    await desk.narrow(
        case.petra,
        request,
        persons=[first],
        items=row.kept_items,
        due_at=row.due_at + timedelta(days=1),
    )
    row = (await desk.request(case.petra, request)).request
    assert (row.status, row.kept_persons) == ("narrowed", (first,))


async def test_the_board_withdraws_what_it_asked_and_nobody_there_opens_it_any_more(
    case: Case,
) -> None:
    request = await asked(case, *await case.pupils("Kit Archer"))
    desk, school = case.board_house.desk, case.school_house.desk
    found = await desk.request(case.petra, request)
    await desk.withdraw(case.petra, request, why="wrong-agency")
    row = (await school.request(case.bea, request)).request
    assert (row.status, row.withdrawn) == ("withdrawn", "wrong-agency")
    with pytest.raises(HubRefused, match="not-found"):
        await school.open_envelope(case.bea, found.request.envelope, "answer")
    await desk.open_envelope(case.petra, found.request.envelope, "casework")


async def test_acting_on_a_page_that_is_out_of_date_is_told_so(case: Case) -> None:
    pupils = await case.pupils("Kit Archer")
    request = await asked(case, *pupils)
    desk = case.school_house.desk
    await desk.assign(case.bea, request, case.bea.practitioner, version=1)
    with pytest.raises(HubRefused, match="version-moved"):
        await desk.assign(case.bea, request, case.bea.practitioner, version=1)
