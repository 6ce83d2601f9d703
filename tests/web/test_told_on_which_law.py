"""On which law it was told what nobody asked: who received it reads it, and auditors do."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

from hub_services.desk.web.rendering import environment
from tests.support.pages import Served
from tests.support.requirements import requirement
from tests.web.browsing import Come, Fills, Reader
from tests.web.steps import link
from tests.web.telling import ANSWERED, SEEN, SEND, STATED, TOLD, about, begin, ready, written
from tests.web.test_emergency import AT_RISK, CHECK, NOW, SHARE_NOW

LAW = "Education Act 2002 s.175 (public task)"
JUST_BEFORE = timedelta(microseconds=1)
BOTH_SIDES = ("who told it", "who was told")
TO_SAVE_A_LIFE: Fills = {
    "d_basis": "vital-interests",
    "d_provision": "",
    "d_good_reason": "Without it nobody looks for a child who may be in danger.",
    "d_timeliness": "The visit is planned for today, and nobody there knows of it.",
}


def the_law(page: Reader) -> str:
    """What a page of a disclosure says of the law."""
    (said,) = re.findall(r">(?:Law|Cyfraith)</dt><dd[^>]*>([^<]*)<", page.text)
    return str(said).strip()


def under_which_law(served: Served, come: Come, page: str) -> set[str]:
    """What the page of who knew what says of the law on which it was told."""
    told = UUID(page.rpartition("/")[2])
    row = served.run(served.desk.disclosure(served.hat("Asha"), told)).disclosure
    text = come("Faye").get(f"/audit/people/{row.persons[0]}").text
    lines = re.findall(r"<tr [^>]*data-entry.*?</tr>", text, re.DOTALL)
    telling = [line for line in lines if "shared what" in line or "was sent it" in line]
    assert len(telling) == len(BOTH_SIDES)
    laws = [re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)[-1] for line in telling]
    return {law.strip().replace("<br>", "\n") for law in laws}


@requirement("R-201")
def test_who_is_told_reads_on_which_law_and_auditors_do(served: Served, come: Come) -> None:
    """Finding: neither page named a law for what nobody had asked."""
    bea = ready(come("Bea"), served).press(SEND)
    assert TOLD in bea.text
    page = bea.page.url.path
    assert the_law(bea) == the_law(come("Asha").get(page)) == LAW
    assert under_which_law(served, come, page) == {LAW}


def test_who_is_told_in_welsh_reads_the_law_in_welsh(served: Served, come: Come) -> None:
    page = ready(come("Bea"), served).press(SEND).page.url.path
    asha = come("Asha").get("/language/cy").get(page)
    assert the_law(asha) == "Deddf Addysg 2002 a.175 (tasg gyhoeddus)"


@requirement("R-201")
def test_where_no_law_is_cited_the_basis_is_named(served: Served, come: Come) -> None:
    """Finding: the good reason, without which it is refused, was asked nowhere (R-143)."""
    bea = written(come("Bea"), served, law="another")
    bea.press("Continue", **ANSWERED, d_basis="vital-interests")
    assert "Say what the good reason to share is" in bea.text
    bea.press("Continue", **TO_SAVE_A_LIFE, d_confirmed="yes").press(SEND)
    assert TOLD in bea.text, bea.text
    page = bea.page.url.path
    assert the_law(come("Asha").get(page)) == "Vital interests: to save a life"
    assert under_which_law(served, come, page) == {"Vital interests: to save a life"}


def at_once(reader: Reader) -> str:
    """It goes in an emergency; where it stands."""
    reader.press(SHARE_NOW).press(CHECK, say_1_text=SEEN, **AT_RISK).press(NOW)
    assert "It has been shared" in reader.text, reader.text
    return reader.page.url.path


@requirement("R-201", "R-362")
def test_in_an_emergency_it_goes_on_the_law_that_was_chosen_first(
    served: Served, come: Come
) -> None:
    page = at_once(about(begin(come("Bea"), served)))
    assert the_law(come("Asha").get(page)) == LAW
    assert under_which_law(served, come, page) == {LAW}


@requirement("R-201", "R-362")
def test_where_an_emergency_named_no_law_its_record_tells_who_received_it(
    served: Served, come: Come
) -> None:
    """Auditors go on reading that it was not said as it went, and read what is said since."""
    bea, asha = about(begin(come("Bea"), served, law="another")), come("Asha")
    page = at_once(bea)
    assert the_law(asha.get(page)) == "Not said when it went"
    served.world.pass_time(minutes=5)
    bea.get(link(bea.get(page), "decisions"))
    bea.get(re.findall(r'class="govuk-button" href="(/tell/[0-9a-f-]{36})"', bea.text)[0])
    labels: Fills = {name: value for name, value in STATED.items() if name != "say_1_text"}
    bea.press("Continue", **labels, **ANSWERED, **TO_SAVE_A_LIFE)
    bea.press("Complete the record")
    assert "The record is complete" in bea.text, bea.text
    assert the_law(asha.get(page)) == "Vital interests: to save a life"
    told = UUID(page.rpartition("/")[2])
    row = served.run(served.desk.disclosure(served.hat("Bea"), told)).disclosure
    assert row.recorded_at
    moment = environment("en").filters["moment"]
    since = f"since {moment(row.recorded_at)}: Vital interests: to save a life"
    assert under_which_law(served, come, page) == {f"Not said when it went\n{since}"}
    assert told_and_said_since(served, row.persons[0], row.recorded_at) == ({told}, {told})
    before = row.recorded_at - JUST_BEFORE
    assert told_and_said_since(served, row.persons[0], before) == ({told}, set())


@requirement("R-201", "R-362")
def test_another_law_than_it_was_told_on_is_said_with_all_else_that_is_wrong(
    served: Served, come: Come
) -> None:
    """Finding: it was refused at the very last step, far from where the law is chosen."""
    bea = about(begin(come("Bea"), served))
    page = at_once(bea)
    bea.get(link(bea.get(page), "decisions"))
    bea.get(re.findall(r'class="govuk-button" href="(/tell/[0-9a-f-]{36})"', bea.text)[0])
    labels: Fills = {name: value for name, value in STATED.items() if name != "say_1_text"}
    bea.press("Continue", **labels, **ANSWERED, **TO_SAVE_A_LIFE)
    assert bea.page.url.path.endswith("/decision")
    assert re.findall(r'<li>\s*<a href="#([^"]+)"', bea.text) == ["d-basis"]
    assert "the law on which it was told" in bea.text
    bea.press("Continue", d_basis="public-task", d_provision="CA2004-11", d_confirmed="yes")
    assert "d-provision" in re.findall(r'<li>\s*<a href="#([^"]+)"', bea.text)
    bea.press("Continue", d_provision="EA2002-175", d_confirmed="yes")
    assert "The record is complete" in bea.press("Complete the record").text
    assert the_law(come("Asha").get(page)) == LAW


def told_and_said_since(
    served: Served, person: UUID, as_of: datetime
) -> tuple[set[UUID], set[UUID]]:
    """By a moment: what was told of a person, and of what of it the law was said since."""
    path = f"/v1/audit/who-knew/{person}?as_of={as_of:%Y-%m-%dT%H:%M:%S.%fZ}"
    found = served.people["Faye"].read(path).ok()
    told, since = (
        {UUID(each["record"]) for each in found[name]} for name in ("known", "said_since")
    )
    return told, since
