"""Groups of commands that are imported when one of them is asked for."""

from __future__ import annotations

from importlib import import_module

import click
import typer
from typer.core import TyperGroup


def later(where: str, what: str) -> typer.Typer:
    """The group ``where`` (module:name) under its help: ``what`` its commands are for."""

    class Later(TyperGroup):
        def list_commands(self, ctx: click.Context) -> list[str]:
            return _group(where).list_commands(ctx)

        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
            return _group(where).get_command(ctx, cmd_name)

    return typer.Typer(cls=Later, help=what)


def _group(where: str) -> click.Group:
    module, _, name = where.partition(":")
    return typer.main.get_group(getattr(import_module(module), name))
