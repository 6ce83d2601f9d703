"""Settings: what differs from one deployment to another, read from the environment once.

A setting may instead stand in a file named like its variable, in lower case, in the folder that
``HUB_SECRETS_DIR`` names (``/run/secrets`` unless set). The environment wins.
"""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hub_infra.given import secrets_folder


class SettingsRefused(Exception):
    """Settings are missing or cannot serve: which, and what each should be; never a value."""

    def __init__(self, remedies: dict[str, str]) -> None:
        self.remedies = remedies
        super().__init__("\n".join(f"{name}: {what}" for name, what in remedies.items()))


class Address(NamedTuple):
    """Where a process listens."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        return ipaddress.ip_address(self.host).is_loopback


def _address(text: object) -> Address:
    """Read ``127.0.0.1:8000`` or ``[::1]:8000``; names are not resolved here."""
    host, _, port = str(text).rpartition(":")
    host = str(ipaddress.ip_address(host.removeprefix("[").removesuffix("]")))
    if not (port.isascii() and port.isdigit() and int(port) < 1 << 16):
        raise ValueError
    return Address(host, int(port))


def setting(name: str, what: str, default: Any = ...) -> Any:
    """A setting: its variable, and what to say to whoever must set it."""
    return Field(default, validation_alias=name, description=what)


class Settings(BaseSettings):
    """What every process is told of where it runs."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    env: Literal["production", "demo", "test"] = setting(
        "HUB_ENV", "production, demo or test; production unless set", "production"
    )
    clock_file: Path | None = setting(
        "HUB_CLOCK_FILE",
        "a file that holds the current instant; never set in production, it has the real one",
        None,
    )

    @classmethod
    def read(cls) -> Self:
        """Read the environment, then the files; refuse what is missing or cannot serve."""
        folder = secrets_folder()
        try:
            return cls(_secrets_dir=folder if folder.is_dir() else None)
        except ValidationError as error:
            raise SettingsRefused(
                {
                    name: what
                    for problem in error.errors(include_input=False)
                    for name, what in cls.variables().items()
                    if name == problem["loc"][0]
                }
            ) from None

    @classmethod
    def variables(cls) -> dict[str, str]:
        """Every variable that is read, with what it should be."""
        return {
            str(field.validation_alias): str(field.description)
            for field in cls.model_fields.values()
        }

    @field_validator("clock_file")
    @classmethod
    def _production_has_the_real_clock(
        cls, value: Path | None, info: ValidationInfo
    ) -> Path | None:
        if value is not None and info.data.get("env", "production") == "production":
            raise ValueError
        return value

    @field_validator("bind", check_fields=False)
    @classmethod
    def _a_demo_stays_on_this_machine(cls, value: Address, info: ValidationInfo) -> Address:
        if info.data.get("env") == "demo" and not value.is_loopback:
            raise ValueError
        return value


Bind = Annotated[Address, NoDecode, BeforeValidator(_address)]


class StoreSettings(Settings):
    """The settings of whatever works on the hub's store alone."""

    database_url: SecretStr = setting(
        "HUB_DATABASE_URL", "the hub's PostgreSQL, postgresql://USER:PASSWORD@HOST:5432/hub"
    )


class HubSettings(StoreSettings):
    """The settings of the hub."""

    keystore: Path = setting(
        "HUB_KEYSTORE", "a folder for the owners' keys, outside the database and its backups"
    )
    data_dir: Path = setting("HUB_DATA_DIR", "a folder the hub may write to", Path(".hub"))
    bind: Bind = setting(
        "HUB_BIND",
        "ADDRESS:PORT to listen on, such as 127.0.0.1:8000; in a demo of this machine alone",
        "127.0.0.1:8000",
    )


class AnnouncerSettings(StoreSettings):
    """The settings of an announcer: the hub's database, and a broker to announce to."""

    kafka_bootstrap: str = setting(
        "HUB_KAFKA_BOOTSTRAP", "HOST:PORT of a Kafka broker, several separated by commas"
    )
    bind: Bind = setting(
        "ANNOUNCER_BIND",
        "ADDRESS:PORT at which it says whether it is well, such as 127.0.0.1:8002",
        "127.0.0.1:8002",
    )


class KeystoreSettings(Settings):
    """The settings of whatever works on a desk's keys alone."""

    keystore: Path = setting("DESK_KEYSTORE", "a folder for the agencies' private keys")


class DeskSettings(KeystoreSettings):
    """The settings of a desk: its hub, its own database and keys, and who signs people in."""

    hub_url: str = setting("DESK_HUB_URL", "the hub's address, such as https://hub.example.org")
    database_url: SecretStr = setting(
        "DESK_DATABASE_URL", "the desk's own PostgreSQL, postgresql://USER:PASSWORD@HOST/desk"
    )
    oidc_issuer: str = setting(
        "DESK_OIDC_ISSUER", "the identity provider's address, such as https://id.example.org"
    )
    oidc_client_id: str = setting(
        "DESK_OIDC_CLIENT_ID", "the desk's client id at the identity provider", "sharing-hub"
    )
    oidc_client_secret: SecretStr | None = setting(
        "DESK_OIDC_CLIENT_SECRET", "the desk's client secret, where the provider gave one", None
    )
    origin: str = setting(
        "DESK_ORIGIN",
        "the address that people type, such as https://desk.example.org",
        "http://127.0.0.1:8001",
    )
    bind: Bind = setting(
        "DESK_BIND",
        "ADDRESS:PORT to listen on, such as 127.0.0.1:8001; in a demo of this machine alone",
        "127.0.0.1:8001",
    )


class DemoRefused(Exception):
    """The environment says production, where no demonstration may run."""


def demo_environment() -> None:
    """Make this process and its children a demonstration; refuse where HUB_ENV=production."""
    if os.environ.get("HUB_ENV") == "production":
        raise DemoRefused
    os.environ["HUB_ENV"] = "demo"
