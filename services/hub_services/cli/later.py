"""Groups of commands that are imported when one of them is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from hub_services.cli.screen import commands


def later(where: str, what: str) -> typer.Typer:
    """The group ``where`` (module:name) under its help: ``what`` its commands are for."""

    class Later(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return _group(where).list_commands(ctx)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            return _group(where).get_command(ctx, cmd_name)

    return commands(cls=Later, help=what)


def _group(where: str) -> TyperGroup:
    module, _, name = where.partition(":")
    return typer.main.get_group(getattr(import_module(module), name))
