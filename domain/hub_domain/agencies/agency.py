"""An agency: a body that takes part, with its people, duty posts and public keys.

The operator registers an agency with its first keys and its first
information-governance-lead. From then on only that lead, by that agency's own statement,
registers its practitioners, roles, duty posts, arrangements and keys; the operator can change
none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate, Opening, at_first_without
from hub_domain.ids import an_id
from hub_domain.law.capacity import Held, must_show
from hub_domain.law.rows import BodyCategory
from hub_domain.refusal import Refusal
from hub_domain.roles import SCRUTINY, Role


class Kind(StrEnum):
    """What an agency is to the hub."""

    PARTNER = "partner"
    SCRUTINY = "scrutiny"
    OPERATOR = "operator"


class Custody(StrEnum):
    """Where an agency's private keys are: its own desk, or a desk that hosts it."""

    OWN = "own"
    HOSTED = "hosted"


@dataclass(frozen=True, kw_only=True)
class PublicKeys:
    """An agency's public keys of one epoch: sealing (X-Wing), Ed25519 and ML-DSA-65."""

    kid: str
    epoch: int
    custody: str
    sealing: bytes
    ed25519: bytes
    ml_dsa_65: bytes

    def plain(self) -> dict[str, object]:
        """As an event keeps it."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    """A practitioner as everybody may know them: they act in office."""

    id: UUID
    name: str
    post: str
    contact: str


_ROLES_BY_KIND: Mapping[Kind, frozenset[Role]] = {
    Kind.PARTNER: frozenset(Role) - SCRUTINY - {Role.OPERATOR},
    Kind.SCRUTINY: SCRUTINY | {Role.INFORMATION_GOVERNANCE_LEAD},
    Kind.OPERATOR: frozenset({Role.OPERATOR, Role.INFORMATION_GOVERNANCE_LEAD}),
}


class Agency(Aggregate):
    """One body that takes part."""

    TOPIC = "agency"

    class Registered(Opening):
        TOPIC = "agency.registered"
        name: str
        nation: str
        kind: str
        categories: list[str]
        under: dict[str, dict[str, object]]
        keys: dict[str, object]
        lead: dict[str, object]
        lead_roles: list[str]

        class_version = 2
        upcast_v1_v2 = staticmethod(at_first_without(under={}))

    class PractitionerRegistered(Aggregate.Event):
        TOPIC = "agency.practitioner-registered"
        practitioner_id: UUID
        name: str
        post: str
        contact: str
        roles: list[str]

        def apply(self, aggregate: Agency) -> None:
            held = frozenset(self.roles)
            aggregate.roles = {**aggregate.roles, self.practitioner_id: held}

    class RolesChanged(Aggregate.Event):
        TOPIC = "agency.roles-changed"
        practitioner_id: UUID
        roles: list[str]

        def apply(self, aggregate: Agency) -> None:
            held = frozenset(self.roles)
            aggregate.roles = {**aggregate.roles, self.practitioner_id: held}

    class DutyPostRegistered(Aggregate.Event):
        TOPIC = "agency.duty-post-registered"
        post_id: UUID
        name: str
        contact: str
        holders: list[UUID]

        def apply(self, aggregate: Agency) -> None:
            held = frozenset(self.holders)
            aggregate.posts = {**aggregate.posts, self.post_id: held}

    class ArrangementRecorded(Aggregate.Event):
        TOPIC = "agency.arrangement-recorded"
        own_functions: str
        services_by_others: str
        sharing_process: str
        owner: UUID
        review_due: date
        guidance: list[str]

        class_version = 2
        upcast_v1_v2 = staticmethod(at_first_without(guidance=[]))

        def apply(self, aggregate: Agency) -> None:
            aggregate.arrangements_review_due = self.review_due

    class KeyPublished(Aggregate.Event):
        TOPIC = "agency.key-published"
        keys: dict[str, object]

        def apply(self, aggregate: Agency) -> None:
            aggregate.epoch = int(str(self.keys["epoch"]))
            aggregate.kids |= {str(self.keys["kid"])}

    def __init__(
        self,
        name: str,
        nation: str,
        kind: str,
        categories: list[str],
        keys: dict[str, object],
        lead: dict[str, object],
        lead_roles: list[str],
        **_: object,
    ) -> None:
        self.kind = Kind(kind)
        self.nation = nation
        self.categories = frozenset(categories)
        self.epoch = int(str(keys["epoch"]))
        self.kids = frozenset({str(keys["kid"])})
        self.roles: dict[UUID, frozenset[str]] = {an_id(lead["id"]): frozenset(lead_roles)}
        self.posts: dict[UUID, frozenset[UUID]] = {}
        self.arrangements_review_due: date | None = None

    @classmethod
    def register(
        cls,
        acting: Acting,
        *,
        agency_id: UUID,
        name: str,
        nation: str,
        kind: Kind,
        categories: Iterable[BodyCategory],
        under: Mapping[str, Held],
        keys: PublicKeys,
        lead: StaffMember,
    ) -> Self:
        """Register a body under its catalogue categories, with first keys and first lead.

        R-020: a partner holds at least one category in force; the caller has looked each up in
        the catalogue for the day. ``under``: by what it holds those that need it (R-030 to
        R-046, R-076).
        """
        rows = {row.id: row for row in categories}
        if kind is Kind.PARTNER and not rows:
            raise CategoryRequired
        for category, row in rows.items():
            must_show(row, under.get(category, Held()))
        roles = {Role.INFORMATION_GOVERNANCE_LEAD}
        if kind is Kind.OPERATOR:
            roles.add(Role.OPERATOR)
        return cls.begin(
            cls.Registered,
            acting,
            stream_id=agency_id,
            name=name,
            nation=nation,
            kind=kind.value,
            categories=sorted(rows),
            under={category: under[category].plain() for category in sorted(under)},
            keys=keys.plain(),
            lead=asdict(lead),
            lead_roles=sorted(role.value for role in roles),
        )

    def register_practitioner(
        self, acting: Acting, *, member: StaffMember, roles: Iterable[Role]
    ) -> None:
        """Register one of the agency's own people with at least one role it may give."""
        self._only_its_own(acting)
        if member.id in self.roles:
            raise AlreadyRegistered(id=member.id)
        self.record(
            self.PractitionerRegistered,
            acting,
            practitioner_id=member.id,
            name=member.name,
            post=member.post,
            contact=member.contact,
            roles=self._given(roles),
        )

    def change_roles(
        self, acting: Acting, *, practitioner_id: UUID, roles: Iterable[Role]
    ) -> None:
        """Give a practitioner exactly these roles; none means that they have left.

        An agency is never left without an information-governance-lead.
        """
        self._only_its_own(acting)
        if practitioner_id not in self.roles:
            raise NotRegistered(id=practitioner_id)
        given = sorted(role.value for role in self._allowed(roles))
        lead = Role.INFORMATION_GOVERNANCE_LEAD
        others = [held for who, held in self.roles.items() if who != practitioner_id]
        if lead not in given and not any(lead in held for held in others):
            raise LeadRequired
        self.record(self.RolesChanged, acting, practitioner_id=practitioner_id, roles=given)

    def register_duty_post(
        self, acting: Acting, *, post_id: UUID, name: str, contact: str, holders: Iterable[UUID]
    ) -> None:
        """Register a desk that can receive, with a verified contact and its holders (R-157)."""
        self._only_its_own(acting)
        held_by = sorted(set(holders))
        if not held_by:
            raise HolderRequired
        for holder in held_by:
            if not self.roles.get(holder):
                raise NotRegistered(id=holder)
        self.record(
            self.DutyPostRegistered,
            acting,
            post_id=post_id,
            name=name,
            contact=contact,
            holders=held_by,
        )

    def record_arrangement(
        self,
        acting: Acting,
        *,
        own_functions: str,
        services_by_others: str,
        sharing_process: str,
        owner: UUID,
        review_due: date,
        guidance: Iterable[str] = (),
    ) -> None:
        """Record the arrangements to safeguard and to share (R-020, Children Act 2004 s.11).

        ``guidance``: what they cite; the caller has looked each up in the catalogue (R-336).
        """
        self._only_its_own(acting)
        if not (
            own_functions.strip() and services_by_others.strip() and sharing_process.strip()
        ):
            raise ArrangementIncomplete
        if not self.roles.get(owner):
            raise NotRegistered(id=owner)
        self.record(
            self.ArrangementRecorded,
            acting,
            own_functions=own_functions,
            services_by_others=services_by_others,
            sharing_process=sharing_process,
            owner=owner,
            review_due=review_due,
            guidance=sorted(set(guidance)),
        )

    def publish_key(self, acting: Acting, *, keys: PublicKeys) -> None:
        """Publish the public keys of the next epoch, signed for by the keys before them."""
        self._only_its_own(acting)
        if keys.epoch != self.epoch + 1:
            raise EpochOutOfOrder(expected=self.epoch + 1)
        if keys.kid in self.kids:
            raise KeyPublishedBefore
        self.record(self.KeyPublished, acting, keys=keys.plain())

    def _only_its_own(self, acting: Acting) -> None:
        if acting.agency != self.id:
            raise NotItsOwn

    def _allowed(self, roles: Iterable[Role]) -> frozenset[Role]:
        asked = frozenset(roles)
        if beyond := asked - _ROLES_BY_KIND[self.kind]:
            raise RoleNotForKind(kind=self.kind.value, roles=tuple(sorted(beyond)))
        return asked

    def _given(self, roles: Iterable[Role]) -> list[str]:
        given = sorted(role.value for role in self._allowed(roles))
        if not given:
            raise RoleMissing
        return given


class CategoryRequired(Refusal):
    """A partner takes part under at least one category of the catalogue (R-020, R-422)."""

    code = "category-required"
    duty = "R-020"


class NotItsOwn(Refusal):
    """Only an agency itself changes its people, posts, arrangements and keys."""

    code = "not-its-own"
    duty = "UKGDPR-24"


@dataclass(eq=False, kw_only=True)
class AlreadyRegistered(Refusal):
    """A practitioner is registered once; roles are changed by their own command."""

    id: UUID
    code = "already-registered"
    duty = "UKGDPR-24"


@dataclass(eq=False, kw_only=True)
class NotRegistered(Refusal):
    """Posts, ownership and roles belong to practitioners whom the agency has registered."""

    id: UUID
    code = "not-registered"
    duty = "R-157"


@dataclass(eq=False, kw_only=True)
class RoleNotForKind(Refusal):
    """Partners hold casework roles, scrutiny bodies scrutiny roles, the operator its own."""

    kind: str
    roles: tuple[str, ...]
    code = "role-not-for-kind"
    duty = "R-224"


class RoleMissing(Refusal):
    """A practitioner is registered in at least one role."""

    code = "role-missing"
    duty = "R-224"


class LeadRequired(Refusal):
    """An agency always has an information-governance-lead."""

    code = "lead-required"
    duty = "UKGDPR-24"


class HolderRequired(Refusal):
    """A duty post is held by at least one registered practitioner (R-157)."""

    code = "holder-required"
    duty = "R-157"


class ArrangementIncomplete(Refusal):
    """Arrangements name own functions, services by others and the sharing process (R-020)."""

    code = "arrangement-incomplete"
    duty = "R-020"


@dataclass(eq=False, kw_only=True)
class NotGuidance(Refusal):
    """Arrangements cite guidance that the catalogue has, so that it is told when it lapses."""

    cited: str
    code = "not-guidance"
    duty = "R-336, R-431"


@dataclass(eq=False, kw_only=True)
class EpochOutOfOrder(Refusal):
    """Key epochs follow one another without a gap."""

    expected: int
    code = "epoch-out-of-order"
    duty = "UKGDPR-32"


class KeyPublishedBefore(Refusal):
    """Each epoch has keys of its own; what was sealed under earlier ones stays readable."""

    code = "key-published-before"
    duty = "UKGDPR-32"
