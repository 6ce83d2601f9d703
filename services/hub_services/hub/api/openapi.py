"""The OpenAPI 3.1 document of the hub, made from its registries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub_services.hub.api import problems
from hub_services.hub.facts import Facts
from hub_services.hub.reading.columns import rows_of_views
from hub_services.hub.reading.described import ID, TEXT, each, named, one_of, or_none
from hub_services.hub.reading.read import Read
from hub_services.hub.registry import Command
from hub_services.hub.views import TABLES

_COMMON = (400, 401, 403, 404, 413, 422, 503)
_MEANING: Mapping[int, str] = {
    200: "Recorded, or read",
    201: "Recorded",
    400: "Malformed, with pointers",
    401: "No valid statement for this call",
    403: "The role may not",
    404: "Not visible, or absent",
    409: "The command id is known with other bytes",
    410: "You had it, and see it no longer: to whom it went, by whom and when",
    412: "The stream has moved on, or the race was lost",
    413: "Over 256 KiB",
    415: "Not application/json",
    422: "Refused by a rule; the attempt is noted",
    503: (
        "The hub cannot reach its store. `not-ready`: nothing was recorded. `outcome-unknown`: "
        "send the very same call again, it is answered as first answered or recorded then"
    ),
}


def document(commands: Mapping[str, Command], reads: tuple[Read, ...]) -> dict[str, Any]:
    """The whole interface as OpenAPI 3.1."""
    schemas: dict[str, Any] = {
        **rows_of_views(TABLES),
        "Problem": _PROBLEM,
        "Done": _DONE,
        "Envelope": _ENVELOPE,
        "Shares": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "Shares by segment tag, unpadded base64url",
        },
    }
    paths: dict[str, Any] = {}
    for command in commands.values():
        paths.setdefault(command.path, {})["post"] = _command(command, schemas)
    for read in reads:
        paths.setdefault(read.path, {})["get"] = _read(read)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sharing hub",
            "version": "1",
            "description": (
                "Every call carries its own signed statement: "
                "`Authorization: Hub <compact JWS>`. The hub reads codes, never words."
            ),
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "statement": {
                    "type": "http",
                    "scheme": "Hub",
                    "description": "A compact JWS of this very call, signed by the agency",
                }
            },
        },
        "security": [{"statement": []}],
    }


def _command(command: Command, schemas: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {"facts": _schema(command.facts, schemas)}
    required = ["facts"]
    if command.envelope != "none":
        properties["envelope"] = {"$ref": "#/components/schemas/Envelope"}
        properties["shares"] = {"$ref": "#/components/schemas/Shares"}
        if command.envelope == "required":
            required += ["envelope", "shares"]
    done = 201 if command.begins else 200
    return {
        "operationId": command.name,
        "summary": command.summary,
        "description": f"Roles: {', '.join(sorted(command.roles))}",
        "parameters": [_id("about")] if "{about}" in command.path else [],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": properties,
                        "required": required,
                        "additionalProperties": False,
                    }
                }
            },
        },
        "responses": {
            str(done): {
                "description": _MEANING[done],
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Done"}}
                },
            },
            **_failures(*_COMMON, 409, 412, 415),
        },
    }


def _read(read: Read) -> dict[str, Any]:
    parameters = [_id("id")] if "{id}" in read.path else []
    if read.query is not None:
        described = read.query.model_json_schema()
        parameters += [
            {"name": name, "in": "query", "required": False, "schema": schema}
            for name, schema in described["properties"].items()
        ]
    return {
        "operationId": f"read-{read.name}",
        "summary": read.summary,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": _MEANING[200],
                "content": {"application/json": {"schema": named(read.gives)}},
            },
            **_failures(400, 401, 403, 404, 409, 503, *((410,) if read.changes_hands else ())),
        },
    }


def _id(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    }


def _failures(*statuses: int) -> dict[str, Any]:
    return {
        str(status): {
            "description": _MEANING[status],
            "content": {
                problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
            **_HEADERS.get(status, {}),
        }
        for status in statuses
    }


def _schema(model: type[Facts], schemas: dict[str, Any]) -> dict[str, Any]:
    described = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(described.pop("$defs", {}))
    schemas[model.__name__] = described
    return {"$ref": f"#/components/schemas/{model.__name__}"}


_HEADERS: Mapping[int, Any] = {
    503: {"headers": {"Retry-After": {"required": True, "schema": {"type": "integer"}}}}
}
_ERROR: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": {
            "type": "string",
            "description": "A JSON pointer into the body; /about and /version into the "
            "statement; ?name into the query",
        },
        "code": {"type": "string"},
        "allowed": {**each(TEXT), "description": "Every code that may stand there"},
        "listed": {
            "type": "string",
            "description": "Where the codes that may are listed, or what it needs beside it",
        },
    },
    "required": ["at", "code"],
    "additionalProperties": False,
}
_PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "duty": {"type": "string"},
        "facts": {
            "type": "object",
            "description": "Of a refusal what it is about; of a malformed call its errors",
            "properties": {
                "errors": each(_ERROR),
                "wrong": {
                    "type": "string",
                    "description": "Of a 401: the member of the statement that is not of this "
                    "call, once its signature holds",
                },
            },
        },
    },
}
_HEX: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_BASE64URL: Mapping[str, Any] = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}
_READER: Mapping[str, Any] = {
    "agency": ID,
    "kid": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "epoch": {"type": "integer", "minimum": 1},
}
_ENVELOPE: Mapping[str, Any] = {
    "description": "A sealed envelope (docs/formats.md)",
    **named(
        {
            "header": named(
                {
                    "suite": {"type": "string", "const": "hub-1"},
                    "eid": ID,
                    "record": ID,
                    "publisher": ID,
                    "recipients": {**each(named(_READER)), "minItems": 1, "maxItems": 2},
                    "segments": each(
                        named(
                            {
                                "tag": _HEX,
                                "kc": _HEX,
                                "sc": _HEX,
                                "com": {**each(_HEX), "minItems": 1},
                                "ct": _HEX,
                            }
                        )
                    ),
                }
            ),
            "seals": each(named({**_READER, "sealed": _BASE64URL})),
            "signatures": named({"ed25519": _BASE64URL, "ml_dsa_65": _BASE64URL}),
            "segments": each(
                named(
                    {
                        "tag": _HEX,
                        "owner": ID,
                        "group": one_of(
                            (
                                *("identity", "why", "reasons"),
                                *("text", "source", "third-party", "file"),
                            )
                        ),
                        "item": or_none(ID),
                        "ciphertext": _BASE64URL,
                    }
                )
            ),
        }
    ),
}
_DONE: Mapping[str, Any] = {
    "type": "object",
    "required": ["id", "position", "version"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "position": {"type": "integer"},
        "version": {"type": ["integer", "null"]},
        "shares": {"$ref": "#/components/schemas/Shares"},
    },
}
