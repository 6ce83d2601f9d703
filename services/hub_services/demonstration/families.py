"""Invented families: nobody is called so, and every NHS number is from the range for tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from hub_services.desk.drafts import IdentityCard

_CHILDREN: Final = (
    "Amaro", "Bryony", "Caspian", "Delyth", "Eskil", "Fenella", "Gethin", "Hesper", "Ianto",
    "Juniper", "Kezia", "Leofric", "Mabli", "Nikolai", "Osian", "Petronella", "Quentin",
    "Rosalba", "Seren", "Tarquin", "Una", "Vashti", "Wilfrid", "Xanthe", "Ysolde", "Zebedee",
    "Siân", "Tadhg",
)  # fmt: skip
_MOTHERS: Final = (
    "Anneliese", "Branwen", "Clemency", "Drusilla", "Eirlys", "Ffion", "Ghislaine", "Hepzibah",
    "Ingrid", "Jocasta", "Kerensa", "Lowenna", "Mererid", "Nolwenn", "Ottilie", "Perpetua",
)  # fmt: skip
_MEN: Final = (
    "Alaric", "Barnaby", "Cadfael", "Dickon", "Evander", "Fabian", "Gareth", "Hadrian",
    "Isambard", "Jolyon", "Kenelm", "Lucian", "Meirion", "Ninian", "Oberon", "Piran",
)  # fmt: skip
_FAMILIES: Final = (
    "Applegarth", "Bramblecote", "Cuckoopen", "Dimplewick", "Elderthwaite", "Fiddleford",
    "Gooseberry-Nash", "Hobblethwaite", "Inkpenny", "Jackdawson", "Kittiwake", "Lumpwell",
    "Mudlarken", "Nettleship", "O'Plover", "Puddlecombe", "Quickthorn", "Rumblebeck",
    "Sedgewarble", "Teaselworth", "Umberleaf", "Vetchling", "Wagtailby", "Yaffleton",
    "Bwlchygwynt", "Cwmpenwaig", "Dwrglais", "Pantybara",
)  # fmt: skip
_STREETS: Final = (
    "Teasel Row", "Mallow Close", "Plover Rise", "Kiln Terrace", "Osier Way", "Tansy Court",
    "Gorse Avenue", "Withy Lane", "Heron Walk", "Sorrel Street",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Family:
    """A child, the mother, and a man of the household."""

    child: IdentityCard
    mother: IdentityCard
    partner: IdentityCard

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in it."""
        return (self.child.names, self.mother.names, self.partner.names)


def nhs_number(serial: int) -> str | None:
    """A number of the 999 range with its check digit (modulus 11); some serials have none."""
    digits = f"999{serial:06d}"
    check = -sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)
    )
    check %= 11
    return None if check == 10 else f"{digits}{check}"  # noqa: PLR2004 - ten is no digit


def families(random: Random, today: date, place: str) -> Iterator[Family]:
    """Families without end, no two alike for a long while, in the same order every time."""
    serial = random.randrange(1000, 900_000)
    surnames = list(_FAMILIES)
    random.shuffle(surnames)
    round_ = 0
    while True:
        for surname in surnames:
            number = None
            while number is None:
                serial += 1
                number = nhs_number(serial)
            home = f"{random.randrange(1, 90)} {random.choice(_STREETS)}, {place}"
            yield Family(
                child=IdentityCard(
                    names=f"{random.choice(_CHILDREN)} {surname}",
                    born=_born(random, today, 1, 16),
                    address=home,
                    identifiers={"nhs-number": number},
                ),
                mother=IdentityCard(
                    names=f"{random.choice(_MOTHERS)} {surname}",
                    born=_born(random, today, 24, 40),
                    address=home,
                ),
                partner=IdentityCard(
                    names=f"{random.choice(_MEN)} {surnames[(round_ * 7 + 5) % len(surnames)]}",
                    born=_born(random, today, 23, 45),
                ),
            )
            round_ += 1


def _born(random: Random, today: date, youngest: int, oldest: int) -> date:
    year = today.year - random.randint(youngest, oldest) - 1
    return date(year, random.randint(1, 12), random.randint(1, 28))
