"""The hub's HTTP interface, made from the registries of commands and reads.

Nothing blocks the event loop: each call is handled in a thread. What is not found is answered
alike and no earlier than a fixed floor, so that its time tells nothing (threat T7).
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any
from uuid import UUID

import anyio
import anyio.to_thread
import msgspec
import structlog
from fastapi import FastAPI, Request
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from hub_domain.ports import Away, InDoubt, Malformed, NotAuthentic
from hub_domain.recording import VersionMoved
from hub_services.hub.answers import CommandIdReused, Fault, Refused, Unparsable
from hub_services.hub.api import problems
from hub_services.hub.api.openapi import document
from hub_services.hub.api.pages import STYLE_AT, interface_page, problem_page, style
from hub_services.hub.api.problems import Problem
from hub_services.hub.facts import Facts
from hub_services.hub.handling import Handler
from hub_services.hub.reading.read import Read, Reader
from hub_services.hub.registry import Command
from hub_services.words.refusals import words_for

MAX_BODY = 256 * 1024
NOT_FOUND_FLOOR = 0.025
"""Seconds before which no *not found* leaves; armed before any lookup."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

log = structlog.get_logger()
security_log = structlog.get_logger("security")


@dataclass(frozen=True, kw_only=True)
class Doors:
    """What the interface is made of."""

    handler: Handler
    reader: Reader
    commands: Mapping[str, Command]
    reads: tuple[Read, ...]
    ready: Callable[[], None]
    not_found_floor: float = NOT_FOUND_FLOOR
    threads: int = 40
    limiter: list[anyio.CapacityLimiter] = field(default_factory=list)

    def capacity(self) -> anyio.CapacityLimiter:
        """How many calls are handled at once; made inside the running loop."""
        if not self.limiter:
            self.limiter.append(anyio.CapacityLimiter(self.threads))
        return self.limiter[0]


def create_app(doors: Doors) -> FastAPI:
    """The ASGI application."""
    app = FastAPI(
        title="Sharing hub",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    for command in doors.commands.values():
        app.add_api_route(
            command.path,
            _command_endpoint(doors, command),
            methods=["POST"],
            name=command.name,
            include_in_schema=False,
        )
    for read in doors.reads:
        app.add_api_route(
            read.path,
            _read_endpoint(doors, read),
            methods=["GET"],
            name=f"read-{read.name}",
            include_in_schema=False,
        )
    described = cache(partial(document, doors.commands, doors.reads))

    @app.get("/v1/openapi.json", include_in_schema=False)
    def interface() -> Response:
        return _json(described())

    @app.get("/docs", include_in_schema=False)
    def documented() -> Response:
        return interface_page(described())

    @app.get(STYLE_AT, include_in_schema=False)
    async def styled() -> Response:
        return style()

    @app.get("/problems/{code}", include_in_schema=False)
    async def problem_explained(code: str) -> Response:
        return problem_page(code)

    @app.get("/health/live", include_in_schema=False)
    async def live() -> Response:
        return _json({"status": "live"})

    @app.get("/health/ready", include_in_schema=False)
    async def ready() -> Response:
        try:
            await anyio.to_thread.run_sync(doors.ready)  # not behind the calls that wait
        except Exception as error:  # noqa: BLE001 - whatever is wrong, it is not ready
            raise _not_ready(error) from None
        return _json({"status": "ready"})

    app.add_exception_handler(Problem, _answer_problem)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_unexpected)
    return app


def _command_endpoint(
    doors: Doors, command: Command
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        async with _floor(doors):
            compact = _credential(request)
            _path(request)
            raw = await _json_body(request)

            def work() -> Any:
                return doors.handler.handle(
                    command, compact=compact, target=_target(request), raw=raw
                )

            done = await _in_thread(doors, work)
            answer: dict[str, object] = {
                "id": done.id,
                "position": done.position,
                "version": done.version,
            }
            if command.answers_shares:
                answer["shares"] = done.shares
            return _json(answer, 201 if command.begins else 200)

    return endpoint


def _read_endpoint(doors: Doors, read: Read) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        async with _floor(doors):
            compact = _credential(request)
            path = _path(request)
            query = _query(read, request)

            def work() -> Any:
                return doors.reader.read(
                    read, compact=compact, target=_target(request), path=path, query=query
                )

            answer = await _in_thread(doors, work)
            headers = {}
            if isinstance(answer, dict) and isinstance(answer.get("next"), str):
                headers["Link"] = f'<{answer["next"]}>; rel="next"'
            return _json(answer, headers=headers)

    return endpoint


class _floor:  # noqa: N801 - reads as a statement
    """Hold back a *not found* until the floor, counted from before any lookup."""

    def __init__(self, doors: Doors) -> None:
        self._until = time.monotonic() + doors.not_found_floor

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, Problem) and error.status == 404:  # noqa: PLR2004
            await anyio.sleep(max(0.0, self._until - time.monotonic()))


async def _in_thread(doors: Doors, work: Callable[[], Any]) -> Any:
    facts: dict[str, Any] = {}
    try:
        return await anyio.to_thread.run_sync(work, limiter=doors.capacity())
    except NotAuthentic as error:
        code, facts = problems.NOT_AUTHENTICATED, {"wrong": error.wrong} if error.wrong else {}
    except Malformed as error:
        code, facts = _malformed(Fault(error.pointer, error.fault))
    except Unparsable as error:
        code, facts = _malformed(*error.faults)
    except CommandIdReused:
        code = problems.COMMAND_ID_REUSED
    except VersionMoved:
        code = problems.VERSION_MOVED
    except InDoubt:
        code = problems.OUTCOME_UNKNOWN
    except Away as away:
        raise _not_ready(away) from None
    except Refused as refused:
        raise Problem(code=refused.code, duty=refused.duty, facts=refused.facts) from None
    raise Problem(code=code, facts=facts)


def _not_ready(error: Exception) -> Problem:
    """What the hub stands on is away, and which code says why."""
    reason = getattr(error, "code", problems.UNEXPECTED)
    return Problem(code=problems.NOT_READY, facts={"reason": reason})


def _malformed(*faults: Fault) -> tuple[str, dict[str, Any]]:
    return problems.MALFORMED, {"errors": [fault.plain() for fault in faults]}


def _credential(request: Request) -> bytes:
    scheme, _, compact = request.headers.get("authorization", "").partition(" ")
    if scheme != "Hub" or not compact or not compact.isascii():
        raise Problem(code=problems.NOT_AUTHENTICATED)
    return compact.encode("ascii")


async def _json_body(request: Request) -> bytes:
    """The body of a command, of which no more is read than may come."""
    media_type, _, _ = request.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != "application/json":
        raise Problem(code=problems.UNSUPPORTED_MEDIA_TYPE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise Problem(code=problems.TOO_LARGE)
    return bytes(body)


def _target(request: Request) -> str:
    """Method, path and query as they came; the host has no part in it."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{request.method} {request.scope['path']}{f'?{query}' if query else ''}"


def _path(request: Request) -> dict[str, UUID | str]:
    """Ids in the path; what is not an id in its one canonical form is not found."""
    found: dict[str, UUID | str] = {}
    for name, value in request.path_params.items():
        if not _UUID.fullmatch(value):
            raise Problem(code="not-found")
        found[name] = UUID(value)
    return found


def _query(read: Read, request: Request) -> Facts | None:
    pairs = request.query_params.multi_items()
    names = [name for name, _ in pairs]
    if read.query is None:
        if pairs:
            raise _bad_query(names[0])
        return None
    if len(set(names)) != len(names):
        raise _bad_query(names[0])
    try:
        return read.query.model_validate_strings(dict(pairs))
    except ValidationError as error:
        raise _bad_query(str(error.errors()[0]["loc"][0])) from None


def _bad_query(name: str) -> Problem:
    code, facts = _malformed(Fault(f"?{name[:40]}", "query"))
    return Problem(code=code, facts=facts)


def _json(
    value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        msgspec.json.encode(value),
        status,
        {"Cache-Control": "no-store", **(headers or {})},
        media_type="application/json",
    )


def _answer_problem(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, Problem):
        problem = Problem(code=problems.UNEXPECTED)
    if problem.status in problems.TURNED_AWAY:
        _log_turned_away(request, problem)
    if problem.status == 503:  # noqa: PLR2004
        log.warning("not-answered", code=problem.code, **problem.facts)
    title, detail = words_for(problem.code, problem.facts)
    return problem.response(title, detail)


def _log_turned_away(request: Request, problem: Problem) -> None:
    """The security log: which call was turned away and why; nothing of what it said."""
    route = getattr(request.scope.get("route"), "name", "none")
    security_log.warning(
        "turned-away",
        code=problem.code,
        status=problem.status,
        method=request.method.lower(),
        route=route,
    )


def _answer_http(request: Request, error: Exception) -> Response:
    codes = {
        404: "not-found",
        405: problems.METHOD_NOT_ALLOWED,
    }
    status, headers = 500, None
    if isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
    code = codes.get(status, problems.MALFORMED)
    return _answer_problem(request, Problem(code=code, headers=headers or {}))


def _answer_unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    closed = {"Connection": "close"}  # as the server does after what went wrong
    return _answer_problem(request, Problem(code=problems.UNEXPECTED, headers=closed))
