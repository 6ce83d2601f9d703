"""Taking one rule out of the source as it is imported: a refusal, warning, task, outcome, row.

Nothing is written: the syntax tree loses the statements, or the catalogue its row, in a process
that runs a few tests and ends.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any, Final

MADE_BY: Final = {
    "warning": ("Warned",),
    "task": ("TaskDue", "NewTask"),
    "outcome": ("Result",),
}
"""What makes a finding, or an outcome, of the code that is its first argument or its kind."""

_NOTHING: Final = ast.Tuple(elts=[], ctx=ast.Load())


@dataclass(frozen=True)
class Removal:
    """What is taken away: a finding's kind and code, or a row's table and key.

    ``part`` is one fact of a refusal (``limb=b``), or the field of a row that is emptied.
    ``made_by`` are the names of what makes the finding.
    """

    kind: str
    name: str
    part: str = ""
    made_by: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.name, self.part)))

    @property
    def of_a_row(self) -> bool:
        """Whether it is the catalogue that loses something, and not the source."""
        return self.kind not in {"refusal", *MADE_BY}

    def is_made(self, node: ast.expr, constants: Mapping[str, str]) -> bool:
        """Whether this expression makes the finding."""
        if isinstance(node, ast.Name):
            return self.kind == "refusal" and not self.part and node.id in self.made_by
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            return False
        if node.func.id not in self.made_by:
            return False
        if self.kind == "refusal":
            return not self.part or self.part in _facts(node, constants)
        kinds = [word.value for word in node.keywords if word.arg == "kind"]
        return any(self.name == _text(each, constants) for each in (*node.args[:1], *kinds))


def _facts(call: ast.Call, constants: Mapping[str, str]) -> Iterator[str]:
    return (f"{each.arg}={_text(each.value, constants)}" for each in call.keywords)


def _text(node: ast.expr, constants: Mapping[str, str]) -> str:
    if isinstance(node, ast.Name):
        return constants.get(node.id, "")
    return str(node.value) if isinstance(node, ast.Constant) else ""


class Without(ast.NodeTransformer):
    """A module without the statements that make one finding; ``lines`` are where they stood."""

    def __init__(self, removal: Removal, constants: Mapping[str, str]) -> None:
        self.lines: list[int] = []
        self._removal = removal
        self._constants = constants

    def _makes(self, node: ast.expr | None, *, bare: bool = False) -> bool:
        """``bare``: a class that is raised without being called counts as well."""
        if node is None or (isinstance(node, ast.Name) and not bare):
            return False
        if not self._removal.is_made(node, self._constants):
            return False
        self.lines.append(node.lineno)
        return True

    def visit_Raise(self, node: ast.Raise) -> ast.stmt:
        if self._makes(node.exc, bare=True):
            return ast.copy_location(ast.Pass(), node)
        return self._further(node)

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        """A generator stays one; a list to which the finding is added stays as it is."""
        value = node.value
        if isinstance(value, ast.Yield) and self._makes(value.value):
            return ast.copy_location(ast.Expr(ast.YieldFrom(_NOTHING)), node)
        if isinstance(value, ast.Call) and any(map(self._makes, value.args)):
            return ast.copy_location(ast.Pass(), node)
        return self._further(node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.expr:
        return self._shorter(node)

    def visit_List(self, node: ast.List) -> ast.expr:
        return self._shorter(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.expr:
        return self._never(node)

    def visit_ListComp(self, node: ast.ListComp) -> ast.expr:
        return self._never(node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Returned, or the body of a lambda: nothing is found."""
        if not self._makes(node):
            return self._further(node)
        if self._removal.kind != "outcome":
            return ast.copy_location(ast.Constant(None), node)
        nowhere = [ast.Constant(""), ast.Constant("unanswered"), *node.args[2:]]
        return ast.copy_location(ast.Call(node.func, nowhere, node.keywords), node)

    def _shorter(self, node: Any) -> Any:
        if self._removal.kind != "outcome":
            node.elts = [each for each in node.elts if not self._makes(each)]
        return self._further(node)

    def _never(self, node: Any) -> Any:
        if self._makes(node.elt):
            node.generators[0].iter = _NOTHING
        return self._further(node)

    def _further(self, node: Any) -> Any:
        return self.generic_visit(node)


def without(
    source: str, removal: Removal, constants: Mapping[str, str]
) -> tuple[ast.Module, list[int]]:
    """A module's tree without the finding, and the lines on which it was made."""
    taker = Without(removal, constants)
    tree = ast.fix_missing_locations(taker.visit(ast.parse(source)))
    return tree, sorted(taker.lines)


class Source:
    """The modules below some folders that hold packages of ours."""

    def __init__(self, *roots: Path) -> None:
        self._modules = {
            _module(path, root): path for root in roots for path in sorted(root.rglob("*.py"))
        }

    @cached_property
    def constants(self) -> dict[str, str]:
        """Every name that a module gives to a text."""
        found: dict[str, str] = {}
        for path in self._modules.values():
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                targets = node.targets if isinstance(node, ast.Assign) else []
                value = getattr(node, "value", None)
                for target in targets:
                    if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
                        found[target.id] = str(value.value)
        return found

    def places(self, removal: Removal) -> dict[str, list[int]]:
        """The modules that make the finding, and on which lines."""
        texts = {name: path.read_text(encoding="utf-8") for name, path in self._modules.items()}
        found = {
            name: without(text, removal, self.constants)[1]
            for name, text in texts.items()
            if any(maker in text for maker in removal.made_by)
        }
        return {name: lines for name, lines in found.items() if lines}


def _module(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


class Importing(MetaPathFinder):
    """Imports the modules that make a finding without it, and all others as they are."""

    def __init__(
        self, removal: Removal, modules: frozenset[str], constants: Mapping[str, str]
    ) -> None:
        self._modules = modules
        self._transformed: Callable[[str], ast.Module] = lambda source: without(
            source, removal, constants
        )[0]

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name not in self._modules:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(name)
        spec.loader = _Loader(name, spec.origin, self._transformed)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, transformed: Callable[[str], ast.Module]) -> None:
        super().__init__(name, path)
        self._transformed = transformed

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = self._transformed(self.get_data(path).decode())
        return compile(tree, path, "exec", dont_inherit=True)


def take_row(removal: Removal) -> None:
    """Ship the catalogue without a row, or with one of its fields as if nothing were said.

    A row that is gone is nobody's successor, so that the catalogue could still be published.
    """
    from hub_domain.law import shipped  # noqa: PLC0415 - the worker's own, changed copy

    whole = shipped.shipped_catalogue()
    kept = tuple(left for row in whole.rows if (left := _left(row, removal)) is not None)
    if kept == whole.rows:
        raise LookupError(f"nothing is taken away by: {removal}")
    less = replace(whole, rows=kept)
    shipped.shipped_catalogue = lambda: less


def _left(row: Any, removal: Removal) -> Any:
    from hub_domain.law.catalogue import key_of  # noqa: PLC0415 - as above

    if (row.TABLE, key_of(row)) != (removal.kind, removal.name):
        follows = (row.TABLE, row.successor) == (removal.kind, removal.name)
        return replace(row, successor="") if follows and not removal.part else row
    if not removal.part:
        return None
    unsaid = {each.name: each.default for each in fields(row)}[removal.part]
    return replace(row, **{removal.part: unsaid})
