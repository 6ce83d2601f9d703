"""Working at the desk of this machine as one practitioner, and what can stand in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub_domain.ports import SealBroken
from hub_services.cli.hats import hat_of
from hub_services.cli.screen import at_work, stop
from hub_services.desk.hub_client import HubAway, HubRefused
from hub_services.desk.means import AgencyNotHosted, Hat
from hub_services.desk.people import PersonUnknown
from hub_services.desk.tools import NobodyThere
from hub_services.wiring.at_hand import NoKeys, desk_at_hand
from hub_services.wiring.desk import DeskProcess

_SHOWN: Final = {
    "id in the table ground": "law show PROVISION",
    "id in the table purpose": "law show PROVISION",
    "functions in the table provision": "law show PROVISION",
    "id in the table provision": "law list",
    "id in the table body": "law list --bodies",
}
"""Which command shows a list of codes, by what the hub says of where it stands."""

Work = Callable[[DeskProcess, Hat], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """Who works, as far as the command line says."""

    who: str
    role: str | None
    agency: str | None


def work_as(somebody: Somebody, allowed: Collection[str], data: Path, work: Work) -> None:
    """Work as a practitioner, in a role that is allowed; say what stands in the way."""

    async def at_the_desk() -> None:
        async with desk_at_hand() as process:
            hosted = process.desk.hosted()
            await work(
                process,
                hat_of(somebody.who, somebody.role, somebody.agency, allowed, hosted),
            )

    with at_work(data):
        try:
            asyncio.run(at_the_desk())
        except HubRefused as refused:
            stop(refused.title, "\n".join((refused.detail, *_in_codes(refused))))
        except HubAway:
            stop("The hub cannot be reached.", "Nothing was lost. Try again in a moment.")
        except NoKeys:
            stop(
                "There are no agency's keys in the folder that DESK_KEYSTORE names.",
                "Name the folder in which keys new made them; the operator's is the folder "
                "operator in the hub's data folder.",
            )
        except AgencyNotHosted:
            stop("That agency's keys are not at this desk.", "Work from the desk that has.")
        except NobodyThere:
            stop("No agency of that id has keys to seal to.", "Look the id up again.")
        except PersonUnknown as unknown:
            stop(
                f"The desk has no name card of person {unknown.person}.",
                "Write the person down at the desk first.",
            )
        except SealBroken:
            stop(
                "The envelope is not what it should be, and was not opened.",
                "Tell the agency that wrote it, and your information governance lead.",
            )


def _in_codes(refused: HubRefused) -> Iterator[str]:
    """The code of a refusal, the duty it serves, and the facts that place it."""
    duty = f", duty {refused.duty}" if refused.duty else ""
    yield f"(code {refused.code}{duty})"
    for error in refused.facts.get("errors", ()):
        if error["at"] == "/facts/sealed":
            yield '  /words: missing. Add "words" to the file: they are sealed at this desk'
            continue
        listed = error.get("listed", "")
        shown = _SHOWN.get(listed.partition(" of the law")[0])
        see = f"; see: sharing-hub {shown}" if shown else ""
        right = ", ".join(error.get("allowed", ())) or f"{listed}{see}"
        yield f"  {error['at']}: {error['code']}" + (f" ({right})" if right else "")
