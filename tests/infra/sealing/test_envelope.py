"""Words sealed at one desk are read at the other, and at no place between."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from math import floor, log2
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub_domain.ports import Malformed, OwnerKeyGone, OwnerKeys
from hub_infra.canonical import from_base64url, read, write
from hub_infra.sealing import (
    AgencyPrivateKeys,
    AgencyPublicKeys,
    SealBroken,
    Segment,
    accept,
    release,
    seal,
    suite,
    to_record,
    to_wire,
)
from tests.infra.sealing.cast import (
    BOARD,
    BOARD_ID,
    BOARD_KEYS,
    ENVELOPE,
    ITEM,
    RECORD,
    SCHOOL,
    SCHOOL_ID,
    SCHOOL_KEYS,
    SEALED,
    SEGMENTS,
    SIAN,
    TOMOS,
    WORDS,
    opened,
)

VECTOR = Path(__file__).parent / "vectors" / "hub-1.json"


class UnsafeOwnerKeys:
    """Wraps nothing: it keeps what it is given, and forgets an owner on demand."""

    def __init__(self) -> None:
        self.erased: set[UUID] = set()
        self.ensured: list[frozenset[UUID]] = []

    def ensure(self, owners: Iterable[UUID]) -> None:
        self.ensured.append(frozenset(owners))

    def wrap(self, owner: UUID, context: bytes, share: bytes) -> bytes:
        return b"unsafe" + owner.bytes + context + share

    def unwrap(self, owner: UUID, context: bytes, wrapped: bytes) -> bytes:
        if owner in self.erased:
            raise OwnerKeyGone
        head = b"unsafe" + owner.bytes + context
        assert wrapped.startswith(head)
        return wrapped[len(head) :]


def test_the_counterpart_reads_what_the_author_wrote() -> None:
    assert opened(SEALED.envelope, SEALED.shares) == WORDS


def test_the_authors_own_agency_reads_it_again() -> None:
    again = opened(SEALED.envelope, SEALED.shares, reader=SCHOOL_KEYS, reader_public=SCHOOL)
    assert again == WORDS


def test_a_record_without_counterpart_is_sealed_to_its_author_alone() -> None:
    note = seal(
        envelope_id=ENVELOPE,
        record=RECORD,
        author_keys=SCHOOL_KEYS,
        author_public=SCHOOL,
        counterpart=None,
        segments=SEGMENTS[3:],
    )
    accepted = accept(
        note.envelope, note.shares, publisher=SCHOOL, record=RECORD, counterpart_agency=None
    )
    assert [recipient.agency for recipient in accepted.recipients] == [SCHOOL_ID]
    with pytest.raises(SealBroken):
        opened(note.envelope, note.shares)
    words = opened(note.envelope, note.shares, reader=SCHOOL_KEYS, reader_public=SCHOOL)
    assert words == {(RECORD, "reasons", None): WORDS[RECORD, "reasons", None]}


def test_it_travels_as_json() -> None:
    wire = read(json.dumps(SEALED.envelope, indent=1).encode())
    assert opened(wire, SEALED.shares) == WORDS  # type: ignore[arg-type]  # an object


def test_no_word_and_no_share_stands_in_the_envelope() -> None:
    wire = json.dumps(SEALED.envelope)
    words = [value for fields in WORDS.values() for value in fields.values()]
    assert not [word for word in (*words, *SEALED.shares.values()) if word in wire]
    assert not [part for part in ("O'Brien", "born", "breakfast") if part in wire]


def test_neither_keys_nor_shares_nor_words_show_when_printed() -> None:
    accepted = accept(
        SEALED.envelope,
        SEALED.shares,
        publisher=SCHOOL,
        record=RECORD,
        counterpart_agency=BOARD_ID,
    )
    printed = repr((accepted, SEALED, SEGMENTS, SCHOOL_KEYS))
    shares = [from_base64url(share) for share in SEALED.shares.values()]
    for secret in (*shares, *SCHOOL_KEYS.seeds):
        assert repr(secret) not in printed
    for text in (*SEALED.shares.values(), "O'Brien", "breakfast"):
        assert text not in printed


def kept(owner_keys: OwnerKeys) -> tuple[dict[str, str], dict[str, object]]:
    accepted = accept(
        SEALED.envelope,
        SEALED.shares,
        publisher=SCHOOL,
        record=RECORD,
        counterpart_agency=BOARD_ID,
    )
    record = to_record(accepted, owner_keys)
    return release(record, list(SEALED.shares), owner_keys), to_wire(record)


def test_what_the_hub_kept_is_what_it_was_given() -> None:
    keys = UnsafeOwnerKeys()
    shares, wire = kept(keys)
    assert (shares, wire) == (SEALED.shares, SEALED.envelope)
    assert keys.ensured == [{SIAN, TOMOS, RECORD}], "one durable write for all owners"


def test_the_digest_is_that_of_the_canonical_header() -> None:
    accepted = accept(
        SEALED.envelope,
        SEALED.shares,
        publisher=SCHOOL,
        record=RECORD,
        counterpart_agency=BOARD_ID,
    )
    assert accepted.header == write(SEALED.envelope["header"])
    assert accepted.digest == SEALED.digest == suite.digest(accepted.header)
    assert accepted.owners == {SIAN, TOMOS, RECORD}


def test_an_erased_persons_segments_are_gone_and_the_others_open() -> None:
    keys = UnsafeOwnerKeys()
    accepted = accept(
        SEALED.envelope,
        SEALED.shares,
        publisher=SCHOOL,
        record=RECORD,
        counterpart_agency=BOARD_ID,
    )
    record = to_record(accepted, keys)
    keys.erased.add(SIAN)
    with pytest.raises(OwnerKeyGone):
        release(record, [record.segments[0].tag], keys)
    left = replace(record, segments=tuple(s for s in record.segments if s.owner != SIAN))
    shares = release(left, [segment.tag for segment in left.segments], keys)
    assert opened(to_wire(left), shares) == {
        place: words for place, words in WORDS.items() if place[0] != SIAN
    }
    with pytest.raises(SealBroken):
        accept(
            to_wire(left),
            shares,
            publisher=SCHOOL,
            record=RECORD,
            counterpart_agency=BOARD_ID,
        )


NAMES = st.sampled_from(["name", "born", "cyfeiriad", "ŵyr", "text"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=12
)
TEXTS = st.sampled_from(
    ["", "O'Brien", "Siân Llŷr ap Gruffŷdd", "Ŵ ŷ â ê î ô û", "Ní Dhómhnaill", "👧", "\0\r\n"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(
    st.lists(
        st.builds(
            Segment,
            owner=st.uuids(),
            group=st.sampled_from(["identity", "why", "reasons"]),
            item=st.none(),
            fields=st.dictionaries(NAMES, TEXTS, min_size=1, max_size=4),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda segment: (segment.owner, segment.group),
    )
)
@settings(max_examples=60, deadline=None)
def test_any_words_come_back_as_they_were_written(segments: list[Segment]) -> None:
    sealed = seal(
        envelope_id=ENVELOPE,
        record=RECORD,
        author_keys=SCHOOL_KEYS,
        author_public=SCHOOL,
        counterpart=BOARD,
        segments=segments,
    )
    accept(
        sealed.envelope,
        sealed.shares,
        publisher=SCHOOL,
        record=RECORD,
        counterpart_agency=BOARD_ID,
    )
    words = opened(sealed.envelope, sealed.shares)
    assert words == {(s.owner, s.group, s.item): s.fields for s in segments}


@pytest.mark.parametrize("segments", [[], [SEGMENTS[0], SEGMENTS[0]]], ids=["none", "twice"])
def test_nothing_and_the_same_twice_are_not_sealed(segments: list[Segment]) -> None:
    with pytest.raises(ValueError, match="at least one, and each once"):
        seal(
            envelope_id=ENVELOPE,
            record=RECORD,
            author_keys=SCHOOL_KEYS,
            author_public=SCHOOL,
            counterpart=BOARD,
            segments=segments,
        )


def test_an_agency_is_not_its_own_counterpart() -> None:
    with pytest.raises(ValueError, match="another agency"):
        seal(
            envelope_id=ENVELOPE,
            record=RECORD,
            author_keys=SCHOOL_KEYS,
            author_public=SCHOOL,
            counterpart=SCHOOL,
            segments=SEGMENTS,
        )


def test_half_a_character_is_not_sealed() -> None:
    with pytest.raises(Malformed):
        seal(
            envelope_id=ENVELOPE,
            record=RECORD,
            author_keys=SCHOOL_KEYS,
            author_public=SCHOOL,
            counterpart=BOARD,
            segments=[Segment(SIAN, "identity", None, {"name": "Si\ud800n"})],
        )


@pytest.mark.parametrize(
    ("group", "item"),
    [("gossip", None), ("text", None), ("identity", ITEM), ("", None), ("file", None)],
)
def test_a_group_names_an_item_exactly_when_it_is_an_items(
    group: str, item: UUID | None
) -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        Segment(SIAN, group, item, {"text": "x"})


def test_a_segment_without_fields_is_none() -> None:
    with pytest.raises(ValueError, match="at least one field"):
        Segment(SIAN, "why", None, {})


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 0), (1, 1), (2, 2), (9, 10), (100, 104), (1000, 1024), (10_000, 10_240)],
)
def test_padme_lengths(length: int, padded: int) -> None:
    assert suite.padme(length) == padded


def test_padding_costs_at_most_12_per_cent_and_tells_few_lengths() -> None:
    lengths = [suite.padme(length) for length in range(2, 65_537)]
    for length, padded in enumerate(lengths, start=2):
        exponent = floor(log2(length))
        unit = 2 ** max(exponent - floor(log2(exponent)) - 1, 0)
        assert padded == -(-length // unit) * unit
        assert length <= padded <= length * 1.12
    assert all(one <= next_ for one, next_ in pairwise(lengths))
    assert len(set(lengths)) < 200


@pytest.mark.parametrize("body", [b"", b"x", b"x" * 95, b"x" * 96, b"x" * 97, b"x" * 5000])
def test_what_is_padded_is_padded_in_one_way(body: bytes) -> None:
    padded = suite.pad(body)
    assert suite.unpad(padded) == body
    for other in (padded + b"\0", padded[:-1], b"", padded[:3], b"\xff" + padded[1:]):
        with pytest.raises(ValueError, match="padding"):
            suite.unpad(other)


def test_padding_is_zeros() -> None:
    padded = suite.pad(b"x" * 97)
    assert len(padded) > 4 + 97
    with pytest.raises(ValueError, match="padding"):
        suite.unpad(padded[:-1] + b"\1")


def test_published_keys_read_back() -> None:
    published = read(json.dumps(SCHOOL.as_json()).encode())
    assert AgencyPublicKeys.from_json(published) == SCHOOL  # type: ignore[arg-type]  # an object


@pytest.mark.parametrize(
    "change",
    [
        {"epoch": 0},
        {"epoch": True},
        {"epoch": "2"},
        {"epoch": 2**31},
        {"agency": "school"},
        {"agency": str(SCHOOL_ID).upper()},
        {"sealing": SCHOOL.as_json()["ed25519"]},
        {"sealing": 5},
        {"ed25519": "A" * 42},
        {"ml_dsa_65": ""},
        {"rsa": "A"},
    ],
    ids=str,
)
def test_what_are_no_public_keys_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Malformed, match="public-keys"):
        AgencyPublicKeys.from_json(SCHOOL.as_json() | change)


def test_key_ids_are_of_the_keys_alone() -> None:
    later = SCHOOL_KEYS.public(SCHOOL_ID, 9)
    assert (later.kid, later.statement_kid) == (SCHOOL.kid, SCHOOL.statement_kid)
    assert len({SCHOOL.kid, SCHOOL.statement_kid, BOARD.kid, BOARD.statement_kid}) == 4


def test_generated_keys_differ() -> None:
    seeds = [seed for _ in range(3) for seed in AgencyPrivateKeys.generate().seeds]
    assert len(set(seeds)) == 9
    with pytest.raises(ValueError, match="32 bytes"):
        AgencyPrivateKeys(b"", *seeds[:2])


def test_a_sealing_seed_expands_as_x_wing_says() -> None:
    """The first vector of draft-connolly-cfrg-xwing-kem, appendix C."""
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    public = AgencyPrivateKeys(seed, seed, seed).public(SCHOOL_ID, 1)
    assert public.sealing.hex().startswith(
        "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5b19cfc3d"
    )


def test_an_envelope_sealed_by_the_first_release_opens_for_ever() -> None:
    vector = json.loads(VECTOR.read_text())
    words = opened(
        vector["envelope"],
        vector["shares"],
        reader=BOARD_KEYS,
        reader_public=AgencyPublicKeys.from_json(vector["reader"]),
        publisher=AgencyPublicKeys.from_json(vector["publisher"]),
    )
    assert words == WORDS
    assert AgencyPublicKeys.from_json(vector["reader"]) == BOARD
