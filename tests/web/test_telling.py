"""Telling another agency what nobody asked: whom, on which law, what, and who reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import ViewportSize

from hub_domain.law.rows import Provision
from hub_domain.law.shipped import shipped_catalogue
from hub_services.desk import tools
from hub_services.desk.directory import AgencyEntry
from hub_services.desk.web.law_choices import Law
from hub_services.words.named.law import TELLS
from tests.api.tables import dump
from tests.support.canary import found, song
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.sitting import NARROW, WIDE, Sit
from tests.web.steps import numbers_of
from tests.web.telling import (
    ANSWERED,
    PUPIL,
    SEEN,
    SEND,
    STATED,
    TOLD,
    WHY,
    about,
    begin,
    ready,
    to,
    written,
)
from tests.web.test_in_a_browser import check
from tests.web.test_welsh import only_english, shown


def sent(reader: Reader, served: Served, **other: str) -> str:
    """It is told; where what was shared stands."""
    ready(reader, served, **other).press(SEND)
    assert TOLD in reader.text, reader.text
    return reader.page.url.path


def test_what_nobody_asked_waits_in_the_inbox_of_whom_it_is_told(
    served: Served, come: Come
) -> None:
    bea, asha = come("Bea"), come("Asha")
    page = sent(bea, served)
    assert "Nobody has opened it yet" in bea.text
    assert "Told to you without your asking" in asha.get("/inbox").text
    row = next(row for row in asha.text.split("<li") if page in row)
    assert PUPIL not in row
    asha.get(page)
    assert "Sealed until it is opened." in asha.text
    asha.press("Open and read")
    for wanted in (SEEN, PUPIL, "2 March 2016", "Hollins School"):
        assert wanted in asha.text
    assert WHY not in asha.text
    assert "Opened by Asha Patel" in bea.get(page).text
    asha.press("Acknowledge", significance="new", action="planned")
    assert page not in asha.get("/inbox").text
    made = bea.get("/disclosures?made=yes").text
    assert "Acknowledged" in made[made.index(page) :]
    assert "without being asked" in made


def test_it_is_made_ready_from_the_inbox_and_from_what_was_shared(come: Come) -> None:
    bea = come("Bea")
    for page in ("/inbox", "/disclosures?made=yes"):
        assert 'href="/tell" role="button"' in bea.get(page).text


def test_nobody_else_finds_it_on_either_side(served: Served, come: Come) -> None:
    page = sent(come("Bea"), served)
    for name in ("Cole", "Petra", "Mair", "Ella"):
        other = come(name)
        shown = other.get(page)
        assert SEEN not in shown.text, name
        if name in {"Cole", "Petra"}:
            assert shown.page.status_code == 404
    draft = begin(come("Bea"), served).page.url.path
    for name in ("Asha", "Ella"):
        other = come(name).get(draft)
        assert other.page.url.path == "/disclosures", name
        assert "That draft is no longer here" in other.text


def test_a_scrutineer_is_led_away_and_a_stranger_to_sign_in(come: Come) -> None:
    faye = come("Faye").get("/tell")
    assert faye.page.url.path == "/audit/people"
    bea = come("Bea")
    bea.client.cookies.clear()
    assert "/identity" in str(bea.get("/tell").page.url)


def test_the_auditors_history_tells_of_it_by_codes(served: Served, come: Come) -> None:
    sent(come("Bea"), served)
    history = come("Faye").get("/audit/history").text
    assert "Northshire Council" in history
    for words in (SEEN, PUPIL, WHY):
        assert words not in history


@requirement("R-080")
def test_who_may_not_be_told_by_the_law_chosen_is_said_beside_it(
    served: Served, come: Come
) -> None:
    """Section 115 names no school."""
    cole = come("Cole").get("/tell")
    cole.press("Continue", **to(served, "Hollins School", "Bea", law="CDA1998-115"))
    assert cole.page.status_code == 422
    assert "This law does not let you tell Hollins School: choose another law" in cole.text
    assert 'href="#tell-law"' in cole.text
    cole.press("Continue", tell_law="CA2004-11")
    assert cole.page.url.path.endswith("/people")


@requirement("R-080")
def test_a_law_chosen_with_the_decision_is_judged_by_the_rules(
    served: Served, come: Come
) -> None:
    """What the first page would not take is not taken there either, and is told so."""
    cole = written(come("Cole"), served, agency="Hollins School", who="Bea", law="CA2004-11")
    cole.press("Continue", **{**ANSWERED, "d_provision": "CDA1998-115"})
    assert cole.page.status_code == 422
    other = "Choose another law: this one does not name those who receive it"
    assert f'href="#d-provision">{other}' in cole.text
    assert SEEN in cole.get(cole.page.url.path.replace("decision", "items")).text


def test_nobody_is_told_at_an_agency_where_they_do_not_work(served: Served, come: Come) -> None:
    bea = come("Bea").get("/tell")
    council = served.offices["Northshire Council"].id
    field = f"tell_at_{council}".replace("-", "_")
    fills = to(served, "Northshire Council")
    bea.press("Continue", **fills, **{field: f"staff:{served.people['Cole'].id}"})
    assert bea.page.status_code == 422
    assert "Choose who there is told" in bea.text


def test_an_agency_tells_nobody_of_its_own(served: Served, come: Come) -> None:
    bea = come("Bea").get("/tell")
    own = str(served.offices["Hollins School"].id)
    assert own not in bea.text
    bea.press("Continue", tell_agency=own, tell_law="EA2002-175")
    assert "Choose the agency that you tell" in bea.text


def test_who_is_not_known_at_the_desk_is_told_of_to_nobody(served: Served, come: Come) -> None:
    """A person's id that came from elsewhere names nobody here."""
    (elsewhere,) = served.remember("Petra", "Somebody of theirs")
    bea = begin(come("Bea"), served)
    bea.press(
        "Continue",
        person=str(elsewhere),
        **{f"scope_{elsewhere}".replace("-", "_"): "under-18"},
    )
    assert "Somebody of theirs" not in bea.text
    assert "What do you share?" not in bea.text


def test_nothing_typed_is_lost_when_something_is_wrong(served: Served, come: Come) -> None:
    bea = about(begin(come("Bea"), served))
    bea.press("Continue", **{**STATED, "say_1_kind": ""})
    assert bea.page.status_code == 422
    assert "Say whether it is fact or opinion" in bea.text
    assert f">{SEEN}</textarea>" in bea.text
    bea.press("Continue", say_1_kind="fact")
    bea.press("Continue", d_why=WHY)
    assert bea.page.status_code == 422
    assert f">{WHY}</textarea>" in bea.text
    for wanted in ("Choose the purpose", "Say how great the need is"):
        assert wanted in bea.text


def test_something_is_told_of_somebody(served: Served, come: Come) -> None:
    bea = about(begin(come("Bea"), served), PUPIL, "Moll Example")
    bea.press("Continue")
    assert "Write what you tell them" in bea.text
    bea.press("Continue", **STATED).press("Continue", **ANSWERED)
    assert "This is exactly what Northshire Council will see" in bea.text, bea.text
    assert ("Moll Example" in bea.text) != (PUPIL in bea.text)


def test_several_things_are_told_of_one_person(served: Served, come: Come) -> None:
    bea = about(begin(come("Bea"), served)).press("Add another statement", **STATED)
    assert numbers_of(bea, "say") == {"1", "2"}
    second: Fills = {
        name.replace("say_1", "say_2"): value for name, value in STATED.items()
    } | {"say_2_kind": "opinion", "say_2_holder": "The form tutor"}
    bea.press("Continue", **{**second, "say_2_text": "She seemed afraid of going home."})
    bea.press("Continue", **ANSWERED)
    for wanted in (SEEN, "She seemed afraid of going home.", "The form tutor"):
        assert wanted in bea.text


def test_the_preview_is_what_is_read(served: Served, come: Come) -> None:
    bea, asha = ready(come("Bea"), served), come("Asha")
    preview = bea.text[bea.text.index("hub-card--preview") :]
    bea.press(SEND)
    read = asha.get(bea.page.url.path).press("Open and read").text
    for wanted in (SEEN, PUPIL, "2 March 2016", "Protection of a child"):
        assert wanted in preview
        assert wanted in read


@requirement("R-157")
def test_a_duty_post_is_offered_first_and_whoever_holds_it_reads(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "DIRECTORY_SECONDS", 0.0)
    there, holder = served.offices["Westmere Council"], served.people["Morwenna"]
    there.post("Front door of Westmere", holder)
    leaver = there.hire("Zed Leaver", "practitioner")
    there.post("A door that nobody minds", leaver)
    there.administer("change-roles", practitioner=str(leaver.id), roles=[]).ok()
    bea = ready(come("Bea"), served, agency="Westmere Council", who="")
    assert "Only those who are on duty for Front door of Westmere can open it" in bea.text
    bea.press(SEND)
    assert TOLD in bea.text, bea.text
    assert SEEN in come("Morwenna").get(bea.page.url.path).press("Open and read").text
    assert "A door that nobody minds" not in bea.get("/tell").text


def test_the_hub_holds_none_of_the_words(served: Served, come: Come) -> None:
    in_name, in_words = song(), song()
    bea = about(begin(come("Bea"), served), f"Wren {in_name}")
    bea.press("Continue", **{**STATED, "say_1_text": f"{SEEN} {in_words}"})
    bea.press("Continue", **{**ANSWERED, "d_why": f"{WHY} {in_words}"}).press(SEND)
    asha = come("Asha").get(bea.page.url.path).press("Open and read")
    tables = {
        name: "\n".join(rows).encode() for name, rows in dump(served.database_url).items()
    }
    assert tables["disclosures"]
    for sung in (in_name, in_words):
        assert sung in asha.text
        assert found(sung, tables) == {}


def test_it_is_told_in_welsh(served: Served, come: Come) -> None:
    bea = written(come("Bea"), served)
    draft = bea.page.url.path.removesuffix("/decision")
    bea.get("/language/cy").get("/tell")
    assert "Dweud rhywbeth wrth asiantaeth arall" in bea.text
    bea.press("Parhau")
    assert "Dewiswch yr asiantaeth yr ydych yn dweud wrthi" in bea.text
    assert "Dewiswch y gyfraith yr ydych yn dweud hyn oddi tani" in bea.text
    pages = [f"{draft}/{step}" for step in ("who", "people", "items", "decision", "check")]
    for page in ("/tell", "/disclosures?made=yes", *pages, f"{draft}/emergency"):
        assert shown(bea.get(page)) & only_english() == set(), page


def test_every_law_on_which_one_may_tell_is_told_in_plain_words() -> None:
    law = shipped_catalogue()
    offered = {
        row.id
        for row in law.rows
        if isinstance(row, Provision)
        if (row.vests and row.kind in {"function", "power"})
        or (row.is_duty and not row.binds_when_asked and row.addressee)
    }
    assert offered - {"CA2004-16LC", "CPB-MANDATORY-REPORTING"} == set(TELLS)


@requirement("R-112", "R-113")
def test_a_duty_that_binds_unasked_is_offered_as_one_and_one_to_answer_is_not() -> None:
    law = Law(shipped_catalogue(), date(2026, 10, 8))
    police = AgencyEntry(
        agency_id=uuid4(),
        name="Heddlu",
        nation="W",
        kind="partner",
        categories=("W162-A-CC", "W28-CC"),
        registered_at=datetime(2026, 1, 5, tzinfo=UTC),
        version=1,
    )
    offered = {row.id: law.rests_on(police, row) for row in law.may_tell_under(police)}
    assert offered["SSWBA-130"] == ("legal-obligation", "SSWBA-130")
    assert offered["CA2004-28"] == ("public-task", "CA2004-28")
    assert offered.keys().isdisjoint({"SSWBA-164", "CA2004-16H", "CA2004-11", "CSODS", "DVDS"})
    assert law.rests_on(police, None) == ("", "")


@requirement("R-077")
def test_a_duty_to_report_lets_those_be_told_whom_it_names() -> None:
    law = Law(shipped_catalogue(), date(2026, 10, 8))
    (duty,) = law.catalogue.versions(Provision, "SSWBA-130")
    for categories, told in ((("W28-LA", "W164-REQ"), True), (("W162-A-CC",), False)):
        there = AgencyEntry(
            agency_id=uuid4(),
            name="Yno",
            nation="W",
            kind="partner",
            categories=categories,
            registered_at=datetime(2026, 1, 5, tzinfo=UTC),
            version=1,
        )
        assert law.may_be_told(duty, there) is told


def test_what_cannot_be_used_towards_who_is_chosen_is_folded_away(sit: Sit) -> None:
    """Section 115 names no school: chosen first, it is not offered, and not kept either."""
    seat = sit("Cole")
    page = seat.go("/tell")
    power = page.locator("input[value=CDA1998-115]")
    page.get_by_label("Northshire Council", exact=True).check()
    power.check()
    page.get_by_label("Hollins School", exact=True).check()
    assert not power.is_visible()
    assert not power.is_checked()
    page.get_by_label("Northshire Council", exact=True).check()
    assert power.is_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_it_is_told_in_a_browser(served: Served, sit: Sit, size: ViewportSize) -> None:
    """With scripts, as people click through it; axe and the policy agree with every page."""
    seat = sit("Bea", size=size)
    page = seat.go("/inbox")
    page.get_by_role("button", name="Tell another agency something").click()
    check(page)
    seat.press("Continue")
    check(page)
    page.get_by_label("Northshire Council", exact=True).check()
    page.get_by_label("Who at Northshire Council?").select_option(
        f"staff:{served.people['Asha'].id}"
    )
    page.get_by_label("Education Act 2002").check()
    seat.press("Continue")
    page.get_by_label("Full name").fill(f"Fern Example {uuid4().hex[:4]}")
    seat.press("Add")
    page.get_by_label("Why is this person protected?").select_option("under-18")
    check(page)
    seat.press("Continue")
    seat.press("Continue")
    check(page)
    page.locator("#say-1-text").fill(SEEN)
    page.locator("input[name=say-1-kind][value=fact]").check()
    seat.day("say-1-as-at", "2 10 2026")
    page.locator("#say-1-about").select_option("child-health-development-exposure")
    page.locator("#say-1-sensitivity").select_option("ordinary")
    page.locator("[name=say-1-nature][value=none]").check()
    seat.press("Continue")
    seat.press("Continue")
    check(page)
    page.get_by_text("Did they understand it, and").click()
    for name, value in ANSWERED.items():
        field = page.locator(f"[name={name.replace('_', '-')}]").first
        kind = field.evaluate("each => each.type")
        if kind in {"radio", "checkbox"}:
            page.locator(f"[name={name.replace('_', '-')}][value='{value}']").check()
        elif kind == "select-one":
            field.select_option(str(value))
        else:
            field.fill(str(value))
    seat.press("Continue")
    check(page)
    seat.press(SEND)
    check(page)
    asha = sit("Asha", size=size)
    asha.go("/inbox")
    check(asha.page)
