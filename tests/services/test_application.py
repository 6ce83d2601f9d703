"""What a command does to a loaded record is nobody else's until it is recorded."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from hub_domain.agencies.agency import Agency, StaffMember
from hub_domain.law.shipped import shipped_catalogue
from hub_domain.roles import Role
from hub_services.hub.ticker import system_acting
from tests.architecture.source import found, modules, tree
from tests.support.world import begin_world

CHANGING = {
    "add",
    "append",
    "clear",
    "discard",
    "extend",
    "pop",
    "remove",
    "setdefault",
    "update",
}


def in_place(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Subscript) for target in targets):
                yield ast.unparse(node)
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in CHANGING:
            yield ast.unparse(called)


def test_events_assign_and_change_no_value_in_place() -> None:
    def changed(module: Path) -> list[str]:
        return [
            place
            for node in ast.walk(tree(module))
            if isinstance(node, ast.FunctionDef) and node.name == "apply"
            for place in in_place(node)
        ]

    assert found(changed, modules("domain")) == {}


def test_what_is_done_to_a_record_and_not_recorded_is_seen_by_nobody(
    database_url: str, tmp_path: Path
) -> None:
    world = begin_world(database_url, tmp_path)
    with world.process as process:
        school = world.agency("School", "EA175-MSGB")
        acting = system_acting(school.id, world.clock.now(), uuid4(), shipped_catalogue())
        before = process.hub.find(school.id)
        changed = process.hub.find(school.id)
        assert isinstance(changed, Agency)
        bea = StaffMember(id=uuid4(), name="Bea", post="Officer", contact="-")
        changed.register_practitioner(acting, member=bea, roles=[Role.PRACTITIONER])
        assert changed != before
        assert process.hub.find(school.id) == before
        school.hire("Colm Rees", "practitioner")
        assert process.hub.find(school.id).version == before.version + 1
