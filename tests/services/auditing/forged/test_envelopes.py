"""What an agency sealed is proved: an envelope that it did not sign, or not so, shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import pytest

from hub_infra import canonical
from hub_infra.sealing import AgencyPrivateKeys, Sealed, Segment, seal
from hub_services.wiring.audit import StoredLog
from tests.services.story import Story
from tests.support.forging import Forger, Row, found, put
from tests.support.world import Body, base64url, sealed_id

ENVELOPE: Final = {
    "a signature of another envelope": (
        "signatures = (select signatures from envelopes as o where o.id <> e.id limit 1)",
        "envelope-signature-wrong",
    ),
    "no signatures at all": ("signatures = '{}'", "envelope-signature-wrong"),
    "a header that is none": ("header = '{}'", "envelope-differs"),
    "another header": (
        "header = (select header from envelopes as o where o.id <> e.id limit 1)",
        "envelope-differs",
    ),
    "another author": ("publisher = gen_random_uuid()", "envelope-differs"),
    "another reader": ("counterpart = gen_random_uuid()", "envelope-differs"),
    "another record": ("record = gen_random_uuid()", "envelope-differs"),
}


@pytest.mark.parametrize("what", ENVELOPE)
def test_an_envelope_that_is_not_as_its_author_signed_it_shows(
    log: StoredLog, forger: Forger, what: str
) -> None:
    change, code = ENVELOPE[what]
    row = forger.newest("disclosure.made")
    envelope = row.state["sealed"]["envelope"]
    forger.sql(f"update envelopes as e set {change} where id = %s", envelope)  # noqa: S608
    assert found(log) == {(row.position, code)}


@pytest.mark.parametrize("broken", ["ed25519", "ml_dsa_65"])
def test_an_envelope_needs_both_of_its_signatures(
    log: StoredLog, forger: Forger, broken: str
) -> None:
    """Whoever can forge one of the two kinds still has to forge the other."""
    row = forger.newest("disclosure.made")
    envelope = row.state["sealed"]["envelope"]
    query = "select signatures from envelopes where id = %s"
    ((signatures,),) = forger.sql(query, envelope)
    both: Any = canonical.read(signatures)
    both[broken] = base64url(bytes(len(canonical.from_base64url(both[broken]))))
    change = "update envelopes set signatures = %s where id = %s"
    forger.sql(change, canonical.write(both), envelope)
    assert found(log) == {(row.position, "envelope-signature-wrong")}


def test_words_that_are_gone_from_the_store_show(log: StoredLog, forger: Forger) -> None:
    row = forger.newest("sharing-decision.made")
    forger.sql("delete from envelopes where id = %s", row.state["sealed"]["envelope"])
    assert found(log) == {(row.position, "envelope-missing")}


SEGMENT: Final = {
    "whose they are": ("update segments set owner = gen_random_uuid()", "envelope-differs"),
    "of which kind": ("update segments set field_group = 'reasons'", "envelope-differs"),
    "of which item": ("update segments set item = gen_random_uuid()", "envelope-differs"),
    "what they say": ("update segments set ciphertext = ciphertext || 'A'", "envelope-differs"),
    "that they are there": ("delete from segments", "envelope-missing"),
    "what they are called": (
        "update segments set tag = encode(sha256('another'), 'hex')",
        "envelope-missing",
    ),
}


@pytest.mark.parametrize("what", SEGMENT)
def test_words_of_which_any_are_not_as_they_were_signed_show(
    log: StoredLog, forger: Forger, what: str
) -> None:
    """Finding: all sealed words were taken out, or put in another's name, and none showed."""
    change, code = SEGMENT[what]
    row = forger.newest("disclosure.made")
    envelope = row.state["sealed"]["envelope"]
    first = "select envelope_id, tag from segments where envelope_id = %s order by item limit 1"
    forger.sql(f"{change} where (envelope_id, tag) = ({first})", envelope)
    assert found(log) == {(row.position, code)}


def test_words_that_nobody_signed_beside_others_show(log: StoredLog, forger: Forger) -> None:
    row = forger.newest("disclosure.made")
    forger.sql(
        "insert into segments select envelope_id, encode(sha256('more'), 'hex'), 99, owner, "
        "field_group, item, ciphertext, wrapped_share from segments "
        "where envelope_id = %s limit 1",
        row.state["sealed"]["envelope"],
    )
    assert found(log) == {(row.position, "envelope-differs")}


def keep(forger: Forger, row: Row, sealed: Sealed) -> None:
    """Have another envelope kept in place of an event's own."""
    header: Any = sealed.envelope["header"]
    author, *others = [reader["agency"] for reader in header["recipients"]]
    forger.sql(
        "update envelopes set id = %s, record = %s, publisher = %s, counterpart = %s, "
        "header = %s, signatures = %s where id = %s",
        header["eid"],
        header["record"],
        author,
        others[0],
        canonical.write(header),
        canonical.write(sealed.envelope["signatures"]),
        row.state["sealed"]["envelope"],
    )


def with_keys(body: Body, keys: AgencyPrivateKeys) -> Body:
    """An agency as somebody would have it who has made keys in its name."""
    return replace(body, private=keys, public=keys.public(body.id, 1))


def never_said(record: UUID) -> Segment:
    return Segment(record, "reasons", None, {"reasons": "Never said."})


ANOTHER: Final[dict[str, tuple[Callable[[Story, UUID, AgencyPrivateKeys], Sealed], str]]] = {
    "sealed by a forger in the author's name": (
        lambda story, record, keys: replace(
            story.bea, body=with_keys(story.school.body, keys)
        ).seal(record, story.icb.body, never_said(record)),
        "sealed-with-unknown-key",
    ),
    "sealed to a key that a forger made": (
        lambda story, record, keys: story.bea.seal(
            record, with_keys(story.icb.body, keys), never_said(record)
        ),
        "sealed-with-unknown-key",
    ),
    "sealed by another agency": (
        lambda story, record, _: story.gwen.seal(record, story.school.body, never_said(record)),
        "envelope-differs",
    ),
    "sealed for another record": (
        lambda story, record, _: story.bea.seal(
            story.asked.id, story.icb.body, never_said(record)
        ),
        "envelope-differs",
    ),
}


@pytest.mark.parametrize("what", ANOTHER)
def test_words_that_are_put_in_place_of_others_show(
    story: Story, log: StoredLog, forger: Forger, what: str
) -> None:
    """Although the event then names them, by their own id and digest."""
    seal_another, code = ANOTHER[what]
    row = forger.newest("disclosure.made")
    sealed = seal_another(story, row.stream, AgencyPrivateKeys.generate())
    keep(forger, row, sealed)
    forger.event(row, put("sealed", {"envelope": sealed_id(sealed), "digest": sealed.digest}))
    opened = forger.newest("content.released").position
    assert found(log) == {
        *((row.position, "event-differs"), (row.position, code)),
        (opened, "does-not-follow"),
    }


def test_not_even_the_author_s_agency_changes_what_it_once_sealed(
    story: Story, log: StoredLog, forger: Forger
) -> None:
    """Other words under the same id, signed with its own keys, that the hub lets it keep."""
    row = forger.newest("disclosure.made")
    school, icb = story.school.body, story.icb.body
    sealed = seal(
        envelope_id=row.state["sealed"]["envelope"],
        record=row.stream,
        author_keys=school.private,
        author_public=school.public,
        counterpart=icb.public,
        segments=[never_said(row.stream)],
    )
    keep(forger, row, sealed)
    assert found(log) == {(row.position, "envelope-differs")}
