"""Who may not come in, and what no page does: the uninvited first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest

from hub_services.desk.web.security import MAX_FORM
from hub_services.desk.web.visit import own_path
from tests.support.pages import Served
from tests.support.world import Caller, Office
from tests.web.browsing import Come

SOME_ID = "7d8a1f0e-0000-4000-8000-000000000001"
PAGES = (
    "/",
    "/inbox",
    "/sent",
    "/disclosures",
    "/tasks",
    "/waiting",
    f"/waiting/{SOME_ID}",
    "/people",
    "/agencies",
    "/ask",
    f"/requests/{SOME_ID}",
    f"/requests/{SOME_ID}/share/items",
    f"/requests/{SOME_ID}/answer/not-held",
    f"/disclosures/{SOME_ID}",
    f"/decisions/{SOME_ID}",
    f"/rounds/{SOME_ID}",
    "/audit/people",
    f"/audit/people/{SOME_ID}",
    "/audit/refused-attempts",
    "/audit/history",
    "/no-such-page",
)
CASEWORK = tuple(
    path for path in PAGES if not path.startswith("/audit") and path not in {"/", "/agencies"}
)


@pytest.fixture
def stranger(served: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=served.address) as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_led_to_sign_in_whatever_they_ask_for(
    stranger: httpx2.Client, path: str
) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next={path}"


@pytest.mark.parametrize("path", ["/people", f"/requests/{SOME_ID}/open", "/ask"])
def test_a_stranger_changes_nothing(stranger: httpx2.Client, path: str) -> None:
    answer = stranger.post(path, data={"new-names": "Nobody"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def _chunks() -> Iterator[bytes]:
    yield from [b"hat=" + b"0" * 1024] * 4


@pytest.mark.parametrize("path", ["/sign-in/hat", "/people"])
def test_a_stranger_fills_neither_memory_nor_disk(stranger: httpx2.Client, path: str) -> None:
    """Whoever writes their own calls writes ``Sec-Fetch-Site`` as well."""
    here = {"Sec-Fetch-Site": "same-origin"}
    form = {**here, "Content-Type": "application/x-www-form-urlencoded"}
    for answer in (
        stranger.post(path, data={"hat": "0" * MAX_FORM}, headers=here),
        stranger.post(path, files={"hat": b"0" * MAX_FORM}, headers=here),
        stranger.post(path, content=_chunks(), headers=form),
    ):
        assert answer.status_code == 413
        assert "256 KiB" in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert stranger.post(path, data={"hat": "0" * 1000}, headers=here).status_code == 303


def test_a_cookie_that_was_made_up_is_no_session(stranger: httpx2.Client) -> None:
    answer = stranger.get("/inbox", headers={"Cookie": "hub-session=made-up"})
    assert answer.status_code == 303


def test_a_form_of_another_site_changes_nothing(come: Come) -> None:
    bea = come("Bea").get("/people")
    token = re.search(r'name="token" value="([0-9a-f.]+)"', bea.text)
    assert token
    form = {"token": token[1], "new-names": "Sent From Elsewhere"}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ):
        answer = bea.client.post("/people", data=form, headers=headers)
        assert answer.status_code == 403
        assert "nothing was done" in answer.text
    bea.press("Find", find="Elsewhere")
    assert "Nobody of that name" in bea.text


def test_an_old_browser_shows_its_origin_instead(served: Served, come: Come) -> None:
    bea = come("Bea").get("/people")
    del bea.client.headers["Sec-Fetch-Site"]
    cookies = dict(bea.client.cookies)
    for origin, status in (
        (None, 403),
        ("https://elsewhere.example", 403),
        (served.address, 422),
    ):
        headers = {"Origin": origin} if origin else {}
        token = re.findall(r'name="token" value="([0-9a-f.]+)"', bea.text)[0]
        with httpx2.Client(base_url=served.address, cookies=cookies) as old:
            answer = old.post("/people", data={"token": token}, headers=headers)
            assert answer.status_code == status


@pytest.mark.parametrize("token", ["", "0" * 64, "not-hex-é"])
def test_a_form_without_its_sessions_token_changes_nothing(come: Come, token: str) -> None:
    bea = come("Bea").get("/people")
    answer = bea.client.post("/people", data={"token": token, "new-names": "No Token"})
    assert answer.status_code == 403


def test_the_token_of_another_session_does_not_hold(come: Come) -> None:
    ella, bea = come("Ella").get("/people"), come("Bea")
    token = re.findall(r'name="token" value="([0-9a-f.]+)"', ella.text)[0]
    answer = bea.client.post("/people", data={"token": token, "new-names": "Other Token"})
    assert answer.status_code == 403


def test_what_is_not_theirs_looks_like_what_does_not_exist(served: Served, come: Come) -> None:
    request = served.ask()
    quin = come("Quin")
    refused = quin.get(f"/requests/{request}")
    hidden, status = refused.text, refused.page.status_code
    absent = quin.get(f"/requests/{SOME_ID}")
    assert status == absent.page.status_code == 404
    for volatile in (str(request), SOME_ID):
        hidden, other = hidden.replace(volatile, "ID"), absent.text.replace(volatile, "ID")
    nonce = re.compile(r'nonce="[^"]+"')
    assert nonce.sub("", hidden) == nonce.sub("", other)


@pytest.mark.parametrize("path", CASEWORK)
def test_an_auditor_is_led_away_from_casework(come: Come, path: str) -> None:
    faye = come("Faye").get(path)
    assert faye.page.url.path == "/audit/people" or faye.page.status_code == 404


@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith("/audit")])
def test_who_works_on_cases_sees_nothing_of_scrutiny(come: Come, path: str) -> None:
    assert come("Bea").get(path).page.status_code == 404


def test_every_answer_carries_the_policy(come: Come) -> None:
    bea = come("Bea")
    for path in ("/inbox", "/assets/frontend.css", "/no-such-page", "/people"):
        headers = bea.get(path).page.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert bea.get("/inbox").page.headers["cache-control"] == "no-store"
    nonces = {
        bea.get("/inbox").page.headers["content-security-policy"].partition("nonce-")[2][:22]
        for _ in range(3)
    }
    assert len(nonces) == 3


def test_the_sessions_cookie_is_out_of_reach_of_scripts(come: Come) -> None:
    bea = come("Bea")
    given = [
        value
        for answer in bea.page.history
        for value in answer.headers.get_list("set-cookie")
        if value.startswith("hub-session=")
    ]
    assert len(given) == 1
    for attribute in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert attribute in given[0]


def test_signing_out_ends_the_session_on_the_server(served: Served, come: Come) -> None:
    bea = come("Bea")
    cookies = dict(bea.client.cookies)
    bea.press("Sign out")
    assert "You are signed out" in bea.text
    with httpx2.Client(base_url=served.address, cookies=cookies) as again:
        assert again.get("/inbox").status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "//[",
        "/\0",
        "/\\elsewhere.example/",
        "javascript:alert(1)",
        "inbox",
        "",
    ],
)
def test_no_address_leads_on_to_elsewhere(stranger: httpx2.Client, address: str) -> None:
    assert own_path(address) == "/inbox"
    answer = stranger.get("/language/cy", params={"back": address})
    assert answer.headers["location"] == "/"


def test_who_has_left_finds_and_writes_down_nobody(served: Served, come: Come) -> None:
    served.remember("Quin", "Zebedee Quill")
    quin = come("Quin").get("/people").press("Find", find="Zebedee")
    assert "Zebedee Quill" in quin.text
    office = served.offices["Northshire ICB"]
    _give(office, served.people["Quin"], [])
    page = quin.page
    for press, filled in (("Find", {"find": "Zebedee"}), ("Add", {"new_names": "Planted"})):
        quin.page = page
        quin.press(press, **filled)
        assert quin.page.status_code == 403
        assert "Zebedee Quill" not in quin.text
    assert quin.get("/people").page.status_code == 403
    petra = come("Petra").get("/people").press("Find", find="Planted")
    assert "Nobody of that name" in petra.text
    _give(office, served.people["Quin"], ["practitioner"])


def test_who_has_left_reads_no_name_in_what_they_had_begun(served: Served, come: Come) -> None:
    """Finding: until the directory was asked for again, they read the whole last look."""
    quin = come("Quin")
    school = str(served.offices["Hollins School"].id)
    quin.get("/ask").press("Continue", provision="CA1989-47", to=[school])
    quin.press("Add", new_names="Zenobia Quill")
    draft = quin.page.url.path.rpartition("/")[0]
    office = served.offices["Northshire ICB"]
    pages = ("who", "people", "what", "check")
    assert "Zenobia Quill" in quin.get(f"{draft}/check").text
    _give(office, served.people["Quin"], [])
    come("Petra").get("/agencies")
    shown = [quin.get(f"{draft}/{page}").page for page in pages]
    _give(office, served.people["Quin"], ["practitioner"])
    assert [page.status_code for page in shown] == [403] * len(pages)
    assert not [page for page in shown if "Quill" in page.text]


def _give(office: Office, member: Caller, roles: list[str]) -> None:
    found = office.lead.read(f"/v1/agencies/{office.id}").ok()["agency"]
    facts = {"practitioner": str(member.id), "roles": roles}
    office.lead.do("change-roles", about=office.id, version=found["version"], facts=facts).ok()


def test_a_name_that_is_a_script_is_shown_and_not_run(come: Come) -> None:
    bea = come("Bea").get("/people")
    name = "<script>alert('Bobby')</script> O'Brien"
    bea.press("Add", new_names=name)
    bea.press("Find", find="Bobby")
    assert bea.page.url.query == b""  # what is looked for is a name, and stands in no address
    assert "<script>alert" not in bea.text
    assert "&lt;script&gt;alert" in bea.text
    bea.press("Find", find='"><script>alert(1)</script>')
    assert "<script>alert" not in bea.text


@pytest.mark.parametrize(
    "path",
    [
        "/requests/not-an-id",
        "/disclosures/%00",
        f"/ask/{SOME_ID}/nothing",
        "/ask/x/who",
        f"/requests/{SOME_ID}/answer/approve",
        "/rounds/é",
    ],
)
def test_an_address_that_makes_no_sense_is_not_found(come: Come, path: str) -> None:
    assert come("Bea").get(path).page.status_code == 404


@pytest.mark.parametrize("path", ["/ask/%00/who", "/requests/%00/decline", "/people%00"])
def test_nor_is_one_to_which_something_is_sent(come: Come, path: str) -> None:
    """Finding: it was taken for a key of the database, and something had gone wrong here."""
    bea = come("Bea").get("/people")
    token = dict(bea.forms()[-1].fields)["token"]
    bea.page = bea.client.post(path, data={"token": token, "reasons": "Kept by nobody."})
    assert bea.page.status_code == 404


@pytest.mark.parametrize(
    ("name", "path", "first"),
    [
        ("Faye", "/audit/history?after=-1", "/audit/history"),
        ("Faye", "/audit/people?before=0", "/audit/people"),
        ("Faye", "/audit/refused-attempts?before=zzz", "/audit/refused-attempts"),
        ("Mair", "/waiting?after=zzz", "/waiting"),
        ("Bea", f"/inbox?skip={'9' * 5000}", "/inbox"),
        ("Bea", "/disclosures?skip=-1", "/disclosures"),
    ],
)
def test_a_list_that_goes_on_after_no_place_begins_anew(
    come: Come, name: str, path: str, first: str
) -> None:
    """Finding: something was said to be wrong, and the list was gone."""
    reader = come(name).get(path)
    assert reader.page.status_code == 200
    heading = re.findall(r"<h1[^>]*>[^<]+", reader.text)
    assert heading == re.findall(r"<h1[^>]*>[^<]+", reader.get(first).text)


@pytest.mark.parametrize("page", ["history", "people", "refused-attempts"])
def test_a_day_of_a_year_that_no_record_has_is_said_at_the_field(come: Come, page: str) -> None:
    """Finding: the form was gone, and with it all that was looked for."""
    day = "from-day=1&from-month=1&from-year=2200"
    faye = come("Faye").get(f"/audit/{page}?{day}&agency=zzz")
    assert faye.page.status_code == 422
    assert "Enter a year before 2200" in faye.text
    assert 'value="2200"' in faye.text
