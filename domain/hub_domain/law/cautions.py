"""What a person who decides is to mind, beside what the record of the decision says.

Duties owed to several of a family (R-010); a concern that nobody with a duty to act on it has
been told of (R-017); what the deciding agency lacks or has let lapse (R-264, R-335, R-336).
None of it stops anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hub_domain.law.catalogue import Body, LawOn
from hub_domain.law.evidence import Case
from hub_domain.law.judgement import Warned
from hub_domain.law.rows import Provision
from hub_domain.roles import Role


@dataclass(frozen=True, kw_only=True)
class Arrangements:
    """How the deciding agency stands at the time.

    ``roles``: those that its people hold; ``review_due``: of its arrangements, if it has
    recorded any; ``guidance``: what these cite.
    """

    roles: frozenset[str] = frozenset()
    review_due: date | None = None
    guidance: tuple[str, ...] = ()


def case_cautions(case: Case, *, told: bool) -> Iterator[Warned]:
    """Of the case: ``told``, whether the recipient learns of the concern or knows of it."""
    if case.conflict_of_duty:
        yield Warned("conflict-of-duty")
    known = case.police_know or case.social_care_notified
    if case.harm_feared and not known and not (told and case.receiver.statutory):
        yield Warned("no-statutory-recipient")


def arrangement_cautions(
    arrangements: Arrangements, holder: Body, law: LawOn
) -> Iterator[Warned]:
    """Of the agency that decides.

    That it has an information governance lead (R-426) is not asked: registering makes one, and
    the last one cannot leave (``lead-required``).
    """
    if "CG" in holder.flags and Role.CALDICOTT_GUARDIAN not in arrangements.roles:
        yield Warned("no-caldicott-guardian")
    if arrangements.review_due is not None and arrangements.review_due < law.day:
        yield Warned("policy-review-due")
    for cited in arrangements.guidance:
        successor = _superseded(cited, law)
        if successor:
            yield Warned("guidance-superseded", {"successor": successor})


def _superseded(cited: str, law: LawOn) -> str:
    """The last that has taken the place of guidance which is over; empty where nothing has."""
    line = [cited]
    while law.find(Provision, line[-1]) is None:
        versions = law.catalogue.versions(Provision, line[-1])
        successor = versions[-1].successor if versions else ""
        if not successor or successor in line:
            break
        line.append(successor)
    return line[-1] if len(line) > 1 else ""
