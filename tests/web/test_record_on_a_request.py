"""What a colleague shared at once in answer to a request: who completes its record (R-362)."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.services.desk.house import hat
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import link, numbers_of
from tests.web.telling import STATED
from tests.web.test_emergency import AT_RISK, NOW, at_once
from tests.web.test_record_of_a_colleague import COMPLETE
from tests.web.test_what_is_minded import DECIDED, HEARD, SAID, asked, say

LABELS: Fills = {name: said for name, said in STATED.items() if name != "say_1_text"}
ASKED = "The request it answers"


@pytest.fixture
def went(served: Served, come: Come) -> tuple[str, str]:
    """Bea answered the council in an emergency: the request, and her decision."""
    bea = say(asked(served, come, "Bea", "Hollins School"))
    request = bea.page.url.path.removesuffix("/share/decision")
    at_once(bea, **AT_RISK).press(NOW)
    return request, link(bea.get(request), "decisions")


def completed(reader: Reader) -> None:
    """The record is answered and complete."""
    numbers = numbers_of(reader, "say")
    of_each: Fills = {
        name.replace("say_1", f"say_{number}"): said
        for number in numbers
        for name, said in LABELS.items()
    }
    reader.press("Continue", **of_each, **DECIDED, **HEARD).press("Complete the record")
    assert "The record is complete" in reader.text, reader.text


@requirement("R-362")
def test_the_co_ordinator_who_sees_the_request_completes_it(
    served: Served, come: Come, went: tuple[str, str]
) -> None:
    """Finding: the task told her to, and no page let her."""
    request, decision = went
    ella = come("Ella").get(decision)
    assert ASKED in ella.text
    ella.press(COMPLETE)
    assert ella.page.url.path == f"{request}/record/decision"
    assert SAID not in ella.text
    completed(ella)
    made = served.run(
        served.desk.decision(served.hat("Ella"), UUID(decision.rpartition("/")[2]))
    )
    assert [line["asked"] for line in made.decision["items"]].count(None) == 0
    bea = come("Bea").get(f"{request}/record")
    assert "A colleague has decided on this since, and completes the record" in bea.text
    assert decision not in bea.text, "the decision is Ella's now, and no link leads there"


@requirement("R-014", "R-362")
def test_what_nobody_was_asked_stands_as_not_said_until_the_record_says_it(
    come: Come, went: tuple[str, str]
) -> None:
    """Finding: it said that there was no sign of harm, which nobody had been asked."""
    request, decision = went
    bea = come("Bea").get(decision)
    assert "not said yet" in bea.text
    assert "No sign of significant harm" not in bea.text
    bea.get(f"{request}/record").press("Continue", **DECIDED, **HEARD)
    bea.press("Complete the record")
    assert "not said yet" not in bea.get(decision).text
    assert "No sign of significant harm" in bea.text


@requirement("R-223", "R-362")
def test_her_manager_who_does_not_see_it_takes_it_over_and_completes_it(
    come: Come, went: tuple[str, str]
) -> None:
    """Finding: he was led to nothing, and that he had followed the link was noted of him."""
    request, decision = went
    before = come("Faye").get("/audit/refused-attempts").text.count("<tr")
    mair = come("Mair").get(decision)
    assert ASKED not in mair.text
    assert COMPLETE not in mair.text
    assert "Bea Lloyd has the request that it answers, and completes the record" in mair.text
    mair.get(f"/waiting/{request.rpartition('/')[2]}").press("Take over", why="away")
    mair.get(link(mair, "decisions")).press(COMPLETE)
    completed(mair)
    assert come("Faye").get("/audit/refused-attempts").text.count("<tr") == before


@requirement("R-224")
def test_of_a_decision_its_reader_is_told_what_else_they_may_see(
    served: Served, went: tuple[str, str]
) -> None:
    """A Caldicott guardian sees the decision, and neither the request nor what was shared."""
    guardian = served.offices["Hollins School"].hire("Gwen Hale", "caldicott-guardian")
    decision = UUID(went[1].rpartition("/")[2])
    found = served.run(served.desk.decision(hat(guardian), decision))
    assert found.unrecorded
    assert found.sees == frozenset()
    seen = served.run(served.desk.decision(served.hat("Bea"), decision)).sees
    assert seen == {found.request, found.unrecorded[0].disclosure_id}
