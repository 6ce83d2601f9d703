"""What a hub is given besides its store: signed statements, the law as it was published."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from hub_domain.law.catalogue import Catalogue
from hub_domain.law.editing import completed
from hub_domain.law.edition import CatalogueEdition
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.statement import Statement
from hub_infra import canonical, statements
from hub_services.hub.application import Hub


class JwsStatements:
    """Statements as signed JWS, canonical JSON in and out."""

    def peek(self, compact: bytes) -> tuple[str, Statement]:
        """The key id and the claims, not yet to be trusted."""
        return statements.peek(compact)

    def verify(self, compact: bytes, ed25519: bytes) -> Statement:
        """The claims, when this key signed them."""
        return statements.verify(compact, ed25519)

    def members(self, body: bytes) -> Mapping[str, bytes]:
        """The members of a JSON object, each in canonical form."""
        return canonical.members(body)


class StoredLaw:
    """Catalogues by edition, as they were published to this store."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.edition = lru_cache(maxsize=8)(self._edition)

    def _edition(self, edition: int) -> Catalogue:
        published = self._hub.find(CatalogueEdition.stream_of(edition))
        if not isinstance(published, CatalogueEdition):
            raise LookupError(edition)  # noqa: TRY004 - there is no such edition
        return completed(published.catalogue(), shipped_catalogue())
