"""On the law page guidance is called guidance, and a code is told in words (R-430)."""

from __future__ import annotations

from hub_domain.law.capacity import OTHER
from hub_domain.law.rows import BodyCategory
from hub_domain.law.shipped import shipped_catalogue
from hub_services.words.codes import CODES
from tests.web.browsing import Come


def test_guidance_is_called_guidance_and_law_is_not(come: Come) -> None:
    reader = come("Bea")
    reader.get("/law?find=WT-2026")
    assert "<strong>Guidance.</strong>" in reader.text
    assert "nothing rests on it alone" in reader.text
    assert "<strong>Guidance.</strong>" not in reader.get("/law?find=CA2004-16H").text


def test_the_code_of_a_refusal_is_told_with_what_to_do(come: Come) -> None:
    reader = come("Bea").get("/law?find=how-amount")
    assert "Share items, not the whole file" in reader.text
    assert "R-155" in reader.text
    assert "no law with these words" not in reader.text


def test_the_code_of_a_warning_is_told_as_one_that_stops_nothing(come: Come) -> None:
    reader = come("Bea").get("/law?find=child-voice-absent")
    assert "own view is not recorded" in reader.text
    assert "stops nothing" in reader.text
    assert "R-012" in reader.text


def test_every_function_that_one_may_exercise_has_a_name() -> None:
    functions = {
        function
        for row in shipped_catalogue().rows
        if isinstance(row, BodyCategory) and {"function", "delegation"} & set(row.needs)
        for function in row.function_scope
    }
    assert {*functions, OTHER} == set(CODES["exercising"])
