"""The compose file speaks of settings that exist, and holds no secret of its own."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from hub_infra.settings import AnnouncerSettings, DeskSettings, HubSettings, Settings
from hub_services.wiring.serve import SECONDS_TO_END
from infra.environment import ROOT

OURS = {
    "migrate": HubSettings,
    "hub": HubSettings,
    "announcer": AnnouncerSettings,
    "desk": DeskSettings,
}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    services: dict[str, Any] = compose["services"]
    return services


@pytest.mark.parametrize(("name", "settings"), OURS.items())
def test_a_service_is_given_settings_that_it_reads_and_all_that_it_needs(
    services: dict[str, Any], name: str, settings: type[Settings]
) -> None:
    given = set(services[name]["environment"])
    needed = {
        str(field.validation_alias)
        for field in settings.model_fields.values()
        if field.is_required()
    }
    assert given <= settings.variables().keys()
    assert needed <= given


def test_the_operator_works_with_keys_that_no_desk_holds(services: dict[str, Any]) -> None:
    """By name, since it works beside the hub's database; only when told to."""
    given = services["operator"]["environment"]
    assert services["operator"]["profiles"] == ["operator"]
    assert set(given) <= {"HUB_DATABASE_URL", *DeskSettings.variables()}
    assert (
        given["DESK_KEYSTORE"] == services["hub"]["environment"]["HUB_DATA_DIR"] + "/operator"
    )
    assert not set(services["operator"]["volumes"]) & set(services["desk"]["volumes"])


@pytest.mark.parametrize("name", OURS)
def test_every_service_of_ours_runs_in_production(services: dict[str, Any], name: str) -> None:
    assert services[name]["environment"]["HUB_ENV"] == "production"


@pytest.mark.parametrize("name", OURS)
def test_a_service_has_longer_to_end_than_its_calls_may_take(
    services: dict[str, Any], name: str
) -> None:
    assert int(services[name]["stop_grace_period"].removesuffix("s")) > 2 * SECONDS_TO_END


@pytest.mark.parametrize("name", [*OURS, "postgres", "desk-postgres", "kafka"])
def test_no_log_fills_the_disk(services: dict[str, Any], name: str) -> None:
    assert services[name]["logging"]["options"].keys() == {"max-size", "max-file"}


@pytest.mark.parametrize("name", ["hub", "desk", "announcer", "kafka", "postgres"])
def test_whatever_runs_on_is_asked_whether_it_is_well(
    services: dict[str, Any], name: str
) -> None:
    """By its own check, or by the image's, which asks at the port that it listens on."""
    own = services[name].get("healthcheck")
    bind = f"{name.upper()}_BIND"
    assert own or services[name]["environment"][bind] == "0.0.0.0:8000"
    assert not (own or {}).get("disable")


def test_secrets_are_asked_for_and_have_no_default(services: dict[str, Any]) -> None:
    secret = re.compile(r"PASSWORD|SECRET|TOKEN")
    for service in services.values():
        for variable, value in service.get("environment", {}).items():
            if secret.search(variable):
                assert re.fullmatch(r"\$\{\w+:(\?[^}]+|-)\}", value), variable


def test_nothing_listens_beyond_this_machine(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_hub_and_the_desk_share_neither_database_nor_keys(services: dict[str, Any]) -> None:
    hub, desk = services["hub"], services["desk"]
    assert "@postgres:" in hub["environment"]["HUB_DATABASE_URL"]
    assert "@desk-postgres:" in desk["environment"]["DESK_DATABASE_URL"]
    held = [{volume.partition(":")[0] for volume in side["volumes"]} for side in (hub, desk)]
    assert not held[0] & held[1]
