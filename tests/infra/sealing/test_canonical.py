"""JSON and base64url have one form each; every second spelling is refused."""

import json
from collections.abc import Callable

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from hub_domain.ports import Malformed
from hub_infra.canonical import (
    base64url,
    from_base64url,
    lp,
    members,
    read,
    read_canonical,
    write,
)

MAX = 2**53 - 1
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX, MAX) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


REFUSED = pytest.mark.parametrize(
    ("data", "fault", "pointer"),
    [
        (b'{"a":1,"a":2}', "duplicate-key", "/a"),
        (b'{"facts":[{"b":0},{"x/y":1,"x/y":1}]}', "duplicate-key", "/facts/1/x~1y"),
        (b'{"a":{"c~":NaN}}', "number", "/a/c~0"),
        (b"[1,-Infinity]", "number", "/1"),
        (b'{"n":9007199254740992}', "number", "/n"),
        (b'{"n":-9007199254740992}', "number", "/n"),
        (b'{"n":' + b"9" * 5000 + b"}", "number", "/n"),
        (b'{"n":-0}', "number", "/n"),
        (b'{"n":1.0}', "number", "/n"),
        (b'{"n":1e2}', "number", "/n"),
        (b'{"n":1e999}', "number", "/n"),
        (b'{"t":["\\ud800"]}', "surrogate", "/t/0"),
        (b'{"\\udfff":1}', "surrogate", ""),
        (b'{"t":"\xed\xa0\x80"}', "encoding", ""),
        (b'{"t":"\xc0\xaf"}', "encoding", ""),
        ('{"t":"Siân"}'.encode("latin-1"), "encoding", ""),
        ("{}".encode("utf-16"), "encoding", ""),
        (b"\xef\xbb\xbf{}", "syntax", ""),
        (b'{"t":"a\nb"}', "syntax", ""),
        (b'{"a":1,}', "syntax", ""),
        (b"{} {}", "syntax", ""),
        (b"", "syntax", ""),
        (b"[" * 33 + b"]" * 33, "depth", "/0" * 32),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "depth", ""),
        (
            b'{"a":"' + b"]" * 40 + b'","b":' + b"[" * 40 + b"]" * 40 + b"}",
            "depth",
            "/b" + "/0" * 31,
        ),
        (b'{"a":"' + b"]" * 9000 + b'","b":' + b"[" * 9000 + b"]" * 9000 + b"}", "depth", ""),
    ],
    ids=lambda value: repr(value)[:40],
)


@REFUSED
def test_what_two_readers_could_understand_differently_is_refused(
    data: bytes, fault: str, pointer: str
) -> None:
    with pytest.raises(Malformed) as refused:
        read(data)
    assert (refused.value.fault, refused.value.pointer) == (fault, pointer)


@REFUSED
def test_an_object_is_cut_apart_only_where_it_may_be_read(
    data: bytes, fault: str, pointer: str
) -> None:
    with pytest.raises(Malformed) as refused:
        members(data)
    assert (refused.value.fault, refused.value.pointer) == (fault, pointer)


@given(st.dictionaries(TEXT, VALUES | st.just(1.5), max_size=4))
def test_members_are_canonical_however_the_object_was_spelled(
    value: dict[str, object],
) -> None:
    expected = {name: write(held) for name, held in value.items()}
    assert members(write(value)) == expected
    assert members(json.dumps(value, indent=1).encode()) == expected


def _slowly(data: bytes) -> object:
    value = read(data)
    return {name: write(held) for name, held in value.items()} if type(value) is dict else {}


def _outcome(cut: Callable[[bytes], object], data: bytes) -> object:
    try:
        return cut(data)
    except Malformed as refused:
        return refused.fault, refused.pointer


TOKENS = st.sampled_from(
    [
        *'{}[]",:\\/ -+.eE01aé\x7f\x00',
        *('"a":', "null", "true", "NaN", "[" * 30, "]" * 30),
        *("\\u0041", "\\ud800", "\\ud83d\\ude00"),
        *("9" * length for length in (15, 16, 17)),
    ]
)


@given(st.lists(TOKENS, max_size=30), st.dictionaries(TEXT, VALUES, max_size=3), st.data())
def test_what_is_cut_apart_at_once_is_what_reading_and_writing_it_gives(
    tokens: list[str], value: dict[str, object], data: st.DataObject
) -> None:
    loose = "".join(tokens).encode()
    held = write(value)
    at = data.draw(st.integers(0, len(held)))
    for sent in (
        loose,
        b'{"a":' + loose + b"}",
        b'{"a":"' + loose + b'"}',
        held,
        held[:at] + loose + held[at:],
        held[:at] + held[at + 1 :],
    ):
        assert _outcome(members, sent) == _outcome(_slowly, sent)


@pytest.mark.parametrize("data", [b"[]", b"1", b"null", b'"a"', b'[{"facts":1}]'])
def test_what_is_no_object_has_no_members(data: bytes) -> None:
    assert members(data) == {}


def test_a_refusal_tells_no_word_of_what_was_sent() -> None:
    with pytest.raises(Malformed) as refused:
        read(b'{"surname":"O\'Brien","surname":"O\'Brien"}')
    assert str(refused.value) == "duplicate-key"


def test_whitespace_and_order_are_free_where_canonical_form_is_not_asked() -> None:
    said = b' {"b" : [1, 2.5] ,\n "a" : "\\u0041" } '
    assert read(said) == {"a": "A", "b": [1, 2.5]}
    with pytest.raises(Malformed, match="not-canonical"):
        read_canonical(said)
    assert read_canonical(b'{"a":"A","b":[1,2.5]}') == {"a": "A", "b": [1, 2.5]}


def test_thirty_two_levels_are_enough_and_allowed() -> None:
    assert write(read(b"[" * 32 + b"]" * 32)) == b"[" * 32 + b"]" * 32


@given(VALUES)
def test_what_is_written_is_what_rfc8785_writes_and_reads_back(value: object) -> None:
    written = write(value)
    assert written == rfc8785.dumps(value)  # type: ignore[arg-type]  # JSON by construction
    assert read_canonical(written) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_only_as_it_would_be_written(number: float) -> None:
    for literal in (repr(number), rfc8785.dumps(number).decode()):
        beyond = "." not in literal and "e" not in literal and abs(number) > MAX
        if beyond or rfc8785.dumps(number).decode() != literal:
            with pytest.raises(Malformed, match="number"):
                read(literal.encode())
        else:
            assert write(read(literal.encode())) == literal.encode()


@pytest.mark.parametrize("value", [float("nan"), 2**53, {"a": "\ud800"}, {1: 2}, object()])
def test_what_has_no_canonical_form_is_not_written(value: object) -> None:
    with pytest.raises(Malformed):
        write(value)


def test_a_tuple_is_written_as_a_list() -> None:
    assert write({"a": ("x", ("y", 1)), "b": ()}) == b'{"a":["x",["y",1]],"b":[]}'


def test_keys_beyond_the_basic_plane_are_ordered_as_utf_16() -> None:
    keys = {"\U0001f600": 1, "\ufb33": 2, "\u20ac": 3, "a": 4}
    assert list(json.loads(write(keys))) == ["a", "\u20ac", "\U0001f600", "\ufb33"]


@given(st.binary(max_size=70))
def test_base64url_has_one_spelling(data: bytes) -> None:
    text = base64url(data)
    assert from_base64url(text) == data
    for other in (text + "=", text + "\n", " " + text, text + "A===", text + "."):
        with pytest.raises(Malformed):
            from_base64url(other)


@pytest.mark.parametrize("text", ["QR", "A", "Q+", "Q/", "Qâ", "\ud800Q", "QQ=="])
def test_malleated_base64url_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="base64url"):
        from_base64url(text)


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_two_different_lists_never_look_alike(one: list[bytes], other: list[bytes]) -> None:
    assert (lp(*one) == lp(*other)) == (one == other)
