"""Every change that no test notices is shown; one that nobody has explained fails the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra import environment
from infra.mutants import LAW, REASONS, Mutant, Tried, drawn, mutants_of, read

CODE = """
def follow(answers):
    return 1

def x_follow__mutmut_orig(answers):
    \"\"\"Where the answers lead.\"\"\"
    if answers:
        return 1
    return 2

def x_follow__mutmut_1(answers):
    \"\"\"Where the answers lead.\"\"\"
    if answers:
        return 2
    return 2

class Body:
    def xǁBodyǁamong__mutmut_orig(self, least=1):
        return self

    def xǁBodyǁamong__mutmut_12(self, least=2):
        return self
"""


def mutant(number: int) -> Mutant:
    name = f"hub_domain.law.table.x_follow__mutmut_{number}"
    return Mutant(name, "hub_domain.law.table.follow", f"- return 1\n+ return {number}")


HUNDRED = [mutant(number) for number in range(100)]
SURVIVOR = HUNDRED[7]


def tried(*survived: Mutant, reasons: dict[tuple[str, str], str] | None = None) -> Tried:
    outcomes = {each: "survived" if each in survived else "killed" for each in HUNDRED}
    return Tried(outcomes, HUNDRED, reasons or {})


def test_a_mutant_is_known_by_its_function_and_the_lines_it_changes() -> None:
    assert list(mutants_of("hub_domain.law.table", CODE)) == [
        Mutant(
            "hub_domain.law.table.x_follow__mutmut_1",
            "hub_domain.law.table.follow",
            "- return 1\n+ return 2",
        ),
        Mutant(
            "hub_domain.law.table.xǁBodyǁamong__mutmut_12",
            "hub_domain.law.table.Body.among",
            "- def _(self, least=1):\n+ def _(self, least=2):",
        ),
    ]


def test_a_mutant_that_nobody_has_explained_fails_the_run() -> None:
    account = tried(SURVIVOR)
    assert not account.good()
    first, *_, last = account.lines()
    assert first == (
        f"{SURVIVOR.name}: survived\n{SURVIVOR.change}\n= UNEXPLAINED in mutants.toml"
    )
    assert last.startswith("99 of 100 mutants were noticed")
    assert last.endswith("Of the other 1, 1 are unexplained.")


@pytest.mark.parametrize("reason", ["", None])
def test_a_blank_reason_is_none(reason: str | None) -> None:
    blank = {} if reason is None else {SURVIVOR.key: reason}
    assert not tried(SURVIVOR, reasons=blank).good()


@pytest.mark.parametrize("outcome", ["no tests", "suspicious", "segfault", "not checked"])
def test_what_no_test_reaches_or_is_not_told_is_not_noticed(outcome: str) -> None:
    assert not Tried({**tried().outcomes, SURVIVOR: outcome}, HUNDRED, {}).good()


def test_a_mutant_that_never_ends_is_noticed() -> None:
    assert Tried({**tried().outcomes, SURVIVOR: "timeout"}, HUNDRED, {}).good()


def test_an_explained_mutant_is_shown_with_its_reason() -> None:
    account = tried(SURVIVOR, reasons={SURVIVOR.key: "Nothing reads it."})
    assert account.good()
    assert f"{SURVIVOR.change}\n= Nothing reads it." in next(account.lines())


@pytest.mark.parametrize(("left", "good"), [(0, True), (5, True), (6, False)])
def test_reasons_do_not_make_up_for_tests(left: int, *, good: bool) -> None:
    survived = HUNDRED[:left]
    reasons = {each.key: "Nothing reads it." for each in survived}
    assert tried(*survived, reasons=reasons).good() == good


def test_to_try_nothing_is_no_success() -> None:
    assert not Tried({}, HUNDRED, {}).good()


def test_a_reason_that_is_over_is_said() -> None:
    gone = ("hub_domain.law.table.follow", "- return 5\n+ return 6")
    reasons = {gone: "It was so.", SURVIVOR.key: "Nothing reads it."}
    account = tried(reasons=reasons)
    assert account.good()
    told = list(account.lines())
    assert f"{gone[0]}: there is no such mutant any more\n{gone[1]}" in told
    assert f"{SURVIVOR.function}: a test notices this by now\n{SURVIVOR.change}" in told
    assert len(told) == 3


def test_a_sample_is_the_same_each_time_and_hardly_moves_with_the_code() -> None:
    sample = drawn(HUNDRED, 30)
    assert len(sample) == 30
    assert drawn(reversed(HUNDRED), 30) == sample
    more = drawn([*HUNDRED, mutant(100), mutant(101)], 30)
    assert len(set(sample) - set(more)) <= 2
    assert drawn(HUNDRED, 1000) != HUNDRED
    assert set(drawn(HUNDRED, 1000)) == set(HUNDRED)


def test_the_reasons_on_record_are_read_for_the_package_that_is_tried(tmp_path: Path) -> None:
    file = tmp_path / "mutants.toml"
    file.write_text(
        """
        [[unnoticed]]
        function = "hub_domain.law.table.follow"
        change = '''
- return 1
+ return 2
'''
        reason = "Nothing reads it."
        """
    )
    key = ("hub_domain.law.table.follow", "- return 1\n+ return 2")
    assert read(file, LAW) == {key: "Nothing reads it."}
    assert read(file, "hub_domain.sharing.") == {}


def test_every_reason_of_ours_is_a_sentence_about_the_law() -> None:
    assert REASONS.parent == environment.ROOT / "infra"
    for (function, change), reason in read(REASONS, "").items():
        assert function.startswith(LAW)
        assert change.startswith("- ")
        assert reason.endswith(".")
