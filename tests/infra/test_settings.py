"""Settings come from the environment or from files, and say what is wrong without a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub_infra.settings import (
    Address,
    AnnouncerSettings,
    DemoRefused,
    DeskSettings,
    HubSettings,
    SettingsRefused,
    demo_environment,
)

PASSWORD = "a-password-of-the-database"
HUB = {
    "HUB_DATABASE_URL": f"postgresql://hub:{PASSWORD}@127.0.0.1/hub",
    "HUB_KEYSTORE": "keys",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in HubSettings.variables() | AnnouncerSettings.variables():
        monkeypatch.delenv(name, raising=False)
    for name in DeskSettings.variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HUB_SECRETS_DIR", str(tmp_path))


def given(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def test_a_missing_setting_is_named_with_its_remedy() -> None:
    with pytest.raises(SettingsRefused) as refused:
        HubSettings.read()
    assert set(refused.value.remedies) == {"HUB_DATABASE_URL", "HUB_KEYSTORE"}
    assert "postgresql://USER:PASSWORD@HOST:5432/hub" in str(refused.value)


def test_an_empty_setting_is_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **HUB | {"HUB_KEYSTORE": ""})
    with pytest.raises(SettingsRefused, match=r"^HUB_KEYSTORE: "):
        HubSettings.read()


def test_an_unset_environment_is_production(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **HUB)
    assert HubSettings.read().env == "production"


@pytest.mark.parametrize("env", ["", "production"])
def test_production_refuses_a_clock_file(monkeypatch: pytest.MonkeyPatch, env: str) -> None:
    given(monkeypatch, **HUB, HUB_ENV=env, HUB_CLOCK_FILE="clock")
    with pytest.raises(SettingsRefused, match=r"^HUB_CLOCK_FILE: .* never set in production"):
        HubSettings.read()


@pytest.mark.parametrize("env", ["demo", "test"])
def test_elsewhere_a_clock_file_serves(monkeypatch: pytest.MonkeyPatch, env: str) -> None:
    given(monkeypatch, **HUB, HUB_ENV=env, HUB_CLOCK_FILE="clock")
    assert HubSettings.read().clock_file == Path("clock")


def test_an_unknown_environment_is_refused_and_does_not_count_as_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, **HUB, HUB_ENV="prod", HUB_CLOCK_FILE="clock")
    with pytest.raises(SettingsRefused) as refused:
        HubSettings.read()
    assert set(refused.value.remedies) == {"HUB_ENV", "HUB_CLOCK_FILE"}


def test_a_demo_refuses_where_the_environment_says_production(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, HUB_ENV="production")
    with pytest.raises(DemoRefused):
        demo_environment()


def test_a_demo_makes_its_process_a_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **HUB, HUB_ENV="test")
    demo_environment()
    assert HubSettings.read().env == "demo"


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "[::]:8000", "10.1.2.3:8000"])
def test_a_demo_listens_on_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch, bind: str
) -> None:
    given(monkeypatch, **HUB, HUB_ENV="demo", HUB_BIND=bind)
    with pytest.raises(SettingsRefused, match=r"^HUB_BIND: "):
        HubSettings.read()


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("0.0.0.0:8000", Address("0.0.0.0", 8000)),  # noqa: S104
        ("127.0.0.1:0", Address("127.0.0.1", 0)),
        ("[::1]:65535", Address("::1", 65535)),
    ],
)
def test_an_address_is_read(
    monkeypatch: pytest.MonkeyPatch, bind: str, address: Address
) -> None:
    given(monkeypatch, **HUB, HUB_BIND=bind)
    assert HubSettings.read().bind == address


@pytest.mark.parametrize(
    "bind", ["8000", "127.0.0.1", "hub.example.org:80", "127.0.0.1:65536", "127.0.0.1:x"]
)
def test_what_is_no_address_is_refused(monkeypatch: pytest.MonkeyPatch, bind: str) -> None:
    given(monkeypatch, **HUB, HUB_BIND=bind)
    with pytest.raises(SettingsRefused, match=r"^HUB_BIND: "):
        HubSettings.read()


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "hub_database_url").write_text(HUB["HUB_DATABASE_URL"] + "\n")
    given(monkeypatch, HUB_KEYSTORE="keys")
    assert HubSettings.read().database_url.get_secret_value() == HUB["HUB_DATABASE_URL"]


def test_neither_settings_nor_their_refusal_show_a_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, **HUB)
    assert PASSWORD not in repr(HubSettings.read())
    given(monkeypatch, HUB_BIND=PASSWORD)
    with pytest.raises(SettingsRefused) as refused:
        HubSettings.read()
    assert PASSWORD not in str(refused.value)
    assert refused.value.__cause__ is None


def test_an_announcer_needs_its_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **HUB)
    with pytest.raises(SettingsRefused, match=r"^HUB_KAFKA_BOOTSTRAP: "):
        AnnouncerSettings.read()


def test_a_desk_knows_its_hub_and_has_a_database_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, **HUB)
    with pytest.raises(SettingsRefused) as refused:
        DeskSettings.read()
    assert set(refused.value.remedies) == {
        "DESK_HUB_URL",
        "DESK_DATABASE_URL",
        "DESK_KEYSTORE",
        "DESK_OIDC_ISSUER",
    }
