"""What the trace takes away is gone, nothing else is, and who does not notice is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hub_domain.law import shipped
from hub_domain.law.rows import BodyCategory, Provision
from infra.noticing import Job, Seen, attempt
from infra.removing import MADE_BY, Removal, Source, take_row, without
from infra.tracing import (
    SAMPLE,
    Requirement,
    Tried,
    carried,
    main,
    requirements,
    sample,
    workers,
)

MADE_UP = """
LATE = "late"

class Late(Exception):
    def __init__(self, hours=0, part=""): ...

class Early(Exception): ...

def raised(late):
    if late:
        raise Late
    raise Early

def called():
    try:
        raise Late(hours=1) from None
    except Late as found:
        return found
    return "went on"

def yielded(late):
    if late:
        yield Late()

def returned():
    return Late()

def added():
    found = [Early()]
    found.append(Late())
    return found

def listed():
    return [Early(), Late()], (Late(),)

def generated():
    return list(Late() for _ in range(3)), [Late() for _ in range(3)]

BLANK = {"late": lambda: Late(), "early": lambda: Early()}

def limbs():
    yield Late(part="a")
    yield Late(part="b")

def warned():
    yield Warned("late")
    yield Warned("early")
    yield TaskDue(LATE)
    yield NewTask(kind=LATE, cause=1)

ROWS = {"N": Result("D1", "do-not-share", "P"), "Y": Result("D2", "may-share", "P>C")}
"""

REFUSAL = Removal("refusal", "late", made_by=("Late",))


def run(removal: Removal | None) -> dict[str, Any]:
    """The made-up module as it is, or without something."""
    names: dict[str, Any] = {}
    for maker in (*MADE_BY["warning"], *MADE_BY["task"], *MADE_BY["outcome"]):
        names[maker] = lambda *of, maker=maker, **kw: (maker, *of, *kw.values())
    tree: Any = MADE_UP
    if removal is not None:
        tree, lines = without(MADE_UP, removal, {"LATE": "late"})
        assert lines
    exec(compile(tree, "made_up", "exec"), names)  # noqa: S102 - the point of the test
    return names


def kinds(found: Any) -> list[str]:
    return [type(each).__name__ for each in found]


def test_a_refusal_is_taken_out_wherever_it_is_made() -> None:
    module = run(REFUSAL)
    with pytest.raises(module["Early"]):
        module["raised"](True)  # noqa: FBT003 - late
    assert module["called"]() == "went on"
    assert list(module["yielded"](True)) == []  # noqa: FBT003 - late
    assert module["returned"]() is None
    assert kinds(module["added"]()) == ["Early"]
    listed, alone = module["listed"]()
    assert (kinds(listed), alone) == (["Early"], ())
    assert module["generated"]() == ([], [])
    assert module["BLANK"]["late"]() is None
    assert kinds([module["BLANK"]["early"]()]) == ["Early"]


def test_as_it_is_the_refusal_is_there() -> None:
    module = run(None)
    with pytest.raises(module["Late"]):
        module["raised"](True)  # noqa: FBT003 - late
    assert kinds(module["yielded"](True)) == ["Late"]  # noqa: FBT003 - late
    assert kinds(module["added"]()) == ["Early", "Late"]


def test_one_fact_of_a_refusal_is_taken_out_alone() -> None:
    module = run(Removal("refusal", "late", "part=a", ("Late",)))
    assert len(list(module["limbs"]())) == 1
    assert kinds(module["added"]()) == ["Early", "Late"]


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("warning", [("Warned", "early"), ("TaskDue", "late"), ("NewTask", "late", 1)]),
        ("task", [("Warned", "late"), ("Warned", "early")]),
    ],
)
def test_a_warning_and_a_task_are_told_by_their_code(
    kind: str, left: list[tuple[object, ...]]
) -> None:
    assert list(run(Removal(kind, "late", made_by=MADE_BY[kind]))["warned"]()) == left


def test_an_outcome_leads_nowhere() -> None:
    rows = run(Removal("outcome", "D1", made_by=MADE_BY["outcome"]))["ROWS"]
    assert rows["N"] == ("Result", "", "unanswered", "P")
    assert rows["Y"] == ("Result", "D2", "may-share", "P>C")


def test_a_row_of_the_law_is_taken_out_or_says_nothing_of_one_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shipped, "shipped_catalogue", shipped.shipped_catalogue)
    take_row(Removal("body", "E11-CCG"))
    take_row(Removal("provision", "CA2004-16H", "escalation"))
    less = shipped.shipped_catalogue()
    assert less.versions(BodyCategory, "E11-CCG") == ()
    assert less.versions(BodyCategory, "E11-ICB")
    (provision,) = less.versions(Provision, "CA2004-16H")
    assert (provision.escalation, provision.part) == ("", "escalates")
    gone, unsaid = Removal("body", "E11-CCG"), Removal("body", "E11-LA", "successor")
    for nothing in (gone, unsaid):
        with pytest.raises(LookupError):
            take_row(nothing)


TESTED = """
import made_up
import pytest
from tests.support.requirements import requirement

@requirement("R-900", "R-901")
def test_late_is_raised():
    with pytest.raises(made_up.Late):
        made_up.raised(True)

@requirement("R-902")
def test_that_looks_away():
    assert list(made_up.yielded(False)) == []

def test_untagged():
    assert kinds(made_up.returned())
"""


def test_a_removal_is_noticed_for_the_ids_whose_tests_fail_and_for_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made_up.py").write_text(MADE_UP.replace("Warned", "print").split("ROWS")[0])
    tests = tmp_path / "test_made_up.py"
    tests.write_text(TESTED)
    monkeypatch.syspath_prepend(str(tmp_path))
    places = Source(tmp_path).places(REFUSAL)
    assert list(places) == ["made_up"]
    ids = frozenset({"R-900", "R-901", "R-902"})
    with workers() as pool:
        now = pool.apply(attempt, (Job(ids=ids, files=(str(tests),)),))
        job = Job(removal=REFUSAL, ids=ids, files=(str(tests),), modules=frozenset(places))
        seen = pool.apply(attempt, (job,))
    assert (now.failed, now.trouble) == ({}, "")
    assert set(now.holders) == ids
    assert set(seen.failed) == {"R-900", "R-901"}
    tried = Tried(REFUSAL, "made_up 11", ids, seen)
    assert tried.unnoticed == ["R-902"]
    assert "R-900 noticed by test_made_up.py::test_late_is_raised" in str(tried)
    assert "NOBODY NOTICED for R-902" in str(tried)


def test_what_was_imported_before_cannot_be_taken_out_of() -> None:
    job = Job(
        removal=REFUSAL,
        ids=frozenset({"R-900"}),
        files=("tests/infra/test_tracing.py",),
        modules=frozenset({"hub_domain.law.rows"}),
    )
    with workers() as pool, pytest.raises(ImportError, match="before"):
        pool.apply(attempt_late, (job,))


def attempt_late(job: Job) -> Seen:
    """As a process would that has imported the domain already."""
    import hub_domain.law.rows  # noqa: F401, PLC0415 - that it is there is the point

    return attempt(job)


def test_what_no_test_holds_is_noticed_by_nobody() -> None:
    assert attempt(Job(removal=REFUSAL, ids=frozenset({"R-900"}))) == Seen()
    tried = Tried(REFUSAL, "", frozenset({"R-900"}), Seen())
    assert str(tried) == "refusal late (NOTHING MAKES IT): NOBODY NOTICED for R-900"


def test_an_id_that_there_is_not_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["R-112", "R-999"])
    assert left.value.code == 2
    assert "knows nothing of R-999" in capsys.readouterr().err


def test_a_line_says_its_rule_and_what_is_elsewhere() -> None:
    line = Requirement(id="R-900", section="Z", rule="It is so", elsewhere="The desk")
    assert str(line) == "R-900: It is so. Elsewhere: The desk."


def test_the_sample_is_the_same_each_time() -> None:
    removals = list(carried(requirements()))
    chosen = sample(removals)
    assert chosen == sample(reversed(removals))
    assert len(chosen) == SAMPLE
    assert set(chosen) - set(sample([*removals, REFUSAL])) <= {chosen[-1]}


def test_a_carrier_that_there_is_not_is_a_mistake_in_the_table() -> None:
    (line,) = [line for line in requirements().values() if line.id == "R-023"]
    for wrong in ("body E11-NONE", "bodie E11-CCG", "body E11-CCG body"):
        with pytest.raises(LookupError):
            carried({line.id: type(line)(**{**vars(line), "by": (wrong,)})})
