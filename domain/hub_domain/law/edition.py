"""A published edition of the law catalogue.

The rows stand in the event itself, so that whatever was judged by an edition replays by the
same rows, whichever catalogue ships later. One stream for each edition: a
second publication of the same number is a version conflict.
"""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from hub_domain.acting import Acting
from hub_domain.aggregate import Aggregate, Opening
from hub_domain.ids import edition_id
from hub_domain.law.catalogue import Catalogue
from hub_domain.law.reading import digest, from_plain, to_plain


class CatalogueEdition(Aggregate):
    """One edition, as it was published."""

    TOPIC = "catalogue"

    class Published(Opening):
        TOPIC = "catalogue.edition-published"
        edition: int
        pack: int
        digest: str
        tables: dict[str, Any]

    def __init__(self, edition: int, pack: int, tables: dict[str, Any]) -> None:
        self.edition = edition
        self.pack = pack
        self.tables = tables

    @staticmethod
    def stream_of(edition: int) -> UUID:
        """The stream of the edition with this number."""
        return edition_id(edition)

    @classmethod
    def publish(cls, acting: Acting, catalogue: Catalogue) -> Self:
        """Publish an edition, whole; its digest is that of its plain form."""
        plain = to_plain(catalogue)
        return cls.begin(
            cls.Published,
            acting,
            stream_id=cls.stream_of(catalogue.edition),
            edition=catalogue.edition,
            pack=catalogue.pack_edition,
            digest=digest(plain),
            tables=plain["tables"],
        )

    def catalogue(self) -> Catalogue:
        """The catalogue as it was published."""
        return from_plain(
            {
                "edition": self.edition,
                "pack_edition": self.pack,
                "tables": self.tables,
            },
            f"edition {self.edition}",
        )
