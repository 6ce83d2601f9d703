"""Why the recipient needs to know is told of the recipient, and of nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub_domain.law.evidence import Receiver, ToDutyPost, ToPractitioner
from hub_domain.law.rows import ANY
from hub_domain.sharing.disclosure import Recipient
from hub_domain.sharing.refusals import NeedOfAnother
from tests.domain.sharing.cast import BOARD, BOARD_BODY, COLM, GWEN, SAID
from tests.domain.sharing.test_decision import CASE, HOW, TO_GWEN, deciding, make
from tests.support.requirements import requirement
from tests.support.scenario import an_id, begun

DESK = an_id("desk")


@requirement("R-220", "R-157")
@pytest.mark.parametrize(
    ("told_of", "to"),
    [
        (ToPractitioner(practitioner=COLM.id, need=SAID), TO_GWEN),
        (ToDutyPost(post=DESK, need=SAID), TO_GWEN),
        (ToPractitioner(practitioner=GWEN.id, need=SAID), Recipient(agency=BOARD)),
        (ToPractitioner(practitioner=GWEN.id, need=SAID), Recipient(agency=BOARD, post=DESK)),
        (
            ToDutyPost(post=an_id("other"), need=SAID),
            Recipient(agency=BOARD, post=DESK),
        ),
    ],
)
def test_the_need_to_know_is_the_recipients_own(
    told_of: ToPractitioner | ToDutyPost, to: Recipient
) -> None:
    case = replace(CASE, how=replace(HOW, individual=told_of))
    put = replace(deciding(), case=case, recipient=to, holders=frozenset({COLM.id}))
    begun(lambda: make(put)).then_refused(NeedOfAnother)


@requirement("R-220", "R-157")
@pytest.mark.parametrize(
    "told_of",
    [ToDutyPost(post=DESK, need=SAID), ToPractitioner(practitioner=COLM.id, need=SAID)],
)
def test_of_a_post_it_is_the_posts_or_a_holders(told_of: ToPractitioner | ToDutyPost) -> None:
    case = replace(CASE, how=replace(HOW, individual=told_of))
    to = Recipient(agency=BOARD, post=DESK)
    put = replace(deciding(), case=case, recipient=to, holders=frozenset({COLM.id}))
    assert make(put).to_post == DESK


def test_an_emergency_waits_for_nobodys_need() -> None:
    told_of = ToPractitioner(practitioner=COLM.id, need=SAID)
    police = replace(BOARD_BODY, protective=frozenset({ANY}))
    case = replace(
        CASE,
        how=replace(HOW, individual=told_of),
        receiver=Receiver(body=police),
        immediate_risk=True,
    )
    assert make(replace(deciding(), case=case)).to_practitioner == GWEN.id
