"""What was typed and not sent is there again, after the language was changed or a word read."""

from __future__ import annotations

import html
import re
from base64 import b64encode

import httpx2
import pytest
from playwright.sync_api import ViewportSize

from hub_services.words.catalogue import say
from hub_services.words.refusals import words_for
from tests.support.pages import Served
from tests.web import steps
from tests.web.browsing import Come, Fills, Reader
from tests.web.sitting import NARROW, WIDE, Sit
from tests.web.telling import begin
from tests.web.test_forms import protected
from tests.web.test_in_a_browser import check
from tests.web.test_signed_out import run_out, sign_in_again

TYPED = "Half a sentence, with \u201cquotes\u201d & <signs>"
ESCAPED = "Half a sentence, with \u201cquotes\u201d &amp; &lt;signs&gt;</textarea>"
KEPT = "What you wrote was kept"


def in_welsh(reader: Reader, **typed: str | list[str]) -> Reader:
    """The language is changed in the middle of a form."""
    reader.press("Cymraeg", **typed)
    assert '<html lang="cy"' in reader.text
    return reader


def request_of(served: Served, come: Come) -> tuple[str, Reader]:
    request = f"/requests/{served.ask()}"
    return request, come("Bea").get(request).press("Open and read")


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("answer/challenge", "reasons"),
        ("share/items", "reasons"),
        ("share/decision", "d_why"),
        ("emergency", "d_text_facts_of_case"),
    ],
)
def test_the_language_is_changed_in_the_middle_of_an_answer(
    served: Served, come: Come, page: str, field: str
) -> None:
    request, bea = request_of(served, come)
    bea.get(f"{request}/{page}")
    in_welsh(bea, **{field: TYPED})
    assert bea.page.url.path == f"{request}/{page}"
    assert ESCAPED in bea.text
    assert "banner__heading" not in bea.text, "nothing is told of what they have just done"
    assert ESCAPED in bea.press("English").text
    assert KEPT in bea.get(f"{request}/{page}").text, "who went away finds it as well"


def test_the_language_is_changed_in_the_middle_of_asking(served: Served, come: Come) -> None:
    petra = come("Petra").get("/ask")
    school = str(served.offices["Hollins School"].id)
    in_welsh(petra, provision="CA2004-16H", to=[school])
    assert 'value="CA2004-16H" checked' in " ".join(petra.text.split())
    petra.press("English").press("Continue")
    in_welsh(petra, new_names=TYPED)
    assert "&lt;signs&gt;" in petra.text
    petra.press("English").press(
        "Add", new_names="Ada Example", **steps.day("new_born", "2 3 2016")
    )
    petra.press("Continue", **protected(petra))
    in_welsh(petra, word_why_needed=TYPED)
    assert ESCAPED in petra.text


def test_the_language_is_changed_where_several_forms_stand_on_a_page(
    served: Served, come: Come
) -> None:
    request, bea = request_of(served, come)
    bea.get(f"{request}/answer/clarification").press("Send this answer", reasons="Which class?")
    petra = come("Petra").get(request)
    in_welsh(petra, explanation=TYPED)
    assert ESCAPED in petra.text
    in_welsh(bea.get("/people"), new_address=TYPED)
    assert ESCAPED in bea.text


def test_the_language_is_changed_after_something_was_wrong(served: Served, come: Come) -> None:
    request, bea = request_of(served, come)
    bea.get(f"{request}/answer/challenge").press("Send this answer", reasons=TYPED)
    assert bea.page.status_code == 422
    assert ESCAPED in in_welsh(bea).text


def test_a_list_is_the_same_in_the_other_language(come: Come) -> None:
    bea = come("Bea").get("/disclosures?made=yes")
    assert "/language/cy?back=/disclosures%3Fmade%3Dyes" in bea.text


def test_what_was_typed_in_a_session_that_ran_out_waits_where_it_was_written(
    served: Served, come: Come
) -> None:
    request, bea = request_of(served, come)
    bea.get(f"{request}/answer/challenge")
    run_out(served)
    sign_in_again(bea.press("Cymraeg", reasons=TYPED), "Bea")
    assert bea.page.url.path == f"{request}/answer/challenge"
    assert ESCAPED in bea.text


@pytest.mark.parametrize(
    "page", ["emergency", "share/items", "share/decision", "answer/challenge"]
)
def test_who_reads_first_finds_again_what_they_had_begun(
    served: Served, come: Come, page: str
) -> None:
    """Finding: in an emergency the words went with the press of "Open and read"."""
    request = f"/requests/{served.ask()}"
    bea = come("Bea").get(f"{request}/{page}")
    field = {"emergency": "d_text_facts_of_case", "share/decision": "d_why"}.get(
        page, "reasons"
    )
    bea.press("Open and read", **{field: TYPED})
    assert bea.page.url.path == request
    assert "You have opened it. What you had begun to write is kept." in bea.text
    assert f'href="{request}/{page}">Go on with it' in bea.text
    assert ESCAPED in bea.get(f"{request}/{page}").text
    assert "You have not opened this request." not in bea.text


def test_what_a_form_is_sent_aside_for_leads_to_this_desk_alone(
    served: Served, come: Come
) -> None:
    request, bea = request_of(served, come)
    bea.get(f"{request}?done=opened&of=https://elsewhere.example/")
    assert "Go on with it" not in bea.text
    bea.get(f"{request}?done=opened&of=//elsewhere.example/")
    assert "Go on with it" not in bea.text


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_enter_key_does_not_change_the_language(
    served: Served, sit: Sit, size: ViewportSize
) -> None:
    request = f"/requests/{served.ask()}"
    petra = sit("Petra", size=size, scripts=False)
    petra.go("/people")
    petra.page.get_by_text("Add someone new").click()
    petra.page.locator("#new-link").fill("A-12")
    petra.page.locator("#new-link").press("Enter")
    petra.page.wait_for_load_state()
    assert "Enter the full name" in petra.page.content()
    assert petra.page.locator("html").get_attribute("lang") == "en"
    bea = sit("Bea", size=size)
    bea.go(f"{request}/emergency")
    bea.page.locator("textarea").first.fill("He has a knife.")
    bea.page.get_by_role("button", name="Cymraeg").click()
    check(bea.ready())
    assert bea.page.locator("textarea").first.input_value() == "He has a knife."


def errors_of(reader: Reader) -> list[str]:
    """To which fields what is wrong leads."""
    summary = reader.text.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    return re.findall(r'<a href="#([^"]+)"', summary)


def test_what_is_wrong_is_told_again_in_the_other_language(served: Served, come: Come) -> None:
    request, bea = request_of(served, come)
    bea.get(f"{request}/share/decision").press("Continue", d_why=TYPED)
    told = errors_of(bea)
    assert "d-need-level" in told
    assert ">Say how great the need is</a>" in bea.text
    assert errors_of(in_welsh(bea)) == told
    assert ">Say how great the need is</a>" not in bea.text
    assert say("Say how great the need is", "cy") in html.unescape(bea.text)
    assert ESCAPED in bea.text
    assert errors_of(bea.press("English")) == told
    bea.press("Continue", d_need_level="some")
    assert "d-need-level" not in errors_of(bea), "and what is mended is told no longer"


def test_what_the_hub_refused_is_told_again_in_the_other_language(
    served: Served, come: Come
) -> None:
    request, bea = request_of(served, come)
    bea.get(f"{request}/answer/challenge")
    bea.press("Send this answer", ground="not-necessary", reasons="GDPR")
    title, detail = words_for("refusal-ground-not-recognised", {"lack": "bare"}, "cy")
    assert title in in_welsh(bea).text
    assert detail in html.unescape(bea.text)
    assert ">GDPR</textarea>" in bea.text


def test_what_no_page_of_this_desk_told_is_not_told(served: Served, come: Come) -> None:
    request, bea = request_of(served, come)
    said = b64encode(b'{"errors": {"reasons": "Pay here"}}').decode()
    for nonsense in ("=", said, f"{'0' * 64}.{said}"):
        bea.get(f"{request}/answer/challenge")
        in_welsh(bea, reasons=TYPED, wrong=nonsense)
        assert ESCAPED in bea.text
        assert errors_of(bea) == []
        bea.press("English")


def loaded_again(reader: Reader, older: httpx2.Response) -> Reader:
    """The browser goes back to a page that came of a form, and loads it again."""
    sent = older.history[0].request if older.history else older.request
    kind = {"Content-Type": sent.headers["Content-Type"]}
    reader.page = reader.client.post(sent.url, content=sent.content, headers=kind)
    return reader


@pytest.mark.parametrize(
    ("page", "field", "button"),
    [
        ("share/items", "reasons", "Save for later"),
        ("share/decision", "d_why", "Continue"),
        ("emergency", "d_text_facts_of_case", "Check it, then share now"),
    ],
)
def test_a_form_that_the_browser_sends_again_overwrites_nothing_newer(
    served: Served, come: Come, page: str, field: str, button: str
) -> None:
    request, bea = request_of(served, come)
    older = bea.get(f"{request}/{page}").press(button, **{field: "An older half."}).page
    bea.press(button, **{field: TYPED})
    assert "sent again changed nothing" in loaded_again(bea, older).text
    assert ESCAPED in bea.text
    assert ESCAPED in bea.get(f"{request}/{page}").text
    bea.press(button, **{field: "An older half."})
    assert "An older half.</textarea>" in bea.get(f"{request}/{page}").text


def test_the_newest_form_may_be_sent_again(served: Served, come: Come) -> None:
    request, bea = request_of(served, come)
    bea.get(f"{request}/share/decision").press("Continue", d_why=TYPED)
    told = errors_of(bea)
    assert errors_of(loaded_again(bea, bea.page)) == told


@pytest.mark.parametrize(("page", "who"), [("/tell", "Bea"), ("/ask", "Petra")])
def test_a_first_step_begins_one_draft_however_often_it_is_sent(
    come: Come, page: str, who: str
) -> None:
    """Finding: who loaded the page with what was wrong again had a draft more each time."""

    def begun() -> set[str]:
        return set(re.findall(rf'href="({page}/[0-9a-f-]{{36}})', reader.get(page).text))

    reader = come(who)
    before = begun()
    reader.press("Continue")
    assert reader.page.status_code == 422
    older = reader.page
    with_it = begun()
    assert len(with_it - before) == 1
    for _time in range(2):
        assert loaded_again(reader, older).page.url.path.endswith("/who")
        assert "Choose the agency" not in reader.text
    assert begun() == with_it
    reader.press("Continue")
    assert len(begun()) == len(with_it) + 1


def test_what_was_asked_and_told_is_not_overwritten_either(served: Served, come: Come) -> None:
    school = str(served.offices["Hollins School"].id)
    asks: Fills = {"provision": "CA2004-16H", "to": [school]}
    for reader in (
        come("Petra").get("/ask").press("Continue", **asks),
        begin(come("Bea"), served),
    ):
        page = reader.page.url.path
        older = reader.press("Continue").page
        assert older.status_code == 422
        reader.press("Add", new_names="Moll Example", **steps.day("new_born", "2 3 2016"))
        assert "sent again changed nothing" in loaded_again(reader, older).text
        assert "Moll Example" in reader.get(page).text
