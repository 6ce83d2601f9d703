"""The acts of the story: each is what one practitioner does at the desk, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from hub_domain.ports import Ids
from hub_services.demonstration.deciding import (
    Grounds,
    case_for,
    words_for,
    words_to_decline,
    words_to_tell,
)
from hub_services.demonstration.diary import Diary
from hub_services.demonstration.families import Family
from hub_services.demonstration.registering import Cast
from hub_services.demonstration.timeline import Timeline
from hub_services.desk.desk import Desk
from hub_services.desk.drafts import (
    Declining,
    FileNote,
    Ground,
    IdentityCard,
    ItemAsked,
    PersonAsked,
    RequestDraft,
    Scope,
    Search,
    SupplyDraft,
    SupplyItem,
    To,
    Unasked,
    Withheld,
)
from hub_services.desk.means import Hat
from hub_services.desk.records import Issued, RequestPage, Supplied


@dataclass(frozen=True, kw_only=True)
class Household:
    """A family as one agency's desk knows it: cards behind random ids."""

    child: UUID
    mother: UUID
    partner: UUID

    def person(self, who: str) -> UUID:
        """``child``, ``mother`` or ``partner``."""
        found: UUID = getattr(self, who)
        return found


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is asked of each addressee: law, purpose, topics and about whom, words.

    ``household``: who else it is about, so that an answer may speak of them.
    """

    provision: str
    purpose: str
    topics: Mapping[str, tuple[UUID, ...]]
    words: Mapping[str, str] = field(repr=False)
    due_at: datetime
    period_from: date
    period_to: date
    household: tuple[UUID, ...] = ()
    function: str | None = None
    kind: str | None = None
    overlap: bool = False
    told: str = "not-yet"


@dataclass(frozen=True, kw_only=True)
class Given:
    """One statement that is disclosed, with its labels."""

    person: UUID
    topic: str = ""
    text: str = field(repr=False)
    kind: str
    about: str
    as_at: date
    sensitivity: str = "ordinary"
    historical: bool = False
    explanation: str = field(default="", repr=False)
    holder: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Which agency is told what nobody asked, who there, and why, for the own record."""

    agency: UUID
    practitioner: UUID | None = None
    post: UUID | None = None
    words: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A decision to share, and the disclosure that carried it out."""

    decision: UUID
    disclosure: UUID


class NotAsTold(Exception):
    """The story says that it was done, and it was refused: with which code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Stage:
    """The desk, who acts at it, and the time of the story."""

    desk: Desk
    ids: Ids
    cast: Cast
    time: Timeline
    diary: Diary

    async def meet(self, hat: Hat, family: Family) -> Household:
        """Write a family down at the agency's desk."""
        return Household(
            child=await self.desk.remember_person(hat, family.child),
            mother=await self.desk.remember_person(hat, family.mother),
            partner=await self.desk.remember_person(hat, family.partner),
        )

    async def meet_one(self, hat: Hat, card: IdentityCard) -> UUID:
        """Write one person down."""
        return await self.desk.remember_person(hat, card)

    async def ask(
        self,
        hat: Hat,
        to: Iterable[To],
        asking: Asking,
        protected: Sequence[UUID],
    ) -> list[Issued]:
        """Ask each addressee; ``protected`` are the children it is done for."""
        about = (person for who in asking.topics.values() for person in who)
        persons = dict.fromkeys((*protected, *about, *asking.household))
        issued = await self.desk.issue_round(
            hat,
            RequestDraft(
                to=tuple(to),
                provision=asking.provision,
                function=asking.function,
                kind=asking.kind,
                areas_overlap=asking.overlap,
                purpose=asking.purpose.partition("/")[0],
                purpose_detail=asking.purpose.partition("/")[2] or None,
                persons=tuple(
                    PersonAsked(
                        id=person,
                        scope=Scope(kind="under-18") if person in protected else None,
                    )
                    for person in persons
                ),
                items=tuple(
                    ItemAsked(
                        topic=topic,
                        period_from=asking.period_from,
                        period_to=asking.period_to,
                        persons=who,
                    )
                    for topic, who in asking.topics.items()
                ),
                told=asking.told,  # type: ignore[arg-type]  # one of the codes
                due_at=asking.due_at,
                words=dict(asking.words),
            ),
        )
        self.time.falls_due(asking.due_at + timedelta(seconds=1))
        return issued

    async def asked(
        self, hat: Hat, to: Iterable[To], asking: Asking, protected: Sequence[UUID]
    ) -> list[UUID]:
        """Ask each addressee, none of which is refused; the requests."""
        requests = []
        for issued in await self.ask(hat, to, asking, protected):
            if issued.request is None:
                raise NotAsTold(issued.refusal or "")
            requests.append(issued.request)
        return requests

    async def read(self, hat: Hat, request: UUID, why: str = "answer") -> RequestPage:
        """Open a request, as whoever answers it does first."""
        page = await self.desk.request(hat, request)
        await self.desk.open_envelope(hat, page.request.envelope, why)
        return page

    async def supply(
        self,
        hat: Hat,
        page: RequestPage,
        grounds: Grounds,
        given: Sequence[Given],
        *,
        withheld: Sequence[Withheld] = (),
        reasons: str = "",
        to_post: UUID | None = None,
    ) -> Shared:
        """Decide to share and disclose, in one act at the desk."""
        request = page.request
        asked = {item.topic: item.id for item in request.items}
        protected = next((person.id for person in request.persons if person.scope), None)
        case = case_for(grounds, request.purpose or "", hat.practitioner, protected)
        if to_post is not None:
            case["how"]["individual"] = {"answer": "duty-post"}
        supplied = await self.desk.supply(
            hat,
            SupplyDraft(
                request=request.request_id,
                case=case,
                words=words_for(grounds),
                items=tuple(self._said(grounds, each, asked[each.topic]) for each in given),
                withheld=tuple(withheld),
                reasons=reasons,
                to_post=to_post,
            ),
        )
        return _shared(supplied)

    async def tell(self, hat: Hat, to: Telling, grounds: Grounds, given: Given) -> Shared:
        """Tell another agency of its own motion what was seen of a child (R-006)."""
        case = case_for(grounds, "child-protection", hat.practitioner, given.person)
        if to.post is not None:
            case["how"]["individual"] = {"answer": "duty-post"}
        supplied = await self.desk.supply(
            hat,
            SupplyDraft(
                unasked=Unasked(decision=self.ids.stream(), agency=to.agency),
                to_practitioner=to.practitioner,
                to_post=to.post,
                case=case,
                words={**words_to_tell(grounds), **to.words},
                items=(self._said(grounds, given, None),),
            ),
        )
        return _shared(supplied)

    def _said(self, grounds: Grounds, each: Given, answers: UUID | None) -> SupplyItem:
        return SupplyItem(
            id=self.ids.stream(),
            person=each.person,
            text=each.text,
            answers=answers,
            kind=each.kind,  # type: ignore[arg-type]  # one of the codes
            as_at=each.as_at,
            about=each.about,
            sensitivity=each.sensitivity,  # type: ignore[arg-type]
            special_category=grounds.special,
            criminal_offence=grounds.offences,
            confidential=grounds.special,
            historical=each.historical,
            explanation=each.explanation,
            opinion_holder=each.holder,
            source_released=bool(each.holder),
        )

    async def decline(
        self, hat: Hat, page: RequestPage, grounds: Grounds, ground: str, reasons: str
    ) -> None:
        """Decide not to share anything that is asked by a power, and decline by it."""
        request = page.request
        case = case_for(grounds, request.purpose or "", hat.practitioner, None)
        await self.desk.supply(
            hat,
            SupplyDraft(
                request=request.request_id,
                case=case | {"how": None},
                words=words_to_decline(grounds, ground, reasons),
                withheld=tuple(
                    Withheld(answers=item.id, person=person, grounds=(Ground(code=ground),))
                    for item in request.items
                    for person in item.persons
                ),
                reasons=reasons,
                declines=Declining(ground=ground),
            ),
        )

    async def note(self, hat: Hat, decision: UUID, words: str) -> None:
        """File the co-ordinator's note."""
        await self.desk.file_note(hat, FileNote(decision=decision, words={"note": words}))

    async def receive(
        self,
        hat: Hat,
        disclosure: UUID,
        *,
        significance: str | None = None,
        action: str = "acted",
    ) -> None:
        """Open a disclosure and read it; say what it means, if ``significance`` is given."""
        page = await self.desk.disclosure(hat, disclosure)
        await self.desk.open_envelope(hat, page.disclosure.envelope, "casework")
        if significance is not None:
            await self.desk.acknowledge(
                hat,
                disclosure,
                significance=significance,
                action=action,
                version=page.disclosure.version,
            )


def _shared(supplied: Supplied) -> Shared:
    if supplied.disclosure is None:
        raise NotAsTold("nothing-to-carry-out")
    return Shared(decision=supplied.decision, disclosure=supplied.disclosure)


def searched(
    *systems: str,
    since: date | None = None,
    until: date | None = None,
    skipped: Sequence[str] = (),
) -> Search:
    """A search by name and date of birth; of no period where it is for the person alone."""
    return Search(
        systems=systems,
        period_from=since,
        period_to=until,
        identifiers=("name", "date-of-birth"),
        not_searched=tuple(skipped),
    )
