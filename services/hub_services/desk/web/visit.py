"""One request of one person: who they are, in which language, and how a page is answered."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2
import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from hub_domain.law.catalogue import Catalogue, law_date
from hub_domain.need_to_know import TAKES_OVER
from hub_domain.ports import TRY_AFTER, Away, Clock, SealBroken
from hub_domain.roles import SCRUTINY
from hub_services.desk.desk import Desk
from hub_services.desk.hub_client import MOVED, HubAway, HubClient, HubRefused
from hub_services.desk.means import AgencyNotHosted, Hat, Session
from hub_services.desk.web.forms import SEEN, WRONG, Form, SentBefore
from hub_services.desk.web.law_choices import Law
from hub_services.desk.web.rendering import render
from hub_services.desk.web.security import (
    FormNotRead,
    comes_from_here,
    fields_of,
    form_token,
    handed_on,
    is_safe,
    own_text,
    session_cookie,
    shown_to,
    token_holds,
)
from hub_services.words.catalogue import LANGUAGES, _, say
from hub_services.words.codes import law_in_plain_words
from hub_services.words.refusals import words_for

log = structlog.get_logger()

LANGUAGE_COOKIE = "hub-language"
SEE_OTHER = 303
UNAUTHORIZED = 401
CONFLICT = 409
UNPROCESSABLE = 422


@dataclass(frozen=True, kw_only=True)
class Web:
    """What the pages are made of. ``origin`` is the address that people type, without a path.

    ``identity`` reaches the identity provider; ``cookie_key`` (32 bytes) is the same in every
    process of a desk. ``demonstration`` marks every page as not real.
    """

    desk: Desk
    hub: HubClient
    law: Callable[[], Catalogue]
    clock: Clock
    origin: str
    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    cookie_key: bytes = field(repr=False)
    identity: httpx2.AsyncBaseTransport | None = None
    demonstration: bool = False

    @property
    def secure(self) -> bool:
        """Whether people come by https, so that cookies can promise it."""
        return self.origin.startswith("https://")


class NotSignedIn(Exception):
    """There is no session, or it is over."""


class NotFromHere(Exception):
    """A changing call that no page of this desk sent."""


class FormOfAnotherSession(NotFromHere):
    """A form of this desk, but without the token of the session it is sent in."""


class PageNotFound(Exception):
    """There is no such page for this person."""


@dataclass(kw_only=True)
class Visit:
    """One request of one signed-in person."""

    web: Web
    request: Request
    lang: str
    session_id: str
    session: Session
    found_again: bool = False
    """Whether the page shows what was left on it."""

    again: Form = field(default_factory=Form)
    """What the page said is wrong, before its language was changed."""

    @property
    def hat(self) -> Hat:
        """In which hat they act."""
        return self.session.hat

    @property
    def desk(self) -> Desk:
        """The desk they sit at."""
        return self.web.desk

    @property
    def token(self) -> str:
        """What every form of theirs carries."""
        return form_token(self.web.cookie_key, self.session_id, self.hat.practitioner)

    @property
    def scrutineer(self) -> bool:
        """Whether they see codes and never words."""
        return self.hat.role in SCRUTINY

    @property
    def takes_over(self) -> bool:
        """Whether they may take over what waits for a colleague."""
        return any(self.hat.role in roles for roles in TAKES_OVER.values())

    def law(self) -> Law:
        """The law as it stands today for people at this desk."""
        return Law(self.web.law(), law_date(self.web.clock.now()))

    async def functions(self) -> list[str]:
        """The functions for which their agency holds a category, if there are any."""
        directory = await self.desk.directory(self.hat)
        return self.law().functions_of(directory.agency(self.hat.agency))

    def step(self, among: Sequence[str]) -> str:
        """Which step the page is; ``PageNotFound`` where there is none of that name."""
        step = str(self.request.path_params["step"])
        if step not in among:
            raise PageNotFound
        return step

    def cited(self, provision: str) -> str:
        """A law as it is cited, one that has no plain words yet as well."""
        row = self.law().provision(provision)
        return law_in_plain_words(provision, row.source if row else "", self.lang).cited

    def page(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """A page of the desk."""
        said = {
            "csp_nonce": self.request.state.nonce,
            "demonstration": self.web.demonstration,
            "cited": self.cited,
            "done": self.request.query_params.get("done", ""),
            "hosted": self.hat.agency in self.desk.hosted(),
            "of": own_path(self.request.query_params.get("of", ""), ""),
            "path": self.request.url.path,
            "here": whole(self.request),
            "typed_at": "",
            "on_enter": "",
            "travels": False,
            "scrutineer": self.scrutineer,
            "takes_over": self.takes_over,
            "session": self.session.data,
            "role": self.hat.role,
            "token": self.token,
            "sheet": secrets.token_hex(8),
            "handed_on": partial(handed_on, self.web.cookie_key, self.session_id),
            "form": Form(),
            "refusal": None,
            "found_again": self.found_again,
            "moved": False,
        }
        return self._rendered(template, status, {**said, **context})

    def _rendered(self, template: str, status: int, said: dict[str, Any]) -> HTMLResponse:
        """The page; what was wrong with it before its language was changed is said again."""
        form, again = said["form"], self.again
        if again.errors and not form.errors:
            form.errors, form.of_whom, form.names = again.errors, again.of_whom, again.names
        if again.refused and said["refusal"] is None:
            said["refusal"] = self._said(*again.refused)
        said["moved"] = said["refusal"] is not None and said["refusal"]["code"] == MOVED
        return HTMLResponse(render(template, self.lang, **said), status)

    def refused(self, template: str, refusal: HubRefused, **context: Any) -> HTMLResponse:
        """The same page again, with what the hub said in an error summary.

        Where the record has moved on, it is shown as it stands now, and can be acted on so.
        """
        said = self._said(refusal.code, dict(refusal.facts))
        moved = refusal.code == MOVED
        if moved and "form" in context:
            context["form"].without(SEEN)
        status = CONFLICT if moved else UNPROCESSABLE
        return self.page(template, status=status, refusal=said, **context)

    def _said(self, code: str, facts: dict[str, Any]) -> dict[str, Any]:
        title, detail = words_for(code, facts, self.lang)
        if code in _NOTHING_LOST:
            detail = f"{say(_KEPT, self.lang)} {detail}"
        return {"code": code, "facts": facts, "title": title, "detail": detail}

    def go(self, path: str) -> RedirectResponse:
        """On to another page of this desk, after something was done."""
        return RedirectResponse(path, SEE_OTHER)

    def newest(self) -> RedirectResponse:
        """The page as it was written last, in place of an older one that was sent again."""
        return self.go(f"{self.request.url.path}?done=again")

    async def form(self, *, says_again: bool = False) -> Form:
        """The form that was sent; it must come from here and carry the session's token.

        What is sent from a page in order to do something else waits on that page, and where it
        ``says_again``, what that page said is wrong.
        """
        form = Form.sent(await fields_of(self.request))
        if not token_holds(self.web.cookie_key, self.session_id, form.value("token")):
            raise FormOfAnotherSession
        told = own_text(self.web.cookie_key, self.session_id, form.value(WRONG))
        form.set(WRONG, *([told] if told else []))
        page = written_on(self.request)
        if page == self.request.url.path:
            await self.desk.taken_up(self.hat, page)
        else:
            again = {WRONG: form.texts(WRONG)} if says_again else {}
            await self.desk.leave(self.hat, page, form.plain() | again)
        return form

    async def mark(self) -> str:
        """The mark of exactly the form that was sent."""
        return Form.sent(await fields_of(self.request)).mark()

    async def left(self) -> Form:
        """The form that was left on this page, or an empty one."""
        form = Form.kept(await self.desk.left(self.hat, self.request.url.path))
        self.found_again, self.again = bool(form.fields), form
        return form


Page = Callable[[Visit], Awaitable[Response]]


def page(
    web: Web, handler: Page, *, keeps: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """A handler for signed-in people. What the hub refuses becomes a page with its words.

    ``keeps``: what was written waits on the page of the form when the session ran out, or
    something went wrong here.
    """

    async def endpoint(request: Request) -> Response:
        try:
            visit = await visit_of(web, request)
        except NotSignedIn:
            return await to_sign_in(web, request, keeps=keeps)
        except NotFromHere:
            return plain_page(web, request, "not-from-here.html", 403)
        request.state.visit = visit
        try:
            return await handler(visit)
        except FormOfAnotherSession:
            return await _give_back(visit)
        except SentBefore:
            return visit.newest()
        except (PageNotFound, HubRefused, SealBroken) as failure:
            return _failed(visit, failure)
        except FormNotRead:
            raise
        except AWAY:
            raise
        except Exception:
            request.state.kept = keeps and await leave(web, visit.hat, request)
            raise

    return endpoint


async def leave(web: Web, hat: Hat, request: Request) -> bool:
    """Leave on its page what was written and could not be sent; whether anything was."""
    written = Form.sent(await fields_of(request)).plain()
    if written:
        await web.desk.leave(hat, written_on(request), written)
    return bool(written)


def _failed(visit: Visit, failure: Exception) -> Response:
    status, code, facts = 500, "seal-broken", {}
    if isinstance(failure, HubRefused):
        status, code, facts = failure.status, failure.code, dict(failure.facts)
    elif isinstance(failure, PageNotFound):
        status, code = 404, "not-found"
    return visit.page("refused.html", status=status, code=code, facts=facts)


async def visit_of(web: Web, request: Request) -> Visit:
    """Who is here. ``NotSignedIn`` or ``NotFromHere``."""
    session_id = request.cookies.get(session_cookie(secure=web.secure), "")
    session = await web.desk.session(session_id) if session_id else None
    if session is None:
        raise NotSignedIn
    if not is_safe(request) and not comes_from_here(request.headers, web.origin):
        raise NotFromHere
    return Visit(
        web=web,
        request=request,
        lang=language_of(request),
        session_id=session_id,
        session=session,
    )


async def away_page(web: Web, request: Request, failure: Exception) -> Response:
    """Something is out of reach: say so, and give back what was sent, to be sent again.

    Nobody may be known when the desk's own database is away; what was sent from elsewhere is
    not given back to anyone.
    """
    if not is_safe(request) and not comes_from_here(request.headers, web.origin):
        return plain_page(web, request, "not-from-here.html", 403)
    code = next(code for kind, code in _AWAY.items() if isinstance(failure, kind))
    log.warning("not-answered", code=code, exc_info=failure)
    said: dict[str, Any] = {
        "code": code,
        "again": "/sign-in" if request.url.path == "/sign-in/back" else whole(request),
        "sent": await _sent(request),
    }
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None:
        answer = plain_page(web, request, "away.html", 503, **said)
    else:
        answer = visit.page("away.html", status=503, **said)
    answer.headers["Retry-After"] = str(TRY_AFTER)
    return answer


async def _sent(request: Request) -> list[tuple[str, str]]:
    """What a form sent, field by field; nothing where nothing was sent."""
    sent = [] if is_safe(request) else (await fields_of(request)).multi_items()
    return [(name, text) for name, text in sent if isinstance(text, str)]


async def _give_back(visit: Visit) -> Response:
    """A page from before they signed in: nothing is done, and nothing typed is lost.

    Only what was shown to themselves they can send by pressing once more.
    """
    form, sent = Form.sent(await fields_of(visit.request)), await _sent(visit.request)
    again = whole(visit.request)
    if not shown_to(visit.web.cookie_key, visit.hat.practitioner, form.value("token")):
        return visit.page("of-another.html", status=403, again=again, sent=sent)
    sent = [("token", visit.token), *[each for each in sent if each[0] != "token"]]
    return visit.page("away.html", status=403, code="page-too-old", again=again, sent=sent)


_NOTHING_LOST: Final = frozenset({MOVED, "unexpected"})
_KEPT: Final = _("What you wrote is kept.")
"""Said on the page that still holds what was written."""

_AWAY: Final[Mapping[type[Exception], str]] = {
    HubAway: "hub-away",
    Away: "desk-away",
    AgencyNotHosted: "keys-away",
    httpx2.TransportError: "sign-in-away",
    httpx2.HTTPStatusError: "sign-in-away",
}
"""What can be out of reach: hub, the desk's database and its keys, the identity provider."""

AWAY: Final = tuple(_AWAY)


def language_of(request: Request) -> str:
    """The language that was chosen, English unless it was Welsh."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "en")
    return chosen if chosen in LANGUAGES else "en"


def own_path(text: str, default: str = "/inbox") -> str:
    """A path of this desk, never an address elsewhere (no open redirect)."""
    own = text.startswith("/") and not text.startswith("//") and "\\" not in text
    return text if own and text.isprintable() else default


def whole(request: Request) -> str:
    """The address of a page with all that it was asked by."""
    return own_path(request.url.path + (f"?{request.url.query}" if request.url.query else ""))


def written_on(request: Request) -> str:
    """On which page a form was written: that which it was sent to, or is to come back to."""
    back = request.query_params.get("back")
    return request.url.path if back is None else urlsplit(own_path(back)).path


async def to_sign_in(web: Web, request: Request, *, keeps: bool = False) -> Response:
    """On to signing in, and afterwards back to where they wanted to go.

    What they had written when their session ran out waits for them there. Where it is not
    known whose it was, or the page keeps nothing, it is given back at once.
    """
    wanted = f"/sign-in?next={own_path(written_on(request))}"
    if not is_safe(request) and comes_from_here(request.headers, web.origin):
        form = Form.sent(await fields_of(request))
        hat = await _whose(web, request, form) if keeps else None
        words = [text for _name, text in await _sent(request) if " " in text]
        if hat is not None:
            await leave(web, hat, request)
        elif words:
            said = {"words": words, "sign_in": wanted}
            return plain_page(web, request, "not-signed-in.html", UNAUTHORIZED, **said)
    return RedirectResponse(wanted, SEE_OTHER)


async def _whose(web: Web, request: Request, form: Form) -> Hat | None:
    """In whose session a page was shown that is over: its cookie and its token are one."""
    session_id = request.cookies.get(session_cookie(secure=web.secure), "")
    holds = token_holds(web.cookie_key, session_id, form.value("token"))
    return await web.desk.whose(session_id) if holds else None


def plain_page(
    web: Web, request: Request, template: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page for someone who is not signed in."""
    said = {
        "csp_nonce": request.state.nonce,
        "demonstration": web.demonstration,
        "path": request.url.path,
        "here": whole(request),
        "typed_at": "",
        "on_enter": "",
        "travels": False,
        "session": None,
        "form": Form(),
        "refusal": None,
        "done": "",
        "found_again": False,
    }
    return HTMLResponse(render(template, language_of(request), **{**said, **context}), status)
