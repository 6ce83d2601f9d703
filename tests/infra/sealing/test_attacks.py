"""Every way to bend an envelope that we know of, with and without the publisher's help."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub_domain.ports import Malformed
from hub_infra.canonical import base64url, from_base64url, read, write
from hub_infra.sealing import AgencyPublicKeys, SealBroken, Segment, accept, seal, suite
from tests.infra.sealing import salamander
from tests.infra.sealing.cast import (
    BOARD,
    BOARD_ID,
    BOARD_KEYS,
    BOARD_KEYS_NEXT,
    BOARD_NEXT,
    ITEM,
    OTHER,
    OTHER_RECORD,
    POLICE,
    POLICE_ID,
    POLICE_KEYS,
    RECORD,
    SCHOOL,
    SCHOOL_KEYS,
    SEALED,
    SIAN,
    TOMOS,
    WORDS,
    Mutation,
    Wire,
    altered,
    content_key,
    opened,
    sealed_again,
    signed_again,
)

ZEROS = "00" * 32
IN_THE_HEADER: dict[str, Mutation] = {
    "suite downgraded": lambda e: e["header"].update(suite="hub-0"),
    "envelope id of another": lambda e: e["header"].update(eid=OTHER.envelope["header"]["eid"]),  # type: ignore[index]  # JSON
    "record of another": lambda e: e["header"].update(record=str(OTHER_RECORD)),
    "publisher renamed": lambda e: e["header"].update(publisher=str(POLICE_ID)),
    "recipients swapped": lambda e: e["header"]["recipients"].reverse(),
    "a recipient replaced": lambda e: e["header"]["recipients"][1].update(
        agency=str(POLICE_ID), kid=POLICE.kid, epoch=POLICE.epoch
    ),
    "a recipient added": lambda e: e["header"]["recipients"].append(
        {"agency": str(POLICE_ID), "kid": POLICE.kid, "epoch": POLICE.epoch}
    ),
    "a recipient twice": lambda e: e["header"]["recipients"].append(
        e["header"]["recipients"][1]
    ),
    "the counterpart removed": lambda e: e["header"]["recipients"].pop(),
    "a recipient's epoch moved": lambda e: e["header"]["recipients"][1].update(epoch=8),
    "a recipient's key of another epoch": lambda e: e["header"]["recipients"][1].update(
        kid=BOARD_NEXT.kid, epoch=BOARD_NEXT.epoch
    ),
    "epoch a text": lambda e: e["header"]["recipients"][1].update(epoch="7"),
    "epoch zero": lambda e: e["header"]["recipients"][1].update(epoch=0),
    "segments swapped": lambda e: e["header"]["segments"].reverse(),
    "segments of another": lambda e: e["header"].update(
        segments=OTHER.envelope["header"]["segments"]  # type: ignore[index]  # JSON
    ),
    "a segment removed": lambda e: e["header"]["segments"].pop(0),
    "a segment twice": lambda e: e["header"]["segments"].append(e["header"]["segments"][0]),
    "no segment": lambda e: e["header"].update(segments=[]),
    "tag altered": lambda e: e["header"]["segments"][0].update(tag=ZEROS),
    "key commitment altered": lambda e: e["header"]["segments"][0].update(kc=ZEROS),
    "share commitment altered": lambda e: e["header"]["segments"][0].update(sc=ZEROS),
    "field commitment removed": lambda e: e["header"]["segments"][0]["com"].pop(),
    "field commitments emptied": lambda e: e["header"]["segments"][0].update(com=[]),
    "field commitment altered": lambda e: e["header"]["segments"][0]["com"].__setitem__(
        0, ZEROS
    ),
    "field commitment added": lambda e: e["header"]["segments"][0]["com"].append("ff" * 32),
    "field commitments reordered": lambda e: e["header"]["segments"][0]["com"].reverse(),
    "ciphertext digest altered": lambda e: e["header"]["segments"][0].update(ct=ZEROS),
    "digest in capitals": lambda e: e["header"]["segments"][0].update(
        kc=e["header"]["segments"][0]["kc"].upper()
    ),
    "an id in capitals": lambda e: e["header"].update(publisher=str(SCHOOL.agency).upper()),
    "a member more": lambda e: e["header"].update(note="x"),
    "a member fewer": lambda e: e["header"].pop("record"),
}
BESIDE_THE_HEADER: dict[str, Mutation] = {
    "seals swapped": lambda e: e["seals"].reverse(),
    "sealed keys exchanged": lambda e: exchange(e["seals"], "sealed"),
    "seals of another": lambda e: e.update(seals=OTHER.envelope["seals"]),
    "a seal removed": lambda e: e["seals"].pop(),
    "a seal twice": lambda e: e["seals"].append(e["seals"][0]),
    "a seal too short": lambda e: e["seals"][1].update(sealed=e["seals"][1]["sealed"][:-8]),
    "a seal emptied": lambda e: e["seals"][1].update(sealed=""),
    "a seal's key id altered": lambda e: e["seals"][1].update(kid="0" * 32),
    "a seal's epoch moved": lambda e: e["seals"][1].update(epoch=8),
    "segments swapped": lambda e: e["segments"].reverse(),
    "segments of another": lambda e: e.update(segments=OTHER.envelope["segments"]),
    "ciphertexts exchanged": lambda e: exchange(e["segments"], "ciphertext"),
    "ciphertext cut": lambda e: e["segments"][0].update(
        ciphertext=e["segments"][0]["ciphertext"][:-4]
    ),
    "ciphertext padded": lambda e: e["segments"][0].update(
        ciphertext=e["segments"][0]["ciphertext"] + "="
    ),
    "owner changed": lambda e: e["segments"][0].update(owner=str(TOMOS)),
    "owner in capitals": lambda e: e["segments"][0].update(
        owner="ABCDEF00-0000-4000-8000-000000000101"
    ),
    "group changed": lambda e: e["segments"][0].update(group="why"),
    "group unknown": lambda e: e["segments"][0].update(group="gossip"),
    "item added": lambda e: e["segments"][0].update(item=str(ITEM)),
    "item removed": lambda e: e["segments"][1].update(item=None),
    "a segment twice": lambda e: e["segments"].append(e["segments"][0]),
    "signature of another": lambda e: e.update(signatures=OTHER.envelope["signatures"]),
    "first signature only": lambda e: e["signatures"].update(ml_dsa_65=""),
    "second signature only": lambda e: e["signatures"].update(ed25519=""),
    "no signatures": lambda e: e.pop("signatures"),
    "header a text": lambda e: e.update(header=write(e["header"]).decode()),
    "a member more": lambda e: e.update(plaintext="x"),
}
# A hub holds no key: what only a key can tell, the readers find out.
UNSEEN_BY_THE_HUB = {"sealed keys exchanged", "seals of another"}
SEEN_THOUGH_SIGNED = set(IN_THE_HEADER) - {
    "envelope id of another",
    "a recipient's epoch moved",
    "a recipient's key of another epoch",
    "key commitment altered",
    "field commitment removed",
    "field commitment altered",
    "field commitment added",
    "field commitments reordered",
}


def exchange(parts: list[dict[str, str]], member: str) -> None:
    parts[0][member], parts[1][member] = parts[1][member], parts[0][member]


def hub_accepts(
    wire: Wire, shares: dict[str, str] = SEALED.shares, counterpart: UUID | None = BOARD_ID
) -> bool:
    try:
        accept(wire, shares, publisher=SCHOOL, record=RECORD, counterpart_agency=counterpart)
    except SealBroken:
        return False
    return True


def board_opens(wire: Wire, shares: dict[str, str] = SEALED.shares) -> bool:
    try:
        opened(wire, shares)
    except SealBroken:
        return False
    return True


def test_untouched_it_is_accepted_and_opens() -> None:
    assert hub_accepts(SEALED.envelope)
    assert board_opens(SEALED.envelope)


@pytest.mark.parametrize("attack", [*IN_THE_HEADER, *BESIDE_THE_HEADER])
def test_what_was_altered_opens_for_nobody(attack: str) -> None:
    for attacks in (IN_THE_HEADER, BESIDE_THE_HEADER):
        if attack in attacks:
            assert not board_opens(altered(SEALED.envelope, attacks[attack]))


@pytest.mark.parametrize("attack", [*IN_THE_HEADER, *BESIDE_THE_HEADER])
def test_what_was_altered_the_hub_does_not_keep(attack: str) -> None:
    for attacks in (IN_THE_HEADER, BESIDE_THE_HEADER):
        if attack in attacks and attack not in UNSEEN_BY_THE_HUB:
            assert not hub_accepts(altered(SEALED.envelope, attacks[attack]))


@pytest.mark.parametrize("attack", IN_THE_HEADER)
def test_what_the_publisher_signs_again_opens_for_nobody(attack: str) -> None:
    wire = signed_again(altered(SEALED.envelope, IN_THE_HEADER[attack]))
    assert not board_opens(wire)


@pytest.mark.parametrize("attack", sorted(SEEN_THOUGH_SIGNED))
def test_what_the_publisher_signs_again_the_hub_still_sees(attack: str) -> None:
    assert not hub_accepts(signed_again(altered(SEALED.envelope, IN_THE_HEADER[attack])))


@pytest.mark.parametrize(
    "attack",
    [
        "key commitment altered",
        "share commitment altered",
        "field commitment removed",
        "field commitment altered",
        "field commitment added",
        "field commitments reordered",
        "ciphertext digest altered",
        "tag altered",
        "a segment twice",
    ],
)
def test_what_the_publisher_seals_and_signs_again_opens_for_nobody(attack: str) -> None:
    wire = altered(SEALED.envelope, IN_THE_HEADER[attack])
    key = content_key(SEALED.envelope)
    assert not board_opens(sealed_again(wire, [key, key], (SCHOOL, BOARD)))


def test_sealed_and_signed_again_unaltered_it_opens() -> None:
    key = content_key(SEALED.envelope)
    assert board_opens(sealed_again(SEALED.envelope, [key, key], (SCHOOL, BOARD)))


def test_who_is_no_recipient_opens_nothing_and_is_not_told_why() -> None:
    with pytest.raises(SealBroken) as broken:
        opened(SEALED.envelope, SEALED.shares, reader=POLICE_KEYS, reader_public=POLICE)
    assert str(broken.value) == ""
    with pytest.raises(SealBroken):
        opened(SEALED.envelope, SEALED.shares, reader=POLICE_KEYS)


def test_a_key_of_another_epoch_opens_nothing() -> None:
    for keys, public in ((BOARD_KEYS_NEXT, BOARD_NEXT), (BOARD_KEYS_NEXT, BOARD)):
        with pytest.raises(SealBroken):
            opened(SEALED.envelope, SEALED.shares, reader=keys, reader_public=public)
    moved = BOARD_KEYS.public(BOARD_ID, 8)
    with pytest.raises(SealBroken):
        opened(SEALED.envelope, SEALED.shares, reader_public=moved)


@pytest.mark.parametrize("publisher", [POLICE, BOARD, SCHOOL_KEYS.public(SCHOOL.agency, 3)])
def test_it_is_believed_of_no_other_publisher_and_no_other_epoch(
    publisher: AgencyPublicKeys,
) -> None:
    with pytest.raises(SealBroken):
        opened(SEALED.envelope, SEALED.shares, publisher=publisher)


def test_it_is_about_no_other_record() -> None:
    with pytest.raises(SealBroken):
        opened(SEALED.envelope, SEALED.shares, record=OTHER_RECORD)


def test_another_agency_cannot_sign_it_over_to_itself() -> None:
    stolen = signed_again(SEALED.envelope, POLICE_KEYS)
    with pytest.raises(SealBroken):
        opened(stolen, SEALED.shares)
    with pytest.raises(SealBroken):
        opened(stolen, SEALED.shares, publisher=POLICE)


@pytest.mark.parametrize("counterpart", [None, POLICE_ID, SCHOOL.agency])
def test_the_hub_keeps_it_for_no_other_counterpart(counterpart: UUID | None) -> None:
    assert not hub_accepts(SEALED.envelope, counterpart=counterpart)


TAGS = list(SEALED.shares)
SHARES: dict[str, dict[str, str]] = {
    "a share that does not fit its commitment": SEALED.shares | {TAGS[0]: base64url(bytes(32))},
    "two shares exchanged": SEALED.shares
    | {TAGS[0]: SEALED.shares[TAGS[1]], TAGS[1]: SEALED.shares[TAGS[0]]},
    "one share used twice": SEALED.shares | {TAGS[0]: SEALED.shares[TAGS[1]]},
    "a share too short": SEALED.shares | {TAGS[0]: SEALED.shares[TAGS[0]][:-2]},
    "a share padded": SEALED.shares | {TAGS[0]: SEALED.shares[TAGS[0]] + "="},
    "a share not a text": SEALED.shares | {TAGS[0]: 5},  # type: ignore[dict-item]  # the point
    "a share for no segment": SEALED.shares | {ZEROS: base64url(bytes(32))},
    "shares of another envelope": OTHER.shares,
}


@pytest.mark.parametrize("shares", SHARES.values(), ids=SHARES.keys())
def test_with_a_wrong_share_nothing_opens_and_nothing_is_kept(shares: dict[str, str]) -> None:
    assert not board_opens(SEALED.envelope, shares)
    assert not hub_accepts(SEALED.envelope, shares)


def test_with_a_share_missing_the_hub_keeps_nothing() -> None:
    assert not hub_accepts(SEALED.envelope, dict(list(SEALED.shares.items())[1:]))
    assert not hub_accepts(SEALED.envelope, {})


def test_one_share_committed_to_twice_is_refused() -> None:
    """The publisher reuses a share on purpose: one release would open two segments."""
    share = from_base64url(SEALED.shares[TAGS[0]])
    wire = altered(
        SEALED.envelope,
        lambda e: e["header"]["segments"][1].update(
            sc=suite.share_commitment(UUID(e["header"]["eid"]), TAGS[1], share)
        ),
    )
    key = content_key(SEALED.envelope)
    twice = sealed_again(wire, [key, key], (SCHOOL, BOARD))
    shares = SEALED.shares | {TAGS[1]: SEALED.shares[TAGS[0]]}
    assert not hub_accepts(twice, shares)
    assert not board_opens(twice, {tag: shares[tag] for tag in TAGS[:2]})


def test_a_segment_withheld_is_not_kept() -> None:
    assert not hub_accepts(altered(SEALED.envelope, lambda e: e["segments"].pop()))


def test_an_author_is_not_its_own_counterpart_even_when_it_says_so() -> None:
    header = SEALED.envelope["header"]
    author = header["recipients"][0]  # type: ignore[index]  # JSON
    wire = altered(SEALED.envelope, lambda e: e["header"].update(recipients=[author, author]))
    key = content_key(SEALED.envelope)
    twice = sealed_again(wire, [key, key], (SCHOOL, SCHOOL))
    assert not hub_accepts(twice, counterpart=SCHOOL.agency)
    with pytest.raises(SealBroken):
        opened(twice, SEALED.shares, reader=SCHOOL_KEYS, reader_public=SCHOOL)


@pytest.mark.parametrize(("group", "item"), [("gossip", None), ("text", None), ("why", ITEM)])
def test_a_group_that_does_not_exist_is_not_kept_however_well_sealed(
    group: str, item: UUID | None
) -> None:
    segment = Segment(SIAN, "identity", None, {"text": "x"})
    object.__setattr__(segment, "group", group)
    object.__setattr__(segment, "item", item)
    sealed = seal(
        envelope_id=uuid4(),
        record=RECORD,
        author_keys=SCHOOL_KEYS,
        author_public=SCHOOL,
        counterpart=BOARD,
        segments=[segment],
    )
    assert not hub_accepts(sealed.envelope, sealed.shares)
    assert not board_opens(sealed.envelope, sealed.shares)


def test_each_segment_opens_with_its_own_share_alone() -> None:
    for tag, (place, words) in zip(TAGS, WORDS.items(), strict=True):
        assert opened(SEALED.envelope, {tag: SEALED.shares[tag]}) == {place: words}
    assert opened(SEALED.envelope, {}) == {}


def test_one_ciphertext_cannot_say_two_things() -> None:
    """AES-GCM alone lets a publisher show its own agency one text and the board another."""
    single = seal(
        envelope_id=uuid4(),
        record=RECORD,
        author_keys=SCHOOL_KEYS,
        author_public=SCHOOL,
        counterpart=BOARD,
        segments=[Segment(SIAN, "identity", None, {"address": "WITHHELD"})],
    )
    wire: Wire = single.envelope
    eid = UUID(wire["header"]["eid"])
    tag, share = next((tag, from_base64url(s)) for tag, s in single.shares.items())
    content_keys = [b"\1" * 32, b"\2" * 32]
    first, second = (suite.segment_key(key, share, eid, tag) for key in content_keys)
    aad = suite.associated_data(eid, RECORD, tag)
    ciphertext = salamander.two_faced(
        first, second, aad, b"Address: WITHHELD.", b"Address: 14 Refuge Lane, Exampletown."
    )
    read_by_first = AESGCM(first).decrypt(suite.NONCE, ciphertext, aad)
    read_by_second = AESGCM(second).decrypt(suite.NONCE, ciphertext, aad)
    assert b"WITHHELD" in read_by_first
    assert b"Refuge Lane" in read_by_second

    for committed, reads_first, reads_second in ((first, True, False), (second, False, True)):
        forged = altered(
            wire,
            lambda e, key=committed: (  # type: ignore[misc]  # bound in the loop on purpose
                e["segments"][0].update(ciphertext=base64url(ciphertext)),
                e["header"]["segments"][0].update(
                    kc=suite.key_commitment(key), ct=suite.digest(ciphertext)
                ),
            ),
        )
        assert (suite.key_commitment(first) == suite.key_commitment(committed)) is reads_first
        assert (suite.key_commitment(second) == suite.key_commitment(committed)) is reads_second
        whole = sealed_again(forged, content_keys, (SCHOOL, BOARD))
        assert hub_accepts(whole, single.shares)
        with pytest.raises(SealBroken):
            opened(whole, single.shares)


def test_no_byte_of_an_envelope_can_be_turned() -> None:
    raw = json.dumps(SEALED.envelope, separators=(",", ":")).encode()
    author_seal = SEALED.envelope["seals"][0]["sealed"].encode()  # type: ignore[index]  # JSON
    own = raw.index(author_seal)
    for at in range(len(raw)):
        if own <= at < own + len(author_seal):
            continue  # the other reader's seal: the next test
        turned = bytearray(raw)
        turned[at] ^= 1 << (at % 8)
        try:
            wire = read(bytes(turned))
        except Malformed:
            continue
        assert not board_opens(wire), at  # type: ignore[arg-type]  # whatever it reads as


def test_a_seal_turned_shuts_its_own_reader_out_and_nobody_else() -> None:
    sealed = from_base64url(SEALED.envelope["seals"][0]["sealed"])  # type: ignore[index]  # JSON
    for at in range(0, len(sealed), 7):
        turned = bytearray(sealed)
        turned[at] ^= 1
        wire = altered(
            SEALED.envelope,
            lambda e, t=turned: e["seals"][0].update(sealed=base64url(bytes(t))),  # type: ignore[misc]  # bound on purpose
        )
        assert opened(wire, SEALED.shares) == WORDS
        with pytest.raises(SealBroken):
            opened(wire, SEALED.shares, reader=SCHOOL_KEYS, reader_public=SCHOOL)


@pytest.mark.parametrize("nothing", [None, [], {}, "", 0, {"header": {}}, {"header": None}])
def test_what_is_no_envelope_is_refused_in_the_same_way(nothing: object) -> None:
    assert not board_opens(nothing)  # type: ignore[arg-type]  # the point
    assert not hub_accepts(nothing)  # type: ignore[arg-type]  # the point
