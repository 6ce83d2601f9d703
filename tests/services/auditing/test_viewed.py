"""The views, which an auditor's pages are read from, are held against the history."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from hub_infra.store.errors import NoTemporaryTables
from hub_services.auditing.viewed import Differing
from hub_services.hub.views import TABLES
from hub_services.wiring.bench_checks import views_as_they_stand
from hub_services.wiring.viewed import viewed
from tests.services.story import NAMES, Story
from tests.support.casework import ask
from tests.support.forging import Forger


def test_the_views_are_what_the_history_makes_of_them(story: Story, database_url: str) -> None:
    told: list[tuple[int, int]] = []
    found = viewed(database_url, lambda at, end: told.append((at, end)))
    assert (found.differing, found.left_out) == ((), 0)
    assert found.views == len(TABLES)
    assert told[-1] == (found.position, found.position)
    assert found.offices.name(story.school.id) == "Hollins School"


def test_which_view_differs_for_which_agency_in_how_many_rows_is_told(
    story: Story, database_url: str
) -> None:
    """Finding: an agency's rows about a person were deleted, and the page had no sign of it."""
    forger, school, board = Forger(database_url), story.school.id, story.icb.id
    of_school = "from knowledge where agency_id = %s and person_id = %s"
    ((gone,),) = forger.sql(f"select count(*) {of_school}", school, story.pupils[0])
    forger.sql(f"delete {of_school}", school, story.pupils[0])
    forger.sql("update knowledge set role = 'auditor' where agency_id = %s", board)
    ((other,),) = forger.sql("select count(*) from knowledge where agency_id = %s", board)
    ((attempts,),) = forger.sql("select count(*) from attempts")
    forger.sql("update attempts set agency_id = %s", board)
    before = views_as_they_stand(database_url)
    assert gone
    found = viewed(database_url).differing
    assert (
        Differing(view="knowledge", agency=school, missing=gone, extra=0, otherwise=0) in found
    )
    assert (
        Differing(view="knowledge", agency=board, missing=0, extra=0, otherwise=other) in found
    )
    moved = [each for each in found if each.view == "attempts"]
    assert sum(each.missing for each in moved) == sum(each.extra for each in moved) > 0
    assert sum(each.extra + each.otherwise for each in moved) <= attempts
    assert {each.view for each in found} == {"knowledge", "attempts"}
    assert views_as_they_stand(database_url) == before, "it changes nothing"


def test_they_are_compared_as_of_one_moment_while_the_hub_goes_on(
    story: Story, database_url: str
) -> None:
    asked = []

    def ask_more(at: int, end: int) -> None:
        """Between what is read of the log and what is read of the views."""
        assert at == end
        pupil = uuid4()
        asking = threading.Thread(
            target=lambda: asked.append(
                ask(story.gwen, story.school.body, {pupil: NAMES[0]}, {"attendance": [pupil]})
            )
        )
        asking.start()
        asking.join()

    before = viewed(database_url, ask_more)
    assert asked[0].answered.ok()
    assert before.differing == ()
    after = viewed(database_url)
    assert after.differing == ()
    assert after.position > before.position


def test_an_event_that_no_hub_can_have_written_is_counted_and_shown_nowhere(
    story: Story, database_url: str
) -> None:
    forger = Forger(database_url)
    row = forger.newest("disclosure.made")
    forger.event(row, lambda facts: facts.update(items=[5]))
    found = viewed(database_url)
    assert found.left_out == 1
    assert story.school.id in {each.agency for each in found.differing}


@pytest.mark.usefixtures("story")
def test_who_may_make_no_temporary_tables_is_told_so(database_url: str) -> None:
    forger, role = Forger(database_url), f"reader_{uuid4().hex}"
    name = urlsplit(database_url).path.removeprefix("/")
    forger.sql(f"create role {role}")
    forger.sql(f"grant select on all tables in schema public to {role}")
    forger.sql(f'revoke temporary on database "{name}" from public')
    as_reader = psycopg.conninfo.make_conninfo(database_url, options=f"-c role={role}")
    with pytest.raises(NoTemporaryTables):
        viewed(as_reader)
    forger.sql(f"drop owned by {role}")
    forger.sql(f"drop role {role}")
