"""Envelope hub-1 in JavaScript, on other libraries, understands ours and is understood."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from hub_infra.sealing import Segment, accept, seal
from infra import machine
from tests.infra.sealing.cast import (
    BOARD,
    BOARD_ID,
    BOARD_KEYS,
    ITEM,
    RECORD,
    SCHOOL,
    SCHOOL_KEYS,
    SIAN,
    TOMOS,
    opened,
)

HERE = Path(__file__).parent / "js"
pytestmark = pytest.mark.skipif(
    "node" not in machine.present(),
    reason=f"no Node.js with its packages here: {machine.missing().get('node')}",
)

COUNT = 50
TEXTS = [
    "O'Brien",
    "Siân Llŷr",
    'ŵ\u2028\u007f\u0001\t"\\/',
    "👧🏽",
    "",
    "Ystradgynlais " * 400,
]
ORDERED_BY_UTF_16 = {"é": "b", "\U0001f600": "c", "\ufb33": "d"}


def segments(number: int) -> list[Segment]:
    text = TEXTS[number % len(TEXTS)] + "x" * number
    return [
        Segment(SIAN, "identity", None, {"name": text} | ORDERED_BY_UTF_16),
        Segment(TOMOS, "text", ITEM, {"text": text}),
        Segment(RECORD, "reasons", None, {"why": f"{number}"}),
    ][: number % 3 + 1]


def envelope_id(number: int) -> UUID:
    return uuid5(RECORD, str(number))


def in_javascript(jobs: list[dict[str, Any]]) -> list[Any]:
    node = machine.node()
    assert node is not None
    done = subprocess.run(
        [node, str(HERE / "hub-1.mjs")],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


def seeds(of: Any) -> list[str]:
    return [seed.hex() for seed in of.seeds]


def test_javascript_opens_what_python_sealed_and_refuses_what_was_altered() -> None:
    jobs: list[dict[str, Any]] = []
    for number in range(COUNT):
        sealed = seal(
            envelope_id=envelope_id(number),
            record=RECORD,
            author_keys=SCHOOL_KEYS,
            author_public=SCHOOL,
            counterpart=BOARD,
            segments=segments(number),
        )
        jobs.append(
            {
                "use": "open",
                "envelope": sealed.envelope,
                "shares": sealed.shares,
                "reader": BOARD.as_json(),
                "seeds": seeds(BOARD_KEYS),
                "publisher": SCHOOL.as_json(),
            }
        )
    altered = json.loads(json.dumps(jobs[0]))
    altered["envelope"]["header"]["segments"][0]["kc"] = "00" * 32
    *answers, refused = in_javascript([*jobs, altered])
    assert refused == {"broken": "broken"}
    for number, answer in enumerate(answers):
        assert [
            Segment(
                UUID(a["owner"]), a["group"], a["item"] and UUID(a["item"]), dict(a["fields"])
            )
            for a in answer
        ] == segments(number)


def test_python_opens_what_javascript_sealed() -> None:
    jobs: list[dict[str, Any]] = [
        {
            "use": "seal",
            "eid": str(envelope_id(number)),
            "record": str(RECORD),
            "author": SCHOOL.as_json(),
            "seeds": seeds(SCHOOL_KEYS),
            "counterpart": BOARD.as_json(),
            "segments": [
                {
                    "owner": str(segment.owner),
                    "group": segment.group,
                    "item": None if segment.item is None else str(segment.item),
                    "fields": dict(segment.fields),
                }
                for segment in segments(number)
            ],
        }
        for number in range(COUNT)
    ]
    for number, answer in enumerate(in_javascript(jobs)):
        accept(
            answer["envelope"],
            answer["shares"],
            publisher=SCHOOL,
            record=RECORD,
            counterpart_agency=BOARD_ID,
        )
        words = opened(answer["envelope"], answer["shares"])
        assert words == {(s.owner, s.group, s.item): s.fields for s in segments(number)}
