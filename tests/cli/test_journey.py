"""A request and what comes of it, by the command line alone."""

from __future__ import annotations

import json
from typing import Any, get_args, get_type_hints
from uuid import UUID, uuid4

import pytest

from hub_services.cli import desk
from hub_services.cli.screen import USAGE
from hub_services.hub.uses.opening import ReleaseShares
from tests.cli.conftest import OPERATOR, Deployment, serving
from tests.support.casework import WHY
from tests.support.forging import Forger, put

PUPIL = "Siân O'Brien"


@pytest.fixture
def agencies(served: Deployment) -> tuple[UUID, UUID]:
    icb = served.agency("Northshire ICB", "E16E-ICB", "Gwen Ffoulkes", "partnership-officer")
    school = served.agency("Hollins School", "EA175-MSGB", "Bea Sutton", "safeguarding-lead")
    return icb, school


def asking(to: UUID, person: str) -> dict[str, Any]:
    scope = {"kind": "under-18", "stated_by": str(uuid4()), "estimated": False}
    return {
        "do": "issue-share-request",
        "facts": {
            "to": {"agency": str(to)},
            "provision": "CA2004-16H",
            "function": "serious-incident-learning",
            "purpose": "learning-review",
            "persons": [{"id": person, "scope": scope}],
            "items": [
                {
                    "id": str(uuid4()),
                    "topic": "attendance",
                    "period_from": "2025-09-01",
                    "period_to": "2026-07-20",
                    "persons": [person],
                }
            ],
            "told": "not-yet",
            "due_at": "2099-10-22T16:00:00Z",
        },
        "words": WHY,
    }


def test_a_request_is_sent_received_read_challenged_and_audited(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    icb, school = agencies
    person = served.person("Gwen Ffoulkes", icb, PUPIL, role="partnership-officer")

    # a school may not ask under this section, and is told what to do
    own = served.person("Bea Sutton", school, PUPIL, role="safeguarding-lead")
    refused = served.send("Bea Sutton", asking(icb, own))
    assert refused.exit_code == 1
    assert "(code not-safeguarding-partner, duty " in refused.stderr
    assert PUPIL not in refused.output

    asked = served.sent("Gwen Ffoulkes", asking(school, person))["about"]

    inbox = served.run("inbox", "--as", "Bea Sutton")
    assert inbox.exit_code == 0
    assert asked in inbox.stdout
    assert "Northshire ICB" in inbox.stdout
    assert "Children Act 2004, section 16H" in inbox.stdout
    assert PUPIL not in inbox.stdout, "nobody has opened it yet"

    read = served.run("read", asked, "--as", "Bea Sutton", "--why", "answer")
    assert read.exit_code == 0, read.output
    assert PUPIL in read.stdout
    assert WHY["why-needed"] in read.stdout

    challenge = {
        "do": "challenge-share-request",
        "about": asked,
        "facts": {"ground": "not-necessary"},
        "words": {"reasons": "This pupil left our school two years before the period asked."},
    }
    assert served.sent("Bea Sutton", challenge)["version"] == 2
    sent = json.loads(served.run("inbox", "--sent", "--json", "--as", "Gwen Ffoulkes").stdout)
    assert [(row["request_id"], row["status"]) for row in sent] == [(asked, "challenged")]
    later = asking(school, person)
    later["facts"]["due_at"] = "2099-11-22T16:00:00Z"
    waits = served.sent("Gwen Ffoulkes", later)["about"]
    rows = json.loads(served.run("inbox", "--json", "--as", "Bea Sutton").stdout)
    assert [row["request_id"] for row in rows] == [waits, asked], "what waits stands first"
    answer = served.run("read", asked, "--as", "Gwen Ffoulkes")
    assert "This pupil left our school" in answer.stdout

    replayed = served.run("audit", "replay")
    assert replayed.exit_code == 0
    assert "Bea Sutton, safeguarding lead, Hollins School" in replayed.stdout
    assert "challenged the request" in replayed.stdout
    assert "not-safeguarding-partner" in replayed.stdout
    for words in (PUPIL, *WHY.values(), "This pupil left our school"):
        assert words not in replayed.output
    knew = served.run("audit", "who-knew", person)
    assert knew.exit_code == 0
    assert "Bea Sutton" in knew.stdout
    assert "Opened and read by people of: Hollins School" in knew.stdout
    opened = [line for line in knew.stdout.splitlines() if "opened and read it" in line]
    assert opened
    assert all("section 16H (edition 1)" in line for line in opened), opened


def test_a_history_is_judged_again_and_what_comes_out_otherwise_is_named(
    served: Deployment, agencies: tuple[UUID, UUID], database_url: str
) -> None:
    icb, school = agencies
    own = served.person("Bea Sutton", school, PUPIL, role="safeguarding-lead")
    served.send("Bea Sutton", asking(icb, own))  # refused
    person = served.person("Gwen Ffoulkes", icb, PUPIL, role="partnership-officer")
    served.sent("Gwen Ffoulkes", asking(school, person))
    honest = served.run("audit", "judge")
    assert honest.exit_code == 0, honest.output
    assert "none came out otherwise" in honest.stdout
    assert "the making of the store, which nobody stated: position 1, 2." in honest.stdout

    forger = Forger(database_url)
    task = forger.newest("task.opened")
    forger.event(task, put("kind", "escalate-16h"))
    refused = forger.newest("refused-attempt.noted")
    forger.event(refused, put("code", "not-permitted"))
    forger.sql("update commands set refusal = 'not-permitted' where refusal is not null")
    assert served.run("audit", "replay").exit_code == 0, "nobody signs for either"
    told = served.run("audit", "judge")
    assert told.exit_code == 1
    assert f"position {task.position}: judged-otherwise." in told.stdout
    assert "2 came out otherwise" in told.stdout
    assert "ask for help" in told.stderr
    otherwise = json.loads(served.run("audit", "judge", "--json").stdout)["otherwise"]
    assert otherwise == [
        {"position": position, "code": "judged-otherwise", "what": what}
        for position, what in ((refused.position, "code"), (task.position, "kind"))
    ]


def test_what_an_absent_colleague_has_is_taken_over_by_a_command(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    """Who takes over does not see it before, and yet knows at what version it stands."""
    icb, school = agencies
    person = served.person("Gwen Ffoulkes", icb, PUPIL, role="partnership-officer")
    asked = served.sent("Gwen Ffoulkes", asking(school, person))["about"]
    ivo = {"id": str(uuid4()), "name": "Ivo Lamb", "post": "Deputy", "contact": "01632 960002"}
    registering = {"member": ivo, "roles": ["practitioner"]}
    lead, about = "Lead of Hollins School", {"about": str(school)}
    served.sent(lead, {"do": "register-practitioner", "facts": registering, **about})
    assign = {"do": "assign-share-request", "about": asked, "facts": {"to": ivo["id"]}}
    served.sent("Bea Sutton", assign)
    assert served.run("read", asked, "--as", "Bea Sutton").exit_code == 1

    take = {"do": "take-over-share-request", "about": asked, "facts": {"why": "away"}}
    served.sent("Bea Sutton", take)
    assert PUPIL in served.run("read", asked, "--as", "Bea Sutton").stdout
    back = {**take, "facts": {"why": "back", "to": ivo["id"]}}
    served.sent("Bea Sutton", back)
    knew = served.run("audit", "who-knew", person).stdout
    assert "took over what had come: request" in knew
    assert "gave it to Ivo Lamb: request" in knew
    told = served.run("audit", "replay").stdout
    assert "took the request over" in told
    assert "gave it to Ivo Lamb [" in told
    assert "why: The one it came to is back" in told


def test_what_may_not_be_seen_is_not_found(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    assert agencies
    found = served.run("read", str(uuid4()), "--as", "Bea Sutton")
    assert found.exit_code == 1
    assert "(code not-found, duty R-224)" in found.stderr


def test_an_agency_is_made_at_its_desk_and_registered_by_the_operator(
    served: Deployment,
) -> None:
    made = served.run(
        "keys", "new", "--name", "Quarry Lane School", "--category", "EA175-MSGB",
        "--lead", "Ola Reed", "--contact", "01632 960001",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    command = json.loads(made.stdout)
    served.sent(OPERATOR, command, DESK_KEYSTORE=str(served.folder / "data" / "operator"))
    member = {"id": str(uuid4()), "name": "Ivo Lamb", "post": "Head", "contact": "01632 960002"}
    registering = {"member": member, "roles": ["safeguarding-lead"]}
    served.sent(
        "Ola Reed",
        {"do": "register-practitioner", "about": command["about"], "facts": registering},
    )
    assert served.run("inbox", "--as", "Ivo Lamb").exit_code == 0


def test_who_is_not_registered_or_in_another_role_is_told_so(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    assert agencies
    nobody = served.run("inbox", "--as", "Nobody Here")
    assert nobody.exit_code == 1
    assert "is registered as Nobody Here" in nobody.stderr
    assert "There are: Bea Sutton." in served.run("inbox", "--as", "bea").stderr
    assert served.run("inbox", "--as", "bea SUTTON").exit_code == 0
    unknown = served.run("inbox", "--as", "Bea Sutton", "--agency", "foo")
    assert unknown.exit_code == 2
    assert "No agency foo is known at this desk." in unknown.stderr
    assert all(str(agency) in unknown.stderr.replace("\n", "") for agency in agencies)
    elsewhere = served.run("inbox", "--as", OPERATOR)
    assert elsewhere.exit_code == 1
    assert "DESK_KEYSTORE" in elsewhere.stderr
    other = served.run("inbox", "--as", "Bea Sutton", "--role", "co-ordinator")
    assert other.exit_code == 2
    assert "Bea Sutton is not registered as co-ordinator at Hollins School." in other.stderr
    assert "Give one of their roles, or leave --role out: safeguarding-lead." in other.stderr


def test_who_is_not_the_operator_is_not_told_of_roles_that_cannot_be_given(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    assert agencies
    publishing = served.run("law", "publish", "shipped", "--as", "Bea Sutton")
    assert publishing.exit_code == 2
    assert "Bea Sutton is not registered as operator at Hollins School." in publishing.stderr
    assert "name somebody who has it with --as" in publishing.stderr
    assert "--role" not in publishing.stderr


def test_who_does_no_casework_is_told_that_they_have_no_inbox(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    assert agencies
    empty = served.run("inbox", "--as", "Lead of Hollins School")
    assert empty.exit_code == 0
    assert "Information governance lead is a role without an inbox" in empty.stdout
    assert "sharing-hub audit replay" in empty.stdout
    assert "without an inbox" not in served.run("inbox", "--as", "Bea Sutton").stdout


def test_a_code_that_no_list_has_is_told_with_the_command_that_shows_the_list(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    icb, school = agencies
    person = served.person("Gwen Ffoulkes", icb, PUPIL, role="partnership-officer")
    wrong = asking(school, person)
    wrong["facts"] |= {"provision": "CA2004-16X", "purpose": "cake", "function": "baking"}
    asked = served.send("Gwen Ffoulkes", wrong)
    challenge = {
        "do": "challenge-share-request",
        "about": served.sent("Gwen Ffoulkes", asking(school, person))["about"],
        "facts": {"ground": "no-time"},
        "words": {"reasons": "This pupil left our school two years before the period asked."},
    }
    told = asked.stderr + served.send("Bea Sutton", challenge).stderr
    for place, shown in {
        "provision": "law list",
        "purpose": "law show PROVISION",
        "function": "law show PROVISION",
        "ground": "law show PROVISION",
    }.items():
        (line,) = (each for each in told.splitlines() if f"/facts/{place}: unknown" in each)
        assert line.endswith(f"; see: sharing-hub {shown})"), line
    wrong = {
        "do": "register-agency",
        "about": str(uuid4()),
        "facts": {"name": "x", "nation": "E", "kind": "partner", "categories": ["cake"]},
    }
    keys = str(served.folder / "data" / "operator")
    assert (
        "; see: sharing-hub law list --bodies)"
        in served.send(OPERATOR, wrong, DESK_KEYSTORE=keys).stderr
    )


def test_of_several_by_one_name_each_is_told_with_the_name_of_the_agency(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    for agency, lead in zip(
        agencies, ("Lead of Northshire ICB", "Lead of Hollins School"), strict=True
    ):
        member = {"id": str(uuid4()), "name": "Sam Twin", "post": "Officer", "contact": "x"}
        facts = {"member": member, "roles": ["practitioner"]}
        served.sent(lead, {"do": "register-practitioner", "about": str(agency), "facts": facts})
    both = served.run("inbox", "--as", "sam twin")
    assert both.exit_code == 2
    for name, agency in zip(("Northshire ICB", "Hollins School"), agencies, strict=True):
        assert f"Sam Twin, Officer, {name} (--agency {agency})" in both.stderr


def test_what_was_withdrawn_is_read_as_that(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    """Finding: it was said not to be found."""
    icb, school = agencies
    person = served.person("Gwen Ffoulkes", icb, PUPIL, role="partnership-officer")
    asked = served.sent("Gwen Ffoulkes", asking(school, person))["about"]
    withdrawing = {
        "do": "withdraw-share-request",
        "about": asked,
        "facts": {"why": "asked-anew"},
    }
    served.sent("Gwen Ffoulkes", withdrawing)
    told = served.run("read", asked, "--as", "Bea Sutton")
    assert told.exit_code == 0, told.output
    assert "Withdrawn" in told.stdout
    assert "by who asked: " in told.stdout
    assert PUPIL not in told.stdout
    assert PUPIL in served.run("read", asked, "--as", "Gwen Ffoulkes").stdout


def test_why_it_is_opened_is_one_of_the_reasons_that_the_hub_takes(served: Deployment) -> None:
    wrong = served.run("read", str(uuid4()), "--as", "Bea Sutton", "--why", "bogus")
    assert wrong.exit_code == 2
    assert "answer, casework, decision, review, co-ordination" in wrong.stderr
    assert get_args(get_type_hints(ReleaseShares)["why"]) == desk.WHY


def test_a_replay_that_ends_before_it_was_to_says_where_the_log_ends(
    served: Deployment,
) -> None:
    ended = served.run("audit", "replay", "--to", "99999")
    assert ended.exit_code == 0
    assert "There is no position 99999 yet: the log ends at position " in ended.stderr
    assert "the log ends" not in served.run("audit", "replay", "--to", "1").stderr


def test_a_file_that_asks_for_nothing_known_is_usage(served: Deployment) -> None:
    unknown = served.send("Bea Sutton", {"do": "delete-everything", "facts": {}})
    assert unknown.exit_code == 2
    assert "make-sharing-decision" in unknown.stderr
    assert (
        "no command delete-everything" in served.send("x", {"do": "delete-everything"}).stderr
    )
    wrong = served.send("Bea Sutton", {"do": "file-note", "facts": {}, "secret": PUPIL})
    assert wrong.exit_code == 2
    assert PUPIL not in wrong.output


def test_what_a_file_lacks_is_pointed_to_as_the_hub_names_it(
    served: Deployment, agencies: tuple[UUID, UUID]
) -> None:
    assert agencies
    lacking: list[dict[str, object]] = [{}, {"to": {}}, {"to": 7}, {"to": {"agency": "nobody"}}]
    for command in ("issue-share-request", "make-disclosure"):
        for to in lacking:
            facts = {"persons": [7], **to}
            refused = served.send("Bea Sutton", {"do": command, "facts": facts})
            assert refused.exit_code == 1
            assert "/facts/to" in refused.stderr
            assert '/words: missing. Add "words" to the file' in refused.stderr


def test_a_category_that_does_not_exist_is_refused_before_keys_are_made(
    deployment: Deployment,
) -> None:
    said = ("--name", "X", "--lead", "Y", "--contact", "Z")
    made = deployment.run("keys", "new", *said, "--category", "EA175-MSG")
    assert made.exit_code == USAGE
    assert "EA175-MSGB" in made.stderr
    assert "sharing-hub law list --bodies" in made.stderr
    assert not (deployment.folder / "desk-keys").exists()
    assert "EA175-MSGB" in deployment.run("law", "list", "--bodies").stdout


def test_the_desk_is_served_and_ends_when_told_to(served: Deployment) -> None:
    with serving("desk", served.settings, f"http://{served.settings['DESK_BIND']}"):
        pass
