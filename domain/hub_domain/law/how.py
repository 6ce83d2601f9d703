"""How it is shared: five questions once it may be (R-155 to R-159, R-220, R-226, R-244)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hub_domain.law.catalogue import LawOn
from hub_domain.law.evidence import (
    How,
    NobodyIdentified,
    NoticeWithheld,
    SecureChannel,
    ToDutyPost,
    ToNobodyNamed,
    ToPractitioner,
    WeakerChannel,
    WholeFile,
)
from hub_domain.law.judgement import Finding
from hub_domain.law.refusals import ReasonRequired, RecipientNotNamed, lack
from hub_domain.law.rows import CarriedBy
from hub_domain.refusal import Refusal


def how_answered(how: How, *, identifies: bool) -> Iterator[Finding]:
    """What is unanswered or badly answered. To be unsure is an answer, and leads to advice.

    ``identifies``: whether anything shared identifies a person, so that there is one to tell.
    """
    if how.amount is None:
        yield HowIncomplete(question="H1")
    elif isinstance(how.amount, WholeFile):
        yield HowAmount()
    if how.kinds is None:
        yield HowIncomplete(question="H2")
    yield from _individual(how)
    yield from _channel(how)
    yield from _notice(how, identifies=identifies)


def channel_fits(how: How, sensitivities: Iterable[str], law: LawOn) -> Iterator[Finding]:
    """A channel called secure carries the most sensitive of the items that go (R-226).

    With a reason and safeguards a weaker one is taken at any time. A channel that the catalogue
    does not have carries nothing.
    """
    if not isinstance(how.channel, SecureChannel):
        return
    row = law.find(CarriedBy, how.channel.channel)
    carried = set(row.carries) if row else set()
    if not carried.issuperset(each or "ordinary" for each in sensitivities):
        yield ChannelTooWeak()


def _individual(how: How) -> Iterator[Finding]:
    match how.individual:
        case None:
            yield HowIncomplete(question="H3")
        case ToNobodyNamed():
            yield RecipientNotNamed()
        case ToPractitioner(need=need) | ToDutyPost(need=need):
            if lack(need):
                yield NoNeedToKnow()


def _channel(how: How) -> Iterator[Finding]:
    match how.channel:
        case None:
            yield HowIncomplete(question="H4")
        case WeakerChannel(reason=reason, safeguards=safeguards):
            if lack(reason) or lack(safeguards):
                yield ChannelTooWeak()


def _notice(how: How, *, identifies: bool) -> Iterator[Finding]:
    match how.notice:
        case None:
            yield HowIncomplete(question="H5")
        case NobodyIdentified():
            if identifies:
                yield HowIncomplete(question="H5")
        case NoticeWithheld(reason=reason, text=text, review_on=review_on):
            if not reason or lack(text):
                yield ReasonRequired(field="notice")
            elif review_on is None:
                yield NoticeReviewRequired()


@dataclass(eq=False, kw_only=True)
class HowIncomplete(Refusal):
    """Each of the five questions of how is answered before anything is shared."""

    question: str
    code = "how-incomplete"
    duty = "R-155, R-156, R-157, R-158, R-159"


class HowAmount(Refusal):
    """A whole file is no answer to how much (R-155)."""

    code = "how-amount"
    duty = "R-155"


class NoNeedToKnow(Refusal):
    """The named recipient needs to know, and why (R-220)."""

    code = "no-need-to-know"
    duty = "R-220"


class ChannelTooWeak(Refusal):
    """A channel below the minimum has a reason and safeguards (R-226)."""

    code = "channel-too-weak"
    duty = "R-226"


class NoticeReviewRequired(Refusal):
    """A notice withheld is looked at again on a day that is named (R-244)."""

    code = "notice-review-required"
    duty = "R-244"
