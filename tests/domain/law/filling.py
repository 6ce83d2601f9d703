"""A row of the oracle filled to one whole case, in the oracle's own words."""

from __future__ import annotations

from tests.domain.law.oracle import BLANK, Filled


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GROUNDS = _words(
    """
    CONFIDENTIALITY DUTY_TO_ANOTHER NO_NEED_TO_KNOW NOT_RELEVANT NOT_NECESSARY
    THIRD_PARTY_IMPACT MORE_DETRIMENTAL NO_CONSENT NO_PURPOSE NO_LAWFUL_REASON
    ALREADY_SHARED LAW_PROHIBITS INCOMPATIBLE_PURPOSE DATA_PROTECTION HUMAN_RIGHTS
    COLLECTED_FOR_ANOTHER_BODY SYSTEM_CANNOT NOT_A_PARTNER WRONG_PURPOSE NOT_SPECIFIC
    NOT_PROPORTIONATE INCOMPATIBLE_WITH_DUTIES ADVERSE_EFFECT_ON_FUNCTIONS
    CONDITIONS_NOT_MET APPLICATION_TO_COURT NOT_HELD UNDER_ADVICE BLANK
    """
)
REASONS = _words(
    """
    CANNOT_BE_GIVEN PRACTITIONER_UNABLE NOT_REASONABLE_TO_OBTAIN
    COULD_PLACE_CHILD_AT_RISK EMERGENCY_DELAY STATUTORY_DUTY COURT_ORDER
    CONSENT_NOT_THE_BASIS EXCEPTION BLANK
    """
)
DOMAINS = {
    "ground": GROUNDS,
    "why": REASONS,
    "condition": ("SCH1-18", "blank", "sch8"),
    "basis": ("PUBLIC_TASK", "LEGAL_OBLIGATION", "CONSENT", "NECESSARY_FOR_TASK"),
    **{
        f"H{number}": values
        for number, values in enumerate(
            (
                ("ITEMS", "WHOLE_FILE", BLANK, "U"),
                ("TYPED", "UNTYPED", BLANK, "U"),
                ("PRACTITIONER", "DUTY_POST", "UNNAMED", "NO_NEED", BLANK, "U"),
                ("SECURE", "WEAKER_REASONED", "WEAKER_BARE", BLANK, "U"),
                ("GIVEN", "PLANNED", "WITHHELD_RISK", "WITHHELD_NOT_POSSIBLE", BLANK, "U"),
            ),
            1,
        )
    },
}
"""What a column can hold, where a row asks for anything else."""

MODES = {
    "CA2004-16H": "DUTY",
    "SSWBA-130": "DUTY",
    "CA14-45": "DUTY",
    "COURT-ORDER": "DUTY",
    "SSWBA-164": "DUTY_QUALIFIED",
    "CA2004-16LA": "DUTY_QUALIFIED",
    "SSWBA-137": "POWER",
    "CDA1998-115": "POWER",
    "CL-POLICE": "POWER",
}
UNSURE_ROWS = {"D6", "D7", "D8", "D9"}
LETTERS = {
    "D1": "N---",
    "D2": "YY--",
    "D3": "YNN-",
    "D4": "YNYY",
    "D5": "YNYN",
    "D6": "U---",
    "D7": "YNYU",
    "D8": "YU--",
    "D9": "YNU-",
}


def fill(given: Filled) -> Filled:
    """Fill what a row leaves open with the neutral case."""
    case = {"step": "DECIDE", "E": "N", "recipient": "OTHER", "crime": "N", "harm": "NONE"}
    case |= {"profile": "PUBLIC_TASK_FIRST", "provision": "NONE", "police": "notified"}
    case |= {"text": "given", "rationale": "given", "question": "given", "items": "listed"}
    case |= {"risk": "clear", "regime": "general", "late": "no", "facts": "given"}
    case |= {"purpose": "stated", "proof": "yes", "bar": "named", "cin": "no"}
    case |= {"why-text": "given", "exception-facts": "given", "override": "given"}
    case |= {"condition": "blank", "confirmed": "yes", "competent": "no", "limb": "none"}
    case |= {"why": "NOT_REASONABLE_TO_OBTAIN", "exception": "E1", "sensitive": "no"}
    case |= {"search": "stated", "authority": "competent", "aim": "law-enforcement"}
    case |= {"rest": "not-held-or-challenged"}
    if given.get("step") == "REPORT":
        case |= {"provision": "SSWBA-130", "reporter": "relevant-partner"}
        case |= {"limbs": "both", "channel": "written"}
    case |= given
    case["mode"] = MODES.get(case["provision"], "")
    case.setdefault("table", "D4")
    row = case["table"]
    decision = "SHARE"
    if row in {"D1", "D5"}:
        decision = "DO_NOT_SHARE"
    elif row in UNSURE_ROWS:
        decision = "HOLD"
    case.setdefault("decision", decision)
    going = {"SHARE": "INCLUDED", "DO_NOT_SHARE": "WITHHELD", "HOLD": ""}
    case.setdefault("item", going.get(case["decision"], _part_item(row)))
    case.setdefault("ground", _neutral_ground(case))
    case.setdefault("consent", {"D2": "GIVEN"}.get(row, "NOT_SOUGHT"))
    case.setdefault("basis", _neutral_basis(case))
    for question, good in zip(
        ("H1", "H2", "H3", "H4", "H5"),
        ("ITEMS", "TYPED", "PRACTITIONER", "SECURE", "GIVEN"),
        strict=True,
    ):
        case.setdefault(question, good)
    if row == "D3" and "H5" not in given:
        case["H5"] = "NOT_IDENTIFIABLE"
    emergency = case["E"] == "Y" and case["recipient"] == "PROTECTIVE"
    sharing = case["decision"] in {"SHARE", "SHARE_PART"}
    case["route"] = "EMERGENCY" if emergency and sharing else "ORDINARY"
    return case


def _part_item(row: str) -> str:
    return "INCLUDED" if row in {"D2", "D3", "D4"} else "WITHHELD"


def _neutral_ground(case: Filled) -> str:
    if case["item"] != "WITHHELD":
        return ""
    if case["table"] in UNSURE_ROWS:
        return "UNDER_ADVICE"
    return {"D1": "NO_PURPOSE", "D5": "NO_LAWFUL_REASON"}.get(case["table"], "NO_NEED_TO_KNOW")


def _neutral_basis(case: Filled) -> str:
    return "NECESSARY_FOR_TASK" if case["regime"] == "law-enforcement" else "PUBLIC_TASK"
