"""A sharing decision: made by a person of the holder, carried out once and no wider."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hub_domain.ids import decision_id, event_id
from hub_domain.law.catalogue import Body
from hub_domain.law.decided import Decision, DecisionNeedsHuman, ItemDecided, Question
from hub_domain.law.evidence import (
    Case,
    ConsentStanding,
    FactFromOpinion,
    How,
    Identifying,
    ItemAnswers,
    ItemsListed,
    Lawful,
    NoConsent,
    PurposeClear,
    Receiver,
    SecureChannel,
    SubjectTold,
    ToPractitioner,
    WithoutConsent,
)
from hub_domain.law.grounds import GroundGiven
from hub_domain.law.records import Record
from hub_domain.law.refusals import ReasonRequired, RoleRequired
from hub_domain.need_to_know import NotFound
from hub_domain.sharing.deciding import Deciding
from hub_domain.sharing.decision import SharingDecision
from hub_domain.sharing.disclosure import (
    ItemAbout,
    ItemKind,
    LabelledItem,
    Recipient,
    Sensitivity,
)
from hub_domain.sharing.emergency import GivenInEmergency
from hub_domain.sharing.plain import plain_search
from hub_domain.sharing.refusals import (
    AnotherRecipient,
    NoteNotDue,
    NothingToCarryOut,
)
from hub_domain.text_checks import TextChecks
from tests.domain.law.cases import full_record
from tests.domain.sharing.cast import (
    BARE,
    BEA,
    BOARD,
    BOARD_BODY,
    COUNCIL_BODY,
    ELLA,
    FIRST,
    GWEN,
    LAW,
    PIP,
    REASONED,
    REQUEST,
    SAID,
    SCHOOL,
    SCHOOL_BODY,
    SEALED,
    SEARCH,
    SECOND,
    texts_of,
)
from tests.support.requirements import requirement
from tests.support.scenario import MONDAY, Actor, Happened, an_id, begun, given, happened

Step = Callable[[SharingDecision], None]

STREAM = decision_id(REQUEST, BOARD)
TOMORROW = MONDAY + timedelta(days=1)
DISCLOSURE = an_id("disclosure")
FACT, OPINION, NOT_HELD = an_id("fact"), an_id("opinion"), an_id("not held")
TO_GWEN = Recipient(agency=BOARD, practitioner=GWEN.id)
LISTED = (
    ItemDecided(item=FACT, included=True, kind="fact", needed_for=SAID),
    ItemDecided(item=OPINION, included=True, kind="opinion", needed_for=SAID),
)
PART = (*LISTED, ItemDecided(item=NOT_HELD, included=False, not_held=True, search=SEARCH))

HOW = How(
    amount=ItemsListed(),
    kinds=FactFromOpinion(),
    individual=ToPractitioner(practitioner=GWEN.id, need=SAID),
    channel=SecureChannel(channel="secure-system"),
    notice=SubjectTold(planned=True),
)
CASE = Case(
    holder=SCHOOL_BODY,
    receiver=Receiver(body=BOARD_BODY),
    purpose=PurposeClear(code="learning-review", text=SAID),
    answers=(
        ItemAnswers(
            items=(FACT, OPINION),
            consent=NoConsent(
                standings=(
                    ConsentStanding(
                        status="not-sought",
                        reason=WithoutConsent(code="statutory-duty", text=SAID),
                    ),
                )
            ),
            identifies=Identifying(),
            lawful=Lawful(basis="legal-obligation", provision="CA2004-16H"),
            special_category=False,
            criminal_offence=False,
            sensitive=False,
            confidential=False,
        ),
    ),
    how=HOW,
    request="CA2004-16H",
)


CODES = {
    "purpose": {"code": "learning-review"},
    "runs": [{"items": [str(FACT), str(OPINION)], "special_category": False}],
    "how": {"channel": {"answer": "secure", "channel": "secure-system"}},
}


def deciding(code: str = "share", items: tuple[ItemDecided, ...] = LISTED) -> Deciding:
    """The school decides on the board's request."""
    return Deciding(
        request=REQUEST,
        recipient=TO_GWEN,
        case=CASE,
        decision=Decision(
            code=code,  # type: ignore[arg-type]  # one of the four
            decider_role="safeguarding-lead",
            confirmed=True,
            items=items,
            considered=frozenset(item.item for item in items),
            risk_clarity="clear",
            record=full_record(),
            question=Question(
                text=SAID, role="co-ordinator", due_at=MONDAY + timedelta(days=1)
            ),
        ),
        codes=CODES,
        texts={"rationale": SAID},
        item_persons={FACT: FIRST, OPINION: SECOND},
        items_asked={FACT: an_id("attendance")},
        sealed=SEALED,
    )


def make(
    put: Deciding | None = None, by: Actor = BEA, stream: UUID = STREAM
) -> SharingDecision:
    return SharingDecision.make(by.acting(), put or deciding(), stream_id=stream, catalogue=LAW)


def again(
    put: Deciding | None = None,
    by: Actor = BEA,
    *gone: LabelledItem,
    elsewhere: Iterable[UUID] = (),
    recorded: Sequence[LabelledItem] = (),
    channels: Mapping[UUID, str] | None = None,
) -> Step:
    """Decide anew; ``gone`` is what went in an emergency and is not recorded yet.

    To the same recipient, and ``elsewhere`` by disclosures to others; ``recorded`` is what
    went to this one, with its record complete.
    """
    went = GivenInEmergency(gone, frozenset(elsewhere), recorded, channels or {})
    return lambda decision: decision.make_again(
        by.acting(), by.viewer, put or deciding(), gone=went, catalogue=LAW
    )


A_FACT = LabelledItem(
    id=FACT,
    person=FIRST,
    kind=ItemKind.FACT,
    as_at=MONDAY.date(),
    about=ItemAbout.CHILD,
    sensitivity=Sensitivity.ORDINARY,
    special_category=False,
    criminal_offence=False,
)
AN_OPINION = replace(A_FACT, id=OPINION, person=SECOND, kind=ItemKind.OPINION)
BOTH = (A_FACT, AN_OPINION)


def carry_out(
    *items: LabelledItem,
    to: Recipient = TO_GWEN,
    by: Actor = BEA,
    channel: str = "secure-system",
    receiver: Body = BOARD_BODY,
    to_tell: Iterable[UUID] = (),
    disclosure: UUID = DISCLOSURE,
) -> Step:
    return lambda decision: decision.carry_out(
        by.acting(),
        disclosure=disclosure,
        recipient=to,
        receiver=receiver,
        channel=channel,
        items=items or BOTH,
        to_tell=to_tell,
        catalogue=LAW,
    )


def note(by: Actor = ELLA, text: TextChecks | None = SAID) -> Step:
    texts = {"note": text} if text else {}
    return lambda decision: decision.file_note(
        by.acting(), by.viewer, texts=texts, sealed=SEALED
    )


def noted(*versions: int) -> Happened:
    return happened(
        SharingDecision.NoteFiled,
        of=[event_id(STREAM, version) for version in versions],
        texts=texts_of({"note": SAID}),
        sealed=SEALED.plain(),
    )


CARRIED_OUT = happened(
    SharingDecision.CarriedOut, disclosure=DISCLOSURE, completes=[], tasks=[]
)
HELD = deciding("hold", ())
IN_PART = deciding("share-part", PART)
CHALLENGED = deciding(
    "share-part",
    (
        LISTED[0],
        ItemDecided(
            item=OPINION,
            included=False,
            grounds=(GroundGiven(code="not-necessary", text=REASONED),),
        ),
    ),
)
IN_AN_EMERGENCY = replace(
    deciding(),
    case=replace(
        CASE,
        receiver=Receiver(body=COUNCIL_BODY, post="csc"),
        immediate_risk=True,
        how=None,
        answers=(),
    ),
    decision=replace(deciding().decision, record=Record(), risk_clarity=""),
)


def a_line(item: UUID, person: UUID, kind: str) -> dict[str, object]:
    return {
        "item": item,
        "asked": an_id("attendance") if item == FACT else None,
        "person": person,
        "included": True,
        "kind": kind,
        "sensitivity": "",
        "as_at": None,
        "about": "",
        **dict.fromkeys(("historical", "explained", "confirmed_current"), False),
        "grounds": [],
        "not_held": False,
        "search": None,
    }


DECIDED: dict[str, object] = {
    "request": REQUEST,
    "recipient": BOARD,
    "recipient_practitioner": GWEN.id,
    "recipient_post": None,
    "provision": "CA2004-16H",
    "purpose": "learning-review",
    "decision": "share",
    "outcome": "may-share",
    "path": "P>C>I>L",
    "row": "D4",
    "items": [a_line(FACT, FIRST, "fact"), a_line(OPINION, SECOND, "opinion")],
    "codes": CODES,
    "advisers": [],
    "warnings": [],
    "tasks": [["coordinator-file-note", ""]],
    "texts": texts_of({"rationale": SAID}),
    "sealed": SEALED.plain(),
}


def test_a_decision_keeps_its_answers_its_path_and_its_follow_up_and_no_words() -> None:
    begun(make).then(happened(SharingDecision.Made, **DECIDED))


def test_the_law_judges_what_is_decided() -> None:
    unconfirmed = replace(deciding(), decision=replace(deciding().decision, confirmed=False))
    begun(lambda: make(unconfirmed)).then_refused(DecisionNeedsHuman)
    given(make).when(again(unconfirmed)).then_refused(DecisionNeedsHuman)


def test_there_is_one_decision_for_a_request_and_a_recipient() -> None:
    begun(lambda: make(stream=an_id("another stream"))).then_refused(NotFound)
    on_its_task = replace(
        CASE.answers[0],
        lawful=Lawful(basis="public-task", provision="EA2002-175", limb="a"),
    )
    of_its_own = replace(
        deciding(), request=None, case=replace(CASE, request="", answers=(on_its_task,))
    )
    found = make(of_its_own, stream=an_id("a stream of its own"))
    assert found.request is None


def test_the_holder_decides_anew_and_nobody_else() -> None:
    held = given(lambda: make(HELD))
    made_again = happened(
        SharingDecision.MadeAgain,
        completes=[],
        recorded=[],
        records=False,
        beside=False,
        **DECIDED,
    )
    held.when(again(by=ELLA)).then(made_again)
    for stranger in (GWEN, PIP):
        held.when(again(by=stranger)).then_refused(NotFound)


@requirement("R-200")
def test_what_was_decided_is_carried_out_once() -> None:
    given(make).when(carry_out()).then(CARRIED_OUT)
    given(make, carry_out()).when(carry_out()).then_refused(NothingToCarryOut, decision="share")
    given(make, carry_out(), again()).when(carry_out()).then(CARRIED_OUT)


def test_only_a_decision_to_share_is_carried_out() -> None:
    given(lambda: make(HELD)).when(carry_out()).then_refused(NothingToCarryOut, decision="hold")
    given(make, again(HELD)).when(carry_out()).then_refused(NothingToCarryOut)


@requirement("R-157")
@pytest.mark.parametrize(
    "to",
    [
        Recipient(agency=BOARD, practitioner=an_id("Colm")),
        Recipient(agency=BOARD, post=an_id("desk")),
        Recipient(agency=BOARD, practitioner=GWEN.id, post=an_id("desk")),
        Recipient(agency=an_id("council"), practitioner=GWEN.id),
    ],
)
def test_it_goes_to_whom_it_was_decided_for(to: Recipient) -> None:
    given(make).when(carry_out(to=to)).then_refused(AnotherRecipient)


@pytest.mark.parametrize("stranger", [GWEN, Actor("Asha", an_id("council"), "manager")])
def test_the_agency_that_asked_cannot_carry_out(stranger: Actor) -> None:
    given(make).when(carry_out(by=stranger)).then_refused(NotFound)


@requirement("R-209", "R-224")
def test_the_co_ordinator_files_the_note() -> None:
    given(make).when(note()).then(noted(1))
    given(make).when(note(by=BEA)).then_refused(RoleRequired, needed="co-ordinator")
    given(make).when(note(by=PIP)).then_refused(NotFound)
    theirs = Actor("Cora", BOARD, "co-ordinator")
    given(make).when(note(by=theirs)).then_refused(NotFound)


@requirement("R-160")
def test_a_note_says_something() -> None:
    given(make).when(note(text=None)).then_refused(ReasonRequired, field="note", lack="blank")
    given(make).when(note(text=BARE)).then_refused(ReasonRequired, lack="bare")


@requirement("R-209")
def test_a_note_is_filed_when_one_is_due() -> None:
    given(lambda: make(HELD)).when(note()).then_refused(NoteNotDue)
    given(make, note()).when(note()).then_refused(NoteNotDue)
    given(lambda: make(HELD), again()).when(note()).then(noted(2))


def test_one_note_serves_every_decision_since_the_last() -> None:
    """Or else the task of the first would stay open for ever."""
    given(make, again()).when(note()).then(noted(1, 2))
    given(make, again(), again(HELD)).when(note()).then(noted(1, 2))
    given(make, note(), again()).when(note()).then(noted(3))


def test_a_decision_stands_in_the_holders_view_alone() -> None:
    decision = given(make).now()
    labels = decision.labels(SCHOOL)
    assert labels is not None
    assert (labels.side, labels.author) == ("author", BEA.id)
    assert decision.labels(BOARD) is None
    later = given(make, again(by=ELLA)).now().labels(SCHOOL)
    assert later is not None
    assert later.author == ELLA.id


def test_what_use_cases_go_by_follows_from_what_was_decided() -> None:
    whole, part = given(make).now(), given(make, again(IN_PART)).now()
    assert (whole.withholds, whole.withheld) == (False, ())
    assert (part.withholds, part.withheld) == (True, ())
    assert whole.mandate.kinds == part.mandate.kinds == {FACT: "fact", OPINION: "opinion"}
    for decision in (whole, part):
        assert decision.request == REQUEST
        assert decision.purpose == "learning-review"
        assert decision.provision == "CA2004-16H"
    challenged = given(lambda: make(CHALLENGED)).now()
    assert (challenged.withholds, challenged.withheld) == (True, (("not-necessary",),))


def test_what_is_not_held_is_kept_with_its_search() -> None:
    made = given(lambda: make(IN_PART)).past[0]
    lines = {line["item"]: line for line in made.items}
    assert lines[NOT_HELD]["search"] == plain_search(SEARCH)
    assert lines[NOT_HELD]["not_held"]
    assert lines[FACT]["search"] is None


def test_a_ground_is_kept_by_its_code() -> None:
    made = given(lambda: make(CHALLENGED)).past[0]
    lines = {line["item"]: line for line in made.items}
    assert lines[OPINION]["grounds"] == ["not-necessary"]


def test_in_an_emergency_it_is_shared_and_every_gap_is_to_be_filled() -> None:
    made = given(lambda: make(IN_AN_EMERGENCY)).past[0]
    assert (made.outcome, made.path, made.row) == ("share", "EMERGENCY", "M1")
    assert ["complete-emergency-record", "how"] in made.tasks
    assert ["police-not-notified", ""] in made.warnings


def test_advice_is_kept_by_the_roles_that_gave_it() -> None:
    advised = replace(
        deciding(), decision=replace(deciding().decision, adviser_roles=("co-ordinator",))
    )
    assert given(lambda: make(advised)).past[0].advisers == ["co-ordinator"]
