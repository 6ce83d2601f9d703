"""The hub's own pages: its interface for people, and what each problem code means."""

from __future__ import annotations

import re

import pytest

from hub_services.hub.reading import READS
from hub_services.hub.uses import COMMANDS
from hub_services.words.refusals import REFUSALS
from tests.api.town import Town


def test_the_interface_shows_every_operation_and_all_that_it_speaks_of(town: Town) -> None:
    page = town.world.client.get("/docs").text
    places = re.findall(r'id="([^"]+)"', page)
    assert len(places) == len(set(places))
    wanted = {*COMMANDS, *(f"read-{read.name}" for read in READS)}
    assert wanted <= set(places)
    links = {href for href in re.findall(r'href="([^"]+)"', page) if href.startswith("#")}
    assert {link[1:] for link in links} - set(places) == set()


@pytest.mark.parametrize("path", ["/docs", "/problems/not-found"])
def test_a_page_loads_its_own_style_and_nothing_else(town: Town, path: str) -> None:
    answer = town.world.client.get(path)
    assert re.findall(r'(?:src|rel="stylesheet" href)="([^"]+)"', answer.text) == [
        "/docs/style.css"
    ]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    style = town.world.client.get("/docs/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text


def test_every_code_has_a_page_that_explains_it(town: Town) -> None:
    for code in REFUSALS:
        answer = town.world.client.get(f"/problems/{code}")
        assert f"Code <code>{code}</code>" in answer.text


def test_what_is_no_code_is_not_said_again(town: Town) -> None:
    answer = town.world.client.get("/problems/%3Cb%3Ealert")
    assert "alert" not in answer.text
    assert "Code <code>not-found</code>" in answer.text
