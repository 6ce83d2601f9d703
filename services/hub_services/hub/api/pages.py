"""The hub's own pages: its interface, and what each problem code means.

Plain HTML without scripts; nothing is loaded from anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import groupby
from typing import Any, Final

from jinja2 import Environment, PackageLoader
from starlette.responses import Response

from hub_services.hub.api import problems
from hub_services.words.refusals import words_for

STYLE_AT: Final = "/docs/style.css"

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_CODE: Final = re.compile(r"[a-z0-9-]{1,64}")
_AS_CODE: Final = re.compile(r"``?([^`]+)``?")
"""What a docstring has between backticks: every second piece that it splits a text into."""


def interface_page(described: Mapping[str, Any]) -> Response:
    """The interface as people read it: every operation, its facts and its answers."""
    return _page(
        "docs.html",
        document=described,
        parts=list(_parts(described)),
        meanings=_meanings(described),
    )


def problem_page(code: str) -> Response:
    """What a problem code means; an unknown one is not found."""
    if not _CODE.fullmatch(code):
        code = "not-found"
    title, detail = words_for(code, {})
    status = problems.STATUS.get(code, 422)
    return _page("problem.html", code=code, title=title, detail=detail, status=status)


def style() -> Response:
    """The style of these pages."""
    return Response(_STYLE, media_type="text/css; charset=utf-8")


def _page(template: str, **shown: Any) -> Response:
    html = _PAGES.get_template(template).render(style=STYLE_AT, **shown)
    headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
    return Response(html, headers=headers, media_type="text/html; charset=utf-8")


def _parts(described: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The operations by the first part of their path, in its order."""
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    operations.sort(key=_part)
    for part, held in groupby(operations, _part):
        yield part, list(held)


def _part(operation: Mapping[str, Any]) -> str:
    path: str = operation["path"]
    return path.split("/")[2]


def _meanings(described: Mapping[str, Any]) -> dict[str, str]:
    """What each status means, wherever it is answered."""
    found = {
        status: response["description"]
        for methods in described["paths"].values()
        for operation in methods.values()
        for status, response in operation["responses"].items()
    }
    return dict(sorted(found.items()))


_PAGES: Final = Environment(
    autoescape=True,
    loader=PackageLoader("hub_services.hub.api"),
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["pieces"] = _AS_CODE.split
_STYLE: Final = files("hub_services.hub.api").joinpath("style.css").read_bytes()
