"""One command out of a file: its words checked and sealed, its facts signed, and sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from hub_domain.ids import decision_id
from hub_services.desk.checking import check_words
from hub_services.desk.hub_client import Done
from hub_services.desk.means import Hat, SealedWords, Words
from hub_services.desk.tools import Tools
from hub_services.hub.registry import Command
from hub_services.hub.uses import COMMANDS
from hub_services.hub.uses.taking_over import TakeOver


class Segment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of one group, about a person or the record itself, of one item or of none."""

    group: str
    fields: dict[str, str]
    owner: UUID | None = None
    item: UUID | None = None

    def __repr__(self) -> str:
        return "<Segment>"


class File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file asks to be done.

    ``words`` are texts of the record by their codes, or segments. ``version`` is the version
    seen of what the command is about; left out, the newest is acted on.
    """

    do: str
    facts: dict[str, Any]
    about: UUID | None = None
    version: int | None = None
    words: dict[str, str] | list[Segment] = {}

    def __repr__(self) -> str:
        return f"<File {self.do}>"


class _Named(Struct, frozen=True):
    """A file of which only the command is read, so that it is known before the rest."""

    do: str


class NotAFile(Exception):
    """Not JSON of this form; ``str()`` tells where, and none of what is written there."""


class NoSuchCommand(Exception):
    """The registry has no command of this name."""


def read(raw: bytes) -> tuple[File, Command]:
    """Read a file. ``NotAFile`` or ``NoSuchCommand``."""
    try:
        do = msgspec.json.decode(raw, type=_Named).do
        if do not in COMMANDS:
            raise NoSuchCommand(do)
        file = msgspec.json.decode(raw, type=File)
    except msgspec.ValidationError as error:
        raise NotAFile(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NotAFile("not JSON") from None
    return file, COMMANDS[file.do]


async def send(tools: Tools, hat: Hat, file: File, command: Command) -> tuple[UUID, Done]:
    """Do what the file says; the record it is about, and what the hub answered."""
    subject = await _subject(tools, hat, file, command)
    about = _about(tools, file)
    words = await _words(tools, hat, file, about)
    facts = dict(file.facts)
    if "texts" in command.facts.model_fields and "texts" not in facts:
        facts["texts"] = await _checks(tools, hat, words, about, _persons(file, subject))
    done = await tools.hub.do(
        hat,
        command.name,
        about=about,
        version=int(subject.get("version") or 0) if file.version is None else file.version,
        facts=facts,
        sealed=await _sealed(tools, hat, words, about, _counterpart(file, subject)),
    )
    return about, done


async def _subject(tools: Tools, hat: Hat, file: File, command: Command) -> Mapping[str, Any]:
    """What the command is about, as the hub shows it; nothing for one that begins.

    Who takes over does not see the record yet, and finds it among what waits.
    """
    path, about, _ = command.path.partition("{about}")
    if not about or file.about is None or path == "/v1/envelopes/":
        return {}
    if command.facts is TakeOver:
        answer = await tools.hub.read(hat, "/v1/waiting", record=file.about)
        return next(iter(answer["waiting"]), {})
    answer = await tools.hub.read(hat, f"{path}{file.about}")
    kind = next(iter(answer))  # request, decision, disclosure or agency comes first
    subject: Mapping[str, Any] = answer[kind]
    return subject


def _about(tools: Tools, file: File) -> UUID:
    if file.about is not None:
        return file.about
    request, recipient = _id(file.facts.get("request")), _recipient(file)
    if file.do == "make-sharing-decision" and request and recipient:
        return decision_id(request, recipient)
    return tools.means.ids.stream()


async def _words(tools: Tools, hat: Hat, file: File, about: UUID) -> list[Words]:
    """The segments; with a request the name card of each person, out of the desk's people."""
    if isinstance(file.words, list):
        return [
            Words(
                owner=each.owner or about, group=each.group, item=each.item, fields=each.fields
            )
            for each in file.words
        ]
    if not file.words:
        return []
    asks = file.do in {"issue-share-request", "explain-share-request"}
    words = [Words(owner=about, group="why" if asks else "reasons", fields=file.words)]
    if file.do == "issue-share-request":
        cards = await tools.people.all_cards(hat, _persons(file, {}))
        words += [
            Words(owner=person, group="identity", fields=card.fields())
            for person, card in cards.items()
        ]
    return words


async def _checks(
    tools: Tools, hat: Hat, words: Iterable[Words], about: UUID, persons: list[UUID]
) -> dict[str, Any]:
    texts = {
        code: text
        for each in words
        if each.owner == about and each.item is None
        for code, text in each.fields.items()
    }
    cards = await tools.people.cards(hat, persons)
    return check_words(texts, cards.values())


async def _sealed(
    tools: Tools, hat: Hat, words: list[Words], about: UUID, counterpart: UUID | None
) -> SealedWords | None:
    if not words:
        return None
    return await tools.seal(hat, record=about, counterpart=counterpart, words=words)


def _persons(file: File, subject: Mapping[str, Any]) -> list[UUID]:
    listed = file.facts.get("persons") or subject.get("persons") or []
    named = (
        _id(each.get("id") if isinstance(each, Mapping) else each)
        for each in (listed if isinstance(listed, list) else [])
    )
    return [person for person in named if person]


def _counterpart(file: File, subject: Mapping[str, Any]) -> UUID | None:
    """Who is told beside the author's own agency; a decision and a note are for nobody else."""
    if file.do in {"issue-share-request", "make-disclosure"}:
        return _recipient(file)
    return _id(subject.get("counterpart"))


def _recipient(file: File) -> UUID | None:
    to = file.facts.get("to")
    return _id(to.get("agency")) if isinstance(to, Mapping) else None


def _id(written: object) -> UUID | None:
    """An id, where one is written; what is missing or is none, the hub points to."""
    try:
        return UUID(str(written)) if written else None
    except ValueError:
        return None
