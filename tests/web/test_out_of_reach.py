"""Hub, database or sign-in out of reach: said in plain words, and nothing typed is lost."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from starlette.applications import Starlette

from hub_services.desk import hub_client
from hub_services.desk.web.security import session_cookie
from hub_services.hub.api import problems
from hub_services.hub.api.problems import Problem
from hub_services.wiring.serve import health
from tests.services.desk.house import Line
from tests.support.log import lines
from tests.support.outage import own_server, serving
from tests.support.pages import Served, serve_pages
from tests.web import steps
from tests.web.browsing import Come, Reader

WRITTEN = 'One pupil on the list, "number 3",\nis not known & was never in our school.'
HUB, DESK = "The hub cannot be reached", "Your desk cannot reach its own records"

Spoil = Callable[[Line], None]


def cut(line: Line) -> None:
    """Nothing arrives."""
    line.cut.add("")


def deaf(line: Line) -> None:
    """Everything arrives, and no answer comes back."""
    line.deaf.add("")


def away(line: Line) -> None:
    """The hub itself says that its store is away."""
    answer = Problem(code=problems.NOT_READY).response("The hub is starting", "Try again")
    line.instead = httpx2.Response(503, content=bytes(answer.body))


@contextmanager
def spoilt(served: Served, spoil: Spoil) -> Iterator[None]:
    """The line to the hub, spoilt during the block."""
    line = served.house.line
    spoil(line)
    try:
        yield
    finally:
        line.cut.clear()
        line.deaf.clear()
        line.instead = None


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_client, "PAUSE", 0.001)


def said_to_be_away(reader: Reader, what: str) -> None:
    assert reader.page.status_code == 503
    assert what in reader.text
    assert "ring the police on 999" in reader.text
    assert int(reader.page.headers["retry-after"]) > 0


def shown(text: str) -> str:
    """As it stands on a page, where quotes and ampersands are escaped."""
    return text.replace("&", "&amp;").replace('"', "&#34;")


@pytest.mark.parametrize("spoil", [cut, away])
@pytest.mark.parametrize("path", ["/inbox", "/sent", "/tasks", "/disclosures"])
def test_a_page_says_that_the_hub_is_away(
    served: Served, come: Come, path: str, spoil: Spoil
) -> None:
    bea = come("Bea")
    with spoilt(served, spoil):
        said_to_be_away(bea.get(path), HUB)
        assert "Bea Lloyd" in bea.text, "she is still signed in"
    assert bea.get(path).page.status_code == 200


def test_a_desk_that_lost_the_keys_of_an_agency_says_what_to_do(
    served: Served, come: Come
) -> None:
    bea = come("Bea")
    lost = replace(served.hat("Bea"), agency=uuid4())
    called = {"name": "Bea Lloyd", "post": "", "agency_name": "Hollins School", "nation": "E"}
    session = served.run(served.desk.sign_in(lost, called))
    bea.client.cookies.clear()
    bea.client.cookies.set(session_cookie(secure=False), session)
    said_to_be_away(bea.get("/inbox"), "The keys of your agency are not at this desk")
    assert "the folder of the agencies" in bea.text


@pytest.mark.parametrize("spoil", [cut, away])
def test_what_was_written_is_shown_and_sent_when_the_hub_is_back(
    served: Served, come: Come, spoil: Spoil
) -> None:
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}/answer/challenge")
    with spoilt(served, spoil):
        bea.press("Send this answer", ground="not-specific", reasons=WRITTEN)
        said_to_be_away(bea, HUB)
        assert shown(WRITTEN) in bea.text
        said_to_be_away(bea.press("Try again"), HUB)
    bea.press("Try again")
    assert "Your challenge has been sent" in bea.text
    page = served.run(served.desk.request(served.hat("Bea"), request))
    written = page.writing("challenge")
    assert written is not None
    assert written.opened is not None
    assert written.opened.segments[0].fields == {"reasons": WRITTEN}


def test_an_answer_that_did_arrive_is_not_given_twice(served: Served, come: Come) -> None:
    request = served.ask()
    bea = come("Bea").get(f"/requests/{request}").press("Open and read")
    bea.get(f"/requests/{request}/answer/not-known-here")
    with spoilt(served, deaf):
        said_to_be_away(steps.not_known(bea, reasons=WRITTEN), HUB)
    bea.press("Try again")
    row = served.run(served.desk.request(served.hat("Bea"), request)).request
    assert row.status == "not-known-here"
    assert row.version <= 2


@pytest.mark.parametrize("spoil", [cut, deaf])
def test_a_request_that_is_sent_again_asks_nobody_twice(
    served: Served, come: Come, spoil: Spoil
) -> None:
    petra = come("Petra")
    steps.compose(petra, served)
    before = len(served.run(served.desk.sent(served.hat("Petra"))).requests)
    with spoilt(served, lambda line: getattr(line, spoil.__name__).add("/share-requests")):
        petra.press("Send the request")
        assert HUB in petra.text
    petra.press("Send the request")
    assert petra.page.url.path == "/sent"
    assert len(served.run(served.desk.sent(served.hat("Petra"))).requests) == before + 1


def test_who_signs_in_meanwhile_is_not_told_that_nobody_knows_them(
    served: Served,
) -> None:
    bea = Reader(served.address).get("/sign-in")
    with spoilt(served, cut):
        said_to_be_away(bea.press("Be Bea"), HUB)
    assert 'href="/sign-in"' in bea.text
    bea.client.close()


@pytest.mark.parametrize("answers", [None, 502])
def test_a_place_to_sign_in_that_is_away_is_said_to_be_and_logged(
    served: Served,
    monkeypatch: pytest.MonkeyPatch,
    log: io.StringIO,
    answers: int | None,
) -> None:
    through = httpx2.ASGITransport.handle_async_request

    async def gone(transport: httpx2.ASGITransport, request: httpx2.Request) -> httpx2.Response:
        if request.url.path.startswith("/identity"):
            if answers is None:
                raise httpx2.ConnectError("gone")
            return httpx2.Response(answers, request=request)
        return await through(transport, request)

    bea = Reader(served.address).get("/sign-in")
    monkeypatch.setattr(httpx2.ASGITransport, "handle_async_request", gone)
    said_to_be_away(bea.press("Be Bea"), "The place where you sign in")
    bea.client.close()
    (line,) = lines(log)
    assert (line["event"], line["code"]) == ("not-answered", "sign-in-away")
    assert "raised" in line


def test_a_desk_whose_database_fell_gives_back_what_was_written_and_goes_on(
    server_directory: Path, tmp_path: Path
) -> None:
    with (
        own_server(server_directory) as server,
        serve_pages(server.rise(), tmp_path) as served,
        serving(Starlette(routes=health(lambda: served.desk.session("")))) as watch,
    ):
        request = served.ask()
        bea = Reader(served.address).sign_in("Bea")
        bea.get(f"/requests/{request}/answer/challenge")
        server.fall()

        bea.press("Send this answer", ground="not-specific", reasons=WRITTEN)
        said_to_be_away(bea, DESK)
        assert shown(WRITTEN) in bea.text
        assert "Not signed in" not in bea.text
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        sent = bea.client.post("/people", data={"new-names": WRITTEN}, headers=elsewhere)
        assert sent.status_code == 403
        assert shown(WRITTEN) not in sent.text
        assert bea.client.get("/no-such-page").status_code == 503
        elsewhere_again = bea.client.get(f"{served.address}//elsewhere.example/inbox").text
        assert 'href="/inbox"' in elsewhere_again
        assert 'href="//' not in elsewhere_again
        ready = watch.get("/health/ready")
        assert (ready.status_code, ready.json()["reason"]) == (503, "store-away")
        assert watch.get("/health/live").status_code == 200

        server.rise()
        bea.press("Try again")
        assert "Your challenge has been sent" in bea.text
        assert watch.get("/health/ready").status_code == 200
        for _ in range(10):
            assert bea.get("/inbox").page.status_code == 200
        bea.client.close()
