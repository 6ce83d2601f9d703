"""The desk: everything that a practitioner does, in one place; each has its use case.

Pages, the command line and a case system call these methods with the ``Hat`` of whoever acts.
What the hub refuses comes as ``HubRefused`` with its code, duty and words; ``HubAway`` when it
cannot be reached; ``SealBroken`` for an envelope that is not what it should be. Nothing that
was written is lost by any of them. ``version`` is the version that a page showed; left out,
the newest is acted on.
"""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from hub_domain.law.catalogue import Catalogue
from hub_services.desk.directory import Directory
from hub_services.desk.drafts import FileNote, IdentityCard, RequestDraft, Search, SupplyDraft
from hub_services.desk.hub_client import Done, HubClient
from hub_services.desk.means import DeskMeans, Hat, Session
from hub_services.desk.records import (
    DecisionPage,
    DisclosurePage,
    Disclosures,
    DraftKept,
    Issued,
    Me,
    Opened,
    PersonKept,
    Preview,
    RequestPage,
    Requests,
    Supplied,
    Tasks,
    Waiting,
)
from hub_services.desk.rows import PeriodRow, RequestRow, WaitingRow
from hub_services.desk.tools import Tools
from hub_services.desk.uses import (
    answering,
    asking,
    keeping,
    noting,
    opening,
    reading,
    supplying,
    taking_over,
)


class Desk:
    """One desk, for the agencies whose keys it hosts."""

    def __init__(self, hub: HubClient, means: DeskMeans) -> None:
        self._tools = Tools(hub, means)
        self._means = means

    def hosted(self) -> frozenset[UUID]:
        """The agencies that this desk hosts: its operator can read what they say."""
        return self._means.keys.hosted()

    async def me(self, hat: Hat) -> Me:
        """Who the hat is to the hub."""
        return await reading.me(self._tools, hat)

    def law(self) -> Catalogue:
        """The law by which the hub judges, as of the last look into its directory."""
        return self._tools.law

    async def directory(self, hat: Hat) -> Directory:
        """Agencies, people in office, duty posts."""
        return await self._tools.directory(hat)

    async def remember_person(
        self,
        hat: Hat,
        card: IdentityCard,
        *,
        link: str = "",
        person: UUID | None = None,
        form: str = "",
    ) -> UUID:
        """Write a person down for the agency; ``link`` leads into its own case system.

        One person, however often the form of the mark ``form`` is sent.

        ``HubRefused`` for who has left: nobody else is to work with whom they wrote down.
        """
        await self.me(hat)
        return await self._tools.people.remember(hat, card, link=link, person=person, form=form)

    async def people(self, hat: Hat) -> list[PersonKept]:
        """Everyone this practitioner knows by name, in the order of their names.

        ``HubRefused`` for who has left, or is in that role no longer: the hub is asked first.
        """
        await self.me(hat)
        known = await self._tools.people.known(hat)
        return sorted(known.values(), key=lambda person: person.card.names.casefold())

    async def person(self, hat: Hat, person: UUID) -> PersonKept | None:
        """One of them."""
        return (await self._tools.people.known(hat, [person])).get(person)

    async def preview_request(self, hat: Hat, draft: RequestDraft) -> list[Preview]:
        """Exactly what each addressee can read; ``PersonUnknown`` without a card.

        ``HubRefused`` for who has left: the hub is asked before a name is shown.
        """
        await self.me(hat)
        return await asking.preview(self._tools, hat, draft)

    async def issue_round(
        self, hat: Hat, draft: RequestDraft, *, key: UUID | None = None
    ) -> list[Issued]:
        """Ask each addressee; what became of each is told, in the order of ``draft.to``.

        ``key`` is the id of the draft: however often it is issued, nobody is asked twice.
        """
        return await asking.issue_round(self._tools, hat, draft, key)

    async def narrow(
        self,
        hat: Hat,
        request: UUID,
        *,
        persons: Iterable[UUID],
        items: Iterable[UUID],
        periods: Iterable[PeriodRow] = (),
        due_at: datetime,
        version: int | None = None,
    ) -> Done:
        """Ask for less: what is still asked for, of which days, and by when.

        ``periods``: of each item that is asked for fewer days than at first.
        """
        return await asking.narrow(
            self._tools,
            hat,
            request,
            persons=persons,
            items=items,
            periods=periods,
            due_at=due_at,
            version=version,
        )

    async def withdraw(
        self, hat: Hat, request: UUID, *, why: str, version: int | None = None
    ) -> Done:
        """Ask no longer; ``why`` is a code of ``Withdrawal``."""
        return await asking.withdraw(self._tools, hat, request, why=why, version=version)

    async def explain(
        self,
        hat: Hat,
        request: UUID,
        words: Mapping[str, str],
        *,
        due_at: datetime,
        version: int | None = None,
    ) -> Done:
        """Say what was asked back or challenged, and by when to answer now."""
        return await answering.explain(
            self._tools, hat, request, words, due_at=due_at, version=version
        )

    async def inbox(self, hat: Hat, *, waits: bool | None = None, **part: int) -> Requests:
        """Requests to the agency that this practitioner may see, by due time.

        ``waits``: those that are owed an answer; or the others, by when they changed last.
        ``part``: ``skip`` so many, and give ``limit`` at the most.
        """
        return await reading.requests(self._tools, hat, "addressee", waits=waits, **part)

    async def sent(self, hat: Hat) -> Requests:
        """Requests of the agency that this practitioner may see, by due time."""
        return await reading.requests(self._tools, hat, "author")

    async def replies(self, hat: Hat, *, limit: int) -> Requests:
        """Of those the ones with a reply to be read, the newest first."""
        return await reading.replies(self._tools, hat, limit)

    async def seen(self, hat: Hat, row: RequestRow) -> None:
        """Someone has seen how a request stands, and all that was written to them."""
        await reading.seen(self._tools, hat, row)

    async def round(self, hat: Hat, round_id: UUID) -> Requests:
        """The requests that were asked in one act, with the tasks about them."""
        return await reading.round_(self._tools, hat, round_id)

    async def request(self, hat: Hat, request: UUID) -> RequestPage:
        """One request, with what was written and what of it this practitioner opened."""
        return await reading.request(self._tools, hat, request)

    async def disclosures(
        self, hat: Hat, *, made: bool = False, waits: bool | None = None, **part: int
    ) -> Disclosures:
        """Disclosures received, or made, the newest first; ``waits``: not acknowledged yet."""
        return await reading.disclosures(self._tools, hat, made=made, waits=waits, **part)

    async def disclosure(self, hat: Hat, disclosure: UUID) -> DisclosurePage:
        """One disclosure: labels always, words once opened."""
        return await reading.disclosure(self._tools, hat, disclosure)

    async def decision(self, hat: Hat, decision: UUID) -> DecisionPage:
        """One sharing decision of the agency."""
        return await reading.decision(self._tools, hat, decision)

    async def tasks(self, hat: Hat) -> Tasks:
        """What is to be done about records that this practitioner may see."""
        return await reading.tasks(self._tools, hat)

    async def waiting(
        self,
        hat: Hat,
        *,
        after: str | None = None,
        record: UUID | None = None,
        limit: int = 200,
    ) -> Waiting:
        """What waits to be read or answered, by codes, that this practitioner may take over.

        A page of it ``after`` the last one; or one ``record``, though it waits no longer.
        """
        return await reading.waiting(self._tools, hat, after=after, record=record, limit=limit)

    async def take_over(
        self, hat: Hat, waits: WaitingRow, *, why: str, to: UUID | None = None
    ) -> Done:
        """Take it over as it stands in that list; ``to`` is a colleague, or else oneself."""
        return await taking_over.take_over(self._tools, hat, waits, why=why, to=to)

    async def open_envelope(self, hat: Hat, envelope: UUID, why: str) -> Opened:
        """Open an envelope; the hub records who, what and why before it releases a share.

        ``why`` is answer, casework, decision, review or co-ordination.
        """
        return await opening.open_envelope(self._tools, hat, envelope, why)

    async def assign(
        self, hat: Hat, request: UUID, to: UUID, *, version: int | None = None
    ) -> Done:
        """Give the request to one practitioner of the agency."""
        return await answering.assign(self._tools, hat, request, to, version=version)

    async def answer_not_held(
        self,
        hat: Hat,
        request: UUID,
        search: Search,
        words: Mapping[str, str],
        *,
        version: int | None = None,
    ) -> Done:
        """Nothing is held: what was searched, and what was not."""
        return await answering.answer(
            self._tools, hat, request, "not-held", words, search=search, version=version
        )

    async def not_known_here(
        self,
        hat: Hat,
        request: UUID,
        words: Mapping[str, str],
        *,
        search: Search | None = None,
        version: int | None = None,
    ) -> Done:
        """Not our pupil, patient or tenant (P-04), and where they were looked for."""
        return await answering.answer(
            self._tools, hat, request, "not-known-here", words, search=search, version=version
        )

    async def ask_clarification(
        self, hat: Hat, request: UUID, words: Mapping[str, str], *, version: int | None = None
    ) -> Done:
        """Ask the requester what is meant."""
        return await answering.answer(
            self._tools, hat, request, "clarification-sought", words, version=version
        )

    async def challenge(
        self,
        hat: Hat,
        request: UUID,
        ground: str,
        words: Mapping[str, str],
        *,
        version: int | None = None,
    ) -> Done:
        """Challenge the request; the words' code is ``reasons``."""
        return await answering.challenge(
            self._tools, hat, request, ground, words, version=version
        )

    async def decline(
        self,
        hat: Hat,
        request: UUID,
        ground: str | None,
        words: Mapping[str, str],
        *,
        version: int | None = None,
    ) -> Done:
        """Decline on the provision's own ground (a power: ``supply``); words: ``reasons``."""
        return await answering.decline(
            self._tools, hat, request, ground, words, version=version
        )

    async def preview_disclosure(self, hat: Hat, draft: SupplyDraft) -> Preview:
        """Exactly what the recipient will see: the labels, and the words once opened.

        ``HubRefused`` for who has left: the hub is asked before a name is shown.
        """
        await self.me(hat)
        return await supplying.preview(self._tools, hat, draft)

    async def supply(self, hat: Hat, draft: SupplyDraft) -> Supplied:
        """Decide, and disclose what is included, or decline by it where nothing is.

        What was begun before goes on where it stopped, and nothing is done twice.
        """
        return await supplying.supply(self._tools, hat, draft)

    async def complete_record(self, hat: Hat, draft: SupplyDraft) -> Supplied:
        """Complete the record of what was shared in an emergency, by deciding anew."""
        return await supplying.complete_record(self._tools, hat, draft)

    async def unfinished(self, hat: Hat) -> list[SupplyDraft]:
        """Supplies that this practitioner began and did not finish; ``supply`` goes on."""
        return await supplying.unfinished(self._tools, hat)

    async def file_note(self, hat: Hat, note: FileNote, *, version: int | None = None) -> Done:
        """The co-ordinator's note on a decision."""
        return await noting.file_note(self._tools, hat, note, version=version)

    async def acknowledge(
        self,
        hat: Hat,
        disclosure: UUID,
        *,
        significance: str,
        action: str,
        version: int | None = None,
    ) -> Done:
        """Say what a disclosure means and what is done about it (R-005)."""
        return await noting.acknowledge(
            self._tools,
            hat,
            disclosure,
            significance=significance,
            action=action,
            version=version,
        )

    def new_id(self) -> UUID:
        """An id for a record that is begun here and not sent yet."""
        return self._means.ids.stream()

    async def save_draft(
        self, hat: Hat, kind: str, content: object, *, draft: UUID | None = None
    ) -> UUID:
        """Keep what was typed, right or wrong; ``content`` is any plain value or draft."""
        return await keeping.save(self._tools, hat, kind, content, draft)

    async def begin_draft(
        self, hat: Hat, kind: str, content: object, *, form: str
    ) -> tuple[UUID, bool]:
        """Begin a draft, one however often the form of this mark is sent; whether it is new."""
        return await keeping.begin(self._tools, hat, kind, content, form)

    async def drafts(self, hat: Hat, kind: str | None = None) -> list[DraftKept]:
        """The practitioner's own drafts, the newest first."""
        return await keeping.all_of(self._tools, hat, kind)

    async def draft(self, hat: Hat, draft: UUID) -> DraftKept | None:
        """One of them."""
        return await keeping.one(self._tools, hat, draft)

    async def discard_draft(self, hat: Hat, draft: UUID) -> None:
        """Keep it no longer."""
        await keeping.discard(self._tools, hat, draft)

    async def leave(self, hat: Hat, page: str, content: object) -> None:
        """Leave on a page, for a day, what was written there and could not be sent."""
        await keeping.leave(self._tools, hat, page, content)

    async def left(self, hat: Hat, page: str) -> object:
        """What was left on a page, or nothing."""
        return await keeping.left(self._tools, hat, page)

    async def begun_by(
        self, hat: Hat, holder: UUID, kinds: Collection[str], below: str
    ) -> bool:
        """Whether a colleague has begun a draft of these kinds, or wrote on a page below."""
        return await keeping.begun_by(self._tools, hat, holder, kinds, below)

    async def all_left(self, hat: Hat) -> dict[str, object]:
        """What was left on any page, by the page."""
        return await keeping.all_left(self._tools, hat)

    async def taken_up(self, hat: Hat, page: str) -> None:
        """Leave nothing on a page any longer."""
        await keeping.taken_up(self._tools, hat, page)

    async def sign_in(self, hat: Hat, data: Mapping[str, str]) -> str:
        """Begin a session; gives the opaque id for the cookie."""
        return await self._means.sessions.begin(hat, data, at=self._means.clock.now())

    def lock(self, form: str) -> Lock:
        """Held while the form of this mark does its work."""
        return self._tools.lock(form)

    async def led_to(self, hat: Hat, form: str) -> str:
        """To which page a form led that has done its work; empty if it has not."""
        return await keeping.led_to(self._tools, hat, form)

    async def leads_to(self, hat: Hat, form: str, page: str) -> None:
        """The form of this mark has done its work."""
        await keeping.leads_to(self._tools, hat, form, page)

    async def offer_hats(self, hat: Hat) -> UUID:
        """Offer a choice of hats to whom this one is of; the number is good for one choice."""
        return await keeping.offer(self._tools, hat)

    async def hats_taken(self, hat: Hat, number: str) -> bool:
        """Whether that offer stood; it does no longer."""
        return await keeping.taken(self._tools, hat, number)

    async def session(self, session_id: str) -> Session | None:
        """The session, unless it was idle for 30 minutes or is 10 hours old."""
        return await self._means.sessions.find(session_id, at=self._means.clock.now())

    async def whose(self, session_id: str) -> Hat | None:
        """Whose session it was, for a day at the most, though it may have run out."""
        return await self._means.sessions.whose(session_id, at=self._means.clock.now())

    async def sign_out(self, session_id: str) -> None:
        """End the session."""
        await self._means.sessions.end(session_id)
