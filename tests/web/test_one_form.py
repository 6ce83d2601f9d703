"""One form begins one draft and writes down one person, however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hub_services.desk.records import PersonKept
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader, at_the_same_time
from tests.web.steps import day
from tests.web.telling import begin, to
from tests.web.test_kept_as_typed import loaded_again

BORN: Fills = day("new_born", "2 3 2016")


def asks(reader: Reader, served: Served) -> Reader:
    """Begin to ask, up to the question whom it is about."""
    school = str(served.offices["Hollins School"].id)
    return reader.get("/ask").press("Continue", provision="CA2004-16H", to=[school])


def tells(reader: Reader, served: Served) -> Reader:
    return begin(reader, served)


def named(served: Served, who: str, name: str) -> list[PersonKept]:
    known = served.run(served.desk.people(served.hat(who)))
    return [each for each in known if each.card.names == name]


def drafts(served: Served) -> int:
    return len(served.run(served.desk.drafts(served.hat("Petra"))))


def chosen(reader: Reader) -> int:
    return len(re.findall(r'name="scope-[0-9a-f-]{36}"', reader.text))


@requirement("R-220")
@pytest.mark.parametrize(("begun", "who"), [(asks, "Petra"), (tells, "Bea")])
def test_who_loads_the_page_again_has_not_written_down_a_second_child(
    served: Served, come: Come, begun: Callable[[Reader, Served], Reader], who: str
) -> None:
    """Finding: one child stood there three times, and each was another person."""
    reader = begun(come(who), served)
    page = reader.page.url.path
    added = reader.press("Add", new_names="Ash Example", **BORN).page
    assert added.url.path == page
    assert added.request.method == "GET", "loaded again, it is only shown again"
    assert chosen(reader) == 1
    for _ in range(2):
        assert chosen(loaded_again(reader, added)) == 1
    assert len(named(served, who, "Ash Example")) == 1


def test_nor_where_it_is_sent_several_times_at_once(served: Served, come: Come) -> None:
    petra = asks(come("Petra"), served)
    page = petra.page.url.path
    at_the_same_time(petra, "Add", new_names="Fir Example", **BORN)
    assert chosen(petra.get(page)) == 1
    assert len(named(served, "Petra", "Fir Example")) == 1
    petra.get("/people")
    at_the_same_time(petra, "Add", new_names="Oak Example", **BORN)
    assert len(named(served, "Petra", "Oak Example")) == 1


def test_a_child_of_the_same_name_can_be_written_down_all_the_same(
    served: Served, come: Come
) -> None:
    petra = asks(come("Petra"), served)
    for _ in range(2):
        petra.press("Add", new_names="Yew Example", **BORN)
    assert chosen(petra) == 2
    assert len(named(served, "Petra", "Yew Example")) == 2


def test_one_form_begins_one_draft_though_it_is_sent_several_times_at_once(
    served: Served, come: Come
) -> None:
    """Finding: three drafts stood there of what was begun once."""
    petra, before = come("Petra"), drafts(served)
    school = str(served.offices["Hollins School"].id)
    at_the_same_time(petra.get("/ask"), "Continue", provision="CA2004-16H", to=[school])
    assert drafts(served) == before + 1
    at_the_same_time(petra.get("/tell"), "Continue", **to(served, "Northshire Police", "Cole"))
    assert drafts(served) == before + 2


def test_what_was_begun_and_discarded_is_not_begun_again_by_an_older_page(
    served: Served, come: Come
) -> None:
    petra, before = come("Petra"), drafts(served)
    begun = asks(petra, served).page
    petra.press("Discard").press("Discard it")
    assert "That draft is no longer here" in loaded_again(petra, begun).text
    assert drafts(served) == before
