"""``law`` at the command line: shown, weighed, compared, looked after, and published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hub_domain.law.editing import amended
from hub_domain.law.figures import FIGURES
from hub_domain.law.shipped import shipped_catalogue
from hub_services.cli import law_care
from hub_services.cli.law_editions import changes
from hub_services.cli.main import app
from hub_services.wiring import law as wiring
from infra.environment import ROOT
from tests.cli.conftest import OPERATOR, Deployment

EXAMPLES = ROOT / "docs" / "examples"
BEGUN = """
[[provision]]
id = "CA2004-16LA"
title = "Duty to share information about a child"
source = "Children Act 2004 s.16LA"
nation = ["E"]
kind = "duty-qualified"
valid_from = 2026-10-12
requester = ["E11-LA"]
addressee = ["E11-LA", "E11-NHSFT"]
answers = ["supplied", "declined"]
decline_grounds = ["more-detrimental"]
"""


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(
        app,
        ["law", *map(str, arguments)],
        input=given,
        catch_exceptions=False,
    )


def written(folder: Path, text: str, name: str = "changes.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


OUTCOMES = {
    "may-share.toml": ("may-share", "P>C>I>L", 0),
    "do-not-share.toml": ("do-not-share", "P>C>I>L", 1),
    "hold-seek-advice.toml": ("hold-seek-advice", "P>C>I>L", 1),
    "emergency.toml": ("share", "EMERGENCY", 0),
    "unanswered.json": ("unanswered", "P>C>I", 1),
}


def test_there_is_an_example_for_each_outcome() -> None:
    cases = {path.name for path in EXAMPLES.iterdir()} - {"local-policy.toml"}
    assert cases == OUTCOMES.keys()
    assert len({outcome for outcome, _, _ in OUTCOMES.values()}) == len(OUTCOMES)


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_example_is_weighed_and_explained(name: str) -> None:
    outcome, path, code = OUTCOMES[name]
    result = run("weigh", EXAMPLES / name, "--json")
    assert result.exit_code == code
    weighed = json.loads(result.stdout)
    assert (weighed["outcome"], weighed["path"]) == (outcome, path)
    assert weighed["in_the_way"] == []
    told = run("weigh", EXAMPLES / name)
    assert told.exit_code == code
    assert f"■ {weighed['said']}" in told.stdout
    for step in weighed["runs"][0]["steps"]:
        for said in (step["asked"], step["answer"], step["authority"], step["because"]):
            assert said in told.stdout
    for _, field in weighed["still_to_record"]:
        assert field in told.stdout


def test_the_explanation_says_what_no_source_was_seen_for_and_what_would_alter_it() -> None:
    told = run("weigh", EXAMPLES / "may-share.toml").stdout
    unseen = "CA1989-47 (Children Act 1989 s.47): kind, purposes, answers, decline_grounds"
    assert unseen in told
    assert "L  Is there another lawful reason to share? If “no”: Do not share" in told
    assert "Seven golden rules, 2024" in told


def test_what_would_stand_in_the_way_is_told_with_its_remedy() -> None:
    case = (EXAMPLES / "may-share.toml").read_text().replace('limb = "a"', "")
    case = case.replace('amount = { answer = "items" }', 'amount = { answer = "whole-file" }')
    result = run("weigh", "-", "--json", given=case)
    codes = {each["code"] for each in json.loads(result.stdout)["in_the_way"]}
    assert codes == {"basis-without-provision", "how-amount"}


CASE = (EXAMPLES / "do-not-share.toml").read_text()
BAD_CASES = {
    "no TOML": (CASE + "x", "not TOML", "Correct it"),
    "an unknown key": ("colour = 1\n" + CASE, "unknown field `colour`", "how it is spelt"),
    "no title": (CASE.replace("title =", "# title ="), "required field `title`", "docs/examp"),
    "another answer's evidence": (
        CASE.replace('lawful = { answer = "no",', 'lawful = { answer = "no", basis = "x",'),
        "items[1].lawful: contains unknown field `basis`",
        "only what belongs to its answer",
    ),
    "no such answer": (
        CASE.replace('identifies = { answer = "yes" }', 'identifies = { answer = "maybe" }'),
        "items[1].identifies.answer",
        "Correct the value",
    ),
    "consent that is given and refused": (
        CASE.replace('status = "refused"', 'status = "given"'),
        "items[1].consent.standings[1].status",
        "Correct the value",
    ),
    "an unknown purpose": (
        CASE.replace("establish-need", "establish-needs"),
        "purpose.code: there is no purpose 'establish-needs'",
        "Near it are: establish-need",
    ),
    "the other nation's body": (
        CASE.replace("EA175-MSGB", "W28-LA"),
        "holder.categories[1]: W28-LA is of nation W, the body of E",
        "own nation",
    ),
    "a body that is no more": (
        CASE.replace("EA175-MSGB", "E11-CCG"),
        "holder.categories[1]: E11-CCG is not in force on 2026-10-08",
        "Its successor is E11-ICB",
    ),
    "no such body": (
        CASE.replace("EA175-MSGB", "EA175-MSG"),
        "holder.categories[1]: there is no body",
        "EA175-MSGB",
    ),
    "nothing to share": (
        "items = []\n" + CASE.partition("[[items]]")[0],
        "items: there are none",
        "at least one",
    ),
}


def refused(text: str, place: str, remedy: str) -> None:
    """A case that is not weighed: it is told where it is wrong, and what to do."""
    result = run("weigh", "-", given=text)
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert place in said
    assert remedy in said


@pytest.mark.parametrize("name", BAD_CASES)
def test_a_case_that_cannot_be_weighed_is_told_by_place_and_remedy(name: str) -> None:
    refused(*BAD_CASES[name])


def test_a_child_is_not_at_once_an_adult() -> None:
    case = "child = false\n" + (EXAMPLES / "may-share.toml").read_text()
    result = run("weigh", "-", given=case)
    assert result.exit_code == 2
    assert "under-18 contradicts child = false" in result.stderr


def test_a_row_is_shown_with_what_depends_on_it() -> None:
    told = run("show", "E11-ICB").stdout
    assert "provision CA2004-11" in told
    assert "body E11-CCG" in told
    shown = json.loads(run("show", "E11-ICB", "--json").stdout)
    assert shown["rows"][0]["id"] == "E11-ICB"
    assert shown["refusal"] is None


def test_a_refusal_is_told_in_plain_words_with_its_duty() -> None:
    told = run("show", "how-amount").stdout
    assert "refusal how-amount" in told
    assert "R-155" in told


def test_what_is_neither_row_nor_refusal_is_told_with_what_is_near() -> None:
    result = run("show", "how-amonut")
    assert result.exit_code == 1
    assert "how-amount" in result.stderr


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("s.47", ["CA1989-47"]),
        ("S11", ["CA2004-11"]),
        ("16H", ["CA2004-16H"]),
        ("CA2004 s.16H", ["CA2004-16H"]),
        ("section 47 of the Children Act 1989", []),
        ("Children Act 1989 section 47", ["CA1989-47"]),
        ("sswba 164", ["SSWBA-164"]),
        ("ca1989-47", ["CA1989-47"]),
        ("s.2", []),
        ("s.1", []),
    ],
)
def test_a_provision_is_found_by_the_section_that_people_cite(
    said: str, meant: list[str]
) -> None:
    """Finding: s.47 was not found by who does not know how the catalogue names it."""
    result = run("show", said, "--json")
    assert result.exit_code == (0 if meant else 1)
    found = json.loads(result.stdout)["rows"] if meant else []
    assert [row["id"] for row in found] == meant
    if meant:
        assert f"(provision {meant[0]})" in run("show", said).stdout


def test_a_duty_that_a_refusal_names_leads_to_all_that_serves_it() -> None:
    told = run("show", "R-013").stdout
    assert "assumed-shared-elsewhere" in told
    assert "guidance-superseded" in run("show", "r-431").stdout
    served = json.loads(run("show", "R-013", "--json").stdout)
    assert "assumed-shared-elsewhere" in served["serving"]
    assert run("show", "R-999").exit_code == 1


def test_each_provision_and_body_is_listed_by_what_people_call_it() -> None:
    assert "Children Act 1989 s.47" in run("list").stdout
    assert "Governing bodies of maintained schools" in run("list", "--bodies").stdout


def test_the_figures_of_local_policy_are_listed() -> None:
    told = run("list", "--local").stdout
    assert "late-record-hours" in told
    assert "24" in told


def test_a_figure_that_no_rule_goes_by_is_said_to_be_one(tmp_path: Path) -> None:
    """Finding: who changed one of eight figures was not told that nothing goes by it."""
    idle = "no rule goes by it yet"
    lines = run("list", "--local").stdout.splitlines()
    told = {line.split()[0] for line in lines if idle in line}
    assert told == {name for name, figure in FIGURES.items() if not figure.read}
    for name in ("rag-red-hours", "late-record-hours"):
        row = f"[[local]]\nid = '{name}'\nvalue = 1\nunit = '{FIGURES[name].unit}'\n"
        path = written(tmp_path, row + "title = 'Ours'\nsource = 'Partnership'\n")
        assert (idle in run("diff", "shipped", path).stdout) == (name == "rag-red-hours")


def test_what_needs_an_eye_is_listed_the_most_pressing_first() -> None:
    told = run("check", "--at", "2026-10-08").stdout
    pressing = ["CA2004-16LA  (2026-09-30)", "WG-2019  (HMG-2024)", "E16E-RA"]
    places = [told.index(each) for each in pressing]
    assert places == sorted(places)
    assert "begins within 90 days" in run("check", "--at", "2026-09-01").stdout


def test_editions_are_compared_law_by_law(tmp_path: Path) -> None:
    assert run("diff", "shipped", "shipped").stdout.strip() == "0 rows differ."
    path = written(tmp_path, BEGUN)
    told = run("diff", "shipped", path).stdout
    assert "added: provision CA2004-16LA, the row from 2026-10-12" in told
    assert "removed: provision CA2004-16LA, the row from 2026-09-30" in told
    begun = written(tmp_path, BEGUN.replace("2026-10-12", "2026-09-30"))
    assert "status: announced → in-force" in run("diff", "shipped", begun).stdout
    assert "CA2004-16LA" in run("list", "--at", "2026-10-12", "--edition", path).stdout
    assert "CA2004-16LA" not in run("list", "--at", "2026-10-12").stdout


BAD_ROWS = {
    "no TOML": ("[[provision", "changes.toml: -"),
    "no such table": ("[[provisions]]\nid = 'X'", "no such table"),
    "no such field": (BEGUN + "colour = 'red'", "provision CA2004-16LA: colour: no such field"),
    "no source": (BEGUN.replace('source = "Children Act 2004 s.16LA"', ""), "source: is miss"),
    "a wrong nation": (BEGUN.replace('["E"]', '["S"]'), "nation: 'S' is none of E, W"),
    "a dangling successor": (BEGUN + "successor = 'X'", "successor: 'X' is not in the cat"),
    "overlapping dates": (BEGUN + BEGUN, "valid_from: overlaps another row"),
    "a date that is none": (BEGUN.replace("2026-10-12", "'soon'"), "valid_from: 'soon'"),
    "no row": ("", "holds no row"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_row_that_cannot_stand_is_told_by_file_row_and_field(
    name: str, tmp_path: Path
) -> None:
    text, place = BAD_ROWS[name]
    result = run("diff", "shipped", written(tmp_path, text))
    assert result.exit_code in {1, 2}
    assert place in " ".join(result.stderr.split())


def test_an_edition_that_is_not_there_is_told_with_those_that_may_be() -> None:
    result = run("diff", "shipped", "nowhere.toml")
    assert result.exit_code == 2
    assert "shipped, newest, a number of the store" in result.stderr


def test_the_law_of_a_later_release_is_told_of_and_published(
    served: Deployment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = {"DESK_KEYSTORE": str(served.folder / "data" / "operator")}
    assert "this release's law" not in served.run("store", "migrate").stdout
    later = amended(shipped_catalogue(), changes(written(tmp_path, BEGUN)), "later")
    for module in (law_care, wiring):
        monkeypatch.setattr(module, "shipped_catalogue", lambda: later)
    told = served.run("store", "migrate").stdout
    assert "1 rows of this release's law" in told
    assert "sharing-hub law publish shipped" in told
    done = served.run("law", "publish", "shipped", "--as", OPERATOR, "--yes", **operator)
    assert done.exit_code == 0, done.output
    assert "added: provision CA2004-16LA" in done.stdout
    assert "this release's law" not in served.run("store", "migrate").stdout


def test_an_operator_publishes_what_was_shown_first(served: Deployment, tmp_path: Path) -> None:
    path = written(tmp_path, BEGUN)
    operator = {"DESK_KEYSTORE": str(served.folder / "data" / "operator")}
    asked = served.run("law", "publish", path, "--as", OPERATOR, **operator)
    assert asked.exit_code == 1  # nobody there to say yes
    assert "added: provision CA2004-16LA" in asked.stdout
    assert served.run("law", "diff", "shipped", "newest").stdout.strip() == "0 rows differ."

    done = served.run("law", "publish", path, "--as", OPERATOR, "--yes", **operator)
    assert done.exit_code == 0, done.output
    assert "Edition 2 is published" in done.stdout
    assert "added: provision CA2004-16LA" in served.run("law", "diff", "1", "2").stdout
    listed = served.run("law", "list", "--edition", "newest", "--at", "2026-10-12")
    assert "CA2004-16LA" in listed.stdout
    again = served.run("law", "publish", path, "--as", OPERATOR, "--yes", **operator)
    assert again.exit_code == 1
    assert "Nothing differs from edition 2" in again.stdout
    missing = served.run("law", "diff", "1", "7")
    assert missing.exit_code == 1
    assert "no edition 7" in missing.stderr
