"""What a decision is warned of, and goes through with all the same (R-420)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import hub_domain
from hub_domain.law.catalogue import Catalogue, LawOn
from hub_domain.law.cautions import Arrangements, arrangement_cautions
from hub_domain.law.decided import Decision
from hub_domain.law.decisions import DecisionJudged, judge_decision
from hub_domain.law.evidence import Case, Receiver
from hub_domain.law.judgement import Warned
from hub_domain.law.proportion import more_sensitive, stale
from hub_domain.law.records import Record
from hub_domain.law.rows import Provision, RecordField
from hub_domain.law.warned import DUTIES
from hub_domain.law.weighing import weigh
from hub_domain.text_checks import TextChecks
from tests.domain.law.cases import (
    BARE,
    COUNCIL,
    HOUSING,
    LAW,
    POLICE,
    SAID,
    TODAY,
    UNSAID,
    an_id,
    body,
    case_of,
    decision_of,
    full_record,
    named,
    not_held_beside,
)
from tests.domain.law.filling import fill
from tests.support.requirements import requirement

HOSPITAL = body("hospital", "E", "E11-NHSFT")


def neutral(**cells: str) -> tuple[Case, Decision]:
    filled = fill(cells)
    return case_of(filled), decision_of(filled)


def judge(case: Case, decision: Decision) -> DecisionJudged:
    return judge_decision(case, decision, LAW, TODAY)


def warnings(case: Case, decision: Decision) -> list[str]:
    """The codes of the warnings of a decision that nothing refuses."""
    judged = judge(case, decision)
    assert judged.accepted, judged.refusals
    return [each.code for each in judged.warnings]


def recorded(**changed: TextChecks | str | None) -> Record:
    """A full record, with fields that say something else, or nothing."""
    entries = {**full_record().entries}
    for name, entry in changed.items():
        field = name.replace("_", "-")
        entries.pop(field, None)
        if entry is not None:
            entries[field] = entry
    return Record(entries=entries)


def test_every_warning_of_the_rules_is_told_with_its_duty_and_no_other_is() -> None:
    source = "\n".join(path.read_text() for path in Path(hub_domain.__path__[0]).rglob("*.py"))
    made = set(re.findall(r'Warned\(\s*"([a-z0-9-]+)"', source))
    declared = {row.warning for row in LAW.every(RecordField) if row.warning}
    assert made | declared == set(DUTIES)


def test_a_full_record_of_an_ordinary_case_is_warned_of_nothing() -> None:
    assert warnings(*neutral()) == []


@requirement("R-012", "R-118", "R-144")
@pytest.mark.parametrize(
    ("field", "said", "warning"),
    [
        ("child-voice", None, "child-voice-absent"),
        ("child-voice-words", None, "child-voice-absent"),
        ("child-voice-words", UNSAID, "child-voice-absent"),
        ("privacy-notice", None, "notice-gap"),
        ("privacy-notice", "does-not-cover", "notice-gap"),
        ("privacy-notice", "not-reached", "notice-gap"),
        ("understanding", None, "understanding-blank"),
        ("understanding", "perhaps", "understanding-blank"),
    ],
)
def test_a_blank_is_warned_of_and_refuses_nothing(
    field: str, said: TextChecks | str | None, warning: str
) -> None:
    case, share = neutral()
    record = recorded(**{field.replace("-", "_"): said})
    assert warnings(case, replace(share, record=record)) == [warning]


def test_a_child_who_was_not_heard_is_warned_of_once_with_both_fields_blank() -> None:
    case, share = neutral()
    silent = recorded(child_voice=None, child_voice_words=None)
    assert warnings(case, replace(share, record=silent)) == ["child-voice-absent"]
    why = recorded(child_voice="not-obtainable")
    assert warnings(case, replace(share, record=why)) == []


@pytest.mark.parametrize("decision", ["DO_NOT_SHARE", "HOLD"])
def test_a_child_is_heard_whatever_is_decided(decision: str) -> None:
    """R-012, R-118: what is not shared needs no privacy notice."""
    case, other = neutral(decision=decision)
    silent = recorded(child_voice=None, privacy_notice=None, understanding=None)
    assert warnings(case, replace(other, record=silent)) == ["child-voice-absent"]
    adult = replace(case, child=False)
    assert warnings(adult, replace(other, record=silent)) == []


@requirement("R-012")
def test_an_adult_is_put_before_the_child_with_competent_advice_alone() -> None:
    """R-012."""
    case, share = neutral()
    adult = replace(share, record=recorded(interest_preferred="adult"))
    refusals = {named(each) for each in judge(case, adult).refusals}
    assert refusals == {"ERR_COMPETENT_ADVICE_REQUIRED"}
    advised = replace(adult, adviser_roles=("designated-professional",))
    assert warnings(case, advised) == []
    assert warnings(case, replace(share, record=recorded(interest_preferred=None))) == []


@requirement("R-010")
def test_duties_that_pull_apart_are_warned_of_in_weighing_and_deciding() -> None:
    """R-010."""
    case, share = neutral()
    torn = replace(case, conflict_of_duty=(an_id("mother"), an_id("child")))
    assert warnings(torn, share) == ["conflict-of-duty"]
    assert weigh(torn, LAW, TODAY).warns("conflict-of-duty")
    assert not weigh(case, LAW, TODAY).warns("conflict-of-duty")


STATUTORY = [
    Receiver(body=COUNCIL),
    Receiver(body=POLICE),
    Receiver(body=body("nspcc", "E", "EW-NSPCC")),
    Receiver(body=body("adult social care", "E", "EW-ASC")),
]


def untold(case: Case, receiver: Receiver) -> Case:
    return replace(case, receiver=receiver, harm="likely", social_care_notified=False,
                   police_notified=False)  # fmt: skip


@requirement("R-017")
@pytest.mark.parametrize("receiver", [Receiver(body=HOUSING), Receiver(body=HOSPITAL)])
def test_a_concern_that_no_one_with_a_duty_hears_of_is_warned_of(receiver: Receiver) -> None:
    """R-017: an emergency department can protect, and is still not where concerns go."""
    case, share = neutral()
    alone = untold(case, receiver)
    assert warnings(alone, share) == ["no-statutory-recipient"]
    assert weigh(alone, LAW, TODAY).warns("no-statutory-recipient")
    for known in ({"police_notified": True}, {"social_care_notified": True}, {"harm": "none"}):
        assert warnings(replace(alone, **known), share) == []


@requirement("R-017")
def test_a_concern_of_the_police_is_known_to_those_with_a_duty() -> None:
    case, _share = neutral()
    alone = untold(case, Receiver(body=HOUSING))
    assert weigh(alone, LAW, TODAY).warns("no-statutory-recipient")
    assert not weigh(replace(alone, holder=POLICE), LAW, TODAY).warns("no-statutory-recipient")


@pytest.mark.parametrize("receiver", STATUTORY)
def test_a_concern_that_goes_to_them_is_not(receiver: Receiver) -> None:
    case, share = neutral()
    told = untold(case, receiver)
    assert warnings(told, share) == []
    assert not weigh(told, LAW, TODAY).warns("no-statutory-recipient")


def test_who_asked_knows_of_the_concern_and_who_was_not_told_does_not() -> None:
    case, hold = neutral(decision="HOLD")
    asked = replace(untold(case, Receiver(body=COUNCIL)), request="CA1989-47")
    assert warnings(asked, hold) == []
    assert warnings(replace(asked, request=""), hold) == ["no-statutory-recipient"]


LEVELS = ("none", "some", "high", "severe")


@requirement("R-182")
@pytest.mark.parametrize("need", LEVELS)
@pytest.mark.parametrize("risk", LEVELS)
@pytest.mark.parametrize("sensitivity", ["", "ordinary", "sensitive", "highly-sensitive"])
def test_an_item_beyond_both_need_and_risk_goes_with_a_reason(
    sensitivity: str, risk: str, need: str
) -> None:
    """R-182: sensitive calls for some need or risk, highly sensitive for a high one."""
    case, share = neutral()
    (item,) = share.items
    items = (replace(item, sensitivity=sensitivity),)
    record = recorded(need_level=need, risk_level=risk)
    decided = replace(share, items=items, record=record)
    levels = LEVELS[1:] if sensitivity == "sensitive" else LEVELS[2:]
    if sensitivity in {"", "ordinary"} or {need, risk} & set(levels):
        assert warnings(case, decided) == []
        return
    (refusal,) = judge(case, decided).refusals
    wanted = {"field": "disproportionate", "lack": "blank"}
    assert (refusal.code, refusal.facts()) == ("reason-required", wanted)
    coded = Record(entries={**record.entries, "disproportionate": "because"})
    assert judge(case, replace(decided, record=coded)).refusals == (refusal,)
    bare = Record(entries={**record.entries, "disproportionate": BARE})
    (other,) = judge(case, replace(decided, record=bare)).refusals
    assert other.facts() == {"field": "disproportionate", "lack": "bare"}
    entries = {**record.entries, "disproportionate": SAID}
    reasoned = replace(decided, record=Record(entries=entries))
    assert judge(case, reasoned).warnings == (
        Warned("disproportionate", {"item": str(item.item)}),
    )


def test_what_is_withheld_is_out_of_no_proportion() -> None:
    case, kept = neutral(decision="DO_NOT_SHARE", item="WITHHELD")
    (item,) = kept.items
    items = (replace(item, sensitivity="highly-sensitive", as_at=date(2001, 1, 1)),)
    assert warnings(case, replace(kept, items=items)) == []


def test_of_a_part_only_what_goes_is_measured_and_dated() -> None:
    """The withheld item is old and highly sensitive, and calls for nothing."""
    case, share = neutral(decision="SHARE_PART")
    (going,) = share.items
    staying = replace(
        not_held_beside(going),
        as_at=date(2001, 1, 1),
    )
    assert warnings(case, replace(share, items=(going, staying))) == []
    gone = replace(staying, item=going.item, included=True, sensitivity="ordinary")
    assert warnings(case, replace(share, items=(gone,))) == ["stale"]


def test_without_need_or_risk_there_is_nothing_to_measure_by() -> None:
    case, share = neutral()
    (item,) = share.items
    items = (replace(item, sensitivity="highly-sensitive"),)
    unset = replace(share, items=items, record=recorded(need_level=None))
    assert {named(each) for each in judge(case, unset).refusals} == {
        "ERR_RISK_UNSET(need-level)"
    }


def test_in_an_emergency_the_reason_is_a_gap() -> None:
    case, share = neutral(E="Y", recipient="PROTECTIVE")
    (item,) = share.items
    items = (replace(item, sensitivity="highly-sensitive"),)
    judged = judge(case, replace(share, items=items))
    assert judged.accepted
    assert [
        task.facts for task in judged.tasks if task.code == "complete-emergency-record"
    ] == [{"gap": "rationale"}]


def test_one_sensitivity_goes_beyond_another() -> None:
    ranked = ["ordinary", "sensitive", "highly-sensitive"]
    for place, lower in enumerate(ranked):
        assert [more_sensitive(each, than=lower) for each in ranked] == [
            index > place for index in range(3)
        ]
    assert more_sensitive("sensitive", than="")


@requirement("R-185")
@pytest.mark.parametrize(
    ("as_at", "old"),
    [
        (date(2025, 6, 1), False),
        (date(2025, 5, 31), True),
        (date(2024, 12, 31), True),
        (date(2026, 5, 31), False),
    ],
)
def test_an_old_item_is_warned_of(as_at: date, old: bool) -> None:  # noqa: FBT001 - a table
    """R-185: older than the months of local policy."""
    assert date(2026, 6, 1) == TODAY
    assert stale(as_at, LawOn(LAW, TODAY)) is old
    case, share = neutral()
    (item,) = share.items
    judged = judge(case, replace(share, items=(replace(item, as_at=as_at),)))
    wanted = [Warned("stale", {"item": str(item.item)})] if old else []
    assert list(judged.warnings) == wanted


@requirement("R-264")
def test_who_is_expected_to_have_a_caldicott_guardian_is_warned_without_one() -> None:
    """R-264."""
    school, share = neutral(table="D3")
    trust = replace(school, holder=HOSPITAL)
    without = replace(share, arrangements=Arrangements(roles=frozenset({"practitioner"})))
    assert warnings(school, without) == []
    assert warnings(trust, without) == ["no-caldicott-guardian"]
    there = replace(share, arrangements=Arrangements(roles=frozenset({"caldicott-guardian"})))
    assert warnings(trust, there) == []


@requirement("R-047", "R-335")
def test_a_review_that_is_overdue_is_warned_of_from_the_day_after() -> None:
    """R-047, R-335."""
    case, share = neutral()
    for due, wanted in ((TODAY, []), (date(2026, 5, 31), ["policy-review-due"])):
        assert (
            warnings(case, replace(share, arrangements=Arrangements(review_due=due))) == wanted
        )


@requirement("R-336", "R-431")
def test_guidance_that_was_replaced_is_told_with_what_holds_now() -> None:
    """R-336, R-431: Working Together of 2015 was replaced three times."""
    case, share = neutral()
    cites = replace(
        share, arrangements=Arrangements(guidance=("WT-2026", "WT-2015", "HMG-2018"))
    )
    assert judge(case, cites).warnings == (
        Warned("guidance-superseded", {"successor": "WT-2026"}),
        Warned("guidance-superseded", {"successor": "HMG-2024"}),
    )


def followed(*successors: tuple[str, str]) -> Catalogue:
    """The law with guidance that is over, each with what has taken its place."""
    (like, *_) = LAW.versions(Provision, "WT-2015")
    over = tuple(replace(like, id=id_, successor=after) for id_, after in successors)
    return replace(LAW, rows=(*LAW.rows, *over))


def announced() -> Catalogue:
    """The law with guidance in force of which it is known what will take its place."""
    (now, *_) = LAW.versions(Provision, "WT-2026")
    return replace(LAW, rows=(*LAW.rows, replace(now, id="NOW", successor="WT-2026")))


@pytest.mark.parametrize(
    ("catalogue", "cited", "newest"),
    [
        (followed(("A", "B"), ("B", "WT-2026")), "A", "WT-2026"),
        (followed(("A", "B"), ("B", "")), "A", "B"),
        (followed(("A", "B"), ("B", "A")), "A", "B"),
        (followed(("A", "")), "A", ""),
        (announced(), "NOW", ""),
        (LAW, "nothing-of-the-kind", ""),
        (LAW, "WT-2026", ""),
    ],
)
def test_guidance_is_superseded_by_the_last_that_took_its_place(
    catalogue: Catalogue, cited: str, newest: str
) -> None:
    arrangements = Arrangements(guidance=(cited,))
    found = list(arrangement_cautions(arrangements, COUNCIL, LawOn(catalogue, TODAY)))
    told = [each.facts["successor"] for each in found if each.code == "guidance-superseded"]
    assert told == [newest] * bool(newest)


def test_the_agencys_arrangements_warn_in_an_emergency_too() -> None:
    case, share = neutral(E="Y", recipient="PROTECTIVE")
    overdue = replace(share, arrangements=Arrangements(review_due=date(2026, 1, 1)))
    assert "policy-review-due" in warnings(case, overdue)
