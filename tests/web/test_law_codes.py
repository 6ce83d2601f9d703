"""On the law page guidance is called guidance, and a code is told in words (R-430)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from uuid import UUID

import pytest

from hub_domain.law.capacity import OTHER, Held
from hub_domain.law.editing import amended
from hub_domain.law.rows import BodyCategory, Identifier, Row, System, Topic
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.law.texts import of_a_decision
from hub_services.desk.directory import AgencyEntry
from hub_services.desk.web.law_choices import Law
from hub_services.hub.codes import ANSWERS
from hub_services.words.codes import CODES
from tests.domain.law.cases import TODAY
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


def test_the_desk_reads_a_provision_as_the_hub_judges_by_it() -> None:
    """Also when a row of years to come is known already."""
    shipped = shipped_catalogue()
    now = replace(shipped.provision_row("CA1989-47", TODAY), valid_to=date(2029, 12, 31))
    to_come = replace(now, valid_from=date(2030, 1, 1), valid_to=None, answers=("supplied",))
    rows = tuple(row for row in shipped.rows if row.id != "CA1989-47")
    law = Law(replace(shipped, rows=(*rows, now, to_come)), TODAY)
    assert law.provision("CA1989-47") == now
    assert law.provision("CA2004-99Z") is None


@pytest.mark.parametrize(
    ("kind", "words"), [(Topic, "topic"), (System, "system"), (Identifier, "identifier")]
)
def test_what_is_asked_for_or_searched_has_a_name_and_is_titled_by_it(
    kind: type[Row], words: str
) -> None:
    shipped = {row.id: row.title for row in shipped_catalogue().every(kind)}
    assert shipped == dict(CODES[words])


def test_what_may_be_asked_for_is_what_the_law_of_the_day_lists() -> None:
    shipped = shipped_catalogue()
    topic = next(shipped.every(Topic))
    over = replace(topic, valid_to=TODAY - timedelta(days=1))
    new = replace(topic, id="swimming", title="Swimming", valid_from=TODAY)
    topics = Law(amended(shipped, [over, new], "changes.toml"), TODAY).topics()
    assert topic.id not in topics
    assert topics["swimming"] == "Swimming"
    assert topics.keys() == (set(CODES["topic"]) - {topic.id}) | {"swimming"}


def test_of_every_answer_to_a_decision_it_can_be_said_who_gave_it() -> None:
    """The names under which the form asks are those that the hub knows, and no more."""
    templates = files("hub_services.desk.web").joinpath("templates")
    page = templates.joinpath("share-decision.html").read_text()
    parts = re.findall(r'{% include "([^"]+)" %}', page)
    form = "".join([page, *(templates.joinpath(part).read_text() for part in parts)])
    dates = set(re.findall(r'f\.day\("d-([a-z-]+)"', form))
    asked = {
        name
        for name in re.findall(r'"d-([a-z-]*[a-z])"', form)
        if name not in dates and not name.endswith("-time")
    }
    assert len(asked) > 30
    shipped = shipped_catalogue()
    assert {name for name in asked if not of_a_decision(name, shipped)} == ANSWERS


def test_the_desk_offers_nobody_to_ask_whose_delegation_is_over() -> None:
    """Or else what it offered would be refused by the hub (R-046)."""
    last = date(2026, 12, 1)
    provision = shipped_catalogue().provision_row("CA2004-16LA", last)
    held = Held(
        functions=("delegated-childrens-social-care",),
        principal=UUID(int=2),
        valid_from=date(2026, 11, 1),
        valid_to=last,
    )
    provider = AgencyEntry(
        agency_id=UUID(int=1),
        name="Provider",
        nation="E",
        kind="partner",
        categories=("E-DELEG",),
        under={"E-DELEG": held.plain()},
        registered_at=datetime(2026, 1, 1, tzinfo=UTC),
        version=1,
    )
    law = Law(shipped_catalogue(), last)
    assert law.may_be_asked(provision, provider)
    assert not replace(law, day=last + timedelta(days=1)).may_be_asked(provision, provider)
