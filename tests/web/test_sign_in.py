"""Signing in is a code flow with PKCE; the provider of demonstrations stays in them."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from authlib.integrations.starlette_client import StarletteOAuth2App

from hub_services.identity.provider import IdentityRefused, Persona, Provider
from tests.support.pages import CLIENT, Served

OFFERED = "id_token_signing_alg_values_supported"


def provider(environment: str = "test", *personas: Persona) -> Provider:
    return Provider(
        environment=environment,  # type: ignore[arg-type]  # what a careless caller gives
        issuer="http://id.example",
        client_id=CLIENT,
        redirect_uris=["http://desk.example/sign-in/back"],
        personas=personas,
    )


@pytest.fixture
def browser(served: Served) -> Iterator[httpx2.Client]:
    headers = {"Sec-Fetch-Site": "same-origin"}
    with httpx2.Client(base_url=served.address, headers=headers) as client:
        yield client


def away(browser: httpx2.Client, then: str = "/inbox") -> str:
    """Off to the provider; gives its address with what the desk asks."""
    answer = browser.get("/sign-in", params={"next": then})
    assert answer.status_code == 302
    return str(answer.headers["location"])


def chosen(browser: httpx2.Client, address: str, persona: str = "0") -> str:
    """Choose someone; gives the address that leads back."""
    answer = browser.post(address, data={"persona": persona})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_the_provider_of_demonstrations_refuses_to_run_in_production() -> None:
    with pytest.raises(IdentityRefused):
        provider("production")


def test_the_desk_asks_for_a_code_with_a_challenge(browser: httpx2.Client) -> None:
    asked = parse_qs(urlsplit(away(browser)).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert asked["nonce"]
    assert asked["state"]


def test_whoever_is_chosen_comes_back_to_where_they_wanted_to_go(
    browser: httpx2.Client,
) -> None:
    back = chosen(browser, away(browser, "/tasks"))
    answer = browser.get(back)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/tasks"
    assert browser.get("/tasks").status_code == 200


def test_a_code_is_used_once(served: Served, browser: httpx2.Client) -> None:
    back = chosen(browser, away(browser))
    kept = dict(browser.cookies)
    assert browser.get(back).status_code == 303
    with httpx2.Client(base_url=served.address, cookies=kept) as again:
        assert again.get(back).status_code == 401


def test_a_code_of_someone_elses_browser_is_refused(
    served: Served, browser: httpx2.Client
) -> None:
    back = chosen(browser, away(browser))
    with httpx2.Client(base_url=served.address) as other:
        assert other.get(back).status_code == 401
        other.get("/sign-in")
        assert other.get(back).status_code == 401


def test_a_changed_state_is_refused(browser: httpx2.Client) -> None:
    back = chosen(browser, away(browser))
    assert browser.get(re.sub("state=[^&]+", "state=other", back)).status_code == 401


def test_a_refusal_by_the_provider_is_told(browser: httpx2.Client) -> None:
    away(browser)
    answer = browser.get("/sign-in/back?error=access_denied&error_description=no")
    assert answer.status_code == 401
    assert "You could not be signed in" in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("redirect_uri", "http://elsewhere.example/"),
        ("client_id", "another"),
        ("response_type", "token"),
        ("code_challenge_method", "plain"),
        ("code_challenge", ""),
        ("scope", "profile"),
        ("nonce", ""),
    ],
)
def test_the_provider_answers_only_what_the_desk_may_ask(
    browser: httpx2.Client, field: str, value: str
) -> None:
    parts = urlsplit(away(browser))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    answer = browser.get(parts.path, params={**query, field: value})
    assert answer.status_code == 400


def test_a_token_needs_the_verifier_of_its_challenge(browser: httpx2.Client) -> None:
    back = urlsplit(chosen(browser, away(browser)))
    form = {
        "grant_type": "authorization_code",
        "code": parse_qs(back.query)["code"][0],
        "redirect_uri": f"{back.scheme}://{back.netloc}{back.path}",
        "code_verifier": "a" * 43,
    }
    assert browser.post("/identity/token", data=form).status_code == 400


def test_nobody_is_chosen_by_a_number_that_is_not_offered(browser: httpx2.Client) -> None:
    address = away(browser)
    for number in ("99", "-1", "", "x"):
        assert browser.post(address, data={"persona": number}).status_code == 422


def test_one_with_several_hats_chooses_one(served: Served, browser: httpx2.Client) -> None:
    back = chosen(browser, away(browser), str(served.personas.index("Nia")))
    page = browser.get(back)
    assert page.status_code == 200
    assert "Hollins School" in page.text
    assert "Northshire Council" in page.text
    assert browser.get("/inbox").status_code == 303
    assert browser.post("/sign-in/hat", data={"hat": ""}).status_code == 422
    assert browser.post("/sign-in/hat", data={"hat": "7"}).status_code == 422
    assert browser.post("/sign-in/hat", data={"hat": "1"}).status_code == 303
    assert "Northshire Council" in browser.get("/inbox").text


def test_the_choice_of_a_hat_is_good_once(served: Served, browser: httpx2.Client) -> None:
    """Whoever copied the cookie of it comes in no more than who signed out."""
    browser.get(chosen(browser, away(browser), str(served.personas.index("Nia"))))
    cookie = browser.cookies.get("hub-sign-in")
    assert browser.post("/sign-in/hat", data={"hat": "1"}).headers["location"] != "/sign-in"
    for _ in range(2):
        browser.cookies.set("hub-sign-in", str(cookie), path="/sign-in")
        again = browser.post("/sign-in/hat", data={"hat": "1"})
        assert (again.status_code, again.headers["location"]) == (303, "/sign-in")


def test_a_hat_is_not_chosen_by_a_form_of_another_site(
    served: Served, browser: httpx2.Client
) -> None:
    browser.get(chosen(browser, away(browser), str(served.personas.index("Nia"))))
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answer = browser.post("/sign-in/hat", data={"hat": "0"}, headers=elsewhere)
    assert answer.status_code == 403


def test_one_whom_the_hub_does_not_know_comes_no_further(
    served: Served, browser: httpx2.Client
) -> None:
    back = chosen(browser, away(browser), str(served.personas.index("Nobody")))
    answer = browser.get(back)
    assert answer.status_code == 403
    assert "Nobody here knows you yet" in answer.text


def test_what_is_kept_on_the_way_can_not_be_made_up(browser: httpx2.Client) -> None:
    browser.cookies.set("hub-sign-in", "eyJhbGciOiJkaXIifQ..a.b.c", path="/sign-in")
    assert browser.get("/sign-in/back?code=x&state=y").status_code == 401
    answer = browser.post("/sign-in/hat", data={"hat": "0"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in"


def test_a_hat_of_an_agency_hosted_elsewhere_is_passed_over(
    served: Served, browser: httpx2.Client
) -> None:
    back = chosen(browser, away(browser), str(served.personas.index("Elsewhere")))
    answer = browser.get(back)
    assert answer.status_code == 403
    assert "Nobody here knows you yet" in answer.text


def unsigned(provider: Provider, code: Any) -> str:
    """The token of a provider, its signature left away."""
    _, claims, _ = SIGNED(provider, code).split(".")
    header = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return f"{header}.{claims}."


SIGNED = Provider._id_token  # noqa: SLF001 - what stands between the desk and a made-up token


def test_a_token_that_nobody_signed_is_refused_though_the_provider_lists_none(
    browser: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding: the desk took whatever algorithm the provider's own list named."""
    load: Any = StarletteOAuth2App.load_server_metadata
    listed: list[object] = []

    async def lists_none(app: StarletteOAuth2App) -> dict[str, Any]:
        metadata: dict[str, Any] = await load(app)
        if not listed:
            listed.append(metadata[OFFERED])
            metadata[OFFERED] = [*metadata[OFFERED], "none"]
        return metadata

    monkeypatch.setattr(Provider, "_id_token", unsigned)
    monkeypatch.setattr(StarletteOAuth2App, "load_server_metadata", lists_none)
    back = chosen(browser, away(browser))
    assert browser.get(back).status_code == 401
    assert listed
