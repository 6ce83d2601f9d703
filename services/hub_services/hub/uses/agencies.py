"""Registering bodies, and what each body registers of itself."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from hub_domain.agencies.agency import (
    Agency,
    Custody,
    Kind,
    NotGuidance,
    PublicKeys,
    StaffMember,
)
from hub_domain.law.capacity import Held
from hub_domain.law.catalogue import law_date
from hub_domain.law.rows import Provision
from hub_domain.roles import Role
from hub_services.hub.codes import CategoryCode, ProvisionCode, ScopeFunction
from hub_services.hub.facts import Day, Facts, Id, Plain
from hub_services.hub.registry import Command
from hub_services.hub.work import Changes, Work

_LEAD = frozenset({Role.INFORMATION_GOVERNANCE_LEAD})
_OPERATOR = frozenset({Role.OPERATOR})


def _key_of(size: int) -> type[str]:
    """A key of that many bytes, in unpadded base64url."""

    def check(value: str) -> str:
        try:
            found = len(urlsafe_b64decode(value + "=" * (-len(value) % 4)))
        except (NotBase64, ValueError):
            found = -1
        if found != size:
            raise ValueError("not a key of that kind")
        return value

    pattern = Field(pattern=r"^[A-Za-z0-9_-]{43,4000}$")
    return Annotated[str, pattern, AfterValidator(check)]  # type: ignore[return-value]


class Keys(Facts):
    """Public keys of one epoch, in unpadded base64url: X-Wing, Ed25519, ML-DSA-65."""

    epoch: Annotated[int, Field(ge=1, le=100_000)]
    custody: Custody
    sealing: _key_of(1216)  # type: ignore[valid-type]
    ed25519: _key_of(32)  # type: ignore[valid-type]
    ml_dsa_65: _key_of(1952)  # type: ignore[valid-type]

    def public(self) -> PublicKeys:
        """As the domain has them; the id is that of the key which signs statements."""
        signing = _bytes(self.ed25519)
        return PublicKeys(
            kid=hashlib.sha256(signing).hexdigest()[:32],
            epoch=self.epoch,
            custody=self.custody.value,
            sealing=_bytes(self.sealing),
            ed25519=signing,
            ml_dsa_65=_bytes(self.ml_dsa_65),
        )


def _bytes(value: str) -> bytes:
    return urlsafe_b64decode(value + "=" * (-len(value) % 4))


class Member(Facts):
    """A practitioner, who acts in office: name, post and work contact are in clear."""

    id: Id
    name: Plain
    post: Plain
    contact: Plain

    def staff(self) -> StaffMember:
        """As the domain has them."""
        return StaffMember(id=self.id, name=self.name, post=self.post, contact=self.contact)


class HeldUnder(Facts):
    """By what a body holds a category, as far as the category's row needs it.

    A delegation runs from ``valid_from`` to ``valid_to``, its last day. ``agreement`` and
    ``regulation`` are references.
    """

    functions: Annotated[list[ScopeFunction], Field(max_length=20)] = []
    principal: Id | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    agreement: Plain | None = None
    regulation: Plain | None = None

    def held(self) -> Held:
        """As the law has it."""
        return Held(
            functions=tuple(self.functions),
            principal=self.principal,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            agreement=self.agreement or "",
            regulation=self.regulation or "",
        )


class RegisterAgency(Facts):
    """A body with its categories, first keys and first information-governance-lead.

    ``nation``: where it acts, in England, in Wales, or in both, as the NSPCC does.
    ``under``: by what it holds a category whose row needs more than its name.
    """

    name: Plain
    nation: Literal["E", "W", "EW"]
    kind: Literal["partner", "scrutiny"]
    categories: Annotated[list[CategoryCode], Field(max_length=20)]
    under: Annotated[dict[CategoryCode, HeldUnder], Field(max_length=20)] = {}
    keys: Keys
    lead: Member

    @model_validator(mode="after")
    def _only_what_is_held(self) -> Self:
        if not set(self.under) <= set(self.categories):
            raise ValueError("under a category that is not among them")
        return self


class RegisterPractitioner(Facts):
    """One of the agency's own people, with roles."""

    member: Member
    roles: Annotated[list[Role], Field(min_length=1, max_length=16)]


class ChangeRoles(Facts):
    """Exactly these roles from now on; none means that they have left."""

    practitioner: Id
    roles: Annotated[list[Role], Field(max_length=16)]


class RegisterDutyPost(Facts):
    """A desk that can receive: rota, verified contact, holders."""

    post: Id
    name: Plain
    contact: Plain
    holders: Annotated[list[Id], Field(min_length=1, max_length=200)]


class RecordArrangement(Facts):
    """Arrangements under Children Act 2004 s.11 or s.28, about the agency itself.

    ``guidance``: what they cite, by its rows in the catalogue.
    """

    own_functions: Plain
    services_by_others: Plain
    sharing_process: Plain
    owner: Id
    review_due: Day
    guidance: Annotated[list[ProvisionCode], Field(max_length=50)] = []


class PublishKey(Facts):
    """Public keys of the next epoch."""

    keys: Keys


def register(work: Work, facts: RegisterAgency) -> Changes:
    """Register a body; each category is in force and of its nation on the day."""
    on = law_date(work.acting.occurred_at)
    rows = [
        work.catalogue.category(category, on, nation=facts.nation)
        for category in facts.categories
    ]
    for each in facts.under.values():
        if each.principal is not None:
            work.partner(each.principal)
    work.must_be_nobody_elses(facts.lead.id)
    agency = Agency.register(
        work.acting,
        agency_id=work.begun(),
        name=facts.name,
        nation=facts.nation,
        kind=Kind(facts.kind),
        categories=rows,
        under={category: each.held() for category, each in facts.under.items()},
        keys=facts.keys.public(),
        lead=facts.lead.staff(),
    )
    return Changes(saved=(agency,))


def register_practitioner(work: Work, facts: RegisterPractitioner) -> Changes:
    """Register one of the agency's own people."""
    agency = work.subject(Agency)
    work.must_be_nobody_elses(facts.member.id)
    agency.register_practitioner(work.acting, member=facts.member.staff(), roles=facts.roles)
    return Changes(saved=(agency,))


def change_roles(work: Work, facts: ChangeRoles) -> Changes:
    """Change the roles of one of the agency's own people."""
    agency = work.subject(Agency)
    agency.change_roles(work.acting, practitioner_id=facts.practitioner, roles=facts.roles)
    return Changes(saved=(agency,))


def register_duty_post(work: Work, facts: RegisterDutyPost) -> Changes:
    """Register a duty post."""
    agency = work.subject(Agency)
    work.must_be_nobody_elses(facts.post)
    agency.register_duty_post(
        work.acting,
        post_id=facts.post,
        name=facts.name,
        contact=facts.contact,
        holders=facts.holders,
    )
    return Changes(saved=(agency,))


def record_arrangement(work: Work, facts: RecordArrangement) -> Changes:
    """Record the agency's arrangements."""
    for cited in facts.guidance:
        known = work.catalogue.versions(Provision, cited)
        if not any(row.kind == "guidance" for row in known):
            raise NotGuidance(cited=cited)
    agency = work.subject(Agency)
    agency.record_arrangement(
        work.acting,
        own_functions=facts.own_functions,
        services_by_others=facts.services_by_others,
        sharing_process=facts.sharing_process,
        owner=facts.owner,
        review_due=facts.review_due,
        guidance=facts.guidance,
    )
    return Changes(saved=(agency,))


def publish_key(work: Work, facts: PublishKey) -> Changes:
    """Publish the keys of the next epoch."""
    agency = work.subject(Agency)
    agency.publish_key(work.acting, keys=facts.keys.public())
    return Changes(saved=(agency,))


COMMANDS = (
    Command(
        name="register-agency",
        path="/v1/agencies",
        facts=RegisterAgency,
        use=register,
        roles=_OPERATOR,
        begins=True,
        summary="Register a body with its categories, first keys and first governance lead",
    ),
    Command(
        name="register-practitioner",
        path="/v1/agencies/{about}/practitioners",
        facts=RegisterPractitioner,
        use=register_practitioner,
        roles=_LEAD,
        summary="Register one of your agency's people with their roles",
    ),
    Command(
        name="change-roles",
        path="/v1/agencies/{about}/roles",
        facts=ChangeRoles,
        use=change_roles,
        roles=_LEAD,
        summary="Set the roles of one of your agency's people; none when they leave",
    ),
    Command(
        name="register-duty-post",
        path="/v1/agencies/{about}/duty-posts",
        facts=RegisterDutyPost,
        use=register_duty_post,
        roles=_LEAD,
        summary="Register a duty post that can receive, with its holders",
    ),
    Command(
        name="record-arrangement",
        path="/v1/agencies/{about}/arrangements",
        facts=RecordArrangement,
        use=record_arrangement,
        roles=_LEAD,
        summary="Record your agency's arrangements to safeguard and to share",
    ),
    Command(
        name="publish-key",
        path="/v1/agencies/{about}/keys",
        facts=PublishKey,
        use=publish_key,
        roles=_LEAD,
        summary="Publish your agency's public keys of the next epoch",
    ),
)
