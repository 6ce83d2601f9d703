"""The desk's way to the hub: signed statements over HTTP, and nothing else.

A lost connection is tried again with the same command id and the same bytes, which the hub
answers as it answered first; so nothing is done twice.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import httpx2
import msgspec

from hub_domain.ports import Clock, Ids
from hub_domain.statement import AUDIENCE, METHODS, READ, Statement
from hub_services.desk.means import Hat, Keys, SealedWords

PATHS: Final[Mapping[str, str]] = {
    "register-agency": "/v1/agencies",
    "register-practitioner": "/v1/agencies/{about}/practitioners",
    "change-roles": "/v1/agencies/{about}/roles",
    "register-duty-post": "/v1/agencies/{about}/duty-posts",
    "record-arrangement": "/v1/agencies/{about}/arrangements",
    "publish-key": "/v1/agencies/{about}/keys",
    "issue-share-request": "/v1/share-requests",
    "narrow-share-request": "/v1/share-requests/{about}/narrowing",
    "withdraw-share-request": "/v1/share-requests/{about}/withdrawal",
    "explain-share-request": "/v1/share-requests/{about}/explanation",
    "assign-share-request": "/v1/share-requests/{about}/assignment",
    "take-over-share-request": "/v1/share-requests/{about}/takeover",
    "challenge-share-request": "/v1/share-requests/{about}/challenge",
    "decline-share-request": "/v1/share-requests/{about}/decline",
    "answer-share-request": "/v1/share-requests/{about}/answer",
    "make-sharing-decision": "/v1/sharing-decisions",
    "file-note": "/v1/sharing-decisions/{about}/note",
    "make-disclosure": "/v1/disclosures",
    "acknowledge-disclosure": "/v1/disclosures/{about}/acknowledgement",
    "take-over-disclosure": "/v1/disclosures/{about}/takeover",
    "release-shares": "/v1/envelopes/{about}/release",
    "report-text-mismatch": "/v1/envelopes/{about}/mismatch",
    "publish-edition": "/v1/law/editions",
}
"""Where each command is posted; a test holds it equal to the hub's registry."""

MOVED: Final = "version-moved"
"""Refused, because something happened to the record since it was seen."""

ATTEMPTS: Final = 3
PAUSE: Final = 0.2
"""Seconds before a lost call is tried again; doubled each time."""
_AWAY: Final = frozenset({502, 503, 504})


class HubRefused(Exception):
    """The hub said no: its code, the duty it serves, typed facts, and words to act on."""

    def __init__(self, problem: Mapping[str, Any], status: int) -> None:
        self.code = str(problem.get("code", "unexpected"))
        super().__init__(self.code)
        self.status = status
        self.duty: str | None = problem.get("duty")
        self.facts: Mapping[str, Any] = problem.get("facts", {})
        self.title = str(problem.get("title", ""))
        self.detail = str(problem.get("detail", ""))


class HubAway(Exception):
    """The hub cannot be reached, or what answered is not it. Nothing is lost; try again."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """The command is recorded."""

    id: UUID
    position: int
    version: int | None
    shares: Mapping[str, str] = field(default_factory=dict, repr=False)


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A signed command, ready to be sent, and to be sent again as the very same bytes."""

    id: UUID
    path: str
    statement: bytes
    body: bytes

    def __repr__(self) -> str:
        return f"<Prepared {self.id}>"


class HubClient:
    """Speaks to one hub for the agencies whose keys are at this desk."""

    def __init__(
        self, client: httpx2.AsyncClient, *, keys: Keys, clock: Clock, ids: Ids
    ) -> None:
        self._client = client
        self._keys = keys
        self._clock = clock
        self._ids = ids

    def prepare(
        self,
        hat: Hat,
        command: str,
        *,
        about: UUID,
        version: int = 0,
        facts: Mapping[str, Any],
        sealed: SealedWords | None = None,
    ) -> Prepared:
        """Sign a command. ``version`` is the version seen of the stream it acts on."""
        if sealed is not None:
            facts = {
                **facts,
                "sealed": {"envelope": str(sealed.id), "digest": sealed.digest},
            }
        plain = msgspec.to_builtins(facts)
        path = PATHS[command].replace("{about}", str(about))
        command_id = self._ids.stream()
        statement = self._sign(
            hat,
            do=command,
            about=about,
            version=version,
            command_id=command_id,
            target=f"POST {path}",
            facts=hashlib.sha256(self._keys.canonical(plain)).hexdigest(),
        )
        body: dict[str, object] = {"facts": plain}
        if sealed is not None:
            body |= {"envelope": sealed.envelope, "shares": sealed.shares}
        return Prepared(
            id=command_id,
            path=path,
            statement=statement,
            body=msgspec.json.encode(body, order="sorted"),
        )

    async def send(self, prepared: Prepared) -> Done:
        """Send a prepared command until it is answered. ``HubRefused`` or ``HubAway``."""

        async def call() -> httpx2.Response:
            return await self._client.post(
                prepared.path,
                content=prepared.body,
                headers={**_bearer(prepared.statement), "Content-Type": "application/json"},
            )

        answer = _answer(await self._until_answered(call))
        return Done(
            id=prepared.id,
            position=answer["position"],
            version=answer["version"],
            shares=answer.get("shares", {}),
        )

    async def do(
        self,
        hat: Hat,
        command: str,
        *,
        about: UUID | None = None,
        version: int = 0,
        facts: Mapping[str, Any],
        sealed: SealedWords | None = None,
    ) -> Done:
        """Sign and send a command; without ``about`` it begins a stream of a new id."""
        return await self.send(
            self.prepare(
                hat,
                command,
                about=about or self._ids.stream(),
                version=version,
                facts=facts,
                sealed=sealed,
            )
        )

    async def read(self, hat: Hat, path: str, **query: object) -> dict[str, Any]:
        """Read something from the hub. A read is signed anew each time it is tried."""
        asked = {name: _asked(value) for name, value in query.items() if value is not None}
        target = f"{path}?{urlencode(asked)}" if asked else path

        async def call() -> httpx2.Response:
            statement = self._sign(
                hat,
                do=READ,
                about=None,
                version=None,
                command_id=self._ids.stream(),
                target=f"GET {target}",
                facts=None,
            )
            return await self._client.get(target, headers=_bearer(statement))

        return _answer(await self._until_answered(call))

    async def release(
        self, hat: Hat, envelope: UUID, *, segments: list[str], why: str
    ) -> Mapping[str, str]:
        """The shares of segments.

        They are never answered twice on one statement: each try is a release of its own.
        """

        async def call() -> httpx2.Response:
            prepared = self.prepare(
                hat,
                "release-shares",
                about=envelope,
                facts={"segments": segments, "why": why},
            )
            return await self._client.post(
                prepared.path,
                content=prepared.body,
                headers={**_bearer(prepared.statement), "Content-Type": "application/json"},
            )

        shares: Mapping[str, str] = _answer(await self._until_answered(call))["shares"]
        return shares

    def _sign(
        self,
        hat: Hat,
        *,
        do: str,
        about: UUID | None,
        version: int | None,
        command_id: UUID,
        target: str,
        facts: str | None,
    ) -> bytes:
        return self._keys.sign(
            Statement(
                aud=AUDIENCE,
                agency=hat.agency,
                practitioner=hat.practitioner,
                role=hat.role,
                amr=tuple(way for way in hat.amr if way in METHODS),
                do=do,
                about=about,
                version=version,
                id=command_id,
                at=self._clock.now(),
                target=target,
                facts=facts,
            )
        )

    async def _until_answered(
        self, call: Callable[[], Awaitable[httpx2.Response]]
    ) -> httpx2.Response:
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(PAUSE * 2 ** (attempt - 1))
            try:
                response = await call()
            except httpx2.TransportError:
                continue
            if response.status_code not in _AWAY:
                return response
        raise HubAway


def _bearer(statement: bytes) -> dict[str, str]:
    return {"Authorization": f"Hub {statement.decode('ascii')}"}


def _asked(value: object) -> object:
    """As the query of an address says it."""
    return str(value).lower() if isinstance(value, bool) else _plain(value)


def _plain(value: object) -> object:
    return msgspec.to_builtins(value)


def _answer(response: httpx2.Response) -> dict[str, Any]:
    try:
        answer = msgspec.json.decode(response.content, type=dict[str, Any])
    except msgspec.DecodeError:
        raise HubAway from None
    if response.is_success:
        return answer
    if "code" not in answer:
        raise HubAway
    raise HubRefused(answer, response.status_code)
