"""Lists of records: what waits apart from what is done with, and page by page."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.api.town import CHALLENGE, Matter, Town, reasons
from tests.support.requirements import requirement
from tests.support.world import Caller, checks, sealed_id

SOON = datetime(2026, 10, 9, 9, 0, tzinfo=UTC)


def three(town: Town) -> list[Matter]:
    """Two requests that wait, and one that is answered, due before them."""
    helen = town.board.hire("Helen", "partnership-officer")
    answered = town.asked(helen, due_at=SOON)
    town.disclosing(answered, town.decided(answered, to=helen), to=helen)[1].ok()
    return [answered, town.asked(helen), town.asked(helen)]


def test_what_is_owed_an_answer_is_listed_apart_from_the_rest(town: Town) -> None:
    answered, *waiting = three(town)
    path = "/v1/share-requests?side=addressee&limit=1000&waits="
    told = {
        waits: [row["request_id"] for row in town.bea.read(path + waits).ok()["requests"]]
        for waits in ("true", "false")
    }
    assert {str(each.request) for each in waiting} <= set(told["true"])
    assert str(answered.request) not in told["true"]
    assert str(answered.request) in told["false"]
    assert set(told["true"]).isdisjoint(told["false"])


def test_a_list_is_read_page_by_page(town: Town) -> None:
    three(town)
    for name, rows, key in (
        ("share-requests", "requests", "request_id"),
        ("sharing-decisions", "decisions", "decision_id"),
        ("disclosures", "disclosures", "disclosure_id"),
    ):
        path = f"/v1/{name}?side=author"
        reader = town.mona if rows == "requests" else town.bea
        whole = [row[key] for row in reader.read(f"{path}&limit=1000").ok()[rows]]
        paged = [
            row[key]
            for skip in range(0, len(whole) + 1, 2)
            for row in reader.read(f"{path}&limit=2&skip={skip}").ok()[rows]
        ]
        assert whole
        assert paged == whole


def test_a_list_says_what_is_neither_opened_nor_acknowledged(town: Town) -> None:
    matter = town.asked()
    disclosure, answered = town.disclosing(matter, town.decided(matter))
    answered.ok()
    readers = ((town.gwen, "addressee"), (town.bea, "author"))
    for reader, side in readers:
        told = reader.read(f"/v1/disclosures?side={side}&waits=true").ok()
        assert str(disclosure) in told["unopened"]
    for other in (town.colm, town.asha):
        told = other.read("/v1/disclosures").ok()
        assert str(disclosure) not in str(told), "it is none of theirs"
    town.gwen.open(town.envelope(town.gwen, f"/v1/disclosures/{disclosure}"))
    for reader, side in readers:
        told = reader.read(f"/v1/disclosures?side={side}&waits=true").ok()
        assert str(disclosure) not in told["unopened"]
        assert str(disclosure) in str(told["disclosures"])
    facts = {"significance": "new", "action": "acted"}
    town.gwen.do("acknowledge-disclosure", about=disclosure, version=1, facts=facts).ok()
    told = town.gwen.read("/v1/disclosures?waits=true&limit=1000").ok()
    assert str(disclosure) not in str(told)
    assert str(disclosure) in str(town.gwen.read("/v1/disclosures?waits=false&limit=1000").ok())


def to_read(reader: Caller, side: str = "author") -> list[str]:
    path = f"/v1/share-requests?side={side}&unopened=true"
    return [row["request_id"] for row in reader.read(path).ok()["requests"]]


@requirement("R-223", "R-224")
def test_a_reply_is_listed_until_who_asked_has_opened_it(town: Town) -> None:
    """And to whoever else may see the request until they or who asked have; to nobody else."""
    matter = town.asked()
    request = str(matter.request)
    assert request not in to_read(town.gwen), "nothing came back yet"
    assert request in to_read(town.bea, "addressee"), "what is asked is to be read as well"
    sealed = reasons(town.bea, matter.request, town.board.body, CHALLENGE)
    town.bea.do(
        "challenge-share-request",
        about=matter.request,
        version=1,
        facts={"ground": "not-necessary", "texts": checks(CHALLENGE)},
        sealed=sealed,
    ).ok()
    assert request not in to_read(town.bea, "addressee")
    readers = (town.gwen, town.mona)
    assert [request in to_read(reader) for reader in readers] == [True, True]
    assert request not in to_read(town.colm), "it is none of his"
    town.mona.open(sealed_id(sealed))
    assert [request in to_read(reader) for reader in readers] == [True, False]
    town.gwen.open(sealed_id(sealed))
    assert request not in to_read(town.gwen)


def test_a_reply_without_words_is_listed_for_who_asked_alone(town: Town) -> None:
    """There is nothing to open: whether they have looked is for their desk to know."""
    matter = town.asked()
    facts = {"answer": "not-known-here"}
    town.bea.do("answer-share-request", about=matter.request, version=1, facts=facts).ok()
    assert str(matter.request) in to_read(town.gwen)
    assert str(matter.request) not in to_read(town.mona)


@requirement("R-223")
def test_who_was_given_a_request_is_told_by_whom_and_the_other_agency_is_not(
    town: Town,
) -> None:
    matter = town.asked()
    to = {"to": str(town.ella.id)}
    town.bea.do("assign-share-request", about=matter.request, version=1, facts=to).ok()
    at = f"/v1/share-requests/{matter.request}"
    (given,) = town.ella.read(at).ok()["given"]
    assert (given["by"], given["to"]) == (str(town.bea.id), str(town.ella.id))
    assert given in town.ella.read("/v1/share-requests?waits=true&limit=1000").ok()["given"]
    assert town.gwen.read(at).ok()["given"] == []
