"""A statement is believed only in its one form, and only from the agency that signed it."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from hub_domain.ports import Malformed
from hub_infra.canonical import base64url, read_canonical, write
from hub_infra.statements import NotAuthentic, Statement, key_id, peek, sign, verify

SCHOOL_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SCHOOL = SCHOOL_KEY.public_key().public_bytes_raw()
BOARD_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
BOARD = BOARD_KEY.public_key().public_bytes_raw()
KID = key_id(SCHOOL)

ANSWERED = Statement(
    aud="https://hub.example",
    agency=UUID("00000000-0000-4000-8000-000000000001"),
    practitioner=UUID("00000000-0000-4000-8000-000000000002"),
    role="safeguarding-lead",
    amr=("pwd", "otp"),
    do="share-request.answer",
    about=UUID("00000000-0000-7000-8000-000000000003"),
    version=3,
    id=UUID("00000000-0000-7000-8000-000000000004"),
    at=datetime(2026, 7, 14, 16, 0, 0, 250_000, UTC),
    target="POST /v1/share-requests/answer",
    facts="ab" * 32,
)
READ = replace(
    ANSWERED, do="read", about=None, version=None, facts=None, amr=(), target="GET /v1/inbox"
)
HEADER = {"alg": "Ed25519", "kid": KID, "typ": "hub-statement"}
PAYLOAD = {
    "v": 1,
    "aud": "https://hub.example",
    "agency": str(ANSWERED.agency),
    "practitioner": str(ANSWERED.practitioner),
    "role": "safeguarding-lead",
    "amr": ["pwd", "otp"],
    "do": "share-request.answer",
    "about": str(ANSWERED.about),
    "version": 3,
    "id": str(ANSWERED.id),
    "at": "2026-07-14T16:00:00.250000Z",
    "target": "POST /v1/share-requests/answer",
    "facts": "ab" * 32,
}
GOOD = sign(ANSWERED, SCHOOL_KEY, KID)


def signed(header: bytes, payload: bytes, key: Ed25519PrivateKey = SCHOOL_KEY) -> bytes:
    """A token with these very bytes, truly signed."""
    body = f"{base64url(header)}.{base64url(payload)}".encode()
    return body + b"." + base64url(key.sign(body)).encode()


def with_header(**members: object) -> bytes:
    return signed(write(HEADER | members), write(PAYLOAD))


def with_payload(**members: object) -> bytes:
    return signed(write(HEADER), write(PAYLOAD | members))


def without(member: str) -> bytes:
    return signed(write(HEADER), write({k: v for k, v in PAYLOAD.items() if k != member}))


def padded(token: bytes) -> bytes:
    return b".".join(part + b"=" * (-len(part) % 4) for part in token.split(b"."))


def malleated(token: bytes) -> bytes:
    """The same signature bytes, with a bit set that base64 does not use."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1]) ^ 1 :][:1]


BAD = {
    "empty": b"",
    "one part": b"e30",
    "two parts": GOOD.rpartition(b".")[0],
    "four parts": GOOD + b".e30",
    "no signature": GOOD.rpartition(b".")[0] + b".",
    "signature too short": GOOD[:-4],
    "signed by another agency": signed(write(HEADER), write(PAYLOAD), BOARD_KEY),
    "another agency's key id": with_header(kid=key_id(BOARD)),
    "key id in capitals": with_header(kid=KID.upper()),
    "alg none": with_header(alg="none"),
    "alg none, unsigned": base64url(write(HEADER | {"alg": "none"})).encode()
    + b"."
    + base64url(write(PAYLOAD)).encode()
    + b".",
    "alg EdDSA": with_header(alg="EdDSA"),
    "alg HS256": with_header(alg="HS256"),
    "alg absent": signed(write({"kid": KID, "typ": "hub-statement"}), write(PAYLOAD)),
    "typ JWT": with_header(typ="JWT"),
    "crit": with_header(crit=["exp"], exp=1),
    "b64 false": with_header(b64=False, crit=["b64"]),
    "jku": with_header(jku="https://elsewhere.example"),
    "jwk": with_header(jwk={"kty": "OKP"}),
    "header spaced": signed(json.dumps(HEADER).encode(), write(PAYLOAD)),
    "header in another order": signed(
        json.dumps(dict(reversed(HEADER.items())), separators=(",", ":")).encode(),
        write(PAYLOAD),
    ),
    "header with a key twice": signed(
        write(HEADER)[:-1] + b',"typ":"hub-statement"}', write(PAYLOAD)
    ),
    "padding": padded(GOOD),
    "malleated signature": malleated(GOOD),
    "newline after": GOOD + b"\n",
    "space before": b" " + GOOD,
    "newline within": GOOD[:20] + b"\n" + GOOD[20:],
    "payload spaced": signed(write(HEADER), json.dumps(PAYLOAD).encode()),
    "payload in another order": signed(
        write(HEADER), json.dumps(PAYLOAD, separators=(",", ":")).encode()
    ),
    "payload with a key twice": signed(write(HEADER), write(PAYLOAD)[:-1] + b',"v":1}'),
    "payload not JSON": signed(write(HEADER), b"statement"),
    "payload a list": signed(write(HEADER), b"[]"),
    "payload not UTF-8": signed(
        write(HEADER), write(PAYLOAD).replace(b"hub.ex", b"hub\xff.ex")
    ),
    "payload very deep": signed(write(HEADER), b"[" * 2500),
    "payload with more": with_payload(sub="child"),
    **{f"payload without {member}": without(member) for member in PAYLOAD},
    "version of the format": with_payload(v=2),
    "version of the format true": with_payload(v=True),
    "version true": with_payload(version=True),
    "version negative": with_payload(version=-1),
    "version a text": with_payload(version="3"),
    "version with a fraction": signed(
        write(HEADER), write(PAYLOAD).replace(b'"version":3', b'"version":3.0')
    ),
    "time of another zone": with_payload(at="2026-07-14T17:00:00.250000+01:00"),
    "time with offset zero": with_payload(at="2026-07-14T16:00:00.250000+00:00"),
    "time without zone": with_payload(at="2026-07-14T16:00:00.250000"),
    "time in milliseconds": with_payload(at="2026-07-14T16:00:00.250Z"),
    "time a number": with_payload(at=1),
    "id in capitals": with_payload(id="ABCDEF00-0000-7000-8000-000000000004"),
    "id without hyphens": with_payload(agency="0" * 32),
    "id in braces": with_payload(agency="{" + str(ANSWERED.agency) + "}"),
    "agency null": with_payload(agency=None),
    "role null": with_payload(role=None),
    "role with a control character": with_payload(role="lead\r\n"),
    "role empty": with_payload(role=""),
    "amr a text": with_payload(amr="pwd"),
    "amr of numbers": with_payload(amr=[1]),
    "target without method": with_payload(target="/v1/inbox"),
    "target with a space": with_payload(target="GET /v1/in box"),
    "target with a newline": with_payload(target="GET /v1/inbox\n"),
    "aud a list": with_payload(aud=["https://hub.example"]),
    "facts in capitals": with_payload(facts="AB" * 32),
    "facts too short": with_payload(facts="ab"),
    "target too long": with_payload(target="GET /" + "a" * 501),
    "too long": with_payload(amr=["pwd"] * 1200),
}


def joserfc_accepts(token: bytes) -> bool:
    """What joserfc says of a token, held to our one form."""
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": base64url(SCHOOL)})
    try:
        read = jws.deserialize_compact(token, key, algorithms=["Ed25519"])
        header = token.partition(b".")[0]
        if base64.urlsafe_b64decode(header + b"==") != write(HEADER):
            return False
        read_canonical(read.payload)
    except (JoseError, Malformed, ValueError):
        return False
    return read.payload == write(PAYLOAD)


def accepted(token: bytes) -> bool:
    try:
        return verify(token, SCHOOL) == ANSWERED
    except NotAuthentic:
        return False


@pytest.mark.parametrize("token", BAD.values(), ids=BAD.keys())
def test_a_token_in_any_other_form_is_refused(token: bytes) -> None:
    with pytest.raises(NotAuthentic) as refused:
        verify(token, SCHOOL)
    assert str(refused.value) == ""
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("token", [GOOD, *BAD.values()], ids=["good", *BAD.keys()])
def test_the_direct_reading_agrees_with_joserfc(token: bytes) -> None:
    assert accepted(token) == joserfc_accepts(token)


def test_of_a_good_token_no_bit_can_be_turned() -> None:
    for at in range(len(GOOD)):
        for bit in range(8):
            turned = bytearray(GOOD)
            turned[at] ^= 1 << bit
            assert not accepted(bytes(turned)), (at, bit)
            if (at + bit) % 8 == 0:
                assert not joserfc_accepts(bytes(turned)), (at, bit)


def test_of_a_good_token_nothing_can_be_cut_off() -> None:
    assert not any(accepted(GOOD[:length]) for length in range(len(GOOD)))


def test_another_agency_cannot_sign_for_the_school() -> None:
    with pytest.raises(NotAuthentic):
        verify(sign(ANSWERED, BOARD_KEY, KID), SCHOOL)
    with pytest.raises(NotAuthentic):
        verify(GOOD, BOARD)


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_of_another_length_verifies_nothing(key: bytes) -> None:
    with pytest.raises(NotAuthentic):
        verify(signed(write(HEADER | {"kid": key_id(key)}), write(PAYLOAD)), key)


def test_a_signed_statement_reads_back_as_it_was_stated() -> None:
    assert verify(GOOD, SCHOOL) == ANSWERED
    assert peek(GOOD) == (KID, ANSWERED)
    assert signed(write(HEADER), write(PAYLOAD)) == GOOD


def test_a_read_states_no_facts_and_no_version() -> None:
    assert verify(sign(READ, SCHOOL_KEY, KID), SCHOOL) == READ


def test_peeking_believes_nothing() -> None:
    forged = sign(ANSWERED, BOARD_KEY, KID)
    assert peek(forged) == (KID, ANSWERED)
    assert not accepted(forged)


@pytest.mark.parametrize(
    "statement",
    [
        replace(ANSWERED, at=datetime(2026, 7, 14, 16)),  # noqa: DTZ001 - the point
        replace(ANSWERED, at=ANSWERED.at.astimezone(timezone(timedelta(hours=1)))),
        replace(ANSWERED, facts="not a digest"),
        replace(ANSWERED, role="Safeguarding lead"),
        replace(ANSWERED, version=-1),
        replace(ANSWERED, v=2),
    ],
)
def test_what_could_not_be_verified_is_not_signed(statement: Statement) -> None:
    with pytest.raises(ValueError, match="not a statement"):
        sign(statement, SCHOOL_KEY, KID)


CODES = st.from_regex(r"[a-z0-9]{1,9}([.-][a-z0-9]{1,9}){0,3}", fullmatch=True)


@given(
    st.builds(
        Statement,
        aud=st.from_regex(r"[!-~]{1,60}", fullmatch=True),
        agency=st.uuids(),
        practitioner=st.uuids(),
        role=CODES,
        amr=st.lists(CODES, max_size=3).map(tuple),
        do=CODES,
        about=st.none() | st.uuids(),
        version=st.none() | st.integers(0, 2**31),
        id=st.uuids(),
        at=st.datetimes(timezones=st.just(UTC)),
        target=st.from_regex(r"(GET|POST) /[!-~]{0,60}", fullmatch=True),
        facts=st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex),
    )
)
def test_every_statement_survives_signing(statement: Statement) -> None:
    token = sign(statement, SCHOOL_KEY, KID)
    assert verify(token, SCHOOL) == statement
    assert len(token.split(b".")) == 3
