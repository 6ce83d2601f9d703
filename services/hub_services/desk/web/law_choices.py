"""What the law in force lets an agency choose: provisions, addressees, grounds, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hub_domain.law.capacity import Registration
from hub_domain.law.catalogue import Body, Catalogue, LawOn
from hub_domain.law.lawful import receives_by
from hub_domain.law.proportion import stale
from hub_domain.law.requests import purpose_fits
from hub_domain.law.rows import (
    ANY,
    Condition,
    Ground,
    NoConsentReason,
    Provision,
    RecordField,
    Topic,
)
from hub_domain.refusal import Refusal
from hub_services.desk.directory import AgencyEntry
from hub_services.words.named.grounds import CHALLENGES

TEXTS_OWED: Final[Mapping[str, str]] = {
    "partner-function": "function",
    "why-needed": "why-needed",
    "necessity": "necessity",
    "proportionality": "proportionality",
    "burden": "burden",
    "board-consideration": "board-consideration",
    "necessary-or-expedient": "necessary-or-expedient",
}
"""Which text a request owes for a word of the provision's ``requires``."""

ORDER_OF_TEXTS: Final = (
    "why-needed",
    "function",
    "board-consideration",
    "necessary-or-expedient",
    "necessity",
    "proportionality",
    "burden",
)
FUNCTION_OWED: Final = frozenset(
    {"partner-function", "social-services-function", "board-function"}
)

TASKS: Final = frozenset({"function", "power"})
"""The kinds of provision on which one tells unasked because one's task is laid down there."""


@dataclass(frozen=True)
class Law:
    """The catalogue on a day, as one agency meets it."""

    catalogue: Catalogue
    day: date

    def body(self, agency: AgencyEntry) -> Body:
        """An agency with its categories on the day; a delegation that is over is none."""
        return _registration(agency).as_addressed(self.catalogue, self.day)

    def acting(self, agency: AgencyEntry, exercising: str) -> tuple[Body, tuple[Refusal, ...]]:
        """An agency in the function it says it exercises, and what is refused of that."""
        return _registration(agency).as_acting(exercising, self.catalogue, self.day)

    def unnamed_limb(self) -> list[str]:
        """The reasons for no consent that do not say which limb of a condition they meet."""
        return [
            row.id
            for row in self.catalogue.every(NoConsentReason, on=self.day)
            if not (row.limb or row.details)
        ]

    def provision(self, provision_id: str) -> Provision | None:
        """What holds for a request under a provision, in force or as it last was."""
        return self.catalogue.latest(Provision, provision_id, self.day)

    def may_ask_under(self, agency: AgencyEntry) -> list[Provision]:
        """The provisions in force by which this agency may ask; its own duties come first."""
        body = self.body(agency)
        found = [
            row
            for row in self.catalogue.every(Provision, on=self.day)
            if row.requester
            and row.answers
            and body.in_nation(row.nation)
            and body.among(row.requester)
        ]
        return sorted(found, key=lambda row: (ANY in row.requester, not row.is_duty))

    def may_be_asked(self, provision: Provision, agency: AgencyEntry) -> bool:
        """Whether the provision reaches this agency."""
        body = self.body(agency)
        return body.in_nation(provision.nation) and body.among(provision.addressee)

    def texts_owed(self, provision: Provision) -> list[str]:
        """The texts that a request under the provision must have, in the order of asking."""
        owed = {TEXTS_OWED[word] for word in provision.requires if word in TEXTS_OWED}
        return [text for text in ORDER_OF_TEXTS if text in owed | {"why-needed"}]

    def topics(self) -> dict[str, str]:
        """What may be asked for, with its title; the screens have words for each that ships."""
        return {row.id: row.title for row in self.catalogue.every(Topic, on=self.day)}

    def challenges(self, provision: Provision) -> tuple[str, ...]:
        """The grounds on which a request under the provision can be challenged."""
        grounds = provision.challenge_grounds
        return CHALLENGES if ANY in grounds else grounds

    def declines(self, provision: Provision) -> tuple[str, ...]:
        """The grounds on which it can be declined: its own, or recognised ones as well."""
        own = tuple(ground for ground in provision.decline_grounds if ground != "recognised")
        general = self._recognised() if "recognised" in provision.decline_grounds else ()
        return (*own, *general)

    def withholds(self, provision: Provision | None) -> tuple[str, ...]:
        """The grounds on which an item asked for can be held back."""
        if provision is not None and provision.part == "own-ground":
            return self.declines(provision)
        if provision is not None and provision.is_duty:
            return self.challenges(provision)
        return self._recognised()

    def tasks_of(self, agency: AgencyEntry) -> list[Provision]:
        """The provisions in force that lay down a task for this agency (R-113)."""
        body = self.body(agency)
        return [
            row
            for row in self.catalogue.every(Provision, on=self.day)
            if body.in_nation(row.nation) and row.vests and body.among(row.vests)
        ]

    def purposes(
        self, provision: Provision | None, recipient: AgencyEntry, among: Iterable[str]
    ) -> list[str]:
        """The purposes that a provision serves and for which this agency may receive."""
        body, law = self.body(recipient), LawOn(self.catalogue, self.day)
        return [code for code in among if not any(purpose_fits(code, provision, body, law))]

    def is_old(self, as_at: date) -> bool:
        """Whether what was so on a day is old by now."""
        return stale(as_at, LawOn(self.catalogue, self.day))

    def recorded(self, *, child: bool) -> Iterator[RecordField]:
        """What a decision that shares records without further condition."""
        concerned = {"always", "shared"} | ({"child"} if child else set())
        return (
            row
            for row in self.catalogue.every(RecordField, on=self.day)
            if row.when in concerned
        )

    def conditions(self) -> list[str]:
        """The conditions that a decision may rest on, but for consent (R-104, R-105)."""
        return [
            row.id
            for row in self.catalogue.every(Condition, on=self.day)
            if row.regime == "general" and row.id != "explicit-consent"
        ]

    def functions_of(self, agency: AgencyEntry) -> list[str]:
        """The functions for which the agency holds a category; none where all are for all."""
        held = [code for plain in (agency.under or {}).values() for code in plain["functions"]]
        return sorted(set(held))

    def basis_for(self, agency: AgencyEntry, asked_under: Provision | None) -> tuple[str, str]:
        """The basis, and its provision, that follow from the request: for a person to confirm.

        A duty that addresses the agency is a legal obligation; otherwise a task that the law
        lays down for it; otherwise nothing is suggested.
        """
        body = self.body(agency)
        if asked_under and asked_under.is_duty and body.among(asked_under.addressee):
            return "legal-obligation", asked_under.id
        for task in sorted(self.tasks_of(agency), key=lambda row: row.kind != "function"):
            return "public-task", task.id
        return "", ""

    def may_tell_under(self, agency: AgencyEntry) -> list[Provision]:
        """The laws on which this agency can tell another unasked (R-006, R-112, R-113).

        The duties that bind it though nobody asks, and what lays a task down for it. A scheme
        has steps of its own, and what lets it ask lets it tell nobody.
        """
        body = self.body(agency)
        duties = [
            row
            for row in self.catalogue.every(Provision, on=self.day)
            if row.is_duty and not row.binds_when_asked
            if body.in_nation(row.nation) and body.among(row.addressee)
        ]
        return duties + [row for row in self.tasks_of(agency) if row.kind in TASKS]

    def may_be_told(self, provision: Provision, agency: AgencyEntry) -> bool:
        """Whether the provision lets this agency be told; the rules judge it again."""
        return receives_by(provision, self.body(agency))

    def rests_on(self, agency: AgencyEntry, provision: Provision | None) -> tuple[str, str]:
        """The basis, and its provision, that follow from the law chosen to tell unasked."""
        if provision is None:
            return "", ""
        bound = provision.is_duty and self.body(agency).among(provision.addressee)
        return "legal-obligation" if bound else "public-task", provision.id

    def _recognised(self) -> tuple[str, ...]:
        return tuple(
            row.id
            for row in self.catalogue.every(Ground, on=self.day)
            if row.recognised and not row.provision_only and not _PROOF & set(row.needs)
        )


def _registration(agency: AgencyEntry) -> Registration:
    return Registration.read(agency.agency_id, agency.nation, agency.categories, agency.under)


def wants_function(provision: Provision) -> bool:
    """Whether a request names a function of the requester."""
    return bool(FUNCTION_OWED & set(provision.requires))


_PROOF: Final = frozenset({"purpose-no", "lawful-no", "disclosure", "bar", "bar-for-child"})
"""Grounds that need a proof beside their text are given with a decision, not here."""
