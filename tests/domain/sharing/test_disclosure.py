"""A disclosure: every item labelled, the recipient named, acknowledged by who received it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hub_domain.law.refusals import (
    FactOpinionUnset,
    RecipientNotNamed,
    SensitivityUnset,
    ShareRecordIncomplete,
)
from hub_domain.need_to_know import NotFound
from hub_domain.recording import EnvelopeRecord, SegmentRecord
from hub_domain.refusal import Refusal
from hub_domain.sharing.disclosure import (
    AlreadyAcknowledged,
    AsAtRequired,
    Disclosure,
    HistoricalUnexplained,
    ItemAbout,
    ItemCategoryRequired,
    ItemKind,
    LabelledItem,
    Recipient,
    Sensitivity,
)
from hub_domain.sharing.sealed import SealedOutsideRecord, give, speak_of
from tests.domain.sharing.cast import (
    ASHA,
    BEA,
    BOARD,
    COLM,
    FIRST,
    GWEN,
    LAW,
    REQUEST,
    SCHOOL,
    SEALED,
    SECOND,
)
from tests.support.requirements import requirement
from tests.support.scenario import Actor, an_id, begun, given, happened

FACT = LabelledItem(
    id=an_id("fact"),
    person=FIRST,
    kind=ItemKind.FACT,
    as_at=date(2026, 7, 17),
    about=ItemAbout.CHILD,
    sensitivity=Sensitivity.ORDINARY,
    special_category=False,
    criminal_offence=False,
)
TO_GWEN = Recipient(agency=BOARD, practitioner=GWEN.id)
TO_THE_DESK = Recipient(agency=BOARD, post=an_id("desk"))


def make(*items: LabelledItem, to: Recipient = TO_GWEN, emergency: bool = False) -> Disclosure:
    return Disclosure.make(
        BEA.acting(),
        disclosure_id=an_id("disclosure"),
        decision=an_id("decision"),
        request=REQUEST,
        provision="CA2004-16H",
        purpose="learning-review",
        recipient=to,
        use_limit="partner-function",
        channel="secure-system",
        items=items,
        emergency=emergency,
        recorded=not emergency,
        rests_on=None,
        sealed=SEALED,
        catalogue=LAW,
    )


def acknowledge(by: Actor = GWEN) -> Callable[[Disclosure], None]:
    return lambda disclosure: disclosure.acknowledge(
        by.acting(), by.viewer, significance="new", action="planned"
    )


ACKNOWLEDGED = happened(
    Disclosure.Acknowledged, discloser=SCHOOL, significance="new", action="planned"
)


def test_a_disclosure_keeps_the_labels_of_its_items_and_no_words() -> None:
    begun(lambda: make(FACT)).then(
        happened(
            Disclosure.Made,
            decision=an_id("decision"),
            request=REQUEST,
            provision="CA2004-16H",
            purpose="learning-review",
            recipient=BOARD,
            recipient_practitioner=GWEN.id,
            recipient_post=None,
            use_limit="partner-function",
            channel="secure-system",
            items=[
                {
                    "id": an_id("fact"),
                    "person": FIRST,
                    "kind": "fact",
                    "as_at": date(2026, 7, 17),
                    "about": "child-health-development-exposure",
                    "sensitivity": "ordinary",
                    "special_category": False,
                    "criminal_offence": False,
                    "historical": False,
                    "explained": False,
                    "confirmed_current": False,
                }
            ],
            emergency=False,
            recorded=True,
            rests_on=None,
            sealed=SEALED.plain(),
        )
    )


@requirement("R-002", "R-103", "R-185", "R-186", "R-187", "R-226")
@pytest.mark.parametrize(
    ("unlabelled", "refusal"),
    [
        (replace(FACT, kind=None), FactOpinionUnset),
        (replace(FACT, about=None), ItemCategoryRequired),
        (replace(FACT, as_at=None), AsAtRequired),
        (replace(FACT, as_at=date(9999, 12, 31)), AsAtRequired),
        (replace(FACT, sensitivity=None), SensitivityUnset),
        (replace(FACT, special_category=None), SensitivityUnset),
        (replace(FACT, criminal_offence=None), SensitivityUnset),
        (replace(FACT, historical=True), HistoricalUnexplained),
    ],
)
def test_every_item_is_labelled(unlabelled: LabelledItem, refusal: type[Refusal]) -> None:
    wrong = replace(unlabelled, id=an_id("the wrong one"))
    begun(lambda: make(FACT, wrong)).then_refused(
        refusal, **({} if refusal is HistoricalUnexplained else {"item": wrong.id})
    )


@requirement("R-362", "R-420")
@pytest.mark.parametrize(
    "unlabelled",
    [
        replace(
            FACT,
            kind=None,
            about=None,
            as_at=None,
            sensitivity=None,
            special_category=None,
            criminal_offence=None,
        ),
        replace(FACT, historical=True),
        replace(FACT, as_at=date(2001, 7, 17)),
    ],
    ids=["nothing said", "history unexplained", "old"],
)
def test_in_an_emergency_no_label_is_waited_for(unlabelled: LabelledItem) -> None:
    """What is not said is kept as not said, and never as an answer that nobody gave."""
    begun(lambda: make(unlabelled)).then_refused(
        HistoricalUnexplained if unlabelled.kind else FactOpinionUnset
    )
    assert make(unlabelled, emergency=True).given == (unlabelled,)


@requirement("R-185", "R-362")
def test_nothing_is_known_as_at_a_day_to_come_in_an_emergency_either() -> None:
    to_come = replace(FACT, as_at=date(9999, 12, 31))
    begun(lambda: make(to_come, emergency=True)).then_refused(AsAtRequired, item=FACT.id)


@requirement("R-187")
def test_history_goes_with_its_explanation() -> None:
    explained = replace(FACT, historical=True, explained=True)
    assert make(explained).items == {FACT.id}


@requirement("R-157", "R-201")
def test_something_goes_to_somebody() -> None:
    begun(make).then_refused(ShareRecordIncomplete, field="items")
    begun(lambda: make(FACT, to=Recipient(agency=BOARD))).then_refused(RecipientNotNamed)


@requirement("R-005")
def test_who_received_it_acknowledges_it_once() -> None:
    received = given(lambda: make(FACT))
    received.when(acknowledge()).then(ACKNOWLEDGED)
    given(lambda: make(FACT), acknowledge()).when(acknowledge()).then_refused(
        AlreadyAcknowledged
    )


@pytest.mark.parametrize("stranger", [COLM, BEA, ASHA], ids=lambda actor: actor.name)
def test_for_everyone_else_it_is_not_there(stranger: Actor) -> None:
    given(lambda: make(FACT)).when(acknowledge(stranger)).then_refused(NotFound)


def test_whoever_holds_the_post_received_it() -> None:
    posted = given(lambda: make(FACT, to=TO_THE_DESK))
    posted.when(acknowledge()).then_refused(NotFound)
    on_duty = replace(COLM.viewer, posts=frozenset({an_id("desk")}))
    posted.when(
        lambda disclosure: disclosure.acknowledge(
            COLM.acting(), on_duty, significance="new", action="planned"
        )
    ).then(ACKNOWLEDGED)


def test_a_disclosure_stands_in_two_views_and_no_other() -> None:
    disclosure = make(FACT)
    made, received = disclosure.labels(SCHOOL), disclosure.labels(BOARD)
    assert made is not None
    assert received is not None
    assert (made.side, made.author, made.named) == ("author", BEA.id, None)
    assert (received.side, received.author, received.named) == ("addressee", None, GWEN.id)
    assert disclosure.labels(ASHA.agency) is None


RECORD, OF_NOBODY_YET = an_id("record"), an_id("about nobody in particular")


def enveloped(owner: object, item: object, group: str = "text") -> EnvelopeRecord:
    segment = SegmentRecord(
        tag="tag",
        owner=owner,  # type: ignore[arg-type]  # an id
        group=group,
        item=item,  # type: ignore[arg-type]  # an id or None
        ciphertext=b"",
        wrapped_share=b"",
    )
    return EnvelopeRecord(
        id=SEALED.envelope,
        record=RECORD,
        publisher=SCHOOL,
        counterpart=BOARD,
        header=b"",
        seals=b"",
        signatures=b"",
        segments=(segment,),
    )


@requirement("R-183")
@pytest.mark.parametrize(
    ("owner", "item", "fits"),
    [
        (RECORD, None, True),
        (RECORD, FACT.id, True),
        (FIRST, None, True),
        (FIRST, FACT.id, True),
        (FIRST, OF_NOBODY_YET, True),
        (SECOND, None, True),
        (SECOND, FACT.id, False),
        (an_id("a stranger"), None, False),
        (FIRST, an_id("another item"), False),
        (RECORD, an_id("another item"), False),
    ],
)
def test_words_are_about_the_persons_and_items_of_their_record(
    owner: object,
    item: object,
    fits: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    envelope = enveloped(owner, item)
    persons, items = frozenset({FIRST, SECOND}), {FACT.id: FIRST, OF_NOBODY_YET: None}
    if fits:
        speak_of(envelope, persons=persons, items=items)
    else:
        with pytest.raises(SealedOutsideRecord):
            speak_of(envelope, persons=persons, items=items)


@requirement("R-201")
def test_an_item_is_given_by_its_words() -> None:
    give(enveloped(FIRST, FACT.id), [FACT.id])
    for bare in (enveloped(FIRST, None), enveloped(FIRST, FACT.id, group="source")):
        with pytest.raises(ShareRecordIncomplete) as refused:
            give(bare, [FACT.id])
        assert refused.value.field == "items"
