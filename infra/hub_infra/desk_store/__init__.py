"""The desk's own database: what its agencies keep, encrypted, and who is signed in."""

from hub_infra.desk_store.postgres import PostgresDesk
from hub_infra.desk_store.vault import Vault

__all__ = ["PostgresDesk", "Vault"]
