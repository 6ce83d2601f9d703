"""What the identity provider says is believed only where it is said to this desk."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from joserfc import jwt

from hub_services.identity.provider import Provider
from tests.support.pages import CLIENT, Served
from tests.web.test_sign_in import away, chosen

_HONEST = Provider._id_token  # noqa: SLF001 - to say something else


def _saying(**claims: object) -> Callable[[Provider, Any], str]:
    """A provider whose tokens are signed as ever, and say something else."""

    def token(self: Provider, code: Any) -> str:
        payload = _HONEST(self, code).split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(f"{payload}==="))
        key = self._key
        header = {"alg": "ES256", "kid": key.kid}
        return jwt.encode(header, said | claims, key, algorithms=["ES256"])

    return token


def _sign_in(served: Served) -> httpx2.Response:
    headers = {"Sec-Fetch-Site": "same-origin"}
    with httpx2.Client(base_url=served.address, headers=headers) as browser:
        petra = str(served.personas.index("Petra"))
        return browser.get(chosen(browser, away(browser), petra))


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({}, 303),
        ({"aud": [CLIENT, "another"], "azp": CLIENT}, 303),
        ({"aud": "another", "azp": CLIENT}, 401),
        ({"aud": ["another", "and another"], "azp": CLIENT}, 401),
        ({"hats": 5}, 403),
        ({"hats": ["x", None, 3]}, 403),
    ],
    ids=str,
)
def test_a_token_is_taken_by_whom_it_is_for(
    served: Served, monkeypatch: pytest.MonkeyPatch, claims: dict[str, object], status: int
) -> None:
    monkeypatch.setattr(Provider, "_id_token", _saying(**claims))
    assert _sign_in(served).status_code == status
