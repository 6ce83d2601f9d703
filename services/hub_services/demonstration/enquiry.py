"""An enquiry: asked of several agencies in one act, each of which does its part in its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from hub_domain.law.shipped import shipped_catalogue
from hub_services.demonstration import deciding
from hub_services.demonstration.diary import office_time
from hub_services.demonstration.families import Family
from hub_services.demonstration.stage import Asking, Given, Household, Stage, searched
from hub_services.demonstration.statements import ALSO, Statement
from hub_services.demonstration.usual import HOLDERS, Holder
from hub_services.desk.drafts import Search, To, Withheld
from hub_services.desk.means import Hat
from hub_services.desk.records import RequestPage
from hub_services.desk.web.law_choices import Law

Reply = Literal[
    "supplied", "part", "not-held", "not-known-here", "clarification", "declined", "challenged"
]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one addressee does, and how many minutes after the asking.

    ``given`` answers the first topic, ``also`` the second; without it the second is not held.
    ``opened``, ``noted``: minutes after the answer; never, if None. ``assigned``: the request
    is given to a colleague, who answers it; ``advised``: the co-ordinator reads it too. What
    would lie in the future is still to be done.
    """

    to: str
    reply: Reply | None = None
    post: str = ""
    by: str = ""
    read: int | None = None
    after: int = 0
    assigned: bool = False
    advised: bool = False
    given: tuple[Statement, ...] = ()
    also: tuple[Statement, ...] = ()
    words: str = ""
    opened: int | None = None
    significance: str | None = None
    note: str = ""
    noted: int | None = None


@dataclass(frozen=True, kw_only=True)
class Enquiry:
    """One act of asking: by whom, on which law, when, due when, and what becomes of it.

    The minutes of its parts are office time, or ``elapsed`` time whatever the hour.
    """

    asks: str
    provision: str
    purpose: str
    at: datetime
    due_at: datetime
    why: str
    topics: tuple[str, ...]
    family: Family
    parts: tuple[Part, ...]
    household: tuple[str, ...] = ()
    told: str = "not-yet"
    elapsed: bool = False


async def tell(stage: Stage, enquiry: Enquiry) -> None:
    """Ask, and let each addressee do its part in its own time."""
    await stage.time.at(enquiry.at)
    hat = stage.cast.hat(enquiry.asks)
    home = await stage.meet(hat, enquiry.family)
    today = enquiry.at.date()
    asking = Asking(
        provision=enquiry.provision,
        purpose=enquiry.purpose,
        topics=dict.fromkeys(enquiry.topics, (home.child,)),
        words=_words(enquiry),
        due_at=enquiry.due_at,
        period_from=today - timedelta(days=365),
        period_to=today,
        household=tuple(home.person(who) for who in enquiry.household),
        function=_FUNCTIONS.get(enquiry.provision),
        kind="information" if enquiry.provision == "SSWBA-164" else None,
        overlap=enquiry.provision == "SSWBA-164",
        told=enquiry.told,
    )
    to = [
        To(agency=stage.cast.agencies[part.to], post=stage.cast.posts.get(part.post))
        for part in enquiry.parts
    ]
    requests = await stage.asked(hat, to, asking, (home.child,))
    await stage.time.together(
        _Answering(stage, enquiry, part, hat, home, request).tell()
        for part, request in zip(enquiry.parts, requests, strict=True)
    )


def _words(enquiry: Enquiry) -> dict[str, str]:
    """Why it is asked, and what else its provision demands in words."""
    law = Law(shipped_catalogue(), enquiry.at.date())
    provision = law.provision(enquiry.provision)
    owed = law.texts_owed(provision) if provision else []
    return {"why-needed": enquiry.why} | {text: ALSO[text] for text in owed if text in ALSO}


@dataclass(frozen=True)
class _Answering:
    """One addressee's part in an enquiry."""

    stage: Stage
    enquiry: Enquiry
    part: Part
    asked_by: Hat
    home: Household
    request: UUID

    async def tell(self) -> None:
        """Read, perhaps assign, answer; the requester opens; the co-ordinator files a note."""
        stage, part, holder = self.stage, self.part, HOLDERS[self.part.to]
        hat = stage.cast.hat(part.by or holder.answers)
        if part.read is None or not await self._come(part.read):
            return
        if part.assigned:
            colleague = stage.cast.hat(holder.colleague)
            await stage.desk.assign(hat, self.request, colleague.practitioner, version=1)
            hat = colleague
        page = await stage.read(hat, self.request)
        if part.advised:
            await stage.read(stage.cast.hat(holder.files_notes), self.request, "co-ordination")
        if part.reply is None or not await self._come(part.after):
            return
        if part.reply in {"supplied", "part"}:
            await self._supply(hat, holder, page)
            return
        if part.reply == "declined" and holder.grounds is not None:
            await stage.decline(hat, page, holder.grounds, "no-need-to-know", part.words)
        else:
            await self._reply(hat, holder, part.reply)
        if part.words and part.opened and await self._come(part.after + part.opened):
            page = await stage.desk.request(self.asked_by, self.request)
            for writing in page.writings:
                if writing.row.author_agency != self.asked_by.agency:
                    await stage.desk.open_envelope(
                        self.asked_by, writing.row.envelope, "casework"
                    )

    async def _supply(self, hat: Hat, holder: Holder, page: RequestPage) -> None:
        stage, part = self.stage, self.part
        items = page.request.items
        given = [self._given(each, items[0].topic) for each in part.given]
        withheld = []
        if len(items) > 1 and part.also:
            given += [self._given(each, items[1].topic) for each in part.also]
        elif len(items) > 1:
            withheld = [
                Withheld(answers=items[1].id, not_held=True, search=self._search(holder))
            ]
        duty = self.enquiry.provision == "CA2004-16H"
        grounds = deciding.PARTNER_DUTY if duty else holder.grounds
        if grounds is None:
            raise LookupError(holder.agency)
        supplied = await stage.supply(hat, page, grounds, given, withheld=withheld)
        if part.opened and await self._come(part.after + part.opened):
            await stage.receive(
                self.asked_by, supplied.disclosure, significance=part.significance
            )
        noted = max(part.noted or 0, part.opened or 0)
        if part.noted and await self._come(part.after + noted):
            co_ordinator = stage.cast.hat(holder.files_notes, "co-ordinator")
            await stage.read(co_ordinator, self.request, "co-ordination")
            await stage.note(co_ordinator, supplied.decision, part.note)

    async def _reply(self, hat: Hat, holder: Holder, reply: Reply) -> None:
        desk, request = self.stage.desk, self.request
        words = {"reasons": self.part.words} if self.part.words else {}
        match reply:
            case "not-held":
                await desk.answer_not_held(hat, request, self._search(holder), words)
            case "not-known-here":
                search = searched(*holder.systems, skipped=("paper-archive",))
                await desk.not_known_here(hat, request, words, search=search)
            case "clarification":
                await desk.ask_clarification(hat, request, words)
            case _:
                await desk.challenge(hat, request, "not-proportionate", words)

    def _given(self, statement: Statement, topic: str) -> Given:
        return Given(
            person=self.home.person(statement.who),
            topic=topic,
            text=statement.text,
            kind=statement.kind,
            about=statement.about,
            as_at=self.enquiry.at.date() - timedelta(days=3 + len(statement.text) % 60),
            sensitivity=statement.sensitivity,
            holder=statement.holder,
        )

    def _search(self, holder: Holder) -> Search:
        return searched(
            *holder.systems,
            since=self.enquiry.at.date() - timedelta(days=365),
            until=self.enquiry.at.date(),
            skipped=("paper-archive",),
        )

    async def _come(self, minutes: int) -> bool:
        """Wait until so many minutes after the asking; whether that is not in the future."""
        enquiry = self.enquiry
        moment = (
            enquiry.at + timedelta(minutes=minutes)
            if enquiry.elapsed
            else office_time(enquiry.at, minutes)
        )
        if moment > self.stage.diary.now:
            return False
        await self.stage.time.at(moment)
        return True


_FUNCTIONS: Final = {"SSWBA-164": "assessment", "CA2004-16H": "safeguarding-arrangements"}
