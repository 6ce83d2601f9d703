"""The drafts of a request, each of a kind of its own: what was begun on it and is not sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from hub_services.desk.records import DraftKept
from hub_services.desk.web.forms import read_id

SHARE: Final = "share"
RECORD: Final = "record"
DECLINE: Final = "decline"
ANSWER: Final = "answer/"
ANSWERS: Final = (
    SHARE,
    DECLINE,
    *(
        f"{ANSWER}{kind}"
        for kind in ("not-held", "not-known-here", "clarification", "challenge", "decline")
    ),
)
"""The pages on which an answer is written, as their addresses end below the request's."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """An answer that is begun and not sent: on which page, and when it was saved."""

    request: UUID
    page: str
    saved_at: datetime

    @property
    def at(self) -> str:
        """Where one goes on with it."""
        return f"/requests/{self.request}/{self.page}"

    @property
    def answer(self) -> str:
        """Which answer it is."""
        return self.page.rpartition("/")[2]


def kept_as(page: str, request: object) -> str:
    """The kind of the draft that a page of a request keeps."""
    return f"{page}-{request}"


def supplying_of(request: object) -> str:
    """The kind of a draft that supplies what a request asks."""
    return kept_as(SHARE, request)


def recording_of(request: object) -> str:
    """The kind of a draft that completes the record of what went on a request at once."""
    return kept_as(RECORD, request)


def not_telling_of(draft: object) -> str:
    """The kind of a draft that says why what another draft would tell is not told."""
    return f"not-{draft}"


def kinds_of(request: object) -> tuple[str, ...]:
    """The kinds of all of its drafts."""
    return tuple(kept_as(page, request) for page in (*ANSWERS, RECORD))


def request_of(kind: str) -> UUID | None:
    """The request of a draft of one of those kinds."""
    request = read_id(kind[-_AN_ID:])
    return request if request and kind in kinds_of(request) else None


def begun_on(drafts: Iterable[DraftKept]) -> dict[UUID, list[Begun]]:
    """The answers that are begun, by request, the newest first."""
    found: dict[UUID, list[Begun]] = {}
    for draft in drafts:
        request = request_of(draft.kind)
        page = draft.kind[: -_AN_ID - 1]
        if request and page in ANSWERS:
            begun = Begun(request=request, page=page, saved_at=draft.saved_at)
            found.setdefault(request, []).append(begun)
    return found


_AN_ID: Final = len("00000000-0000-0000-0000-000000000000")
