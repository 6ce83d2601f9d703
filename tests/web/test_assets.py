"""What is committed of others is as it was built, is licensed, and carries no brand."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from hub_services.desk.web.app import ASSETS
from hub_services.desk.web.rendering import TEMPLATES, environment

FOLDER = Path(ASSETS)
SUMS = {
    line.split()[1]: line.split()[0]
    for line in (FOLDER / "SHA256SUMS").read_text().splitlines()
}


@pytest.mark.parametrize("name", sorted(SUMS))
def test_a_built_file_is_as_it_was_built(name: str) -> None:
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == SUMS[name]


def test_every_file_of_others_has_its_sum_and_its_licence() -> None:
    ours = {"hub.css", "hub.js", "favicon.svg", "frontend.scss", "SHA256SUMS"}
    licences = {"LICENCE-govuk-frontend.txt"}
    assert {path.name for path in FOLDER.iterdir()} - ours - licences == set(SUMS)
    licence = (FOLDER / "LICENCE-govuk-frontend.txt").read_text()
    assert "MIT License" in licence
    assert all(name in licence for name in SUMS)


@pytest.mark.parametrize("name", ["frontend.css", "hub.css"])
def test_the_style_carries_no_font_no_crown_and_no_address(name: str) -> None:
    style = re.sub(r'\[href\^="https?://"\]', "", (FOLDER / name).read_text())
    for word in ("@font-face", "GDS Transport", "crest", "crown", "@import", "//"):
        assert word not in style
    assert re.findall(r"url\([^)]*\)", style) == []


def test_no_page_asks_for_anything_from_elsewhere() -> None:
    for path in Path(TEMPLATES).rglob("*.html"):
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "http" not in re.sub(r"\{\{.*?\}\}", "", text), path
        assert "style=" not in text, path
        assert not re.search(r"\son[a-z]+=", text), path


GIVEN_TO_EVERY_PAGE = {
    "csp_nonce",
    "demonstration",
    "done",
    "form",
    "hosted",
    "path",
    "refusal",
    "role",
    "scrutineer",
    "session",
    "token",
}
HANDLERS = [
    *(FOLDER.parent / "pages").glob("*.py"),
    *(FOLDER.parent / name for name in ("app.py", "signin.py", "visit.py")),
]
GIVEN_BY_HANDLERS = {
    name
    for path in HANDLERS
    for pair in re.findall(r"\b([a-z_]+)=|\"([a-z_]+)\":", path.read_text())
    for name in pair
}
GIVEN_BY_THE_PROVIDER = {"agencies", "csp_nonce"}


def made_here(tree: nodes.Template) -> set[str]:
    """The names that a template sets or imports itself, for the blocks inside it."""
    names = {each.target for each in tree.find_all(nodes.Import)}
    for each in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in each.names}
    for assigned in tree.find_all(nodes.Assign):
        names |= {name.name for name in assigned.find_all(nodes.Name) if name.ctx == "store"}
    return names


@pytest.mark.parametrize(
    "name",
    sorted(str(path.relative_to(TEMPLATES)) for path in Path(TEMPLATES).rglob("*.html")),
)
def test_a_page_uses_only_names_that_somebody_gives(name: str) -> None:
    made = environment("en")
    tree = made.parse((Path(TEMPLATES) / name).read_text())
    used = meta.find_undeclared_variables(tree) - set(made.globals) - made_here(tree)
    assert used - GIVEN_TO_EVERY_PAGE - GIVEN_BY_HANDLERS - GIVEN_BY_THE_PROVIDER == set()
