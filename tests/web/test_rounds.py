"""In a round each agency is asked only about those whom it must know of to answer."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import ViewportSize, expect

from hub_services.desk.hub_client import HubAway
from hub_services.desk.means import Hat, SealedWords
from hub_services.desk.records import Issued, RequestPage
from hub_services.desk.tools import Tools
from hub_services.desk.uses import asking as asking_use
from hub_services.desk.uses.asking import Composed
from hub_services.desk.web import asking_form
from hub_services.desk.web.asking_form import asked_about, draft_of, key_of
from hub_services.desk.web.forms import Form
from hub_services.desk.web.rendering import environment
from tests.services.desk.house import WHY
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.sitting import NARROW, WIDE, Sit
from tests.web.steps import day, not_known
from tests.web.test_in_a_browser import check

KIT, LOU, DAD = "Kit Archer", "Lou Bright", "Ned Archer"
SCHOOL, COUNCIL = "Hollins School", "Northshire Council"
UNCHOSEN = "Choose about whom you ask "
SAID: Fills = {
    "function": "serious-incident-learning",
    "purpose": "learning-review",
    "told": "not-yet",
    **{f"word_{code.replace('-', '_')}": text for code, text in WHY.items()},
    **day("due", "22 10 2026"),
}


@pytest.fixture
def asking(served: Served, come: Come) -> Reader:
    """The board asks a school and the council about two families, and is to say what."""
    return people(come("Petra"), served, SCHOOL, COUNCIL)


def people(petra: Reader, served: Served, *agencies: str) -> Reader:
    """Two children and an adult, of whom the agencies are asked."""
    if KIT not in served.pupils:
        served.remember("Petra", KIT, LOU, DAD)
    to = [str(served.offices[name].id) for name in agencies]
    petra.get("/ask").press("Continue", provision="CA2004-16H", to=to)
    persons = [str(served.pupils[name]) for name in (KIT, LOU, DAD)]
    for name, person in zip((KIT, LOU, DAD), persons, strict=True):
        petra.press("Find", find=name)
        petra.press("Choose", person=persons[: persons.index(person) + 1])
    of_whom = dict.fromkeys(persons[:2], "under-18") | {persons[2]: ""}
    scopes = {f"scope_{each.replace('-', '_')}": scope for each, scope in of_whom.items()}
    petra.press("Continue", **scopes)
    assert petra.page.url.path.endswith("/what"), petra.text
    return petra


def of(served: Served, agency: str) -> str:
    return f"of-{served.offices[agency].id}"


def chosen(served: Served, **agencies: tuple[str, ...]) -> Fills:
    """Whom each agency is asked about, ticked."""
    names = {"school": SCHOOL, "council": COUNCIL}
    return {
        of(served, names[agency]).replace("-", "_"): ["", *(str(served.pupils[n]) for n in who)]
        for agency, who in agencies.items()
    }


def items(served: Served, *about: tuple[str, tuple[str, ...]]) -> Fills:
    fills: Fills = {}
    for number, (topic, who) in enumerate(about, start=1):
        fills |= {f"item_{number}_topic": topic}
        fills |= {f"item_{number}_person": [str(served.pupils[name]) for name in who]}
        fills |= day(f"item_{number}_from", "1 9 2025") | day(f"item_{number}_to", "20 7 2026")
    return fills


def asked_of(served: Served, *agencies: tuple[str, ...]) -> Fills:
    """Which agencies are asked for each item, ticked."""
    return {
        f"item_{number}_agency": ["", *(str(served.offices[name].id) for name in names)]
        for number, names in enumerate(agencies, start=1)
    }


def attendance(served: Served) -> Fills:
    return items(served, ("attendance", (KIT, LOU, DAD)))


def previewed(reader: Reader) -> dict[str, str]:
    """What each agency is shown to be told, without the marks."""
    sections = re.findall(r"<section .*?</section>", reader.text, re.DOTALL)
    words = [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in sections]
    return {
        agency: text for text in words for agency in (SCHOOL, COUNCIL) if agency in text[:90]
    }


@requirement("R-183", "R-220")
def test_of_several_agencies_none_is_asked_about_anybody_unless_that_is_chosen(
    served: Served, asking: Reader
) -> None:
    asking.press("Continue", **SAID, **attendance(served))
    assert asking.page.status_code == 422
    for agency in (SCHOOL, COUNCIL):
        assert f'href="#{of(served, agency)}">{UNCHOSEN}{agency}<' in asking.text
        assert previewed(asking)[agency] == f"{agency} Nobody is chosen for this agency yet."
    assert asking.text.count(UNCHOSEN) == 4, "at the top and at the field, for each"
    assert "No agency is asked about any of these" not in asking.text, "that is why"
    asking.press("Continue", **chosen(served, school=(KIT,)))
    assert asking.text.count(UNCHOSEN) == 2
    assert previewed(asking)[COUNCIL] == f"{COUNCIL} Nobody is chosen for this agency yet."
    assert KIT in previewed(asking)[SCHOOL]


@requirement("R-183", "R-220")
def test_each_agency_is_told_of_its_own_persons_and_items_and_of_no_others(
    served: Served, come: Come, asking: Reader
) -> None:
    """No page, row or envelope of one agency has the id or the name of the other's people."""
    asking.press("Add another item")
    asking.press(
        "Continue",
        **to_asha(served),
        **SAID,
        **items(served, ("attendance", (KIT, LOU, DAD)), ("view-of-attendance", (LOU,))),
        **asked_of(served, (SCHOOL, COUNCIL), (COUNCIL,)),
        **chosen(served, school=(KIT, DAD), council=(LOU,)),
    )
    assert asking.page.url.path.endswith("/check"), asking.text
    shown = previewed(asking)
    assert [name in shown[SCHOOL] for name in (KIT, LOU, DAD)] == [True, False, True]
    assert [name in shown[COUNCIL] for name in (KIT, LOU, DAD)] == [False, True, False]
    asking.press("Send the request")
    assert "Sent." in asking.text, asking.text
    received = {
        agency: newest(served, who) for agency, who in ((SCHOOL, "Bea"), (COUNCIL, "Asha"))
    }
    expected = {SCHOOL: ((KIT, DAD), (LOU,), 1), COUNCIL: ((LOU,), (KIT, DAD), 2)}
    for agency, (named, unnamed, asked) in expected.items():
        page, opened = received[agency]
        told = {served.pupils[name] for name in named}
        assert {person.id for person in page.request.persons} == told
        assert {each for item in page.request.items for each in item.persons} == told
        assert len(page.request.items) == asked
        owners = {segment.owner for segment in opened.segments}
        assert owners == {*told, page.request.request_id}
        everything = str(page) + str([segment.fields for segment in opened.segments])
        for name in named:
            assert name in everything
        for name in unnamed:
            assert name not in everything
            assert str(served.pupils[name]) not in everything
    bea = come("Bea").get(f"/requests/{received[SCHOOL][0].request.request_id}")
    assert KIT in bea.text
    assert LOU not in bea.text


def newest(served: Served, who: str) -> tuple[RequestPage, Any]:
    """The newest request to someone's agency, opened."""
    hat = served.hat(who)
    found = max(served.run(served.desk.inbox(hat)).requests, key=lambda row: row.request_id.int)
    opened = served.run(served.desk.open_envelope(hat, found.envelope, "answer"))
    return served.run(served.desk.request(hat, found.request_id)), opened


@requirement("R-011", "R-183")
@pytest.mark.parametrize(
    ("about", "who", "wanted"),
    [
        ((KIT, LOU, DAD), (DAD,), "Ask Hollins School about at least one person who is to be"),
        ((LOU,), (KIT,), "Ask Hollins School about at least one person whom an item is"),
    ],
)
def test_an_agency_is_asked_something_of_somebody_who_is_to_be_protected(
    served: Served, asking: Reader, about: tuple[str, ...], who: tuple[str, ...], wanted: str
) -> None:
    asked = items(served, ("attendance", about))
    asking.press("Continue", **SAID, **asked, **chosen(served, school=who, council=(LOU,)))
    assert asking.page.status_code == 422
    assert f'href="#{of(served, SCHOOL)}">{wanted}' in asking.text
    assert f'href="#{of(served, COUNCIL)}"' not in asking.text


@pytest.mark.parametrize(("lang", "asked"), [("en", "you ask"), ("cy", "gofyn i")])
def test_the_name_in_what_is_wrong_is_shown_as_it_is_whatever_it_holds(
    lang: str, asked: str
) -> None:
    form = Form()
    form.wrong("of", asking_form.UNCHOSEN, agency="Care 100%(agency)s & <b>Co</b>")
    page = '{% import "fields.html" as f with context %}{{ f.checkboxes("of", "", []) }}'
    shown = environment(lang).from_string(page).render(form=form)
    assert f"{asked} Care 100%(agency)s &amp; &lt;b&gt;Co&lt;/b&gt;" in shown


def two_items(served: Served, asking: Reader, *agencies: tuple[str, ...]) -> Reader:
    """Of both families their attendance and the school's view, each asked of these agencies."""
    asking.press("Add another item")
    fills = SAID | to_asha(served) | chosen(served, school=(KIT,), council=(LOU,))
    fills |= items(served, ("attendance", (KIT, LOU)), ("view-of-attendance", (KIT, LOU)))
    return asking.press("Continue", **fills, **asked_of(served, *agencies))


def to_asha(served: Served) -> Fills:
    """At the council she is asked by name."""
    council = str(served.offices[COUNCIL].id).replace("-", "_")
    return {f"at_{council}": f"staff:{served.people['Asha'].id}"}


def test_an_item_that_would_not_reach_an_agency_it_was_chosen_for_is_said_and_not_dropped(
    served: Served, asking: Reader
) -> None:
    asking.press("Add another item")
    both = items(served, ("attendance", (KIT, LOU)), ("view-of-attendance", (LOU,)))
    about = chosen(served, school=(KIT,), council=(LOU,))
    ticked = asked_of(served, (SCHOOL, COUNCIL), (SCHOOL, COUNCIL))
    asking.press("Continue", **SAID, **both, **about, **ticked)
    wanted = "Item 2 is about nobody of whom you ask Hollins School: choose somebody there"
    assert f'href="#item-2-agency">{wanted}' in asking.text
    assert 'href="#item-1-agency"' not in asking.text
    asking.press("Continue", **asked_of(served, (SCHOOL, COUNCIL), (COUNCIL,)))
    assert asking.page.url.path.endswith("/check"), asking.text


@requirement("R-062", "R-183")
def test_of_several_items_none_is_asked_of_any_agency_unless_that_is_chosen(
    served: Served, asking: Reader
) -> None:
    two_items(served, asking, (), ())
    assert asking.page.status_code == 422
    for agency, name in ((SCHOOL, KIT), (COUNCIL, LOU)):
        assert "Nothing is chosen for this agency yet." in previewed(asking)[agency]
        assert name in previewed(asking)[agency]
    for number in (1, 2):
        wanted = f"Choose which agencies you ask for item {number}, or remove it"
        assert f'href="#item-{number}-agency">{wanted}<' in asking.text
        assert asking.text.count(wanted) == 2, "at the top and at the field"
    asking.press("Continue", **asked_of(served, (SCHOOL,), (SCHOOL,)))
    wanted = "Choose at least one item for which you ask Northshire Council"
    assert f'href="#item-1-agency">{wanted}<' in asking.text
    assert asking.page.status_code == 422


@requirement("R-062", "R-183")
def test_each_agency_is_asked_for_the_items_chosen_for_it_and_reads_of_no_others(
    served: Served, asking: Reader
) -> None:
    two_items(served, asking, (SCHOOL, COUNCIL), (SCHOOL,))
    assert asking.page.url.path.endswith("/check"), asking.text
    view = "view of attendance"
    assert [view in previewed(asking)[agency] for agency in (SCHOOL, COUNCIL)] == [True, False]
    asking.get(asking.page.url.path.replace("check", "what"))
    ticked = re.findall(r'name="item-(\d)-agency" [^>]*value="([^"]+)" checked', asking.text)
    school, council = (str(served.offices[name].id) for name in (SCHOOL, COUNCIL))
    assert ticked == [("1", school), ("1", council), ("2", school)], "the draft keeps it"
    asking.get(asking.page.url.path.replace("what", "check")).press("Send the request")
    assert "Sent." in asking.text, asking.text
    bea, _ = newest(served, "Bea")
    asha, _ = newest(served, "Asha")
    assert {item.topic for item in bea.request.items} == {"attendance", "view-of-attendance"}
    assert {item.topic for item in asha.request.items} == {"attendance"}
    assert "view-of-attendance" not in str(asha)


@requirement("R-062", "R-183")
def test_the_only_item_is_asked_of_each_agency_without_a_choice(
    served: Served, asking: Reader
) -> None:
    """Every agency of a round is asked for something; a second item is what can be left out."""
    asking.press("Add another item")
    assert asking.text.count("Which agencies do you ask for this?") == 2
    asking.press("Remove this item")
    assert "Which agencies do you ask for this?" not in asking.text
    about = chosen(served, school=(KIT,), council=(LOU,))
    asking.press("Continue", **SAID, **about, **renumbered(asking, attendance(served)))
    assert asking.page.url.path.endswith("/check"), asking.text


def renumbered(reader: Reader, fills: Fills) -> Fills:
    """The only item left, by the number that it has."""
    (number,) = {int(each) for each in re.findall(r'name="item-(\d+)-topic"', reader.text)}
    return {name.replace("item_1", f"item_{number}"): said for name, said in fills.items()}


@requirement("R-062")
def test_what_only_those_were_asked_for_who_have_been_sent_theirs_holds_up_nobody(
    served: Served, asking: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub was away for one of the round, who is asked again by the same key."""
    two_items(served, asking, (SCHOOL, COUNCIL), (SCHOOL,))
    issue, school = asking_use._issue, served.offices[SCHOOL].id  # noqa: SLF001

    async def fails(tools: Tools, hat: Hat, composed: Composed, sealed: SealedWords) -> Issued:
        if composed.to.agency != school:
            raise HubAway
        return await issue(tools, hat, composed, sealed)

    with monkeypatch.context() as away:
        away.setattr(asking_use, "_issue", fails)
        asking.press("Send the request")
    assert f"Sent to {SCHOOL}." in asking.text
    assert previewed(asking).keys() == {COUNCIL}
    asking.press("Send the request")
    assert "Sent." in asking.text, asking.text
    first, second = (newest(served, who)[0].request for who in ("Bea", "Asha"))
    assert [len(first.items), len(second.items)] == [2, 1]
    sent = {
        row.request_id: row
        for row in served.run(served.desk.sent(served.hat("Petra"))).requests
    }
    assert sent[first.request_id].round == sent[second.request_id].round


def test_what_was_sent_does_not_change_by_which_key_the_rest_is_asked() -> None:
    form = Form({"to": ["a", "b"], "word-why-needed": ["Why."]})
    key = key_of(UUID(int=9), form)
    form.set("to", "b")
    form.set("sent", "a")
    assert key_of(UUID(int=9), form) == key
    form.set("word-why-needed", "Why else.")
    assert key_of(UUID(int=9), form) != key


def test_the_page_of_a_round_shows_what_each_was_asked_and_counts_the_answers_shown(
    served: Served, come: Come, asking: Reader
) -> None:
    """Each is about its own persons: the heading is about all of them, the protected first."""
    two_items(served, asking, (SCHOOL, COUNCIL), (SCHOOL,)).press("Send the request")
    request = newest(served, "Bea")[0].request
    sent = served.run(served.desk.sent(served.hat("Petra"))).requests
    (link,) = {f"/rounds/{row.round}" for row in sent if row.request_id == request.request_id}
    found = asking.text.index(link)
    entry = asking.text[asking.text.rindex("<li class", 0, found) : found]
    shown = " ".join(entry.split())
    assert f"{KIT} and 1 other" in shown or f"{LOU} and 1 other" in shown
    assert counts(asking.get(link)) == (0, 0)
    rows = {row.split("</th>")[0]: row for row in asking.text.split("<tr")[2:]}
    (school,) = (row for agency, row in rows.items() if SCHOOL in agency)
    (council,) = (row for agency, row in rows.items() if COUNCIL in agency)
    assert [KIT in school, LOU in school, "view of attendance" in school] == [True, False, True]
    assert [KIT in council, LOU in council, "view of attendance" in council] == [
        False,
        True,
        False,
    ]
    bea = come("Bea")
    answer = bea.get(f"/requests/{request.request_id}/answer/clarification")
    answer.press("Send this answer", reasons="Which of the two school years do you mean?")
    assert counts(asking.get(link)) == (0, 1), "who asks back has not answered"
    bea.get(f"/requests/{request.request_id}/answer/not-known-here")
    not_known(bea, reasons="Moved to a school in the next county in June.")
    assert counts(asking.get(link)) == (1, 0)
    withdrawing = asking.get(f"/requests/{newest(served, 'Asha')[0].request.request_id}")
    withdrawing.press("Withdraw the request", withdrawn_why="asked-anew")
    assert counts(asking.get(link), asked=1) == (1, 0), "nothing is owed of what is withdrawn"
    assert "1 is withdrawn." in asking.text


def counts(reader: Reader, asked: int = 2) -> tuple[int, int]:
    """How many have answered and how many ask back, as the page says, and as its tags show."""
    page = " ".join(reader.text.split())
    (title,) = re.findall(rf"<title> ?A round of requests: (\d) of {asked} answered", page)
    (said,) = re.findall(rf"(\d) of {asked} have answered\.", page)
    back = re.findall(r"(\d) asks? you something back\.", page)
    tags = re.findall(r'govuk-tag--\w+">([^<]+)<', page)
    asked_back = sum(tag in {"Clarification asked for", "Challenged"} for tag in tags)
    waiting = sum(tag in {"Waiting for an answer", "Withdrawn"} for tag in tags)
    assert title == said == str(len(tags) - asked_back - waiting), tags
    assert int(*back or "0") == asked_back, tags
    return int(said), asked_back


def test_one_agency_is_asked_about_everybody_without_a_choice(
    served: Served, come: Come
) -> None:
    petra = people(come("Petra"), served, SCHOOL)
    assert of(served, SCHOOL) not in petra.text
    petra.press("Continue", **SAID, **attendance(served))
    assert petra.page.url.path.endswith("/check"), petra.text
    assert all(name in previewed(petra)[SCHOOL] for name in (KIT, LOU, DAD))


@requirement("R-183", "R-220")
def test_a_draft_from_before_the_choice_opens_and_asks_for_it(
    served: Served, asking: Reader
) -> None:
    """What it does not say permits nothing: it is neither shown as sent to all, nor sent."""
    path = asking.page.url.path
    asking.press("Save and update the preview", **SAID, **attendance(served))
    hat, draft = served.hat("Petra"), UUID(path.split("/")[2])
    kept = served.run(served.desk.draft(hat, draft))
    assert kept is not None
    old = {name: said for name, said in kept.content.items() if not name.startswith("of-")}
    served.run(served.desk.save_draft(hat, "ask", old, draft=draft))
    asking.get(path.replace("what", "check"))
    assert all("Nobody is chosen" in said for said in previewed(asking).values())
    asking.press("Send the request")
    assert asking.page.status_code == 422
    assert UNCHOSEN in asking.text
    assert "About whom do you ask Hollins School?" in asking.text


@requirement("R-220")
def test_when_only_one_of_them_is_left_to_be_asked_the_choice_stands() -> None:
    """The others of the round have been sent theirs; it does not become everybody."""
    one, other, left = (str(UUID(int=each)) for each in (1, 2, 3))
    form = Form({"to": [left], "person": [one, other], f"of-{left}": ["", other]})
    assert asked_about(form, UUID(left)) == (UUID(other),)
    (to,) = draft_of(form).to
    assert to.persons == (UUID(other),)
    form.set(f"of-{left}", "")
    assert asked_about(form, UUID(left)) == ()
    form.set("person", one)
    assert asked_about(form, UUID(left)) is None, "there is nothing to choose"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_preview_follows_the_ticks_and_the_page_passes_axe(
    served: Served, asking: Reader, sit: Sit, size: ViewportSize
) -> None:
    asking.press("Save and update the preview", **SAID, **attendance(served))
    petra = sit("Petra", size=size)
    petra.go(asking.page.url.path)
    check(petra.page)
    group = petra.page.get_by_role("group", name="About whom do you ask Hollins School?")
    expect(group.get_by_role("checkbox", checked=True)).to_have_count(0)
    preview = petra.page.locator("section", has_text=SCHOOL)
    expect(preview).to_contain_text("Nobody is chosen for this agency yet.")
    group.get_by_label(KIT).focus()
    petra.page.keyboard.press("Space")
    expect(preview).to_contain_text(KIT)
    expect(preview).not_to_contain_text(LOU)
    petra.press("Continue")
    petra.page.get_by_role("link", name=f"{UNCHOSEN}{COUNCIL}").click()
    focused = petra.page.evaluate("document.activeElement.id")
    assert focused == of(served, COUNCIL)
    check(petra.page)
