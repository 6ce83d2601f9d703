"""What another system wrote in words is shown as it came, and stops no page."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from hub_infra.sealing import Segment
from hub_services.desk.drafts import IdentityCard, day_said
from hub_services.desk.records import Opened, SegmentOpened
from hub_services.desk.web.rendering import environment
from hub_services.words.catalogue import LANGUAGES
from tests.support.casework import ask
from tests.support.pages import Served
from tests.support.world import Caller
from tests.web.browsing import Come

NAMES = (
    *("names", "aliases", "born", "address", "identifier-nhs-number", "identifier-", "name"),
    *("date-of-birth", "items", "text", "source", "explanation", "third-party", "why-needed"),
    *("order", "get", "__class__"),
)
TEXTS = (
    *("", " ", "Zed", "03/02/2015", "2015-02-30", "2015-02-03", "0001-01-01", "2015-W06-2"),
    *("20150203", "{{ 7 }}", "<b>", "%(x)s", "\u0000", "\u202e", "9999-12-31", "٢٠١٥-٠٢-٠٣"),
)
FIELDS = st.dictionaries(
    st.sampled_from(NAMES) | st.text(max_size=12),
    st.sampled_from(TEXTS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    max_size=8,
)


def foreign(caller: Caller, served: Served, identity: dict[str, str]) -> UUID:
    """A request to the school by a system that writes its name card so."""
    honest = caller.seal

    def own_way(record: UUID, counterpart: object, *segments: Segment) -> object:
        said = [
            Segment(s.owner, s.group, s.item, identity) if s.group == "identity" else s
            for s in segments
        ]
        return honest(record, counterpart, *said)  # type: ignore[arg-type]

    caller.seal = own_way  # type: ignore[method-assign,assignment]
    try:
        person = uuid4()
        school = served.offices["Hollins School"].body
        due = served.world.clock.now().replace(microsecond=0)
        asked = ask(
            caller,
            school,
            {person: "Zed Testperson"},
            {"attendance": [person]},
            due_at=due.replace(year=due.year + 1),
        )
    finally:
        caller.seal = honest  # type: ignore[method-assign]
    asked.answered.ok()
    return asked.id


@pytest.mark.parametrize(
    ("identity", "shown"),
    [
        ({"names": "Zed", "born": "03/02/2015"}, ("Zed", "03/02/2015")),
        ({"names": "Zed", "born": "30 Feb"}, ("Zed", "30 Feb")),
        (
            {"name": "Zed", "date-of-birth": "3.2.15"},
            ("A person who came without a name", "3.2.15"),
        ),
        ({"names": "Zed", "identifier-passport": "P-4711"}, ("passport", "P-4711")),
    ],
)
def test_a_foreign_name_card_is_shown_as_it_came(
    served: Served, come: Come, identity: dict[str, str], shown: tuple[str, ...]
) -> None:
    request = foreign(served.people["Petra"], served, identity)
    bea = come("Bea").get(f"/requests/{request}")
    assert "A person whose name you have not opened" in bea.text
    bea.press("Open and read")
    for said in shown:
        assert said in bea.text
    assert "not opened" not in bea.text
    bea.get("/inbox")
    assert bea.page.status_code == 200
    if "names" not in identity:
        assert "A person who came without a name" in bea.text


@settings(max_examples=300, deadline=None)
@given(fields=FIELDS)
def test_a_card_of_any_form_is_read_and_gives_back_what_it_said(
    fields: dict[str, str],
) -> None:
    back = IdentityCard.of(fields).fields()
    for name, text in fields.items():
        if text and name not in {"names", "aliases"}:
            assert back[name] == text


@settings(max_examples=150, deadline=None)
@given(fields=FIELDS, lang=st.sampled_from(sorted(LANGUAGES)))
def test_words_of_any_form_are_all_on_the_page(fields: dict[str, str], lang: str) -> None:
    item = uuid4()
    opened = Opened(
        envelope=uuid4(),
        record=uuid4(),
        part="disclosure",
        segments=(
            SegmentOpened(owner=uuid4(), group="identity", fields=fields),
            SegmentOpened(owner=uuid4(), group="text", item=item, fields=fields),
            SegmentOpened(owner=uuid4(), group="why", fields=fields),
        ),
        opened_at=None,  # type: ignore[arg-type]  # no page of these shows it
    )
    pages = environment(lang)
    card = opened.card(opened.segments[0].owner)
    common = pages.get_template("parts/common.html").module
    identity = common.identity(card.fields())  # type: ignore[attr-defined]
    why = pages.get_template("parts/asked_for.html").module.why(opened.words())  # type: ignore[attr-defined]
    label = SimpleNamespace(
        kind="fact",
        as_at=date(2026, 1, 1),
        about="subject",
        sensitivity="ordinary",
        special_category=False,
        historical=False,
    )
    disclosed = pages.get_template("parts/disclosed.html").module
    said = disclosed.item(label, opened.of_item(item), "x")  # type: ignore[attr-defined]
    for name, text in fields.items():
        if not text.strip():
            continue
        assert str(escape(text)) in why
        assert str(escape(text)) in said
        if name not in {"aliases", "names"} and not (name == "born" and day_said(text)):
            assert str(escape(text)) in identity
