"""The law at hand: a provision looked up, a case weighed, and nothing of it kept or sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hub_domain.ids import edition_id
from hub_domain.law.reading import to_plain
from hub_domain.law.shipped import shipped_catalogue
from hub_services.desk import tools
from tests.support.pages import Served
from tests.web.browsing import Come, Reader
from tests.web.sitting import Sit

WORDS = "The council asks whether the bruises were seen before, to keep the child safe."


def begun(
    served: Served, reader: Reader, to: str = "Northshire Council", **fills: str
) -> Reader:
    reader.get("/law").text.index("/law/weigh")
    reader.get("/law/weigh")
    assert "Nothing you answer here is recorded" in reader.text
    given = {"to": str(served.offices[to].id), "begin": "no", **fills}
    return reader.press("Continue", **given)


def with_purpose(reader: Reader) -> Reader:
    assert "Is there a clear and legitimate purpose" in reader.text
    assert "Everything begins with what it is for" in reader.text
    return reader.press("Continue", P="yes", P_code="child-protection", P_words=WORDS)


def test_a_provision_is_looked_up_by_section_name_or_word(come: Come) -> None:
    reader = come("Bea")
    for wanted in ("16H", "safeguarding partner", "CA2004-16H"):
        reader.get(f"/law?find={wanted}")
        assert "Children Act 2004, section 16H" in reader.text
        assert "No source was seen for a part of this" in reader.text
    reader.get("/law?find=CA2004-14B")
    assert "Not in force today." in reader.text
    assert "/law?find=CA2004-16H" in reader.text
    assert "no law with these words" in reader.get("/law?find=swimming").text
    assert "<script>" not in reader.get("/law?find=<script>").text.partition("</head>")[2]


def test_a_case_is_weighed_question_by_question_to_its_outcome(
    served: Served, come: Come
) -> None:
    reader = with_purpose(begun(served, come("Bea")))
    assert "Do you have consent to share?" in reader.text
    assert "With consent nothing more would be asked, so that is next." in reader.text
    reader.press("Continue", C="refused", C_reason="could-place-child-at-risk", C_words=WORDS)
    assert "Does the information identify an individual?" in reader.text
    reader.press("Continue", I="yes")
    assert "so another lawful reason is needed" in reader.text
    reader.press("Continue", L="public-task", L_provision="EA2002-175")
    for answer in ("items", "typed"):
        question = "H1" if answer == "items" else "H2"
        reader.press("Continue", **{question: answer})
    reader.press("Continue", H3="practitioner", H3_words=WORDS)
    reader.press("Continue", H4="secure")
    reader.press("Continue", H5="planned")
    assert '<h1 class="govuk-heading-l">You may share</h1>' in reader.text
    assert "What would still stand in the way" not in reader.text
    assert "Still to be recorded" in reader.text
    assert "Seven golden rules, 2024" in reader.text
    assert "If the answer were \u201cno\u201d: Do not share" in reader.text

    reader.press("Change Do you have consent to share?")
    assert "Do you have consent to share?" in reader.text
    reader.press("Continue", C="unsure")
    assert "Hold it and seek advice" in reader.text


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(
    served: Served, come: Come
) -> None:
    reader = come("Bea")
    reader.get("/law/weigh").press("Continue", begin="no")
    assert reader.page.status_code == 422
    assert 'href="#to"' in reader.text
    reader = begun(served, reader)
    reader.press("Continue", P="yes", P_words=WORDS)
    assert reader.page.status_code == 422
    assert 'href="#P-code"' in reader.text
    assert WORDS in reader.text
    reader.press("Continue", P="no")
    assert "Do not share</h1>" in reader.text


def test_in_an_emergency_nothing_else_is_asked(served: Served, come: Come) -> None:
    reader = begun(served, come("Bea"), begin="yes", post="csc")
    assert "Share now: this is an emergency" in reader.text
    assert "Ring 999 first" in reader.text
    elsewhere = begun(served, come("Asha"), "Hollins School", begin="yes")
    assert "Is there a clear and legitimate purpose" in elsewhere.text
    assert "Ring 999 first" in elsewhere.text
    assert "Ring 999 first" not in begun(served, elsewhere, "Hollins School").text


@pytest.mark.parametrize("name", ["Bea", "Faye"])
def test_a_weighed_case_is_neither_kept_nor_sent(served: Served, come: Come, name: str) -> None:
    """A scrutineer may weigh one too. No event, and no word in an address or a draft."""
    head = served.world.process.store.recorder.max_notification_id()
    reader = with_purpose(begun(served, come(name)))
    reader.press("Continue", C="unsure")
    assert "Hold it and seek advice" in reader.text
    assert served.world.process.store.recorder.max_notification_id() == head
    assert reader.page.url.path == "/law/weigh"
    assert not reader.page.url.query
    assert WORDS not in reader.get("/law/weigh").text


def test_the_desk_goes_by_the_edition_that_was_published_last(
    served: Served, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = come("Asha")
    assert "Not in force today." in reader.get("/law?find=CA2004-16LA").text
    (row,) = (
        row
        for row in to_plain(shipped_catalogue())["tables"]["provision"]
        if row["id"] == "CA2004-16LA"
    )
    begun = {**row, "status": "in-force", "valid_from": "2026-10-01"}
    served.world.operator_lead.do(
        "publish-edition",
        about=edition_id(2),
        version=0,
        facts={"after": 1, "tables": {"provision": [begun]}},
    ).ok()
    monkeypatch.setattr(tools, "DIRECTORY_SECONDS", 0.0)
    assert "Not in force today." not in reader.get("/law?find=CA2004-16LA").text
    assert 'value="CA2004-16LA"' in reader.get("/ask").text


def test_a_form_that_did_not_come_from_here_is_turned_away(served: Served, come: Come) -> None:
    reader = begun(served, come("Bea"))
    answered = reader.client.post("/law/weigh", data={"do": "back-C"})
    assert answered.status_code == 403


def test_the_language_is_changed_in_the_middle_and_nothing_is_kept(
    served: Served, come: Come
) -> None:
    reader = begun(served, come("Bea"))
    reader.press("Cymraeg", P="yes", P_code="child-protection", P_words=WORDS)
    assert '<html lang="cy"' in reader.text
    assert reader.page.url.path == "/law/weigh"
    assert f">{WORDS}</textarea>" in reader.text
    assert "banner__heading" not in reader.text
    left = served.run(served.desk.all_left(served.hat("Bea")))
    assert "/law/weigh" not in left
    reader.press("English")
    assert "Is there a clear and legitimate purpose" in reader.text
    with_purpose(reader)
    reader.press("Continue", C="unsure")
    assert "This is advice. A person decides" in reader.text
    outcome = reader.page.url.path, reader.text.count("hub-timeline")
    reader.press("Cymraeg").press("English")
    assert "This is advice. A person decides" in reader.text
    assert (reader.page.url.path, reader.text.count("hub-timeline")) == outcome


def test_what_is_wrong_with_an_answer_is_told_in_the_other_language(
    served: Served, come: Come
) -> None:
    reader = begun(served, come("Bea")).press("Continue", P="yes")
    assert "Choose the purpose" in reader.text
    reader.press("Cymraeg")
    assert 'href="#P-code"' in reader.text
    assert ">Choose the purpose</a>" not in reader.text


def test_a_browser_sends_it_on_as_well(sit: Sit) -> None:
    bea = sit("Bea")
    page = bea.go("/law/weigh")
    page.get_by_label("Who would receive it?").select_option("Northshire Council")
    page.locator("input[name=begin][value=no]").check()
    bea.press("Continue")
    page.locator("#P-words").fill(WORDS)
    page.get_by_role("button", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.locator("#P-words")).to_have_value(WORDS)
