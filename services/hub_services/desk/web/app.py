"""The desk's pages as one ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from importlib.resources import files

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from hub_services.desk.web.pages import (
    answering,
    asking,
    declining,
    entering,
    handed_over,
    law,
    lists,
    not_telling,
    people,
    receiving,
    requests,
    rounds,
    scrutiny,
    sharing_now,
    supplying,
    taking_over,
    telling,
)
from hub_services.desk.web.security import FormNotRead, Guard
from hub_services.desk.web.signin import SignIn
from hub_services.desk.web.visit import (
    AWAY,
    Page,
    Visit,
    Web,
    away_page,
    own_path,
    page,
    plain_page,
)

log = structlog.get_logger()

ASSETS = str(files("hub_services.desk.web").joinpath("assets"))


def create_pages(web: Web) -> Starlette:
    """The application. Whoever composes it may mount more beside it, such as health."""
    sign_in = SignIn(web)

    def get(path: str, handler: Page) -> Route:
        return Route(path, page(web, handler), methods=["GET"])

    def post(path: str, handler: Page) -> Route:
        return Route(path, page(web, handler), methods=["POST"])

    form = partial(_form, web)

    def open_to_all(handler: Callable[[Web, Request], Awaitable[Response]]) -> Route:
        async def endpoint(request: Request) -> Response:
            return await handler(web, request)

        return Route("/accessibility", endpoint)

    async def language(request: Request) -> Response:
        return entering.language(web, request)

    async def not_found(request: Request, _: Exception) -> Response:
        try:
            return await entering.no_such_page(web, request)
        except AWAY as failure:
            return await away_page(web, request, failure)

    async def away(request: Request, failure: Exception) -> Response:
        return await away_page(web, request, failure)

    async def unexpected(request: Request, error: Exception) -> Response:
        log.error("unexpected", exc_info=error)
        again = own_path(request.url.path, "/")
        kept = getattr(request.state, "kept", False)
        answer = plain_page(web, request, "unexpected.html", 500, again=again, kept=kept)
        answer.headers["Connection"] = "close"  # as the server does after what went wrong
        return answer

    return Starlette(
        routes=[
            Mount("/assets", StaticFiles(directory=ASSETS)),
            Route("/language/{lang}", language, methods=["GET"]),
            Route("/language/{lang}", page(web, entering.switch, keeps=True), methods=["POST"]),
            Route("/sign-in", sign_in.away),
            Route("/sign-in/back", sign_in.back),
            Route("/sign-in/hat", sign_in.choose, methods=["POST"]),
            Route("/sign-out", sign_in.out, methods=["POST"]),
            open_to_all(entering.accessibility),
            get("/", entering.home),
            get("/inbox", _casework(lists.inbox)),
            get("/sent", _casework(lists.sent)),
            get("/disclosures", _casework(lists.disclosures)),
            get("/tasks", _casework(lists.tasks)),
            get("/waiting", _casework(taking_over.waiting)),
            *form("/waiting/{id}", taking_over.show, taking_over.send),
            get("/agencies", lists.agencies),
            get("/law", law.look_up),
            get("/law/weigh", law.begin),
            post("/law/weigh", law.weigh),
            *form("/people", people.show, people.send),
            get("/requests/{id}", _casework(requests.show)),
            *form("/requests/{id}/open", requests.show, requests.open_words),
            *form("/requests/{id}/assign", requests.show, requests.assign),
            *form("/requests/{id}/narrow", requests.show, requests.narrow),
            *form("/requests/{id}/withdraw", requests.show, requests.withdraw),
            *form("/requests/{id}/written", requests.show, handed_over.discard),
            get("/requests/{id}/share", _casework(_still_asked(supplying.start))),
            *form("/requests/{id}/share/{step}", _still_asked(supplying.show), supplying.send),
            get("/requests/{id}/record", _casework(_still_asked(supplying.start))),
            *form("/requests/{id}/record/{step}", _still_asked(supplying.show), supplying.send),
            *form("/requests/{id}/emergency", _still_asked(sharing_now.show), sharing_now.send),
            *form("/requests/{id}/answer/{kind}", _still_asked(answering.show), answering.send),
            *form("/requests/{id}/decline", _still_asked(declining.show), declining.send),
            get("/rounds/{id}", _casework(rounds.show)),
            *form("/ask", asking.start, asking.begin),
            post("/ask/{draft}/preview", _casework(asking.preview)),
            *form("/ask/{draft}/{step}", asking.show, asking.send),
            *form("/tell", telling.start, telling.begin),
            get("/tell/{draft}", _casework(telling.still_to_tell(telling.resume))),
            *form(
                "/tell/{draft}/who",
                telling.still_to_tell(telling.show_who),
                telling.still_to_tell(telling.send_who),
            ),
            *form(
                "/tell/{draft}/people",
                telling.still_to_tell(telling.show_people),
                telling.still_to_tell(telling.send_people),
            ),
            *form(
                "/tell/{draft}/emergency",
                telling.still_to_tell(sharing_now.show),
                telling.still_to_tell(sharing_now.send),
            ),
            *form(
                "/tell/{draft}/not",
                telling.still_to_tell(not_telling.show),
                telling.still_to_tell(not_telling.send),
            ),
            *form(
                "/tell/{draft}/{step}",
                telling.begun(supplying.show),
                telling.begun(supplying.send),
            ),
            get("/disclosures/{id}", _casework(receiving.disclosure)),
            *form("/disclosures/{id}/open", receiving.disclosure, receiving.open_disclosure),
            *form("/disclosures/{id}/acknowledge", receiving.disclosure, receiving.acknowledge),
            get("/decisions/{id}", _casework(receiving.decision)),
            *form("/decisions/{id}/open", receiving.decision, receiving.open_decision),
            *form("/decisions/{id}/note", receiving.decision, receiving.file_note),
            *form("/decisions/{id}/record", receiving.decision, receiving.complete_record),
            get("/audit/people", scrutiny.people),
            get("/audit/people/{id}", scrutiny.who_knew),
            get("/audit/refused-attempts", scrutiny.attempts),
            get("/audit/history", scrutiny.history),
        ],
        middleware=[Middleware(Guard, secure=web.secure, sign_in_at=_origin(web.issuer))],
        exception_handlers={
            404: not_found,
            HTTPException: not_found,
            500: unexpected,
            FormNotRead: partial(_not_read, web),
            **dict.fromkeys(AWAY, away),
        },
    )


def _form(web: Web, path: str, show: Page, send: Page) -> tuple[Route, Route]:
    """A form and the page that it stands on, which is found at the form's address as well."""
    return (
        Route(path, page(web, _casework(show)), methods=["GET"]),
        Route(path, page(web, _casework(send), keeps=True), methods=["POST"]),
    )


async def _not_read(web: Web, request: Request, _: Exception) -> Response:
    """A form that was not read: nothing of it is kept, and that is said."""
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None:
        return plain_page(web, request, "not-read.html", 413)
    return visit.page("not-read.html", status=413)


def _casework(handler: Page) -> Page:
    """A page of casework: a scrutineer is led to what a scrutineer may see."""
    shown = handed_over.to_who_has_it(handler)

    async def guarded(visit: Visit) -> Response:
        return visit.go("/audit/people") if visit.scrutineer else await shown(visit)

    return guarded


def _still_asked(handler: Page) -> Page:
    """A page that answers a request; of one that was withdrawn its own page says so."""

    async def guarded(visit: Visit) -> Response:
        found = await visit.desk.request(visit.hat, requests.request_id(visit))
        if found.request.withdrawn:
            return visit.go(f"/requests/{found.request.request_id}")
        return await handler(visit)

    return guarded


def _origin(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
