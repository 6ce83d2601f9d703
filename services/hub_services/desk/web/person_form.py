"""The form of a name card: who a person is, as far as anyone can be it."""

from __future__ import annotations

from datetime import date
from typing import Final

from hub_services.desk.drafts import IdentityCard
from hub_services.desk.web.forms import Form
from hub_services.words.catalogue import _

LONGEST_NAME: Final = 200
DIGITS: Final = 10
OF_AGE: Final = 18
NOT_BORN: Final = _("This day is still to come: leave it empty for a child who is not born yet")
NOT_AN_NHS_NUMBER: Final = _("This is no NHS number: enter its ten digits, or leave it empty")


def read_card(form: Form, today: date) -> IdentityCard | None:
    """A name card as it was typed; what is wrong with it is said."""
    names = form.needed("new-names", _("Enter the full name"))
    if len(names) > LONGEST_NAME:
        form.wrong("new-names", _("Enter a name of at most 200 characters"))
    born = form.day("new-born", required=False)
    if born and born > today:
        form.wrong("new-born", NOT_BORN)
    nhs_number = "".join(form.text("new-nhs-number").split())
    if nhs_number and not is_nhs_number(nhs_number):
        form.wrong("new-nhs-number", NOT_AN_NHS_NUMBER)
    if form.errors:
        return None
    identifiers = {"nhs-number": nhs_number, "upn": form.text("new-upn")}
    aliases = tuple(filter(None, map(str.strip, form.text("new-aliases").split(","))))
    return IdentityCard(
        names=names,
        aliases=aliases,
        born=born,
        address=form.text("new-address"),
        identifiers={kind: number for kind, number in identifiers.items() if number},
    )


def is_nhs_number(digits: str) -> bool:
    """Ten digits, of which the last follows from the others (modulus 11)."""
    if not (len(digits) == DIGITS and digits.isascii() and digits.isdigit()):
        return False
    weighed = sum(int(digit) * (DIGITS - place) for place, digit in enumerate(digits[:9]))
    return (11 - weighed % 11) % 11 == int(digits[9])


def is_adult(card: IdentityCard, today: date) -> bool:
    """Whether they are 18 or over by their date of birth."""
    born = card.born
    if born is None:
        return False
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not had_birthday) >= OF_AGE
