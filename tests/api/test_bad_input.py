"""Whatever is sent, the answer is a problem document that says where it is wrong; never a 500.

Nothing is recorded of it but, where the design says so, the attempt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from hub_domain.law.shipped import shipped_catalogue
from hub_domain.text_checks import VERSION
from hub_infra.canonical import write
from hub_services.hub.answers import Unparsable
from hub_services.hub.judging import read_facts
from hub_services.hub.uses import COMMANDS
from tests.api.cases import CASES, case_of
from tests.api.tables import changed, versions
from tests.api.town import Town, malformed, problem, put
from tests.support.world import Answered, Caller

LIMIT = 256 * 1024
EMPTY = b'{"facts":{}}'


def post(town: Town, raw: bytes, *, by: Caller | None = None, **headers: str) -> Answered:
    """A properly signed call to register an agency, with these bytes for a body."""
    by = by or town.operator
    about = town.world.ids.stream()
    target = COMMANDS["register-agency"].target(about)
    compact = by.statement(
        "register-agency", about=about, version=0, target=target, facts={}
    ).decode()
    response = town.world.client.post(
        "/v1/agencies",
        content=raw,
        headers={
            "Authorization": f"Hub {compact}",
            "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )
    return Answered(response.status_code, response.json(), response.headers)


BYTES: Mapping[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "", "syntax"),
    "a space": (b" ", "", "syntax"),
    "no JSON": (b"facts", "", "syntax"),
    "half of it": (b'{"facts":', "", "syntax"),
    "two of them": (EMPTY + EMPTY, "", "syntax"),
    "a comment": (b'{"facts":{}/*x*/}', "", "syntax"),
    "a last comma": (b'{"facts":{},}', "", "syntax"),
    "single quotes": (b"{'facts':{}}", "", "syntax"),
    "a line end in a text": (b'{"facts":{"name":"a\nb"}}', "", "syntax"),
    "a byte order mark": (b"\xef\xbb\xbf" + EMPTY, "", "syntax"),
    "UTF-16": ('{"facts":{}}'.encode("utf-16"), "", "encoding"),
    "Latin-1": ('{"facts":{"name":"Siân"}}'.encode("latin-1"), "", "encoding"),
    "an overlong slash": (b'{"facts":{"name":"\xc0\xaf"}}', "", "encoding"),
    "a surrogate in UTF-8": (b'{"facts":{"name":"\xed\xa0\x80"}}', "", "encoding"),
    "a lone surrogate": (b'{"facts":{"name":"\\ud800"}}', "/facts/name", "surrogate"),
    "a lone surrogate for a key": (b'{"facts":{"\\udfff":1}}', "/facts", "surrogate"),
    "a key twice": (b'{"facts":{},"facts":{}}', "/facts", "duplicate-key"),
    "a key twice, deeper": (
        b'{"facts":{"lead":{"id":1,"id":2}}}',
        "/facts/lead/id",
        "duplicate-key",
    ),
    "a key twice, in a list": (
        b'{"facts":{"a":[{},{"b":[{"c":1,"\\u0063":2}]}]}}',
        "/facts/a/1/b/0/c",
        "duplicate-key",
    ),
    "NaN": (b'{"facts":{"a":NaN}}', "/facts/a", "number"),
    "Infinity": (b'{"facts":{"a":[1,-Infinity]}}', "/facts/a/1", "number"),
    "a number too large": (b'{"facts":{"a":9007199254740992}}', "/facts/a", "number"),
    "a number of a thousand digits": (
        b'{"facts":{"a":' + b"9" * 1000 + b"}}",
        "/facts/a",
        "number",
    ),
    "an exponent beyond all": (b'{"facts":{"a":1e999}}', "/facts/a", "number"),
    "minus nought": (b'{"facts":{"a":-0}}', "/facts/a", "number"),
    "a number in another form": (b'{"facts":{"a":1.0}}', "/facts/a", "number"),
    "forty levels": (
        b'{"facts":' + b"[" * 40 + b"]" * 40 + b"}",
        "/facts" + "/0" * 31,
        "depth",
    ),
    "a hundred thousand levels": (b'{"facts":' + b"[" * 100_000, "", "depth"),
    "a list": (b"[]", "/facts", "required"),
    "a text": (b'"facts"', "/facts", "required"),
    "null": (b"null", "/facts", "required"),
    "no facts": (b"{}", "/facts", "required"),
    "an unknown member": (b'{"facts":{},"fact/s":1}', "/fact~1s", "unknown"),
}


@pytest.mark.parametrize("name", BYTES)
def test_what_is_not_json_in_the_one_form_is_malformed_where_it_is_wrong(
    name: str, town: Town, town_url: str
) -> None:
    raw, at, code = BYTES[name]
    before = versions(town_url)
    assert malformed(post(town, raw)) == [(at, code)]
    assert changed(before, versions(town_url)) == set()


def test_a_key_without_end_is_not_repeated_without_end(town: Town) -> None:
    ((at, code),) = malformed(post(town, json.dumps({"facts": {}, "k" * 100_000: 1}).encode()))
    assert code == "unknown"
    assert len(at) == 200


def test_errors_without_end_are_not_told_without_end(town: Town) -> None:
    case = case_of(town, "assign-share-request")
    wrong = {**case.facts, **{f"k{number}": 1 for number in range(20_000)}}
    assert len(malformed(case.with_facts(wrong).send())) == 100


def chunks(size: int) -> Iterator[bytes]:
    """A body of unsaid length."""
    yield b'{"facts":{"name":"'
    for _ in range(size // 1024):
        yield b"x" * 1024


def test_a_body_over_256_kib_is_too_large(town: Town, town_url: str) -> None:
    before = versions(town_url)
    problem(post(town, b" " * (LIMIT + 1)), 413, "too-large")
    problem(post(town, b" " * 3 * LIMIT), 413, "too-large")
    problem(post(town, chunks(LIMIT + 2048)), 413, "too-large")  # type: ignore[arg-type]  # in chunks
    assert changed(before, versions(town_url)) == set()


def test_a_body_of_256_kib_is_read(town: Town) -> None:
    assert malformed(post(town, b'{"facts":1'.ljust(LIMIT))) == [("", "syntax")]


def test_a_length_that_is_not_true_is_no_way_in(town: Town) -> None:
    assert post(town, b" " * (LIMIT + 1), Content_Length="10").status in {400, 413}


@pytest.mark.parametrize(
    "media_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json", "*/*"],
)
def test_what_is_not_called_json_is_not_read(media_type: str, town: Town) -> None:
    problem(post(town, EMPTY, Content_Type=media_type), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "media_type",
    ["application/json; charset=utf-8", "Application/JSON", "application/json ;charset=UTF-8"],
)
def test_json_is_json_however_it_is_written(media_type: str, town: Town) -> None:
    assert post(town, b"{", Content_Type=media_type).status == 400


NAMES = (
    "O'Brien",
    "D\u2019Arcy",
    "Siân",
    "Ŵyn",
    "Gwenllïan Ŷnyr-Hâf",
    "Ó Súilleabháin",
    "Nguyễn Thị",
    "Müller-Lüdenscheidt",
    "李小龍",
    "محمد",
    "X",
    "A. B. C.",
    "=SUM(A1)",
    "<script>alert(1)</script>",
    "Robert'); DROP TABLE events;--",
    "%s {0} ${x}",
)


@pytest.mark.parametrize("name", NAMES)
def test_people_are_called_what_they_are_called(name: str, town: Town) -> None:
    case = case_of(town, "register-practitioner")
    facts = case.facts
    facts["member"]["name"] = name
    case.with_facts(facts).send().ok()
    people = town.bea.read(f"/v1/agencies/{case.about}").ok()["practitioners"]
    names = {each["practitioner_id"]: each["name"] for each in people}
    assert names[facts["member"]["id"]] == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "\u00a0", "\t", "\x00", "a\nb", "a\x7fb", "a\x85b", "a\u2028b", "\u200b",
     "a\u202eb", "\ufeff", "a\ue000b", "\U000e0041", "x" * 401],
    ids=ascii,
)  # fmt: skip
def test_a_name_that_cannot_be_seen_or_printed_is_malformed(name: str, town: Town) -> None:
    case = case_of(town, "register-practitioner")
    facts = case.facts
    facts["member"]["name"] = name
    ((at, _),) = malformed(case.with_facts(facts).send())
    assert at == "/facts/member/name"


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a JSON value."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


STRANGE: tuple[object, ...] = (
    None, False, True, 0, -1, 1, 1.5, 9007199254740991, "", "1", "x", "\u0000", "é" * 500,
    [], [[]], {}, {"a": None}, [None], "00000000-0000-0000-0000-000000000000",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "1700000000",
    "2026-10-08T09:00:00", "9999-12-31", "0001-01-01",
)  # fmt: skip
ALLOWED = frozenset({200, 201, 400, 403, 404, 412, 422})


@pytest.mark.parametrize("name", CASES)
def test_nothing_in_any_place_of_any_command_is_too_strange_for_an_answer(
    name: str, town: Town
) -> None:
    """Each place of the facts holds each of them in turn; what can be read is judged."""
    case = case_of(town, name)
    for path in list(places(case.facts))[1:]:
        for other in STRANGE:
            facts = put(case.facts, path, other)
            if not is_read(name, facts):
                continue
            answered = case.with_facts(facts).send()
            assert answered.status in ALLOWED, (path, other, answered.body)
            if answered.status >= 400:
                problem(answered, answered.status, answered.code)
            else:
                case = case_of(town, name)


def is_read(command: str, facts: object) -> bool:
    """Whether these are facts of the command at all."""
    try:
        read_facts(COMMANDS[command], write(facts), shipped_catalogue())
    except Unparsable:
        return False
    return True


WRONG_TYPES: tuple[tuple[str, tuple[str | int, ...], object], ...] = (
    ("register-agency", ("keys", "epoch"), False),
    ("register-agency", ("keys", "epoch"), "1"),
    ("register-agency", ("keys", "epoch"), 1.5),
    ("register-agency", ("keys", "epoch"), None),
    ("register-agency", ("keys", "sealing"), "A" * 1620),
    ("register-agency", ("keys", "ed25519"), "=" * 43),
    ("register-agency", ("nation",), "WE"),
    ("register-agency", ("name",), 7),
    ("register-agency", ("categories",), "W28-LA"),
    ("register-agency", ("lead", "id"), "00000000-0000-4000-8000-00000000000A"),
    ("register-practitioner", ("member", "id"), "{00000000-0000-4000-8000-000000000001}"),
    (
        "register-practitioner",
        ("member", "id"),
        f"urn:uuid:{UUID(int=10)}",
    ),
    ("register-practitioner", ("member", "id"), "0000000000004000800000000000000a"),
    ("register-practitioner", ("roles", 0), "king"),
    ("record-arrangement", ("review_due",), "0"),
    ("record-arrangement", ("review_due",), 0),
    ("record-arrangement", ("review_due",), "2027-02-30"),
    ("record-arrangement", ("review_due",), "2027-10-01T00:00:00Z"),
    ("issue-share-request", ("due_at",), "1700000000"),
    ("issue-share-request", ("due_at",), "2026-10-22T16:00:00"),
    ("issue-share-request", ("due_at",), "2026-10-22 16:00:00Z"),
    ("issue-share-request", ("due_at",), "0001-01-01T00:00:00+23:59"),
    ("issue-share-request", ("due_at",), "9999-12-31T23:59:59-23:59"),
    ("issue-share-request", ("persons", 0, "scope", "estimated"), 0),
    ("issue-share-request", ("persons", 0, "scope", "estimated"), "false"),
    ("issue-share-request", ("items", 0, "persons", 0), None),
    ("issue-share-request", ("provision",), "CA2004 16H"),
    ("issue-share-request", ("texts", "why-needed", "version"), VERSION + 1),
    ("issue-share-request", ("texts", "why-needed", "words"), "12"),
    ("issue-share-request", ("texts", "why-needed", "words"), False),
    ("issue-share-request", ("texts", "why-needed", "flags"), ["vague", "blank"]),
    ("issue-share-request", ("texts", "why-needed", "flags"), ["vague", "vague"]),
    ("issue-share-request", ("texts", "why-needed", "flags"), ["fine"]),
    ("issue-share-request", ("sealed", "digest"), "AB" * 32),
    ("answer-share-request", ("answer",), "declined"),
    ("release-shares", ("segments",), []),
    ("release-shares", ("segments", 0), "../../etc/passwd"),
)


@pytest.mark.parametrize(("name", "path", "other"), WRONG_TYPES, ids=repr)
def test_a_value_of_another_type_is_malformed_where_it_stands(
    name: str, path: tuple[str | int, ...], other: object, town: Town, town_url: str
) -> None:
    case = case_of(town, name)
    before = versions(town_url)
    ((at, _),) = malformed(case.with_facts(put(case.facts, path, other)).send())
    assert at.startswith("/facts/" + "/".join(map(str, path)))
    assert changed(before, versions(town_url)) == set()


@pytest.mark.parametrize("name", CASES)
def test_no_command_has_room_for_a_field_that_it_does_not_know(name: str, town: Town) -> None:
    """Or else words could travel where codes are meant."""
    case = case_of(town, name)
    objects = [
        path
        for path in places(case.facts)
        if isinstance(_at(case.facts, path), dict) and path[-1:] not in OPEN
    ]
    for path in objects:
        spoiled = put(case.facts, path, {**_at(case.facts, path), "a~note/here": "of words"})
        ((at, code),) = malformed(case.with_facts(spoiled).send())
        assert code == "extra_forbidden"
        assert at == "".join(f"/{key}" for key in ("facts", *path, "a~0note~1here"))


OPEN = {("texts",), ("record",), ("came_from",), ("under",)}
"""Members whose keys are codes, each of its list (``test_codes``)."""


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize("key", ["a note of words", "", "Siân", "x" * 65, "[key]", "-"])
def test_a_key_that_is_no_code_is_malformed(key: str, town: Town) -> None:
    case = case_of(town, "issue-share-request")
    texts = case.facts["texts"]
    spoiled = {**case.facts, "texts": {**texts, key: texts["necessity"]}}
    ((at, _),) = malformed(case.with_facts(spoiled).send())
    assert at.startswith("/facts/texts")


STANDING = ("runs", 0, "consent", "standings", 0)
LAWFUL = ("runs", 0, "lawful")
SAYS_MORE: Mapping[str, tuple[str, tuple[str | int, ...], str, str, object]] = {
    "a request's purpose": (
        "issue-share-request",
        (),
        "purpose",
        "purpose_detail",
        "prevention",
    ),
    "a decision's purpose": (
        "make-sharing-decision",
        ("purpose",),
        "code",
        "detail",
        "prevention",
    ),
    "the kind of a reason": ("make-sharing-decision", STANDING, "reason", "detail", "E3"),
    "an exception": ("make-sharing-decision", STANDING, "reason", "exception", {"limb": None}),
    "a limb": ("make-sharing-decision", LAWFUL, "basis", "limb", "a"),
    "a contract": ("make-sharing-decision", LAWFUL, "basis", "contract", str(UUID(int=7))),
}
"""The command, where in its facts a code stands, and what says more of that code."""


@pytest.mark.parametrize("left", ["out", "open"])
@pytest.mark.parametrize("name", SAYS_MORE)
def test_what_says_more_of_a_code_is_malformed_without_it(
    name: str, left: str, town: Town, town_url: str
) -> None:
    """It is neither passed over nor taken for the code: nothing stands for nothing."""
    command, path, code, more, value = SAYS_MORE[name]
    case = case_of(town, command)
    facts: dict[str, Any] = case.facts
    part: Any = facts
    for step in path:
        part = part[step]
    part |= {code: None, more: value}
    if left == "out":
        del part[code]
    before = versions(town_url)
    (error,) = problem(case.with_facts(facts).send(), 400, "malformed")["errors"]
    assert error["at"] == "/".join(["/facts", *map(str, path), more])
    assert error["code"] == "without-its-code"
    assert f"Only with {code}" in error["listed"]
    assert changed(before, versions(town_url)) == set()


def test_of_a_code_that_is_wrong_nothing_else_is_said(town: Town) -> None:
    case = case_of(town, "issue-share-request")
    facts = case.facts | {"purpose": "nosiness", "purpose_detail": "prevention"}
    assert malformed(case.with_facts(facts).send()) == [("/facts/purpose", "unknown")]


def test_where_a_list_is_closed_it_is_told_and_else_where_it_is(town: Town) -> None:
    """Whoever writes a client learns what to write from the answer alone."""
    case = case_of(town, "release-shares")
    answered = case.with_facts(put(case.facts, ("why",), "nosiness")).send()
    (error,) = problem(answered, 400, "malformed")["errors"]
    assert error["allowed"] == ["answer", "casework", "decision", "review", "co-ordination"]
    case = case_of(town, "make-sharing-decision")
    answered = case.with_facts(put(case.facts, ("record", "urgency"), "met")).send()
    (error,) = problem(answered, 400, "malformed")["errors"]
    assert "routine" in error["allowed"]
    case = case_of(town, "issue-share-request")
    answered = case.with_facts(put(case.facts, ("items", 0, "topic"), "Kezia")).send()
    (error,) = problem(answered, 400, "malformed")["errors"]
    assert error["code"] == "unknown"
    assert "table topic of the law" in error["listed"]
    assert "Kezia" not in str(error)


def test_a_decision_on_a_request_is_told_that_its_id_follows_from_it(town: Town) -> None:
    case = case_of(town, "make-sharing-decision")
    elsewhere = replace(case, about=town.world.ids.stream())
    assert malformed(elsewhere.send()) == [("/about", "derived-from-facts")]
    case.send().ok()


@pytest.mark.parametrize(
    ("left_out", "places"),
    [
        ({"about": None}, [("/about", "missing")]),
        ({"version": None}, [("/version", "missing")]),
        ({"about": None, "version": None}, [("/about", "missing"), ("/version", "missing")]),
    ],
)
def test_what_the_statement_of_a_command_lacks_is_pointed_to(
    left_out: dict[str, Any], places: list[tuple[str, str]], town: Town
) -> None:
    case = case_of(town, "issue-share-request")
    assert malformed(replace(case, **left_out).send()) == places
