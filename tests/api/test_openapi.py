"""The hub keeps what its OpenAPI document says, whatever is sent to it.

Schemathesis makes the calls from the document; each is signed as a registered agency's. A call
that fits the document is brought nearer to what a desk would send: it is about a record that is
there, and carries an envelope that opens. ``HUB_SCHEMATHESIS_CASES`` says how many are made.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote, urlencode
from uuid import UUID, uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import TypeAdapter
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core import NotSet
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.routing import Route

from hub_domain.ids import edition_id
from hub_domain.ports import Malformed
from hub_infra import canonical
from hub_services.hub.api.openapi import document
from hub_services.hub.facts import Code
from hub_services.hub.reading import READS
from hub_services.hub.uses import COMMANDS
from tests.api.cases import case_of
from tests.api.town import Town, begin_town, said_otherwise
from tests.support.databases import own_database
from tests.support.world import Caller

DOCUMENT = document(COMMANDS, READS)
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = {
    found.ok().definition.raw["operationId"]: found.ok()
    for found in SCHEMA.get_all_operations()
    if isinstance(found, Ok)
}
EACH = -(-int(os.environ.get("HUB_SCHEMATHESIS_CASES", "200")) // len(OPERATIONS))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def fuzzed(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town of its own, in which anything may happen to anyone."""
    directory: Path = tmp_path_factory.mktemp("fuzzed")
    with own_database(postgres) as url, begin_town(url, directory) as town:
        yield town


Generated = schemathesis.Case[Any]


@dataclass
class Hook:
    """Sends what was generated, signed; the first call of an operation is a proper one."""

    town: Town
    name: str
    statuses: Counter[int] = field(default_factory=Counter)

    def send(self, made: Generated) -> Any:
        """What the hub answers."""
        random = Random(repr((made.path_parameters, made.query, made.body)))  # noqa: S311
        sending = self._do if self.name in COMMANDS else self._read
        response = sending(made, random, not self.statuses)
        self.statuses[response.status_code] += 1
        return response

    def _do(self, made: Generated, random: Random, proper: bool) -> Any:  # noqa: FBT001
        """A command: proper, near to it, or altogether as generated."""
        case = case_of(self.town, self.name)
        body: Any = made.body
        about = (made.path_parameters or {}).get("about")
        fits = isinstance(body, dict) and GenerationMode.NEGATIVE not in modes(made)
        if proper or fits:
            facts = {} if proper else grafted(body["facts"], random)
            body, about = {**case.body, "facts": {**case.facts, **facts}}, case.about
        path = made.path.replace("{about}", str(about))
        target = f"POST {unquote(path)}"
        compact = case.by.statement(
            self.name, about=case.about, version=case.version, target="POST /", facts={}
        )
        if writable(target):
            said = {"about": uuid_in(path) or case.about, "facts": digest(body)}
            compact = said_otherwise(case.by, compact, target=target, **said)
        return self.town.world.client.post(path, content=raw(body), headers=headers(compact))

    def _read(self, made: Generated, random: Random, proper: bool) -> Any:  # noqa: FBT001
        """A read: of a record that is there, or of what was generated."""
        reader, record = self._record()
        written: object = record
        query = {} if proper else dict(made.query or {})
        if not proper and random.random() < 0.5:
            written = (made.path_parameters or {}).get("id")
        path = made.path.replace("{id}", str(written))
        said = f"?{urlencode(query, doseq=True)}" if query else ""
        target = f"GET {unquote(path)}{said}"
        compact = reader.statement(
            "read",
            about=None,
            version=None,
            target=target if writable(target) else "GET /",
            facts=None,
        )
        return self.town.world.client.get(f"{path}{said}", headers=headers(compact))

    def _record(self) -> tuple[Caller, UUID]:
        """Who may read that, and a record of that kind."""
        town, round_id = self.town, self.town.world.ids.stream()
        if self.name.startswith("read-audit"):
            return town.faye, uuid4()
        if self.name == "read-agency":
            return town.gwen, town.school.id
        if self.name == "read-law-edition":
            return town.gwen, edition_id(1)
        matter = town.asked(round_id=round_id)
        disclosure = town.disclosed(matter)
        row = town.gwen.read(f"/v1/share-requests/{matter.request}").ok()["request"]
        return {
            "read-round": (town.gwen, round_id),
            "read-sharing-decision": (town.bea, UUID(row["decision"])),
            "read-disclosure": (town.gwen, disclosure),
            "read-envelope": (town.gwen, UUID(row["envelope"])),
        }.get(self.name, (town.gwen, matter.request))


def modes(made: Generated) -> set[GenerationMode]:
    """Whether the parts of a case were made to fit the document or not."""
    meta = made.meta
    return {part.mode for part in meta.components.values()} if meta else set()


def grafted(facts: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """Few, some or all of the generated facts, but for the envelope, which is a proper one."""
    share = random.choice([0.1, 0.3, 1.0])
    return {
        name: value
        for name, value in facts.items()
        if name != "sealed" and random.random() < share
    }


def writable(target: str) -> bool:
    """Whether a statement can name that target at all."""
    return len(target) < 500 and all("!" <= character <= "~" for character in target[5:])


def uuid_in(path: str) -> UUID | None:
    """The record that a path names."""
    try:
        return UUID(path.split("/")[3])
    except (IndexError, ValueError):
        return None


def raw(body: object) -> bytes:
    """A body as it travels; where it is none that fits, it may be bytes, or nothing."""
    if isinstance(body, bytes):
        return body
    return b"" if isinstance(body, NotSet) else json.dumps(body).encode()


def digest(body: object) -> str:
    """The digest of the facts, where there are any that have one form."""
    facts = body.get("facts") if isinstance(body, dict) else None
    try:
        written = canonical.write(facts)
    except Malformed:
        written = b""
    return hashlib.sha256(written).hexdigest()


def headers(compact: bytes) -> dict[str, str]:
    """The headers of a signed call."""
    return {
        "Authorization": f"Hub {compact.decode()}",
        "Content-Type": "application/json",
    }


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_answers_as_it_is_documented(name: str, fuzzed: Town) -> None:
    hook = Hook(fuzzed, name)
    operation = OPERATIONS[name]
    strategy = operation.as_strategy(GenerationMode.POSITIVE)
    if operation.body or operation.path_parameters or operation.query:
        strategy = strategy | operation.as_strategy(GenerationMode.NEGATIVE)

    @settings(
        max_examples=EACH,
        phases=[Phase.explicit, Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(made=strategy)
    def every_case(made: Generated) -> None:
        made.validate_response(hook.send(made), checks=CHECKS)

    every_case()
    assert any(status < 300 for status in hook.statuses), hook.statuses
    assert hook.statuses[401] <= 0.2 * hook.statuses.total(), hook.statuses


def schemas_in(part: object) -> Iterator[Mapping[str, Any]]:
    """Every schema of the document; the names of a map's entries have one too."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    for each in part if isinstance(part, list) else ():
        yield from schemas_in(each)


def test_a_code_says_in_the_document_of_which_list_it_is() -> None:
    form = TypeAdapter(Code).json_schema()["pattern"]
    schemas = list(schemas_in(DOCUMENT))
    listed = [found for found in schemas if found.get("pattern") == form]
    maps = [found for found in schemas if form in found.get("patternProperties", {})]
    listed += [found.get("propertyNames", {}) for found in maps]
    assert maps
    assert [found for found in listed if not {"enum", "description"} & found.keys()] == []


def test_every_route_is_documented(fuzzed: Town) -> None:
    """A place that answers is in the document, or is about the interface itself."""
    routes = {
        (method, route.path)
        for route in fuzzed.world.process.app.routes
        if isinstance(route, Route)
        for method in route.methods or ()
        if route.path.startswith("/v1/") and route.path != "/v1/openapi.json"
    }
    documented = {
        (method.upper(), path) for path, found in DOCUMENT["paths"].items() for method in found
    }
    assert routes == documented
    assert fuzzed.world.client.get("/v1/openapi.json").json() == DOCUMENT


def test_no_column_of_an_answer_is_left_without_a_form() -> None:
    rows = [
        (name, column, said.get("anyOf", [said])[0])
        for name, row in DOCUMENT["components"]["schemas"].items()
        if name.startswith("row-of-")
        for column, said in row["properties"].items()
    ]
    assert [(name, column) for name, column, said in rows if not said] == []
    closed = {"status", "side", "part", "record_kind", "class"}
    assert [
        (name, column) for name, column, said in rows if column in closed and "enum" not in said
    ] == []


def test_a_name_of_the_document_means_one_thing() -> None:
    """A schema has the name of its model; a second meaning would replace the first."""
    for command in COMMANDS.values():
        described = command.facts.model_json_schema(ref_template="#/components/schemas/{model}")
        named = {**described.pop("$defs", {}), command.facts.__name__: described}
        for name, schema in named.items():
            assert DOCUMENT["components"]["schemas"][name] == schema, (command.name, name)
