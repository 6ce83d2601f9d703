"""What may not be seen and what does not exist are answered alike (R-224, threat T7)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from hub_services.hub.uses import COMMANDS
from tests.api.cases import CASES, Case, case_of
from tests.api.tables import position, topics_after
from tests.api.town import Matter, Town, newcomer, put
from tests.support.world import FLOOR, Answered, Caller

PUBLIC = {name for name in CASES if COMMANDS[name].path.startswith(("/v1/agencies", "/v1/law"))}
"""Commands about agencies, whom the directory shows to everyone."""

BY_A_FACT: Mapping[str, str] = {
    "make-sharing-decision": "request",
    "make-disclosure": "decision",
}
"""Commands that begin a record and name the one they rest on among their facts."""


@pytest.fixture(scope="module")
def matter(town: Town) -> Matter:
    """A request that was answered by a disclosure."""
    matter = town.asked(round_id=town.world.ids.stream())
    town.disclosed(matter)
    return matter


def records(town: Town, matter: Matter) -> dict[str, str]:
    """Where each record of the matter is read."""
    found = town.gwen.read(f"/v1/share-requests/{matter.request}").ok()["request"]
    return {
        f"/v1/share-requests/{matter.request}": str(matter.request),
        f"/v1/rounds/{found['round']}": found["round"],
        f"/v1/sharing-decisions/{found['decision']}": found["decision"],
        f"/v1/disclosures/{found['disclosure']}": found["disclosure"],
        f"/v1/envelopes/{found['envelope']}": found["envelope"],
        f"/v1/audit/who-knew/{matter.pupil}": str(matter.pupil),
    }


def alike(answers: list[Answered]) -> None:
    """One status, one body of one length, the same headers."""
    assert {answer.status for answer in answers} == {404}
    assert len({repr(answer.body) for answer in answers}) == 1
    assert len({repr(sorted(answer.headers.items())) for answer in answers}) == 1


def test_no_reader_can_tell_a_record_from_none(town: Town, matter: Matter) -> None:
    for path, there in records(town, matter).items():
        for stranger in (town.asha, town.operator, town.colm, town.pip):
            alike([stranger.read(path), stranger.read(path.replace(there, str(uuid4())))])


def test_the_auditor_cannot_tell_a_letter_from_none(town: Town, matter: Matter) -> None:
    """Scrutineers see codes; records and letters as such are not theirs."""
    for path, there in records(town, matter).items():
        if "audit" not in path:
            absent = path.replace(there, str(uuid4()))
            alike([town.faye.read(path), town.faye.read(absent)])


def about_another(case: Case, other: UUID, by: Caller) -> Case:
    """The same about another record, as far as the command names one."""
    if (fact := BY_A_FACT.get(case.name)) is not None:
        return case.with_facts(put(case.facts, (fact,), str(other)))
    if case.name == "assign-share-request":
        case = case.with_facts({"to": str(by.id)})
    return replace(case, about=other)


@pytest.mark.parametrize("name", sorted(CASES.keys() - PUBLIC - {"issue-share-request"}))
def test_nobody_can_tell_a_record_from_none_by_any_command(
    name: str, town: Town, town_url: str
) -> None:
    """Not by its version either; and each attempt is noted."""
    case = case_of(town, name)
    there = UUID(case.facts[BY_A_FACT[name]]) if name in BY_A_FACT else case.about
    strangers = [newcomer(town.parish, min(COMMANDS[name].roles))]
    if "practitioner" in COMMANDS[name].roles:  # and a colleague of who may
        strangers.append(town.colm if case.by.body is town.board.body else town.pip)
    for stranger in strangers:
        answers = []
        for about in (there, uuid4()):
            for version in (case.version, case.version + 70):
                since = position(town_url)
                sent = about_another(replace(case, version=version), about, stranger)
                answers.append(sent.send(stranger))
                assert topics_after(town_url, since) == ["refused-attempt.noted"]
        alike(answers)


def test_a_colleague_who_does_not_have_it_cannot_tell_it_from_none(town: Town) -> None:
    """Once it is assigned, only who has it and the co-ordinator see it."""
    matter = town.asked()
    case = case_of(town, "assign-share-request")
    sent = replace(case, about=matter.request).with_facts({"to": str(town.ella.id)})
    sent.send().ok()
    path = f"/v1/share-requests/{matter.request}"
    lead = newcomer(town.school, "safeguarding-lead")
    for colleague in (lead, town.pip):
        alike([colleague.read(path), colleague.read(f"/v1/share-requests/{uuid4()}")])
    later = replace(sent, version=2)
    alike([later.send(), replace(later, about=uuid4()).send()])
    town.ella.read(path).ok()


def test_no_not_found_leaves_before_the_floor(town: Town, matter: Matter) -> None:
    """A lower bound, which a slow machine only keeps more easily."""
    case = case_of(town, "acknowledge-disclosure")
    for about in (case.about, uuid4()):
        began = time.monotonic()
        assert replace(case, about=about).send(town.colm).status == 404
        assert time.monotonic() - began >= FLOOR
    for request in (matter.request, uuid4()):
        began = time.monotonic()
        assert town.asha.read(f"/v1/share-requests/{request}").status == 404
        assert time.monotonic() - began >= FLOOR
