"""Coming in: the first page, the choice of language, the accessibility statement."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hub_services.desk.web.visit import (
    LANGUAGE_COOKIE,
    SEE_OTHER,
    NotSignedIn,
    Visit,
    Web,
    own_path,
    plain_page,
    to_sign_in,
    visit_of,
)
from hub_services.words.catalogue import LANGUAGES

YEAR = 365 * 24 * 3600
SENT_ON = 307
"""A form is sent on as it is, to another address."""


async def home(visit: Visit) -> Response:
    """Where the work is: the inbox, or for a scrutineer the people they may ask about."""
    return visit.go("/audit/people" if visit.scrutineer else "/inbox")


async def switch(visit: Visit) -> Response:
    """Choose the language on a form: what is written there waits on its page, as it stands.

    With it waits what the page says is wrong. On a page that keeps nothing (``travels``) it is
    kept nowhere: the browser sends it on at once.
    """
    if "travels" in visit.request.query_params:
        return language(visit.web, visit.request, SENT_ON)
    await visit.form(says_again=True)
    return language(visit.web, visit.request)


def language(web: Web, request: Request, status: int = SEE_OTHER) -> Response:
    """Keep the language that was chosen, and go back to where they were."""
    chosen = request.path_params["lang"]
    answer = RedirectResponse(own_path(request.query_params.get("back", ""), "/"), status)
    if chosen in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=YEAR,
            path="/",
            secure=web.secure,
            httponly=True,
            samesite="lax",
        )
    return answer


async def accessibility(web: Web, request: Request) -> Response:
    """What works for whom, for anyone who comes."""
    try:
        visit = await visit_of(web, request)
    except NotSignedIn:
        return plain_page(web, request, "accessibility.html")
    return visit.page("accessibility.html")


async def no_such_page(web: Web, request: Request) -> Response:
    """What does not exist looks the same as what may not be seen."""
    try:
        visit = await visit_of(web, request)
    except NotSignedIn:
        return await to_sign_in(web, request)
    return visit.page("refused.html", status=404, code="not-found", facts={})
