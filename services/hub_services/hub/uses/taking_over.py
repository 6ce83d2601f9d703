"""Taking over what waits for somebody who does not read or answer it (P-21)."""

from __future__ import annotations

from hub_domain.need_to_know import TAKES_OVER, RecordKind, take_over
from hub_domain.sharing.disclosure import Disclosure
from hub_domain.sharing.request import ShareRequest
from hub_domain.sharing.taking_over import Why
from hub_services.hub.facts import Facts, Id
from hub_services.hub.registry import Command
from hub_services.hub.work import Changes, Work


class TakeOver(Facts):
    """Why, and whose it is from now on: yours, or that of the colleague you name."""

    why: Why
    to: Id | None = None


def _take_over(work: Work, facts: TakeOver, kind: type[ShareRequest | Disclosure]) -> Changes:
    record = work.subject(kind, take_over)
    to = work.colleague(facts.to or work.acting.practitioner)
    record.take_over(work.acting, work.viewer, to=to, why=facts.why)
    return Changes(saved=(record,))


def request(work: Work, facts: TakeOver) -> Changes:
    """Take a request over."""
    return _take_over(work, facts, ShareRequest)


def disclosure(work: Work, facts: TakeOver) -> Changes:
    """Take a disclosure over."""
    return _take_over(work, facts, Disclosure)


COMMANDS = (
    Command(
        name="take-over-share-request",
        path="/v1/share-requests/{about}/takeover",
        facts=TakeOver,
        use=request,
        roles=TAKES_OVER[RecordKind.SHARE_REQUEST],
        summary="Take a request over from a colleague who does not answer it, or give it away",
    ),
    Command(
        name="take-over-disclosure",
        path="/v1/disclosures/{about}/takeover",
        facts=TakeOver,
        use=disclosure,
        roles=TAKES_OVER[RecordKind.DISCLOSURE],
        summary="Take over what a colleague was sent and does not read, or give it away",
    ),
)
