"""What is refused of a request, beside what the law says of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from hub_domain.refusal import Refusal


class SubjectNotInScope(Refusal):
    """It is done for a child, or an adult at risk or facing serious harm (R-011)."""

    code = "subject-not-in-scope"
    duty = "R-011"


class DueInThePast(Refusal):
    """A request leaves time to answer it (R-188)."""

    code = "due-in-the-past"
    duty = "R-188"


class NotNarrower(Refusal):
    """A narrowed request asks for less than before, and for something (R-062)."""

    code = "not-narrower"
    duty = "R-062"


class AlreadyAnswered(Refusal):
    """What was supplied in full is answered; a correction is a disclosure of its own."""

    code = "already-answered"
    duty = "R-200"


class SupplyByDisclosure(Refusal):
    """Supplied and partly-supplied are answered by the disclosure that supplies."""

    code = "supply-by-disclosure"
    duty = "R-201"


@dataclass(eq=False, kw_only=True)
class ItemNotRelevant(Refusal):
    """What answers a request is about those whom it asks about, and nobody else (R-183)."""

    persons: tuple[UUID, ...]
    code = "item-not-relevant"
    duty = "R-183"
