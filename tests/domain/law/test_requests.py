"""Who may ask whom, for what, and what a request must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hub_domain.law.catalogue import Body, LawOn
from hub_domain.law.editing import amended
from hub_domain.law.requests import (
    EVERYTHING,
    ItemAsked,
    RequestFacts,
    judge_request,
    purpose_fits,
)
from hub_domain.law.rows import Provision, Purpose, Topic
from hub_domain.refusal import Refusal
from tests.domain.law.cases import (
    BARE,
    COUNCIL,
    HOUSING,
    LAW,
    PERSON,
    POLICE,
    SAID,
    SCHOOL,
    TODAY,
    UNSAID,
    WELSH_BOARD,
    WELSH_COUNCIL,
    an_id,
    body,
    named,
)
from tests.support.requirements import requirement

ICB = body("integrated care board", "E", "E16E-ICB")
HOSPITAL = body("hospital", "E", "E11-NHSFT")
BOARD = body("board", "W", "W-SB-CHILDREN")
WELSH_HOUSING = body("welsh housing", "W", "W137-QB")
YOUTH_OFFENDING = body("youth offending team", "W", "W164-C")
DENTIST = body("dentist", "W", "EW-VCS")
ADULTS_BOARD = body("adults board", "E", "E-SAB")

ITEM = ItemAsked(
    id=an_id("attendance"),
    topic="attendance",
    period_from=date(2025, 9, 1),
    period_to=date(2026, 7, 31),
    persons=(PERSON,),
    relation="c",
)
TEXTS = (
    "why-needed",
    "necessity",
    "proportionality",
    "burden",
    "function",
    "necessary-or-expedient",
    "board-consideration",
    "order",
)
FOR_CHILDREN = {"establish-need", "early-help", "child-in-need", "child-protection"}
WHOLE = RequestFacts(
    provision="CA2004-16H",
    purpose="learning-review",
    function="serious-incident-learning",
    items=(ITEM,),
    texts=dict.fromkeys(TEXTS, SAID),
)
STATUTORY = WHOLE
SOCIAL = replace(
    WHOLE,
    provision="SSWBA-164",
    purpose="child-in-need",
    function="assessment",
    kind="both",
)
OF_BOARD = replace(WHOLE, provision="SSWBA-137", function="sb-obj-a")
ENQUIRY = replace(WHOLE, provision="CA1989-47", purpose="child-protection", function=None)
TO_AUTHORITY = replace(WHOLE, provision="CDA1998-115", purpose="crime/prevention")
OF_POLICE = replace(WHOLE, provision="CL-POLICE", purpose="crime/reduction")
ORDER = replace(WHOLE, provision="COURT-ORDER", purpose="court-legal")
ADULTS = replace(
    WHOLE, provision="CA14-45", purpose="adult-protection", function="enable-or-assist-board"
)


def refused(facts: RequestFacts, requester: Body, addressee: Body) -> list[str]:
    judgement = judge_request(facts, requester, addressee, LAW, TODAY)
    return [named(each) for each in judgement.refusals]


@requirement("R-050", "R-061", "R-066", "R-067", "R-070", "R-080", "R-083", "R-449")
@pytest.mark.parametrize(
    ("facts", "requester", "addressee"),
    [
        (STATUTORY, ICB, SCHOOL),
        (STATUTORY, COUNCIL, HOUSING),
        (STATUTORY, POLICE, HOSPITAL),
        (SOCIAL, WELSH_COUNCIL, WELSH_BOARD),
        (replace(SOCIAL, areas_overlap=True), WELSH_COUNCIL, YOUTH_OFFENDING),
        (OF_BOARD, BOARD, WELSH_HOUSING),
        (ENQUIRY, COUNCIL, SCHOOL),
        (ENQUIRY, WELSH_COUNCIL, WELSH_BOARD),
        (replace(ENQUIRY, provision="CA1989-17"), COUNCIL, HOUSING),
        (TO_AUTHORITY, POLICE, SCHOOL),
        (TO_AUTHORITY, COUNCIL, HOUSING),
        (OF_POLICE, SCHOOL, POLICE),
        (ORDER, HOUSING, SCHOOL),
        (ADULTS, ADULTS_BOARD, HOSPITAL),
    ],
)
def test_who_may_ask_and_says_what_is_needed_asks(
    facts: RequestFacts, requester: Body, addressee: Body
) -> None:
    assert refused(facts, requester, addressee) == []


@requirement("R-060", "R-065", "R-066", "R-067", "R-070")
@requirement("R-080", "R-083", "R-085", "R-086", "R-123")
@pytest.mark.parametrize(
    ("facts", "requester", "addressee", "code"),
    [
        (STATUTORY, HOSPITAL, SCHOOL, "NOT_SAFEGUARDING_PARTNER"),
        (STATUTORY, SCHOOL, HOSPITAL, "NOT_SAFEGUARDING_PARTNER"),
        (STATUTORY, WELSH_COUNCIL, WELSH_BOARD, "PROVISION_JURISDICTION"),
        (STATUTORY, ICB, WELSH_BOARD, "PROVISION_JURISDICTION"),
        (SOCIAL, COUNCIL, HOSPITAL, "PROVISION_JURISDICTION"),
        (SOCIAL, WELSH_BOARD, WELSH_BOARD, "S164_FUNCTION"),
        (SOCIAL, WELSH_COUNCIL, DENTIST, "S164_ADDRESSEE"),
        (SOCIAL, WELSH_COUNCIL, YOUTH_OFFENDING, "S164_ADDRESSEE"),
        (OF_BOARD, WELSH_COUNCIL, WELSH_HOUSING, "ROLE_REQUIRED"),
        (ENQUIRY, SCHOOL, HOSPITAL, "GATEWAY_NOT_AVAILABLE"),
        (TO_AUTHORITY, SCHOOL, POLICE, "S115_RECIPIENT"),
        (OF_POLICE, SCHOOL, COUNCIL, "GATEWAY_NOT_AVAILABLE"),
        (ADULTS, COUNCIL, HOSPITAL, "GATEWAY_NOT_AVAILABLE"),
        (replace(WHOLE, provision=""), ICB, SCHOOL, "REQUEST_BASIS_REQUIRED"),
        (replace(WHOLE, provision="CA2004-14B"), ICB, SCHOOL, "PROVISION_NOT_IN_FORCE"),
        (replace(WHOLE, provision="CA2004-16LA"), COUNCIL, COUNCIL, "PROVISION_NOT_IN_FORCE"),
        (replace(WHOLE, provision="NO-SUCH-ACT"), ICB, SCHOOL, "PROVISION_NOT_IN_FORCE"),
        (
            replace(SOCIAL, provision="SSWBA-130"),
            WELSH_COUNCIL,
            WELSH_BOARD,
            "GATEWAY_NOT_AVAILABLE",
        ),
    ],
)
def test_who_may_not_ask_is_told_why(
    facts: RequestFacts, requester: Body, addressee: Body, code: str
) -> None:
    assert refused(facts, requester, addressee)[0] == f"ERR_{code}"


def without(text: str, facts: RequestFacts = WHOLE) -> RequestFacts:
    return replace(facts, texts={**facts.texts, text: UNSAID})


def unspecific(**change: object) -> RequestFacts:
    return replace(WHOLE, items=(replace(ITEM, **change),))  # type: ignore[arg-type]  # its fields


@requirement("R-061", "R-062", "R-063")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(WHOLE, function=None), "S16H_PURPOSE"),
        (replace(WHOLE, function="curiosity"), "S16H_PURPOSE"),
        (without("function"), "S16H_PURPOSE"),
        (replace(WHOLE, items=()), "REQUEST_NOT_SPECIFIC"),
        (unspecific(topic=""), "REQUEST_NOT_SPECIFIC"),
        (unspecific(topic=EVERYTHING), "REQUEST_NOT_SPECIFIC"),
        (unspecific(topic="curiosity"), "REQUEST_NOT_SPECIFIC"),
        (unspecific(period_from=None), "REQUEST_NOT_SPECIFIC"),
        (unspecific(period_to=None), "REQUEST_NOT_SPECIFIC"),
        (unspecific(period_to=date(2025, 8, 31)), "REQUEST_NOT_SPECIFIC"),
        (unspecific(persons=()), "REQUEST_NOT_SPECIFIC"),
        (without("necessity"), "REQUEST_NOT_SPECIFIC"),
        (without("proportionality"), "REQUEST_NOT_SPECIFIC"),
        (without("why-needed"), "EXPLANATION_REQUIRED"),
        (without("burden"), "EXPLANATION_REQUIRED"),
        (replace(WHOLE, texts={**WHOLE.texts, "why-needed": BARE}), "EXPLANATION_REQUIRED"),
        (replace(WHOLE, purpose=""), "PURPOSE_REQUIRED"),
        (replace(WHOLE, purpose="curiosity"), "PURPOSE_REQUIRED"),
    ],
)
def test_a_statutory_request_says_what_and_why(facts: RequestFacts, code: str) -> None:
    assert refused(facts, ICB, SCHOOL) == [f"ERR_{code}"]


@requirement("R-066", "R-070", "R-071", "R-072", "R-073", "R-081", "R-083")
@pytest.mark.parametrize(
    ("facts", "requester", "addressee", "code"),
    [
        (replace(SOCIAL, function="housing"), WELSH_COUNCIL, WELSH_BOARD, "S164_FUNCTION"),
        (replace(SOCIAL, kind=""), WELSH_COUNCIL, WELSH_BOARD, "REQUEST_NOT_SPECIFIC"),
        (without("board-consideration", OF_BOARD), BOARD, WELSH_HOUSING, "S137_NOT_QUALIFYING"),
        (replace(OF_BOARD, function=None), BOARD, WELSH_HOUSING, "S137_PURPOSE"),
        (
            replace(OF_BOARD, items=(replace(ITEM, relation=""),)),
            BOARD,
            WELSH_HOUSING,
            "S137_RELATION",
        ),
        (replace(OF_BOARD, items=()), BOARD, WELSH_HOUSING, "REQUEST_NOT_SPECIFIC"),
        (without("why-needed", ENQUIRY), COUNCIL, SCHOOL, "EXPLANATION_REQUIRED"),
        (without("necessary-or-expedient", TO_AUTHORITY), POLICE, SCHOOL, "S115_PURPOSE"),
        (
            replace(OF_POLICE, purpose="crime/prosecution"),
            SCHOOL,
            POLICE,
            "GATEWAY_NOT_AVAILABLE",
        ),
        (replace(OF_POLICE, purpose="early-help"), SCHOOL, POLICE, "GATEWAY_NOT_AVAILABLE"),
        (without("order", ORDER), HOUSING, SCHOOL, "REQUEST_NOT_SPECIFIC"),
    ],
)
def test_each_provision_asks_for_its_own(
    facts: RequestFacts, requester: Body, addressee: Body, code: str
) -> None:
    assert refused(facts, requester, addressee) == [f"ERR_{code}"]


def test_a_request_is_refused_in_the_order_in_which_the_law_asks() -> None:
    empty = RequestFacts(provision="CA2004-16H", purpose="learning-review")
    assert refused(empty, HOSPITAL, SCHOOL) == [
        "ERR_NOT_SAFEGUARDING_PARTNER",
        "ERR_S16H_PURPOSE",
        "ERR_REQUEST_NOT_SPECIFIC",
        "ERR_REQUEST_NOT_SPECIFIC",
        "ERR_REQUEST_NOT_SPECIFIC",
        "ERR_EXPLANATION_REQUIRED",
        "ERR_EXPLANATION_REQUIRED",
    ]


def test_a_recipient_only_body_may_not_ask_for_a_child_in_need() -> None:
    insurer = body("insurer", "E", "EW-INSURER")
    facts = replace(ORDER, purpose="child-in-need")
    assert refused(facts, insurer, SCHOOL) == ["ERR_PURPOSE_RECIPIENT"]


def test_the_successor_of_a_repealed_provision_is_named() -> None:
    past = replace(WHOLE, provision="CA2004-14B")
    (refusal,) = judge_request(past, ICB, SCHOOL, LAW, TODAY).refusals
    assert refusal.facts() == {
        "provision": "CA2004-14B",
        "on": TODAY.isoformat(),
        "status": "repealed",
        "successor": "CA2004-16H",
    }


def facts_of(facts: RequestFacts, requester: Body, addressee: Body) -> list[dict[str, object]]:
    judgement = judge_request(facts, requester, addressee, LAW, TODAY)
    return [refusal.facts() for refusal in judgement.refusals]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(WHOLE, items=()), "items"),
        (unspecific(topic=""), "topic"),
        (unspecific(period_from=None), "period"),
        (unspecific(persons=()), "persons"),
        (without("necessity"), "necessity"),
        (without("proportionality"), "proportionality"),
        (without("why-needed"), "why-needed"),
        (without("burden"), "burden"),
    ],
)
def test_who_asks_is_told_what_is_not_said(facts: RequestFacts, field: str) -> None:
    assert facts_of(facts, ICB, SCHOOL) == [{"field": field}]


def test_who_asks_a_council_or_by_order_is_told_what_is_not_said() -> None:
    unkind = replace(SOCIAL, kind="")
    assert facts_of(unkind, WELSH_COUNCIL, WELSH_BOARD) == [{"field": "kind"}]
    assert facts_of(without("order", ORDER), HOUSING, SCHOOL) == [{"field": "order"}]


@requirement("R-061", "R-449")
@pytest.mark.parametrize(
    ("facts", "requester", "only"),
    [
        (STATUTORY, ICB, {*FOR_CHILDREN, "learning-review"}),
        (ENQUIRY, COUNCIL, FOR_CHILDREN),
        (replace(ENQUIRY, provision="CA1989-17"), COUNCIL, FOR_CHILDREN),
        (ADULTS, ADULTS_BOARD, {"establish-need", "adult-protection", "learning-review"}),
        (TO_AUTHORITY, POLICE, {*FOR_CHILDREN, "adult-protection", "crime/detection"}),
    ],
)
def test_a_law_is_for_the_purposes_that_its_functions_serve(
    facts: RequestFacts, requester: Body, only: set[str]
) -> None:
    """R-061: a safeguarding partner compels nobody to help detect crime, nor an insurer."""
    fitting = {
        purpose
        for purpose in (*sorted(LAW.known(Purpose)), "crime/detection")
        if refused(replace(facts, purpose=purpose), requester, SCHOOL) == []
    }
    assert fitting == only


def test_a_court_alone_may_order_it_for_any_purpose() -> None:
    asked = [row for row in LAW.every(Provision) if row.requester and row.answers]
    assert [row.id for row in asked if not row.purposes] == ["COURT-ORDER"]


def test_who_provides_services_by_contract_shares_under_section_16la_once_it_begins() -> None:
    begun = replace(
        LAW.provision_row("CA2004-16LA", TODAY), status="in-force", valid_from=TODAY
    )
    law = amended(LAW, [begun], "changes.toml")
    provider = body("provider", "E", "E-DELEG")
    facts = replace(ENQUIRY, provision="CA2004-16LA")
    for parties in ((provider, COUNCIL), (COUNCIL, provider)):
        assert judge_request(facts, *parties, law, TODAY).refusals == ()
    assert {"requester", "addressee"} <= set(begun.unverified)


@requirement("R-444")
def test_nobody_makes_a_victim_information_request_before_its_tests_are_asked() -> None:
    facts = replace(WHOLE, provision="PCSC2022-44A", purpose="crime/detection")
    for requester in (POLICE, COUNCIL):
        assert refused(facts, requester, SCHOOL) == ["ERR_VIR_TEST"]


@requirement("R-062")
def test_a_topic_is_asked_for_while_it_is_in_the_list_and_not_after() -> None:
    (topic,) = LAW.versions(Topic, "attendance")
    over = replace(topic, valid_to=TODAY - timedelta(days=1))
    later = amended(LAW, [over], "changes.toml")
    (refusal,) = judge_request(WHOLE, ICB, SCHOOL, later, TODAY).refusals
    assert refusal.facts() == {"field": "topic"}
    assert judge_request(WHOLE, ICB, SCHOOL, later, over.valid_to or TODAY).accepted


def test_information_of_a_single_day_is_specific() -> None:
    day = date(2026, 3, 2)
    assert refused(unspecific(period_from=day, period_to=day), ICB, SCHOOL) == []


@pytest.mark.parametrize("kind", ["cooperation", "information", "both"])
def test_section_164_asks_for_cooperation_information_or_both(kind: str) -> None:
    assert refused(replace(SOCIAL, kind=kind), WELSH_COUNCIL, WELSH_BOARD) == []


@pytest.mark.parametrize("relation", ["a", "b", "c"])
def test_what_a_board_asks_relates_to_the_body_in_one_of_three_ways(relation: str) -> None:
    facts = replace(OF_BOARD, items=(replace(ITEM, relation=relation),))
    assert refused(facts, BOARD, WELSH_HOUSING) == []


def test_a_duty_to_report_is_not_asked_for() -> None:
    reporting = replace(SOCIAL, provision="SSWBA-130")
    wanted = [{"provision": "SSWBA-130"}]
    assert facts_of(reporting, WELSH_COUNCIL, WELSH_BOARD) == wanted


def test_a_requester_of_the_other_nation_is_told_of_its_own() -> None:
    assert facts_of(STATUTORY, WELSH_COUNCIL, SCHOOL) == [
        {"provision": "CA2004-16H", "nation": "E", "body_nation": "W"}
    ]


POWER = LAW.provision_row("CDA1998-115", TODAY)


def fits(
    purpose: str, provision: Provision | None = None, recipient: Body = COUNCIL
) -> list[tuple[str, dict[str, object]]]:
    found = purpose_fits(purpose, provision, recipient, LawOn(LAW, TODAY))
    return [(each.code, each.facts()) for each in found if isinstance(each, Refusal)]


@pytest.mark.parametrize(
    ("purpose", "lack"),
    [
        ("", "blank"),
        ("curiosity", "unknown"),
        ("crime", "unknown"),
        ("crime/", "unknown"),
        ("crime/fun", "unknown"),
        ("early-help/at-home", "unknown"),
    ],
)
def test_a_purpose_is_one_of_the_list_with_its_detail(purpose: str, lack: str) -> None:
    assert fits(purpose) == [("purpose-required", {"lack": lack})]
    assert fits(purpose, POWER) == [("purpose-required", {"lack": lack})]


def test_a_purpose_is_one_that_the_provision_serves() -> None:
    wanted = [("gateway-not-available", {"provision": "CDA1998-115"})]
    only_crime = replace(POWER, purposes=("crime",))
    assert fits("crime/prevention", only_crime) == []
    assert fits("early-help", only_crime) == wanted
    assert fits("early-help", replace(POWER, purposes=())) == []
    barred = replace(only_crime, exclusions=("crime/prevention",))
    assert fits("crime/prevention", barred) == wanted
    assert fits("crime/detection", barred) == []


def test_some_may_only_receive_and_for_two_purposes() -> None:
    insurer = body("insurer", "E", "EW-INSURER")
    assert fits("court-legal", recipient=insurer) == []
    assert fits("insurance", recipient=insurer) == []
    for purpose in ("early-help", "crime/prevention"):
        wanted = [("purpose-recipient", {"purpose": purpose})]
        assert fits(purpose, recipient=insurer) == wanted
    assert fits("insurance") == [("purpose-recipient", {"purpose": "insurance"})]


def test_who_has_no_area_in_common_is_not_asked_under_section_164() -> None:
    assert refused(SOCIAL, WELSH_COUNCIL, YOUTH_OFFENDING) == ["ERR_S164_ADDRESSEE"]
    everywhere = replace(SOCIAL, areas_overlap=True)
    assert refused(everywhere, WELSH_COUNCIL, YOUTH_OFFENDING) == []
    assert refused(everywhere, WELSH_COUNCIL, DENTIST) == ["ERR_S164_ADDRESSEE"]
