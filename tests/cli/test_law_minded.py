"""``law`` at the command line: warnings, local policy, and cases that contradict themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import OPERATOR, Deployment
from tests.cli.test_law import BEGUN, CASE, EXAMPLES, refused, run

POLICY = EXAMPLES / "local-policy.toml"


def figures(told: str) -> dict[str, list[str]]:
    """The table of figures, by their names."""
    return {words[0]: words[1:] for line in told.splitlines() if (words := line.split())}


def test_a_warning_is_told_in_plain_words_with_its_duty() -> None:
    told = run("show", "child-voice-absent").stdout
    assert "own view is not recorded" in told
    assert "It serves: R-012" in told
    shown = json.loads(run("show", "stale", "--json").stdout)
    assert shown["warning"]["duty"] == "R-185"
    assert shown["refusal"] is None
    assert "stale" in run("show", "stael").stderr


def test_a_figure_is_listed_with_what_holds_and_what_it_stands_instead_of() -> None:
    shipped = figures(run("list", "--local").stdout)
    assert shipped["stale-months"][:3] == ["12", "the", "default"]
    told = run("list", "--local", "--edition", POLICY).stdout
    assert figures(told)["stale-months"][:4] == ["6", "instead", "of", "12"]
    assert figures(told)["reason-words"][:3] == ["3", "the", "default"]
    assert "2 of them not the default" in told
    listed = json.loads(run("list", "--local", "--edition", POLICY, "--json").stdout)
    (stale,) = (each for each in listed if each["id"] == "stale-months")
    assert (stale["value"], stale["default"]) == (6, 12)


def test_local_policy_is_told_apart_from_what_a_release_would_change(tmp_path: Path) -> None:
    """Publishing the release's law leaves it as it is, and the comparison says so."""
    path = tmp_path / "ours.toml"
    path.write_text(POLICY.read_text() + BEGUN)
    told = run("diff", path, "shipped").stdout
    assert "changed: local stale-months (local policy, stays)" in told
    assert "CA2004-16LA, the row from 2026-09-30\n" in told
    assert "2 of them are local policy, which law publish shipped leaves" in told
    assert "stays" not in run("diff", "shipped", path).stdout


def test_two_lists_at_once_are_usage() -> None:
    both = run("list", "--bodies", "--local")
    assert both.exit_code == 2
    assert "two lists" in both.stderr


def test_a_figure_that_is_none_is_told_with_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY.read_text().replace('"stale-months"', '"stale-month"'))
    result = run("diff", "shipped", path)
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert f"{path}: local stale-month: id: there is no such figure" in said
    assert "near it are stale-months" in said
    assert "Correct that field" in said


def test_the_operator_changes_local_policy_by_an_edition(served: Deployment) -> None:
    operator = {"DESK_KEYSTORE": str(served.folder / "data" / "operator")}
    listing = ("law", "list", "--local", "--edition", "newest")
    before = figures(served.run(*listing).stdout)
    done = served.run("law", "publish", POLICY, "--as", OPERATOR, "--yes", **operator)
    assert done.exit_code == 0, done.output
    assert "value: 12 → 6" in done.stdout
    after = figures(served.run(*listing).stdout)
    assert (before["stale-months"][0], after["stale-months"][0]) == ("12", "6")
    first = figures(served.run("law", "list", "--local", "--edition", "1").stdout)
    assert first["stale-months"] == before["stale-months"]


BAD_CASES = {
    "harm to a child where there is none": (
        'harm = "likely"\n' + CASE,
        "harm: likely is harm to a child, and contradicts child = false",
        "adult-serious",
    ),
    "a child in need where there is none": (
        "child-in-need = true\n" + CASE,
        "child-in-need: contradicts child = false",
        "Leave one of the two out",
    ),
    "a post that there is not": (
        CASE.replace("[purpose]", 'post = "cscc"\n\n[purpose]'),
        "receiver.post: there is no post 'cscc' that protects",
        "Near it are: csc",
    ),
}


@pytest.mark.parametrize("name", BAD_CASES)
def test_a_case_that_contradicts_itself_is_told_by_place_and_remedy(name: str) -> None:
    refused(*BAD_CASES[name])


def test_a_case_is_weighed_with_what_is_to_be_minded() -> None:
    case = 'conflict-of-duty = ["the mother", "the child"]\n' + (
        EXAMPLES / "may-share.toml"
    ).read_text().replace('"E11-LA", "E16E-LA"', '"EW-VCS"').replace('post = "csc"', "")
    told = run("weigh", "-", given=case).stdout
    assert "Duties owed to several of the family conflict" in told
    assert "neither social care nor the police has been told" in told
    known = run("weigh", "-", given="social-care-notified = true\n" + case).stdout
    assert "neither social care nor the police" not in known
