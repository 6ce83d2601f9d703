"""One proper use of every command, drafted but not yet sent.

A test spoils it, sends it as somebody else, or sends it as it is. What must stand before (the
request that is answered, the decision that is carried out) is made through the interface.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from hub_domain.ids import edition_id
from hub_domain.roles import Role
from hub_infra.sealing import AgencyPrivateKeys, Sealed, Segment
from hub_services.hub.uses import COMMANDS
from tests.api.town import CHALLENGE, NOTE, WITHHELD, Matter, Town, newcomer, reasons
from tests.support.world import Answered, Caller, checks, keys_facts, member_facts


@dataclass(frozen=True)
class Case:
    """A command as a desk would send it: by whom, about what, and its body."""

    by: Caller
    name: str
    about: UUID
    version: int
    body: Mapping[str, Any]

    @property
    def facts(self) -> dict[str, Any]:
        """A copy of the facts, to be spoiled."""
        return copy.deepcopy(dict(self.body["facts"]))

    @property
    def target(self) -> str:
        """Method and path."""
        return COMMANDS[self.name].target(self.about)

    def send(self, by: Caller | None = None, **other: Any) -> Answered:
        """Send it, signed over the facts that it has."""
        by = by or self.by
        compact = by.statement(
            self.name,
            about=self.about,
            version=self.version,
            target=self.target,
            facts=self.body["facts"],
            **other,
        )
        return by.send(compact, self.target, dict(self.body))

    def with_facts(self, facts: object) -> Case:
        """The same with other facts."""
        return replace(self, body={**self.body, "facts": facts})


@dataclass
class Draft(Caller):
    """A caller who drafts and does not send."""

    case: Case | None = field(default=None)

    def do(
        self,
        name: str,
        *,
        about: UUID,
        version: int,
        facts: Mapping[str, Any],
        sealed: Sealed | None = None,
        **_: Any,
    ) -> Answered:
        """Keep what would be sent."""
        body: dict[str, Any] = {"facts": dict(facts)}
        if sealed is not None:
            header: Any = sealed.envelope["header"]
            body["facts"]["sealed"] = {"envelope": header["eid"], "digest": sealed.digest}
            body |= {"envelope": sealed.envelope, "shares": sealed.shares}
        sender = Caller(self.world, self.body, self.id, self.role)
        self.case = Case(sender, name, about, version, body)
        return Answered(0, {}, {})

    @property
    def drafted(self) -> Case:
        """The last command that was drafted."""
        assert self.case is not None
        return self.case


def draft(by: Caller) -> Draft:
    """The same person, drafting."""
    return Draft(by.world, by.body, by.id, by.role)


def _plain(
    name: str,
    by: Caller,
    about: UUID,
    version: int,
    sealed: Sealed | None = None,
    /,
    **facts: Any,
) -> Case:
    drafting = draft(by)
    drafting.do(name, about=about, version=version, facts=facts, sealed=sealed)
    return drafting.drafted


def _register_agency(town: Town, by: Caller) -> Case:
    about = town.world.ids.stream()
    return _plain(
        "register-agency",
        by,
        about,
        0,
        name="Ysgol y Bryn",
        nation="W",
        kind="partner",
        categories=["W28-LA"],
        under={"W28-LA": {}},
        keys=keys_facts(AgencyPrivateKeys.generate().public(about, 1)),
        lead=member_facts(uuid4(), "Siân O'Brien-Ŵyn"),
    )


def _own(
    name: str, /, **facts: Callable[[Town, Caller], Any]
) -> Callable[[Town, Caller], Case]:
    """A command of a governance lead about their own agency."""

    def case(town: Town, by: Caller) -> Case:
        named = {key: value(town, by) for key, value in facts.items()}
        return _plain(name, by, by.body.id, _version(town, by), **named)

    return case


def _change_roles(town: Town, by: Caller) -> Case:
    leaver = newcomer(town.parish, "practitioner")
    change = _own(
        "change-roles",
        practitioner=lambda _town, _by: str(leaver.id),
        roles=lambda _town, _by: ["practitioner", "manager"],
    )
    return change(town, by)


def _version(town: Town, by: Caller) -> int:
    found = town.bea.read(f"/v1/agencies/{by.body.id}").ok()["agency"]
    return int(found["version"])


def _next_keys(town: Town, by: Caller) -> dict[str, Any]:
    epochs = town.bea.read(f"/v1/agencies/{by.body.id}").ok()["keys"]
    return keys_facts(by.body.make_keys(len(epochs) + 1))


def _issue(town: Town, by: Caller) -> Case:
    drafting = draft(by)
    town.asking(drafting)
    return drafting.drafted


def _received(town: Town, by: Caller) -> Matter:
    """A request that is addressed to this very practitioner of the school."""
    return town.asked(to={"practitioner": str(by.id)})


def _narrow(town: Town, by: Caller) -> Case:
    author = by if by.role in COMMANDS["issue-share-request"].roles else town.gwen
    matter = town.asked(author, pupils=2)
    return _plain(
        "narrow-share-request",
        by,
        matter.request,
        1,
        persons=[str(matter.pupil)],
        items=[str(matter.item)],
        due_at="2026-10-26T16:00:00Z",
    )


def _withdraw(town: Town, by: Caller) -> Case:
    author = by if by.role in COMMANDS["issue-share-request"].roles else town.gwen
    matter = town.asked(author)
    return _plain("withdraw-share-request", by, matter.request, 1, why="wrong-agency")


def _explain(town: Town, by: Caller) -> Case:
    author = by if by.role in COMMANDS["issue-share-request"].roles else town.gwen
    matter = town.asked(author)
    _challenge_of(matter, town.bea, town).send().ok()
    said = {"explanation": "The review is about the term before the pupil left."}
    segment = Segment(matter.request, "why", None, said)
    sealed = by.seal(matter.request, town.bea.body, segment)
    return _plain(
        "explain-share-request",
        by,
        matter.request,
        2,
        sealed,
        due_at="2026-10-26T16:00:00Z",
        texts=checks(said),
    )


def _assign(town: Town, by: Caller) -> Case:
    matter = _received(town, by)
    return _plain("assign-share-request", by, matter.request, 1, to=str(by.id))


def _challenge(town: Town, by: Caller) -> Case:
    return _challenge_of(_received(town, by), by, town)


def _challenge_of(matter: Matter, by: Caller, town: Town) -> Case:
    sealed = reasons(by, matter.request, town.board.body, CHALLENGE)
    return _plain(
        "challenge-share-request",
        by,
        matter.request,
        1,
        sealed,
        ground="not-necessary",
        texts=checks(CHALLENGE),
    )


def _decline(town: Town, by: Caller) -> Case:
    matter = town.asked(
        town.asha,
        to={"practitioner": str(by.id)},
        provision="CA1989-47",
        function=None,
        purpose="child-protection",
    )
    decision, answered = town.withholding(matter, by)
    answered.ok()
    sealed = reasons(by, matter.request, town.council.body, WITHHELD)
    return _plain(
        "decline-share-request",
        by,
        matter.request,
        1,
        sealed,
        ground="not-relevant",
        decision=str(decision),
        texts=checks(WITHHELD),
    )


def _answer(town: Town, by: Caller) -> Case:
    matter = _received(town, by)
    search = {
        "systems": ["management-information-system"],
        "period_from": "2025-09-01",
        "period_to": "2026-07-20",
        "identifiers": ["name"],
        "not_searched": ["paper-archive"],
    }
    said = {"reasons": "No register of that year was kept for the pupil at this school."}
    sealed = reasons(by, matter.request, town.board.body, said)
    return _plain(
        "answer-share-request",
        by,
        matter.request,
        1,
        sealed,
        answer="not-held",
        search=search,
        texts=checks(said),
    )


def _decide(town: Town, by: Caller) -> Case:
    matter, drafting = _received(town, by), draft(by)
    town.deciding(matter, drafting, came_from={"basis": "request"})
    return drafting.drafted


def _disclose(town: Town, by: Caller) -> Case:
    matter = _received(town, by)
    decider = by if by.role in COMMANDS["make-sharing-decision"].roles else None
    if decider is None:
        matter = town.asked()
    decision, drafting = town.decided(matter, decider), draft(by)
    town.disclosing(matter, decision, drafting)
    return drafting.drafted


def _note(town: Town, by: Caller) -> Case:
    decision = town.decided(town.asked())
    sealed = reasons(by, decision, None, NOTE)
    return _plain("file-note", by, decision, 1, sealed, texts=checks(NOTE))


def _acknowledge(town: Town, by: Caller) -> Case:
    disclosure = town.disclosed(town.asked(), to=by)
    return _plain(
        "acknowledge-disclosure", by, disclosure, 1, significance="new", action="planned"
    )


def _take_over_request(town: Town, by: Caller) -> Case:
    """What the co-ordinator was asked and does not answer."""
    matter = town.asked(to={"practitioner": str(town.ella.id)})
    return _plain("take-over-share-request", by, matter.request, 1, why="away")


def _take_over_disclosure(town: Town, by: Caller) -> Case:
    """What an officer was sent and does not read."""
    disclosure = town.disclosed(town.asked(), to=town.colm)
    return _plain("take-over-disclosure", by, disclosure, 1, why="on-leave")


def _letter(town: Town, by: Caller) -> UUID:
    """An envelope that this practitioner of the school may open."""
    if by.role == Role.CALDICOTT_GUARDIAN:
        decision = town.decided(town.asked())
        (writing,) = by.read(f"/v1/sharing-decisions/{decision}").ok()["writings"]
        return UUID(writing["envelope"])
    found = town.gwen.read(f"/v1/share-requests/{_received(town, by).request}").ok()
    return UUID(found["request"]["envelope"])


def _release(town: Town, by: Caller) -> Case:
    envelope = _letter(town, by)
    kept = town.world.process.means.envelopes.get(envelope)
    assert kept is not None
    tags = [segment.tag for segment in kept.segments]
    return _plain("release-shares", by, envelope, 0, segments=tags, why="casework")


def _mismatch(town: Town, by: Caller) -> Case:
    return _plain("report-text-mismatch", by, _letter(town, by), 0, text="why-needed")


def _publish(town: Town, by: Caller) -> Case:
    """The next edition, with one guidance more than the newest."""
    newest = town.bea.read("/v1/law/editions").ok()["editions"][-1]["edition"]
    guidance = {
        "id": f"NOTE-{newest + 1}",
        "title": "A note on practice",
        "source": "The partnership, in writing",
        "kind": "guidance",
        "nation": ["E"],
        "valid_from": "2026-10-01",
    }
    about = edition_id(newest + 1)
    tables = {"provision": [guidance]}
    return _plain("publish-edition", by, about, 0, after=newest, tables=tables)


CASES: Mapping[str, Callable[[Town, Caller], Case]] = {
    "register-agency": _register_agency,
    "register-practitioner": _own(
        "register-practitioner",
        member=lambda _town, _by: member_facts(uuid4(), "Siân Tregarth-O'Brien"),
        roles=lambda _town, _by: ["practitioner"],
    ),
    "change-roles": _change_roles,
    "register-duty-post": _own(
        "register-duty-post",
        post=lambda _town, _by: str(uuid4()),
        name=lambda _town, _by: "Duty desk",
        contact=lambda _town, _by: "01632 960123",
        holders=lambda town, _by: [str(town.sam.id)],
    ),
    "record-arrangement": _own(
        "record-arrangement",
        own_functions=lambda _town, _by: "Safeguarding pupils",
        services_by_others=lambda _town, _by: "Contracts carry the same duties",
        sharing_process=lambda _town, _by: "Through the safeguarding lead",
        owner=lambda town, _by: str(town.sam.id),
        review_due=lambda _town, _by: "2027-10-01",
    ),
    "publish-key": _own("publish-key", keys=_next_keys),
    "issue-share-request": _issue,
    "narrow-share-request": _narrow,
    "withdraw-share-request": _withdraw,
    "explain-share-request": _explain,
    "assign-share-request": _assign,
    "challenge-share-request": _challenge,
    "decline-share-request": _decline,
    "answer-share-request": _answer,
    "make-sharing-decision": _decide,
    "file-note": _note,
    "make-disclosure": _disclose,
    "acknowledge-disclosure": _acknowledge,
    "take-over-share-request": _take_over_request,
    "take-over-disclosure": _take_over_disclosure,
    "release-shares": _release,
    "report-text-mismatch": _mismatch,
    "publish-edition": _publish,
}

AT_THE_BOARD = frozenset(
    {
        "issue-share-request",
        "narrow-share-request",
        "withdraw-share-request",
        "explain-share-request",
        "acknowledge-disclosure",
        "take-over-disclosure",
    }
)
"""Commands of the side that asks; all others here are of the side that holds."""


def usual(town: Town, name: str) -> Caller:
    """Who would usually give the command."""
    roles = COMMANDS[name].roles
    if Role.OPERATOR in roles:
        return town.operator
    if Role.INFORMATION_GOVERNANCE_LEAD in roles:
        return town.parish.lead
    if name in AT_THE_BOARD:
        return town.gwen if town.gwen.role in roles else town.mona
    return town.ella if roles == {Role.CO_ORDINATOR} else town.bea


def case_of(town: Town, name: str, by: Caller | None = None) -> Case:
    """A proper use of the command, by who would usually give it or by another."""
    return CASES[name](town, by or usual(town, name))
