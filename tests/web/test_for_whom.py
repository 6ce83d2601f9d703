"""Where several see the same list, each line says for whom it is; in one's own, none does."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest

from hub_services.desk import tools
from hub_services.desk.drafts import To
from tests.services.desk.supplies import supply_draft
from tests.support.pages import PUPILS, Served
from tests.web.browsing import Come, Reader


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk knows of a post as soon as it is registered."""
    monkeypatch.setattr(tools, "DIRECTORY_SECONDS", 0.0)


def line(reader: Reader, record: UUID) -> str:
    """What a list says of one record, without its marks."""
    row = next(row for row in reader.text.split("<li") if str(record) in row)
    return " ".join(re.sub(r"<[^>]+>", " ", row.partition("</li>")[0]).split())


def school(
    served: Served, practitioner: UUID | None = None, post: UUID | None = None
) -> tuple[To, ...]:
    agency = served.offices["Hollins School"].id
    return (To(agency=agency, practitioner=practitioner, post=post),)


def test_a_lead_sees_for_whom_each_request_is(served: Served, come: Come) -> None:
    """Addressed by name, to a post, or to nobody by name; and for whom it is once assigned."""
    office, ella = served.offices["Hollins School"], served.people["Ella"]
    post = office.post("Safeguarding desk", served.people["Bea"])
    to_nobody = served.ask()
    to_bea = served.ask(to=school(served, practitioner=served.people["Bea"].id))
    to_post = served.ask(to=school(served, post=post))
    to_ella = served.ask(to=school(served, practitioner=ella.id))
    bea = come("Bea").get("/inbox")
    assert line(bea, to_nobody).endswith(
        "Waiting for an answer Open and read the request of Northshire ICB"
    )
    assert "for you" in line(bea, to_bea)
    assert "for Safeguarding desk" in line(bea, to_post)
    assert "for Ella Marsh" in line(bea, to_ella)
    facts = {"to": str(ella.id)}
    served.people["Bea"].do("assign-share-request", about=to_post, version=1, facts=facts).ok()
    assert "for you" in line(come("Ella").get("/inbox"), to_post)


def test_who_sees_what_is_theirs_alone_is_not_told_so_on_every_line(
    served: Served, come: Come
) -> None:
    quin = To(agency=served.offices["Northshire ICB"].id, practitioner=served.people["Quin"].id)
    served.remember("Asha", name := f"Kit {uuid4().hex[:6]}")
    request = served.ask_as(
        "Asha",
        name,
        to=(quin,),
        provision="CA1989-47",
        function=None,
        purpose="child-protection",
    )
    shown = line(come("Quin").get("/inbox"), request)
    assert "for you" not in shown
    assert "Northshire Council" in shown


def test_what_is_shared_with_a_post_says_for_which(served: Served, come: Come) -> None:
    served.remember("Petra", *PUPILS)
    post = served.offices["Northshire ICB"].post("Review desk", served.people["Quin"])
    page = served.run(
        served.desk.request(served.hat("Bea"), served.ask_as("Petra", *PUPILS[:2]))
    )
    first, second = page.request.kept_persons
    drafted = supply_draft(page, first, second, to_post=post)
    how = drafted.case["how"]
    how["individual"] = {"answer": "duty-post"}
    supplied = served.run(served.desk.supply(served.hat("Bea"), drafted))
    assert supplied.disclosure is not None
    quin = come("Quin").get("/disclosures")
    assert "for Review desk" in line(quin, supplied.disclosure)
    quin.get(f"/disclosures/{supplied.disclosure}").press("Open and read")
