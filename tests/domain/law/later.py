"""The steps beside deciding and answering: from the oracle's words to the rules for them."""

from __future__ import annotations

from typing import cast

from hub_domain.law import afterwards, reports
from hub_domain.law.catalogue import Body, LawOn
from hub_domain.law.gaps import Step, judge_gaps
from hub_domain.law.judgement import Judgement
from hub_domain.law.requests import RequestFacts
from tests.domain.law.cases import LAW, SCHOOL, TEXTS, TODAY, WELSH_BOARD, gaps_of
from tests.domain.law.oracle import Filled


def request_of(filled: Filled) -> RequestFacts:
    return RequestFacts(provision=filled["provision"], purpose="child-protection")


def reporter_of(filled: Filled) -> Body:
    return SCHOOL if filled.get("reporter") == "other" else WELSH_BOARD


def limbs_of(filled: Filled) -> reports.Limbs:
    return reports.Limbs(harm=True, needs=filled.get("limbs") != "missing")


def report_of(filled: Filled) -> reports.Report:
    telephoned = filled.get("channel") == "telephone"
    return reports.Report(
        reporter=reporter_of(filled),
        limbs=limbs_of(filled),
        channel="telephone" if telephoned else "written",
        crime_suspected=filled["crime"] == "Y",
        police_notified=filled["police"] == "notified",
        gaps=gaps_of(filled),
    )


def later(filled: Filled) -> Judgement:
    """Judge what follows later, and what a gap stops."""
    match filled["step"]:
        case "SEND":
            return afterwards.judge_sending(
                excluded=filled["recipient"] == "EXCLUDED",
                rests_on_withdrawn_consent=filled["consent"] == "WITHDRAWN",
                gaps=gaps_of(filled),
            )
        case "WITHDRAW":
            return afterwards.judge_withdrawal(
                row=filled["table"], sent=filled["sent"] == "yes"
            )
        case "DUE":
            return afterwards.judge_silence(answered=filled["answered"] != "no")
        case "ADD":
            return afterwards.judge_name_added(answer=filled["answer"])
        case "CLOSE":
            return closing(filled)
        case step:
            return judge_gaps(cast("Step", step.lower()), gaps_of(filled))


def closing(filled: Filled) -> Judgement:
    text = TEXTS[filled["text"]]
    match filled["closes"]:
        case "share-with-police":
            return afterwards.judge_police_task_closed(
                police_notified=filled["police"] == "notified",
                signed_off_by=filled.get("sign-off", ""),
                reasons=text,
            )
        case "report-s130":
            return reports.judge_report_task_closed(
                reported=filled["report"] == "made",
                reasons=text,
                advisers=["co-ordinator" if filled["competent"] == "yes" else "practitioner"],
                law=LawOn(LAW, TODAY),
            )
        case "statutory-report":
            return reports.judge_report_closed(enquiries_considered=False)
        case "file-note":
            return afterwards.judge_note_filed(role=filled["role"])
        case _:
            return afterwards.judge_request_closed(
                withheld=filled["decision"] in {"DO_NOT_SHARE", "SHARE_PART"},
                requested=filled["trigger"] == "requested",
                discussed=filled.get("discussed") == "yes",
            )
