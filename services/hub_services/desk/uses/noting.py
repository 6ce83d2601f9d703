"""What is said afterwards: the co-ordinator's note, and the recipient's acknowledgement."""

from __future__ import annotations

from uuid import UUID

from hub_services.desk.checking import check_words
from hub_services.desk.drafts import FileNote
from hub_services.desk.hub_client import Done
from hub_services.desk.means import Hat, Words
from hub_services.desk.tools import Tools
from hub_services.desk.uses.opening import keep_own


async def file_note(tools: Tools, hat: Hat, note: FileNote, *, version: int | None) -> Done:
    """File the note with a decision; it is sealed to the agency alone (R-209)."""
    answer = await tools.hub.read(hat, f"/v1/sharing-decisions/{note.decision}")
    decision = answer["decision"]
    persons = [UUID(item["person"]) for item in decision["items"] if item["person"]]
    cards = await tools.people.cards(hat, persons)
    words = note.words or {"note": ""}
    segment = Words(owner=note.decision, group="reasons", fields=words)
    sealed = await tools.seal(hat, record=note.decision, counterpart=None, words=[segment])
    done = await tools.hub.do(
        hat,
        "file-note",
        about=note.decision,
        version=decision["version"] if version is None else version,
        facts={"texts": check_words(words, cards.values())},
        sealed=sealed,
    )
    await keep_own(tools, hat, "note", sealed, [segment])
    return done


async def acknowledge(
    tools: Tools,
    hat: Hat,
    disclosure: UUID,
    *,
    significance: str,
    action: str,
    version: int | None,
) -> Done:
    """Say what a disclosure means for the case, and what is done about it."""
    if version is None:
        answer = await tools.hub.read(hat, f"/v1/disclosures/{disclosure}")
        version = answer["disclosure"]["version"]
    return await tools.hub.do(
        hat,
        "acknowledge-disclosure",
        about=disclosure,
        version=version,
        facts={"significance": significance, "action": action},
    )
