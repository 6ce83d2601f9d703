"""Whom one can be at a demonstration: ten people, and what each is at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hub_services.demonstration.partnership import BODIES
from hub_services.words.catalogue import _


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A persona: whose desk it is, in a sentence what is on it, and their other hats."""

    key: str
    about: str
    also: tuple[str, ...] = ()

    @property
    def hats(self) -> tuple[str, ...]:
        """Every hat of theirs, by the key of whom they are in it."""
        return (self.key, *self.also)


PERSONAS: Final = (
    Chosen(
        key="cole",
        about=_("Answers for the police: a desk full of requests, one of them almost due."),
    ),
    Chosen(
        key="asha",
        about=_(
            "Asks partners about children at risk, and reads their answers before she visits."
        ),
    ),
    Chosen(
        key="hari",
        about=_("Works when the others sleep: what came in last night, and what is asked now."),
    ),
    Chosen(
        key="dev",
        about=_("Answers for the hospital; one request is past its hour."),
    ),
    Chosen(
        key="bea",
        about=_("Answers for a school, twice a term; began with a bare GDPR and learnt."),
    ),
    Chosen(
        key="gwen",
        about=_(
            "Sends the partners' statutory requests; one was challenged and waits for her. "
            "The council employs her: she has two hats."
        ),
        also=("gwen at the council",),
    ),
    Chosen(
        key="ella",
        about=_("Gives advice, and files a note on every decision of the council."),
    ),
    Chosen(
        key="philippa",
        about=_(
            "Manages a team: one of them is ill, and what came for him waits until she takes "
            "it over or gives it to a colleague."
        ),
    ),
    Chosen(
        key="carys",
        about=_("Works in Wales, under its own Act, and would rather do so in Welsh."),
    ),
    Chosen(
        key="faye",
        about=_("Sees who knew what and when, in codes, and never a word."),
    ),
)


def introduced(key: str) -> tuple[str, str, str]:
    """Name, post and agency of a practitioner."""
    for body in BODIES:
        for staff in body.staff:
            if staff.key == key:
                return staff.name, staff.post, body.name
    raise LookupError(key)
