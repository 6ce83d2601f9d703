"""A request that was withdrawn is answered no more, and opened by nobody there (R-157)."""

from __future__ import annotations

from uuid import UUID

from tests.api.cases import case_of
from tests.api.town import CHALLENGE, Matter, Town, problem, reasons
from tests.support.requirements import requirement
from tests.support.world import Caller, checks


def withdrawn(town: Town, matter: Matter, version: int = 1) -> None:
    about, why = matter.request, {"why": "wrong-agency"}
    town.gwen.do("withdraw-share-request", about=about, version=version, facts=why).ok()


def challenged(town: Town, matter: Matter) -> UUID:
    """The school challenges it: the envelope of its reasons."""
    sealed = reasons(town.bea, matter.request, town.board.body, CHALLENGE)
    facts = {"ground": "not-necessary", "texts": checks(CHALLENGE)}
    town.bea.do(
        "challenge-share-request", about=matter.request, version=1, facts=facts, sealed=sealed
    ).ok()
    return UUID(str(sealed.envelope["header"]["eid"]))  # type: ignore[index]


def release(by: Caller, envelope: UUID, tags: list[str]) -> tuple[int, str]:
    facts = {"segments": tags, "why": "casework"}
    answered = by.do("release-shares", about=envelope, version=0, facts=facts)
    return answered.status, answered.code


@requirement("R-157")
def test_its_words_are_not_found_by_whoever_was_asked(town: Town) -> None:
    matter = town.asked()
    path = f"/v1/share-requests/{matter.request}"
    envelope = town.envelope(town.bea, path)
    wire = town.bea.read(f"/v1/envelopes/{envelope}").ok()["envelope"]
    tags = [each["tag"] for each in wire["segments"]]
    withdrawn(town, matter)
    problem(town.bea.read(f"/v1/envelopes/{envelope}"), 404, "not-found")
    assert release(town.bea, envelope, tags) == (404, "not-found")
    told = town.bea.read(path).ok()["request"]
    assert (told["status"], told["withdrawn"]) == ("withdrawn", "wrong-agency")


@requirement("R-157")
def test_each_side_still_reads_what_it_wrote_and_the_requester_both(town: Town) -> None:
    matter = town.asked()
    asked = town.envelope(town.gwen, f"/v1/share-requests/{matter.request}")
    reply = challenged(town, matter)
    withdrawn(town, matter, version=2)
    told = town.gwen.read(f"/v1/share-requests/{matter.request}").ok()["request"]
    assert (told["status"], told["ground"]) == ("withdrawn", None)
    assert town.bea.open(reply)
    assert town.gwen.open(reply)
    assert town.gwen.open(asked)


@requirement("R-157")
def test_nothing_is_decided_or_given_on_it(town: Town) -> None:
    matter, other = town.asked(), town.asked()
    decision = town.decided(other)
    for each in (matter, other):
        withdrawn(town, each)
    problem(town.deciding(matter)[1], 422, "request-withdrawn")
    problem(town.disclosing(other, decision)[1], 422, "request-withdrawn")


def test_it_is_withdrawn_for_a_reason_of_the_list(town: Town) -> None:
    case = case_of(town, "withdraw-share-request")
    problem(case.with_facts({"why": "regret"}).send(), 400, "malformed")
    problem(case.with_facts({}).send(), 400, "malformed")
    case.send().ok()
