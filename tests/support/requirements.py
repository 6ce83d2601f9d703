"""Which requirement a test holds: ``@requirement("R-112")``, and ``--requirement R-112,R-113``.

The ids and their rules stand in ``tests/requirements.toml``. ``python3 -m infra trace`` takes
away what carries an id and expects a test that is tagged with it to fail.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest


def requirement(*ids: str) -> pytest.MarkDecorator:
    """Tag a test that fails when the rule behind any of these ids is gone."""
    return pytest.mark.requirement(*ids)


def tagged(item: pytest.Item) -> frozenset[str]:
    """The ids that a test is tagged with: by itself, its parameters or its module."""
    return frozenset(
        str(each) for mark in item.iter_markers("requirement") for each in mark.args
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--requirement",
        default="",
        metavar="IDS",
        help="run only the tests that hold one of these, as R-112,R-113; or any",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "requirement(*ids): the requirements that a test holds")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = frozenset(str(config.getoption("--requirement")).split(",")) - {""}
    if wanted == {"any"}:
        _keep(config, items, filter(tagged, items))
    elif wanted:
        _keep(config, items, (item for item in items if tagged(item) & wanted))


def _keep(config: pytest.Config, items: list[pytest.Item], kept: Iterable[pytest.Item]) -> None:
    chosen = list(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen
