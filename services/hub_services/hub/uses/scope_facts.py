"""Why a person is protected, as a desk states it: the same in a request and in a decision."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hub_domain.law import evidence as law
from hub_services.hub.codes import AtRiskLimb
from hub_services.hub.facts import Facts, Id


class ScopeFacts(Facts):
    """Why a person is protected, and who says so, which makes it evidence (R-011, R-481)."""

    kind: Literal["unborn", "under-18", "adult-at-risk", "adult-at-risk-of-serious-harm"]
    limbs: Annotated[list[AtRiskLimb], Field(max_length=5)] = []
    stated_by: Id
    estimated: bool

    def evidence(self) -> law.Scope:
        """As the law weighs it."""
        return law.Scope(
            kind=self.kind,
            limbs=tuple(self.limbs),
            stated_by=self.stated_by,
            estimated=self.estimated,
        )
