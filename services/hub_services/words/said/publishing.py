"""Refusals of publishing an edition of the law."""

from __future__ import annotations

from hub_services.words.catalogue import _

SAID = {
    "edition-row-refused": (
        _("A row of this edition cannot stand in the catalogue"),
        _(
            "The answer names the row and its field. Something is missing, is of another "
            "kind, overlaps another row of the same law, or names what the catalogue does not "
            "have. Correct the file; sharing-hub law diff tells more."
        ),
    ),
    "edition-without-law": (
        _("Something recorded would lose its law"),
        _(
            "The answer names the provision and a day on which it was relied on. What was done "
            "under a law keeps it: leave the row in force on that day, and give the law a "
            "later last day instead."
        ),
    ),
}
