"""Dependencies point one way: services to infra to domain, and domain to nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.architecture.source import ROOT, found, imports, modules

SERVICES = "services/hub_services"
ALLOWED_IN_THE_DOMAIN = set(sys.stdlib_module_names) | {"hub_domain"}


def importing(*packages: str) -> Callable[[Path], list[str]]:
    return lambda module: [
        imported
        for imported in imports(module)
        if any(f"{imported}.".startswith(f"{package}.") for package in packages)
    ]


def test_domain_imports_the_standard_library_and_eventsourcing_domain() -> None:
    def strangers(module: Path) -> list[str]:
        return [
            imported
            for imported in imports(module)
            if imported.partition(".")[0] not in ALLOWED_IN_THE_DOMAIN
            and imported != "eventsourcing.domain"
        ]

    assert found(strangers, modules("domain")) == {}


def test_infra_never_imports_services() -> None:
    assert found(importing("hub_services"), modules("infra")) == {}


def test_only_the_wiring_imports_infra() -> None:
    services = [module for module in modules("services") if "wiring" not in module.parts]
    assert found(importing("hub_infra"), services) == {}


def test_hub_and_desk_never_import_each_other() -> None:
    assert found(importing("hub_services.desk"), modules(f"{SERVICES}/hub")) == {}
    assert found(importing("hub_services.hub"), modules(f"{SERVICES}/desk")) == {}


def test_what_runs_in_production_imports_nothing_of_the_bootstrap_or_the_tests() -> None:
    ours = modules("domain/hub_domain") + modules("infra/hub_infra") + modules(SERVICES)
    assert found(importing("infra", "tests"), ours) == {}


def test_the_import_contracts_are_kept() -> None:
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout
    assert "3 kept, 0 broken" in linted.stdout
